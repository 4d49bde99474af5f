"""What the document does not hold is said so, by name, and what it does hold is never refused for a word in passing."""

import re
from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import Phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import UNREAD_PAGE, Finding
from knowledge.model.structs import replace
from knowledge.reading import build


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("奨学金返還支援事業の対象者を知りたい", "「奨学金返還支援事業の対象者」は"),
        ("久留米ワイナリー創設事業の詳細", "「久留米ワイナリー創設事業」は"),
        ("高齢者の免許返納支援事業", "「免許返納支援事業」は"),
        ("日本語教室の受講者数の目標", "「日本語教室の受講者数」は"),
        ("令和10年度の人口目標", "令和10年度の目標は"),
        ("うきは市の人口", "うきは市については"),
        ("福岡市の待機児童数", "福岡市については"),
        ("大牟田の総合戦略の人口目標は", "大牟田については"),
        ("鳥栖では待機児童は何人", "鳥栖については"),
        (
            "お隣の鳥栖さんでも似た計画をお持ちでしょうが、人口を何人に保つ目標でございますか。",
            "鳥栖については",
        ),
        ("小郡側の待機児童数の目標は", "小郡については"),
        ("佐賀の子育て支援は", "佐賀については"),
        ("中心市街地の空き店舗率は、熊本市では今どのくらいの数字ですか。", "熊本市については"),
        ("観光大使の任期", "「観光大使の任期」は"),
        ("いじめ", "「いじめ」は"),
        ("不登校の人数は？", "「不登校」は"),
        ("有給の申請ってどのシステムから出すんですか？", "「有給の申請」は"),
        ("空き家リフォーム助成の補助率と上限額", "「空き家リフォーム助成の補助率と上限額」は"),
        ("図書館は何時まで開いとると？", "「図書館」は"),
        ("ドクターカーは何台ありますか", "「ドクターカー」について、お尋ねの数は"),
        ("明日の部課長会議って何時からだっけ", "「部課長会議」は"),
        ("市債残高は現在いくらか。", "「市債残高」は"),
        ("SDGsの取り組みは", "「SDGs」は"),
        ("SDGsについて", "「SDGs」は"),
        ("DX推進", "「DX」は"),
        ("AIの活用は", "「AI」は"),
        ("スマートシティの推進は", "「スマートシティ」は"),
        ("脱炭素・カーボンニュートラルについて", "「脱炭素・カーボンニュートラル」は"),
        ("脱炭素の目標値は", "「脱炭素」は"),
        ("地域猫", "「地域猫」は"),
        ("総合戦略の第3期はいつ？", "「第3期」は"),
        ("駐輪場の数", "「駐輪場」は"),
        ("パブコメの期間", "「パブコメ」は"),
    ],
)
def test_it_is_named_what_is_not_there(engine: Engine, question: str, said: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.intent, answer.items) == ("not_found", "absent", ())
    assert answer.text.startswith(said)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("係長に「ちゅうしんきょてんのやつ…」", "中心拠点"),
        ("係長に「中心拠点のやつ出しといて」と言われた", "中心拠点"),
    ],
)
def test_who_has_asked_is_not_said_to_be_missing(engine: Engine, question: str, read: str) -> None:
    answer = engine.answer(question)
    assert (answer.reason, answer.offered[:1]) == ("not_understood", ("p4-1",))
    assert f"読み取れた言葉：「{read}」" in answer.text


@pytest.mark.parametrize("question", ["ﾀｲｷｼﾞﾄﾞｳｽｳ R6目標", "タイキジドウスウの実績", "シュクハクシャスウの目標"])
def test_a_name_in_katakana_is_read_beside_kanji(engine: Engine, question: str) -> None:
    assert engine.answer(question).shown[0] in ("k3-3", "k2-1")


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("メタボやけん体を動かせと医者に言われた人に教えてやれる事業", "p4-8"),
        ("空きフロアに都会の会社の事務部門を入れたい", "p1-1"),
        ("福岡市から引っ越してくる子育て世代への支援", "p3-12"),
        ("うきはの工業団地の立地件数の目標は", "k1-1"),
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


@pytest.mark.parametrize(
    "question", ["ｓｄｆｇ；；ｌｋｊあｗせ", "ｌｋｊ；；；ぽぽぽ", "asdfghjkl", "あああああ", "んんん", "ーーー"]
)
def test_what_is_no_word_is_not_said_to_be_missing(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.reason, answer.near) == ("not_found", "not_understood", ())
    assert answer.text.startswith(f"ご質問「{question}」を読み取れませんでした。")


def test_what_was_read_is_told_where_the_rest_was_not(engine: Engine) -> None:
    answer = engine.answer("空き家の相談はどの課に電話すればいいですか")
    assert answer.reason == "not_understood"
    assert answer.text.startswith("ご質問を読み取れませんでした（読み取れた言葉：「空き家」、「相談」")


def test_nothing_that_is_printed_is_said_to_be_missing(engine: Engine, catalog: Catalog) -> None:
    """Whatever a refusal names by its own words stands nowhere in the document."""
    asked = [f"{project.name}の件、承知いたしました。ありがとうございます。" for project in catalog.originals()]
    printed = name_key(" ".join(passage.text for passage in catalog.base.passages)) + name_key(
        " ".join(project.name for project in catalog.originals())
    )
    for answer in map(engine.answer, asked):
        if answer.status == "not_found" and (said := re.match("「(.+?)」は", answer.text)):
            assert name_key(said[1]) not in printed, answer.text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("不登校の子への支援策は？", "不登校"),
        ("ひきこもりの人への支援は？", "ひきこもり"),
        ("認知症について教えて", "認知症"),  # 「認知度」 is printed
        ("認知症の対策", "認知症"),
        ("熱中症の取り組みは", "熱中症"),  # wider words that an official expression leads to are printed
        ("部活動に関する事業は？", "部活動"),  # 「活動」 is
        ("電気自動車の対策", "電気自動車"),
        ("動物愛護の取り組みは", "動物愛護"),
        ("獣害の対策", "獣害"),
        ("消防署の建替え事業", "消防署の建替え"),
        ("デジタル地域通貨の導入事業、何に書いてあります？", "デジタル地域通貨"),
        ("女性管理職の割合の目標", "女性管理職"),
        ("久留米ラーメンってこの計画に出てきます?", "ラーメン"),  # the city's name is printed
    ],
)
def test_a_word_is_not_held_because_a_part_of_it_or_a_wider_one_is(engine: Engine, question: str, word: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert f"「{word}" in answer.text.split("。")[0]


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("保活", "p3-2"),
        ("青パト", "p4-6"),
        ("登下校", "p4-6"),
        ("シニアの働き口", "p1-8"),
        ("アグリツーリズムのinitiative", "p2-1"),
        ("スタートアップ育成ってやってる？", "p1-8"),
    ],
)
def test_what_staff_or_everybody_say_for_a_word_of_the_document_is_an_answer(
    engine: Engine, question: str, id: str
) -> None:
    """Expressions for the record in the plan's phrases, and everyday words for an official one that is printed."""
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert id in [item.id for item in answer.items]
    assert "ありません" not in answer.text.split("\n")[0]


def test_the_people_of_another_city_are_not_those_of_this_plan(engine: Engine) -> None:
    answer = engine.answer("福岡市の人口は？")
    assert (answer.status, answer.reason, answer.items, answer.near) == ("not_found", "absent", (), ())
    assert answer.text.startswith("福岡市について")
    assert engine.answer("福岡市への人口流出は？").items


@pytest.mark.parametrize(
    "question",
    [
        "移住支援の事業は？",
        "鳥センの事業",
        "ちょうるいせんたーのやつ教えて",
        "大気児童へらす取り組み",
        "東くし原町本町線",
    ],
)
def test_another_spelling_or_a_short_name_is_no_missing_word(engine: Engine, question: str) -> None:
    assert "に記載がありません" not in engine.answer(question).text


def test_a_place_is_no_part_of_a_word(engine: Engine) -> None:
    assert "スイス" not in engine.answer("ママチャリでスイスイ通られるごと道を整える話").text


@pytest.mark.parametrize(
    ("question", "is_said"),
    [
        ("育児休業について教えて", True),
        ("市債残高は現在いくらか。", True),
        ("うきは市の人口", False),
        ("商いを支えるとは", False),
    ],
)
def test_what_is_refused_may_stand_on_a_page_that_was_not_read(tmp_path: Path, question: str, is_said: bool) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "ぎんが市総合戦略\n\nぎんが市\n\n基本目標1 働く\n\n施策1 商いを支える\n\n支えます。\n", encoding="utf-8"
    )
    base = build(path)
    unread = Finding("warning", f"2ページは文字を取り出せません。{UNREAD_PAGE}", None, unread_page=2)
    report = replace(base.report, findings=(*base.report.findings, unread))
    engine = Engine(Catalog(replace(base, report=report)), Phrases({}, {}), load_vocabulary())
    said = "2ページは文字を取り出せていないため、そこに書かれている場合があります。"
    assert (said in engine.answer(question).text) is is_said
    whole = Engine(Catalog(base), Phrases({}, {}), load_vocabulary())
    assert said not in whole.answer(question).text


def test_who_asked_is_not_asked_for(engine: Engine) -> None:
    answer = engine.answer("係長に言われたので、浸水被害対策事業のKPIを出してほしい")
    assert [item.id for item in answer.items] == ["k4-5"]


def test_a_project_that_is_not_there_is_not_said_of_another_one(engine: Engine) -> None:
    answer = engine.answer("カジノ誘致事業")
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.text.startswith("「カジノ誘致事業」は")
    assert "お答えできます" not in answer.text


def test_a_verb_in_kana_that_begins_as_a_pronoun_is_still_read(engine: Engine) -> None:
    assert engine.reader.read("あれたのうち").text == "荒れた農地"


@pytest.mark.parametrize(
    ("question", "status", "begins"),
    [
        ("すごいね", "smalltalk", "ありがとうございます。"),
        ("テスト", "smalltalk", "はい、届いています。"),
        ("asdf", "not_found", "ご質問「asdf」を読み取れませんでした。"),
    ],
)
def test_praise_a_test_and_what_means_nothing_have_a_reply_each(
    engine: Engine, question: str, status: str, begins: str
) -> None:
    answer = engine.answer(question)
    assert answer.status == status
    assert answer.text.startswith(begins)


@pytest.mark.parametrize("question", ["担当課の電話番号は？", "市役所の電話番号", "代表電話は？", "市役所の連絡先は？"])
def test_the_telephone_that_is_printed_is_given_as_that_of_its_office(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert "連絡先は、久留米市総合政策部 創生戦略推進室の電話 0942-30-9116です。" in answer.note


@pytest.mark.parametrize("question", ["図書館の電話番号", "保健所の電話", "番号"])
def test_it_is_not_given_for_that_of_another_house(engine: Engine, question: str) -> None:
    assert "創生戦略推進室の電話 " not in engine.answer(question).note


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("空き家情報バンクの登録料は？", "登録料"),
        ("防災対策事業の場所は？", "「場所」"),
        ("定住誘導推進事業の担当は？", "「担当」"),
    ],
)
def test_the_detail_that_is_asked_for_is_named_as_missing(engine: Engine, question: str, word: str) -> None:
    first = engine.answer(question).text.split("。")[0]
    assert word in first
    assert first.endswith("記載がありません")


@pytest.mark.parametrize("question", ["防災対策事業の中身は？", "防災対策事業のねらい", "防災対策事業の防災士は？"])
def test_a_detail_that_is_told_is_not_called_missing(engine: Engine, question: str) -> None:
    assert "記載がありません" not in engine.answer(question).text


def test_the_parliament_alone_is_not_said_to_be_missing(engine: Engine) -> None:
    """「議会で使うから3行で」: what it is for is no thing asked."""
    assert engine.answer("議会で使うから3行で", ("k3-3",)).reason == "not_understood"


def test_what_was_not_understood_says_what_was_read(engine: Engine) -> None:
    assert "読み取れた言葉：「人口」、「理由」" in engine.answer("人口が減っている理由は？").text


def test_of_two_words_side_by_side_each_is_quoted(engine: Engine) -> None:
    assert engine.answer("大学と連携に関する事業").note.startswith("「大学」「連携」に関係する事業は2件です")


@pytest.mark.parametrize("question", ["誰が作った計画？", "この計画の発行元は？", "計画を策定したのはどこ？"])
def test_who_made_the_plan_is_the_office_that_it_prints(engine: Engine, catalog: Catalog, question: str) -> None:
    contact = catalog.strategy.contact
    assert contact is not None
    answer = engine.answer(question)
    assert answer.lead == f"本文に連絡先として記載されているのは、{contact.office}です。"
    assert [item.kind for item in answer.items] == ["passage"]


def test_a_figure_of_several_is_no_prose(engine: Engine) -> None:
    """「企業誘致」 may be of three: they are offered."""
    answer = engine.answer("企業誘致の目標値は？")
    assert (answer.status, answer.items) == ("not_found", ())
    assert "k1-1" in [item.id for item in answer.near]
