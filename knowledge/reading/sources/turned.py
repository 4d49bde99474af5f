"""Tables with an indicator in each column, 「項目」「単位」「基準値」「目標」 one below the other: they are turned."""

from collections.abc import Sequence

from knowledge.reading.tables.cells import is_bare_value
from knowledge.reading.tables.header import has_only_header_words, read_heading_of_column

_FEWEST_ROWS = 3
_VALUES = ("baseline", "target", "interim", "unit", "years", "year")
_NAMES = "指標"
MOSTLY = 0.5  # of the labels must be words of headers


def turned(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of such a table as one for each indicator, below its labels as the header; of any other table none."""
    labels = [row[0] for row in rows]
    kinds = [read_heading_of_column(label, {}).column if label else "" for label in labels]
    if labels[0] == "" and not any(map(is_bare_value, rows[0])):
        kinds[0], labels[0] = "name", _NAMES  # the corner is often left empty
    if len(rows) < _FEWEST_ROWS or kinds[0] != "name" or not {"baseline", "target"} <= set(kinds):
        return []
    names = rows[0][1:]
    is_whole = bool(names) and all(names) and len(set(names)) == len(names) and not has_only_header_words(names)
    told = sum(kind in _VALUES for kind in kinds)
    if not is_whole or kinds.count("name") > 1 or told < MOSTLY * len(kinds) or len(set(labels)) < len(labels):
        return []
    return list(zip(*[(label, *row[1:]) for label, row in zip(labels, rows, strict=True)], strict=True))


def goes_on_turned(text: str) -> bool:
    """「中間年度」 alone in its row: no indicator has a value there."""
    return read_heading_of_column(text, {}).column in _VALUES
