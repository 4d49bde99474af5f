"""What the `kpi` commands print: pages of plain lines, pure functions of records."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len

from bot.config.progress_settings import ProgressSettings
from bot.terminal.cards import LABEL, indicator_card
from bot.terminal.layout import INDENT, Page
from bot.values.current import shown_state, sparkline
from knowledge.answers import Item
from knowledge.indicators import (
    STATES,
    CurrentValues,
    Entry,
    ImportPlan,
    Ledger,
    Progress,
    Review,
    ReviewRow,
    State,
    groups_of,
    status_text,
    value_text,
)
from knowledge.model import Indicator, amount_text, percent_text
from knowledge.wording import SAMPLE_MARK, progress_text, stamp_text, state_label

Grid = Sequence[Sequence[str]]
SAMPLE_WARNING = f"【{SAMPLE_MARK}】デモンストレーション用の値を含みます。senryaku kpi sample --remove で取り除けます。"


def list_page(
    page: Page,
    values: CurrentValues,
    ids: Sequence[str],
    settings: ProgressSettings,
    elsewhere: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """The indicators asked for under their goal or package, with how they stand.

    `elsewhere`: other strategies with the number of entries in their ledgers.
    """
    if any(entry.sample for id in ids for entry in values.entries(id)):
        page.paragraph(SAMPLE_WARNING)
    for _, label, indicators in groups_of(values.catalog.base):
        shown = [indicator for indicator in indicators if indicator.id in ids]
        if shown:
            page.heading(label)
        for indicator in shown:
            page.bullets([f"{indicator.id} {indicator.name}"])
            page.progress(progress_text(indicator, values.get(indicator.id)), INDENT)
            page.paragraph(standing_text(values.progress(indicator.id), settings), INDENT)
    page.blank()
    page.paragraph(counts_text(_counts(values.progress(id).state for id in ids)))
    vanished = values.ledger.vanished(values.catalog.indicators)
    if vanished:
        told = "、".join(dict.fromkeys(entry.indicator for entry in vanished))
        page.paragraph(f"計画にない指標の値が {len(vanished)}件残っています（{told}）。kpi history で確かめられます。")
    for title, entries in elsewhere.items():
        page.paragraph(f"ほかの戦略（{title or '名称なし'}）の記録が {entries}件あります。この一覧には含みません。")


def standing_text(progress: Progress, settings: ProgressSettings) -> str:
    """「状況 遅れ ▲　進捗 25.9%（この年度の見込み 80.0%）」."""
    rate = f"　進捗 {progress.rate_text}" if progress.rate is not None else ""
    expected = ""
    if rate and progress.expected is not None:
        expected = f"（{progress.year.label if progress.year else ''}の見込み {percent_text(progress.expected)}）"
    return f"状況 {state_label(shown_state(progress, settings))}{rate}{expected}"


def counts_text(counts: Mapping[State, int]) -> str:
    told = "、".join(f"{state} {counts[state]}" for state in STATES if counts[state])
    return f"計 {sum(counts.values())}件" + (f"（{told}）" if told else "")


def _counts(states: Iterable[State]) -> dict[State, int]:
    found = list(states)
    return {state: found.count(state) for state in STATES}


def show_page(page: Page, values: CurrentValues, indicator: Indicator, settings: ProgressSettings) -> None:
    """The card of the indicator, its progress with the formula, and its history as a table and a line of bars."""
    if any(entry.sample for entry in values.entries(indicator.id)):
        page.paragraph(SAMPLE_WARNING)
        page.blank()
    indicator_card(page, values.catalog, Item("kpi", indicator.id, indicator.name, 1.0), dict(values))
    progress = values.progress(indicator.id)
    page.blank()
    page.field("状況", state_label(shown_state(progress, settings)), LABEL)
    page.field("進捗率", progress.rate_text, LABEL)
    if progress.formula:
        page.field("算式", progress.formula, LABEL)
    page.field("理由", progress.reason, LABEL)
    if progress.grade:
        page.field("評価", progress.grade, LABEL)
    _history(page, values, indicator)


def _history(page: Page, values: CurrentValues, indicator: Indicator) -> None:
    page.heading("推移")
    by_year = values.by_year(indicator.id)
    if not by_year:
        page.paragraph("実績はまだ登録されていません。", INDENT)
        return
    rows = [
        (
            entry.point.label,
            value_text(entry, indicator),
            status_text(entry),
            values.progress(indicator.id, year).rate_text,
            values.standing(indicator.id, year),
            entry.id,
        )
        for year, entry in by_year.items()
    ]
    table(page, ("年度", "実績", "区分", "進捗率", "状況", "記録"), rows, right=(1, 3))
    page.paragraph(f"{min(by_year).label}〜{max(by_year).label}  {sparkline(values, indicator.id)}", INDENT)


def entries_page(page: Page, ledger: Ledger, entries: Sequence[Entry]) -> None:
    """Every entry as it was written, oldest first, with what has become of it."""
    if not entries:
        page.paragraph("記録はまだありません。")
        return
    for entry in entries:
        what = "取消" if entry.kind == "undo" else "訂正" if entry.replaces else "登録"
        about = f"（{entry.replaces} の{what}）" if entry.replaces else ""
        page.bullets([f"{entry.id}  {stamp_text(entry.at)}  {entry.by}  {what}{about}"])
        value = f"{entry.point.label} {amount_text(entry.value, entry.unit)}（{status_text(entry)}）"
        page.paragraph(f"{value}  {ledger.fate(entry.id)}", INDENT)
        for label, text in (("出典", entry.source), ("備考", entry.note)):
            if text:
                page.paragraph(f"{label}: {text}", INDENT)


def plan_page(page: Page, plan: ImportPlan) -> None:
    """What an import would change, and every refused row with its reason."""
    rows = [
        (
            row.kind,
            str(row.place),
            row.indicator.id,
            row.draft.point.label,
            row.before.value_text if row.before else "—",
            amount_text(row.draft.value, row.indicator.unit),
            SAMPLE_MARK if row.draft.sample else "速報" if row.draft.provisional else "確定",
        )
        for row in plan.accepted
    ]
    if rows:
        page.heading("変更される値")
        table(page, ("", "行", "ID", "年度", "いま", "登録後", "区分"), rows, right=(4, 5))
    if plan.refused:
        page.heading("受け付けられない行")
        page.bullets(f"{row.place}: {row.indicator}  {row.reason}" for row in plan.refused)
    for label, names in (("読まなかった列", plan.ignored_columns), ("読まなかったシート", plan.ignored_sheets)):
        if names:
            page.blank()
            page.paragraph(f"{label}: {'、'.join(names)}")
    page.blank()
    page.paragraph(plan.summary)


def review_page(page: Page, found: Review, settings: ProgressSettings) -> None:
    """The yearly table: by goal and by package, counts, and who still owes which values."""
    page.title(f"{found.year.label} KPI 検証表")
    if found.has_samples:
        page.paragraph(SAMPLE_WARNING)
    page.paragraph(counts_text(found.counts))
    for group in found.groups:
        page.heading(f"{group.label}　{counts_text(group.counts)}")
        for row in group.rows:
            page.bullets([f"{row.indicator.id} {row.indicator.name}"])
            page.progress(_figures(row), INDENT)
            page.paragraph(standing_text(row.progress, settings), INDENT)
    page.heading("実績が未登録の指標")
    if not found.missing:
        page.paragraph("ありません。", INDENT)
    for group in found.missing:
        page.bullets([f"{group.label}: {len(group.missing)}件（{'、'.join(r.indicator.id for r in group.missing)}）"])


def _figures(row: ReviewRow) -> str:
    actual = f"{value_text(row.entry, row.indicator)}（{status_text(row.entry)}）" if row.entry else None
    return progress_text(row.indicator, actual).replace("最新の実績", "実績")


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
