"""Who asks in English is answered in Japanese, with a line in English."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("What share of the ring road is finished?", "k4-4"),
        ("Which project protects houses from flooding?", "p4-5"),
        ("Which projects are in the eastern area package?", "p5-1"),
    ],
)
def test_the_answer_is_the_same_record_with_a_line_in_english(engine: Engine, question: str, id: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert answer.items[0].id == id
    assert answer.note.endswith(")")
    assert answer.note.splitlines()[-1] in answer.text


@pytest.mark.parametrize(
    "question", ["How do I apply for the renovation grant?", "What is the annual budget of the flood damage project?"]
)
def test_what_is_not_stated_is_said_in_both_languages(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "not_found"
    assert "記載がありません" in answer.text
    assert answer.text.endswith("(The strategy does not state this.)")


def test_thanks_get_thanks(engine: Engine) -> None:
    assert engine.answer("Thanks a lot for your help!").status == "smalltalk"


def test_a_question_in_japanese_gets_no_english(engine: Engine) -> None:
    assert "(KPI" not in engine.answer("環状道路の整備率は？").text
