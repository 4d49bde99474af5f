"""「4年間で何人増えた？」「基準値より悪くなったもの」「目標値を下回っている指標」: values set beside one another.

Of one indicator or of many. A point that cannot be had is told, and never is another one taken for it.
"""

from collections.abc import Iterator

from knowledge.answers.rules.recorded.measuring import Measured, asks_for_list, measure_of
from knowledge.answers.rules.recorded.points_asked import (
    PairAsked,
    is_on_points,
    last_year_said,
    movement_asked,
    pair_asked,
)
from knowledge.answers.rules.recorded.scope import indicator_scope
from knowledge.answers.rules.recorded.whether import checks_a_state
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.points import BASELINE, PREVIOUS, Change, Lacking, PointAsked
from knowledge.model.catalog import Catalog
from knowledge.model.records import Indicator
from knowledge.wording import points, standing

_BY_NUMBER = frozenset({"above", "below"})


# Of one indicator


def compared_sentence(question: Question, indicator: Indicator, values: CurrentValues, subject: str) -> str:
    """「待機児童数の令和2年度との差：令和2年度 50人 → 令和5年度 60人（10人増、＋20.0%）。」"""
    pair = pair_asked(question)
    found = values.between(indicator.id, pair.since, pair.until)
    if isinstance(found, Lacking):
        why = why_lacking(found, pair.until, indicator, values)
        begun = None if pair.is_said else values.change(indicator.id, BASELINE, pair.until)
        beside = points.change_note(points.BASELINE, begun.text) if begun else ""
        return f"{subject}{points.no_change_note(since_text(pair.since), why)}{beside}"
    if _is_against(question):
        return f"{subject}{_told(question, found)}。"
    return subject + points.change_note(since_text(pair.since), found.text) + _not_yet(question, pair, found)


def _not_yet(question: Question, pair: PairAsked, change: Change) -> str:
    """「昨年度より」, where nothing is recorded since 昨年度 itself: the value of that year is what is compared."""
    last = last_year_said(question)
    is_own = pair.since == PREVIOUS and last is not None and last == change.after.year
    return points.nothing_since_note(last.label) if is_own and last else ""


def whether_compared(question: Question, indicator: Indicator, values: CurrentValues) -> str:
    """「はい、増えています。」 to 「増えた？」; "" where nothing is put up for a check, or it is not known."""
    pair, movement = pair_asked(question), movement_asked(question)
    if movement is None or not checks_a_state(question):
        return ""
    found = values.change(indicator.id, pair.since, pair.until)
    is_so = found.is_so(movement) if found else None
    if found is None or is_so is None:
        return ""
    return points.whether_note(movement, is_so, found.difference, found.is_so("improved"))


def _is_against(question: Question) -> bool:
    return pair_asked(question).since.kind == "target" or movement_asked(question) in _BY_NUMBER


def _told(question: Question, change: Change) -> str:
    if _is_against(question):
        return points.against_text(change.indicator, change.after.text, change.before.text, change.difference)
    return change.text


def why_lacking(lacking: Lacking, until: PointAsked, indicator: Indicator, values: CurrentValues) -> str:
    if lacking.asked.kind == "baseline":
        return points.NO_BASELINE_TO_COMPARE
    if lacking.asked.kind == "target":
        progress = values.progress(indicator.id, until.year)
        return points.no_target_text(progress.reason if progress.state == "算定不可" else "")
    if lacking.asked == until or lacking.year is None:
        return standing.no_actual_text(lacking.year)
    later = values.point(indicator.id, until)
    told = "" if isinstance(later, Lacking) or later.year is None else later.year.label
    return points.point_lacking_text(lacking.year.label, told)


def since_text(since: PointAsked) -> str:
    match since.kind:
        case "baseline":
            return points.BASELINE
        case "target":
            return points.TARGET
        case "earlier":
            return points.years_before(since.years)
    return since.year.label if since.year else points.PREVIOUS


# Of many


def most_changed(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「一番伸びたKPI」「一番減った指標」: by share of the value before, so that 人 and 万円 compare."""
    question = evidence.question
    query, states = question.query, question.states
    sign = ("increased" in states) - ("decreased" in states) if "most" in question.said("order") else 0
    is_growth = sign > 0 and any(token.norm in form_words("growing_well") for token in question.tokens)
    pair = pair_asked(question)
    is_planned = "目標" in query.key or ("基準" in query.key and not values)  # those are for the plan's own columns
    if not sign or is_planned or not asks_for_list(evidence, catalog):
        return None
    changes = [change for change in _changes(evidence, values) if change.ratio is not None]
    moved = [change for change in changes if (change.ratio or 0) * sign > 0]
    if is_growth:  # what should fall and has risen has not grown
        moved = [change for change in moved if change.is_so("improved") is not False]
    since = since_text(pair.since)
    if not changes:
        return Measured(most_changed.__name__, (), _without_change(values, pair.since), is_known=False)
    if not moved:
        return Measured(most_changed.__name__, (), points.none_moved_note(since, sign > 0, len(changes)))
    best = max(moved, key=lambda change: (change.ratio or 0) * sign)
    note = points.most_moved_note(since, sign > 0, is_growth, best.indicator.title, best.text, len(changes))
    line = measure_of(best.indicator, values).sentence
    if best.is_so("worse"):
        note += points.WORSENED
    in_order = sorted(moved, key=lambda change: (change.ratio or 0) * sign, reverse=True)
    ranked = tuple(change.indicator.id for change in in_order)
    return Measured(most_changed.__name__, (best.indicator.id,), note, (line,), ranked=ranked)


def compared(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「KPIの前年度との差」「基準値より悪くなったもの」: those that have both points, in printed order; of a movement
    those alone of which it is true.
    """
    question = evidence.question
    movement, pair = movement_asked(question), pair_asked(question)
    is_due = "change" in question.states or (
        movement and (values or pair.is_said)
    )  # 「下がったらいいKPI」 is the plan's
    if not is_on_points(question) or not is_due or not asks_for_list(evidence, catalog):
        return None
    scope, changes, since = indicator_scope(evidence), list(_changes(evidence, values)), since_text(pair.since)
    if not changes:
        return Measured(compared.__name__, (), _without_change(values, pair.since), is_known=False)
    found = [change for change in changes if movement is None or change.is_so(movement)]
    said = tuple(_told(question, change) for change in found)
    lines = tuple(f"{change.indicator.title}：{told}" for change, told in zip(found, said, strict=True))
    note = points.compared_list_note(since, len(changes))
    if movement is not None:
        without_way = sum(change.is_so(movement) is None for change in changes)
        names = [change.indicator.title for change in found]
        lacking = len(scope.indicators) - len(changes)
        note = points.moved_list_note(
            movement, since, names, len(changes) - without_way, lacking, without_way, scope.name
        )
    note = scope.said + note + (lines[0] if len(lines) == 1 else "")
    return Measured(compared.__name__, tuple(change.indicator.id for change in found), note, lines, said)


def _changes(evidence: Evidence, values: CurrentValues) -> Iterator[Change]:
    pair = pair_asked(evidence.question)
    for indicator in indicator_scope(evidence).indicators:
        if change := values.change(indicator.id, pair.since, pair.until):
            yield change


def _without_change(values: CurrentValues, since: PointAsked) -> str:
    if not values:
        return standing.nothing_recorded(is_kept_back=values.is_kept_back)
    if since == PREVIOUS:
        return points.NOTHING_TO_COMPARE
    return points.nothing_to_compare_note(since_text(since))
