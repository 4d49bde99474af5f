"""Years that a plan states once: over one of several tables, or in a sentence for all of them."""

import pytest

from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]

DATED = "指標\t基準値（令和5年度）\t目標値（令和11年度）\n出生数\t41人\t50人\n\n（補足）\n\n"


# All plans here are invented (架空).
@pytest.mark.parametrize(
    ("text", "last"),
    [
        (DATED + "指標\t基準値\t目標値\n婚姻数\t12件\t20件", "婚姻数 12件@2023 → 20件@2029"),
        (
            "表の基準値は令和5年度、目標値は令和11年度の値です。\n\n指標\t基準値\t目標値\n婚姻数\t12件\t20件",
            "婚姻数 12件@2023 → 20件@2029",
        ),
        (
            "本計画の現状値は、特に断りのない限り令和６年度の実績値とします。\n\n指標\t現状値\t目標値\n婚姻数\t12件\t20件",
            "婚姻数 12件@2024 → 20件@2029",
        ),
        (
            "（指標の見方）\n策定時…原則として令和５年度の実績値\n\n指標\t策定時\t目標\n婚姻数\t12件\t20件",
            "婚姻数 12件@2023 → 20件@2029",
        ),
        (
            "基準値＝令和５年度実績\n目標値＝令和１１年度\n\n指標\t基準値\t目標値\n婚姻数\t12件\t20件",
            "婚姻数 12件@2023 → 20件@2029",
        ),
        (
            "本計画の各指標の現状値には、原則とし\nて、令和６年度末の値を用いています。\n\n指標\t現状値\t目標値\n婚姻数\t12件\t20件",
            "婚姻数 12件@2024 → 20件@2029",
        ),
        (
            "数値の見方：（　）に年度を添えます。年度のない値は令和６年度の現況です。\n\n"
            "指標\t現況\t目標値\n婚姻数\t12件\t20件",
            "婚姻数 12件@2024 → 20件@2029",
        ),
        (
            "基準値は、断りのないものは令和５年度の値です。\n\n指標\t基準値\t目標値（R11）\n婚姻数\t12件\t20件",
            "婚姻数 12件@2023 → 20件@2029",
        ),
        (
            "指標の枠内の「現状」は令和４年度の実績、「目標」は令和10年度の値です。\n\n"
            "指標\t現状\t目標\n婚姻数\t12件\t20件",
            "婚姻数 12件@2022 → 20件@2028",
        ),
        (DATED + "指標\t基準値\t目標値\n婚姻数\t12件（R2国調）\t20件", "婚姻数 12件@2020 → 20件@2029"),
        (DATED + "指標\t基準値\t目標値\n婚姻数\t12件（R3）\t20件", "婚姻数 12件@2021 → 20件@2029"),
        (
            "指標\t基準値（年度）\t中間目標（2027）\t最終目標（2029）\n出生数\t41人（2023）\t44人\t50人\n\n（補足）\n\n"
            "指標\t基準値（年度）\t中間目標\t最終目標\n婚姻数\t12件（2021）\t16件\t20件",
            "婚姻数 12件@2021 → 16件@2027 → 20件@2029",
        ),
    ],
)
def test_a_column_without_a_year_takes_the_one_that_is_stated(plan: Plan, text: str, last: str) -> None:
    base = plan(text)
    assert told(base)[-1] == last
    assert not warnings(base)


@pytest.mark.parametrize(
    "text",
    [
        # two tables say two things
        DATED + "指標\t基準値（令和4年度）\t目標値（令和11年度）\n転入者\t31人\t40人\n\n（補足）\n\n"
        "指標\t基準値\t目標値\n婚姻数\t12件\t20件",
        # another word
        DATED + "指標\t現状値\t目標値\n婚姻数\t12件\t20件",
        # of another plan, or of one thing alone
        "前計画の基準値は平成30年度、目標値は令和６年度の値です。\n\n指標\t基準値\t目標値\n婚姻数\t12件\t20件",
        "基準値…令和５年度（一部の指標は令和４年度）\n\n指標\t基準値\t目標値\n婚姻数\t12件\t20件",
        "市民意識調査の基準値は令和５年度の値です。\n\n指標\t基準値\t目標値\n婚姻数\t12件\t20件",
        "指標\t基準値（H30）\t目標値（R6）\n出生数\t41人\t50人\n\n（補足）\n\n指標\t基準値\t目標値（R11）\n婚姻数\t12件\t20件",
    ],
)
def test_what_is_not_stated_of_it_is_not_taken(plan: Plan, text: str) -> None:
    assert told(plan(text))[-1] == "婚姻数 12件@? → 20件@2029"


def test_where_the_year_comes_from_is_told(plan: Plan) -> None:
    base = plan(DATED + "指標\t基準値\t目標値\n婚姻数\t12件\t20件")
    told = [finding.message for finding in base.report.findings if "ほかの表や文" in finding.message]
    assert told
    assert "基準値" in told[0]
    assert "令和5年度" in told[0]


@pytest.mark.parametrize("header", ["R5\tR7\tR9\tR11", "2023\t2025\t2027\t2029", "R5実績\tR7\tR9\tR11"])
def test_years_from_the_one_before_the_plan_to_its_last_are_baseline_and_targets(plan: Plan, header: str) -> None:
    base = plan(f"KPI\t{header}\n出店の数\t6件\t12件\t22件\t35件")
    assert told(base) == ["出店の数 6件@2023 → 12件@2025 → 22件@2027 → 35件@2029"]


@pytest.mark.parametrize("header", ["R5\tR7\tR9\tR10", "R4\tR5\tR7\tR11", "R7\tR8\tR9\tR11", "R6\tR5\tR9\tR11"])
def test_other_years_alone_are_asked_about(plan: Plan, header: str) -> None:
    base = plan(f"KPI\t{header}\n出店の数\t6件\t12件\t22件\t35件")
    assert told(base) == []
    assert any("何の値か分からない" in one for one in warnings(base))


@pytest.mark.parametrize(
    "note",
    ["※印は令和４年度市民アンケート", "（※印の値は、R4の市民意識調査）", "※印：令和４年度の住民アンケート結果による"],
)
def test_a_mark_at_a_value_gives_it_the_year_of_its_note(plan: Plan, note: str) -> None:
    rule = "策定時…原則として令和５年度の実績値。アンケートによるものは令和４年度の値。\n\n"
    base = plan(f"{rule}指標\t単位\t策定時\t目標\n婚姻数\t件\t12\t20\n定住の意向\t％\t52.6※\t60.0\n{note}")
    assert told(base) == ["婚姻数 12件@2023 → 20件@2029", "定住の意向 52.6%@2022 → 60.0%@2029"]


def test_a_note_on_the_marked_that_is_not_understood_is_said(plan: Plan) -> None:
    note = "※印は令和４年度に国が公表した値を市が補正した数"
    base = plan(f"指標\t策定時（R5）\t目標\n定住の意向\t52.6％※\t60.0％\n{note}")
    assert [note[:12] in one for one in warnings(base)] == [True]
