"""Shortcuts: 「戦略を調べる」 anywhere, 「関連する事業を探す」 on a message."""

from slack_bolt import Ack

from bot.config import BotError
from bot.features import Answerer, Handled, Jobs
from bot.rights import Permissions
from bot.slack import Outbox
from bot.slack.payloads import Payload, Shortcut, shortcut_from
from bot.views.modals import search_modal


def search(shortcut: Shortcut, outbox: Outbox) -> Handled:
    outbox.open(shortcut.trigger_id, search_modal())
    return Handled()


def related(ack: Ack, body: Payload, permissions: Permissions, answerer: Answerer, outbox: Outbox, jobs: Jobs) -> None:
    """Only the person who asked sees it: the message's author did not ask for anything."""
    ack()
    shortcut = shortcut_from(body)
    origin = shortcut.origin

    def found() -> Handled:
        permissions.check("ask", origin)
        if not shortcut.text:
            raise BotError("このメッセージには文字がないため、関連する事業を探せません。")
        answer, message = answerer.answered(shortcut.text, asked_by=origin.user)
        outbox.respond(origin, message)
        return Handled(answer.status, len(answer.items))

    jobs.put(origin, found, lane=f"shortcut {origin.user}")
