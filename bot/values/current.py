"""The current values for everybody who shows them: Slack, the terminal, sheets, answers. One wording.

values = LedgerValues(catalog, store.ledger)      # live: every look sees what has been recorded meanwhile
values.latest("k3-3")                             # ValueView for a card, None where nothing is recorded
engine.answer(question, context, values.current, today=today)  # one moment of them, for one answer
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from bot.config.progress_settings import DEFAULT_PROGRESS, ProgressSettings
from knowledge.answers import Answer
from knowledge.indicators import CurrentValues, Ledger
from knowledge.model import Catalog
from knowledge.wording.values import ValueView


class LedgerValues:
    """Implements `Values`. Thread-safe: what is read is replaced as a whole, never changed."""

    def __init__(
        self,
        catalog: Catalog,
        ledger: Callable[[], Ledger | None],
        settings: ProgressSettings = DEFAULT_PROGRESS,
        *,
        keeps_back: bool = False,
    ) -> None:
        """`ledger` gives the same object until somebody has written, as a LedgerStore does; None for none yet.

        `keeps_back`: something is recorded that these do not tell.
        """
        self.keeps_back = keeps_back
        self.catalog = catalog
        self.settings = settings
        self._ledger = ledger
        self._current = CurrentValues(catalog, Ledger(()), settings.thresholds(), is_kept_back=keeps_back)

    @property
    def current(self) -> CurrentValues:
        """Everything recorded until now; take it once for one answer, so that the answer agrees with itself."""
        ledger = self._ledger()
        current = self._current
        if ledger is not None and ledger is not current.ledger:
            current = self._current = CurrentValues(self.catalog, ledger, self.settings.thresholds())
        return current

    @property
    def is_partial(self) -> bool:
        return self.current.is_partial

    def kept_back(self) -> "LedgerValues":
        """As if nothing were recorded: for a place where others read along."""
        return LedgerValues(self.catalog, lambda: None, self.settings, keeps_back=bool(self.current.ledger.entries))

    def latest(self, id: str) -> ValueView | None:
        """UnknownIdError for an id that the plan does not have."""
        return self.current.latest(id)


class Answering(Protocol):
    """What is needed of an engine. `today` is Tokyo's."""

    def answer(
        self, question: str, context: Sequence[str] = (), values: CurrentValues | None = None, *, today: date
    ) -> Answer: ...
