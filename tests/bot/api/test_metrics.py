"""What Prometheus is told, and that the dashboard asks for nothing else."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk.errors import SlackApiError

import bot.api
from bot.api.metrics import PrometheusObserver
from bot.app.serve import NO_HEALTH_PORT, run_bot
from bot.app.services import web_client
from bot.config import BotError
from bot.config.clock import system_clock
from bot.config.observer import ENDINGS, Interaction
from bot.config.slack_settings import SlackSettings
from bot.delivery import DigestStore
from bot.digests.slot import Sent, Slot, failed, posted, recorded, skipped
from bot.features.jobs import outcome_of
from bot.slack import LOST
from knowledge.model import KnowledgeError
from tests.bot.digests.slots import claimed
from tests.stand_in import Slack
from tests.world import settings_of

DASHBOARD = json.loads((Path(bot.api.__file__).parent / "dashboard.json").read_text(encoding="utf-8"))
NAMED = re.compile(r"\b(?:senryaku|process)_\w+")
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def figures(counting: PrometheusObserver) -> Figures:
    told, kind = counting.exposition()
    assert kind.startswith("text/plain; version=1.0.0")
    families = text_string_to_metric_families(told.decode())
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def of(found: Figures, name: str, **labels: str) -> float | None:
    return found.get((name, frozenset(labels.items())))


def a_question(status: str = "answered", ms: float = 12.0) -> Interaction:
    return Interaction(surface="slack", kind="app_mention", outcome=status, ms=ms, shown=3, user="U1", channel="C1")


@pytest.fixture
def now() -> list[float]:
    return [100.0]


@pytest.fixture
def counting(now: list[float]) -> PrometheusObserver:
    made = PrometheusObserver(elapsed=lambda: now[0])
    made.watch(lambda: {"ok": True, "mode": "socket", "under_way": 7})
    return made


def test_questions_are_counted_by_surface_and_status_and_timed(counting: PrometheusObserver) -> None:
    counting.interaction(a_question())
    counting.interaction(a_question(ms=700))
    counting.interaction(a_question("not_found"))
    counting.interaction(Interaction(surface="slack", kind="home_home", outcome="done", ms=1))
    found = figures(counting)
    of_questions = {"surface": "slack", "kind": "question"}
    assert of(found, "senryaku_interactions_total", **of_questions, status="answered") == 2
    assert of(found, "senryaku_interactions_total", **of_questions, status="not_found") == 1
    assert of(found, "senryaku_interactions_total", surface="slack", kind="other", status="done") == 1
    assert of(found, "senryaku_interaction_seconds_bucket", **of_questions, le="0.5") == 2
    assert of(found, "senryaku_interaction_seconds_bucket", **of_questions, le="1.0") == 3


def kinds_of(error: type[Exception]) -> Iterator[type[Exception]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


@pytest.mark.parametrize("kind", [*kinds_of(BotError), *kinds_of(KnowledgeError), *LOST, ZeroDivisionError])
def test_an_error_is_told_by_a_word_that_the_document_explains(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    outcome = outcome_of(error)
    assert kind.__name__ not in outcome
    assert outcome.partition(":")[0] in ENDINGS
    assert a_question(outcome).ending == outcome.partition(":")[0]


def test_what_slack_refuses_is_one_status_whatever_its_code(slack: Slack, counting: PrometheusObserver) -> None:
    client = web_client(settings_of(slack), is_repeating=False)
    with pytest.raises(SlackApiError) as told:
        client.chat_postMessage(channel="C0NOWHERE", text="x")
    assert outcome_of(told.value) == "slack_error:channel_not_found"
    counting.interaction(a_question(outcome_of(told.value)))
    counting.interaction(a_question("answered_again"))
    counting.interaction(a_question("digest_sent"))
    told_of = [dict(labels) for name, labels in figures(counting) if name == "senryaku_interactions_total"]
    assert {labels["status"] for labels in told_of} == {"slack_error", "answered", "done"}


def test_the_document_explains_each_status() -> None:
    text = (Path(__file__).parents[3] / "docs" / "programs.md").read_text(encoding="utf-8")
    table = text.partition("| `status` | 意味 |")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", table) == list(ENDINGS)


def test_no_person_and_no_place_is_told(counting: PrometheusObserver) -> None:
    counting.interaction(a_question())
    told = counting.exposition()[0].decode()
    assert "U1" not in told
    assert "C1" not in told


def test_what_is_looked_up_is_of_the_moment(counting: PrometheusObserver, now: list[float]) -> None:
    now[0] += 60
    assert of(figures(counting), "senryaku_last_event_age_seconds") == 60
    counting.event()
    now[0] += 5
    found = figures(counting)
    assert of(found, "senryaku_last_event_age_seconds") == 5
    assert of(found, "senryaku_queue_jobs") == 7
    assert of(found, "senryaku_healthy") == 1


def test_refused_calls_are_counted_by_slacks_code(slack: Slack, counting: PrometheusObserver) -> None:
    client = web_client(settings_of(slack), is_repeating=False, observer=counting)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0NOWHERE", text="x")
    slack.faults.plan("auth.test", "unavailable")
    with pytest.raises(SlackApiError):
        client.auth_test()
    slack.faults.plan("auth.test", "lose_reply")
    with pytest.raises(LOST):
        client.auth_test()
    client.auth_test()
    errors = {
        dict(labels)["code"]: value for (name, labels), value in figures(counting).items() if "errors_total" in name
    }
    assert errors == {"channel_not_found": 1, "service_unavailable": 1, "no_reply": 1}


Step = Callable[[Slot], Slot]
NOW = system_clock()


def a_claim(store: DigestStore, at: int) -> Slot:
    slot = claimed(NOW, id=f"s{at}")
    assert store.swap(None, slot)
    return slot


def test_deliveries_are_counted_once_each_as_they_end(tmp_path: Path, counting: PrometheusObserver) -> None:
    store = DigestStore(tmp_path, observer=counting)
    sent, broken, late, quiet = (a_claim(store, at) for at in range(4))
    out = posted(sent, Sent(0, "1.0"), NOW)
    assert store.swap(sent, out)
    assert store.swap(out, recorded(out, NOW))
    assert not store.swap(out, recorded(out, NOW))
    assert store.settle(broken, failed(broken, "理由", NOW), ())
    assert store.settle(late, skipped(late, "理由", NOW), ())
    assert store.swap(quiet, recorded(quiet, NOW))  # nothing was to be said
    found = figures(counting)
    ended = {event: of(found, "senryaku_digests_total", event=event) for event in ("due", "sent", "skipped", "failed")}
    assert ended == {"due": 4, "sent": 1, "skipped": 2, "failed": 1}


def test_the_dashboard_asks_only_for_what_is_told(counting: PrometheusObserver) -> None:
    counting.interaction(a_question())
    counting.slack_error("ratelimited")
    found = figures(counting)
    names, labels = {name for name, _ in found}, {name for _, pairs in found for name, _ in pairs}
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    asked += [one["query"] for one in DASHBOARD["templating"]["list"] if one["type"] == "query"]
    used = {name for expression in asked for name in NAMED.findall(expression)}
    assert used <= names, used - names
    assert {name for name in names if name.startswith("senryaku_") and not name.endswith("_created")} <= {
        *used,
        "senryaku_interaction_seconds_sum",
        "senryaku_interaction_seconds_count",
    }
    grouped = {name for text in asked for names in re.findall(r"by \(([\w, ]+)\)", text) for name in names.split(", ")}
    assert grouped <= labels
    shown = {
        name
        for panel in DASHBOARD["panels"]
        for one in panel["targets"]
        for name in re.findall(r"\{\{(\w+)\}\}", one["legendFormat"])
    }
    assert shown <= labels | {"instance"}  # which Prometheus adds


def test_where_the_library_is_missing_one_sentence_says_what_to_install(
    slack: Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.api.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    settings = settings_of(slack, metrics=True, health_port=1)
    with pytest.raises(BotError, match=r"make extras.*senryaku\[metrics\].*。$"):
        run_bot(settings, tmp_path, lambda: pytest.fail("the plan was opened"), system_clock)


def test_in_socket_mode_it_needs_a_port(slack: Slack, tmp_path: Path) -> None:
    with pytest.raises(BotError) as told:
        run_bot(settings_of(slack, metrics=True), tmp_path, lambda: pytest.fail("too late"), system_clock)
    assert told.value.user_message == NO_HEALTH_PORT


def test_it_is_off_by_default() -> None:
    assert SlackSettings().metrics is False
