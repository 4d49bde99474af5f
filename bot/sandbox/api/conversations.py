"""conversations.* and users.conversations"""

import math

from bot.sandbox.api.call import Call
from bot.sandbox.events.shapes import channel_json, with_thread
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import Channel, JsonObject, PostedMessage

CHANNEL_TYPES = {"public_channel": "public", "private_channel": "private", "im": "im"}
FAMILIES = {"public": "channels:read", "private": "groups:read", "im": "im:read"}


def open_conversation(call: Call) -> JsonObject:
    users = call.words("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 8:
        raise SlackError("too_many_users")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")  # group conversations: not in the sandbox
    if users[0] not in call.workspace.people:
        raise SlackError("user_not_found")
    channel = call.workspace.dm(users[0])
    return {"channel": {"id": channel.id}}


def info(call: Call) -> JsonObject:
    return {"channel": channel_json(call.workspace, call.readable("read"))}


def _wanted(call: Call) -> list[Channel]:
    kinds = [CHANNEL_TYPES.get(name, "") for name in call.words("types") or ["public_channel"]]
    for kind in kinds:
        if kind not in FAMILIES:
            raise SlackError("invalid_types")
        call.need(FAMILIES[kind])
    archived = not call.flag("exclude_archived")
    found = [c for c in call.workspace.channels.values() if c.kind in kinds and (archived or not c.is_archived)]
    return [c for c in found if c.kind == "public" or call.workspace.bot_user in c.members]


def users_conversations(call: Call) -> JsonObject:
    user = call.optional("user") or call.workspace.bot_user
    mine = [channel for channel in _wanted(call) if user in channel.members]
    return call.page("channels", [channel_json(call.workspace, channel) for channel in mine])


def _within(call: Call, messages: list[PostedMessage]) -> list[PostedMessage]:
    oldest, latest = call.moment("oldest", 0.0), call.moment("latest", math.inf)
    return [message for message in messages if oldest < float(message.ts) < latest]


def _page(call: Call, messages: list[PostedMessage]) -> JsonObject:
    metadata = call.flag("include_all_metadata")
    shown = [with_thread(call.workspace, message, with_metadata=metadata) for message in messages]
    page = call.page("messages", shown)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}


def _member(call: Call) -> Channel:
    channel = call.readable("history")
    if call.workspace.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def history(call: Call) -> JsonObject:
    """Newest first, without replies in threads and without anything ephemeral."""
    channel = _member(call)
    listed = call.workspace.messages_in(channel.id)
    top = [m for m in listed if m.thread_ts in (None, m.ts)]
    return _page(call, _within(call, top)[::-1])


def replies(call: Call) -> JsonObject:
    """The message that heads the thread, then its replies, oldest first."""
    channel, ts = _member(call), call.text("ts")
    thread = [m for m in call.workspace.messages_in(channel.id) if ts in (m.ts, m.thread_ts)]
    if not thread:
        raise SlackError("thread_not_found")
    return _page(call, _within(call, thread))
