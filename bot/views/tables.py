"""Native tables (data_table): rows of words, as many as a message has room for."""

from collections.abc import Sequence

from bot.views.escaping import harmless, one_line, shorten
from bot.views.parts import NOTHING, SENTENCE, Block, room

MOST_ROWS, MOST_CELLS = 100, room(10_000)  # the older, smaller limits hold in every workspace; over all tables together
_CELL = 120

TableRow = Sequence[str]


def data_table(
    caption: str, columns: TableRow, rows: Sequence[TableRow], most_cells: int = MOST_CELLS
) -> tuple[Block, int]:
    """The table, its first column naming each row, and how many rows found room in `most_cells` characters."""
    shown, free = [columns], most_cells - size([columns])
    for row in rows[:MOST_ROWS]:
        free -= size([row])
        if free < 0 and len(shown) > 1:
            break
        shown.append(row)
    table = {
        "type": "data_table",
        "caption": shorten(one_line(harmless(caption)) or NOTHING, SENTENCE),
        "page_size": 20,
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": _cell(text)} for text in row] for row in shown],
    }
    return table, len(shown) - 1


def size(rows: Sequence[TableRow]) -> int:
    """In characters, as Slack adds them up."""
    return sum(len(_cell(text)) for row in rows for text in row)


def _cell(text: str) -> str:
    return shorten(one_line(harmless(text)) or NOTHING, _CELL)
