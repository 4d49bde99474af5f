"""The current values for everybody who shows them: Slack, the terminal, sheets, answers. One wording.

values = LedgerValues(catalog, store.ledger)      # live: every look sees what has been recorded meanwhile
values.latest("k3-3")                             # ValueView for a card, None where nothing is recorded
engine.answer(question, context, values.current, today=today)  # the mapping that answers are made of
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from bot.config.progress_settings import DEFAULT_PROGRESS, ProgressSettings
from knowledge.answers import Answer, Engine
from knowledge.indicators import CurrentValues, Entry, Ledger, Progress, entry_text
from knowledge.model import Catalog, Indicator
from knowledge.wording import ValueView, day_text

BARS = "▁▂▃▄▅▆▇█"


class LedgerValues:
    """Implements `Values` of bot/blockkit/parts.py. Thread-safe: what is read is replaced as a whole, never changed."""

    def __init__(
        self, catalog: Catalog, ledger: Callable[[], Ledger | None], settings: ProgressSettings = DEFAULT_PROGRESS
    ) -> None:
        """`ledger` gives the same object until somebody has written, as a LedgerStore does; None for none yet."""
        self.catalog = catalog
        self.settings = settings
        self._ledger = ledger
        self._current = CurrentValues(catalog, Ledger(()), settings.thresholds())

    @property
    def current(self) -> CurrentValues:
        """Everything recorded until now; take it once for one answer, so that the answer agrees with itself."""
        ledger = self._ledger()
        current = self._current
        if ledger is not None and ledger is not current.ledger:
            current = self._current = CurrentValues(self.catalog, ledger, self.settings.thresholds())
        return current

    def latest(self, id: str) -> ValueView | None:
        """UnknownIdError for an id that the plan does not have."""
        return value_view(self.current, id, self.settings)

    def text(self, id: str) -> str | None:
        """「48人（令和4年度・確定値）」."""
        return self.current.get(id)

    def state(self, id: str) -> str:
        return shown_state(self.current.progress(id), self.settings)


class Answering(Protocol):
    """What is needed of an engine. `today` is Tokyo's."""

    def answer(
        self, question: str, context: Sequence[str] = (), actuals: Mapping[str, str] | None = None, *, today: date
    ) -> Answer: ...


class InformedEngine:
    """An engine whose answers hold the values recorded until the moment of the question."""

    def __init__(self, engine: Engine, values: LedgerValues) -> None:
        self._engine = engine
        self._values = values

    def answer(
        self, question: str, context: Sequence[str] = (), actuals: Mapping[str, str] | None = None, *, today: date
    ) -> Answer:
        """`actuals` stands in for what is recorded, where somebody asks about another moment."""
        values = actuals if isinstance(actuals, CurrentValues) else self._values.current
        return self._engine.answer(question, context, values, today=today)


def value_view(values: CurrentValues, id: str, settings: ProgressSettings = DEFAULT_PROGRESS) -> ValueView | None:
    entry = values.latest(id)
    if entry is None:
        return None
    progress = values.progress(id)
    return ValueView(
        text=entry_text(entry, values.catalog.indicator(id)),
        state=shown_state(progress, settings),
        is_sample=entry.sample,
        progress=progress.rate,
        formula=progress.formula or "",
        reason=progress.reason,
        history=tuple((int(year), held.value) for year, held in values.by_year(id).items()),
        note=entry.note,
        source=entry.source,
        recorded=recorded_text(entry),
    )


def shown_state(progress: Progress, settings: ProgressSettings = DEFAULT_PROGRESS) -> str:
    """The state, or the grade where the settings ask for grades and there is one."""
    return progress.grade if settings.progress_scale == "grades" and progress.grade else progress.state


def recorded_text(entry: Entry) -> str:
    """「令和6年6月3日に企画課が登録」."""
    return f"{day_text(entry.at)}に{entry.by}が登録"


def sparkline(values: CurrentValues, id: str) -> str:
    """「▁▄▅█」 over all years from the first to the last recorded one; 「·」 where a year is missing."""
    return "".join(_bars(values, values.catalog.indicator(id)))


def _bars(values: CurrentValues, indicator: Indicator) -> Iterator[str]:
    by_year = {int(year): Fraction(entry.value) for year, entry in values.by_year(indicator.id).items()}
    if not by_year:
        return
    low, high = min(by_year.values()), max(by_year.values())
    for year in range(min(by_year), max(by_year) + 1):
        if year not in by_year:
            yield "·"
        else:
            share = (by_year[year] - low) / (high - low) if high > low else Fraction(1, 2)
            yield BARS[int(share * (len(BARS) - 1))]
