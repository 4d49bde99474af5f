"""The one place for quantities in words: numbers, shares, years, marks and lines as a Japanese office writes them.

1,234 ・ ▲2.6 ・ 25.9% ・ 1,603人以上（令和6年度）
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Bound, Quantity, printed_unit
from knowledge.model.records import Indicator, Span
from knowledge.model.years.said import find_fiscal_years

SAMPLE_MARK = "架空の値"
NOT_PRINTED = "記載なし"  # the document prints 「—」
COUNTING = {"single": "各年度の値", "cumulative": "累計", "total": "年度末の総数"}
BETTER = {"higher": "増やすことが目標", "lower": "減らすことが目標", "keep": "維持することが目標"}
_BOUNDS: dict[Bound, str] = {
    "at_least": "以上",
    "at_most": "以下",
    "exactly": "",
    "keep": "を維持",
    "between": "",
    "words": "",
}
_BASES = {"cumulative": "累計", "mean": "平均"}
_FOOTNOTE_MARK = re.compile(r"\^\{(※\d+)\}")
_AVERAGE = re.compile(r"[^()（）:：]*平均")
_UNTIL = re.compile(r"までの?\d+年間の平均")
_PLAIN_NUMBER = re.compile(r"\d+(?:[,，]\d+)*(?:[.．]\d+)?")
_LONGEST, _NO_OKU_BEFORE = 16, ("", *"百千万億兆")  # digits; first letters of units
_TENTH = Decimal("0.1")


def circled(number: int) -> str:
    """1 → ①. Unicode has them up to 50."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if 36 <= number <= 50 else f"({number})"


def without_markup(text: str) -> str:
    """Document text as shown: a footnote mark 「^{※7}」 is printed as ※7."""
    return _FOOTNOTE_MARK.sub(r"\1", text)


def quoted(text: str) -> str:
    """A name or words as printed, in quotes of another kind than its own: 『「住みやすい」と感じている人の割合』."""
    return f"『{text}』" if "「" in text else f"「{text}」"


def lines_text(span: Span) -> str:
    """「678〜684行」, or 「12ページ」 of what has pages."""
    if span.page is not None:
        return f"{span.page}ページ"
    last = f"〜{span.last_line}" if span.last_line > span.first_line else ""
    return f"{span.first_line}{last}行"


def number_text(value: Decimal) -> str:
    """Thousands apart, ▲ for minus; as many decimals as the value carries."""
    return f"{'▲' if value < 0 else ''}{abs(value):,f}"


def _counted_text(value: Decimal, unit: str) -> str:
    """「1億8,400万」 of 円, as offices write it: nobody counts zeros. A unit of 千円 is scaled already."""
    is_long = 8 <= value.adjusted() < _LONGEST and value == value.to_integral_value()
    oku, rest = divmod(int(abs(value)), 10**8) if is_long else (0, 0)
    if not oku or rest % 10**4 or unit[:1] in _NO_OKU_BEFORE:
        return number_text(value)
    man = f"{rest // 10**4:,}万" if rest else ""
    return f"{'▲' if value < 0 else ''}{oku:,}億{man}"


def aim_text(indicator: Indicator) -> str:
    """Of 「2,412人 → 2,289人」 and 「1,603人 → 1,603人以上」 nobody says that more is aimed at: it should not fall."""
    begun, aimed = indicator.origin, indicator.target.value
    is_held = indicator.better == "higher" and begun is not None and aimed is not None and begun.number >= aimed
    is_held = is_held and begun is not None and begun.relative_to == indicator.target.relative_to
    return "目標値を下回らないことが目標" if is_held else BETTER[indicator.better]


def signed_text(value: Decimal) -> str:
    """A difference by itself: 「＋0.3」「▲2.6」."""
    return f"{'＋' if value > 0 else ''}{number_text(value)}"


def amount_parts(
    value: Decimal, unit: str, relative_to: str | None = None, comparison: Bound = "exactly"
) -> tuple[str, str]:
    """The number, with what it is a difference from, and what stands behind it: ("全国平均から▲2.6", "以上")."""
    bound = _BOUNDS[comparison]
    if relative_to and not value:
        return relative_to, bound or "と同じ"
    before = f"{relative_to}から" if relative_to else ""
    return f"{before}{signed_text(value) if relative_to else _counted_text(value, unit)}", f"{unit}{bound}"


def amount_text(value: Decimal, unit: str, relative_to: str | None = None) -> str:
    """「653人」「全国平均から▲2.6」「全国平均と同じ」."""
    return "".join(amount_parts(value, unit, relative_to))


def amount_of(indicator: Indicator, value: Decimal) -> str:
    """An actual of the indicator: 「48人」「全国平均から＋0.3」."""
    return amount_text(value, indicator.unit, indicator.compared_with)


def difference_text(indicator: Indicator, value: Decimal) -> str:
    """What lies between two values: 「16人」; of shares and of what is a difference already 「0.3ポイント」."""
    is_points = indicator.unit in ("%", "") or indicator.compared_with is not None
    if is_points:
        return f"{number_text(value)}ポイント"
    return f"{_counted_text(value, indicator.unit)}{indicator.unit}"


def year_text(quantity: Quantity) -> str:
    """「平成30年度」「令和5年」; of several years 「令和6年度までの5年間の平均」「令和7年度〜令和11年度の累計」."""
    label = _label(quantity.fiscal_year, quantity) if quantity.fiscal_year else ""
    if span := quantity.years:
        until = _UNTIL.search(quantity.raw)
        how = f"の{_BASES[span.basis]}" if span.basis else ""
        return f"{label}{until[0]}" if until else f"{_label(span.first, quantity)}〜{_label(span.last, quantity)}{how}"
    is_of_years = not quantity.relative_to and quantity.comparison != "words"  # 「県平均を上回る」 is a level, no span
    printed = _AVERAGE.search(quantity.raw) if is_of_years else None
    if printed is None:
        return label
    if label and (until := _UNTIL.search(quantity.raw)):
        return f"{label}{until[0]}"
    years = find_fiscal_years(unicodedata.normalize("NFKC", quantity.raw))
    return f"{years[0].label}〜{years[-1].label}の平均" if len(years) == 2 else printed[0].strip()


def is_mean(quantity: Quantity) -> bool:
    """Over years; 「県平均を上回る」 is a level."""
    if span := quantity.years:
        return span.basis == "mean" or bool(_UNTIL.search(quantity.raw))
    return not quantity.relative_to and quantity.comparison != "words" and bool(_AVERAGE.search(quantity.raw))


def _label(year: FiscalYear, quantity: Quantity) -> str:
    return f"{year.era_year}年" if quantity.is_calendar else year.label


class Figure(Struct, frozen=True):
    """An amount and what belongs to it, each "" where there is none. `status`: 「確定値」「速報値」「架空の値」."""

    number: str
    unit: str = ""
    year: str = ""
    status: str = ""

    @property
    def amount(self) -> str:
        return f"{self.number}{self.unit}"

    @property
    def note(self) -> str:
        """「令和4年度・確定値」."""
        return "・".join(filter(None, (self.year, self.status)))

    @property
    def text(self) -> str:
        """「48人（令和4年度・確定値）」."""
        return f"{self.amount}（{self.note}）" if self.note else self.amount

    @property
    def sample_mark(self) -> str:
        """「【架空の値】」, where the status stands apart or not at all."""
        return f"【{SAMPLE_MARK}】" if self.is_sample else ""

    @property
    def is_sample(self) -> bool:
        return self.status == SAMPLE_MARK


def printed(quantity: Quantity | None) -> Figure:
    """「653人（平成30年度）」 of the document, words as they stand there; 「記載なし」 where it prints 「—」."""
    if quantity is None:
        return Figure(NOT_PRINTED)
    if quantity.value is None or quantity.is_verbatim:
        return _verbatim(quantity)
    number, unit = amount_parts(quantity.value, quantity.unit, quantity.relative_to, quantity.comparison)
    number = number.replace("▲", "△") if "△" in quantity.raw else number
    upper = f"〜{_counted_text(quantity.upper, quantity.unit)}" if quantity.upper is not None else ""
    return Figure(f"{number}{upper}", unit, year_text(quantity))


def _verbatim(quantity: Quantity) -> Figure:
    """With the unit behind the number where the cell leaves it to the column, and the year where it names none."""
    raw = " ".join(quantity.raw.split())
    if quantity.value is not None and printed_unit(quantity.unit) not in printed_unit(raw):
        numbers = (match for match in _PLAIN_NUMBER.finditer(raw) if _number(match[0]) == abs(quantity.number))
        raw = next((f"{raw[: one.end()]}{quantity.unit}{raw[one.end() :]}" for one in numbers), raw)
    is_dated = quantity.relative_to is None and says_year(raw)
    return Figure(raw, year="" if is_dated else year_text(quantity))


def number_said(figure: Figure) -> Decimal | None:
    """The number that it says; None for words, and for a difference from what is not known."""
    digits = figure.number.lstrip("▲△")
    if not _PLAIN_NUMBER.fullmatch(digits):
        return None
    return _number(digits) if digits == figure.number else -_number(digits)


def _number(digits: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", digits).replace(",", ""))


def says_year(raw: str) -> bool:
    return bool(find_fiscal_years(unicodedata.normalize("NFKC", raw)))


def percent_text(share: Fraction) -> str:
    """One decimal, half up, but never over the marks that mean something: 99.96% is not printed as 100.0%,
    and what has moved at all is not printed as 0.0%.
    """
    exact = share * 100
    shown = rounded(exact, 1)
    for mark in (Decimal(0), Decimal(100)):
        if exact < mark <= shown:
            shown = mark - _TENTH
        elif exact > mark >= shown:
            shown = mark + _TENTH
    return f"{number_text(shown)}%"


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, for showing: never for comparing. By whole numbers: no size is too large for the decimal context."""
    whole = int(abs(value) * 10**decimals + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(value < 0 and whole > 0), digits, -decimals))
