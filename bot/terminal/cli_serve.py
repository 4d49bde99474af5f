"""`senryaku serve`, `manifest` and `doctor`: the bot in Slack, its app, and whether all is well."""

import os
import sys
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.app import open_catalog
from bot.app.place import place_of, slack_of
from bot.app.plans import held_plans
from bot.app.wiring import open_engine, open_plans
from bot.config import BotError, WrongCallError
from bot.config.garbage_collection import use_one_arena
from bot.config.retention import privacy_lines
from bot.config.settings import Settings
from bot.config.slack_settings import SlackSettings, read_slack_settings
from bot.terminal.output import print_json
from bot.terminal.usage import with_settings
from knowledge.model import KnowledgeError
from knowledge.wording.example_questions import OF_ANY_PLAN, theme_question

HTTP_PORT = 3000
API_OF_ONE = (
    "いくつものワークスペースで使うとき、API はワークスペースごとに別のプログラムとして動かします。"
    "例: senryaku serve --api --workspace T012ABC"
)

AsManifestJson = Annotated[bool, typer.Option("--json", help="JSON で出力します")]
Http = Annotated[bool, typer.Option("--http", help="Socket Mode のかわりに HTTP で Slack からの知らせを受けます")]
Port = Annotated[int, typer.Option("--port", help="--http で待ち受けるポート", min=0, max=65535)]


Api = Annotated[bool, typer.Option("--api", help="ほかのプログラムからの質問にも答えます（読むだけの HTTP API）")]
ApiPort = Annotated[
    int | None, typer.Option("--api-port", help="--api で待ち受けるポート（SENRYAKU_API_PORT）", min=0, max=65535)
]


@with_settings
def serve(
    settings: Settings, http: Http = False, port: Port = HTTP_PORT, api: Api = False, api_port: ApiPort = None
) -> None:
    """Slack ボットを動かします。止めるには Ctrl+C か SIGTERM を送ります。

    --api を付けると、HTTP API（/openapi.json に使い方）も開きます。Slack のトークンがなければ API だけを動かします。
    """
    slack = read_slack_settings()
    api = api or slack.api
    if not api and api_port is not None:
        raise WrongCallError("--api-port は --api と一緒に指定してください。例: senryaku serve --api --api-port 8090")
    served = (slack.api_port if api_port is None else api_port) if api else None
    if slack.serves_many and (settings.workspace or api) and (http or not (settings.workspace and api)):
        raise WrongCallError(API_OF_ONE)
    serve_bot(settings, slack, port if http else None, served)


def serve_bot(
    settings: Settings, slack: SlackSettings, http_port: int | None = None, api_port: int | None = None
) -> None:
    """With the API on a port; alone where there are no tokens of Slack. For all workspaces where each has its own."""
    from bot.app.serve import RunningBot, run_bot
    from bot.config.logs import set_up_logging

    use_one_arena()
    set_up_logging(slack.log_level, slack.log_format)
    if slack.serves_many and api_port is None:
        from bot.app.workspaces_front import HTTP_ALONE, run_workspaces

        if http_port is None:
            raise BotError(HTTP_ALONE)
        run_workspaces(settings, slack, http_port)
        return
    data, clock, place = settings.data, settings.clock, place_of(settings)
    if api_port is None:
        run_bot(slack, data, lambda: open_plans(settings), clock, http_port=http_port, place=place)
        return
    from bot.api.server import ServerThread
    from bot.app.programs import open_request_handler, run_api, start_api

    def beside(bot: RunningBot) -> ServerThread:
        services = bot.services
        handler = open_request_handler(slack, services.plans, services.clock, services.queue, services.observer)
        return start_api(handler, slack, place, api_port)[0]

    if slack.bot_token is None and http_port is None:
        run_api(slack_of(settings), place, lambda: open_plans(settings), clock, api_port)
    else:
        run_bot(slack, data, lambda: open_plans(settings), clock, http_port=http_port, place=place, beside=beside)


Url = Annotated[str | None, typer.Option("--url", help="HTTP で動かすときの Request URL。例 https://…/slack/events")]
Agent = Annotated[bool, typer.Option("--agent", help="エージェント表示（有料プラン）を加えます")]


Steps = Annotated[bool, typer.Option("--steps", help="ワークフロービルダーのステップ（有料プラン）を加えます")]
UnfoldLinks = Annotated[
    bool, typer.Option("--links", help="ウェブサイト（SENRYAKU_SITE_URL）へのリンクをカードで示す権限を加えます")
]
ForWorkspaces = Annotated[
    bool, typer.Option("--workspaces", help="いくつものワークスペースに追加できるよう、追加のあとの戻り先を加えます")
]
NO_URL = "--workspaces には --url が要ります。例: --url https://…/slack/events"
NO_SITE = "--links には、ウェブサイトの場所が要ります。SENRYAKU_SITE_URL を設定してください。"


@with_settings
def manifest(
    settings: Settings,
    as_json: AsManifestJson = False,
    url: Url = None,
    agent: Agent = False,
    steps: Steps = False,
    links: UnfoldLinks = False,
    workspaces: ForWorkspaces = False,
) -> None:
    """Slack アプリのマニフェストを出力します。https://api.slack.com/apps の「From a manifest」に貼り付けます。"""
    from bot.app.manifest import as_yaml, make_manifest

    site = read_slack_settings().site_url if links else None
    if links and not site:
        raise WrongCallError(NO_SITE)
    if workspaces and not url:
        raise WrongCallError(NO_URL)
    domain = urlsplit(site).hostname if site else None
    value = make_manifest(
        request_url=url,
        has_agent=agent,
        has_steps=steps,
        site=domain,
        is_installed_by_many=workspaces,
        example=_example(settings),
    )
    if as_json:
        print_json(value, indent=2)
    else:
        sys.stdout.write(as_yaml(value))


def _example(settings: Settings) -> str:
    """A question to the plan in force. A manifest is made without any plan, too."""
    try:
        return theme_question(open_catalog(settings))
    except (BotError, KnowledgeError):
        return OF_ANY_PLAN


Privacy = Annotated[bool, typer.Option("--privacy", help="人に関わる何を、どこに、いつまで保存するかを示します")]
ShowSettings = Annotated[bool, typer.Option("--settings", help="設定できる環境変数の一覧を出力します")]


@with_settings
def doctor(settings: Settings, show_settings: ShowSettings = False, privacy: Privacy = False) -> None:
    """設定・トークン・権限・データ・辞書・時計を調べ、直すところを伝えます。"""
    if show_settings:
        from bot.config.settings_table import settings_table

        for row in settings_table():
            typer.echo(f"{row.name}（既定: {row.default}）\n    {row.description}")
        return
    if privacy:
        from bot.terminal.cli_privacy import left_lines

        for line in (*privacy_lines(), *left_lines(settings.data)):
            typer.echo(line)
        return
    from bot.app.doctor import Opened, checks, checks_of_all
    from bot.app.services import web_client

    slack, is_wrong = slack_of(settings), False

    def opened() -> Opened:
        catalog = open_catalog(settings)
        held = tuple(plan.facts for plan in held_plans(settings))
        return Opened(catalog, open_engine(settings, catalog), held, settings.today)

    if slack.serves_many and not settings.workspace:
        found = checks_of_all(slack, settings.data, settings.database_url)
    else:
        found = checks(slack, settings.data, lambda: place_of(settings), opened, web_client(slack), os.environ)
    for check in found:
        typer.echo(check.line)
        is_wrong = is_wrong or check.state == "wrong"
    if is_wrong:
        raise BotError("直すところがあります。× の行の「→」をご覧ください。")
