"""Schedules and deliveries of every shape, for the builders."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.digests.schedule import NAME_LIMIT, DigestScope, Schedule
from bot.digests.slot import Sent as SentPart
from bot.digests.slot import Slot, claimed, failed, posted, recorded, refused, skipped
from knowledge.model.normalize import without_unseen
from tests.bot.digests.recurrences import moments, rules
from tests.bot.views.extreme import words
from tests.bot.views.judging import ROOM, SHARER

AT = datetime(2024, 6, 3, 0, 0, tzinfo=UTC)
record_ids = st.from_regex(r"\A[kpg][0-9]{1,2}-[0-9]{1,2}\Z")
users = st.from_regex(rf"\A{SHARER}[A-Z0-9]{{1,8}}\Z")

scopes = (
    st.sampled_from([DigestScope("all"), DigestScope("behind"), DigestScope("unrecorded"), DigestScope("reminder")])
    | st.builds(lambda n: DigestScope("package", (f"pkg{n}",)), st.integers(1, 99))
    | st.builds(lambda n: DigestScope("goal", (f"g{n}",)), st.integers(1, 9))
    | st.lists(record_ids, min_size=1, max_size=50, unique=True).map(lambda ids: DigestScope("indicators", tuple(ids)))
)
names = words.map(lambda text: without_unseen(text).strip()[:NAME_LIMIT].strip() or "週報")  # as the form reads them


def schedules(names: st.SearchStrategy[str] = names) -> st.SearchStrategy[Schedule]:
    return st.builds(
        Schedule,
        id=st.integers(1, 99).map(lambda n: f"s{n}"),
        name=names,
        channel_id=st.sampled_from([ROOM, "D0ROOM002"]),
        creator=st.just(SHARER),
        rule=rules(),
        created_at=moments,
        updated_at=moments,
        since=moments,
        scope=scopes,
        editors=st.lists(users, max_size=30, unique=True).map(tuple),
        on_no_change=st.sampled_from(["line", "silent"]),
        paused=st.booleans(),
        layout=st.sampled_from(["short", "sections"]),
    )


def slots(words: str) -> list[Slot | None]:
    """Nothing yet, and a delivery in each state, with these words as its reason."""
    fresh = claimed(
        schedule_id="s1", due=AT, channel_id=ROOM, run="r1", parts=2, as_of=AT, now=AT + timedelta(seconds=1)
    )
    begun = posted(fresh, SentPart(0, "1.1"), AT)
    return [
        None, fresh, begun, refused(fresh, AT), recorded(begun, AT),
        skipped(fresh, words, AT), failed(begun, words, AT),
    ]  # fmt: skip
