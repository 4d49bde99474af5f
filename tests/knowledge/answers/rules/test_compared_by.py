"""Of the first of many it is told by what it is the first, and of how many."""

import pytest

from knowledge.answers.engine import Engine

MIXED = "単位の違うものも、数の大きさで比べています。"


@pytest.mark.parametrize(
    ("question", "first", "said", "is_mixed"),
    [
        (
            "目標値が一番大きいKPIは？",
            "k1-3",
            "「製造品出荷額等」の目標値 361,466百万円（令和6年度）が、KPI37件のうち最も大きい値です。",
            True,
        ),
        ("パッケージ1で目標値が一番大きいKPIは？", "k1-3", "政策パッケージ1のKPI10件のうち最も大きい値です。", True),
        ("目標が一番高い%の指標は？", "k4-4", "割合で示す指標11件のうち最も大きい値です。", False),
        ("一番伸び率の高いKPIは？", "k2-6", "6.75倍が、KPI31件のうち最も大きい値です。", False),
    ],
)
def test_what_was_compared_and_over_how_many(
    engine: Engine, question: str, first: str, said: str, is_mixed: bool
) -> None:
    answer = engine.answer(question)
    assert answer.items[0].id == first
    assert said in answer.note
    assert (MIXED in answer.note) is is_mixed


def test_the_least_is_of_all_and_not_of_those_that_are_to_fall(engine: Engine) -> None:
    """And 「全国平均以上」 is no nought."""
    assert [item.id for item in engine.answer("目標値が一番小さいKPIは？").items] == ["k3-3"]
    assert [item.id for item in engine.answer("基準値が一番小さい指標は？").items] == ["k1-1", "k3-2"]
