"""What has gone from a store is said by every command that lists or uses what it held."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery import DigestStore
from bot.slack.store import BotStore
from bot.values.taught import TaughtEntry, TaughtStore
from knowledge.wording.values import PARTIAL_NOTE, loss_note
from tests.bot.conftest import Run
from tests.bot.digest_world import MORNING, schedule

ASKED, TAUGHT, DIGESTS = (loss_note(what) for what in ("質問とご意見", "教えた言葉と例", "定期配信"))
QUESTION = "待機児童数は？"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    BotStore(folder, lambda: MORNING).remember("C1 1", ["k3-3"])
    word = TaughtEntry(kind="word", by="", part="attribute", name="target", word="着地点")
    TaughtStore(folder).teach(word, MORNING)
    digests = DigestStore(folder)
    digests.ask_now(digests.add(schedule()).id, MORNING, by="架空")
    return folder


def _is_told(ran_out: str, note: str) -> bool:
    return note in ran_out.replace("\n", "")


@pytest.mark.parametrize(
    "command",
    [
        ("kpi", "show", "k3-3"),
        ("kpi", "list"),
        ("kpi", "review", "--year", "2023"),
        ("kpi", "export", "-o", "{}/a.csv"),
        ("ask", QUESTION),
        ("ask", "--json", QUESTION),
        ("digest", "preview", "--scope", "all", "--now", "2024-06-03T09:00+09:00"),
    ],
)
def test_a_ledger_that_has_gone_as_a_whole_is_told(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "架空").code == 0
    shutil.rmtree(tmp_path / "var" / "actuals")
    ran = run(*(word.format(tmp_path) for word in command))
    assert ran.code == 0, ran.err
    assert _is_told(ran.out, PARTIAL_NOTE)


def _gone(folder: Path) -> None:
    shutil.rmtree(folder)


def _unreadable(folder: Path) -> None:
    """Both the journal and its copy are garbage behind a good beginning."""
    for file in (*folder.glob("*.journal"), *folder.glob("*.copy")):
        file.write_bytes(b"\x00garbage\n")


@pytest.mark.parametrize("lose", [_gone, _unreadable])
@pytest.mark.parametrize(
    ("store", "command", "note"),
    [
        ("digests", ("digest", "list"), DIGESTS),
        ("deliveries", ("digest", "list"), DIGESTS),
        ("digests", ("digest", "run", "s1"), DIGESTS),
        ("bot", ("gaps",), ASKED),
        ("taught", ("gaps",), TAUGHT),
        ("taught", ("gaps", "undo"), TAUGHT),
        ("taught", ("ask", QUESTION), TAUGHT),
    ],
)
def test_a_lost_list_is_told_where_it_is_shown(
    run: Run, data: Path, store: str, command: tuple[str, ...], note: str, lose: Callable[[Path], None]
) -> None:
    lose(data / store)
    ran = run(*command)
    assert _is_told(ran.out + ran.err, note)


def test_whole_stores_are_told_nowhere(run: Run, data: Path) -> None:
    for command in (("digest", "list"), ("gaps",), ("ask", QUESTION)):
        ran = run(*command)
        assert "⚠" not in ran.out + ran.err, command
