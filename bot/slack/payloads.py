"""What arrived, as records: Slack's payloads are read here and nowhere else."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from bot.slack.spoken import said_in, spoken_text
from knowledge.model.structs import replace

Payload = Mapping[str, Any]
ANSWERED_SUBTYPES = (None, "file_share", "thread_broadcast")
SLACKBOT = "USLACKBOT"  # who reminds, by whosever wish


def is_no_channel(channel: str) -> bool:
    """A direct conversation, or none at all as in the Home and in modals."""
    return not channel or channel.startswith("D")


class Origin(Struct, frozen=True, kw_only=True):
    """Who did something where. `kind` is Slack's word for it, for the log; `team` is the person's own.

    `response_url` works for half an hour, also where the bot is no member; "" where there is none.
    """

    kind: str
    user: str
    team: str = ""
    channel: str = ""
    thread_ts: str | None = None
    response_url: str = ""


class AskedMessage(Struct, frozen=True, kw_only=True):
    """A question in a message. `edited_ts` is "" the first time."""

    origin: Origin
    text: str
    ts: str
    is_direct: bool
    edited_ts: str = ""
    event_id: str = ""
    is_resumed: bool = False

    @property
    def key(self) -> str:
        """What its event is known by."""
        return self.event_id or self.place

    @property
    def message(self) -> str:
        """Where it stands, however often it is edited."""
        return f"{self.origin.channel} {self.ts}"

    @property
    def place(self) -> str:
        """What the dedupe store knows it by: the same message mentioned twice is one question."""
        return f"{self.message} {self.edited_ts}".strip()

    def is_edited_within(self, window: timedelta) -> bool:
        """As Slack dates both, however late they arrive."""
        return bool(self.edited_ts) and moment_of(self.edited_ts) - moment_of(self.ts) <= window

    def resumed(self) -> "AskedMessage":
        return replace(self, is_resumed=True)

    @property
    def is_reminder(self) -> bool:
        """By Slackbot, in the words of somebody whom Slack does not name."""
        return self.origin.user == SLACKBOT

    @property
    def is_asked(self) -> bool:
        """Meant for the bot by itself; the change of any other message in a channel is not."""
        return self.is_direct or self.origin.kind == "app_mention"

    @property
    def reply_thread(self) -> str | None:
        """In channels the thread of the message; in a direct conversation where the person writes."""
        return self.origin.thread_ts or (None if self.is_direct else self.ts)

    @property
    def conversation(self) -> str:
        """Follow-ups belong together by this: a thread, or a direct conversation without one."""
        return f"{self.origin.channel} {self.reply_thread or ''}".strip()


class SlashCommand(Struct, frozen=True, kw_only=True):
    """A slash command; `text` is as typed, entities undone."""

    origin: Origin
    text: str
    trigger_id: str

    @property
    def conversation(self) -> str:
        """What one person asks by command in one channel."""
        return f"{self.origin.channel} command {self.origin.user}"


class Press(Struct, frozen=True, kw_only=True):
    """A button, a menu, a field with its own action. `message_ts` is "" in views and in private messages.

    `at`: when the person pressed, in Slack's seconds. Presses arrive in any order; this is theirs.
    """

    origin: Origin
    action_id: str
    value: str
    trigger_id: str
    message_ts: str = ""
    is_private: bool = False
    view_id: str = ""
    view_kind: str = ""  # home or modal, "" in messages
    view_hash: str = ""
    at: float = 0.0


class Shortcut(Struct, frozen=True, kw_only=True):
    """`text` is that of the message on which it was chosen, "" for one that stands anywhere."""

    origin: Origin
    trigger_id: str
    text: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """A step of a workflow (function_executed), for the person and the channel that the workflow names in it.

    `execution`: by which Slack is told how it ended, with the `token` that came along.
    """

    execution: str
    token: str
    origin: Origin
    question: str = ""


class SharedLinks(Struct, frozen=True, kw_only=True):
    """Addresses of a site in a message of somebody's (link_shared)."""

    origin: Origin
    ts: str
    urls: tuple[str, ...]


def question_from_event(body: Payload) -> AskedMessage | None:
    """From `app_mention` or `message`; None for what nobody asks: other bots, joins, uploads, changed previews."""
    event = body["event"]
    if event.get("subtype") == "message_changed":
        return _question_from_change(body)
    is_bot = event.get("bot_id") and event.get("user") != SLACKBOT
    if is_bot or event.get("subtype") not in ANSWERED_SUBTYPES or not event.get("user"):
        return None
    return _question(body, event, event)


def _question_from_change(body: Payload) -> AskedMessage | None:
    """Slack also calls it a change when it unfolds a link: the words must differ."""
    event = body["event"]
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    is_bot = message.get("bot_id") or message.get("subtype") not in ANSWERED_SUBTYPES or not message.get("user")
    if is_bot or said_in(message) == said_in(before):
        return None
    return _question(body, event, message)


def deleted_message(body: Payload) -> str:
    """Where it stood, as `AskedMessage.message` says it; "" for all else, and for a bot's own."""
    event = body["event"]
    is_bots = bool((event.get("previous_message") or {}).get("bot_id"))
    if event.get("subtype") != "message_deleted" or not event.get("deleted_ts") or is_bots:
        return ""
    return f"{event['channel']} {event['deleted_ts']}"


def _question(body: Payload, event: Payload, message: Payload) -> AskedMessage:
    origin = Origin(
        kind=str(event["type"]),
        user=str(message["user"]),
        team=str(message.get("user_team") or message.get("team") or ""),
        channel=str(event["channel"]),
        thread_ts=message.get("thread_ts"),
    )
    return AskedMessage(
        origin=origin,
        text=said_in(message),
        ts=str(message["ts"]),
        is_direct=event.get("channel_type") == "im" or str(event["channel"]).startswith("D"),
        edited_ts=str((message.get("edited") or {}).get("ts") or ""),
        event_id=str(body.get("event_id") or ""),
    )


def command_from(body: Payload) -> SlashCommand:
    origin = Origin(
        kind="command",
        user=str(body["user_id"]),
        team=str(body.get("team_id") or ""),
        channel=str(body["channel_id"]),
        response_url=str(body.get("response_url") or ""),
    )
    text = spoken_text(str(body.get("text") or ""))
    return SlashCommand(origin=origin, text=text, trigger_id=str(body["trigger_id"]))


def press_from(body: Payload) -> Press:
    action = body["actions"][0]
    container = body.get("container") or {}
    return Press(
        origin=_origin(body, str(action["action_id"])),
        action_id=str(action["action_id"]),
        value=_chosen(action),
        trigger_id=str(body.get("trigger_id") or ""),
        message_ts="" if container.get("is_ephemeral") else str(container.get("message_ts") or ""),
        is_private=bool(container.get("is_ephemeral")),
        view_id=str((body.get("view") or {}).get("id") or ""),
        view_kind=str((body.get("view") or {}).get("type") or ""),
        view_hash=str((body.get("view") or {}).get("hash") or ""),
        at=float(action.get("action_ts") or 0),
    )


def _chosen(action: Payload) -> str:
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")


def _origin(body: Payload, kind: str) -> Origin:
    container, user = body.get("container") or {}, body["user"]
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    return Origin(
        kind=kind,
        user=str(user["id"]),
        team=str(user.get("team_id") or ""),
        channel=str(channel),
        thread_ts=container.get("thread_ts") or message.get("thread_ts"),
        response_url=str(body.get("response_url") or ""),
    )


def shortcut_from(body: Payload) -> Shortcut:
    text = said_in(body.get("message") or {})
    return Shortcut(origin=_origin(body, str(body["callback_id"])), trigger_id=str(body["trigger_id"]), text=text)


def origin_of_view(body: Payload) -> Origin:
    """Of a modal that was sent off."""
    return _origin(body, str(body["view"]["callback_id"]))


def moment_of(ts: str) -> datetime:
    """A message's ts as a moment in UTC."""
    return datetime.fromtimestamp(float(ts), tz=UTC)


def step_from(body: Payload) -> Step:
    event = body["event"]
    inputs = event.get("inputs") or {}
    kind, user, channel = str(event["function"]["callback_id"]), inputs.get("user"), inputs.get("channel")
    return Step(
        execution=str(event["function_execution_id"]),
        token=str(event.get("bot_access_token") or ""),
        origin=Origin(kind=kind, user=str(user or ""), channel=str(channel or "")),
        question=spoken_text(str(inputs.get("question") or "")),
    )


def links_from(body: Payload) -> SharedLinks:
    event = body["event"]
    urls = tuple(dict.fromkeys(str(link["url"]) for link in event["links"]))
    origin = Origin(kind="link_shared", user=str(event.get("user") or ""), channel=str(event["channel"]))
    return SharedLinks(origin=origin, ts=str(event["message_ts"]), urls=urls)
