"""Headers as real sheets write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.spreadsheet_rows import (
    COLUMN_NAMES,
    Header,
    Row,
    Sheet,
    find_header,
)

TODAY = date(2024, 6, 3)


def header_of(*rows: str) -> Header | None:
    return find_header(Sheet("", tuple(Row(n, tuple(row.split("|"))) for n, row in enumerate(rows, start=1))), TODAY)


@given(st.permutations(["ID", "指標", "年度", "実績値", "単位", "区分", "備考"]))
def test_columns_are_found_in_any_order(names: list[str]) -> None:
    header = header_of("|".join(names))
    assert header is not None
    assert {column: names[index] for column, index in header.columns.items()} == {
        "id": "ID",
        "name": "指標",
        "fiscal_year": "年度",
        "unit": "単位",
        "status": "区分",
        "note": "備考",
    }
    assert names[header.values[0].index] == "実績値"


def test_a_title_above_and_odd_spelling_do_not_hide_the_header() -> None:
    header = header_of(
        "令和5年度 KPI実績一覧||", "||（単位：各指標による）", "重要業績評価指標 (KPI)|対象年度|実 績 値", "a|R5|1"
    )
    assert header is not None
    assert header.ends_at == 2


def test_a_year_in_the_header_takes_the_place_of_a_column() -> None:
    header = header_of("ID|令和4年度実績|R5実績値（速報）|令和6年度目標値")
    assert header is not None
    assert [(v.index, v.fiscal_year, v.provisional) for v in header.values] == [(1, 2022, False), (2, 2023, True)]
    assert header.ignored == ("令和6年度目標値",)


def test_a_header_of_two_rows_is_read_as_one() -> None:
    header = header_of("ID|指標|令和5年度|令和5年度|令和5年度", "ID|指標|実績値|区分|備考", "k1-1|a|3|確定|")
    assert header is not None
    assert header.ends_at == 1
    assert set(header.columns) == {"id", "name", "status", "note"}
    assert [(v.index, v.fiscal_year) for v in header.values] == [(2, 2023)]


def test_a_title_right_above_a_header_of_two_rows_takes_no_part_in_it() -> None:
    rows = (
        "KPI 進捗管理表||||",
        "指標名|令和4年度||令和5年度|",
        "指標名|実績値|区分|実績値|区分",
        "待機児童数|48||40|",
    )
    header = header_of(*rows)
    assert header is not None
    assert header.ends_at == 2
    assert [(value.index, value.fiscal_year) for value in header.values] == [(1, 2022), (3, 2023)]


@pytest.mark.parametrize("row", ["ID|年度", "年度|実績値", "ID|実績値", "ID|令和5年度|令和5年度実績", "a|b|c", ""])
def test_a_table_that_lacks_what_is_needed_has_no_header(row: str) -> None:
    assert header_of(row) is None


def test_no_name_stands_for_two_columns() -> None:
    names = [name for names in COLUMN_NAMES.values() for name in names]
    assert len(set(names)) == len(names)
