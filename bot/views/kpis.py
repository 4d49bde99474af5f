"""Indicators: several as a native table, a history as a native chart; each with its words in the text.

ListNumbers come from the document or from the recorded actuals; a percentage stands only where it would be true.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise
from types import MappingProxyType

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, harmless, lines, one_line, person, shorten
from bot.views.ids import ButtonValue
from bot.views.parts import (
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    header,
    menu,
    paragraph,
    record_button,
    record_option,
    rest_blocks,
    room,
    section,
    warning_blocks,
)
from bot.views.tables import data_table
from knowledge.indicators import Chart, find_chart
from knowledge.indicators.chart import LEAST_ACTUALS
from knowledge.model import Catalog, Indicator, Record
from knowledge.model.records import Kpi
from knowledge.wording import Measure, Values, home, measures, title
from knowledge.wording.amounts import SAMPLE_MARK
from knowledge.wording.figure_columns import FigureTable, figure_columns, shared_text
from knowledge.wording.names import indicators_of, kind_label
from knowledge.wording.values import measure, partial_note

ListNumbers = Mapping[str, int]  # by which those of a list can be asked for: 「2番目は？」
NO_NUMBERS: ListNumbers = MappingProxyType({})
MOST_CHARTS, MOST_POINTS = 2, 20
MOST_PLOTTED = Decimal(10) ** 15  # beyond it a chart's number is no longer the printed one
NO_INDICATORS = "結び付いたKPIはありません。"
_TITLE, _POINT_LABEL, _AXIS = room(50), room(20), room(50)


# One indicator


def with_number(name: str, id: str, numbers: ListNumbers) -> str:
    """「2. 待機児童数」, of what has a number."""
    return f"{numbers[id]}. {name}" if id in numbers else name


def measure_markup(own: Measure, numbers: ListNumbers = NO_NUMBERS) -> Markup:
    """Name, 基準値 → 最新の実績 → 目標値, progress and state (実績未登録 is said once): an indicator on any card."""
    standing = "　".join(filter(None, [own.bar, own.state_label if own.view else ""]))
    name = bold(with_number(own.name, own.indicator.id, numbers))
    return lines(name, escape(" → ".join(own.figures)), escape(standing))


def kpi_actions(indicator: Indicator, context: str = "") -> Block:
    def of(label: str, action: str) -> Block:
        return record_button(label, action, indicator.id, context=context)

    return actions(
        of("推移", ids.HISTORY),
        of("実績を登録", ids.RECORD),
        of("定期配信", ids.DIGEST_NEW),
        of("原文", ids.SOURCE),
        of("チャンネルに共有", ids.SHARE),
    )


# Several


def kpi_list_message(
    indicator_ids: Sequence[str], catalog: Catalog, values: Values, *, heading: str = "KPI一覧"
) -> Message:
    """In the given order; those that the catalog does not know are left out."""
    found = measures([catalog.indicators[id] for id in indicator_ids if id in catalog.indicators], values)
    note = partial_note(found)
    text = "\n".join([f"{heading}：{len(found)}件", *filter(None, [note]), *(f"・{own.sentence}" for own in found)])
    share = button("チャンネルに共有", ids.SHARE, ids.encode(ButtonValue(tuple(own.indicator.id for own in found))))
    tail = [actions(share)] if found else []
    return assemble(text, [header(heading), *warning_blocks(note), *kpi_list(found, heading)], tail)


def list_heading(indicators: Sequence[Indicator], catalog: Catalog) -> str:
    """「政策パッケージ3 …のKPI」 where these are all that one home has: of some the list is of what was asked for."""
    kinds = "・".join(dict.fromkeys(kind_label(indicator) for indicator in indicators))
    homes = [catalog.package_of_kpi(one) or catalog.goal_of_target(one) for one in indicators[:1]]
    shown = {one.id for one in indicators}
    is_whole = any({one.id for one in indicators_of(catalog, each)} == shown for each in homes if each)
    return f"{home(catalog, indicators[0])}の{kinds}" if is_whole else f"該当する{kinds}"


def kpi_list(
    found: Sequence[Measure],
    heading: str,
    context_key: str = "",
    numbers: ListNumbers = NO_NUMBERS,
    *,
    shows_baseline: bool = True,
) -> list[Block]:
    """The table and a menu to open one of its rows. `shows_baseline`: also where all have an actual."""
    if not found:
        return [paragraph("該当するKPIはありません。")]
    is_whole = shows_baseline or not all(own.view for own in found)
    table, shown = kpi_table(found, heading, numbers, figures=3 if is_whole else 2)
    return with_menu(table, shown, [own.indicator for own in found], context_key)


def with_menu(table: Block, shown: int, indicators: Sequence[Indicator], context_key: str = "") -> list[Block]:
    """`shown`: of how many of them the table has a row."""
    chosen = [record_option(each.id, each.title, each.id, context_key) for each in indicators[:100]]
    choice = menu(f"{_called(indicators)}を選んで詳しく見る", ids.PICK, chosen)
    return [table, *rest_blocks(len(indicators) - shown), actions(choice)]


def kpi_table(
    found: Sequence[Measure], heading: str, numbers: ListNumbers = NO_NUMBERS, *, figures: int = 3
) -> tuple[Block, int]:
    """A native table and how many rows found room in it. Narrow: the state beside the name, the years in the caption.

    An actual is the latest that is recorded. `figures`: how many of actual, target and baseline.
    """
    columns = figure_columns(found)[:figures]
    names = [with_number(own.name, own.indicator.id, numbers) for own in found]
    rows = zip(names, [own.state_label for own in found], *(column.cells for column in columns), strict=True)
    caption = f"{heading}（{len(found)}件）。{shared_text(columns)}"
    name = _called([own.indicator for own in found])
    return data_table(caption, (name, "状態", *(column.label for column in columns)), list(rows))


def _called(indicators: Sequence[Indicator]) -> str:
    """The numerical targets of goals are no KPIs."""
    return "KPI" if all(isinstance(each, Kpi) for each in indicators) else "指標"


def kpi_answers(
    indicators: Sequence[Indicator],
    said: Mapping[str, str],
    heading: str,
    context_key: str = "",
    numbers: ListNumbers = NO_NUMBERS,
) -> list[Block]:
    """What was asked of each: its change from the year before, its state in a year. `said` by id."""
    rows = [(with_number(each.title, each.id, numbers), said[each.id]) for each in indicators]
    table, shown = data_table(heading, (_called(indicators), "お尋ねの値"), rows)
    return with_menu(table, shown, indicators, context_key)


def kpi_figures(
    indicators: Sequence[Indicator],
    asked: FigureTable,
    heading: str,
    context_key: str = "",
    numbers: ListNumbers = NO_NUMBERS,
) -> list[Block]:
    """The same where it is figures: the state beside the name, the years in the caption."""
    heads, cells = asked.columns()
    rows = [(with_number(each.title, each.id, numbers), *cells[each.id]) for each in indicators]
    table, shown = data_table(f"{heading}。{asked.years}", (_called(indicators), *heads), rows)
    return with_menu(table, shown, indicators, context_key)


# History


def history_message(record: Record, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """How the indicators of a record have gone, in printed order: at most two charts, the others in words."""
    found = measures(indicators_of(catalog, record), values)
    note = partial_note(found)
    body: list[Block] = [header(f"{title(record)} の推移"), *warning_blocks(note)]
    said: list[str] = [note] if note else []
    for own in found:
        said.append(f"{own.sentence}。{own.course}")
        body += [section(measure_markup(own)), *chart_blocks([own], catalog, MOST_CHARTS - _charts(body))]
        body.append(paragraph(own.course))
    if not found:
        body.append(paragraph(NO_INDICATORS))
        said.append(NO_INDICATORS)
    row = [_record_of(own.indicator, context, len(found) > 1) for own in found[:5]]
    return assemble("\n".join([f"{title(record)} の推移", *said]), body, [actions(*row)] if row else [])


def _record_of(indicator: Indicator, context: str, named: bool) -> Block:
    label = f"{indicator.title}の実績を登録" if named else "実績を登録"
    return record_button(label, ids.RECORD, indicator.id, context=context)


def _charts(blocks: Sequence[Block]) -> int:
    return sum(block["type"] == "data_visualization" for block in blocks)


def chart_blocks(found: Sequence[Measure], catalog: Catalog, most: int) -> list[Block]:
    """Of those that have a history, the first ones."""
    charts = (chart for own in found if (chart := find_chart(own, catalog.strategy.period)))
    return list(islice(filter(None, map(chart_block, charts)), most))


def chart_block(chart: Chart) -> Block | None:
    """The chart as Slack draws one: a value in every series for every year, so that no year is one without a value.

    The baseline is the first point; each year says its own figure, which is the first series; the last is the goal,
    which has no year among them and stands as a level that its name tells. Where a year between is not known, it is
    drawn as columns: years stand one step apart, and a line over two of them would bend where nothing does. None where
    a number would lose its last digits.
    """
    points = [point for point in chart.of_kind("baseline", "actual") if _is_plottable(point.value)][-MOST_POINTS:]
    goals = chart.of_kind("target")  # none where the target is in words
    if len(points) < LEAST_ACTUALS or not all(_is_plottable(goal.value) for goal in goals):
        return None
    years = [point.year for point in points]
    labels = [shorten(f"{point.year.era_year} {point.label}", _POINT_LABEL) for point in points]
    digits = 1 + max(_decimals(one.value) for one in (*points, *goals))  # what was expected is no more exact than these
    expected = [round(chart.trajectory.value(point.year), digits) for point in points] if chart.trajectory else []
    kinds = "基準値・実績" if chart.of_kind("baseline") else "実績"
    series: list[tuple[str, Sequence[Decimal | Fraction]]] = [
        (f"{kinds}（{SAMPLE_MARK}）" if chart.is_sample else kinds, [point.value for point in points]),
        *([("見込み", expected)] if set(expected) - {goal.value for goal in goals} else []),
        *((shorten(goal.label, _POINT_LABEL), [goal.value] * len(points)) for goal in goals),
    ]
    return {
        "type": "data_visualization",
        "title": shorten(one_line(harmless(chart.title)), _TITLE),
        "chart": {
            "type": "line" if all(later - year == 1 for year, later in pairwise(years)) else "bar",
            "series": [{"name": own, "data": _data(labels, values)} for own, values in series],
            "axis_config": {
                "categories": labels,
                "x_label": "年度",
                "y_label": shorten(one_line(harmless(chart.unit)) or "値", _AXIS),
            },
        },
    }


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _is_plottable(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < MOST_PLOTTED


def _data(labels: Sequence[str], values: Sequence[Decimal | Fraction]) -> list[Block]:
    return [{"label": label, "value": _number(value)} for label, value in zip(labels, values, strict=True)]


def _number(value: Decimal | Fraction) -> int | float:
    return int(value) if value == int(value) else round(float(value), 6)


# News


def ledger_message(
    what: str, id: str, catalog: Catalog, values: Values, *, by: str, is_undo: bool = False, note: str = ""
) -> Message:
    """For the channel that hears of new values: who recorded or took back what, and where the indicator now stands.

    `what`: 「待機児童数 48人（令和5年度・確定値）」, of an undo whole sentences. `by`: a Slack user's id.
    """
    did = "実績の登録を取り消しました" if is_undo else "実績を登録しました"
    body = [section(Markup(f"{person(by)} さんが{did}。")), section(bold(what))]
    if note:
        body.append(context(f"備考：{note}"))
    indicator = catalog.indicators.get(id)
    if indicator is None:
        return assemble(f"{did}。{what}", body)
    own = measure(indicator, values)
    grounds = [f"{label}：{words}" for label, words in own.grounds]
    row = actions(record_button("詳しく", ids.OPEN, id), record_button("推移", ids.HISTORY, id))
    blocks = [*body, section(measure_markup(own)), *([context(*grounds)] if grounds else [])]
    return assemble("\n".join([f"{did}。{what}", own.sentence]), blocks, [row])
