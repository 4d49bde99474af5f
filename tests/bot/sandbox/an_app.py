"""The manifest of an app that asks for all that the stand-in gives: for tests that need an app, and not the bot."""

from typing import Any

from bot.sandbox.events.emit import EVENT_SCOPES as SCOPE_OF_EVENT
from bot.sandbox.state.manifest import parse_manifest
from tests.stand_in.methods import ALL_METHODS

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "戦略ボット"},
    "features": {
        "bot_user": {"display_name": "senryaku"},
        "shortcuts": [
            {"type": "global", "name": "戦略を調べる", "callback_id": "search"},
            {"type": "message", "name": "関連する事業を探す", "callback_id": "related"},
        ],
        "slash_commands": [
            {"command": "/senryaku", "description": "戦略を調べます", "usage_hint": "[質問]"},
            {"command": "/slow", "description": "ゆっくり答えます"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": sorted(
                {"commands", *(scope for method in ALL_METHODS.values() for scope in method.scopes)}
                | {scope for scope in SCOPE_OF_EVENT.values() if scope}
            )
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "agent_session_stopped",
                "app_home_opened",
                "app_mention",
                "member_joined_channel",
                "message.im",
                "subteam_members_changed",
            ]
        }
    },
}
APP = parse_manifest(MANIFEST)
