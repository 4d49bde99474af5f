"""The running bot and its records: what was lost is told to the admins, once; what was written is folded at the end."""

import shutil
from pathlib import Path

from bot.sandbox.state.seed import SATO
from knowledge.storage import Database
from knowledge.wording.values import PARTIAL_NOTE
from tests.e2e.conftest import Start
from tests.stand_in import Slack


def test_a_loss_is_told_to_the_admins_once_and_the_journals_are_folded_at_the_end(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    actuals = tmp_path / "var" / "actuals"
    table = Database(actuals).table("actuals 架空市の戦略")
    table.insert({"kind": "forecast"})
    program = start(SENRYAKU_ADMINS=SATO)
    program.wait_for_log("notice loss actuals .*: arrived")
    assert program.stop() == 0
    told = [message.text for message in slack.posted() if "実績（actuals）の一部が" in message.text]
    assert len(told) == 1
    assert "記録 a1 を読めないため、除いています（indicator がありません）" in told[0]
    assert list(actuals.glob("*.json"))
    assert list((tmp_path / "var" / "deliveries").glob("*.json"))
    again = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    again.wait_for_log("outcome=answered")
    assert again.stop() == 0
    assert "notice loss" not in again.log


def test_folders_that_are_deleted_under_the_running_bot_begin_anew_and_are_told_at_once(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    stores = ("actuals", "bot", "deliveries", "digests", "taught")
    for name in stores:
        Database(tmp_path / "var" / name).table("ids").insert({"entries": 1})
    program = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("outcome=answered")
    for name in stores:
        shutil.rmtree(tmp_path / "var" / name, ignore_errors=True)  # while the bot writes there
    for name in stores:
        program.wait_for_log(f"records in {name} have been lost")
        program.wait_for_log(f"notice loss {name} .*: arrived")
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("(?s)outcome=answered.*outcome=answered")
    assert program.stop() == 0
    assert "Traceback" not in program.log
    assert PARTIAL_NOTE in slack.posted()[-1].text
    for name in stores:
        assert program.log.count(f"records in {name} have been lost") == 1
        assert len([said for said in slack.posted() if f"（{name}）の一部が" in said.text]) == 1


def test_a_data_folder_deleted_as_a_whole_under_the_running_bot_is_told_by_what_it_had_read(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    Database(tmp_path / "var" / "actuals").table("ids").insert({"entries": 1})
    program = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("outcome=answered")
    shutil.rmtree(tmp_path / "var", ignore_errors=True)  # while the bot writes there
    for name in ("actuals", "bot"):  # before anybody asks
        program.wait_for_log(f"notice loss {name} .*: arrived")
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("(?s)outcome=answered.*outcome=answered")
    assert program.stop() == 0
    assert "Traceback" not in program.log
    assert [said for said in slack.posted() if PARTIAL_NOTE in said.text]


def test_an_older_ledger_put_back_under_the_running_bot_is_told_before_anybody_asks(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    actuals, older = tmp_path / "var" / "actuals", tmp_path / "older"
    Database(actuals).table("ids").insert({"entries": 1})
    shutil.copytree(actuals, older)
    Database(actuals).table("ids").insert({"entries": 2})
    program = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("outcome=answered")
    shutil.rmtree(actuals)
    shutil.copytree(older, actuals)
    program.wait_for_log("notice loss actuals .*: arrived")
    assert program.stop() == 0
    assert "Traceback" not in program.log


def test_a_file_in_the_place_of_the_ledger_of_the_running_bot_leaves_it_answering(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    actuals = tmp_path / "var" / "actuals"
    Database(actuals).table("ids").insert({"entries": 1})
    program = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("outcome=answered")
    shutil.rmtree(actuals)
    actuals.write_text("x", encoding="utf-8")
    slack.person(SATO).dm("待機児童数の目標値は？")
    program.wait_for_log("(?s)outcome=answered.*outcome=answered")
    assert PARTIAL_NOTE in slack.posted()[-1].text
    program.wait_for_log("notice loss actuals .*: arrived")
    assert program.stop() == 0
    assert "Traceback" not in program.log
