"""Parts that tell of the plan before: their indicators are no targets of this plan, and that is said."""

from collections.abc import Iterator

from knowledge.model.records import Finding, Severity, Span
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.tables.arrows import has_amounts_and_arrow
from knowledge.reading.tables.cells import is_bare_value

_SEARCHABLE = "（行は本文として検索できます）"
_FEWEST = 4  # values; fewer stand in any prose


def past_parts(section: Section, layout: Layout, severity: Severity) -> Iterator[Finding]:
    if not (section.heading and layout.is_past(section.title)):
        for child in section.children:
            yield from past_parts(child, layout, severity)
        return
    blocks = list(section.all_blocks())
    lines = [line for block in blocks for line in block.lines]
    rows = sum(bool(block.entries) for block in blocks)
    values = sum(is_bare_value(line.text.strip()) or has_amounts_and_arrow(line.text) for line in lines)
    if rows or values >= _FEWEST:
        printed = section.heading.lines[0].text.strip()
        told = f"「{printed}」は前の計画について述べた部分と見て、その中の指標は取り込んでいません{_SEARCHABLE}"
        how = f'。この計画の指標であれば、layout.toml の [lines] に「"{printed}" = "indicators"」のように書いてください'
        first, last = section.heading.lines[0], max(lines, key=lambda line: line.number)
        yield Finding(severity, told + how, Span(first.number, last.number, first.page))
