"""The MCP server: the operations of the HTTP API as tools for assistants, over standard input and output or over HTTP.

Over HTTP each reader shows its token, as at the API; over standard input and output it is whoever started the program.
"""

import asyncio
import json
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, cast

from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.api.http_api import refusal_response, signed_in
from bot.api.operations import OPERATIONS, Operation
from bot.api.readers import ApiReader, ReaderStore
from bot.api.request_handler import NotServedError, RequestHandler

MCP_PATH = "/mcp"
ABOUT = (
    "自治体の総合戦略（まち・ひと・しごと創生など）の事業・目標・KPI に、計画の本文と登録された実績から答えます。"
    "答えにあるものだけを使い、sources の出典（ページと行、本文の文）を添えてください。"
    "答えがないとき（status が not_found）は、ないと伝え、near があれば近い記載として示してください。"
    "続きの質問には、前の答えの context を渡してください。"
    "「架空」とある値は、試しに入れたものです。"
)
NO_TOOL = "「{name}」というツールはありません。使えるのは {known} です。"
ONLY_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
READER = "senryaku.reader"
"""In the scope of a request: who asks."""

# By a name of somebody else's a page could make a browser call this machine, but not with a token; and behind a proxy
# the name is the city's own.
ANY_HOST = TransportSecuritySettings(enable_dns_rebinding_protection=False)

_Context = ServerRequestContext[Any, Any]


def _server(handler: RequestHandler, reader_in: Callable[[_Context], ApiReader]) -> Server[Any]:
    """`reader_in`: who asks, by what a call brings along."""
    operations = {one.name: one for one in OPERATIONS}
    tools = [_tool(one) for one in OPERATIONS]

    async def told(context: _Context, page: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def called(context: _Context, call: CallToolRequestParams) -> CallToolResult:
        operation = operations.get(call.name)
        if operation is None:
            raise MCPError(INVALID_PARAMS, NO_TOOL.format(name=call.name, known="、".join(operations)))
        try:
            found = await asyncio.wrap_future(
                handler.handle(reader_in(context), "mcp", operation, call.arguments or {})
            )
        except NotServedError as error:
            return CallToolResult(content=[TextContent(text=error.sentence)], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return CallToolResult(content=[TextContent(text=text)], structured_content=cast("dict[str, Any]", found))

    return Server(
        "senryaku",
        title="戦略ボット",
        instructions=ABOUT,
        version=version("senryaku"),
        on_list_tools=told,
        on_call_tool=called,
    )


def _tool(operation: Operation) -> Tool:
    return Tool(
        name=operation.name,
        title=operation.summary,
        description=operation.summary,
        input_schema=operation.schema(),
        output_schema=operation.answer.json_schema(mode="serialization"),
        annotations=ONLY_READS,
    )


def run_local(handler: RequestHandler, reader: ApiReader) -> None:
    """Over standard input and output, for whoever started the program, until its input ends."""
    server = _server(handler, lambda _: reader)

    async def served() -> None:
        async with stdio_server() as (said, answers):
            await server.run(said, answers, server.create_initialization_options())

    asyncio.run(served())


def http_server(handler: RequestHandler, readers: ReaderStore) -> ASGIApp:
    """At MCP_PATH, for readers with a token. It keeps no sessions: each call stands by itself."""
    server = _server(handler, lambda context: cast("Request", context.request).scope[READER])
    application = server.streamable_http_app(
        streamable_http_path=MCP_PATH, json_response=True, stateless_http=True, transport_security=ANY_HOST
    )

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing is told without a token, not even which tools there are."""
        if scope["type"] == "http":
            try:
                reader = await asyncio.to_thread(signed_in, handler, readers, "mcp", "mcp", Headers(scope=scope))
            except NotServedError as error:
                await refusal_response(error)(scope, receive, send)
                return
            scope = {**scope, READER: reader}
        await application(scope, receive, send)

    return guarded
