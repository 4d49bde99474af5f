"""What the bot remembers across restarts: events it has taken, what was shown where, opinions, old workspaces.

All of it bounded. The one database lies in `bot/` of the data folder; every write is on disk when its call returns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tinydb.table import Document

from bot.config.clock import Clock
from knowledge.storage import Database, number_of

EVENT_LIFE = timedelta(hours=24)  # Slack's Delayed Events come up to 24 h late
ANSWER_LIFE = timedelta(days=90)  # as long as somebody may press a button under an answer
CONTEXT_LIFE = timedelta(days=30)
OLD_WORKSPACE_LIFE = timedelta(days=7)  # Slack rolls new blocks out week by week: try again then
MOST = {"events": 20_000, "answers": 5_000, "contexts": 2_000, "opinions": 20_000}
PRUNE_EVERY = 200  # writes to a table


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer that was shown. `ts` is "" for a private one, `question_ts` for one that had no message.

    `before` is the context in which the question was understood, for reading it again when it is edited.
    """

    key: str
    query: str
    asked_by: str
    before: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    channel: str = ""
    ts: str = ""
    question_ts: str = ""
    thread_ts: str = ""
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one person thinks of one answer; the last word counts. `rating` is good or bad."""

    answer: str
    user: str
    rating: str
    query: str = ""
    comment: str = ""


class BotStore:
    """Several threads may share one; several processes may each have one on the same folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._database: Database = Database(folder / "bot")
        self._clock = clock
        self._writes = dict.fromkeys(MOST, 0)

    # Events: each is taken once.

    def take(self, key: str, *, body: Mapping[str, Any] | None = None, also: Sequence[str] = ()) -> bool:
        """False when this event, or one of `also`, was taken before. `body` is kept until `finish`."""
        with self._database.locked():
            if any(self.has_taken(name) for name in (key, *also)):
                return False
            at = self._now().isoformat()
            records = [Document({"at": at, "body": body}, number_of(key))]
            records += [Document({"at": at, "body": None}, number_of(name)) for name in also]
            self._database.put([("events", record) for record in records])
            self._prune("events", EVENT_LIFE)
            return True

    def finish(self, key: str) -> None:
        """The work that an event asked for is done."""
        with self._database.locked():
            self._database.put(self._finished(key))

    def _finished(self, key: str) -> list[tuple[str, Document]]:
        """What to write for it; nothing where it is written already."""
        found = self._database.table("events").find(number_of(key))
        is_open = found is not None and found["body"] is not None
        return [("events", Document({**found, "body": None}, number_of(key)))] if found and is_open else []

    def has_taken(self, key: str) -> bool:
        return self._database.table("events").find(number_of(key)) is not None

    def unfinished(self) -> list[dict[str, Any]]:
        """The bodies of events that were taken and whose work never ended, oldest first."""
        documents = sorted(self._database.table("events").all(), key=lambda document: str(document["at"]))
        return [dict(document["body"]) for document in documents if document["body"]]

    # Conversations: ids of what a thread was shown last.

    def context(self, thread: str) -> tuple[str, ...]:
        found = self._database.table("contexts").find(number_of(thread))
        if found is None or self._is_older(found["at"], CONTEXT_LIFE):
            return ()
        return tuple(found["shown"])

    def remember(self, thread: str, shown: Sequence[str]) -> None:
        self._put("contexts", thread, {"thread": thread, "shown": list(shown)}, CONTEXT_LIFE)

    # Answers.

    def put_answer(self, answer: GivenAnswer, *, conversation: str = "", finished: str = "") -> None:
        """With what was shown as the context of its conversation, and the event that asked for it as done.

        One write: an answer that is remembered is never given again after a restart. An answer without records
        leaves the context alone: 「ありがとう」 does not end a conversation.
        """
        with self._database.locked():
            written = [self._document("answers", answer.key, _json(answer))]
            if conversation and answer.shown:
                context = {"thread": conversation, "shown": list(answer.shown)}
                written.append(self._document("contexts", conversation, context))
            self._database.put([*written, *(self._finished(finished) if finished else [])])
            self._prune("answers", ANSWER_LIFE)
            self._prune("contexts", CONTEXT_LIFE)

    def find_answer(self, key: str) -> GivenAnswer | None:
        return _answer(self._database.table("answers").find(number_of(key))) if key else None

    def find_answer_to(self, channel: str, question_ts: str) -> GivenAnswer | None:
        return self._search(channel, "question_ts", question_ts)

    def find_answer_at(self, channel: str, ts: str) -> GivenAnswer | None:
        return self._search(channel, "ts", ts)

    def _search(self, channel: str, field: str, value: str) -> GivenAnswer | None:
        """The newest one."""
        if not value:
            return None
        table = self._database.table("answers").all()
        found = [document for document in table if document[field] == value and document["channel"] == channel]
        return _answer(max(found, key=lambda document: str(document["at"]))) if found else None

    def mark_deleted(self, answer: GivenAnswer) -> None:
        self.put_answer(replace(answer, is_deleted=True))

    # Opinions.

    def put_opinion(self, opinion: Opinion) -> None:
        """A later comment keeps the rating it belongs to; a later rating takes the place of the former."""
        self._put("opinions", f"{opinion.answer} {opinion.user}", _json(opinion), None)

    def find_opinion(self, answer: str, user: str) -> Opinion | None:
        found = self._database.table("opinions").find(number_of(f"{answer} {user}"))
        return _opinion(found) if found is not None else None

    def opinions(self) -> list[Opinion]:
        """Oldest first."""
        table = sorted(self._database.table("opinions").all(), key=lambda document: str(document["at"]))
        return [_opinion(document) for document in table]

    # What the version before kept here: `NoticeStore` has it now.

    def old_announcements(self) -> list[tuple[str, str]]:
        """Entries of the ledger that nobody was told of yet, and who made them, oldest first."""
        table = sorted(self._database.table("announcements").all(), key=lambda document: str(document["at"]))
        return [(str(document["entry"]), str(document["user"])) for document in table]

    def forget_old_announcements(self) -> None:
        self._database.drop_table("announcements")

    # The workspace.

    @property
    def is_old_workspace(self) -> bool:
        """New kinds of blocks were refused there not long ago."""
        found = self._database.table("workspace").find(1)
        return found is not None and not self._is_older(found["refused_new_blocks"], OLD_WORKSPACE_LIFE)

    def remember_old_workspace(self) -> None:
        record = Document({"refused_new_blocks": self._now().isoformat()}, 1)
        with self._database.locked():
            self._database.table("workspace").upsert(record)

    def forget_old_workspace(self) -> None:
        """For a workspace that is another one each time, as the trial's is."""
        with self._database.locked():
            table = self._database.table("workspace")
            if table.contains(doc_id=1):
                table.remove(doc_ids=[1])

    def rename_channel(self, old: str, new: str) -> None:
        """A channel that came to be shared with another organisation gets another id."""
        with self._database.locked():
            table = self._database.table("answers")
            table.update({"channel": new}, doc_ids=[d.doc_id for d in table if d["channel"] == old])
            for document in self._database.table("contexts").all():
                thread = str(document["thread"])
                if thread.partition(" ")[0] == old:
                    self.remember(thread.replace(old, new, 1), document["shown"])

    # How it is kept.

    def _now(self) -> datetime:
        return self._clock()

    def _is_older(self, at: object, life: timedelta) -> bool:
        return datetime.fromisoformat(str(at)) < self._now() - life

    def _put(self, name: str, key: str, record: Mapping[str, Any], life: timedelta | None) -> None:
        with self._database.locked():
            self._database.put([self._document(name, key, record)])
            self._prune(name, life)

    def _document(self, table: str, key: str, record: Mapping[str, Any]) -> tuple[str, Document]:
        return table, Document({"at": self._now().isoformat(), **record}, number_of(key))

    def _prune(self, name: str, life: timedelta | None) -> None:
        """Takes the too old and the too many away, once in a while."""
        self._writes[name] += 1
        if self._writes[name] % PRUNE_EVERY:
            return
        table = self._database.table(name)
        documents = sorted(table.all(), key=lambda document: str(document["at"]))
        surplus = max(0, len(documents) - MOST[name])
        gone = [d.doc_id for n, d in enumerate(documents) if n < surplus or (life and self._is_older(d["at"], life))]
        if gone:
            table.remove(doc_ids=gone)


def _json(record: GivenAnswer | Opinion) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(record).items()}


def _opinion(document: Mapping[str, Any]) -> Opinion:
    return Opinion(**{field.name: document[field.name] for field in fields(Opinion)})


def _answer(document: object) -> GivenAnswer | None:
    if not isinstance(document, Document):
        return None
    known: dict[str, Any] = {field.name: document[field.name] for field in fields(GivenAnswer)}
    return GivenAnswer(**known | {"before": tuple(known["before"]), "shown": tuple(known["shown"])})
