"""A printed cell → its amounts: 「5年間で20人」「年12人（延べ40日）」「小 88.4％ 中 87.0％」「12（2022～24累計）」.

Everything in a cell must be explained by the words of vocabulary/quantities.toml. Where something is not, the cell is
kept in words, and where these hold digits a doubt says so: a number is read as it is printed, or not at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from knowledge.model.cell_tokens import (
    Bracketed,
    PlacedToken,
    PrintedLength,
    PrintedNumber,
    PrintedWord,
    PrintedYears,
    UnreadableCellError,
    tokens_of,
)
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, Period, find_years, without_years
from knowledge.model.quantity import (
    Basis,
    Bound,
    Quantity,
    YearSpan,
    is_blank,
    printed_unit,
    quantity_words,
)
from knowledge.model.word_patterns import alternatives

LONGEST_LABEL = 12  # characters
_LOOKS_LIKE_YEAR = range(1990, 2061)
_RELATIVE = re.compile(r"^(?P<to>[^::()]*?平均)\s*(?:から|より|に対して|比|(?=以上|以下|未満|[▲△+-]))\s*(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class PartAmounts:
    """What a cell prints for one part (小, 保育所); `part` is None where it has none, and for the total beside parts.

    `quantities`: one for each year that is printed, oldest first; none for 「－」. `doubt`: why digits became words.
    """

    part: str | None
    quantities: tuple[Quantity, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContext:
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


@dataclass(frozen=True, slots=True)
class HeaderYears:
    """What a header says of the years below it: 「目標値（令和11年度）」「5年間累計」."""

    year: FiscalYear | None = None
    years: YearSpan | None = None
    is_calendar: bool = False


def read_header_years(text: str, plan: Period | None = None) -> HeaderYears:
    """The last one where it names several; nothing for what cannot be read. `plan` as for a cell."""
    try:
        tokens = [one.token for one in tokens_of(text)]
    except UnreadableCellError:
        return HeaderYears()
    tokens += [one.token for group in tokens if isinstance(group, Bracketed) for one in group.tokens]
    when = next((one for one in reversed(tokens) if isinstance(one, PrintedYears)), None)
    length = next((one.years for one in tokens if isinstance(one, PrintedLength)), 1)
    folded = unicodedata.normalize("NFKC", text)
    basis: Basis | None = next((each for each in _BASES if any(word in folded for word in _around(each))), None)
    if when and when.last > when.year:
        return HeaderYears(when.last, YearSpan(when.year, when.last, basis), when.is_calendar)
    if length > 1 and (span := _span_of_length(length, when.year if when else None, plan, basis or "cumulative")):
        return HeaderYears(span.last, span, bool(when and when.is_calendar))
    return HeaderYears(when.year, None, when.is_calendar) if when else HeaderYears()


def _span_of_length(length: int, end: FiscalYear | None, plan: Period | None, basis: Basis) -> YearSpan | None:
    """The years up to `end`, else the plan's own or its last; None where neither is known."""
    end = end or (plan.end_fiscal_year if plan else None)
    return YearSpan(FiscalYear(end - length + 1), end, basis) if end else None


def read_amounts(cell: str, context: CellContext) -> tuple[PartAmounts, ...]:
    """One for each part, in printed order; at least one."""
    context = replace(context, is_calendar=context.is_calendar or "暦年" in context.name)
    if is_blank(cell) or _is_blank_with_unit(cell, context.unit):
        return (PartAmounts(None, ()),)
    if compared := _compared(cell, context):
        return (PartAmounts(None, (compared,)),)
    try:
        return _Reader(cell, context).read()
    except UnreadableCellError:
        return (_in_words(cell, context),)


def _is_blank_with_unit(cell: str, unit: str) -> bool:
    """「令和6年度 － ％」: a dash in place of the number."""
    rest = without_years(unicodedata.normalize("NFKC", cell)).strip(" :()")
    units = {"", unicodedata.normalize("NFKC", unit)} | quantity_words("whole_units") | quantity_words("other_units")
    return bool(rest) and is_blank(rest[0]) and rest.lstrip("-―—–‐−ー ").strip() in units


def _in_words(cell: str, context: CellContext) -> PartAmounts:
    """A year in the cell is its own where it is the only one and not the whole cell."""
    raw, text = cell.strip(), unicodedata.normalize("NFKC", cell)
    years = find_years(text)
    year, is_calendar = (
        (years[0].year, years[0].kind == "calendar")
        if len(years) == 1 and not text.strip().isdecimal()
        else (context.year, context.is_calendar)
    )
    rest = without_years(text)
    has_digits = any(char.isdigit() for char in rest) or not re.search(r"[^\W\d_]|[○◎△×]", rest)
    doubt = f"「{raw[:40]}」を一つの数として読めないため、言葉のまま示します" if has_digits else ""
    words = Quantity(raw, year, None, "", "words", is_calendar=is_calendar)
    return PartAmounts(None, (words,), doubt)


# A difference: 「全国平均から▲2.6」「令和6年度比＋11.2％」


def _compared(cell: str, context: CellContext) -> Quantity | None:
    """None where it is none. What it is a difference from is said in front."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if found := _of_average(cell, text, context):
        return found
    what, how = (alternatives(sorted(_words()["compared_to"][key], key=len, reverse=True)) for key in ("what", "how"))
    years = [one for one in find_years(text) if one.start == 0]
    start = years[0].end if years else None
    if start is None:
        named = re.match(what, text)
        start = named.end() if named else None
    joined = re.compile(rf"(?:末|の)?{how}\s*").match(text, start) if start is not None else None
    if joined is None or start is None:
        return None
    rest = text[joined.end() :]
    rises, falls = (alternatives(_words()["changes"][key]) for key in ("rises", "falls"))
    change = re.fullmatch(rf"(?P<amount>.*?)(?:(?P<rises>{rises})|(?P<falls>{falls}))?", rest)
    if change is None or not (change["rises"] or change["falls"] or rest[:1] in "+▲△-−"):
        return None
    try:
        tokens = tokens_of(change["amount"], context.unit)
    except UnreadableCellError:
        return None
    if len(tokens) != 1 or not isinstance(number := tokens[0].token, PrintedNumber) or number.upper is not None:
        return None
    value = -abs(number.value) if change["falls"] else number.value
    unit = printed_unit(number.unit)
    return Quantity(
        cell.strip(), context.year, value, unit, relative_to=text[:start], is_calendar=context.is_calendar,
        is_verbatim=True,
    )  # fmt: skip


def _of_average(cell: str, text: str, context: CellContext) -> Quantity | None:
    """「全国平均以上」 is a bound at a difference of zero."""
    years = [one for one in find_years(text) if one.start == 0]
    match = _RELATIVE.match(text[years[0].end :].lstrip(" 度末:") if years else text)
    if match is None:
        return None
    year, raw = (years[0].year if years else context.year), cell.strip()
    bounds: Mapping[str, Bound] = {"以上": "at_least", "以下": "at_most"}
    rest = match["rest"].strip()
    if rest in bounds:
        return Quantity(raw, year, Decimal(0), "", bounds[rest], match["to"])
    try:
        tokens = tokens_of(rest.removesuffix("以上").removesuffix("以下"), "")
    except UnreadableCellError:
        return None
    if len(tokens) != 1 or not isinstance(number := tokens[0].token, PrintedNumber) or number.upper is not None:
        return None
    return Quantity(raw, year, number.value, printed_unit(number.unit), bounds.get(rest[-2:], "exactly"), match["to"])


# Amounts by themselves


@dataclass(slots=True)
class _Segment:
    """One number with what stands around it. `kinds`: what the words say."""

    number: PrintedNumber
    start: int
    end: int
    whens: list[PrintedYears] = field(default_factory=list)
    length: int = 0
    kinds: set[str] = field(default_factory=set)
    label: str | None = None
    unit: str = ""


class _Reader:
    def __init__(self, cell: str, context: CellContext) -> None:
        self._cell, self._context = cell, context

    def read(self) -> tuple[PartAmounts, ...]:
        tokens = tokens_of(self._cell, self._context.unit)
        if len(tokens) == 1 and isinstance(tokens[0].token, Bracketed):  # 「（120）」
            tokens = tokens[0].token.tokens
        if inner := self._parts_in_brackets(tokens):
            return inner
        segments = self._segments(tokens)
        if not segments:
            return (self._zero() or _in_words(self._cell, self._context),)
        if len(segments) == 1 and segments[0].label is not None:
            self._keep_label(segments[0])
        return self._parts(segments)

    def _keep_label(self, segment: _Segment) -> None:
        """「女性30%以上」: a single one is shown with its number; one that we do not know may change its sense."""
        if segment.label not in _words()["parts"]["known"]:
            self._refuse()
        segment.label = None
        segment.kinds.add("note")

    def _refuse(self) -> None:
        raise UnreadableCellError(self._cell)

    def _zero(self) -> PartAmounts | None:
        """「ゼロ」「ゼロを維持」."""
        text = without_years(unicodedata.normalize("NFKC", self._cell)).strip(" ()")
        match = re.fullmatch(rf"{alternatives(_words()['zero']['words'])}(?P<keep>.*)", text)
        if match is None or (match["keep"] and match["keep"] not in _around("keep")):
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
        total, parts = self._segments(tokens[:-1]), self._segments(inside)
        known = set(_words()["parts"]["known"])
        if len(total) != 1 or total[0].label is not None or any(one.label not in known for one in parts):
            return ()
        for one in parts:
            one.whens = one.whens or total[0].whens
        return self._parts([*total, *parts])

    def _segments(self, tokens: Sequence[PlacedToken]) -> list[_Segment]:
        """Brackets behind a number are its own, unless the cell begins with some."""
        first = tokens[0].token if tokens else None
        segments: list[_Segment] = []
        ahead: list[PlacedToken] = []
        for at, one in enumerate(tokens):
            if isinstance(one.token, PrintedNumber):
                segments.append(self._begun(one, ahead))
                ahead = []
            elif segments and not ahead and self._is_behind(tokens, at, first):
                self._add_behind(segments[-1], one)
            else:
                ahead.append(one)
        if ahead and segments:
            self._refuse()
        return segments

    def _is_behind(self, tokens: Sequence[PlacedToken], at: int, first: object) -> bool:
        token = tokens[at].token
        is_last = not any(isinstance(one.token, PrintedNumber) for one in tokens[at:])
        if is_last:
            return True
        if isinstance(token, PrintedWord):
            return _kinds(token.text, _BEHIND) is not None and token.text not in _words()["parts"]["total"]
        return isinstance(token, Bracketed) and not isinstance(first, Bracketed | PrintedYears)

    def _begun(self, number: PlacedToken, ahead: Sequence[PlacedToken]) -> _Segment:
        assert isinstance(number.token, PrintedNumber)
        start = ahead[0].start if ahead else number.start
        segment = _Segment(number.token, start, number.end)
        labels: list[str] = []
        for one in ahead:
            match one.token:
                case PrintedYears():
                    segment.whens.append(one.token)
                case PrintedLength():
                    segment.length = one.token.years
                case Bracketed():
                    self._add_group(segment, one.token, labels)
                case PrintedWord():
                    self._add_word(segment, one.token.text, _AHEAD, labels)
        self._label(segment, labels)
        return segment

    def _add_behind(self, segment: _Segment, placed: PlacedToken) -> None:
        segment.end = placed.end
        labels: list[str] = []
        match placed.token:
            case PrintedYears():
                segment.whens.append(placed.token)
            case PrintedLength():
                segment.length = placed.token.years
            case Bracketed():
                self._add_group(segment, placed.token, labels)
            case PrintedWord():
                self._add_word(segment, placed.token.text, _BEHIND, labels)
                if labels:
                    self._refuse()
        self._label(segment, labels)

    def _label(self, segment: _Segment, labels: Sequence[str]) -> None:
        if not labels:
            return
        if segment.label is not None or len(labels) > 1:
            self._refuse()
        segment.label = labels[0]

    def _add_word(self, segment: _Segment, text: str, allowed: Sequence[str], labels: list[str]) -> None:
        """What is no word of ours is the label of a part, or nothing that we understand."""
        stripped = text.strip(" :・、,…=")
        known = _words()["parts"]
        if stripped in known["known"] or stripped in known["total"]:
            labels.append(stripped)
        elif (kinds := _kinds(stripped, allowed)) is not None:
            segment.kinds |= kinds
        elif _is_label(stripped):
            labels.append(stripped)
        else:
            self._refuse()

    def _add_group(self, segment: _Segment, group: Bracketed, labels: list[str]) -> None:
        tokens = [one.token for one in group.tokens]
        words = [one.text for one in tokens if isinstance(one, PrintedWord)]
        unit = unicodedata.normalize("NFKC", "".join(words))
        is_plain = not any(isinstance(one, PrintedNumber | Bracketed) for one in tokens)
        if is_plain and len(tokens) == 1 and words and _is_unit(unit, self._context.unit) and not segment.number.unit:
            segment.unit = unit
        elif is_plain and len(tokens) == 1 and words and _kinds(words[0], _AHEAD + _BEHIND) is None:
            self._add_word(segment, words[0], (), labels)
        elif is_plain and all(_kinds(one, _AHEAD + _BEHIND) is not None for one in words):
            segment.whens += [one for one in tokens if isinstance(one, PrintedYears)]
            segment.length = next((one.years for one in tokens if isinstance(one, PrintedLength)), segment.length)
            segment.kinds |= {kind for one in words for kind in _kinds(one, _AHEAD + _BEHIND) or ()}
        else:
            self._add_note(segment, tokens, words)

    def _add_note(self, segment: _Segment, tokens: Sequence[object], words: Sequence[str]) -> None:
        """「（延べ40日）」「（全国1.20）」. One that compares, and holds no number, changes the sense."""
        has_number = any(isinstance(one, PrintedNumber) for one in tokens)
        if not has_number and any(_says_change(one) for one in words):
            self._refuse()
        segment.kinds.add("note")

    # From segments to amounts

    def _parts(self, segments: Sequence[_Segment]) -> tuple[PartAmounts, ...]:
        labels, total = [one.label for one in segments], set(_words()["parts"]["total"])
        if len(segments) > 1:
            _share_years(segments)
            if None in labels[1:] and any(labels):
                self._refuse()
        found: dict[str | None, list[Quantity]] = {}
        for one in segments:
            found.setdefault(None if one.label in total else one.label, []).append(self._quantity(one))
        for own in found.values():
            years = [quantity.fiscal_year for quantity in own]
            if len(own) > 1 and (None in years or len(set(years)) < len(own)):
                self._refuse()
        return tuple(
            PartAmounts(part, tuple(sorted(own, key=lambda one: one.fiscal_year or 0))) for part, own in found.items()
        )

    def _quantity(self, segment: _Segment) -> Quantity:
        number, kinds = segment.number, segment.kinds
        self._check(segment)
        years = self._years(segment)
        when = segment.whens[0] if segment.whens else None
        year = years.last if years else when.year if when else self._context.year
        unit = printed_unit(self._printed(number.unit) or segment.unit or self._context.unit)
        is_rank = unit == "位"
        return Quantity(
            raw=self._cell[segment.start : segment.end].strip(" 　、,;；/／・"),
            fiscal_year=year,
            value=number.value,
            unit=unit,
            comparison="at_most" if is_rank else _bound(number, kinds),
            upper=number.upper,
            years=years,
            is_calendar=when.is_calendar if when else self._context.is_calendar,
            is_verbatim=is_rank
            or bool(kinds & {"about", "yearly", "each", "note"})
            or ("cumulative" in kinds and not years),
        )

    def _printed(self, unit: str) -> str:
        """As the cell prints it: 「人／日」."""
        folded = unicodedata.normalize("NFKC", self._cell)
        at = folded.find(unit) if len(folded) == len(self._cell) else -1
        return self._cell[at : at + len(unit)] if at >= 0 else unit

    def _check(self, segment: _Segment) -> None:
        number, kinds = segment.number, segment.kinds
        is_rank = number.unit == "位"
        if len(segment.whens) > 1 or kinds & {"rises", "falls"}:
            self._refuse()
        if ("rank" in kinds and not is_rank) or (number.sign == "+" and not self._is_signed()):
            self._refuse()
        is_bare = not (number.unit or segment.unit or self._context.unit)
        if is_bare and number.upper is None and number.value in _LOOKS_LIKE_YEAR:
            self._refuse()

    def _is_signed(self) -> bool:
        return any(word in self._context.name for word in quantity_words("signed"))

    def _years(self, segment: _Segment) -> YearSpan | None:
        kinds, plan = segment.kinds, self._context.plan
        when = segment.whens[0] if segment.whens else None
        basis: Basis | None = "mean" if "mean" in kinds else "cumulative" if "cumulative" in kinds else None
        if when is None and segment.length <= 1 and self._context.years and "period" not in kinds:
            return self._context.years
        if when and when.last > when.year:
            return YearSpan(when.year, when.last, basis or ("cumulative" if "で" in kinds else None))
        if segment.length > 1:
            return self._of_length(segment.length, when, basis or "cumulative")
        if "period" in kinds or (basis == "mean" and plan and when is None and "yearly" not in kinds):
            if plan is None:
                raise UnreadableCellError(self._cell)
            return YearSpan(plan.start_fiscal_year, plan.end_fiscal_year, basis or "cumulative")
        return None

    def _of_length(self, length: int, when: PrintedYears | None, basis: Basis) -> YearSpan:
        """The years up to the one that is said; the plan's own where it has as many."""
        plan, end = self._context.plan, when.year if when else self._context.year
        if plan and when is None and plan.end_fiscal_year - plan.start_fiscal_year + 1 == length:
            return YearSpan(plan.start_fiscal_year, plan.end_fiscal_year, basis)
        span = _span_of_length(length, end, plan, basis)
        if span is None:
            raise UnreadableCellError(self._cell)
        return span


_BASES: tuple[Basis, ...] = ("mean", "cumulative")
_AHEAD = ("about", "yearly", "each", "cumulative", "mean", "period", "neutral")
_BEHIND = ("at_least", "at_most", "keep", "about", "cumulative", "mean", "neutral", "rises", "falls")


def _share_years(segments: Sequence[_Segment]) -> None:
    """「令和6年度 小 88.4％ 中 87.0％」: a year in front is of those behind it too, one at the end of all."""
    if segments[0].whens:
        for before, one in pairwise(segments):
            one.whens = one.whens or before.whens
    elif segments[-1].whens and not any(one.whens for one in segments[:-1]):
        for one in segments[:-1]:
            one.whens = segments[-1].whens


def _bound(number: PrintedNumber, kinds: set[str]) -> Bound:
    if number.upper is not None:
        return "between"
    bounds: tuple[Bound, ...] = ("at_least", "at_most", "keep")
    return next((bound for bound in bounds if bound in kinds), "exactly")


def _is_label(text: str) -> bool:
    """A name, not a sentence: no hiragana but の and と, no digits, nothing that compares."""
    never = set(_words()["parts"]["never"])
    is_short = 0 < len(text) <= LONGEST_LABEL and not any(char.isdigit() for char in text)
    is_name = re.fullmatch(r"[\w・]+", text) is not None
    hiragana = re.search("[ぁ-んー]", re.sub("[のとー]", "", text))
    return is_short and not hiragana and is_name and text not in never and not _says_change(text) and "比" not in text


def _is_unit(text: str, own: str) -> bool:
    units = quantity_words("whole_units") | quantity_words("other_units") | {own}
    return any(text.removeprefix(scale) in units for scale in ("", "千", "百万", "億", "万"))


def _says_change(text: str) -> bool:
    words = _words()
    changes: Iterable[str] = (*words["changes"]["rises"], *words["changes"]["falls"], *words["compared_to"]["how"])
    return any(word in text for word in changes if word not in ("から", "より"))


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return read_toml(VOCABULARY / "quantities.toml")


@cache
def _around(kind: str) -> frozenset[str]:
    words = _words()
    return frozenset(words["around"].get(kind) or words["changes"][kind])


def _kinds(text: str, allowed: Sequence[str]) -> set[str] | None:
    """What the words say that a text consists of; None where some of it is none of them."""
    words = {word: kind for kind in reversed(allowed) for word in _around(kind)}
    if not allowed:
        return None
    pattern = alternatives(sorted(words, key=len, reverse=True))
    found = re.findall(pattern, text.replace(" ", ""))
    if "".join(found) != text.replace(" ", ""):
        return None
    kinds = {words[word] for word in found}
    return kinds | ({"で"} if "で" in found else set()) | ({"rank"} if any("第" in word for word in found) else set())
