"""What a listener names is what it gets: one name stands for one thing, in listeners and features alike."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from msgspec.structs import fields

import bot.features
import bot.listeners
from bot.app.services import Services

GIVEN: dict[str, Any] = get_type_hints(Services)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for package in (bot.features, bot.listeners):
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            module = importlib.import_module(f"{package.__name__}.{path.stem}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}", function


@pytest.mark.parametrize(("name", "function"), list(functions()))
def test_a_name_stands_for_the_same_thing_everywhere(name: str, function: Callable[..., Any]) -> None:
    hints = get_type_hints(function)
    for parameter in inspect.signature(function).parameters:
        if parameter in GIVEN:
            assert hints[parameter] == GIVEN[parameter], parameter


def test_nobody_is_handed_everything() -> None:
    assert len(fields(Services)) > 15
    for name, function in functions():
        assert Services not in get_type_hints(function).values(), name
