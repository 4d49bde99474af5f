"""Questions that the recorded values decide: which KPIs are late, met or unrecorded, what changed, a year's actual.

Rules over (evidence, catalog, values), tried in the order of RULES; besides them the sentences that stand before an
answer on indicators. Without recorded values nothing is guessed: it is said.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.answers.rules.scope import is_nominal, scope_of
from knowledge.answers.rules.several import several_named
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.indicators.current_values import Change, CurrentValues
from knowledge.indicators.progress import STATES, State, shortfall_text
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator
from knowledge.search.query import Query
from knowledge.wording.amounts import printed
from knowledge.wording.card import card_text
from knowledge.wording.record_cards import card_of
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import Measure

MOST_NOTED = 4  # indicators that a sentence of their own is said of; more of them are a list
WITH_PRECEDING = frozenset({"change", "increased", "decreased"})
SURELY_MEANT = 0.55  # of the question's words that the best indicator accounts for: 「待機児童の達成率」 is 0.598

# What a question may call for → how it is called, and the states that it means, in the order of progress.STATES.
STATES_MEANT: dict[str, tuple[str, tuple[State, ...]]] = {
    "neither": ("達成とも未達とも言えない（実績が未登録の）", ("実績未登録",)),
    "unrecorded": ("実績が未登録の", ("実績未登録",)),
    "not_computable": ("進捗を算定できない", ("算定不可",)),
    "unachieved": ("目標に達していない（未達の）", ("順調", "やや遅れ", "遅れ", "後退", "未達成", "算定不可")),
    "slightly_late": ("やや遅れている", ("やや遅れ",)),
    "late": ("遅れている（やや遅れ・遅れ・後退・未達成）", ("やや遅れ", "遅れ", "後退", "未達成")),
    "not_late": ("遅れていない（達成・順調の）", ("達成", "順調")),
    "worse": ("基準値より後退している", ("後退",)),
    "not_worse": ("基準値より後退していない", ("達成", "順調", "やや遅れ", "遅れ", "未達成")),
    "on_track": ("順調な", ("順調",)),
    "achieved": ("目標を達成した", ("達成",)),
    "recorded": ("実績が登録されている", ("達成", "順調", "やや遅れ", "遅れ", "後退", "未達成", "算定不可")),
}
_PLAN = re.compile(r"第[\d一二三四五六七八九十]+期|(?:前|旧)(?:計画|戦略)")
# 「人口の目標は達成した？」「市の人口の実績は？」; not 「滞在人口」 or 「人口密度」, which other indicators measure
_POPULATION = re.compile(r"(?:\w{0,4}市の?|総)?人口の?(?:目標|実績|達成|進捗|状況)")
_MOVED = {"increased": "増え", "decreased": "減っ"}
NOTHING_RECORDED = (
    "実績値がまだ一件も登録されていない（実績未登録）ため、お答えできません。"
    "実績を登録すると、達成・遅れや前年度との差をお答えできます。"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule found, best first. `note` says it in a sentence, `lines` each item with its state.

    `said`: of each id what was asked (its change, its state in a year), () where its latest state is the answer.
    `is_known` is False where the question could not be decided for want of values.
    """

    rule: str
    ids: tuple[str, ...]
    note: str
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def text(self) -> str:
        return "\n\n".join([self.note, *self.lines])


Rule = Callable[[Evidence, Catalog, CurrentValues], Measured | None]


def measure(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """What the first rule that decides has found; None when none does."""
    query = evidence.question.query
    if not evidence.question.states or _speaks_of_another_plan(query, catalog):
        return None
    return next((found for rule in RULES if (found := rule(evidence, catalog, values))), None)


def of_one(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「待機児童数は達成した？」: the indicator itself, with its state. Without a value it is left to the document."""
    best = _indicator_meant(evidence, catalog)
    if best is None or not values.entries(best.id):
        return None
    note = "\n".join(_sentences(evidence.question, best, values, ""))
    line = card_text(card_of(best, catalog, values))
    return Measured(of_one.__name__, (best.id,), note, (line,))


def by_state(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「遅れているKPI」「令和5年度に達成した指標」「パッケージ3の未登録のKPIは？」"""
    query = evidence.question.query
    asked = next((name for name in STATES_MEANT if name in evidence.question.states), None)
    if asked is None or _asks_of_the_plan(evidence.question) or not _asks_for_list(evidence, catalog):
        return None
    scope, year = scope_of(evidence), _year(query)
    if not values and asked not in ("unrecorded", "neither"):
        return Measured(by_state.__name__, (), NOTHING_RECORDED, is_known=False)
    called, states = STATES_MEANT[asked]
    found = [one for one in scope.indicators if values.progress(one.id, year).state in states]
    known = sum(1 for one in scope.indicators if values.progress(one.id, year).state != NOT_RECORDED)
    when = f"{year.label}の実績で、" if year is not None else ""
    count = f"{len(found)}件です" if found else "ありません"
    note = f"{scope.said}{when}{scope.name}{len(scope.indicators)}件のうち、{called}ものは{count}"
    counted = f"（実績が登録されているもの {known}件）。"
    measures = [measure_of(one, values, year) for one in found]
    lines, said = tuple(each.sentence for each in measures), tuple(each.told for each in measures) if year else ()
    return Measured(by_state.__name__, tuple(one.id for one in found), note + counted, lines, said)


def _indicator_meant(evidence: Evidence, catalog: Catalog) -> Indicator | None:
    """By its name in the question, else as what the question's words find first and surely."""
    query = evidence.question.query
    named = [one for one in catalog.indicators.values() if name_key(one.bare_name) in query.key]
    if named:
        return max(named, key=lambda one: len(one.name))
    if _POPULATION.match(query.undated) and "population" in catalog.indicators:
        return catalog.indicators["population"]
    if evidence.question.said("kind") & {"kpi", "indicator", "project", "target"} or is_nominal(evidence.question):
        return None
    first = next((hit for hit in evidence.ranking.hits if hit.kind in ("kpi", "goal_target")), None)
    is_sure = first is not None and (first.named or first.coverage >= SURELY_MEANT)
    return catalog.indicators[first.id] if first is not None and is_sure else None


def overview(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「KPIの進捗状況は？」: how many stand in which state."""
    query = evidence.question.query
    if "progress" not in evidence.question.states or not _asks_for_list(evidence, catalog) or not values:
        return None
    scope, year = scope_of(evidence), _year(query)
    counts = Counter(values.progress(one.id, year).state for one in scope.indicators)
    told = "、".join(f"{state} {counts[state]}件" for state in STATES if counts[state])
    when = f"{year.label}の実績で、" if year is not None else ""
    return Measured(
        overview.__name__, (), f"{scope.said}{when}{scope.name}{len(scope.indicators)}件の状況は、{told}です。"
    )


def most_changed(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「一番伸びたKPI」「一番減った指標」: by share of the year before, so that 人 and 万円 compare."""
    query, states = evidence.question.query, evidence.question.states
    sign = ("increased" in states) - ("decreased" in states) if "most" in evidence.question.said("order") else 0
    is_planned = "目標" in query.key or "基準" in query.key  # those are for the plan's own columns
    if not sign or is_planned or not _asks_for_list(evidence, catalog):
        return None
    changes = [change for change in _changes(evidence, catalog, values) if change.ratio is not None]
    moved = [change for change in changes if (change.ratio or 0) * sign > 0]
    if not changes:
        return Measured(most_changed.__name__, (), _without_change(values), is_known=False)
    if not moved:
        word = "増えた" if sign > 0 else "減った"
        return Measured(most_changed.__name__, (), f"前年度より{word}指標はありません（比べた指標 {len(changes)}件）。")
    best = max(moved, key=lambda change: (change.ratio or 0) * sign)
    word = "伸びた" if sign > 0 else "減った"
    note = f"前年度からの増減率で一番{word}のは「{best.indicator.name}」です: {best.text}。"
    line = measure_of(best.indicator, values).sentence
    return Measured(most_changed.__name__, (best.indicator.id,), f"{note}（比べた指標 {len(changes)}件）", (line,))


def changes(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「KPIの前年度との差」「前年度より増えた指標」: every indicator that has both years, in printed order."""
    states = evidence.question.states
    word = next((word for name, word in _MOVED.items() if name in states), "")
    is_asked = "change" in states or (word and values)  # 「下がったらいいKPI」 is one for the plan
    if not is_asked or not _asks_for_list(evidence, catalog):
        return None
    compared = list(_changes(evidence, catalog, values))
    found = [change for change in compared if not word or change.word == word]
    if not compared:
        return Measured(changes.__name__, (), _without_change(values), is_known=False)
    lines = tuple(f"{change.indicator.name}：{change.text}" for change in found)
    note = f"前年度と比べられる指標は{len(compared)}件です。"
    if word:
        note = f"前年度より{word}た指標は{len(found)}件です（比べた指標 {len(compared)}件）。"
    if len(found) == 1:
        note += lines[0]
    said = tuple(change.text for change in found)
    return Measured(changes.__name__, tuple(change.indicator.id for change in found), note, lines, said)


RULES: tuple[Rule, ...] = (of_one, most_changed, changes, by_state, overview)


# What is said before an answer on indicators


def note_on(question: Question, shown: Sequence[str], catalog: Catalog, values: CurrentValues) -> str:
    """Of the first indicators shown: the value asked for, the years, the change, the state; "" for none."""
    ids = _leading(question.query, shown, catalog)
    sentences: list[str] = []
    for id in ids:
        subject = f"{catalog.indicators[id].name}の" if len(ids) > 1 else ""
        sentences += _value_sentence(question, catalog.indicators[id], values, subject)
        sentences += _sentences(question, catalog.indicators[id], values, subject)
    return "\n".join(sentences)


def _value_sentence(question: Question, indicator: Indicator, values: CurrentValues, subject: str) -> Iterator[str]:
    """「目標値は0人（令和6年度）です。最新は16人（令和6年度）です。」, and first that another year has none."""
    if question.is_on_shortfall:
        yield f"{subject}{_left_to_target(indicator, values, _year(question.query))}"
        return
    asked = question.said("attribute")
    said = [f"目標値は{printed(indicator.target).text}"] if "target" in asked else []
    if "baseline" in asked and indicator.baseline:
        said.append(f"基準値は{printed(indicator.baseline).text}")
    latest = values.latest(indicator.id)
    if said:
        now = f"最新は{latest.figure.amount}（{latest.figure.year}）です。" if latest is not None else ""
        without = "".join(
            f"{subject}{year.label}の目標値は定められていません。" for year in _without_target(question, indicator)
        )
        yield f"{without}{subject}{'、'.join(said)}です。{now}"


def _left_to_target(indicator: Indicator, values: CurrentValues, year: FiscalYear | None) -> str:
    """「目標まであと16人です。」"""
    target = f"目標値は{printed(indicator.target).text}"
    progress, held = values.progress(indicator.id, year), values.latest(indicator.id, year)
    if progress.actual is None or held is None:
        when = f"{year.label}の" if year is not None else ""
        why = f"{when}実績が登録されていないため（{NOT_RECORDED}）"
        return f"{why}、目標まであとどれだけかは分かりません。{target}です。"
    figures = f"実績は{held.figure.amount}（{held.figure.year}）、{target}です。"
    if progress.state == "達成":
        return f"目標に達しています。{figures}"
    return f"目標まで{shortfall_text(indicator, progress.actual)}です。{figures}"


def _without_target(question: Question, indicator: Indicator) -> Iterator[FiscalYear]:
    """Years whose target is asked for, and that have none; one of a baseline or an actual stands for that."""
    query, target = question.query, indicator.target.fiscal_year
    is_of_other = "基準" in query.key or "実績" in query.key or bool(question.states)
    if target is not None and "目標" in query.key and not is_of_other and indicator.id != "population":
        yield from (year for year in dict.fromkeys(query.years) if year != target)


def _leading(query: Query, shown: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """The indicators at the head of what is shown; the population behind the strategy when it is asked for."""
    if shown and shown[0] == catalog.strategy.id and "人口" in query.key and "population" in catalog.indicators:
        return ("population",)
    if several := several_named(query.key, catalog):
        return several[:MOST_NOTED] if set(several) <= set(shown) else ()
    ids = tuple(id for id in shown if id in catalog.indicators)
    if not ids or shown[0] != ids[0]:
        return ()
    named = [id for id in ids if name_key(catalog.indicators[id].bare_name) in query.key]
    return tuple(named[:MOST_NOTED] or (ids if len(ids) == len(shown) <= MOST_NOTED else ids[:1]))


def _sentences(question: Question, indicator: Indicator, values: CurrentValues, subject: str) -> Iterator[str]:
    query = question.query
    for year in dict.fromkeys(query.years):
        yield from _year_sentence(query, indicator, values, year, subject)
    if question.states & WITH_PRECEDING:
        change = values.change(indicator.id, _year(query))
        yield f"{subject}前年度との差: {change.text if change else _no_change(indicator, values, _year(query))}。"
    elif question.states:
        yield from _state_sentence(question, indicator, values, subject)


def _state_sentence(question: Question, indicator: Indicator, values: CurrentValues, subject: str) -> Iterator[str]:
    """Nothing where a value alone is asked for and there is none: its own line says so."""
    query, latest, is_value_alone = question.query, values.latest(indicator.id), question.states == {"actual"}
    if is_value_alone and not query.years and latest is not None:
        yield f"{subject}最新の実績は {latest.figure.text}です。"
        return
    progress = values.progress(indicator.id, _year(query))
    if progress.state != NOT_RECORDED or (not is_value_alone and not query.years):
        formula = f"（{progress.formula}）" if progress.formula else ""
        yield f"{subject}状況は「{values.standing(indicator.id, _year(query))}」です。{progress.reason}{formula}"


def _year_sentence(
    query: Query, indicator: Indicator, values: CurrentValues, year: FiscalYear, subject: str
) -> Iterator[str]:
    """Nothing for a year of which the plan prints a value and nobody has recorded one, unless 実績 is asked for."""
    if held := values.latest(indicator.id, year):
        figure = held.own or held.figure
        yield f"{subject}{figure.year}の実績は {figure.amount}（{figure.status}）です。"
        return
    baseline = indicator.baseline.fiscal_year if indicator.baseline else None
    is_of_target = "目標" in query.key or year == indicator.target.fiscal_year
    if year != baseline and (not is_of_target or "実績" in query.key):
        yield f"{subject}{year.label}の実績は登録されていません（{NOT_RECORDED}）。"


def _no_change(indicator: Indicator, values: CurrentValues, year: FiscalYear | None) -> str:
    later = values.latest_entry(indicator.id) if year is None else values.of_year(indicator.id, year)
    if later is None:
        which = f"{year.label}の" if year else ""
        return f"{which}実績が登録されていないため、比べられません（{NOT_RECORDED}）"
    before = FiscalYear(later.fiscal_year - 1).label
    return f"{before}の実績が登録されていないため、{later.point.label}と比べられません"


# Shared by the rules


def measure_of(indicator: Indicator, values: CurrentValues, year: FiscalYear | None = None) -> Measure:
    """The indicator with the actual of the year asked for, or the latest."""
    named = "最新の実績" if year is None else "実績"
    return Measure(indicator=indicator, view=values.latest(indicator.id, year), named=named)


def _changes(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Iterator[Change]:
    query = evidence.question.query
    for indicator in scope_of(evidence).indicators:
        if change := values.change(indicator.id, _year(query)):
            yield change


def _without_change(values: CurrentValues) -> str:
    if not values:
        return NOTHING_RECORDED
    return "前年度と比べられる実績（続く2年度の値）がまだ登録されていないため、お答えできません。"


def _asks_for_list(evidence: Evidence, catalog: Catalog) -> bool:
    """KPI, 指標 or 数値目標 is said, or 「もの」「のは」, and none by name; or nothing but the state is said."""
    query = evidence.question.query
    if evidence.question.is_only_states:
        return True
    if any(name_key(indicator.bare_name) in query.key for indicator in catalog.indicators.values()):
        return False
    best = [hit for hit in evidence.ranking.hits if hit.kind in ("kpi", "goal_target")]
    is_several = evidence.question.said("kind") & {"kpi", "indicator", "target"} or is_nominal(evidence.question)
    return bool(is_several) and not (best and best[0].named)


def _asks_of_the_plan(question: Question) -> bool:
    """「基準値がないKPI」 asks for what the plan does not print, not for what nobody has recorded."""
    return "missing" in question.said("condition") and bool(question.said("attribute") & {"baseline", "target"})


def _speaks_of_another_plan(query: Query, catalog: Catalog) -> bool:
    """「第1期総合戦略のKPI達成率は」, asked of the second."""
    return any(named not in name_key(catalog.strategy.title) for named in _PLAN.findall(query.key))


def _year(query: Query) -> FiscalYear | None:
    return query.years[0] if query.years else None
