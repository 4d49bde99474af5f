"""The numbered lines of a strategy, and their repair. What files they come from, `sources/` knows."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from knowledge.model.base_json import checked
from knowledge.model.data_files import read_toml
from knowledge.model.records import Correction, Finding, Source, Span
from knowledge.model.structs import replace


class Line(Struct, frozen=True):
    """One line: `text` with certain repairs, `likely` with the likely ones too (for search keys only).

    What only some files tell: `page`; `level`, 1 for the outermost heading; `cells` of a table's row, as many in each
    row of it, with `text` their join by tabs. Cells merged across or down hold their text in each. `begins_page` is of
    text files, which have no numbers of pages.
    """

    number: int
    text: str
    likely: str
    page: int | None = None
    level: int | None = None
    is_bold: bool = False
    cells: tuple[str, ...] = ()
    begins_page: bool = False


class SourceText(Struct, frozen=True):
    """A file as read. `findings`: what of it could not be read, or was read with a guess.

    `is_extracted`: its lines stand in no text file, so that nobody can look there for what a span points at.
    """

    source: Source
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    is_extracted: bool = False


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """`[[correction]]` tables: line, printed, read_as, reason, certainty."""
    return checked(read_toml(path).get("correction", []), tuple[Correction, ...], path)


def repair(lines: Sequence[Line], corrections: Sequence[Correction]) -> tuple[tuple[Line, ...], list[Finding]]:
    """Applies corrections where the line still holds what was printed; reports those that no longer match."""
    repaired = {line.number: line for line in lines}
    findings = []
    for correction in corrections:
        at = correction.line
        if at not in repaired or correction.printed not in repaired[at].likely:
            message = f"訂正「{correction.printed}」→「{correction.read_as}」の行に、その文字列がありません"
            findings.append(Finding("error", message, Span(correction.line, correction.line)))
            continue
        repaired[at] = _apply(repaired[at], correction)
    return tuple(repaired.values()), findings


def _apply(line: Line, correction: Correction) -> Line:
    likely = line.likely.replace(correction.printed, correction.read_as)
    if correction.certainty == "likely":
        return replace(line, likely=likely)
    text = line.text.replace(correction.printed, correction.read_as)
    return replace(line, text=text, likely=likely, cells=tuple(text.split("\t")) if line.cells else ())
