"""States are told by word and shape, progress by cells and figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wording.states import (
    MARKS,
    attention_heading,
    badness,
    count_states,
    counts_text,
    progress_bar,
    severity,
    sparkline,
    state_label,
)


def test_the_worst_is_worst_and_what_is_not_known_stands_between() -> None:
    assert sorted(MARKS, key=badness) == [
        "達成", "順調", "算定不可", "実績未登録", "やや遅れ", "遅れ", "後退", "未達成",
    ]  # fmt: skip
    assert [severity(state) for state in ("達成", "実績未登録", "A", "やや遅れ", "未達成")] == [0, 0, 0, 1, 4]


def test_every_state_has_a_shape_of_its_own() -> None:
    assert list(map(state_label, MARKS)) == [
        "達成 ◎", "順調 ○", "やや遅れ △", "遅れ ▽", "後退 ▼", "未達成 ×", "実績未登録 －", "算定不可 ？",
    ]  # fmt: skip


def test_a_grade_of_another_scale_stands_alone() -> None:
    assert state_label("B") == "B"


def test_states_are_counted_best_first_and_words_of_another_scale_before_them() -> None:
    counts = count_states(["遅れ", "達成", "B", "遅れ", "A"])
    assert list(counts.items()) == [("A", 1), ("B", 1), ("達成", 1), ("遅れ", 2)]
    assert counts_text(counts) == "A 1件、B 1件、達成 ◎ 1件、遅れ ▽ 2件"
    assert counts_text({"達成": 0}) == ""


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(0), "□□□□□□□□□□ 0.0%"),
        (Fraction(1, 3), "■■■□□□□□□□ 33.3%"),
        (Fraction(9999, 10000), "■■■■■■■■■□ 99.9%"),
        (Fraction(1), "■■■■■■■■■■ 100.0%"),
        (Fraction(13, 10), "■■■■■■■■■■ 130.0%"),
        (Fraction(-1, 4), "□□□□□□□□□□ ▲25.0%"),
    ],
)
def test_the_bar_is_full_only_at_the_target(share: Fraction, shown: str) -> None:
    assert progress_bar(share) == shown


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_bar_has_ten_cells_and_no_false_hundred(share: Fraction) -> None:
    bar = progress_bar(share)
    assert len(bar.split(" ")[0]) == 10
    assert bar.endswith(" 100.0%") == (share == 1)
    assert bar.endswith(" 0.0%") == (share == 0)


def test_what_wants_attention_says_in_which_states_it_is_the_worst_first() -> None:
    assert attention_heading(["遅れ", "後退", "遅れ"]) == "注意が必要な指標（後退 1件、遅れ 2件）"


@pytest.mark.parametrize(
    ("history", "shown"),
    [
        ({}, ""),
        ({2022: "48"}, "▄"),
        ({2020: "50", 2021: "48", 2023: "40"}, "█▆·▁"),
        ({2020: "5", 2021: "5"}, "▄▄"),
    ],
)
def test_the_line_of_bars_shows_missing_years(history: dict[int, str], shown: str) -> None:
    assert sparkline([(year, Decimal(value)) for year, value in history.items()]) == shown
