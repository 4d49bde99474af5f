"""Targets written as a way: 「**出生数 41人（令和5年）→ 年50人（令和11年）**」."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from knowledge.model.amount_words import around
from knowledge.model.fiscal import Period, find_years
from knowledge.model.quantity import is_blank
from knowledge.model.records import Finding, Span
from knowledge.model.word_patterns import alternatives
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_entry
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import cell_kind, is_bare_value
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import ColumnHeading

_ARROW = re.compile(r"\s*(?:→|⇒|➡|⇨|=>|->)\s*")
_MARK = r"[\-*•・○●◎◇◆■□▼☆★①-⑳]"
_POINT = re.compile(rf"^[\s　]*{_MARK}")
_DECORATION = re.compile(rf"^(?:{_MARK}|[\s　])*+(?:数値目標|KPI|ＫＰＩ)?[\s　:：…]*")
_NO_HEADING = ColumnHeading("", "blank")
_VALUE_AT_END = re.compile(r"^(?P<name>.*?\D)(?P<value>[▲△-]?\d[\d,.]*[^\d\s]{0,8}(?:[(（][^()（）]*[)）])?)$")


def read_arrows(
    blocks: Iterable[TextBlock], plan: Period | None
) -> tuple[list[IndicatorRow], list[Finding], list[TextBlock]]:
    """Lines of the form name, baseline, arrow, target. What cannot be read is a finding, never a value."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    for block in arrow_blocks(blocks):
        for line in (line for line in block.lines if has_amounts_and_arrow(line.text)):
            entry = _entry(line)
            span = Span(line.number, line.number, line.page)
            found, odd = read_entry(entry, span, plan) if entry else ([], [])
            if found and all(_is_ahead(row, plan) for row in found):
                rows += found
                read.append(block)
            else:
                told = f"矢印で書かれた目標を読み取れません: 「{line.text.strip()[:40]}」"
                findings.append(Finding("warning", told, span))
            findings += odd
    return rows, findings, read


def _is_ahead(row: IndicatorRow, plan: Period | None) -> bool:
    """A way in one unit to a year of the plan: 「人口 12,000人（H22）→ 10,500人（R2）」 tells what has been."""
    years = [one.fiscal_year for one in (row.baseline, row.target) if one and one.fiscal_year]
    units = {one.unit for one in (row.baseline, row.target) if one and one.unit}
    begins = plan.start_fiscal_year if plan else years[0] if len(years) > 1 else None
    return len(units) < 2 and years == sorted(years) and bool(years) and (begins is None or years[-1] >= begins)


def stated_targets(parts: Iterable[Section]) -> Iterator[TextBlock]:
    """Where a line with an arrow is an indicator: under 数値目標 and its like, bold or in a list; in no prose."""
    for part in parts:
        for block in part.blocks:
            is_told = block.is_bold or all(map(_is_entry, block.lines))
            if part.role == "indicators" or (is_told and part.role not in ("prose", "effects")):
                yield block


def _is_entry(line: Line) -> bool:
    """「① 新規就農者数：2人（H30）→5人（R6）」: a point of a list with the year that the way leads to."""
    *_, target = _ARROW.split(unicodedata.normalize("NFKC", line.text))
    return bool(_POINT.match(line.text)) and has_amounts_and_arrow(line.text) and bool(list(find_years(target)))


def arrow_blocks(blocks: Iterable[TextBlock]) -> Iterator[TextBlock]:
    """Paragraphs and points that hold amounts and an arrow."""
    told = (block for block in blocks if block.kind in ("paragraph", "bullet"))
    return (block for block in told if any(has_amounts_and_arrow(line.text) for line in block.lines))


def has_amounts_and_arrow(text: str) -> bool:
    """A dash may stand for the baseline."""
    first, *others = _ARROW.split(text)
    words = re.split(r"[\s　:：]+", first.strip())
    has_first = any(map(str.isdigit, first)) or (len(words) > 1 and bool(words[-1]) and is_blank(words[-1]))
    return bool(others) and has_first and all(any(map(str.isdigit, side)) for side in others)


def _entry(line: Line) -> PrintedIndicator | None:
    """What stands before the arrow and behind it, as the cells of a row; a year between two arrows is on the way."""
    text = _DECORATION.sub("", line.text.strip().removeprefix("**").removesuffix("**").strip(), count=1)
    first, *others = _ARROW.split(text)
    name, printed = _name_and_value(first)
    if not name or not printed or _ends_in_year(name):
        return None
    baseline, *interim, target = (PrintedValue(each, _NO_HEADING) for each in (printed, *others))
    return PrintedIndicator(
        name=name, named_by="", part="", unit="", baseline=baseline, target=target, interim=tuple(interim)
    )


def _ends_in_year(name: str) -> bool:
    """Then it is that of the value, and what stands between them is not understood."""
    folded = unicodedata.normalize("NFKC", name).rstrip(" :")
    return any(said.end == len(folded) for said in find_years(folded))


def _name_and_value(left: str) -> tuple[str, str]:
    """「出生数 令和5年 41人」 → 「出生数」 and the rest: the words at the end that hold a number."""
    words = list(re.finditer(r"[^\s　:：]+", left))
    cut = len(words)
    while cut > 0 and (_holds_number(words[cut - 1][0]) or is_blank(words[cut - 1][0])):
        cut -= 1
    if cut == 0 and len(words) > 1 and not is_bare_value(words[0][0]) and cell_kind(words[0][0]) != "year":
        cut = 1  # 「１人１日当たりのごみ排出量」 begins with a number
    if 0 < cut < len(words):
        return left[: words[cut - 1].end()].strip(), left[words[cut].start() :].strip()
    match = _VALUE_AT_END.match(left.strip()) if cut == 0 else None
    return (match["name"].strip(), match["value"]) if match else ("", "")


def _holds_number(word: str) -> bool:
    """「年間35件」「R元」「令和元年度」; in 「年金受給者数」 no number stands behind 年."""
    folded = unicodedata.normalize("NFKC", word)
    return bool(_number_ahead().match(folded) and re.search(r"\d|元", folded))


@cache
def _number_ahead() -> re.Pattern[str]:
    ahead = alternatives(sorted({*around("yearly"), *around("about")}, key=len, reverse=True))
    return re.compile(rf"[(▲△-]?(?:\d|令和|平成|昭和|[RHS][\d元]|{ahead}\d)")
