"""Type-ahead: what a select offers while somebody types."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.features.context import Services
from bot.views.digests.modal import indicator_options
from bot.views.modals import search_options


def search_pick(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    found = services.suggestions.find(str(body.get("value") or ""))
    ack(**search_options([id for id, _ in found], services.catalog))


def digest_indicators(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    ack(**indicator_options(services.suggestions.find_indicators(str(body.get("value") or "")), services.catalog))
