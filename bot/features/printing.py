"""「印刷用PDF」: the meeting sheet of a project or package, uploaded into the thread of its summary."""

import hashlib
import re

from bot.features.asking import key_of
from bot.features.context import Services
from bot.features.jobs import Done
from bot.slack.outbox import Destination
from bot.slack.payloads import Press
from bot.slack.uploads import File, upload
from bot.views import ids
from bot.views.escaping import escape
from bot.views.parts import assemble, paragraph
from knowledge.wording import find_record, title, tokyo_day

PRINTED_BEFORE = "同じ内容の印刷用PDFが、すでにこのスレッドにあります。"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def print_sheet(press: Press, services: Services) -> Done:
    """The same sheet goes into a thread once; a value recorded since makes it another one. Raises UnknownIdError."""
    from bot.documents.sheet.render import render_sheet  # typst is heavy, and not every bot is asked for a sheet

    id = ids.decode(press.value).record
    today = tokyo_day(services.clock())
    pdf = render_sheet(services.catalog, services.values, [id], today)
    record = find_record(services.catalog, id)
    name = title(record) if record else id
    file = File(
        name=f"{_NOT_IN_NAMES.sub('_', name)}_{today.isoformat()}.pdf", title=f"{name} 会議用シート", content=pdf
    )
    to = place_of_file(press, f"{name} の印刷用PDFを、このスレッドにお送りします。", services)
    key = f"print {to.channel} {to.thread_ts} {hashlib.sha256(pdf).hexdigest()[:16]}"
    send_once(services, to, file, f"{escape(name)} の印刷用PDF（A4）です。", key=key, before=PRINTED_BEFORE)
    return Done("printed", 1)


def send_once(services: Services, to: Destination, file: File, words: str, *, key: str, before: str) -> None:
    """`key` tells what makes it the same file. Raises BotError(`before`) where it stands already."""
    services.digests.store.notices.once(key, lambda _: upload(services.outbox, to, file, words), refusal=before)


def place_of_file(press: Press, words: str, services: Services) -> Destination:
    """The thread that the button stands in or heads; a direct conversation, begun with `words`, where nobody else
    saw the button.
    """
    origin = press.origin
    if press.message_ts and not press.is_private:
        return Destination(origin.channel, origin.thread_ts or press.message_ts)
    posted = services.outbox.post(
        Destination(origin.user), assemble(words, [paragraph(words)]), f"print {key_of(press.trigger_id)}"
    )
    return Destination(posted.channel, posted.ts)
