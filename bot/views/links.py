"""The way from a card to the full text on the site, where the site's address is known."""

from collections.abc import Callable, Iterator

from bot.views import ids
from bot.views.parts import BUTTON, Block, one_line_text
from knowledge.answers.answer import FIRST_MARK

FULL_TEXT_LABEL = "全文"
LinkOf = Callable[[str, str], str | None]
"""Record id and the mark of its plan → its address on the site; None where there is none."""


def linked(blocks: list[Block], link_of: LinkOf) -> list[Block]:
    """Beside each 「原文」 in a row of buttons, 「全文」 as a link."""
    return [
        {**one, "elements": list(_with_links(one["elements"], link_of))} if one.get("type") == "actions" else one
        for one in blocks
    ]


def _with_links(elements: list[Block], link_of: LinkOf) -> Iterator[Block]:
    count = 0
    for element in elements:
        yield element
        if ids.action_of(str(element.get("action_id"))) != ids.SOURCE:
            continue
        value = ids.decode(element["value"])
        if link := link_of(value.record, value.plan.removeprefix(FIRST_MARK)):
            yield {
                "type": "button",
                "action_id": ids.numbered(ids.FULL_TEXT, count),
                "text": one_line_text(FULL_TEXT_LABEL, BUTTON),
                "url": link,
            }
            count += 1
