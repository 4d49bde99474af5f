"""What in a table's header was not understood although columns of values were found."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from knowledge.model.column_words import BRACKETED, NOTE_MARK, cut_into_words, is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.years.said import without_years
from knowledge.reading.layout import EDITION
from knowledge.reading.tables.cells import cell_kind, is_bare_value
from knowledge.reading.tables.header import ColumnHeading


def doubt_of_header(
    headings: Sequence[ColumnHeading],
    cells: Mapping[int, Sequence[str]],
    values: Collection[int],
    name: int,
    *,
    is_spaced: bool = False,
) -> tuple[str, str]:
    """Why, and the header that is asked about. `cells` of the columns of values, and of those of which nothing is read.

    Values before the names, a header of values with words that nothing explains, and numbers under one that says
    nothing at all. `is_spaced`: the columns are of spaces, and text before the names may be no part of the table.
    """
    for at, column in cells.items():
        heading = headings[at]
        if is_spaced and at < name and at not in values and heading.text and not _says(heading.text):
            return f"表の左の「{heading.text}」が表の列か、隣の段の文か分からない", heading.text
        if at in values and at < name:
            return f"表の列「{heading.text}」が指標の名前より前にあり、何の値か分からない", heading.text
        if at in values and (left := _left_of(heading)):
            return f"表の列「{heading.text}」の「{left}」が何を言うか分からない", heading.text
        if at not in values and heading.column in ("unknown", "blank") and _holds_numbers(heading, column):
            return f"表の列「{heading.text or f'{at + 1}列目'}」の数が何の値か分からない", heading.text
    return "", ""


def _says(text: str) -> bool:
    """Whether it has a word of headers."""
    return any(role != "neutral" for role in cut_into_words(text)[0])


def _holds_numbers(heading: ColumnHeading, column: Sequence[str]) -> bool:
    """Below a header without any word of ours."""
    others = read_toml(VOCABULARY / "table_words.toml")["unread_targets"]["others"]
    if _says(heading.text) or any(word in heading.text for word in others):
        return False
    filled = [cell for cell in column if cell]
    return 2 * sum(is_bare_value(cell) and cell_kind(cell) == "amount" for cell in filled) > len(filled)


def _left_of(heading: ColumnHeading) -> str:
    """What no word of headers, notes and parts explains."""
    folded = without_years(NOTE_MARK.sub(" ", unicodedata.normalize("NFKC", heading.text)))
    folded = EDITION.sub(" ", folded.replace(heading.part, " ") if heading.part else folded)
    bare = BRACKETED.sub(lambda one: "" if is_unit(one[1].strip(" ・、,/:")) else f" {one[1]} ", folded)
    left = "".join(char for char in cut_into_words(bare)[1] if char.isalpha())
    for word in _of_notes():
        left = left.replace(word, "")
    return left


@cache
def _of_notes() -> tuple[str, ...]:
    data = read_toml(VOCABULARY / "table_words.toml")
    return tuple(sorted((*data["notes"]["neutral"], *data["unread_targets"]["counted"]), key=len, reverse=True))
