"""Everything a question may mean, over-generated: records found, and every well-typed query over the plan's schema."""

from collections.abc import Callable, Iterable

import numpy as np

from knowledge.answers.understanding.composing.composer import Composer
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.found import found
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.ruled_out import Case, answering
from knowledge.answers.understanding.schema import Ids

Further = Callable[[Evidence, Composer], Iterable[Reading]]


def readings(evidence: Evidence, further: Further | None = None) -> list[Reading]:
    """All of them that may answer; of those with the same result in the same form the one that explains most.

    `further` makes more of them with the same composer: those that go on from what was shown before.
    """
    composer, from_search = Composer(evidence), list(found(evidence))
    every = [
        *from_search,
        *composer.compared(from_search),
        *composer.composed(),
        *(further(evidence, composer) if further else ()),
    ]
    if not every:
        return []
    case = Case(evidence, composer.kinds, every, np.stack([reading.explained for reading in every]))
    left = case.left_of(evidence.question.weights)
    best: dict[tuple[Ids, str], int] = {}
    for at in np.flatnonzero(answering(case)).tolist():
        key = every[at].ids, every[at].form
        if key not in best or left[at] < left[best[key]]:
            best[key] = at
    return [every[at] for at in best.values()]
