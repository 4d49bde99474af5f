"""Buttons and fields of digests. The modals they open and draw stand in `digest_form` and `digest_list`."""

from bot.features import Digests, Handled, digest_list
from bot.features.digest_form import first_form, redraw, show_form
from bot.features.digest_list import changing
from bot.features.digest_trial import send_test
from bot.listeners.bolt_listeners import Listener, opened, pressed
from bot.slack import Outbox, Press
from bot.views import ids


def create(press: Press, digests: Digests, outbox: Outbox) -> Handled:
    digests.viewer(press.origin)
    form = first_form(ids.decode(press.value).records, press.origin, digests.catalog, digests.plan)
    return show_form(press, digests.form_modal(form), outbox)


DIGEST_ACTIONS: dict[str, Listener] = {
    ids.DIGEST_NEW: opened(create, "digest"),
    ids.DIGEST_LIST: opened(digest_list.show_list, "digest"),
    ids.DIGEST_OPEN: opened(digest_list.open_digest, "digest"),
    ids.DIGEST_PREVIEW: pressed(digest_list.show_preview, "digest", in_view=True),
    ids.DIGEST_RUN: pressed(changing(digest_list.run_now, digest_list.ASKED_NOW), "digest", in_view=True),
    ids.DIGEST_PAUSE: pressed(changing(digest_list.pause, digest_list.NOW_PAUSED), "digest", in_view=True),
    ids.DIGEST_RESUME: pressed(changing(digest_list.resume_digest, digest_list.NOW_RESUMED), "digest", in_view=True),
    ids.DIGEST_EDIT: pressed(digest_list.edit, "digest", in_view=True),
    ids.DIGEST_COPY: pressed(changing(digest_list.copy, digest_list.COPIED), "digest", in_view=True),
    ids.DIGEST_HAND_OVER: pressed(digest_list.open_hand_over, "digest", in_view=True),
    ids.DIGEST_DELETE: pressed(digest_list.delete_digest, "digest", in_view=True),
    ids.DIGEST_TEST: pressed(send_test, "digest", in_form=True),
    **dict.fromkeys(ids.REDRAWING, pressed(redraw, "digest", in_form=True)),
}
