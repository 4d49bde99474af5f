"""What listeners work with: made once at the start, handed to each of them by one middleware."""

from dataclasses import dataclass

from bot.audience import Audience
from bot.channels import Channels
from bot.clock import Clock
from bot.desk import Desk
from bot.digests import Digests
from bot.slack_settings import SlackSettings
from bot.store import BotStore
from bot.type_ahead import TypeAhead
from bot.values import Answering, LedgerValues
from bot.work import WorkQueue
from knowledge import Catalog, LedgerStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`document`: the lines of the strategy's source file, first first. `values` shows what `ledger` holds."""

    engine: Answering
    catalog: Catalog
    values: LedgerValues
    document: tuple[str, ...]
    store: BotStore
    desk: Desk
    digests: Digests
    channels: Channels
    ledger: LedgerStore
    jobs: WorkQueue
    audience: Audience
    type_ahead: TypeAhead
    settings: SlackSettings
    clock: Clock
    installation: "Installation"


class Installation:
    """Whether the app may still talk to Slack; the program stops when it may not."""

    def __init__(self) -> None:
        self.reason = ""

    def lose(self, reason: str) -> None:
        """`reason` says to the operator, in Japanese, what happened and what to do."""
        self.reason = self.reason or reason

    @property
    def is_lost(self) -> bool:
        return bool(self.reason)
