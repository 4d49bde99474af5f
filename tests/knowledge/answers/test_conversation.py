"""What a conversation goes on about: what was shown last, and the list that numbers count."""

import pytest

from knowledge.answers.conversation import MOST_REMEMBERED, at_hand, row_after

LIST = ("p1-1", "p1-2", "p1-3")


def _after(*shown: tuple[str, ...]) -> tuple[str, ...]:
    row: tuple[str, ...] = ()
    for one in shown:
        row = row_after(row, one)
    return row


@pytest.mark.parametrize("asked", ["2番目は？", "3番のKPI", "1番は", "2", "２．", "1番", "①"])
def test_a_place_counts_the_list_last_shown(asked: str) -> None:
    row = _after(LIST, ("p1-2",), (), ("k1-1",))
    assert at_hand(asked, row)[1] == LIST


@pytest.mark.parametrize("asked", ["KPIは？", "その目標値は？", "もっと詳しく", "2023", "令和6年度は？"])
def test_whatever_else_is_asked_is_about_what_was_shown_last(asked: str) -> None:
    assert at_hand(asked, _after(LIST, ("p1-2",))) == (asked, ("p1-2",))


@pytest.mark.parametrize("asked", ["1番", "1", "1番目は？"])
def test_a_number_alone_asks_for_that_place(asked: str) -> None:
    assert at_hand(asked, LIST)[0] == "1番目は？"


@pytest.mark.parametrize("row", [(), ("p1-1",)], ids=["nothing shown", "one thing shown"])
def test_without_a_list_only_what_says_so_is_a_place(row: tuple[str, ...]) -> None:
    assert at_hand("2", row) == ("2", row)
    assert at_hand("1番", row) == ("1番目は？", row)


def test_another_list_takes_the_place_of_the_first() -> None:
    others = ("k1-1", "k1-2")
    assert at_hand("2番目は？", _after(LIST, ("p1-2",), others, ("k1-2",)))[1] == others


def test_a_row_kept_is_bounded() -> None:
    many = tuple(f"p1-{at}" for at in range(3 * MOST_REMEMBERED))
    assert len(_after(many, ("p1-1",))) <= MOST_REMEMBERED + 2
