"""What `kpi import` prints: how each column was understood, what would change, and every row that is not taken."""

from collections.abc import Sequence

from bot.terminal.kpi_pages import table
from bot.terminal.layout import INDENT, Page
from knowledge.indicators import Entry, figure_of
from knowledge.indicators.import_plan import ImportPlan, ListedRow
from knowledge.model import Indicator
from knowledge.wording.amounts import SAMPLE_MARK, amount_text

MOST_ROWS = 40
"""Rows of one reason that are named; more are counted."""


def import_page(page: Page, plan: ImportPlan) -> None:
    """What an import would change, and every refused row with its reason."""
    _columns(page, plan)
    _changes(page, plan)
    _listed(page, "まだ値がない欄", plan.pending)
    for why in dict.fromkeys(row.why for row in plan.skipped):
        _listed(page, f"読み飛ばした行（{why}）", [row for row in plan.skipped if row.why == why])
    if plan.refused:
        page.heading("受け付けられない行")
        page.bullets(
            f"{row.place}: {row.indicator}  {row.reason}" + (f"（{row.cell}）" if row.cell else "")
            for row in plan.refused
        )
    if plan.remarks or plan.ignored_sheets:
        page.heading("ご確認ください")
        page.bullets(plan.remarks)
        if plan.ignored_sheets:
            page.bullets([f"読まなかったシート: {'、'.join(plan.ignored_sheets)}"])
    page.blank()
    page.paragraph(plan.summary)


def _columns(page: Page, plan: ImportPlan) -> None:
    page.heading("列の読み方")
    for own in plan.tables:
        page.paragraph(own.place, INDENT)
        page.bullets([f"読む列: {'、'.join(f'{one.label}={one.place}' for one in own.taken)}"], indent=INDENT)
        if own.left_out:
            left = "、".join(f"{one.place}（{one.label}）" for one in own.left_out)
            page.bullets([f"取り込まない列: {left}"], indent=INDENT)


def _changes(page: Page, plan: ImportPlan) -> None:
    rows = [
        (
            row.kind,
            f"{row.place}（{row.cell}）",
            row.indicator.id,
            row.draft.point.label,
            _standing(row.before, row.indicator),
            amount_text(row.draft.value, row.indicator.unit, row.indicator.target.relative_to),
            SAMPLE_MARK if row.draft.sample else "速報" if row.draft.provisional else "確定",
        )
        for row in plan.accepted
    ]
    if rows:
        page.heading("変更される値")
        table(page, ("", "行", "ID", "年度", "いま", "登録後", "区分"), rows, right=(4, 5))


def _listed(page: Page, heading: str, rows: Sequence[ListedRow]) -> None:
    if not rows:
        return
    page.heading(heading)
    page.bullets(f"{row.place}: {row.text}" for row in rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        page.bullets([f"ほか {len(rows) - MOST_ROWS}行"])


def _standing(entry: Entry | None, indicator: Indicator) -> str:
    if entry is None:
        return "—"
    figure = figure_of(entry, indicator)
    return f"{figure.amount}{figure.sample_mark}"
