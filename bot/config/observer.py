"""What happens, told in one line of the log and to whoever keeps count: what was asked for, what became of it.

Nothing here holds words or names of people: ids, a kind, an outcome, how long it took.
"""

import logging
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import asdict

log = logging.getLogger("bot.interactions")

AskedOver = Literal["slack", "api", "mcp"]
DigestEvent = Literal["due", "sent", "skipped", "failed"]
INTERACTION = "interaction"  # of a log record that tells of one
Ending = Literal[
    "answered", "candidates", "not_found", "smalltalk", "help",
    "done", "wrong_call", "forbidden", "busy", "slack_error", "unavailable", "incident",
]  # fmt: skip
"""How an interaction ended, as it is counted: what an answer was, that all else was done, or what stood in the way."""
ENDINGS: tuple[Ending, ...] = get_args(Ending)


class Interaction(Struct, frozen=True, kw_only=True):
    """`kind` is what was done, in the surface's own word.

    `outcome` is a Ending, perhaps with more behind a colon (`slack_error:channel_not_found`), or a word for what was
    done. `user` is an id of Slack's, or that of another program's token.
    """

    surface: AskedOver
    kind: str
    outcome: str
    ms: float
    shown: int = 0
    user: str = ""
    channel: str = ""

    @property
    def ending(self) -> Ending:
        word = self.outcome.partition(":")[0].removesuffix("_again")
        return next((ending for ending in ENDINGS if ending == word), "done")


class Observer:
    """Writes the log; whoever counts as well extends it, and hears the rest too. Called from any thread."""

    def interaction(self, done: Interaction) -> None:
        log.info(
            "%s user=%s channel=%s outcome=%s shown=%d ms=%.1f surface=%s",
            done.kind,
            done.user or "-",
            done.channel or "-",
            done.outcome,
            done.shown,
            done.ms,
            done.surface,
            extra={INTERACTION: {**asdict(done), "ms": round(done.ms, 1)}},
        )

    def event(self) -> None:
        """Something came from Slack."""

    def slack_error(self, code: str) -> None:
        """A call to Slack was refused, by Slack's code; `no_reply` where no answer came."""

    def digest(self, event: DigestEvent) -> None:
        """A delivery was begun, or is settled."""
