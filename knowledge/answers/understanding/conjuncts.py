"""The things that a question joins (「AとB、どちらが多い」), each looked for by its own words."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.weights import LITTLE
from knowledge.answers.understanding.words import form_words
from knowledge.search.strategy_search import Lookup, StrategySearch

MOST_JOINED = 4
_OF_THE_PLAN = ("period", "published", "contact", "population")  # attributes that are asked of nothing else
_PREDICATES = frozenset({"動詞", "形容詞", "助動詞", "助詞"})
_NOMINALISER = ("助詞", "準体助詞")


class Conjunct(Struct, frozen=True, eq=False):
    """One of the things that a question joins: its tokens, and what is found for these."""

    at: range
    lookup: Lookup


def conjuncts(question: Question, search: StrategySearch) -> Sequence[Conjunct]:
    """Of the clause that asks, else of the whole, as they stand; () where nothing is joined."""
    whole = Clause(0, len(question.tokens))
    found = _joined_in(question, question.request) or _joined_in(question, whole)
    return [Conjunct(part, search.look_up(_text(question, part), question.query.amounts)) for part in found]


def sharing(question: Question, joined: Sequence[Conjunct], search: StrategySearch) -> Sequence[Conjunct]:
    """The same things, each looked for with what is said of all of them; () for nothing.

    「来館者の目標は、シティプラザと美術館で…」, 「シティプラザと美術館の来館者の目標」.
    """
    if not joined:
        return ()
    parts = [one.at for one in joined]
    first, last = _topic_end(question, parts[0]), _own_end(question, parts[-1])
    own = [range(first, parts[0].stop), *parts[1:-1], range(parts[-1].start, last)]
    before, behind = range(parts[0].start, first), range(last, parts[-1].stop)
    if not any(question.weights[at] > 0 for at in (*before, *behind)):
        return ()
    texts = ("".join(_text(question, one) for one in (before, part, behind)) for part in own)
    amounts = question.query.amounts
    return [Conjunct(part, search.look_up(text, amounts)) for part, text in zip(own, texts, strict=True)]


def _topic_end(question: Question, part: range) -> int:
    """Where the thing begins behind 「来館者の目標は、」."""
    ends = (at for at in part[1:-1] if question.tokens[at].surface in form_words("after_what_all_share"))
    return max((at + 1 for at in ends if _names(question, range(at + 1, part.stop))), default=part.start)


def _own_end(question: Question, part: range) -> int:
    """Where 「の来館者数」 or 「、どちらが多い」 begins."""
    ends = (at for at in part[1:] if question.tokens[at].surface in form_words("before_what_all_share"))
    return next((at for at in ends if _names(question, range(part.start, at))), part.stop)


def _names(question: Question, part: range) -> bool:
    return float(question.naming_weights[part.start : part.stop].sum()) > LITTLE


def _joined_in(question: Question, clause: Clause) -> Sequence[range]:
    """Its parts that name something; () for one alone, and where they are too many."""
    weights = np.maximum(question.naming_weights, question.weights * question.marked("attribute", _OF_THE_PLAN))
    if "meaning" in question.said("attribute"):  # 「MICE と KPI の意味」
        weights = np.maximum(weights, question.weights * question.marked("kind"))
    parts = [part for part in _parts(question, clause) if float(weights[part.start : part.stop].sum()) > LITTLE]
    return parts if 1 < len(parts) <= MOST_JOINED else ()


def _parts(question: Question, clause: Clause) -> Iterator[range]:
    """What stands between words that join, and before and behind them."""
    start = clause.first
    for at in range(start, clause.end):
        if question.tokens[at].surface in form_words("coordinating") and _is_joining(question, at):
            yield range(start, at)
            start = at + 1
    yield range(start, clause.end)


def _is_joining(question: Question, at: int) -> bool:
    """「…すると」, 「…と思う」, 「…と書いてある」 and 「…と同じ」 join nothing; 「…するのと」 does."""
    words = [token for token in question.tokens[:at] if token.surface.strip() and not token.is_sign]
    behind = question.tokens[at + 1 : at + 2]
    if not words or not behind or behind[0].part[0] == "動詞" or behind[0].norm in form_words("same_as"):
        return False
    return words[-1].part[0] not in _PREDICATES or words[-1].part[:2] == _NOMINALISER


def _text(question: Question, part: range) -> str:
    return "".join(question.tokens[at].surface for at in part if at not in question.denied)
