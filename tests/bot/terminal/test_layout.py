"""Lines of Japanese text: none too wide, none torn where a printer would not tear it, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.terminal.layout import Page, whole_words, wrap

JAPANESE = st.text(alphabet="あ漢、。）（「」ー・ァっ～ABC019 %.", max_size=120)


@given(JAPANESE, st.integers(10, 60))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(JAPANESE, st.integers(10, 60))
def test_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("転入者の増加及び定住。", ["転入者の増加及び定", "住。"]),
        ("まちの魅力を「発信」する", ["まちの魅力を", "「発信」する"]),
        ("市の情報をPR動画で発信", ["市の情報をPR動画で", "発信"]),
        ("こどもサポートセンター", ["こどもサポートセン", "ター"]),
        ("この年度の状態は未達成 ×です", ["この年度の状態は", "未達成 ×です"]),
        ("状態やや遅れです。令和", ["状態やや遅れです。", "令和"]),
        ("実績の状態はやや遅れです", ["実績の状態は", "やや遅れです"]),
        ("市内企業はAPPRENTICE社", ["市内企業は", "APPRENTICE社"]),
        ("状況は未達成 × 20件です", ["状況は", "未達成 × 20件です"]),
        ("値は16人、令和6年度の値", ["値は16人、", "令和6年度の値"]),
        ("目標は計41.0万人です。", ["目標は計41.0万人で", "す。"]),
        ("来場者数の合計41.0万人です", ["来場者数の合計", "41.0万人です"]),
        ("一覧表の全部で12,340円", ["一覧表の全部で", "12,340円"]),
        ("総合戦略（令和2年3月）", ["総合戦略", "（令和2年3月）"]),
        ("番号はKPIのk3-3とk12-10", ["番号はKPIのk3-3と", "k12-10"]),
    ],
)
def test_lines_break_where_a_printer_would_break_them(text: str, lines: list[str]) -> None:
    assert wrap(text, 18 if "「" not in text else 14, whole_words()) == lines


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 20) == [""]


def test_a_narrow_window_is_treated_as_forty_columns_and_a_wide_one_as_a_hundred() -> None:
    assert [Page(width).width for width in (1, 60, 500)] == [40, 60, 100]


def test_a_field_goes_on_under_its_own_text() -> None:
    page = Page(40)
    page.field("目標", "あ" * 30, 6)
    assert [line.plain for line in page.lines] == ["目標  " + "あ" * 17, " " * 6 + "あ" * 13]


@pytest.mark.parametrize("text", ["a/" * 20_000, "k" * 40_000, "\u0301" * 20_000, "「" * 20_000, "a。" * 20_000])
def test_a_long_run_is_taken_in_pieces_and_nothing_of_it_is_lost(text: str) -> None:
    assert "".join(wrap(text, 78)) == text


def test_a_closing_mark_takes_a_whole_figure_down_with_it() -> None:
    assert wrap("式は 24から40）", 14, whole_words()) == ["式は 24から", "40）"]


@given(JAPANESE, st.integers(24, 60))
def test_no_figure_is_torn_from_its_unit(text: str, width: int) -> None:
    lines = wrap(f"{text}令和6年度に12.5%と16人", width, whole_words())
    assert all(any(figure in line for line in lines) for figure in ("令和6年度", "12.5%", "16人"))
