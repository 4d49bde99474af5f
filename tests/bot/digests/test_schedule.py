"""The schedule record: what is refused, who may change it, what a change owes, and its way to disk."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.recurrence import InvalidRuleError, MonthDay, Recurrence
from bot.digests.schedule import (
    GRACE_RANGE,
    NAME_LIMIT,
    DigestScope,
    InvalidScheduleError,
    Schedule,
    duplicated,
    edited,
    handed_over,
    next_runs,
    parse_schedule,
    paused,
    resumed,
    schedule_to_json,
)
from knowledge.model.fiscal import JST
from tests.bot.digests.recurrences import moments, rules

MADE = datetime(2026, 4, 1, 10, tzinfo=JST)
LATER = datetime(2026, 6, 3, 9, tzinfo=JST)
RULE = Recurrence(rhythm="monthly", at=time(9), day=MonthDay("business_day", 1))


def schedule(**changes: Any) -> Schedule:
    fields: dict[str, Any] = {
        "id": "s1",
        "name": "子育て",
        "channel_id": "C1",
        "creator": "U1",
        "rule": RULE,
        "created_at": MADE,
        "updated_at": MADE,
        "since": MADE,
    }
    return Schedule(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "  "}, "name", "名前を1文字以上"),
        ({"name": "長" * (NAME_LIMIT + 1)}, "name", "75文字以内"),
        ({"channel_id": ""}, "channel_id", "チャンネルを選んで"),
        ({"grace": timedelta(minutes=1)}, "grace", "10分から7日"),
        ({"scope": DigestScope("indicators")}, "scope", "指標を1つ以上"),
        ({"scope": DigestScope("package", ("pkg1", "pkg2"))}, "scope", "政策パッケージを1つ"),
        ({"scope": DigestScope("goal")}, "scope", "基本目標を1つ"),
        ({"scope": DigestScope("behind", ("k1-1",))}, "scope", "個別の指標"),
        ({"since": datetime(2026, 4, 1)}, "since", "時差"),  # noqa: DTZ001  the mistake itself
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused_in_a_sentence(
    changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(InvalidScheduleError) as raised:
        schedule(**changes)
    assert [problem.field for problem in raised.value.problems] == [field]
    assert words in raised.value.user_message


def test_it_is_its_creators_and_its_editors_and_nobody_elses() -> None:
    shared = schedule(editors=("U2",))
    assert shared.is_owned_by("U1")
    assert shared.is_owned_by("U2")
    assert not shared.is_owned_by("U9")


def test_renaming_keeps_the_channel_and_owes_the_same_slots() -> None:
    renamed = edited(schedule(), LATER, name="子育て支援")
    assert (renamed.channel_id, renamed.since, renamed.updated_at) == ("C1", MADE, LATER)


def test_a_new_rule_owes_nothing_from_before_it() -> None:
    assert edited(schedule(), LATER, rule=Recurrence(rhythm="daily", at=time(8))).since == LATER


def test_slots_of_a_pause_are_not_owed() -> None:
    resting = paused(schedule(), MADE)
    assert next_runs(resting, LATER) == ()
    assert resumed(resting, LATER).since == LATER
    assert len(next_runs(resumed(resting, LATER), LATER)) == 3
    assert resumed(schedule(), LATER) == schedule()


def test_handing_over_keeps_the_old_owner_as_an_editor() -> None:
    given_away = handed_over(schedule(editors=("U2",)), LATER, "U2")
    assert (given_away.creator, given_away.editors) == ("U2", ("U1",))


def test_a_copy_rests_until_somebody_has_changed_it() -> None:
    copy = duplicated(schedule(name="長" * NAME_LIMIT, editors=("U2",)), LATER, id="s2", creator="U3")
    assert (copy.id, copy.creator, copy.editors, copy.paused) == ("s2", "U3", (), True)
    assert copy.name.endswith("の写し")
    assert len(copy.name) <= NAME_LIMIT


@given(
    rules(),
    moments,
    st.timedeltas(*GRACE_RANGE),
    st.sampled_from([DigestScope("all"), DigestScope("goal", ("g1",)), DigestScope("indicators", ("k1-1", "g2-t1"))]),
    st.booleans(),
)
def test_every_schedule_survives_the_way_through_json(
    rule: Recurrence, moment: datetime, grace: timedelta, scope: DigestScope, is_paused: bool
) -> None:
    one = schedule(rule=rule, since=moment, grace=grace, scope=scope, paused=is_paused, editors=("U2", "U3"))
    assert parse_schedule(json.loads(json.dumps(schedule_to_json(one)))) == one


def test_moments_are_stored_in_utc() -> None:
    data = schedule_to_json(schedule())
    assert data["since"] == "2026-04-01T01:00:00+00:00"
    assert parse_schedule(data).since == MADE.astimezone(UTC)


def test_a_damaged_record_is_named_by_its_field() -> None:
    with pytest.raises(InvalidScheduleError, match="channel_id"):
        parse_schedule({**schedule_to_json(schedule()), "channel_id": 3})
    with pytest.raises(InvalidRuleError):
        parse_schedule({**schedule_to_json(schedule()), "rule": {"rhythm": "hourly"}})
    with pytest.raises(InvalidRuleError, match="曜日"):
        parse_schedule({**schedule_to_json(schedule()), "rule": {"rhythm": "weekly", "at": "09:00"}})


def test_a_schedule_of_before_there_were_layouts_becomes_a_short_one() -> None:
    stored = schedule_to_json(schedule())
    del stored["layout"]
    assert parse_schedule(stored) == schedule(layout="short")
