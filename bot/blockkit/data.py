"""Tables and charts: table, data_table, data_visualization (SLACK.md 1.1 to 1.3)."""

from collections.abc import Iterable

from bot.blockkit.objects import BLOCK_ID
from bot.blockkit.rich_text import RICH_TEXT
from bot.blockkit.shape import (
    Place,
    Rule,
    Violations,
    boolean,
    choice,
    every,
    integer,
    items,
    nullable,
    number,
    record,
    string,
    typed,
)

TABLE_CHARACTERS = 10_000
DATA_TABLE_CHARACTERS = 20_000
CAPTION_CHARACTERS = 3000  # no source gives a figure; that of every text object
RAW_TEXT = record({"text": string(DATA_TABLE_CHARACTERS, 1)})
RAW_NUMBER = record({"value": number}, {"text": string(DATA_TABLE_CHARACTERS, 1)})
HEADER_CELL = typed({"raw_text": RAW_TEXT})
CELL = typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})


def words(value: object) -> int:
    """Characters that a reader sees in a cell, however deep the rich text in it is nested."""
    if isinstance(value, dict):
        own = value.get("text")
        shown = own if own is not None or value.get("type") != "raw_number" else str(value.get("value"))
        rest = (item for key, item in value.items() if key != "text")
        return (len(shown) if isinstance(shown, str) else words(shown)) + sum(map(words, rest))
    return sum(map(words, value)) if isinstance(value, list) else 0


def cell_characters(block: object) -> int:
    return words(block.get("rows")) if isinstance(block, dict) else 0


def budget(most: int) -> Rule:
    def check(value: object, place: Place) -> Violations:
        found, limit = cell_characters(value), place.characters(most)
        if found > limit:
            detail = f"table cells must have less than {limit + 1} characters in total"
            yield place.at("rows").wrong("max_total", detail, limit, found)

    return check


def _rows(value: object) -> list[list[object]]:
    rows = value.get("rows") if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def rectangular(value: object, place: Place) -> Violations:
    rows = _rows(value)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            detail = f"every row must have {len(rows[0])} cells"
            yield place.at("rows", index).wrong("columns", detail, len(rows[0]), len(row))


def header_of_text(value: object, place: Place) -> Violations:
    for index, cell in enumerate((_rows(value) or [[]])[0]):
        yield from HEADER_CELL(cell, place.at("rows", 0, index))


def header_column_exists(value: object, place: Place) -> Violations:
    index = value.get("row_header_column_index") if isinstance(value, dict) else None
    rows = _rows(value)
    if isinstance(index, int) and rows and index >= len(rows[0]):
        yield place.at("row_header_column_index").wrong("range", "must be a column of the table")


_COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})
TABLE = every(
    record(
        {"rows": items(items(CELL, 20), 100)},
        {"block_id": BLOCK_ID, "column_settings": items(nullable(_COLUMN), 20)},
    ),
    budget(TABLE_CHARACTERS),
)
DATA_TABLE = every(
    record(
        {"rows": items(items(CELL, 20), 201, 2), "caption": string(CAPTION_CHARACTERS, 1)},
        {
            "block_id": BLOCK_ID,
            "page_size": integer(1, 100),
            "row_header_column_index": integer(0, 19),
        },
    ),
    header_of_text,
    rectangular,
    header_column_exists,
    budget(DATA_TABLE_CHARACTERS),
)


def _names(value: object, key: str) -> list[object]:
    entries = value if isinstance(value, list) else []
    return [entry.get(key) for entry in entries if isinstance(entry, dict)]


def _twice(names: Iterable[object]) -> bool:
    listed = [name for name in names if isinstance(name, str)]
    return len(set(listed)) != len(listed)


def one_value_per_category(value: object, place: Place) -> Violations:
    """No gaps: every series has exactly one point for each category."""
    if not isinstance(value, dict) or not isinstance(value.get("series"), list):
        return
    axis = value.get("axis_config")
    wanted = axis.get("categories") if isinstance(axis, dict) else None
    for index, series in enumerate(value["series"]):
        labels = _names(series.get("data") if isinstance(series, dict) else None, "label")
        if isinstance(wanted, list) and sorted(map(str, labels)) != sorted(map(str, wanted)):
            detail = "must have exactly one value for each category"
            yield place.at("series", index, "data").wrong("categories", detail, len(wanted), len(labels))


def distinct_names(value: object, place: Place) -> Violations:
    if isinstance(value, dict) and _twice(_names(value.get("series"), "name")):
        yield place.at("series").wrong("duplicate", "series names must be unique")


def distinct_categories(value: object, place: Place) -> Violations:
    if isinstance(value, dict) and isinstance(value.get("categories"), list) and _twice(value["categories"]):
        yield place.at("categories").wrong("duplicate", "categories must be unique")


def positive(value: object, place: Place) -> Violations:
    yield from number(value, place)
    if isinstance(value, int | float) and value <= 0:
        yield place.wrong("range", "must be more than 0")


_NAME = string(20, 1)
_POINT = record({"label": _NAME, "value": number})
_AXES = every(
    record({"categories": items(_NAME, 20)}, {"x_label": string(50), "y_label": string(50)}),
    distinct_categories,
)
_SERIES_CHART = every(
    record(
        {
            "series": items(record({"name": _NAME, "data": items(_POINT, 20)}), 12),
            "axis_config": _AXES,
        }
    ),
    distinct_names,
    one_value_per_category,
)
_PIE = record({"segments": items(record({"label": _NAME, "value": positive}), 12)})

DATA_VISUALIZATION = record(
    {
        "title": string(50, 1),
        "chart": typed({"line": _SERIES_CHART, "bar": _SERIES_CHART, "area": _SERIES_CHART, "pie": _PIE}),
    },
    {"block_id": BLOCK_ID},
)
