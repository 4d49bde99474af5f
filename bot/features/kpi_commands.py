"""What is asked of the recorded values by command, in any conversation: the review table of a year, taking back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.config import BotError
from bot.features.jobs import notice
from bot.features.recording import Recording
from bot.rights.table import Audience
from bot.slack import Origin
from bot.values import LedgerValues, parse_year
from bot.values.plans import Plans
from bot.views import Message
from bot.views.review import review_message
from knowledge.indicators import review_year
from knowledge.model import FiscalYear, name_key
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period, find_years, without_years
from knowledge.model.question_length import LONGEST_QUESTION
from knowledge.model.word_patterns import phrase
from knowledge.wording import tokyo_day

_REVIEW = re.compile(r"kpi\s+review(?:\s+(?:--year\s+)?(?P<year>\S.*))?", re.IGNORECASE)
_UNDO = re.compile(r"kpi\s+undo\s+(?P<entry>a\d+)", re.IGNORECASE)
_IN_PLAN = re.compile(r"(?P<before>\s*kpi\s+undo\s+)(?P<plan>[\w-]+)@(?P<entry>a\d+\s*)", re.IGNORECASE)
WHICH_PLAN = (
    "計画がいくつもあるため、どの計画の記録かを「kpi undo {plan}@{entry}」のように書いてください"
    "（計画の ID は {known}）。"
)


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """「令和5年度の検証表」「kpi review 2023」; without a year the plan's last one that has ended."""

    year: FiscalYear


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """「kpi undo a17」"""

    entry: str


def plan_of_request(text: str, plans: Plans, at_hand: str, today: date) -> tuple[str, str]:
    """The mark of the plan that a request is about, and the request without its name. Raises BotError for an undo that
    names none of several: each plan counts its entries by itself.
    """
    if not plans.are_several or len(text) > LONGEST_QUESTION:
        return at_hand, text
    folded = unicodedata.normalize("NFKC", text)
    if undo := _UNDO.fullmatch(folded.strip()):
        known = "、".join(plan.id for plan in plans.facts)
        raise BotError(WHICH_PLAN.format(plan=plans.facts[0].id, entry=undo["entry"], known=known))
    marked = _IN_PLAN.fullmatch(folded)
    if marked and (mark := plans.find_mark(marked["plan"].lower())) is not None:
        return mark, marked["before"] + marked["entry"]
    return plans.meant(text, at_hand, today)


def find_request(text: str, today: date, plan: Period | None = None) -> ReviewRequest | UndoRequest | None:
    """None for everything that is a question; UnreadableFieldError where a request names no year that we know."""
    if len(text) > LONGEST_QUESTION:
        return None
    ended = FiscalYear.ended_by(today)
    folded = unicodedata.normalize("NFKC", text).strip()
    if undo := _UNDO.fullmatch(folded):
        return UndoRequest(name_key(undo["entry"]))
    if review := _REVIEW.fullmatch(folded):
        named = review["year"]
    elif len(said := find_years(folded, today)) <= 1 and _table().fullmatch(without_years(folded, said).strip()):
        named = folded[said[0].start : said[0].end] if said else None
    else:
        return None
    if named:
        return ReviewRequest(parse_year(named, today))
    return ReviewRequest(min(ended, plan.end_fiscal_year) if plan else ended)


@cache
def _table() -> re.Pattern[str]:
    words = read_toml(VOCABULARY / "commands.toml")["review"]
    asked, polite = (phrase(words[name], r"\s*") for name in ("table", "polite"))
    return re.compile(rf"{asked}\s*+(?:{polite})*\s*[?？。!！]*", re.IGNORECASE)


def answer_request(
    text: str, origin: Origin, place: Audience, values: LedgerValues, recording: Recording
) -> Message | None:
    """What the request gives; None where the text is none. Raises BotError or KnowledgeError."""
    match find_request(text, tokyo_day(recording.clock()), values.catalog.strategy.period):
        case ReviewRequest(year):
            recording.permissions.check("values", origin, place=place)
            return review_message(review_year(values.current, year))
        case UndoRequest(entry):
            recording.permissions.check("undo", origin)
            recording.permissions.check("values", origin, place=place)
            undone, said = recording.take_back(entry, origin)
            recording.announcements.announce(undone, origin)
            return notice(said)
        case None:
            return None
