"""Questions for what belongs to what: members of a package, direction or goal, and the homes of a project."""

import re

from rapidfuzz.fuzz import partial_ratio

from knowledge.answers.references import (
    Ids,
    best_goal,
    in_full,
    names_a_project,
    packages_named,
    project_in_full,
    projects_in,
    projects_under,
)
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.search.query import Query
from knowledge.search.strategy_search import Ranking

_STRUCTURE = frozenset({"再掲", "事業", "取組", "パッケージ", "政策", "施策", "一覧", "全部", "kpi"})
NAMED = 80  # of 100: how much of a project's name stands in the question where it is named, spelling slips and all


def reprints(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """再掲の事業, in a package where one is named; not 「再掲も含めて全部」, which asks for members."""
    if "reprint" not in query.wants or "without_reprint" in query.wants:
        return None
    if re.search(r"再掲(?:も|を?含|を?ふくめ|込|分も)", query.key) or names_a_project(ranking):
        return None
    scope = packages_named(query, catalog, ranking) or list(catalog.base.packages)
    found = {
        p.id: (catalog.original(p), name_key(f"{catalog.words_of(catalog.original(p))} {package.name}"))
        for package in scope
        for p in package.projects
        if p.reprint_of
    }
    themes = [noun for noun in _nouns(query, ranking) if any(noun in text for _, text in found.values())]
    return tuple(dict.fromkeys(own.id for own, text in found.values() if all(theme in text for theme in themes)))


def _nouns(query: Query, ranking: Ranking) -> list[str]:
    """What a question on some of the reprints is about: 「再掲の事業で子育てのもの」."""
    nouns = (token for token in tokenize(query.text) if token.part[0] == "名詞" and token.norm in ranking.asked.words)
    return [key for token in nouns if len(key := name_key(token.surface)) > 1 and key not in _STRUCTURE]


def packages_of_project(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「…事業はどのパッケージ？」: the project, and the packages it stands in."""
    if "containing" not in query.wants:
        return None
    packages, projects = ranking.of({"package"}), ranking.of({"project"})
    if not projects:
        return None
    best = projects[0]
    if packages and packages[0].score > best.score:
        return (packages[0].id,)
    homes = [p.id for p in catalog.base.packages for own in p.projects if catalog.original(own).id == best.id]
    name = name_key(catalog.project(best.id).name).removesuffix("事業")
    named = best.named or partial_ratio(name, query.key) >= NAMED  # 「元気作り」 for 元気づくり, too
    return (best.id, *homes) if named else (*homes[:1], best.id)


def directions_of_project(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「空き家の事業はどの基本的方向？」: the project, and the directions it serves."""
    found = ranking.of({"project"})
    if "which_direction" not in query.wants or "project" not in query.wants or query.references or not found:
        return None
    project = catalog.project(found[0].id)
    return (project.id, *(f"d{number}" for number in project.directions if number in catalog.directions))


def members_of_package(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """A package by number or by part of its name: its KPIs, its projects, or the package itself."""
    packages = packages_named(query, catalog, ranking)
    if not packages or names_a_project(ranking):
        return None
    if "kpi" in query.wants:
        if re.search(r"合って|正し|ですよね", query.key):
            return (packages[0].id, *(kpi.id for kpi in packages[0].kpis))
        return tuple(kpi.id for package in packages for kpi in package.kpis)
    if query.wants & {"project", "members"}:
        return projects_in(catalog, packages)
    return tuple(package.id for package in packages)


def members_of_direction(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """A direction by number or name: its projects, or the direction itself."""
    numbers = [number for number in query.numbers("direction") if number in catalog.directions]
    if numbers and (project := project_in_full(query, catalog)):
        return (project.id, *(f"d{number}" for number in project.directions if number in numbers))
    if (query.wants & {"goal", "parent_goal"} and query.numbers("goal")) or (not numbers and names_a_project(ranking)):
        return None
    if len(numbers) == 2 and re.search(r"から|~|-", query.key):
        numbers = list(range(min(numbers), max(numbers) + 1))
    if not numbers and "direction" in query.wants and query.wants & {"members"}:
        numbers = [d.number for d in catalog.base.directions for hit in ranking.of({"direction"})[:1] if d.id == hit.id]
    if not numbers and query.wants & {"members", "project"}:
        numbers = in_full(query, catalog.directions)
    if not numbers:
        return None
    if "parent_goal" in query.wants:
        goals = [catalog.directions[number].goal for number in numbers]
        return tuple(dict.fromkeys(f"g{goal}" for goal in goals if goal)) + tuple(f"d{n}" for n in numbers)
    if query.wants & {"project"} or ("members" in query.wants and "direction" not in query.wants):
        return projects_under(catalog, numbers)
    return tuple(f"d{number}" for number in numbers)


def members_of_goal(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """A goal by number or name: its targets, its directions, the projects under it, or the goal itself."""
    numbers = [number for number in query.numbers("goal") if number in catalog.goals]
    if "goal" in query.wants and re.search(r"最後|ラスト", query.key) and not numbers:
        numbers = [max(catalog.goals)]
    if not numbers and query.wants & {"direction", "target"} and (best := best_goal(query, catalog, ranking)):
        numbers = [best]
    if not numbers and query.wants & {"members", "project"}:
        numbers = in_full(query, catalog.goals)
    if not numbers:
        return None
    goals = [catalog.goals[number] for number in numbers]
    asks_value = query.wants & {"value"} and not query.wants & {"direction", "project"}
    if query.wants & {"target"} or (asks_value and re.search(r"数値|値|何人|いくら|kpi|指標|基準", query.key)):
        return tuple(target.id for goal in goals for target in goal.targets)
    if "direction" in query.wants:
        return tuple(f"d{number}" for goal in goals for number in goal.directions)
    if "project" in query.wants:
        return projects_under(catalog, (number for goal in goals for number in goal.directions))
    return tuple(goal.id for goal in goals)
