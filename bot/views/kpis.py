"""Indicators: one as a card, several as a native table, a history as a native chart; each with its words in the text.

Numbers come from the document or from the recorded actuals; a percentage stands only where it would be true.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, harmless, lines, one_line, person, shorten
from bot.views.ids import Value
from bot.views.parts import (
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    fields,
    header,
    menu,
    option,
    paragraph,
    record_button,
    rest,
    room,
    section,
)
from bot.views.tables import data_table
from knowledge.model import Catalog, FiscalYear, Indicator, amount_text
from knowledge.wording import (
    SAMPLE_MARK,
    Record,
    Values,
    ValueView,
    actual_text,
    facts,
    figures,
    home,
    indicators_of,
    kind_label,
    progress_bar,
    record_text,
    source_text,
    state_label,
    state_of,
    title,
)

COUNTING = {"single": "", "cumulative": "計画期間の累計", "total": "年度末の総数"}
BETTER = {"higher": "増やすことが目標", "lower": "減らすことが目標", "keep": "保つことが目標"}
OWN_LINKS = "事業とKPIの対応は本ボットが付けたもので、計画の記載ではありません。"
COLUMNS = ("KPI", "基準値", "最新の実績", "目標値", "状態")
MOST_CHARTS, MOST_POINTS = 2, 20
MOST_PLOTTED = Decimal(10) ** 15  # beyond it a chart's number is no longer the printed one
_TITLE, _POINT_LABEL, _AXIS = room(50), room(20), room(50)


# One indicator


def indicator_markup(indicator: Indicator, view: ValueView | None) -> Markup:
    """Name, 基準値 → 最新の実績 → 目標値, progress and state (実績未登録 is said once): an indicator on any card."""
    bar = progress_bar(view.progress) if view and view.progress is not None else ""
    standing = "　".join(filter(None, [bar, state_label(state_of(view)) if view else ""]))
    return lines(bold(indicator.name), escape(figures(indicator, view)), escape(standing))


def kpi_message(id: str, catalog: Catalog, values: Values, *, years: Sequence[int] = (), context: str = "") -> Message:
    """One indicator in full. `years` are the fiscal years that were asked for."""
    indicator = catalog.indicator(id)
    body = kpi_body(indicator, catalog, values, years)
    text = "\n".join([*year_lines(indicator, values.latest(id), years), record_text(catalog, indicator, values)])
    return assemble(text, body, [kpi_actions(indicator, context)])


def kpi_body(indicator: Indicator, catalog: Catalog, values: Values, years: Sequence[int] = ()) -> list[Block]:
    view = values.latest(indicator.id)
    how = "・".join(filter(None, [COUNTING[indicator.counting], BETTER[indicator.better]]))
    blocks = [
        header(indicator.name),
        context(f"{home(catalog, indicator)}の{kind_label(indicator)}（{how}）"),
        *(section(Markup(f"*{escape(line)}*")) for line in year_lines(indicator, view, years)),
        fields(
            [
                ("基準値", facts.dated(indicator.baseline)),
                ("最新の実績", actual_text(view)),
                ("目標値", facts.dated(indicator.target)),
                ("状態", state_label(state_of(view))),
            ]
        ),
    ]
    if view and view.progress is not None:
        blocks.append(section(Markup(f"目標に向けた進み具合\n{progress_bar(view.progress)}")))
    blocks += value_notes(view)
    if projects := [catalog.projects[id].name for id in getattr(indicator, "projects", ()) if id in catalog.projects]:
        blocks.append(context(f"関連する事業：{'、'.join(projects)}", OWN_LINKS))
    return [*blocks, context(source_text(catalog, indicator.span))]


def value_notes(view: ValueView | None) -> list[Block]:
    """Why the state is what it is, how it was computed, and what was noted with the value."""
    if view is None:
        return []
    notes = [
        view.reason,
        f"算式：{view.formula}" if view.formula else "",
        f"備考：{view.note}" if view.note else "",
        f"実績の出所：{view.source}" if view.source else "",
        view.recorded,
    ]
    return [context(*notes)] if any(notes) else []


def year_lines(indicator: Indicator, view: ValueView | None, years: Sequence[int]) -> list[str]:
    """The actual of each year asked for; nothing for the years of baseline and target, which are shown anyway."""
    history = dict(view.history) if view else {}
    printed = {q.fiscal_year for q in (indicator.baseline, indicator.target) if q is not None}
    said = []
    for year in years[:5]:
        if year in history:
            sample = f"【{SAMPLE_MARK}】" if view and view.is_sample else ""
            said.append(f"{FiscalYear(year).label}の実績は {amount_text(history[year], indicator.unit)}{sample} です。")
        elif year not in printed:
            said.append(f"{FiscalYear(year).label}の実績は登録されていません。")
    return said


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
    indicator_ids: Sequence[str], catalog: Catalog, values: Values, *, heading: str = "KPI一覧", context: str = ""
) -> Message:
    """In the given order; those that the catalog does not know are left out."""
    found = [catalog.indicators[id] for id in indicator_ids if id in catalog.indicators]
    said = [facts.indicator_line(each, actual_text(values.latest(each.id))) for each in found]
    text = "\n".join([f"{heading}：{len(found)}件", *(f"・{line}" for line in said)])
    share = button("チャンネルに共有", ids.SHARE, ids.encode(Value(tuple(each.id for each in found), context)))
    tail = [actions(share)] if found else []
    return assemble(text, [header(heading), *kpi_list(found, values, heading, context)], tail)


def list_heading(indicators: Sequence[Indicator], catalog: Catalog) -> str:
    """「政策パッケージ3 …のKPI」 where all have one home."""
    found = {home(catalog, indicator) for indicator in indicators}
    kinds = "・".join(dict.fromkeys(kind_label(indicator) for indicator in indicators))
    return f"{found.pop()}の{kinds}" if len(found) == 1 else f"該当する{kinds}"


def kpi_list(indicators: Sequence[Indicator], values: Values, heading: str, context_key: str = "") -> list[Block]:
    """The table and a menu to open one of its rows."""
    if not indicators:
        return [paragraph("該当するKPIはありません。")]
    table, shown = kpi_table(indicators, values, heading)
    return _with_menu(table, shown, indicators, context_key)


def _with_menu(table: Block, shown: int, indicators: Sequence[Indicator], context_key: str) -> list[Block]:
    chosen = [
        option(each.name, ids.encode(Value((each.id,), context_key), ids.OPTION_ROOM), each.id)
        for each in indicators[:100]
    ]
    left = [context(rest(len(indicators) - shown))] if shown < len(indicators) else []
    return [table, *left, actions(menu("KPIを選んで詳しく見る", ids.PICK, chosen))]


def kpi_table(indicators: Sequence[Indicator], values: Values, heading: str) -> tuple[Block, int]:
    """A native table and how many rows found room in it."""
    caption = f"{heading}（{len(indicators)}件）。実績は登録済みの最新のもの、状態は目標に向けた進み具合です。"
    return data_table(caption, COLUMNS, [_row(each, values.latest(each.id)) for each in indicators])


def kpi_answers(
    indicators: Sequence[Indicator], said: Mapping[str, str], heading: str, context_key: str = ""
) -> list[Block]:
    """What was asked of each: its change from the year before, its state in a year. `said` by id."""
    rows = [(each.name, said[each.id]) for each in indicators]
    table, shown = data_table(heading, ("KPI", "お尋ねの値"), rows)
    return _with_menu(table, shown, indicators, context_key)


def _row(indicator: Indicator, view: ValueView | None) -> tuple[str, ...]:
    return (
        indicator.name,
        facts.dated(indicator.baseline),
        actual_text(view),
        facts.dated(indicator.target),
        state_label(state_of(view)),
    )


# History


def history_message(record: Record, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """How the indicators of a record have gone, in printed order: at most two charts, the others in words."""
    indicators = indicators_of(catalog, record)
    body: list[Block] = [header(f"{title(record)} の推移")]
    said: list[str] = []
    for indicator in indicators:
        view = values.latest(indicator.id)
        chart = kpi_chart(indicator, view) if _charts(body) < MOST_CHARTS else None
        words = history_text(indicator, view)
        state = f"{state_label(state_of(view))}。" if view and view.history else ""
        said.append(f"{indicator.name}：{figures(indicator, view)}。{state}{words}")
        body += [section(indicator_markup(indicator, view)), *([chart] if chart else []), paragraph(words)]
    if not indicators:
        body.append(paragraph("結び付いたKPIはありません。"))
        said.append("結び付いたKPIはありません。")
    named = len(indicators) > 1
    row = [_record_of(each, context, named) for each in indicators[:5]]
    return assemble("\n".join([f"{title(record)} の推移", *said]), body, [actions(*row)] if row else [])


def _record_of(indicator: Indicator, context: str, named: bool) -> Block:
    label = f"{indicator.name}の実績を登録" if named else "実績を登録"
    return record_button(label, ids.RECORD, indicator.id, context=context)


def _charts(blocks: Sequence[Block]) -> int:
    return sum(block["type"] == "data_visualization" for block in blocks)


def history_text(indicator: Indicator, view: ValueView | None) -> str:
    """「令和2年度 54人、令和3年度 48人（目標値 0人（令和6年度））」 with the years that are missing in between."""
    if not view or not view.history:
        return "実績はまだ登録されていません。"
    told = "、".join(f"{FiscalYear(year).label} {amount_text(value, indicator.unit)}" for year, value in view.history)
    years = [year for year, _ in view.history]
    missing = [FiscalYear(y).label for y in range(min(years), min(max(years), min(years) + 50)) if y not in years]
    gap = f"{'、'.join(missing)}は実績未登録のため、グラフにありません。" if missing else ""
    sample = f"【{SAMPLE_MARK}】" if view.is_sample else ""
    return f"実績{sample} {told}。目標値 {facts.dated(indicator.target)}。{gap}"


def kpi_chart(indicator: Indicator, view: ValueView | None) -> Block | None:
    """Actuals and target as two series over the recorded years; None below two actuals."""
    history = [point for point in (view.history if view else ()) if _is_plottable(point[1])][-MOST_POINTS:]
    if len(history) < 2 or not _is_plottable(indicator.target.value):
        return None
    labels = [shorten(FiscalYear(year).label, _POINT_LABEL) for year, _ in history]
    target = [(label, indicator.target.value) for label in labels]
    actual = [(label, value) for label, (_, value) in zip(labels, history, strict=True)]
    name = "実績（架空の値）" if view and view.is_sample else "実績"
    return {
        "type": "data_visualization",
        "title": shorten(one_line(harmless(f"{indicator.name}の推移")), _TITLE),
        "chart": {
            "type": "line",
            "series": [_series(name, actual), _series("目標値", target)],
            "axis_config": {
                "categories": labels,
                "x_label": "年度",
                "y_label": shorten(one_line(harmless(indicator.unit)) or "値", _AXIS),
            },
        },
    }


def _is_plottable(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < MOST_PLOTTED


def _series(name: str, points: Sequence[tuple[str, Decimal]]) -> Block:
    return {"name": name, "data": [{"label": label, "value": _number(value)} for label, value in points]}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


# News


def ledger_message(
    what: str, id: str, catalog: Catalog, values: Values, *, by: str, is_undo: bool = False, note: str = ""
) -> Message:
    """For the channel that hears of new values: who recorded or took back what, and where the indicator now stands.

    `what`: 「待機児童数 48人（令和5年度・確定値）」, of an undo the whole sentence. `by`: a Slack user's id.
    """
    did = "実績の登録を取り消しました" if is_undo else "実績を登録しました"
    body = [section(Markup(f"{person(by)} さんが{did}。")), section(bold(what))]
    if note:
        body.append(context(f"備考：{note}"))
    indicator = catalog.indicators.get(id)
    if indicator is None:
        return assemble(f"{did}。{what}", body)
    view = values.latest(id)
    text = f"{did}。{what}。{figures(indicator, view)}。状態 {state_label(state_of(view))}。".replace("。。", "。")
    row = actions(record_button("詳しく", ids.OPEN, id), record_button("推移", ids.HISTORY, id))
    return assemble(text, [*body, section(indicator_markup(indicator, view)), *_judged(view)], [row])


def _judged(view: ValueView | None) -> list[Block]:
    notes = [view.reason, f"算式：{view.formula}" if view.formula else ""] if view else []
    return [context(*notes)] if any(notes) else []
