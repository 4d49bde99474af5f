"""What the document does not hold is said so, by name, and what it does hold is never refused for a word in passing."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("奨学金返還支援事業の対象者を知りたい", "お尋ねの制度・サービス・施設は"),
        ("久留米ワイナリー創設事業の詳細", "「久留米ワイナリー創設事業」は"),
        ("高齢者の免許返納支援事業", "「免許返納支援事業」は"),
        ("日本語教室の受講者数の目標", "お尋ねの指標・数値は"),
        ("令和10年度の人口目標", "令和10年度の目標は"),
        ("うきは市の人口", "うきは市については"),
        ("福岡市の待機児童数", "福岡市については"),
        ("中心市街地の空き店舗率は、熊本市では今どのくらいの数字ですか。", "熊本市については"),
        ("観光大使の任期", "お尋ねの事柄は"),
        ("いじめ", "お尋ねの統計・事柄は"),
    ],
)
def test_it_is_named_what_is_not_there(engine: Engine, question: str, said: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.intent, answer.items) == ("not_found", "absent", ())
    assert answer.text.startswith(said)


@pytest.mark.parametrize(
    "question",
    [
        "学力のモデル校って何校指定すると？",
        "合同会社説明会に出てくれる企業数の目標",
        "カジノ誘致事業について",
        "スポーツ教室の参加者数の目標",
        "防災士の人数は？",
    ],
)
def test_what_is_near_is_offered_and_no_answer(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.near


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
    [
        "ぬぬぬ計画",
        "惑星の観測",
        "ぬめぬめぬめ",
        "ふじこｌｐあｓｄｆｇｈ",
        "もげ",
        "128かける47は？",
        "新幹線",
        "こどもの貧困ってのってる？",
    ],
)
def test_what_the_document_does_not_speak_of_is_not_found(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "not_found"
