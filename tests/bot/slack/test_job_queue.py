"""The queue: bounded, in lanes, drained."""

import threading

import pytest

from bot.slack.job_queue import JobQueue, QueueFullError
from tests.patience import PATIENCE_S


def hold(go_on: threading.Event) -> None:
    go_on.wait(PATIENCE_S)


def test_jobs_of_a_lane_run_in_order_and_one_at_a_time() -> None:
    queue, done, inside = JobQueue(workers=4, length=500), list[int](), threading.Lock()

    def job(number: int) -> None:
        assert inside.acquire(blocking=False)
        done.append(number)
        inside.release()

    for number in range(200):
        queue.put("C1", lambda n=number: job(n))  # type: ignore[misc]
    assert queue.drain(PATIENCE_S) == 0
    assert done == list(range(200))


def test_a_lane_that_waits_holds_up_no_other() -> None:
    queue, go_on, done = JobQueue(workers=2, length=10), threading.Event(), threading.Event()
    queue.put("slow", lambda: hold(go_on))
    queue.put("slow", lambda: None)
    queue.put("fast", done.set)
    assert done.wait(PATIENCE_S)
    assert len(queue) >= 1
    go_on.set()
    assert queue.drain(PATIENCE_S) == 0


def test_a_full_queue_says_so_at_once() -> None:
    queue, go_on = JobQueue(workers=1, length=2), threading.Event()
    queue.put("C1", lambda: hold(go_on))
    queue.put("C2", lambda: None)
    assert queue.is_full
    with pytest.raises(QueueFullError):
        queue.put("C3", lambda: None)
    go_on.set()
    assert queue.drain(PATIENCE_S) == 0


def test_draining_gives_up_in_time_and_takes_nothing_more() -> None:
    queue, go_on = JobQueue(workers=1, length=10), threading.Event()
    queue.put("C1", lambda: hold(go_on))
    queue.put("C1", lambda: None)
    assert queue.drain(0.05) == 2
    with pytest.raises(QueueFullError):
        queue.put("C1", lambda: None)
    go_on.set()


def test_a_job_that_raises_leaves_its_lane_open(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[object]()
    monkeypatch.setattr(threading, "excepthook", seen.append)
    queue, done = JobQueue(workers=2, length=10), threading.Event()

    def broken() -> None:
        raise RuntimeError("boom")

    queue.put("C1", broken)
    queue.put("C1", done.set)
    assert done.wait(PATIENCE_S)
    assert len(seen) == 1


def test_what_comes_after_a_job_holds_up_no_other_of_its_lane_and_is_waited_for_at_the_end() -> None:
    queue, go_on, done = JobQueue(workers=2, length=10), threading.Event(), threading.Event()
    queue.put("C1", lambda: None, after=lambda: hold(go_on))
    queue.put("C1", done.set)
    assert done.wait(PATIENCE_S)
    assert not queue.wait(0)
    go_on.set()
    assert queue.drain(PATIENCE_S) == 0
