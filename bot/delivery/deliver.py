"""One delivery taken as far as it goes: decide, act, write down, decide again (digests/decide.py says why just so)."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct, field

from bot.config import Clock
from bot.delivery.due import DueSlot
from bot.delivery.outcome import Arrived, Gone, Refused, Unanswered, Unattached, Unclear
from bot.delivery.rate_limit import RateLimit
from bot.delivery.render import DigestRenderer
from bot.delivery.slack_poster import Poster
from bot.delivery.store import DigestStore, UnknownScheduleError
from bot.digests import Schedule, Sent, Slot, paused
from bot.digests.decide import AskHistory, Claim, Decision, Done, GiveUp, Hold, Post, Settle, Skip, Wait, decide
from bot.digests.slot import (
    FRESH,
    IN_FLIGHT,
    failed,
    found_in_history,
    held,
    posted,
    recorded,
    refused,
    skipped,
    unanswered,
    unclear,
)
from bot.slack import Notice
from bot.slack.uploads import File
from bot.views import Message, is_user
from knowledge.model.structs import replace

log = logging.getLogger(__name__)

Admins = Callable[[], Sequence[str]]
"""The ids of those who hear of lost channels besides the owner."""
Departed = Callable[[str], str]
"""The name of a user who has left; "" of anybody else, and when unsure."""
OWNER_LEFT = "担当者の{name}さんは、在籍していません。ホームの「引き継ぐ」を押して、新しい担当者を選んでください。"
NOBODY_LEFT = (
    "作成者の{name}さんは在籍しておらず、この定期配信を変更できる人がいません。"
    "ボットの設定を受け持つ部署に、ボットの管理者を決めるよう伝えてください。"
)
WITHOUT_FILE = "表（Excel）を付けずに送りました。"
SUPERSEDED = "次の配信の時刻も過ぎていたため、新しいほうだけを送りました。"
NOT_SENT_PAUSED = "一時停止されたため、送りませんでした。"
ONE_REST = timedelta(minutes=5)  # skipped within this, slots belong to one time without a run
LOST_REST_S = 30.0  # how long nothing is sent anywhere after Slack could not be reached


class Deliverer(Struct, frozen=True, kw_only=True):
    """`run` is unique for each start of a process. `elapsed` counts seconds and never goes back.

    `others`: who is told where there is neither owner, editor nor admin any more.
    """

    store: DigestStore
    renderer: DigestRenderer
    poster: Poster
    rate_limit: RateLimit
    clock: Clock
    elapsed: Callable[[], float]
    run: str
    admins: Admins = tuple
    others: Admins = tuple
    departed: Departed = lambda _: ""
    _unwritten: set[str] = field(default_factory=set)  # slots of which a message went out that could not be noted
    _doubts: dict[str, float] = field(default_factory=dict)  # slots in doubt, and since when by `elapsed`

    def advance(self, due_slot: DueSlot, schedule: Schedule, *, newer: datetime | None = None) -> datetime | None:
        """When to look at it again, now where only its channel is busy; None once it is settled.

        A slot whose record cannot be read may have been posted: it is left alone.

        `newer`: the last slot of the schedule that is owed as well, so that this one need not begin any more.
        """
        while not self.store.is_unreadable(due_slot.key):
            slot = self.store.slot(due_slot.key)
            begun, now = self.elapsed(), self.clock()
            if slot and slot.key in self._unwritten:
                slot = self._doubted(slot, now)
            in_flight = self._in_flight(due_slot.key, slot, begun)
            decision = decide(slot, due=due_slot.due, grace=schedule.lateness, run=self.run, now=now)
            if schedule.paused and not due_slot.request:
                decision = _of_paused(slot, decision)
            match decision:
                case Done():
                    return None
                case Wait(until):
                    return until
                case AskHistory() if in_flight:
                    return now + in_flight
                case Claim() if newer:
                    decision = Skip(SUPERSEDED)
                case Claim() if not self.rate_limit.is_free(schedule.channel_id):
                    return now
                case Post() if slot and not self.rate_limit.is_free(slot.channel_id):
                    return now
            if slot is None or isinstance(decision, Claim | Skip):
                self._begin(due_slot, schedule, slot, decision, now, newer)
            elif isinstance(decision, Post):
                self._post(slot, decision.part, due_slot, schedule, begun)
            else:
                self._go_on(slot, decision, due_slot, schedule, now)
        return None

    def _begin(
        self,
        due_slot: DueSlot,
        schedule: Schedule,
        old: Slot | None,
        decision: Decision,
        now: datetime,
        newer: datetime | None,
    ) -> None:
        news = due_slot.news
        by_hand = due_slot.request is not None
        before = None if news else self.store.last_as_of(schedule.id, now, by_hand=by_hand)
        is_claim = isinstance(decision, Claim)
        parts = len(self.renderer.messages(schedule, now, before, news)) if is_claim else 0
        attaches = schedule.attaches and parts > 1  # one line needs no table
        new = Slot(
            schedule_id=due_slot.stream,
            due=due_slot.due,
            channel_id=schedule.channel_id,
            run=self.run,
            parts=parts + attaches,
            as_of=now,
            saved_at=now,
            held_since=now,
            scope=schedule.scope,
            before=before,
            plan=schedule.plan,
            layout=schedule.layout,
            news=news,
            attaches=attaches,
        )
        if is_claim:
            self.store.swap(old, new)
        elif isinstance(decision, Skip):
            new = skipped(new, decision.note, now)
            is_told = decision.note not in (SUPERSEDED, NOT_SENT_PAUSED)
            self.store.settle(old, new, self._of_skipped(new, due_slot, schedule, newer) if is_told else ())

    def _go_on(self, slot: Slot, decision: Decision, due_slot: DueSlot, schedule: Schedule, now: datetime) -> None:
        match decision:
            case Hold():
                self.store.swap(slot, held(slot, self.run, now))
            case AskHistory(oldest):
                self._ask(slot, oldest, schedule)
            case Settle():
                if self.store.swap(slot, recorded(slot, now)):
                    log.info("digest %s recorded: %d parts", slot.key, slot.parts)
            case GiveUp(note):
                log.warning("digest %s given up", slot.key)
                self.store.settle(slot, failed(slot, note, now), self._to_owner(slot, due_slot, schedule, note))

    def _post(self, slot: Slot, part: int, due_slot: DueSlot, schedule: Schedule, begun: float) -> None:
        contents = self._contents(slot, schedule, part)
        if part >= len(contents):  # the plan was built anew in the middle of a delivery, and there is less to say
            self.store.swap(slot, replace(slot, parts=len(contents)))
            return
        fresh_until = begun + FRESH.total_seconds()
        self._unwritten.add(slot.key)  # until the outcome is on disk, which may be full
        outcome = self.poster.post(slot, part, contents[part], lambda: self.elapsed() < fresh_until)
        self.rate_limit.took(slot.channel_id)
        now = self.clock()
        match outcome:
            case Arrived(ts):
                self.store.swap(slot, posted(slot, Sent(part, ts), now))
            case Refused(wait, note, everywhere):
                self.rate_limit.hold(slot.channel_id, wait.total_seconds())
                if everywhere:
                    self.rate_limit.hold_all(LOST_REST_S)
                self.store.swap(slot, refused(slot, now, wait, note))
            case Unclear(note):
                self.rate_limit.hold_all(LOST_REST_S)
                self.store.swap(slot, unclear(slot, now, note))
            case Gone(note):
                self._lose(slot, schedule, note, now)
            case Unattached(note):
                without, why = replace(slot, parts=part, attaches=False), f"{WITHOUT_FILE}{note}"
                told = self._to_owner(slot, due_slot, schedule, why)
                self.store.settle(slot, without, [replace(one, key=f"no-file {schedule.id}") for one in told])
        self._unwritten.discard(slot.key)

    def _doubted(self, slot: Slot, now: datetime) -> Slot:
        """As it stands in the store once it says that a message may have arrived."""
        own = slot.run == self.run and not slot.is_settled and not slot.in_doubt
        doubted = unclear(slot, now) if own else slot
        if own and not self.store.swap(slot, doubted):
            doubted = self.store.slot(slot.key) or slot
        self._unwritten.discard(slot.key)
        return doubted

    def _in_flight(self, key: str, slot: Slot | None, begun: float) -> timedelta:
        """How long what may have been sent is still on its way, whatever the clock has been set to meanwhile."""
        if slot is None or slot.is_settled or not slot.in_doubt:
            self._doubts.pop(key, None)
            return timedelta(0)
        arrived = self._doubts.setdefault(key, begun) + IN_FLIGHT.total_seconds()
        return timedelta(seconds=max(0.0, arrived - begun))

    def _ask(self, slot: Slot, oldest: datetime, schedule: Schedule) -> None:
        answer = self.poster.find(slot, oldest)
        now = self.clock()
        match answer:
            case Unanswered(wait, note):
                self.store.swap(slot, unanswered(slot, now, wait, note))
            case Gone(note):
                self._lose(slot, schedule, note, now)
            case tuple():
                self.store.swap(slot, found_in_history(slot, answer, now))

    def _contents(self, slot: Slot, schedule: Schedule, part: int) -> list[Message | File]:
        """The same at every restart: what the claim says decides, not what the schedule has become since."""
        claimed = replace(schedule, scope=slot.scope, plan=slot.plan, layout=slot.layout, attaches=slot.attaches)
        contents: list[Message | File] = [*self.renderer.messages(claimed, slot.as_of, slot.before, slot.news)]
        if slot.attaches and part >= len(contents) > 1:
            contents.append(self.renderer.file(claimed, slot))
        return contents

    # What people are told.

    def _to_owner(self, slot: Slot, due_slot: DueSlot, schedule: Schedule, note: str) -> tuple[Notice, ...]:
        """Whoever pressed the button, else the owner."""
        people, left = self._owners(schedule)
        if due_slot.request and is_user(due_slot.request.by):
            people, left = [due_slot.request.by], ""
        return tuple(
            Notice(key=slot.key, user=one, text=f"定期配信「{schedule.name}」：{note}{left}") for one in people
        )

    def _owners(self, schedule: Schedule) -> tuple[list[str], str]:
        """Its creator; once they have left, who else may change it, and what is said of that.

        Where nobody may, those read it who miss the digest: its channel, if there is nobody to be told apart.
        """
        name = self.departed(schedule.creator) if is_user(schedule.creator) else ""
        if not name:
            return [schedule.creator], ""
        if people := dict.fromkeys([*schedule.editors, *self.admins()]):
            return list(people), OWNER_LEFT.format(name=name)
        log.warning("digest %s: its creator has left, and nobody may change it: name SENRYAKU_ADMINS", schedule.id)
        return list(self.others() or [schedule.channel_id]), NOBODY_LEFT.format(name=name)

    def _of_skipped(
        self, slot: Slot, due_slot: DueSlot, schedule: Schedule, newer: datetime | None
    ) -> tuple[Notice, ...]:
        """After days without a run, one notice that counts them: each takes the place of the one before."""
        others = [
            other
            for other in self.store.slots(due_slot.stream)
            if other.state == "skipped" and other.note not in (SUPERSEDED, NOT_SENT_PAUSED)
            if timedelta(0) <= slot.saved_at - other.saved_at <= ONE_REST and other.due < slot.due
        ]
        more = f"この前の予定も、ほかに{len(others)}回送れていません。" if others else ""
        key = f"skipped {schedule.id} {(newer or slot.due).isoformat()}"
        return tuple(replace(told, key=key) for told in self._to_owner(slot, due_slot, schedule, slot.note + more))

    def _lose(self, slot: Slot, schedule: Schedule, note: str, now: datetime) -> None:
        """The channel is gone: the schedule rests, its owner and the admins hear of it once."""
        log.warning("digest %s: channel lost", slot.key)
        ended = failed(slot, note, now)
        held = self.store.find(schedule.id)
        if held is None or held.channel_id != slot.channel_id:  # sent elsewhere meanwhile, which is well
            self.store.swap(slot, ended)
            return
        owners, left = self._owners(schedule)
        text = (
            f"定期配信「{schedule.name}」を送れなくなりました。{note}"
            f"配信を一時停止しました。直してから、/senryaku digest list で再開してください。{left}"
        )
        key = f"lost {schedule.id} {slot.channel_id} {schedule.since.isoformat()}"
        people = dict.fromkeys([*owners, *self.admins()])
        if self.store.settle(slot, ended, [Notice(key=key, user=user, text=text) for user in people]):
            with suppress(UnknownScheduleError):  # deleted meanwhile
                self.store.change(schedule.id, lambda held: _rested(held, slot.channel_id, now))


def _of_paused(slot: Slot | None, decision: Decision) -> Decision:
    """What has not begun to appear does not begin any more; the rest goes its way."""
    match decision:
        case Claim() | Skip():
            return Done()
        case Post() if slot and not slot.sent:
            return Skip(NOT_SENT_PAUSED)
    return decision


def _rested(schedule: Schedule, channel_id: str, now: datetime) -> Schedule:
    """Unless somebody has paused it, or sent it elsewhere, meanwhile."""
    return schedule if schedule.paused or schedule.channel_id != channel_id else paused(schedule, now)
