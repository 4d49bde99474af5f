"""What the bot remembers across restarts: events it has taken, what was shown where, opinions.

All of it bounded. The one database lies in `bot/` of the data folder; every write is on disk when its call returns, but
for questions, which `settle` waits for before they are acknowledged, and their answers, which are within a second.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from bot.config import Clock
from bot.config.retention import kept_in, life_of
from bot.slack.forgetting import forget_person, questions_of
from bot.slack.forms.refused_blocks import REFUSED_KINDS, RefusedKinds, read_refused_kind
from knowledge.model import KnowledgeError
from knowledge.model.base_json import reader
from knowledge.model.structs import replace
from knowledge.storage.interface import Document, number_of
from knowledge.storage.place import RecordPlace, open_records
from knowledge.storage.records import Kinds

BOT_FOLDER = "bot"
KEPT = {name: each for name, each in kept_in(BOT_FOLDER).items() if each.life is not None}
PRUNE_EVERY = 1_000  # writes to a table: to look through a full one takes as long as forty answers


class GivenAnswer(Struct, frozen=True, kw_only=True):
    """An answer that was shown. `ts` is "" for a private one, `question_ts` for one that had no message.

    `before` is the context in which the question was understood, for reading it again when it is edited. `gap`: why
    nothing was found that answers, "" for an answer.
    """

    key: str
    query: str
    asked_by: str
    before: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    channel: str = ""
    ts: str = ""
    question_ts: str = ""
    is_deleted: bool = False
    gap: str = ""


class Opinion(Struct, frozen=True, kw_only=True):
    """What one person thinks of one answer; the last word counts. `rating` is good or bad."""

    answer: str
    user: str
    rating: str
    query: str = ""
    comment: str = ""


class _Event(Struct, frozen=True, kw_only=True):
    at: datetime
    body: dict[str, Any] | None
    edited: str = ""


class _Context(Struct, frozen=True, kw_only=True):
    at: datetime
    thread: str
    shown: tuple[str, ...]


class _OldAnnouncement(Struct, frozen=True, kw_only=True):
    at: datetime
    entry: str
    user: str


class _Dated(Struct, frozen=True, kw_only=True):
    at: datetime


_read_answer, _read_opinion, _read_date = reader(GivenAnswer), reader(Opinion), reader(_Dated)
BOT_KINDS: Kinds = {
    "events": reader(_Event),
    "answers": lambda document: (_read_answer(document), _read_date(document)),
    "contexts": reader(_Context),
    "opinions": lambda document: (_read_opinion(document), _read_date(document)),
    "announcements": reader(_OldAnnouncement),
    REFUSED_KINDS: read_refused_kind,
}

StoreChange = tuple[str, str, dict[str, Any]]
"""A table, a key and what is put there."""


class BotStore:
    """Several threads may share one; several processes may each have one on the same place."""

    def __init__(self, place: RecordPlace, clock: Clock, *, keeps_texts: bool = True, run: str = "") -> None:
        """`keeps_texts`: else no words of anybody are kept, neither questions nor comments.

        `run`: the name of this start of the program among replicas, which take up one another's questions.
        """
        self._database = open_records(place, BOT_FOLDER, BOT_KINDS)
        self._clock = clock
        self.keeps_texts = keeps_texts
        self._writes = dict.fromkeys(KEPT, 0)
        self.refused = RefusedKinds(self._database, clock)
        self._run = run
        self._under_way: set[int] = set()  # the numbers of events that this run has taken and is at
        self._settling = threading.Lock()
        self._unsettled: set[str] = set()  # events that may not be on disk yet

    # Events: each is taken once.

    def take(
        self,
        key: str,
        *,
        body: Mapping[str, Any] | None = None,
        also: Sequence[str] = (),
        edit: tuple[str, str] | None = None,
        is_settled: bool = True,
    ) -> bool:
        """False when this event, or one of `also`, was taken before. `body` is kept until `finish`.

        `edit`: of what, and Slack's moment of it. Events come in any order: what it was before, and an earlier edit,
        are not taken any more. `is_settled`: else it is acknowledged and answered only after `settle`.
        """
        try:
            return self._take(key, body, also, edit, is_settled=is_settled)
        except KnowledgeError:  # it may have been written down all the same, and is taken up then
            self.let_go(key)
            raise

    def _take(
        self,
        key: str,
        body: Mapping[str, Any] | None,
        also: Sequence[str],
        edit: tuple[str, str] | None,
        *,
        is_settled: bool,
    ) -> bool:
        with self._database.locked(key, *also, *(edit[:1] if edit else ())):
            if any(self.has_taken(name) for name in (key, *also)):
                return False
            changed = [] if edit is None else [self._edited(*edit)]
            if None in changed:
                return False
            kept = {"body": body if self.keeps_texts else None, **({"run": self._run} if self._run and body else {})}
            others = [("events", name, {"body": None}) for name in also]
            self._under_way.add(number_of(key))
            self._put(("events", key, kept), *others, *filter(None, changed), is_settled=is_settled)
            if not is_settled:
                self._unsettled.add(key)
            return True

    def _edited(self, of: str, moment: str) -> StoreChange | None:
        """None after a later edit."""
        before = self._database.find("events", of) or {"body": None}
        if str(before.get("edited") or "") > moment:  # of one length until 2286
            return None
        return "events", of, {"body": before["body"], "edited": moment}

    def has_taken(self, key: str) -> bool:
        return self._database.has("events", key)

    def finish(self, key: str) -> None:
        """The work that an event asked for is done."""
        if not self._finished(key):
            return
        with self._database.locked(key):
            self._database.put(*self._finished(key))

    def _finished(self, key: str) -> list[StoreChange]:
        """What to write for it; nothing where it is written already."""
        found = self._database.find("events", key)
        if not found or found["body"] is None:
            return []
        return [("events", key, {name: each for name, each in found.items() if name != "run"} | {"body": None})]

    def let_go(self, key: str) -> None:
        """This run is at it no more, whether or not it is finished."""
        self._under_way.discard(number_of(key))

    def adopt(self, run: str, *, before: datetime | None = None) -> list[dict[str, Any]]:
        """The bodies of what a run has taken and not finished, oldest first; this one is at them from now on.

        Of its own run, what it is not at. `before`: only what was taken before then. "" for what no run has taken.
        """
        if not self._left_by(run, before):  # as nearly always: nobody need wait for that
            return []
        with self._database.locked():
            left = self._left_by(run, before)
            self._database.table("events").update({"run": self._run}, doc_ids=[each.doc_id for each in left])
            self._under_way.update(each.doc_id for each in left)
        return [dict(each["body"]) for each in left]

    def _left_by(self, run: str, before: datetime | None) -> list[Document]:
        found = self._database.matching("events", {"run": run}) if run else self._all("events")
        return [
            each
            for each in sorted(found, key=_moment)
            if each["body"] and each.get("run", "") == run and each.doc_id not in self._under_way
            if before is None or _read_date(each).at < before
        ]

    def unfinished(self) -> list[dict[str, Any]]:
        """The bodies of events that were taken and whose work never ended, oldest first."""
        return [dict(document["body"]) for document in self._all("events") if document["body"]]

    # Conversations: what a thread goes on about.

    def context(self, thread: str) -> tuple[str, ...]:
        found = self._database.find("contexts", thread)
        return (
            tuple(found["shown"]) if found and not self._is_older(found["at"], life_of(BOT_FOLDER, "contexts")) else ()
        )

    def remember(self, thread: str, shown: Sequence[str]) -> None:
        self._put(_context(thread, shown))

    # Answers.

    def put_answer(self, answer: GivenAnswer, *, conversation: str = "", finished: str = "") -> None:
        """With what was shown as the context of its conversation, and the event that asked for it as done.

        One write: an answer that is remembered is never given again after a restart. With an event it is not settled:
        lost in a power cut, the event is still there, and the answer is found where it stands. An answer without
        records leaves the context alone: 「ありがとう」 does not end a conversation.
        """
        with self._database.locked(answer.key, *filter(None, [conversation, finished])):
            shown = [_context(conversation, answer.shown)] if conversation and answer.shown else []
            done = self._finished(finished) if finished else []
            if not self.keeps_texts:
                answer = replace(answer, query="")
            self._put(("answers", answer.key, asdict(answer)), *shown, *done, is_settled=not done)

    def find_answer(self, key: str) -> GivenAnswer | None:
        found = self._database.find("answers", key) if key else None
        return _read_answer(found) if found else None

    def find_answer_to(self, channel: str, question_ts: str) -> GivenAnswer | None:
        return self._search(channel, "question_ts", question_ts)

    def find_answer_at(self, channel: str, ts: str) -> GivenAnswer | None:
        return self._search(channel, "ts", ts)

    def _search(self, channel: str, field: str, value: str) -> GivenAnswer | None:
        """The newest one."""
        if not value:
            return None
        found = self._database.matching("answers", {field: value, "channel": channel})
        return _read_answer(sorted(found, key=_moment)[-1]) if found else None

    def mark_deleted(self, answer: GivenAnswer) -> None:
        self.put_answer(replace(answer, is_deleted=True))

    # Opinions.

    def put_opinion(self, opinion: Opinion) -> None:
        """A later comment keeps the rating it belongs to; a later rating takes the place of the former."""
        if not self.keeps_texts:
            opinion = replace(opinion, query="", comment="")
        self._put(("opinions", f"{opinion.answer} {opinion.user}", asdict(opinion)))

    def find_opinion(self, answer: str, user: str) -> Opinion | None:
        found = self._database.find("opinions", f"{answer} {user}")
        return _read_opinion(found) if found else None

    def opinions(self) -> list[tuple[datetime, Opinion]]:
        """With the moment of each, oldest first."""
        return [(_read_date(document).at, _read_opinion(document)) for document in self._all("opinions")]

    def answers(self) -> list[tuple[datetime, GivenAnswer]]:
        """With the moment of each, oldest first."""
        return [(_read_date(document).at, _read_answer(document)) for document in self._all("answers")]

    # What the version before kept here: `NoticeStore` has it now.

    def old_announcements(self) -> list[tuple[str, str]]:
        """Entries of the ledger that nobody was told of yet, and who made them, oldest first."""
        return [(str(document["entry"]), str(document["user"])) for document in self._all("announcements")]

    def forget_old_announcements(self) -> None:
        self._database.drop_table("announcements")

    def rename_channel(self, old: str, new: str) -> None:
        """A channel that came to be shared with another organisation gets another id."""
        with self._database.locked():
            table = self._database.table("answers")
            own = self._database.matching("answers", {"channel": old})
            table.update({"channel": new}, doc_ids=[document.doc_id for document in own])
            for document in self._database.readable("contexts"):
                thread = str(document["thread"])
                if thread.partition(" ")[0] == old:
                    self.remember(thread.replace(old, new, 1), document["shown"])

    # How it is kept.

    @property
    def is_partial(self) -> bool:
        """Whether some of what was written cannot be read, or has been lost."""
        return self._database.is_partial

    def look(self) -> None:
        """At what others have written: a loss is noticed by whoever reads."""
        _ = self._database.version

    @property
    def is_long(self) -> bool:
        """Whether `fold` is due."""
        return self._database.is_long

    def fold(self) -> None:
        """Nothing depends on it but how long the next start takes."""
        self._database.fold_news()

    def _is_older(self, at: object, life: timedelta) -> bool:
        return self._clock() - datetime.fromisoformat(str(at)) > life

    def _all(self, table: str) -> list[Document]:
        """Oldest first."""
        return sorted(self._database.readable(table), key=_moment)

    def settle(self, key: str = "") -> None:
        """Waits until this event is on disk, or all that were taken before. Nobody waits for what came after it."""
        if key and key not in self._unsettled:
            return
        with self._settling:
            waited_for = set(self._unsettled)
            if key in waited_for or (waited_for and not key):
                self._database.settle()
                self._unsettled -= waited_for

    def settle_answers(self) -> None:
        """Waits until all that was written before is on disk."""
        self._database.settle()

    def _put(self, *changes: StoreChange, is_settled: bool = True) -> None:
        """With the moment, where they have none; the too old and the too many go, once in a while."""
        now = {"at": self._clock().isoformat()}
        with self._database.locked(*(key for _, key, _ in changes)):
            self._database.put(*((table, key, now | record) for table, key, record in changes), is_settled=is_settled)
            for table in {table for table, _, _ in changes}:
                self._prune(table)

    def _prune(self, name: str) -> None:
        self._writes[name] += 1
        if self._writes[name] % PRUNE_EVERY == 0:
            self._remove_old(name)

    def _remove_old(self, name: str) -> bool:
        table, life, most = self._database.table(name), KEPT[name].life or timedelta.max, KEPT[name].most or 0
        kept = [(_moment(each), each.doc_id) for each in table if self._database.is_readable(name, each)]  # no copies
        surplus = max(0, len(kept) - most)
        kept.sort(key=itemgetter(0))
        gone = [id for at, id in kept[:surplus]] + [id for at, id in kept[surplus:] if self._is_older(at, life)]
        table.remove(doc_ids=gone)
        return (name == "answers" and self._blank_questions()) or bool(gone)

    def _blank_questions(self) -> bool:
        """An opinion keeps somebody's question no longer than the answer that says whose it was."""
        kept = self._database.readable("opinions")
        over = [d.doc_id for d in kept if d["query"] and not self._database.has("answers", d["answer"])]
        self._database.table("opinions").update({"query": ""}, doc_ids=over)
        return bool(over)

    def expire(self) -> None:
        """Once a day: what is too old goes, and is in no file any more."""
        with self._database.locked():
            gone = [self._remove_old(name) for name in KEPT]
        if any(gone):
            self._database.erase_past()

    def forget_person(self, user: str) -> dict[str, int]:
        """Takes away their questions, opinions and conversations; how many of each table. No file keeps any of it."""
        return forget_person(self._database, user)

    def questions_of(self, user: str) -> frozenset[str]:
        """The words in which they have asked, as far as they are kept."""
        return questions_of(self._database, user)


def _moment(document: Document) -> str:
    """Of one zone and length: as text they rise as the moments do."""
    return str(document["at"])


def _context(thread: str, shown: Sequence[str]) -> StoreChange:
    return "contexts", thread, {"thread": thread, "shown": list(shown)}
