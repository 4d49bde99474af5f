"""assistant.threads.* and agents.sessions.setStatus"""

from dataclasses import replace

from bot.sandbox.api.call import Call
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import AgentThread, JsonObject

MOST_PROMPTS, MOST_LOADING_MESSAGES, LONGEST_TITLE = 4, 10, 200
SESSION_STATES = ("active", "processing", "suspended", "closed")


def _thread(call: Call) -> AgentThread:
    channel = call.channel("channel_id")
    if call.workspace.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    thread_ts = call.optional("thread_ts") or ""
    known = call.workspace.agent_threads.get((channel.id, thread_ts))
    return known or AgentThread(channel=channel.id, thread_ts=thread_ts)


def set_status(call: Call) -> JsonObject:
    """An empty status takes the present one away."""
    thread, status = _thread(call), str(call.args.get("status") or "")
    call.text("thread_ts")
    loading = tuple(call.words("loading_messages"))
    if len(loading) > MOST_LOADING_MESSAGES:
        raise SlackError("invalid_arguments")
    call.workspace.put(replace(thread, status=status, loading_messages=loading))
    return {}


def set_title(call: Call) -> JsonObject:
    thread = _thread(call)
    call.text("thread_ts")
    call.workspace.put(replace(thread, title=call.text("title")))
    return {}


def set_suggested_prompts(call: Call) -> JsonObject:
    thread, prompts = _thread(call), call.listed("prompts")
    if not 1 <= len(prompts) <= MOST_PROMPTS or any(not (p.get("title") and p.get("message")) for p in prompts):
        raise SlackError("invalid_arguments")
    call.workspace.put(replace(thread, prompts=tuple(prompts)))
    return {}


def session_status(call: Call) -> JsonObject:
    thread, status, title = _thread(call), call.text("status"), call.optional("title")
    call.text("thread_ts")
    if status not in SESSION_STATES or len(title or "") > LONGEST_TITLE:
        raise SlackError("invalid_arguments")
    call.workspace.put(replace(thread, status=status, title=title or thread.title))
    return {}
