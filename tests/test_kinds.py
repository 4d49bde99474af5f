"""What kind of test each one is: by the fixtures it gets, not by what its arguments are called."""

import pytest

from tests.program import Programs


@pytest.fixture
def slack() -> str:
    """A test's own, of the name of the shared one that starts a whole workspace."""
    return "a word"


@pytest.fixture
def shared(programs: Programs) -> Programs:
    return programs


def kinds(request: pytest.FixtureRequest) -> set[str]:
    return {mark.name for mark in request.node.iter_markers()} & {"unit", "process", "browser"}


def test_a_fixture_of_ones_own_makes_no_whole_program(request: pytest.FixtureRequest, slack: str) -> None:
    assert slack == "a word"
    assert kinds(request) == {"unit"}


@pytest.mark.parametrize("run", ["a", "b"])
def test_nor_does_a_parameter(request: pytest.FixtureRequest, run: str) -> None:
    assert run in "ab"
    assert kinds(request) == {"unit"}


def test_the_shared_one_does_even_through_another(request: pytest.FixtureRequest, shared: Programs) -> None:
    assert shared
    assert kinds(request) == {"process"}
