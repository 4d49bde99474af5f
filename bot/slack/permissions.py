"""Who is answered, and who may write: staff of the own organisation, unless the settings open the door."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import BotError, Clock, Lru
from bot.config.slack_settings import SlackSettings
from bot.slack.errors import code_of
from bot.slack.retries import LOST

log = logging.getLogger(__name__)

Membership = Literal["staff", "guest", "external", "bot", "unknown"]
KEPT_FOR = timedelta(minutes=10)
KEPT_MOST = 5_000

REFUSALS: dict[Membership, str] = {
    "guest": "このボットは職員の方のご質問にだけお答えしています。ゲストの方は、チャンネルの職員にお尋ねください。",
    "external": "このボットは自組織の職員のご質問にだけお答えしています。担当の職員に直接お尋ねください。",
    "unknown": "ご利用いただける方かどうかを確かめられませんでした。しばらくしてから、もう一度お試しください。",
}
NO_WRITING = "値の登録や変更は、登録を任された職員だけができます。必要なときは、ボットの管理者にお知らせください。"


class NotAnsweredError(BotError):
    """The person is not one of those whom the bot answers. Without a sentence for bots: nobody reads it."""

    def __init__(self, kind: Membership) -> None:
        super().__init__(REFUSALS.get(kind, ""))
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation the bot belongs to; `enterprise` is "" outside Enterprise organisations."""

    team: str
    enterprise: str = ""


class Permissions:
    """Looks people up in Slack, and keeps what it saw for ten minutes."""

    def __init__(self, client: WebClient, organisation: Organisation, settings: SlackSettings, clock: Clock) -> None:
        self._client = client
        self.organisation = organisation
        self._settings = settings
        self._people: Lru[str, Membership] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._names: Lru[str, str] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._departed: Lru[str, str] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._groups: Lru[str, frozenset[str]] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)

    def check_answered(self, user: str, team: str = "") -> None:
        """Raises NotAnsweredError. `team` is the person's own, where the payload tells it."""
        allowed: set[Membership] = {"staff"}
        if self._settings.answer_guests:
            allowed.add("guest")
        if self._settings.answer_external:
            allowed.add("external")
        kind = self.membership(user, team)
        if kind not in allowed:
            raise NotAnsweredError(kind)

    def check_may_write(self, user: str, team: str = "") -> None:
        """Raises BotError. Never for guests and others, whatever the settings; no when unsure."""
        writers, group = self._settings.writers, self._settings.writer_group
        named = user in writers or (group is not None and user in self._members(group))
        if not named or self.membership(user, team) != "staff":
            raise BotError(NO_WRITING)

    def check_staff(self, user: str, team: str = "") -> None:
        """Raises NotAnsweredError for anybody else, whatever the settings."""
        kind = self.membership(user, team)
        if kind != "staff":
            raise NotAnsweredError(kind)

    def is_admin(self, user: str, team: str = "") -> bool:
        """Named in the settings or member of the group there, and staff; no when unsure."""
        admins, group = self._settings.admins, self._settings.admin_group
        named = user in admins or (group is not None and user in self._members(group))
        return named and self.membership(user, team) == "staff"

    def admins(self) -> tuple[str, ...]:
        """Everybody named in the settings, and the group's members where they can be read; each once."""
        group = self._settings.admin_group
        members = sorted(self._members(group)) if group is not None else ()
        return tuple(dict.fromkeys([*self._settings.admins, *members]))

    def signature(self, user: str) -> str:
        """For the ledger: 「佐藤 花子（U012ABC）」; the id alone where the name was not looked up lately."""
        name = self._names.find(user)
        return f"{name}（{user}）" if name else user

    def departed(self, user: str) -> str:
        """The name of a person whose account was deactivated; "" of anybody else, and when unsure."""
        return (self._departed.find(user) or "") if self.membership(user) == "bot" else ""

    def membership(self, user: str, team: str = "") -> Membership:
        if team and team != self.organisation.team and not self.organisation.enterprise:
            return "external"
        if known := self._people.find(user):
            return known
        found = self._look_up(user)
        return found if found == "unknown" else self._people.put(user, found)

    def _look_up(self, user: str) -> Membership:
        try:
            person = self._client.users_info(user=user)["user"]
        except SlackApiError as error:
            log.error("users.info failed: %s", code_of(error))
            return "external" if code_of(error) in ("user_not_found", "user_not_visible") else "unknown"
        except LOST:
            log.error("users.info got no reply")
            return "unknown"
        name = str(person.get("real_name") or person.get("name") or "").strip()
        if name:
            self._names.put(user, name)
        self._departed.put(user, (name or user) if person.get("deleted") and not person.get("is_bot") else "")
        return membership_of(person, self.organisation)

    def _members(self, group: str) -> frozenset[str]:
        def read() -> frozenset[str]:
            return frozenset(self._client.usergroups_users_list(usergroup=group)["users"])

        try:
            return self._groups.get(group, read)
        except (SlackApiError, *LOST):
            log.exception("cannot read the user group %s", group)
            return frozenset()

    def forget_group(self, group: str) -> None:
        self._groups.forget(group)


def membership_of(person: dict[str, object], own: Organisation) -> Membership:
    """From users.info. On Enterprise, people of every workspace of the organisation are its own."""
    if person.get("is_bot") or person.get("deleted"):
        return "bot"
    enterprise_user = person.get("enterprise_user")
    enterprise = enterprise_user.get("enterprise_id") if isinstance(enterprise_user, dict) else None
    is_own = person.get("team_id") == own.team or bool(own.enterprise and enterprise == own.enterprise)
    if not is_own or person.get("is_stranger"):
        return "external"
    return "guest" if person.get("is_restricted") or person.get("is_ultra_restricted") else "staff"
