"""Bare questions about what was just shown: 「KPIは？」「その目標値は？」「2番目は？」「他には？」.

They name nothing of their own; whatever says more is for the readings in context.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.question import Number, Question
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.words import form_words
from knowledge.model.records import STRATEGY
from knowledge.wording.amounts import quoted
from knowledge.wording.names import package_word

SMALL = 0.4  # weight of an adverb, which may stand beside: 「もっと詳しく」
_INDICATORS = frozenset(Concept("kind", name) for name in ("kpi", "indicator", "target"))
_VALUES = frozenset(
    Concept("attribute", name) for name in ("target", "baseline", "actual", "unit", "progress", "trend", "difference")
)
_EXISTS = Concept("ask", "exists")
_WHICH = frozenset({Concept("ask", "which"), _EXISTS})
_AMOUNT = frozenset({Concept("ask", "value"), Concept("ask", "count"), Concept("state", "previous")})
_PROJECT, _PACKAGE, _REST = Concept("kind", "project"), Concept("kind", "package"), Concept("context", "rest")
_TEXT, _THIS = Concept("attribute", "text"), Concept("context", "this")
_NO_LIST = "まだ一覧をお見せしていません。先に事業やKPIをお尋ねいただくと、「2番目は？」のように続けて聞けます。"


@dataclass(frozen=True, slots=True)
class _Form:
    """`needs`: one of these is said; nothing is said besides but these, those in `may`, courtesies and 「その」."""

    name: str
    needs: frozenset[Concept]
    may: frozenset[Concept] = frozenset()


_COUNT, _PLAN, _ALL = Concept("ask", "count"), Concept("kind", "strategy"), Concept("ask", "all")
_KINDS = frozenset(Concept("kind", name) for name in ("project", "kpi", "target", "goal", "direction", "package"))
_BELONGS = Concept("relation", "belongs")
_FORMS = (
    _Form("count", frozenset({_COUNT}), _KINDS | {_PLAN, _ALL, _EXISTS}),
    _Form("others", frozenset({_REST}), _WHICH | {_PROJECT, *_INDICATORS}),
    _Form("package", frozenset({_PACKAGE}), _WHICH | {_BELONGS}),
    _Form("kpi", _INDICATORS, _WHICH),
    _Form("kpi", _INDICATORS, frozenset({_PROJECT, _PACKAGE, _EXISTS})),
    _Form("projects", frozenset({_PROJECT}), _WHICH | {_BELONGS, Concept("attribute", "initiatives")}),
    _Form("value", _VALUES, _WHICH | _AMOUNT),
    _Form("source", frozenset({Concept("attribute", "source")}), _WHICH),
    _Form("more", frozenset({_TEXT, _THIS}), _WHICH),
)


class FollowUps:
    """Recognises a bare follow-up and turns it into the ids it asks for."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def kind(self, question: Question) -> str | None:
        """Which follow-up the question is, if it is one."""
        number = _ordinal(question)
        if number and _holds(question, _Form("nth", frozenset(), frozenset({_TEXT, _PROJECT, *_INDICATORS})), number):
            return "nth"
        return next((form.name for form in _FORMS if _holds(question, form)), None)

    def resolve(self, question: Question, context: Sequence[str]) -> Ids:
        """The ids asked for, given what was just shown; none when this is a question of its own, or there are none.

        「他には？」 is not resolved here: it needs another search (see Engine).
        """
        kind, first = self.kind(question), context[0]
        if kind == "nth" and (number := _ordinal(question)):
            return tuple(context[number.value - 1 : number.value])
        if kind in ("kpi", "value"):
            return self._schema.related(first, "indicator") or (first,)
        if kind == "projects":
            return self._projects(first)
        if kind == "package":
            return self._schema.related(first, "package")
        return (first,) if kind in ("more", "source") else ()

    def without_list(self, question: Question) -> str | None:
        """What to say to 「2番目は？」 where nothing was shown; None for 「3つ」, which may be a number of things."""
        number = _ordinal(question)
        if number is None or not _holds(question, _Form("nth", frozenset(), frozenset({_TEXT})), number):
            return None
        behind = {token.surface for token in question.tokens[number.end : number.end + 2]}
        return None if behind.isdisjoint(form_words("of_place")) else _NO_LIST

    def counted(self, question: Question, shown: Sequence[str]) -> str | None:
        """Of which kind all are to be counted, "" for those just shown; None where what was shown decides.

        `shown`: the kinds of what was. One thing has records of its own, which are meant unless the plan is named.
        """
        kinds, is_of_plan = question.said("kind") - {"strategy"}, "strategy" in question.said("kind")
        is_of_this = "this" in question.said("context") and not is_of_plan
        if self.kind(question) != "count" or is_of_this or len(kinds) > 1:
            return None
        if not kinds:
            return "" if len(shown) > 1 and not is_of_plan else None
        [kind] = kinds
        return kind if len(shown) > 1 or is_of_plan or kind in shown else None

    def gap(self, question: Question, context: Sequence[str], title: str) -> str | None:
        """What to say to a follow-up that asks for what there is not; `title` is that of the first thing shown."""
        kind, number = self.kind(question), _ordinal(question)
        if kind == "nth" and number and number.value > len(context):
            one = f"直前にお見せしたのは{quoted(title)}の1件だけ"
            shown = one if len(context) == 1 else f"先にお見せした一覧は{len(context)}件"
            return f"{shown}です。{number.value}番目はありません。"
        asked = {"projects": "結び付く事業", "package": f"当たる{package_word(self._schema.catalog)}"}.get(kind or "")
        return f"{quoted(title)}に{asked}は、本文に示されていません。" if asked else None

    def _projects(self, id: str) -> Ids:
        """Those tied to a record; of a term of the footnotes those whose own words hold it. The plan has them all."""
        if id == STRATEGY:
            return ()
        return self._schema.related(id, "project") or self._schema.holding(id)


def _ordinal(question: Question) -> Number | None:
    """The only number, where it says a place: 「2番目」「三つ目」."""
    numbers = [one for one in question.numbers if one.value]
    behind = question.tokens[numbers[0].end : numbers[0].end + 1] if len(numbers) == 1 else []
    return numbers[0] if any(token.surface in form_words("ordinal") for token in behind) else None


def _holds(question: Question, form: _Form, number: Number | None = None) -> bool:
    """Every word is accounted for by the form, or says nothing."""
    taken = range(number.first, number.end) if number else range(0)
    known, said = form.needs | form.may, set[Concept]()
    for at, token in enumerate(question.tokens):
        concepts = set(question.concepts_at.get(at, ()))
        said |= concepts
        is_light = any(one.part == "polite" or one == _THIS for one in concepts)
        is_left = token.norm in form_words("left")
        if is_left and not question.is_on_shortfall:
            return False
        is_counted = at in taken or (number is not None and token.surface in form_words("after_number"))
        if not (concepts & known or is_light or is_left or is_counted or _says_nothing(question, at)):
            return False
    is_detail = form.name == "more" and any(token.norm in form_words("detail") for token in question.tokens)
    return bool(said & form.needs) or number is not None or is_detail


def _says_nothing(question: Question, at: int) -> bool:
    return question.weights[at] <= SMALL and not question.concepts_at.get(at) and not question.tokens[at].is_number
