"""A text longer than any question, through every door: its beginning is answered, and that is said."""

from collections.abc import Callable

import pytest

from bot.sandbox.people.talking import SaidMessage
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.seed import GENERAL, SATO, SUZUKI
from bot.views import ids
from knowledge.model.question_length import CUT, LONGEST_QUESTION
from tests.world import World

PAGE = "移住支援の事業を教えてください。" + "市役所の窓口はいつも混んでいます。" * 150

Door = Callable[[World, str], Delivery | SaidMessage]


def _on_a_message(world: World, text: str) -> Delivery:
    return world.person(SATO).message_shortcut(ids.RELATED_SHORTCUT, world.person(SUZUKI).say(GENERAL, text).message)


DOORS: dict[str, Door] = {
    "mention": lambda world, text: world.person(SATO).mention(GENERAL, text),
    "direct message": lambda world, text: world.person(SATO).dm(text),
    "command": lambda world, text: world.person(SATO).command("/senryaku", text, channel=GENERAL),
    "shortcut on a message": _on_a_message,
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_the_beginning_is_answered_and_that_is_said(world: World, door: Door) -> None:
    [answer] = world.after(door(world, PAGE))
    assert CUT in answer.text
    assert CUT in str(answer.blocks)


def test_a_modal_takes_as_much_as_is_read_and_no_more(world: World) -> None:
    world.outcome(world.person(SATO).shortcut(ids.SEARCH_SHORTCUT))
    world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: PAGE}))
    assert world.modal().body["callback_id"] == ids.SEARCH_MODAL
    world.outcome(world.person(SATO).submit({ids.SEARCH_TEXT: PAGE[:LONGEST_QUESTION]}))
    assert world.modal().body["callback_id"] == ids.RESULT_MODAL
    assert CUT not in str(world.modal().body)


def test_what_is_shared_and_explained_later_was_cut_in_the_same_place(world: World) -> None:
    [answer] = world.after(world.person(SATO).command("/senryaku", PAGE, channel=GENERAL))
    shared = world.after(world.person(SATO).press(answer, ids.SHARE))
    assert any(CUT in message.text for message in shared)
    (asked, _), (again, _) = world.engine.asked
    assert (asked, again) == (PAGE, PAGE[:LONGEST_QUESTION] + "…")


def test_a_request_is_short_and_a_page_that_begins_like_one_is_a_question(world: World) -> None:
    [answer] = world.after(world.person(SATO).mention(GENERAL, "kpi review 2023" + " ほか" * 1_000))
    assert CUT in answer.text
