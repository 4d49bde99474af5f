"""What was recorded or taken back from Slack, told once in the channel for it; the value stands, come what may."""

import logging

from slack_sdk.errors import SlackApiError

from bot.features.context import Services
from bot.features.jobs import Done, queue, tell
from bot.slack.errors import DEAD_TOKEN, NoReplyError, code_of
from bot.slack.notices import Notice
from bot.slack.outbox import Destination
from bot.slack.payloads import Origin
from bot.values.entry import recorded_text, undone_text
from bot.views.kpis import ledger_message
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


def announce(entry: Entry, origin: Origin, services: Services, *, look_first: bool = False) -> None:
    """After the value is on disk. `look_first`: an earlier run may have posted it."""
    channel = services.settings.records_channel
    if channel is None:
        services.digests.store.notices.told(notice_of(entry, origin.user))
        return
    asked = Origin(kind="announce", user=origin.user, team=origin.team)
    queue(services, asked, lambda: _announce(entry, asked, channel, services, look_first), lane=channel)


def _announce(entry: Entry, origin: Origin, channel: str, services: Services, look_first: bool) -> Done:
    """Where no reply came, it is tried again at the next start; whoever recorded it hears of every failure."""
    what = _what(entry, services)
    message = ledger_message(
        what,
        entry.indicator,
        services.catalog,
        services.values,
        by=origin.user,
        is_undo=entry.kind == "undo",
        note=entry.note,
    )
    code = ""
    try:
        services.outbox.post(Destination(channel), message, f"ledger {entry.id}", look_first=look_first)
    except NoReplyError:
        code = "no_reply"
    except SlackApiError as error:
        code = code_of(error)
        if code in DEAD_TOKEN:
            raise
    if code != "no_reply":
        services.digests.store.notices.told(notice_of(entry, origin.user))
    if not code:
        return Done("announced", 1)
    log.error(_TO_OPERATOR, channel, entry.id, code)
    tell(services, origin, _NOT_TOLD.format(what=what, channel=channel))
    return Done(f"not_announced_{code}")


def _what(entry: Entry, services: Services) -> str:
    if entry.kind == "undo":
        return undone_text(entry, services.ledger.ledger(), services.catalog)
    known = services.catalog.indicators.get(entry.indicator)
    return recorded_text(entry, known) if known else entry.indicator


def take_up_again(services: Services) -> None:
    """What an earlier run recorded and did not announce."""
    known, notices = services.ledger.ledger().by_id, services.digests.store.notices
    for entry_id, user in services.store.old_announcements():
        notices.put(Notice(key=f"ledger {entry_id}", user=user, entry=entry_id))
    services.store.forget_old_announcements()
    for notice in notices.waiting():
        if notice.entry in known:
            announce(known[notice.entry], Origin(kind="announce", user=notice.user), services, look_first=True)
        elif notice.entry:
            notices.told(notice)


def notice_of(entry: Entry, user: str) -> Notice:
    return Notice(key=f"ledger {entry.id}", user=user, entry=entry.id)
