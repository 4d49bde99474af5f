"""Questions that the structure or the KPI table answers, on the real strategy: question → ids of what is shown."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY


def ids(kind: str, numbers: range) -> tuple[str, ...]:
    return tuple(f"{kind}{number}" for number in numbers)


SELECTED = {
    "p3-12": ("p3-12",),
    "※7": ("t7",),
    "パッケージ5の3番の事業": ("p5-3",),
    "重要業績評価指標": ("t4",),
    "パッケージ5のKPI": ("k5-1", "k5-2", "k5-3"),
    "政策パッケージ六の事業": ("p6-1", "p6-2", "p6-3"),
    "西部の政策パッケージのKPI": ("k6-1", "k6-2", "k6-3"),
    "パッケージ2": ("pkg2",),
    "政策パッケージは？": ids("pkg", range(1, 7)),
    "基本目標の一覧": ids("g", range(1, 6)),
    "基本的方向を並べて": ids("d", range(1, 14)),
    "KPIは全部で何件": (STRATEGY,),
    "再掲の事業は？": ("p2-3", "p2-4", "p2-5", "p2-6", "p3-7"),
    "再掲の事業で子育てのもの": ("p2-3", "p2-4", "p2-5"),
    "再掲で音楽の事業": ("p2-4",),
    "基準値がないKPI": ("k1-2", "k4-5", "k5-1", "k5-2", "k5-3", "k6-3"),
    "減らしたいKPI": ("k3-3", "k4-2"),
    "横ばいのKPI": ("k4-1", "k4-3", "k4-8"),
    "一番伸び率の大きいKPI": ("k2-6",),
    "目標値が一番大きいKPI": ("k1-3",),
    "KPIが一番多いパッケージ": ("pkg1",),
    "事業が一番多いパッケージ": ("pkg3",),
    "バイオ産業振興事業はどのパッケージ？": ("pkg1",),
    "方向⑪": ("d11",),
    "方向⑥はどの目標の下？": ("g2",),
    "基本目標2": ("g2",),
    "基本目標2の数値目標": ("g2-t1", "g2-t2", "g2-t3"),
    "基本目標2の方向": ("d5", "d6", "d7"),
    "パッケージ5の事業を再掲ふくめて全部": ("p5-1", "p5-2", "p5-3"),
    "施策の基本的方向は全部でいくつあって何ですか": ids("d", range(1, 14)),
    "四つ目の基本目標は？": ("g4",),
    "ふたつめの基本目標は？": ("g2",),
    "3のパッケージの再掲": ("p2-3", "p2-4", "p2-5"),
    "MICE誘致推進事業と同じパッケージのほかの事業": ("p2-1", "p2-3", "p2-4", "p2-5", "p2-6"),
    "パッケージごとの事業数": ids("pkg", range(1, 7)),
    "希望の暮らしをサポートする、の下の事業": ("p3-12", "p5-2", "p5-3", "p6-1"),
}

REFERENCES = {
    "政策パッケージ三のKPI": ("package", 3),
    "第六パッケージ": ("package", 6),
    "２番目のパッケージ": ("package", 2),
    "パッケージ1と3の事業": ("package", 1),
    "基本目標の五": ("goal", 5),
    "方向⑪": ("direction", 11),
    "十一番目の方向": ("direction", 11),
    "基本的方向の12": ("direction", 12),
}


@pytest.mark.parametrize(("asked", "shown"), SELECTED.items())
def test_exactly_what_is_asked_for_is_shown(
    asked: str, shown: tuple[str, ...], engine: Engine, catalog: Catalog
) -> None:
    own = {catalog.strategy.id: STRATEGY}
    assert tuple(own.get(item.id, item.id) for item in engine.answer(asked).items) == shown


@pytest.mark.parametrize(("asked", "reference"), REFERENCES.items())
def test_a_number_refers_to_one_kind(asked: str, reference: tuple[str, int], engine: Engine) -> None:
    kind, number = reference
    read = engine.answer(asked).interpreted
    assert {name: getattr(read, name) for name in ("package", "goal", "direction")} == {
        "package": None, "goal": None, "direction": None, kind: number,
    }  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["3件の事業", "KPIは12本？", "目標は2.5倍", "目標10%", "54人のKPI", "パッケージは6個？"]
)
def test_an_amount_refers_to_nothing(asked: str, engine: Engine) -> None:
    read = engine.answer(asked).interpreted
    assert (read.package, read.goal, read.direction) == (None, None, None)


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


def test_targets_and_kpis_that_are_both_said_are_both_shown(engine: Engine) -> None:
    shown = [item.id for item in engine.answer("基本目標3の数値目標とKPIは？").items]
    each = [item.id for kind in ("数値目標", "事業のKPI") for item in engine.answer(f"基本目標3の{kind}は？").items]
    assert shown == each
    assert {item.kind for item in engine.answer("基本目標3の数値目標とKPIは？").items} == {"goal_target", "kpi"}


def test_records_without_any_of_a_kind_are_those_of_the_catalog(engine: Engine, catalog: Catalog) -> None:
    without = {project.id for project in catalog.originals() if not project.kpis}
    assert engine.answer("重要業績評価指標のない事業は？").lead.startswith("重要業績評価指標の結び付いていない事業は")
    for asked in ("KPIのない事業は？", "KPIがついていない事業はどれ", "指標の無い事業を全部"):
        assert {item.id for item in engine.answer(asked).items} == without


def test_what_is_not_cumulative_may_have_a_baseline(engine: Engine, catalog: Catalog) -> None:
    others = {kpi.id for kpi in catalog.kpis.values() if kpi.counting != "cumulative"}
    assert {item.id for item in engine.answer("累計でないKPIは何件？").items} == others
