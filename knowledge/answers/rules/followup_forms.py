"""Which bare follow-up a question is: one form accounts for every word of it, and it names nothing of its own."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.context import places_said
from knowledge.answers.understanding.question import Number, Question
from knowledge.answers.understanding.row import NO_ROW, ThreadRow
from knowledge.answers.understanding.words import form_words

SMALL = 0.4  # weight of an adverb, which may stand beside: 「もっと詳しく」


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`place`: which one of the list is meant, 0 for none of them by its place."""

    form: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    """`needs`: one of these is said; nothing is said besides but these, those in `may`, courtesies and 「その」."""

    name: str
    needs: frozenset[Concept]
    may: frozenset[Concept] = frozenset()


def _said(part: str, *names: str) -> frozenset[Concept]:
    return frozenset(Concept(part, name) for name in names)


_INDICATORS, _PROJECT = _said("kind", "kpi", "indicator", "target"), _said("kind", "project")
_PACKAGE, _PASSAGE = _said("kind", "package"), _said("kind", "passage")
_KINDS = _said("kind", "project", "kpi", "target", "goal", "direction", "package")
_VALUES = _said("attribute", "target", "baseline", "actual", "unit", "progress", "trend", "difference")
_TEXT, _SOURCE = _said("attribute", "text"), _said("attribute", "source")
_INITIATIVES = _said("attribute", "initiatives")
_COUNT, _ALL, _EXISTS = _said("ask", "count"), _said("ask", "all"), _said("ask", "exists")
_WHICH, _NUMBER = _said("ask", "which", "exists"), _said("ask", "value")
_AMOUNT = _said("ask", "value", "count") | _said("state", "previous")
_BELONGS, _MENTIONS = _said("relation", "belongs"), _said("relation", "mentions")
_REST, _THIS, _ONLY = _said("context", "rest"), _said("context", "this"), _said("context", "among")
_SAME = _said("context", "same")
_NTH = _Form("nth", frozenset(), _TEXT | _PROJECT | _INDICATORS)  # 「2番目は？」「最後のやつのKPI」
_OF_YEAR = _Form("value", frozenset(), _VALUES | _AMOUNT | _WHICH)  # 「去年は？」「令和5年度は？」
_LEFT = _Form("left", frozenset(), _INDICATORS | _PROJECT | _WHICH | _REST)  # 「あと2つは？」「残りのKPI」
_FORMS = (
    _Form("count", _COUNT, _KINDS | _said("kind", "strategy") | _ALL | _EXISTS),
    _Form("others", _REST, _WHICH | _PROJECT | _INDICATORS | _BELONGS),
    _Form("package", _PACKAGE, _WHICH | _BELONGS | _NUMBER),
    _Form("kpi", _INDICATORS, _WHICH | _BELONGS | _ONLY),
    _Form("kpi", _INDICATORS, _PROJECT | _PACKAGE | _EXISTS),
    _Form("projects", _PROJECT, _WHICH | _BELONGS | _MENTIONS | _NUMBER | _INITIATIVES),
    _Form("value", _VALUES, _WHICH | _AMOUNT | _INDICATORS | _ONLY),
    _Form("value", _VALUES, _AMOUNT | _ALL),
    _Form("source", _SOURCE, _WHICH),
    _Form("more", _THIS, _WHICH),
    _Form("more", _TEXT | _PASSAGE, _WHICH | _PROJECT | _PACKAGE | _SOURCE),
    _Form("all", _ALL),
)


def bare_followup(question: Question, units: Collection[str], row: ThreadRow = NO_ROW) -> FollowUp | None:
    """`units`: those that the plan prints; 「単位が件のもの」 asks for some, and for no unit."""
    if question.years and _holds(question, _OF_YEAR):
        return FollowUp("value")
    place, taken = place_in_list(question, row)
    if place and _holds(question, _NTH, taken):
        return FollowUp("nth", place)
    number = set() if place else _all_shown(question, row)
    if _is_left(question) and len(row.listed) > len(row.shown) and _holds(question, _LEFT, _counted(question)):
        return FollowUp("left")
    form = next((form.name for form in _FORMS if _holds(question, form, number)), None)
    is_of_unit = form == "value" and "unit" in question.said("attribute")
    if is_of_unit and any(token.surface in units for token in question.tokens):
        return None
    return FollowUp(form) if form else None


def place_in_list(question: Question, row: ThreadRow = NO_ROW) -> tuple[int, Collection[int]]:
    """The place in the list that is said, 0 for none, and the words that say it: 「2番目」「最後」「その次」."""
    if number := ordinal(question):
        is_of_all = "this" in question.said("context") and number.value == len(row.shown)  # 「この3つの指標」
        return (0, ()) if is_of_all else (number.value, range(number.first, number.end))
    if len(row.listed) < 2:
        return 0, ()
    next_one = [at for at, token in enumerate(question.tokens) if token.norm in form_words("next")]
    if next_one and len(row.shown) == 1 and row.shown[0] in row.listed:
        return row.listed.index(row.shown[0]) + 2, next_one
    places = places_said(question, len(row.listed))
    return next(iter(places.items())) if len(places) == 1 else (0, ())


def ordinal(question: Question) -> Number | None:
    """The only number, where it says a place: 「2番目」「三つ目」."""
    numbers = [one for one in question.numbers if one.value]
    behind = question.tokens[numbers[0].end : numbers[0].end + 1] if len(numbers) == 1 else []
    words = form_words("ordinal") | form_words("of_place")
    return numbers[0] if any(token.surface in words for token in behind) else None


def is_bare_place(question: Question) -> bool:
    """「2番目は？」 and no more; 「3つ」 may be a number of things."""
    number = ordinal(question)
    if number is None or question.said("kind") or not _holds(question, _NTH, range(number.first, number.end)):
        return False
    behind = {token.surface for token in question.tokens[number.end : number.end + 2]}
    return not behind.isdisjoint(form_words("of_place"))


def _all_shown(question: Question, row: ThreadRow) -> set[int]:
    """Where the number of the things shown is said."""
    return {at for one in question.numbers if one.value == len(row.shown) > 1 for at in range(one.first, one.end)}


def _counted(question: Question) -> set[int]:
    return {at for one in question.numbers for at in range(one.first, one.end)}


def _is_left(question: Question) -> bool:
    return not question.is_on_shortfall and any(token.norm in form_words("left") for token in question.tokens)


def _holds(question: Question, form: _Form, taken: Collection[int] = ()) -> bool:
    """Every word is accounted for by the form, or says nothing. `taken`: places of a number or of words for one."""
    known, said = form.needs | form.may, set[Concept]()
    for at, token in enumerate(question.tokens):
        concepts = set(question.concepts_at.get(at, ()))
        said |= concepts
        is_too = concepts & _SAME and token.part[0] == "助詞"  # 「KPIも」
        is_courtesy = any(one.part == "polite" for one in concepts) and not concepts & _REST  # 「他」 is both
        is_light = concepts & _THIS or is_too or is_courtesy
        is_left = token.norm in form_words("left")
        if is_left and not question.is_on_shortfall and form is not _LEFT:
            return False
        is_near = form.name == "projects" and token.norm in form_words("near")
        is_year = form is _OF_YEAR and question.is_year(at)
        is_counted = at in taken or is_year or (taken and token.surface in form_words("after_number"))
        if not (concepts & known or is_light or is_left or is_near or is_counted or _says_nothing(question, at)):
            return False
    is_detail = form.name == "more" and any(token.norm in form_words("detail") for token in question.tokens)
    return bool(said & form.needs) or not form.needs or is_detail


def _says_nothing(question: Question, at: int) -> bool:
    """Not the end of a name either: 「くるめっ子」."""
    token = question.tokens[at]
    is_of_a_name = token.part[0] == "接尾辞" or token.is_number
    return question.weights[at] <= SMALL and not question.concepts_at.get(at) and not is_of_a_name
