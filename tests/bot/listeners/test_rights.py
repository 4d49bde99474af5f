"""The table of rights through every door: what each kind of person comes to, wherever they knock."""

import pytest

from bot.sandbox.state.errors import CannotSimulateError
from bot.sandbox.state.records import PostedMessage, View
from bot.sandbox.state.seed import EDITORS, GENERAL, GUEST, OTHER_BOT, OUTSIDER, PLANNING, SATO, SHARED, SUZUKI, TANAKA
from bot.views import ids
from knowledge.model.structs import replace
from tests.bot.listeners.conftest import MakeWorld
from tests.bot.listeners.digest_forms import create
from tests.world import World

QUESTION = "待機児童数の目標値は？"
NAME, VALUE = "待機児童数", "48人"
REFUSED = ("職員", "変更できるのは", "参加している人だけ", "本人だけ")


class Knocking:
    """One person at every door, in a workspace with an answer, a value, a digest and an open form of others."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who, self.person = world, who, world.person(who)
        [self.answer] = world.after(world.person(SATO).mention(SHARED, QUESTION))
        world.outcome(world.person(SATO).press(self.answer, ids.RECORD))
        world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2022", ids.ACTUAL_VALUE: "48"}))
        self.digest = create(world, SATO)

    def got(self, door: str) -> str:
        """○ shown or done, × refused, － nothing at all, ・ Slack has no such door for them."""
        world, before, entries = self.world, self._modal(), len(self._entries())
        try:
            said = [message for message in getattr(self, f"_{door}")() if message.channel != PLANNING]
        except CannotSimulateError:
            return "・"
        told = "".join(f"{message.text}{message.blocks}" for message in said)
        after = self._modal()
        if any(word in told for word in REFUSED) and len(told) < 1_000:
            return "×"
        if after is not None and after != before:
            errors = str(after.body) + str(after.errors)
            world.person(self.who).close(everything=True)
            return "×" if any(word in errors for word in REFUSED[1:]) else "○"
        is_gone = self.world.now(self.answer) is None
        return "○" if told or is_gone or len(self._entries()) > entries else "－"

    def _modal(self) -> View | None:
        return self.world.slack.workspace.modal(self.who)

    def _entries(self) -> tuple[object, ...]:
        return self.world.services.usual.recording.ledger.ledger().entries

    def _mention(self) -> list[PostedMessage]:
        return self.world.after(self.person.mention(SHARED, QUESTION))

    def _direct(self) -> list[PostedMessage]:
        return self.world.after(self.person.dm(QUESTION))

    def _command(self) -> list[PostedMessage]:
        return self.world.after(self.person.command("/senryaku", QUESTION, channel=SHARED))

    def _shortcut(self) -> list[PostedMessage]:
        return self.world.after(self.person.shortcut(ids.SEARCH_SHORTCUT))

    def _message_shortcut(self) -> list[PostedMessage]:
        return self.world.after(self.person.message_shortcut(ids.RELATED_SHORTCUT, self.answer))

    def _detail(self) -> list[PostedMessage]:
        return self.world.after(self.person.press(self.answer, ids.SOURCE))

    def _why(self) -> list[PostedMessage]:
        return self.world.after(self.person.press(self.answer, ids.WHY))

    def _delete(self) -> list[PostedMessage]:
        return self._press(ids.DELETE, "")

    def _rate(self) -> list[PostedMessage]:
        return self.world.after(self.person.feedback(self.answer, positive=True))

    def _office(self) -> list[PostedMessage]:
        return self.world.after(self.person.press(self.answer, ids.ASK_OFFICE))

    def _record(self) -> list[PostedMessage]:
        return self.world.after(self.person.press(self.answer, ids.RECORD))

    def _undo(self) -> list[PostedMessage]:
        return self.world.after(self.person.command("/senryaku", "kpi undo a1", channel=SHARED))

    def _digest_new(self) -> list[PostedMessage]:
        return self.world.after(self.person.press(self.answer, ids.DIGEST_NEW))

    def _digest_list(self) -> list[PostedMessage]:
        return self.world.after(self.person.command("/senryaku", "digest list", channel=SHARED))

    def _digest_delete(self) -> list[PostedMessage]:
        return self._press(ids.DIGEST_DELETE, self.digest.id)

    def _digest_send(self) -> list[PostedMessage]:
        return self._press(ids.DIGEST_RUN, self.digest.id)

    def _press(self, action: str, about: str) -> list[PostedMessage]:
        """As a client that keeps an old button, or makes one up, would send it."""
        delivery = self.person.press(self.answer, ids.SOURCE)
        self.world.after(delivery)
        value = self._value if action == ids.DELETE else ids.encode(ids.ButtonValue((about,)))
        body = {
            **delivery.payload,
            "actions": [{**delivery.payload["actions"][0], "action_id": action, "value": value}],
        }
        return self.world.after(self.world.slack.platform.dispatcher.deliver("interactive", body))

    @property
    def _value(self) -> str:
        """What the buttons of the answer carry."""
        [row] = [block for block in self.answer.blocks if block.get("block_id") == ids.ABOUT_BLOCK]
        return str(row["elements"][0]["value"])

    def home(self) -> str:
        self.world.services.usual.home_tab.publish(self.who)
        shown = self.world.slack.workspace.home(self.who)
        assert shown is not None
        return str(shown.body)


DOORS = (
    "mention", "direct", "command", "shortcut", "message_shortcut", "detail", "why", "rate", "office",
    "record", "undo", "digest_new", "digest_list", "digest_send", "digest_delete", "delete",
)  # fmt: skip
ADMIN, WRITER, LEFT = SUZUKI, TANAKA, "U0LEFT"
EXPECTED = {  # an admin changes every digest, but does not record for that; SATO, who asked, is writer and owner
    SATO: "○○○○○○○○○○○○○○○○",
    ADMIN: "○○○○○○○○○××○○○○×",
    WRITER: "○○○○○○○○○○○○○×××",
    GUEST: "××××××××××××××××",
    OUTSIDER: "××・・・×××××・×・×××",
    OTHER_BOT: "－－－－－－－－－－－－－－－－",
    LEFT: "－－－－－－－－－－－－－－－－",
}


@pytest.mark.parametrize("who", EXPECTED)
def test_a_person_comes_to_the_same_at_every_door(make_world: MakeWorld, who: str) -> None:
    world = make_world(writers=f"{SATO},{WRITER}", admins=(ADMIN,), office_channel=PLANNING)
    left = replace(world.slack.workspace.people[TANAKA], id=LEFT, name="left", deleted=True)
    with world.slack.workspace.lock:
        world.slack.workspace.put(left)
        shared = world.slack.workspace.channels[SHARED]
        world.slack.workspace.put(replace(shared, members=(*shared.members, GUEST, OTHER_BOT, LEFT)))
    knocking = Knocking(world, who)
    assert dict(zip(DOORS, EXPECTED[who], strict=True)) == {door: knocking.got(door) for door in DOORS}
    assert ("政策パッケージから探す" in knocking.home()) is (EXPECTED[who][0] == "○")
    assert ("KPI・数値目標のいま" in knocking.home()) is (EXPECTED[who][0] == "○")


# Recorded values where other organisations read along


@pytest.fixture
def recorded(make_world: MakeWorld) -> MakeWorld:
    """A workspace in which a value is recorded."""

    def made(**settings: object) -> World:
        world = make_world(writers=(SATO,), **settings)
        [card] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
        assert world.after(world.person(SATO).press(card, ids.RECORD)) == []
        world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2022", ids.ACTUAL_VALUE: "48"}))
        return world

    return made


@pytest.mark.parametrize("admitted", [False, True])
def test_one_rule_for_recorded_values_in_a_shared_channel(recorded: MakeWorld, admitted: bool) -> None:
    world = recorded(answer_external=admitted)
    [answer] = world.after(world.person(SATO).mention(SHARED, QUESTION))
    [private] = world.after(world.person(SATO).command("/senryaku", QUESTION, channel=SHARED))
    shared = [message for message in world.after(world.person(SATO).press(private, ids.SHARE)) if not message.only_for]
    review = world.after(world.person(SATO).mention(SHARED, "令和4年度の検証表"))
    history = world.after(world.person(SATO).press(answer, ids.HISTORY))
    for message in (answer, *shared, *review, *history):
        assert (VALUE in f"{message.text}{message.blocks}") is admitted, message.text
    assert ("登録された実績は出していません" in answer.text) is not admitted
    assert VALUE in private.text  # nobody else sees it
    assert NAME in shared[0].text


def test_where_slack_does_not_say_who_reads_along_nothing_is_told(recorded: MakeWorld) -> None:
    world = recorded()
    world.slack.faults.plan("conversations.info", "unavailable")
    [unsure] = world.after(world.person(SATO).mention(PLANNING, QUESTION))
    assert VALUE not in unsure.text
    [sure] = world.after(world.person(SATO).mention(PLANNING, QUESTION))
    assert VALUE in sure.text


def test_nothing_is_announced_where_others_read_along(recorded: MakeWorld) -> None:
    world = recorded(records_channel=SHARED)
    assert VALUE not in "".join(message.text for message in world.slack.posted(SHARED))
    assert "記録されています" in world.slack.posted()[-1].text


# Whoever lost a right a moment ago


def test_a_writer_who_was_closed_out_a_moment_ago_records_nothing(recorded: MakeWorld) -> None:
    world = recorded()
    [card] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.outcome(world.person(SATO).press(card, ids.RECORD))
    before = world.services.usual.recording.ledger.ledger().entries
    with world.slack.workspace.lock:
        world.slack.workspace.put(replace(world.slack.workspace.people[SATO], is_restricted=True))
    world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2023", ids.ACTUAL_VALUE: "47"}))
    told = world.after(world.person(SATO).command("/senryaku", "kpi undo a1", channel=GENERAL))
    assert "職員の方" in told[-1].text
    assert world.services.usual.recording.ledger.ledger().entries == before


def test_a_writer_whose_group_was_changed_unheard_records_nothing(make_world: MakeWorld) -> None:
    """The event of the change is lost on its way."""
    world = make_world(writer_group=EDITORS)
    [card] = world.after(world.person(SATO).mention(GENERAL, QUESTION))
    world.outcome(world.person(SATO).press(card, ids.RECORD))
    with world.slack.workspace.lock:
        world.slack.workspace.put(replace(world.slack.workspace.groups[EDITORS], users=(SUZUKI,)))
    outcome = world.outcome(world.person(SATO).submit({ids.ACTUAL_YEAR: "2022", ids.ACTUAL_VALUE: "48"}))
    assert "登録を任された職員だけ" in outcome.field_errors[ids.ACTUAL_VALUE]
    assert world.services.usual.recording.ledger.ledger().entries == ()
