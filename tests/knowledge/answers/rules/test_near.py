"""What is offered or shown beside an answer has to do with what was asked; what does not exist is named."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize("question", ["あれの担当は？", "あの件の担当は", "その事業の目標値は？", "この事業の予算"])
def test_of_what_is_only_pointed_at_nothing_is_guessed(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items, answer.near) == ("not_found", (), ())
    assert answer.text.startswith("まだ何もお示ししていないため")


@pytest.mark.parametrize("question", ["ここの電話番号は？", "この計画の目的は？", "この戦略の期間は？"])
def test_the_plan_may_be_pointed_at_without_having_been_shown(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "answered"


def test_what_is_done_with_a_thing_is_no_thing(engine: Engine) -> None:
    assert [item.title for item in engine.answer("公園を作る事業").items] == ["鳥類センター・拠点公園魅力向上事業"]
    pool = engine.answer("プールを作る事業")
    assert pool.text.startswith("「プール」は、")
    assert pool.status == "not_found"


@pytest.mark.parametrize("question", ["お疲れさまです", "よろしく", "お世話になっております"])
@pytest.mark.parametrize("row", [(), ("p3-12",)])
def test_a_greeting_is_offered_nothing(engine: Engine, question: str, row: tuple[str, ...]) -> None:
    answer = engine.answer(question, row)
    assert (answer.status, answer.items, answer.near) == ("smalltalk", (), ())


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("空飛ぶ事業のKPIは？", "「空飛ぶ事業」は、"),
        ("ペンギン推進事業のKPIを教えて", "「ペンギン」は、"),
        ("恐竜事業の目標値は？", "「恐竜」は、"),
        ("基本目標5の累計のKPI", "累計で数えるKPIは、基本目標5にありません"),
        ("基本目標2の累計の指標", "累計で数える指標は、基本目標2にありません"),
    ],
)
def test_what_does_not_exist_is_named(engine: Engine, question: str, named: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items, answer.near) == ("not_found", (), ())
    assert answer.text.startswith(named)


def test_a_condition_that_some_fulfil_is_kept(engine: Engine) -> None:
    assert [item.id for item in engine.answer("パッケージ3の累計のKPI").items] == ["k3-8"]


@pytest.mark.parametrize("question", ["担当は？", "その担当は？"])
def test_who_is_in_charge_is_not_answered_by_the_whole_card(engine: Engine, question: str) -> None:
    answer = engine.answer(question, ("p3-12",))
    assert (answer.status, answer.reason) == ("not_found", "attribute")
    assert [item.id for item in answer.near] == ["p3-12"]


def test_the_purpose_alone_is_answered_by_its_sentence(engine: Engine) -> None:
    answer = engine.answer("その目的は？", ("p3-12",))
    assert answer.note.startswith("「定住誘導推進事業」の目的：転入者の増加及び定住人口の維持・増加につなげるため、")
    assert answer.says_all
    assert "取組" not in answer.text


def test_two_indicators_are_told_beside_each_other(engine: Engine) -> None:
    same = engine.answer("観光客数と宿泊者数を比べて")
    assert [item.title for item in same.items] == ["年間観光客数", "宿泊者数"]
    assert "目標値 625万人（令和6年度）" in same.note
    assert "目標値 41.0万人（令和6年度）" in same.note
    assert same.note.endswith("目標値は、「年間観光客数」の方が「宿泊者数」より大きくなっています。")
    other = engine.answer("待機児童数と宿泊者数を比較して")
    assert "単位が違うため（人と万人）" in other.note
