"""Schedules and deliveries of every shape, for the builders."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from bot.digests.recurrence import Recurrence
from bot.digests.schedule import NAME_LIMIT, DigestScope, Schedule
from bot.digests.slot import Sent as SentPart
from bot.digests.slot import Slot, failed, posted, recorded, refused, skipped
from knowledge.model.normalize import without_unseen
from tests.bot.digests.recurrences import moments, rules
from tests.bot.views.extreme import words
from tests.bot.views.judging import ROOM, SHARER

AT = datetime(2024, 6, 3, 0, 0, tzinfo=UTC)
record_ids = st.from_regex(r"\A[kpg][0-9]{1,2}-[0-9]{1,2}\Z")
users = st.from_regex(rf"\A{SHARER}[A-Z0-9]{{1,8}}\Z")

LASTING_SCOPES = (
    st.just(DigestScope("all"))
    | st.builds(lambda n: DigestScope("package", (f"pkg{n}",)), st.integers(1, 99))
    | st.builds(lambda n: DigestScope("goal", (f"g{n}",)), st.integers(1, 9))
    | st.lists(record_ids, min_size=1, max_size=50, unique=True).map(lambda ids: DigestScope("indicators", tuple(ids)))
)
scopes = LASTING_SCOPES | st.sampled_from([DigestScope("behind"), DigestScope("unrecorded"), DigestScope("reminder")])
names = words.map(lambda text: without_unseen(text).strip()[:NAME_LIMIT].strip() or "週報")  # as the form reads them


ON_CHANGE_RULES = st.builds(
    lambda until, on_closed: Recurrence(rhythm="on_change", at=time(8, 30), until=until, on_closed=on_closed),
    st.times(time(8, 31)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["post", "next"]),
)


def schedules(names: st.SearchStrategy[str] = names) -> st.SearchStrategy[Schedule]:
    return _schedules(names, rules(), scopes, st.booleans()) | _schedules(
        names, ON_CHANGE_RULES, LASTING_SCOPES, st.just(False)
    )


def _schedules(
    names: st.SearchStrategy[str],
    rules: st.SearchStrategy[Recurrence],
    scopes: st.SearchStrategy[DigestScope],
    attaches: st.SearchStrategy[bool],
) -> st.SearchStrategy[Schedule]:
    return st.builds(
        Schedule,
        id=st.integers(1, 99).map(lambda n: f"s{n}"),
        name=names,
        channel_id=st.sampled_from([ROOM, "D0ROOM002"]),
        creator=st.just(SHARER),
        rule=rules,
        created_at=moments,
        updated_at=moments,
        since=moments,
        scope=scopes,
        editors=st.lists(users, max_size=30, unique=True).map(tuple),
        on_no_change=st.sampled_from(["line", "silent"]),
        paused=st.booleans(),
        layout=st.sampled_from(["short", "sections"]),
        attaches=attaches,
    )


def slots(words: str) -> list[Slot | None]:
    """Nothing yet, and a delivery in each state, with these words as its reason."""
    later = AT + timedelta(seconds=1)
    fresh = Slot(
        schedule_id="s1", due=AT, channel_id=ROOM, run="r1", parts=2, as_of=AT, saved_at=later, held_since=later
    )
    begun = posted(fresh, SentPart(0, "1.1"), AT)
    return [
        None, fresh, begun, refused(fresh, AT), recorded(begun, AT),
        skipped(fresh, words, AT), failed(begun, words, AT),
    ]  # fmt: skip
