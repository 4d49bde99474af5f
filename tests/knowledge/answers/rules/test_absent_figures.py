"""A figure, a breakdown or a unit that nothing found has is said to be missing; one that an indicator has is told."""

import re

import pytest

from knowledge.answers.engine import Engine


def test_a_value_put_up_for_a_check_is_no_number_of_a_goal(engine: Engine) -> None:
    assert engine.answer("住み続けたいと思う市民の割合、目標84って本当？").text.startswith("はい、")
    assert engine.answer("住み続けたいと思う市民の割合、目標85って本当？").text.startswith("いいえ、")
    assert engine.answer("基本目標84って本当？").text.startswith("基本目標84はありません。")


def test_of_a_theme_without_indicators_it_is_said_so(engine: Engine) -> None:
    answer = engine.answer("防災のKPIは？")
    assert (answer.reason, answer.items, answer.offered) == ("attribute", (), ("p4-7",))
    assert answer.text.startswith("「防災」のKPIは、")


def test_a_figure_of_what_has_none_is_not_the_target_of_the_plan(engine: Engine) -> None:
    answer = engine.answer("外国人住民の人数は")
    assert (answer.status, answer.reason, answer.items) == ("not_found", "attribute", ())
    assert answer.text.startswith("「外国人住民」の数値は、")
    assert [item.id for item in engine.answer("市民の人数は").items] == ["kurume-2"]


@pytest.mark.parametrize("question", ["宿泊者数の月別の内訳", "月別の宿泊者数は？", "宿泊者数の国籍別の値"])
def test_a_breakdown_that_is_not_printed_is_not_answered_with_the_whole(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.reason, answer.items, answer.offered) == ("attribute", (), ("k2-1",))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("実績は？", "実績"),
        ("目標値を教えてください", "目標値"),
        ("単位は？", "単位"),
        ("基準値はいくつ", "基準値"),
        ("KPIの目標値は？", "目標値"),
    ],
)
def test_a_figure_of_no_indicator_is_asked_back_and_none_is_guessed(engine: Engine, question: str, figure: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.text.startswith(f"「{figure}」だけでは、どの指標のことか分かりません。")
    [example] = re.findall(r"指標のことか分かりません。「(.+？)」のように", answer.text)
    assert engine.answer(example).items[0].kind == "kpi"


def test_a_figure_in_a_thread_is_that_of_what_was_shown(engine: Engine) -> None:
    assert engine.answer("目標値は？", ["k3-3"]).items[0].id == "k3-3"


@pytest.mark.parametrize("question", ["人口の目標は？", "基本目標2の目標値は？", "KPIの目標値一覧"])
def test_a_figure_of_something_named_is_shown(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "answered"


@pytest.mark.parametrize(
    ("text", "figure", "near"),
    [
        ("鳥類センターの入園者数は？", "鳥類センターの入園者数", "p3-3"),
        ("中心市街地の歩行者数", "中心市街地の歩行者数", "p2-6"),
        ("がん検診の受診者数を教えて", "がん検診の受診者数", "k4-6"),  # its rate is printed
        ("待機児童の割合は？", "待機児童の割合", "k3-3"),  # their number is
        ("公園の数", "公園の数", "p3-3"),
    ],
)
def test_a_figure_that_nothing_found_has_is_not_held(engine: Engine, text: str, figure: str, near: str) -> None:
    answer = engine.answer(text)
    assert (answer.status, answer.items, answer.offered[:1]) == ("not_found", (), (near,))
    assert answer.text.startswith(f"「{figure}」は、")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("転入者の数は", "k3-7"),
        ("がん検診の受診率", "k4-6"),
        ("観光客の数", "g2-t2"),
        ("空き店舗の率", "k4-2"),
        ("平均正答率は", "k3-5"),
    ],
)
def test_a_figure_that_an_indicator_has_is_told(engine: Engine, text: str, id: str) -> None:
    assert engine.answer(text).items[0].id == id


def test_parts_of_a_single_figure_are_not_held(engine: Engine) -> None:
    answer = engine.answer("年間観光消費額の内訳")
    assert (answer.status, answer.items, answer.offered) == ("not_found", (), ("g2-t3",))
    assert answer.text.startswith("「内訳」は、")


@pytest.mark.parametrize("question", ["p3-11の目標値", "ｐ３－１１の目標値", "P3−11の目標値は？", "p3‐11の基準値"])
def test_the_hyphen_of_an_id_is_no_blank_however_wide_it_is(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert [item.id for item in answer.items] == ["k3-6"]


@pytest.mark.parametrize(
    "question", ["新しく農業を始める人、年に何人増やす目標やったかな。", "歩行者は何人", "がん検診は何人が受けた？"]
)
def test_an_indicator_in_another_unit_is_no_answer_to_how_many(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.near
