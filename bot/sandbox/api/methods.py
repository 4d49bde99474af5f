"""The Web API methods of the stand-in, as one table."""

from bot.sandbox.api import assistant, chat, conversations, files, people, views
from bot.sandbox.api.call import Method

_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")

METHODS = {
    "apps.connections.open": Method(run=people.connections_open, token="app"),
    "assistant.threads.setSuggestedPrompts": Method(run=assistant.set_suggested_prompts, scopes=("assistant:write",)),
    "auth.test": Method(run=people.auth_test),
    "chat.delete": Method(run=chat.delete, scopes=("chat:write",)),
    "chat.postEphemeral": Method(run=chat.post_ephemeral, scopes=("chat:write",)),
    "chat.postMessage": Method(run=chat.post_message, scopes=("chat:write",)),
    "chat.update": Method(run=chat.update, scopes=("chat:write",)),
    "conversations.history": Method(run=conversations.history, scopes=_HISTORY),
    "conversations.info": Method(run=conversations.info, scopes=_READ),
    "conversations.open": Method(run=conversations.open_conversation, scopes=("im:write",)),
    "conversations.replies": Method(run=conversations.replies, scopes=_HISTORY),
    "files.completeUploadExternal": Method(run=files.complete_upload, scopes=("files:write",)),
    "files.getUploadURLExternal": Method(run=files.get_upload_url, scopes=("files:write",)),
    "usergroups.users.list": Method(run=people.usergroups_users_list, scopes=("usergroups:read",)),
    "users.conversations": Method(run=conversations.users_conversations, scopes=_READ),
    "users.info": Method(run=people.users_info, scopes=("users:read",)),
    "views.open": Method(run=views.open_view),
    "views.publish": Method(run=views.publish),
    "views.push": Method(run=views.push),
    "views.update": Method(run=views.update),
}
