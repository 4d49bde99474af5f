"""The same message for a workspace that does not know the newer blocks: section, context, header and actions only."""

from collections.abc import Callable, Iterator, Mapping

from bot.blockkit import NEW_BLOCKS
from bot.views import ids
from bot.views.escaping import Markup, escape
from bot.views.parts import SECTION, Block, Message, actions, context_markup, cut_to_fit, section, split_lines

OLD_BLOCKS = frozenset({"actions", "context", "divider", "header", "input", "section"})
_BAR = "┃ "


def without_new_blocks(message: Message, kinds: frozenset[str] | None = None) -> Message:
    """Nothing is lost but looks: cards become sections, tables and charts lines, icons buttons.

    With `kinds` only the blocks in which one of these stands.
    """
    rows = [
        plain
        for block in message.blocks
        for plain in (plain_blocks(block) if kinds is None or kinds & new_kinds(block) else [block])
    ]
    tail = [block for block in rows if block.get("block_id") in (ids.ABOUT_BLOCK, ids.FEEDBACK_BLOCK)]
    return Message(message.text, cut_to_fit([block for block in rows if block not in tail], tail))


def new_kinds(value: object) -> frozenset[str]:
    """Of blocks, anywhere in them or in a message's or view's JSON."""
    own: frozenset[str] = frozenset()
    if isinstance(value, Mapping):
        own, value = frozenset({str(value.get("type"))}) & NEW_BLOCKS, list(value.values())
    return own.union(*map(new_kinds, value)) if isinstance(value, list) else own


def plain_blocks(block: Block) -> list[Block]:
    """ValueError for a block that has no plain form here: a builder began to use one without saying how."""
    kind = block["type"]
    if kind in OLD_BLOCKS:
        return [block]
    if kind not in _FORMS:
        raise ValueError(f"no plain form for a block of type {kind}")
    return list(_FORMS[kind](block))


def _carousel(block: Block) -> Iterator[Block]:
    for card in block["elements"]:
        yield from _card(card)


def _card(block: Block) -> Iterator[Block]:
    texts = [block[name]["text"] for name in ("title", "subtitle", "body") if name in block]
    yield section(Markup("\n".join([f"*{texts[0]}*", *texts[1:]])))
    if "subtext" in block:
        yield context_markup(Markup(block["subtext"]["text"]))
    if block.get("actions"):
        yield actions(*block["actions"])


def _data_table(block: Block) -> Iterator[Block]:
    """Each row as its heading and 「column value」 pairs."""
    head, *rows = [[escape(cell["text"]) for cell in row] for row in block["rows"]]
    lines = [
        Markup(f"• *{row[0]}*：" + "、".join(f"{name} {value}" for name, value in zip(head[1:], row[1:], strict=True)))
        for row in rows
    ]
    yield from split_lines([Markup(f"*{escape(block['caption'])}*"), *lines], SECTION)


def _data_visualization(block: Block) -> Iterator[Block]:
    """Each category, which says its own figure, what was expected and the goal: as `kpis.chart_block` makes them.

    A chart without a goal, whose target is in words, has its own figures alone.
    """
    chart = block["chart"]
    own, *others = chart["series"]
    lines = []
    for category in chart["axis_config"]["categories"]:
        expected = [f"{series['name']} {_value(series, category)}" for series in others[:-1]]
        told = "、".join([*expected, *(goal["name"] for goal in others[-1:])])
        lines.append(Markup(f"• {escape(category)}{escape(f'：{told}' if told else '')}"))
    what = escape(f"{own['name']}、{chart['axis_config']['y_label']}")
    yield from split_lines([Markup(f"*{escape(block['title'])}*（{what}）"), *lines], SECTION)


def _value(series: Block, category: str) -> str:
    return next(f"{point['value']:,}" for point in series["data"] if point["label"] == category)


def _rich_text(block: Block) -> Iterator[Block]:
    """A quotation with a bar before every line."""
    for quote in block["elements"]:
        told = "".join(element.get("text", "") for element in quote["elements"])
        barred = [Markup(f"{_BAR}{escape(line)}") for line in told.split("\n")]
        yield from split_lines(barred, SECTION)


def _context_actions(block: Block) -> Iterator[Block]:
    row = [button for element in block["elements"] for button in _buttons(element)]
    yield actions(*row, block_id=block.get("block_id"))


def _buttons(element: Block) -> Iterator[Block]:
    if element["type"] == "feedback_buttons":
        for choice in (element["positive_button"], element["negative_button"]):
            yield {"type": "button", "action_id": element["action_id"], **choice}
        return
    kept = ("action_id", "text", "value", "confirm")
    yield {"type": "button", **{name: element[name] for name in kept if name in element}}


_FORMS: Mapping[str, Callable[[Block], Iterator[Block]]] = {
    "card": _card,
    "carousel": _carousel,
    "context_actions": _context_actions,
    "data_table": _data_table,
    "data_visualization": _data_visualization,
    "rich_text": _rich_text,
}
