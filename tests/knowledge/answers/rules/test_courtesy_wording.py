"""What is no question on the plan is answered as an officer would, and not as a lack of the document."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("said", "status", "begins"),
    [
        ("間違ってるよ", "smalltalk", "ご期待に沿えず、申し訳ありません。"),
        ("そうじゃなくて", "smalltalk", "ご期待に沿えず、申し訳ありません。"),
        ("はい", "smalltalk", "事業名やKPI"),
        ("お疲れさまです", "smalltalk", "お疲れさまです。第2期"),
        ("お疲れ様です！", "smalltalk", "お疲れさまです。第2期"),
        ("おはようございます😊", "smalltalk", "おはようございます。第2期"),
        ("こんばんはー", "smalltalk", "こんばんは。第2期"),
        ("いつもお世話になっております。よろしくお願いします", "smalltalk", "お世話になっております。第2期"),
        ("もしもし", "smalltalk", "こんにちは。第2期"),
        ("防災対策事業の件、承知いたしました。ありがとうございます。", "smalltalk", "どういたしまして。"),
        ("疲れた", "not_found", "冗談・雑談・創作にはお答えしていません。"),
        ("観光", "candidates", "次のどれについてお尋ねですか。「地域資源観光活用事業」"),
    ],
)
def test_it_begins_with_what_fits(engine: Engine, said: str, status: str, begins: str) -> None:
    answer = engine.answer(said)
    assert answer.status == status
    assert answer.text.startswith(begins)


def test_what_is_greeted_back_is_a_greeting() -> None:
    vocabulary = load_vocabulary()
    assert {vocabulary.smalltalk.get(key) for key in vocabulary.openings} == {"greetings"}


def test_a_greeting_that_names_the_plan_is_one_with_a_source(engine: Engine) -> None:
    assert engine.answer("はじめまして").is_of_plan
    assert engine.answer("何ができますか？").is_of_plan
    assert not engine.answer("ありがとうございます").is_of_plan


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("実績の入れ方は？", "KPI の回答の「実績を登録」から登録できます"),
        ("検証表がほしい", "`/senryaku kpi review`"),
        ("実績値の登録方法", "`kpi import`"),
    ],
)
def test_what_is_asked_of_the_tool_is_told_and_no_card_shown(engine: Engine, question: str, said: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("smalltalk", ())
    assert said in answer.text
