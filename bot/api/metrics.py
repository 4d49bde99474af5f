"""What is counted for Prometheus, and how it is told: the names here are those of the dashboard (dashboard.json).

counting = PrometheusObserver()
jobs = Jobs(…, counting)          # it is an Observer
counting.watch(health)            # what is looked up at each collection
counting.exposition()             # bytes for /metrics
"""

import time
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.registry import Collector

from bot.config.observer import DigestEvent, Interaction, Observer

QUESTION_KINDS = frozenset({"app_mention", "message", "command", "ask", "ask_step"})
"""The kinds of interaction that are a question in somebody's own words."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
DIGEST_EVENTS: tuple[DigestEvent, ...] = ("due", "sent", "skipped", "failed")
HealthNow = Callable[[], Mapping[str, object]]


class PrometheusObserver(Observer):
    """Since the start of this process. `elapsed` counts seconds and never goes back."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._heard_at = elapsed()
        self._registry = registry = CollectorRegistry()
        self._interactions = Counter(
            "senryaku_interactions",
            "質問（question）とそのほかの操作（other）の数。status は docs/programs.md の表のとおり。",
            ["surface", "kind", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "senryaku_interaction_seconds",
            "受け取ってから答え終わるまでの秒数。",
            ["surface", "kind"],
            buckets=SECONDS,
            registry=registry,
        )
        self._slack_errors = Counter(
            "senryaku_slack_errors", "Slack が断った、または返事のなかった呼び出しの数。", ["code"], registry=registry
        )
        self._digests = Counter(
            "senryaku_digests",
            "定期配信の数：時刻になった、送った、見送った、送れなかった。",
            ["event"],
            registry=registry,
        )
        for event in DIGEST_EVENTS:
            self._digests.labels(event)  # from 0 on, so that the first one is a rise
        ProcessCollector(registry=registry)

    def watch(self, health: HealthNow) -> None:
        """`health`: as /healthz tells it."""
        self._registry.register(_Looks(health, lambda: self._elapsed() - self._heard_at))

    def interaction(self, done: Interaction) -> None:
        kind = "question" if done.kind in QUESTION_KINDS else "other"
        self._interactions.labels(done.surface, kind, done.ending).inc()
        self._seconds.labels(done.surface, kind).observe(done.ms / 1000)
        super().interaction(done)  # whoever has read the line finds it counted

    def event(self) -> None:
        self._heard_at = self._elapsed()

    def slack_error(self, code: str) -> None:
        self._slack_errors.labels(code).inc()

    def digest(self, event: DigestEvent) -> None:
        self._digests.labels(event).inc()

    def exposition(self) -> tuple[bytes, str]:
        """With its content type."""
        return generate_latest(self._registry), CONTENT_TYPE_PLAIN_1_0_0


class _Looks(Collector):
    """What is true at the moment of a collection."""

    def __init__(self, health: HealthNow, silent_s: Callable[[], float]) -> None:
        self._health, self._silent_s = health, silent_s

    def collect(self) -> Iterator[Metric]:
        health = self._health()
        for name, text, value in (
            ("senryaku_healthy", "/healthz がよいと答えるなら 1。", float(bool(health["ok"]))),
            ("senryaku_queue_jobs", "順番を待っているか、答えている途中のものの数。", health["under_way"]),
            (
                "senryaku_last_event_age_seconds",
                "Slack から最後に知らせが来てから（なければ起動から）の秒数。",
                self._silent_s(),
            ),
        ):
            yield GaugeMetricFamily(name, text, value=float(str(value)))
