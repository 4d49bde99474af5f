"""A printed cell → its amounts: 「5年間で20人」「年12人（延べ40日）」「小 88.4％ 中 87.0％」「12（2022～24累計）」.

Everything in a cell must be explained by the words of vocabulary/quantities.toml. Where something is not, the cell is
kept in words, and where these hold digits a doubt says so: a number is read as it is printed, or not at all.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from knowledge.model.amount_differences import find_difference
from knowledge.model.amount_segments import Segment, segments_of, share_years
from knowledge.model.amount_words import amount_words, around, begins_sum, counts_from, plain_bounds
from knowledge.model.cell_tokens import (
    LONGEST_SPAN,
    Bracketed,
    PlacedToken,
    PrintedLength,
    PrintedNumber,
    PrintedYears,
    UnreadableCellError,
    tokens_of,
    without_footnote,
)
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import SCALES, Basis, Bound, Quantity, YearSpan, is_blank, printed_unit, quantity_words
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years, without_years

_BASES: tuple[Basis, ...] = ("mean", "cumulative")
_LOOKS_LIKE_YEAR = range(1990, 2061)
_OUT_OF = "中"


class PartAmounts(Struct, frozen=True):
    """What a cell prints for one part (小, 保育所); `part` is None where it has none, and for the total beside parts.

    `quantities`: one for each year that is printed, oldest first; none for 「－」. `doubt`: why digits became words.
    """

    part: str | None
    quantities: tuple[Quantity, ...]
    doubt: str = ""


class CellContext(Struct, frozen=True, kw_only=True):
    """What stands around a cell. `year` or `years` of its column count where it names none; so does `unit`.

    `plan`: the period that 「5年間で」 and 「期間中」 mean; None for a baseline, of which that is not known. `name` of
    the indicator says whether 「+50」 is a level (増減) and whether its years are calendar years (暦年).
    """

    year: FiscalYear | None = None
    years: YearSpan | None = None
    plan: Period | None = None
    unit: str = ""
    name: str = ""
    is_calendar: bool = False


class HeaderYears(Struct, frozen=True):
    """What a header says of the years below it: 「目標値（令和11年度）」「5年間累計」."""

    year: FiscalYear | None = None
    years: YearSpan | None = None
    is_calendar: bool = False


def read_header_years(text: str, plan: Period | None = None) -> HeaderYears:
    """The last one where it names several; nothing for what cannot be read. `plan` as for a cell."""
    if begun := counts_from(text):
        folded = unicodedata.normalize("NFKC", text)
        told = read_header_years(folded[: begun.start] + folded[begun.end :])
        end = told.year or (plan.end_fiscal_year if plan else None)
        if begun.year is None or end is None or not 0 < end - begun.year < LONGEST_SPAN:
            return HeaderYears(told.year)
        return HeaderYears(end, YearSpan(begun.year, end, "cumulative"))
    try:
        tokens = [one.token for one in tokens_of(text)]
    except UnreadableCellError:
        return HeaderYears()
    tokens += [one.token for group in tokens if isinstance(group, Bracketed) for one in group.tokens]
    when = next((one for one in reversed(tokens) if isinstance(one, PrintedYears)), None)
    length = next((one.years for one in tokens if isinstance(one, PrintedLength)), 1)
    folded = unicodedata.normalize("NFKC", text)
    basis = _basis_in(folded)
    if basis and plan and length == 1 and any(word in folded for word in around("period")):
        length = plan.end_fiscal_year - plan.start_fiscal_year + 1
    if when and when.last > when.year:
        return HeaderYears(when.last, YearSpan(when.year, when.last, basis), when.is_calendar)
    if length > 1 and (span := _span_of_length(length, when.year if when else None, plan, basis or "cumulative")):
        return HeaderYears(span.last, span, bool(when and when.is_calendar))
    return HeaderYears(when.year, None, when.is_calendar) if when else HeaderYears()


def _basis_in(text: str) -> Basis | None:
    """A word of one character must end there: 「計」 is no 「計画」."""
    return next((each for each in _BASES if any(_says(text, word) for word in around(each))), None)


def _says(text: str, word: str) -> bool:
    return word in text if len(word) > 1 else re.search(rf"{word}(?!\w)", text) is not None


def counts_years(text: str) -> bool:
    """「5年間の累計」: whether it speaks of several years as one."""
    return _basis_in(unicodedata.normalize("NFKC", text)) is not None


def _span_of_length(length: int, end: FiscalYear | None, plan: Period | None, basis: Basis | None) -> YearSpan | None:
    """The years up to `end`, else the plan's own or its last; None where neither is known."""
    end = end or (plan.end_fiscal_year if plan else None)
    return YearSpan(FiscalYear(end - length + 1), end, basis) if end else None


def read_amounts(cell: str, context: CellContext) -> tuple[PartAmounts, ...]:
    """One for each part, in printed order; at least one."""
    context = replace(context, is_calendar=context.is_calendar or "暦年" in context.name)
    if is_blank(without_footnote(cell)) or _is_blank_with_unit(cell, context.unit):
        return (PartAmounts(None, ()),)
    if difference := find_difference(cell, context.unit, context.year, is_calendar=context.is_calendar):
        return (PartAmounts(None, (difference,)),)
    try:
        return _Reader(cell, context).read()
    except UnreadableCellError:
        return (_in_words(cell, context),)


def read_number(text: str, year: FiscalYear | None = None) -> Quantity | None:
    """The one number that a text is, of no part; None for words, for several and for what cannot be read."""
    [first, *others] = read_amounts(text, CellContext(year=year))
    numbers = [one for one in first.quantities if one.value is not None]
    return numbers[0] if len(numbers) == 1 and not others and first.part is None else None


def _is_blank_with_unit(cell: str, unit: str) -> bool:
    """「令和6年度 － ％」: a dash in place of the number."""
    rest = without_years(unicodedata.normalize("NFKC", cell)).strip(" :()")
    units = {"", unicodedata.normalize("NFKC", unit)} | quantity_words("whole_units") | quantity_words("other_units")
    rest, _, per = rest.partition("/")  # 「― 件/年」
    is_plain = not per or f"/{per.strip()}" in around("per")
    return bool(rest) and is_plain and is_blank(rest[0]) and rest.lstrip("-―—–‐−ー ").strip() in units


def _in_words(cell: str, context: CellContext) -> PartAmounts:
    """A year in the cell is its own where it is the only one, not the whole cell and no year to compare with."""
    raw, text = cell.strip(), unicodedata.normalize("NFKC", cell)
    years = find_years(text)
    year, is_calendar = (
        (years[0].year, years[0].kind == "calendar")
        if len(years) == 1
        and not text.strip().isdecimal()
        and not _is_compared_to(text[years[0].end :])
        and not _counts_from(text[years[0].end :])
        else (context.year, context.is_calendar)
    )
    rest = without_years(text)
    has_digits = any(char.isdigit() for char in rest) or not re.search(r"[^\W\d_]|[○◎△×]", rest)
    doubt = f"「{raw[:40]}」を一つの数として読めないため、言葉のまま示します" if has_digits else ""
    words = Quantity(raw, year, None, "", "words", is_calendar=is_calendar)
    return PartAmounts(None, (words,), doubt)


def _counts_from(behind: str) -> bool:
    """「令和7年度以降の累計で120件」: what follows the year from which on is counted."""
    return begins_sum(behind) and any(word in behind for word in around("cumulative"))


def _is_compared_to(behind: str) -> bool:
    """「令和6年度（実績）の水準を上回る」: what follows the year."""
    bare = re.sub(r"^(?:[\s)]|\([^()]*\)|末|時点|の)+", "", behind)
    return bare.startswith(tuple(amount_words()["compared_to"]["beyond"]))


class _Reader:
    def __init__(self, cell: str, context: CellContext) -> None:
        self._cell, self._context = cell, context

    def read(self) -> tuple[PartAmounts, ...]:
        tokens = tokens_of(self._cell, self._context.unit)
        if len(tokens) == 1 and isinstance(tokens[0].token, Bracketed):  # 「（120）」
            tokens = tokens[0].token.tokens
        if inner := self._parts_in_brackets(tokens):
            return inner
        segments = segments_of(tokens)
        if not segments:
            return (self._zero() or _in_words(self._cell, self._context),)
        if len(segments) == 1 and segments[0].label is not None:
            self._keep_label(segments[0])
        return self._parts(segments)

    def _keep_label(self, segment: Segment) -> None:
        """「女性30%以上」「45.6％（意識調査）」: shown with its number; an unknown one in front may change it."""
        if segment.is_label_behind or segment.label in amount_words()["parts"]["known"]:
            segment.kinds.add("note")
        elif segment.label not in amount_words()["parts"]["total"]:
            self._refuse()
        segment.label = None

    def _refuse(self) -> None:
        raise UnreadableCellError(self._cell)

    def _zero(self) -> PartAmounts | None:
        """「ゼロ」「ゼロを維持」."""
        text = without_years(unicodedata.normalize("NFKC", self._cell)).strip(" ()")
        match = re.fullmatch(rf"{alternatives(amount_words()['zero']['words'])}(?P<keep>.*)", text)
        if match is None or (match["keep"] and match["keep"] not in around("keep")):
            return None
        words = _in_words(self._cell, self._context).quantities[0]
        bound: Bound = "keep" if match["keep"] else "exactly"
        unit = printed_unit(self._context.unit)
        return PartAmounts(None, (replace(words, value=Decimal(0), unit=unit, comparison=bound, is_verbatim=True),))

    def _parts_in_brackets(self, tokens: Sequence[PlacedToken]) -> tuple[PartAmounts, ...]:
        """「30人（小 12人、中 18人）」: a total and known parts of it."""
        groups = [one for one in tokens if isinstance(one.token, Bracketed)]
        if len(groups) != 1 or not isinstance(groups[0].token, Bracketed) or groups[0] is not tokens[-1]:
            return ()
        inside = groups[0].token.tokens
        if sum(isinstance(one.token, PrintedNumber) for one in inside) < 2:
            return ()
        total, parts = segments_of(tokens[:-1]), segments_of(inside)
        known = set(amount_words()["parts"]["known"])
        is_total = len(total) == 1 and total[0].label in (None, *amount_words()["parts"]["total"])
        if not is_total or any(one.label not in known for one in parts):
            return ()
        for one in parts:
            one.whens = one.whens or total[0].whens
        return self._parts([*total, *parts])

    # From segments to amounts

    def _parts(self, segments: Sequence[Segment]) -> tuple[PartAmounts, ...]:
        labels, total = [one.label for one in segments], set(amount_words()["parts"]["total"])
        if len(segments) > 1:
            share_years(segments)
            if None in labels[1:] and any(labels):
                self._refuse()
            if labels[0] is None and any(labels) and not set(labels[1:]) <= set(amount_words()["parts"]["known"]):
                self._refuse()
            if labels[0] is None and labels[1:] == [_OUT_OF]:  # 「8校中5校」
                self._refuse()
        found: dict[str | None, list[Quantity]] = {}
        for one in segments:
            found.setdefault(None if one.label in total else one.label, []).append(self._quantity(one))
        for own in found.values():
            years = [quantity.fiscal_year for quantity in own]
            if len(own) > 1 and (None in years or len(set(years)) < len(own)):
                self._refuse()
        doubt = next(filter(None, map(self._aside, segments)), "")
        return tuple(
            PartAmounts(part, tuple(sorted(own, key=lambda one: one.fiscal_year or 0)), doubt)
            for part, own in found.items()
        )

    def _aside(self, segment: Segment) -> str:
        """A year beside the number that is not taken as its own, and is another one: which of them is it?"""
        own, said = self._quantity(segment).fiscal_year, {one.last for one in segment.asides}
        if segment.whens or segment.length or segment.since or own is None or not said or own in said:
            return ""
        printed = self._cell[segment.start : segment.end].strip()
        return f"「{printed[:40]}」に書かれた年が値の年度か分からないため、{own.label}の値としました"

    def _quantity(self, segment: Segment) -> Quantity:
        number, kinds = segment.number, segment.kinds
        self._check(segment)
        years = self._years(segment)
        when = segment.whens[0] if segment.whens else None
        year = years.last if years else when.year if when else self._context.year
        unit = printed_unit(self._scaled(number.unit, segment) or segment.unit or self._context.unit)
        is_rank = unit == "位"
        return Quantity(
            raw=self._cell[segment.start : segment.end].strip(" 　、,;；/／・"),
            fiscal_year=year,
            value=number.value,
            unit=unit,
            comparison="at_most" if is_rank else self._bound(segment),
            upper=number.upper,
            years=years,
            is_calendar=when.is_calendar if when else self._context.is_calendar,
            is_verbatim=is_rank
            or self._has_other_bound(segment)
            or bool(kinds & {"about", "yearly", "each", "per", "note"})
            or ("cumulative" in kinds and not years),
        )

    def _scaled(self, unit: str, segment: Segment) -> str:
        """「1.2万」 in a column of 件 is 1.2万件."""
        whole = segment.unit or self._context.unit
        if unit not in SCALES or not whole:
            return self._printed(unit)
        if whole.startswith(tuple(SCALES)):
            self._refuse()
        return unit + whole

    def _printed(self, unit: str) -> str:
        """As the cell prints it: 「人／日」."""
        folded = unicodedata.normalize("NFKC", self._cell)
        at = folded.find(unit) if len(folded) == len(self._cell) else -1
        return self._cell[at : at + len(unit)] if at >= 0 else unit

    def _bound(self, segment: Segment) -> Bound:
        """「△50人以内」 is a bound towards zero: -50 or more."""
        bound = _bound(segment.number, segment.kinds)
        printed = self._cell[segment.start : segment.end]
        is_towards_zero = segment.number.value < 0 and any(word in printed for word in quantity_words("towards_zero"))
        return "at_least" if bound == "at_most" and is_towards_zero else bound

    def _has_other_bound(self, segment: Segment) -> bool:
        """「10％未満」 is not 「10％以下」, and 「▲50人以内」 is shown as printed."""
        is_bound = _bound(segment.number, segment.kinds) in ("at_least", "at_most")
        return is_bound and not any(word in self._cell[segment.start : segment.end] for word in plain_bounds())

    def _check(self, segment: Segment) -> None:
        number, kinds = segment.number, segment.kinds
        is_rank = number.unit == "位"
        if len(segment.whens) > 1 or kinds & {"rises", "falls"}:
            self._refuse()
        if ("rank" in kinds and not is_rank) or (number.sign == "+" and not self._is_signed()):
            self._refuse()
        if number.value.as_tuple().exponent == -3 and number.unit in quantity_words("whole_units"):
            self._refuse()  # 「1.200人」 may be 1,200
        is_bare = not (number.unit or segment.unit or self._context.unit)
        if is_bare and number.upper is None and number.value in _LOOKS_LIKE_YEAR:
            self._refuse()

    def _is_signed(self) -> bool:
        return any(word in self._context.name for word in quantity_words("signed"))

    def _is_share(self, segment: Segment) -> bool:
        """「15％（令和10年度までの3年間）」: no sum of several years."""
        units = {segment.unit, self._context.unit, segment.number.unit}
        return not units.isdisjoint(amount_words()["other_units"]["shares"])

    def _years(self, segment: Segment) -> YearSpan | None:
        kinds, plan = segment.kinds, self._context.plan
        if segment.since:
            return self._since(segment.since.year, segment.length)
        when = segment.whens[0] if segment.whens else None
        basis: Basis | None = "mean" if "mean" in kinds else "cumulative" if "cumulative" in kinds else None
        given = self._context.years
        is_given = given and (when is None or when.year == when.last == given.last)
        if is_given and segment.length <= 1 and "period" not in kinds:
            return given
        if when and when.last > when.year:
            return YearSpan(when.year, when.last, basis or ("cumulative" if "で" in kinds else None))
        if segment.length > 1:
            return self._of_length(segment.length, when, basis or (None if self._is_share(segment) else "cumulative"))
        if "period" in kinds or (basis == "mean" and plan and when is None and "yearly" not in kinds):
            if plan is None:
                raise UnreadableCellError(self._cell)
            return YearSpan(plan.start_fiscal_year, plan.end_fiscal_year, basis or "cumulative")
        return None

    def _since(self, first: FiscalYear, length: int) -> YearSpan:
        """Up to the year of the value, else as many as are said."""
        end, counted = self._context.year, FiscalYear(first + length - 1) if length > 1 else None
        last = counted or end
        if last is None or not 0 < last - first < LONGEST_SPAN or (end and last != end):
            raise UnreadableCellError(self._cell)
        return YearSpan(first, last, "cumulative")

    def _of_length(self, length: int, when: PrintedYears | None, basis: Basis | None) -> YearSpan:
        """The years up to the one that is said; the plan's own where it has as many."""
        plan, end = self._context.plan, when.year if when else self._context.year
        if plan and when is None and plan.end_fiscal_year - plan.start_fiscal_year + 1 == length:
            return YearSpan(plan.start_fiscal_year, plan.end_fiscal_year, basis)
        span = _span_of_length(length, end, plan, basis)
        if span is None:
            raise UnreadableCellError(self._cell)
        return span


def _bound(number: PrintedNumber, kinds: set[str]) -> Bound:
    if number.upper is not None:
        return "between"
    bounds: tuple[Bound, ...] = ("at_least", "at_most", "keep")
    return next((bound for bound in bounds if bound in kinds), "exactly")
