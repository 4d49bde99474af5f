"""One workspace of an Enterprise organisation, where several workspaces share a deployment: the others are others."""

import pytest

from bot.rights.channels import Channels, NotPostableError
from bot.rights.permissions import Organisation, standing_of

HOME, NEXT_DOOR = "T1AA", "T2BB"
ALONE, WHOLE = Organisation(HOME), Organisation(HOME, "E1")


class Asked:
    """In place of Slack: what it says of every channel."""

    def __init__(self, **channel: object) -> None:
        self._channel = {"id": "C1", "is_member": True, **channel}

    def conversations_info(self, **_: object) -> dict[str, object]:
        return {"channel": self._channel}


def person(team: str, *teams: str) -> dict[str, object]:
    return {"team_id": team, "enterprise_user": {"enterprise_id": "E1", "teams": list(teams)}}


@pytest.mark.parametrize(
    ("told", "alone", "whole"),
    [
        (person(HOME, HOME), "staff", "staff"),
        (person("E1", HOME, NEXT_DOOR), "staff", "staff"),
        (person(NEXT_DOOR, NEXT_DOOR), "external", "staff"),
        ({"team_id": NEXT_DOOR}, "external", "external"),
    ],
)
def test_people_of_the_next_workspace_are_of_another_organisation(
    told: dict[str, object], alone: str, whole: str
) -> None:
    assert (standing_of(told, ALONE), standing_of(told, WHOLE)) == (alone, whole)


@pytest.mark.parametrize(("is_alone", "sharing"), [(True, "shared"), (False, "own")])
def test_a_channel_shared_within_the_organisation_is_shared_with_others(is_alone: bool, sharing: str) -> None:
    channels = Channels(Asked(is_org_shared=True), is_of_team_alone=is_alone)  # type: ignore[arg-type]
    assert channels.sharing("C1") == sharing
    if is_alone:
        with pytest.raises(NotPostableError, match="ほかの組織と共有"):
            channels.check_postable("C1", "U1")
    else:
        channels.check_postable("C1", "U1")
