"""A digest as messages: the headline for the channel, then the thread."""

from bot.blockkit.parts import Message
from bot.digest import Digest


def digest_messages(digest: Digest) -> list[Message]:
    """The headline first, the others for its thread. Empty for a silent digest."""
    raise NotImplementedError


def preview_text(digest: Digest) -> str:
    """Everything that would be posted, as plain text of several lines; for a silent one, why it is."""
    raise NotImplementedError
