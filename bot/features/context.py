"""What listeners work with: made once at the start, handed to each of them by one middleware."""

from dataclasses import dataclass

from bot.config.clock import Clock
from bot.config.slack_settings import SlackSettings
from bot.delivery.names import Digests
from bot.slack.channels import Channels
from bot.slack.job_queue import JobQueue
from bot.slack.outbox import Outbox
from bot.slack.permissions import Permissions
from bot.slack.store import BotStore
from bot.slack.suggestions import Suggestions
from bot.values.current import Answering, LedgerValues
from knowledge.model import Catalog
from knowledge.storage import LedgerStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`document`: the lines of the strategy's source file, first first. `values` shows what `ledger` holds."""

    engine: Answering
    catalog: Catalog
    values: LedgerValues
    document: tuple[str, ...]
    store: BotStore
    outbox: Outbox
    digests: Digests
    channels: Channels
    ledger: LedgerStore
    jobs: JobQueue
    permissions: Permissions
    suggestions: Suggestions
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
