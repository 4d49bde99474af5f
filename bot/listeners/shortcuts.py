"""Shortcuts: 「戦略を調べる」 anywhere, 「関連する事業を探す」 on a message."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.config.errors import BotError
from bot.features.asking import ask
from bot.features.context import Services
from bot.features.jobs import Done, handle, queue
from bot.slack.payloads import MessageShortcut, message_shortcut_from, origin_of_shortcut
from bot.views.cards import answer_message
from bot.views.modals import search_modal

LONGEST = 500  # characters of a message that are searched for


def search(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    ack()
    origin = origin_of_shortcut(body)

    def opened() -> Done:
        services.permissions.check_answered(origin.user, origin.team)
        services.outbox.open(str(body["trigger_id"]), search_modal())
        return Done()

    handle(services, origin, opened)  # at once: a trigger lives three seconds


def related(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    ack()
    shortcut = message_shortcut_from(body)
    queue(services, shortcut.origin, lambda: _related(shortcut, services), lane=f"shortcut {shortcut.origin.user}")


def _related(shortcut: MessageShortcut, services: Services) -> Done:
    """Only the person who asked sees it: the message's author did not ask for anything."""
    origin = shortcut.origin
    services.permissions.check_answered(origin.user, origin.team)
    if not shortcut.text:
        raise BotError("このメッセージには文字がないため、関連する事業を探せません。")
    answer = ask(shortcut.text[:LONGEST], (), services)
    message = answer_message(answer, services.catalog, services.values, asked_by=origin.user)
    services.outbox.respond(origin.response_url, message)
    return Done(answer.status, len(answer.items))
