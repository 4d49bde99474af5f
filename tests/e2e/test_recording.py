"""An actual's whole way through the running program: form, ledger, announcement, next answer, taking back."""

from pathlib import Path

from bot.app.wiring import ledger_in
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SUZUKI
from bot.views import ids
from knowledge.model.catalog import Catalog
from tests.e2e.conftest import Start
from tests.stand_in import Slack

QUESTION = "待機児童数の目標値は？"


def test_a_value_is_recorded_announced_answered_and_taken_back(
    slack: Slack, start: Start, tmp_path: Path, catalog: Catalog
) -> None:
    program = start(
        "--now", "2024-06-03T09:00+09:00", "serve", SENRYAKU_WRITERS=SATO, SENRYAKU_RECORDS_CHANNEL=PLANNING
    )
    sato, suzuki = slack.person(SATO), slack.person(SUZUKI)
    sato.mention(GENERAL, QUESTION)
    [answer] = slack.wait_for_post(GENERAL)
    suzuki.press(answer, ids.RECORD)
    [_, refused] = slack.wait_for_post(GENERAL, count=2)
    assert refused.only_for == SUZUKI

    sato.press(answer, ids.RECORD)
    slack.wait_for(lambda workspace: workspace.modal(SATO))
    done = sato.submit({ids.ACTUAL_YEAR: "2023", ids.ACTUAL_VALUE: "48"}).wait()
    assert done.error is None
    ledger = ledger_in(tmp_path / "var", catalog)
    [entry] = ledger.ledger().entries  # on disk as soon as the form says so
    assert (entry.value_text, entry.by) == ("48人", "佐藤 花子（U0SATO）")
    [news] = slack.wait_for_post(PLANNING)
    assert "待機児童数 48人（令和5年度・確定値）" in news.text

    suzuki.mention(GENERAL, QUESTION)
    assert "48人（令和5年度・確定値）" in slack.wait_for_post(GENERAL, count=3)[-1].text

    shown = slack.wait_for(lambda workspace: workspace.modal(SATO))
    sato.press(shown, ids.UNDO)
    assert "いまは値がありません" in slack.wait_for_post(PLANNING, count=2)[-1].text
    suzuki.mention(GENERAL, QUESTION)
    assert "実績未登録" in slack.wait_for_post(GENERAL, count=4)[-1].text

    assert program.stop() == 0
    assert slack.refusals == []
    assert "佐藤" not in program.log
