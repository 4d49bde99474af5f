"""What is asked of the recorded values in set words, in any conversation: a year's review table, an entry's undoing."""

import re
import unicodedata
from datetime import date
from functools import cache

from msgspec import Struct

from knowledge.model import FiscalYear, name_key
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period
from knowledge.model.question_length import LONGEST_QUESTION
from knowledge.model.word_patterns import phrase
from knowledge.model.years.said import find_years, without_years

_REVIEW = re.compile(r"kpi\s+review(?:\s+(?:--year\s+)?(?P<year>\S.*))?", re.IGNORECASE)
UNDO_REQUEST = re.compile(r"kpi\s+undo\s+(?P<entry>a\d+)", re.IGNORECASE)


class ReviewRequest(Struct, frozen=True):
    """「令和5年度の検証表」「kpi review 2023」; without a year the plan's last one that has ended."""

    year: FiscalYear


class UndoRequest(Struct, frozen=True):
    """「kpi undo a17」"""

    entry: str


def find_request(text: str, today: date, plan: Period | None = None) -> ReviewRequest | UndoRequest | None:
    """None for everything that is a question; UnreadableFieldError where a request names no year that we know."""
    if len(text) > LONGEST_QUESTION:
        return None
    ended = FiscalYear.ended_by(today)
    folded = unicodedata.normalize("NFKC", text).strip()
    if undo := UNDO_REQUEST.fullmatch(folded):
        return UndoRequest(name_key(undo["entry"]))
    if review := _REVIEW.fullmatch(folded):
        named = review["year"]
    elif len(said := find_years(folded, today)) <= 1 and _table().fullmatch(without_years(folded, said).strip()):
        named = folded[said[0].start : said[0].end] if said else None
    else:
        return None
    if named:
        from bot.values.entry import parse_year  # with all checks of what is entered, which a question does without

        return ReviewRequest(parse_year(named, today))
    return ReviewRequest(min(ended, plan.end_fiscal_year) if plan else ended)


@cache
def _table() -> re.Pattern[str]:
    words = read_toml(VOCABULARY / "commands.toml")["review"]
    asked, polite = (phrase(words[name], r"\s*") for name in ("table", "polite"))
    return re.compile(rf"{asked}\s*+(?:{polite})*\s*[?？。!！]*", re.IGNORECASE)
