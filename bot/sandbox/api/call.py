"""One call of a Web API method: its arguments, read as strictly as Slack reads them."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from bot.sandbox.events.content import decoded
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import Channel, JsonObject, Person, PostedMessage
from bot.sandbox.state.workspace import Workspace

_FAMILY = {"public": "channels", "private": "groups", "im": "im"}
DEFAULT_LIMIT, LARGEST_LIMIT = 100, 999


class Call(Struct, frozen=True, kw_only=True):
    """Accessors raise SlackError with what Slack answers to a missing or unknown argument."""

    method: str
    args: JsonObject
    platform: Platform

    @property
    def workspace(self) -> Workspace:
        return self.platform.workspace

    def text(self, name: str) -> str:
        value = self.args.get(name)
        if value in (None, ""):
            line = f"[ERROR] missing required field: {name} [json-pointer:/{name}]"
            raise SlackError("invalid_arguments", messages=(line,))
        return str(value)

    def optional(self, name: str) -> str | None:
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def moment(self, name: str, default: float) -> float:
        """A message id as a point in time."""
        value = self.optional(name)
        try:
            return default if value is None else float(value)
        except ValueError:
            raise SlackError(f"invalid_ts_{name}") from None

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def listed(self, name: str) -> list[JsonObject]:
        value = decoded(self.args.get(name))
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def words(self, name: str) -> list[str]:
        """A list of ids, sent either as JSON or separated by commas."""
        value = decoded(self.args.get(name))
        parts = value if isinstance(value, list) else str(value or "").split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def need(self, *scopes: str) -> None:
        """At least one of the scopes."""
        if not self.platform.scopes & set(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes))

    def channel(self, name: str = "channel") -> Channel:
        """A channel that the bot can see: a public one, or one it is a member of."""
        found = self.workspace.channels.get(self.text(name))
        if found is None or (found.kind != "public" and self.workspace.bot_user not in found.members):
            raise SlackError("channel_not_found")
        return found

    def readable(self, verb: str) -> Channel:
        """A channel and the scope that its kind asks for, e.g. `channels:history`."""
        found = self.channel()
        self.need(f"{_FAMILY[found.kind]}:{verb}")
        return found

    def joined(self) -> Channel:
        found = self.channel()
        if self.workspace.bot_user not in found.members:
            raise SlackError("not_in_channel")
        return found

    def person(self, name: str = "user") -> Person:
        found = self.workspace.people.get(self.text(name))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def message(self, channel: Channel) -> PostedMessage:
        found = self.workspace.messages.get((channel.id, self.text("ts")))
        if found is None or found.only_for is not None:
            raise SlackError("message_not_found")
        return found

    def page(self, name: str, found: list[JsonObject]) -> JsonObject:
        """One page and the cursor of the next; a cursor is the position in the list."""
        wanted = self.optional("limit") or str(DEFAULT_LIMIT)
        if not wanted.isdecimal() or not 1 <= int(wanted) <= LARGEST_LIMIT:
            raise SlackError("invalid_limit")
        start = self.optional("cursor") or "0"
        if not start.isdecimal():
            raise SlackError("invalid_cursor")
        end = int(start) + int(wanted)
        cursor = str(end) if end < len(found) else ""
        return {name: found[int(start) : end], "response_metadata": {"next_cursor": cursor}}


class Method(Struct, frozen=True, kw_only=True):
    """`scopes`: one of them is needed."""

    run: Callable[[Call], JsonObject]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"
