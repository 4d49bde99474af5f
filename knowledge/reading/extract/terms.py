"""用語: footnotes of the form ※n：term, each with the one paragraph that defines it."""

from knowledge.model.records import Term
from knowledge.reading.outline import Section


def read_terms(root: Section) -> list[Term]:
    footnotes = [block for block in root.all_blocks() if block.kind == "footnote"]
    return [
        Term(f"t{block.number or position}", block.text, block.cells[1] if block.cells else "", block.span)
        for position, block in enumerate(footnotes, start=1)
    ]
