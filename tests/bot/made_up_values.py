"""Invented actuals for every indicator but some: judged as recorded ones are, and marked as invented."""

from decimal import Decimal

from knowledge.indicators.progress import assess
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording.amounts import SAMPLE_MARK, Figure, amount_parts
from knowledge.wording.values import ValueView

FIRST_YEAR = 2020


class MadeUpValues:
    """`years` actuals from 令和2年度 on, each a step nearer to the target. `without` have none."""

    is_partial = False

    def __init__(self, catalog: Catalog, *, years: int = 4, without: tuple[str, ...] = ()) -> None:
        self._catalog, self._years, self._without = catalog, years, without

    def latest(self, id: str) -> ValueView | None:
        if id in self._without:
            return None
        indicator = self._catalog.indicator(id)
        history = {FiscalYear(FIRST_YEAR + at): self._value(indicator, at) for at in range(self._years)}
        last = max(history)
        progress = assess(indicator, history, plan=self._catalog.strategy.period)
        number, unit = amount_parts(history[last], indicator.unit, indicator.target.relative_to)
        return ValueView(
            figure=Figure(number, unit, last.label, SAMPLE_MARK),
            state=progress.state,
            progress=progress.rate,
            formula=progress.formula or "",
            reason=progress.reason,
            history=tuple((int(year), value) for year, value in history.items()),
        )

    @staticmethod
    def _value(indicator: Indicator, at: int) -> Decimal:
        start = indicator.baseline.number if indicator.baseline else Decimal(0)
        exponent = indicator.target.number.as_tuple().exponent
        step = (indicator.target.number - start) * (at + 1) / 5
        return (start + step).quantize(Decimal(1).scaleb(min(int(exponent), 0)))
