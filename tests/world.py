"""What a test of the whole stands on: the stand-in's workspace, a data folder, and a bot opened on both.

`World` is the bot's app inside this process, with people at its door and a clock that a test sets; other tests take
the parts, and start a program or a page on them.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.app.manifest import make_manifest
from bot.app.registrations import build_app
from bot.app.services import Services, open_services, sign_in, web_client
from bot.app.wiring import ledger_in
from bot.config.slack_settings import SlackSettings
from bot.sandbox.state.deliveries import Attempt
from bot.sandbox.state.records import JsonObject, PostedMessage, View
from bot.sandbox.state.seed import SATO
from bot.values.current import Answering, LedgerValues
from bot.values.plans import Knowledge, Plans
from bot.values.taught import TaughtEngine
from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import general_concepts
from knowledge.indicators import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.reading.source import Line
from tests.patience import PATIENCE_S
from tests.stand_in import Delivery, DeliveryOutcome, SaidMessage, SimulatedUser, Slack

SITE = "intra.example.jp"


def is_foreign(name: str) -> bool:
    """A variable of the environment that would change what the program does."""
    return name.startswith(("SLACK_", "SENRYAKU_")) or name.lower() in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
    )


def workspace(**options: Any) -> Slack:
    """To be entered. What it grants, delivers and offers is what the app's manifest says.

    The bot has longer than Slack's three seconds: how long it takes depends on what else the machine does.
    """
    return Slack(make_manifest(has_agent=True, has_steps=True, site=SITE), deadline_s=PATIENCE_S, **options)


def tokens_of(slack: Slack) -> dict[str, str]:
    """As the environment of a program."""
    tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
    return {**tokens, "SLACK_SIGNING_SECRET": slack.signing_secret, "SLACK_API_BASE_URL": slack.api_url}


def settings_of(slack: Slack, **settings: object) -> SlackSettings:
    given = {name.removeprefix("SLACK_").lower(): value for name, value in tokens_of(slack).items()}
    return SlackSettings(**{**given, **settings})


def knowledge_in(data: Path, catalog: Catalog, engine: Engine, document: Sequence[Line] = ()) -> Knowledge:
    values = LedgerValues(catalog, ledger_in(data, catalog).ledger)
    lines = tuple(line.text for line in document)
    taught = TaughtEngine(engine, general_concepts(), (), data)
    return Knowledge(catalog=catalog, engine=taught, values=values, document=lines, taught=taught)


def plans_in(data: Path, catalog: Catalog, engine: Engine, document: Sequence[Line] = ()) -> Plans:
    return Plans.only(knowledge_in(data, catalog, engine, document))


class SetClock:
    """Real time, plus what a test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Listening:
    """The real engine; keeps what it was asked."""

    def __init__(self, engine: Answering) -> None:
        self._engine = engine
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.is_at_work = threading.Event()
        self.trouble: Exception | None = None
        self.may_answer = threading.Event()
        self.may_answer.set()

    def answer(
        self,
        question: str,
        context: Sequence[str] = (),
        values: CurrentValues | None = None,
        *,
        today: date = date(2024, 6, 3),
    ) -> Answer:
        self.asked.append((question, tuple(context)))
        self.is_at_work.set()
        self.may_answer.wait(PATIENCE_S)
        if self.trouble is not None:
            raise self.trouble
        return self._engine.answer(question, context, values, today=today)


class InProcess:
    """A transport of the stand-in: payloads go straight into `App.dispatch`, as Socket Mode would bring them."""

    def __init__(self, slack: Slack, app: App) -> None:
        self._slack, self._app = slack, app
        self._threads = ThreadPoolExecutor(max_workers=8)

    def send(self, attempt: Attempt) -> None:
        self._threads.submit(self._dispatch, attempt)

    def _dispatch(self, attempt: Attempt) -> None:
        answer = self._app.dispatch(BoltRequest(mode="socket_mode", body=attempt.delivery.payload))
        if answer.status == 200:
            self._slack.platform.dispatcher.acknowledged(attempt.envelope_id, _body(answer))
        else:
            self._slack.platform.dispatcher.failed(attempt.envelope_id, "http_error")


def _body(answer: BoltResponse) -> JsonObject:
    if not answer.body:
        return {}
    is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
    return BoltRequest(mode="socket_mode", body=answer.body).body if is_json else {"text": answer.body}


class World:
    """One workspace and one bot."""

    def __init__(self, slack: Slack, knowledge: Knowledge, data: Path, **settings: object) -> None:
        self.slack = slack
        self.clock = SetClock()
        self.engine = Listening(knowledge.engine)
        self._knowledge = replace(knowledge, engine=self.engine)
        self.data = data
        self._executors: list[ThreadPoolExecutor] = []
        self._seen: list[PostedMessage] = []
        self.services = self.start(**settings)

    def _plans(self) -> Plans:
        return Plans.only(self._knowledge)

    def start(self, **settings: object) -> Services:
        """The bot, anew on the same data: as after a restart."""
        chosen = settings_of(self.slack, **{"workers": 4, **settings})
        client = web_client(chosen, timeout_s=PATIENCE_S)
        identity = sign_in(client)
        self.services = open_services(chosen, self.data, self._plans(), self.clock, client, identity)
        executor = ThreadPoolExecutor(max_workers=1)  # one after the other: then an empty task is the end
        self._executors.append(executor)
        self.app = build_app(self.services, authorize=lambda **_: identity, executor=executor)
        self.slack.platform.dispatcher.transport = InProcess(self.slack, self.app)
        return self.services

    def person(self, id: str) -> SimulatedUser:
        return self.slack.person(id)

    def after(self, done: Delivery | SaidMessage) -> list[PostedMessage]:
        """What the bot has said newly once all that this asked for is done, private messages included."""
        known = {(message.channel, message.ts) for message in self._seen}
        self.outcome(done)
        self._seen = self.slack.posted()
        return [message for message in self._seen if (message.channel, message.ts) not in known]

    def outcome(self, done: Delivery | SaidMessage) -> DeliveryOutcome:
        """How the person saw it end; with everything done that it asked for."""
        outcomes = done.wait(PATIENCE_S) if isinstance(done, SaidMessage) else [done.wait(PATIENCE_S)]
        self.settle()
        return outcomes[-1]

    def settle(self) -> None:
        """Until everything that has arrived is done."""
        self._executors[-1].submit(lambda: None).result(PATIENCE_S)
        assert self.services.queue.wait(PATIENCE_S)

    def now(self, message: PostedMessage) -> PostedMessage | None:
        """The message as it stands, None once it is gone."""
        return self.slack.workspace.messages.get((message.channel, message.ts))

    def modal(self, user: str = SATO) -> View:
        shown = self.slack.workspace.modal(user)
        assert shown is not None
        return shown

    def close(self) -> None:
        for executor in self._executors:
            executor.shutdown(wait=True)
        self.services.queue.drain(PATIENCE_S)
