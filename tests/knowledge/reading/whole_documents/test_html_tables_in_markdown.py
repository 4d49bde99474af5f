"""A Markdown text that writes its tables as HTML, with merged cells (架空)."""

from pathlib import Path

from knowledge.files import file_kind
from knowledge.indicators.targets import is_met
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.wording.amounts import printed

TEXT = """# さくら町 交通の計画

計画期間　令和7年度～令和11年度

### 目標1　町の中を動きやすく

<table>
<thead>
<tr><th>施策</th><th>評価指標</th><th>現況値<br>（令和5事業年度）</th><th>目標値<br>（令和11事業年度）</th></tr>
</thead>
<tbody>
<tr><td rowspan="2">1-1 町のバス</td><td>バスの利用者数</td><td>12千人</td><td>15千人</td></tr>
<tr>
  <td>走る道の長さ</td>
  <td>6.8km</td><td>9.0km</td>
</tr>
<tr><td>1-2 駅前の整備</td><td>駅まで遠い人の割合</td><td>17.2%</td><td>10%未満</td></tr>
</tbody>
</table>

### 目標2　続ける

<table>
<tr><th rowspan="2">施策</th><th rowspan="2">評価指標</th>
<th rowspan="2">現況値<br>（令和5事業年度）</th><th colspan="2">目標値</th></tr>
<tr><th>令和8事業年度</th><th>令和11事業年度</th></tr>
<tr><td>2-1 収支の改善</td><td>バスの収支率</td><td>18.9%</td><td>20%</td><td>23%超</td></tr>
</table>
"""


def read(tmp_path: Path) -> KnowledgeBase:
    path = tmp_path / "plan.md"
    path.write_text(TEXT, encoding="utf-8")
    return build(path)


def test_rows_are_read_with_their_merged_cells_and_the_numbers_of_their_lines(tmp_path: Path) -> None:
    base = read(tmp_path)
    found = [(one.name, kpi.name, kpi.span.first_line) for one in base.packages for kpi in one.kpis]
    assert found == [
        ("町のバス", "バスの利用者数", 12),
        ("町のバス", "走る道の長さ", 13),
        ("駅前の整備", "駅まで遠い人の割合", 17),
        ("収支の改善", "バスの収支率", 27),
    ]
    kpi = base.packages[-1].kpis[0]
    assert [one.fiscal_year for one in (*kpi.interim, kpi.target)] == [2026, 2029]


def test_a_bound_is_shown_as_printed_and_not_met_by_its_own_number(tmp_path: Path) -> None:
    kpis = {kpi.name: kpi for one in read(tmp_path).packages for kpi in one.kpis}
    below, above = kpis["駅まで遠い人の割合"], kpis["バスの収支率"]
    assert printed(below.target).amount == "10%未満"
    assert [is_met(below, below.target.number), is_met(below, below.target.number - 1)] == [False, True]
    assert printed(above.target).amount == "23%超"
    assert [is_met(above, above.target.number), is_met(above, above.target.number + 1)] == [False, True]


def test_a_page_of_the_web_is_still_none(tmp_path: Path) -> None:
    assert file_kind(b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>") == "html"
    assert file_kind(b"\n<table><tr><td>1</td></tr></table>") == "html"
    assert file_kind("# 計画\n\n<table><tr><td>1</td></tr></table>".encode()) == "text"
