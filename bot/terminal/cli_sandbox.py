"""`senryaku sandbox`, and `senryaku` without tokens: the whole bot in a workspace on this machine."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.app import open_catalog, open_ledger
from bot.app.plans import copy_plans, held_plans
from bot.app.wiring import open_plans
from bot.config.errors import PortError
from bot.config.settings import Settings
from bot.config.signals import stop_on_word, stop_signals
from bot.config.slack_settings import SlackSettings, read_slack_settings
from bot.terminal.usage import with_settings
from knowledge.indicators.samples import sample_drafts
from knowledge.model import FiscalYear
from knowledge.storage.file_lock import FileLock

if TYPE_CHECKING:
    from bot.sandbox import Slack

TRIAL_FOLDER = "sandbox"
SAMPLES_BY = "お試し環境"

TrialPort = Annotated[
    int | None,
    typer.Option("--port", help="待ち受けるポート（既定は 8787。使われていれば空いている番号）", min=0, max=65535),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="ブラウザーを開きません")]
Sample = Annotated[bool, typer.Option("--sample", help="架空の実績を入れて始めます（どこでも「架空の値」と付きます）")]


@with_settings
def sandbox(settings: Settings, port: TrialPort = None, no_browser: NoBrowser = False, sample: Sample = False) -> None:
    """Slack なしでボットを試す画面を、この機械の中だけで開きます。記録は本番と別の場所に置きます。"""
    run_trial(settings, port, open_browser=not no_browser, with_samples=sample)


def run_trial(
    settings: Settings, port: int | None = None, *, open_browser: bool = True, with_samples: bool = False
) -> None:
    """Until 「終了」, SIGINT or SIGTERM. The browser opens only where somebody sits at the terminal."""
    from bot.app.manifest import make_manifest
    from bot.app.serve import start
    from bot.sandbox.run import clock_of, run_sandbox
    from bot.slack import BotStore
    from knowledge.wording.example_questions import example_questions, theme_question
    from knowledge.wording.states import WORDS_OF_PARTS

    held_plans(settings)  # before anything is opened: they may not be readable
    _forget_proxies()
    with stop_signals() as stopped, _own_folder(settings.data) as folder:
        copy_plans(settings, folder)
        trial = settings.but(data=folder, database_url=None, strategy=None, workspace=None)
        if with_samples:
            _record_samples(trial)
        plans = open_plans(trial)
        usual = plans.of(plans.usual(settings.today))

        def start_bot(slack: "Slack") -> Callable[[], None]:
            clock = clock_of(slack)
            BotStore(folder, clock).refused.forget()
            return start(trial_settings(slack), folder, plans, clock)

        try:
            run_sandbox(
                make_manifest(has_agent=True, example=theme_question(usual.catalog)),
                port,
                open_browser and sys.stderr.isatty(),
                start_bot,
                examples=example_questions(usual.catalog),
                whole=WORDS_OF_PARTS,
                now=settings.now,
                ready=lambda address: _say(address, stopped),
                stopped=stopped,
            )
        except OSError as error:
            if not PortError.is_of(error):
                raise
            raise PortError(port, error, "--port で別の番号を指定してください。") from None


@contextmanager
def _own_folder(data: Path) -> Iterator[Path]:
    """`sandbox`, or `sandbox-2` and so on while another trial works there: each has a workspace of its own."""
    for number in count(1):
        folder = data / (TRIAL_FOLDER if number == 1 else f"{TRIAL_FOLDER}-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "trial.lock")
        if not lock.take():
            continue
        try:
            yield folder
        finally:
            lock.release()
        return


def trial_settings(slack: "Slack") -> SlackSettings:
    """Nothing of a real workspace, whose people and channels are not here. Two of the sample people may write."""
    from bot.sandbox.state.seed import EDITORS, PLANNING, SATO

    return read_slack_settings(
        bot_token=slack.platform.bot_token,
        app_token=slack.platform.app_token,
        signing_secret=slack.platform.signing_secret,
        api_base_url=slack.api_url,
        proxy=None,
        writers=(),
        writer_group=EDITORS,
        admins=(SATO,),
        admin_group=None,
        office_channel=PLANNING,
        records_channel=PLANNING,
        health_port=None,
    )


def _record_samples(settings: Settings) -> None:
    """Up to the last fiscal year that has ended, where nothing stands yet."""
    catalog, now = open_catalog(settings), settings.clock()
    store = open_ledger(settings, catalog)
    drafts = sample_drafts(catalog, store.ledger(), until=FiscalYear.ended_by(now), by=SAMPLES_BY)
    store.record(drafts, {one.id: one.unit for one in catalog.indicators.values()}, at=now)


def _forget_proxies() -> None:
    """slack_sdk sends even what stays on this machine to the proxy of the environment."""
    for name in list(os.environ):
        if name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
            del os.environ[name]


def _say(address: str, stopped: threading.Event) -> None:
    typer.echo(
        f"お試し環境を開きました。ブラウザーで {address} を開いてください。\n"
        "このパソコンの中だけで動き、Slack には何も送りません。"
        "終わるには「終了」と入れて Enter キーを押すか、Ctrl+C を押します。",
        err=True,
    )
    stop_on_word(stopped)
