"""Which of several plans a question is about, and what is left to ask of it."""

from datetime import date

import pytest

from knowledge.answers.which_plan import named_plan
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.plans import PlanFacts, ended_note, usual_plan

TODAY = date(2026, 11, 29)


def plan(id: str, title: str, city: str, first: int, last: int) -> PlanFacts:
    return PlanFacts(id=id, title=title, municipality=city, period=Period(FiscalYear(first), FiscalYear(last)))


FIRST = plan("k1", "架空市総合戦略（第１期）", "架空市", 2015, 2019)
SECOND = plan("k2", "第2期架空市総合戦略", "架空市", 2020, 2024)
THIRD = plan("k3", "第３期架空市まち・ひと・しごと創生総合戦略", "架空市", 2025, 2029)
OVERALL = plan("s6", "第6次架空市総合計画 前期基本計画", "架空市", 2023, 2027)
TOWN = plan("t", "霧ノ里町総合戦略", "霧ノ里町", 2025, 2029)
PLANS = (FIRST, SECOND, THIRD, OVERALL, TOWN)


@pytest.mark.parametrize(
    ("question", "meant", "rest"),
    [
        ("第2期の待機児童数の目標は", SECOND, "待機児童数の目標は"),
        ("第２期のときの目標は", SECOND, "目標は"),
        ("二期目の実績は", SECOND, "実績は"),
        ("第2期総合戦略とは", SECOND, "第2期総合戦略とは"),  # nothing else is asked
        ("前の計画では", SECOND, "前の計画では"),
        ("いまの戦略の目標", THIRD, "目標"),
        ("総合計画の待機児童数は", OVERALL, "総合計画の待機児童数は"),
        ("前期基本計画とは", OVERALL, "前期基本計画とは"),  # a title, not the plan before
        ("霧ノ里の移住の事業は", TOWN, "霧ノ里の移住の事業は"),
        ("令和3年度の待機児童数", SECOND, "令和3年度の待機児童数"),
    ],
)
def test_a_plan_is_named_by_edition_kind_city_or_year(question: str, meant: PlanFacts, rest: str) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert (named.plan, named.rest, named.is_compared) == (meant, rest, False)


def test_the_one_before_counts_from_the_city_that_is_named() -> None:
    named = named_plan("霧ノ里町の待機児童数を前の戦略と比べて", PLANS, THIRD, TODAY)
    assert named.plan is None
    assert "「前の戦略」にあたる計画は加えられていません" in named.missing
    assert named_plan("架空市の待機児童数を前の戦略と比べて", PLANS, TOWN, TODAY).plan == SECOND


@pytest.mark.parametrize(
    "question",
    [
        "待機児童数の目標値は？",
        "第1次産業の就業者数",
        "第2期子ども・子育て支援事業計画とは",
        "第１四半期の実績",
        "前回からの変化は？",
        "前の年の実績は？",
        "次世代育成の事業は？",
    ],
)
def test_what_only_looks_like_the_name_of_a_plan_names_none(question: str) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert (named.plan, named.rest, named.missing) == (None, question, "")


@pytest.mark.parametrize(
    ("question", "meant", "rest"),
    [
        ("第2期架空市総合戦略の待機児童数の目標は", SECOND, "待機児童数の目標は"),
        ("第３期架空市まち・ひと・しごと創生総合戦略における待機児童数", THIRD, "待機児童数"),
        ("架空市総合戦略（第１期）の待機児童数", FIRST, "待機児童数"),
        ("霧ノ里町の総合戦略では待機児童数は", TOWN, "待機児童数は"),
        ("架空市創生総合戦略の待機児童数は", THIRD, "待機児童数は"),
        ("第2期架空市総合戦略とは", SECOND, "第2期架空市総合戦略とは"),
    ],
)
@pytest.mark.parametrize("is_alone", [False, True])
def test_a_title_said_in_a_question_explains_its_own_words(
    question: str, meant: PlanFacts, rest: str, is_alone: bool
) -> None:
    named = named_plan(question, (meant,) if is_alone else PLANS, meant if is_alone else THIRD, TODAY)
    assert (named.plan, named.rest) == (meant, rest)


@pytest.mark.parametrize("question", ["霧ノ里町総合計画との関係は", "架空県総合戦略との関係は", "国の総合戦略とは"])
def test_another_plan_of_the_city_or_of_another_is_not_cut_from_the_question(question: str) -> None:
    assert named_plan(question, (TOWN,), TOWN, TODAY).rest == question


@pytest.mark.parametrize(
    ("question", "one", "other", "rest"),
    [
        ("第2期と第3期の移住相談件数を比べて", THIRD, SECOND, "移住相談件数"),
        ("第1期総合戦略と第2期総合戦略で移住相談件数はどう違う？", FIRST, SECOND, "移住相談件数"),
        ("前の計画と今の計画の移住相談件数の違いは？", THIRD, SECOND, "移住相談件数"),
    ],
)
def test_two_plans_named_together_are_one_beside_the_other(
    question: str, one: PlanFacts, other: PlanFacts, rest: str
) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert (named.plan, named.beside, named.rest, named.is_compared) == (one, (other,), rest, True)
    missing = named_plan(f"第1期と第9期の{rest}を比べて", PLANS, THIRD, TODAY)
    assert ("「第9期」" in missing.missing, missing.rest) == (True, rest)


@pytest.mark.parametrize(
    ("question", "beside", "rest"),
    [
        ("第1期、第2期、第3期の移住相談件数", (FIRST, SECOND), "移住相談件数"),
        ("第1期と第2期と第3期で移住相談件数を比べて", (FIRST, SECOND), "移住相談件数"),
        ("第1期から第3期までの移住相談件数の推移", (FIRST, SECOND), "移住相談件数"),
        ("3つの総合戦略の移住相談件数を比べて", (FIRST, SECOND), "移住相談件数"),
        ("歴代の戦略の移住相談件数は？", (FIRST, SECOND), "移住相談件数は"),
        ("第1期・第2期・第3期の移住相談件数", (FIRST, SECOND), "移住相談件数"),
        ("第１期〜第３期の移住相談件数", (FIRST, SECOND), "移住相談件数"),
        ("移住相談件数　1期 2期 3期", (FIRST, SECOND), "移住相談件数"),
        ("第1期、第2期及び第3期の移住相談件数", (FIRST, SECOND), "移住相談件数"),
        ("第1期から第2期、第3期への移住相談件数の推移", (FIRST, SECOND), "移住相談件数"),
        ("三つの総合戦略の移住相談件数を比べて", (FIRST, SECOND), "移住相談件数"),
        ("第3期の移住相談件数を第1期、第2期と比べて", (FIRST, SECOND), "移住相談件数を"),
        ("第1期と比べて第2期と第3期の移住相談件数は", (FIRST, SECOND), "移住相談件数は"),
        ("第1期から第3期までの推移", (FIRST, SECOND), ""),
        ("5つの計画を並べて", (FIRST, SECOND, OVERALL, TOWN), ""),
        ("霧ノ里町と架空市の移住相談件数は？", (TOWN,), "移住相談件数は"),
        ("架空と霧ノ里の移住相談件数の違い", (TOWN,), "移住相談件数"),
        ("霧ノ里町と第2期総合戦略の移住相談件数", (SECOND,), "移住相談件数"),
    ],
)
def test_several_plans_are_named_by_a_list_a_range_a_number_or_their_cities(
    question: str, beside: tuple[PlanFacts, ...], rest: str
) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    one = THIRD if "霧ノ里町と第2期" not in question else TOWN
    assert (named.plan, named.beside, named.rest, named.is_bare) == (one, beside, rest, not rest)


@pytest.mark.parametrize(
    ("question", "meant", "rest"),
    [
        ("令和3年度の計画では待機児童数は", SECOND, "待機児童数は"),
        ("令和3年度の計画での待機児童数", SECOND, "待機児童数"),
        ("2017年当時の戦略の待機児童数は", FIRST, "待機児童数は"),
        ("令和3年度の計画値は", SECOND, "令和3年度の計画値は"),
        ("令和3年度の計画と実績の差は", SECOND, "令和3年度の計画と実績の差は"),
        ("霧ノ里町では？", TOWN, "霧ノ里町では？"),
        ("霧ノ里は", TOWN, "霧ノ里は"),
        ("霧ノ里町の移住の事業は", TOWN, "霧ノ里町の移住の事業は"),  # a word of the question as well
    ],
)
def test_a_year_before_the_word_for_plans_and_a_city_alone_name_a_plan(
    question: str, meant: PlanFacts, rest: str
) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert (named.plan, named.rest, named.is_compared) == (meant, rest, False)


def test_a_city_that_is_compared_names_its_plan() -> None:
    named = named_plan("霧ノ里町と比べて待機児童数はどう？", PLANS, THIRD, TODAY)
    assert (named.plan, named.rest, named.is_compared) == (TOWN, "待機児童数はどう?", True)
    alone = (SECOND, THIRD)
    assert named_plan("架空市と比べて", alone, THIRD, TODAY).is_compared is False  # no other city is held


def test_a_year_of_no_plan_is_said() -> None:
    assert "「令和20年度の計画」にあたる計画は" in named_plan("令和20年度の計画では？", PLANS, THIRD, TODAY).missing


@pytest.mark.parametrize("question", ["第4期の目標は？", "次の戦略の目標は？", "第5期と比べて"])
def test_a_plan_that_is_not_there_is_said_and_no_other_takes_its_place(question: str) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert named.plan is None
    assert "加えられていません" in named.missing
    assert SECOND.label in named.missing


@pytest.mark.parametrize(
    ("question", "meant", "rest"),
    [
        ("前の戦略と比べて", SECOND, ""),
        ("待機児童数は前の戦略と比べてどう？", SECOND, "待機児童数は?"),
        ("移住の目標は第1期よりどう変わった", FIRST, "移住の目標はどう変わった"),
    ],
)
def test_a_comparison_is_told_from_a_question_about_the_other_plan(question: str, meant: PlanFacts, rest: str) -> None:
    named = named_plan(question, PLANS, THIRD, TODAY)
    assert (named.plan, named.rest, named.is_compared) == (meant, rest, True)


def test_the_plan_before_is_counted_from_the_one_at_hand() -> None:
    named = named_plan("前の戦略の目標は？", PLANS, SECOND, TODAY)
    assert named.plan == FIRST
    assert named_plan("今の戦略の目標は？", PLANS, SECOND, TODAY).plan == THIRD


def test_the_first_of_a_line_is_compared_with_the_plan_in_force_as_the_one_before() -> None:
    named = named_plan("前の計画と比べて", PLANS, FIRST, TODAY)
    assert (named.plan, named.is_compared, named.missing) == (THIRD, True, "")
    assert "加えられていません" in named_plan("前の計画では？", PLANS, FIRST, TODAY).missing
    assert "加えられていません" in named_plan("前の計画と比べて", (THIRD, TOWN), THIRD, TODAY).missing


def test_a_year_of_several_plans_stays_with_the_one_at_hand() -> None:
    assert named_plan("令和5年度の待機児童数", PLANS, OVERALL, TODAY).plan == OVERALL
    assert named_plan("令和5年度の待機児童数", PLANS, THIRD, TODAY).plan == SECOND  # of its own line


def test_the_usual_plan_is_in_force_else_the_last_that_was_else_the_next() -> None:
    assert usual_plan((FIRST, SECOND, THIRD), TODAY) == THIRD
    assert usual_plan((FIRST, SECOND, THIRD), date(2025, 3, 31)) == SECOND
    assert usual_plan((FIRST, SECOND), TODAY) == SECOND
    assert usual_plan((TOWN, SECOND), date(2014, 4, 1)) == SECOND
    assert usual_plan((PlanFacts(id="x"), FIRST), TODAY) == FIRST


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2025, 3, 31), ""), (date(2025, 4, 1), "計画期間は令和7年3月で終わっています。")],
)
def test_a_period_is_over_from_the_first_of_april(day: date, said: str) -> None:
    assert ended_note(SECOND.period, day) == said


def test_the_end_of_a_period_is_said_in_the_era_of_its_day() -> None:
    assert ended_note(plan("h", "", "", 2014, 2018).period, TODAY) == "計画期間は平成31年3月で終わっています。"
    assert ended_note(None, TODAY) == ""
