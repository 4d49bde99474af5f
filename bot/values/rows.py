"""One line of a KPI table, on paper and on a page: every cell in words, the state by word and shape."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Indicator, Quantity, percent_text
from knowledge.wording import MARKS, NOT_RECORDED, Values, amount_text, year_text

NOT_PRINTED = "記載なし"
SAMPLE = "架空の値"
SAMPLE_NOTE = f"「{SAMPLE}」とある実績は見本です。実際の値ではありません。"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and, apart from it, its year (with 確定値 or 速報値); `year` is "" where there is none."""

    text: str
    year: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """`share` is how much of a bar is full, 0 to 1; None where no percentage would be true."""

    id: str
    name: str
    baseline: Amount
    actual: Amount
    target: Amount
    progress: str
    share: float | None
    state: str
    mark: str
    reason: str


def indicator_row(indicator: Indicator, values: Values) -> IndicatorRow:
    view = values.latest(indicator.id)
    progress = view.progress if view else None
    state = view.state if view else NOT_RECORDED
    return IndicatorRow(
        id=indicator.id,
        name=indicator.name,
        baseline=_printed(indicator.baseline),
        actual=_recorded(view.text, view.is_sample) if view else Amount(NOT_RECORDED),
        target=_printed(indicator.target),
        progress="—" if progress is None else percent_text(progress),
        share=None if progress is None else round(min(max(float(progress), 0.0), 1.0), 4),
        state=state,
        mark=MARKS.get(state, ""),
        reason=view.reason if view else "",
    )


def indicator_rows(indicators: Sequence[Indicator], values: Values) -> tuple[IndicatorRow, ...]:
    return tuple(indicator_row(indicator, values) for indicator in indicators)


def state_counts(rows: Sequence[IndicatorRow]) -> tuple[tuple[str, str, int], ...]:
    """(state, mark, how many), best first, without those that nothing is in; grades (A–D) come by name."""
    order = list(MARKS)
    found = Counter(row.state for row in rows)
    states = sorted(found, key=lambda state: (order.index(state) if state in order else -1, state))
    return tuple((state, MARKS.get(state, ""), found[state]) for state in states)


def _printed(quantity: Quantity | None) -> Amount:
    return Amount(amount_text(quantity), year_text(quantity)) if quantity else Amount(NOT_PRINTED)


def _recorded(text: str, is_sample: bool) -> Amount:
    """「48人（令和4年度・確定値）」 → 48人 / 令和4年度・確定値; that a value is invented is said apart from both."""
    amount, _, rest = text.partition("（")
    notes = [note for note in rest.replace("（", "・").replace("）", "・").split("・") if note]
    return Amount(amount, "・".join(note for note in notes if note != SAMPLE), is_sample or SAMPLE in notes)
