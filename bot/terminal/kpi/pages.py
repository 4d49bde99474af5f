"""What the `kpi` commands print: pages of plain lines, pure functions of records."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len

from bot.terminal.cards import lay_out, lay_out_standing
from bot.terminal.layout import INDENT, Page
from knowledge.indicators import CurrentValues, Entry, Ledger, Review, ReviewRow, figure_of
from knowledge.indicators.review import groups_of
from knowledge.model import Catalog, Indicator
from knowledge.wording import card_of, count_states, counts_text, measures, state_label, years_note
from knowledge.wording.amounts import amount_of, amount_text, quoted
from knowledge.wording.figure_columns import FigureTable, standing_rows
from knowledge.wording.moments import stamp_text
from knowledge.wording.states import StateWord, attention_heading
from knowledge.wording.values import PARTIAL_NOTE, SAMPLE_NOTE, measure, worst_first

_MOST_WORST = 5  # indicators that a review in short names
Grid = Sequence[Sequence[str]]
NOTHING_TO_SHOW = "いま表示できる記録はありません。"
SAMPLE_WARNING = f"※ {SAMPLE_NOTE}"
REMOVE_SAMPLES = "senryaku kpi sample --remove で取り除けます。"  # for who keeps the values


def list_page(
    page: Page, values: CurrentValues, ids: Sequence[str], elsewhere: Mapping[str, int] = MappingProxyType({})
) -> None:
    """The indicators asked for under their goal or package, with how they stand.

    `elsewhere`: other strategies with the number of entries in their ledgers.
    """
    if values.is_partial:
        page.paragraph(PARTIAL_NOTE)
    if any(entry.sample for id in ids for entry in values.entries(id)):
        page.paragraph(f"{SAMPLE_WARNING}{REMOVE_SAMPLES}")
    told, years = standing_rows(measures([values.catalog.indicator(id) for id in ids], values))
    page.paragraph(years)
    for _, title, _, indicators in groups_of(values.catalog.base):
        shown = [indicator for indicator in indicators if indicator.id in ids]
        if shown:
            page.heading(title)
        for own in measures(shown, values):
            lay_out_standing(page, own, f"・{own.indicator.id} ", told[own.indicator.id])
    page.blank()
    page.paragraph(_counts(len(ids), count_states(values.standing(id) for id in ids)))
    page.paragraph(years_note(measures([values.catalog.indicator(id) for id in ids], values)))
    vanished = values.ledger.vanished(values.catalog.indicators)
    if vanished:
        named = "、".join(dict.fromkeys(entry.indicator for entry in vanished))
        page.paragraph(f"計画にない指標の値が{len(vanished)}件残っています（{named}）。kpi history で確かめられます。")
    for title, entries in elsewhere.items():
        page.paragraph(f"ほかの戦略（{title or '名称なし'}）の記録が{entries}件あります。この一覧には含みません。")


def _office(page: Page, row: ReviewRow) -> None:
    """What the office says of its own value, beside our judgement."""
    for label, text in row.of_office.items():
        if text:
            page.paragraph(f"{label}：{text}", INDENT)


def _counts(total: int, counts: Mapping[StateWord, int]) -> str:
    return f"計 {total}件" + (f"（{counts_text(counts)}）" if total else "")


def show_page(page: Page, values: CurrentValues, indicator: Indicator) -> None:
    """The card of the indicator, and its history as a table and a line of bars."""
    lay_out(page, card_of(indicator, values.catalog, values))
    _history(page, values, indicator)


def _history(page: Page, values: CurrentValues, indicator: Indicator) -> None:
    page.heading("推移")
    by_year = values.by_year(indicator.id)
    if not by_year:
        page.paragraph(NOTHING_TO_SHOW if values.is_partial else "実績はまだ登録されていません。", INDENT)
        return
    figures = {year: figure_of(entry, indicator) for year, entry in by_year.items()}
    rows = [
        (
            figures[year].year,
            figures[year].amount,
            figures[year].status,
            values.progress(indicator.id, year).rate_text,
            state_label(values.standing(indicator.id, year), values.progress(indicator.id, year).shortfall),
            entry.id,
        )
        for year, entry in by_year.items()
    ]
    table(page, ("年度", "実績", "区分", "進捗", "状態", "記録"), rows, right=(1, 3))
    page.paragraph(measure(indicator, values).bars, INDENT)


def entries_page(page: Page, ledger: Ledger, entries: Sequence[Entry], catalog: Catalog) -> None:
    """Every entry as it was written, oldest first, with what has become of it."""
    if ledger.is_partial:
        page.paragraph(PARTIAL_NOTE)
    if not entries:
        page.paragraph(NOTHING_TO_SHOW if ledger.is_partial else "記録はまだありません。")
        return
    for entry in entries:
        what = "取消" if entry.kind == "undo" else "訂正" if entry.replaces else "登録"
        about = f"（{entry.replaces} の{what}）" if entry.replaces else ""
        page.bullets([f"{entry.id}  {stamp_text(entry.at)}  {entry.by}  {what}{about}"])
        known = catalog.indicators.get(entry.indicator)
        amount = amount_of(known, entry.value) if known else amount_text(entry.value, entry.unit)
        value = f"{entry.point.label} {amount}（{entry.status}）"
        page.paragraph(f"{value}  {ledger.status_text(entry.id)}", INDENT)
        for label, text in (("出典", entry.source), ("備考", entry.note)):
            if text:
                page.paragraph(f"{label}: {text}", INDENT)


def review_page(
    page: Page, found: Review, source: str, plan: str = "", *, in_full: bool = True, for_keeper: bool = False
) -> None:
    """The yearly table: by goal and by package, counts, and who still owes which values. `source`: the plan's edition;
    `plan`: its name, where several are. `in_full`: with every indicator, and not the worst of them alone. `for_keeper`:
    with the ids by which values are recorded, and how samples are removed.
    """
    page.title(f"{found.year.label} KPI 検証表")
    if plan:
        page.paragraph(f"計画：{plan}")
    if PARTIAL_NOTE in found.notes:
        page.paragraph(PARTIAL_NOTE)
    if found.has_samples:
        page.paragraph(f"{SAMPLE_WARNING}{REMOVE_SAMPLES if for_keeper else ''}")
    page.paragraph(_counts(len(found.rows), found.counts))
    told, years = standing_rows([row.measure for row in found.rows])
    if in_full:
        page.paragraph(years)
    for group in found.groups:
        counted = f"{group.label}　{_counts(len(group.rows), group.counts)}"
        if not in_full:
            page.bullets([counted])
            continue
        page.heading(counted)
        for row in group.rows:
            id = row.indicator.id
            lay_out_standing(page, row.measure, f"・{id} " if for_keeper else "・", told[id])
            _office(page, row)
    if not in_full:
        _worst(page, found)
    page.heading("実績が未登録の指標")
    if not found.missing:
        page.paragraph("ありません。", INDENT)
    for group in found.missing:
        named = "、".join(row.indicator.id if for_keeper else quoted(row.indicator.title) for row in group.missing)
        page.bullets([f"{group.label}: {len(group.missing)}件{f'（{named}）' if in_full else ''}"])
    page.blank()
    page.paragraph(f"出典  {source}", style="dim")
    if found.ended:
        page.paragraph(f"※ {found.ended}")


def _worst(page: Page, found: Review) -> None:
    late = [own for own in worst_first([row.measure for row in found.rows]) if own.is_late]
    table = FigureTable.of(late[:_MOST_WORST], with_rates=True)
    if late:
        page.heading(attention_heading(own.state for own in late))
        page.paragraph(table.years)
    for own in late[:_MOST_WORST]:
        page.chain(own.name, table.rows[own.indicator.id].chain, "・")
    whole = f"senryaku kpi review --year {int(found.year)}"
    page.paragraph(f"すべての指標は「{whole}」で表示し、「-o 検証表.xlsx」を付けると Excel に書き出します。")


def table(page: Page, header: Sequence[str], rows: Grid, right: Sequence[int] = ()) -> None:
    """Columns by display width; numbers to the right."""
    grid = [header, *rows]
    widths = [max(cell_len(row[column]) for row in grid) for column in range(len(header))]
    for row in grid:
        cells = [_padded(text, widths[at], at in right) for at, text in enumerate(row)]
        page.paragraph("  ".join(cells).rstrip(), INDENT)


def _padded(text: str, width: int, to_the_right: bool) -> str:
    room = " " * (width - cell_len(text))
    return room + text if to_the_right else text + room
