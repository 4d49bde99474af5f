"""files.getUploadURLExternal and files.completeUploadExternal"""

from msgspec.structs import replace

from bot.sandbox.api.call import Call
from bot.sandbox.events.content import Content
from bot.sandbox.events.posting import post
from bot.sandbox.events.shapes import upload_json
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import JsonObject, Upload

LONGEST_ALT_TEXT, MOST_CHANNELS = 1_000, 100


def get_upload_url(call: Call) -> JsonObject:
    name, length = call.text("filename"), call.text("length")
    if length == "0":
        raise SlackError("missing_argument")
    if not length.isdecimal():
        raise SlackError("invalid_arguments", messages=("[ERROR] invalid length [json-pointer:/length]",))
    alt_txt = call.optional("alt_txt") or ""
    if len(alt_txt) > LONGEST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    file_id = call.workspace.new_id("F")
    call.workspace.put(Upload(id=file_id, name=name, length=int(length), alt_txt=alt_txt))
    return {"upload_url": f"{call.platform.base_url}/upload/{file_id}", "file_id": file_id}


def complete_upload(call: Call) -> JsonObject:
    channels = [c for c in (call.optional("channel_id"), *call.words("channels")) if c]
    if len(channels) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    for channel in channels:
        _check_channel(call, channel)
    thread_ts = _thread(call, channels)
    done = [_completed(call, entry, tuple(channels)) for entry in call.listed("files")]
    if not done:
        raise SlackError("invalid_arguments", messages=("[ERROR] missing required field: files",))
    for channel in channels:
        _share(call, channel, done, thread_ts)
    return {"files": [upload_json(call.workspace, upload) for upload in done]}


def _thread(call: Call, channels: list[str]) -> str | None:
    """「Never use a reply's `ts` value」, says the reference; here that is refused, and so is a ts of nothing."""
    thread_ts = call.optional("thread_ts")
    if thread_ts is None:
        return None
    head = call.workspace.messages.get((channels[0], thread_ts)) if len(channels) == 1 else None
    if head is None or head.thread_ts not in (None, thread_ts) or head.only_for is not None:
        line = "[ERROR] not the first message of a thread in one channel [json-pointer:/thread_ts]"
        raise SlackError("invalid_arguments", messages=(line,))
    return thread_ts


def _check_channel(call: Call, channel: str) -> None:
    known = call.workspace.channels.get(channel)
    if known is None:
        raise SlackError("channel_not_found")
    if call.workspace.bot_user not in known.members:
        raise SlackError("not_in_channel" if known.kind == "public" else "channel_not_found")
    if known.is_archived:
        raise SlackError("is_archived")


def _completed(call: Call, entry: JsonObject, channels: tuple[str, ...]) -> Upload:
    upload = call.workspace.uploads.get(str(entry.get("id")))
    if upload is None:
        raise SlackError("file_not_found")
    if upload.content is None or upload.is_shared:
        raise SlackError("file_update_failed" if upload.is_shared else "file_not_found")
    title = str(entry.get("title") or upload.name)
    return call.workspace.put(replace(upload, title=title, is_shared=True, channels=channels))


def _share(call: Call, channel: str, uploads: list[Upload], thread_ts: str | None) -> None:
    comment = call.optional("initial_comment") or ""
    content = Content(text=comment, blocks=(), metadata=None, has_metadata=False)
    files = tuple(upload.id for upload in uploads)
    post(call.platform, channel, content, thread_ts=thread_ts, files=files)
