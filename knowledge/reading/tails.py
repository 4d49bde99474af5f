"""Tables, lists and lines of 数値目標 that a plan prints once below each goal, behind the last of its measures.

    LP1 町なか > 方向1, 方向2 + a table     LP2 若者 > 方向1, 方向2 + a table

Where no measure but the last ever has one, it is no table of the last: it goes to the heading that all stand under.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.outline import Section, flatten

_Kind = Literal["indicators", "projects", "targets"]
_KINDS: tuple[_Kind, ...] = ("indicators", "projects", "targets")
_TOO_WIDE = ("part", "division", "chapter", "clause", "annex")
_OUTER = ("", "measure", "direction", "project")
_FEWEST_PARENTS = 2  # one goal alone shows no habit
_FEWEST_SEVERAL = 2
_COLONS = (":", "：")

_Styles = tuple[str, str]


def with_tails_lifted(root: Section) -> Section:
    """The same tree with such tables and lists under the heading above; each may rise by more than one level."""
    while found := next(((kind, styles) for kind in _KINDS for styles in _habits(root, kind)), None):
        kind, styles = found
        root = _lifted(root, styles, kind)
    return root


def _habits(root: Section, kind: _Kind) -> Iterator[_Styles]:
    """Of the headings and those in them."""
    families: dict[_Styles, list[Section]] = {}
    for section in root.walk():
        if styles := _family(section):
            families.setdefault(styles, []).append(section)
    for styles, parents in families.items():
        several = [parent for parent in parents if len(_brothers(parent)) >= _FEWEST_SEVERAL]
        holding = [parent for parent in parents if any(_holds(child, kind) for child in _brothers(parent))]
        are_behind = not any(_holds(child, kind) for parent in parents for child in _brothers(parent)[:-1])
        all_end_so = all(parent in holding for parent in several)
        is_habit = len(several) >= _FEWEST_PARENTS or _are_headed(holding)
        is_habit = is_habit and all_end_so and are_behind and len(holding) >= _FEWEST_PARENTS
        if several and is_habit and _all_end(holding, kind):
            yield styles


def _are_headed(parents: Sequence[Section]) -> bool:
    """By a heading of its own, such as 数値でみる目標: the more a sign that it is of all."""
    cuts = [_without_tail(_brothers(parent)[-1], kind) for parent in parents for kind in _KINDS]
    return sum(cut is not None and bool(cut[2]) for cut in cuts) >= len(parents)


def _family(section: Section) -> _Styles | None:
    """The style of a heading and that of all numbered headings right under it."""
    head = section.head
    styles = {child.head.style for child in _brothers(section) if child.head}
    if head is None or head.is_free or head.style in _TOO_WIDE or len(styles) != 1:
        return None
    return (head.style, styles.pop()) if all(child.role in _OUTER for child in _brothers(section)) else None


def _brothers(section: Section) -> list[Section]:
    return [child for child in section.children if not child.is_free]


def _holds(section: Section, kind: _Kind) -> bool:
    return any(part.role == kind or _has_rows(part.blocks, kind) for part in section.walk())


def _has_rows(blocks: Sequence[TextBlock], kind: _Kind) -> bool:
    if kind == "targets":
        return any(block.kind == "paragraph" and _is_of_a_goal(block.text) for block in blocks)
    return kind == "indicators" and any(block.entries is not None for block in blocks)


def _is_of_a_goal(text: str) -> bool:
    """「数値目標：農業産出額　基準値 48億円　目標値 52億円」."""
    words = read_toml(VOCABULARY / "layouts.toml")["goal_tables"]["words"]
    return any(text.startswith(word) and text.removeprefix(word)[:1] in _COLONS for word in words)


def _all_end(parents: Sequence[Section], kind: _Kind) -> bool:
    return all(_without_tail(_brothers(parent)[-1], kind) is not None for parent in parents)


def _lifted(section: Section, styles: _Styles, kind: _Kind) -> Section:
    children = [_lifted(child, styles, kind) for child in section.children]
    section = replace(section, children=children)
    brothers = _brothers(section)
    if _family(section) != styles or not _holds(brothers[-1], kind):
        return section
    cut = _without_tail(brothers[-1], kind)
    if cut is None:
        return section
    rest, rows, heads = cut
    kept = [rest if child is brothers[-1] else child for child in children]
    return replace(section, blocks=[*section.blocks, *rows], children=[*kept, *heads])


def _without_tail(section: Section, kind: _Kind) -> tuple[Section, list[TextBlock], list[Section]] | None:
    """The section without the one table or list at its very end, and that; None where it stands elsewhere."""
    if _has_rows(section.blocks, kind):
        return _without_rows(section, kind)
    if not section.children:
        return None
    *others, last = section.children
    if any(_holds(child, kind) for child in others):
        return None
    if last.role == kind and last.is_free:
        return replace(section, children=others), [], [last]
    cut = _without_tail(last, kind) if last.role in _OUTER else None
    return cut and (replace(section, children=[*others, cut[0]]), cut[1], cut[2])


def _without_rows(section: Section, kind: _Kind) -> tuple[Section, list[TextBlock], list[Section]] | None:
    """Of its own rows, which stand behind all else but what a page prints at its foot and head."""
    rows = [block for block in section.blocks if _has_rows([block], kind)]
    first = min(row.span.first_line for row in rows)
    others = [block for block in section.blocks if not _has_rows([block], kind)]
    told = [block for block in others if block.text.endswith("。")] + [b for c in section.children for b in flatten(c)]
    are_behind = all(block.span.last_line < first for block in told) and len(others) + len(told) > 0
    is_one = are_behind and not any(_holds(child, kind) for child in section.children)
    return (replace(section, blocks=others), rows, []) if is_one else None
