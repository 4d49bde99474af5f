"""Events: who gets to know of what happened, and under which scope."""

from bot.sandbox.events import payloads
from bot.sandbox.state.deliveries import Delivery
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import Channel, JsonObject

MESSAGE_EVENTS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
EVENT_SCOPES = {
    "agent_session_title_changed": "chat:write",
    "app_uninstalled": None,
    "channel_id_changed": "channels:read",
    "function_executed": None,
    "link_shared": "links:read",
    "channel_shared": "channels:read",
    "tokens_revoked": None,
    "agent_session_stopped": "chat:write",
    "app_context_changed": "assistant:write",
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "subteam_members_changed": "usergroups:read",
}


def emit(platform: Platform, subscription: str, event: JsonObject, channel: Channel | None = None) -> Delivery:
    """Delivers the event if the app has subscribed and was granted the scope; else it is settled at once."""
    with platform.workspace.lock:
        if subscription not in platform.events:
            return platform.dispatcher.settled("events_api", "not_subscribed")
        scope = EVENT_SCOPES[subscription]
        if scope is not None and scope not in platform.scopes:
            platform.workspace.refuse("event", "missing_scope", (subscription, f"needed: {scope}"))
            return platform.dispatcher.settled("events_api", "missing_scope")
        if channel is not None and platform.workspace.bot_user not in channel.members:
            return platform.dispatcher.settled("events_api", "bot_not_in_channel")
        is_ext_shared = channel is not None and channel.is_ext_shared
        body = payloads.event_callback(platform.workspace, event, is_ext_shared=is_ext_shared)
        return platform.dispatcher.deliver("events_api", body)


def emit_in_channel(platform: Platform, event: JsonObject) -> Delivery:
    """What happens to messages, the bot's own included: apps must tell these apart."""
    channel = platform.workspace.channels[event["channel"]]
    mentioned = event["type"] == "app_mention"
    return emit(platform, "app_mention" if mentioned else MESSAGE_EVENTS[channel.kind], event, channel)
