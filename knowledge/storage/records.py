"""What stands in a table is checked as it is read: fields there, of their types, of a version that is known.

    KINDS = {"opinions": reader(Opinion)}
    database = Database(folder, KINDS)
    database.find("opinions", key)       # None also where it cannot be read
    database.readable("opinions")        # the others are left out; doctor names them

A document says with `v` in which version of its kind it was written; without, it is the first. Later ones are not read.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from knowledge.model.fiscal import OF_CLOCKS, near_moment
from knowledge.model.quantity import LONGEST_AMOUNT

VERSION = 1
NO_VERSION = 0  # of what is no record at all
MOST_PLACES = 2 * LONGEST_AMOUNT  # before the point or behind it: what is longer came through no door of ours

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


class WrongFieldError(ValueError):
    """One field of a document holds what it cannot hold."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


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


def reader(kind: type[_Made]) -> Callable[[Mapping[str, Any]], _Made]:
    """Reads documents as a dataclass: fields that it has not are left out, missing ones need a default."""

    conversions = _fields(kind)

    def read(document: Mapping[str, Any]) -> _Made:
        read = {}
        for name, convert, is_needed in conversions:
            if name in document or is_needed:
                try:
                    read[name] = convert(document[name])
                except (ValueError, TypeError, ArithmeticError) as error:
                    raise WrongFieldError(name) from error
        return kind(**read)

    return read


def _fields(kind: type) -> tuple[tuple[str, Callable[[Any], Any], bool], ...]:
    """Name, conversion and whether it must be there."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, _conversion(hints[field.name]), field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    )


def _conversion(hint: Any) -> Callable[[Any], Any]:
    """From what JSON holds to what a field holds. Raises ValueError, TypeError or ArithmeticError."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return lambda value: inner[inner.index(value)]
    if origin in (Union, types.UnionType):
        (some,) = (_conversion(each) for each in inner if each is not types.NoneType)
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        each = _conversion(inner[0])
        return lambda value: tuple(each(one) for one in _typed(list, value))
    if hint in _FROM_TEXT:
        return lambda value: _FROM_TEXT[hint](_typed(str, value))
    if origin is None and issubclass(hint, int) and hint is not bool and hint is not int:
        return lambda value: hint(OF_CLOCKS[OF_CLOCKS.index(_typed(int, value))])
    return lambda value: _typed(origin or hint, value)


def _typed(kind: type[_Made], value: object) -> _Made:
    if type(value) is not kind:
        raise TypeError(kind)
    return value


def _amount(text: str) -> Decimal:
    value = Decimal(text)
    lowest = value.as_tuple().exponent
    if not isinstance(lowest, int) or lowest < -MOST_PLACES or value.adjusted() > MOST_PLACES:
        raise ValueError(text)
    return value


def _moment(text: str) -> datetime:
    return near_moment(datetime.fromisoformat(text))


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in OF_CLOCKS:
        raise ValueError(text)
    return day


_FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {Decimal: _amount, datetime: _moment, date: _day}
