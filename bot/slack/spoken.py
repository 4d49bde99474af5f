"""What a person says in a message: its text, else the words of its blocks, else those of a message that they forward.

Previews of links are nobody's words.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml

# No < within: Slack escapes it, and a row of them that never ends would be read from each anew
_LEADING_MENTION = re.compile(r"^\s*(?:<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[\s:：、,]*)+")
_LINK = re.compile(r"<(?:https?|mailto|tel):[^<>|]*(?:\|([^<>]*))?>")
_NAMED = re.compile(r"<[@#!][^<>|]*(?:\|([^<>]*))?>")
_ESCAPED = (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"))
_WORDS, _MARKUP = frozenset({"text", "plain_text", "link"}), frozenset({"mrkdwn", "markdown"})
_HOLDERS = frozenset(
    {
        *("section", "header", "context", "rich_text", "rich_text_section", "rich_text_list"),
        *("rich_text_quote", "rich_text_preformatted"),
    }
)
_HELD = ("elements", "fields", "text")  # the last first
_ENDS = "?？。.!！…　 \n\t"


def said_in(message: Mapping[str, Any]) -> str:
    """Of a message as an event or a shortcut brings it."""
    own = spoken_text(str(message.get("text") or "")) or _words_of(message.get("blocks"))
    if own and not _only_points(own):
        return own
    return "\n".join(filter(None, map(_forwarded, message.get("attachments") or ()))) or own


def spoken_text(text: str) -> str:
    """What the person wrote: without the mention at the front, without Slack's marks for names and addresses.

    Message text arrives with & < > escaped; what stays in angle brackets is Slack's own.
    """
    text = _LEADING_MENTION.sub("", text)
    text = _LINK.sub(lambda found: found[1] or "", text)
    text = _NAMED.sub(lambda found: found[1] or "", text)
    for sign, escaped in _ESCAPED:
        text = text.replace(escaped, sign)
    return text.strip()


def as_text(said: str) -> str:
    """As Slack would bring it in a text alone."""
    for sign, escaped in reversed(_ESCAPED):
        said = said.replace(sign, escaped)
    return said


def _forwarded(attachment: object) -> str:
    if not isinstance(attachment, Mapping) or not attachment.get("is_share"):
        return ""
    return spoken_text(str(attachment.get("text") or "")) or _words_of(attachment.get("message_blocks"))


def _words_of(blocks: object) -> str:
    """Line by line, without labels of buttons."""
    said = "".join(_pieces(blocks)).split("\n")
    return "\n".join(filter(None, (line.strip() for line in said)))


def _pieces(blocks: object) -> Iterator[str]:
    """Not by recursion: a payload may be nested to any depth."""
    left = [blocks]
    while left:
        part = left.pop()
        if isinstance(part, list):
            left += reversed(part)
        elif isinstance(part, Mapping):
            kind, text = str(part.get("type")), part.get("text")
            if kind in _WORDS | _MARKUP:
                words = text if isinstance(text, str) else ""
                yield spoken_text(words) if kind in _MARKUP else words
            elif kind in _HOLDERS:
                yield "\n"
                left += [part.get(name) for name in _HELD]
            elif "message" in part:  # of a forwarded message
                left.append(part["message"].get("blocks") if isinstance(part["message"], Mapping) else None)


def _only_points(said: str) -> bool:
    """「これについて教えて」 says nothing but that something else is meant."""
    this, then = _pointing()
    rest = "".join(unicodedata.normalize("NFKC", said).lower().split()).strip(_ENDS)
    first = next((word for word in this if rest.startswith(word)), None)
    while first:
        rest = rest[len(first) :].lstrip(_ENDS)
        first = next((word for word in then if rest.startswith(word)), None)
    return not rest


@cache
def _pointing() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What it begins with and what may follow, the longest first."""
    words = read_toml(VOCABULARY / "commands.toml")["forwarded"]
    this, then = (tuple(sorted(words[name], key=len, reverse=True)) for name in ("this", "then"))
    return this, then
