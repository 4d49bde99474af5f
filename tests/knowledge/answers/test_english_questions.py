"""Who asks in English is answered in Japanese, with a line in English."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine
from knowledge.wording.english import NOT_STATED, WHICH_IS_MEANT

TODAY = date(2024, 6, 3)


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
    assert answer.note.endswith("(The strategy does not state this.)")


def test_another_city_is_none_of_the_plan_s(engine: Engine) -> None:
    answer = engine.answer("What population target did Omuta City set in its own strategy?")
    assert (answer.status, answer.items) == ("not_found", ())


def test_thanks_get_thanks(engine: Engine) -> None:
    assert engine.answer("Thanks a lot for your help!").status == "smalltalk"


def test_a_question_in_japanese_gets_no_english(engine: Engine) -> None:
    assert "(KPI" not in engine.answer("環状道路の整備率は？").text


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("in FY2021", (2021,)),
        ("in FY21", (2021,)),
        ("in fiscal 2021", (2021,)),
        ("in fiscal year 2021", (2021,)),
        ("in 2021", (2021,)),
        ("for R3", (2021,)),
        ("for H31", (2019,)),
        ("for Reiwa 3", (2021,)),
        ("in R3 (2021)", (2021,)),
        ("in March 2022", (2021,)),
        ("on 1 April 2022", (2022,)),
        ("between FY2021 and FY2023", (2021, 2023)),
        ("last fiscal year", (2023,)),
        ("two years ago", (2022,)),
    ],
)
def test_years_are_read_as_in_japanese(engine: Engine, said: str, years: tuple[int, ...]) -> None:
    answer = engine.answer(f"What was the actual number of children on the waiting list {said}?", today=TODAY)
    assert answer.interpreted.fiscal_years == years


@pytest.mark.parametrize(
    ("said", "why"),
    [("fiscal 5", "どの年度か分かりません"), ("R3 (2022)", "別の年度を指しています"), ("Reiwa 90", "の外です")],
)
def test_what_is_no_year_is_refused_with_the_reason(engine: Engine, said: str, why: str) -> None:
    answer = engine.answer(f"What was the actual number of children on the waiting list in {said}?", today=TODAY)
    assert answer.status == "not_found"
    assert why in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What number of overnight visitors are we aiming for, and what was it at the start?", "answered"),
        ("How many children wait for a nursery, as a sample?", "answered"),
        ("Hi! I moved here today. What can you do?", "help"),
        ("help", "help"),
    ],
)
def test_a_last_word_that_alone_would_ask_for_help_does_not_within_a_question(
    engine: Engine, question: str, status: str
) -> None:
    assert engine.answer(question).status == status


@pytest.mark.parametrize("question", ["Hello, what can you do?", "hello what can you do", "Hi! What can you do?"])
def test_a_first_contact_in_english_is_told_what_can_be_asked(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "help"


def test_what_was_not_clear_is_not_said_to_be_missing(engine: Engine) -> None:
    answer = engine.answer("What about that thing?")
    assert answer.status == "not_found"
    assert NOT_STATED not in answer.text
    assert WHICH_IS_MEANT in answer.text


@pytest.mark.parametrize("shown", ["p3-2", "p4-7", "k1-1", "pkg3"])
def test_in_a_thread_a_question_that_names_its_own_thing_is_of_that(engine: Engine, shown: str) -> None:
    answer = engine.answer("What is the target for children on waiting lists?", (shown,))
    assert [item.id for item in answer.items] == ["k3-3"]
