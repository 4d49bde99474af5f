"""A question in a thread fills what it leaves open from what was shown; one of its own is answered as without it."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine

TODAY = date(2024, 6, 3)
WITHOUT_BASELINE = ("k1-2", "k4-5", "k5-1", "k5-2", "k5-3")


def ids(engine: Engine, text: str, context: tuple[str, ...]) -> list[str]:
    return [item.id for item in engine.answer(text, context, today=TODAY).items]


@pytest.mark.parametrize(
    ("text", "context", "shown"),
    [
        ("それどの事業の数字？", ("k1-8",), ["p1-8"]),
        ("2番目のやつ詳しく", ("p6-1", "p6-2", "p6-3"), ["p6-2"]),
        ("そのうち累計のものだけ", ("k5-1", "k5-2", "k5-3"), ["k5-1", "k5-2"]),
        ("それのKPIは？", ("p4-5",), ["k4-5"]),
        ("これはどのパッケージに入ってる？", ("p4-5",), ["pkg4"]),
    ],
)
def test_what_a_follow_up_leaves_open_is_what_was_shown(
    engine: Engine, text: str, context: tuple[str, ...], shown: list[str]
) -> None:
    assert ids(engine, text, context) == shown


@pytest.mark.parametrize(
    "text", ["移住支援の事業は？", "パッケージ3のKPI", "MICEとは", "空き家の流通・活用支援事業", "市長の名前は？"]
)
def test_a_question_of_its_own_is_answered_as_without_a_thread(engine: Engine, text: str) -> None:
    for context in (("k3-3",), ("p1-1", "p1-2"), WITHOUT_BASELINE):
        assert engine.answer(text, context, today=TODAY) == engine.answer(text, today=TODAY)


@pytest.mark.parametrize("context", [("zzz",), ("strategy",), ("population",), ("p3-12",) * 50])
def test_any_context_is_borne(engine: Engine, context: tuple[str, ...]) -> None:
    for text in ("それは？", "2番目は？", "残りは？", ""):
        engine.answer(text, context, today=TODAY)


@pytest.mark.parametrize("context", [("k4-1", "k4-2", "pkg4"), ("pkg4", "k4-1", "k4-2"), ("p4-5", "k4-5")])
def test_an_order_is_asked_of_the_indicators_among_what_was_shown(engine: Engine, context: tuple[str, ...]) -> None:
    """A package shown beside its KPIs has no value to compare."""
    assert engine.answer("そのうち目標が一番大きいのは？", context, today=TODAY).items
