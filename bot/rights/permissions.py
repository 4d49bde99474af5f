"""The table of rights applied: to people as Slack knows them, in channels as Slack knows those."""

import logging
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import Clock, Lru
from bot.config.slack_settings import SlackSettings
from bot.rights.channels import Channels
from bot.rights.table import (
    RIGHTS,
    Action,
    Actor,
    Admitted,
    Audience,
    BotRole,
    Standing,
    check_right,
    may,
    shows_values,
)
from bot.slack import LOST, Origin, code_of
from bot.slack.errors import may_be_otherwise_later, status_of

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(minutes=10)
KEPT_MOST = 5_000


class Organisation(Struct, frozen=True):
    """The organisation the bot belongs to; `enterprise` is "" outside Enterprise organisations."""

    team: str
    enterprise: str = ""


class Permissions:
    """Looks people up in Slack, and keeps what it saw for ten minutes; for an action that writes it looks anew."""

    def __init__(
        self,
        client: WebClient,
        organisation: Organisation,
        settings: SlackSettings,
        clock: Clock,
        channels: Channels | None = None,
    ) -> None:
        """Without `channels` nobody is asked where a channel lies: for those who only want to know the admins."""
        self._client = client
        self.organisation = organisation
        self._settings = settings
        self._channels = channels
        self.opened = opened_by(settings)
        self._people: Lru[str, Standing] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._names: Lru[str, str] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)
        self._groups: Lru[str, frozenset[str]] = Lru(KEPT_MOST, life=KEPT_FOR, clock=clock)

    # May they?

    def check(self, action: Action, origin: Origin, *, place: Audience = "private", is_asker: bool = False) -> None:
        """Raises NotAnsweredError or BotError. `place`: where others will see what comes of it."""
        person = self.person(origin.user, origin.team, anew=RIGHTS[action].writes)
        check_right(action, person.with_role("asker", is_asker), opened=self.opened, place=place)

    def may(self, action: Action, user: str, team: str = "") -> bool:
        return may(action, self.person(user, team), opened=self.opened)

    def place_of(self, channel: str) -> Audience:
        """Of what is posted there for everybody. Direct conversations are private."""
        if not channel or channel.startswith("D") or self._channels is None:
            return "private"
        return "channel" if self._channels.sharing(channel) == "own" else "shared"

    def shows_values(self, place: Audience) -> bool:
        return shows_values(place, self.opened)

    # Who are they?

    def person(self, user: str, team: str = "", *, anew: bool = False) -> Actor:
        """`team` is the person's own, where the payload tells it. Roles are for staff alone; none when unsure."""
        if anew:
            self._forget(user)
        person = Actor(standing=self.standing(user, team))
        if person.standing != "staff":
            return person
        named = self._settings
        person = self._named("writer", user, person, named.writers, named.writer_group)
        return self._named("admin", user, person, named.admins, named.admin_group)

    def _named(self, role: BotRole, user: str, person: Actor, users: tuple[str, ...], group: str | None) -> Actor:
        if user in users or group is None:
            return person.with_role(role, user in users)
        members = self._members(group)
        if members is None:
            return replace(person, unsure=person.unsure | {role})
        return person.with_role(role, user in members)

    def _forget(self, user: str) -> None:
        self._people.forget(user)
        for group in (self._settings.writer_group, self._settings.admin_group):
            if group is not None:
                self._groups.forget(group)

    def admins(self) -> tuple[str, ...]:
        return self._all_named(self._settings.admins, self._settings.admin_group)

    def told_of_trouble(self) -> tuple[str, ...]:
        """The admins; where there are none, those who may record."""
        return self.admins() or self._all_named(self._settings.writers, self._settings.writer_group)

    def _all_named(self, users: tuple[str, ...], group: str | None) -> tuple[str, ...]:
        """Everybody named in the settings, and the group's members where they can be read; each once."""
        members = sorted(self._members(group) or ()) if group is not None else ()
        return tuple(dict.fromkeys([*users, *members]))

    def signature(self, user: str) -> str:
        """For the ledger: 「佐藤 花子（U012ABC）」; the id alone where the name was not looked up lately."""
        name = self._names.find(user)
        return f"{name}（{user}）" if name else user

    def departed(self, user: str) -> str:
        """The name of a person whose account was deactivated; "" of anybody else, and when unsure."""
        return (self._names.find(user) or user) if self.standing(user) == "deactivated" else ""

    def standing(self, user: str, team: str = "") -> Standing:
        if team and team != self.organisation.team and not self.organisation.enterprise:
            return "external"
        if known := self._people.find(user):
            return known
        found = self._look_up(user)
        return found if found == "unknown" else self._people.put(user, found)

    def _look_up(self, user: str) -> Standing:
        try:
            person = self._client.users_info(user=user)["user"]
        except SlackApiError as error:
            log.error("users.info failed: %s", code_of(error))
            return "external" if code_of(error) in ("user_not_found", "user_not_visible") else "unknown"
        except LOST:
            log.error("users.info got no reply")
            return "unknown"
        if name := str(person.get("real_name") or person.get("name") or "").strip():
            self._names.put(user, name)
        return standing_of(person, self.organisation)

    def _members(self, group: str) -> frozenset[str] | None:
        """None where Slack does not say; none where it says that it never will."""

        def read() -> frozenset[str]:
            return frozenset(self._client.usergroups_users_list(usergroup=group)["users"])

        try:
            return self._groups.get(group, read)
        except (SlackApiError, *LOST) as error:
            told = code_of(error) or status_of(error) if isinstance(error, SlackApiError) else "no reply"
            log.error("cannot read the user group %s: %s", group, told)
            return None if not isinstance(error, SlackApiError) or may_be_otherwise_later(error) else frozenset()

    def forget_group(self, group: str) -> None:
        self._groups.forget(group)


def opened_by(settings: SlackSettings) -> Admitted:
    """To whom besides staff the settings open the door."""
    opened: dict[Standing, bool] = {"guest": settings.answer_guests, "external": settings.answer_external}
    return frozenset(standing for standing, is_open in opened.items() if is_open)


def standing_of(person: dict[str, object], own: Organisation) -> Standing:
    """From users.info. On Enterprise, people of every workspace of the organisation are its own."""
    if person.get("deleted"):
        return "deactivated"
    if person.get("is_bot"):
        return "bot"
    told = person.get("enterprise_user")
    enterprise_user = told if isinstance(told, dict) else {}
    is_member = own.team in {person.get("team_id"), *(enterprise_user.get("teams") or ())}
    is_own = is_member or bool(own.enterprise and enterprise_user.get("enterprise_id") == own.enterprise)
    if not is_own or person.get("is_stranger"):
        return "external"
    return "guest" if person.get("is_restricted") or person.get("is_ultra_restricted") else "staff"
