"""What holds for all blocks of a payload together: counts, sums of characters, ids used once."""

from collections.abc import Iterator, Mapping

from bot.blockkit.data import DATA_TABLE_CHARACTERS, TABLE_CHARACTERS, cell_characters, words
from bot.blockkit.shape import Position, Violations
from bot.blockkit.tables import rule

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MARKDOWN_CHARACTERS = 12_000  # over all blocks as well as in each
BLOCK_TEXT_CHARACTERS = 13_200
"""Over all blocks of a message except table cells. Undocumented; reports name about 13,200 (bolt-js 2509)."""

JsonBlock = Mapping[str, object]
_TABLES = ("table", "data_table")


def blocks_of(value: object, place: Position) -> Violations:
    """Each block by the tables, then all of them together."""
    if not isinstance(value, list):
        yield place.wrong("blocks_format", "must provide an array")
        return
    most = MESSAGE_BLOCKS if place.surface == "message" else VIEW_BLOCKS
    blocks: list[JsonBlock] = [block for block in value if isinstance(block, dict)]
    counted = blocks if place.surface == "message" else _flat(blocks)  # views count what is nested as well
    if (total := max(len(counted), len(value))) > most:
        yield place.wrong("max_items", f"no more than {most} items allowed", most, total)
    for index, block in enumerate(value):
        yield from rule("typed block outer")(block, place.at(index))
    for judged in (_unique_block_ids, _unique_action_ids, _table_totals, _chart_count, _text_totals):
        yield from judged(blocks, place)


def _children(block: JsonBlock) -> list[JsonBlock]:
    """Blocks inside a block: a carousel's cards, a container's children, a plan's tasks."""
    if block.get("type") not in ("carousel", "container", "plan"):
        return []
    inner = [block.get(key) for key in ("elements", "child_blocks", "tasks")]
    return [item for value in inner if isinstance(value, list) for item in value if isinstance(item, dict)]


def _flat(blocks: list[JsonBlock]) -> list[JsonBlock]:
    return [each for block in blocks for each in (block, *_children(block))]


def _repeated(names: list[object]) -> list[str]:
    listed = [name for name in names if isinstance(name, str) and name]
    return sorted({name for name in listed if listed.count(name) > 1})


def _unique_block_ids(blocks: list[JsonBlock], place: Position) -> Violations:
    for name in _repeated([block.get("block_id") for block in _flat(blocks)]):
        yield place.wrong("duplicate_block_id", f"block_id {name} already exists")


def _action_ids(block: JsonBlock) -> Iterator[object]:
    for key in ("elements", "actions"):
        entries = block.get(key)
        yield from ((e.get("action_id") for e in entries if isinstance(e, dict)) if isinstance(entries, list) else ())
    for key in ("accessory", "element"):
        entry = block.get(key)
        yield entry.get("action_id") if isinstance(entry, dict) else None


def _unique_action_ids(blocks: list[JsonBlock], place: Position) -> Violations:
    for index, block in enumerate(blocks):
        for each in (block, *_children(block)):
            for name in _repeated(list(_action_ids(each))):
                yield place.at(index).wrong("duplicate_action_id", f"action_id {name} already exists")


def _table_totals(blocks: list[JsonBlock], place: Position) -> Violations:
    for kind, most in (("table", TABLE_CHARACTERS), ("data_table", DATA_TABLE_CHARACTERS)):
        tables = [block for block in _flat(blocks) if block.get("type") == kind]
        total, limit = sum(map(cell_characters, tables)), place.characters(most)
        if len(tables) > 1 and total > limit:
            detail = f"{kind} cells must have less than {limit + 1} characters per message"
            yield place.wrong("max_total", detail, limit, total)
        if kind == "table" and len(tables) > 1:
            yield place.wrong("max_items", "only one table is allowed", 1, len(tables))


def _chart_count(blocks: list[JsonBlock], place: Position) -> Violations:
    charts = [block for block in _flat(blocks) if block.get("type") == "data_visualization"]
    if place.surface == "message" and len(charts) > 2:
        yield place.wrong("max_items", "no more than 2 data_visualization allowed", 2, len(charts))


def _text_totals(blocks: list[JsonBlock], place: Position) -> Violations:
    if place.surface != "message":
        return
    markdown = [block for block in blocks if block.get("type") == "markdown"]
    prose = [block for block in _flat(blocks) if block.get("type") not in _TABLES and not _children(block)]
    for code, counted, most in (
        ("markdown_too_long", markdown, MARKDOWN_CHARACTERS),
        ("msg_blocks_too_long", prose, BLOCK_TEXT_CHARACTERS),
    ):
        if (total := words(counted)) > (limit := place.characters(most)):
            yield place.wrong(code, f"must be less than {limit + 1} characters in total", limit, total)
