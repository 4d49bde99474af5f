"""`limits.toml` as rules: what it says of one field, of an object, and of an object by its type."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.blockkit import data
from bot.blockkit.shape import (
    Position,
    ShapeRule,
    Violations,
    any_of,
    anything,
    at_most_one,
    boolean,
    by_type,
    choice,
    every,
    exact_object,
    exactly_one,
    integer,
    items,
    nullable,
    number,
    only_on,
    string,
)

NO_LIMIT = 1_000_000
METADATA_CHARACTERS = 16_000  # Slack's guide speaks of 16 kB; the method's error has no figure
_ABOUT_FIELDS = {"surfaces": only_on, "any_of": any_of, "at_most_one": at_most_one, "exactly_one": exactly_one}


@cache
def limits() -> Mapping[str, Mapping[str, Any]]:
    """Group → name → fields, as the file has them."""
    return tomllib.loads((Path(__file__).parent / "limits.toml").read_text(encoding="utf-8"))


def kinds(group: str) -> list[str]:
    return [name for name in limits()[group] if name != "each"]


@cache
def rule(text: str) -> ShapeRule:
    """Raises ValueError or KeyError where the file says something that nothing here knows."""
    match text.split():
        case ["string", span]:
            return string(*_span(span)[::-1])
        case ["integer", span]:
            return integer(*_span(span))
        case ["list", span, *item]:
            return items(rule(" ".join(item)), *_span(span)[::-1])
        case ["plain" | "text" as kind, most]:
            return by_type(_text_objects(int(most), with_mrkdwn=kind == "text"))
        case ["choice", *allowed]:
            return choice(*allowed)
        case ["nullable", name]:
            return nullable(rule(name))
        case ["typed", *names]:
            return by_type({kind: one for name in names for kind, one in _by_type(name)})
        case [name]:
            return _WORDS.get(name) or _object(name)
    raise ValueError(text)


def _span(text: str) -> tuple[int, int]:
    least, most = text.split("-")
    return int(least), int(most) if most else NO_LIMIT


def _text_objects(most: int, *, with_mrkdwn: bool) -> dict[str, ShapeRule]:
    plain = {"plain_text": exact_object({"text": string(most, 1)}, {"emoji": boolean})}
    return plain | ({"mrkdwn": exact_object({"text": string(most, 1)}, {"verbatim": boolean})} if with_mrkdwn else {})


def _by_type(name: str) -> Iterable[tuple[str, ShapeRule]]:
    group, _, kind = name.partition(".")
    return [(one, rule(f"{group}.{one}")) for one in ([kind] if kind else kinds(group))]


def _object(name: str) -> ShapeRule:
    group, kind = name.split(".")
    declared = limits()[group][kind]
    if isinstance(declared, str):
        return rule(declared)
    own = fields_of(name)
    needed = {field: rule(text[2:]) for field, text in own.items() if text.startswith("! ")}
    shape = exact_object(needed, {field: rule(text) for field, text in own.items() if field not in needed})
    about = {key: make(*declared[key]) for key, make in _ABOUT_FIELDS.items() if key in declared}
    standing = [about.pop("surfaces")] if "surfaces" in about else []
    return every(*standing, shape, *about.values(), *_AS_A_WHOLE.get(name, ()))


def fields_of(name: str) -> dict[str, str]:
    """Field → rule, those of the sets it has as well before its own."""
    group, kind = name.split(".")
    declared = limits()[group][kind]
    shared = [*limits()[group].get("each", ()), *declared.get("with", ())]
    own = {field: text for field, text in declared.items() if field not in (*_ABOUT_FIELDS, "with")}
    return {field: text for part in (*map(fields_of, shared), own) for field, text in part.items()}


def _format(expression: str, wanted: str) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            yield place.wrong("format", f"must be {wanted}")

    return check


def _mapping(value: object, place: Position) -> Violations:
    if not isinstance(value, dict):
        yield place.wrong("type", "must provide an object")


def _not_posted_by_apps(value: object, place: Position) -> Violations:
    yield place.at("type").wrong("unsupported_type", "unsupported type: file")


def _divider_or_collapsible(value: object, place: Position) -> Violations:
    if isinstance(value, dict) and value.get("is_collapsible") and value.get("has_header_divider"):
        detail = "has_header_divider cannot be set when is_collapsible is true"
        yield place.at("has_header_divider").wrong("exclusive", detail)


def _metadata_size(value: object, place: Position) -> Violations:
    size = len(repr(value))
    if size > METADATA_CHARACTERS:
        yield place.wrong("metadata_too_large", "metadata is too large", METADATA_CHARACTERS, size)


def _header_of_text(value: object, place: Position) -> Violations:
    for index, cell in enumerate((data.rows_of(value) or [[]])[0]):
        yield from rule("typed cell.raw_text")(cell, place.at("rows", 0, index))


_WORDS: Mapping[str, ShapeRule] = {
    "anything": anything,
    "boolean": boolean,
    "number": number,
    "positive": data.positive,
    "mapping": _mapping,
    "not_posted_by_apps": _not_posted_by_apps,
    "date": _format(r"\d{4}-\d{2}-\d{2}", "a date in the format YYYY-MM-DD"),
    "time": _format(r"([01]\d|2[0-3]):[0-5]\d", "a time in the format HH:mm"),
    "numeral": _format(r"-?\d+(\.\d+)?", "a number in a string"),
}
_SERIES_CHART = (data.distinct_names, data.one_value_per_category)
_AS_A_WHOLE: Mapping[str, tuple[ShapeRule, ...]] = {
    "object.metadata": (_metadata_size,),
    "block.table": (data.budget(data.TABLE_CHARACTERS),),
    "outer.container": (_divider_or_collapsible,),
    "outer.data_table": (
        _header_of_text,
        data.rectangular,
        data.header_column_exists,
        data.budget(data.DATA_TABLE_CHARACTERS),
    ),
    "chart.line": _SERIES_CHART,
    "chart.bar": _SERIES_CHART,
    "chart.area": _SERIES_CHART,
    "chart_part.axes": (data.distinct_categories,),
}
"""What no single field shows."""
