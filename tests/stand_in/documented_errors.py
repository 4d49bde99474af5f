"""The errors that Slack documents, by method: what the stand-in may answer, and what an app must have a word for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.sandbox.api.web_api import RESPONSE_URL

_FILE = Path(__file__).with_suffix(".toml")


@cache
def documented_errors() -> Mapping[str, frozenset[str]]:
    """By the method's name, or RESPONSE_URL; what belongs to every method included."""
    declared = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    everywhere = frozenset(declared["any"].split())
    own = {name: frozenset(codes.split()) for name, codes in declared["methods"].items()}
    return {name: codes if name == RESPONSE_URL else codes | everywhere for name, codes in own.items()}


def check_documented(method: str, code: str) -> None:
    """Raises ValueError for an error that no app has to expect of that method."""
    if code not in documented_errors().get(method, frozenset()):
        raise ValueError(f"{method} has no documented error {code}")
