"""「試しに送る」: the digest that a form describes, now, marked as a test; nothing of it is kept."""

from bot.digests.schedule import InvalidScheduleError, Schedule
from bot.features.asking import key_of
from bot.features.context import Services
from bot.features.digest_access import Viewer, get_changeable, viewer_of
from bot.features.digest_form import CHANGED, drawn, judged
from bot.features.jobs import Done, notice, queue, tell
from bot.slack.outbox import Destination
from bot.slack.payloads import Press
from bot.views.digests.form import DIRECT, DigestForm
from bot.views.digests.message import digest_messages, preview_text
from bot.views.digests.modal import digest_modal
from bot.views.parts import Message, context

MARK = "【試し】"
NOTE = "これは定期配信の試しです。予定の配信とは別のもので、記録には残りません。"
SENT_TO_ME = "ボットとの直接メッセージに、試しに送りました。"
SENT_THERE = "配信先に、試しに送りました。"
MOST_BLOCKS = 50


def send_test(press: Press, form: DigestForm, services: Services) -> Done:
    """What is wrong with the form is told in it. The sending takes its time, in a lane of its own."""
    viewer = viewer_of(press.origin, services)
    old = get_changeable(form.id, viewer, services) if form.id else None
    try:
        draft = judged(form, old, viewer, services)
    except InvalidScheduleError as error:
        return _told(press, form, error.user_message, services)
    to_me = press.value == DIRECT
    to = Destination(viewer.user if to_me else draft.channel_id)

    def sent() -> Done:
        _post(press, draft, to, viewer, services)
        return _told(press, form, SENT_TO_ME if to_me else SENT_THERE, services)

    queue(services, press.origin, sent, lane=f"digest test {to.channel}")
    return Done("test_queued")


def _post(press: Press, draft: Schedule, to: Destination, viewer: Viewer, services: Services) -> None:
    """The headline, and its thread."""
    digests = services.digests
    digest = digests.renderer.digest(draft, services.clock(), digests.store.last_as_of(draft.id))
    head, *thread = digest_messages(digest) or [notice(preview_text(digest))]
    services.outbox.post_thread(to, [marked(head), *thread], f"digest test {viewer.user} {key_of(press.trigger_id)}")


def marked(head: Message) -> Message:
    return Message(f"{MARK}{head.text}", [context(f"{MARK}{NOTE}"), *head.blocks][:MOST_BLOCKS])


def _told(press: Press, form: DigestForm, sentence: str, services: Services) -> Done:
    """In the form; in a direct message where the form has changed or was closed meanwhile."""
    view = digest_modal(form, services.catalog, now=services.clock(), note=sentence)
    done = drawn(press, view, services)
    if done.outcome == CHANGED:
        tell(services, press.origin, sentence)
    return done
