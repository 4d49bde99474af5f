"""What is no question on the plan is answered as an officer would, and not as a lack of the document."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize(
    ("said", "status", "begins"),
    [
        ("間違ってるよ", "smalltalk", "ご期待に沿えず、申し訳ありません。"),
        ("そうじゃなくて", "smalltalk", "ご期待に沿えず、申し訳ありません。"),
        ("はい", "smalltalk", "はい。事業名やKPI"),
        ("お疲れさまです", "smalltalk", "こんにちは。"),
        ("疲れた", "not_found", "冗談・雑談・創作にはお答えしていません。"),
        ("観光", "candidates", "次のどれについてお尋ねですか。「地域資源観光活用事業」"),
    ],
)
def test_it_begins_with_what_fits(engine: Engine, said: str, status: str, begins: str) -> None:
    answer = engine.answer(said)
    assert answer.status == status
    assert answer.text.startswith(begins)
