"""What every message is made of: Message, and the small makers of blocks and elements.

Makers cut what is too long, at nine tenths of Slack's limits (characters of Japanese may count for more), so that
no record of any document can make a message that Slack refuses.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from bot.blockkit.data import words
from bot.blockkit.totals import BLOCK_TEXT_CHARACTERS, MESSAGE_BLOCKS
from bot.views import ids
from bot.views.escaping import Markup, escape, harmless, one_line, shorten, shorten_markup
from bot.views.plan_marks import in_plan

Block = dict[str, Any]
NOTHING = "―"  # Slack refuses an empty text


def room(limit: int) -> int:
    """Nine tenths of a limit on characters."""
    return limit * 9 // 10


SECTION, HEADER, BUTTON, CARD_TITLE, CARD_BODY, OPTION = map(room, (3000, 150, 75, 150, 200, 75))
TEXT = room(4000)  # longer ones are split into several messages
SENTENCE = 900  # one foreign paragraph inside a message that shows several
CONFIRM_TEXT = room(300)


NO_WORDS = "表示できる文字がありません。"  # for a text of control characters only: Slack takes no empty one


class Message(Struct, frozen=True):
    """`text` says everything on its own, conclusion and figures first: notifications and screen readers get only it."""

    text: str
    blocks: list[Block]

    def payload(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": self.blocks}

    def in_plan(self, plan: str) -> "Message":
        """Its buttons as of a plan, which is said where there are several."""
        return Message(self.text, in_plan(self.blocks, plan)) if plan else self

    def with_note(self, note: str) -> "Message":
        """With a small line at its end."""
        return Message(f"{self.text}\n{note}", [*self.blocks[: MESSAGE_BLOCKS - 1], context(note)])


# Texts


def one_line_text(text: str, most: int) -> Block:
    """plain_text on one line, as buttons, headers and labels want it."""
    return {"type": "plain_text", "text": shorten(one_line(harmless(text)) or NOTHING, most), "emoji": False}


def prose(text: str, most: int = SECTION) -> Block:
    """plain_text of several lines: the document's own words, in which nothing is a mark."""
    return {"type": "plain_text", "text": shorten(harmless(text).strip() or NOTHING, most), "emoji": False}


def mrkdwn(text: Markup, most: int = SECTION) -> Block:
    """`verbatim`: Slack makes no links of addresses and names in it."""
    return {"type": "mrkdwn", "text": shorten_markup(text, most) if text.strip() else NOTHING, "verbatim": True}


# Blocks


def header(text: str) -> Block:
    return {"type": "header", "text": one_line_text(text, HEADER)}


def section(text: Markup, accessory: Block | None = None, most: int = SECTION) -> Block:
    return _with({"type": "section", "text": mrkdwn(text, most)}, accessory=accessory)


def paragraph(text: str, most: int = SECTION) -> Block:
    """A section with words of the document."""
    return {"type": "section", "text": prose(text, most)}


def warning_blocks(note: str) -> list[Block]:
    """What must not be overlooked, in full size; nothing for ""."""
    return [paragraph(note)] if note else []


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Label and value, two columns where there is room; at most ten pairs."""
    shown = [mrkdwn(Markup(f"*{escape(label)}*\n{escape(value) or NOTHING}"), SENTENCE) for label, value in pairs[:10]]
    return {"type": "section", "fields": shown}


def context(*texts: str) -> Block:
    """Small grey lines, in plain text; at most ten."""
    return {"type": "context", "elements": [prose(text, SENTENCE) for text in texts if text][:10] or [prose("", 1)]}


def context_markup(text: Markup) -> Block:
    return {"type": "context", "elements": [mrkdwn(text, SENTENCE)]}


def divider() -> Block:
    return {"type": "divider"}


def quotation(text: str) -> Block:
    """The document's words as they are printed, marked as a quotation."""
    words_ = {"type": "text", "text": shorten(harmless(text).strip() or NOTHING, SECTION)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words_]}]}


def actions(*elements: Block | None, block_id: str | None = None) -> Block:
    """A row of at most 25; a repeated action_id gets its number, since Slack wants them to differ in a row."""
    row: list[Block] = []
    for element in (e for e in elements[:25] if e is not None):
        action = ids.action_of(element["action_id"])
        same = sum(ids.action_of(other["action_id"]) == action for other in row)
        row.append({**element, "action_id": ids.numbered(action, same)})
    return _with({"type": "actions", "elements": row}, block_id=block_id)


def without_actions(blocks: Sequence[Block], left_out: frozenset[str]) -> list[Block]:
    """Without these buttons in rows; a row that has no others goes."""
    kept: list[Block] = []
    for block in blocks:
        if block["type"] == "actions":
            row = [each for each in block["elements"] if ids.action_of(each["action_id"]) not in left_out]
            kept += [{**block, "elements": row}] if row else []
        else:
            kept.append(block)
    return kept


def _with(block: Block, **optional: Any) -> Block:
    return {**block, **{name: value for name, value in optional.items() if value is not None}}


# Elements


def button(
    label: str,
    action: str,
    value: str,
    *,
    about: str | None = None,
    style: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """`about` is what a screen reader says in place of a label that stands there several times."""
    spoken = shorten(one_line(harmless(about)), BUTTON) if about else None
    return _with(
        {"type": "button", "action_id": action, "text": one_line_text(label, BUTTON), "value": value},
        style=style,
        confirm=confirm,
        accessibility_label=spoken,
    )


def record_button(label: str, action: str, record: str, *, title: str = "", context: str = "") -> Block:
    """A button about one record; `title` makes it tell itself from its like."""
    about = f"{label}：{title}" if title else None
    return button(label, action, ids.encode(ids.ButtonValue((record,), context)), about=about)


def confirm(title: str, text: str, yes: str) -> Block:
    return {
        "title": one_line_text(title, room(100)),
        "text": one_line_text(text, CONFIRM_TEXT),
        "confirm": one_line_text(yes, room(30)),
        "deny": one_line_text("やめる", room(30)),
    }


def option(label: str, value: str, description: str = "") -> Block:
    return _with(
        {"text": one_line_text(label, OPTION), "value": value},
        description=one_line_text(description, OPTION) if description else None,
    )


def record_option(record: str, label: str, about: str = "", context: str = "") -> Block:
    """A choice of one record, as a menu holds it."""
    return option(label, ids.encode(ids.ButtonValue((record,), context), ids.OPTION_ROOM), about)


def menu(placeholder: str, action: str, options: Sequence[Block]) -> Block:
    """A static select; Slack takes 100 options."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": one_line_text(placeholder, room(150)),
        "options": list(options[:100]),
    }


# Whole messages


def rest(count: int) -> str:
    """「ほか3件」; nothing when nothing is left out."""
    return f"ほか{count}件" if count > 0 else ""


def rest_blocks(count: int) -> list[Block]:
    return [context(rest(count))] if count > 0 else []


def split_lines(items: Sequence[Markup], most: int = SECTION) -> list[Block]:
    """Lines in as few sections as they fit into; empty ones are left out."""
    blocks: list[Block] = []
    held: list[str] = []
    for item in (shorten_markup(item, most) for item in items if item.strip()):
        if held and len("\n".join([*held, item])) > most:
            blocks.append(section(Markup("\n".join(held))))
            held = []
        held.append(item)
    return [*blocks, section(Markup("\n".join(held)))] if held else blocks


def message_text(text: str) -> str:
    """The top-level text: escaped, and short enough to stay one message."""
    said = Markup(escape(text).strip() or NOTHING)
    return shorten_markup(said, TEXT)


CUT_NOTE = "長いため、続きは省略しました。「原文」から計画の文をご覧いただけます。"
_TABLES = ("table", "data_table")


def assemble(text: str, body: Sequence[Block], tail: Sequence[Block] = ()) -> Message:
    """Body and tail as one message that Slack takes."""
    return Message(message_text(text) or NO_WORDS, cut_to_fit(body, tail))


def cut_to_fit(body: Sequence[Block], tail: Sequence[Block] = (), note: str = CUT_NOTE) -> list[Block]:
    """What does not fit is cut from the end of the body, and said so; the tail stays whole."""
    whole = [*body, *tail]
    if _kept(whole, MESSAGE_BLOCKS, room(BLOCK_TEXT_CHARACTERS)) == len(whole):
        return whole
    closing = [context(note), *tail]
    left = room(BLOCK_TEXT_CHARACTERS) - sum(map(_size, closing))
    return [*body[: _kept(body, MESSAGE_BLOCKS - len(closing), left)], *closing]


def _kept(blocks: Sequence[Block], most: int, characters: int) -> int:
    """How many of the blocks, from the first on, stay within both limits."""
    for count, block in enumerate(blocks):
        characters -= _size(block)
        if count == most or characters < 0:
            return count
    return len(blocks)


def _size(block: Block) -> int:
    """Characters as Slack adds them up over a message, in which tables have a sum of their own."""
    return 0 if block["type"] in _TABLES else words(block)
