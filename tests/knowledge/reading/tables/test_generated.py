"""Generated tables: what is read is what is printed, with its year and unit, or there is a finding."""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import Finding
from knowledge.reading.blocks import read_blocks
from knowledge.reading.extract.indicators import IndicatorRow, read_indicator_table
from knowledge.reading.source import Line
from knowledge.reading.tables.find import indicator_tables

PLAN = Period(FiscalYear(2025), FiscalYear(2029))
NAMES = ["指標", "重要業績評価指標（KPI）", "成果指標", "指標名", "ＫＰＩ", "数値目標"]
BASELINES = ["基準値", "現状値", "現状", "策定時", "当初値", "現況値", "計画策定時", "実績値"]
TARGETS = ["目標値", "最終目標", "目標", "最終目標値", "目標数値"]
OTHERS = {
    "備考": ["商工会と", "隔年", ""],
    "担当課": ["産業課", "福祉課"],
    "出典": ["国勢調査", "町調べ"],
    "関連": ["第2章", "p3", "別紙"],
}
UNKNOWN = ["当初の姿", "めやすの数", "参照"]
YEARS = {2023: ["令和5年度", "R5", "2023年度", "令和5（2023）年度"], 2024: ["令和６年度", "R6", "2024年度"]}
ENDS = {2029: ["令和11年度", "R11", "2029年度", "令和11（2029）年度"], 2028: ["令和10年度", "R10"]}
MARKS = ["", "※1", "＊"]


@dataclass(frozen=True)
class PrintedRow:
    name: str
    baseline: int | None
    target: int
    unit: str


@dataclass(frozen=True)
class PrintedTable:
    lines: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    first: int
    last: int
    is_known: bool


@st.composite
def tables(draw: st.DrawFn) -> PrintedTable:
    pick = random.Random(draw(st.integers(0, 10**9)))
    rows = [_row(pick, at) for at in range(pick.randint(1, 5))]
    first, last = pick.choice(list(YEARS)), pick.choice(list(ENDS))
    columns = _columns(pick, rows, YEARS[first], ENDS[last])
    is_known = not any(header in UNKNOWN for header, _ in columns)
    cells = [[header for header, _ in columns], *([body[at] for _, body in columns] for at in range(len(rows)))]
    form = pick.choice([_tabs, _bars, _spaces])
    return PrintedTable(tuple(form(cells)), tuple(rows), first, last, is_known)


def _row(pick: random.Random, at: int) -> PrintedRow:
    unit = pick.choice(["人", "件", "社", "％", "戸", "千円"])
    baseline = pick.choice([None, pick.randint(0, 9), pick.randint(10, 999), pick.randint(1000, 99999)])
    least, most = (baseline // 50 + 1, baseline * 50) if baseline else (1, 99999)
    return PrintedRow(f"{'甲乙丙丁戊'[at]}地区の相談の数", baseline, pick.randint(least, most), unit)


def _columns(
    pick: random.Random, rows: Sequence[PrintedRow], firsts: Sequence[str], lasts: Sequence[str]
) -> list[tuple[str, list[str]]]:
    has_unit_column, where = pick.random() < 0.5, pick.choice(["header", "cell", "column"])
    values = [
        _value_columns(pick, BASELINES, firsts, where, [_cell(r.baseline, r.unit, has_unit_column) for r in rows]),
        _value_columns(pick, TARGETS, lasts, where, [_cell(r.target, r.unit, has_unit_column) for r in rows]),
    ]
    others = [[("単位", [row.unit for row in rows])]] if has_unit_column else []
    for header in pick.sample(list(OTHERS), pick.randint(0, 2)):
        others.append([(header, [pick.choice(OTHERS[header]) for _ in rows])])
    if pick.random() < 0.2:
        others.append([(pick.choice(UNKNOWN), [str(pick.randint(1, 500)) for _ in rows])])
    behind = [*values, *others]
    pick.shuffle(behind)
    group = [("方向性", ["しごと" for _ in rows])] if pick.random() < 0.3 else []
    return [
        *group,
        (pick.choice(NAMES) + pick.choice(MARKS), [row.name for row in rows]),
        *(c for g in behind for c in g),
    ]


def _cell(value: int | None, unit: str, has_unit_column: bool) -> str:
    if value is None:
        return "－"
    return f"{value:,}{'' if has_unit_column else unit}"


def _value_columns(
    pick: random.Random, words: Sequence[str], years: Sequence[str], where: str, cells: list[str]
) -> list[tuple[str, list[str]]]:
    """The year in the header, behind each value, or in a column beside."""
    word, year = pick.choice(words), pick.choice(years)
    if where == "header":
        return [(pick.choice([f"{word}（{year}）", f"{year} {word}", f"{word}{pick.choice(MARKS)}（{year}）"]), cells)]
    if where == "cell":
        return [
            (word, [cell if cell == "－" else pick.choice([f"{cell}（{year}）", f"{year} {cell}"]) for cell in cells])
        ]
    return [(word, cells), ("年度", [year] * len(cells))]


def _tabs(cells: Sequence[Sequence[str]]) -> list[str]:
    return ["\t".join(row) for row in cells]


def _bars(cells: Sequence[Sequence[str]]) -> list[str]:
    rows = [f"| {' | '.join(row)} |" for row in cells]
    return [rows[0], "|" + "---|" * len(cells[0]), *rows[1:]]


def _spaces(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_wide(row[at]) for row in cells) + 3 for at in range(len(cells[0]))]
    return [
        "".join(cell + " " * (width - _wide(cell)) for cell, width in zip(row, widths, strict=True)) for row in cells
    ]


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _read(texts: Sequence[str]) -> tuple[list[IndicatorRow], list[Finding]]:
    lines = [Line(number, text, text) for number, text in enumerate(texts, start=1)]
    found = indicator_tables(lines)
    rows, findings, _ = read_indicator_table(read_blocks(lines, tables=found), PLAN)
    return rows, [finding for finding in [*found.findings, *findings] if finding.severity != "info"]


def _says(quantity: Quantity | None, value: int | None, year: int, unit: str) -> bool:
    if quantity is None or value is None:
        return quantity is None and value is None
    is_unit = unicodedata.normalize("NFKC", quantity.unit) == unicodedata.normalize("NFKC", unit)
    return quantity.value == value and quantity.fiscal_year == year and is_unit


@given(tables())
@settings(max_examples=200)
def test_each_value_is_the_printed_one_with_its_year_or_there_is_a_finding(table: PrintedTable) -> None:
    rows, findings = _read(table.lines)
    printed = {row.name: row for row in table.rows}
    for row in rows:
        own = printed[row.name]
        assert _says(row.baseline, own.baseline, table.first, own.unit), (row, table.lines)
        assert _says(row.target, own.target, table.last, own.unit), (row, table.lines)
    assert len(rows) == len(printed) or findings, table.lines


@given(
    tables().filter(
        lambda table: table.is_known and not table.lines[0].startswith(("|", " ")) and "\t" in table.lines[0]
    )
)
@settings(max_examples=100)
def test_tables_of_known_words_are_read_whole(table: PrintedTable) -> None:
    rows, findings = _read(table.lines)
    assert len(rows) == len(table.rows), (findings, table.lines)


@given(tables(), st.integers(0, 10**9))
@settings(max_examples=100)
def test_a_table_with_lost_or_doubled_cells_gives_no_value_that_is_not_printed_for_its_name(
    table: PrintedTable, seed: int
) -> None:
    pick = random.Random(seed)
    at = pick.randrange(1, len(table.lines))
    cells = table.lines[at].split("\t")
    lost = pick.randrange(len(cells))
    spoilt = "\t".join(cells[:lost] + cells[lost + 1 :]) if pick.random() < 0.5 else "\t".join([*cells, cells[lost]])
    rows, findings = _read([*table.lines[:at], spoilt, *table.lines[at + 1 :]])
    for row in rows:
        own = next((one for one in table.rows if one.name == row.name), None)
        is_right = own is not None and _says(row.baseline, own.baseline, table.first, own.unit)
        is_right = is_right and own is not None and _says(row.target, own.target, table.last, own.unit)
        assert is_right or findings, (row, table.lines)
