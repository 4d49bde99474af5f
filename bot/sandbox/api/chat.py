"""chat.*"""

from bot.sandbox.api.call import Call
from bot.sandbox.events.content import read_message
from bot.sandbox.events.posting import post, remove, rewrite
from bot.sandbox.events.shapes import message_json
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import Channel, JsonObject, PostedMessage

LONGEST_UPDATE = 4_000


def _target(call: Call) -> Channel:
    """The channel to post to: a person's id opens the direct conversation with them."""
    name = call.text("channel")
    if name in call.workspace.people:
        if name == call.workspace.bot_user or call.workspace.people[name].deleted:
            raise SlackError("channel_not_found")
        return call.workspace.dm(name)
    channel = call.channel()
    may_post_anywhere = channel.kind == "public" and "chat:write.public" in call.platform.scopes
    if call.workspace.bot_user not in channel.members and not may_post_anywhere:
        raise SlackError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """Replies to a reply land in its thread, as with Slack."""
    thread_ts = call.optional("thread_ts")
    if thread_ts is None:
        return None
    known = call.workspace.messages.get((channel.id, thread_ts))
    if known is None:
        return thread_ts  # a thread of the agent pane, whose first message is not a message
    return known.thread_ts or thread_ts


def post_message(call: Call) -> JsonObject:
    channel = _target(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    call.platform.rates.post(channel.id)
    content = read_message(call.workspace, call.args)
    return _posted(call, post(call.platform, channel.id, content, thread_ts=_thread(call, channel)))


def _posted(call: Call, message: PostedMessage) -> JsonObject:
    shown = message_json(call.workspace, message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def _own(call: Call, error: str) -> PostedMessage:
    message = call.message(call.channel())
    if message.user != call.workspace.bot_user:
        raise SlackError(error)
    return message


def update(call: Call) -> JsonObject:
    old = _own(call, "cant_update_message")
    if call.workspace.channels[old.channel].is_archived:
        raise SlackError("is_archived")
    content = read_message(call.workspace, call.args, longest_text=LONGEST_UPDATE)
    return _posted(call, rewrite(call.platform, old, content))


def delete(call: Call) -> JsonObject:
    old = _own(call, "cant_delete_message")
    remove(call.platform, old)
    return {"channel": old.channel, "ts": old.ts}


def post_ephemeral(call: Call) -> JsonObject:
    channel, person = call.joined(), call.person()
    if channel.is_archived:
        raise SlackError("is_archived")
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_message(call.workspace, call.args)
    thread = _thread(call, channel)
    message = post(call.platform, channel.id, content, thread_ts=thread, only_for=person.id)
    return {"message_ts": message.ts}
