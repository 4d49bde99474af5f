"""Which kinds of block a refusal is about, and of which message: one refused message alone condemns no kind."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from slack_sdk.errors import SlackApiError

from bot.config import Clock
from bot.slack.errors import code_of
from bot.views import Block, Message
from bot.views.fallback import new_kinds, without_new_blocks
from knowledge.model import KnowledgeError
from knowledge.model.base_json import reader
from knowledge.storage.interface import Records

log = logging.getLogger(__name__)

BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments"})
_TOO_LONG = "msg_blocks_too_long"
_POINTED = re.compile(r"json-pointer:(?:/view)?/blocks/(\d+)")
_NEWEST_FIRST = ("data_visualization", "data_table", "carousel", "card", "context_actions")
_OF_ONE_SENDING = ("block_id", "action_id", "value", "visible_to_user_ids")
REFUSED_KINDS = "workspace"  # the table's name since the first release
REFUSED_KINDS_LIFE = timedelta(days=7)  # Slack rolls new blocks out week by week: try again then
CONDEMNING = 2  # different messages: one may be refused for what stands in it


class _RefusedKind(Struct, frozen=True, kw_only=True):
    refused_new_blocks: datetime
    kind: str = ""
    messages: tuple[str, ...] = ()


read_refused_kind = reader(_RefusedKind)


class RefusedKinds:
    """Kinds of block that were refused in the workspace not long ago, in more messages than one."""

    def __init__(self, database: Records, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._known: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        """What was known before, where nothing can be read: a message can be refused and sent in another form."""
        try:
            self._known = frozenset(self.since)
        except KnowledgeError as error:
            log.warning("refused kinds of block: %s", error)
        return self._known

    @property
    def since(self) -> dict[str, datetime]:
        """With the moment of the last refusal."""
        found = map(read_refused_kind, self._database.readable(REFUSED_KINDS))
        condemned = (each for each in found if self._is_current(each) and len(each.messages) >= CONDEMNING)
        return {each.kind: each.refused_new_blocks for each in condemned}

    def note(self, kinds: frozenset[str], message: str) -> None:
        """`message` tells one from another."""
        now = self._clock().isoformat()
        with self._database.locked():
            for kind in kinds:
                found = self._database.find(REFUSED_KINDS, kind)
                known = read_refused_kind(found) if found else None
                before = known.messages if known and self._is_current(known) else ()
                kept = list(dict.fromkeys([*before, message]))[:CONDEMNING]
                record = {"kind": kind, "refused_new_blocks": now, "messages": kept}
                self._database.put((REFUSED_KINDS, kind, record))

    def forget(self) -> None:
        """For a workspace that is another one each time, as the trial's is."""
        self._database.drop_table(REFUSED_KINDS)

    def _is_current(self, kind: _RefusedKind) -> bool:
        return self._clock() - kind.refused_new_blocks <= REFUSED_KINDS_LIFE


def simpler_forms(form: Block, error: SlackApiError, as_text: Block | None) -> Iterator[tuple[Block, frozenset[str]]]:
    """What to offer in place of a refused form, one after another, each with the kinds to blame where it is taken:
    those that Slack points at; where it points at no block, the one without which the form is taken.
    """
    told = (error.response.get("response_metadata") or {}).get("messages") or ()
    pointed = [int(found[1]) for line in told if (found := _POINTED.search(str(line)))]
    blocks = form["blocks"]
    if code_of(error) == _TOO_LONG:
        guesses = []
    elif pointed:
        guesses = [new_kinds([blocks[at] for at in pointed if at < len(blocks)])]
    else:
        guesses = [frozenset({kind}) for kind in sorted(new_kinds(blocks), key=_age)]
    offered = [form]
    for kinds in (*guesses, frozenset[str]()):
        simpler = without_kinds(form, kinds or None)
        if simpler not in offered:
            offered.append(simpler)
            yield simpler, kinds
    if as_text is not None:
        yield as_text, frozenset()


def _age(kind: str) -> int:
    return _NEWEST_FIRST.index(kind) if kind in _NEWEST_FIRST else -1


def without_kinds(form: Block, kinds: frozenset[str] | None = None) -> Block:
    """A message's or view's JSON without these kinds of block, without all new ones where none is named."""
    if kinds is not None and not kinds:
        return form
    present = new_kinds(form.get("blocks", []))
    if not (present if kinds is None else present & kinds):
        return form
    return {**form, "blocks": without_new_blocks(Message("", form["blocks"]), kinds).blocks}


def content_of(form: Block) -> str:
    """The same for the same blocks, whoever they are sent to and whenever: small lines say when and to whom."""
    lasting = [_lasting(block) for block in form["blocks"] if block.get("type") != "context"]
    return hashlib.sha256(json.dumps(lasting, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lasting(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _lasting(inner) for name, inner in value.items() if name not in _OF_ONE_SENDING}
    return [_lasting(inner) for inner in value] if isinstance(value, list) else value
