"""A question taken apart: the clause that asks, the numbers in it, what each word weighs."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import general_concepts
from knowledge.answers.understanding.question import Question, analysed


def read(engine: Engine, text: str) -> Question:
    return analysed(engine.reader.read(text), general_concepts())


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("ニュースで紹介されました。防災対策事業の概要をください", "防災対策事業の概要をください"),
        ("待機児童数の目標値は？部長に聞かれたので。", "待機児童数の目標値は?"),
        ("移住支援の事業は？", "移住支援の事業は?"),
        ("締切で詰んどる オープンラボの意味教えて", "オープンラボの意味教えて"),
        (
            "空き家の活用について、触れられている箇所はありますか",
            "空き家の活用について、触れられている箇所はありますか",
        ),
        ("お店を始めたいそうで…創業の事業はどれ？", "創業の事業はどれ?"),
        ("引き継ぎのメモ書いてて 子育ての事業いくつあるの", "子育ての事業いくつあるの"),
        ("農業の事業を拾いたいのですが、どれとどれですか", "農業の事業を拾いたいのですが、どれとどれですか"),
        ("農業の事業を拾いたいです。どれとどれですか", "どれとどれですか"),
    ],
)
def test_the_request_is_the_clause_that_asks(engine: Engine, text: str, request_: str) -> None:
    question = read(engine, text)
    assert question.text_of(question.request).replace("？", "?") == request_


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("パッケージ3", [3]),
        ("パッケージ十一", [11]),
        ("基本的方向13", [13]),
        ("⑪の事業", [11]),
        ("基本目標Ⅳ", [4]),
        ("193人増やす", []),
        ("目標が0人", [0]),
    ],
)
def test_small_numbers_are_read_in_any_writing(engine: Engine, text: str, numbers: list[int]) -> None:
    assert [number.value for number in read(engine, text).numbers] == numbers


@pytest.mark.parametrize("text", ["全部抜き出していただけないでしょうか", "差し支えなければKPIを教えて"])
def test_a_favour_that_is_asked_lacks_nothing(engine: Engine, text: str) -> None:
    assert "missing" not in read(engine, text).said("condition")


def test_words_for_a_time_weigh_as_adverbs_do(engine: Engine) -> None:
    question = read(engine, "今の人口")
    assert question.weights[0] < question.weights[-1]
    assert read(engine, "休日の人口").weights[0] == question.weights[-1]


def test_courtesies_particles_and_signs_weigh_nothing(engine: Engine) -> None:
    question = read(engine, "すみませんが、教えてください。")
    assert question.weights.sum() == 0


def test_an_empty_question_is_taken_apart_as_well(engine: Engine) -> None:
    question = read(engine, "")
    assert question.tokens == []
    assert question.head is None


@pytest.mark.parametrize(
    ("text", "left_out", "kept"),
    [
        ("「累計」ではなく「総数」のKPI", ("condition", "cumulative"), ("condition", "total")),
        ("増やすのでなく減らすKPI", ("condition", "higher"), ("condition", "lower")),
        ("増やすんやなくて減らしたいKPI", ("condition", "higher"), ("condition", "lower")),
    ],
)
def test_what_is_denied_is_no_condition(
    engine: Engine, text: str, left_out: tuple[str, str], kept: tuple[str, str]
) -> None:
    said = {(mention.concept.part, mention.concept.name) for mention in read(engine, text).mentions}
    assert left_out not in said
    assert kept in said


@pytest.mark.parametrize("text", ["事業だけでなくKPIも出して", "累計でないKPI", "観光ではないですか"])
def test_not_only_and_conditions_deny_nothing(engine: Engine, text: str) -> None:
    question = read(engine, text)
    assert all(question.weights[mention.first] > 0 for mention in question.mentions if mention.concept.part == "kind")


def test_when_the_plan_was_made_is_no_timetable(engine: Engine) -> None:
    assert "schedule" not in read(engine, "最初の総合戦略ができたのは何年何月か").said("unprinted")
    assert "schedule" in read(engine, "説明会は何月何日か").said("unprinted")


@pytest.mark.parametrize("text", ["基準年がH30やのうてR元のKPI", "基準年が平成30年度ではなく令和元年度のKPI"])
def test_a_year_that_is_not_meant_is_none(engine: Engine, text: str) -> None:
    assert [int(year) for year in read(engine, text).years] == [2019]


def test_a_counter_is_not_taken_for_another_of_its_sound(engine: Engine) -> None:
    assert "戸" in [token.surface for token in read(engine, "何戸の住宅が入る計画ですか").tokens]
