"""One line an entry, as text or as JSON, and no secret in any of them."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.config.logs import set_up_logging
from bot.config.observer import Interaction, Observer

DONE = Interaction(
    surface="api", kind="ask", outcome="answered", ms=12.345, shown=3, user="r1", channel=""
)  # as of another program
SECRETS = (
    "xoxb-1-geheim",
    "https://hooks.slack.com/actions/T1/2/geheim",
    "xwfp-1-geheim",
    "senryaku-r1-geheimdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_an_interaction_is_one_line_of_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info")
    Observer().interaction(DONE)
    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("INFO bot.interactions: ask user=r1 channel=- outcome=answered shown=3 ms=12.3 surface=api")


def test_as_json_each_entry_is_one_object_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info", "json")
    Observer().interaction(DONE)
    try:
        raise ValueError("二行の\n知らせ")
    except ValueError:
        logging.getLogger("bot").exception('改行\nを含む「引用"」')
    told, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert {name: told[name] for name in ("surface", "kind", "outcome", "ms", "shown")} == {
        "surface": "api",
        "kind": "ask",
        "outcome": "answered",
        "ms": 12.3,
        "shown": 3,
    }
    assert (failed["level"], failed["logger"]) == ("ERROR", "bot")
    assert failed["message"] == '改行\nを含む「引用"」'
    assert "Traceback" in failed["error"]
    assert "二行の" in failed["error"]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_logged(form: str, secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("debug", "json" if form == "json" else "text")
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("bot").exception("with '%s'", secret)
    said = capsys.readouterr().err
    assert "geheim" not in said
    if form == "json":
        assert json.loads(said)["level"] == "ERROR"
