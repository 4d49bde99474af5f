"""Damage that copies from PDF bring into a text file as well: mended, or told, and never another number."""

from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import read, texts


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⼈⼝の減少", "人口の減少"),
        ("⻑⽣きできるまち", "長生きできるまち"),
        ("転入超過数は\xad5人です", "転入超過数は−5人です"),
        ("相談の件数\t17件∕年\t30件∕年", "相談の件数\t17件／年\t30件／年"),
        ("第第22章章 推推進進体体制制", "第2章 推進体制"),
        ("施施策策\t評評価価指指標標\t現現状状((RR55((22002233))))", "施策\t評価指標\t現状(R5(2023))"),
        ("1. 1. 1. 1.農業の 農業の 農業の 農業の担い手 担い手 担い手 担い手", "1.農業の担い手"),
        ("空 き 家 の 数\t320戸(R5)\t300戸以下(R11)", "空き家の数\t320戸(R5)\t300戸以下(R11)"),
        ("基　本　目　標", "基本目標"),
        ("(cid:46)(cid:51)\t現状値\t目標値", "〓\t現状値\t目標値"),
        ("利用者数\t1(cid:46)2人\t300人", "利用者数\t〓\t300人"),
        ("利用者数を1(cid:46)2人から300人にします", "利用者数を〓人から300人にします"),
    ],
)
def test_what_was_meant_is_read(tmp_path: Path, printed: str, meant: str) -> None:
    assert texts(tmp_path, printed.encode()) == [meant]


@pytest.mark.parametrize(
    "printed",
    [
        "1 1 2 2",
        "1. 1. 1.2 2 2",
        "満足度 維持 維持 維持",
        "3件 3件 3件 5件 5件 5件",
        "11 22 33",
        "いい人々",
        "小 中 高\t88 87 86",
        "男　女",
        "22人\t33人",
        "11月11日",
        "1 2 3 4 5",
        "東京 大阪",
    ],
)
def test_what_may_be_meant_is_left_as_it_is(tmp_path: Path, printed: str) -> None:
    assert texts(tmp_path, f"本文\n\n{printed}".encode())[1] == printed


@pytest.mark.parametrize("number", ["- 4 -", "　－　１２　－", "〜4〜"])
def test_the_number_of_a_page_is_no_entry_of_a_list(tmp_path: Path, number: str) -> None:
    assert texts(tmp_path, f"・港の修繕\n\n{number}\n\n-4\n".encode()) == ["・港の修繕", "-4"]


def test_a_word_from_top_to_bottom_is_one_word_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    lines = read(tmp_path, "表紙\n\n目\n次\n\n第1章".encode()).lines
    assert [(line.number, line.text) for line in lines if line.text] == [(1, "表紙"), (3, "目次"), (6, "第1章")]
    assert len(lines) == 6


def test_lost_characters_are_told_with_their_line(tmp_path: Path) -> None:
    found = read(tmp_path, "表紙\n(cid:46)(cid:51)\t現状値".encode()).findings
    assert [(finding.severity, finding.span and finding.span.first_line) for finding in found] == [("warning", 2)]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (
            "所得   241千円（令和3年 260千円\n            度）\n出生数   4人    6人",
            ["所得   241千円（令和3年度） 260千円", "出生数   4人    6人"],
        ),
        (
            "KPI    現状値（R5）  目標値（令和11年\n                  度末）",
            ["KPI    現状値（R5）  目標値（令和11年度末）"],
        ),
    ],
)
def test_a_bracket_goes_on_where_it_was_opened(tmp_path: Path, printed: str, meant: list[str]) -> None:
    assert texts(tmp_path, printed.encode()) == meant


@pytest.mark.parametrize(
    "printed",
    [
        "研修（農業  3人（R5  5人\n            年）",  # which of the two?
        "人口は、減少が続いています（令和2年\n  度）",  # no columns
        "所得   241千円（令和3年度）  260千円\n         度）",
    ],
)
def test_a_bracket_that_may_be_of_another_is_left(tmp_path: Path, printed: str) -> None:
    assert texts(tmp_path, printed.encode()) == printed.split("\n")
