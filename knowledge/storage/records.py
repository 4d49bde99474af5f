"""What stands in a table is checked as it is read: fields there, of their types, of a version that is known.

    KINDS = {"opinions": reader(Opinion)}
    database = Database(folder, KINDS)
    database.find("opinions", key)       # None also where it cannot be read
    database.readable("opinions")        # the others are left out; doctor names them

A document says with `v` in which version of its kind it was written; without, it is the first. Later ones are not read.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from knowledge.model.base_json import WrongFieldError

VERSION = 1
NO_VERSION = 0  # of what is no record at all

ReadRecord = Callable[[Mapping[str, Any]], object]
"""Makes a record of a document, or raises: ValueError, TypeError, KeyError or ArithmeticError."""
Kinds = Mapping[str, ReadRecord]
"""By the first word of a table's name. A table that has none is read as it is."""

_Made = TypeVar("_Made")
_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_UNREADABLE = (ValueError, TypeError, KeyError, ArithmeticError, AttributeError)


def reader_of(kinds: Kinds, table: str) -> ReadRecord | None:
    return kinds.get(table.partition(" ")[0])


def trouble_with(document: object, read: ReadRecord) -> str:
    """Why it cannot be read, in Japanese; "" where it can."""
    return try_to_read(document, read)[1]


def try_to_read(document: object, read: Callable[[Mapping[str, Any]], _Made]) -> tuple[_Made | None, str]:
    """The record, or None and why it cannot be read."""
    if not isinstance(document, Mapping) or document.get("v") == NO_VERSION:
        return None, "記録の形をしていません"
    if document.get("v", VERSION) != VERSION:
        return None, "新しい版の senryaku が書いたものです"
    try:
        return read(document), ""
    except KeyError as error:
        return None, f"{error.args[0]} がありません"
    except WrongFieldError as error:
        return None, f"{error.field} を読めません"
    except _UNREADABLE:
        return None, "読めません"


def is_person_id(who: str) -> bool:
    """「U012ABC」, which stands for one person wherever it is written; a name may be anybody's."""
    return _ID.fullmatch(who) is not None


def holds_name(value: object, name: str) -> bool:
    """Whether a name or id stands anywhere in what was read of JSON: as a whole value, never a part of a word.

    「佐藤 花子（U012ABC）」 holds the id.
    """
    if isinstance(value, str):
        return value == name or (is_person_id(name) and value.endswith(f"（{name}）"))
    if isinstance(value, Mapping):
        return any(holds_name(each, name) for each in value.values())
    return isinstance(value, list) and any(holds_name(each, name) for each in value)


def with_name(value: Any, name: str, instead: str) -> Any:
    """A copy with `instead` where the name stands; in a list nothing stands in its place."""
    if isinstance(value, Mapping):
        return {key: with_name(each, name, instead) for key, each in value.items()}
    if isinstance(value, list):
        kept = (each for each in value if not (isinstance(each, str) and holds_name(each, name)))
        return [with_name(each, name, instead) for each in kept]
    return instead if holds_name(value, name) else value
