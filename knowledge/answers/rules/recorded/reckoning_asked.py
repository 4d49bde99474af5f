"""What a question wants reckoned of values: 「合計」「平均」, 「目標の何％」「何倍」, 「40万人を超えたのはいつ」."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from knowledge.answers.rules.recorded.measuring import STATES_MEANT
from knowledge.answers.rules.recorded.points_asked import PairAsked, SaidPoint, movement_asked, pair_asked, points_said
from knowledge.answers.rules.recorded.whether import Reaching, amount_reached
from knowledge.answers.understanding.comparison import Comparison, comparisons
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.points import BASELINE, LATEST, PREVIOUS, TARGET, PointAsked
from knowledge.japanese.tokenizer import Token
from knowledge.model.fiscal import FiscalYear

_NEAR = 4  # tokens between a point and the 何 of 「何倍」
_NEXT = 2  # tokens behind 「何％」 in which 「増」 stands
_FAR = 12  # tokens from what a value has become to 「いつ」
PortionIn = Literal["%", "割", "倍"]
_SIGNS: dict[PortionIn, str] = {"%": "percent_signs", "割": "tenths", "倍": "times"}
_OF_OTHERS = frozenset({"kpi", "indicator", "project", "package", "direction", "strategy", "term", "passage"})


class Added(Struct, frozen=True):
    """The sum, or the mean, of the years named, or of all; of them those from `since` on, or the last `most`.

    `is_running`: 「累計」 is said, which one that is counted so has by itself.
    """

    kind: Literal["sum", "mean"]
    years: tuple[FiscalYear, ...] = ()
    since: FiscalYear | None = None
    most: int = 0
    is_running: bool = False


class Portion(Struct, frozen=True):
    """How much of `pair.since` the later one is."""

    pair: PairAsked
    told_in: PortionIn


class YearsWhere(Struct, frozen=True):
    """In which years something held: a bound on the value, a movement (movement_asked), or a state; or `is_most`, in
    which one it has moved most.
    """

    bound: Comparison | Reaching | None = None
    state: str = ""
    is_most: bool = False


Reckoning = Added | Portion | YearsWhere


def reckoning_asked(question: Question) -> Reckoning | None:
    """None where nothing is, or of several at once."""
    return question.once(reckoning_asked, lambda: _reckoning(question))


def _reckoning(question: Question) -> Reckoning | None:
    if question.said("kind") & _OF_OTHERS:
        return None
    if question.said("order"):
        is_most = "most" in question.said("order") and bool(question.states & {"increased", "decreased"})
        return YearsWhere(is_most=True) if is_most and _asks_when(question) else None
    return _portion(question) or _years_where(question) or added_asked(question)


# Sums and means


def added_asked(question: Question) -> Added | None:
    """「合計は？」「直近3年の平均」, of what is recorded: of a figure of the plan nothing is added."""
    kind = _kind_of_sum(question)
    if kind is None or question.said("attribute") & {"target", "baseline"}:
        return None
    years = sorted(question.years)
    is_running = bool(question.normed(form_words("running_total")).any())
    if len(years) == 1:
        is_since = any(one.is_start and one.asked.year == years[0] for one in points_said(question))
        return Added(kind, since=years[0], is_running=is_running) if is_since else None
    if len(years) == 2 and _is_span(question):
        years = [FiscalYear(one) for one in range(years[0], years[1] + 1)]
    most = 0 if years else _number_of_years(question)
    return Added(kind, tuple(years), most=most, is_running=is_running)


def _kind_of_sum(question: Question) -> Literal["sum", "mean"] | None:
    tokens = question.tokens
    for at, token in enumerate(tokens):
        if token.norm in form_words("averaging") and not (at and at - 1 in question.free_nouns):  # 「全国平均」
            return "mean"
        if token.norm in form_words("adding_up") | form_words("running_total"):
            return "sum"
    return None


def _is_span(question: Question) -> bool:
    """「令和2年度から令和5年度」, not 「令和2年度と令和5年度」."""
    first = min((one for one in points_said(question) if one.asked.kind == "year"), key=lambda one: one.first)
    behind = question.tokens[first.last + 1 : first.last + 2]
    return first.is_start or any(token.surface in form_words("spanning") for token in behind)


def _number_of_years(question: Question) -> int:
    """「直近3年間の平均」"""
    for one in question.numbers:
        behind = "".join(token.surface for token in question.tokens[one.end : one.end + 2])
        if one.value > 1 and behind.startswith(tuple(form_words("years_counted"))):
            return one.value
    return 0


# Portions


def _portion(question: Question) -> Portion | None:
    """「目標の何％」「令和2年度から令和4年度までに何倍」; not 「何％増えた」, which is a difference."""
    tokens = question.tokens
    for at, token in enumerate(tokens[:-1]):
        sign = tokens[at + 1].surface
        told_in = next((one for one, words in _SIGNS.items() if sign in form_words(words)), None)
        if token.surface not in form_words("how_many") or told_in is None:
            continue
        if told_in != "倍" and _is_change(question, at + 2):
            continue
        before = [one for one in points_said(question) if one.last < at]
        whole = next((one for one in reversed(before) if _is_whole(question, one, at)), None)
        if whole is not None:
            return Portion(_pair_of(question, whole), told_in)
        pair = pair_asked(question)
        if before and pair.is_said and told_in == "倍" and pair.since.kind != "target":
            return Portion(pair, told_in)
    return None


def _is_change(question: Question, first: int) -> bool:
    if question.tokens[first:] and question.tokens[first].surface in form_words("becoming"):  # 「何割まで減った」
        return False
    changes = question.marked("condition", ("higher", "lower"))
    moved = question.marked("state", ("increased", "decreased"))
    return bool(changes[first : first + _NEXT].any() or moved[first : first + _NEXT].any())


def _is_whole(question: Question, point: SaidPoint, at: int) -> bool:
    """Nothing but 「の」「に対して」「と比べて」 stands between it and 何."""
    between = question.tokens[point.last + 1 : at]
    first = [token.norm for token in between[:1]]
    is_of = bool(first) and len(between) <= _NEAR and first[0] in form_words("of_a_whole")
    return is_of and all(_is_between(token) for token in between)


def _is_between(token: Token) -> bool:
    words = form_words("of_a_whole") | form_words("figures") | form_words("actual")
    return token.is_sign or token.norm in words


def _pair_of(question: Question, whole: SaidPoint) -> PairAsked:
    others = [one.asked for one in points_said(question) if one.first != whole.first and one.asked != whole.asked]
    of_plan = [one for one in others if one.kind in ("baseline", "target")]
    if question.marked("state", ("previous",))[whole.first]:  # 「前年度の何倍」, which is of the one before the latest
        return PairAsked(PREVIOUS, next((one for one in others if one.kind == "year"), LATEST))
    if whole.asked.kind == "target" and not of_plan:
        pair = pair_asked(question)
        return PairAsked(pair.since, pair.until)
    if of_plan and not any(one.kind == "year" for one in others):
        return PairAsked(whole.asked, BASELINE if of_plan[-1].kind == "baseline" else TARGET)
    later: Sequence[PointAsked] = [one for one in others if one.kind == "year"]
    return PairAsked(whole.asked, later[-1] if later else LATEST)


# Years in which something held


def _years_where(question: Question) -> YearsWhere | None:
    """「目標を超えた年度は？」「前年度より減ったのは何年度？」: of the past, where no year is named."""
    if not _asks_when(question):
        return None
    bounds = comparisons(question.query)
    if bounds or (reached := amount_reached(question)):
        is_amount = not bounds or (bounds[0].unit != "倍" and bounds[0].column == "target")
        return YearsWhere(bounds[0] if bounds else reached) if is_amount else None
    if movement_asked(question) is not None:
        return YearsWhere()
    state = next((name for name in STATES_MEANT if name in question.states and name not in _NO_YEARS), "")
    return YearsWhere(state=state) if state else None


def _asks_when(question: Question) -> bool:
    ends = [one.last for one in question.of_part("attribute") if one.concept.name == "year"]
    ends += [at for at, token in enumerate(question.tokens) if token.norm in form_words("of_times")]
    past = [at for at, token in enumerate(question.tokens) if token.surface in form_words("past")]
    return not question.years and any(0 < end - at <= _FAR for end in ends for at in past)


_NO_YEARS = frozenset({"neither", "unrecorded", "recorded"})


def holds(bound: Comparison | Reaching, value: Decimal, *, is_lower: bool) -> bool:
    """`value` in the plain unit; what a value has become (「ゼロになった」) it also is when it has gone beyond."""
    if isinstance(bound, Comparison):
        return bound.relation(value, bound.amount)
    match bound.direction:
        case "over":
            return value > bound.amount
        case "under":
            return value < bound.amount
    return value <= bound.amount if is_lower else value >= bound.amount
