"""The OpenAPI document of the HTTP API, made of its table and of the types of what it answers."""

from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from bot.api.operations import OPERATIONS, Operation, Parameter

REFUSALS = {
    "400": "指定に誤りがあります。",
    "401": "トークンがないか、正しくありません。",
    "403": "この読み手にはお答えしていません。",
    "404": "その番号のものはありません。",
    "413": "送られたものが長すぎます。",
    "429": "混み合っているか、質問が多すぎます。",
    "503": "記録を読めません。",
}
ERROR = {
    "type": "object",
    "title": "Error",
    "description": "断りの言葉。一文です。",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
}


def openapi_document() -> dict[str, Any]:
    """Version 3.1 of the format, whose schemas are JSON Schema as pydantic writes it."""
    kinds: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (operation.name, "serialization", operation.answer) for operation in OPERATIONS
    ]
    made, shared = TypeAdapter.json_schemas(kinds, ref_template="#/components/schemas/{model}")
    schemas = shared.get("$defs", {})
    answers = {name: schema for (name, _), schema in made.items()}
    paths = {one.path: {one.method.lower(): _operation(one, answers)} for one in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "senryaku",
            "version": version("senryaku"),
            "description": "自治体の総合戦略の事業・目標・KPI に、出典を添えて答えます。書き込みはできません。",
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": ERROR},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "senryaku token add で作ったトークン。",
                }
            },
        },
    }


def _operation(operation: Operation, answers: dict[Any, Any]) -> dict[str, Any]:
    refusals = {
        status: {"description": text, "content": _json({"$ref": "#/components/schemas/Error"})}
        for status, text in REFUSALS.items()
    }
    answer = {"description": operation.summary, "content": _json(answers[operation.name])}
    made = {"operationId": operation.name, "summary": operation.summary, "responses": {"200": answer, **refusals}}
    if operation.posts:
        return {
            **made,
            "requestBody": {"required": True, "content": _json({"title": "Question", **operation.schema()})},
        }
    return {**made, "parameters": [_parameter(one) for one in operation.parameters]}


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = dict(one.schema)
    text = schema.pop("description")
    return {"name": one.name, "in": one.place, "required": one.is_required, "description": text, "schema": schema}
