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

_NEW = re.compile(r"(?:digest|定期配信)(?:\s*(?:new|作成|新規))?")
_LIST = re.compile(r"(?:digest|定期配信)\s*の?\s*(?:list|一覧)")


def digest_command(command: SlashCommand) -> Callable[[Origin, Digests], Block] | None:
    """What makes the modal that the command asks for; None for a question."""
    text = fold(command.text).strip()
    if _NEW.fullmatch(text):
        return _new
    return _list if _LIST.fullmatch(text) else None


def _new(origin: Origin, digests: Digests) -> Block:
    digests.viewer(origin)
    return digests.form_modal(first_form((), origin, digests.catalog))


def _list(origin: Origin, digests: Digests) -> Block:
    return list_modal(digests.viewer(origin), digests)
