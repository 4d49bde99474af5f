"""Libraries that only some doors need: imported when such a door is opened, and named where they are missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config import BotError

MISSING = "{what}には、追加の部品が要ります。「make extras」か「pip install 'senryaku[{extra}]'」で入れてください。"


@contextmanager
def extra(name: str, what: str) -> Iterator[None]:
    """Around the import of what an extra of pyproject.toml brings. BotError where it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in ("bot", "knowledge"):
            raise
        raise BotError(MISSING.format(what=what, extra=name)) from error
