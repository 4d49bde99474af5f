"""What Slack says of channels before anything is sent there: may the bot post, may this person, who reads along."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from msgspec import Struct
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import BotError, Clock, Lru
from bot.config.clock import system_clock
from bot.rights.table import Admitted, shows_values
from bot.slack import LOST, code_of
from bot.slack.errors import NoReplyError

log = logging.getLogger(__name__)

PAGE = 999
KEPT_MOST, KEPT_FOR = 2_000, timedelta(minutes=10)
Sharing = Literal["own", "shared", "unknown"]
NOT_INVITED = (
    "ボットがこのチャンネルに参加していないため、投稿できません。"
    "チャンネルで「/invite @senryaku」と入力してボットを招待してから、もう一度お試しください。"
)
ARCHIVED = "このチャンネルはアーカイブされているため、投稿できません。ほかのチャンネルを選んでください。"
READ_ONLY = "このチャンネルにはボットが投稿できません。チャンネルの管理者に、投稿の権限を確かめてください。"
EXTERNAL = "ほかの組織と共有しているチャンネルには配信できません。自組織だけのチャンネルを選んでください。"
FOREIGN = "参加していない非公開チャンネルには配信できません。参加しているチャンネルを選んでください。"
UNSURE = "配信先を Slack に確かめられませんでした。少し待って、もう一度お試しください。"
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})
_HIDDEN = _NOT_THERE | {"missing_scope"}


class NotPostableError(BotError):
    """`user_message` says what to do about it."""


class Readers(Struct, frozen=True):
    """Who reads along in a channel: its name, and how many they are."""

    channel: str
    count: int


class Channels:
    """`client` gives up quickly and repeats nothing: somebody waits for a form, or for an answer."""

    def __init__(
        self,
        client: WebClient,
        *,
        opened: Admitted = frozenset(),
        clock: Clock = system_clock,
        is_of_team_alone: bool = False,
    ) -> None:
        """`opened`: to whom the settings open the door; it decides whether digests go where others read along.

        `is_of_team_alone`: the other workspaces of its Enterprise organisation are other organisations, too.
        """
        self._client, self._is_of_team_alone = client, is_of_team_alone
        self._shows_everywhere = shows_values("shared", opened)
        self._sharing: Lru[str, Sharing] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._readers: Lru[str, Readers] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)

    def check_postable(self, channel: str, user: str) -> None:
        """Raises NotPostableError. `user` must be in the channel where it is a private one."""
        try:
            known = self._client.conversations_info(channel=channel)["channel"]
            is_foreign = bool(known.get("is_private")) and channel not in self._of(user)
        except SlackApiError as error:
            raise NotPostableError(NOT_INVITED if code_of(error) in _HIDDEN else UNSURE) from error
        except LOST as error:
            raise NotPostableError(UNSURE) from error
        if refusal := self._refusal(known) or (FOREIGN if is_foreign else ""):
            raise NotPostableError(refusal)

    def sharing(self, channel: str) -> Sharing:
        """Kept for ten minutes; what Slack does not say is asked again."""
        if known := self._sharing.find(channel):
            return known
        try:
            is_shared = self._is_shared(self._client.conversations_info(channel=channel)["channel"])
        except (SlackApiError, *LOST) as error:
            if isinstance(error, SlackApiError) and code_of(error) in _NOT_THERE:
                return "own"  # the bot is no member: nothing of it is seen there
            log.warning("cannot tell whether %s is shared", channel)
            return "unknown"
        return self._sharing.put(channel, "shared" if is_shared else "own")

    def readers(self, channel: str) -> Readers | None:
        """None where Slack does not say. Kept for ten minutes."""
        if known := self._readers.find(channel):
            return known
        try:
            told = self._client.conversations_info(channel=channel, include_num_members=True)["channel"]
            return self._readers.put(channel, Readers(str(told["name"]), int(told["num_members"])))
        except (SlackApiError, KeyError, TypeError, *LOST):
            return None

    def forget(self, channel: str) -> None:
        """Something has happened to it."""
        self._sharing.forget(channel)
        self._readers.forget(channel)

    def is_foreign_to_digests(self, channel: str) -> bool:
        """Shared with another organisation, against the settings; asked anew. False where Slack does not say."""
        if self._shows_everywhere:
            return False
        self.forget(channel)
        return self.sharing(channel) == "shared"

    def check_own(self, channel: str) -> None:
        """Raises NotPostableError where `is_foreign_to_digests`."""
        if self.is_foreign_to_digests(channel):
            raise NotPostableError(EXTERNAL)

    def _refusal(self, known: Mapping[str, Any]) -> str:
        """What stands in the way of a post, as a sentence; "" for nothing."""
        if known.get("is_archived"):
            return ARCHIVED
        if not known.get("is_member"):
            return NOT_INVITED
        if known.get("is_read_only") or known.get("is_thread_only"):
            return READ_ONLY
        return EXTERNAL if self._is_shared(known) and not self._shows_everywhere else ""

    def _is_shared(self, known: Mapping[str, Any]) -> bool:
        return bool(known.get("is_ext_shared") or (self._is_of_team_alone and known.get("is_org_shared")))

    def of(self, user: str) -> frozenset[str]:
        """Channels that the person is in, private ones only where the bot is as well. Empty when nobody can tell."""
        try:
            return self._of(user)
        except (SlackApiError, *LOST):
            log.warning("cannot read the channels of %s", user)
            return frozenset()

    def _of(self, user: str) -> frozenset[str]:
        """Archived ones too: their digests have failed, and that wants to be seen."""
        found, cursor = set[str](), ""
        while True:
            page = self._client.users_conversations(
                user=user, types="public_channel,private_channel", limit=PAGE, cursor=cursor or None
            )
            found.update(str(each["id"]) for each in page["channels"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return frozenset(found)

    def direct(self, user: str) -> str:
        """The id of the direct conversation with a person. Raises SlackApiError or NoReplyError."""
        try:
            return str(self._client.conversations_open(users=user)["channel"]["id"])
        except LOST as error:
            raise NoReplyError from error
