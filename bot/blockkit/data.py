"""Tables and charts: what holds for a whole table, data_table or data_visualization (SLACK.md 1.2, 1.3)."""

from collections.abc import Iterable

from bot.blockkit.shape import Position, ShapeRule, Violations, number

TABLE_CHARACTERS = 10_000
DATA_TABLE_CHARACTERS = 20_000
_NESTED = (dict, list)


def words(value: object) -> int:
    """Characters that a reader sees in a cell, however deep the rich text in it is nested."""
    count, left = 0, [value]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            left += [item for key, item in each.items() if key != "text" and isinstance(item, _NESTED)]
            own = each.get("text")
            shown = own if own is not None or each.get("type") != "raw_number" else str(each.get("value"))
            if isinstance(shown, str):
                count += len(shown)
            else:
                left.append(shown)
        elif isinstance(each, list):
            left += each
    return count


def cell_characters(block: object) -> int:
    return words(block.get("rows")) if isinstance(block, dict) else 0


def budget(most: int) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        found, limit = cell_characters(value), place.characters(most)
        if found > limit:
            detail = f"table cells must have less than {limit + 1} characters in total"
            yield place.at("rows").wrong("max_total", detail, limit, found)

    return check


def rows_of(value: object) -> list[list[object]]:
    rows = value.get("rows") if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def rectangular(value: object, place: Position) -> Violations:
    rows = rows_of(value)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            detail = f"every row must have {len(rows[0])} cells"
            yield place.at("rows", index).wrong("columns", detail, len(rows[0]), len(row))


def header_column_exists(value: object, place: Position) -> Violations:
    index = value.get("row_header_column_index") if isinstance(value, dict) else None
    rows = rows_of(value)
    if isinstance(index, int) and rows and index >= len(rows[0]):
        yield place.at("row_header_column_index").wrong("range", "must be a column of the table")


def _names(value: object, key: str) -> list[object]:
    entries = value if isinstance(value, list) else []
    return [entry.get(key) for entry in entries if isinstance(entry, dict)]


def _twice(names: Iterable[object]) -> bool:
    listed = [name for name in names if isinstance(name, str)]
    return len(set(listed)) != len(listed)


def one_value_per_category(value: object, place: Position) -> Violations:
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


def distinct_names(value: object, place: Position) -> Violations:
    if isinstance(value, dict) and _twice(_names(value.get("series"), "name")):
        yield place.at("series").wrong("duplicate", "series names must be unique")


def distinct_categories(value: object, place: Position) -> Violations:
    if isinstance(value, dict) and isinstance(value.get("categories"), list) and _twice(value["categories"]):
        yield place.at("categories").wrong("duplicate", "categories must be unique")


def positive(value: object, place: Position) -> Violations:
    yield from number(value, place)
    if isinstance(value, int | float) and value <= 0:
        yield place.wrong("range", "must be more than 0")
