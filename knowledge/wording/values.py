"""What is recorded of an indicator, and the indicator with it: the figures that every surface shows, worded once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from msgspec import Struct

from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.model.structs import replace
from knowledge.wording.amounts import SAMPLE_MARK, Figure, amount_of, percent_text, printed
from knowledge.wording.states import (
    MARKS,
    NOT_RECORDED,
    badness,
    progress_bar,
    progress_squares,
    severity,
    sparkline,
    state_label,
)

ARROW = " → "  # from what is to what is to be
REASON = "理由"  # of a state
NO_RATE = "—"
MOST_YEARS = 50  # in which a missing one is named: a year may be mistyped by centuries
LOSS_NOTE = "⚠ {what}の記録の一部を読み込めません。表示が実際と異なることがあります。ボットの管理者にお知らせください。"
PARTIAL_NOTE = LOSS_NOTE.format(what="実績")
SAMPLE_NOTE = f"「{SAMPLE_MARK}」とある実績は見本です。実際の値ではありません。"


class ValueView(Struct, frozen=True, kw_only=True):
    """The value of an indicator, judged elsewhere.

    `progress` is 1 at the target, `expected` what the year asks for; None where no percentage would be true, and
    `reason` then says why. `history`: fiscal year (western) and value, oldest first.
    `recorded` says when and by whom: 「2024年6月3日 企画課」. `own`: where `figure` is a mean over years, the last of
    these years alone. `shortfall`: 「あと16人」 to a target whose year has come. `judged`: what a `state` of another
    scale (A–D) was in ours.
    """

    figure: Figure
    own: Figure | None = None
    state: str = NOT_RECORDED
    judged: str = ""
    shortfall: str = ""
    progress: Fraction | None = None
    expected: Fraction | None = None
    formula: str = ""
    reason: str = ""
    history: tuple[tuple[int, Decimal], ...] = ()
    note: str = ""
    source: str = ""
    recorded: str = ""

    @property
    def text(self) -> str:
        """「48人（令和4年度・確定値）」."""
        return self.figure.text

    @property
    def is_sample(self) -> bool:
        return self.figure.is_sample


class Values(Protocol):
    """Where current values come from. None: no actual has been recorded."""

    @property
    def is_partial(self) -> bool:
        """Whether some of what was recorded has been lost or cannot be read."""
        ...

    def latest(self, id: str) -> ValueView | None: ...


class _NoValues:
    is_partial = False

    def latest(self, id: str) -> ValueView | None:
        return None


EMPTY_VALUES: Values = _NoValues()


class Measure(Struct, frozen=True, kw_only=True):
    """An indicator as it stands. `view` is None where nothing is recorded; `named` says which actual it is.

    `is_partial`: some of what was recorded, here or elsewhere, cannot be read.
    """

    indicator: Indicator
    view: ValueView | None
    named: str = "最新の実績"
    is_partial: bool = False

    @property
    def name(self) -> str:
        return self.indicator.title

    @property
    def baseline(self) -> Figure:
        return printed(self.indicator.baseline)

    @property
    def actual(self) -> Figure:
        return self.view.figure if self.view else Figure(NOT_RECORDED)

    @property
    def target(self) -> Figure:
        return printed(self.indicator.target)

    @property
    def figures(self) -> tuple[str, str, str]:
        """「基準値 54人（令和元年度）」「最新の実績 48人（令和4年度・確定値）」「目標値 0人（令和6年度）」.

        Where none is recorded, that is said once: 「実績未登録」.
        """
        latest = f"{self.named} {self.actual.text}" if self.view else NOT_RECORDED
        return f"基準値 {self.baseline.text}", latest, f"目標値 {self.target.text}"

    def figures_beyond(self, sentence: str) -> tuple[str, ...]:
        """Those that a sentence before has not told already."""
        latest = (f"{self.name}は{self.actual.text}", f"実績は{self.actual.text}") if self.view else (NOT_RECORDED,)
        actual = (*latest, *((self.by_year,) if len(self.history) > 1 else ()))
        said = ((f"基準値は{self.baseline.text}",), actual, (f"目標値は{self.target.text}",))
        return tuple(
            figure for figure, ways in zip(self.figures, said, strict=True) if not any(way in sentence for way in ways)
        )

    @property
    def state(self) -> str:
        return self.view.state if self.view else NOT_RECORDED

    @property
    def shortfall(self) -> str:
        return self.view.shortfall if self.view else ""

    @property
    def severity(self) -> int:
        """How far behind, in whatever scale it is shown: 0 for what is not."""
        return severity(self.judged)

    @property
    def judged(self) -> str:
        """Its state in our own words, whatever scale it is shown in."""
        return (self.view.judged or self.view.state) if self.view else NOT_RECORDED

    @property
    def is_late(self) -> bool:
        """More than a little."""
        return self.severity > severity("やや遅れ")

    @property
    def mark(self) -> str:
        """「▽」; "" for a word of another scale."""
        return MARKS.get(self.state, "")

    @property
    def state_label(self) -> str:
        """「遅れ ▽」「未達成 ×（あと16人）」."""
        return state_label(self.state, self.shortfall)

    @property
    def is_sample(self) -> bool:
        return self.actual.is_sample

    @property
    def percent(self) -> str:
        """「25.9%」; NO_RATE where no percentage would be true."""
        return NO_RATE if self.share is None else percent_text(self.share)

    @property
    def rate(self) -> str:
        """「進捗 25.9%」, "" where no percentage would be true."""
        return "" if self.share is None else f"進捗 {self.percent}"

    @property
    def share(self) -> Fraction | None:
        return self.view.progress if self.view else None

    @property
    def way(self) -> Fraction | int | None:
        """How far it has come, by which indicators are ranked: `share`, without a baseline the part of the target."""
        target = self.indicator.target
        if self.share is not None or not (self.view and self.view.history) or target.relative_to:
            return self.share
        actual, aimed = Fraction(self.view.history[-1][1]), Fraction(target.value or 0)
        reached, whole = (aimed, actual) if self.indicator.better == "lower" else (actual, aimed)
        return reached / whole if whole > 0 else None

    @property
    def filled(self) -> float | None:
        """How much of a bar is full, 0 to 1."""
        return None if self.share is None else round(min(max(float(self.share), 0.0), 1.0), 4)

    @property
    def bar(self) -> str:
        return "" if self.share is None else progress_bar(self.share)

    @property
    def squares(self) -> str:
        """The bar without its percentage, which stands beside it already."""
        return "" if self.share is None else progress_squares(self.share)

    @property
    def sentence(self) -> str:
        """「待機児童数：基準値 …、最新の実績 …、目標値 …。状態 遅れ ▽、進捗 …」, fit to be read aloud."""
        return f"{self.name}：{self.told}"

    @property
    def told(self) -> str:
        """The same without the name; the state only where there is a value."""
        figures = "、".join(self.figures)
        return f"{figures}。{self.standing}" if self.view else figures

    @property
    def brief(self) -> str:
        """「未達成 ×　16人（令和6年度） → 目標値 0人（令和6年度）」, of a line alone: each value with its year."""
        return ARROW.join(self.steps)

    @property
    def steps(self) -> tuple[str, ...]:
        """Its state with what has been reached, and what it aims at; in one where nothing is known of the first."""
        return self._steps(self.actual)

    def brief_in(self, year: FiscalYear, status: str) -> str:
        """The same without the year and status that stand above."""
        actual = self.actual
        own = "" if actual.year == year.label else actual.year
        return ARROW.join(
            self._steps(replace(actual, year=own, status="" if actual.status == status else actual.status))
        )

    def _steps(self, actual: Figure) -> tuple[str, ...]:
        state = state_label(self.state) if self.view else NOT_RECORDED
        aimed = f"目標値 {self.target.text}"
        if self.view is None and self.indicator.baseline is None:
            return (f"{state}　{aimed}",)
        return (f"{state}　{actual.text if self.view else f'基準値 {self.baseline.text}'}", aimed)

    @property
    def brief_state(self) -> str:
        """「遅れ ▽　進捗 25.9%」, of a list whose order it explains."""
        return "　".join(filter(None, (state_label(self.state), self.rate)))

    @property
    def standing(self) -> str:
        """「状態 遅れ ▽、進捗 25.9%（令和5年度の見込み 80.0%）」."""
        return self.standing_in("")

    def standing_in(self, said: str) -> str:
        """「状態 遅れ ▽、進捗 25.9%（見込み 80.0%）」, of 「令和5年度・確定値」 `said` above."""
        expected = self.view.expected if self.view else None
        year = "" if said and said == self.actual.note else f"{self.actual.year}の"
        until = f"（{year}見込み {percent_text(expected)}）" if expected is not None else ""
        return "、".join(filter(None, (f"状態 {self.state_label}", f"{self.rate}{until}" if self.rate else "")))

    @property
    def grounds(self) -> tuple[tuple[str, str], ...]:
        """Why the state is what it is, how it was computed, and where the value is from: label and words."""
        if self.view is None:
            return ()
        own, view = self.view.own, self.view
        last = own.text if own and own != view.figure else ""
        source = "" if self.is_sample else view.source  # the figure is marked, and a note below says what that means
        return _said(("最後の年度の実績", last), (REASON, view.reason), ("算式", view.formula), ("実績の出所", source))

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """The grounds, and for those who keep the values what was noted, when and by whom."""
        if self.view is None or self.is_sample:
            return self.grounds
        return (*self.grounds, *_said(("備考", self.view.note), ("登録", self.view.recorded)))

    @property
    def history(self) -> tuple[tuple[str, str], ...]:
        """「令和4年度」「48人」 of every recorded year, oldest first."""
        recorded = self.view.history if self.view else ()
        return tuple((FiscalYear(year).label, amount_of(self.indicator, value)) for year, value in recorded)

    @property
    def course(self) -> str:
        """「実績 令和2年度 50人、令和4年度 48人。令和3年度は実績未登録です。」"""
        if not self.history:
            return "実績はまだ登録されていません。"
        return f"実績{self.actual.sample_mark} {self.by_year}。{self.years_missing}"

    @property
    def by_year(self) -> str:
        """「令和2年度 50人、令和4年度 48人」"""
        return "、".join(f"{year} {amount}" for year, amount in self.history)

    @property
    def bars(self) -> str:
        """「令和2年度〜令和6年度  ▁▄▅█」"""
        ends = list(dict.fromkeys((self.history[0][0], self.history[-1][0]))) if self.history else []
        return f"{'〜'.join(ends)}  {sparkline(self.view.history)}" if self.view and ends else ""

    @property
    def years_missing(self) -> str:
        """「令和3年度は実績未登録です。」, "" where none is between the first and the last."""
        years = [year for year, _ in self.view.history] if self.view else []
        between = range(years[0], min(years[-1], years[0] + MOST_YEARS)) if years else ()
        missing = "、".join(FiscalYear(year).label for year in between if year not in years)
        return f"{missing}は実績未登録です。" if missing else ""


def _said(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in pairs if words)


def measure(indicator: Indicator, values: Values) -> Measure:
    return Measure(indicator=indicator, view=values.latest(indicator.id), is_partial=values.is_partial)


def measures(indicators: Sequence[Indicator], values: Values) -> tuple[Measure, ...]:
    return tuple(measure(each, values) for each in indicators)


def worst_first(rows: Iterable[Measure]) -> tuple[Measure, ...]:
    """What is behind, by its state and then by how little of the way it has come, last of a state where that is not
    known; then what is not known, then what is well; each as they were.
    """

    def rank(own: Measure) -> tuple[int, bool, Fraction]:
        way = own.way if own.severity else 0
        return -badness(own.judged), way is None, Fraction(way or 0)

    return tuple(sorted(rows, key=rank))


def data_notes(rows: Iterable[Measure]) -> tuple[str, ...]:
    """What a reader must know of the values shown: that some are missing, that some are invented."""
    rows = tuple(rows)
    return tuple(filter(None, (partial_note(rows), SAMPLE_NOTE if any(row.is_sample for row in rows) else "")))


def partial_note(rows: Iterable[Measure]) -> str:
    """Where each value is marked by itself if it is invented."""
    return PARTIAL_NOTE if any(row.is_partial for row in rows) else ""


def marked_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """Each with the sign that it begins with where it is read among other lines."""
    return tuple(note if note == PARTIAL_NOTE else f"※ {note}" for note in notes)


def loss_note(what: str, *, is_partial: bool = True) -> str:
    """Where a list lacks some of what was recorded. `what`: 「定期配信」."""
    return LOSS_NOTE.format(what=what) if is_partial else ""


def years_note(rows: Iterable[Measure]) -> str:
    """Said beside counts of latest values: 「実績の年度は指標によって違います（令和4年度 1件、令和5年度 3件）。」

    "" where all are of one year.
    """
    counts = Counter(row.view.history[-1][0] for row in rows if row.view and row.view.history)
    told = "、".join(f"{FiscalYear(year).label} {counts[year]}件" for year in sorted(counts))
    return f"実績の年度は指標によって違います（{told}）。" if len(counts) > 1 else ""
