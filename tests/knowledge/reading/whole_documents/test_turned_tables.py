"""A workbook with a column for each indicator, and what stands in the columns one below the other (架空)."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build


def read(tmp_path: Path, *rows: tuple[Any, ...]) -> KnowledgeBase:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return build(path)


FRONT = [("みさき市 島のビジョン（2025.4～2030.3）",), (), ("戦略１　島をみがく",), ("１－１　食と市",)]
SECOND = [(), ("戦略２　島をつなぐ",), ("２－１　船と橋",)]


def test_an_indicator_in_each_column_is_read_with_the_years_below_its_values(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        *FRONT,
        ("項目", "地魚を使う店", "直売所の売上", "体験の参加者"),
        ("単位", "％", "万円", "人"),
        ("基準年度", 2023, 2022, 2023),
        ("基準値", 32.5, 7620, "実施前"),
        ("中間年度", 2027, 2026, None),
        ("中間目標", 40, 8500, None),
        ("目標年度", 2029, 2028, 2029),
        ("目標", 50, "10,000", "900"),
        ("担当", "水産課", "農業課", "観光課"),
        *SECOND,
        ("項目", "船の便数", "橋の点検"),
        ("単位", "便", "か所"),
        ("基準年度", 2023, 2024),
        ("基準値", 12, 3),
        ("中間年度", None, None),
        ("中間目標", None, None),
        ("目標年度", 2029, 2029),
        ("目標", 14, "5年計 20"),
    )
    targets = [one for goal in base.goals for one in goal.targets]
    kpis = [*targets, *(one for package in base.packages for one in package.kpis)]
    found = {
        one.name: (
            one.baseline.fiscal_year if one.baseline else None,
            [(each.fiscal_year, each.value and int(each.value)) for each in (*one.interim, one.target)],
        )
        for one in kpis
    }
    assert found == {
        "地魚を使う店": (2023, [(2027, 40), (2029, 50)]),
        "直売所の売上": (2022, [(2026, 8500), (2028, 10000)]),
        "体験の参加者": (2023, [(2029, 900)]),
        "船の便数": (2023, [(2029, 14)]),
        "橋の点検": (2024, [(2029, 20)]),
    }


def test_a_table_with_a_row_for_each_indicator_stays_as_it_is(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        *FRONT,
        ("指標", "基準値（R5）", "目標値（R11）"),
        ("指標の見直しの回数", 210, 220),
        ("目標を知る人", 30, 60),
        ("単位の数", 2, 3),
    )
    kpis = [one for goal in base.goals for one in goal.targets] + [one for p in base.packages for one in p.kpis]
    assert [(one.name, one.target.value and int(one.target.value)) for one in kpis] == [
        ("指標の見直しの回数", 220),
        ("目標を知る人", 60),
        ("単位の数", 3),
    ]
