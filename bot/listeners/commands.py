"""The slash command /senryaku."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.features.asking import answer_command
from bot.features.context import Services
from bot.features.digest_commands import digest_command
from bot.features.jobs import handle, queue
from bot.slack.payloads import command_from


def senryaku(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    ack()
    command = command_from(body)
    opening = digest_command(command)
    if opening is not None:  # at once: a trigger lives three seconds
        handle(services, command.origin, lambda: opening(command, services))
        return
    queue(services, command.origin, lambda: answer_command(command, services), lane=f"command {command.origin.user}")
