"""The vocabulary in which the tables are written.

A rule looks at one JSON value at one place and yields what Slack would refuse there. Rules know no state and
no clock; the tables in the other files of this folder are nothing but rules put together.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Surface = Literal["message", "modal", "home"]
Violations = Iterator["Violation"]
ShapeRule = Callable[[object, "Position"], Violations]


class Violation(Struct, frozen=True, kw_only=True):
    """One refusal. `str()` of it is the line that Slack puts into `response_metadata.messages`.

    `pointer` is an RFC 6901 JSON pointer. `limit` and `found` stand where something was counted.
    """

    pointer: str
    code: str
    detail: str
    limit: int | None = None
    found: int | None = None

    def __str__(self) -> str:
        return f"[ERROR] {self.detail} [json-pointer:{self.pointer}]"


class Position(Struct, frozen=True, kw_only=True):
    """Where a value stands and under which conditions it is judged.

    `margin` (0 to 1) shrinks limits on characters, never on counts of things: the unit in which Slack counts
    Japanese and emoji is unconfirmed, the number of rows is not. `unsupported` are block types that the
    workspace does not know yet.
    """

    surface: Surface
    pointer: str = ""
    margin: float = 0.0
    unsupported: frozenset[str] = frozenset()

    def at(self, *keys: str | int) -> "Position":
        """The place of a part."""
        steps = "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)
        return replace(self, pointer=self.pointer + steps)

    def characters(self, most: int) -> int:
        return int(most * (1 - self.margin) + 1e-9)  # 3000 * 0.9 is 2700, not 2699.99…

    def wrong(self, code: str, detail: str, limit: int | None = None, found: int | None = None) -> Violation:
        return Violation(pointer=self.pointer, code=code, detail=detail, limit=limit, found=found)


def anything(value: object, place: Position) -> Violations:
    """For fields whose shape no source settles."""
    yield from ()


def boolean(value: object, place: Position) -> Violations:
    if not isinstance(value, bool):
        yield place.wrong("type", "must provide a boolean")


def number(value: object, place: Position) -> Violations:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield place.wrong("type", "must provide a number")


def integer(least: int, most: int) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if isinstance(value, bool) or not isinstance(value, int):
            yield place.wrong("type", "must provide an integer")
        elif not least <= value <= most:
            yield place.wrong("range", f"must be between {least} and {most}", most, value)

    return check


def string(most: int, least: int = 0) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if not isinstance(value, str):
            yield place.wrong("type", "must provide a string")
        elif len(value) < least:
            yield place.wrong("min_length", f"must be more than {least - 1} characters", least, len(value))
        elif len(value) > (limit := place.characters(most)):
            yield place.wrong("max_length", f"must be less than {limit + 1} characters", limit, len(value))

    return check


def choice(*allowed: object) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if value not in allowed:
            yield place.wrong("choice", f"must be one of: {', '.join(map(str, allowed))}")

    return check


def items(rule: ShapeRule, most: int, least: int = 1) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if not isinstance(value, list):
            yield place.wrong("type", "must provide an array")
            return
        if len(value) < least:
            yield place.wrong("min_items", f"no fewer than {least} items required", least, len(value))
        if len(value) > most:
            yield place.wrong("max_items", f"no more than {most} items allowed", most, len(value))
        for index, item in enumerate(value):
            yield from rule(item, place.at(index))

    return check


def every(*rules: ShapeRule) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        for rule in rules:
            yield from rule(value, place)

    return check


def nullable(rule: ShapeRule) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if value is not None:
            yield from rule(value, place)

    return check


def only_on(*surfaces: Surface) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if place.surface not in surfaces:
            kind = value.get("type") if isinstance(value, dict) else value
            yield place.at("type").wrong("surface", f"unsupported type: {kind}")

    return check


Fields = Mapping[str, ShapeRule]


def exact_object(required: Fields | None = None, optional: Fields | None = None) -> ShapeRule:
    """An object with exactly these fields. A field that Slack does not know is refused, as Slack does."""
    needed = required or {}
    known = {"type": anything, **(optional or {}), **needed}

    def check(value: object, place: Position) -> Violations:
        if not isinstance(value, dict):
            yield place.wrong("type", "must provide an object")
            return
        for name in needed:
            if value.get(name) is None:
                yield place.wrong("required", f"missing required field: {name}")
        for name, item in value.items():
            if name not in known:
                yield place.wrong("unknown_field", f"invalid additional property: {name}")
            elif name not in needed or item is not None:
                yield from known[name](item, place.at(name))

    return check


def any_of(*names: str) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if isinstance(value, dict) and not any(value.get(name) is not None for name in names):
            yield place.wrong("required", f"missing required field: one of {', '.join(names)}")

    return check


def at_most_one(*names: str) -> ShapeRule:
    def check(value: object, place: Position) -> Violations:
        if isinstance(value, dict) and sum(value.get(name) is not None for name in names) > 1:
            yield place.wrong("exclusive", f"only one of {', '.join(names)} may be set")

    return check


def exactly_one(*names: str) -> ShapeRule:
    return every(any_of(*names), at_most_one(*names))


def by_type(table: Mapping[str, ShapeRule]) -> ShapeRule:
    """An object whose `type` says which rule of the table holds."""

    def check(value: object, place: Position) -> Violations:
        if not isinstance(value, dict):
            yield place.wrong("type", "must provide an object")
        elif "type" not in value:
            yield place.wrong("required", "missing required field: type")
        elif not isinstance(kind := value["type"], str) or kind not in table or kind in place.unsupported:
            yield place.at("type").wrong("unsupported_type", f"unsupported type: {kind}")
        else:
            yield from table[kind](value, place)

    return check
