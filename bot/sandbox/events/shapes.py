"""Records as Slack's JSON: pure functions, one for each kind of record."""

from msgspec.structs import asdict

from bot.sandbox.events.elements import state_values
from bot.sandbox.state.records import Channel, JsonObject, Person, PostedMessage, Upload, UserGroup, View
from bot.sandbox.state.workspace import Workspace


def given(**fields: object) -> JsonObject:
    """Only the fields that have something in them, as Slack leaves out the others."""
    return {name: value for name, value in fields.items() if value not in (None, (), [], {}, "")}


def message_json(workspace: Workspace, message: PostedMessage, *, with_metadata: bool = False) -> JsonObject:
    edited = {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None
    return {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": workspace.team_id,
        **given(
            blocks=list(message.blocks),
            attachments=list(message.attachments),
            thread_ts=message.thread_ts,
            bot_id=message.bot_id,
            app_id=workspace.app_id if message.bot_id == workspace.bot_id else None,
            edited=edited,
            metadata=message.metadata if with_metadata else None,
            files=[upload_json(workspace, workspace.uploads[file]) for file in message.files],
        ),
    }


def with_thread(workspace: Workspace, message: PostedMessage, *, with_metadata: bool = False) -> JsonObject:
    """A message and, when it heads a thread, what is known of its replies."""
    shown = message_json(workspace, message, with_metadata=with_metadata)
    replies = [m for m in workspace.messages_in(message.channel) if m.thread_ts == message.ts != m.ts]
    if replies:
        people = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
        shown |= {"reply_users": people, "reply_users_count": len(people)}
    return shown


def channel_json(workspace: Workspace, channel: Channel) -> JsonObject:
    if channel.kind == "im":
        other = next(member for member in channel.members if member != workspace.bot_user)
        return {"id": channel.id, "is_im": True, "user": other, "is_archived": False, "is_ext_shared": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.is_archived,
        "is_member": workspace.bot_user in channel.members,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def person_json(person: Person) -> JsonObject:
    return {
        **asdict(person),
        "tz_offset": 32_400,
        "profile": {"real_name": person.real_name, "display_name": person.name},
        "is_app_user": False,
        "is_owner": False,
    }


def group_json(workspace: Workspace, group: UserGroup) -> JsonObject:
    return {
        "id": group.id,
        "team_id": workspace.team_id,
        "is_usergroup": True,
        "handle": group.handle,
        "name": group.name,
        "user_count": len(group.users),
        "date_delete": 0,
        "users": list(group.users),
    }


def upload_json(workspace: Workspace, upload: Upload) -> JsonObject:
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title or upload.name,
        "size": upload.length,
        "user": workspace.bot_user,
        "channels": list(upload.channels),
        "permalink": f"https://{workspace.domain}.slack.com/files/{workspace.bot_user}/{upload.id}",
        **given(alt_txt=upload.alt_txt),
    }


def view_json(workspace: Workspace, view: View) -> JsonObject:
    """A view as payloads and answers show it, with the state of its inputs."""
    empty = {"callback_id": "", "private_metadata": "", "clear_on_close": False, "notify_on_close": False}
    return {
        **empty,
        "title": None,
        "submit": None,
        "close": None,
        **view.body,
        "id": view.id,
        "team_id": workspace.team_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
        "hash": view.hash,
        "state": {"values": state_values(view.body["blocks"], view.values)},
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "external_id": "",
    }
