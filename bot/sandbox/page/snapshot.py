"""The whole state as JSON, as one person sees it."""

from msgspec.structs import asdict

from bot.sandbox.events.shapes import (
    channel_json,
    group_json,
    message_json,
    person_json,
    upload_json,
    view_json,
)
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import Channel, JsonObject, View


def snapshot(platform: Platform, viewer: str | None, links: int) -> JsonObject:
    workspace = platform.workspace
    with workspace.lock:
        channels = [c for c in workspace.channels.values() if viewer is None or viewer in c.members]
        return {
            "change": workspace.journal[-1].number if workspace.journal else 0,
            "now": platform.clock.now(),
            "team": {"id": workspace.team_id, "name": workspace.team_name},
            "bot": {"user": workspace.bot_user, "links": links},
            "has_new_blocks": workspace.has_new_blocks,
            "scopes": sorted(platform.scopes),
            "people": [person_json(person) for person in workspace.people.values()],
            "groups": [group_json(workspace, group) for group in workspace.groups.values()],
            "channels": [_channel(platform, channel, viewer) for channel in channels],
            "modals": [_view(platform, workspace.views[v]) for v in workspace.modals.get(viewer or "", ())],
            "home": _view(platform, home) if viewer and (home := workspace.home(viewer)) else None,
            "agent_threads": [asdict(thread) for thread in workspace.agent_threads.values()],
            "uploads": [upload_json(workspace, upload) for upload in workspace.uploads.values()],
            "refusals": [asdict(refusal) for refusal in workspace.refusals],
        }


def _channel(platform: Platform, channel: Channel, viewer: str | None) -> JsonObject:
    workspace = platform.workspace
    shown = [
        {**message_json(workspace, message), "only_for": message.only_for}
        for message in workspace.messages_in(channel.id, viewer)
    ]
    return {**channel_json(workspace, channel), "members": list(channel.members), "messages": shown}


def _view(platform: Platform, view: View) -> JsonObject:
    return {**view_json(platform.workspace, view), "errors": view.errors}
