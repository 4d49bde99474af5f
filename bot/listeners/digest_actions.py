"""Buttons and fields of digests. The modals they open and draw stand in `bot.digest_desk` and `bot.digest_manage`."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from bot import digest_desk, digest_manage
from bot.arrivals import Press, press_from
from bot.blockkit import ids
from bot.blockkit.digest_form import DigestForm, read_digest
from bot.blockkit.digest_modal import digest_modal
from bot.digest_access import viewer_of
from bot.digest_trial import send_test
from bot.handling import Done, queue
from bot.listeners.actions import Listener, Pressed, checked, opened
from bot.services import Services

InForm = Callable[[Press, DigestForm, Services], Done]


def in_view(work: Pressed) -> Listener:
    """For what draws the modal anew in which its button stands: one after the other, as they were pressed."""

    def listener(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
        ack()
        press = press_from(body)
        queue(services, press.origin, lambda: checked(work, press, services), lane=f"view {press.view_id}")

    return listener


def in_form(work: InForm) -> Listener:
    """The same with all that is filled in."""

    def listener(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
        in_view(lambda press, services: work(press, read_digest(body["view"]), services))(ack, body, services)

    return listener


def create(press: Press, services: Services) -> Done:
    viewer_of(press.origin, services)
    form = digest_desk.first_form(ids.decode(press.value).records, press.origin, services)
    return digest_desk.show(press, digest_modal(form, services.catalog, now=services.clock()), services)


ACTIONS: dict[str, Listener] = {
    ids.DIGEST_NEW: opened(create),
    ids.DIGEST_LIST: opened(digest_manage.show_list),
    ids.DIGEST_OPEN: opened(digest_manage.open_digest),
    ids.DIGEST_PREVIEW: in_view(digest_manage.preview),
    ids.DIGEST_RUN: in_view(digest_manage.run_now),
    ids.DIGEST_PAUSE: in_view(digest_manage.pause),
    ids.DIGEST_RESUME: in_view(digest_manage.resume),
    ids.DIGEST_EDIT: in_view(digest_manage.edit),
    ids.DIGEST_COPY: in_view(digest_manage.copy),
    ids.DIGEST_HAND_OVER: in_view(digest_manage.open_hand_over),
    ids.DIGEST_DELETE: in_view(digest_manage.delete),
    ids.DIGEST_TEST: in_form(send_test),
    **dict.fromkeys(ids.REDRAWING, in_form(digest_desk.redraw)),
}
