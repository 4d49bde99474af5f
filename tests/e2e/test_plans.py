"""Two plans in one workspace, over both doors: a channel tied to one asks it, records in it and is told of it."""

from pathlib import Path

import pytest

from bot.app.plans import add_plan, held_plans
from bot.app.wiring import ledger_in
from bot.config.settings import Settings
from bot.delivery import DigestStore
from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from bot.views import ids
from knowledge.model.catalog import Catalog
from knowledge.storage.plans import PlanStore
from tests.e2e.conftest import Start
from tests.e2e.test_digests import modal, submit
from tests.editions import write_edition
from tests.stand_in import SimulatedUser, Slack

BUSES = "湖上バスの年間利用者数の目標は？"
FRIDAY, MONDAY, TUESDAY = (f"2026-11-{day}T09:05+09:00" for day in (13, 16, 17))
DOORS = {"socket": ("serve",), "http": ("serve", "--http", "--port", "0")}


def asked(slack: Slack, who: SimulatedUser, channel: str, text: str, thread: str | None = None) -> PostedMessage:
    before = len(slack.posted(channel))
    who.mention(channel, text, thread=thread)
    return slack.wait_for_post(channel, count=before + 1)[-1]


def pressed(slack: Slack, who: SimulatedUser, message: PostedMessage, action: str) -> PostedMessage:
    before = len(slack.posted(message.channel))
    who.press(message, action)
    return slack.wait_for_post(message.channel, count=before + 1)[-1]


def recorded(data: Path) -> dict[str, list[str]]:
    """By the id of its plan."""
    bases = {plan.id: add_plan(Settings(data=data), plan.path)[1] for plan in held_plans(Settings(data=data))}
    keys = {plan.id: plan.key for plan in held_plans(Settings(data=data))}
    ledgers = {id: ledger_in(data, Catalog(base, keys[id])).ledger() for id, base in bases.items()}
    return {id: [entry.value_text for entry in ledger.state.values()] for id, ledger in ledgers.items()}


@pytest.mark.parametrize("door", DOORS)
def test_a_channel_tied_to_a_plan_asks_it_records_in_it_and_is_told_of_it(
    slack: Slack, start: Start, tmp_path: Path, door: str
) -> None:
    data, sato = tmp_path / "var", slack.person(SATO)
    for number in (2, 3):
        add_plan(Settings(data=data), write_edition(tmp_path, number))
    program = start(*DOORS[door], SENRYAKU_NOW=FRIDAY, SENRYAKU_WRITERS=SATO, SENRYAKU_ADMINS=SATO)
    sato.command("/senryaku", "plan kakuu-2", channel=PLANNING)
    assert "これから「第２期架空市" in slack.wait_for_post(PLANNING)[-1].text

    # Questions, threads and buttons of the channel are of its plan; those of another channel are not.
    answer = asked(slack, sato, PLANNING, BUSES)
    assert answer.text.startswith("計画：第２期架空市")
    assert "目標値は13,000人（令和6年度）です。" in answer.text
    assert "13,000人" in asked(slack, sato, PLANNING, "もっと詳しく", thread=answer.thread_ts).text
    assert "15,000人" in asked(slack, sato, PLANNING, "第3期では？", thread=answer.thread_ts).text
    assert "目標値は15,000人（令和11年度）です。" in asked(slack, sato, GENERAL, BUSES).text
    assert "13,000人" in pressed(slack, sato, answer, ids.HISTORY).text

    # A value goes to the plan on whose card it is entered.
    sato.press(answer, ids.RECORD)
    modal(slack, SATO)
    assert submit(sato, **{ids.ACTUAL_YEAR: "2023", ids.ACTUAL_VALUE: "9500"}).error is None
    assert {id: values for id, values in recorded(data).items() if values} == {"kakuu-2": ["9,500人"]}
    assert "9,500人（令和5年度" in asked(slack, sato, PLANNING, BUSES).text

    # A digest made in the channel is of its plan.
    sato.close(everything=True)
    sato.command("/senryaku", "digest", channel=PLANNING)
    assert "第２期架空市" in str(modal(slack, SATO, holding=ids.DIGEST_PLAN).body)
    sato.press(modal(slack, SATO), ids.DIGEST_RHYTHM, "daily").wait()
    made = submit(sato, digest_name="前の戦略のまとめ", digest_channel=PLANNING)
    assert made.field_errors == {}
    assert program.stop() == 0
    [schedule] = DigestStore(data).schedules()
    assert schedule.plan == "kakuu-2"
    program = start(*DOORS[door], SENRYAKU_NOW=MONDAY)
    said = slack.wait_for(lambda _: [one for one in slack.posted(PLANNING) if "前の戦略のまとめ" in one.text])[0].text
    assert "計画：第２期架空市" in said
    assert "計画期間は令和7年3月で終わっています。" in said
    assert program.stop() == 0

    # Without the plan nothing of another one is sent in its name, and the channel is answered by the usual one.
    PlanStore(data).remove("kakuu-2")
    program = start(*DOORS[door], SENRYAKU_NOW=TUESDAY)
    assert "目標値は15,000人（令和11年度）です。" in asked(slack, sato, PLANNING, BUSES).text
    sato.command("/senryaku", "plan", channel=PLANNING)
    told = slack.wait_for(lambda _: [one for one in slack.posted(PLANNING) if "外されています" in one.text])[0].text
    assert "計画の名前がない質問には「第３期架空市" in told
    assert program.stop() == 0
    assert sum("前の戦略のまとめ" in one.text for one in slack.posted(PLANNING)) == 1
    assert slack.refusals == []

    # Added again it has its values, and the channel is its own as before.
    add_plan(Settings(data=data), tmp_path / "kakuu-2")
    program = start(*DOORS[door], SENRYAKU_NOW=TUESDAY)
    assert "9,500人（令和5年度" in asked(slack, sato, PLANNING, BUSES).text
    assert program.stop() == 0
