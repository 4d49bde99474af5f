"""What is asked of the recorded values by command, in any conversation: the review table of a year, taking back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.features.jobs import notice
from bot.features.recording import Recording
from bot.slack.payloads import Origin
from bot.values.current import LedgerValues
from bot.views.parts import Message
from bot.views.review import review_message
from knowledge.indicators import parse_fiscal_year, review_year
from knowledge.model import FiscalYear, name_key
from knowledge.wording import tokyo_day

_YEAR = r"(?P<year>(?:令和|平成|[RH])\s*(?:元|\d{1,2})(?:年度?)?|20\d\d(?:年度?)?|(?P<relative>今|本|昨|前|一昨)年度)"
_POLITE = (
    r"(?:を?\s*(?:見せて|出して|表示(?:して)?|作って|作成(?:して)?|見たい(?:です)?|ください|下さい|お願い(?:します)?))*"
)
_TABLE = re.compile(
    rf"(?:{_YEAR}\s*の?\s*)?(?:KPI\s*の?\s*)?(?:年次)?検証(?:表|シート)(?:は|を)?\s*{_POLITE}\s*[?？。!！]*",
    re.IGNORECASE,
)
_REVIEW = re.compile(rf"kpi\s+review(?:\s+(?:--year\s+)?(?:{_YEAR}))?", re.IGNORECASE)
_UNDO = re.compile(r"kpi\s+undo\s+(?P<entry>a\d+)", re.IGNORECASE)
_YEARS_AGO = {"今": 0, "本": 0, "昨": 1, "前": 1, "一昨": 2}


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """「令和5年度の検証表」「kpi review 2023」; without a year the last one that has ended."""

    year: FiscalYear


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """「kpi undo a17」"""

    entry: str


def find_request(text: str, today: date) -> ReviewRequest | UndoRequest | None:
    """None for everything that is a question."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if undo := _UNDO.fullmatch(folded):
        return UndoRequest(name_key(undo["entry"]))
    match = _TABLE.fullmatch(folded) or _REVIEW.fullmatch(folded)
    if match is None:
        return None
    current = FiscalYear.of(today)
    if match["year"] is None:
        return ReviewRequest(FiscalYear(current - 1))
    if match["relative"]:
        return ReviewRequest(FiscalYear(current - _YEARS_AGO[match["relative"]]))
    year = parse_fiscal_year(match["year"])
    return ReviewRequest(year) if year is not None else None


def answer_request(text: str, origin: Origin, values: LedgerValues, recording: Recording) -> Message | None:
    """What the request gives; None where the text is none. Raises BotError or KnowledgeError."""
    match find_request(text, tokyo_day(recording.clock())):
        case ReviewRequest(year):
            return review_message(review_year(values.current, year), values.settings)
        case UndoRequest(entry):
            undone, said = recording.take_back(entry, origin)
            recording.announcements.announce(undone, origin)
            return notice(said)
        case None:
            return None
