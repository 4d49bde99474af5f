"""The command `senryaku`. Here alone the environment is read, and stores, catalogs and engines are made."""

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from bot.app import open_catalog
from bot.app.plans import held_plans
from bot.app.wiring import open_engine, open_plans
from bot.config import BotError, Clock, WrongCallError, clock_at
from bot.config.retention import privacy_lines
from bot.config.settings import Settings
from bot.config.settings_table import settings_table
from bot.config.slack_settings import SlackSettings, read_slack_settings
from bot.terminal.batch import batch_answers, timed_answer
from bot.terminal.cards import ALL_HINT, print_answer
from bot.terminal.chat import run_chat
from bot.terminal.cli_backup import backup, restore
from bot.terminal.cli_digest import digest
from bot.terminal.cli_gaps import gaps
from bot.terminal.cli_kb import kb
from bot.terminal.cli_kpi import kpi
from bot.terminal.cli_privacy import forget, left_lines
from bot.terminal.cli_sandbox import run_trial, sandbox
from bot.terminal.cli_sheet import export, sheet
from bot.terminal.explanation import explain_to
from bot.terminal.kpi_pages import review_asked, review_page
from bot.terminal.output import console, print_json, print_page
from bot.terminal.usage import (
    PROGRAM,
    Command,
    DataOption,
    Group,
    InstallCompletion,
    NowOption,
    PlanOption,
    ShowCompletion,
    StrategyOption,
    answer_shells,
    mistake_text,
    settings_of,
    with_settings,
)
from bot.values.plans import Plans
from knowledge.model import KnowledgeError, advice_on
from knowledge.model.normalize import without_unseen
from knowledge.wording import tokyo_day
from knowledge.wording.example_questions import OF_ANY_PLAN, theme_question

HTTP_PORT = 3000
NEW_OBJECTS = 50_000  # between garbage collections: at Python's 700 they take a tenth of the time of one `ask`
HALF_A_TOKEN = (
    "Slack のトークンがそろっていないため、Slack にはつながずにお試し環境を開きます。"
    "足りないものは senryaku doctor で確かめられます。"
)

app = typer.Typer(cls=Group, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(kb, name="kb")
app.add_typer(kpi, name="kpi")
app.command(cls=Command)(sandbox)
app.add_typer(digest, name="digest")
app.command(cls=Command)(sheet)
app.add_typer(export, name="export")
app.command(cls=Command)(backup)
app.command(cls=Command)(restore)
app.add_typer(gaps, name="gaps")
app.command(cls=Command)(forget)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(version("senryaku"))
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="版を表示します")]


@app.callback(invoke_without_command=True)
def senryaku(
    ctx: typer.Context,
    data: DataOption = None,
    now: NowOption = None,
    strategy: StrategyOption = None,
    plan: PlanOption = None,
    _version: Version = False,
    _install: InstallCompletion = False,
    _show: ShowCompletion = False,
) -> None:
    """自治体の総合戦略の事業・目標・KPI について、質問に答えます。

    コマンドを付けずに実行すると、Slack のトークンがあればボットを動かし（serve と同じ）、
    なければお試し環境を開きます（sandbox と同じ）。
    """
    if ctx.invoked_subcommand is None:
        given = {"data": data, "now": now, "strategy": strategy, "plan": plan}
        settings, slack = settings_of(given, ctx), read_slack_settings()
        if slack.has_tokens:
            _serve(settings, slack, None if slack.app_token else HTTP_PORT)
        else:
            if slack.bot_token or slack.app_token:
                typer.echo(HALF_A_TOKEN, err=True)
            run_trial(settings)


QuestionArgument = Annotated[list[str] | None, typer.Argument(metavar="質問", help="例 基本目標は？")]
AnswerAsJson = Annotated[bool, typer.Option("--json", help="答えを一つの JSON で出力します")]
Batch = Annotated[bool, typer.Option("--batch", help='標準入力の JSON Lines {"id", "q"} に 1行ずつ答えます')]
InFull = Annotated[bool, typer.Option("--all", help="見つかったものをすべて、省かずに表示します")]
Explain = Annotated[bool, typer.Option("--explain", help="質問をどう読んだかを示します")]


@app.command(cls=Command)
@with_settings
def ask(
    settings: Settings,
    text: QuestionArgument = None,
    as_json: AnswerAsJson = False,
    batch: Batch = False,
    explain: Explain = False,
    in_full: InFull = False,
) -> None:
    """質問に一つ答えます。"""
    question = " ".join(text or ()).strip()
    if bool(question) == batch:
        raise WrongCallError("質問か --batch のどちらか一方を指定してください。例: senryaku ask 基本目標は？")
    clock = clock_at(settings.now)
    if explain:
        catalog = open_catalog(settings)
        weighed = open_engine(settings, catalog).weighed(question, today=tokyo_day(clock()))
        print_page(console(), lambda page: explain_to(page, catalog, weighed))
        return
    plans = open_plans(settings, records=False)
    if batch:
        _answer_batch(plans, clock)
    elif as_json:
        print_json(timed_answer(plans, question, clock))
    elif review := review_asked(question, plans, tokyo_day(clock())):
        print_page(console(), lambda page: review_page(page, *review))
    else:
        answer, knowledge = plans.asked(question, today=tokyo_day(clock()))
        print_answer(console(), knowledge.catalog, answer, knowledge.values.current, hint=ALL_HINT, in_full=in_full)


def _answer_batch(plans: Plans, clock: Clock) -> None:
    """Each answer leaves as one whole line, at once; a line that cannot be read is told in its place."""
    failed = 0
    for answered in batch_answers(plans, sys.stdin.buffer, clock):
        failed += "error" in answered
        print_json(answered)
    if failed:
        raise BotError(f'読めない行が{failed}行ありました。それぞれの行の答えの "error" に書いてあります。')


@app.command(cls=Command)
@with_settings
def chat(settings: Settings) -> None:
    """その場で質問と答えをやり取りします。"""
    is_typed = sys.stdin.isatty()
    prompt = "質問> " if is_typed else ""
    plans = open_plans(settings, records=False)
    run_chat(console(), plans, lambda: _read_line(prompt), clock_at(settings.now), echo=not is_typed)


def _read_line(prompt: str) -> str:
    try:
        return input(prompt)
    except UnicodeDecodeError:
        raise BotError("入力を文字として読めません。UTF-8 の文字で質問を書いてください。") from None


AsManifestJson = Annotated[bool, typer.Option("--json", help="JSON で出力します")]
Http = Annotated[bool, typer.Option("--http", help="Socket Mode のかわりに HTTP で Slack からの知らせを受けます")]
Port = Annotated[int, typer.Option("--port", help="--http で待ち受けるポート", min=0, max=65535)]


@app.command(cls=Command)
@with_settings
def serve(settings: Settings, http: Http = False, port: Port = HTTP_PORT) -> None:
    """Slack ボットを動かします。止めるには Ctrl+C か SIGTERM を送ります。"""
    _serve(settings, read_slack_settings(), port if http else None)


def _serve(settings: Settings, slack: SlackSettings, http_port: int | None = None) -> None:
    from bot.app.serve import run_bot
    from bot.config.logs import set_up_logging

    set_up_logging(slack.log_level)
    run_bot(slack, settings.data, lambda: open_plans(settings), clock_at(settings.now), http_port=http_port)


Url = Annotated[str | None, typer.Option("--url", help="HTTP で動かすときの Request URL。例 https://…/slack/events")]
Agent = Annotated[bool, typer.Option("--agent", help="エージェント表示（有料プラン）を加えます")]


@app.command(cls=Command)
@with_settings
def manifest(settings: Settings, as_json: AsManifestJson = False, url: Url = None, agent: Agent = False) -> None:
    """Slack アプリのマニフェストを出力します。https://api.slack.com/apps の「From a manifest」に貼り付けます。"""
    from bot.app.manifest import as_yaml, make_manifest

    value = make_manifest(request_url=url, has_agent=agent, example=_example(settings))
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


@app.command(cls=Command)
@with_settings
def doctor(settings: Settings, show_settings: ShowSettings = False, privacy: Privacy = False) -> None:
    """設定・トークン・権限・データ・辞書・時計を調べ、直すところを伝えます。"""
    if show_settings:
        for row in settings_table():
            typer.echo(f"{row.name}（既定: {row.default}）\n    {row.description}")
        return
    if privacy:
        for line in (*privacy_lines(), *left_lines(settings.data)):
            typer.echo(line)
        return
    from bot.app.doctor import Opened, checks
    from bot.app.services import web_client

    slack, is_wrong = read_slack_settings(), False

    def opened() -> Opened:
        catalog = open_catalog(settings)
        held = tuple(plan.facts for plan in held_plans(settings))
        return Opened(catalog, open_engine(settings, catalog), held, tokyo_day(clock_at(settings.now)()))

    for check in checks(slack, settings.data, opened, web_client(slack), os.environ):
        typer.echo(check.line)
        is_wrong = is_wrong or check.state == "wrong"
    if is_wrong:
        raise BotError("直すところがあります。× の行の「→」をご覧ください。")


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit code 0 when done, 1 when the work failed, 2 when the call was wrong; each failure is one line on stderr."""
    gc.set_threshold(NEW_OBJECTS)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # Japanese, whatever the locale says
    answer_shells()
    try:
        code = app(arguments, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        _tell(mistake_text(error))
        sys.exit(error.exit_code)
    except BotError as error:
        _tell(error.user_message)
        sys.exit(error.exit_code)
    except KnowledgeError as error:
        _tell(str(error))
        sys.exit(1)
    except typer.Abort:
        _tell("中止しました。")
        sys.exit(130)
    except (BrokenPipeError, SystemExit) as error:  # typer makes a failure of the former
        if not isinstance(error if isinstance(error, OSError) else error.__context__, BrokenPipeError):
            raise
        _drop_output()
        sys.exit(0)  # `senryaku kb export | head` has seen enough
    except OSError as error:
        _drop_output()
        what = f"「{error.filename}」を使えません。" if error.filename else "出力を書き込めません。"
        _tell(what + advice_on(error))
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _tell(trouble: str) -> None:
    """It may quote what was typed, or a file."""
    typer.echo(without_unseen(trouble), err=True)


def _drop_output() -> None:
    """What could not be written would be tried again when Python ends, with a message of its own."""
    with contextlib.suppress(OSError):  # a stream that is no file has nothing to drop
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
