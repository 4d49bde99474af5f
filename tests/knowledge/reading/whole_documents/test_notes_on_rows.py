"""Notes below a table that date the values of single rows, by their mark or their name (架空)."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

TEXT = """入江市総合計画

計画期間　令和8年度～令和12年度

表の「現況」は令和6年度末の値です。

基本目標1　働く場をふやす

施策1-1　港の仕事

記号\t指標名\t単位\t現況\t目標（令和12年度）
ア\t事業所の数\t所\t811\t830
イ\t市民の所得\t千円\t2,650\t2,800
{note}
"""


def read(tmp_path: Path, note: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT.format(note=note), encoding="utf-8")
    return build(path)


def years(base: KnowledgeBase) -> list[int | None]:
    return [one.baseline.fiscal_year if one.baseline else None for package in base.packages for one in package.kpis]


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("注）アは経済センサス（令和3年）、イは令和4年度の値である。", [2021, 2022]),
        ("※イは令和4年度の値", [2024, 2022]),
        ("※ 事業所の数は令和3年の調査結果です。", [2021, 2024]),
        ("※事業所の数は令和3年から減っている。", [2024, 2024]),
    ],
)
def test_a_note_dates_the_baseline_of_the_rows_it_names(tmp_path: Path, note: str, wanted: list[int]) -> None:
    assert years(read(tmp_path, note)) == wanted


def test_a_mark_that_no_row_has_is_told(tmp_path: Path) -> None:
    base = read(tmp_path, "※ウは令和4年度の値")
    assert years(base) == [2024, 2024]
    assert any("どの値に当てはめるか分からない" in one.message for one in base.report.findings)


def test_a_row_that_shows_how_a_sheet_is_filled_in_is_no_indicator(tmp_path: Path) -> None:
    text = TEXT.format(note="").replace("ア\t事業所の数", "ア\t（記入例）事業所の数")
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    base = build(tmp_path / "plan.txt")
    assert [one.name for package in base.packages for one in package.kpis] == ["市民の所得"]
    assert any("記入例" in one.message for one in base.report.findings)
