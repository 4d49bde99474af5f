"""「印刷用PDF」: the meeting sheet of a project or package, uploaded into the thread of its summary."""

import hashlib
import re

from bot.config import Clock
from bot.features.asking import key_of
from bot.features.jobs import Handled, notice
from bot.slack import Destination, NoticeStore, Outbox, Press
from bot.slack.uploads import File, upload
from bot.values import LedgerValues
from bot.views import escape, ids
from knowledge.wording import title, tokyo_day

PRINTED_BEFORE = "同じ内容の印刷用PDFが、すでにこのスレッドにあります。"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def print_sheet(
    press: Press,
    values: LedgerValues,
    document: tuple[str, ...],
    clock: Clock,
    outbox: Outbox,
    notices: NoticeStore,
) -> Handled:
    """The same sheet goes into a thread once; a value recorded since makes it another one. Raises UnknownIdError."""
    from bot.documents.sheet.render import (
        render_sheet,
        sheet_remarks,
    )  # typst is heavy, and not every bot is asked for a sheet

    id, today = ids.decode(press.value).record, tokyo_day(clock())
    pdf = render_sheet(values.catalog, values, [id], today)
    record = values.catalog.records.get(id)
    name = title(record) if record else id
    file = File(
        name=f"{_NOT_IN_NAMES.sub('_', name)}_{today.isoformat()}.pdf", title=f"{name} 会議用シート", content=pdf
    )
    to = place_of_file(press, f"{name} の印刷用PDFを、このスレッドにお送りします。", outbox)
    key = f"print {to.channel} {to.thread_ts} {hashlib.sha256(pdf).hexdigest()[:16]}"
    remarks = sheet_remarks(values.catalog, values, [id], today, document)
    words = f"{escape(name)} の印刷用PDF（A4）です。{escape(remarks)}"
    notices.once(key, lambda _: upload(outbox, to, file, words), refusal=PRINTED_BEFORE)
    return Handled("printed", 1)


def place_of_file(press: Press, words: str, outbox: Outbox) -> Destination:
    """The thread that the button stands in or heads; a direct conversation, begun with `words`, where nobody else
    saw the button.
    """
    origin = press.origin
    if press.message_ts and not press.is_private:
        return Destination(origin.channel, origin.thread_ts or press.message_ts)
    posted = outbox.post(Destination(origin.user), notice(words), f"print {key_of(press.trigger_id)}")
    return Destination(posted.channel, posted.ts)
