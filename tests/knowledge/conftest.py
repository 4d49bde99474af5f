"""Copies of the shipped strategy that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CopyStrategy = Callable[[], Path]


@pytest.fixture
def copy_strategy(strategy_folder: Path, tmp_path: Path) -> CopyStrategy:
    def copy() -> Path:
        return Path(shutil.copytree(strategy_folder, tmp_path / "copy"))

    return copy
