"""The MCP server as the SDK's own client meets it, over both transports."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from bot.api.mcp_server import MCP_PATH, http_server
from bot.api.operations import OPERATIONS
from bot.api.readers import ReaderStore
from bot.api.server import ServerThread
from bot.app.programs import open_request_handler
from bot.config import BotError
from bot.config.clock import clock_at
from bot.config.slack_settings import SlackSettings
from bot.rights.table import BY_STANDING
from bot.values.plans import Plans
from knowledge.model.errors import DatabaseDownError
from tests.bot.api.conftest import NOW, Door
from tests.bot.conftest import Run
from tests.patience import PATIENCE_S
from tests.world import is_foreign

QUESTION = "定住誘導推進事業とは？"
CALLS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "plan": {},
    "projects": {"package": 3},
    "project": {"id": "p3-12"},
    "indicators": {"package": 1},
    "indicator": {"id": "k1-1"},
    "review": {"year": "令和5年度"},
}
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "「p9-99」という事業はありません。": ("project", {"id": "p9-99"}),
    "「question」を指定してください。": ("ask", {}),
    "「odd」という指定はありません。使えるのは question、context です。": ("ask", {"question": "q", "odd": 1}),
    "「question」には、文字を指定してください。": ("ask", {"question": 3}),
    "「context」には、文字の並び（配列）を指定してください。": ("ask", {"question": "q", "context": "p1-1"}),
    "「package」には、整数を指定してください。政策パッケージ（": ("projects", {"package": "三"}),
    "「bad」という状態はありません。": ("indicators", {"state": "bad"}),
}
"""What is told of a wrong call, as the API tells it."""
Told = dict[str, Any]
Calling = Callable[[Client], Awaitable[Told]]


async def call_all(client: Client) -> Told:
    tools = (await client.list_tools()).tools
    told: Told = {"": {tool.name: tool for tool in tools}}
    for name, given in CALLS.items():
        told[name] = await client.call_tool(name, given)
    for name, (tool, given) in WRONG.items():
        told[name] = await client.call_tool(tool, given)
    return told


@pytest.fixture
def url(door: Door, plans: Plans, tmp_path: Path) -> Iterator[str]:
    handler = open_request_handler(SlackSettings(), plans, clock_at(NOW), door.queue, door.noted)
    server = ServerThread(http_server(handler, door.readers), host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{server.start()}{MCP_PATH}"
    server.close()


def over_http(url: str, token: str, calling: Calling) -> Told:
    async def called() -> Told:
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=PATIENCE_S, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await calling(client)

    return asyncio.run(called())


def test_over_http_every_tool_answers_as_the_api_does(url: str, token: str, client: httpx.Client, door: Door) -> None:
    told = over_http(url, token, call_all)
    tools = told[""]
    assert set(tools) == {one.name for one in OPERATIONS} == set(CALLS)
    for name, tool in tools.items():
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (True, False, False), name
        assert tool.description
        assert tool.output_schema
        assert not told[name].is_error, told[name]
        assert json.loads(told[name].content[0].text) == told[name].structured_content
    asked = client.post("/v1/ask", json={"question": QUESTION}).json()
    for same in ("status", "items", "text", "sources", "context"):
        assert told["ask"].structured_content[same] == asked[same]
    assert told["indicator"].structured_content == client.get("/v1/indicators/k1-1").json()
    assert told["review"].structured_content == client.get("/v1/review?year=2023").json()
    for sentence in WRONG:
        assert told[sentence].is_error
        assert told[sentence].content[0].text.startswith(sentence)
    assert {(one.surface, one.user) for one in door.noted.done if one.surface == "mcp"} == {("mcp", "r1")}


def test_a_question_goes_on_from_what_was_shown(url: str, token: str) -> None:
    async def twice(client: Client) -> Told:
        first: Any = (await client.call_tool("ask", {"question": QUESTION})).structured_content
        more = await client.call_tool("ask", {"question": "KPIは？", "context": first["context"]})
        return dict(more.structured_content or {})

    assert over_http(url, token, twice)["items"][0]["kind"] == "kpi"


def test_an_unknown_tool_is_told_which_there_are(url: str, token: str) -> None:
    async def other(client: Client) -> Told:
        with pytest.raises(MCPError) as told:
            await client.call_tool("search", {})
        return {"told": told.value.message}

    known = "、".join(one.name for one in OPERATIONS)
    assert over_http(url, token, other)["told"] == f"「search」というツールはありません。使えるのは {known} です。"


def test_without_a_token_not_even_the_tools_are_told(url: str, door: Door) -> None:
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for headers in ({}, {"Authorization": "Bearer x"}):
        answer = httpx.post(url, json=listing, headers=headers, timeout=PATIENCE_S, trust_env=False)
        assert answer.status_code == 401
        assert answer.json()["error"].endswith("。")
    assert {one.outcome for one in door.noted.done} == {"forbidden:no_token"}


def test_readers_that_cannot_be_looked_up_are_told_in_a_sentence(
    url: str, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseDownError("db")

    monkeypatch.setattr(ReaderStore, "find", away)
    headers = {"Authorization": "Bearer x"}
    answer = httpx.post(url, json={}, headers=headers, timeout=PATIENCE_S, trust_env=False)
    assert (answer.status_code, answer.json()["error"]) == (503, str(DatabaseDownError("db")))
    assert {one.outcome for one in door.noted.done} == {"unavailable"}


def test_another_organisations_assistant_is_told_what_its_people_are(url: str, door: Door) -> None:
    _, token = door.readers.add("他市", "external", at=NOW)

    async def ask(client: Client) -> Told:
        return {"told": await client.call_tool("ask", {"question": QUESTION})}

    told = over_http(url, token, ask)["told"]
    assert told.is_error
    assert BY_STANDING["external"] in told.content[0].text


COMMAND = [sys.executable, "-c", "from bot.terminal.cli import main; main()"]


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not is_foreign(name)}
    return {**kept, "PYTHONPATH": ":".join(sys.path), "SENRYAKU_DATA": str(data)}


@pytest.mark.process
def test_over_standard_input_and_output_the_same_tools_answer(started_before: Path) -> None:
    async def called() -> Told:
        program, *arguments = COMMAND
        parameters = StdioServerParameters(command=program, args=[*arguments, "mcp"], env=environment(started_before))
        async with Client(stdio_client(parameters)) as client:
            return await call_all(client)

    told = asyncio.run(called())
    assert set(told[""]) == set(CALLS)
    assert told["ask"].structured_content["items"][0]["title"] == "定住誘導推進事業"
    assert all(not told[name].is_error for name in CALLS)
    assert all(told[sentence].is_error for sentence in WRONG)


@pytest.mark.process
def test_nothing_but_the_protocol_is_on_standard_output(started_before: Path) -> None:
    client = {"name": "test", "version": "1"}
    asked: list[Told] = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client},
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": CALLS["ask"]}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "ask", "arguments": {"odd": 1}}},
    ]
    with subprocess.Popen(
        [*COMMAND, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment(started_before), "SENRYAKU_LOG_LEVEL": "DEBUG"},
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        said: list[Told] = []
        for one in asked:
            program.stdin.write(json.dumps(one) + "\n")
            program.stdin.flush()
            if "id" in one:
                said.append(json.loads(program.stdout.readline()))
        program.stdin.close()
        rest, log = program.stdout.read(), program.stderr.read()
    assert [one["id"] for one in said] == [1, 2, 3]
    assert all(one["jsonrpc"] == "2.0" for one in said)
    assert rest == ""
    assert program.returncode == 0
    assert "surface=mcp" in log
    assert "Traceback" not in log
    assert QUESTION not in log


def test_where_the_library_is_missing_one_sentence_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.api.mcp_server", raising=False)
    for name in [name for name in sys.modules if name.split(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    ran = run("mcp")
    assert ran.code == 1
    assert ran.is_one_line
    assert "senryaku[mcp]" in ran.err


def test_a_port_is_for_http(run: Run) -> None:
    ran = run("mcp", "--port", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "--http" in ran.err


def test_errors_of_ours_are_known_by_their_sentence() -> None:
    """What `extra` lets through: a module of our own that is missing is a mistake, no missing library."""
    from bot.api.extras import extra

    with pytest.raises(ModuleNotFoundError), extra("mcp", "x"):
        raise ModuleNotFoundError(name="bot.nowhere")
    with pytest.raises(BotError), extra("mcp", "x"):
        raise ModuleNotFoundError(name="mcp.server")
