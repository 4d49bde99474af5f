"""What is not read because nothing tells which value is whose, or whose part it is, is said with its lines (架空)."""

from pathlib import Path

import pytest

from knowledge.model.errors import NotAStrategyError
from knowledge.model.records import Finding
from knowledge.reading.build import build

CELLS = "現\n転入者のうち子育て世帯の割合\n状\n31%\n40 人\n出生数\n52 人\n2,100 人\n港の利用者数\n2,400 人\n"
APART = "指標の名前と値が別の行に並び"
PAST = "前の計画について述べた部分と見て"


def findings(folder: Path, text: str, own: str = "") -> list[Finding]:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    (folder / "layout.toml").write_text(own, encoding="utf-8")
    return list(build(path).report.findings)


def told(found: list[Finding], word: str) -> list[tuple[int, int]]:
    return [(one.span.first_line, one.span.last_line) for one in found if one.span and word in one.message]


def test_cells_in_no_order_are_said_with_all_their_lines(tmp_path: Path) -> None:
    text = f"みさき町総合計画（架空）\n\n第1章 目標値の設定\n\n次のとおりです。\n成果指標\n{CELLS}\n進めます。\n"
    assert told(findings(tmp_path, text), APART) == [(6, 16)]


@pytest.mark.parametrize("lines", ["人口\n3,100人\n世帯数\n1,200世帯\n", "指標\n人口\n世帯数\n学校の数\n図書館の数\n"])
def test_other_short_lines_are_no_such_table(tmp_path: Path, lines: str) -> None:
    text = f"みさき町総合計画（架空）\n\n第1章 町の姿\n\n町の姿です。\n{lines}\n港の町です。\n"
    assert told(findings(tmp_path, text), APART) == []


def test_a_bar_behind_each_cell_is_none_of_it(tmp_path: Path) -> None:
    rows = "指標 |\n基準値（R5） |\n目標値（R11） |\n船の便数 |\n3便 |\n9便 |\n出生数 |\n41人 |\n50人 |\n"
    path = tmp_path / "plan.txt"
    path.write_text(f"みさき町総合戦略（架空）\n\n基本目標1 海\n\n施策1 港\n\n{rows}", encoding="utf-8")
    kpis = [(one.name, one.target.raw) for package in build(path).packages for one in package.kpis]
    assert kpis == [("船の便数", "9便"), ("出生数", "50人")]


def test_indicators_below_the_plan_before_are_said_and_may_be_of_this_one(tmp_path: Path) -> None:
    table = "指標\t基準値（R5）\t目標値（R11）\n船の便数\t3便\t9便\n"
    text = f"みさき町総合戦略（架空）\n\n第1章 指標の達成状況\n\n{table}\n第2章 推進体制\n\n本部を置きます。\n"
    assert told(findings(tmp_path, text), PAST) == [(3, 6)]
    own = '[lines]\n"第1章 指標の達成状況" = "measure"\n'
    assert told(findings(tmp_path, text, own), PAST) == []
    assert [one.name for package in build(tmp_path / "plan.txt").packages for one in package.kpis] == ["船の便数"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"みさき町総合戦略\n{'港の町です。目標値は次のとおりです。' * 40}\n", ("2行目", "改行", "PDF")),
        ("暮らしよい町になる\n●船の便数=3便→9便\n\n働ける町になる\n●事業所数=80→95\n", ("2、5行目", "見出し")),
    ],
)
def test_a_refusal_says_what_stands_there_and_what_to_do(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(NotAStrategyError) as refused:
        findings(tmp_path, text)
    assert all(word in str(refused.value) for word in said)
