"""The slash command /senryaku."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.features import Digests, Handled, Jobs
from bot.features.asking import answer_command
from bot.features.digest_commands import digest_command
from bot.listeners.bolt_listeners import injected
from bot.rights import Permissions
from bot.slack import Outbox
from bot.slack.payloads import command_from
from bot.views import Block


def senryaku_command(
    ack: Ack,
    body: Mapping[str, Any],
    context: BoltContext,
    digests: Digests,
    outbox: Outbox,
    permissions: Permissions,
    jobs: Jobs,
) -> None:
    ack()
    command = command_from(body)
    origin, make_modal = command.origin, digest_command(command)
    if make_modal:  # at once: a trigger lives three seconds
        jobs.do(origin, lambda: _open(command.trigger_id, make_modal(origin, digests), outbox))
        return

    def answered() -> Handled:
        permissions.check("ask", origin)
        return injected(answer_command, {**context, "command": command})

    jobs.put(origin, answered, lane=f"command {origin.user}")


def _open(trigger_id: str, view: Block, outbox: Outbox) -> Handled:
    outbox.open(trigger_id, view)
    return Handled("opened")
