"""The doors for other programs, opened on the shipped plan with made-up values."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from bot.api.readers import ReaderStore
from bot.app.programs import open_request_handler, start_api
from bot.app.wiring import ledger_in
from bot.config.clock import clock_at
from bot.config.observer import Interaction, Observer
from bot.config.slack_settings import SlackSettings
from bot.slack.job_queue import JobQueue
from bot.values.plans import Plans
from knowledge.answers.engine import Engine
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from knowledge.model.catalog import Catalog
from knowledge.reading.source import Line
from tests.patience import PATIENCE_S
from tests.world import plans_in

NOW = datetime(2024, 6, 3, tzinfo=UTC)
RECORDER = "記録 太郎（U0RECORDER）"


class Noting(Observer):
    """Keeps what was told."""

    def __init__(self) -> None:
        self.done: list[Interaction] = []

    def interaction(self, done: Interaction) -> None:
        super().interaction(done)
        self.done.append(done)


@dataclass(frozen=True, slots=True)
class Door:
    """`url`: where it listens. `plans`: what it answers from."""

    url: str
    plans: Plans
    readers: ReaderStore
    noted: Noting
    queue: JobQueue

    def client(self, token: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_S, trust_env=False)


OpenDoor = Callable[..., Door]


@pytest.fixture
def plans(tmp_path: Path, catalog: Catalog, engine: Engine, lines: tuple[Line, ...]) -> Plans:
    """With 架空 values of one indicator."""
    made = Draft(indicator="k1-1", fiscal_year=FiscalYear(2023), value=Decimal(3), by=RECORDER, sample=True)
    ledger_in(tmp_path, catalog).record([made], {"k1-1": "件"}, at=NOW)
    return plans_in(tmp_path, catalog, engine, lines)


@pytest.fixture
def open_door(plans: Plans, tmp_path: Path) -> Iterator[OpenDoor]:
    """`open_door(**settings)`."""
    with ExitStack() as stack:

        def opened(length: int = 100, **settings: object) -> Door:
            chosen = SlackSettings(**{"api_per_minute": 10_000, **settings})
            noted, queue = Noting(), JobQueue(workers=2, length=length)
            handler = open_request_handler(chosen, plans, clock_at(NOW), queue, noted)
            server, port = start_api(handler, chosen, tmp_path, 0)
            stack.callback(queue.drain, PATIENCE_S)
            stack.callback(server.close)
            return Door(f"http://127.0.0.1:{port}", plans, ReaderStore(tmp_path), noted, queue)

        yield opened


@pytest.fixture
def door(open_door: OpenDoor) -> Door:
    return open_door()


@pytest.fixture
def token(door: Door) -> str:
    return door.readers.add("庁内アシスタント", at=NOW)[1]


@pytest.fixture
def client(door: Door, token: str) -> Iterator[httpx.Client]:
    with door.client(token) as made:
        yield made
