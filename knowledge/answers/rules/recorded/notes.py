"""The sentences that stand before an answer on indicators: the value asked for, its years, its change, its state."""

from collections.abc import Iterator, Sequence

from knowledge.answers.rules.recorded.compared import compared_sentence, whether_compared
from knowledge.answers.rules.recorded.points_asked import is_of_that_year, is_on_points
from knowledge.answers.rules.recorded.whether import whether_in_state
from knowledge.answers.rules.several import ShortNames
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import rule_words, says
from knowledge.indicators.chart import LEAST_ACTUALS
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.indicators.targets import is_comparable, planned_gap
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.search.query import Query
from knowledge.wording import standing
from knowledge.wording.progress_text import shortfall_text
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import measure

MOST_NOTED = 4  # indicators that a sentence of their own is said of; more of them are a list
POPULATION = ("population",)


def note_on(
    question: Question, shown: Sequence[str], catalog: Catalog, values: CurrentValues, names: ShortNames
) -> str:
    """Of the first indicators shown: the value asked for, the years, the change, the state; "" for none."""
    ids = _leading(question.query, shown, catalog, names.several(question.query.key))
    sentences: list[str] = []
    for id in ids:
        view = values.latest(id, year_asked(question)) if question.states else None
        subject = f"{standing.title_beside(catalog.indicators[id], view.figure if view else None)}の"
        told = list(_value_sentence(question, catalog.indicators[id], values, subject, is_alone=len(ids) == 1))
        subject = "" if told else subject
        is_checked = len(ids) == 1 and not told
        own = sentences_on(question, catalog.indicators[id], values, subject, is_told=bool(told), is_checked=is_checked)
        sentences += [*told, *own]
    if ids == POPULATION and not sentences:  # the plan's card, with which it is shown, says much else first
        population, latest = catalog.indicators[ids[0]], values.latest(ids[0])
        figure, how = latest.figure if latest else None, values.standing(ids[0])
        target = standing.raw_target_text(population)
        if "目標" in question.query.key:
            return f"{population.title}の{standing.figures_note([target], figure, how)}"
        return standing.stands_note(population, figure, how, target)
    return "\n".join(sentences)


def _value_sentence(
    question: Question, indicator: Indicator, values: CurrentValues, subject: str, *, is_alone: bool
) -> Iterator[str]:
    """「目標値は0人（令和6年度）です。最新は16人（令和6年度）です。」, and first that another year has none. Of several
    the rows below have what is not asked for.
    """
    if is_on_course(question, indicator, values):
        return
    if question.is_on_shortfall:
        yield from left_to_target(question, indicator, values)
        return
    if question.is_on_gap and not question.states and (gap := planned_gap(indicator)) is not None:
        yield standing.gap_note(indicator, gap)
        return
    if said := _figures_asked(question, indicator):
        is_due = is_alone or "actual" in question.states
        latest = values.latest(indicator.id) if is_due else None
        without = "".join(f"{subject}{standing.no_target_note(year)}" for year in _without_target(question, indicator))
        now = standing.figures_note(said, latest.figure if latest else None, values.standing(indicator.id))
        yield f"{without}{'' if without else subject}{now}"


def prospect_sentence(indicator: Indicator, values: CurrentValues, subject: str) -> str:
    """How it stands, held against what was to be expected by now."""
    progress, latest = values.progress(indicator.id), values.latest(indicator.id)
    dated = latest.figure.note if latest else ""
    told = standing.standing_note(values.standing(indicator.id), progress.reason, progress.formula, dated)
    return f"{standing.NO_FORECAST}{subject}{told}"


def _figures_asked(question: Question, indicator: Indicator) -> list[str]:
    """Those that the plan prints, and that it prints no baseline."""
    asked = question.said("attribute")
    said = _targets_asked(question, indicator) if "target" in asked else []
    if "baseline" in asked and indicator.baseline:
        return [*said, standing.baseline_text(indicator)]
    is_missing = "baseline" in asked and "missing" not in question.said("condition")
    return [*said, standing.NO_BASELINE] if is_missing else said


def is_on_course(question: Question, indicator: Indicator, values: CurrentValues) -> bool:
    """「待機児童数の推移」, of which more than one year is recorded, and no single one asked."""
    latest = values.latest(indicator.id) if "trend" in question.said("attribute") else None
    is_asked = len(question.years) != 1 and not is_on_points(question)
    return latest is not None and len(latest.history) >= LEAST_ACTUALS and is_asked


def _targets_asked(question: Question, indicator: Indicator) -> list[str]:
    """Those of the years asked, where the plan prints any; all on the way where they are asked for."""
    is_all = says(question.query.key, rule_words("on_the_way")["words"])
    own = [one for one in indicator.interim if is_all or one.fiscal_year in question.years]
    is_last_asked = not own or is_all or indicator.target.fiscal_year in question.years
    texts = [standing.interim_text(one) for one in own]
    return [*texts, standing.target_text(indicator)] if is_last_asked else texts


def left_to_target(question: Question, indicator: Indicator, values: CurrentValues) -> Iterator[str]:
    """How much is left; without a value also how much it is in all."""
    yield _left_to_target(indicator, values, year_asked(question))
    gap = planned_gap(indicator) if values.latest(indicator.id) is None else None
    if gap is not None:
        yield standing.gap_note(indicator, gap)


def _left_to_target(indicator: Indicator, values: CurrentValues, year: FiscalYear | None) -> str:
    progress, held = values.progress(indicator.id, year), values.latest(indicator.id, year)
    if progress.actual is None or held is None:
        return standing.left_unknown_note(indicator, year)
    if not is_comparable(indicator):
        return standing.not_a_number_note(indicator, held.figure, progress.reason)
    shortfall = "" if progress.state == "達成" else shortfall_text(indicator, progress.actual)
    return standing.left_to_target_note(indicator, held.figure, shortfall)


def _without_target(question: Question, indicator: Indicator) -> Iterator[FiscalYear]:
    """Years whose target is asked for, and that have none; one of a baseline or an actual stands for that."""
    query, target = question.query, indicator.target.fiscal_year
    is_of_other = "基準" in query.key or "実績" in query.key or bool(question.states)
    if target is not None and "目標" in query.key and not is_of_other and indicator.id != "population":
        printed = {one.fiscal_year for one in indicator.targets}
        yield from (year for year in question.years if year not in printed)


def _leading(query: Query, shown: Sequence[str], catalog: Catalog, several: Sequence[str]) -> Sequence[str]:
    """The indicators at the head of what is shown; the population behind the strategy when it is asked for."""
    if shown and shown[0] == catalog.strategy.id and "人口" in query.key and "population" in catalog.indicators:
        return POPULATION
    if several:
        return several[:MOST_NOTED] if set(several) <= set(shown) else ()
    ids = tuple(id for id in shown if id in catalog.indicators)
    if not ids or shown[0] != ids[0]:
        return ()
    named = [id for id in ids if catalog.indicator_keys[id] in query.key]
    return tuple(named[:MOST_NOTED] or (ids if len(ids) == len(shown) <= MOST_NOTED else ids[:1]))


def sentences_on(
    question: Question,
    indicator: Indicator,
    values: CurrentValues,
    subject: str,
    *,
    is_told: bool = False,
    is_checked: bool = True,
) -> Iterator[str]:
    """The first names the indicator. `is_told`: the printed figures that are asked for stand before. `is_checked`: a
    yes or a no may stand before all.
    """
    whether = _whether(question, indicator, values) if is_checked else ""
    for sentence in _sentences(question, indicator, values, subject, is_told=is_told):
        yield f"{whether}{sentence}"
        whether = ""


def _whether(question: Question, indicator: Indicator, values: CurrentValues) -> str:
    year = year_asked(question)
    if is_on_points(question):
        return whether_compared(question, indicator, values)
    return whether_in_state(question, values.progress(indicator.id, year).state)


def _sentences(
    question: Question, indicator: Indicator, values: CurrentValues, subject: str, *, is_told: bool
) -> Iterator[str]:
    if is_on_course(question, indicator, values):
        yield standing.course_note(measure(indicator, values))
        return
    is_compared = is_on_points(question)
    for year in question.years if not is_compared or is_of_that_year(question) else ():
        for said in _year_sentence(question.query, indicator, values, year, subject, is_told=is_told):
            yield said
            subject = ""
    if is_compared:
        yield compared_sentence(question, indicator, values, subject)
    elif question.states:
        yield from _state_sentence(question, indicator, values, subject, is_told=is_told)


def _state_sentence(
    question: Question, indicator: Indicator, values: CurrentValues, subject: str, *, is_told: bool
) -> Iterator[str]:
    latest, is_value_alone = values.latest(indicator.id), question.states == {"actual"}
    target = standing.target_text(indicator)
    if is_value_alone and not question.years:
        figures = _figures_asked(question, indicator) if latest is not None else []
        figure, how = latest.figure if latest else None, values.standing(indicator.id)
        if figures and not is_told:
            yield f"{subject}{standing.figures_note(figures, figure, how)}"
        elif latest is None or not is_told:
            yield f"{subject}{standing.latest_note(figure, '' if is_told else target, how)}"
        return
    progress = values.progress(indicator.id, year_asked(question))
    if progress.state != NOT_RECORDED or (not is_value_alone and not question.years):
        how = values.standing(indicator.id, year_asked(question))
        held = None if question.years else latest
        dated = held.figure.note if held else ""
        yield f"{subject}{standing.standing_note(how, progress.reason, progress.formula, dated)}"
        if is_value_alone and not is_told and (figures := _figures_asked(question, indicator)):
            yield standing.figures_note(figures, None)


def _year_sentence(
    query: Query, indicator: Indicator, values: CurrentValues, year: FiscalYear, subject: str, *, is_told: bool
) -> Iterator[str]:
    """The value that is recorded, else the one that the plan prints of that year, unless 実績 is asked for."""
    if entry := values.of_day(indicator.id, dict(query.days).get(year)):
        yield f"{subject}{standing.year_note(figure_of(entry, indicator))}"
        return
    if held := values.latest(indicator.id, year):
        yield f"{subject}{standing.year_note(held.own or held.figure)}"
        return
    baseline = indicator.baseline.fiscal_year if indicator.baseline else None
    own = next((one for one in indicator.targets if one.fiscal_year == year), None)
    if year != baseline and (not ("目標" in query.key or own) or "実績" in query.key):
        yield f"{subject}{standing.not_recorded_note(year)}"
    elif not is_told and (year == baseline or own):
        yield f"{subject}{standing.printed_note(indicator, None if year == baseline else own)}"


def year_asked(question: Question) -> FiscalYear | None:
    return next(iter(question.years), None)
