"""Records as plain JSON values and back: any Struct, and a knowledge base as `kb export` prints it and the disk
keeps it.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct, convert, to_builtins
from msgspec.structs import fields

from knowledge.model.errors import BadDataFileError
from knowledge.model.fiscal import OF_CLOCKS, FiscalYear, near_moment
from knowledge.model.quantity import LONGEST_AMOUNT
from knowledge.model.records import UNREAD_PAGE, Finding, KnowledgeBase
from knowledge.model.structs import replace

MOST_PLACES = 2 * LONGEST_AMOUNT  # before the point or behind it: what is longer came through no door of ours
_Made = TypeVar("_Made")


def to_json(base: KnowledgeBase) -> dict[str, Any]:
    """The shape of `kb export`: plain JSON values, decimals as strings; left out is what only some plans print."""
    exported: dict[str, Any] = as_plain(base)
    for project in (project for package in exported["packages"] for project in package["projects"]):
        if not project["notes"]:
            del project["notes"]
    of_some = [(one, "known") for one in _indicators(exported)]
    of_some += [(one, "unread_page") for one in exported["report"]["findings"]]
    for record, name in of_some:
        if record[name] is None:
            del record[name]
    return exported


def _indicators(exported: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if population := exported["strategy"]["population_target"]:
        yield population
    for goal in exported["goals"]:
        yield from goal["targets"]
    for package in exported["packages"]:
        yield from package["kpis"]


def from_json(exported: Mapping[str, Any]) -> KnowledgeBase:
    """The inverse of `to_json`. Raises ValueError or KeyError on anything else."""
    base = _read()(exported)
    findings = tuple(map(_with_page, base.report.findings))
    return base if findings == base.report.findings else replace(base, report=replace(base.report, findings=findings))


def _with_page(finding: Finding) -> Finding:
    """What an older release stored: only the sentence says which page was not read."""
    page = finding.message.partition("ページは")[0]
    is_unread = finding.unread_page is None and finding.message.endswith(UNREAD_PAGE) and page.isdecimal()
    return replace(finding, unread_page=int(page)) if is_unread else finding


@cache
def _read() -> Callable[[Mapping[str, Any]], KnowledgeBase]:
    return reader(KnowledgeBase)


class WrongFieldError(ValueError):
    """One field of a document, or one of many, holds what it cannot hold; its cause says more."""

    def __init__(self, field: str | int) -> None:
        super().__init__(field)
        self.field = field


_WRONG = (ValueError, TypeError, ArithmeticError, KeyError)


def reader(kind: type[_Made]) -> Callable[[Mapping[str, Any]], _Made]:
    """Reads documents as a Struct: fields that it has not are left out, missing ones need a default."""

    conversions = _fields(kind)

    def read(document: Mapping[str, Any]) -> _Made:
        read = {}
        for name, read_field, is_needed in conversions:
            if name in document or is_needed:
                held = document[name]
                try:
                    read[name] = read_field(held)
                except _WRONG as error:
                    raise WrongFieldError(name) from error
        return kind(**read)

    return read


def checked(data: object, shape: type[_Made], path: Path) -> _Made:
    """What a data file holds, as records. BadDataFileError names the first mistake: where it stands, what is amiss."""
    places: list[str | int] = []
    try:
        made: _Made = _conversion(shape)(data)
        return made
    except _WRONG as error:
        wrong: BaseException | None = error
    while isinstance(wrong, WrongFieldError):
        places.append(wrong.field)
        wrong = wrong.__cause__
    places += wrong.args if isinstance(wrong, KeyError) else ()
    place = " の ".join(f"{part + 1} 番目" if isinstance(part, int) else part for part in places) or "全体"
    amiss = "ありません" if isinstance(wrong, KeyError) else "正しい形ではありません"
    raise BadDataFileError(str(path), f"{place} が{amiss}")


def as_plain(value: Any) -> Any:
    """A Struct as plain JSON values, with decimals as strings and moments in UTC."""
    if isinstance(value, Struct):
        return {name: as_plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [as_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, time | timedelta):
        return to_builtins(value)
    if isinstance(value, Decimal):
        return str(value)
    return int(value) if isinstance(value, FiscalYear) else value


def _fields(kind: type) -> tuple[tuple[str, Callable[[Any], Any], bool], ...]:
    """Name, conversion and whether it must be there."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, _conversion(hints[field.name]), field.required) for field in fields(kind))


def _conversion(hint: Any) -> Callable[[Any], Any]:
    """From what JSON or TOML holds to what a field holds. Raises ValueError, TypeError, ArithmeticError or KeyError."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return reader(hint)
    if origin is Literal:
        return lambda value: inner[inner.index(value)]
    if origin is Annotated:  # with bounds
        read = _conversion(inner[0])
        return lambda value: convert(read(value), hint)
    if origin in (Union, types.UnionType):
        (some,) = (_conversion(each) for each in inner if each is not types.NoneType)
        return lambda value: None if value is None else some(value)
    if origin is tuple and inner[-1] is not ...:
        return lambda value: convert(_typed(list, value), hint)
    if origin is tuple:
        each = _conversion(inner[0])
        return lambda value: tuple(_part(each, *part) for part in enumerate(_typed(list, value)))
    if origin is dict and inner[1] is not Any:
        held = _conversion(inner[1])
        return lambda value: {name: _part(held, name, one) for name, one in _typed(dict, value).items()}
    if hint in _FROM_TEXT:
        return lambda value: _FROM_TEXT[hint](_typed(str, value))
    if origin is None and issubclass(hint, int) and hint is not bool and hint is not int:
        return lambda value: hint(OF_CLOCKS[OF_CLOCKS.index(_typed(int, value))])
    return lambda value: _typed(origin or hint, value)


def _part(read: Callable[[Any], Any], place: str | int, value: object) -> Any:
    try:
        return read(value)
    except _WRONG as error:
        raise WrongFieldError(place) from error


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


_FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {
    Decimal: _amount,
    datetime: _moment,
    date: _day,
    time: time.fromisoformat,
    timedelta: lambda text: convert(text, timedelta),
}
