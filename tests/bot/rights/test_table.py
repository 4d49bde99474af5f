"""The table of rights, cell by cell, against one that was written down apart from it."""

import pytest

from bot.config import BotError
from bot.rights.table import BY_STANDING, RIGHTS, Action, Actor, Admitted, Audience, check_right, may

STAFF = {
    "admin": Actor(standing="staff", roles=frozenset({"admin"})),
    "writer": Actor(standing="staff", roles=frozenset({"writer"})),
    "member": Actor(standing="staff"),
    "owner": Actor(standing="staff", roles=frozenset({"owner"})),
    "present": Actor(standing="staff", roles=frozenset({"present"})),
    "asker": Actor(standing="staff", roles=frozenset({"asker"})),
}
OTHERS = {
    "guest": Actor(standing="guest", roles=frozenset({"asker"})),
    "external": Actor(standing="external", roles=frozenset({"asker"})),
    "bot": Actor(standing="bot"),
    "deactivated": Actor(standing="deactivated"),
    "unknown": Actor(standing="unknown"),
}
ACTORS = STAFF | OTHERS
# ○ yes, △ where the settings admit them, × never. In the order of ACTORS.
EXPECTED: dict[Action, str] = {
    "ask": "○○○○○○△△×××",
    "values": "○○○○○○△△×××",
    "opinion": "○○○○○○△△×××",
    "office": "○○○○○○△△×××",
    "home": "○○○○○○△△×××",
    "delete_answer": "×××××○△△×××",
    "record": "×○×××××××××",
    "undo": "×○×××××××××",
    "digest": "○○○○○○×××××",
    "digest_see": "○××○○××××××",
    "digest_change": "○××○×××××××",
    "gaps": "○○×××××××××",
}
NOBODY: Admitted = frozenset()
BOTH: Admitted = frozenset({"guest", "external"})
PLACES: tuple[Audience, ...] = ("private", "channel", "shared")


def test_every_deed_stands_in_both_tables() -> None:
    assert EXPECTED.keys() == RIGHTS.keys()
    assert all(len(row) == len(ACTORS) for row in EXPECTED.values())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("admitted", [NOBODY, BOTH], ids=["nobody", "both"])
@pytest.mark.parametrize("action", EXPECTED)
def test_each_cell_says_what_was_agreed(action: Action, admitted: Admitted, place: Audience) -> None:
    for (name, actor), cell in zip(ACTORS.items(), EXPECTED[action], strict=True):
        agreed = cell == "○" or (cell == "△" and actor.standing in admitted)
        if action == "values" and place == "shared" and not admitted:
            agreed = False
        assert may(action, actor, opened=admitted, place=place) is agreed, name
        if not agreed:
            with pytest.raises(BotError) as refused:
                check_right(action, actor, opened=admitted, place=place)
            is_told = actor.standing == "staff" or actor.standing in BY_STANDING
            assert bool(refused.value.user_message) is is_told, name
