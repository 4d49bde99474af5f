"""「試しに送る」: the digest that a form describes, now, marked as a test; nothing of it is kept."""

from bot.delivery import DigestRenderer
from bot.digests import InvalidScheduleError
from bot.features.asking import key_of
from bot.features.digest_access import Digests
from bot.features.digest_form import CHANGED, drawn, judged
from bot.features.jobs import Handled, Jobs, notice, tell
from bot.slack import Destination, Outbox, Press
from bot.views import Block, Message, context
from bot.views.digests.form import DIRECT, DigestForm
from bot.views.digests.message import digest_messages, preview_text

MARK = "【試し】"
TRIAL_NOTE = "これは定期配信の試しです。予定の配信とは別のもので、記録には残りません。"
SENT_TO_ME = "ボットとの直接メッセージに、試しに送りました。"
SENT_THERE = "配信先に、試しに送りました。"
MOST_BLOCKS = 50


def send_test(
    press: Press,
    form: DigestForm,
    digests: Digests,
    renderer: DigestRenderer,
    outbox: Outbox,
    jobs: Jobs,
) -> Handled:
    """What is wrong with the form is told in it. The sending takes its time, in a lane of its own."""
    viewer = digests.viewer(press.origin, anew=True)
    old = digests.get_changeable(form.id, viewer) if form.id else None
    try:
        draft = judged(form, old, viewer, digests)
    except InvalidScheduleError as error:
        return _told(press, digests.form_modal(form, note=error.user_message), error.user_message, outbox)
    to_me = press.value == DIRECT
    to, said = Destination(viewer.user if to_me else draft.channel_id), SENT_TO_ME if to_me else SENT_THERE

    def sent() -> Handled:
        digest = renderer.preview(draft, digests.clock(), digests.store.last_as_of(draft.id))
        head, *thread = digest_messages(digest) or [notice(preview_text(digest))]
        outbox.post_thread(to, [marked(head), *thread], f"digest test {viewer.user} {key_of(press.trigger_id)}")
        return _told(press, digests.form_modal(form, note=said), said, outbox)

    jobs.put(press.origin, sent, lane=f"digest test {to.channel}")
    return Handled("test_queued")


def marked(head: Message) -> Message:
    return Message(f"{MARK}{head.text}", [context(f"{MARK}{TRIAL_NOTE}"), *head.blocks][:MOST_BLOCKS])


def _told(press: Press, view: Block, sentence: str, outbox: Outbox) -> Handled:
    """In the form; in a direct message where the form has changed or was closed meanwhile."""
    done = drawn(press, view, outbox)
    if done.outcome == CHANGED:
        tell(outbox, press.origin, sentence)
    return done
