"""Data folders as 0.1 and 0.2 left them, opened by the program as it is now: all is there, and goes on.

Each was written by the program of its time, as a command and as a bot beside its own stand-in of Slack: values
recorded, corrected and taken back, two digests made by form, one delivered, a question answered and one disliked.
"""

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SUZUKI
from tests.e2e.conftest import Start
from tests.program import Programs
from tests.stand_in import Slack

ARCHIVE = Path(__file__).parent / "written_by_old_releases.tar.xz"
TUESDAY = "2024-06-04T09:05+09:00"  # the day after the last digest


@pytest.fixture(params=["0.1", "0.2"])
def data(request: pytest.FixtureRequest, tmp_path: Path, launch: Start) -> Path:
    """Where `launch` keeps its data."""
    folder = tmp_path / "var"
    shutil.rmtree(folder)
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    (tmp_path / request.param).rename(folder)
    return folder


@pytest.mark.usefixtures("launch")
def test_what_an_old_release_wrote_is_there_and_goes_on(
    data: Path, slack: Slack, start: Start, programs: Programs
) -> None:
    def told(*arguments: str) -> str:
        environment = {"SENRYAKU_DATA": str(data), "SENRYAKU_NOW": TUESDAY}
        ran = programs.captured(*arguments, environment=environment, folder=data.parent)()
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
        return ran.stdout

    kept = data.parent / "before.zip"
    told("backup", str(kept))
    entries = json.loads(told("kpi", "history", "k3-3", "--json"))
    assert [(entry["id"], entry["value"], entry["fate"]) for entry in entries] == [
        ("a1", "60", "有効"),
        ("a2", "48", "訂正済み（a3）"),
        ("a3", "47", "有効"),
        ("a6", "40", "有効"),
    ]
    assert entries[-1]["by"] == "佐藤 花子（U0SATO）"
    assert "取消" in told("kpi", "history", "k1-1")
    digests = json.loads(told("digest", "list", "--json"))
    assert [(digest["id"], digest["name"]) for digest in digests] == [("s1", "基本目標1の報告"), ("s2", "月のまとめ")]
    assert "空飛ぶ自動車の予算は？" in told("gaps")

    program = start(SENRYAKU_NOW=TUESDAY, SENRYAKU_WRITERS=SATO)
    program.wait_for_log(r"digest s1@2024-06-04\S+ recorded")
    heads = [message.text for message in slack.posted(PLANNING) if message.thread_ts is None]
    assert ["基本目標1の報告" in head for head in heads] == [True]  # Monday's had been delivered
    slack.person(SUZUKI).mention(GENERAL, "待機児童数の実績は？")
    assert "40人（令和5年度・確定値）" in slack.wait_for_post(GENERAL)[0].text
    assert program.stop() == 0
    assert "Traceback" not in program.log
    assert slack.refusals == []

    assert "×" not in told("doctor")
    told("restore", str(kept))
    assert json.loads(told("kpi", "history", "k3-3", "--json")) == entries
