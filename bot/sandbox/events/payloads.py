"""What the app receives, as Slack shapes it: pure functions of records (Events API, interaction payloads)."""

from bot.sandbox.events.shapes import given, message_json, view_json
from bot.sandbox.state.records import Channel, JsonObject, Person, PostedMessage, View
from bot.sandbox.state.workspace import Workspace

_CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}


def event_callback(workspace: Workspace, event: JsonObject, *, is_ext_shared: bool) -> JsonObject:
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "sandbox",
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": is_ext_shared,
        "event_context": workspace.new_id("4-"),
    }


def message_event(workspace: Workspace, message: PostedMessage, kind: str) -> JsonObject:
    """`message` or `app_mention`. People of other organisations come with user_team and user_profile."""
    person, channel = workspace.people[message.user], workspace.channels[message.channel]
    team = person.team_id if person.team_id != workspace.team_id else None
    profile = {
        "name": person.name,
        "real_name": person.real_name,
        "is_restricted": person.is_restricted,
    }
    own = kind == "message" and message.bot_id == workspace.bot_id
    return {
        **message_json(workspace, message, with_metadata=own),
        "type": kind,
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "event_ts": message.ts,
        **given(
            user_team=team,
            source_team=team,
            user_profile=profile if channel.is_ext_shared else None,
        ),
    }


def changed(workspace: Workspace, new: PostedMessage, old: PostedMessage) -> JsonObject:
    event = _about(workspace, old, "message_changed", new.edited_ts or workspace.new_ts())
    return {**event, "message": message_json(workspace, new)}


def deleted(workspace: Workspace, old: PostedMessage) -> JsonObject:
    return {**_about(workspace, old, "message_deleted", workspace.new_ts()), "deleted_ts": old.ts}


def _about(workspace: Workspace, old: PostedMessage, subtype: str, stamp: str) -> JsonObject:
    channel = workspace.channels[old.channel]
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "ts": stamp,
        "event_ts": stamp,
        "previous_message": message_json(workspace, old),
    }


def home_event(workspace: Workspace, person: Person, tab: str, view: View | None) -> JsonObject:
    return {
        "type": "app_home_opened",
        "user": person.id,
        "channel": workspace.dm(person.id).id,
        "tab": tab,
        "event_ts": workspace.new_ts(),
        **given(view=view_json(workspace, view) if view else None),
    }


def command(
    workspace: Workspace, person: Person, channel: Channel, name: str, text: str, trigger: str, url: str
) -> JsonObject:
    return {
        "token": "sandbox",
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def interaction(workspace: Workspace, person: Person, kind: str, trigger: str | None = None) -> JsonObject:
    """What every interaction payload begins with."""
    return {
        "type": kind,
        "token": "sandbox",
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": workspace.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        **given(trigger_id=trigger),
    }


def in_message(workspace: Workspace, message: PostedMessage) -> JsonObject:
    """Where in a message something happened. An ephemeral message itself is not sent along, as with Slack."""
    channel = workspace.channels[message.channel]
    ephemeral = message.only_for is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
        **given(thread_ts=message.thread_ts),
    }
    name = "directmessage" if channel.kind == "im" else channel.name
    place = {"container": container, "channel": {"id": channel.id, "name": name}}
    return place if ephemeral else {**place, "message": message_json(workspace, message)}


def joined(workspace: Workspace, user: str, inviter: str, channel: Channel) -> JsonObject:
    return {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "public" else "G",
        "team": workspace.team_id,
        "inviter": inviter,
        "event_ts": workspace.new_ts(),
    }
