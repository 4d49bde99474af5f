"""「試しに送る」: the digest that a form describes, now, marked as a test; nothing of it is kept."""

from bot.config import BotError
from bot.delivery import DigestRenderer
from bot.delivery.render import spreadsheet
from bot.delivery.slack_poster import FILE_COMMENT
from bot.digests import InvalidScheduleError, Schedule
from bot.digests.content import Digest
from bot.features.asking import key_of
from bot.features.digest_access import Digests
from bot.features.digest_form import CHANGED, drawn, judged
from bot.features.jobs import Handled, Jobs, notice, tell
from bot.slack import Destination, Outbox, Press
from bot.slack.uploads import upload
from bot.views import Block, Message, context
from bot.views.digests.form import DIRECT, DigestForm
from bot.views.digests.message import digest_messages, preview_text

MARK = "【試し】"
TRIAL_NOTE = "これは定期配信の試しです。予定の配信とは別のもので、記録には残りません。"
SENDING_TO_ME = "ボットとの直接メッセージに、試しに送っています。送り終わると、ここでお知らせします。"
SENDING_THERE = "配信先に、試しに送っています。送り終わると、ここでお知らせします。"
NOT_SENT = "試しに送れませんでした。"
PRESSED_TWICE = "試しの送信は、すでに受け付けています。"
SENT_TO_ME = "ボットとの直接メッセージに、試しに送りました。"
SENT_THERE = "配信先に、試しに送りました。"
TRIAL_FILE = "KPI一覧_試し.xlsx"
MOST_BLOCKS = 50


def send_test(
    press: Press,
    form: DigestForm,
    digests: Digests,
    renderer: DigestRenderer,
    outbox: Outbox,
    jobs: Jobs,
) -> Handled:
    """What is wrong with the form is told in it. The sending takes its time, in a lane of its own.

    The form says at once that it is sending, without the buttons; a second press on what it was before does nothing.
    """
    viewer = digests.viewer(press.origin, anew=True)
    old = digests.get_changeable(form.id, viewer) if form.id else None
    try:
        draft = judged(form, old, viewer, digests)
    except InvalidScheduleError as error:
        return _told(press, digests.form_modal(form, note=error.user_message), error.user_message, outbox)
    to_me = press.value == DIRECT
    to = Destination(viewer.user if to_me else draft.channel_id)

    def sent() -> Handled:
        said = SENT_TO_ME if to_me else SENT_THERE
        try:
            digest = renderer.preview(draft, digests.clock(), digests.store.last_as_of(draft.id, by_hand=True))
            _post(digest, draft, to, f"digest test {viewer.user} {key_of(press.trigger_id)}", outbox)
        except Exception:
            drawn(press, digests.form_modal(form, note=NOT_SENT), outbox)  # what went wrong is told beside it
            raise
        return _told(press, digests.form_modal(form, note=said), said, outbox)

    def begun(_: bool) -> Handled:
        drawn(press, digests.form_modal(form, note=SENDING_TO_ME if to_me else SENDING_THERE, is_sending=True), outbox)
        jobs.put(press.origin, sent, lane=f"digest test {to.channel}")
        return Handled("test_queued")

    try:
        return digests.store.notices.once(
            f"digest test {press.view_id} {press.view_hash}", begun, refusal=PRESSED_TWICE
        )
    except BotError as error:
        if error.user_message != PRESSED_TWICE:
            raise
        return Handled("test_under_way")


def _post(digest: Digest, draft: Schedule, to: Destination, key: str, outbox: Outbox) -> None:
    head, *thread = digest_messages(digest) or [notice(preview_text(digest))]
    posted = outbox.post_thread(to, [marked(head), *thread], key)
    if draft.attaches and thread:
        upload(outbox, Destination(posted.channel, posted.ts), spreadsheet(digest, TRIAL_FILE), FILE_COMMENT)


def marked(head: Message) -> Message:
    return Message(f"{MARK}{head.text}", [context(f"{MARK}{TRIAL_NOTE}"), *head.blocks][:MOST_BLOCKS])


def _told(press: Press, view: Block, sentence: str, outbox: Outbox) -> Handled:
    """In the form; in a direct message where the form has changed or was closed meanwhile."""
    done = drawn(press, view, outbox)
    if done.outcome == CHANGED:
        tell(outbox, press.origin, sentence)
    return done
