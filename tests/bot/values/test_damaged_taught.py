"""A folder of what was taught that cannot be read: questions are answered without it, and everybody hears of it."""

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from bot.app.doctor import Opened, checks
from bot.app.record_checks import check_records, loss_notices
from bot.app.serve import warm
from bot.app.services import web_client
from bot.app.wiring import open_catalog, open_knowledge, open_taught
from bot.config.settings import Settings
from bot.config.slack_settings import SlackSettings
from knowledge.wording.values import PARTIAL_NOTE, loss_note
from tests.bot.conftest import Run
from tests.bot.digest_world import MORNING


def as_rubbish(folder: Path) -> None:
    folder.mkdir(parents=True)
    for kind in ("json", "journal"):
        (folder / f"000001.{kind}").write_text("rubbish")


def as_a_file(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("rubbish")


damages = pytest.mark.parametrize("damage", [as_rubbish, as_a_file])
Damage = Callable[[Path], None]


@pytest.fixture
def data(tmp_path: Path, started_before: Path) -> Path:
    return Path(copytree(started_before, tmp_path / "var"))


@damages
@pytest.mark.parametrize("name", ["taught", "bot", "digests", "deliveries"])
def test_a_question_is_answered_whatever_lies_there(run: Run, data: Path, damage: Damage, name: str) -> None:
    sound = json.loads(run("ask", "--json", "待機児童数の目標は？").out)
    damage(data / name)
    told = json.loads(run("ask", "--json", "待機児童数の目標は？").out)
    assert told["items"] == sound["items"]
    lost = f"{loss_note('教えた言葉と例')}\n\n" if name == "taught" else ""
    assert told["text"] == f"{lost}{sound['text']}"


@damages
def test_without_the_ledger_the_plan_is_still_answered_and_what_is_missing_is_said(
    run: Run, data: Path, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    damage(data / "actuals")
    told = run("ask", "待機児童数の目標は？")
    assert told.code == 0
    assert "0人" in told.out
    assert PARTIAL_NOTE in told.out.replace("\n", "")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.app.wiring"]
    assert line.startswith("登録された実績なしで答えます。")
    assert "actuals" in line


@pytest.mark.parametrize(("name", "words"), [("actuals", ["kpi", "list"]), ("bot", ["gaps"])])
def test_a_file_where_a_folder_belongs_is_one_sentence_that_says_what_to_do(
    run: Run, data: Path, name: str, words: list[str]
) -> None:
    as_a_file(data / name)
    told = run(*words)
    assert (told.code, told.out) == (1, "")
    (line,) = told.err.splitlines()
    assert f"{name}」がファイルになっています。名前を変えるか、移してください。" in line
    assert f"{name}」がファイルになっています" in run("doctor").out.replace("\n", "")


@damages
def test_the_bot_starts_and_logs_once_that_it_answers_without_it(
    data: Path, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    damage(data / "taught")
    with caplog.at_level(logging.WARNING):
        warm(open_knowledge(Settings(data=data)).engine, MORNING.date())
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.values.taught"]
    assert line.startswith("加えられた言葉と例を使わずに答えます。")
    assert "taught" in line


@damages
def test_doctor_names_it_and_the_admins_hear_of_it(data: Path, damage: Damage) -> None:
    damage(data / "taught")
    (health,) = [health for health in check_records(data) if not health.is_sound]
    assert health.name == "taught"
    assert health.losses
    assert "（taught）" in loss_notices(data, ["U1"])[0].text
    settings, slack = Settings(data=data), SlackSettings()
    catalog = open_catalog(settings)
    opened = Opened(catalog, open_taught(settings, catalog).engine, (), date(2024, 6, 3))
    told = {check.what: check for check in checks(slack, data, lambda: data, lambda: opened, web_client(slack), {})}
    assert told["記録（taught）"].state == "wrong"
    assert told["記録（taught）"].advice
    assert told["知識ベース"].state == "ok"


@damages
@pytest.mark.parametrize(
    "command", [("word", "着地点", "--as", "目標値"), ("example", "待機児童数", "--means", "待機児童数"), ("undo",)]
)
def test_nothing_is_taught_there_and_one_sentence_says_so(
    run: Run, data: Path, damage: Damage, command: tuple[str, ...]
) -> None:
    damage(data / "taught")
    told = run("gaps", *command)
    assert (told.code, told.out) == (1, "")
    assert len(told.err.splitlines()) == 1
    assert "taught" in told.err
