"""What a question gets back: the shape of `ask --json`."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["answered", "candidates", "not_found", "smalltalk", "help"]
ItemKind = Literal["project", "kpi", "goal", "goal_target", "direction", "package", "term", "passage", "strategy"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing shown, best first. `text` holds the words shown for a passage, else None."""

    kind: ItemKind
    id: str
    title: str
    score: float
    why: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Interpreted:
    """How the question was read; printed back so that a misreading shows."""

    fiscal_years: tuple[int, ...] = ()
    package: int | None = None
    goal: int | None = None
    direction: int | None = None
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`items` in the order shown; `text` is everything the reply says, fit to be read aloud.

    `note` is a sentence shown before the items, for instance why nothing was found and what to try.
    """

    query: str
    status: Status
    intent: str
    items: tuple[Item, ...]
    text: str
    interpreted: Interpreted = field(default_factory=Interpreted)
    note: str = ""
