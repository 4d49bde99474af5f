"""A workspace and a bot for each test."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.app.manifest import manifest
from bot.config.slack_settings import SlackSettings
from bot.sandbox import Slack
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.reading.source import Line
from tests.bot.listeners.desk_world import World

MakeWorld = Callable[..., World]


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SLACK_", "SENRYAKU_")) or name.lower() in ("http_proxy", "https_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setitem(SlackSettings.model_config, "env_file", None)


@pytest.fixture
def make_world(engine: Engine, catalog: Catalog, lines: tuple[Line, ...], tmp_path: Path) -> Iterator[MakeWorld]:
    """`make_world(**settings)`."""
    with ExitStack() as stack:

        def made(**settings: object) -> World:
            slack = stack.enter_context(Slack(manifest(has_agent=True)))
            document = tuple(line.text for line in lines)
            world = World(slack, engine, catalog, tmp_path / "var", document, **settings)
            stack.callback(world.close)
            return world

        yield made


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()
