"""What a feature is, and the kinds of records as features name them."""

from functools import cache

from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.schema import MEANT_KINDS

Features = dict[str, float]
FeatureRow = tuple[Features, ...]  # of one reading, in parts that readings share; no feature stands in two of them


def telling(row: Features) -> Features:
    """Without what is 0, which says nothing; never empty."""
    return {name: value for name, value in row.items() if value} or row


def group_of(kind: str) -> str:
    return "indicator" if kind in INDICATORS else kind


@cache
def meant_by(kind: str) -> frozenset[str]:
    """What may be said for it, but for what is said of the whole that it stands in."""
    return frozenset(MEANT_KINDS.get(kind, (kind,))) - {{"target": "goal", "passage": "strategy"}.get(kind, "")}
