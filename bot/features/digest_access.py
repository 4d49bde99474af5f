"""Who may see a schedule, and who may change it. Asked again at every press: what a button shows is no right.

Staff of the own organisation only, guests and others never, whatever the settings. Everybody sees the schedules of
the channels they are in; a schedule's creator, its editors and the bot's admins change it, wherever it posts.
"""

from dataclasses import dataclass

from bot.config.errors import BotError
from bot.digests.schedule import Schedule, next_runs
from bot.features.context import Services
from bot.slack.payloads import Origin
from bot.views.digests.listing import DigestView

NOT_YOURS = "この定期配信を変更できるのは、作成した人、変更できる人として選ばれた人、ボットの管理者です。"
NOT_SEEN = "この定期配信は、配信先のチャンネルに参加している人だけが見られます。"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member of staff at the moment of a press."""

    user: str
    is_admin: bool


def viewer_of(origin: Origin, services: Services) -> Viewer:
    """Raises NotAnsweredError for anybody who is not staff."""
    services.permissions.check_staff(origin.user, origin.team)
    return Viewer(origin.user, services.permissions.is_admin(origin.user, origin.team))


def may_change(schedule: Schedule, viewer: Viewer) -> bool:
    return schedule.may_change(viewer.user, is_admin=viewer.is_admin)


def get_changeable(id: str, viewer: Viewer, services: Services) -> Schedule:
    """Raises UnknownScheduleError, or BotError where the viewer has no right to change it."""
    schedule = services.digests.store.get(id)
    if not may_change(schedule, viewer):
        raise BotError(NOT_YOURS)
    return schedule


def get_visible(id: str, viewer: Viewer, services: Services) -> Schedule:
    """Raises UnknownScheduleError, or BotError where the viewer is not in its channel."""
    schedule = services.digests.store.get(id)
    if not may_change(schedule, viewer) and schedule.channel_id not in services.channels.of(viewer.user):
        raise BotError(NOT_SEEN)
    return schedule


def visible(viewer: Viewer, services: Services) -> list[Schedule]:
    """Oldest first."""
    channels = services.channels.of(viewer.user)
    every = services.digests.store.schedules()
    return [each for each in every if may_change(each, viewer) or each.channel_id in channels]


def own(user: str, services: Services) -> list[Schedule]:
    """Those that the person made or was named for, oldest first."""
    return [each for each in services.digests.store.schedules() if each.may_change(user)]


def view_of(schedule: Schedule, services: Services, *, can_change: bool) -> DigestView:
    return DigestView(
        schedule=schedule,
        next_runs=next_runs(schedule, services.clock()),
        last=services.digests.store.last_slot(schedule.id),
        can_change=can_change,
    )
