"""Who may see a schedule, and who may change it. Asked again at every press: what a button shows is no right.

Staff of the own organisation only, guests and others never, whatever the settings. Everybody sees the schedules of
the channels they are in; a schedule's creator, its editors and the bot's admins change it, wherever it posts.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.config import BotError, Clock
from bot.delivery import DigestStore
from bot.digests import Schedule
from bot.digests.schedule import next_runs
from bot.slack import Origin, Permissions
from bot.slack.channels import Channels
from bot.views import Block, is_user
from bot.views.digests.form import DigestForm
from bot.views.digests.listing import DigestView, digest_detail_modal
from bot.views.digests.modal import digest_modal
from knowledge.model import Catalog

NOT_YOURS = "この定期配信を変更できるのは、作成した人、変更できる人として選ばれた人、ボットの管理者です。"
NOT_SEEN = "この定期配信は、配信先のチャンネルに参加している人だけが見られます。"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member of staff at the moment of a press."""

    user: str
    is_admin: bool

    def may_change(self, schedule: Schedule) -> bool:
        return schedule.may_change(self.user, is_admin=self.is_admin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """The schedules as a person may see and change them. `grace`: how late a new one may still be sent."""

    store: DigestStore
    channels: Channels
    permissions: Permissions
    catalog: Catalog
    clock: Clock
    grace: timedelta

    def viewer(self, origin: Origin) -> Viewer:
        """Raises NotAnsweredError for anybody who is not staff."""
        self.permissions.check_staff(origin.user, origin.team)
        return Viewer(origin.user, self.permissions.is_admin(origin.user, origin.team))

    def get_changeable(self, id: str, viewer: Viewer) -> Schedule:
        """Raises UnknownScheduleError, or BotError where the viewer has no right to change it."""
        schedule = self.store.get(id)
        if not viewer.may_change(schedule):
            raise BotError(NOT_YOURS)
        return schedule

    def get_visible(self, id: str, viewer: Viewer) -> Schedule:
        """Raises UnknownScheduleError, or BotError where the viewer is not in its channel."""
        schedule = self.store.get(id)
        if not viewer.may_change(schedule) and schedule.channel_id not in self.channels.of(viewer.user):
            raise BotError(NOT_SEEN)
        return schedule

    def visible(self, viewer: Viewer) -> list[Schedule]:
        """One's own first, then those of the channels one is in, each oldest first."""
        channels = self.channels.of(viewer.user)
        seen = [each for each in self.store.schedules() if viewer.may_change(each) or each.channel_id in channels]
        return sorted(seen, key=lambda each: not each.may_change(viewer.user))

    def own(self, user: str) -> list[Schedule]:
        """Those that the person made or was named for, oldest first."""
        return [each for each in self.store.schedules() if each.may_change(user)]

    def ownerless(self, viewer: Viewer) -> list[tuple[Schedule, str]]:
        """Those that the viewer may change and whose creator has left, with the creator's name, oldest first."""
        changeable = (each for each in self.store.schedules() if viewer.may_change(each) and is_user(each.creator))
        return [(each, name) for each in changeable if (name := self.permissions.departed(each.creator))]

    def view(self, schedule: Schedule, *, can_change: bool) -> DigestView:
        return DigestView(
            schedule=schedule,
            next_runs=next_runs(schedule, self.clock()),
            last=self.store.last_slot(schedule.id),
            can_change=can_change,
        )

    def detail_modal(self, schedule: Schedule, viewer: Viewer, note: str = "") -> Block:
        view = self.view(schedule, can_change=viewer.may_change(schedule))
        return digest_detail_modal(view, self.catalog, note=note)

    def form_modal(self, form: DigestForm, *, note: str = "", place_note: str = "") -> Block:
        return digest_modal(form, self.catalog, now=self.clock(), note=note, place_note=place_note)
