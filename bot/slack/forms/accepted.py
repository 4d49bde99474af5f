"""The form in which a workspace takes a message or a view: in blocks that it knows, with no pings in them."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.slack.errors import code_of
from bot.slack.forms.refused_blocks import BLOCKS_REFUSED, RefusedKinds, content_of, simpler_forms, without_kinds
from bot.slack.payloads import is_no_channel
from bot.views import Block, LinkOf, Message, ids
from bot.views.links import linked
from bot.views.parts import without_actions
from bot.views.plan_marks import in_plan
from knowledge.model.structs import replace

log = logging.getLogger(__name__)

_MASS = re.compile(r"<!(?=channel|here|everyone|subteam)")
_FOR_CHANNELS = frozenset({ids.SHARE})  # elsewhere there is none to share with
_FOR_MEMBERS = frozenset({ids.MEETING})  # what it brings is for everybody there: the bot has to be one of them
Answered = TypeVar("Answered")


class BlockForms:
    """`refused`: what the workspace did not take lately. `link_of`: where a record stands on the site."""

    def __init__(self, refused: RefusedKinds, link_of: LinkOf) -> None:
        self._refused = refused
        self._link_of = link_of
        self._plan = ""

    def in_plan(self, plan: str) -> "BlockForms":
        """For what is shown of one plan, whose mark the buttons then carry."""
        other = copy(self)
        other._plan = plan
        return other

    def accepted_message(self, message: Message, channel: str, send: Callable[[Block], Answered]) -> Answered:
        """At last as text alone."""

        def as_text() -> Block | None:
            return without_pings(Message(message.text, []).payload()) if message.blocks else None

        return self._accepted(without_pings(self._form(message.payload(), channel)), send, as_text)

    def accepted_view(self, view: Block, send: Callable[[Block], Answered]) -> Answered:
        return self._accepted(self._form(view), send)

    def fitting_view(self, view: Block) -> Block:
        """For one that goes out with an acknowledgement, which Slack takes or not without a word."""
        return without_kinds(self._form(view), self._refused.kinds)

    def in_old_kinds(self, blocks: Sequence[Block]) -> Block:
        """Under somebody's message, where Slack takes no others."""
        return without_kinds(without_pings(self._form({"blocks": list(blocks)})))

    def _form(self, form: Block, channel: str = "") -> Block:
        """As it is shown there; a view stands in no channel."""
        form = in_plan(form, self._plan) if self._plan else form
        shown = without_actions(form["blocks"], _FOR_CHANNELS) if is_no_channel(channel) else form["blocks"]
        return {**form, "blocks": linked(shown, self._link_of)}

    def _accepted(
        self, form: Block, send: Callable[[Block], Answered], as_text: Callable[[], Block | None] = lambda: None
    ) -> Answered:
        """What Slack says to the first form that it takes. The kinds of block that it did not take are remembered."""
        shown, refused = without_kinds(form, self._refused.kinds), frozenset[str]()
        others: Iterator[tuple[Block, frozenset[str]]] | None = None
        while True:
            try:
                answered = send(shown)
            except SlackApiError as error:
                if code_of(error) not in BLOCKS_REFUSED or not shown.get("blocks"):
                    raise
                _tell_developers(error)
                others = simpler_forms(shown, error, as_text()) if others is None else others
                following = next(others, None)
                if following is None:
                    raise
                shown, refused = following
            else:
                if refused:
                    self._refused.note(refused, content_of(form))
                return answered


def for_one(message: Message, channel: str) -> Message:
    """In a direct conversation it may be that of others, in which the bot can answer one person and no more."""
    return replace(message, blocks=without_actions(message.blocks, _FOR_MEMBERS)) if is_no_channel(channel) else message


def _tell_developers(error: SlackApiError) -> None:
    """Slack's pointers into the blocks, which hold no text of ours."""
    told = error.response.get("response_metadata") or {}
    log.warning("blocks refused: %s %s", code_of(error), told.get("messages") or "")


def without_pings(value: Any) -> Any:
    """The last line of defence: no words of a person or a document ping a channel, whatever a builder forgot."""
    return _without_pings(value) if "<!" in repr(value) else value  # nearly nothing has any: most is not taken apart


def _without_pings(value: Any) -> Any:
    if isinstance(value, str):
        return _MASS.sub("&lt;!", value) if "<!" in value else value
    if isinstance(value, dict):
        return {name: _without_pings(inner) for name, inner in value.items()}
    return [_without_pings(inner) for inner in value] if isinstance(value, list) else value
