"""Printed amounts → Quantity: 「令和 6 年度 4 件」「全国平均から▲2.6」「30万1千人」「1,603 人以上」「—」."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import Tidied
from knowledge.model.numerals import COMPOUND, arabic_amount, compound_value
from knowledge.model.structs import replace

Bound = Literal["exactly", "at_least", "at_most", "keep", "between", "words"]
Basis = Literal["cumulative", "mean"]

SCALES = {"百万": 10**6, "十億": 10**9, "千万": 10**7, "兆": 10**12, "億": 10**8, "万": 10**4, "千": 1000, "百": 100}
_DASHES = frozenset("-―—–‐−ー－")  # a cell that holds one of these and nothing else is empty
_SIGN = r"(?P<sign>[▲△+\-−‐–])?\s*"
_AMOUNT = re.compile(
    _SIGN + r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>(?:m[23]|[^\d,.\s▲△()+\-])*)"
)
_SCALED = tuple("百千万億兆十")
LONGEST_AMOUNT = 60  # characters; decimals of thousands of digits can be neither added nor compared
_THAN = re.compile(r"^\s*+(?:から|より|比)?\s*")
_COMPOUND = re.compile(rf"{_SIGN}(?P<digits>{COMPOUND})(?![{''.join(_SCALED)}])(?P<unit>[^\d,.\s]*)")


class YearSpan(Struct, frozen=True):
    """Years that one amount is of, both included: 「2026〜29累計」「5年間で」「令和8〜11年度平均」."""

    first: FiscalYear
    last: FiscalYear
    basis: Basis | None = None

    @property
    def all(self) -> tuple[FiscalYear, ...]:
        return tuple(map(FiscalYear, range(self.first, self.last + 1)))


class Quantity(Struct, frozen=True):
    """An amount. `raw` is verbatim, `value` is in the printed unit, `relative_to` what it is a difference from.

    `value` is None where the document prints words (「全国平均並み」; `comparison` is "words"), and the lower end of a
    range, whose `upper` end is None otherwise. Of an amount of several `years`, `fiscal_year` is the last of them.
    `is_calendar`: its years are 暦年, never shown as 年度. `is_verbatim`: `raw` says more than the number, unit and
    years do (「年12人（延べ40日）」), and is shown in their place.
    """

    raw: str
    fiscal_year: FiscalYear | None
    value: Decimal | None
    unit: str
    comparison: Bound = "exactly"
    relative_to: str | None = None
    upper: Decimal | None = None
    years: YearSpan | None = None
    is_calendar: bool = False
    is_verbatim: bool = False

    @property
    def number(self) -> Decimal:
        """The value where it is known that there is one; ValueError for words."""
        if self.value is None:
            raise ValueError(f"{self.raw!r} is no number")
        return self.value


def in_one_scale(quantities: Sequence[Quantity]) -> list[Quantity]:
    """「3億2,400万円」 beside 「5億円」: both in 円, where their units differ by nothing but a scale."""
    parts = [without_scale(one.unit) for one in quantities]
    if len({one.unit for one in quantities}) < 2 or len({unit for _, unit in parts}) > 1:
        return list(quantities)
    return [
        replace(one, unit=unit, value=_times(one.value, by), upper=_times(one.upper, by))
        for one, (by, unit) in zip(quantities, parts, strict=True)
    ]


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """「6万人」 where 人 is counted: 「60000人」. As it is where its unit is no multiple of `unit`."""
    by, plain = without_scale(quantity.unit)
    return replace(quantity, value=_times(quantity.value, by), unit=plain) if plain == unit else quantity


def _times(value: Decimal | None, by: int) -> Decimal | None:
    """「1.2億」 is 120000000, without a decimal."""
    scaled = value * by if value is not None else None
    return scaled.to_integral_value() if scaled is not None and scaled == scaled.to_integral_value() else scaled


def without_scale(unit: str) -> tuple[int, str]:
    """「百万円」 → 1000000 and 円, 「人」 → 1 and 人."""
    return next(((by, unit.removeprefix(scale)) for scale, by in SCALES.items() if unit.startswith(scale)), (1, unit))


@cache
def quantity_words(part: str) -> frozenset[str]:
    """Data: vocabulary/quantities.toml."""
    return frozenset(word for some in read_toml(VOCABULARY / "quantities.toml")[part].values() for word in some)


def aim_of_words(text: str) -> Literal["higher", "lower", "keep"] | None:
    """Which way a target in words wants to go: 「前年度を下回る」 → lower. None where it does not say, or says two."""
    words = read_toml(VOCABULARY / "quantities.toml")["aims"]
    said = {aim for aim in ("higher", "lower", "keep") if any(word in text for word in words[aim])}
    if len(said) != 1 or any(word in text for word in words["not"]):
        return None
    return "higher" if "higher" in said else "lower" if "lower" in said else "keep"


def more_is_better(name: str) -> bool:
    """「村内の就業者数」: more is good, though the plan expects fewer."""
    words = read_toml(VOCABULARY / "quantities.toml")["more_is_better"]
    bare = _bare(name)
    if any(word in name for word in words["not"]):
        return False
    return bare.endswith(tuple(words["endings"])) or _without_place(bare, words["placed"]) in words["whole"]


def may_want_less(name: str) -> bool:
    """「エネルギー使用量」: fewer is good more often than not."""
    return _bare(name).endswith(tuple(read_toml(VOCABULARY / "quantities.toml")["less_is_better"]["endings"]))


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split("(")[0].split())


def _without_place(name: str, placed: Sequence[str]) -> str:
    while before := next((word for word in placed if name.startswith(word)), ""):
        name = name.removeprefix(before)
    return name


def is_one_unit(one: Quantity, other: Quantity) -> bool:
    """Whether their numbers can be compared; a bare one may count in 万 or not: 「52,000」 beside 「7万人」「2倍」.

    「月2」 and 「週1」 are of different spans of time.
    """
    if len({_recurring(one), _recurring(other)} - {""}) > 1:
        return False
    if one.unit and other.unit:
        return one.unit == other.unit
    return not (one.unit or other.unit).startswith((*_SCALED, "倍"))


def _recurring(one: Quantity) -> str:
    """「週」 of 「週1回」「毎週3」; "" where the number stands for no span that recurs."""
    printed = unicodedata.normalize("NFKC", one.raw).strip()
    spans = read_toml(VOCABULARY / "quantities.toml")["recurring"]
    before = re.split(r"\d", printed, maxsplit=1)[0].strip()
    return next((span for span, words in spans.items() if before in words and before != printed), "")


def is_blank(text: str) -> bool:
    """「—」 and its look-alikes: printed as having no value. A missing value is None, never zero."""
    return all(char in _DASHES or char.isspace() for char in text)


def parse_amount(text: str, relative_to: str | None = None) -> tuple[Decimal, str] | None:
    """「１，２３４人」「▲12.3％」「30万1千人」「百五十人」 → value and unit as written; None unless all is one amount.

    A difference may say from what, given as `relative_to`: 「全国平均から0.3」 is 0.3 above it. 「約12」 or 「12〜15」
    is not a value to record.
    """
    if any(unicodedata.category(char) == "No" for char in text.replace("²", "").replace("³", "")):
        return None  # ① is a mark of a list, not the number 1, which NFKC makes of it
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > LONGEST_AMOUNT:
        return None
    if relative_to and folded.startswith(relative_to):
        folded = _THAN.sub("", folded.removeprefix(relative_to), count=1)
    folded = arabic_amount(folded) or folded
    match = _AMOUNT.fullmatch(folded) or _COMPOUND.fullmatch(folded)
    if match is None or not match["digits"] or match["unit"].endswith(tuple(quantity_words("vague"))):
        return None
    value = compound_value(match["digits"])
    negative = match["sign"] not in (None, "+") and value != 0
    return (-value if negative else value), match["unit"]


def unit_in(raw: str, folded: str) -> str:
    """「人/日」 of 「237,673 人／日」 → 「人／日」: the last place where it is printed."""
    unit = re.sub(r"\s+", "", folded).rstrip("。、,.:)")
    tidied = Tidied.of(raw)
    at = tidied.text.rfind(unit)
    return printed_unit(tidied.verbatim(at, at + len(unit))) if at >= 0 else unit


def printed_unit(printed: str) -> str:
    """A unit in its own column, also in brackets, or behind a number. ％ and % stand side by side and are one unit."""
    bare = re.sub(r"\s+", "", printed).replace("％", "%")
    return bare[1:-1] if re.fullmatch(r"[(（\[［][^()（）\[\]［］]+[)）\]］]", bare) else bare


def with_unit_of_row(bare: Quantity, unit: str) -> Quantity:
    """「85ha｜90｜95｜110ha」: between two that say the unit a bare number counts in it."""
    is_plain = bare.value is not None and not (bare.unit or bare.relative_to)
    return replace(bare, unit=unit) if is_plain else bare
