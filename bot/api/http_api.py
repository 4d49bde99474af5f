"""The HTTP API: a Starlette application over the request handler, with a token for each reader.

Everything it refuses is `{"error": "一文。"}` with the status that fits.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.api.openapi import openapi_document
from bot.api.operations import OPERATIONS, Operation
from bot.api.readers import ApiReader, ReaderStore
from bot.api.request_handler import NotServedError, RequestHandler, refusal_of
from bot.config.observer import AskedOver
from knowledge.model import KnowledgeError

DOCUMENT_PATH = "/openapi.json"
LARGEST_BODY = 100_000  # a question is cut at some thousand characters, and its context is ids
NOTHING_HERE = f"ここには何もありません。使える場所は {DOCUMENT_PATH} に書いてあります。"
WRONG_METHOD = "ここでは {method} を使えません。使い方は " + DOCUMENT_PATH + " に書いてあります。"
TOO_LONG_BODY = "送られたものが長すぎます。"
NO_OBJECT = '本文には {"question": "質問"} の形の JSON を書いてください。'


def http_api(handler: RequestHandler, readers: ReaderStore) -> Starlette:
    document = openapi_document()

    async def told(request: Request) -> Response:
        return JSONResponse(document)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        is_method = error.status_code == 405
        sentence = WRONG_METHOD.format(method=request.method) if is_method else NOTHING_HERE
        return JSONResponse({"error": sentence}, error.status_code, headers=error.headers)

    routes = [Route(one.path, _endpoint(one, handler, readers), methods=[one.method]) for one in OPERATIONS]
    return Starlette(
        routes=[Route(DOCUMENT_PATH, told, methods=["GET"]), *routes], exception_handlers={HTTPException: refused}
    )


def _endpoint(operation: Operation, handler: RequestHandler, readers: ReaderStore) -> Any:
    async def endpoint(request: Request) -> Response:
        try:
            reader = await asyncio.to_thread(signed_in, handler, readers, "api", operation.name, request.headers)
            asked = handler.handle(reader, "api", operation, await _sent(request, operation))
            return JSONResponse(await asyncio.wrap_future(asked), headers={"Cache-Control": "no-store"})
        except NotServedError as error:
            return refusal_response(error)

    return endpoint


def signed_in(
    handler: RequestHandler, readers: ReaderStore, over: AskedOver, kind: str, headers: Mapping[str, str]
) -> ApiReader:
    """Whose token it is. Raises NotServedError, which is counted as well: the readers may be out of reach."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    try:
        reader = readers.find(token.strip()) if scheme.lower() == "bearer" else None
    except KnowledgeError as error:
        raise handler.reject(over, kind, refusal_of(error)) from error
    if reader is None:
        raise handler.reject(over, kind)
    return reader


def refusal_response(error: NotServedError) -> Response:
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"error": error.sentence}, error.status, headers=headers)


async def _sent(request: Request, operation: Operation) -> dict[str, object]:
    """By name, as it came. Raises NotServedError."""
    body = await _body(request) if operation.posts else {}
    return {**dict(request.query_params), **request.path_params, **body}


async def _body(request: Request) -> dict[str, Any]:
    taken = bytearray()
    try:
        async for piece in request.stream():
            taken += piece
            if len(taken) > LARGEST_BODY:
                raise NotServedError(413, "wrong_call:too_long", TOO_LONG_BODY)
    except ClientDisconnect:
        raise _wrong(NO_OBJECT) from None
    try:
        sent = json.loads(taken)
    except (ValueError, RecursionError):
        raise _wrong(NO_OBJECT) from None
    if not isinstance(sent, dict):
        raise _wrong(NO_OBJECT)
    return sent


def _wrong(sentence: str) -> NotServedError:
    return NotServedError(400, "wrong_call", sentence)
