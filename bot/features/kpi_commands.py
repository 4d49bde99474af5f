"""What is asked of the recorded values by command, in any conversation: the review table of a year, taking back."""

import re
import unicodedata
from datetime import date

from bot.config import BotError
from bot.features.jobs import notice
from bot.features.recording import Recording
from bot.rights.table import Audience
from bot.slack import Origin
from bot.values import LedgerValues
from bot.values.plans import Plans
from bot.values.requests import UNDO_REQUEST, ReviewRequest, UndoRequest, find_request
from bot.views import Message
from bot.views.review import review_message
from knowledge.indicators import review_year
from knowledge.model.question_length import LONGEST_QUESTION
from knowledge.wording import tokyo_day
from knowledge.wording.names import edition

_IN_PLAN = re.compile(r"(?P<before>\s*kpi\s+undo\s+)(?P<plan>[\w-]+)@(?P<entry>a\d+\s*)", re.IGNORECASE)
WHICH_PLAN = (
    "計画がいくつもあるため、どの計画の記録かを「kpi undo {plan}@{entry}」のように書いてください"
    "（計画の ID は {known}）。"
)


def plan_of_request(text: str, plans: Plans, at_hand: str, today: date) -> tuple[str, str]:
    """The mark of the plan that a request is about, and the request without its name. Raises BotError for an undo that
    names none of several: each plan counts its entries by itself.
    """
    if not plans.are_several or len(text) > LONGEST_QUESTION:
        return at_hand, text
    folded = unicodedata.normalize("NFKC", text)
    if undo := UNDO_REQUEST.fullmatch(folded.strip()):
        known = "、".join(plan.id for plan in plans.facts)
        raise BotError(WHICH_PLAN.format(plan=plans.facts[0].id, entry=undo["entry"], known=known))
    marked = _IN_PLAN.fullmatch(folded)
    if marked and (mark := plans.find_mark(marked["plan"].lower())) is not None:
        return mark, marked["before"] + marked["entry"]
    return plans.meant(text, at_hand, today)


def answer_request(
    text: str, origin: Origin, place: Audience, values: LedgerValues, recording: Recording
) -> Message | None:
    """What the request gives; None where the text is none. Raises BotError or KnowledgeError."""
    today = tokyo_day(recording.clock())
    match find_request(text, today, values.catalog.strategy.period):
        case ReviewRequest(year):
            recording.permissions.check("values", origin, place=place)
            return review_message(review_year(values.current, year, today), edition(values.catalog))
        case UndoRequest(entry):
            recording.permissions.check("undo", origin)
            recording.permissions.check("values", origin, place=place)
            undone, said = recording.take_back(entry, origin)
            recording.announcements.announce(undone, origin)
            return notice(said)
        case None:
            return None
