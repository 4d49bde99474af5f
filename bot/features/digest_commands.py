"""`/senryaku digest` and `/senryaku digest list`. Anything else after the command is a question."""

import re
from collections.abc import Callable

from bot.features.digest_access import Digests
from bot.features.digest_form import first_form
from bot.features.digest_list import list_modal
from bot.slack import Origin
from bot.slack.payloads import SlashCommand
from bot.views import Block
from knowledge.model import fold
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.word_patterns import phrase


def digest_command(command: SlashCommand) -> Callable[[Origin, Digests], Block] | None:
    """What makes the modal that the command asks for; None for a question."""
    text = fold(command.text).strip()
    words = read_toml(VOCABULARY / "commands.toml")["digest"]
    made = {"new": _new, "list": _list}
    return next((made[name] for name in made if re.fullmatch(phrase(words[name], r"\s*"), text)), None)


def _new(origin: Origin, digests: Digests) -> Block:
    digests.viewer(origin)
    return digests.form_modal(first_form((), origin, digests.catalog, digests.plan))


def _list(origin: Origin, digests: Digests) -> Block:
    return list_modal(digests.viewer(origin), digests)
