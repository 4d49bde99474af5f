"""Never faster than Slack allows, into whichever channels, and never slower than need be."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import BURST, CHANNEL_S, WORKSPACE_S, RateLimit

A_MINUTE = 60.0
steps = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 1.0, 1.1, 30.0]), st.sampled_from("abc")), max_size=200)


@given(steps)
def test_no_channel_and_no_workspace_is_ever_asked_too_much(wanted: list[tuple[float, str]]) -> None:
    now = 0.0
    rate_limit = RateLimit(lambda: now)
    sent: dict[str, list[float]] = defaultdict(list)
    for wait, channel in wanted:
        now += wait
        if rate_limit.is_free(channel):
            rate_limit.took(channel)
            sent[channel].append(now)
    for times in sent.values():
        assert all(later - earlier >= CHANNEL_S - 1e-9 for earlier, later in pairwise(times))
    every = sorted(time for times in sent.values() for time in times)
    assert all(later - earlier >= WORKSPACE_S - 1e-9 for earlier, later in zip(every, every[BURST:], strict=False))


def test_four_channels_get_their_message_at_once_and_the_fifth_a_moment_later() -> None:
    now = 0.0
    rate_limit = RateLimit(lambda: now)
    for channel in "abcd":
        assert rate_limit.is_free(channel)
        rate_limit.took(channel)
    assert rate_limit.is_full
    now += WORKSPACE_S
    assert rate_limit.is_free("e")
    assert not rate_limit.is_free("a")


def test_what_slack_asks_for_is_kept_for_one_channel_or_for_all() -> None:
    now = 0.0
    rate_limit = RateLimit(lambda: now)
    rate_limit.hold("a", 20.0)
    assert not rate_limit.is_free("a")
    assert rate_limit.is_free("b")
    rate_limit.hold_all(30.0)
    now = 29.9
    assert rate_limit.is_full
    now = 30.1
    assert rate_limit.is_free("a")
