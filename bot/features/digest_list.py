"""The list of schedules, one of them, and everything that can be done to it. Rights are asked for at every press."""

import logging
from collections.abc import Callable
from dataclasses import replace

from bot.config.errors import BotError
from bot.digests.schedule import Schedule, duplicated, handed_over, paused, resumed
from bot.features.context import Services
from bot.features.digest_access import Viewer, get_changeable, get_visible, may_change, view_of, viewer_of, visible
from bot.features.digest_form import show
from bot.features.home_tab import refresh_homes
from bot.features.jobs import Done, notice, queue
from bot.slack.outbox import Destination
from bot.slack.payloads import Origin, Press
from bot.views import ids
from bot.views.digests.form import form_of
from bot.views.digests.listing import (
    PAGE,
    digest_detail_modal,
    digest_list_modal,
    digest_owner_modal,
    digest_preview_modal,
)
from bot.views.digests.message import digest_messages, preview_text
from bot.views.digests.modal import digest_modal
from bot.views.parts import Block

log = logging.getLogger(__name__)

ASKED_NOW = "配信を受け付けました。まもなく配信先に届きます。"
PAUSED = "一時停止しました。再開するまで配信しません。"
RESUMED = "再開しました。止めていた間の分は送りません。"
COPIED = "写しを作りました。いまは一時停止中です。内容を編集してから再開してください。"
DELETED = "「{name}」を削除しました。"
HANDED = "引き継ぎました。"
NOT_STAFF = "引き継げるのは、自組織の職員だけです。ほかの人を選んでください。"
TOLD_NEW_OWNER = (
    "定期配信「{name}」を引き継ぎました。「/senryaku digest list」かホームの「管理する」で、内容を変更できます。"
)


# Seen


def open_list(origin: Origin, trigger_id: str, services: Services) -> Done:
    services.outbox.open(trigger_id, list_view(viewer_of(origin, services), services))
    return Done("listed")


def show_list(press: Press, services: Services) -> Done:
    """The button's record is the number of the page."""
    page = int(ids.decode(press.value).record or 0)
    return show(press, list_view(viewer_of(press.origin, services), services, page=page), services)


def list_view(viewer: Viewer, services: Services, *, page: int = 0, note: str = "") -> Block:
    """One's own first, then those of the channels one is in."""
    listed = sorted(visible(viewer, services), key=lambda each: not each.may_change(viewer.user))
    pages = max(1, -(-len(listed) // PAGE))
    page = max(0, min(page, pages - 1))
    shown = listed[page * PAGE : (page + 1) * PAGE]
    views = [view_of(each, services, can_change=may_change(each, viewer)) for each in shown]
    return digest_list_modal(views, services.catalog, page=page, pages=pages, note=note)


def open_digest(press: Press, services: Services) -> Done:
    viewer = viewer_of(press.origin, services)
    schedule = get_visible(ids.decode(press.value).record, viewer, services)
    return show(press, detail_view(schedule, viewer, services), services)


def detail_view(schedule: Schedule, viewer: Viewer, services: Services, note: str = "") -> Block:
    view = view_of(schedule, services, can_change=may_change(schedule, viewer))
    return digest_detail_modal(view, services.catalog, note=note)


def preview(press: Press, services: Services) -> Done:
    """What would be sent now, compared with what was sent last."""
    schedule = get_visible(ids.decode(press.value).record, viewer_of(press.origin, services), services)
    digests = services.digests
    digest = digests.renderer.digest(schedule, services.clock(), digests.store.last_as_of(schedule.id))
    messages = digest_messages(digest) or [notice(preview_text(digest))]
    return show(press, digest_preview_modal(schedule, messages), services)


# Changed


def run_now(press: Press, services: Services) -> Done:
    viewer, schedule = _pressed(press, services)
    services.channels.check_own(schedule.channel_id)
    services.digests.scheduler.run_now(schedule.id, by=viewer.user)
    return _shown(press, schedule, viewer, ASKED_NOW, services)


def pause(press: Press, services: Services) -> Done:
    return _change(press, lambda schedule: paused(schedule, services.clock()), PAUSED, services)


def resume(press: Press, services: Services) -> Done:
    services.channels.check_own(_pressed(press, services)[1].channel_id)
    return _change(press, lambda schedule: resumed(schedule, services.clock()), RESUMED, services)


def _change(press: Press, change: Callable[[Schedule], Schedule], note: str, services: Services) -> Done:
    viewer, schedule = _pressed(press, services)
    return _shown(press, services.digests.store.change(schedule.id, change), viewer, note, services)


def edit(press: Press, services: Services) -> Done:
    _, schedule = _pressed(press, services)
    return show(press, digest_modal(form_of(schedule), services.catalog, now=services.clock()), services)


def copy(press: Press, services: Services) -> Done:
    """A copy of what went to its maker's direct messages goes to those of whoever copied it."""
    viewer, schedule = _pressed(press, services)
    channel = _own_place(schedule, viewer.user, services)

    def made(id: str) -> Schedule:
        return replace(duplicated(schedule, services.clock(), id=id, creator=viewer.user), channel_id=channel)

    return _shown(press, services.digests.store.create(made), viewer, COPIED, services)


def delete(press: Press, services: Services) -> Done:
    viewer, schedule = _pressed(press, services)
    services.digests.store.delete(schedule.id)
    _noted(press, schedule, viewer, services)
    return show(press, list_view(viewer, services, note=DELETED.format(name=schedule.name)), services)


def open_hand_over(press: Press, services: Services) -> Done:
    _, schedule = _pressed(press, services)
    return show(press, digest_owner_modal(schedule), services)


def hand_over(origin: Origin, id: str, owner: str, services: Services) -> Block:
    """The schedule as it then is. Raises BotError for a new owner who is not staff."""
    viewer = viewer_of(origin, services)
    schedule = get_changeable(id, viewer, services)
    if not owner or services.permissions.kind(owner) != "staff":
        raise BotError(NOT_STAFF)
    channel = _own_place(schedule, owner, services)

    def change(found: Schedule) -> Schedule:
        return replace(handed_over(found, services.clock(), owner), channel_id=channel)

    changed = services.digests.store.change(schedule.id, change)
    log.info("digest %s handed over by %s", id, viewer.user)
    refresh_homes((viewer.user, schedule.creator, owner), services)
    _tell_owner(changed, origin, services)
    return detail_view(changed, viewer, services, HANDED)


def _tell_owner(schedule: Schedule, origin: Origin, services: Services) -> None:
    message = notice(TOLD_NEW_OWNER.format(name=schedule.name))
    key = f"digest owner {schedule.id} {schedule.updated_at.isoformat()}"

    def told() -> Done:
        services.outbox.post(Destination(schedule.creator), message, key)
        return Done("owner_told")

    if schedule.creator != origin.user:
        queue(services, origin, told, lane=schedule.creator)


def _own_place(schedule: Schedule, owner: str, services: Services) -> str:
    """A direct digest always goes to its owner."""
    if schedule.channel_id.startswith("D") and schedule.creator != owner:
        return services.channels.direct(owner)
    return schedule.channel_id


def _pressed(press: Press, services: Services) -> tuple[Viewer, Schedule]:
    viewer = viewer_of(press.origin, services)
    return viewer, get_changeable(ids.decode(press.value).record, viewer, services)


def _shown(press: Press, schedule: Schedule, viewer: Viewer, note: str, services: Services) -> Done:
    _noted(press, schedule, viewer, services)
    return show(press, detail_view(schedule, viewer, services, note), services)


def _noted(press: Press, schedule: Schedule, viewer: Viewer, services: Services) -> None:
    log.info("%s %s by %s", press.action_id, schedule.id, viewer.user)
    refresh_homes((viewer.user, schedule.creator, *schedule.editors), services)
