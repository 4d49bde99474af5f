"""What other programs may ask, as one table: of it the HTTP routes, the OpenAPI document and the MCP tools are made.

What an operation takes and gives is read off the method of Queries that does it.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import NoneType
from typing import Any, Literal, get_args, get_type_hints

from msgspec import Struct
from pydantic import TypeAdapter

from bot.api.queries import Queries
from bot.config import WrongCallError
from bot.rights import Action

UNKNOWN_PARAMETER = "「{name}」という指定はありません。使えるのは {known} です。"
NO_VALUE = "「{name}」を指定してください。{text}"
ODD_VALUE = "「{name}」には、{kind}を指定してください。{text}"
_KINDS = {"string": "文字", "integer": "整数", "array": "文字の並び（配列）"}


class Parameter(Struct, frozen=True, kw_only=True):
    """`place`: where in a request of HTTP it stands. `schema`: JSON Schema, with what it says of itself."""

    name: str
    place: Literal["query", "path", "body"]
    schema: Mapping[str, Any]
    is_required: bool

    def parse(self, value: object) -> object:
        """A number may come as digits, as it does in an address. Raises WrongCallError."""
        match self.schema["type"], value:
            case "string", str():
                return value
            case "integer", bool():
                pass
            case "integer", int():
                return value
            case "integer", str() if value.isascii() and value.isdecimal() and len(value) < 10:
                return int(value)
            case "array", list() if all(isinstance(each, str) for each in value):
                return value
        raise self._wrong(ODD_VALUE)

    def missing(self) -> WrongCallError:
        return self._wrong(NO_VALUE)

    def _wrong(self, sentence: str) -> WrongCallError:
        kind, text = _KINDS[self.schema["type"]], self.schema["description"]
        return WrongCallError(sentence.format(name=self.name, kind=kind, text=text))


class Operation(Struct, frozen=True, dict=True):
    """`work`: a method of Queries. `posts`: what people ask is in no address, and so in no log of a proxy."""

    work: Callable[..., object]
    path: str
    summary: str
    action: Action = "ask"
    posts: bool = False

    @property
    def name(self) -> str:
        return self.work.__name__

    @property
    def method(self) -> Literal["GET", "POST"]:
        return "POST" if self.posts else "GET"

    @cached_property
    def _types(self) -> dict[str, Any]:
        return get_type_hints(self.work, include_extras=True)

    @cached_property
    def answer(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._types["return"])

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        _, *taken = inspect.signature(self.work).parameters.values()
        return tuple(self._parameter(one) for one in taken)

    def _parameter(self, one: inspect.Parameter) -> Parameter:
        named = self._types[one.name]
        given = [each for each in get_args(named) if each is not NoneType] if one.default is None else [named]
        return Parameter(
            name=one.name,
            place="path" if f"{{{one.name}}}" in self.path else "body" if self.posts else "query",
            schema=TypeAdapter(given[0]).json_schema(),
            is_required=one.default is inspect.Parameter.empty,
        )

    def schema(self) -> dict[str, Any]:
        """Of everything that it takes, as one object."""
        return {
            "type": "object",
            "properties": {one.name: dict(one.schema) for one in self.parameters},
            "required": [one.name for one in self.parameters if one.is_required],
            "additionalProperties": False,
        }

    def run(self, queries: Queries, sent: Mapping[str, object]) -> object:
        """With what somebody sent; what is null or empty was not. Raises WrongCallError, and what `work` raises."""
        given = {name: value for name, value in sent.items() if value not in (None, "")}
        known = {one.name: one for one in self.parameters}
        for name in sent:
            if name not in known:
                raise WrongCallError(UNKNOWN_PARAMETER.format(name=name, known="、".join(known)))
        for one in self.parameters:
            if one.is_required and one.name not in given:
                raise one.missing()
        return self.work(queries, **{name: known[name].parse(value) for name, value in given.items()})


OPERATIONS = (
    Operation(Queries.ask, "/v1/ask", "質問に一つ答える", posts=True),
    Operation(Queries.plan, "/v1/plan", "計画の構成"),
    Operation(Queries.projects, "/v1/projects", "事業の一覧"),
    Operation(Queries.project, "/v1/projects/{id}", "一つの事業と、その出典"),
    Operation(Queries.indicators, "/v1/indicators", "指標の一覧：値、進み具合、出典", "values"),
    Operation(Queries.indicator, "/v1/indicators/{id}", "一つの指標と、年度ごとの実績", "values"),
    Operation(Queries.review, "/v1/review", "一つの年度の検証表", "values"),
)
