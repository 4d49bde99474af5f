"""The list of schedules, one of them, and everything that can be done to it. Rights are asked for at every press."""

import logging
from collections.abc import Callable

from bot.config import BotError
from bot.delivery import DigestRenderer
from bot.digests import Schedule, paused
from bot.digests.schedule import duplicated, handed_over, resumed
from bot.features.digest_access import Digests, Viewer
from bot.features.digest_form import show_form
from bot.features.home_tab import HomeTab
from bot.features.jobs import Handled, Jobs, notice
from bot.slack import Destination, Origin, Outbox, Press
from bot.views import Block, ids
from bot.views.digests.form import form_of
from bot.views.digests.listing import LISTED_AT_ONCE, digest_list_modal, digest_owner_modal, digest_preview_modal
from bot.views.digests.message import digest_messages, preview_text
from knowledge.model.structs import replace

log = logging.getLogger(__name__)

ASKED_NOW = "配信を受け付けました。まもなく配信先に届きます。"
NOW_PAUSED = "一時停止しました。再開するまで配信しません。"
NOW_RESUMED = "再開しました。止めていた間の分は送りません。"
COPIED = "写しを作りました。いまは一時停止中です。内容を編集してから再開してください。"
DELETED = "「{name}」を削除しました。"
HANDED = "引き継ぎました。"
NOT_STAFF = "引き継げるのは、自組織の職員だけです。ほかの人を選んでください。"
TOLD_NEW_OWNER = (
    "定期配信「{name}」を引き継ぎました。「/senryaku digest list」かホームの「管理する」で、内容を変更できます。"
)


# Seen


def show_list(press: Press, digests: Digests, outbox: Outbox) -> Handled:
    """The button's record is the number of the page."""
    page = int(ids.decode(press.value).record or 0)
    return show_form(press, list_modal(digests.viewer(press.origin), digests, page=page), outbox)


def list_modal(viewer: Viewer, digests: Digests, *, page: int = 0, note: str = "") -> Block:
    listed = digests.visible(viewer)
    pages = max(1, -(-len(listed) // LISTED_AT_ONCE))
    page = max(0, min(page, pages - 1))
    shown = listed[page * LISTED_AT_ONCE : (page + 1) * LISTED_AT_ONCE]
    views = [digests.view(each, can_change=viewer.may_change(each)) for each in shown]
    return digest_list_modal(views, digests.catalog, page=page, pages=pages, note=note, lost=digests.loss)


def open_digest(press: Press, digests: Digests, outbox: Outbox) -> Handled:
    viewer = digests.viewer(press.origin)
    schedule = digests.get_visible(ids.decode(press.value).record, viewer)
    return show_form(press, digests.detail_modal(schedule, viewer), outbox)


def show_preview(press: Press, digests: Digests, renderer: DigestRenderer, outbox: Outbox) -> Handled:
    """What would be sent now, compared with what was sent last."""
    schedule = digests.get_visible(ids.decode(press.value).record, digests.viewer(press.origin))
    digest = renderer.preview(schedule, digests.clock(), digests.store.last_as_of(schedule.id, by_hand=True))
    messages = digest_messages(digest) or [notice(preview_text(digest))]
    return show_form(press, digest_preview_modal(schedule, messages), outbox)


# Changed


def changing(change: Callable[[Schedule, Viewer, Digests], Schedule], note: str) -> Callable[..., Handled]:
    """Of the schedule that a button stands for, by whoever may; then it is shown as it is now."""

    def changed(press: Press, digests: Digests, home_tab: HomeTab, outbox: Outbox) -> Handled:
        viewer, schedule = _pressed(press, digests)
        now = change(schedule, viewer, digests)
        _noted(press, now, viewer, home_tab)
        return show_form(press, digests.detail_modal(now, viewer, note), outbox)

    return changed


def run_now(schedule: Schedule, viewer: Viewer, digests: Digests) -> Schedule:
    digests.channels.check_own(schedule.channel_id)
    digests.store.ask_now(schedule.id, digests.clock(), by=viewer.user)
    return schedule


def pause(schedule: Schedule, viewer: Viewer, digests: Digests) -> Schedule:
    return digests.store.change(schedule.id, lambda found: paused(found, digests.clock()))


def resume_digest(schedule: Schedule, viewer: Viewer, digests: Digests) -> Schedule:
    digests.channels.check_own(schedule.channel_id)
    return digests.store.change(schedule.id, lambda found: resumed(found, digests.clock()))


def copy(schedule: Schedule, viewer: Viewer, digests: Digests) -> Schedule:
    """A copy of what went to its maker's direct messages goes to those of whoever copied it."""
    channel = _own_place(schedule, viewer.user, digests)

    def made(id: str) -> Schedule:
        return replace(duplicated(schedule, digests.clock(), id=id, creator=viewer.user), channel_id=channel)

    return digests.store.create(made)


def edit(press: Press, digests: Digests, outbox: Outbox) -> Handled:
    _, schedule = _pressed(press, digests)
    return show_form(press, digests.form_modal(form_of(schedule)), outbox)


def delete_digest(press: Press, digests: Digests, home_tab: HomeTab, outbox: Outbox) -> Handled:
    viewer, schedule = _pressed(press, digests)
    digests.store.delete(schedule.id)
    _noted(press, schedule, viewer, home_tab)
    return show_form(press, list_modal(viewer, digests, note=DELETED.format(name=schedule.name)), outbox)


def open_hand_over(press: Press, digests: Digests, outbox: Outbox) -> Handled:
    viewer, schedule = _pressed(press, digests)
    return show_form(press, digest_owner_modal(schedule, viewer.user, has_left=digests.has_left(schedule)), outbox)


def hand_over(id: str, owner: str, viewer: Viewer, digests: Digests) -> tuple[str, Schedule]:
    """The owner before, and the schedule as it then is. Raises BotError for a new owner who is not staff."""
    schedule = digests.get_changeable(id, viewer)
    if not owner or not digests.permissions.may("digest", owner):
        raise BotError(NOT_STAFF)
    channel, has_left = _own_place(schedule, owner, digests), digests.has_left(schedule)

    def change(found: Schedule) -> Schedule:
        return replace(handed_over(found, digests.clock(), owner, has_left=has_left), channel_id=channel)

    log.info("digest %s handed over by %s", id, viewer.user)
    return schedule.creator, digests.store.change(schedule.id, change)


def tell_owner(schedule: Schedule, origin: Origin, outbox: Outbox, jobs: Jobs) -> None:
    """Unless they did it themselves."""
    message = notice(TOLD_NEW_OWNER.format(name=schedule.name))
    key = f"digest owner {schedule.id} {schedule.updated_at.isoformat()}"

    def told() -> Handled:
        outbox.post(Destination(schedule.creator), message, key)
        return Handled("owner_told")

    if schedule.creator != origin.user:
        jobs.put(origin, told, lane=schedule.creator)


def _own_place(schedule: Schedule, owner: str, digests: Digests) -> str:
    """A direct digest always goes to its owner."""
    if schedule.channel_id.startswith("D") and schedule.creator != owner:
        return digests.channels.direct(owner)
    return schedule.channel_id


def _pressed(press: Press, digests: Digests) -> tuple[Viewer, Schedule]:
    viewer = digests.viewer(press.origin, anew=True)
    return viewer, digests.get_changeable(ids.decode(press.value).record, viewer)


def _noted(press: Press, schedule: Schedule, viewer: Viewer, home_tab: HomeTab) -> None:
    log.info("%s %s by %s", press.action_id, schedule.id, viewer.user)
    home_tab.refresh(viewer.user, schedule.creator, *schedule.editors)
