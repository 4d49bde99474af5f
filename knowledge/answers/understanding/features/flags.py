"""What the question as a whole is like, whatever it may mean."""

from collections.abc import Iterator

from msgspec import Struct

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import Features
from knowledge.answers.understanding.features.thread import CONTEXT_WORDS, thread_flags
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.ways import ways_asked
from knowledge.answers.understanding.words import form_words

_FIGURES = frozenset({"target", "baseline", "actual", "progress", "trend"})
VALUES = _FIGURES | {"unit", "year"}


class NotHeld(Struct, frozen=True):
    """What a question speaks of that the plan does not hold.

    `asked`: the kind of fact that no strategy prints and that the request speaks of; `told`: that the whole question
    does; `elsewhere`: another municipality.
    """

    asked: str | None = None
    told: str | None = None
    elsewhere: str | None = None


def flags_of(evidence: Evidence, not_held: NotHeld) -> Features:
    """What the question as a whole is like."""
    question = evidence.question
    attributes, asked = question.said("attribute"), question.said("ask")
    found: Features = {
        name: float(name in asked) for name in ("all", "count", "value", "which", "check", "exists", "compare")
    }
    found |= {
        "values": float(bool(attributes & VALUES)),
        "meaning": float("meaning" in attributes),
        "source": float("source" in attributes),
        "background": float("background" in attributes),
        "prose": float(bool(attributes & {"text", "initiatives"})),
        "published": float(bool(attributes & {"period", "published", "contact"})),
        "condition": float(bool(question.said("condition"))),
        "order": float(bool(question.said("order"))),
        "years": float(bool(question.years)),
        "number": float(any(number.value for number in question.numbers)),
        "amount": float(bool(question.query.amounts)),
        "joined": float(question.is_joined),
        "amount_compared": float("compare" in asked and bool(question.said("order"))),
        "both": float(any(token.norm in form_words("both") for token in question.tokens)),
        "unprinted": float(any(map(question.in_request, question.of_part("unprinted")))),
        "population": float("population" in attributes),
        "population_aim": float("population" in attributes and _is_on_an_aim(question)),
        "bare": float(not (question.said("kind") or attributes & VALUES or asked & {"count", "value", "all"})),
        "context": float(bool(evidence.context)),
        **{f"context_{name}": float(name in question.said("context")) for name in CONTEXT_WORDS if evidence.context},
        **(thread_flags(evidence) if evidence.context else {}),
        "asks": float(question.asks),
        "clauses": min(len(question.clauses), 4) / 4,
        "weight": min(float(question.weights.sum()), 12.0) / 12,
    }  # fmt: skip
    found |= {f"way_{way}": 1.0 for way in ways_asked(question, evidence.schema.units)}
    found |= {f"head:{part}:{name}": 1.0 for part, name in _last_said(question)}
    told = {"not_printed": not_held.asked, "not_printed_told": not_held.told, "elsewhere": not_held.elsewhere}
    return found | {name: float(bool(what)) for name, what in told.items()}


def _is_on_an_aim(question: Question) -> bool:
    """It asks for figures of the plan: what is to be, and how far that is reached."""
    aims = question.said("kind") & {"goal", "target"} or question.said("attribute") & _FIGURES
    words = [token.norm for mention in question.mentions for token in question.tokens[mention.first : mention.last + 1]
             if mention.concept == Concept("attribute", "population")]  # fmt: skip
    return bool(aims or question.said("condition") & {"kept"} or question.years or "目標" in words)


def _last_said(question: Question) -> Iterator[Concept]:
    """The last kind or attribute of the request."""
    said = [
        m for m in question.mentions if m.concept.part in ("kind", "attribute", "unprinted") and question.in_request(m)
    ]
    last = max((mention.first for mention in said), default=-1)
    yield from (mention.concept for mention in said if mention.first == last)
