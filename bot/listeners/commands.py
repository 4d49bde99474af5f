"""The slash command /senryaku."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.config import Clock
from bot.features import Digests, Handled, Jobs
from bot.features.asking import answer_command
from bot.features.digest_commands import digest_command
from bot.features.plan_commands import answer_plan_command
from bot.listeners.bolt_listeners import injected, requested
from bot.rights import Permissions
from bot.slack import Outbox
from bot.slack.deadline import within_deadline
from bot.slack.payloads import command_from
from bot.values.plans import Plans
from bot.views import Block
from knowledge.storage.plans import TiedChannels
from knowledge.wording import tokyo_day


def senryaku_command(
    ack: Ack,
    body: Mapping[str, Any],
    context: BoltContext,
    digests: Digests,
    outbox: Outbox,
    permissions: Permissions,
    jobs: Jobs,
    plans: Plans,
    tied: TiedChannels,
    clock: Clock,
) -> None:
    ack()
    command = command_from(body)
    origin, make_modal = command.origin, digest_command(command)
    if make_modal:  # at once: a trigger lives three seconds
        with within_deadline():
            jobs.do(origin, lambda: _open(command.trigger_id, make_modal(origin, digests), outbox))
        return

    def answered() -> Handled:
        permissions.check("ask", origin)
        usual = plans.usual(tokyo_day(clock()))
        if told := answer_plan_command(command, plans, tied, permissions, usual):
            outbox.respond(origin, told)
            return Handled("plan")
        return injected(answer_command, {**requested(command.text, context), "command": command})

    jobs.put(origin, answered, lane=f"command {origin.user}")


def _open(trigger_id: str, view: Block, outbox: Outbox) -> Handled:
    outbox.open(trigger_id, view)
    return Handled("opened")
