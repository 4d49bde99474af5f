"""The records of a strategy. Frozen; text is what the document prints; every record says where it stands."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import (
    Quantity,
    YearSpan,
    aim_of_words,
    is_one_unit,
    may_want_less,
    more_is_better,
    quantity_words,
)

Counting = Literal["single", "cumulative", "total"]  # 単年度, 累計, 総数
Better = Literal["higher", "lower", "keep"]
Severity = Literal["info", "warning", "error"]  # error: a data file of ours no longer fits the document

STRATEGY = "strategy"  # the id by which an answer shows the document as a whole: its numbers


class Span(Struct, frozen=True):
    """1-based lines of the source file, both included, and the page of the first where the file has pages."""

    first_line: int
    last_line: int
    page: int | None = None


class Indicator(Struct, frozen=True, kw_only=True):
    """Something measured: a KPI, a basic goal's numerical target, the population target.

    `baseline` is None where the document prints 「—」. `better` says which way is good. `interim` are the targets of
    earlier years, in order. `part`: of a cell with several (「小 88.4％ 中 87.0％」) the one that this is of; the name
    is printed once for all of them. `known`: a later value than the baseline that the plan prints beside it, 現状値
    beside 基準値.
    """

    id: str
    name: str
    unit: str
    counting: Counting
    better: Better
    baseline: Quantity | None
    target: Quantity
    span: Span
    interim: tuple[Quantity, ...] = ()
    part: str | None = None
    known: Quantity | None = None

    @property
    def title(self) -> str:
        """The name with its part: 「待機児童数（保育所）」."""
        return f"{self.name}（{self.part}）" if self.part else self.name

    def step_of(self, year: FiscalYear) -> Quantity | None:
        """The target that is printed for a year before the last."""
        return next((one for one in self.interim if one.fiscal_year == year), None)

    @property
    def is_way_known(self) -> bool:
        """Whether `better` is more than a guess: 「実施」 says nothing."""
        if self.target.value is None:
            return aim_of_words(self.target.raw) is not None or is_rank(self.baseline)
        return self.has_one_measure and not (self.better == "higher" and self._may_want_less)

    @property
    def has_one_measure(self) -> bool:
        """Whether the target is measured as the baseline is: 「81.1年 → 県内1位」 is not."""
        begun = self.baseline
        return begun is None or begun.value is None or bool(self.target.relative_to) or is_one_unit(begun, self.target)

    @property
    def _may_want_less(self) -> bool:
        """Nothing but the name says which way is good, and that speaks against more."""
        is_bare = self.target.comparison == "exactly" and self.target.relative_to is None
        return is_bare and self.baseline is None and not self.interim and may_want_less(self.name)

    @property
    def targets(self) -> tuple[Quantity, ...]:
        """Those of all years, the last one last."""
        return (*self.interim, self.target)

    @property
    def compared_with(self) -> str | None:
        """What its actuals are a difference from: 全国平均. None where they are amounts by themselves."""
        return self.target.relative_to if self.target.unit == self.unit else None

    @property
    def origin(self) -> Quantity | None:
        """The baseline where the way to the target begins at it.

        None where it is in words, or where the target adds up years that it does not: 「3人」 of one year is no part of
        「5年間で20人」 or 「20人（累計）」, which begin at nothing.
        """
        return origin_of(self.name, self.counting, self.baseline, self.target)

    @property
    def bare_name(self) -> str:
        """Without what stands in brackets: 「空き家の流通・活用支援件数（累計）」."""
        return self.name.split("（")[0].split("(")[0].strip()


class NumericalTarget(Indicator, frozen=True, kw_only=True):
    """数値目標: a basic goal's indicator, or (id `population`) the strategy's own."""


class Kpi(Indicator, frozen=True, kw_only=True):
    """重要業績評価指標. `projects` are our own links (links.toml): the document links KPIs to packages only."""

    number: int
    projects: tuple[str, ...] = ()


class BasicGoal(Struct, frozen=True, kw_only=True):
    """基本目標 with its numerical targets and the numbers of its directions. `label`: 政策目標 where it says so."""

    id: str
    number: int
    name: str
    text: str
    directions: tuple[int, ...]
    targets: tuple[NumericalTarget, ...]
    span: Span
    label: str = "基本目標"


class BasicDirection(Struct, frozen=True, kw_only=True):
    """施策の基本的方向, numbered through the whole document; `goal` is the number of its basic goal."""

    id: str
    number: int
    name: str
    goal: int | None
    text: str
    span: Span


class Initiative(Struct, frozen=True):
    """取組: one bullet of a project. `group` is the 【…】 it stands under."""

    text: str
    group: str | None
    span: Span


class Project(Struct, frozen=True, kw_only=True):
    """事業 as listed in a package. `reprint_of` is the id of the original where the document says 【再掲】.

    `directions` are as printed in the overview; `search_directions` add what a likely misreading hides.
    `notes`: what is printed beside it and does not describe it, as 「担当：水産課」「【新規】」.
    """

    id: str
    number: int
    package: int
    name: str
    reprint_of: str | None = None
    directions: tuple[int, ...] = ()
    search_directions: tuple[int, ...] = ()
    description: str
    notes: tuple[str, ...] = ()
    initiatives: tuple[Initiative, ...]
    kpis: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    span: Span


class PolicyPackage(Struct, frozen=True, kw_only=True):
    """政策パッケージ, 施策, プロジェクト: what holds projects and KPIs, in printed order, with its introduction.

    `label` is the printed word, its own or that of a heading above (施策); `mark` its number as people write it (1-2,
    Ⅱ, 3), "" without one, and not always its own; `number` is unique in the document. `goal` is the number of the basic
    goal it stands in, `parent` the id of the package it stands in.
    """

    id: str
    number: int
    name: str
    text: str
    projects: tuple[Project, ...]
    kpis: tuple[Kpi, ...]
    span: Span
    label: str = ""
    mark: str = ""
    goal: int | None = None
    parent: str | None = None
    effects: tuple[str, ...] = ()


class Term(Struct, frozen=True):
    """A footnote: ※n：term and its definition."""

    id: str
    term: str
    definition: str
    span: Span


class Passage(Struct, frozen=True):
    """One paragraph of prose under the headings that lead to it."""

    id: str
    path: tuple[str, ...]
    text: str
    span: Span


class Correction(Struct, frozen=True):
    """A misread character of the source. Certain ones mend what is shown, likely ones only what is searched."""

    line: int
    printed: str
    read_as: str
    reason: str
    certainty: Literal["certain", "likely"]


TABLE_NOT_TAKEN = "この表の値は取り込みません"  # told of a table of indicators that is in doubt
TABLE_AS_TEXT = "指標の表は、本文として検索できるようにしました"  # told of one that went into no record
UNREAD_PAGE = "OCR が要ります"  # ends what is told of a page of which no character was read


class Finding(Struct, frozen=True):
    """Something the reader noticed; never an exception, never dropped silently.

    `columns`: headers of a table of which somebody has to say what stands under them, or, told as "info", of columns
    that are left out. `unread_page`: one of which no character was read.
    """

    severity: Severity
    message: str
    span: Span | None
    columns: tuple[str, ...] = ()
    unread_page: int | None = None


class Contact(Struct, frozen=True):
    """The office to turn to, as printed on the last page."""

    office: str
    tel: str
    fax: str
    address: str
    span: Span


class Source(Struct, frozen=True):
    """The file that was read. `sha256` is of its bytes."""

    sha256: str
    file: str


class Strategy(Struct, frozen=True, kw_only=True):
    """The document as a whole. None where it does not say."""

    id: str
    title: str
    published: str | None
    municipality: str | None
    period: Period | None
    population_target: NumericalTarget | None
    contact: Contact | None
    source: Source


Record = Project | Indicator | BasicGoal | BasicDirection | PolicyPackage | Term | Passage | Strategy


class BuildReport(Struct, frozen=True):
    """What a build found: record counts by kind, and findings in line order."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]


class KnowledgeBase(Struct, frozen=True, kw_only=True):
    """Everything the document holds, as plain records: the shape of `kb export`, and what is stored.

    `lines`: the text as it was taken from a PDF or an office file, which spans count; none of a text file.
    """

    strategy: Strategy
    goals: tuple[BasicGoal, ...]
    directions: tuple[BasicDirection, ...]
    packages: tuple[PolicyPackage, ...]
    terms: tuple[Term, ...]
    passages: tuple[Passage, ...]
    corrections: tuple[Correction, ...]
    report: BuildReport
    lines: tuple[str, ...] = ()


def _begins_together(baseline: YearSpan | None, target: YearSpan | None) -> bool:
    if target is None or target.basis != "cumulative":
        return True
    return baseline is not None and (baseline.first, baseline.basis) == (target.first, target.basis)


def origin_of(name: str, counting: Counting, baseline: Quantity | None, target: Quantity) -> Quantity | None:
    """A sum whose years nobody names has run since before where the name or the baseline, too, says that it is one."""
    if baseline is None or baseline.value is None or not _begins_together(baseline.years, target.years):
        return None
    is_open_sum = counting == "cumulative" and target.years is None
    return baseline if not is_open_sum or says_sum(name) or says_sum(baseline.raw) else None


def says_sum(text: str) -> bool:
    """「共同研究数（累計）」."""
    return any(word in text for word in quantity_words("sums"))


def is_kept(baseline: Quantity | None, target: Quantity) -> bool:
    """横ばい: the target is exactly the baseline, so holding the level is the aim."""
    same = (
        baseline is not None
        and baseline.value is not None
        and baseline.value == target.value
        and (baseline.unit, baseline.relative_to) == (target.unit, target.relative_to)
        and _begins_together(baseline.years, target.years)
    )
    return target.comparison == "keep" or (same and target.comparison == "exactly")


def is_rank(quantity: Quantity | None) -> bool:
    """「284位」: the fewer the better."""
    return quantity is not None and quantity.unit == "位"


def better_of(baseline: Quantity | None, target: Quantity, name: str = "", interim: Sequence[Quantity] = ()) -> Better:
    """Which way is good, from the printed numbers or from words; where neither says, more is better.

    Without a baseline the earliest of the `interim` targets stands for it; with one, targets that rise from there on
    begin to count anew (「4.2km」 so far, then 0.5 to 2.5).
    """
    if target.value is None:
        return aim_of_words(target.raw) or ("lower" if is_rank(baseline) else "higher")
    if is_kept(baseline, target):
        return "keep"
    if target.comparison in ("at_most", "at_least"):
        return "lower" if target.comparison == "at_most" else "higher"
    begun = next((one for one in (baseline, *interim) if one and one.value is not None), None)
    if (begun is None or not begun.value) and is_none(target, name):
        return "lower"
    rises = any(_is_below(target, one) for one in interim[:1] if one.value is not None)
    return "lower" if _is_below(begun, target) and not rises and not more_is_better(name) else "higher"


def is_none(target: Quantity, name: str) -> bool:
    """「待機児童数 － → 0人」: nobody aims at more than none."""
    is_level = target.relative_to is None and target.upper is None
    return is_level and target.value == 0 and not any(word in name for word in quantity_words("signed"))


def _is_below(baseline: Quantity | None, target: Quantity) -> bool:
    if baseline is None or baseline.value is None or target.value is None:
        return False
    is_same = baseline.relative_to == target.relative_to and is_one_unit(baseline, target)
    is_same = is_same and _begins_together(baseline.years, target.years)
    upper = target.upper if target.upper is not None else target.value
    return is_same and upper < baseline.value
