"""What stands in the document is never refused as if it did not: its lines are quoted."""

from datetime import date

import pytest

from knowledge.answers import Answer, Engine
from tests.plans import engine_of

HEAD = "みなも町総合戦略\n\nみなも町\n\n計画期間は、令和7年度から令和11年度までの5年間とします。\n\n"
MEASURE = "施策1 担い手を育てる\n\n漁師の後継者を町ぐるみで育てます。\n\n"
HELD = "指標\t当初の見込\t将来像\n新規就業者数\t若干\tにぎわい\n"
TODAY = date(2027, 4, 1)


def ask(text: str, question: str) -> Answer:
    return engine_of(HEAD + text).answer(question, today=TODAY)


def test_a_row_that_became_no_indicator_is_quoted_as_printed() -> None:
    answer = ask(MEASURE + "湖底トンネルの延長\t調整中\n", "湖底トンネルは？")
    assert answer.status == "answered"
    assert "湖底トンネルの延長" in answer.text
    assert "調整中" in answer.text


@pytest.mark.parametrize("line", ["第3章 湖底トンネル", "※ 湖底トンネルは県の計画による", "| 湖底トンネル | 別紙 |"])
def test_no_line_is_refused_whatever_it_became(line: str) -> None:
    answer = ask(f"{MEASURE}{line}\n", "湖底トンネルについて教えて")
    assert "記載がありません" not in answer.text
    assert "見つかりません" not in answer.text
    assert "湖底トンネル" in answer.text


def test_words_that_a_line_break_parts_are_found() -> None:
    answer = ask(MEASURE + "別紙の図\t湖底トン\nネルの断面\n", "湖底トンネルの断面")
    assert "湖底トン" in answer.text


def test_a_line_with_only_some_of_the_words_is_no_answer() -> None:
    answer = ask(MEASURE + "第3章 湖底トンネル\n", "湖底トンネルの施工業者の名前は？")
    assert answer.status == "not_found"


def test_a_plan_whose_table_was_held_back_is_not_said_to_lack_indicators() -> None:
    answer = ask(MEASURE + HELD, "KPIは？")
    assert answer.status == "not_found"
    assert answer.reason == "not_understood"
    assert "KPI（重要業績評価指標）として読み取れたものはありません" in answer.text
    assert "「指標｜当初の見込｜将来像」（11行）" in answer.text


def test_a_plan_without_the_word_is_said_to_lack_the_kind() -> None:
    assert "の記載はありません" in ask(MEASURE, "KPIは？").text


def test_a_plan_with_a_line_that_may_be_a_target_is_not_said_to_lack_them() -> None:
    text = ask("基本目標1 しごと\n\n施策1 育てる\n\n目標値：150人\n", "KPIは？").text
    assert "記載はありません" not in text
    assert "読み取れたものはありません。読み取れなかった行があります（11行）" in text


TWO = (
    MEASURE
    + "KPI\t基準値（令和5年度）\t目標値（令和11年度）\n移住相談件数\t10件\t20件\n\n"
    + "施策2 商いを支える\n\nKPI\t銀\t金\n創業相談件数\t88件\t120件\n"
)


def test_an_indicator_that_was_not_read_is_never_answered_by_one_like_it() -> None:
    answer = ask(TWO, "創業相談件数の目標値は？")
    assert all(cell in answer.text for cell in ("創業相談件数", "88件", "120件"))
    assert all(item.kind == "passage" for item in answer.items)


def test_neither_is_one_named_in_several_words() -> None:
    table = "KPI\t銀\t金\n市内の宿泊者数\t41千人\t52千人\n"
    answer = ask(TWO.replace("移住相談件数", "登録者数") + "\n施策3 泊まる\n\n" + table, "宿泊者数は？")
    assert "市内の宿泊者数　41千人" in answer.text


def test_the_one_that_was_read_is_answered_by_itself() -> None:
    answer = ask(TWO, "移住相談件数の目標値は？")
    assert [item.title for item in answer.items] == ["移住相談件数"]


GOALS = (
    "基本目標1 海を生かして働く\n\n施策1 担い手を育てる\n\n主な事業\n・漁師学校事業\n\n"
    "KPI\t基準値（令和5年度）\t目標値（令和11年度）\n移住相談件数\t10件\t20件\n\n"
    "施策2 商いを支える\n\n主な事業\n・商店承継事業\n\n"
)
UNREAD = """指標                          銀          金
自主防災組織の組織率          76.5％      100％
乗合船の利用件数              88件        120件
公民館「かわまち」の延べ      41人        52人
滞在者数
"""


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("組織率の目標は？", "自主防災組織の組織率 76.5％ 100％"),
        ("令和6年度の組織率はいくつですか", "自主防災組織の組織率 76.5％ 100％"),
        ("利用件数", "乗合船の利用件数 88件 120件"),
        ("乗合船の利用件数の目標値と実績を教えてください", "乗合船の利用件数 88件 120件"),
        ("延べ滞在者数の目標は？", "公民館「かわまち」の延べ 41人 52人 滞在者数"),
    ],
)
def test_a_row_that_was_not_read_is_shown_and_no_record_that_lacks_the_words(question: str, row: str) -> None:
    answer = ask(GOALS + UNREAD, question)
    assert row.replace(" ", "") in "".join(answer.text.split())
    assert [item.kind for item in answer.items] == ["passage"]


def test_who_asks_for_projects_is_shown_projects() -> None:
    answer = ask(GOALS + UNREAD.replace("組織率", "商店承継"), "商店承継の事業は？")
    assert [item.title for item in answer.items] == ["商店承継事業"]


@pytest.mark.parametrize(("cell", "kind"), [("8割", "passage"), ("身近に頼れる人がいないと8割が答えた。", "goal")])
def test_a_row_without_a_figure_takes_no_goals_place(cell: str, kind: str) -> None:
    goal = "基本目標2 安心して育てる\n\n子育てに寄り添います。\n\n施策3 集う\n\n主な事業\n・ひろば事業\n\n"
    answer = ask(f"{GOALS}{goal}問\t答え\n子育ての不安\t{cell}\n", "子育ての目標は？")
    assert answer.items[0].kind == kind


HALF = GOALS.replace("\n\n施策2", "\n\nKPI\t銀\t金\n組織率\t76.5％\t100％\n\n施策2", 1)


@pytest.mark.parametrize("question", ["基本目標1のKPIは？", "KPI一覧", "施策1のKPIは？", "KPIは何件？"])
def test_a_list_of_figures_says_which_lines_were_not_read(question: str) -> None:
    answer = ask(HALF, question)
    assert [item.title for item in answer.items] == ["移住相談件数"]
    assert "このほかに、読み取れなかった行があります（17行、18行）。" in answer.text
    assert "読み取れなかった" not in ask(GOALS, question).text


def test_what_was_noticed_of_a_record_is_no_unread_line(engine: Engine) -> None:
    assert "読み取れなかった行" not in engine.answer("KPI一覧", today=TODAY).text  # a project has two names there


def test_a_list_of_figures_says_nothing_of_lines_elsewhere() -> None:
    two = HALF.replace("施策2 商いを支える", "基本目標2 商いで栄える\n\n施策2 商いを支える").replace(
        "・商店承継事業\n\n", "・商店承継事業\n\nKPI\t基準値（令和5年度）\t目標値（令和11年度）\n承継件数\t1件\t2件\n\n"
    )
    assert "読み取れなかった" not in ask(two, "基本目標2のKPIは？").text


def test_a_measure_whose_table_was_not_read_is_no_answer_to_who_asks_for_its_kpis() -> None:
    answer = ask(GOALS + UNREAD, "商いを支えるのKPIは？")
    assert answer.status == "not_found"
    assert "「施策2 商いを支える」にKPI（重要業績評価指標）として読み取れたものはありません" in answer.text


def test_what_is_missing_of_a_thing_that_the_plan_speaks_of_is_told_with_it() -> None:
    answer = ask(MEASURE, "後継者の血液型は？")
    assert answer.text.startswith("「後継者の血液型」は、みなも町総合戦略に記載がありません。")


def test_an_entry_of_the_contents_is_quoted_only_where_nothing_else_says_it() -> None:
    contents = "目次\n\n1 港のにぎわいの方針\t… 3\n2 船のあかりの方針\t… 5\n\n"
    engine = engine_of(HEAD + contents + MEASURE + "船のあかりの方針は、別に定めます。\n")
    assert "別に定めます" in engine.answer("船のあかりの方針", today=TODAY).text
    assert "… 3 2" not in engine.answer("にぎわいと船のあかりの方針", today=TODAY).text
