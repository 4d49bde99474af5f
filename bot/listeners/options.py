"""Type-ahead: what a select offers while somebody types."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.rights import Action, Permissions
from bot.slack.deadline import within_deadline
from bot.slack.suggestions import Suggestions
from bot.views.digests.modal import indicator_options
from bot.views.modals import search_options
from knowledge.model import Catalog


def search_pick(
    ack: Ack, body: Mapping[str, Any], permissions: Permissions, suggestions: Suggestions, catalog: Catalog
) -> None:
    """Nothing for those who are not answered."""
    is_answered = _may("ask", body, permissions)
    found = suggestions.find(str(body.get("value") or "")) if is_answered else []
    ack(**search_options([id for id, _ in found], catalog))


def digest_indicators(
    ack: Ack, body: Mapping[str, Any], permissions: Permissions, suggestions: Suggestions, catalog: Catalog
) -> None:
    may_choose = _may("digest", body, permissions)
    found = suggestions.find_indicators(str(body.get("value") or "")) if may_choose else []
    ack(**indicator_options(found, catalog))


def _may(action: Action, body: Mapping[str, Any], permissions: Permissions) -> bool:
    user = body["user"]
    with within_deadline():
        return permissions.may(action, str(user["id"]), str(user.get("team_id") or ""))
