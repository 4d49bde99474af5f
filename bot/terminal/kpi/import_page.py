"""What `kpi import` prints: how each column was understood, what would change, and every row that is not taken."""

from collections.abc import Sequence

from bot.terminal.layout import INDENT, Page
from knowledge.indicators import Entry, figure_of
from knowledge.indicators.import_plan import AcceptedRow, ImportPlan, ListedRow, RefusedRow
from knowledge.model import Indicator
from knowledge.wording.amounts import SAMPLE_MARK, amount_text

MOST_ROWS = 40
"""Rows of one reason that are named; more are counted."""
HOW_TO_CONFIRM = (
    "正しい値は --confirm に欄を並べて（例 --confirm F6,K4。すべて正しければ --yes）取り込むか、"
    "表の「確認」の列に「済」と書いてください。"
)


def import_page(page: Page, plan: ImportPlan) -> None:
    """What an import would change, and every refused row with its reason."""
    _columns(page, plan)
    _changes(page, plan)
    _listed(page, "まだ値がない欄", plan.pending)
    for why in dict.fromkeys(row.why for row in plan.skipped):
        _listed(page, f"読み飛ばした行（{why}）", [row for row in plan.skipped if row.why == why])
    _reasons(page, "受け付けられない行", [row for row in plan.refused if row.once_confirmed is None])
    _reasons(page, "確認が必要な値", plan.doubts)
    if plan.doubts:
        page.paragraph(HOW_TO_CONFIRM)
    answered = [row for row in plan.accepted if row.confirmed]
    _reasons(page, "確認済みとして取り込む値", [RefusedRow(r.place, r.cell, _value(r), r.confirmed) for r in answered])
    _marked(page, [row for row in plan.accepted if row.marked])
    _noted(page, [row for row in plan.accepted if row.draft.note])
    if plan.remarks or plan.ignored_sheets:
        page.heading("ご確認ください")
        page.bullets(plan.remarks)
        if plan.ignored_sheets:
            page.bullets([f"読まなかったシート: {'、'.join(plan.ignored_sheets)}"])
    page.blank()
    page.paragraph(plan.summary)


def _reasons(page: Page, heading: str, rows: Sequence[RefusedRow]) -> None:
    """Cells of a row that have one reason together."""
    if not rows:
        return
    page.heading(heading)
    cells: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        value = f"「{row.once_confirmed.marked}」" if row.once_confirmed and row.once_confirmed.marked else ""
        cells.setdefault((row.place, row.indicator, row.reason), []).append(f"{row.cell}{value}")
    for (place, indicator, reason), some in cells.items():
        where = f"（{'、'.join(some)}）" if any(some) else ""
        page.bullets([f"{place}: {indicator}  {reason}{where}"])


def _marked(page: Page, rows: Sequence[AcceptedRow]) -> None:
    if rows:
        page.heading("印のある値（印は区分か備考に残します）")
        page.bullets(f"{row.place}: {row.cell}「{row.marked}」→ {_value(row)}" for row in rows)


def _noted(page: Page, rows: Sequence[AcceptedRow]) -> None:
    if not rows:
        return
    page.heading("備考のある値（備考も登録します）")
    lines = [f"{row.place}: {row.cell} {_value(row)}  {' '.join(row.draft.note.split())}" for row in rows]
    page.bullets(lines[:MOST_ROWS])
    if len(lines) > MOST_ROWS:
        page.bullets([f"ほか{len(lines) - MOST_ROWS}件"])


def _value(row: AcceptedRow) -> str:
    amount = amount_text(row.draft.value, row.indicator.unit, row.indicator.compared_with)
    return f"{row.indicator.title} {row.draft.point.label} {amount}"


def _columns(page: Page, plan: ImportPlan) -> None:
    page.heading("列の読み方")
    for own in plan.tables:
        page.paragraph(own.place, INDENT)
        page.bullets([f"読む列: {'、'.join(f'{one.label}={one.place}' for one in own.taken)}"], indent=INDENT)
        if own.left_out:
            left = "、".join(f"{one.place}（{one.label}）" for one in own.left_out)
            page.bullets([f"取り込まない列: {left}"], indent=INDENT)


def _changes(page: Page, plan: ImportPlan) -> None:
    """A line or two each: a table of so many columns has no room in a terminal."""
    if plan.accepted:
        page.heading("変更される値（いま → 登録後）")
        page.bullets(map(_change, plan.accepted))


def _change(row: AcceptedRow) -> str:
    after = amount_text(row.draft.value, row.indicator.unit, row.indicator.compared_with)
    status = SAMPLE_MARK if row.draft.sample else "速報" if row.draft.provisional else "確定"
    figures = f"{_standing(row.before, row.indicator)} → {after}（{status}）"
    where = f"{row.place}（{row.cell}）"
    return f"{row.kind}  {row.indicator.id} {row.indicator.title}  {row.draft.point.label}  {figures}  {where}"


def _listed(page: Page, heading: str, rows: Sequence[ListedRow]) -> None:
    if not rows:
        return
    page.heading(heading)
    page.bullets(f"{row.place}: {row.text}" for row in rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        page.bullets([f"ほか{len(rows) - MOST_ROWS}行"])


def _standing(entry: Entry | None, indicator: Indicator) -> str:
    if entry is None:
        return "—"
    figure = figure_of(entry, indicator)
    return f"{figure.amount}{figure.sample_mark}"
