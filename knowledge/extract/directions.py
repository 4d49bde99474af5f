"""施策の基本的方向: circled headings under the names of the basic goals."""

from collections.abc import Iterator, Sequence

from knowledge.model import BasicDirection, BasicGoal, Span
from knowledge.normalize import name_key
from knowledge.outline import Section


def read_directions(root: Section, goals: Sequence[BasicGoal]) -> list[BasicDirection]:
    """Numbered as printed; the goal is the one whose name stands in a heading above, else None."""
    by_name = {name_key(goal.name): goal.number for goal in goals}
    return [_direction(section, goal) for section, goal in _items(root, by_name, None) if section.heading]


def _items(section: Section, goals: dict[str, int], goal: int | None) -> Iterator[tuple[Section, int | None]]:
    for child in section.children:
        here = goals.get(name_key(child.title), goal)
        if child.heading and child.heading.kind == "item":
            yield child, here
        else:
            yield from _items(child, goals, here)


def _direction(section: Section, goal: int | None) -> BasicDirection:
    assert section.heading is not None
    number = section.heading.number or 0
    spans = [section.heading.span, *(block.span for block in section.blocks if block.kind == "paragraph")]
    return BasicDirection(
        id=f"d{number}",
        number=number,
        name=section.title,
        goal=goal,
        text="\n".join(block.text for block in section.blocks if block.kind == "paragraph"),
        span=Span(spans[0].first_line, max(span.last_line for span in spans)),
    )
