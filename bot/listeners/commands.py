"""The slash command /senryaku."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.arrivals import command_from
from bot.conversation import answer_command
from bot.digest_commands import digest_command
from bot.handling import handle, queue
from bot.services import Services


def senryaku(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    ack()
    command = command_from(body)
    if (open_modal := digest_command(command)) is not None:
        handle(
            services, command.origin, lambda: open_modal(command, services)
        )  # at once: a trigger lives three seconds
        return
    queue(services, command.origin, lambda: answer_command(command, services), lane=f"command {command.origin.user}")
