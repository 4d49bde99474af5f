"""A clock that a test sets."""

from datetime import UTC, datetime

import pytest

START = datetime(2024, 6, 3, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()
