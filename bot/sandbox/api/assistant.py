"""assistant.threads.setSuggestedPrompts"""

from msgspec.structs import replace

from bot.sandbox.api.call import Call
from bot.sandbox.state.errors import SlackError
from bot.sandbox.state.records import AgentThread, JsonObject

MOST_SUGGESTED = 4


def agent_thread(call: Call) -> AgentThread:
    channel = call.channel("channel_id")
    if call.workspace.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    thread_ts = call.optional("thread_ts") or ""
    known = call.workspace.agent_threads.get((channel.id, thread_ts))
    return known or AgentThread(channel=channel.id, thread_ts=thread_ts)


def set_suggested_prompts(call: Call) -> JsonObject:
    thread, prompts = agent_thread(call), call.listed("prompts")
    if not 1 <= len(prompts) <= MOST_SUGGESTED or any(not (p.get("title") and p.get("message")) for p in prompts):
        raise SlackError("invalid_arguments")
    call.workspace.put(replace(thread, prompts=tuple(prompts)))
    return {}
