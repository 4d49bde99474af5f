"""`senryaku mcp`: the tools for assistants, over standard input and output or over HTTP."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.app.place import place_of, slack_of
from bot.app.wiring import open_plans
from bot.config import WrongCallError
from bot.config.settings import Settings
from bot.terminal.usage import with_settings

if TYPE_CHECKING:
    from bot.api.request_handler import RequestHandler

MCP_PORT = 8091

OverHttp = Annotated[bool, typer.Option("--http", help="標準入出力のかわりに HTTP（Streamable HTTP、/mcp）で答えます")]
McpPort = Annotated[
    int | None, typer.Option("--port", help=f"--http で待ち受けるポート（既定 {MCP_PORT}）", min=0, max=65535)
]


@with_settings
def mcp(settings: Settings, http: OverHttp = False, port: McpPort = None) -> None:
    """AI アシスタントに、戦略の事業・目標・KPI を読ませます（MCP サーバー。読み取り専用です）。

    標準入出力では、このコマンドを起動したプログラムが使います。--http では、読み手のトークン（token add）が要ります。
    """
    from bot.api.extras import extra

    if port is not None and not http:
        raise WrongCallError("--port は --http と一緒に指定してください。例: senryaku mcp --http --port 8091")
    with extra("mcp", "senryaku mcp"):
        from bot.api.mcp_server import http_server, run_local
    from bot.api.readers import LOCAL, ReaderStore
    from bot.app.programs import serve_until_stopped
    from bot.config.logs import set_up_logging

    slack, handler = slack_of(settings), _request_handler(settings)
    set_up_logging(slack.log_level, slack.log_format)
    if http:
        application = http_server(handler, ReaderStore(place_of(settings)))
        serve_until_stopped(application, slack, MCP_PORT if port is None else port)
        return
    run_local(handler, LOCAL)


def _request_handler(settings: Settings) -> "RequestHandler":
    from bot.app.programs import open_request_handler
    from bot.config.observer import Observer
    from bot.slack.job_queue import JobQueue

    slack = slack_of(settings)
    queue = JobQueue(workers=slack.workers, length=slack.queue_length)
    return open_request_handler(slack, open_plans(settings, records=False), settings.clock, queue, Observer())
