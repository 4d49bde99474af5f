"""Everything a question may mean, over-generated: records found, and every well-typed query over the plan's schema."""

from collections.abc import Callable, Iterable

from knowledge.answers.understanding.composer import Composer
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.found import found
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.schema import Ids

NOTHING_LEFT = 0.5  # weight of the request that a reading without any record may leave unexplained
Further = Callable[[Evidence, Composer], Iterable[Reading]]


def readings(evidence: Evidence, further: Further | None = None) -> list[Reading]:
    """All of them; of those with the same result in the same form the one that explains most.

    `further` makes more of them with the same composer: those that go on from what was shown before.
    """
    composer, from_search = Composer(evidence), list(found(evidence))
    best: dict[tuple[Ids, str], tuple[float, Reading]] = {}
    weights, request = evidence.question.weights, evidence.question.request_weights
    for reading in (
        *from_search,
        *composer.compared(from_search),
        *composer.composed(),
        *(further(evidence, composer) if further else ()),
    ):
        left = float(weights @ (1 - reading.explained))
        key = (reading.ids, reading.form)
        if composer.topic is not None and not reading.explained[composer.topic]:
            continue  # all of a kind, or whatever the search found, is no answer about a word that it does not hold
        if not reading.ids and float(request @ (1 - reading.explained)) > NOTHING_LEFT:
            continue
        if key not in best or left < best[key][0]:
            best[key] = (left, reading)
    return [reading for _, reading in best.values()]
