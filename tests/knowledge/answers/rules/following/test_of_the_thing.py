"""An attribute alone, after one thing was shown: what the plan prints of it, or that it prints none of it."""

from collections.abc import Sequence
from datetime import date

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.conversation import at_hand, row_with
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.row import LIST, row_of
from knowledge.model.catalog import Catalog
from knowledge.wording.names import title

TODAY = date(2024, 6, 3)
PRINTED = [
    ("いつの調査？", ["g4-t1"], ["g4-t1"], "令和元年度"),
    ("それいつの？", ["k3-5"], ["k3-5"], "平成30年度"),
    ("いつまでに終わると", ["k4-5"], ["k4-5"], "令和6年度"),
    ("乗る人の数の目標は？", ["p4-3"], ["k4-3"], "4,167万人"),
    ("支援件数の目標は何件ですか", ["p3-13"], ["k3-8"], "144件"),
    ("誘致件数の目標は何件？", ["p2-2"], ["k2-3"], "68件"),
    ("開始時点は何件でしょう", ["k3-8"], ["k3-8"], "50件"),
    ("それは何歳の人を数えるの", ["g5-t2"], ["g5-t2"], "15歳以上"),
    ("いまは", ["k3-4"], ["k3-4"], "31校区"),
    ("前は", ["k1-3"], ["k1-3"], "320,975百万円"),
    ("増やさんと？", ["k4-3"], ["k4-3"], "4,167万人"),
    ("基準値", ["k5-1"], ["k5-1"], "基準値の記載はありません。"),
    ("基本目標は何番になりますか", ["p4-7"], ["g4"], "安心な暮らしを守る"),
    ("どの目標のや", ["g4-t1"], ["g4"], "安心な暮らしを守る"),
    ("方向番号", ["p3-8"], ["d10"], "災害に強いまち"),
    ("いつの時点？", ["kurume-2"], ["kurume-2"], "令和6年度末の人口の目標値は30万1千人です。"),
    ("それはどの事業に含まれるのか", ["p1-1"], ["p1-1"], "産業拠点整備・集積推進事業"),
    ("検診の電話予約もそこに書いてある？", ["p4-8"], ["p4-8"], "予約受付"),
    ("通学路のこともあるん？", ["p4-6"], ["p4-6"], "通学路の安全対策"),
    ("どこにできる？", ["p1-1"], ["p1-1"], "藤光東部地域"),
    ("さっきの客の方、もとの値", ["g2-t3", LIST, LIST, "g2-t2"], ["g2-t2"], "600万人"),
    ("もう一つは？", ["k1-10", LIST, "k1-9", "k1-10"], ["k1-9"], "230人"),
    ("この事業のKPI3つとも", ["p3-2"], ["k3-1", "k3-3", "k3-4"], "3件"),
    ("2番目の事業だけ詳しく", ["p6-2", "p6-3"], ["p6-3"], "集客イベント"),
    ("調査した年", ["k6-1"], ["k6-1"], "令和元年度"),
    ("何という公園？", ["p3-3"], ["p3-3"], "中央公園"),
    ("以上ってこと？", ["k6-2"], ["k6-2"], "1,603人以上"),
    ("基準ないの？", ["k6-3"], ["k6-3"], "基準値 記載なし"),
    ("再掲はどこに", ["p2-6"], ["pkg4"], "住みやすさ向上パッケージ"),
    ("所管の事業の名", ["k3-2"], ["p3-1"], "結婚・子育てつよーいみかた事業"),
    ("KPIいくつある？", ["p4-8", LIST, "p4-8", "p1-4"], ["k4-6", "k4-7", "k4-8"], "3件"),
    ("どちらも令和何年度が目標？", ["k1-10", LIST, "k1-9", "k1-10"], ["k1-9", "k1-10"], "令和6年度"),
    ("差は何人", ["k1-10", LIST, LIST, "k1-9"], ["k1-10"], "差は8人"),
    ("KPIは何社", ["p1-4"], ["k1-4"], "43社"),
    ("出典は？", ["k3-3"], ["k3-3"], "「待機児童数」の出典は、"),
    ("単位は？", ["k3-3"], ["k3-3"], "「待機児童数」の単位は「人」です。"),
    ("何番のパッケージ", ["d6", "d10", LIST, LIST, "p5-2"], ["pkg5"], "東部地域振興パッケージ"),
    ("新しい団地はどのあたりですか", ["p1-1"], ["p1-1"], "藤光東部地域"),
    ("数値目標は3つ？", ["g2"], ["g2-t1", "g2-t2", "g2-t3"], "3件"),
    ("ゼロから？", ["k5-1"], ["k5-1"], "基準値 記載なし"),
    ("じゃあ参加者数の目標と今", ["p1-10", LIST, "p1-10", "p3-8"], ["k1-9"], "230人"),
    ("違った、空き店舗じゃなくて公共交通のほう", ["k4-1"], ["k4-3"], "4,167万人"),
]
LACKED = [
    ("なんぼもらえると？", ["p3-13"], "p3-13"),
    ("だれに聞いて測ると？", ["k1-7"], "k1-7"),
    ("どこで開催されますか", ["p2-4"], "p2-4"),
    ("いつから始まったと", ["p4-6"], "p4-6"),
    ("いつ完成しますか", ["p1-7"], "p1-7"),
    ("何人養成する予定でしょうか", ["p4-7"], "p4-7"),
    ("何人に聞いたと", ["g4-t1"], "g4-t1"),
    ("なんか国語でできると？", ["p4-10"], "p4-10"),
    ("どの川？", ["k4-5"], "k4-5"),
    ("どこの会社", ["k1-1"], "k1-1"),
    ("何大学と？", ["k1-5"], "k1-5"),
    ("受入農家は何戸", ["k2-2"], "k2-2"),
    ("相談会はどこである", ["p1-6"], "p1-6"),
    ("月に何回", ["p1-6"], "p1-6"),
    ("土日もやってる？", ["p3-12"], "p3-12"),
    ("How many patrol cars?", ["p4-6"], "p4-6"),
    ("どこの病院でやると", ["t7"], "t7"),
    ("月平均だと", ["k3-6"], "k3-6"),
    ("なんていう川", ["k4-5"], "k4-5"),
    ("Where is it located?", ["p3-3"], "p3-3"),
    ("Which rivers?", ["k4-5"], "k4-5"),
    ("対象は何歳から？", ["p4-3"], "p4-3"),
    ("担当の課は", ["p3-3"], "p3-3"),
    ("予算は？", ["p3-3"], "p3-3"),
    ("URLは？", ["k3-6"], "k3-6"),
    ("2番目の予算は？", ["p6-2", "p6-3"], "p6-3"),
    ("担当の課は", ["pkg3", LIST, LIST, "p3-3"], "p3-3"),
    ("送迎のステーションはどこにできる", ["k3-3", LIST, LIST, "p3-2"], "p3-2"),
]


def _answered(engine: Engine, text: str, row: Sequence[str]) -> Answer:
    return engine.answer(text, row, today=TODAY)


@pytest.mark.parametrize(("text", "row", "shown", "said"), PRINTED)
def test_what_is_printed_of_the_thing_is_told(
    engine: Engine, text: str, row: list[str], shown: list[str], said: str
) -> None:
    answer = _answered(engine, text, row)
    assert [item.id for item in answer.items] == shown
    assert said in answer.text


@pytest.mark.parametrize(("text", "row", "thing"), LACKED)
def test_what_is_not_printed_is_said_to_be_lacking_of_the_thing(
    engine: Engine, catalog: Catalog, text: str, row: list[str], thing: str
) -> None:
    answer = _answered(engine, text, row)
    assert (answer.status, answer.items, answer.offered) == ("not_found", (), (thing,))
    assert title(catalog.records[thing]) in answer.text


@pytest.mark.parametrize(
    ("text", "row", "shown"),
    [
        ("ドクターカーの生存率は？", ["p3-3"], "k4-8"),
        ("計画期間は？", ["p3-3"], "s75"),
        ("バスに乗る人を何人にする？", ["p3-3"], "k4-3"),
    ],
)
def test_what_names_something_else_is_asked_of_that(engine: Engine, text: str, row: list[str], shown: str) -> None:
    assert _answered(engine, text, row).items[0].id == shown


def test_a_refusal_that_offers_what_was_shown_keeps_the_list(engine: Engine) -> None:
    row = row_with(("p6-2", "p6-3"), _answered(engine, "2番目の予算は？", ("p6-2", "p6-3")))
    assert (row_of(row).shown, row_of(row).listed) == (("p6-3",), ("p6-2", "p6-3"))
    assert [item.id for item in _answered(engine, at_hand("1番", row), row).items] == ["p6-2"]


def test_after_a_refusal_the_thing_named_is_spoken_of(engine: Engine) -> None:
    row = row_with(("p3-13",), _answered(engine, "なんぼもらえると？", ("p3-13",)))
    assert [item.id for item in _answered(engine, "KPIは？", row).items] == ["k3-8"]
