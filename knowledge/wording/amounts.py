"""Records in words: labels, numbers, years. The same in the terminal and in Slack."""

import re
from decimal import Decimal

from knowledge.model.quantity import Quantity
from knowledge.model.records import BasicDirection, Indicator, Span

NOT_RECORDED = "実績未登録"
OWN_LINKS = "事業と KPI の対応は本ボットが付けたもので、戦略の本文の記載ではありません"
COUNTING = {"single": "各年度の値", "cumulative": "計画期間の累計", "total": "年度末の総数"}
BETTER = {"higher": "増えるほどよい", "lower": "減るほどよい", "keep": "維持が目標"}
_BOUNDS = {"at_least": "以上", "at_most": "以下", "exactly": "", "keep": "を維持"}
_FOOTNOTE_MARK = re.compile(r"\^\{(※\d+)\}")
_AVERAGE = re.compile(r"[^()（）:：]*平均")


def circled(number: int) -> str:
    """1 → ①. Unicode has them up to 50."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if 36 <= number <= 50 else f"({number})"


def plain(text: str) -> str:
    """Document text as shown: a footnote mark 「^{※7}」 is printed as ※7."""
    return _FOOTNOTE_MARK.sub(r"\1", text)


def number_text(value: Decimal) -> str:
    """Thousands apart, decimals as printed, ▲ for minus as Japanese offices write it."""
    return f"{'▲' if value < 0 else ''}{abs(value):,f}"


def amount_text(quantity: Quantity) -> str:
    """「653人」「1,603人以上」「全国平均から▲2.6」「全国平均以上」「237,673人/日を維持」."""
    bound = _BOUNDS[quantity.comparison]
    if quantity.relative_to and not quantity.value:
        return f"{quantity.relative_to}{bound or 'と同じ'}"
    relative = f"{quantity.relative_to}から" if quantity.relative_to else ""
    return f"{relative}{number_text(quantity.value)}{quantity.unit}{bound}"


def year_text(quantity: Quantity) -> str:
    """「平成30年度」, or the average that was printed: 「H28～H30の平均」."""
    average = _AVERAGE.search(quantity.raw) if not quantity.relative_to else None
    if average:
        return average[0].strip()
    return quantity.fiscal_year.label if quantity.fiscal_year else ""


def quantity_text(quantity: Quantity | None, missing: str = "なし") -> str:
    """「653人（平成30年度）」."""
    if quantity is None:
        return missing
    year = year_text(quantity)
    return amount_text(quantity) + (f"（{year}）" if year else "")


def progress_text(indicator: Indicator, actual: str | None = None) -> str:
    """「基準値 653人（平成30年度） → 実績未登録 → 目標値 710人（令和6年度）」."""
    latest = f"最新の実績 {actual}" if actual else NOT_RECORDED
    return f"基準値 {quantity_text(indicator.baseline)} → {latest} → 目標値 {quantity_text(indicator.target)}"


def direction_text(direction: BasicDirection) -> str:
    return f"{circled(direction.number)} {direction.name}"


def lines_text(span: Span) -> str:
    """「678〜684行」."""
    same = span.first_line == span.last_line
    return f"{span.first_line}行" if same else f"{span.first_line}〜{span.last_line}行"
