"""Questions that the structure or the KPI table decides by itself: members, counts, conditions, extremes.

Each rule is a function of (query, catalog, ranking) that returns ids in the order to be shown, or None to pass.
The order of RULES is the order of precedence.
"""

import re
from collections.abc import Callable
from itertools import groupby

from knowledge.answers.references import Ids, names_a_project, names_a_topic, packages_named
from knowledge.answers.rules.kpi_table import extreme_kpi, extreme_package, kpis_under_conditions
from knowledge.answers.rules.members import (
    directions_of_project,
    members_of_direction,
    members_of_goal,
    members_of_package,
    packages_of_project,
    reprints,
)
from knowledge.japanese.abbreviations import clipped
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.search.query import Query
from knowledge.search.strategy_search import Ranking

Rule = Callable[[Query, Catalog, Ranking], Ids | None]
SHORTEST_MENTION = 3  # characters of a compound looked for in the projects' own words
MOST_CLIPPED = 3  # names that one clip may stand for
MOST_MENTIONS = 6  # projects; a word that more of them hold does not tell them apart

# What a question for a whole list consists of, besides how many or which.
_STRUCTURE_WORDS = re.compile(
    r"(?:政策)?パッケージ|施策の|(?:基本的)?方向|(?:基本|大きな|数値)?目標|事業|kpi|指標|この|戦略|計画|総合|"
    r"一覧|全部|リスト|[はをのがとも?。、]|って|には|では|教えて|見せて|ください|下さい|知りたい(?:です)?|何ですか|です|ます|か$"
)
LONGEST_LIST_QUESTION = 22  # characters beside the structure's own words; a longer one asks for something in it
_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
_PROJECT_WORDS = frozenset({"事業", "取組", "施策", "全部"})


def select(query: Query, catalog: Catalog, ranking: Ranking) -> tuple[str, Ids] | None:
    """(name of the rule, ids) of the first rule that decides; None when none does."""
    for rule in RULES:
        if ids := rule(query, catalog, ranking):
            return rule.__name__, ids
    return None


def by_number(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「3-(12)」「p3-12」「k3-3」「※7」: the thing itself."""
    originals = {project.id: catalog.original(project).id for project in catalog.projects.values()}
    known = originals | {id: id for id in (*catalog.kpis, *(term.id for term in catalog.base.terms))}
    kinds = {"project": "p", "kpi": "k", "term": "t"}
    said = (f"{kinds[kind]}{'-'.join(map(str, some))}" for kind in kinds for some in query.references.get(kind, ()))
    return next(((known[id],) for id in said if id in known), None)


def by_clip(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「セフコミ」「女活の事業」: the projects whose name was clipped so, and nothing else is asked."""
    if names_a_project(ranking):
        return None
    names = {project.id: project.name.removesuffix("事業") for project in catalog.originals()}
    found = clipped(ranking.said, names) or clipped(query.typed, names)
    return tuple(found) if len(found) <= MOST_CLIPPED else None


def projects_mentioning(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「シティプラザが出てくる事業」「企業誘致をうたう事業を全部」: those whose own words hold what is asked for."""
    if "project" not in query.wants or not query.wants & {"mentioned", "several"} or names_a_project(ranking):
        return None
    texts = {project.id: name_key(catalog.words_of(project)) for project in catalog.originals()}
    asked = [part for part in compounds(query.wanted_text) if any(part in text for text in texts.values())]
    found = {id for id, text in texts.items() if asked and all(part in text for part in asked)}
    if not 2 <= len(found) <= MOST_MENTIONS or not any(len(part) >= SHORTEST_MENTION + 1 for part in asked):
        return None
    order = [hit.id for hit in ranking.of({"project"})]
    return tuple(sorted(found, key=lambda id: order.index(id) if id in order else len(order)))


def compounds(text: str) -> list[str]:
    """Runs of nouns in the question, folded: 「移住定住総合相談窓口」「広域幹線道路」."""
    runs = groupby(tokenize(text), lambda token: token.part[0] in _NOUNS and token.surface not in _PROJECT_WORDS)
    keys = (name_key("".join(token.surface for token in run)) for is_noun, run in runs if is_noun)
    return [key for key in keys if len(key) >= SHORTEST_MENTION]


def whole_lists(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「パッケージは全部で何個」「基本目標を並べて」「KPIは何本」: the list or the count of everything of a kind."""
    wants = query.wants
    asks_meaning = "term" in wants and not wants & {"count", "list"}  # 「全部でいくつあって何ですか」 asks for the list
    if query.references or asks_meaning or names_a_project(ranking):
        return None
    rest = _STRUCTURE_WORDS.sub("", query.key)
    if len(rest) > (LONGEST_LIST_QUESTION if wants & {"list", "count"} else 0):
        return None
    if "package" in wants and not packages_named(query, catalog, ranking):
        return tuple(package.id for package in catalog.base.packages)
    if "direction" in wants:
        return tuple(direction.id for direction in catalog.base.directions)
    if "goal" in wants and "target" not in wants:
        return tuple(goal.id for goal in catalog.base.goals)
    if "target" in wants:
        return tuple(target.id for goal in catalog.base.goals for target in goal.targets)
    if not rest and "kpi" in wants and "count" not in wants:
        return tuple(catalog.kpis)
    if not rest and "project" in wants and "count" not in wants:
        return (STRATEGY, *(package.id for package in catalog.base.packages))
    counts_everything = re.search(r"全部で|何個|何本|何件|の総数|の数は|いくつ", query.key)
    if wants & {"kpi", "project"} and counts_everything and not names_a_topic(ranking):
        return (STRATEGY,)
    return None


def bare_kpi(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「KPI」 and nothing else: what the word means, and where the KPIs stand."""
    if query.key not in ("kpi", "kpi?", "kpiは?"):
        return None
    terms = [term.id for term in catalog.base.terms if name_key(term.term) == "kpi"]
    return (*terms, STRATEGY, *(package.id for package in catalog.base.packages))


RULES: tuple[Rule, ...] = (
    by_number,
    by_clip,
    bare_kpi,
    extreme_package,
    extreme_kpi,
    kpis_under_conditions,
    reprints,
    packages_of_project,
    directions_of_project,
    members_of_direction,
    members_of_goal,
    members_of_package,
    projects_mentioning,
    whole_lists,
)
