"""Whom the settings name: what plainly says who, and what is told of at the start and by doctor."""

import pytest

from bot.config.slack_settings import SlackSettings
from bot.rights.named import warnings_about_names
from bot.rights.permissions import Organisation
from bot.sandbox.state.seed import EDITORS, GUEST, OUTSIDER, SATO, SUZUKI
from tests.bot.wire import FakeSlack, SetClock, Wire


@pytest.mark.parametrize(
    "written",
    ["U0SATO,U0SUZUKI", "U0SATO、U0SUZUKI", "u0sato U0SUZUKI", "<@U0SATO>, <@U0SUZUKI|鈴木>", '"U0SATO;U0SUZUKI"',
     "「U0SATO」 「U0SUZUKI」", "@U0SATO\n@U0SUZUKI,U0SATO", "Ｕ０ＳＡＴＯ，U0SUZUKI", " U0SATO , ,U0SUZUKI；"],
)  # fmt: skip
def test_what_plainly_names_people_is_understood(written: str) -> None:
    assert SlackSettings(writers=written).writers == (SATO, SUZUKI)


@pytest.mark.parametrize("written", ["S0EDITORS", "s0editors", "<!subteam^S0EDITORS|@kpi>", "'S0EDITORS'"])
def test_what_plainly_names_a_group_is_understood(written: str) -> None:
    assert SlackSettings(writer_group=written).writer_group == EDITORS


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"writers": "佐藤花子,U0SATO"}, "SENRYAKU_WRITERS の「佐藤花子」はユーザー ID の形ではありません。"),
        ({"writers": "U0NOBODY"}, "SENRYAKU_WRITERS の「U0NOBODY」という人は見つかりません。"),
        ({"admins": GUEST}, "SENRYAKU_ADMINS の「U0GUEST」はゲストのため、何も任せられません。"),
        ({"writers": OUTSIDER}, "SENRYAKU_WRITERS の「U0OUTSIDER」は他組織の人のため、何も任せられません。"),
        ({"writer_group": "S0NONE"}, "SENRYAKU_WRITER_GROUP の「S0NONE」を確かめられません"),
        ({"writers": "U0SATO", "writer_group": EDITORS}, ""),
    ],
)
def test_whoever_is_named_in_vain_is_told_of_in_one_sentence(settings: dict[str, str], told: str) -> None:
    slack = FakeSlack(SetClock(1_700_000_000.0))
    own = Organisation(slack.platform.workspace.team_id)
    doubts = list(warnings_about_names(SlackSettings(**settings), Wire(slack), own))
    assert len(doubts) == bool(told)
    assert told in "".join(doubts)
