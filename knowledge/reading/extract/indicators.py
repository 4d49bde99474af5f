"""Rows of indicator tables → the fields of indicators. What cannot be read is a finding, never another value."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from knowledge.model.amount_cells import (
    CellContext,
    HeaderYears,
    PartAmounts,
    counts_years,
    read_amounts,
    read_header_years,
)
from knowledge.model.amount_words import around, is_known_unit
from knowledge.model.cell_tokens import without_footnote
from knowledge.model.column_words import BRACKETED, is_unit
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import fold
from knowledge.model.quantity import Quantity, in_one_scale, is_blank, is_one_unit, printed_unit, with_unit_of_row
from knowledge.model.records import TABLE_AS_TEXT, Counting, Finding, Span, better_of, is_rank, origin_of, says_sum
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock, span_of
from knowledge.reading.outline import Section
from knowledge.reading.sources.mending import UNREAD_MARK
from knowledge.reading.tables.arrows import heads_way, with_way_apart
from knowledge.reading.tables.cells import cell_kind, is_bare_value, is_reference
from knowledge.reading.tables.doubts.of_rows import doubt_of_name, doubt_of_values
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.glued_headers import heads_table
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.whole_rows import is_mere_ending, is_unfinished

_PER = re.compile(r"[A-Za-zμ]{1,3}[/／][A-Za-z0-9一-龥・]{1,6}")  # 「g/人・日」「mg/L」
WITHOUT_YEAR = "目標の年度が書かれていません"  # told of a row, and once for all rows by the report
_OTHER_TABLE = "指標の表ではない表は、本文として検索できるようにしました"
_FARTHEST_PAGE = 12  # lines from a table to where it goes on


class IndicatorRow(Struct, frozen=True):
    name: str
    unit: str
    counting: Counting
    baseline: Quantity | None
    target: Quantity
    span: Span
    interim: tuple[Quantity, ...] = ()
    part: str | None = None
    known: Quantity | None = None

    def fields(self) -> dict[str, Any]:
        """What an indicator's record takes from it: everything but the id."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        begun = self.baseline
        if self.target.value is not None:
            begun = origin_of(self.name, self.counting, self.baseline, self.target)
        return own | {"better": better_of(begun, self.target, self.name, self.interim)}


class _UnreadableRowError(Exception):
    """What of a row cannot be read, in Japanese."""


def read_indicator_table(
    blocks: Sequence[TextBlock], plan: Period | None
) -> tuple[list[IndicatorRow], list[Finding], list[TextBlock]]:
    """Rows, what was odd about them, and the blocks that were read."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    for block in blocks:
        if block.entries is None or block.is_held:
            continue
        told = [read_entry(entry, block.span, plan) for entry in block.entries]
        rows += [row for found, _ in told for row in found]
        findings += [finding for _, odd in told for finding in odd]
        read += [block] if all(found for found, _ in told) else []
    return rows, findings, read


def read_entry(entry: PrintedIndicator, span: Span, plan: Period | None) -> tuple[list[IndicatorRow], list[Finding]]:
    """A row for each part of the target, or none and why."""
    entry = with_way_apart(entry)
    try:
        found = list(_rows(entry, span, plan))
    except _UnreadableRowError as error:
        return [], [Finding("warning", str(error), span)]
    if any(_is_past(row, plan) for row, _ in found):
        told = f"指標「{entry.name}」の目標年度が計画期間より前のため、この計画の目標として取り込みません"
        return [], [Finding("warning", told, span)]
    if why := next(filter(None, (_doubt(entry, row) for row, _ in found)), ""):
        return [], [Finding("warning", f"指標「{entry.name}」は、{why}ため、値を取り込みません", span)]
    broken = [f"指標「{entry.name}」の名前が途中で切れています。続きを corrections.toml で補ってください"]
    cut_off = broken if is_unfinished(without_footnote(entry.name)) else []
    doubts = [Finding("warning", doubt, span) for doubt in (*cut_off, *(one for _, some in found for one in some))]
    undated = [Finding("info", WITHOUT_YEAR, span)] if _is_undated(entry, plan) else []
    return [row for row, _ in found], [*doubts, *undated]


def _doubt(entry: PrintedIndicator, row: IndicatorRow) -> str:
    units = ["" if is_blank(entry.unit) else entry.unit, row.unit]
    return doubt_of_name(row.name) or doubt_of_values(row.name, units, row.baseline, row.interim, row.target)


def _is_undated(entry: PrintedIndicator, plan: Period | None) -> bool:
    """Whether only the plan's end says by when a target is to be reached."""
    targets = _amounts(entry, entry.target, "目標値", plan, None) if plan else ()
    last = [one.quantities[-1] for one in targets if one.quantities]
    return any(one.fiscal_year is None and one.years is None for one in last)


def _is_past(row: IndicatorRow, plan: Period | None) -> bool:
    """A target of the plan before this one: 「目標値（R1）」 in a plan from 令和3年度."""
    first, last = row.baseline.fiscal_year if row.baseline else None, row.target.fiscal_year
    begins = plan.start_fiscal_year if plan else first
    return last is not None and begins is not None and last < begins


def has_indicator_table(blocks: Sequence[TextBlock]) -> bool:
    return any(block.entries is not None for block in blocks)


def names_column_of(blocks: Sequence[TextBlock]) -> str:
    """What the first indicator table calls its indicators: 「数値目標」「重要業績評価指標（KPI）」; "" without one."""
    return next((entry.named_by for block in blocks for entry in block.entries or ()), "")


def tables_left_over(root: Section, taken: Collection[int], told: Collection[Span | None]) -> Iterator[Finding]:
    """Tables of which no record is made: those of indicators that stand under no goal and no measure, and others.

    `taken` are the blocks of records, `told` the places of which other findings speak.
    """

    before: TextBlock | None = None
    heads = {id(head) for head, row in pairwise(root.all_blocks()) if id(row) in taken and _are_of_projects(head, row)}

    def kind(block: TextBlock) -> str:
        nonlocal before
        before = block if block.entries else before
        if block.kind != "table_row" or block.is_held or id(block) in {*taken, *heads} or block.span in told:
            return ""
        if block.entries is not None:
            return f"どの目標・施策のものか分からない{TABLE_AS_TEXT}"
        if before and _goes_on(before, block):
            return "上の指標の表の続きと見られる表は、本文として検索できるようにしました"
        return _OTHER_TABLE

    for what, run in groupby(root.all_blocks(), key=kind):
        blocks = list(run)
        are_headers = all(block.entries == () for block in blocks)  # of rows that went where they belong
        if what and not are_headers:
            is_headed = any(_heads_values(block.cells) for block in blocks) or _has_torn_name(blocks)
            if what == _OTHER_TABLE and is_headed:
                what = f"読み取れなかった{TABLE_AS_TEXT}"
            first = next((block for block in blocks if block.entries), blocks[0])
            message = f"{what}: 「{' '.join(first.text.split())[:30]}」"
            yield Finding("info" if what == _OTHER_TABLE else "warning", message, span_of(blocks))


def _has_torn_name(blocks: Sequence[TextBlock]) -> bool:
    """「まちづくり指｜現状」 over 「標｜」: the word for names goes on in the next row."""
    pairs = ((above.cells[0], below.cells[0]) for above, below in pairwise(blocks) if above.cells and below.cells)
    return any(
        first and rest and read_heading_of_column(first + rest, {}).column == "name"
        and read_heading_of_column(first, {}).column == "unknown"
        for first, rest in pairs
    )  # fmt: skip


def _are_of_projects(head: TextBlock, row: TextBlock) -> bool:
    """The header of a table whose rows were read as projects, and the first of these."""
    return head.kind == row.kind == "table_row" and head.entries is row.entries is None


def _goes_on(before: TextBlock, block: TextBlock) -> bool:
    """As wide, of a name and as many values, not far below: a page's head may stand between them."""
    cells = block.cells
    is_near = 0 < block.span.first_line - before.span.last_line <= _FARTHEST_PAGE
    is_row = bool(cells[0]) and not is_bare_value(cells[0]) and any(map(is_bare_value, cells[1:]))
    return is_near and len(cells) == len(before.cells) and is_row


def _heads_values(cells: Sequence[str]) -> bool:
    """「目標値」 beside 「指標」 or 「現状値」 in one row, or in one text, or 「単位」: one of indicators, not read."""
    if any(map(heads_table, cells)):
        return True
    kinds = {read_heading_of_column(cell, {}).column for cell in cells if cell}
    return "unit" in kinds or ("target" in kinds and not kinds.isdisjoint(("name", "baseline")))


def _rows(entry: PrintedIndicator, span: Span, plan: Period | None) -> Iterator[tuple[IndicatorRow, list[str]]]:
    """One for each part of its target, with why digits of it were kept as words."""
    last_year = plan.end_fiscal_year if plan else None
    baselines = _amounts(entry, entry.baseline, "基準値", None, None) if entry.baseline else ()
    if UNREAD_MARK in entry.name:
        raise _UnreadableRowError("指標の名前を読めません。元の文書を見て、訂正（corrections.toml）で補ってください")
    if read_heading_of_column(entry.name, {}).column == "name":
        raise _UnreadableRowError(f"名前の欄に「{entry.name}」とあり、どの指標の値か分かりません")
    if is_mere_ending(entry.name):
        raise _UnreadableRowError(f"指標の名前が「{entry.name}」しか読めず、どの指標の値か分かりません")
    if entry.target.text == entry.name:
        raise _UnreadableRowError(f"名前の欄と目標値の欄が同じ「{entry.name[:30]}」のため、指標として読めません")
    if heads_way(entry.target) and not entry.baseline:
        raise _UnreadableRowError(f"指標「{entry.name}」の「{entry.target.text}」が基準値か目標値か分かりません")
    references = [value for value in entry.interim if is_reference(value.text)]
    interims = [_amounts(entry, one, "中間目標", plan, None) for one in entry.interim if one not in references]
    unread = [f"指標「{entry.name}」の「{one.heading.text}」の目標「{one.text}」を読み取れません" for one in references]
    for target in _amounts(entry, entry.target, "目標値", plan, last_year):
        if not target.quantities:
            raise _UnreadableRowError(f"指標「{entry.name}」の目標値を読み取れません")
        target, past = _without_past(target, plan)
        own = [_of_part(entry, target.part, parts, "中間目標") for parts in interims]
        baseline = _of_part(entry, target.part, baselines, "基準値") if baselines else PartAmounts(None, ())
        row = _row(entry, span, baseline, [one for part in own for one in part.quantities], target)
        row = replace(row, known=_known(entry, target.part))
        units = _other_units(row)
        yield row, [*units, *(one.doubt for one in (baseline, *own, target) if one.doubt), *past, *unread]


def _known(entry: PrintedIndicator, part: str | None) -> Quantity | None:
    """What the plan prints beside the baseline; nothing is judged by it, so what is no value is left out."""
    if entry.known is None or is_reference(entry.known.text) or cell_kind(entry.known.text) in ("blank", "year"):
        return None
    own = next((one for one in _amounts(entry, entry.known, "現状値", None, None) if one.part == part), None)
    return own.quantities[-1] if own and own.quantities else None


def _without_past(target: PartAmounts, plan: Period | None) -> tuple[PartAmounts, list[str]]:
    """「R6：30件 R8：50件」 in a plan from 令和7年度: the first is no target on the way of this plan."""
    *earlier, last = target.quantities
    past = [one for one in earlier if plan and one.fiscal_year and one.fiscal_year < plan.start_fiscal_year]
    told = [f"「{one.raw}」は計画期間より前の年度のため、途中の目標として取り込みません" for one in past]
    return replace(target, quantities=(*(one for one in earlier if one not in past), last)), told


def _row(
    entry: PrintedIndicator, span: Span, baseline: PartAmounts, interim: Sequence[Quantity], target: PartAmounts
) -> IndicatorRow:
    first = baseline.quantities[-1] if baseline.quantities else None
    first, interim, earlier, last = _comparable(first, interim, target.quantities)
    unit = _unit_of(first, last) or _unit(entry, entry.target)
    if _is_contrary(first, last):
        raise _UnreadableRowError(f"指標「{entry.name}」の目標値「{last.raw}」が、どちら向きの目標か分かりません")
    steps = (with_unit_of_row(one, unit) for one in (*earlier, *interim))
    return IndicatorRow(
        name=without_footnote(entry.name),
        unit=unit,
        counting=_counting(entry, last),
        baseline=first and _as_level(first),
        target=last,
        span=span,
        interim=tuple(sorted(steps, key=lambda one: one.fiscal_year or 0)),
        part="・".join(filter(None, (entry.part, target.part))) or None,
    )


def _other_units(row: IndicatorRow) -> list[str]:
    """「81.1年」 → 「県内1位」: no number of one is more or less than one of the other."""
    begun, target = row.baseline, row.target
    if begun is None or None in (begun.value, target.value) or target.relative_to or is_one_unit(begun, target):
        return []
    told = f"指標「{row.name}」の基準値「{begun.raw}」と目標値「{target.raw}」は単位が違うため、達成状況を判定しません"
    return [told]


def _comparable(
    first: Quantity | None, interim: Sequence[Quantity], targets: Sequence[Quantity]
) -> tuple[Quantity | None, list[Quantity], list[Quantity], Quantity]:
    """All in one scale, where they have numbers."""
    own = [one for one in (first, *interim, *targets) if one and one.value is not None and not one.relative_to]
    scaled = dict(zip(map(id, own), in_one_scale(own), strict=True))
    *earlier, last = (scaled.get(id(one), one) for one in targets)
    return first and scaled.get(id(first), first), [scaled.get(id(one), one) for one in interim], earlier, last


def _counting(entry: PrintedIndicator, target: Quantity) -> Counting:
    """By the years of the target, else by the words of the name, of the cell and of what stands over and beside it."""
    basis = target.years.basis if target.years else None
    if basis:
        return "cumulative" if basis == "cumulative" else counting_of(entry.name)
    own = counting_of(entry.name)
    if own == "single" and target.years and any(word in entry.name for word in around("cumulative") if len(word) > 1):
        return "cumulative"  # 「修了者数（5年間の合計）」 of 2026～2030
    if own != "single" or not (_heads_sum(entry.target) or says_sum(fold(target.raw))):
        return own
    return "total" if entry.baseline and _heads_sum(entry.baseline) else "cumulative"


def _heads_sum(value: PrintedValue) -> bool:
    return says_sum(fold(f"{value.heading.text} {value.years} {value.note}"))


def _is_contrary(baseline: Quantity | None, target: Quantity) -> bool:
    """「▲95 → ▲50以下」 and 「▲1.2 → ▲2.0以上」: of a negative number a bound may be meant without its sign."""
    if baseline is None or baseline.value is None or target.value is None or target.value >= 0:
        return False
    rises, falls = target.value > baseline.value, target.value < baseline.value
    return (rises and target.comparison == "at_most") or (falls and target.comparison == "at_least")


def _as_level(baseline: Quantity) -> Quantity:
    """What was reached is no bound: 「284位」; a target of a rank is one."""
    is_bound = any(word in baseline.raw for word in around("at_most"))
    return replace(baseline, comparison="exactly") if is_rank(baseline) and not is_bound else baseline


def _unit_of(baseline: Quantity | None, target: Quantity) -> str:
    """「令和6年度比＋11.2％」 is a share of what the baseline counts in 千円."""
    if target.relative_to and baseline and not baseline.relative_to:
        return baseline.unit
    if is_rank(target) and baseline and baseline.unit and baseline.value is not None:
        return baseline.unit  # what is measured: the rank follows from what others reach
    return target.unit or (baseline.unit if baseline else "")


def _amounts(
    entry: PrintedIndicator, value: PrintedValue, what: str, plan: Period | None, default: FiscalYear | None
) -> tuple[PartAmounts, ...]:
    """`default` is the year where nothing names one."""
    if cell_kind(value.text) == "year" or is_reference(value.text):
        raise _UnreadableRowError(f"指標「{entry.name}」の{what}「{value.text}」を読み取れません")
    years = _header_years(value, plan, entry.name)
    bare = value.heading.last_year if not value.years else None  # 「2029」 alone is a year only in a header
    context = CellContext(
        year=years.year or bare or default,
        years=years.years,
        plan=plan,
        unit=_unit(entry, value),
        name=entry.name,
        is_calendar=years.is_calendar,
    )
    parts = read_amounts(value.text, context)
    return tuple(replace(one, doubt=one.doubt or _unheeded(entry, value, one, what)) for one in parts)


def _header_years(value: PrintedValue, plan: Period | None, name: str) -> HeaderYears:
    """A note says more than the header of the column, whose year ends 「5年間の累計」."""
    header = value.years or value.heading.text
    if not value.note:
        told = read_header_years(header, plan)
        return told if told.years or not plan else _name_years(name, told, plan)
    told = read_header_years(value.note)
    told = told if told.year else read_header_years(f"{header} {value.note}", plan)
    return replace(told, is_calendar=told.is_calendar or "暦年" in value.note)


def _name_years(name: str, told: HeaderYears, plan: Period) -> HeaderYears:
    """「起業件数（5年間の累計）」: of the targets, whose years the plan tells."""
    inside = (match[1] for match in BRACKETED.finditer(unicodedata.normalize("NFKC", name)))
    found = (read_header_years(text, plan).years for text in inside if counts_years(text))
    years = next(filter(None, found), None)
    return replace(told, year=years.last, years=years) if years and told.year in (None, years.last) else told


def _unheeded(entry: PrintedIndicator, value: PrintedValue, found: PartAmounts, what: str) -> str:
    """Why a note on several years did not reach an amount."""
    asked = value.note and counts_years(value.note)
    numbers = [one for one in found.quantities if one.value is not None]
    if not asked or all(one.years and one.years.basis for one in numbers):
        return ""
    return f"指標「{entry.name}」の{what}「{value.text}」が、注「{value.note}」の言うどの年度のものか決められません"


def _unit(entry: PrintedIndicator, value: PrintedValue) -> str:
    """Of the column 単位, of the header, or in the brackets of the name: 「進出企業数（社）」."""
    if not is_blank(entry.unit):
        return printed_unit(entry.unit)
    in_name = (match[1] for match in BRACKETED.finditer(entry.name.replace("（", "(").replace("）", ")")))
    parts = (part.strip() for inside in in_name for part in re.split(r"[、,]", inside))
    words = (
        word for part in parts for word in ([part] if _PER.fullmatch(part) else part.split("・"))
    )  # 「（累計・件）」
    told = (printed_unit(unit) for unit in words if is_unit(unit) or is_known_unit(unit) or _PER.fullmatch(unit))
    return value.heading.unit or next(told, "") or entry.table_unit


def _of_part(entry: PrintedIndicator, part: str | None, parts: Sequence[PartAmounts], what: str) -> PartAmounts:
    """That of the same part; a dash is one for every part."""
    found = next((one for one in parts if one.part == part), None)
    if found is None and not any(one.quantities for one in parts):
        return PartAmounts(part, ())
    if found is None:
        raise _UnreadableRowError(f"指標「{entry.name}」の{what}と目標値の内訳が合わないため、読み取れません")
    return found


def counting_of(name: str) -> Counting:
    """累計 adds up years, 総数 is what stands at the end of a year, else each year by itself."""
    key = fold(name)
    return "cumulative" if says_sum(key) else "total" if "総数" in key else "single"
