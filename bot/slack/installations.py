"""Which workspaces have installed the app, on the server that several replicas share: a token for each.

    store = Installations(server)
    store.save(installation)                      # as slack_sdk's OAuth gives it; a second time renews it
    store.find("T012ABC")                         # None for a workspace that has none, or has it no more
    store.end("T012ABC", token)                   # its records stay; the token does not

The records of a workspace are not here: they stand under its id as their city (`Server.of_city`).
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from msgspec import Struct
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Bot, Installation

from bot.config import Clock
from bot.config.clock import system_clock
from knowledge.model.base_json import reader
from knowledge.storage.interface import Records
from knowledge.storage.records import Kinds
from knowledge.storage.server import ONLY_CITY, Server

INSTALLATIONS, GIVEN, STATES = "installations", "given", "states"
log = logging.getLogger(__name__)


class InstalledWorkspace(Struct, frozen=True, kw_only=True):
    """`token`: "" once it is installed no more. It stands in no text that anybody is shown."""

    team: str
    name: str
    enterprise: str
    token: str
    bot: str
    bot_user: str
    scopes: str
    at: datetime
    ended_at: datetime | None = None

    def __repr__(self) -> str:
        return f"InstalledWorkspace({self.team!r}, {self.at!r}, {self.ended_at!r})"

    @property
    def is_current(self) -> bool:
        return bool(self.token)


class _Given(Struct, frozen=True, kw_only=True):
    team: str
    name: str
    text: str


class _State(Struct, frozen=True, kw_only=True):
    at: datetime


_read_installed, _read_given, _read_state = reader(InstalledWorkspace), reader(_Given), reader(_State)
INSTALLATION_KINDS: Kinds = {INSTALLATIONS: _read_installed, GIVEN: _read_given}
STATE_KINDS: Kinds = {STATES: _read_state}


class Installations(InstallationStore):
    """Of workspaces; Bolt's OAuth flow writes here. Everything raises DatabaseDownError.

    The clock is that of Slack's events, whatever the bot takes for now.
    """

    def __init__(self, server: Server) -> None:
        self._server = server.of_city(ONLY_CITY)

    @cached_property
    def _records(self) -> Records:
        return self._server.records(INSTALLATIONS, INSTALLATION_KINDS)

    @property
    def version(self) -> int:
        """Rises with every change."""
        return self._records.version

    def all(self) -> tuple[InstalledWorkspace, ...]:
        """The first installed first, with those that are installed no more."""
        found = (_read_installed(each) for each in self._records.readable(INSTALLATIONS))
        return tuple(sorted(found, key=lambda each: (each.at, each.team)))

    def known(self, team: str) -> InstalledWorkspace | None:
        """Whether or not it is still installed."""
        found = self._records.find(INSTALLATIONS, team)
        return _read_installed(found) if found else None

    def find(self, team: str) -> InstalledWorkspace | None:
        known = self.known(team)
        return known if known and known.is_current else None

    def end(self, team: str, token: str) -> bool:
        """Unless it was installed anew meanwhile, with another token."""
        with self._records.locked(team):
            known = self.known(team)
            if known is None or not known.is_current or known.token != token:
                return False
            self._put(known, token="", ended_at=system_clock().isoformat())
        log.info("workspace %s: installed no more", team)
        return True

    def forget(self, team: str) -> None:
        """As if it had never been installed."""
        gone = [(GIVEN, _key(team, name), None) for name in self.given(team)]
        self._records.put((INSTALLATIONS, team, None), *gone)

    def given(self, team: str) -> Mapping[str, str]:
        """What was set for the workspace: fields of SlackSettings by name."""
        found = map(_read_given, self._records.readable(GIVEN))
        return {each.name: each.text for each in found if each.team == team}

    def give(self, team: str, texts: Mapping[str, str]) -> None:
        """ "" takes it away."""
        self._records.put(
            *(
                (GIVEN, _key(team, name), {"team": team, "name": name, "text": text} if text else None)
                for name, text in texts.items()
            )
        )

    def _put(self, one: InstalledWorkspace, **other: Any) -> None:
        ended = one.ended_at.isoformat() if one.ended_at else None
        record = {name: getattr(one, name) for name in ("team", "name", "enterprise", "token", "bot", "bot_user")}
        record |= {"scopes": one.scopes, "at": one.at.isoformat(), "ended_at": ended, **other}
        self._records.put((INSTALLATIONS, one.team, record))

    # What slack_sdk asks of a store.

    def save(self, installation: Installation) -> None:
        self.save_bot(installation.to_bot())
        log.info("workspace %s: installed", installation.team_id)

    def save_bot(self, bot: Bot) -> None:
        """Who installed it is kept nowhere."""
        self._put(
            InstalledWorkspace(
                team=str(bot.team_id),
                name=bot.team_name or "",
                enterprise=bot.enterprise_id or "",
                token=bot.bot_token,
                bot=bot.bot_id,
                bot_user=bot.bot_user_id,
                scopes=",".join(bot.bot_scopes),
                at=system_clock(),
            )
        )

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """None for a whole organisation: it cannot be installed there."""
        one = self.find(team_id) if team_id and not is_enterprise_install else None
        if one is None:
            return None
        return Bot(
            team_id=one.team,
            team_name=one.name,
            enterprise_id=one.enterprise or None,
            bot_token=one.token,
            bot_id=one.bot,
            bot_user_id=one.bot_user,
            bot_scopes=one.scopes,
            installed_at=one.at.timestamp(),
        )

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """None for a person: no tokens of people are asked for."""
        bot = self.find_bot(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install)
        if bot is None:
            return None
        return Installation(
            team_id=bot.team_id,
            team_name=bot.team_name,
            enterprise_id=bot.enterprise_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_scopes=bot.bot_scopes,
            user_id="",
            installed_at=bot.installed_at,
        )

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        if team_id and (one := self.find(team_id)):
            self.end(team_id, one.token)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """What belongs to one person is not kept."""
        if user_id is None:
            self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class States(OAuthStateStore):
    """What an installation under way is known by: once, and for as long as `life`."""

    def __init__(self, server: Server, life: timedelta, clock: Clock = system_clock) -> None:
        self._server, self._clock, self._life = server.of_city(ONLY_CITY), clock, life

    def issue(self, *args: Any, **kwargs: Any) -> str:
        records, state, now = self._records(), token_urlsafe(32), self._clock()
        old = [each for each in records.table(STATES) if not self._lives(each)]
        records.table(STATES).remove(doc_ids=[each.doc_id for each in old])
        records.put((STATES, state, {"at": now.isoformat()}))
        return state

    def consume(self, state: str) -> bool:
        records = self._records()
        with records.locked(state):
            found = records.find(STATES, state)
            records.put((STATES, state, None))
        return found is not None and self._lives(found)

    def _lives(self, state: Mapping[str, Any]) -> bool:
        return self._clock() - _read_state(state).at <= self._life

    def _records(self) -> Records:
        return self._server.records("oauth", STATE_KINDS)


def _key(team: str, name: str) -> str:
    return f"{team} {name}"
