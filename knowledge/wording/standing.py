"""What an answer over recorded values says in sentences: how indicators stand, what changed, what is not recorded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording.amounts import Figure, difference_text, percent_text, printed, quoted, says_year
from knowledge.wording.names import WHOLE_PLAN
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import Measure

NOTHING_RECORDED = (
    "実績値がまだ一件も登録されていない（実績未登録）ため、お答えできません。"
    "実績を登録すると、達成・遅れや前年度との差をお答えできます。"
)
KEPT_BACK = (
    "このチャンネルでは、登録された実績を使うご質問にはお答えしません。ボットとの直接メッセージでお尋ねください。"
)
NO_FORECAST = "これから達成するかどうかは、予測していません。"
NO_BASELINE = "基準値の記載はありません"
CALLED: Mapping[str, str] = {
    "neither": "達成とも未達とも言えない（実績が未登録の）",
    "unrecorded": "実績が未登録の",
    "not_computable": "進捗を算定できない",
    "unachieved": "目標に達していない",
    "slightly_late": "やや遅れている",
    "late": "遅れている",
    "not_late": "遅れていない",
    "worse": "基準値より後退している",
    "not_worse": "基準値より後退していない",
    "on_track": "順調な",
    "achieved": "目標を達成した",
    "recorded": "実績が登録されている",
}
"""How what a question may call for is called."""
_COUNTED: Mapping[str, str] = {"late": "やや遅れ・遅れ・後退・未達成の合計", "not_late": "達成・順調の合計"}
UNNAMED = frozenset({"neither", "unrecorded", "recorded"})  # of which none is worse than another
_BOUNDS: Mapping[Callable[..., bool], str] = {ge: "{}以上", le: "{}以下", lt: "{}未満", gt: "{}超", eq: "ちょうど{}"}
WORST_NAMED = 3  # named at once


# What is looked through


def scope_text(names: Sequence[str], kind: str) -> str:
    """「政策パッケージ3の「移住」に関係するKPI」; 「計画全体のKPI」.

    `names`: of what holds them, and topics.
    """
    called = {"kpi": "KPI", "target": "数値目標"}.get(kind, "指標")
    return "".join(name if name.endswith(("る", "の")) else f"{name}の" for name in names or (WHOLE_PLAN,)) + called


def of_topic(words: str, *, is_left_out: bool) -> str:
    return f"「{words}」以外の" if is_left_out else f"「{words}」に関係する"


def not_narrowed_note(words: str) -> str:
    return f"「{words}」では絞り込めませんでした。"


# Of many indicators: `among` is what is looked through, 「政策パッケージ3の指標」


def when_recorded(year: FiscalYear | None) -> str:
    return f"{year.label}の実績では、" if year is not None else ""


def state_note(asked: str, names: Sequence[str], among: str, count: int, known: int, year: FiscalYear | None) -> str:
    """「計画全体のKPIで遅れているものは19件です：「…」など（全38件。…）。」 `names` of those found, the worst
    first, of whom the first are said. `known`: of how many an actual is recorded.
    """
    if asked == "recorded":
        of_year = f"{year.label}の" if year is not None else ""
        told = f"{len(names)}件です" if names else "ありません"
        return f"{among}{count}件のうち、{of_year}{CALLED[asked]}ものは{told}。"
    said = "ありません" if not names else f"{len(names)}件です{_worst(names) if asked not in UNNAMED else ''}"
    recorded = f"実績の登録は{known}件" if known < count else ""
    beside = "。".join(filter(None, (f"全{count}件", _COUNTED.get(asked, ""), recorded)))
    return f"{when_recorded(year)}{among}で{CALLED[asked]}ものは{said}（{beside}）。"


def _worst(names: Sequence[str]) -> str:
    return f"：{'、'.join(map(quoted, names[:WORST_NAMED]))}{'など' if len(names) > WORST_NAMED else ''}"


def in_year_note(year: FiscalYear, status: str, first: str, count: int, known: int) -> str:
    """Above the values of one year. `status`: of all of them, "" where they differ."""
    left = f"{count}件のうち、登録されているもの {known}件" if known < count else ""
    beside = "。".join(filter(None, (status, left)))
    return f"{quoted(first)}など指標{count}件の{year.label}の実績です{f'（{beside}）' if beside else ''}。"


def overview_note(counts: Mapping[str, int], among: str, count: int, year: FiscalYear | None) -> str:
    return f"{when_recorded(year)}{among}{count}件の状況は、{states_text(counts)}です。"


def states_text(counts: Mapping[str, int]) -> str:
    """「達成 5件、未達成 3件」"""
    return "、".join(f"{state} {number}件" for state, number in counts.items() if number) or "指標なし"


def none_recorded_note(among: str, count: int) -> str:
    return f"{among}{count}件の進捗は、実績が登録されるまで分かりません（{NOT_RECORDED}）。"


def without_indicator_note(project: str) -> str:
    return f"{quoted(project)}に結び付くKPIは、本文に示されていないため、進捗は分かりません。"


def counts_note(asked: Mapping[str, int], among: str, count: int, known: int, year: FiscalYear | None) -> str:
    """「計画全体のKPI38件のうち、目標を達成したものは18件、目標に達していないものは20件です。」 `asked`: by name."""
    told = "、".join(f"{CALLED[name]}ものは{number}件" for name, number in asked.items())
    left = f"（実績が登録されているもの {known}件）" if known < count else ""
    return f"{when_recorded(year)}{among}{count}件のうち、{told}です{left}。"


def furthest_note(
    least: bool, found: Sequence[Measure], among: str, count: int, compared: int, year: FiscalYear | None
) -> str:
    """「進捗が最も低いのは、「待機児童数」の20.0%（令和6年度・確定値）です（指標46件のうち、進捗の分かる31件を…）。」

    Those `found` share the rate.
    """
    told = "、".join(quoted(own.name) for own in found[:WORST_NAMED])
    more = f"など{len(found)}件" if len(found) > WORST_NAMED else ""
    of = f"{with_rates_text(among, count, compared)}を比べました"
    rate = f"{found[0].percent}{_dated(found)}"
    return f"{when_recorded(year)}進捗が最も{'低い' if least else '高い'}のは、{told}{more}の{rate}です（{of}）。"


def _dated(found: Sequence[Measure]) -> str:
    """「（令和6年度・確定値）」, of the values that all have one year."""
    notes = {own.actual.note for own in found}
    return f"（{notes.pop()}）" if len(notes) == 1 and notes != {""} else ""


def with_rates_text(among: str, count: int, known: int) -> str:
    return f"{among}{count}件のうち、進捗の分かる{known}件"


def short_of_target_text(among: str, count: int, short: int) -> str:
    return f"{among}{count}件のうち、目標に達していない{short}件"


def bounds_text(bounds: Iterable[tuple[Callable[..., bool], Decimal]], unit: str = "%") -> str:
    """「50%以上かつ80%未満」, of what the module `operator` has."""
    return "かつ".join(_BOUNDS[bound].format(f"{amount.normalize():f}{unit}") for bound, amount in bounds)


def rates_note(found: Sequence[Measure], of: str, within: str, year: FiscalYear | None) -> str:
    """「進捗が50%未満のものは5件です：「…」▲19.9%、…など（令和6年度・確定値。計画全体のKPI38件のうち、…37件）。」"""
    said = f"{len(found)}件です：{_with_rates(found)}" if found else "ありません"
    return f"{when_recorded(year)}進捗が{within}のものは{said}（{_dated_of(found, of)}）。"


def ordered_rates_note(found: Sequence[Measure], least: bool, of: str, year: FiscalYear | None) -> str:
    """「進捗が低い順に、「…」▲19.9%、「…」20.0%、「…」25.0%などです（令和6年度・確定値。計画全体の…）。」"""
    order = f"進捗が{'低い' if least else '高い'}順に"
    return f"{when_recorded(year)}{order}、{_with_rates(found)}です（{_dated_of(found, of)}）。"


def nearest_note(
    found: Sequence[Measure], of: str, compared: str, year: FiscalYear | None, *, is_far: bool = False
) -> str:
    """「進捗が目標に近い順に、「…」98.8%、「…」97.0%などです（令和6年度・確定値。計画全体のKPI38件のうち、…25件）。」"""
    if not found:
        return f"{when_recorded(year)}目標に達していないものはありません（{compared}）。"
    order = "目標から遠い順に" if is_far else "目標に近い順に"
    return f"{when_recorded(year)}進捗が{order}、{_with_rates(found)}です（{_dated_of(found, of)}）。"


def _with_rates(found: Sequence[Measure]) -> str:
    """Each with the year of its value, where it is not said once of all."""
    named = found[:WORST_NAMED]
    told = "、".join(f"{quoted(own.name)}{own.percent}{'' if _dated(named) else _dated([own])}" for own in named)
    return f"{told}{'など' if len(found) > WORST_NAMED else ''}"


def _dated_of(found: Sequence[Measure], of: str) -> str:
    dated = _dated(found[:WORST_NAMED]).strip("（）")
    return "。".join(filter(None, (dated, of)))


# Of projects, which have no state but that of their KPIs


def furthest_project_note(
    least: bool, names: Sequence[str], kpis: Sequence[str], rate: str, year: FiscalYear | None
) -> str:
    """「KPIの進捗が最も低い事業は「…」です（「…」▲19.9%）。事業そのものに状態はなく、KPIの値で比べています。」"""
    told = "、".join(map(quoted, names[:WORST_NAMED]))
    more = f"など{len(names)}件" if len(names) > WORST_NAMED else ""
    of = "、".join(map(quoted, kpis[:WORST_NAMED]))
    return (
        f"{when_recorded(year)}KPIの進捗が最も{'低い' if least else '高い'}事業は、{told}{more}です（{of} {rate}）。"
        f"事業そのものに状態はなく、KPIの値で比べています。"
    )


def projects_note(asked: str, names: Sequence[str], among: str, count: int, alone: int, year: FiscalYear | None) -> str:
    """「遅れているKPIのある事業は15件です：「…」など（計画全体のKPIのうち19件）。」 `alone`: KPIs of no project."""
    if not names:
        without = f"（{among}のうち{count}件は、事業に結び付いていません）" if count else ""
        return f"{when_recorded(year)}{CALLED[asked]}KPIのある事業はありません{without}。"
    left = f"、うち{alone}件は事業に結び付いていません" if alone else ""
    told = f"{CALLED[asked]}KPIのある事業は{len(names)}件です{_worst(names)}"
    return f"{when_recorded(year)}{told}（{among}のうち{count}件{left}）。"


def nothing_recorded(*, is_kept_back: bool) -> str:
    return KEPT_BACK if is_kept_back else NOTHING_RECORDED


# Of one indicator


def not_known_note(indicator: Indicator) -> str:
    """「待機児童数は、実績の登録がないため分かりません（実績未登録）。目標値は0人（令和6年度）、…です。」"""
    begun = f"、{baseline_text(indicator)}" if indicator.baseline else ""
    why = f"実績の登録がないため分かりません（{NOT_RECORDED}）"
    return f"{indicator.title}は、{why}。{target_text(indicator)}{begun}です。"


def figures_note(figures: Sequence[str], latest: Figure | None, standing: str = "") -> str:
    """「目標値は0人（令和6年度）です。最新の実績は16人（令和6年度・速報値）、状態は「未達成」です。」"""
    printed_ones = [one for one in figures if one != NO_BASELINE]
    told = f"{'、'.join(printed_ones)}です。" if printed_ones else ""
    lacking = f"{NO_BASELINE}。" if len(printed_ones) < len(figures) else ""
    return f"{told}{lacking}{_latest(latest, standing) if latest is not None else ''}"


def _latest(figure: Figure, standing: str) -> str:
    return f"最新の実績は{figure.text}{f'、状態は「{standing}」' if standing else ''}です。"


def stands_note(indicator: Indicator, latest: Figure | None, standing: str, target: str = "") -> str:
    """「待機児童数は16人（令和6年度）、目標値は0人（令和6年度）、状態は「未達成」です。」: both values before a line
    ends. Without an actual what the plan prints. `target`: as it is told, if not as of any indicator.
    """
    target = target or target_text(indicator)
    if latest is not None:
        state = f"、状態は「{standing}」" if standing else ""
        return f"{title_beside(indicator, latest)}は{latest.text}、{target}{state}です。"
    begun = f"、{baseline_text(indicator)}" if indicator.baseline else ""
    return f"{indicator.title}の{target}{begun}です。{latest_note(None, '')}"


def course_note(own: Measure) -> str:
    """「待機児童数は、令和4年度 33人、令和5年度 24人、令和6年度 16人と推移しています（架空の値）。目標値は…です。」 of
    all recorded years, two at least.
    """
    mark = f"（{own.actual.status}）" if own.is_sample else ""
    standing = f"{target_text(own.indicator)}、状態は「{own.state}」です。"
    dated, of, name = own.name.partition("の")  # 「令和6年度末の人口」 is named by the year of its target
    subject = name if of and says_year(dated) else own.name
    return f"{subject}は、{own.by_year}と推移しています{mark}。{own.years_missing}{standing}"


def target_text(indicator: Indicator) -> str:
    return f"目標値は{printed(indicator.target).text}"


def raw_target_text(indicator: Indicator) -> str:
    """As it is printed, with its year and all."""
    return f"目標値は{indicator.target.raw}"


def interim_text(quantity: Quantity) -> str:
    """「令和8年度の目標値は3社」."""
    figure = printed(quantity)
    return f"{figure.year or '中間'}の目標値は{figure.amount}"


def baseline_text(indicator: Indicator) -> str:
    """「基準値は745人（平成25年度）、策定時の現状値は612人（令和2年度）」: the second where the plan prints both."""
    known = f"、策定時の現状値は{printed(indicator.known).text}" if indicator.known else ""
    return f"基準値は{printed(indicator.baseline).text}{known}"


def gap_note(indicator: Indicator, gap: Decimal) -> str:
    """「基準値1か所（令和元年度）から目標値6か所（令和6年度）までの差は5か所（＋500.0%）です。」"""
    begun, aimed = printed(indicator.origin).text, printed(indicator.target).text
    start = indicator.origin.number if indicator.origin else Decimal(0)
    is_share = start > 0 and not indicator.compared_with and indicator.unit not in ("%", "")
    share = f"（{'＋' * (gap > 0)}{percent_text(Fraction(gap) / Fraction(start))}）" if is_share else ""
    said = f"差は{difference_text(indicator, abs(gap))}{share}です" if gap else "差はありません"
    return f"{indicator.title}の基準値{begun}から目標値{aimed}までの{said}。"


def no_target_note(year: FiscalYear) -> str:
    return f"{year.label}の目標値は定められていません。"


def left_unknown_note(indicator: Indicator, year: FiscalYear | None) -> str:
    when = f"{year.label}の" if year is not None else ""
    why = f"{when}実績が登録されていないため（{NOT_RECORDED}）"
    return f"{indicator.title}の{why}、目標まであとどれだけかは分かりません。{target_text(indicator)}です。"


def not_a_number_note(indicator: Indicator, actual: Figure, reason: str) -> str:
    return f"{title_beside(indicator, actual)}の実績は{actual.text}、{target_text(indicator)}です。{reason}"


def left_to_target_note(indicator: Indicator, actual: Figure, shortfall: str) -> str:
    """「待機児童数は、目標まであと16人です。」; `shortfall` is "" where the target is reached."""
    figures = f"実績は{actual.text}、{target_text(indicator)}です。"
    return f"{indicator.title}は、{f'目標まで{shortfall}です' if shortfall else '目標に達しています'}。{figures}"


def latest_note(figure: Figure | None, target: str, standing: str = "") -> str:
    """「最新の実績は16人（令和6年度・速報値）、状態は「未達成」です。」; without one the `target`, if not told."""
    if figure is None:
        return f"実績はまだ登録されていません（{NOT_RECORDED}）。{f'{target}です。' if target else ''}"
    return _latest(figure, standing)


def printed_note(indicator: Indicator, target: Quantity | None) -> str:
    """Of a year of which the plan has a value: 「平成30年度の基準値は80件です。」, of a target also that no actual is:
    「令和6年度の目標値は0人です（実績未登録）。」
    """
    if target is not None:
        return f"{interim_text(target)}です（{NOT_RECORDED}）。"
    figure = printed(indicator.baseline)
    return f"{figure.year}の基準値は{figure.amount}です。"


def standing_note(standing: str, reason: str, formula: str | None, dated: str = "") -> str:
    """`dated`: the year and certainty of the value that it is judged by, where they are not told."""
    how = f"算式は {formula} です。" if formula else ""
    return f"状態は「{standing}」{f'（{dated}）' if dated else ''}です。{reason}{how}"


def year_note(figure: Figure) -> str:
    return f"{figure.year}の実績は{figure.amount}（{figure.status}）です。"


def not_recorded_note(year: FiscalYear) -> str:
    return f"{year.label}の実績は登録されていません（{NOT_RECORDED}）。"


def no_actual_text(year: FiscalYear | None) -> str:
    which = f"{year.label}の" if year else ""
    return f"{which}実績が登録されていないため、比べられません（{NOT_RECORDED}）"


def title_beside(indicator: Indicator, figure: Figure | None) -> str:
    """Its name before a value: 「人口」 of 「令和6年度末の人口」, where the value is of another year."""
    aimed = indicator.target.fiscal_year
    label = aimed.label if aimed else ""
    if figure is None or not label or figure.year == label or not indicator.title.startswith(label):
        return indicator.title
    return indicator.title.removeprefix(label).removeprefix("末").removeprefix("の")
