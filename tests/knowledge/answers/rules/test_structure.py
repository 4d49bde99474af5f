"""Questions that the structure or the KPI table decides, on the real strategy: question → (rule, ids)."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.rules.structure import RULES, select
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY


def ids(kind: str, numbers: range) -> tuple[str, ...]:
    return tuple(f"{kind}{number}" for number in numbers)


DECIDED = {
    "p3-12": ("by_number", ("p3-12",)),
    "※7": ("by_number", ("t7",)),
    "パッケージ5の3番の事業": ("by_number", ("p5-3",)),
    "重要業績評価指標": ("bare_kpi", ("t4", STRATEGY, *ids("pkg", range(1, 7)))),
    "パッケージ5のKPI": ("members_of_package", ("k5-1", "k5-2", "k5-3")),
    "政策パッケージ六の事業": ("members_of_package", ("p6-1", "p6-2", "p6-3")),
    "西部の政策パッケージのKPI": ("members_of_package", ("k6-1", "k6-2", "k6-3")),
    "パッケージ2": ("members_of_package", ("pkg2",)),
    "政策パッケージは？": ("whole_lists", ids("pkg", range(1, 7))),
    "基本目標の一覧": ("whole_lists", ids("g", range(1, 6))),
    "基本的方向を並べて": ("whole_lists", ids("d", range(1, 14))),
    "KPIは全部で何件": ("whole_lists", (STRATEGY,)),
    "再掲の事業は？": ("reprints", ("p2-3", "p2-4", "p2-5", "p2-6", "p3-7")),
    "再掲の事業で子育てのもの": ("reprints", ("p2-3", "p2-4", "p2-5")),
    "再掲で音楽の事業": ("reprints", ("p2-4",)),
    "基準値がないKPI": ("kpis_under_conditions", ("k1-2", "k4-5", "k5-1", "k5-2", "k5-3", "k6-3")),
    "減らしたいKPI": ("kpis_under_conditions", ("k3-3", "k4-2")),
    "横ばいのKPI": ("kpis_under_conditions", ("k4-1", "k4-3", "k4-8")),
    "一番伸び率の大きいKPI": ("extreme_kpi", ("k2-6",)),
    "目標値が一番大きいKPI": ("extreme_kpi", ("k1-3",)),
    "KPIが一番多いパッケージ": ("extreme_package", ("pkg1",)),
    "事業が一番多いパッケージ": ("extreme_package", ("pkg3",)),
    "バイオ産業振興事業はどのパッケージ？": ("packages_of_project", ("p1-4", "pkg1")),
    "方向⑪": ("members_of_direction", ("d11",)),
    "方向⑥はどの目標の下？": ("members_of_direction", ("g2", "d6")),
    "基本目標2": ("members_of_goal", ("g2",)),
    "基本目標2の数値目標": ("members_of_goal", ("g2-t1", "g2-t2", "g2-t3")),
    "基本目標2の方向": ("members_of_goal", ("d5", "d6", "d7")),
    "パッケージ5の事業を再掲ふくめて全部": ("members_of_package", ("p5-1", "p5-2", "p5-3")),
    "施策の基本的方向は全部でいくつあって何ですか": ("whole_lists", ids("d", range(1, 14))),
    "四つ目の基本目標は？": ("members_of_goal", ("g4",)),
    "ふたつめの基本目標は？": ("members_of_goal", ("g2",)),
    "3のパッケージの再掲": ("reprints", ("p2-3", "p2-4", "p2-5")),
    "西部広域連携推進事業は⑬に入る？": ("members_of_direction", ("p6-3", "d13")),
    "希望の暮らしをサポートする、の下の事業": ("members_of_direction", ("p3-12", "p5-2", "p5-3", "p6-1")),
}

LEFT_TO_THE_SEARCH = [
    "移住支援の事業は？",
    "待機児童数の目標値は？",
    "MICEとは",
    "計画期間はいつまで？",
    "自転車",
    "k9-9と4",  # no such KPI, and a number beside it that is none
    "あああ",
]


@pytest.mark.parametrize(("asked", "decided"), DECIDED.items())
def test_a_rule_decides(asked: str, decided: tuple[str, tuple[str, ...]], engine: Engine, catalog: Catalog) -> None:
    query = engine.reader.read(asked)
    assert select(query, catalog, engine.search.find(query)) == decided


@pytest.mark.parametrize("asked", LEFT_TO_THE_SEARCH)
def test_no_rule_decides(asked: str, engine: Engine, catalog: Catalog) -> None:
    query = engine.reader.read(asked)
    assert select(query, catalog, engine.search.find(query)) is None


def test_the_projects_of_a_direction_are_those_of_the_catalog(engine: Engine, catalog: Catalog) -> None:
    for number in catalog.directions:
        shown = [item.id for item in engine.answer(f"方向{number}の事業").items]
        assert shown == [project.id for project in catalog.projects_of_direction(number)]


def test_the_members_of_a_package_are_all_of_them_and_a_reprint_is_its_original(
    engine: Engine, catalog: Catalog
) -> None:
    for package in catalog.base.packages:
        shown = [item.id for item in engine.answer(f"パッケージ{package.number}の事業").items]
        assert shown == [catalog.original(project).id for project in package.projects]
        shown = [item.id for item in engine.answer(f"パッケージ{package.number}のKPI一覧").items]
        assert shown == [kpi.id for kpi in package.kpis]


def test_a_condition_on_kpis_shows_exactly_those_that_meet_it(engine: Engine, catalog: Catalog) -> None:
    cumulative = [kpi.id for kpi in catalog.kpis.values() if kpi.counting == "cumulative"]
    assert [item.id for item in engine.answer("累計のKPI").items] == cumulative
    companies = [kpi.id for kpi in catalog.kpis.values() if kpi.unit == "社"]
    assert [item.id for item in engine.answer("単位が社のKPI").items] == companies


def test_every_rule_is_named_for_what_it_selects() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
