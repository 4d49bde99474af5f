"""Lines that stand again and again below other headings: 「Action」「行うこと」「数値でみる目標」.

What they head is told by what follows each of them: a table or ways of indicators, or the points of a list whose word
speaks of doing. They are roles of the section above and name nothing themselves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from knowledge.model.column_words import cut_into_words
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.reading.headings import find_heading, is_heading_like
from knowledge.reading.layout import HeadingForm, Layout, SectionRole, is_title
from knowledge.reading.tables.arrows import has_amounts_and_arrow

_APART = re.compile(r"\t|\||[\s　]{2,}")
_POINT = re.compile(r"^\s*(?:[・●○◎◇◆□■▼▷▹▸➢➤✓✔◦‣•*-][\s　]*|[①-⑳][\s　]*)(?P<text>\S.*)$")
_SENTENCE = re.compile(r"(?:。|ます|です)$")
_WIDE = ("part", "division", "chapter")  # an overview and the chapter of it name the same twice
_LONGEST = 15
_FEWEST_PLACES = 2


class _Standing(Struct, frozen=True):
    """A line without a number, the numbered heading above it, and what follows it."""

    key: str
    above: HeadingForm | None
    heads: SectionRole


def recurring_heads(texts: Sequence[str], layout: Layout) -> Mapping[str, SectionRole]:
    """By key, with what each heads; `texts` without blank lines."""
    standing: dict[str, list[_Standing]] = {}
    for one in _standing(texts, layout):
        standing.setdefault(one.key, []).append(one)
    return {key: own[0].heads for key, own in standing.items() if _are_roles(own)}


def _standing(texts: Sequence[str], layout: Layout) -> Iterator[_Standing]:
    above: HeadingForm | None = None
    for at, text in enumerate(texts):
        head = find_heading(text, layout)
        if head and head.marker and not head.is_free:
            above = head
        elif key := _key(text):
            yield _Standing(key, above, _heads(key, texts[at + 1 : at + 3], layout))


def _key(text: str) -> str:
    bare = text.strip()
    if not is_heading_like(bare) or len(bare) > _LONGEST or _APART.search(bare) or is_title(bare):
        return ""
    return (
        "" if _POINT.match(bare) and not bare.startswith(("◆", "■", "◇", "□", "▼")) else name_key(bare.strip("＜＞<>"))
    )


def _are_roles(own: Sequence[_Standing]) -> bool:
    """Below several headings of one kind, which are none of an overview; each is followed by the same."""
    places = {(one.above.style, one.above.marker, one.above.text) for one in own if one.above}
    styles = {style for style, _, _ in places}
    is_placed = len(places) >= _FEWEST_PLACES and len(styles) == 1 and not styles.intersection(_WIDE)
    return is_placed and len({one.heads for one in own}) == 1 and bool(own[0].heads)


def _heads(key: str, below: Sequence[str], layout: Layout) -> SectionRole:
    if not below:
        return ""
    if heads_values(below[0]) or has_amounts_and_arrow(below[0]):
        return "indicators"
    head = find_heading(below[0], layout)
    is_entry = bool(head and head.role == "project" and head.label)
    point = _POINT.match(below[0])
    if point and layout.role_of(key) == "indicators" and any(map(str.isdigit, below[0])):
        return "indicators"
    is_point = bool(point and not _SENTENCE.search(point["text"]))
    speaks_of_doing = any(name_key(stem) in key for stem in _stems())
    return "projects" if (is_entry or is_point) and speaks_of_doing else ""


def cells_in(text: str) -> list[str]:
    return _APART.split(text)


def heads_values(text: str) -> bool:
    """「指標　現状値（R5）　目標値（R11）」."""
    cells = [cut_into_words(cell)[0] for cell in cells_in(text.strip()) if cell.strip()]
    return len(cells) > 1 and any("target" in roles for roles in cells)


def _stems() -> Sequence[str]:
    data: dict[str, Any] = read_toml(VOCABULARY / "layouts.toml")["recurring"]
    stems: Sequence[str] = data["doing"]
    return stems
