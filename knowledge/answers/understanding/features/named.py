"""Records that the question surely names, and that a reading leaves out."""

from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import Features
from knowledge.answers.understanding.reading import Reading

AS_SURELY = 0.9  # of the strength of a name


def left_out(evidence: Evidence, reading: Reading) -> Features:
    """Records surely named that the reading neither shows nor starts from; whether it shows what is theirs."""
    sure = evidence.surely_named
    over = [id for id in sure if id not in reading.ids and id not in reading.of]
    if not over:
        return {}
    related = evidence.schema.related
    first = reading.ids[0] if reading.ids else ""
    theirs = [id for id in over if first and first in related(id, evidence.kind(first))]
    return {"passed_over": len(over) / len(sure), "passed_to_theirs": len(theirs) / len(sure)}


def named_beside(evidence: Evidence, reading: Reading) -> int:
    """How many of the kind that the reading starts from are named as surely, by words of their own, and left out:
    「東部と西部の振興パッケージ」.
    """
    bindings, kind = evidence.bindings, evidence.kind(reading.of[0])
    mine = [bindings[id] for id in reading.of if id in bindings]
    if not mine:
        return 0
    least, taken = min(one.strength for one in mine), frozenset[int]().union(*(one.tokens for one in mine))
    return sum(
        one.strength >= AS_SURELY * least and not one.tokens <= taken
        for id, one in bindings.items()
        if id not in reading.of and evidence.kind(id) == kind
    )
