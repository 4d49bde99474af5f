"""Words of the document, of notes and of questions made harmless: nobody is pinged, nothing becomes a link or bold."""

import re
from typing import NewType

from knowledge.model.normalize import without_unseen

Markup = NewType("Markup", str)
"""mrkdwn that is fit to be sent: foreign words in it went through `escape`."""

_MASS = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_TOKEN = re.compile(r"<(?=[!@#])")
_ENTITY_CUT = re.compile(r"&[a-z]{0,3}\Z")
_SPACES = re.compile(r"\s+")
_MARKS = str.maketrans("*_~`", "＊＿～｀")  # their full-width twins: the same character to NFKC, no mark to Slack
_ANY_MARK = re.compile("[*_~`&<>]")


def safe_text(text: str) -> str:
    """Without characters that nobody sees; @channel as ＠channel."""
    seen = without_unseen(text)
    return _MASS.sub("＠", seen) if "@" in seen else seen


def one_line(text: str) -> str:
    return _SPACES.sub(" ", safe_text(text)).strip()


def harmless(text: str) -> str:
    """For plain_text and rich_text, which are not escaped: what would be a mention in mrkdwn is none anywhere."""
    return _TOKEN.sub("＜", safe_text(text))


def escape(text: str) -> Markup:
    """For mrkdwn: & first, then < and >, and the four marks of bold, italic, strike and code."""
    safe = safe_text(text)
    if not _ANY_MARK.search(safe):  # as nearly all words of a plan
        return Markup(safe)
    return Markup(safe.translate(_MARKS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def shorten(text: str, most: int) -> str:
    """At most so many characters, with … where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shorten_markup(text: Markup, most: int) -> Markup:
    """The same for escaped text, never through the middle of an entity such as &amp;."""
    if len(text) <= most:
        return text
    return Markup(_ENTITY_CUT.sub("", text[: most - 1]).rstrip() + "…")


def bold(text: str) -> Markup:
    """One line in bold; nothing where there is nothing to say."""
    line = escape(one_line(text))
    return Markup(f"*{line}*") if line else Markup("―")


def lines(*parts: str) -> Markup:
    """Markup, one under the other; empty parts are left out."""
    return Markup("\n".join(part for part in parts if part))


_USER = re.compile(r"[UW][A-Z0-9]{4,20}")


def is_user(text: str) -> bool:
    """A Slack user id: U or W and capitals; a name that looks like one would only be shown as a mention."""
    return bool(_USER.fullmatch(text))


def person(user: str) -> Markup:
    """A mention for a Slack user id, which only Slack hands out; any other text as harmless words."""
    return Markup(f"<@{user}>") if is_user(user) else escape(one_line(user))


_CHANNEL = re.compile(r"[CGD][A-Z0-9]{4,20}")


def is_channel(text: str) -> bool:
    return bool(_CHANNEL.fullmatch(text))


def channel(id: str) -> Markup:
    """A link to a channel, which Slack shows by name only to those who may know it; other text as harmless words."""
    return Markup(f"<#{id}>") if is_channel(id) else escape(one_line(id))
