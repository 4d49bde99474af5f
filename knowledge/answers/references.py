"""Which package, direction, goal, project or indicator a question names."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import BasicDirection, BasicGoal, Kpi, PolicyPackage, Project
from knowledge.search.query import Query
from knowledge.search.strategy_search import Ranking

Ids = tuple[str, ...]
SHORTEST_SHARED = 5  # characters of a goal's name that must stand in the question together

_GOAL_WORDS = frozenset({"基本", "目標", "数値", "数字", "方向"})  # what names the kind and no goal of it
_QUARTERS = "部側"


def packages_named(query: Query, catalog: Catalog, ranking: Ranking) -> list[PolicyPackage]:
    """Packages by number, else the one whose name the question holds a part of."""
    numbers = [number for number in query.numbers("package") if number in catalog.packages]
    if numbers:
        return [catalog.packages[number] for number in numbers]
    best = _best_package(query, catalog, ranking)
    return [best] if best else []


def _best_package(query: Query, catalog: Catalog, ranking: Ranking) -> PolicyPackage | None:
    """The word パッケージ, or a place's own list of KPIs (「西部のKPI」), and words of one package's name."""
    found = ranking.of({"package"})
    if not found or not (
        "package" in query.wants or (query.wants >= {"kpi"} and query.wants & {"list", "count", "members"})
    ):
        return None
    scores = {package.number: _name_overlap(query, package.name) for package in catalog.base.packages}
    top = [number for number, score in scores.items() if score == max(scores.values()) > 0]
    return catalog.packages[top[0] if len(top) == 1 else int(found[0].id[3:])] if top else None


def _name_overlap(query: Query, name: str) -> int:
    """How much of the name the question holds: the characters of its content words that stand there."""
    words = {token.surface for token in tokenize(name) if token.is_content} - {"パッケージ", "応援", "地域", "振興"}
    whole = sum(len(word) for word in words if name_key(word) in query.key)
    short = [word[0] for word in words if len(word) == 2 and word[1] in _QUARTERS]  # 「西のパッケージ」
    return whole or sum(1 for first in short if re.search(rf"{first}(?:の|側|エリア)", query.key))


def best_goal(query: Query, catalog: Catalog, ranking: Ranking) -> int | None:
    """The goal whose name shares the longest run of characters with the question."""
    shared = {goal.number: _longest_shared(name_key(goal.name), query.key) for goal in catalog.base.goals}
    best = max(shared, key=lambda number: shared[number], default=0)
    if shared.get(best, 0) >= SHORTEST_SHARED:
        return best
    spoken = [word for word in ranking.asked.words if word not in _GOAL_WORDS]
    found = ranking.of({"goal"})
    return int(found[0].id[1:]) if spoken and found and "goal" in query.wants else None


def _longest_shared(left: str, right: str) -> int:
    return SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size


def in_full(query: Query, things: Mapping[int, BasicGoal] | Mapping[int, BasicDirection]) -> list[int]:
    """Numbers of the goals or directions whose whole name stands in the question."""
    return [number for number, thing in things.items() if name_key(thing.name) in query.key]


def projects_under(catalog: Catalog, directions: Iterable[int]) -> Ids:
    """Those that serve the directions, by number; each once."""
    return tuple(dict.fromkeys(p.id for number in directions for p in catalog.projects_of_direction(number)))


def projects_in(catalog: Catalog, packages: Iterable[PolicyPackage]) -> Ids:
    """Those that stand in the packages, reprints as their originals; each once."""
    return tuple(dict.fromkeys(catalog.original(project).id for package in packages for project in package.projects))


def project_in_full(query: Query, catalog: Catalog) -> Project | None:
    """The project whose whole name stands in the question, the longest where one name holds another."""
    named = [project for project in catalog.originals() if name_key(project.name) in query.key]
    return max(named, key=lambda project: len(project.name), default=None)


def kpis_in_scope(query: Query, catalog: Catalog, ranking: Ranking) -> Iterable[Kpi]:
    packages = packages_named(query, catalog, ranking) if "package" in query.wants else []
    return [kpi for package in packages or catalog.base.packages for kpi in package.kpis]


def names_one_indicator(ranking: Ranking) -> bool:
    """The question speaks of one indicator rather than of the table."""
    best = ranking.of({"kpi", "goal_target"})
    return bool(best) and best[0].coverage > 0.75 and len(ranking.asked.words) >= 2


def names_a_project(ranking: Ranking) -> bool:
    return any(hit.named for hit in ranking.of({"project"})[:3])


def names_a_topic(ranking: Ranking) -> bool:
    content = [word for word in ranking.asked.words if word not in ("kpi", "指標", "再掲", "総数", "全部")]
    return len(content) >= 3
