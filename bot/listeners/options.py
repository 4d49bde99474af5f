"""Type-ahead: what a select offers while somebody types."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.slack.suggestions import Suggestions
from bot.views.digests.modal import indicator_options
from bot.views.modals import search_options
from knowledge.model import Catalog


def search_pick(ack: Ack, body: Mapping[str, Any], suggestions: Suggestions, catalog: Catalog) -> None:
    found = suggestions.find(str(body.get("value") or ""))
    ack(**search_options([id for id, _ in found], catalog))


def digest_indicators(ack: Ack, body: Mapping[str, Any], suggestions: Suggestions, catalog: Catalog) -> None:
    ack(**indicator_options(suggestions.find_indicators(str(body.get("value") or "")), catalog))
