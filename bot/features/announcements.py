"""What was recorded or taken back from Slack, told once in the channel for it; the value stands, come what may."""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.features.jobs import Handled, Jobs, tell
from bot.rights import Permissions
from bot.slack import BotStore, Destination, Notice, NoticeStore, Origin, Outbox, code_of
from bot.slack.errors import DEAD_TOKEN, NoReplyError
from bot.values import LedgerValues, recorded_text, undone_text
from bot.views.kpis import ledger_message
from knowledge.answers.answer import mark_and_id, marked_id
from knowledge.indicators import Entry

log = logging.getLogger(__name__)

_NOT_TOLD = (
    "「{what}」は記録されています。ただし、お知らせ用のチャンネル（{channel}）に投稿できませんでした。"
    "ボットの管理者にお知らせください。"
)
_TO_OPERATOR = (
    "SENRYAKU_RECORDS_CHANNEL のチャンネル %s に、記録 %s のお知らせを投稿できません（%s）。"
    "チャンネルの ID と、ボットの招待を確かめてください（senryaku doctor）。"
)


class Announcements(Struct, frozen=True, kw_only=True):
    """`channel`: None where nobody wants to hear of it. What others would read along is not announced there.

    `mark`: of the plan whose ledger it is of: each counts its entries by itself. `working_on`: whether no other replica
    is at it until the end.
    """

    channel: str | None
    permissions: Permissions
    values: LedgerValues
    notices: NoticeStore
    outbox: Outbox
    jobs: Jobs
    mark: str = ""
    working_on: Callable[[str], AbstractContextManager[bool]] = lambda _: nullcontext(True)

    def plan(self, entry: Entry, user: str) -> None:
        """As soon as the value is on disk: what is not announced before the program ends is so at its next start."""
        if self.channel is not None:
            self.notices.put(self._notice(entry.id, user))

    def announce(self, entry: Entry, origin: Origin, *, look_first: bool = False) -> None:
        """`look_first`: an earlier run may have posted it."""
        channel, asked = self.channel, Origin(kind="announce", user=origin.user, team=origin.team)
        if channel is not None:
            self.jobs.put(asked, lambda: self._announce_alone(entry, asked, channel, look_first), lane=channel)

    def _announce_alone(self, entry: Entry, origin: Origin, channel: str, look_first: bool) -> Handled:
        notice = self._notice(entry.id, origin.user)
        with self.working_on(f"notice {notice.name}") as is_ours:
            if not is_ours or self.notices.find(notice.name) is None:
                return Handled("announced_elsewhere")
            return self._announce(entry, origin, channel, look_first)

    def _announce(self, entry: Entry, origin: Origin, channel: str, look_first: bool) -> Handled:
        """Where no reply came, it is tried again at the next start; whoever recorded it hears of every failure."""
        code = self._posted(entry, origin.user, channel, look_first)
        if code != "no_reply":
            self.notices.told(self._notice(entry.id, origin.user))
        if not code:
            return Handled("announced", 1)
        log.error(_TO_OPERATOR, channel, entry.id, code)
        tell(self.outbox, origin, _NOT_TOLD.format(what=self._what(entry), channel=channel))
        return Handled(f"slack_error:not_announced_{code}")

    def _posted(self, entry: Entry, by: str, channel: str, look_first: bool) -> str:
        """What stood in the way, "" for nothing."""
        if not self.permissions.shows_values(self.permissions.place_of(channel)):
            return "shared_channel"
        what, catalog, is_undo = self._what(entry), self.values.catalog, entry.kind == "undo"
        message = ledger_message(what, entry.indicator, catalog, self.values, by=by, is_undo=is_undo, note=entry.note)
        try:
            self.outbox.post(Destination(channel), message, self._notice(entry.id, by).key, look_first=look_first)
        except NoReplyError:
            return "no_reply"
        except SlackApiError as error:
            if code_of(error) in DEAD_TOKEN:
                raise
            return code_of(error)
        return ""

    def _what(self, entry: Entry) -> str:
        catalog = self.values.catalog
        if entry.kind == "undo":
            return undone_text(entry, self.values.current.ledger, catalog)
        known = catalog.indicators.get(entry.indicator)
        return recorded_text(entry, known) if known else entry.indicator

    def take_up_again(self, store: BotStore, waiting: Iterable[Notice] | None = None) -> None:
        """What another run recorded and did not announce; the version before kept it in `store`."""
        waiting = self.notices.waiting() if waiting is None else tuple(waiting)
        if not self.mark:
            for entry_id, user in store.old_announcements():
                self.notices.put(self._notice(entry_id, user))
                waiting = (*waiting, self._notice(entry_id, user))
            store.forget_old_announcements()
        known = self.values.current.ledger.by_id
        for notice in waiting:
            mark, entry = mark_and_id(notice.entry)
            if mark != self.mark or not entry:
                continue
            if entry in known and self.channel is not None:
                self.announce(known[entry], Origin(kind="announce", user=notice.user), look_first=True)
            else:
                self.notices.told(notice)

    def _notice(self, entry_id: str, user: str) -> Notice:
        entry = marked_id(entry_id, self.mark)
        return Notice(key=f"ledger {entry}", user=user, entry=entry)
