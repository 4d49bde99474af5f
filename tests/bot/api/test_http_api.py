"""The HTTP API over a real socket: the answers of `ask --batch`, the same rights, refusals of one sentence."""

import importlib
import json
import os
import shlex
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from bot.api.from_records import indicator_object
from bot.api.http_api import LARGEST_BODY
from bot.api.openapi import openapi_document
from bot.api.operations import OPERATIONS
from bot.api.readers import ReaderStore
from bot.api.request_handler import Allowance, NotServedError, refusal_of
from bot.config import BotError
from bot.config.clock import clock_at
from bot.rights.table import BY_STANDING
from bot.slack.errors import BusyError
from bot.terminal.batch import batch_answers
from bot.values.plans import Plans
from knowledge.model.errors import DatabaseDownError
from knowledge.model.structs import replace
from knowledge.storage import Database
from tests.bot.api.conftest import NOW, RECORDER, Door, OpenDoor
from tests.patience import PATIENCE_S

PROGRAMS = Path(__file__).parents[3] / "docs" / "programs.md"
QUESTIONS = Path(__file__).parents[2] / "questions"
JsonAnswer = dict[str, Any]
READS = {
    "plan": "/v1/plan",
    "projects": "/v1/projects?package=3&goal=1",
    "project": "/v1/projects/p3-12",
    "indicators": "/v1/indicators?package=1",
    "indicator": "/v1/indicators/k1-1",
    "review": "/v1/review?year=令和5年度",
}
DOCUMENT = openapi_document()


def a_sample() -> list[JsonAnswer]:
    """Of every set some, follow-ups among them."""
    asked = []
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        asked += [{"id": f"{path.stem}-{at}", "q": one["q"]} for at, one in enumerate(lines[::40])]
    follow = ["定住誘導推進事業とは？", "KPIは？", "ほかには？"]
    return asked + [{"id": f"f{at}", "q": q, **({"after": f"f{at - 1}"} if at else {})} for at, q in enumerate(follow)]


def without_time(answer: JsonAnswer) -> JsonAnswer:
    return {name: value for name, value in answer.items() if name not in ("id", "elapsed_ms", "sources", "context")}


def error_of(answer: httpx.Response) -> str:
    """Of a refusal, which is one sentence or two and nothing else."""
    told = answer.json()
    assert list(told) == ["error"]
    assert told["error"].endswith("。")
    assert "\n" not in told["error"]
    return str(told["error"])


def test_answers_are_those_of_ask_batch(client: httpx.Client, plans: Plans) -> None:
    asked = a_sample()
    batch = batch_answers(plans, [json.dumps(one).encode() for one in asked], clock_at(NOW))
    contexts: dict[str, list[str]] = {}
    statuses = set()
    for one, expected in zip(asked, batch, strict=True):
        context = contexts.get(one.get("after", ""), [])
        given = client.post("/v1/ask", json={"question": one["q"], "context": context})
        assert given.status_code == 200, one
        answer = given.json()
        contexts[one["id"]] = answer["context"] or context
        assert without_time(answer) == json.loads(json.dumps(without_time(expected))), one
        statuses.add(answer["status"])
    assert {"answered", "not_found"} <= statuses
    assert len(asked) > 50


def test_a_context_that_is_handed_back_keeps_the_list_that_numbers_count(client: httpx.Client) -> None:
    context: list[str] = []
    shown = []
    for question in ("政策パッケージ5のKPI", "2番目は？", "ありがとう", "3番目は？"):
        answer = client.post("/v1/ask", json={"question": question, "context": context}).json()
        context = answer["context"]
        shown.append([item["id"] for item in answer["items"]])
    assert shown == [["k5-1", "k5-2", "k5-3"], ["k5-2"], [], ["k5-3"]]


@pytest.mark.parametrize("name", READS)
def test_what_is_answered_is_as_the_document_says(name: str, client: httpx.Client) -> None:
    answer = client.get(READS[name])
    assert answer.status_code == 200, answer.text
    is_as_told(name, answer.json())


def is_as_told(name: str, answer: object) -> None:
    [told] = [
        method["responses"]["200"]["content"]["application/json"]["schema"]
        for methods in DOCUMENT["paths"].values()
        for method in methods.values()
        if method["operationId"] == name
    ]
    schemas = DOCUMENT["components"]["schemas"]
    closed = {key: {**schema, "additionalProperties": False} for key, schema in schemas.items()}  # no field unnamed
    Draft202012Validator({**told, "components": {"schemas": closed}}).validate(answer)


@pytest.mark.parametrize("question", ["移住支援の事業は？", "ラーメンのおすすめは？", "こんにちは", "空き家"])
def test_an_answer_is_as_the_document_says(question: str, client: httpx.Client) -> None:
    is_as_told("ask", client.post("/v1/ask", json={"question": question}).json())


def test_every_operation_is_read_here() -> None:
    assert {one.name for one in OPERATIONS} == {"ask", *READS}


def test_sources_quote_the_document_and_link_to_the_site(open_door: OpenDoor) -> None:
    door = open_door(site_url="https://intra.example.jp/strategy")
    _, token = door.readers.add("読み手", at=NOW)
    with door.client(token) as client:
        answer = client.post("/v1/ask", json={"question": "定住誘導推進事業とは？"}).json()
    [source] = [one for one in answer["sources"] if one["id"] == "p3-12"]
    knowledge = door.plans.of("")
    lines = knowledge.document[source["first_line"] - 1 : source["last_line"]]
    assert source["text"] == "\n".join(line for line in lines if line.strip())
    assert "定住誘導推進事業" in source["text"]
    assert source["url"] == "https://intra.example.jp/strategy/projects/p3-12.html"


def test_values_come_with_their_judgement_and_without_who_recorded_them(client: httpx.Client) -> None:
    answers = [client.get(path) for path in READS.values()]
    one = client.get("/v1/indicators/k1-1").json()
    assert (one["actual"]["value"], one["actual"]["fiscal_year"], one["actual"]["sample"]) == ("3", 2023, True)
    assert [year["fiscal_year"] for year in one["history"]] == [2023]
    assert one["state"] != "実績未登録"
    assert all("太郎" not in answer.text and RECORDER not in answer.text for answer in answers)


def test_a_later_value_that_the_plan_prints_stands_beside_the_baseline(plans: Plans) -> None:
    knowledge = plans.of("")
    printed = knowledge.catalog.kpis["k1-1"]
    later = replace(printed, known=replace(printed.target, raw="令和 2 年度 2 件", value=Decimal(2)))
    for indicator, value in ((printed, None), (later, "2")):
        told = indicator_object(indicator, knowledge, knowledge.values.current, lambda kind, id: None)
        assert (told["known"]["value"] if told["known"] else None) == value


def test_lists_are_chosen_by_state_package_and_goal(client: httpx.Client, plans: Plans) -> None:
    catalog = plans.of("").catalog
    recorded = client.get("/v1/indicators", params={"state": "実績未登録"}).json()["indicators"]
    assert len(recorded) == len(catalog.indicators) - 1
    projects = client.get("/v1/projects", params={"package": 3}).json()["projects"]
    assert [one["id"] for one in projects] == [one.id for one in catalog.packages[3].projects]
    of_goal = {one["id"] for one in client.get("/v1/projects", params={"goal": 1}).json()["projects"]}
    own = {one.number for one in catalog.base.directions if one.goal == 1}
    assert of_goal == {one.id for one in catalog.projects.values() if own & set(one.directions)} != set()


WRONG = {
    "no question": ("POST", "/v1/ask", {"json": {}}, 400),
    "an empty question": ("POST", "/v1/ask", {"json": {"question": " "}}, 400),
    "a number for a question": ("POST", "/v1/ask", {"json": {"question": 3}}, 400),
    "a text for a context": ("POST", "/v1/ask", {"json": {"question": "q", "context": "p1-1"}}, 400),
    "another field": ("POST", "/v1/ask", {"json": {"question": "q", "limit": 3}}, 400),
    "no JSON": ("POST", "/v1/ask", {"content": b"{"}, 400),
    "no object": ("POST", "/v1/ask", {"content": b"[]"}, 400),
    "nested too deep": ("POST", "/v1/ask", {"content": b"[" * 50_000}, 400),
    "half a character": ("GET", "/v1/projects/%ED%A0%80", {}, 404),
    "no UTF-8": ("POST", "/v1/ask", {"content": b'{"question": "\xff"}'}, 400),
    "too long": ("POST", "/v1/ask", {"content": b" " * (LARGEST_BODY + 1)}, 413),
    "an unknown state": ("GET", "/v1/indicators?state=bad", {}, 400),
    "an unknown package": ("GET", "/v1/indicators?package=99", {}, 400),
    "projects of an unknown package": ("GET", "/v1/projects?package=99", {}, 400),
    "projects of an unknown goal": ("GET", "/v1/projects?goal=99", {}, 400),
    "a package that is no number": ("GET", "/v1/projects?package=x", {}, 400),
    "a package of many digits": ("GET", f"/v1/projects?package={'9' * 5000}", {}, 400),
    "an unknown parameter": ("GET", "/v1/plan?x=1", {}, 400),
    "an unknown plan": ("GET", "/v1/plan?plan=nix", {}, 400),
    "an unknown project": ("GET", "/v1/projects/p9-99", {}, 404),
    "an unknown indicator": ("GET", "/v1/indicators/k9-99", {}, 404),
    "no year": ("GET", "/v1/review", {}, 400),
    "an unreadable year": ("GET", "/v1/review?year=いつか", {}, 400),
    "a year outside the plan": ("GET", "/v1/review?year=1999", {}, 400),
    "another place": ("GET", "/v2/ask", {}, 404),
    "another method": ("DELETE", "/v1/ask", {}, 405),
}


@pytest.mark.parametrize(("method", "path", "sent", "status"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_one_sentence(
    method: str, path: str, sent: dict[str, Any], status: int, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.request(method, path, **sent)
    assert answer.status_code == status, answer.text
    error_of(answer)
    assert "Traceback" not in caplog.text
    assert client.get("/v1/plan").status_code == 200


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/review?year=1999", "計画期間（"),
        ("/v1/review", "「year」を指定してください。年度。例 2023、令和5年度。"),
        ("/v1/plan?x=1", "「x」という指定はありません。使えるのは plan です。"),
        ("/v1/projects?package=x", "「package」には、整数を指定してください。"),
        ("/v1/projects?goal=99", "基本目標 99 はありません。1、2、"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_is_counted(path: str, told: str, door: Door, client: httpx.Client) -> None:
    assert told in error_of(client.get(path))
    assert door.noted.done[-1].outcome == "wrong_call"


@pytest.mark.parametrize("error", [BotError("できません。"), DatabaseDownError("db"), RuntimeError("x")])
def test_no_name_of_the_code_is_told_as_an_outcome(error: Exception) -> None:
    assert refusal_of(error).outcome in ("unavailable", "incident")


def test_what_the_document_shows_for_curl_is_answered(door: Door, token: str) -> None:
    shown = [line for line in PROGRAMS.read_text(encoding="utf-8").splitlines() if line.startswith("curl ")]
    assert any("-d" in shlex.split(line) for line in shown)
    for line in shown:
        words = shlex.split(line.replace("トークン", token).replace("http://127.0.0.1:8090", door.url))
        options = dict(zip(words[1:-1:2], words[2:-1:2], strict=True))
        name, _, value = options["-H"].partition(": ")
        body = options.get("-d")
        answer = httpx.request("POST" if body else "GET", words[-1], headers={name: value}, content=body)
        assert answer.status_code == 200, (line, answer.text)


@pytest.mark.parametrize("path", ["/v1/plan", "/v1/projects"])
def test_readers_that_cannot_be_looked_up_are_told_in_a_sentence(
    door: Door, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The database is away: nobody is known, and nobody is refused for that."""

    def away(*_: object) -> None:
        raise DatabaseDownError("記録の場所につながりません。")

    monkeypatch.setattr(ReaderStore, "find", away)
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]) == (503, str(DatabaseDownError("記録の場所につながりません。")))
    assert door.noted.done[-1].outcome == "unavailable"


def test_without_a_token_nothing_is_read(door: Door, token: str) -> None:
    wrong = ["", "x", token[:-1], f"{token}x", "senryaku-r1-", "senryaku-r99-x", token.replace("senryaku", "other")]
    for one in wrong:
        with door.client(one) as client:
            for path in READS.values():
                answer = client.get(path)
                assert answer.status_code == 401, one
                assert answer.headers["WWW-Authenticate"] == "Bearer"
                assert "トークン" in error_of(answer)
    assert {one.outcome for one in door.noted.done} == {"forbidden:no_token"}


def test_a_token_taken_back_opens_nothing_any_more(
    door: Door, token: str, tmp_path: Path, client: httpx.Client
) -> None:
    assert client.get("/v1/plan").status_code == 200
    type(door.readers)(tmp_path).revoke("r1")  # as another process does
    assert client.get("/v1/plan").status_code == 401
    _, other = door.readers.add("新しい読み手", at=NOW)
    assert other.split("-")[1] != "r1"  # a number is not given twice
    with door.client(other) as again:
        assert again.get("/v1/plan").status_code == 200


def test_no_file_holds_a_token(door: Door, token: str, tmp_path: Path) -> None:
    secret = token.split("-", 2)[2]
    Database(tmp_path / "readers").fold()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or secret not in path.read_text("utf-8", "replace")


@pytest.mark.parametrize(("is_open", "status"), [(False, 403), (True, 200)])
def test_a_program_of_another_organisation_has_its_peoples_rights(
    is_open: bool, status: int, open_door: OpenDoor
) -> None:
    door = open_door(answer_external=is_open)
    _, token = door.readers.add("他市のボット", "external", at=NOW)
    with door.client(token) as client:
        for path in READS.values():
            answer = client.get(path)
            assert answer.status_code == status
            assert status == 200 or error_of(answer) == BY_STANDING["external"]


def test_too_many_questions_in_a_minute_are_told_when_to_come_again(open_door: OpenDoor) -> None:
    door = open_door(api_per_minute=2)
    _, token = door.readers.add("せっかちな読み手", at=NOW)
    _, patient = door.readers.add("ほかの読み手", at=NOW)
    with door.client(token) as client, door.client(patient) as other:
        answers = [client.get("/v1/plan") for _ in range(4)]
        assert answers[0].status_code == answers[1].status_code == 200
        assert answers[-1].status_code == 429
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert "2回まで" in error_of(answers[-1])
        assert other.get("/v1/plan").status_code == 200


def test_no_minute_holds_more_than_the_allowance() -> None:
    now, most = 0.0, 3
    taken: list[float] = []
    allowance = Allowance(most, elapsed=lambda: now)

    def told_to_wait() -> int:
        try:
            allowance.take("r1")
        except NotServedError as error:
            return error.retry_after_s or 0
        return 0

    for step in [0, 0, 5, 1, 30, 20, 3, 2, 0, 50, 60, 0, 0, 0, 59, 1, 0, 0] * 3:
        now += step
        if wait := told_to_wait():
            held = [at for at in taken if at > now - 60]
            assert len(held) == most  # it is refused for no other reason
            assert held[0] + 60 <= now + wait < held[0] + 61  # whoever waits so long is answered
        else:
            taken.append(now)
    assert all(later - earlier >= 60 for earlier, later in zip(taken, taken[most:], strict=False))
    assert len(taken) > 2 * most
    allowance.take("another")


def test_a_full_queue_says_what_slack_is_told(open_door: OpenDoor) -> None:
    door = open_door(length=1)
    _, token = door.readers.add("読み手", at=NOW)
    held = threading.Event()

    def wait() -> None:
        held.wait(PATIENCE_S)

    door.queue.put("another", wait)
    with door.client(token) as client:
        answer = client.get("/v1/plan")
        held.set()
        assert answer.status_code == 429
        assert error_of(answer) == BusyError().user_message
        assert int(answer.headers["Retry-After"]) > 0


def test_what_nobody_foresaw_has_a_number_in_the_answer_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    refusal = refusal_of(ZeroDivisionError("geheim"))
    assert refusal.status == 500
    number = caplog.records[0].getMessage().split()[1]
    assert number in refusal.sentence
    assert "geheim" not in refusal.sentence


def test_one_line_tells_of_each_question_and_nothing_of_its_words(
    client: httpx.Client, door: Door, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client.post("/v1/ask", json={"question": "秘密の定住誘導推進事業"})
    [done] = door.noted.done
    assert (done.surface, done.kind, done.user, done.outcome) == ("api", "ask", "r1", "answered")
    assert done.shown > 0
    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "秘密" not in ours
    assert token not in ours


def test_the_document_is_openapi_and_is_served_without_a_token(door: Door) -> None:
    validate(DOCUMENT)
    with door.client() as client:
        assert client.get("/openapi.json").json() == DOCUMENT


@pytest.mark.process
def test_a_client_that_a_generator_makes_of_it_asks_and_reads(
    door: Door, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, made = tmp_path / "openapi.json", tmp_path / "made" / "senryaku_client"
    document.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    made.parent.mkdir()
    own = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}  # it formats by ruff
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(document)]
    ran = subprocess.run(
        [*command, "--output-path", str(made), "--fail-on-warning"],
        env=own,
        text=True,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    monkeypatch.syspath_prepend(str(made.parent))
    loaded = {
        name: importlib.import_module(f"senryaku_client.{name}")
        for name in ("client", "models", "api.default.ask", "api.default.indicator", "api.default.plan")
    }
    options = {"httpx_args": {"trust_env": False}, "timeout": httpx.Timeout(PATIENCE_S)}
    question = loaded["models"].AskQuestion(question="定住誘導推進事業とは？")
    with loaded["client"].AuthenticatedClient(base_url=door.url, token=token, **options) as client:
        answer = loaded["api.default.ask"].sync(client=client, body=question)
        indicator = loaded["api.default.indicator"].sync(id="k1-1", client=client)
    with loaded["client"].AuthenticatedClient(base_url=door.url, token="x", **options) as stranger:
        refused = loaded["api.default.plan"].sync_detailed(client=stranger)
    assert (answer.status, answer.items[0].title) == ("answered", "定住誘導推進事業")
    assert answer.sources[0].text
    assert indicator.actual.value == "3"
    assert refused.status_code == 401
    assert "トークン" in refused.parsed.error
