"""Blocks → a tree of sections. Flattening the tree gives the blocks back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.model.records import Span
from knowledge.reading.blocks import HEADINGS, TextBlock, span_of


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the blocks that stand directly under it, and the sections inside it. The root has no heading."""

    heading: TextBlock | None
    blocks: list[TextBlock] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""

    @property
    def label(self) -> str:
        """The heading as a reader knows it: 「第1章 基本的な考え方」「3 成果目標」「⑨ …」「基本目標1 …」."""
        if self.heading is None:
            return ""
        forms = {"chapter": "第{0}章 {1}", "subsection": "({0}) {1}"}
        marker = self.heading.marker if self.heading.kind == "item" else self.heading.number
        return self.heading.label + forms.get(self.heading.kind, "{0} {1}").format(marker, self.heading.text)

    @property
    def span(self) -> Span:
        return span_of(flatten(self))

    def walk(self) -> Iterator["Section"]:
        """This section and every one inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_blocks(self) -> Iterator[TextBlock]:
        """The blocks under this heading and under those inside it, without the headings."""
        for section in self.walk():
            yield from section.blocks


def build_outline(blocks: Sequence[TextBlock]) -> Section:
    """Each heading opens a section inside the nearest open one of an outer kind."""
    root = Section(None)
    open_sections = [(-1, root)]
    for block in blocks:
        if block.kind not in HEADINGS:
            open_sections[-1][1].blocks.append(block)
            continue
        level = HEADINGS.index(block.kind)
        while open_sections[-1][0] >= level:
            open_sections.pop()
        section = Section(block)
        open_sections[-1][1].children.append(section)
        open_sections.append((level, section))
    return root


def flatten(section: Section) -> list[TextBlock]:
    """The blocks of the tree in document order: the inverse of `build_outline`."""
    return [block for part in section.walk() for block in (part.heading, *part.blocks) if block]


def numbers_of(sections: Sequence[Section]) -> list[int]:
    """As printed, or by position where a number is missing or ① begins anew, so that numbers tell sections apart."""
    printed = [section.heading.number if section.heading else None for section in sections]
    numbers = [number for number in printed if number]
    return numbers if len(set(numbers)) == len(sections) else list(range(1, len(sections) + 1))


def trail(section: Section, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Section]]:
    """Every section with the labels of the headings that lead to it, outermost first."""
    here = (*above, section.label) if section.heading else above
    yield here, section
    for child in section.children:
        yield from trail(child, here)
