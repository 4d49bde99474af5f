"""Lines of Japanese text: none too wide, none torn where a printer would not tear it, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.terminal.layout import Page, whole_states, wrap

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
    ],
)
def test_lines_break_where_a_printer_would_break_them(text: str, lines: list[str]) -> None:
    assert wrap(text, 18 if "「" not in text else 14, whole_states()) == lines


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
