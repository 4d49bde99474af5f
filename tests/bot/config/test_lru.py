"""What was looked up is kept for a while, and not more than so much of it."""

from datetime import UTC, datetime, timedelta

from bot.config.lru import Lru


def test_the_least_recently_used_goes_first() -> None:
    kept: Lru[str, int] = Lru(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.find("a") == 1
    kept.put("c", 3)
    assert [kept.find(key) for key in "abc"] == [1, None, 3]


def test_what_is_too_old_is_not_found_and_made_anew() -> None:
    now = datetime(2024, 6, 3, tzinfo=UTC)
    kept: Lru[str, int] = Lru(2, life=timedelta(minutes=10), clock=lambda: now)
    assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2)] == [1, 1]
    now += timedelta(minutes=10)
    assert kept.find("a") is None
    assert kept.get("a", lambda: 3) == 3


def test_what_is_forgotten_is_gone() -> None:
    kept: Lru[str, int] = Lru(2)
    kept.put("a", 1)
    kept.forget("a")
    kept.forget("b")
    assert kept.find("a") is None
