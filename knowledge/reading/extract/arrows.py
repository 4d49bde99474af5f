"""Targets written as a way: 「**出生数 41人（令和5年）→ 年50人（令和11年）**」."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import is_blank, parse_quantity
from knowledge.model.records import Finding
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, counting_of
from knowledge.reading.source import Line

_ARROW = re.compile(r"\s*(?:→|⇒|➡|⇨|=>|->)\s*")
_DECORATION = re.compile(r"^[\s　]*(?:[-*•・○●◎◇◆■□▼☆★]+\s*)*(?:数値目標|KPI|ＫＰＩ)?[\s　:：…]*")
_VALUE_AT_END = re.compile(r"^(?P<name>.*?\D)(?P<value>[▲△-]?\d[\d,.]*[^\d\s]{0,8}(?:[(（][^()（）]*[)）])?)$")


def read_arrows(
    blocks: Iterable[TextBlock], end_year: FiscalYear | None
) -> tuple[list[IndicatorRow], list[Finding], list[TextBlock]]:
    """Lines of the form name, baseline, arrow, target; several arrows in a line are a finding, never a value."""
    rows: list[IndicatorRow] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    for block in blocks:
        if block.kind not in ("paragraph", "bullet"):
            continue
        for line in block.lines:
            row = _row(line, block, end_year)
            if isinstance(row, Finding):
                findings.append(row)
            elif row:
                rows.append(row)
                read.append(block)
    return rows, findings, read


def has_amounts_and_arrow(text: str) -> bool:
    sides = _ARROW.split(text)
    return len(sides) > 1 and all(any(char.isdigit() for char in side) for side in sides)


def _row(line: Line, block: TextBlock, end_year: FiscalYear | None) -> IndicatorRow | Finding | None:
    text = _DECORATION.sub("", line.text.strip().removeprefix("**").removesuffix("**").strip(), count=1)
    sides = _ARROW.split(text)
    if not has_amounts_and_arrow(text):
        return None
    name, printed = _name_and_value(sides[0])
    baseline = parse_quantity(printed) if printed and not is_blank(printed) else None
    target = parse_quantity(sides[-1], end_year)
    if len(sides) > 2 or not name or not printed or target is None or (baseline is None and not is_blank(printed)):
        return Finding("warning", f"矢印で書かれた目標を読み取れません: 「{text[:40]}」", block.span)
    if baseline and baseline.unit and target.unit and baseline.unit != target.unit:
        return Finding("warning", f"矢印の前と後で単位が違います: 「{text[:40]}」", block.span)
    unit = target.unit or (baseline.unit if baseline else "")
    return IndicatorRow(name, unit, counting_of(name), baseline, target, block.span)


def _name_and_value(left: str) -> tuple[str, str]:
    """「出生数 令和5年 41人」 → 「出生数」 and the rest: the words at the end that hold a number."""
    words = list(re.finditer(r"[^\s　:：]+", left))
    cut = len(words)
    while cut > 0 and (_holds_number(words[cut - 1][0]) or is_blank(words[cut - 1][0])):
        cut -= 1
    if 0 < cut < len(words):
        return left[: words[cut - 1].end()].strip(), left[words[cut].start() :].strip()
    match = _VALUE_AT_END.match(left.strip()) if cut == 0 else None
    return (match["name"].strip(), match["value"]) if match else ("", "")


def _holds_number(word: str) -> bool:
    folded = unicodedata.normalize("NFKC", word)
    return bool(re.match(r"[(▲△-]?(?:\d|令和|平成|[RH]\d)", folded) and re.search(r"\d|元年", folded))


def arrow_lines(blocks: Iterable[TextBlock]) -> Iterator[TextBlock]:
    """Blocks that hold amounts and an arrow, wherever they stand."""
    return (block for block in blocks if block.kind in ("paragraph", "bullet") and has_amounts_and_arrow(block.text))
