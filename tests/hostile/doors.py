"""The doors through which foreign text comes in, each as a function of a seeded generator: what it gives is judged.

A door may refuse by what it raises on purpose; everything else that is raised is a mistake.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from starlette.requests import Request

from bot.app.http_mode import _may_be_signed, _read
from bot.blockkit.check import check_message
from bot.config import BotError
from bot.features.digest_commands import digest_command
from bot.slack.payloads import command_from, press_from, question_from_event, shortcut_from
from bot.slack.shapes import odd_field
from bot.terminal.batch import batch_answers
from bot.terminal.cards import answer_lines
from bot.terminal.output import json_text
from bot.values import LedgerValues
from bot.values.entry import Typed, typed_draft
from bot.values.requests import find_request
from bot.views import ids
from bot.views.cards import answer_message
from bot.views.digests.form import read_digest
from bot.views.modals import read_feedback, read_office, read_search
from bot.views.recording import read_actual
from knowledge.answers import Answer, Engine
from knowledge.files.grid import Row, Sheet
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.sheets.column_map import parse_column_map
from knowledge.model import Catalog, KnowledgeError
from knowledge.model.normalize import visible_text, without_unseen
from tests.hostile.texts import hostile

TODAY = date(2026, 11, 29)
LONGEST_ANSWER = 60_000  # characters; every project of the plan in full is half of it
LONGEST_REFUSAL = 4_000
_MENTION = re.compile(r"<[!@#](?!date)|@(?:channel|here|everyone)", re.IGNORECASE)
FIELDS = (ids.SEARCH_TEXT, ids.FEEDBACK_COMMENT, ids.OFFICE_QUESTION, ids.ACTUAL_VALUE, ids.DIGEST_NAME, ids.DIGEST_DAY)

Door = Callable[[Random], None]


@dataclass(frozen=True, slots=True)
class Doors:
    """All of them, over one plan."""

    engine: Engine
    catalog: Catalog

    def each(self) -> Mapping[str, tuple[Door, int]]:
        """With how often it is tried among a hundred: those behind which much is done less often."""
        return {
            "質問": (self.question, 3),
            "--batch の行": (self.batch_line, 4),
            "コマンド": (self.command, 20),
            "メンション": (self.mention, 20),
            "フォームの値": (self.form, 18),
            "ボタンの値": (self.press, 18),
            "HTTP の本文": (self.http_body, 12),
            "取り込みの欄": (self.cells, 5),
        }

    def question(self, random: Random) -> None:
        text, context = hostile(random, 2_000), tuple(random.sample(["p3-12", "k3-3", "pkg3", "zzz"], 2))
        answer = self.engine.answer(text, context if random.random() < 0.3 else (), today=TODAY)
        assert len(answer.text) <= LONGEST_ANSWER
        message = answer_message(answer, self.catalog, LedgerValues(self.catalog, lambda: None), asked_by="U0SATO")
        payload = message.payload()
        assert check_message(payload) == []
        judge(_strings(payload), mentions="forbidden")
        judge(line.plain for line in answer_lines(self.catalog, answer, 80))

    def batch_line(self, random: Random) -> None:
        """Mostly damaged: those that can be read are questions, which have a door of their own."""
        line = json.dumps({"id": hostile(random, 20), "q": hostile(random, 40), "after": 1}).encode()
        with suppress(ValueError):
            line = _damaged(random, line, keep=0.1)
        for given in batch_answers(_Silent(), [line], lambda: datetime(2026, 11, 29, tzinfo=UTC)):
            assert "error" in given or "text" in given
            judge([json_text(given)])

    def command(self, random: Random) -> None:
        command = command_from({"user_id": "U0", "channel_id": "C0", "trigger_id": "1", "text": hostile(random, 3_000)})
        digest_command(command)
        with refusing():
            find_request(command.text, TODAY)

    def mention(self, random: Random) -> None:
        event = {"type": "app_mention", "user": "U0", "channel": "C0", "ts": "1.0", "text": hostile(random, 3_000)}
        body = {"type": "event_callback", "event": _changed(random, event)}
        if not odd_field(body):
            question_from_event(body)

    def form(self, random: Random) -> None:
        values = {name: {name: _changed(random, {"value": hostile(random, 300)})} for name in FIELDS}
        view = {"id": "V0", "type": "modal", "callback_id": "x", "state": {"values": _changed(random, values)}}
        view["private_metadata"] = ids.encode(ids.ButtonValue(("p3-12",))) if random.random() < 0.7 else "1|x|"
        if odd_field({"type": "view_submission", "user": {"id": "U0"}, "view": view}):
            return
        for read in (read_search, read_feedback, read_office, read_digest, read_actual):
            with refusing(ValueError):
                form = read(view)
                judge(text for text in _strings(_fields(form)))
        typed = Typed(indicator="k3-3", year=hostile(random, 40), value=hostile(random, 40), note=hostile(random, 40))
        with refusing():
            draft = typed_draft(typed, self.catalog, today=TODAY)
            judge([draft.note, draft.unit])

    def press(self, random: Random) -> None:
        action = _changed(random, {"action_id": "open", "value": hostile(random, 200)})
        body = {"type": "block_actions", "user": {"id": "U0"}, "trigger_id": "1", "actions": [action]}
        body = _changed(random, {**body, "callback_id": "x", "message": {"text": hostile(random, 500)}})
        if odd_field(body) or body.get("type") != "block_actions":
            return
        with refusing(ValueError):
            ids.decode(press_from(body).value)
        if not odd_field({**body, "type": "message_action"}):
            shortcut_from(body)

    def http_body(self, random: Random) -> None:
        body = json.dumps({"type": "event_callback", "event": {"type": "message", "text": hostile(random, 300)}})
        sent = _damaged(random, body.encode(), keep=0.3)
        kind = random.choice((b"application/json", b"application/x-www-form-urlencoded", b"x", b"\xff"))
        stamp = hostile(random, 30).encode("utf-8", "replace").replace(b"\n", b"")
        headers = [(b"content-type", kind), (b"x-slack-request-timestamp", stamp), (b"x-slack-signature", stamp)]
        request = Request({"type": "http", "method": "POST", "headers": headers, "query_string": b"", "path": "/"})
        if read := _read(request, sent):
            _may_be_signed(request)
            odd_field(read.body)

    def cells(self, random: Random) -> None:
        head = ["ID", "KPI", "単位", "2023年度", hostile(random, 20)]
        rows = [["k3-3", "待機児童数", "人", hostile(random, 30), hostile(random, 30)] for _ in range(2)]
        table = [random.sample(head, len(head)) if random.random() < 0.3 else head, *rows]
        sheet = Sheet("", tuple(Row.of(at, map(visible_text, row)) for at, row in enumerate(table, start=1)))
        with refusing():
            columns = parse_column_map("", TODAY)
            plan = plan_import(
                (sheet,), self.catalog.indicators, Ledger(()), by="U0", today=TODAY, own=("", ""), columns=columns
            )
            judge(text for row in plan.refused for text in _strings(_fields(row)))


class _Silent:
    """Answers nothing: whether a line can be read does not depend on what is answered."""

    def answer(self, question: str, context: object = (), values: object = None, *, today: date) -> Answer:
        return Answer(without_unseen(question)[:500], "smalltalk", "greeting", (), "")


class refusing(suppress):  # noqa: N801  as suppress itself
    """What doors raise on purpose, and what one of them does by its docstring; what they say is fit to be shown."""

    def __init__(self, *by_contract: type[Exception]) -> None:
        super().__init__(BotError, KnowledgeError, *by_contract)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> bool:
        if isinstance(error, BotError | KnowledgeError):
            assert len(str(error)) <= LONGEST_REFUSAL
        return bool(super().__exit__(kind, error, trace))


def judge(texts: Iterable[str], *, mentions: str = "allowed") -> None:
    for text in texts:
        assert without_unseen(text) == text, f"a character that nobody sees: {text!r:.200}"
        assert mentions == "allowed" or not _MENTION.search(text.replace("<@U0SATO>", "")), f"a mention: {text!r:.200}"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in ("value", "private_metadata"):
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in getattr(record, "__struct_fields__", ())}


ODD: tuple[object, ...] = (None, 0, -1, 1.5, True, "", "x", [], {}, [None], {"id": 1}, ["x"], {"text": []})


def _changed(random: Random, record: dict[str, Any]) -> dict[str, Any]:
    """One field missing, odd, or all as they are."""
    name, way = random.choice(list(record)), random.random()
    if way < 0.3:
        return {key: value for key, value in record.items() if key != name}
    return {**record, name: random.choice(ODD)} if way < 0.6 else record


def _damaged(random: Random, data: bytes, *, keep: float) -> bytes:
    """As it is, cut, with a byte changed, nested deeper than anybody writes, or something else altogether."""
    way = random.random()
    if way < keep:
        return data
    at = random.randrange(len(data))
    return random.choice(
        (
            data[:at],
            data[:at] + random.randbytes(1) + data[at + 1 :],
            data[:at] + data[random.randrange(len(data)) :],
            data.replace(b'"q": "', b'"q": ["', 1),
            b"[" * random.choice((1, 50, 5_000)) + data,
            random.randbytes(at),
        )
    )
