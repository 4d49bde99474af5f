"""What is offered or shown beside an answer has to do with what was asked; what does not exist is named."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize("question", ["あれの担当は？", "あの件の担当は", "その事業の目標値は？", "この事業の予算"])
def test_of_what_is_only_pointed_at_nothing_is_guessed(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items, answer.near) == ("not_found", (), ())
    assert answer.text.startswith("まだ何もお示ししていないため")


@pytest.mark.parametrize("question", ["ここの電話番号は？", "この計画の目的は？", "この戦略の期間は？"])
def test_the_plan_may_be_pointed_at_without_having_been_shown(engine: Engine, question: str) -> None:
    assert engine.answer(question).status == "answered"


def test_what_is_done_with_a_thing_is_no_thing(engine: Engine) -> None:
    assert [item.title for item in engine.answer("公園を作る事業").items] == ["鳥類センター・拠点公園魅力向上事業"]
    pool = engine.answer("プールを作る事業")
    assert pool.text.startswith("「プール」は、")
    assert pool.status == "not_found"


@pytest.mark.parametrize("question", ["お疲れさまです", "よろしく", "お世話になっております"])
@pytest.mark.parametrize("row", [(), ("p3-12",)])
def test_a_greeting_is_offered_nothing(engine: Engine, question: str, row: tuple[str, ...]) -> None:
    answer = engine.answer(question, row)
    assert (answer.status, answer.items, answer.near) == ("smalltalk", (), ())


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("空飛ぶ事業のKPIは？", "「空飛ぶ事業」は、"),
        ("ペンギン推進事業のKPIを教えて", "「ペンギン」は、"),
        ("恐竜事業の目標値は？", "「恐竜」は、"),
        ("基本目標5の累計のKPI", "累計で数えるKPIは、基本目標5にありません"),
        ("基本目標2の累計の指標", "累計で数える指標は、基本目標2にありません"),
    ],
)
def test_what_does_not_exist_is_named(engine: Engine, question: str, named: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items, answer.near) == ("not_found", (), ())
    assert answer.text.startswith(named)


def test_a_condition_that_some_fulfil_is_kept(engine: Engine) -> None:
    assert [item.id for item in engine.answer("パッケージ3の累計のKPI").items] == ["k3-8"]


@pytest.mark.parametrize("question", ["担当は？", "その担当は？"])
def test_who_is_in_charge_is_not_answered_by_the_whole_card(engine: Engine, question: str) -> None:
    answer = engine.answer(question, ("p3-12",))
    assert (answer.status, answer.reason) == ("not_found", "attribute")
    assert [item.id for item in answer.near] == ["p3-12"]


def test_the_purpose_alone_is_answered_by_its_sentence(engine: Engine) -> None:
    answer = engine.answer("その目的は？", ("p3-12",))
    assert answer.note.startswith("「定住誘導推進事業」の目的：転入者の増加及び定住人口の維持・増加につなげるため、")
    assert answer.says_all
    assert "取組" not in answer.text


def test_two_indicators_are_told_beside_each_other(engine: Engine) -> None:
    same = engine.answer("観光客数と宿泊者数を比べて")
    assert [item.title for item in same.items] == ["年間観光客数", "宿泊者数"]
    assert "目標値 625万人（令和6年度）" in same.note
    assert "目標値 41.0万人（令和6年度）" in same.note
    assert same.note.endswith("目標値は、「年間観光客数」の方が「宿泊者数」より大きくなっています。")
    scaled = engine.answer("待機児童数と宿泊者数を比較して")  # 人 and 万人
    assert scaled.note.endswith("目標値は、「宿泊者数」の方が「待機児童数」より大きくなっています。")
    other = engine.answer("待機児童数と創業融資件数を比較して")
    assert "単位が違うため（人と件）" in other.note


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


@pytest.mark.parametrize("question", ["昨日の続き", "この前の話の続き"])
def test_what_was_said_before_is_near_to_nothing(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.reason, answer.near) == ("not_understood", ())


@pytest.mark.parametrize(
    ("question", "asked", "thing"),
    [
        ("浸水被害対策事業の予算はいくら", "「予算」は", "浸水被害対策事業"),
        ("セーフコミュニティ推進事業の担当者は誰ですか", "「担当者」は", "セーフコミュニティ推進事業"),
        ("防災訓練は何月何日にありますか", "日程・時間は", "防災対策事業"),
        ("シティプラザの座席数は何席", "「座席数」は", "久留米シティプラザ来館者数"),
        ("久留米市美術館の休館日", "「休館日」は", "久留米市美術館入館者数"),
    ],
)
def test_the_thing_is_kept_where_only_what_is_asked_of_it_is_missing(
    engine: Engine, question: str, asked: str, thing: str
) -> None:
    answer = engine.answer(question)
    assert (answer.reason, [item.title for item in answer.near]) == ("attribute", [thing])
    assert answer.text.startswith(asked)
    assert answer.text.count(f"「{thing}」") == 1  # which the sentence has named


@pytest.mark.parametrize(
    ("question", "word", "title"),
    [
        ("SDGsの取組は？", "SDGs", "環境まなびのまちづくり事業"),
        ("カーボンニュートラルへの対応はどうなっていますか", "カーボンニュートラル", "環境まなびのまちづくり事業"),
        ("ゼロカーボンシティ宣言の内容", "ゼロカーボンシティ宣言", "環境まなびのまちづくり事業"),
        ("田主丸の人口", "田主丸", "東部地域居住環境向上・移住定住促進事業"),
        ("不登校", "不登校", "げんきに学ぶくるめっ子事業"),
        ("不登校は？", "不登校", "げんきに学ぶくるめっ子事業"),
        ("不登校の事業は？", "不登校", "げんきに学ぶくるめっ子事業"),
        ("不登校への対応はありますか", "不登校", "げんきに学ぶくるめっ子事業"),
        ("いじめ", "いじめ", "げんきに学ぶくるめっ子事業"),
        ("いじめ対策", "いじめ対策", "げんきに学ぶくるめっ子事業"),  # not what is found for 「対策」
    ],
)
def test_a_record_found_for_a_word_that_is_not_there_is_near_and_no_answer(
    engine: Engine, question: str, word: str, title: str
) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.reason, answer.items) == ("not_found", "absent", ())
    assert answer.text.startswith(f"「{word}」")
    assert answer.text.endswith(
        f"ありません。\n近い事業：「{title}」\n出典：第2期久留米市地方創生総合戦略（令和2年3月）"
    )
    assert [item.title for item in answer.near] == [title]


@pytest.mark.parametrize(
    "question",
    [
        "あれはどうなった？", "あれはいつから？", "これはいつ？", "どうなった？", "その後どうなった？", "いつ？",
        "どこ？", "それってどうなの？", "今どうなってますか",
    ],
)  # fmt: skip
def test_what_points_to_something_shown_is_asked_back_where_nothing_was(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.reason, answer.items, answer.near) == ("not_found", "ambiguous", (), ())
    assert answer.text.startswith("まだ何もお示ししていないため、何についてのお尋ねか分かりません。")


@pytest.mark.parametrize("question", ["あれはどうなった？", "その後どうなった？", "どうなった？"])
def test_after_something_was_shown_the_same_goes_on_about_it(engine: Engine, question: str) -> None:
    answer = engine.answer(question, ["k3-3"])
    assert [item.id for item in answer.items] == ["k3-3"]
    assert "荒れ" not in answer.text


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("ペットは飼える？", ()),  # staff say 「ペット連れの避難」 of a project
        ("空港の数", ()),  # and 「佐賀空港から」
        ("水道料金の額", ()),
        ("出産祝い金の額は", ("結婚・子育てつよーいみかた事業",)),
        ("移住支援金の額はいくら", ("住宅の購入に伴う転入者数", "定住誘導推進事業")),
        ("図書館の貸出冊数", ()),
        ("ドローンの台数", ()),
    ],
)
def test_what_is_near_shares_more_with_what_is_asked_than_a_word_for_any_figure(
    engine: Engine, question: str, near: tuple[str, ...]
) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.reason) == ("not_found", "absent")
    assert tuple(item.title for item in answer.near) == near


@pytest.mark.parametrize("shown", ["p4-7", "p3-2", "p3-12"])
def test_what_was_shown_is_no_answer_to_a_word_that_it_does_not_have(engine: Engine, shown: str) -> None:
    answer = engine.answer("ペットは飼える？", (shown,))
    assert answer.status == "not_found"
    assert answer.text.startswith("「ペット」は、第2期久留米市地方創生総合戦略に記載がありません。")
