"""「Excel で受け取る」: the review of a year as a spreadsheet, into the thread of its table."""

import hashlib

from bot.config import Clock
from bot.features.jobs import Handled
from bot.features.printing import place_of_file
from bot.slack import NoticeStore, Outbox, Press
from bot.slack.uploads import File, upload
from bot.values import LedgerValues
from bot.views import ids
from knowledge.indicators import review_year
from knowledge.indicators.review import review_tables
from knowledge.model import FiscalYear
from knowledge.wording import tokyo_day

SENT_BEFORE = "同じ内容の検証表（.xlsx）が、すでにこのスレッドにあります。"


def send_review_sheet(
    press: Press, values: LedgerValues, outbox: Outbox, notices: NoticeStore, clock: Clock
) -> Handled:
    """The same table goes into a thread once; a value recorded since makes it another one. Raises ValueError."""
    from bot.documents.workbook_out import xlsx_bytes  # openpyxl is needed here alone

    year = FiscalYear(int(ids.decode(press.value).record))
    found = review_year(values.current, year, tokyo_day(clock()))
    name = f"{year.label} KPI検証表"
    tables = review_tables(found)
    file = File(name=f"KPI検証表_{int(year)}年度.xlsx", title=name, content=xlsx_bytes(tables))
    to = place_of_file(press, f"{name}を、このスレッドにお送りします。", outbox)
    digest = hashlib.sha256(repr(tables).encode()).hexdigest()[:16]  # not of the file, which holds the time of day
    key = f"review {to.channel} {to.thread_ts} {digest}"
    notices.once(key, lambda _: upload(outbox, to, file, f"{name}（Excel）です。"), refusal=SENT_BEFORE)
    return Handled("sent", 1)
