"""Projects and KPIs that a plan prints in one measure are told together, as its print and not as a tie of ours."""

from pathlib import Path

import pytest

from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from knowledge.wording.card import Card, CardField, Measures
from knowledge.wording.record_cards import NO_KPIS, NO_PROJECTS, OWN_LINKS, card_of

PLAN = """架空市総合戦略

計画期間：令和7年度～令和11年度

基本目標1 港がにぎわう

施策1-1 港の市

【主な事業】
・架空朝市事業：毎月ひらきます。
・架空桟橋改修事業：桟橋を直します。

【KPI】
指標\t基準値（R6）\t目標値（R11）
架空朝市の来場者数\t120人\t200人
架空の出店数\t8店\t12店

施策1-2 港の道

【KPI】
指標\t基準値（R6）\t目標値（R11）
架空の歩道の延長\t1km\t3km
"""


@pytest.fixture
def made(tmp_path: Path) -> Catalog:
    path = tmp_path / "strategy.txt"
    path.write_text(PLAN, encoding="utf-8")
    return Catalog(build(path))


def _parts(card: Card) -> dict[str, list[str]]:
    told = [part for part in (*card.fields, *card.parts) if part.label.startswith("同じ")]
    named = {part.label: [line.name for line in part.lines] for part in told if isinstance(part, CardField)}
    return named | {part.label: [row.name for row in part.rows] for part in told if isinstance(part, Measures)}


def test_each_names_the_others_of_its_measure(made: Catalog) -> None:
    market, kpi = card_of(made.projects["p1-1"], made), card_of(made.kpis["k1-1"], made)
    assert _parts(market) == {"同じ施策のKPI": ["架空朝市の来場者数", "架空の出店数"]}
    assert _parts(kpi) == {"同じ施策の事業": ["架空朝市事業", "架空桟橋改修事業"]}
    assert market.remarks == ("計画で同じ施策に書かれているKPIです。事業ごとの対応は計画に書かれていません。",)
    assert kpi.remarks == ("計画で同じ施策に書かれている事業です。KPIごとの対応は計画に書かれていません。",)


def test_a_measure_without_projects_says_so(made: Catalog) -> None:
    card = card_of(made.kpis["k2-1"], made)
    assert (_parts(card), card.remarks) == ({}, (NO_PROJECTS,))


def test_where_somebody_has_tied_them_only_the_ties_are_told(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(PLAN, encoding="utf-8")
    (tmp_path / "links.toml").write_text('[k1-1]\nprojects = ["p1-1"]\nreason = "同じ朝市"\n', encoding="utf-8")
    tied = Catalog(build(path))
    kpi, pier = card_of(tied.kpis["k1-1"], tied), card_of(tied.projects["p1-2"], tied)
    assert (_parts(kpi), kpi.remarks) == ({}, (OWN_LINKS,))
    assert (_parts(pier), pier.remarks) == ({}, (NO_KPIS,))


def test_a_tie_that_the_plan_prints_is_not_called_ours(tmp_path: Path) -> None:
    """A KPI in the row of its project."""
    table = "事業名\t内容\t指標\n架空朝市事業\t毎月ひらきます。\t来場者数 120人（R6）→200人（R11）\n"
    path = tmp_path / "strategy.txt"
    path.write_text(PLAN.split("【主な事業】")[0] + "【主な事業】\n" + table, encoding="utf-8")
    base = Catalog(build(path))
    [kpi] = base.kpis.values()
    assert kpi.projects == ("p1-1",)
    assert card_of(kpi, base).remarks == ()
