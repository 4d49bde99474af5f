"""The reading that is meant wins, whatever is told beside it; and what is not understood is not guessed."""

from datetime import date

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine

TODAY = date(2024, 6, 3)


def ask(engine: Engine, text: str) -> Answer:
    return engine.answer(text, today=TODAY)


def names(answer: Answer) -> list[str]:
    return [item.title for item in answer.items]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # what is told on the occasion is no veto
        ("税金の話のついでです。多文化共生推進事業の取組をください", "多文化共生推進事業"),
        ("裁判の傍聴に行きます。みんなで支えるモビリティ事業の概要をください", "みんなで支えるモビリティ事業"),
        # from a named record to another kind
        ("学童保育所の高学年受入実施校区数は、どの事業の指標", "子どもの保育環境整備事業"),
        ("浸水被害対策事業のKPIは何ですか", "近年の大雨を受けて浸水対策を行う河川流域の完了数（総数）"),
        # conditions and orders over a kind
        ("単位が人のKPIで目標値が一番大きいのは", "西部地域の転入者数"),
        ("akiya ryuutsuu の件", "空き家の流通・活用支援事業"),
    ],
)
def test_the_record_that_is_meant_comes_first(engine: Engine, text: str, first: str) -> None:
    assert names(ask(engine, text))[0] == first


@pytest.mark.parametrize(
    ("text", "count", "kind"),
    [
        ("製造品出荷額等のKPIを持つ事業を出して", 3, "project"),
        ("「人材」と書かれた事業を残らず挙げて", 7, "project"),
        ("全パッケージの名称をお願いします", 6, "package"),
        ("2か所に出てくる事業を洗い出して", 5, "project"),
        ("当初の数字が空欄のKPI", 6, "kpi"),
        ("累けいのKPI", 8, "kpi"),
        ("show all basic goals", 5, "goal"),
    ],
)
def test_a_list_is_complete_and_of_the_kind_asked_for(engine: Engine, text: str, count: int, kind: str) -> None:
    answer = ask(engine, text)
    assert (len(answer.items), {item.kind for item in answer.items}) == (count, {kind})


@pytest.mark.parametrize(
    "text",
    [
        "目標値が入っていなくて出発点だけあるKPI",
        "バイオ産業振興事業の内線番号",
        "外部検証会議の次回日程",
        "市内の小学校は何校",
        "who is in charge of the flood project?",
        "how do I apply for the startup loan?",
    ],
)
def test_what_is_not_printed_gets_no_card(engine: Engine, text: str) -> None:
    answer = ask(engine, text)
    assert (answer.status, answer.items) == ("not_found", ())


def test_a_query_that_no_record_fulfils_is_said_to_be_understood(engine: Engine) -> None:
    assert "条件に当てはまるKPIは" in ask(engine, "目標値が入っていなくて出発点だけあるKPI").text


def test_the_same_question_is_read_the_same_way_every_time(engine: Engine) -> None:
    text = "学童保育所の高学年受入実施校区数は、どの事業の指標"
    assert ask(engine, text) == ask(engine, text)
