"""A year's review table asked for in words, in the terminal as in Slack."""

from datetime import date
from typing import TYPE_CHECKING

from bot.values.plans import Plans
from bot.values.requests import ReviewRequest, find_request
from knowledge.wording.names import edition

if TYPE_CHECKING:
    from knowledge.indicators import Review


def review_asked(text: str, plans: Plans, today: date) -> "tuple[Review, str, str] | None":
    """「令和5年度の検証表」, as Slack understands it, with the edition of the plan, and its name where several
    are; None for a question.
    """
    mark, request = plans.meant(text, plans.usual(today), today)
    values = plans.of(mark).values
    asked = find_request(request, today, values.catalog.strategy.period)
    if not isinstance(asked, ReviewRequest):
        return None
    from knowledge.indicators import review_year

    return review_year(values.current, asked.year, today), edition(values.catalog), plans.name_of(mark)
