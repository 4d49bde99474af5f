"""The slash command /senryaku."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.features.asking import answer_command
from bot.features.digest_access import Digests
from bot.features.digest_commands import digest_command
from bot.features.jobs import Handled, Jobs
from bot.listeners.bolt_listeners import injected
from bot.slack.outbox import Outbox
from bot.slack.payloads import command_from
from bot.slack.permissions import Permissions
from bot.views.parts import Block


def senryaku(
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
        permissions.check_answered(origin.user, origin.team)
        return injected(answer_command, {**context, "command": command})

    jobs.put(origin, answered, lane=f"command {origin.user}")


def _open(trigger_id: str, view: Block, outbox: Outbox) -> Handled:
    outbox.open(trigger_id, view)
    return Handled("opened")
