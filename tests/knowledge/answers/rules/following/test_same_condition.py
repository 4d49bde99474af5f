"""「同じ条件で」: what the indicators shown have in common, and no others, is asked of other records."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine

TODAY = date(2024, 6, 3)
OF_2019 = ["k1-7", "k3-1", "k3-2", "k3-3", "k3-4", "k6-1"]  # whose baseline is of 令和元年度
WITHOUT_BASELINE = ["k1-2", "k4-5", "k5-1", "k5-2", "k5-3", "k6-3"]


@pytest.mark.parametrize(
    ("shown", "asked", "found"),
    [
        (OF_2019, "同じ条件で、基本目標の数値目標のほうは？", ["g3-t1", "g4-t1"]),
        (WITHOUT_BASELINE[2:], "同じ条件、残り4パッケージの分は？", ["k1-2", "k4-5"]),
        (["k5-1", "k5-2", "k5-3"], "同じ条件でパッケージ6は？", ["k6-3"]),
    ],
)
def test_others_that_fulfil_it_are_shown(engine: Engine, shown: list[str], asked: str, found: list[str]) -> None:
    assert [item.id for item in engine.answer(asked, shown, today=TODAY).items] == found


def test_where_no_other_one_does_it_is_said(engine: Engine) -> None:
    answer = engine.answer("同じ条件で、数値目標は？", WITHOUT_BASELINE, today=TODAY)
    assert (answer.items, answer.text) == ((), "同じ条件に当てはまるものは、ほかにありません。")
