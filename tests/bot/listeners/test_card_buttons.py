"""The five buttons of a single clear hit, the link to the site, and the choice among several readings."""

import pytest

from bot.config.errors import BotError
from bot.config.slack_settings import read_slack_settings
from bot.sandbox.state.records import JsonObject, PostedMessage
from bot.sandbox.state.seed import GENERAL, SATO, SUZUKI
from bot.views import ids
from tests.bot.listeners.conftest import MakeWorld
from tests.world import World

QUESTION = "定住誘導推進事業とは？"
SITE = "https://intra.example.jp/strategy"


def asked(world: World, question: str = QUESTION) -> PostedMessage:
    [answer] = world.after(world.person(SATO).mention(GENERAL, question))
    return answer


def buttons(message: PostedMessage) -> list[JsonObject]:
    """Of the row right under the card."""
    row = next(block for block in message.blocks if block["type"] == "actions")
    return list(row["elements"])


def test_a_clear_hit_has_the_five_buttons_in_their_order(world: World) -> None:
    assert [button["text"]["text"] for button in buttons(asked(world))] == [
        "詳しく", "KPIの推移", "原文", "会議用に表示", "チャンネルに共有",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("詳しく", "同じ基本的方向の事業"),
        ("KPIの推移", "住宅の購入に伴う転入者数"),
        ("原文", "定住誘導推進事業 の原文"),
        ("会議用に表示", "*目的*"),
        ("チャンネルに共有", "さんが共有しました"),
    ],
)
def test_each_of_them_brings_what_it_says(world: World, label: str, shown: str) -> None:
    answer = asked(world)
    action = next(button["action_id"] for button in buttons(answer) if button["text"]["text"] == label)
    brought = world.after(world.person(SUZUKI).press(answer, action))
    assert shown in str([message.blocks for message in brought])
    assert world.slack.refusals == []


def test_a_public_answer_is_shared_into_its_channel_with_the_name_of_who_pressed(world: World) -> None:
    brought = world.after(world.person(SUZUKI).press(asked(world), ids.SHARE))
    [lasting] = [message for message in brought if message.only_for is None]
    assert (lasting.channel, lasting.thread_ts) == (GENERAL, None)
    assert lasting.text.startswith(f"<@{SUZUKI}> さんが共有しました")


def test_with_a_site_every_card_leads_to_its_full_text(make_world: MakeWorld) -> None:
    world = make_world(site_url=SITE)
    answer = asked(world)
    link = next(button for button in buttons(answer) if button["action_id"] == ids.FULL_TEXT)
    assert (link["text"]["text"], link["url"]) == ("全文", f"{SITE}/projects/p3-12.html")
    pressed = world.person(SUZUKI).press(answer, ids.FULL_TEXT)
    assert world.outcome(pressed).acknowledged
    assert world.after(pressed) == []
    [indicator] = world.after(world.person(SATO).dm("待機児童数の目標値は？"))
    assert f"{SITE}/kpis/k3-3.html" in str(indicator.blocks)
    assert world.slack.refusals == []


def test_without_a_site_no_card_has_the_link(world: World) -> None:
    assert ids.FULL_TEXT not in str(asked(world).blocks)


def test_a_site_must_be_an_address() -> None:
    with pytest.raises(BotError, match="SENRYAKU_SITE_URL"):
        read_slack_settings(site_url="intra/strategy")


# Several readings


def test_two_to_five_readings_are_buttons_that_bring_the_record(world: World) -> None:
    answer = asked(world, "推進について")
    choices = [button for button in buttons(answer) if ids.action_of(button["action_id"]) == ids.CHOOSE]
    assert "当てはまるものがいくつかあります" in answer.text
    assert 2 <= len(choices) <= 5
    [brought] = world.after(world.person(SATO).press(answer, choices[1]["action_id"]))
    assert choices[1]["text"]["text"] in brought.text
    assert brought.thread_ts == answer.thread_ts


def test_a_menu_under_a_list_brings_the_record(world: World) -> None:
    answer = asked(world, "政策パッケージ3とは")
    menu = next(e for b in answer.blocks for e in b.get("elements", ()) if e.get("action_id") == ids.PICK)
    option = menu["options"][1]
    [brought] = world.after(world.person(SATO).press(answer, ids.PICK, option["value"]))
    assert option["text"]["text"] in brought.text


# A refusal


def test_a_refusal_leads_to_the_search_by_name(world: World) -> None:
    refusal = asked(world, "市長の名前は？")
    world.outcome(world.person(SUZUKI).press(refusal, ids.SEARCH_OPEN))
    modal = world.slack.workspace.modal(SUZUKI)
    assert modal is not None
    assert modal.body["callback_id"] == ids.SEARCH_MODAL


def test_a_refusal_in_a_modal_turns_into_the_search(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: "市長の名前は？"}))
    refusal = world.slack.workspace.modal(SATO)
    assert refusal is not None
    world.outcome(world.person(SATO).press(refusal, ids.SEARCH_OPEN))
    searching = world.slack.workspace.modal(SATO)
    assert searching is not None
    assert (searching.id, searching.body["callback_id"]) == (refusal.id, ids.SEARCH_MODAL)
    assert world.slack.refusals == []
