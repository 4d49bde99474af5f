"""Which bare follow-up a question is: one form accounts for every word of it, and it names nothing of its own."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from knowledge.answers.rules.following.places import counts_things, numbers_of_all, ordinals, places_in_list
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import OWNERS
from knowledge.answers.understanding.row import NO_ROW, ThreadRow
from knowledge.answers.understanding.words import form_words

SMALL = 0.4  # weight of an adverb, which may stand beside: 「もっと詳しく」


class FollowUp(Struct, frozen=True):
    """`places`: which ones of the list are meant, () for none of them by its place."""

    form: str
    places: Sequence[int] = ()


class _Form(Struct, frozen=True):
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
_SAME, _BOTH = _said("context", "same"), _said("context", "both")
_NAME, _WHY = _said("attribute", "name"), _said("attribute", "background")
_GOAL, _MOVED = _said("kind", "goal"), _said("condition", "lower", "higher", "zero")
_YEAR, _RELATIVE = _said("attribute", "year"), _said("condition", "relative")
_OWNERS, _KEPT, _MISSING = _said("kind", *OWNERS), _said("condition", "kept"), _said("condition", "missing")
_ORDER = _said("order", "big", "small", "most", "least")
_COUNTED = _said("condition", "cumulative", "total", "average", "percent")
_STATED = _MOVED | _KEPT | _COUNTED | _MISSING | _RELATIVE | _said("condition", "negative", "at_least")
_ACHIEVED = _said("state", "achieved")
_ENOUGH = _ACHIEVED | _said("state", "lacking") | _said("standing", "reaching", "good", "increased", "decreased")
_HOME = _WHICH | _BELONGS | _NUMBER | _said("attribute", "number")
_OF_GOAL = _Form("goal", _GOAL, _HOME)  # 「基本目標は何番？」
_MOVES = _Form(  # 「増やさんと？」「以上ってこと？」 of one indicator
    "value", _MOVED | _MISSING | _said("condition", "kept", "at_least"), _VALUES | _GOAL | _said("ask", "check")
)
_NONE = _Form("kpi", _INDICATORS | _VALUES, _MISSING)  # 「目標数値なし？」「基準ないの？」 of one thing
_AGAIN = _Form("package", _said("condition", "reprint"), _HOME | _BELONGS)  # 「再掲はどこに？」 of one project
_STOOD = _Form("value", frozenset(), _VALUES)  # 「前は？」「いまは」
_STANDING = _said("state", "achieved", "unachieved", "late", "slightly_late", "not_late", "worse", "on_track")
_NTH = _Form(  # 「2番目は？」「最後のやつのKPI」「1番と3番の原文」
    "nth",
    frozenset(),
    _TEXT | _PROJECT | _INDICATORS | _VALUES | _PASSAGE | _SOURCE | _NUMBER | _WHICH | _BOTH | _ALL | _ONLY | _KEPT,
)
_OF_YEAR = _Form("value", frozenset(), _VALUES | _AMOUNT | _WHICH)  # 「去年は？」「令和5年度は？」
_SHORT = _Form(
    "value", frozenset(), _VALUES | _GOAL | _AMOUNT | _INDICATORS | _MOVED | _ENOUGH
)  # 「あと何人減らせばいい？」
_LEFT = _Form("left", frozenset(), _INDICATORS | _PROJECT | _WHICH | _REST)  # 「あと2つは？」「残りのKPI」
_INSIDE = _Form(  # 「同じパッケージの残りのKPIも全部」
    "inside", _INDICATORS | _PROJECT, _OWNERS | _SAME | _KEPT | _REST | _ALL | _WHICH | _BELONGS | _EXISTS | _COUNT
)
_CHANGE = _Form(  # 「基準から何件増やす計画ですか」
    "value", _said("ask", "value", "count"), _VALUES | _INDICATORS | _MOVED | _YEAR | _said("kind", "strategy")
)
_STANDS = _Form(
    "value", _ACHIEVED | _said("unprinted", "rating"), _VALUES | _GOAL | _INDICATORS | _WHICH | _BOTH
)  # 「達成？」
_FIGURES = _Form("value", frozenset(), _VALUES | _ONLY | _BOTH)  # 「その値」「数字だけ」
_COUNTING = _Form(  # 「累計？」 of one indicator
    "value",
    _said("attribute", "counting") | _COUNTED,
    _WHICH | _WHY,
)
_HAVING = _Form(  # 「KPIがあるのはどっち」 of projects
    "having", _INDICATORS, _EXISTS | _MISSING | _WHICH | _ONLY | _PROJECT | _said("ask", "compare")
)
_PLANNED = _said("attribute", "target", "baseline", "difference", "ratio")
_REPRINTS = _Form(  # 「そのうち再掲は？」 of projects
    "reprints", _said("condition", "reprint"), _PROJECT | _WHICH | _EXISTS | _ONLY | _ALL | _BELONGS | _MISSING
)
_COMPARED = _Form(  # 「どちらが多いですか」「この2つ、上げ幅が大きいのは？」
    "compare", _said("ask", "compare"), _PLANNED | _ORDER | _BOTH | _ONLY | _AMOUNT | _INDICATORS | _WHICH | _GOAL
)
_FURTHER = _Form("others", frozenset(), _EXISTS | _MISSING | _WHICH | _PROJECT | _INDICATORS)  # 「もっとある？」
_FORMS = (
    _Form("count", _COUNT, _KINDS | _said("kind", "strategy") | _ALL | _EXISTS),
    _Form("others", _REST, _WHICH | _PROJECT | _INDICATORS | _BELONGS),
    _Form("package", _PACKAGE, _HOME | _said("condition", "reprint")),
    _Form("direction", _said("kind", "direction"), _HOME),
    _Form("kpi", _INDICATORS, _WHICH | _BELONGS | _ONLY | _BOTH),
    _Form("kpi", _INDICATORS, _PROJECT | _PACKAGE | _EXISTS),
    _Form("projects", _PROJECT, _WHICH | _BELONGS | _MENTIONS | _NUMBER | _INITIATIVES | _TEXT | _ONLY | _BOTH),
    _Form("value", _VALUES, _WHICH | _AMOUNT | _INDICATORS | _ONLY),
    _Form("value", _VALUES, _AMOUNT | _ALL | _BOTH),
    _Form("value", _VALUES, _YEAR | _WHICH | _BOTH | _AMOUNT),  # 「どちらも何年度が目標？」
    _Form("source", _SOURCE, _WHICH | _WHY | _BOTH | _ALL),
    _Form("relative", _RELATIVE, _said("condition", "average") | _said("ask", "compare", "which")),
    _Form("why", _WHY, _WHICH | _VALUES | _GOAL | _STATED | _STANDING),  # 「なぜ遅れているの？」
    _Form("more", _THIS | _NAME, _WHICH),
    _Form("more", _TEXT | _PASSAGE, _WHICH | _PROJECT | _PACKAGE | _SOURCE | _BOTH | _ALL),
    _Form("all", _ALL),
)


def bare_followup(question: Question, units: Collection[str], row: ThreadRow = NO_ROW) -> FollowUp | None:
    """`units`: those that the plan prints; 「単位が件のもの」 asks for some, and for no unit."""
    if question.years and _holds(question, _OF_YEAR):
        return FollowUp("value")
    norms = {token.norm for token in question.tokens}
    if not question.states and norms & form_words("progressing") and _holds(question, _STANDS):
        return FollowUp("value")
    if question.said("condition") & {"lower", "higher"} and _holds(question, _CHANGE):
        return FollowUp("value")
    if question.is_on_shortfall and _holds(question, _SHORT):
        return FollowUp("value")
    if norms & form_words("figures") and _holds(question, _FIGURES):
        return FollowUp("value")
    if len(row.shown) == 1 and (_holds(question, _COUNTING) or _holds(question, _MOVES)):
        return FollowUp("value")
    if len(row.shown) == 1 and _holds(question, _NONE) and _is_on_missing(question):
        return FollowUp("kpi")
    if len(row.shown) == 1 and "among" not in question.said("context") and _holds(question, _AGAIN):
        return FollowUp("package")
    if norms & form_words("standing_at") and _holds(question, _STOOD):
        return FollowUp("value")
    is_counted = "count" in question.said("ask")
    if len(row.shown) == 1 and not is_counted and _is_on_the_goal(question) and _holds(question, _OF_GOAL):
        return FollowUp("goal")
    is_of_shown = len(row.shown) > 1 or "among" in question.said("context")
    if is_of_shown and _holds(question, _REPRINTS):
        return FollowUp("reprints")
    if len(row.shown) > 1 and _is_on_having(question) and _holds(question, _HAVING):
        return FollowUp("having")
    places, taken = places_in_list(question, row)
    if places and _holds(question, _NTH, taken):
        return FollowUp("nth", places)
    if not _is_on_its_gap(question, row) and _holds(question, _COMPARED, set(taken) | _counted(question)):
        return FollowUp("compare", places if len(places) == 2 else ())
    if owner_pointed_at(question) and _holds(question, _INSIDE):
        return FollowUp("inside")
    if norms & form_words("further") and not norms & form_words("detail") and _holds(question, _FURTHER):
        return FollowUp("others")
    number = set() if places else _all_shown(question, row) | _together(question)
    if len(row.shown) == 1 and not places and _counts_what_it_has(question):
        number |= _counted(question)
    if _is_left(question) and len(row.listed) > len(row.shown) and _holds(question, _LEFT, _counted(question)):
        return FollowUp("left")
    forms = _FORMS[_FORMS[0].name == "count" and _asks_for_a_value(question) :]
    form = next((form.name for form in forms if _holds(question, form, number)), None)
    is_of_unit = form == "value" and "unit" in question.said("attribute")
    if is_of_unit and any(token.surface in units for token in question.tokens):
        return None
    return FollowUp(form) if form else None


def _is_on_its_gap(question: Question, row: ThreadRow) -> bool:
    """「差は何人？」 of one, from its baseline to its target."""
    said = [one for one in question.mentions if one.concept == Concept("ask", "compare")]
    gaps = {at for one in question.mentions if one.concept == Concept("attribute", "difference") for at in one.tokens}
    is_of_two = "both" in question.said("context") or len(row.shown) > 1
    return bool(said) and not is_of_two and all(gaps.issuperset(one.tokens) for one in said)


def _is_on_missing(question: Question) -> bool:
    """「基準値ないの？」, and not 「基準値がないのは？」, which asks for those that have none."""
    words = [token.surface for token in question.tokens]
    ends = [one.last + 1 for one in question.mentions if one.concept in _MISSING]
    return bool(ends) and not any(words[at : at + 1] == ["の"] and words[at + 1 : at + 2] == ["は"] for at in ends)


def _is_on_the_goal(question: Question) -> bool:
    """「基本目標は？」「どの目標のもの？」, and not 「目標は？」, which asks for a value."""
    words = [token.surface for token in question.tokens]
    at = words.index("目標") if "目標" in words else 0
    return bool(at) and (words[at - 1] in form_words("which") or "target" not in question.said("attribute"))


def _is_on_having(question: Question) -> bool:
    """「KPIがあるのは」「KPIの無い事業」: some of those shown are asked for."""
    is_said = "exists" in question.said("ask") or "missing" in question.said("condition")
    of_some = bool(question.said("ask") & {"which", "compare"} or "among" in question.said("context"))
    return is_said and (of_some or any(token.part[1] == "準体助詞" for token in question.tokens))


def _asks_for_a_value(question: Question) -> bool:
    """「目標はいくつ？」, which does not ask how many goals there are."""
    return question.said("kind") == {"goal"} and "target" in question.said("attribute")


def owner_pointed_at(question: Question, by: Collection[Concept] = _SAME | _THIS) -> str:
    """The kind right behind 「同じ」 or 「その」, where it has records of its own: 「同じパッケージの」."""
    ends = {one.last + 1 for one in question.mentions if one.concept in by}
    kinds = (one.concept.name for one in question.mentions if one.concept.part == "kind" and one.first in ends)
    return next((kind for kind in kinds if kind in OWNERS), "")


def is_bare_place(question: Question) -> bool:
    """「2番目は？」 and no more; 「3つ」 may be a number of things."""
    places, taken = places_in_list(question)
    if len(places) != 1 or question.said("kind") or not _holds(question, _NTH, taken):
        return False
    [number] = ordinals(question)
    behind = {token.surface for token in question.tokens[number.end : number.end + 2]}
    return not behind.isdisjoint(form_words("of_place"))


def _all_shown(question: Question, row: ThreadRow) -> set[int]:
    """Where the number of the things shown is said; that of 「パッケージ3」 is none."""
    numbers = [one for one in question.numbers if one.value == len(row.shown) > 1]
    named = {mention.last + 1 for mention in question.mentions if mention.concept.part == "kind"}
    return {at for one in numbers if one.first not in named for at in range(one.first, one.end)}


def _together(question: Question) -> set[int]:
    """「3つとも」"""
    return {at for one in numbers_of_all(question) for at in range(one.first, one.end + 3)}


def _counts_what_it_has(question: Question) -> bool:
    """「数値目標は3つ？」; the number of 「パッケージ3」 counts nothing."""
    behind = [question.tokens[one.end : one.end + 1] for one in question.numbers]
    are_counted = [bool(some) and some[0].surface in form_words("counted") for some in behind]
    return bool(behind) and all(are_counted) and counts_things(question, question.numbers)


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
        if is_left and not question.is_on_shortfall and form not in (_LEFT, _INSIDE):
            return False
        is_near = form.name == "projects" and token.norm in form_words("near")
        is_further = form is _FURTHER and (
            token.norm in form_words("further") or token.surface in form_words("none_there")
        )
        is_figure = form.name in ("value", "nth") and token.norm in form_words("figures")
        is_back = token.norm in form_words("going_back")
        is_then = form is _STOOD and token.norm in form_words("standing_at")
        is_era = form.name == "value" and token.surface in form_words("eras")
        is_survey = form.name == "value" and token.norm in form_words("of_surveys")  # 「いつの調査？」
        is_end = at == len(question.tokens) - 1 and token.surface in form_words("dialect_ends")
        is_enough = form is _SHORT and token.norm in form_words("sufficing")
        is_year = form is _OF_YEAR and question.is_year(at)
        is_counted = at in taken or is_year or (taken and token.surface in form_words("after_number"))
        if not (
            concepts & known
            or is_light
            or is_left
            or is_near
            or is_enough
            or is_further
            or is_back
            or is_then
            or is_era
            or is_survey
            or is_end
            or is_figure
            or is_counted
            or _says_nothing(question, at)
        ):
            return False
    is_detail = form.name == "more" and any(token.norm in form_words("detail") for token in question.tokens)
    return bool(said & form.needs) or not form.needs or is_detail


def _says_nothing(question: Question, at: int) -> bool:
    """Not the end of a name either: 「くるめっ子」."""
    token = question.tokens[at]
    is_of_a_name = token.part[0] == "接尾辞" or token.is_number
    return question.weights[at] <= SMALL and not question.concepts_at.get(at) and not is_of_a_name
