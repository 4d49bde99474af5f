"""Indicators beside the projects that they are of, in one table."""

import pytest

from knowledge.model.records import KnowledgeBase
from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]

WANTED = ["利用者数 1200人@2023 → 3000人@2029", "調査した地区の割合 20%@2023 → 100%@2029"]
TABLES = {
    "typed in columns": (
        "  事業名                  事業内容                          KPI                          担当課\n"
        "  冬のバス実証事業        冬期にバスを増便します。          利用者数                     交通課\n"
        "                                                            1,200人（R5）\n"
        "                                                            → 3,000人（R11）\n"
        "  空き家調査事業          空き家を調べ、台帳にします。      調査した地区の                建築課\n"
        "                                                            割合\n"
        "                                                            20％（R5）→100％（R11）\n"
    ),
    "a line of a cell": (
        "|事業名|概要|重要業績評価指標（KPI）|担当|\n|---|---|---|---|\n"
        "|冬のバス実証事業|冬期にバスを増便します。|利用者数　1,200人（R5）→3,000人（R11）|交通課|\n"
        "|空き家調査事業|空き家を調べます。|調査した地区の割合<br>20％（R5）→100％（R11）|建築課|\n"
    ),
    "values in columns": (
        "|事業名|概要|指標|現状値（R5）|目標値（R11）|担当|\n|---|---|---|---|---|---|\n"
        "|冬のバス実証事業|冬期にバスを増便します。|利用者数|1,200人|3,000人|交通課|\n"
        "|空き家調査事業|空き家を調べます。|調査した地区の割合|20％|100％|建築課|\n"
    ),
}


def projects(base: KnowledgeBase) -> dict[str, list[str]]:
    """The names of the indicators of each project."""
    names = {kpi.id: kpi.name for package in base.packages for kpi in package.kpis}
    return {one.name: [names[id] for id in one.kpis] for package in base.packages for one in package.projects}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_an_indicator_beside_a_project_is_of_it(plan: Plan, table: str) -> None:
    base = plan(table)
    assert told(base) == WANTED
    assert projects(base) == {"冬のバス実証事業": ["利用者数"], "空き家調査事業": ["調査した地区の割合"]}
    assert warnings(base) == []


def test_several_indicators_of_a_project(plan: Plan) -> None:
    base = plan(
        "  事業名            事業の内容                    成果指標                      担当課\n"
        "  朝市支援事業      朝市の出店料を補助します。    ・出店者数                    商工課\n"
        "                                                  12人（R5）⇒30人（R11）\n"
        "                                                  ・来場者数\n"
        "                                                  800人（R5）⇒2,000人（R11）\n"
    )
    assert told(base) == ["出店者数 12人@2023 → 30人@2029", "来場者数 800人@2023 → 2000人@2029"]
    assert projects(base) == {"朝市支援事業": ["出店者数", "来場者数"]}


@pytest.mark.parametrize(
    "cell", ["出店者数 12人→30人 来場者数 800人→2,000人", "待ち時間を15分以内にする", "改修数：5か所（R11）"]
)
def test_what_cannot_be_taken_apart_is_said(plan: Plan, cell: str) -> None:
    base = plan(f"|事業名|概要|KPI|担当|\n|---|---|---|---|\n|朝市支援事業|出店料を補助します。|{cell}|商工課|\n")
    assert told(base) == []
    assert any("事業の表の指標を読み取れません" in said and cell[:6] in said for said in warnings(base))


@pytest.mark.parametrize("cell", ["－", "（設定なし）", ""])
def test_a_project_without_an_indicator_needs_no_word(plan: Plan, cell: str) -> None:
    base = plan(f"|事業名|概要|KPI|担当|\n|---|---|---|---|\n|花いっぱい事業|花を植えます。|{cell}|建設課|\n")
    assert (told(base), warnings(base)) == ([], [])
    assert projects(base) == {"花いっぱい事業": []}
