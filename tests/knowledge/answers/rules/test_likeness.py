"""Near is what was found by likeness alone; where the words asked lead there, the answer says so."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("移住支援の事業は？", "移住支援に関する事業は2件です：「定住誘導推進事業」、「西部地域公共交通利用"),
        ("創業支援", "創業支援に関する事業は『「久留米で創業・就業」応援事業』"),
        ("空き家対策", "空き家対策に関する事業は2件です：「空き家の流通・活用支援事業」、「西部地域公共交通利用"),
        (
            "大善寺",
            "大善寺に関する事業は「西部地域公共交通利用・移住定住促進事業」です。関連事業は「西部地域資源観光活用事業」です。",
        ),
        (
            "となりの自治体との連携、東も西も",
            "関連事業は2件です：「東部広域連携推進事業」、「西部広域連携推進事業」。",
        ),
    ],
)
def test_what_the_words_lead_to_is_not_called_near(engine: Engine, question: str, said: str) -> None:
    assert engine.answer(question).text.startswith(said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("買い物難民", "近い事業は3件です：「中心拠点・地域生活拠点整備事業」"),
        ("農泊", "最も近い事業は「地域資源観光活用事業」です（ほかに近い事業2件）。"),
        ("テレワークの事業は", "「テレワーク」は本文に記載がありません。近い事業は"),
        ("駐輪場に関する事業は？", "「駐輪場」は本文に記載がありません。近い事業は3件です"),
        ("リサイクルについて教えて", "「リサイクル」は本文に記載がありません。"),
    ],
)
def test_what_only_an_expression_of_staff_leads_to_is_near(engine: Engine, question: str, said: str) -> None:
    """Its words are not the document's."""
    assert engine.answer(question).text.startswith(said)


@pytest.mark.parametrize("question", ["自転車置き場", "自転車置き場はありますか"])
def test_what_a_part_of_the_word_leads_to_is_offered_and_answers_nothing(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.text.startswith("「自転車置き場」は、")
    assert [item.title for item in answer.near] == ["歩行者と自転車に心地よいまちづくり事業"]


def test_what_is_near_is_no_card_of_its_own(engine: Engine) -> None:
    assert not engine.answer("駐輪場に関する事業は？").stands_out


@pytest.mark.parametrize("question", ["農業都市の認知度は？", "農業都市 久留米の認知度"])
def test_what_a_name_ends_in_is_asked_of_the_indicator_and_not_of_a_project(engine: Engine, question: str) -> None:
    assert [item.id for item in engine.answer(question).items] == ["k1-7"]


def test_of_a_list_the_records_without_the_words_are_called_near(engine: Engine) -> None:
    lead = engine.answer("工場見学を観光ルートにする取組を教えて").lead
    led, near = lead.split("近い事業は")
    assert led == "関連事業は2件です：「東部地域資源観光活用事業」、「地域資源観光活用事業」。"
    assert near == "「産業拠点整備・集積推進事業」です。"


def test_what_no_word_of_the_question_leads_to_is_near(engine: Engine) -> None:
    lead = engine.answer("ドクターカーと青パト、それぞれ何事業でしたかね").lead
    assert lead.startswith("近い事業は")


@pytest.mark.parametrize("question", ["やってみんのう　なんでんおうえん", "バイオ産業新興事業ってなにすると？"])
def test_a_noun_of_doing_and_a_name_are_no_theme(engine: Engine, question: str) -> None:
    assert "に関する" not in engine.answer(question).lead


def test_an_ending_of_speech_makes_no_other_word(engine: Engine) -> None:
    answer = engine.answer("やってみん農ちゅうとは、いったい何ばしよると?")
    assert (answer.status, answer.items[0].id) == ("answered", "p1-6")


@pytest.mark.parametrize(("question", "word"), [("高齢者の事業は？", "高齢者"), ("大善寺の事業は？", "大善寺")])
def test_only_what_prints_the_word_is_counted_as_of_it(
    engine: Engine, catalog: Catalog, question: str, word: str
) -> None:
    printing = [one.name for one in catalog.originals() if word in catalog.words_of(one)]
    lead = engine.answer(question).text.split("。")[0]
    assert all(name in lead for name in printing)
    assert "関する事業は" in lead
    assert "2件" not in lead
    assert "3件" not in lead


def test_half_of_a_word_does_not_make_a_list(engine: Engine, catalog: Catalog) -> None:
    """「…支援の事業一覧」 asks for none that only has 支援."""
    shown = engine.answer("子育て支援の事業一覧").items
    assert shown
    assert all("子育て" in catalog.words_of(catalog.projects[one.id]) for one in shown)


@pytest.mark.parametrize(
    ("question", "word"),
    [("観光振興の事業一覧", "観光"), ("農業振興の事業一覧", "農業"), ("子育て支援の事業は何件？", "子育て")],
)
def test_of_a_thing_and_what_is_done_with_it_the_thing_makes_the_list(
    engine: Engine, catalog: Catalog, question: str, word: str
) -> None:
    """And its word is told, not the other one."""
    answer = engine.answer(question)
    assert answer.lead.startswith(f"「{word}」の出てくる事業は")
    assert all(word in catalog.words_of(catalog.projects[one.id]) for one in answer.items)


def test_what_is_counted_is_no_package(engine: Engine) -> None:
    """The plan prints no 起業: what is near is offered, and no package is told as the number of its projects."""
    answer = engine.answer("起業支援の事業は何件？")
    assert (answer.status, answer.items) == ("not_found", ())
    assert "「起業」は" in answer.text


def test_what_only_staffs_words_lead_to_is_not_called_of_the_theme(engine: Engine) -> None:
    assert "商業振興に関する" not in engine.answer("商業振興の事業").text
