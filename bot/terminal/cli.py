"""The command `senryaku`: its own options, and what becomes of whatever goes wrong."""

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config import BotError
from bot.config.garbage_collection import collect_seldom
from bot.terminal.commands import Commands
from bot.terminal.usage import (
    PROGRAM,
    DataOption,
    InstallCompletion,
    NowOption,
    PlanOption,
    ShowCompletion,
    StrategyOption,
    WorkspaceOption,
    answer_shells,
    mistake_text,
    settings_of,
)
from knowledge.model import KnowledgeError, advice_on
from knowledge.model.normalize import without_unseen

if TYPE_CHECKING:
    from bot.config.settings import Settings

HALF_A_TOKEN = (
    "Slack のトークンがそろっていないため、Slack にはつながずにお試し環境を開きます。"
    "足りないものは senryaku doctor で確かめられます。"
)

app = typer.Typer(cls=Commands, add_completion=False, pretty_exceptions_enable=False)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

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
    workspace: WorkspaceOption = None,
    _version: Version = False,
    _install: InstallCompletion = False,
    _show: ShowCompletion = False,
) -> None:
    """自治体の総合戦略の事業・目標・KPI について、質問に答えます。

    コマンドを付けずに実行すると、Slack のトークンがあればボットを動かし（serve と同じ）、
    なければお試し環境を開きます（sandbox と同じ）。
    """
    if ctx.invoked_subcommand is None:
        given = {"data": data, "now": now, "strategy": strategy, "plan": plan, "workspace": workspace}
        _begin(settings_of(given, ctx))


def _begin(settings: "Settings") -> None:
    from bot.config.slack_settings import read_slack_settings

    slack = read_slack_settings()
    if slack.has_tokens or slack.serves_many:
        from bot.terminal.cli_serve import HTTP_PORT, serve_bot

        serve_bot(settings, slack, None if slack.app_token and slack.bot_token else HTTP_PORT)
        return
    if slack.bot_token or slack.app_token:
        typer.echo(HALF_A_TOKEN, err=True)
    from bot.terminal.cli_sandbox import run_trial

    run_trial(settings)


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit code 0 when done, 1 when the work failed, 2 when the call was wrong; each failure is one line on stderr."""
    collect_seldom()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to find that there are none takes as long as numpy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the sums of a question are small, numpy's own threads idle
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
    gc.freeze()  # what is left at the end of the program is not looked through for circles once more
    sys.exit(code if isinstance(code, int) else 0)


def _tell(trouble: str) -> None:
    """It may quote what was typed, or a file."""
    typer.echo(without_unseen(trouble), err=True)


def _drop_output() -> None:
    """What could not be written would be tried again when Python ends, with a message of its own."""
    with contextlib.suppress(OSError):  # a stream that is no file has nothing to drop
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
