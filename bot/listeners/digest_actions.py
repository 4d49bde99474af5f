"""Buttons and fields of digests. The modals they open and draw stand in `bot.digest_desk` and `bot.digest_manage`."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from bot.features import digest_form, digest_list
from bot.features.context import Services
from bot.features.digest_access import viewer_of
from bot.features.digest_trial import send_test
from bot.features.jobs import Done, queue
from bot.listeners.actions import Listener, Pressed, checked, opened
from bot.slack.payloads import Press, press_from
from bot.views import ids
from bot.views.digests.form import DigestForm, read_digest
from bot.views.digests.modal import digest_modal

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
    form = digest_form.first_form(ids.decode(press.value).records, press.origin, services)
    return digest_form.show(press, digest_modal(form, services.catalog, now=services.clock()), services)


ACTIONS: dict[str, Listener] = {
    ids.DIGEST_NEW: opened(create),
    ids.DIGEST_LIST: opened(digest_list.show_list),
    ids.DIGEST_OPEN: opened(digest_list.open_digest),
    ids.DIGEST_PREVIEW: in_view(digest_list.preview),
    ids.DIGEST_RUN: in_view(digest_list.run_now),
    ids.DIGEST_PAUSE: in_view(digest_list.pause),
    ids.DIGEST_RESUME: in_view(digest_list.resume),
    ids.DIGEST_EDIT: in_view(digest_list.edit),
    ids.DIGEST_COPY: in_view(digest_list.copy),
    ids.DIGEST_HAND_OVER: in_view(digest_list.open_hand_over),
    ids.DIGEST_DELETE: in_view(digest_list.delete),
    ids.DIGEST_TEST: in_form(send_test),
    **dict.fromkeys(ids.REDRAWING, in_form(digest_form.redraw)),
}
