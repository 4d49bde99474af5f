"""Questions that the structure or the KPI table decides by itself: members, counts, conditions, extremes.

Each rule is a function of (query, catalog, ranking) that returns ids in the order to be shown, or None to pass.
The order of RULES is the order of precedence.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from knowledge.catalog import Catalog
from knowledge.model import Indicator, Kpi, PolicyPackage
from knowledge.normalize import name_key
from knowledge.query import Query
from knowledge.search import Ranking
from knowledge.tokenizer import tokenize

Ids = tuple[str, ...]
Rule = Callable[[Query, Catalog, Ranking], Ids | None]
STRATEGY = "strategy"
SHORTEST_SHARED = 5  # characters of a goal's name that must stand in the question together
SHORTEST_MENTION = 3  # characters of a compound looked for in the projects' own words
MOST_MENTIONS = 6  # projects; a word that more of them hold does not tell them apart

_EXTREMES: dict[str, Callable[[Indicator], object]] = {
    "ratio": lambda kpi: kpi.target.value / kpi.baseline.value if kpi.baseline and kpi.baseline.value > 0 else None,
    "points": lambda kpi: abs(kpi.target.value - kpi.baseline.value) if kpi.baseline else None,
    "target": lambda kpi: scaled(kpi),
    "baseline": lambda kpi: kpi.baseline.value if kpi.baseline else None,
    "smallest_target": lambda kpi: -kpi.target.value,
}
_SCALES = {"百万": 1_000_000, "千": 1000, "万": 10_000, "億": 100_000_000}
_CONDITIONS: dict[str, Callable[[Indicator], bool]] = {
    "no_baseline": lambda kpi: kpi.baseline is None,
    "kept": lambda kpi: kpi.better == "keep",
    "lower": lambda kpi: kpi.better == "lower",
    "cumulative": lambda kpi: kpi.counting == "cumulative",
    "total": lambda kpi: kpi.counting == "total",
    "percent": lambda kpi: kpi.unit == "%",
    "doubled": lambda kpi: bool(kpi.baseline and kpi.baseline.value > 0 and kpi.target.value >= 2 * kpi.baseline.value),
    "at_least": lambda kpi: kpi.target.comparison == "at_least",
    "negative": lambda kpi: bool(kpi.baseline and kpi.baseline.value < 0),
    "relative": lambda kpi: kpi.target.relative_to is not None,
    "zero_target": lambda kpi: kpi.target.value == 0 and kpi.target.relative_to is None,
}

# What a question for a whole list consists of, besides how many or which.
_STRUCTURE_WORDS = re.compile(
    r"(?:政策)?パッケージ|施策の|(?:基本的)?方向|(?:基本|大きな|数値)?目標|事業|kpi|指標|この|戦略|計画|総合|"
    r"一覧|全部|リスト|[はをのがとも?。、]|って|には|では|教えて|見せて|ください|下さい|知りたい(?:です)?|何ですか|です|ます|か$"
)
LONGEST_LIST_QUESTION = 22  # characters beside the structure's own words; a longer one asks for something in it
_GOAL_WORDS = frozenset({"基本", "目標", "数値", "数字", "方向"})  # what names the kind and no goal of it
_QUARTERS = "部側"
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
    for groups in query.references.get("project", ()):
        if len(groups) == 2 and (project := catalog.projects.get(f"p{groups[0]}-{groups[1]}")):
            return (catalog.original(project).id,)
    for groups in query.references.get("kpi", ()):
        if f"k{groups[0]}-{groups[1]}" in catalog.kpis:
            return (f"k{groups[0]}-{groups[1]}",)
    terms = {term.id: term for term in catalog.base.terms}
    return next(((f"t{number}",) for number in query.numbers("term") if f"t{number}" in terms), None)


def reprints(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """再掲の事業, in a package where one is named; not 「再掲も含めて全部」, which asks for members."""
    if "reprint" not in query.wants or "without_reprint" in query.wants:
        return None
    if re.search(r"再掲(?:も|を含|込|分も)", query.key) or _names_a_project(ranking):
        return None
    scope = packages_named(query, catalog, ranking) or list(catalog.base.packages)
    found = [catalog.original(p).id for package in scope for p in package.projects if p.reprint_of]
    return tuple(dict.fromkeys(found))


def kpis_under_conditions(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「累計のKPI」「基準値がない指標」「単位が万人」: all that fulfil every condition, in printed order."""
    conditions = [_CONDITIONS[name] for name in _CONDITIONS if name in query.conditions]
    unit, year = _unit_asked(query, catalog), _base_year_asked(query)
    asks_for_kpis = query.wants & {"kpi", "list"} or query.key.endswith(("は", "は?", "どれ", "どれ?"))
    if query.extremes or not asks_for_kpis or not (conditions or unit or year):
        return None
    if not query.wants & {"kpi"} and _names_one_indicator(ranking):
        return None
    chosen = [
        kpi.id
        for kpi in _kpis_in_scope(query, catalog, ranking)
        if all(holds(kpi) for holds in conditions)
        and (unit is None or kpi.unit == unit)
        and (year is None or (kpi.baseline is not None and kpi.baseline.fiscal_year == year))
    ]
    return tuple(chosen) or None


def extreme_kpi(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「一番伸び率の大きいKPI」「目標値が最大の指標」: one, after the conditions have narrowed the field."""
    measures = [_EXTREMES[name] for name in query.extremes if name in _EXTREMES]
    if not measures or not (query.wants & {"kpi"} or "percent" in query.conditions):
        return None
    measure = _EXTREMES["points"] if "points" in query.extremes else measures[0]
    conditions = [_CONDITIONS[name] for name in query.conditions if name in _CONDITIONS]
    field = [kpi for kpi in _kpis_in_scope(query, catalog, ranking) if all(holds(kpi) for holds in conditions)]
    if re.search(r"人数|何人", query.key):
        field = [kpi for kpi in field if kpi.unit.endswith("人")]
    measured = [(value, kpi.id) for kpi in field if (value := measure(kpi)) is not None]
    return (max(measured, key=lambda pair: pair[0])[1],) if measured else None  # type: ignore[arg-type, return-value]


def extreme_package(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    if "package" not in query.wants:
        return None
    if "most_kpis" in query.extremes:
        return (max(catalog.base.packages, key=lambda package: len(package.kpis)).id,)
    if "most_projects" in query.extremes:
        return (max(catalog.base.packages, key=lambda package: len(package.projects)).id,)
    if query.extremes and query.extremes[0] in ("fewest_projects", "fewest_kpis"):
        counts = {
            p.id: len(p.projects if "fewest_projects" in query.extremes else p.kpis) for p in catalog.base.packages
        }
        return tuple(id for id, count in counts.items() if count == min(counts.values()))
    return None


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
    named = name_key(catalog.project(best.id).name).removesuffix("事業") in query.key
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
    if not packages or _names_a_project(ranking):
        return None
    if "kpi" in query.wants:
        if re.search(r"合って|正し|ですよね", query.key):
            return (packages[0].id, *(kpi.id for kpi in packages[0].kpis))
        return tuple(kpi.id for package in packages for kpi in package.kpis)
    if query.wants & {"project", "members"}:
        return tuple(dict.fromkeys(catalog.original(p).id for package in packages for p in package.projects))
    return tuple(package.id for package in packages)


def members_of_direction(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """A direction by number or name: its projects, or the direction itself."""
    numbers = [number for number in query.numbers("direction") if number in catalog.directions]
    if (query.wants & {"goal", "parent_goal"} and query.numbers("goal")) or (not numbers and _names_a_project(ranking)):
        return None
    if len(numbers) == 2 and re.search(r"から|~|-", query.key):
        numbers = list(range(min(numbers), max(numbers) + 1))
    if not numbers and "direction" in query.wants and query.wants & {"members"}:
        numbers = [catalog.base.directions[at].number for at in _best_direction(catalog, ranking)]
    if not numbers:
        return None
    if "parent_goal" in query.wants:
        goals = [catalog.directions[number].goal for number in numbers]
        return tuple(dict.fromkeys(f"g{goal}" for goal in goals if goal)) + tuple(f"d{n}" for n in numbers)
    if query.wants & {"project"} or ("members" in query.wants and "direction" not in query.wants):
        found = [project.id for number in numbers for project in catalog.projects_of_direction(number)]
        return tuple(dict.fromkeys(found))
    return tuple(f"d{number}" for number in numbers)


def members_of_goal(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """A goal by number or name: its targets, its directions, the projects under it, or the goal itself."""
    numbers = [number for number in query.numbers("goal") if number in catalog.goals]
    if "goal" in query.wants and re.search(r"最後|ラスト", query.key) and not numbers:
        numbers = [max(catalog.goals)]
    if not numbers and query.wants & {"direction", "target"} and (best := _best_goal(query, catalog, ranking)):
        numbers = [best]
    if not numbers:
        return None
    goals = [catalog.goals[number] for number in numbers]
    asks_value = query.wants & {"value"} and not query.wants & {"direction", "project"}
    if query.wants & {"target"} or (asks_value and re.search(r"数値|値|何人|いくら|kpi|指標|基準", query.key)):
        return tuple(target.id for goal in goals for target in goal.targets)
    if "direction" in query.wants:
        return tuple(f"d{number}" for goal in goals for number in goal.directions)
    if "project" in query.wants:
        found = [p.id for g in goals for n in g.directions for p in catalog.projects_of_direction(n)]
        return tuple(dict.fromkeys(found))
    return tuple(goal.id for goal in goals)


def projects_mentioning(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「シティプラザが出てくる事業」「企業誘致をうたう事業を全部」: those whose own words hold what is asked for."""
    if "project" not in query.wants or not query.wants & {"mentioned", "several"} or _names_a_project(ranking):
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
    runs, run = [], ""
    for token in tokenize(text):
        if token.part[0] in ("名詞", "接頭辞", "接尾辞", "形状詞") and token.surface not in (
            "事業",
            "取組",
            "施策",
            "全部",
        ):
            run += token.surface
            continue
        runs.append(run)
        run = ""
    return [key for part in (*runs, run) if len(key := name_key(part)) >= SHORTEST_MENTION]


def whole_lists(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「パッケージは全部で何個」「基本目標を並べて」「KPIは何本」: the list or the count of everything of a kind."""
    wants = query.wants
    if query.references or "term" in wants or _names_a_project(ranking):
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
    if wants & {"kpi", "project"} and counts_everything and not _names_a_topic(ranking):
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
    best = max(scores, key=lambda number: (scores[number], number == int(found[0].id[3:])))
    top = [number for number, score in scores.items() if score == scores[best]]
    if scores[best] == 0:
        return None
    return catalog.packages[best if len(top) == 1 else int(found[0].id[3:])]


def _name_overlap(query: Query, name: str) -> int:
    """How much of the name the question holds: the characters of its content words that stand there."""
    words = {token.surface for token in tokenize(name) if token.is_content} - {"パッケージ", "応援", "地域", "振興"}
    whole = sum(len(word) for word in words if name_key(word) in query.key)
    short = [word[0] for word in words if len(word) == 2 and word[1] in _QUARTERS]  # 「西のパッケージ」
    return whole or sum(1 for first in short if re.search(rf"{first}(?:の|側|エリア)", query.key))


def _best_direction(catalog: Catalog, ranking: Ranking) -> Sequence[int]:
    found = ranking.of({"direction"})
    return [at for at, d in enumerate(catalog.base.directions) if found and d.id == found[0].id]


def _best_goal(query: Query, catalog: Catalog, ranking: Ranking) -> int | None:
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


def _kpis_in_scope(query: Query, catalog: Catalog, ranking: Ranking) -> Iterable[Kpi]:
    packages = packages_named(query, catalog, ranking) if "package" in query.wants else []
    return [kpi for package in packages or catalog.base.packages for kpi in package.kpis]


def _unit_asked(query: Query, catalog: Catalog) -> str | None:
    """「単位が万人」: the longest unit of the table that stands right after the word."""
    match = re.search(r"単位(?:が|は|の|で)?(\S{1,6})|(?:^|[^一-龥])(\S{1,3})(?:単位|で測|で数え)", query.key)
    units = sorted({name_key(kpi.unit) for kpi in catalog.kpis.values() if kpi.unit}, key=len, reverse=True)
    said = next((text for text in match.groups() if text), "") if match else ""
    found = next((unit for unit in units if said.startswith(unit) or said.endswith(unit)), None)
    return next((kpi.unit for kpi in catalog.kpis.values() if name_key(kpi.unit) == found), None) if found else None


def _base_year_asked(query: Query) -> object | None:
    asks = "基準" in query.key and query.years and query.wants & {"kpi"}
    return query.years[0] if asks else None


def _names_one_indicator(ranking: Ranking) -> bool:
    """The question speaks of one indicator rather than of the table."""
    best = ranking.of({"kpi", "goal_target"})
    return bool(best) and best[0].coverage > 0.75 and len(ranking.asked.words) >= 2


def _names_a_project(ranking: Ranking) -> bool:
    return any(hit.named for hit in ranking.of({"project"})[:3])


def _names_a_topic(ranking: Ranking) -> bool:
    content = [word for word in ranking.asked.words if word not in ("kpi", "指標", "再掲", "総数", "全部")]
    return len(content) >= 3


def scaled(kpi: Indicator) -> object:
    """The target in the plain unit, so that 万人 and 人 compare."""
    scale = next((factor for word, factor in _SCALES.items() if kpi.unit.startswith(word)), 1)
    return kpi.target.value * scale
