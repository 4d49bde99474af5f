"""Plain questions for what belongs to each goal, package and direction, and to the whole plan, in every usual wording.

What is expected is computed from what the knowledge base holds, and not from how answers are made.
"""

from collections.abc import Callable, Sequence

import pytest

from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog

WAYS = ("は？", "一覧", "を全部", "は何件？", "は何がありますか", "を教えて", "はいくつ")
COUNTING = ("は何件？", "はいくつ")
Members = Callable[[Catalog, int], Sequence[str]]


def _original(catalog: Catalog, id: str) -> str:
    return catalog.projects[id].reprint_of or id


def _projects_of_directions(catalog: Catalog, numbers: Sequence[int]) -> list[str]:
    own = (one for one in catalog.originals() if set(one.search_directions) & set(numbers))
    return [one.id for one in own]


def _kpis_of(catalog: Catalog, projects: Sequence[str]) -> list[str]:
    return [one.id for one in catalog.kpis.values() if {_original(catalog, id) for id in one.projects} & set(projects)]


def _of_package(catalog: Catalog, number: int) -> list[str]:
    return [_original(catalog, one.id) for one in catalog.packages[number].projects]


def _of_goal(catalog: Catalog, number: int) -> list[str]:
    return _projects_of_directions(catalog, catalog.goals[number].directions)


def _directions_of(catalog: Catalog, projects: Sequence[str]) -> list[str]:
    return [f"d{n}" for n in catalog.directions if set(_projects_of_directions(catalog, [n])) & set(projects)]


def _packages_of(catalog: Catalog, projects: Sequence[str]) -> list[str]:
    return [one.id for n, one in catalog.packages.items() if set(_of_package(catalog, n)) & set(projects)]


def _kpis_of_package(catalog: Catalog, number: int) -> list[str]:
    return [one.id for one in catalog.packages[number].kpis]


def _targets_of_goal(catalog: Catalog, number: int) -> list[str]:
    return [one.id for one in catalog.goals[number].targets]


OWNERS: dict[str, dict[str, Members]] = {
    "パッケージ": {
        "事業": _of_package,
        "KPI": _kpis_of_package,
        "指標": _kpis_of_package,
        "方向": lambda catalog, n: _directions_of(catalog, _of_package(catalog, n)),
    },
    "基本目標": {
        "事業": _of_goal,
        "数値目標": _targets_of_goal,
        "KPI": _targets_of_goal,  # which the plan prints under a goal
        "方向": lambda catalog, n: [f"d{one}" for one in catalog.goals[n].directions],
        "パッケージ": lambda catalog, n: _packages_of(catalog, _of_goal(catalog, n)),
    },
    "方向": {
        "事業": lambda catalog, n: _projects_of_directions(catalog, [n]),
        "KPI": lambda catalog, n: _kpis_of(catalog, _projects_of_directions(catalog, [n])),
        "指標": lambda catalog, n: _kpis_of(catalog, _projects_of_directions(catalog, [n])),
        "パッケージ": lambda catalog, n: _packages_of(catalog, _projects_of_directions(catalog, [n])),
    },
}
WHOLE: dict[str, Callable[[Catalog], Sequence[str]]] = {
    "事業": lambda catalog: [one.id for one in catalog.originals()],
    "KPI": lambda catalog: list(catalog.kpis),
    "指標": lambda catalog: list(catalog.indicators),
    "数値目標": lambda catalog: [id for n in catalog.goals for id in _targets_of_goal(catalog, n)],
    "方向": lambda catalog: [f"d{n}" for n in catalog.directions],
    "パッケージ": lambda catalog: [one.id for one in catalog.packages.values()],
    "基本目標": lambda catalog: [one.id for one in catalog.goals.values()],
}


def _numbers(catalog: Catalog, owner: str) -> Sequence[int]:
    return list({"パッケージ": catalog.packages, "基本目標": catalog.goals, "方向": catalog.directions}[owner])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("owner", "member"), [(owner, member) for owner in OWNERS for member in OWNERS[owner]])
def test_each_has_all_its_members_and_no_other(
    engine: Engine, catalog: Catalog, owner: str, member: str, way: str
) -> None:
    wrong = []
    for number in _numbers(catalog, owner):
        expected = OWNERS[owner][member](catalog, number)
        answer = engine.answer(f"{owner}{number}の{member}{way}")
        is_told = way not in COUNTING or f"{len(expected)}件" in answer.text
        if {item.id for item in answer.items} != set(expected) or not is_told:
            wrong.append((number, len(expected), answer.text[:100]))
    assert wrong == []


@pytest.mark.parametrize("whole", ["計画全体の", "この戦略の", ""])
@pytest.mark.parametrize("member", WHOLE)
def test_the_whole_plan_has_all_of_a_kind(engine: Engine, catalog: Catalog, member: str, whole: str) -> None:
    expected = WHOLE[member](catalog)
    ways = [way for way in WAYS if whole or way not in ("は？", "を教えて")]  # 「KPIは？」 may ask what it is
    wrong = []
    for way in ways:
        answer = engine.answer(f"{whole}{member}{way}")
        is_counted = f"{len(expected)}件" in answer.text or f"{len(expected)}つの{member}" in answer.text
        is_whole = {item.id for item in answer.items if item.kind != "strategy"} == {*expected} - {"population"}
        if not (is_counted if way in COUNTING else is_whole):
            wrong.append((way, answer.text[:100]))
    assert wrong == []
