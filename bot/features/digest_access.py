"""The schedules as somebody may see and change them. Asked again at every press: what a button shows is no right.

Who may is said in the table of rights; here it is found out what somebody is to a schedule: its owner, or present.
"""

from datetime import timedelta

from msgspec import Struct

from bot.config import Clock
from bot.delivery import DigestStore
from bot.digests import Schedule
from bot.digests.schedule import next_runs
from bot.rights import Actor, Permissions
from bot.rights.channels import Channels
from bot.rights.table import check_right, may
from bot.slack import Origin
from bot.values.plans import NOT_HELD, PlanGoneError, Plans
from bot.views import Block, is_user
from bot.views.digests.form import DigestForm
from bot.views.digests.listing import DigestView, digest_detail_modal
from bot.views.digests.modal import digest_modal
from bot.views.digests.words import scope_words
from knowledge.model import Catalog
from knowledge.wording.values import loss_note


class Viewer(Struct, frozen=True):
    """A member of staff at the moment of a press."""

    user: str
    person: Actor

    def of(self, schedule: Schedule) -> Actor:
        return self.person.with_role("owner", schedule.is_owned_by(self.user))

    def may_change(self, schedule: Schedule) -> bool:
        return may("digest_change", self.of(schedule))


class Digests(Struct, frozen=True, kw_only=True):
    """The schedules as a person may see and change them. `grace`: how late a new one may still be sent.

    `plan`: the mark of the plan at hand, with which a new schedule begins.
    """

    store: DigestStore
    channels: Channels
    permissions: Permissions
    plans: Plans
    plan: str
    clock: Clock
    grace: timedelta

    @property
    def loss(self) -> str:
        """What is said where they are listed; "" where all can be read."""
        return loss_note("定期配信", is_partial=self.store.is_partial)

    @property
    def catalog(self) -> Catalog:
        """Of the plan at hand."""
        return self.plans.of(self.plan).catalog

    def viewer(self, origin: Origin, *, anew: bool = False) -> Viewer:
        """Raises NotAnsweredError for anybody who is not staff. `anew`: for what changes something."""
        person = self.permissions.person(origin.user, origin.team, anew=anew)
        check_right("digest", person, opened=self.permissions.opened)
        return Viewer(origin.user, person)

    def get_changeable(self, id: str, viewer: Viewer) -> Schedule:
        """Raises UnknownScheduleError, or BotError where the viewer has no right to change it."""
        schedule = self.store.get(id)
        check_right("digest_change", viewer.of(schedule))
        return schedule

    def get_visible(self, id: str, viewer: Viewer) -> Schedule:
        """Raises UnknownScheduleError, or BotError where the viewer is not in its channel."""
        schedule = self.store.get(id)
        is_present = not viewer.may_change(schedule) and schedule.channel_id in self.channels.of(viewer.user)
        check_right("digest_see", viewer.of(schedule).with_role("present", is_present))
        return schedule

    def visible(self, viewer: Viewer) -> list[Schedule]:
        """One's own first, then those of the channels one is in, each oldest first."""
        channels = self.channels.of(viewer.user)
        seen = [each for each in self.store.schedules() if viewer.may_change(each) or each.channel_id in channels]
        return sorted(seen, key=lambda each: not each.is_owned_by(viewer.user))

    def own(self, user: str) -> list[Schedule]:
        """Those that the person made or was named for, oldest first."""
        return [each for each in self.store.schedules() if each.is_owned_by(user)]

    def ownerless(self, viewer: Viewer) -> list[tuple[Schedule, str]]:
        """Those that the viewer may change and whose creator has left, with the creator's name, oldest first."""
        changeable = (each for each in self.store.schedules() if viewer.may_change(each) and is_user(each.creator))
        return [(each, name) for each in changeable if (name := self.permissions.departed(each.creator))]

    def has_left(self, schedule: Schedule) -> bool:
        """Whether its owner is nobody who could still change it: gone, forgotten, or a terminal."""
        return not is_user(schedule.creator) or bool(self.permissions.departed(schedule.creator))

    def view(self, schedule: Schedule, *, can_change: bool) -> DigestView:
        return DigestView(
            schedule=schedule,
            next_runs=next_runs(schedule, self.clock()),
            last=self.store.last_slot(schedule.id),
            can_change=can_change,
            about=self._about(schedule),
        )

    def _about(self, schedule: Schedule) -> str:
        """What it tells of, with the name of its plan where there are several."""
        name = self.plans.name_of(schedule.plan)
        try:
            words = scope_words(schedule.scope, self.plans.of(schedule.plan).catalog)
        except PlanGoneError:
            return NOT_HELD
        return f"{words}・{name}" if name else words

    def detail_modal(self, schedule: Schedule, viewer: Viewer, note: str = "") -> Block:
        view = self.view(schedule, can_change=viewer.may_change(schedule))
        return digest_detail_modal(view, self.catalog, note=note)

    def form_modal(self, form: DigestForm, *, note: str = "", place_note: str = "", is_sending: bool = False) -> Block:
        plans = self.plans.labels() if self.plans.are_several else {}
        catalog = self.plans.of(form.plan).catalog
        readers = self.channels.readers(form.channel) if form.channel and not form.is_direct else None
        return digest_modal(
            form,
            catalog,
            now=self.clock(),
            note=note,
            place_note=place_note,
            plans=plans,
            read_by=(readers.channel, readers.count) if readers else None,
            is_sending=is_sending,
        )
