"""A question in a thread fills what it leaves open from what was shown; one of its own is answered as without it."""

from datetime import date

import pytest

from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import general_concepts
from knowledge.answers.understanding.context import places_said
from knowledge.answers.understanding.question import analysed
from knowledge.answers.understanding.row import LIST
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace

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
        ("2つめを詳しく", ("p6-1", "p6-2", "p6-3"), ["p6-2"]),
        ("2つ目の指標はどの事業のものになりますか。", ("k3-1", "k3-3", "k3-4"), ["p3-2"]),
        ("そのパッケージのKPIで、単位が「人」のものだけ見せて", ("pkg3",), ["k3-3", "k3-7"]),
    ],
)
def test_what_a_follow_up_leaves_open_is_what_was_shown(
    engine: Engine, text: str, context: tuple[str, ...], shown: list[str]
) -> None:
    assert ids(engine, text, context) == shown


@pytest.mark.parametrize(
    ("text", "shown", "places"),
    [
        ("3番目は？", 4, {3}),
        ("三つ目を詳しく", 4, {3}),
        ("最後のやつ", 4, {4}),
        ("後者は？", 3, {2}),
        ("最終の数字は？", 3, set()),
        ("まんなかのやつ", 3, {2}),
        ("もう一方は？", 2, {2}),
        ("二つのうち大きいのは？", 4, set()),
        ("9番目は？", 4, set()),
    ],
)
def test_a_place_in_a_list_is_pointed_at_and_a_number_of_things_is_none(
    engine: Engine, text: str, shown: int, places: set[int]
) -> None:
    question = analysed(engine.reader.read(text), general_concepts())
    assert places_said(question, shown).keys() == places


@pytest.mark.parametrize(
    "text", ["移住支援の事業は？", "パッケージ3のKPI", "MICEとは", "空き家の流通・活用支援事業", "市長の名前は？"]
)
def test_a_question_of_its_own_is_answered_as_without_a_thread(engine: Engine, text: str) -> None:
    for context in (("k3-3",), ("p1-1", "p1-2"), WITHOUT_BASELINE):
        alone, in_thread = engine.answer(text, today=TODAY), engine.answer(text, context, today=TODAY)
        assert [item.id for item in in_thread.items] == [item.id for item in alone.items]
        # the next best may be of the thread, and the best be a little less sure for it
        assert in_thread == replace(alone, items=in_thread.items, runners_up=in_thread.runners_up)


@pytest.mark.parametrize(
    ("text", "row", "shown"),
    [
        ("後者のKPIは", ("pkg3", LIST, "p2-2", "p3-11"), ["k3-6"]),
        ("前者は？", ("k3-6", LIST, "p2-2", "p3-11"), ["p2-2"]),
        ("その事業に戻って、どのパッケージ？", ("k3-6", LIST, LIST, "p3-11"), ["pkg3"]),
    ],
)
def test_what_was_listed_before_can_be_pointed_at(
    engine: Engine, text: str, row: tuple[str, ...], shown: list[str]
) -> None:
    assert ids(engine, text, row) == shown


@pytest.mark.parametrize("order", ["大きい", "小さい"])
def test_after_the_first_by_some_order_the_second_is_that_of_the_order(engine: Engine, order: str) -> None:
    targets = {one.id: one.target.value for one in map(engine.catalog.indicator, ("k4-6", "k4-7", "k4-8"))}
    ranked = sorted(targets, key=lambda id: targets[id] or 0, reverse=order == "大きい")
    first = engine.answer(f"この中で目標が一番{order}のは？", tuple(targets), today=TODAY)
    assert [item.id for item in first.items] == ranked[:1]
    assert ids(engine, "2番目は？", row_with(tuple(targets), first)) == ranked[1:2]


@pytest.mark.parametrize(
    ("text", "context", "said"),
    [
        ("このうち累計のものは？", ("k6-1", "k6-2"), "先にお示しした中にありません"),
        (
            "そのうちパッケージ3のものは？",
            ("p2-1", "p5-1", "p6-2"),
            "先にお示しした3件のうち、政策パッケージ3の",
        ),
    ],
)
def test_that_none_of_what_was_shown_is_so_is_said(
    engine: Engine, text: str, context: tuple[str, ...], said: str
) -> None:
    answer = engine.answer(text, context, today=TODAY)
    assert answer.items == ()
    assert said in answer.text


@pytest.mark.parametrize(
    "context",
    [
        ("zzz",),
        (LIST,),
        (LIST, "zzz", LIST),
        ("k1-1", LIST, LIST, "k1-1"),
        ("strategy",),
        ("population",),
        ("p3-12",) * 50,
    ],
)
def test_any_context_is_borne(engine: Engine, context: tuple[str, ...]) -> None:
    for text in ("それは？", "2番目は？", "残りは？", ""):
        engine.answer(text, context, today=TODAY)


@pytest.mark.parametrize("context", [("k4-1", "k4-2", "pkg4"), ("pkg4", "k4-1", "k4-2"), ("p4-5", "k4-5")])
def test_an_order_is_asked_of_the_indicators_among_what_was_shown(engine: Engine, context: tuple[str, ...]) -> None:
    """A package shown beside its KPIs has no value to compare."""
    assert engine.answer("そのうち目標が一番大きいのは？", context, today=TODAY).items


@pytest.mark.parametrize("text", ["農業関係の事業を教えて", "農業に関する事業は？", "農業の事業も"])
@pytest.mark.parametrize("context", [("g1",), ("pkg1", "pkg2", "pkg3", "pkg4", "pkg5", "pkg6"), ("pkg4",)])
def test_records_of_a_theme_are_those_that_hold_it_and_not_all_of_what_was_shown(
    engine: Engine, text: str, context: tuple[str, ...]
) -> None:
    assert ids(engine, text, context) == ids(engine, text, ())


def test_what_goes_on_from_a_list_is_no_line_of_the_document(engine: Engine) -> None:
    """「人口動向分析」, in the middle of a sentence, is no name of a record that the words stand for."""
    listed = ("k2-4", "k1-1", "k2-5", "k3-8")
    assert ids(engine, "そのうち政策パッケージ2は", listed) == ["k2-4", "k2-5"]


def test_of_a_long_list_all_are_found_that_hold_a_word(engine: Engine, catalog: Catalog) -> None:
    found = ids(engine, "この中で観光の事業は？", tuple(catalog.projects))
    assert {"p2-1", "p5-1", "p6-2"} <= set(found)


def test_what_all_of_those_shown_have_to_do_with_does_not_point_at_them(engine: Engine) -> None:
    assert ids(engine, "交通のほうも教えて", ("k4-1", "k4-2", LIST, LIST, "p4-1")) != ["k4-1", "k4-2"]


@pytest.mark.parametrize(
    ("text", "context", "shown"),
    [
        ("少ないほうの事業を並べて", ("pkg2", LIST, "pkg1", "pkg2"), ["p2-1", "p2-2", "p2-3", "p2-4", "p2-5", "p2-6"]),
        ("多い方のKPIを全部", ("pkg6", "pkg2"), ["k2-1", "k2-2", "k2-3", "k2-4", "k2-5", "k2-6"]),
        ("この方向の上位の目標は？", ("p5-1", "p5-2", LIST, LIST, "d6"), ["g2"]),
        ("この中で基準値が載っとらんのは？", ("k1-1", "k1-2", "k1-3"), ["k1-2"]),
        ("うち再掲の事業は？", ("pkg3",), ["p2-3", "p2-4", "p2-5"]),
    ],
)
def test_what_is_shown_is_pointed_at_by_its_size_and_by_what_it_belongs_to(
    engine: Engine, text: str, context: tuple[str, ...], shown: list[str]
) -> None:
    assert ids(engine, text, context) == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [("パッケージ3だけ", ["k3-3", "k3-6"]), ("パッケージ5のものだけ", ["k5-2"]), ("基本目標2だけ", ["g2-t2"])],
)
def test_a_list_of_both_kinds_of_indicators_is_narrowed_whichever_stands_first(
    engine: Engine, text: str, left: list[str]
) -> None:
    answer = engine.answer(text, ["g2-t2", "k3-3", "k5-2", "k3-6"])
    assert [item.id for item in answer.items] == left
