"""Short questions about what was just shown: question and context → what is shown next."""

from collections.abc import Sequence
from datetime import date

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.conversation import at_hand, row_with
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.row import LIST
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY
from knowledge.model.structs import replace

TODAY = date(2024, 6, 3)
FOLLOWED = [
    ("KPIは？", ["p3-12", "p3-1"], ["k3-7", "k3-1", "k3-2"]),
    ("KPIも", ["p6-1", "p6-2", "p6-3"], ["k6-1", "k6-2", "k6-3"]),
    ("2番目のKPI", ["p3-12", "p3-1"], ["k3-1", "k3-2"]),
    ("最後のやつのKPIは", ["p3-12", "p3-1"], ["k3-1", "k3-2"]),
    ("4番目は", ["g3"], ["g4"]),
    ("そのうち再掲は？", [f"p4-{at}" for at in (1, 3, 4, 5)] + ["p2-6", "p3-7"], ["p2-6", "p3-7"]),
    ("その中で再掲は？", ["p2-3", "p2-4", "p2-1"], ["p2-3", "p2-4"]),
    ("逆に、減らす方は？", ["k2-1", "k2-2"], ["k3-3", "k4-2"]),
    ("もとの事業の中身は？", ["k3-8"], ["p3-13"]),
    ("4番目は", ["g3"], ["g4"]),  # its card has two directions, and the plan a fourth goal
    ("2番目は？", ["g2"], ["d6"]),
    ("6番目は？", ["g2"], ["d6"]),  # as its card marks it
    ("2番目は？", ["d3"], ["p1-7"]),
    ("2番目の基本目標は？", ["g3"], ["g2"]),
    ("2番目は？", ["pkg1"], ["p1-2"]),
    ("その次は？", ["p3-12", LIST, "p3-12", "p3-1"], ["p3-1"]),
    ("あと2つは？", ["p3-1", LIST, "p3-12", "p3-1", "p3-2"], ["p3-12", "p3-2"]),
    ("全部見せて", ["p3-1", LIST, "p3-12", "p3-1"], ["p3-12", "p3-1"]),
    ("3番目のKPIは？", ["k3-1", "k3-2", "k3-3"], ["k3-3"]),
    ("1番目を詳しく", ["p3-12", "p3-1"], ["p3-12"]),
    ("2番と3番を詳しく", ["p3-12", "p3-1", "p3-2"], ["p3-1", "p3-2"]),
    ("3番と1番", ["p3-12", "p3-1", "p3-2"], ["p3-2", "p3-12"]),
    ("1と3番目のKPI", ["p3-12", "p3-1", "p3-2"], ["k3-7", "k3-1", "k3-3", "k3-4"]),
    ("2番目の目標値は？", ["p3-1", "p3-12"], ["k3-7"]),
    ("2番目の事業は？", ["k3-1", "k3-7"], ["p3-12"]),
    ("最初の一覧に戻って、2つ目をお願いします", ["p3-1", LIST, "p3-12", "p3-1"], ["p3-1"]),
    ("取組だけ見せて", ["p3-12", "p3-1"], ["p3-12", "p3-1"]),
    ("その値", ["p4-5"], ["k4-5"]),
    ("数字だけ", ["k3-3"], ["k3-3"]),
    ("上位3つ", ["k3-6", "k1-7", "k1-2", "k2-4"], ["k3-6", "k1-7", "k1-2"]),
    ("KPIあるのはどっち", ["p4-5", "p4-7"], ["p4-5"]),
    ("KPIが無いものだけ", ["p4-5", "p4-7", "p4-10"], ["p4-7", "p4-10"]),
    ("累計？", ["k1-1"], ["k1-1"]),
    ("4番目と5番目を比べて", [f"k2-{at}" for at in range(1, 7)], ["k2-4", "k2-5"]),
    ("それぞれの関連事業もお願いします", ["k4-6", LIST, LIST, "k3-3"], ["p3-2", "p4-8"]),
    ("あとどんくらい残っとうと", ["k4-4"], ["k4-4"]),
    ("どの方向？", ["k1-4"], ["d2"]),
    ("達成？", ["k3-3"], ["k3-3"]),
    ("もとは何人ね", ["k4-3"], ["k4-3"]),
    ("基準から何件増やす計画ですか", ["k2-3"], ["k2-3"]),
    ("全国平均と比べてどう？", ["k3-5"], ["k3-5"]),
    ("違います、一つ目です", ["p6-1", LIST, "p4-1", "p6-1"], ["p4-1"]),
    ("最初の事業の原文が見たいです", ["g4", "g5", LIST, LIST, "pkg4", "p4-10"], ["p4-10"]),
    ("さっきの一覧に戻して", ["p3-1", LIST, "p3-12", "p3-1"], ["p3-12", "p3-1"]),
    ("2つめを詳しく", ["pkg6"], ["p6-2"]),
    ("もう少し細かく見たいです", ["p5-1"], ["p5-1"]),
    ("中身の事業は何？", ["pkg5"], ["p5-1", "p5-2", "p5-3"]),
    ("それぞれの指標も見せて", ["p6-1", "p6-3"], ["k6-1", "k6-2", "k6-3"]),
    ("二つとも基準のほうを", ["k1-2", LIST, "k1-2", "k1-1"], ["k1-2", "k1-1"]),
    ("同じパッケージの残りのKPIも全部お願いします", ["k6-2"], ["k6-1", "k6-3"]),
    ("そのパッケージのKPI", ["p6-1", LIST, LIST, "pkg6"], ["k6-1", "k6-2", "k6-3"]),
    ("正式名称は何ですか", ["k3-3"], ["k3-3"]),
    ("目標まであと何件", ["p3-13"], ["k3-8"]),
    ("目標まであと何件", ["p3-13", "p6-1"], ["k3-8"]),
    ("目標は何人ですか", ["p6-1"], ["k6-2"]),
    ("目標はいくつ？", ["p6-1"], ["k6-1", "k6-2"]),
    ("あと何人減らせばいい？", ["k3-3"], ["k3-3"]),
    ("差し支えなければ、それぞれの出典もお示しください", ["g4-t1", LIST, LIST, "g3-t1"], ["g3-t1", "g4-t1"]),
    ("去年は？", ["k3-3"], ["k3-3"]),
    ("その事業の取組内容は", ["p3-2"], ["p3-2"]),
    ("そのKPIの目標は", ["p3-1"], ["k3-1", "k3-2"]),
    ("この3つの成果を測る指標はどれですか", ["p6-1", "p6-2", "p6-3"], ["k6-1", "k6-2", "k6-3"]),
    ("その事業の原文をそのまま貼って", ["pkg3", LIST, LIST, "p3-11"], ["p3-11"]),
    ("そのKPIの基準値は", ["p3-2", LIST, LIST, "k3-3"], ["k3-3"]),
    ("その目標値は？", ["t3"], ["k2-3"]),
    ("どの事業に出てくる？", ["t7"], ["p2-3"]),
    ("2番目は？", ["p3-1", LIST, "p3-12", "p3-1"], ["p3-1"]),
    ("近い事業を見せて", [LIST, "p3-8", "p3-1"], ["p3-8", "p3-1"]),
    ("じゃあKPIは", ["p3-12"], ["k3-7"]),
    ("その目標値は？", ["k3-3"], ["k3-3"]),
    ("その目標値は？", ["p3-12"], ["k3-7"]),
    ("もっと詳しく", ["p3-12", "p3-1"], ["p3-12"]),
    ("詳しく教えてください", ["t1"], ["t1"]),
    ("2番目は？", ["p3-12", "p3-1"], ["p3-1"]),
    ("二つ目を詳しく", ["p3-12", "p3-1"], ["p3-1"]),
    ("関連する事業は？", ["k3-3"], ["p3-2"]),
    ("どのパッケージ？", ["p3-12"], ["pkg3"]),
    ("どのパッケージ？", ["k3-3"], ["pkg3"]),
    ("出典は？", ["k3-3"], ["k3-3"]),
    ("どのパッケージ？", ["pkg2"], ["pkg2"]),
    ("関連する事業は？", ["t3"], ["p2-2"]),
    ("KPIは？", ["pkg5"], ["k5-1", "k5-2", "k5-3"]),
    ("数値目標は？", ["g2"], ["g2-t1", "g2-t2", "g2-t3"]),
    ("去年の実績は？", ["k3-3"], ["k3-3"]),
    ("最新は？", ["k3-3"], ["k3-3"]),
    ("単位は？", ["k3-3"], ["k3-3"]),
    ("目標まであと何人？", ["k3-3"], ["k3-3"]),
    ("目標まで残りはどのくらいですか", ["k3-3"], ["k3-3"]),
    ("基準値はいくらやった？", ["p3-12"], ["k3-7"]),
    ("関係する事業は？", ["k3-3"], ["p3-2"]),
    ("ひもづく取り組みはどれですか", ["k3-3"], ["p3-2"]),
    ("三つ目ば詳しゅう教えてください", ["p3-12", "p3-1", "p3-2"], ["p3-2"]),
    ("それの出発点の数字を教えていただけますか", ["k3-3"], ["k3-3"]),
    ("この事業の指標はありますか", ["p3-12"], ["k3-7"]),
    ("それは何というパッケージに入っとる？", ["p3-12"], ["pkg3"]),
]


@pytest.mark.parametrize(("asked", "context", "shown"), FOLLOWED)
def test_a_follow_up_speaks_of_what_was_shown(asked: str, context: list[str], shown: list[str], engine: Engine) -> None:
    answer = engine.answer(asked, context, today=TODAY)
    assert [item.id for item in answer.items] == shown
    assert answer.intent == "followup"


@pytest.mark.parametrize(
    ("context", "kind"),
    [(["p3-12", "p3-1"], "project"), (["k3-3"], "kpi"), (["pkg2"], "package"), (["g2"], "goal"), (["d6"], "direction")],
)
def test_others_are_of_the_same_kind_and_new(context: list[str], kind: str, engine: Engine) -> None:
    items = engine.answer("他には？", context).items
    assert {item.kind for item in items} == {kind}
    assert not {item.id for item in items} & set(context)


@pytest.mark.parametrize("asked", ["移住支援の事業は？", "待機児童数の目標値は？", "パッケージ3のKPI", "ありがとう"])
def test_a_question_of_its_own_is_answered_as_without_context(asked: str, engine: Engine) -> None:
    assert _without_scores(engine.answer(asked, ["k1-1"])) == _without_scores(engine.answer(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "くるめっ子 概要",
        "基準の年が平成30年度でなく令和元年度になっているKPIをすべて拾い出して",
        "What is MICE?",
        "MICEについて全部",
    ],
)
def test_what_names_something_else_is_no_follow_up(asked: str, engine: Engine) -> None:
    for context in (["p2-3", "p2-4", "p2-5"], ["t2"], ["g1", "g2"]):
        answer = engine.answer(asked, context, today=TODAY)
        assert answer.intent != "followup"
        assert "先にお示しした" not in answer.text


@pytest.mark.parametrize("asked", ["そのパッケージの他の事業", "同じパッケージの事業", "そのパッケージは事業が何件？"])
def test_what_names_another_kind_beside_that_of_what_is_pointed_at_is_not_the_thing_itself(
    asked: str, engine: Engine
) -> None:
    assert [item.id for item in engine.answer(asked, ["pkg1"]).items] != ["pkg1"]


@pytest.mark.parametrize("asked", ["他には？", "他にも関係する事業ある？", "もっとある？", "もっとなかと？"])
def test_others_than_all_that_was_listed_are_asked_for(asked: str, engine: Engine) -> None:
    listed = ["p3-13", "p6-1"]
    items = engine.answer(asked, ["p3-13", LIST, *listed]).items
    assert {item.kind for item in items} == {"project"}
    assert not {item.id for item in items} & set(listed)


@pytest.mark.parametrize("asked", ["その目標値は？", "もっと詳しく", "他には？"])
def test_without_context_nothing_was_shown(asked: str, engine: Engine) -> None:
    assert engine.answer(asked).intent != "followup"
    assert engine.answer(asked, ["no-such-id"]) == engine.answer(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "2番目は？",
        "3番目は",
        "1番は？",
        "三つ目",
        "2番目を詳しく",
        "そのうち政策パッケージ2は",
        "この中で累計のものは？",
    ],
)
def test_a_place_counts_nothing_where_no_list_was_shown(asked: str, engine: Engine) -> None:
    answer = engine.answer(asked)
    assert (answer.status, answer.items, answer.near) == ("not_found", (), ())
    assert answer.text.startswith("まだ一覧をお見せしていません。")


WITHOUT_ANSWER = [
    ("2番目は？", ["p3-12"], "の1件だけです。2番目はありません。"),
    ("5番目は？", ["p3-12", "p3-1"], "先にお見せした一覧は2件です。5番目はありません。"),
    ("どのパッケージ？", ["t3"], "「MICE」に当たる政策パッケージは、本文に示されていません。"),
    ("三つ目の事業もお見せいただけますか", ["p3-12", "p3-1"], "先にお見せした一覧は2件です。3番目はありません。"),
    ("全国平均と比較してどうですか", ["k1-8"], "「創業融資件数」の全国平均との比較は、本文に示されていません。"),
    (
        "その基本目標の他の数値目標は",
        ["g1", LIST, LIST, "g1-t1"],
        "「安定した雇用を創出する」に、ほかのものは示されていません。",
    ),
    ("なぜその目標値？", ["k3-3"], "「待機児童数」の理由や根拠は、本文に示されていません。"),
    ("KPIは？", ["p4-7"], "「防災対策事業」に結び付くKPIは、本文に示されていません。"),
    ("関係する事業は？", ["s107"], "先にお示しした箇所に結び付く事業は、本文に示されていません。"),
    ("関連する事業は？", ["kurume-2"], "に結び付く事業は、本文に示されていません。"),
]


@pytest.mark.parametrize("asked", ["計画期間はいつまででしょうか", "計画期間は？"])
def test_the_period_of_the_plan_is_asked_of_the_plan_whatever_was_shown(asked: str, engine: Engine) -> None:
    assert [item.id for item in engine.answer(asked, ["k1-10"]).items] == [
        item.id for item in engine.answer(asked).items
    ]


@pytest.mark.parametrize(("asked", "context", "said"), WITHOUT_ANSWER)
def test_what_was_shown_may_have_nothing_of_the_kind(asked: str, context: list[str], said: str, engine: Engine) -> None:
    answer = engine.answer(asked, context)
    assert (answer.status, answer.intent, answer.items) == ("not_found", "followup", ())
    assert answer.text.endswith(said)


def test_the_projects_of_a_goal_are_those_of_its_directions(engine: Engine, catalog: Catalog) -> None:
    for goal in catalog.base.goals:
        projects = {p.id for number in goal.directions for p in catalog.projects_of_direction(number)}
        assert {item.id for item in engine.answer("関連する事業は？", [goal.id]).items} == projects


def test_the_kpis_of_a_project_are_those_of_the_catalog(engine: Engine, catalog: Catalog) -> None:
    for project in catalog.originals():
        if kpis := [kpi.id for kpi in catalog.kpis_of(project)]:
            assert [item.id for item in engine.answer("KPIは？", [project.id]).items] == kpis


LISTED, ONE, INDICATOR = ["p3-1", "p3-2", "p3-3"], ["p3-1"], ["k3-3"]
WHOLE = "計画全体では、"


@pytest.mark.parametrize(
    ("asked", "context", "said"),
    [
        ("何件？", LISTED, "先にお示しした一覧は3件です。"),
        ("全部でいくつ？", LISTED, "先にお示しした一覧は3件です。"),
        ("KPIは何件？", LISTED, f"{WHOLE}KPIは38件です。"),
        ("KPIの数は？", LISTED, f"{WHOLE}KPIは38件です。"),
        ("この計画のKPIは何件？", ONE, f"{WHOLE}KPIは38件です。"),
        ("事業は何件？", LISTED, f"先にお示しした一覧は3件で、{WHOLE}事業は45件（再掲5件を除くと40件）です。"),
        ("KPIは全部で何件？", INDICATOR, f"{WHOLE}KPIは38件です。"),
    ],
)
def test_a_count_after_a_list_is_of_the_whole_plan_or_of_the_list(
    asked: str, context: list[str], said: str, engine: Engine
) -> None:
    answer = engine.answer(asked, context)
    assert answer.note == said
    assert answer.says_all
    assert "出典" in answer.text


@pytest.mark.parametrize(("asked", "context"), [("KPIは何件？", ONE), ("そのKPIは何件？", LISTED[:1])])
def test_a_count_after_one_thing_is_of_its_own(asked: str, context: list[str], engine: Engine) -> None:
    answer = engine.answer(asked, context)
    assert [item.id for item in answer.items] == ["k3-1", "k3-2"]
    assert "2件です" in answer.note


COUNTED = ("政策パッケージ", "基本目標", "基本的方向", "事業", "KPI", "数値目標", "用語")


@pytest.mark.parametrize("kind", COUNTED)
def test_whatever_was_shown_before_a_count_has_an_answer(engine: Engine, catalog: Catalog, kind: str) -> None:
    """What counts all was shown as the plan itself, which is no record."""
    shown = [*{type(record): id for id, record in catalog.records.items()}.values(), catalog.strategy.id, STRATEGY]
    assert len(shown) > len(COUNTED)
    assert all(engine.answer(f"{kind}はいくつ？", [id]).text for id in shown)


PLAZA, MUSEUM = "k2-4", "k2-5"


@pytest.mark.parametrize(
    ("asked", "context", "shown", "said"),
    [
        (
            "どちらが多いですか",
            [MUSEUM, LIST, PLAZA, MUSEUM],
            [PLAZA, MUSEUM],
            "目標値は、「久留米シティプラザ来館者数」の方が",
        ),
        (
            "どっちが少ない？",
            [MUSEUM, LIST, LIST, PLAZA],
            [MUSEUM, PLAZA],
            "目標値は、「久留米市美術館入館者数」の方が",
        ),
        (
            "今の2つやと、上げ幅が大きいのはどっち",
            ["k4-7", LIST, LIST, "k4-6"],
            ["k4-6", "k4-7"],
            "基準値と目標値の差は、",
        ),
    ],
)
def test_of_two_that_are_compared_the_first_sentence_says_which_it_is(
    asked: str, context: list[str], shown: list[str], said: str, engine: Engine
) -> None:
    answer = engine.answer(asked, context, today=TODAY)
    assert [item.id for item in answer.items] == shown
    assert answer.lead.startswith(said)


def test_what_is_of_different_units_is_not_compared(engine: Engine) -> None:
    answer = engine.answer("どちらが大きいですか", ["k2-3", LIST, LIST, "k2-1"])
    assert (answer.items, answer.text) == (
        (),
        "「宿泊者数」と「MICE 開催支援件数」は、単位が違うなど、大きさを比べられる値ではありません。",
    )


@pytest.mark.parametrize(("shown", "asked"), [("k2-5", "基本目標はいくつあるの？"), ("p3-12", "基本目標は何件？")])
def test_how_many_goals_there_are_is_asked_of_the_plan(engine: Engine, shown: str, asked: str) -> None:
    assert engine.answer(asked, [shown]).note.startswith("計画全体では、基本目標は5件です。")


def test_how_many_of_them_after_a_word_for_a_kind_is_asked_of_the_plan(engine: Engine) -> None:
    assert engine.answer("いくつありますか", ["t4"]).note == f"{WHOLE}KPIは38件です。"


def _without_scores(answer: Answer) -> Answer:
    """What is seen of it: in a thread there are more readings, among which it is chosen."""
    items = tuple(replace(item, score=0.0) for item in answer.items)
    return replace(answer, items=items, runners_up=(), unexplained=())


@pytest.mark.parametrize("question", ["残りも見せて", "続きは？", "残りの事業は？"])
def test_of_a_list_that_is_shown_whole_there_is_no_rest(engine: Engine, question: str) -> None:
    answer = engine.answer(question, ("p3-12", "p6-1"))
    assert answer.text == "先にお示しした分で全部です。残りはありません。"


@pytest.mark.parametrize("question", ["ドローンの事業は？", "ペットの予算額は？", "カジノの担当課は？"])
def test_what_has_a_subject_of_its_own_is_not_asked_of_what_was_shown(engine: Engine, question: str) -> None:
    answer = engine.answer(question, ("p3-13",))
    assert answer.status == "not_found"
    assert not answer.near
    assert "空き家" not in answer.text


@pytest.mark.parametrize(
    ("questions", "ids"),
    [
        (("待機児童数は？", "定住誘導推進事業とは？", "そのKPIの目標値は？"), ["k3-7"]),
        (("女性活躍促進事業のKPI", "宿泊者数は？", "その事業は？"), ["p2-1", "p2-2"]),
        (("子どもの保育環境整備事業は？", "KPIは？", "その事業の目的は？"), ["p3-2"]),
        (("政策パッケージ5のKPI", "事業は？"), ["p5-1", "p5-2", "p5-3"]),
    ],
)
def test_a_kind_that_is_pointed_at_is_that_of_what_was_shown_last(
    engine: Engine, questions: tuple[str, ...], ids: list[str]
) -> None:
    row: Sequence[str] = ()
    for question in questions:
        answer = engine.answer(at_hand(question, row), row)
        row = row_with(row, answer)
    assert [item.id for item in answer.items] == ids
