"""Records as plain JSON values and back: any dataclass, and a knowledge base as `kb export` prints it and the disk
keeps it.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from knowledge.model.fiscal import OF_CLOCKS, FiscalYear, near_moment
from knowledge.model.quantity import LONGEST_AMOUNT
from knowledge.model.records import UNREAD_PAGE, Finding, KnowledgeBase

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
    """One field of a document holds what it cannot hold."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


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


def as_plain(value: Any) -> Any:
    """A dataclass as plain JSON values, with decimals as strings."""
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_plain(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return int(value) if isinstance(value, FiscalYear) else value


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
    if isinstance(hint, type) and is_dataclass(hint):
        return reader(hint)
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
