"""What the document does not hold is said so, by name, and what it does hold is never refused for a word in passing."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.rules.absence import Absences, is_asked
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.search.counter_evidence import Doubter
from knowledge.search.query import QueryReader


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("学力のモデル校って何校指定すると？", "お尋ねの数は"),
        ("合同会社説明会に出てくれる企業数の目標", "お尋ねの数は"),
        ("奨学金返還支援事業の対象者を知りたい", "お尋ねの制度・サービス・施設は"),
        ("カジノ誘致事業について", "お尋ねの制度・サービス・施設は"),
        ("久留米ワイナリー創設事業の詳細", "その名前の事業は"),
        ("高齢者の免許返納支援事業", "その名前の事業は"),
        ("日本語教室の受講者数の目標", "お尋ねの指標・数値は"),
        ("スポーツ教室の参加者数の目標", "その指標の値は"),
        ("令和10年度の人口目標", "令和10年度の目標は"),
        ("うきは市の人口", "うきは市については"),
        ("福岡市の待機児童数", "福岡市については"),
        ("観光大使の任期", "お尋ねの事柄は"),
        ("いじめ", "お尋ねの統計・事柄は"),
    ],
)
def test_it_is_named_what_is_not_there(engine: Engine, question: str, said: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.intent, answer.items) == ("not_found", "absent", ())
    assert answer.text.startswith(said)


def test_a_number_that_is_not_printed_leads_to_what_is(engine: Engine) -> None:
    assert "「防災対策事業」の内容はお答えできます。" in engine.answer("防災士の人数は？").text


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("メタボやけん体を動かせと医者に言われた人に教えてやれる事業", "p4-8"),
        ("空きフロアに都会の会社の事務部門を入れたい", "p1-1"),
        ("福岡市から引っ越してくる子育て世代への支援", "p3-12"),
        ("令和6年度末の人口の目標", "kurume-2"),
        ("共働き世帯", "p3-2"),
    ],
)
def test_a_word_in_passing_refuses_nothing(engine: Engine, question: str, id: str) -> None:
    assert id in [item.id for item in engine.answer(question).items]


@pytest.mark.parametrize(
    "question",
    ["ぬぬぬ計画", "惑星の観測", "ぬめぬめぬめ", "ふじこｌｐあｓｄｆｇｈ", "もげ", "128かける47は？", "新幹線"],
)
def test_what_the_document_does_not_speak_of_is_not_found(engine: Engine, question: str) -> None:
    assert (engine.answer(question).status, engine.answer(question).intent) == ("not_found", "unknown")


def test_only_where_every_word_is_known_another_may_tell_more(catalog: Catalog, strategy_folder: Path) -> None:
    absences = Absences(catalog, load_phrases(strategy_folder), load_vocabulary(), Doubter())
    query = QueryReader(load_vocabulary()).read("地域の支援")
    narrow = absences.nothing(query, frozenset())
    assert (narrow.intent, narrow.text.endswith("もう一言添えてお尋ねください。")) == ("ambiguous", True)
    assert absences.nothing(query, {"支援"}).intent == "unknown"
    assert absences.nothing(query).intent == "unknown"
    assert absences.nothing(query, frozenset(), counter_gap=1.0).text.startswith("お尋ねの数は")


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("足して", "支援に満足している人"),
        ("フロア", "ビルの空きフロアに都会の会社の事務部門を入れたい"),
    ],
)
def test_a_cue_inside_a_word_or_a_story_is_not_asked(cue: str, text: str) -> None:
    assert not is_asked(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"), [("天気", "天気は?"), ("料金", "美術館の料金は?"), ("電話番号", "課の電話番号を")]
)
def test_a_cue_that_begins_or_ends_the_question_is(cue: str, text: str) -> None:
    assert is_asked(cue, text)
