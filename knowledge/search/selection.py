"""Which of the hits are shown: the kinds asked for come first, and what comes close stands beside the best."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.search.query import Query
from knowledge.search.strategy_search import Found, Ranking

# How much a facet of the question speaks for each kind; measured on the question sets (`make eval`).
KIND_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "": {"project": 1.0, "kpi": 0.75, "goal_target": 0.8, "goal": 0.7, "direction": 0.65, "package": 0.65,
         "term": 0.75, "passage": 0.75, "description": 0.55, "strategy": 0.8},
    "value": {"kpi": 1.45, "goal_target": 1.4, "strategy": 1.3, "project": 0.85},
    "kpi": {"kpi": 1.4, "goal_target": 1.1},
    "project": {"project": 1.3, "kpi": 0.8, "goal_target": 0.8, "passage": 0.85},
    "which_project": {"project": 1.5, "term": 0.5, "kpi": 0.8},
    "target": {"goal_target": 1.4},
    "goal": {"goal": 1.5},
    "direction": {"direction": 2.2},
    "package": {"package": 1.6},
    "term": {"term": 1.5},
    "passage": {"passage": 1.25, "description": 1.4},
    "where": {"passage": 1.3, "description": 1.3},
}  # fmt: skip
SHOWN = {"project": 4, "term": 1}  # how many of a kind at most, 3 for the others
CLOSE = 0.6  # of the best score: what is shown beside it
CLOSE_PROJECT = 0.45  # the same for projects: a theme runs through several
ALSO = 0.85  # of the best score: what is shown of another kind
NEAR_TIE = 0.95
MOST_RUNNERS_UP = 1
LEADING = 0.75  # of the best score: a project that goes before an indicator nobody asked for
LEADING_OWN = 0.5  # the same for the project that the indicator measures
CALLED = 0.55  # how like a record's name a question must be to ask for it by name

_ASKED_BY_NAME = frozenset({"kpi", "goal_target", "term", "goal", "direction", "package"})
_ASKING_FOR_THEM = frozenset({"value", "kpi", "target", "goal", "term", "direction", "package", "body", "passage"})

_GROUPS: Mapping[str, set[str]] = {
    "kpi": {"kpi", "goal_target", "strategy"},
    "goal_target": {"kpi", "goal_target", "strategy"},
    "strategy": {"strategy", "goal_target", "passage"},
    "passage": {"passage", "description"},
    "description": {"passage", "description"},
}


def weighted(query: Query, ranking: Ranking) -> list[Found]:
    """The hits in the order that the asked-for kinds give."""
    factors = dict(KIND_WEIGHTS[""])
    for facet in sorted(query.wants & KIND_WEIGHTS.keys()):
        for kind, factor in KIND_WEIGHTS[facet].items():
            factors[kind] *= factor
    hits = [Found(h.id, h.kind, h.score * factors[h.kind], h.coverage, h.named) for h in ranking.hits]
    return sorted(hits, key=lambda hit: -hit.score)


def led_by_project(query: Query, hits: list[Found], linked: Collection[str], likeness: float) -> list[Found]:
    """Where no value and no word is asked after, a project comes before its own indicator, or before a footnote.

    `linked`: the projects whose indicator the best hit is; `likeness` of the question to what that hit is called
    (0–1): one called by its name stays in front.
    """
    best = hits[0]
    if best.kind not in _ASKED_BY_NAME or best.named or likeness >= CALLED or query.wants & _ASKING_FOR_THEM:
        return hits
    least = {True: LEADING_OWN * best.score, False: LEADING * best.score}  # by whether the indicator is its own
    at = next((at for at, hit in enumerate(hits) if hit.kind == "project" and hit.score >= least[hit.id in linked]), 0)
    return [hits[at]._replace(score=best.score), *hits[:at], *hits[at + 1 :]] if at else hits


def beside(query: Query, hits: Sequence[Found]) -> list[Found]:
    """The best, others of its kind that come close, and one or two of another kind that come closer."""
    best = hits[0]
    if best.kind == "project" and best.named and "containing" not in query.wants:
        return [hit for hit in hits if hit.kind == "project" and hit.named][: SHOWN["project"]]
    group = _GROUPS.get(best.kind, {best.kind})
    close = CLOSE_PROJECT if best.kind == "project" else CLOSE
    same = [hit for hit in hits if hit.kind in group and hit.score >= close * best.score]
    other = [hit for hit in hits if hit.kind not in group and hit.score >= ALSO * best.score]
    return same[: SHOWN.get(best.kind, 3)][: 4 - min(len(other), 1)] + other[:1]


def runners_up(hits: Sequence[Found], chosen: Sequence[Found]) -> list[Found]:
    """What comes next and is not shown; the words of a shown card are no rival of it."""
    shown = {hit.id for hit in chosen}
    return [hit for hit in hits if hit.id not in shown and hit.kind != "description"][:MOST_RUNNERS_UP]


def is_tied(chosen: Sequence[Found], ranking: Ranking) -> bool:
    """Two of a kind fit a question of one word equally well: the asker chooses."""
    best = chosen[0]
    tie = len(chosen) > 1 and chosen[1].score >= NEAR_TIE * best.score and best.kind == chosen[1].kind
    return tie and len(ranking.asked.words) <= 1 and not best.named
