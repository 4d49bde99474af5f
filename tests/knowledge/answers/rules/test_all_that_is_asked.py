"""Two figures, two states, all years, how many: the sentence says all of what is asked."""

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from tests.knowledge.actual_values import ledger_of

PROJECTS_OF_3 = [*(f"p3-{at}" for at in (1, 2, 3, 7, 8, 9, 10, 11, 12, 13)), "p2-3", "p2-4", "p2-5"]


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k2-1", 2024, "40.5"),
        ("k3-3", 2020, "46"),
        ("k3-3", 2022, "31"),
        ("k3-3", 2023, "24"),
        ("k3-3", 2024, "16"),
        ("k3-8", 2024, "116"),
        ("k1-1", 2024, "44"),
        ("population", 2023, "300000"),
        ("population", 2024, "299000"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded, sample=True))


def first(answer: Answer) -> str:
    return answer.note.split("\n")[0]


def test_a_target_and_an_actual_are_both_said(engine: Engine, values: CurrentValues) -> None:
    said = first(engine.answer("宿泊者数の目標と実績", (), values))
    assert "目標値は41.0万人（令和6年度）" in said
    assert "実績は40.5万人（令和6年度・架空の値）" in said
    of_year = engine.answer("待機児童数の令和5年度の目標と実績", (), values).note
    assert "令和5年度の実績は24人" in of_year
    assert "目標値は0人（令和6年度）" in of_year


@pytest.mark.parametrize("question", ["待機児童数の推移", "待機児童数のグラフ", "待機児童数の実績の推移"])
def test_a_course_is_every_year_with_its_value(engine: Engine, values: CurrentValues, question: str) -> None:
    answer = engine.answer(question, (), values)
    years = "令和2年度 46人、令和4年度 31人、令和5年度 24人、令和6年度 16人"
    assert first(answer).startswith(f"待機児童数は、{years}と推移しています（架空の値）。")
    assert "令和3年度は実績未登録です。" in first(answer)
    assert ([item.id for item in answer.items], answer.shows_course) == (["k3-3"], True)


@pytest.mark.parametrize("question", ["推移", "グラフは？", "これまでの推移を見せて"])
def test_of_what_was_shown_the_course_is_told_and_of_nothing_none(
    engine: Engine, values: CurrentValues, question: str
) -> None:
    assert "令和4年度 31人" in first(engine.answer(question, ("k3-3",), values))
    alone = engine.answer(question, (), values)
    assert (alone.status, alone.reason) == ("not_found", "ambiguous")
    assert "どの指標のことか分かりません" in alone.note


def test_one_year_alone_is_no_course(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("宿泊者数の推移", (), values)
    assert not answer.shows_course
    assert first(answer).startswith("宿泊者数は40.5万人（令和6年度・架空の値）")
    assert "実績はまだ登録されていません" in first(engine.answer("待機児童数の推移"))


def test_the_population_is_not_named_by_the_year_of_its_target(engine: Engine, values: CurrentValues) -> None:
    said = first(engine.answer("人口の推移", (), values))
    assert said.startswith("人口は、令和5年度 300,000人、令和6年度 299,000人と推移しています")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("達成したKPIは何件、未達成は何件？", ("目標を達成したものは1件", "目標に達していないものは3件")),
        ("達成・未達成は何件？", ("目標を達成したものは1件", "目標に達していないものは4件")),
        ("未達成と達成はそれぞれ何件ですか", ("目標に達していないものは4件", "目標を達成したものは1件")),
        ("やや遅れと遅れは何件ずつ？", ("やや遅れているものは0件", "遅れているものは0件")),
    ],
)
def test_each_state_that_is_asked_for_is_counted(
    engine: Engine, values: CurrentValues, question: str, said: tuple[str, str]
) -> None:
    answer = engine.answer(question, (), values)
    assert (answer.status, answer.items) == ("answered", ())
    assert "、".join(said) in answer.note


def test_without_values_no_state_is_counted(engine: Engine, catalog: Catalog) -> None:
    nothing = CurrentValues(catalog, Ledger(()))
    assert engine.answer("達成したKPIは何件、未達成は何件？", (), nothing).status == "not_found"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("空き家のKPIは何件？", "KPIは1件です：「空き家の流通・活用支援件数（累計）」"),
        ("待機児童のKPIはいくつある？", "KPIは1件です：「待機児童数」"),
        ("防災の事業は何件？", "事業は1件です：「防災対策事業」"),
    ],
)
def test_one_is_a_number_too(engine: Engine, values: CurrentValues, question: str, said: str) -> None:
    assert said in first(engine.answer(question, (), values))


def test_a_value_that_is_counted_is_no_number_of_records(engine: Engine, values: CurrentValues) -> None:
    said = first(engine.answer("空き家の活用は何件？", (), values))
    assert said.startswith("空き家の流通・活用支援件数（累計）は116件")


@pytest.mark.parametrize("question", ["一番ひどいやつは？", "一番まずいのはどれ？", "一番悪いKPIは？"])
def test_the_worst_is_asked_for_in_many_words(engine: Engine, values: CurrentValues, question: str) -> None:
    assert first(engine.answer(question, (), values)).startswith("進捗が最も低いのは、")


def test_a_list_with_the_plans_own_target_stays_that_list_in_another_year(
    engine: Engine, values: CurrentValues, catalog: Catalog
) -> None:
    shown = ("k3-3", catalog.strategy.id, "k2-1")
    answer = engine.answer("令和5年度はどうだった？", shown, values)
    assert [item.id for item in answer.displayed(catalog)] == ["k3-3", "population", "k2-1"]
    left = "架空の値。3件のうち、登録されているもの 2件"
    assert first(answer) == f"「待機児童数」など指標3件の令和5年度の実績です（{left}）。"
    assert answer.items[0].text == "やや遅れ △　24人 → 目標値 0人（令和6年度）"
    assert FiscalYear(2023).label not in (answer.items[0].text or "")


@pytest.mark.parametrize(
    "question",
    ["観光客数の目標と宿泊者数の目標を比べて", "観光客数の目標値と宿泊者数の目標値は？", "観光客数と宿泊者数の目標"],
)
def test_two_with_a_figure_each_are_both_shown(engine: Engine, values: CurrentValues, question: str) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == ["g2-t2", "k2-1"]
    assert answer.note.split("\n") == [
        "年間観光客数の目標値は625万人（令和6年度）です。",
        "宿泊者数の目標値は41.0万人（令和6年度）です。",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "この戦略の策定年月と計画期間は？",
        "計画はいつ作られて、いつまで続くの？",
        "何年から何年までの計画で、出たのはいつ？",
    ],
)
def test_period_and_publication_are_both_said(engine: Engine, question: str) -> None:
    lead = engine.answer(question).lead
    assert lead == "計画期間は令和2年度から令和6年度までの5年間です（本文75行）。策定は令和2年3月です。"


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("待機児童54人の年齢ごとの内訳がほしいんだけど", "待機児童数"),
        ("創業融資を受けた人の男女の内訳はわかりますか", "創業融資件数"),
        ("年間観光消費額の内訳", "年間観光消費額"),
    ],
)
def test_parts_of_a_single_figure_are_said_not_to_be_printed(engine: Engine, question: str, thing: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, [item.title for item in answer.near]) == ("not_found", [thing])
    assert answer.note.startswith("「内訳」は、")


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("宿泊者と農業体験の参加者、伸ばす割合が大きいのはどちらですか", {"k2-1", "k2-2"}),
        ("東部と西部、それぞれの指標を並べて見せてください", {"k5-1", "k5-2", "k5-3", "k6-1", "k6-2", "k6-3"}),
        ("減らすのが目標っていう数字、何がある？", {"k3-3", "k4-2"}),
        ("「音楽によるまちづくり推進事業」が再掲されているのは、どのパッケージでしょうか。", {"pkg3"}),
        ("げんきに学ぶくるめっ子と同じ方向の事業 ほかにある", {"p3-1", "p3-2"}),
        (
            "みんなで支えるモビリティ事業と同じパッケージに置かれている指標を一覧にして",
            {f"k4-{at}" for at in range(1, 9)},
        ),
        ("住宅購入の転入者数と同じ表に載っている指標を全部出して", {f"k3-{at}" for at in (1, 2, 3, 4, 5, 6, 8)}),
        ("セーフコミュニティ推進事業と 同じ「方向」の なかまの事業は 何ですか。", {"p4-7", "p4-8", "p3-7", "p4-10"}),
        ("引き継ぎのメモ書いてて うちの子育てのパッケージ 事業なんこあるの", {*PROJECTS_OF_3}),
    ],
)
def test_both_sides_and_all_of_a_list_are_shown(engine: Engine, question: str, ids: set[str]) -> None:
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert ids <= {item.id for item in answer.items}
    assert len(answer.items) <= len(ids) + 1
    assert "の記載はありません" not in answer.note


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("補正の財源を探しているのですが、地方創生推進交付金は今年度久留米市にいくら入ってくる見込みですか？", "金額"),
        ("企業版ふるさと納税ではこれまでに総額いくらのご寄附をいただいているのでしょうか。", "金額"),
    ],
)
def test_an_amount_that_a_passage_does_not_have_is_not_held(engine: Engine, question: str, said: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert said in answer.note or "数値" in answer.note


def test_a_number_that_a_passage_has_is_told(engine: Engine) -> None:
    assert "2.6人" in engine.answer("市民が持ちたい子どもの数は平均何人").note
    assert "6割" in engine.answer("転出した人のうち何割が住み続けたかったのですか").note
