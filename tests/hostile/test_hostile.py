"""20,000 hostile texts and payloads through the real doors; `make fuzz` tries 10 times as many."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from tests.examples import many
from tests.hostile.doors import Doors
from tests.hostile.run import MOST_TOLD, SEED, tried
from tests.hostile.texts import PATTERNS

TRIES = 40_000  # of which `make test` makes half, by the share of examples that it tries


@pytest.mark.no_cover
def test_nothing_is_raised_and_nothing_unseen_is_shown(engine: Engine, catalog: Catalog) -> None:
    done = tried(Doors(engine, catalog), many(TRIES))
    assert not done.failed, f"seed {SEED}\n" + "\n".join(done.failed[:MOST_TOLD])
    assert set(done.counts) == set(Doors(engine, catalog).each())


def test_the_bench_has_patterns_enough() -> None:
    assert len(PATTERNS) >= 26
