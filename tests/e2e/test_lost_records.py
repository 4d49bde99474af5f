"""The running bot and its records: what was lost is told to the admins, once; what was written is folded at the end."""

from pathlib import Path

from bot.sandbox import Slack
from bot.sandbox.state.seed import SATO
from knowledge.storage import Database
from tests.e2e.conftest import Start


def test_a_loss_is_told_to_the_admins_once_and_the_journals_are_folded_at_the_end(
    slack: Slack, start: Start, tmp_path: Path
) -> None:
    actuals = tmp_path / "var" / "actuals"
    table = Database(actuals).table("actuals 架空市の戦略")
    table.insert({"kind": "forecast"})
    program = start(SENRYAKU_ADMINS=SATO)
    program.wait_for_log("notice loss actuals .*: arrived")
    assert program.stop() == 0
    told = [message.text for message in slack.posted() if "記録（actuals）の一部が読めません" in message.text]
    assert len(told) == 1
    assert "記録 a1 を読めないため、除いています（indicator がありません）" in told[0]
    assert list(actuals.glob("*.json"))
    assert list((tmp_path / "var" / "deliveries").glob("*.json"))
    again = start(SENRYAKU_ADMINS=SATO)
    slack.person(SATO).dm("待機児童数の目標値は？")
    again.wait_for_log("outcome=answered")
    assert again.stop() == 0
    assert "notice loss" not in again.log
