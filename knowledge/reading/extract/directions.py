"""施策の基本的方向: circled headings under the names of the basic goals."""

import re
from collections.abc import Iterator, Sequence

from knowledge.model.normalize import name_key
from knowledge.model.records import BasicDirection, BasicGoal
from knowledge.reading.blocks import span_of
from knowledge.reading.extract.goals import split_targets
from knowledge.reading.extract.structure import Structure
from knowledge.reading.outline import Section, numbers_of

_TITLE = re.compile(r"基本的?方向")


def read_directions(root: Section, goals: Sequence[BasicGoal], structure: Structure) -> list[BasicDirection]:
    """Numbered as printed, or through the document where ① begins anew under each goal.

    The goal is the one whose name stands in a heading above, else None.
    """
    by_name = {name_key(goal.name): goal.number for goal in goals}
    everything = _items(root, by_name, None, inside=0)
    found = [(section, goal) for section, goal in everything if not structure.is_held(section)]
    numbers = numbers_of([section for section, _ in found])
    return [_direction(section, goal, number) for (section, goal), number in zip(found, numbers, strict=True)]


def _items(
    section: Section, goals: dict[str, int], goal: int | None, *, inside: int
) -> Iterator[tuple[Section, int | None]]:
    """Circled headings right under a goal's name, or at most two under 基本的方向; elsewhere ① marks something else.

    `inside`: how many steps further down one may still stand.
    """
    for child in section.children:
        named = goals.get(name_key(child.title))
        here = goal if named is None else named
        if child.role == "direction" or (inside and child.head and child.head.style == "circled"):
            yield child, here
        else:
            steps = 2 if _TITLE.search(child.title) else 1 if named is not None else 0
            yield from _items(child, goals, here, inside=max(steps, inside - 1))


def _direction(section: Section, goal: int | None, number: int) -> BasicDirection:
    assert section.heading is not None
    _, prose = split_targets(section.blocks)
    return BasicDirection(
        id=f"d{number}",
        number=number,
        name=section.title,
        goal=goal,
        text="\n".join(block.text for block in prose),
        span=span_of([section.heading, *prose]),
    )
