"""The bot's messages: posting, changing and deleting them, whichever door they came through."""

from msgspec.structs import replace

from bot.sandbox.events import payloads
from bot.sandbox.events.content import Content, read_message
from bot.sandbox.events.emit import emit_in_channel
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.once import ResponseUrl
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import JsonObject, PostedMessage


def post(
    platform: Platform,
    channel: str,
    content: Content,
    *,
    thread_ts: str | None = None,
    only_for: str | None = None,
    files: tuple[str, ...] = (),
) -> PostedMessage:
    workspace = platform.workspace
    message = workspace.put(
        PostedMessage(
            channel=channel,
            ts=workspace.new_ts(),
            user=workspace.bot_user,
            bot_id=workspace.bot_id,
            text=content.text,
            blocks=content.blocks,
            metadata=content.metadata,
            thread_ts=thread_ts,
            only_for=only_for,
            files=files,
        )
    )
    if only_for is None:
        emit_in_channel(platform, payloads.message_event(workspace, message, "message"))
    return message


def rewrite(platform: Platform, old: PostedMessage, content: Content) -> PostedMessage:
    """Metadata stays unless it was given, `{}` included. An ephemeral message stays one."""
    new = replace(
        old,
        text=content.text,
        blocks=content.blocks,
        metadata=content.metadata if content.has_metadata else old.metadata,
        edited_ts=platform.workspace.new_ts(),
    )
    platform.workspace.put(new)
    if new.only_for is None:
        emit_in_channel(platform, payloads.changed(platform.workspace, new, old))
    return new


def remove(platform: Platform, old: PostedMessage) -> None:
    platform.workspace.drop_message(old)
    if old.only_for is None:
        emit_in_channel(platform, payloads.deleted(platform.workspace, old))


def answer(platform: Platform, url: ResponseUrl, body: JsonObject) -> None:
    """What an app sends to a response_url: a new message, or a change of the one that was acted on."""
    original = platform.workspace.messages.get((url.channel, url.ts or ""))
    if body.get("delete_original"):
        remove(platform, _existing(original))
    elif body.get("replace_original"):
        rewrite(platform, _existing(original), read_message(platform.workspace, body))
    else:
        only_for = None if body.get("response_type") == "in_channel" else url.user
        thread = body.get("thread_ts") or url.thread_ts
        content = read_message(platform.workspace, body)
        post(platform, url.channel, content, thread_ts=thread, only_for=only_for)


def _existing(original: PostedMessage | None) -> PostedMessage:
    if original is None:
        raise SlackError("message_not_found", status=404)
    return original
