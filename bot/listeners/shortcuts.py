"""Shortcuts: 「戦略を調べる」 anywhere, 「関連する事業を探す」 on a message."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.config.errors import BotError
from bot.features.asking import Answerer
from bot.features.jobs import Handled, Jobs
from bot.slack.outbox import Outbox
from bot.slack.payloads import message_shortcut_from, origin_of_shortcut
from bot.slack.permissions import Permissions
from bot.views.modals import search_modal

LONGEST = 500  # characters of a message that are searched for


def search(ack: Ack, body: Mapping[str, Any], permissions: Permissions, outbox: Outbox, jobs: Jobs) -> None:
    ack()
    origin = origin_of_shortcut(body)

    def opened() -> Handled:
        permissions.check_answered(origin.user, origin.team)
        outbox.open(str(body["trigger_id"]), search_modal())
        return Handled()

    jobs.do(origin, opened)  # at once: a trigger lives three seconds


def related(
    ack: Ack, body: Mapping[str, Any], permissions: Permissions, answerer: Answerer, outbox: Outbox, jobs: Jobs
) -> None:
    """Only the person who asked sees it: the message's author did not ask for anything."""
    ack()
    shortcut = message_shortcut_from(body)
    origin = shortcut.origin

    def found() -> Handled:
        permissions.check_answered(origin.user, origin.team)
        if not shortcut.text:
            raise BotError("このメッセージには文字がないため、関連する事業を探せません。")
        answer, message = answerer.answered(shortcut.text[:LONGEST], asked_by=origin.user)
        outbox.respond(origin.response_url, message)
        return Handled(answer.status, len(answer.items))

    jobs.put(origin, found, lane=f"shortcut {origin.user}")
