"""A workspace and a bot for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.reading.source import Line
from tests.patience import PATIENCE_S
from tests.world import World, knowledge_in, workspace

MakeWorld = Callable[..., World]


@pytest.fixture(autouse=True)
def no_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.services.LOOK_UPS_S", PATIENCE_S)


@pytest.fixture
def make_world(engine: Engine, catalog: Catalog, lines: tuple[Line, ...], tmp_path: Path) -> Iterator[MakeWorld]:
    """`make_world(**settings)`."""
    with ExitStack() as stack:

        def made(**settings: object) -> World:
            data = tmp_path / "var"
            slack, knowledge = stack.enter_context(workspace()), knowledge_in(data, catalog, engine, lines)
            world = World(slack, knowledge, data, **settings)
            stack.callback(world.close)
            return world

        yield made


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()
