"""`/senryaku digest` and `/senryaku digest list`. Anything else after the command is a question."""

import re
from collections.abc import Callable

from bot.features.context import Services
from bot.features.digest_access import viewer_of
from bot.features.digest_form import first_form
from bot.features.digest_list import open_list
from bot.features.jobs import Done
from bot.slack.payloads import Command
from bot.views.digests.modal import digest_modal
from knowledge.model import fold

Opening = Callable[[Command, Services], Done]
_NEW = re.compile(r"(?:digest|定期配信)(?:\s*(?:new|作成|新規))?")
_LIST = re.compile(r"(?:digest|定期配信)\s*の?\s*(?:list|一覧)")


def digest_command(command: Command) -> Opening | None:
    """What opens the modal that the command asks for; None for a question."""
    text = fold(command.text).strip()
    if _NEW.fullmatch(text):
        return _new
    return _list if _LIST.fullmatch(text) else None


def _new(command: Command, services: Services) -> Done:
    viewer_of(command.origin, services)
    form = first_form((), command.origin, services)
    services.outbox.open(command.trigger_id, digest_modal(form, services.catalog, now=services.clock()))
    return Done("opened")


def _list(command: Command, services: Services) -> Done:
    return open_list(command.origin, command.trigger_id, services)
