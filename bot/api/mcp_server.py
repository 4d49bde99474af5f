"""The MCP server: the operations of the HTTP API as tools for assistants, over standard input and output or over HTTP.

Over HTTP each reader shows its token, as at the API; over standard input and output it is whoever started the program.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version
from typing import Annotated, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.api.desk import Desk, NotServedError
from bot.api.http_api import authorised, refusal_response
from bot.api.objects import (
    AnswerObject,
    IndicatorInFullObject,
    IndicatorsObject,
    PlanObject,
    ProjectInFullObject,
    ProjectsObject,
    ReviewObject,
)
from bot.api.operations import OPERATIONS
from bot.api.queries import Queries
from bot.api.readers import ApiReader, ReaderStore
from bot.rights import Deed

MCP_PATH = "/mcp"
ABOUT = (
    "自治体の総合戦略（まち・ひと・しごと創生など）の事業・目標・KPI に、計画の本文と登録された実績から答えます。"
    "答えにあるものだけを使い、sources の出典（ページと行、本文の文）を添えてください。"
    "答えがないとき（status が not_found）は、ないと伝え、near があれば近い記載として示してください。"
    "「架空」とある値は、試しに入れたものです。"
)
ONLY_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

# By a name of somebody else's a page could make a browser call this machine, but not with a token; and behind a proxy
# the name is the city's own.
ANY_HOST = TransportSecuritySettings(enable_dns_rebinding_protection=False)

ReaderIn = Callable[[Context], Awaitable[ApiReader]]
_Answer = TypeVar("_Answer")
_PlanId = Annotated[str | None, Field(description="計画の ID。なければ、いま計画期間にあるもの。")]
_PackageNumber = Annotated[int | None, Field(description="政策パッケージの番号。")]


def mcp_server(desk: Desk, reader_in: ReaderIn) -> MCPServer:
    """`reader_in`: who asks, by what a call brings along. Raises NotServedError for nobody."""
    server = MCPServer("senryaku", title="戦略ボット", instructions=ABOUT, version=version("senryaku"))

    async def done(context: Context, name: str, deed: Deed, work: Callable[[Queries], _Answer]) -> _Answer:
        try:
            reader = await reader_in(context)
            return await asyncio.wrap_future(desk.do(reader, "mcp", name, deed, work))
        except NotServedError as error:
            raise ToolError(error.sentence) from error

    async def ask(
        context: Context,
        question: Annotated[str, Field(description="質問の文。日本語のままで。例「移住支援の事業は？」")],
        shown_before: Annotated[list[str] | None, Field(description="続きの質問のとき、前の答えの context。")] = None,
    ) -> AnswerObject:
        return await done(context, "ask", "ask", lambda queries: queries.ask(question, shown_before or ()))

    async def plan(context: Context, plan: _PlanId = None) -> PlanObject:
        return await done(context, "plan", "ask", lambda queries: queries.plan(plan))

    async def projects(
        context: Context,
        package: _PackageNumber = None,
        goal: Annotated[int | None, Field(description="基本目標の番号。")] = None,
        plan: _PlanId = None,
    ) -> ProjectsObject:
        return await done(context, "projects", "ask", lambda queries: queries.projects(package, goal, plan))

    async def project(
        context: Context, id: Annotated[str, Field(description="事業の ID。例 p3-12。")], plan: _PlanId = None
    ) -> ProjectInFullObject:
        return await done(context, "project", "ask", lambda queries: queries.project(id, plan))

    async def indicators(
        context: Context,
        state: Annotated[str | None, Field(description="進み具合の状態。例「遅れ」。")] = None,
        package: _PackageNumber = None,
        plan: _PlanId = None,
    ) -> IndicatorsObject:
        return await done(context, "indicators", "values", lambda queries: queries.indicators(state, package, plan))

    async def indicator(
        context: Context, id: Annotated[str, Field(description="指標の ID か名前。例 k1-1。")], plan: _PlanId = None
    ) -> IndicatorInFullObject:
        return await done(context, "indicator", "values", lambda queries: queries.indicator(id, plan))

    async def review(
        context: Context, year: Annotated[str, Field(description="年度。例 2023、令和5年度。")], plan: _PlanId = None
    ) -> ReviewObject:
        return await done(context, "review", "values", lambda queries: queries.review(year, plan))

    summaries = {one.name: one.summary for one in OPERATIONS}
    for tool in (ask, plan, projects, project, indicators, indicator, review):
        about = summaries[tool.__name__]
        server.add_tool(tool, title=about, description=about, annotations=ONLY_READS, structured_output=True)
    return server


def local_server(desk: Desk, reader: ApiReader) -> MCPServer:
    """For whoever started the program."""

    async def reader_in(_: Context) -> ApiReader:
        return reader

    return mcp_server(desk, reader_in)


def http_server(desk: Desk, readers: ReaderStore) -> ASGIApp:
    """At MCP_PATH, for readers with a token. It keeps no sessions: each call stands by itself."""

    async def reader_of_headers(headers: Mapping[str, str] | None) -> ApiReader:
        found = await asyncio.to_thread(authorised, headers or {}, readers)
        if found is None:
            raise desk.turn_away("mcp", "mcp")
        return found

    async def reader_in(context: Context) -> ApiReader:
        return await reader_of_headers(context.headers)

    server = mcp_server(desk, reader_in)
    application = server.streamable_http_app(
        streamable_http_path=MCP_PATH, json_response=True, stateless_http=True, transport_security=ANY_HOST
    )

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing is told without a token, not even which tools there are."""
        if scope["type"] == "http":
            try:
                await reader_of_headers(Headers(scope=scope))
            except NotServedError as error:
                await refusal_response(error)(scope, receive, send)
                return
        await application(scope, receive, send)

    return guarded
