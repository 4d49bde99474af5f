"""What pages add and cut: running heads and page numbers go, a table that goes on becomes one again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.reading.sources.pdf.boxes import SAME_EDGE, BoxCell, BoxTable
from knowledge.reading.sources.pdf.glyphs import Run, row_text
from knowledge.reading.sources.pieces import PieceRow, TablePiece, filled_table
from knowledge.reading.tables.header import read_heading_of_column

ZONE = 0.14  # of the page's height, at the top and at the foot, where running heads and page numbers stand
MOST_PAGES_SHARE = 0.4  # of the pages: what stands on as many at one height; left and right pages may differ
_HEIGHT = 4.0  # points
_NEXT_LINE = 2.0  # of the size: lines of one cell are nearer than that
_NUMBER = re.compile(r"[-‐–—−~〜・\s]*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})[-‐–—−~〜・\s]*(?:ページ|頁|/\s*\d+)?")
_NUMBERED_HEAD = re.compile(
    r"[一-龥ぁ-んァ-ヶー]{2,10}[\s　]?[0-9０-９Ⅰ-Ⅻ一二三四五六七八九①-⑳]{1,2}[\s　\u2003:：]+[^\d\s]"
)
_NUMERAL = re.compile("[0-9０-９Ⅰ-Ⅻ一二三四五六七八九①-⑳]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]")
_AMOUNT = re.compile(r"(?:延べ|約|[△▲−-])?\s*[0-9０-９][0-9０-９,.，．]*(?![0-9０-９,.，．\s]*年)")
_DIGITS = re.compile(r"[0-9０-９]+")

_HEADED = frozenset(("name", "baseline", "target", "interim", "unit"))

PageRows = Sequence[Sequence[Run]]


def without_furniture(pages: Sequence[PageRows], heights: Sequence[float]) -> list[list[Sequence[Run]]]:
    """Rows that say the same at the same height of most pages, the page's number aside, and lone page numbers.

    「政策１ 健やかに暮らすまち」 over every page of it, and nowhere else, is a heading on the first.
    """
    numbered = [*enumerate(zip(pages, heights, strict=True))]
    seen = [
        {mark for row in rows if _is_outer(row, height) for mark in _marks(row, at)} for at, (rows, height) in numbered
    ]
    counts = Counter(mark for marks in seen for mark in marks)
    fewest = max(2, MOST_PAGES_SHARE * len(pages))
    is_furniture = [
        [
            _is_outer(row, height) and not heads and _is_furniture(row, at, height, counts, fewest)
            for row, heads in zip(rows, _of_headers(rows), strict=True)
        ]
        for at, (rows, height) in numbered
    ]
    only = _heads_only(pages, is_furniture)
    return [
        [row for row, is_gone in zip(rows, gone, strict=True) if not is_gone or id(row) in only]
        for rows, gone in zip(pages, is_furniture, strict=True)
    ]


def _of_headers(rows: PageRows) -> list[bool]:
    """Tables at the top of several pages have one header, over a line or two."""
    kinds = [{read_heading_of_column(run.text, {}).column for run in row} & _HEADED for row in rows]
    heads = [len(own) > 1 for own in kinds]
    below = [
        len(row) > 1 and before and row[0].bottom - above[0].bottom < _NEXT_LINE * row[0].size
        for row, before, above in zip(rows[1:], heads, rows, strict=False)
    ]
    return [is_one or is_below for is_one, is_below in zip(heads, [False, *below], strict=False)]


def _heads_only(pages: Sequence[PageRows], is_furniture: Sequence[Sequence[bool]]) -> set[int]:
    """The first of those numbered running heads that stand nowhere else."""
    told = [pair for rows, gone in zip(pages, is_furniture, strict=True) for pair in zip(rows, gone, strict=True)]
    printed = {row_text(row) for row, is_gone in told if not is_gone}
    first: dict[str, int] = {}
    for row, is_gone in told:
        is_numbered = bool(_NUMERAL.search(row[0].text))  # 「みなも町計画」 at the left, 「Ⅱ 施策」 at the right: none
        if is_gone and is_numbered and (text := row_text(row)) not in printed and _NUMBERED_HEAD.match(text):
            first.setdefault(text, id(row))
    return set(first.values())


def _marks(row: Sequence[Run], page: int) -> set[tuple[str, int]]:
    """The text with each number as its distance from the page's: what counts on with the pages is the same in all.

    And as printed, as 「第2期…総合戦略　第3章 重点取組」, unless its pieces head the values of a table.
    """
    printed, place = row_text(row), round(row[0].bottom / _HEIGHT)
    counted = _DIGITS.sub(lambda match: f"#{int(match[0]) - page}", printed)
    is_header = len(row) > 1 and any(read_heading_of_column(run.text, {}).column in _HEADED for run in row)
    return {(text, place) for text in ((counted,) if is_header else (counted, printed))}


def _is_outer(row: Sequence[Run], height: float) -> bool:
    return row[0].bottom < ZONE * height or row[0].top > (1 - ZONE) * height


def _is_furniture(
    row: Sequence[Run], page: int, height: float, counts: Counter[tuple[str, int]], fewest: float
) -> bool:
    if name_key(row_text(row)) in _small_headings():  # of a box at the same place of each page
        return False
    near = max(sum(counts[text, place + step] for step in (-1, 0, 1)) for text, place in _marks(row, page))
    is_number = len(row) == 1 and bool(_NUMBER.fullmatch(row[0].text)) and row[0].top > (1 - ZONE / 2) * height
    return near >= fewest or is_number


@cache
def _small_headings() -> frozenset[str]:
    """「数値目標」「主な事業」."""
    data = read_toml(VOCABULARY / "layouts.toml")["headings"]
    return frozenset(name_key(word) for part in ("indicators", "projects") for word in data[part])


# Tables over page breaks


def joined_tables(tables: Sequence[BoxTable]) -> TablePiece:
    """Parts of one table on pages that follow each other."""
    whole = list(_rows_of(tables[0]))
    first, above = list(whole), tables[0]
    for part in tables[1:]:
        rows = list(_rows_of(part))
        rows = rows[_repeated(first, rows) :]
        if rows and whole and (_is_rest(rows[0], above) or (len(whole) == 1 and _is_rest_of_header(rows[0], whole[0]))):
            cells = tuple(a + b for a, b in zip(whole[-1].cells, rows[0].cells, strict=True))
            whole[-1], rows = replace(whole[-1], cells=cells), rows[1:]
        whole += _relabelled(whole, rows, part, above)
        above = part
    return TablePiece(rows=tuple(whole))


def _repeated(first: Sequence[PieceRow], rows: Sequence[PieceRow]) -> int:
    """How many rows of the header are printed again on the next page."""
    same = takewhile(lambda pair: pair[0].cells == pair[1].cells, zip(first, rows, strict=False))
    return len([*takewhile(lambda pair: not _has_amount(pair[0]), same)])


def _has_amount(row: PieceRow) -> bool:
    return any(_AMOUNT.match(text) for text in row.cells[1:])


def _is_rest_of_header(row: PieceRow, header: PieceRow) -> bool:
    """「（令和5年度）」 under 「基準値」: the page cut the header itself, above any row."""
    below = [(name, text) for name, text in zip(header.cells, row.cells, strict=True) if text]
    return bool(below) and all(name and _IN_BRACKETS.fullmatch(text) for name, text in below)


def lost_rest(table: BoxTable, below: BoxTable) -> list[str]:
    """What the rows are called of a table that seems to go on from the page before, with something between."""
    rows = list(_rows_of(below))
    is_header = rows[0].cells == next(_rows_of(table)).cells
    is_rest = _has_amount(rows[0]) and not is_header
    return [row.cells[0] for row in rows if is_rest and row.cells[0]]


def goes_on(table: BoxTable, below: BoxTable) -> bool:
    """The same columns at the same places, on the next page; or as far from its edge, in the next column of text."""
    is_next_page = below.page == table.page + 1
    is_beside = below.page == table.page and below.box[0] > table.box[2] and below.box[1] < table.box[3]
    if not (is_next_page or is_beside) or len(table.columns) != len(below.columns):
        return False
    shift = 0.0 if is_next_page else below.box[0] - table.box[0]
    places = zip((*table.columns, table.box[2]), (*below.columns, below.box[2]), strict=True)
    alike = [abs(one + shift - other) <= 2 * SAME_EDGE for one, other in places]
    return all(alike[:-1]) and (alike[-1] or is_next_page)


def _rows_of(table: BoxTable) -> Iterator[PieceRow]:
    yield from filled_table([cell.place for cell in table.cells], table.page).rows


def _at_foot(table: BoxTable, column: int) -> BoxCell | None:
    """The cell of this column at the table's lower edge."""
    cells = (cell for cell in table.cells if cell.place.row + cell.place.high == table.height)
    return next((cell for cell in cells if cell.place.column == column), None)


def _is_rest(row: PieceRow, above: BoxTable) -> bool:
    """Of a row that the page cut: few words, each below a cell that is full; never a value, which may be another's."""
    filled = [at for at, text in enumerate(row.cells) if text]
    if len(filled) * 2 > len(row.cells) or any(_DIGITS.search(row.cells[at]) for at in filled):
        return False
    return all((cell := _at_foot(above, at)) is not None and cell.is_full for at in filled)


def _relabelled(whole: list[PieceRow], rows: list[PieceRow], part: BoxTable, above: BoxTable) -> list[PieceRow]:
    """A merged label that the page cut, or that stands on one side of the cut only, is that of all its rows."""
    first = part.height - len(rows)
    cell = next((one for one in part.cells if one.place.column == 0 and _covers(one, first)), None)
    label = _at_foot(above, 0)
    if cell is None or label is None or not whole:
        return rows
    own, before = cell.place.text, label.place.text
    if own and before and not (label.is_full and label.place.high > 1):
        return rows  # a label of its own
    high = label.place.high
    whole[-high:] = [_labelled(row, before, before + own) for row in whole[-high:]]
    under = cell.place.row + cell.place.high - first
    return [_labelled(row, own, before + own) for row in rows[:under]] + rows[under:]


def _covers(cell: BoxCell, row: int) -> bool:
    return cell.place.row <= row < cell.place.row + cell.place.high


def _labelled(row: PieceRow, old: str, new: str) -> PieceRow:
    return replace(row, cells=(new, *row.cells[1:])) if row.cells[0] == old else row
