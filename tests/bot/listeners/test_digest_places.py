"""Where digests go: channels that are refused, and those that come to be shared with others."""

import pytest

from bot.rights.channels import ARCHIVED as SAYS_ARCHIVED
from bot.rights.channels import EXTERNAL, FOREIGN, NOT_INVITED, READ_ONLY, UNSURE, Channels, NotPostableError
from bot.sandbox.state.seed import ARCHIVED, GENERAL, PLANNING, SATO, SECRET, SHARED, SUZUKI, TANAKA
from bot.sandbox.state.seed import FOREIGN as NOT_JOINED
from bot.views import ids
from knowledge.model.structs import replace
from tests.bot.listeners.conftest import MakeWorld
from tests.bot.listeners.digest_forms import create, kept, open_digest, open_form, press, said, submit
from tests.world import World


@pytest.mark.parametrize(
    ("channel", "words"), [(NOT_JOINED, NOT_INVITED), (ARCHIVED, SAYS_ARCHIVED), (SHARED, EXTERNAL)]
)
def test_a_channel_that_the_bot_cannot_post_to_is_refused_at_its_field(world: World, channel: str, words: str) -> None:
    open_form(world)
    assert words in said(press(world, ids.DIGEST_CHANNEL, channel))
    assert submit(world).field_errors == {ids.DIGEST_CHANNEL: words}
    assert world.services.usual.digests.store.schedules() == ()


@pytest.mark.parametrize("allowed", [False, True])
def test_a_channel_that_came_to_be_shared_gets_no_more_digests_unless_that_is_allowed(
    make_world: MakeWorld, allowed: bool
) -> None:
    world = make_world(answer_external=allowed, admins=(SUZUKI,))
    made, other = create(world), create(world, channel=GENERAL)
    world.slack.workspace.channels[PLANNING] = replace(world.slack.workspace.channels[PLANNING], is_ext_shared=True)
    event = {"type": "channel_shared", "connected_team_id": "T0OTHER", "channel": PLANNING}
    for _ in range(2):
        world.outcome(world.slack.emit("channel_shared", event))
    assert kept(world, made).paused is not allowed
    assert not kept(world, other).paused
    told = [(notice.user, "ほかの組織と共有" in notice.text) for notice in world.services.notices.waiting()]
    assert told == ([] if allowed else [(SATO, True), (SUZUKI, True)])


@pytest.mark.parametrize(
    ("settings", "others"),
    [({"admins": (TANAKA,)}, [TANAKA]), ({"writers": (TANAKA,)}, [TANAKA]), ({}, [])],
    ids=["to the admins", "without admins to those who may record", "without either to those of the digest"],
)
def test_whoever_may_change_a_digest_hears_that_it_rests(
    make_world: MakeWorld, settings: dict[str, tuple[str, ...]], others: list[str]
) -> None:
    world = make_world(**{"admins": (), "writers": (), **settings})
    create(world, digest_editors=[SUZUKI])
    world.slack.workspace.channels[PLANNING] = replace(world.slack.workspace.channels[PLANNING], is_ext_shared=True)
    event = {"type": "channel_shared", "connected_team_id": "T0OTHER", "channel": PLANNING}
    world.outcome(world.slack.emit("channel_shared", event))
    assert [notice.user for notice in world.services.notices.waiting()] == [SATO, SUZUKI, *others]


def test_a_shared_channel_is_neither_resumed_nor_posted_to_on_demand(world: World) -> None:
    made = create(world)
    open_digest(world, made)
    press(world, ids.DIGEST_PAUSE)
    world.slack.workspace.channels[PLANNING] = replace(world.slack.workspace.channels[PLANNING], is_ext_shared=True)
    for action in (ids.DIGEST_RESUME, ids.DIGEST_RUN):
        world.outcome(world.person(SATO).press(world.modal(), action))
    assert kept(world, made).paused
    assert world.services.usual.digests.store.requests() == ()


def test_after_the_invitation_the_same_form_is_taken(world: World) -> None:
    open_form(world)
    assert "/invite @senryaku" in str(submit(world, digest_channel=NOT_JOINED).field_errors)
    world.person(SATO).invite_bot(NOT_JOINED).wait()
    assert submit(world).field_errors == {}


def test_a_private_channel_of_others_is_refused(world: World) -> None:
    open_form(world, TANAKA)
    assert submit(world, TANAKA, digest_channel=SECRET).field_errors == {ids.DIGEST_CHANNEL: FOREIGN}
    assert create(world, SUZUKI, digest_channel=SECRET).channel_id == PLANNING


def test_when_slack_cannot_say_the_form_stays(world: World) -> None:
    open_form(world)
    world.slack.faults.plan("conversations.info", "ratelimited")
    assert submit(world, digest_channel=PLANNING).field_errors == {ids.DIGEST_CHANNEL: UNSURE}
    assert submit(world).field_errors == {}


@pytest.mark.parametrize("kind", ["is_read_only", "is_thread_only"])
def test_a_channel_in_which_the_bot_may_not_begin_anything_is_refused(kind: str) -> None:
    """One for announcements, and one that only takes threads: the stand-in has neither."""

    class Restricted:
        def conversations_info(self, channel: str) -> dict[str, dict[str, bool]]:
            return {"channel": {"is_member": True, kind: True}}

    with pytest.raises(NotPostableError, match=READ_ONLY):
        Channels(Restricted()).check_postable(PLANNING, SATO)  # type: ignore[arg-type]
