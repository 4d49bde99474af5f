"""So many tries through all doors: what was raised, and what took longest."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bot.app.serve import warm
from tests.hostile.doors import TODAY, Doors

SEED = 20_261_129
MOST_TOLD = 20


@dataclass(slots=True)
class Tried:
    """By door: how often, and the slowest in milliseconds of CPU. `failed`: door, number of the try, error."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def tried(doors: Doors, count: int, seed: int = SEED) -> Tried:
    """The generator of each try has a seed of its own: one that failed is tried again alone by `once`."""
    done, order = Tried(), _order(doors, seed)
    warm(doors.engine, TODAY)
    for number in range(count):
        name = next(order)
        started = time.process_time()
        try:
            once(doors, name, number, seed)
        except Exception as error:  # noqa: BLE001  whatever is raised is what is looked for
            done.failed.append(f"{name} {number}: {type(error).__name__}: {str(error)[:200]}")
        took = (time.process_time() - started) * 1000
        done.counts[name] += 1
        done.slowest[name] = max(took, done.slowest.get(name, 0.0))
    return done


def once(doors: Doors, name: str, number: int, seed: int = SEED) -> None:
    doors.each()[name][0](Random(f"{seed} {name} {number}"))


def _order(doors: Doors, seed: int) -> Iterator[str]:
    random, each = Random(seed), doors.each()
    names, often = list(each), [weight for _, weight in each.values()]
    while True:
        yield from random.choices(names, often, k=1_000)
