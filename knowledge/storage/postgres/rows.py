"""A record as a row and back: what is read is what was written, to the letter.

A field goes into the column of its name, as the column's type. Where reading the column would not give the same again,
the field stands in `rest` as well, which has the last word.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from psycopg.types.json import Json

from knowledge.model.quantity import LONGEST_AMOUNT

_JSON = partial(json.dumps, separators=(",", ":"), allow_nan=False)  # ASCII alone: half an emoji is no UTF-8
_LARGEST = 2**63
_UNFIT = object()


def to_row(document: Mapping[str, Any], columns: Mapping[str, str]) -> list[Any]:
    """A value for each column, then `rest`. `columns`: type by name."""
    rest = dict(document)
    row: list[Any] = []
    for name, kind in columns.items():
        value = _INTO[kind](document[name]) if name in document and document[name] is not None else _UNFIT
        if value is _UNFIT:
            row.append(None)
            continue
        row.append(Json(value, _JSON) if kind == "json" else value)
        if _same(_back(kind, value), document[name]):
            del rest[name]
    return [*row, Json(rest, _JSON) if rest else None]


def from_row(row: tuple[Any, ...], columns: Mapping[str, str]) -> dict[str, Any]:
    """`row`: the columns, then `rest`."""
    found = {
        name: _back(kind, value)
        for (name, kind), value in zip(columns.items(), row[:-1], strict=True)
        if value is not None
    }
    return found | (row[-1] or {})


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _back(kind: str, value: Any) -> Any:
    match kind:
        case "timestamp with time zone":
            return value.astimezone(UTC).isoformat()
        case "date":
            return value.isoformat()
        case "numeric":
            return str(value)
        case _:
            return value


def _text(value: object) -> object:
    is_fit = isinstance(value, str) and "\0" not in value and value == value.encode("utf-8", "ignore").decode()
    return value if is_fit else _UNFIT


def _whole(value: object) -> object:
    return value if type(value) is int and -_LARGEST <= value < _LARGEST else _UNFIT


def _small(value: object) -> object:
    return value if type(value) is int and -(2**31) <= value < 2**31 else _UNFIT


def _yes_or_no(value: object) -> object:
    return value if isinstance(value, bool) else _UNFIT


def _moment(value: object) -> object:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else _UNFIT
    except (ValueError, OverflowError):
        return _UNFIT


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _UNFIT
    except ValueError:
        return _UNFIT


def _amount(value: object) -> object:
    """As the server gives it back: 「1E+3」 as 1000, and no zero below zero."""
    try:
        amount = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        return _UNFIT
    if not amount.is_finite() or abs(amount.adjusted()) > LONGEST_AMOUNT or len(str(value)) > 2 * LONGEST_AMOUNT:
        return _UNFIT
    plain = Decimal(format(amount, "f"))
    return abs(plain) if plain.is_zero() else plain


_INTO: Mapping[str, Callable[[object], object]] = {
    "text": _text,
    "bigint": _whole,
    "integer": _small,
    "boolean": _yes_or_no,
    "timestamp with time zone": _moment,
    "date": _day,
    "numeric": _amount,
    "json": lambda value: value,
}
