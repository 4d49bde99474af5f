"""Which points of an indicator a question compares: 「4年間で」「計画期間中に」「令和2年度から」「基準値より」."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.points import BASELINE, LATEST, PREVIOUS, TARGET, Movement, PointAsked, in_year
from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.said import is_compared_with

_MOVEMENTS: tuple[Movement, ...] = (
    "above",
    "below",
    "increased",
    "decreased",
    "improved",
    "worse",
    "unchanged",
    "kept",
)
MOVEMENTS = frozenset(_MOVEMENTS)
_TOGETHER = 6  # tokens from one of two points to the other, and on to 「比べる」


class PairAsked(Struct, frozen=True):
    """`is_said`: what the later one is compared with was said, and not only supposed."""

    since: PointAsked
    until: PointAsked = LATEST
    is_said: bool = True


class SaidPoint(Struct, frozen=True):
    """A point at its place: from `first` to `last`, both included. `is_start`: 「から」「より」 stand behind it."""

    asked: PointAsked
    first: int
    last: int
    is_start: bool


def pair_asked(question: Question) -> PairAsked:
    """Without any said, the year before and the latest."""
    return question.once(pair_asked, lambda: _pair(question))


def movement_asked(question: Question) -> Movement | None:
    """What is asked of the values: that one has risen, or stands below another one. 「悪化した」 without a point to
    compare with is the state of that name, and 「目標を下回る」 is told by the numbers.
    """
    return question.once(movement_asked, lambda: _movement(question))


def is_on_points(question: Question) -> bool:
    """It compares values with one another, in whatever words."""
    return question.once(is_on_points, lambda: _is_on_points(question))


def compares_two(question: Question) -> bool:
    """Two points are set beside one another, one of them recorded: 「令和2年度と令和5年度を比べて」「目標と実績」."""
    said = points_said(question)
    is_apart = any(token.norm in form_words("setting_apart") for token in question.tokens)
    is_turned = _asks_how_it_turned(question)
    compares = question.said("ask") & {"compare"} or question.said("attribute") & {"difference", "ratio"}
    is_asked = bool(is_apart or is_turned or compares)
    is_recorded = any(one.asked.kind in ("year", "earlier", "previous") for one in said) or _says_actual(question)
    years = [one for one in said if one.asked.kind == "year"]
    is_two = len(years) > 1 or (any(one.asked.kind != "year" for one in said) and is_recorded)
    is_since = is_turned and any(one.is_start for one in said)
    return is_asked and ((is_two and is_recorded) or is_since)


def _asks_how_it_turned(question: Question) -> bool:
    """「どう変わった」, of the past."""
    turned = [at for at, token in enumerate(question.tokens) if token.norm in form_words("turning")]
    return any(token.surface in form_words("past") for at in turned for token in question.tokens[at + 1 : at + 4])


def is_of_that_year(question: Question) -> bool:
    """「令和4年度は増えた？」: of one year, and of the one before only as what it is compared with."""
    return len(question.years) == 1 and pair_asked(question).since == PREVIOUS


def _is_on_points(question: Question) -> bool:
    if compares_two(question):
        return True
    return movement_asked(question) is not None or "change" in question.states


def _movement(question: Question) -> Movement | None:
    states = question.states
    found = next((name for name in _MOVEMENTS if name in states), None)
    pair = pair_asked(question)
    if found == "worse" and not pair.is_said:
        return None
    if found is None and pair.since.kind == "target" and states & {"achieved", "unachieved"}:
        norms = {question.tokens[at].norm for one in question.stated for at in one.tokens}
        told: tuple[Movement, ...] = ("above", "below")
        return next((name for name in told if not norms.isdisjoint(form_words(name))), None)
    return found


def _pair(question: Question) -> PairAsked:
    said = points_said(question)
    of_plan = [one.asked for one in said if one.asked.kind in ("baseline", "target")]
    years = sorted({one.asked.year for one in said if one.asked.kind == "year" and one.asked.year is not None})
    starts = [one.asked for one in said if one.is_start or one.asked.kind == "earlier"]
    until = in_year(years[-1]) if years else LATEST
    if any(one.kind == "target" for one in of_plan):
        return PairAsked(_target(question, said), _beside_target(question, said, until))
    if len(years) > 1:
        return PairAsked(in_year(years[0]), until)
    if any(one.asked == PREVIOUS for one in said):
        return PairAsked(PREVIOUS, until)
    if of_plan:
        return PairAsked(BASELINE, until)
    if starts and starts[0].kind == "year":
        return PairAsked(starts[0])
    if starts:
        return PairAsked(starts[0], until)
    is_since_begun = not years and bool(question.states & {"improved", "kept"})  # as the plan means it
    return PairAsked(BASELINE if is_since_begun else PREVIOUS, until, is_said=False)


def _target(question: Question, said: Sequence[SaidPoint]) -> PointAsked:
    """「令和8年度の目標」: of that year, where the plan has one; not 「令和4年度の宿泊者数は目標を…」."""
    at = next(one.first for one in said if one.asked.kind == "target")
    topics = [place for place in range(at) if question.tokens[place].surface in form_words("after_a_topic")]
    ends = [one.last for one in said if one.asked.kind == "year" and 0 < at - one.last <= _TOGETHER]
    own = {end for end in ends if not any(end < place for place in topics)}
    years = [one.asked.year for one in said if one.last in own]
    return PointAsked("target", years[-1]) if years else TARGET


def _beside_target(question: Question, said: Sequence[SaidPoint], until: PointAsked) -> PointAsked:
    """A year before 「目標」 is that of the target."""
    return LATEST if _target(question, said).year == until.year else until


def points_said(question: Question) -> Sequence[SaidPoint]:
    return question.once(points_said, lambda: sorted(_said(question), key=lambda one: one.first))


def _said(question: Question) -> Iterator[SaidPoint]:
    tokens = question.tokens
    for first, last, asked in (*_years(question), *_printed(question), *_spans(question)):
        behind = [token.norm for token in tokens[last + 1 : last + 1 + _TOGETHER]]
        is_start = bool(behind) and (
            behind[0] in form_words("since")
            or (behind[0] in form_words("beside_compared") and not form_words("compared").isdisjoint(behind[1:2]))
        )
        yield SaidPoint(asked, first, last, is_start)


def _years(question: Question) -> Iterator[tuple[int, int, PointAsked]]:
    tokens, wanted = question.tokens, set(question.years)
    for year, (start, end) in zip(question.query.years_at, question.query.year_spans, strict=True):
        places = [at for at, token in enumerate(tokens) if start <= token.begin < end]
        if year is not None and year in wanted and places:
            yield places[0], places[-1], in_year(year)


def _printed(question: Question) -> Iterator[tuple[int, int, PointAsked]]:
    kinds = {
        Concept("attribute", "baseline"): BASELINE, Concept("attribute", "target"): TARGET,
        Concept("state", "previous"): PREVIOUS,
    }  # fmt: skip
    for mention in question.mentions:
        asked = kinds.get(mention.concept)
        is_year = asked == PREVIOUS and not is_compared_with(question.query.text, question.tokens[mention.first].begin)
        if asked is not None and not is_year:
            yield mention.first, mention.last, asked
    for at in (at for one in question.stated for at in one.tokens):  # 「目標を下回る」 is a state by itself
        if question.tokens[at].norm in form_words("figures_or_goals"):
            yield at, at, TARGET


def _spans(question: Question) -> Iterator[tuple[int, int, PointAsked]]:
    """「4年間で」「この3年で」, and 「計画期間中に」, which began with the baseline."""
    tokens = question.tokens
    for number in question.numbers:
        behind = "".join(token.surface for token in tokens[number.end : number.end + 3])
        if number.value > 0 and behind.startswith(tuple(form_words("within_years"))):
            yield number.first, number.end, PointAsked("earlier", years=number.value)
    for mention in question.mentions:
        if mention.concept == Concept("attribute", "period") and mention.last + 1 < len(tokens):
            is_printed = tokens[mention.first].norm in form_words("of_the_plan")
            if is_printed and tokens[mention.last + 1].surface in form_words("during"):
                yield mention.first, mention.last, BASELINE


def last_year_said(question: Question) -> FiscalYear | None:
    """「昨年度より」: the year before today's, which 「前年度より」 need not be."""
    words = [token.surface for token in question.tokens]
    is_said = any("".join(words[at : at + 2]).startswith(tuple(form_words("last_year"))) for at in range(len(words)))
    return FiscalYear(FiscalYear.of(question.query.today) - 1) if is_said and question.query.today else None


def _says_actual(question: Question) -> bool:
    return "actual" in question.said("attribute") or "actual" in question.states
