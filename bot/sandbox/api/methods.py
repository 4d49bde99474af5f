"""The Web API methods of the stand-in, as one table."""

from bot.sandbox.api import assistant, chat, conversations, files, functions, people, views
from bot.sandbox.api.call import Method

TIER_2, TIER_3, TIER_4 = 20, 50, 100
_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")

METHODS = {
    "agents.sessions.setStatus": Method(run=assistant.session_status, scopes=("chat:write",), per_minute=TIER_3),
    "api.test": Method(run=people.api_test, token="none"),
    "apps.connections.open": Method(run=people.connections_open, token="app", per_minute=TIER_3),
    "assistant.threads.setStatus": Method(run=assistant.set_status, scopes=("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Method(
        run=assistant.set_suggested_prompts, scopes=("assistant:write",), per_minute=TIER_4
    ),
    "assistant.threads.setTitle": Method(run=assistant.set_title, scopes=("assistant:write",), per_minute=TIER_4),
    "auth.test": Method(run=people.auth_test),
    "chat.delete": Method(run=chat.delete, scopes=("chat:write",), per_minute=TIER_3),
    "chat.getPermalink": Method(run=chat.get_permalink),
    "chat.postEphemeral": Method(run=chat.post_ephemeral, scopes=("chat:write",), per_minute=TIER_4),
    "chat.postMessage": Method(run=chat.post_message, scopes=("chat:write",)),
    "chat.unfurl": Method(run=chat.unfurl, scopes=("links:write",), per_minute=TIER_3),
    "chat.update": Method(run=chat.update, scopes=("chat:write",), per_minute=TIER_3),
    "conversations.history": Method(run=conversations.history, scopes=_HISTORY, per_minute=TIER_3),
    "conversations.info": Method(run=conversations.info, scopes=_READ, per_minute=TIER_3),
    "conversations.join": Method(run=conversations.join, scopes=("channels:join",), per_minute=TIER_3),
    "conversations.list": Method(run=conversations.list_conversations, scopes=_READ, per_minute=TIER_2),
    "conversations.members": Method(run=conversations.members, scopes=_READ, per_minute=TIER_4),
    "conversations.open": Method(run=conversations.open_conversation, scopes=("im:write",), per_minute=TIER_3),
    "conversations.replies": Method(run=conversations.replies, scopes=_HISTORY, per_minute=TIER_3),
    "files.completeUploadExternal": Method(run=files.complete_upload, scopes=("files:write",), per_minute=TIER_4),
    "files.getUploadURLExternal": Method(run=files.get_upload_url, scopes=("files:write",), per_minute=TIER_4),
    "functions.completeError": Method(run=functions.complete_error, per_minute=TIER_3),
    "functions.completeSuccess": Method(run=functions.complete_success, per_minute=TIER_3),
    "reactions.add": Method(run=files.add_reaction, scopes=("reactions:write",), per_minute=TIER_3),
    "team.info": Method(run=people.team_info, scopes=("team:read",), per_minute=TIER_3),
    "usergroups.list": Method(run=people.usergroups_list, scopes=("usergroups:read",), per_minute=TIER_2),
    "usergroups.users.list": Method(run=people.usergroups_users_list, scopes=("usergroups:read",), per_minute=TIER_2),
    "users.conversations": Method(run=conversations.users_conversations, scopes=_READ, per_minute=TIER_3),
    "users.info": Method(run=people.users_info, scopes=("users:read",), per_minute=TIER_4),
    "views.open": Method(run=views.open_view, per_minute=TIER_4),
    "views.publish": Method(run=views.publish, per_minute=TIER_4),
    "views.push": Method(run=views.push, per_minute=TIER_4),
    "views.update": Method(run=views.update, per_minute=TIER_4),
}
