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
