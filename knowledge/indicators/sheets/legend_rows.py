"""What a legend does to the rows of a table: numbers in brackets set aside, the upper and the lower line told apart."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from knowledge.files.grid import Cell, Row
from knowledge.indicators.sheets.cell_values import has_no_value
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.legend import Legend
from knowledge.indicators.sheets.sheet_words import LABELS
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.structs import replace

_IN_BRACKETS = re.compile(r"[(\[〔【〈<]([^()\[\]〔〕【】〈〉<>]*)[)\]〕】〉>]")
_MOST_NAMED = 5  # cells in a sentence
_PAIR = 2


class Followed(Struct, frozen=True):
    """A table read by its legend. `kinds`: the column added for it, of what each row is. `note` says what was done.

    `fill`: the colour of the cells that the legend says are no plain actuals.
    """

    raw: RawTable
    kinds: int | None = None
    fill: str = ""
    note: str = ""
    doubt: str = ""


def follow(
    legend: Legend, raw: RawTable, values: Sequence[ColumnRole], name: int | None, names: Naming, *, has_kinds: bool
) -> Followed:
    """`has_kinds`: rows say for themselves what they are."""
    fill = legend.fill_of(
        {row.cells[one.index].fill for row in raw.rows for one in values if one.index in row.cells} - {""}
    )
    if fill and set(legend.said) == {"looks"}:
        return Followed(raw, fill=fill)
    if legend.is_beyond:
        return Followed(raw, doubt=f"「{legend.remark}」とあり、どの値が実績値か分かりません")
    followed = Followed(raw)
    if role := legend.said.get("bracketed"):
        why = f"「{legend.remark}」とあるため、かっこの中の数は{LABELS[role]}として取り込みません"
        followed = _rewritten(raw, values, _without_brackets, why)
    if legend.lines and not has_kinds:
        followed = _by_lines(legend, followed, values, name, names)
    if legend.said.get("looks"):
        note = f"「{legend.remark}」とありますが、色や書式、印による区別は読み取りません"
        followed = replace(followed, note="。".join(filter(None, (followed.note, note))))
    return followed


def _rewritten(raw: RawTable, values: Sequence[ColumnRole], change: Callable[[str], str], why: str) -> Followed:
    rows, changed = [], []
    for row in raw.rows:
        new = {one.index: change(row.text(one.index)) for one in values if row.text(one.index)}
        new = {at: text for at, text in new.items() if text != row.text(at)}
        changed += [f"{raw.sheet.cell(row.number, at)}「{row.text(at)}」" for at in sorted(new)]
        rows.append(_with(row, new) if new else row)
    more = "など" if len(changed) > _MOST_NAMED else ""
    note = f"{why}（{'、'.join(changed[:_MOST_NAMED])}{more}）" if changed else ""
    return Followed(replace(raw, rows=tuple(rows)), note=note)


def _with(row: Row, texts: Mapping[int, str]) -> Row:
    cells = {at: replace(cell, text=texts.get(at, cell.text)) for at, cell in row.cells.items()}
    return replace(row, cells={at: cell for at, cell in cells.items() if cell.text})


def _without_brackets(text: str) -> str:
    """「1,310（1,300）」 → 「1,310」, 「(1300)」 → ""; what says something of the value stays: 「（速報）」."""
    folded = unicodedata.normalize("NFKC", text)
    bare = _IN_BRACKETS.sub(lambda match: "" if _is_figure(match[1]) else match[0], folded)
    return text if bare == folded else bare.strip()


def _is_figure(text: str) -> bool:
    return has_no_value(text) or any(map(str.isdecimal, text))


# Two lines


def _by_lines(
    legend: Legend, before: Followed, values: Sequence[ColumnRole], name: int | None, names: Naming
) -> Followed:
    """In a cell or in two rows each; a doubt where it is neither throughout."""
    raw, lines = before.raw, legend.lines or ("", "")
    unclear = replace(before, doubt=f"「{legend.remark}」とありますが、どれが上段でどれが下段か分かりません")
    if lines.count("value") != 1:
        return replace(unclear, doubt=f"「{legend.remark}」とあり、実績値がどれか分かりません")
    at = lines.index("value")
    why = f"「{legend.remark}」とあるため、{'下段' if at else '上段'}を実績値として読みました"
    filled = [text for row in raw.rows for one in values if not has_no_value(text := row.text(one.index))]
    if any("\n" in text for text in filled):
        is_clear = all(len(_lines(text)) == _PAIR for text in filled)
        return _rewritten(raw, values, lambda text: _line(text, at), why) if is_clear else unclear
    pairs = list(_pairs(raw, values, name, names))
    if not pairs or any(len(pair) != _PAIR for pair in pairs):
        return unclear
    kinds = raw.span.stop  # beside the table, where nothing of it stands
    said = {row.number: lines[number] for pair in pairs for number, row in enumerate(pair)}
    rows = tuple(_saying(row, kinds, LABELS[said[row.number]]) if row.number in said else row for row in raw.rows)
    return replace(before, raw=replace(raw, rows=rows), kinds=kinds, note="。".join(filter(None, (before.note, why))))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _line(text: str, at: int) -> str:
    lines = _lines(text)
    return lines[at] if len(lines) == _PAIR else text


def _saying(row: Row, column: int, text: str) -> Row:
    return replace(row, cells={**row.cells, column: Cell(text)})


def _pairs(raw: RawTable, values: Sequence[ColumnRole], name: int | None, names: Naming) -> Iterator[list[Row]]:
    """The rows of each known indicator: its own, and those below it without a name that hold something."""
    rows: list[Row] = []
    for row in raw.rows:
        if row.text(name) and not (rows and row.text(name) == rows[0].text(name)):
            yield from _known(rows, name, names)
            rows = []
        if rows or row.text(name):
            rows += [row] if _holds(row, values) or not rows else []
    yield from _known(rows, name, names)


def _known(rows: list[Row], name: int | None, names: Naming) -> Iterator[list[Row]]:
    if rows and names(rows[0].text(name)):
        yield rows


def _holds(row: Row, values: Iterable[ColumnRole]) -> bool:
    return any(row.text(one.index) for one in values)
