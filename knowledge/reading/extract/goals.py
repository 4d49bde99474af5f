"""基本目標 and their 数値目標, which stand in running text:

「数値目標…労働者数を89,000人にする（H30：82,687人）」
「年間観光客数625万人にするとともに年間観光消費額を129億円にする（H30の年間観光客数：600万人、…）」
「滞在人口を維持する（H30：平日 237,673 人／日、休日 237,672 人／日）」

Patterns are matched on tidied text; what is kept as printed is sliced from the line itself.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.model.amount_cells import read_header_years, read_number
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import Tidied
from knowledge.model.quantity import Quantity, unit_in
from knowledge.model.records import BasicGoal, Finding, NumericalTarget
from knowledge.model.structs import replace
from knowledge.model.years.said import find_fiscal_years, without_years
from knowledge.reading.blocks import TextBlock, span_of
from knowledge.reading.extract.indicators import IndicatorRow, counting_of, read_indicator_table
from knowledge.reading.extract.stated import Candidates, candidates, read_stated
from knowledge.reading.extract.structure import Structure
from knowledge.reading.outline import Section, numbers_of

_NUMBERED_NAME = re.compile(r"^基本目標\s*[0-9０-９一二三四五六七八九十①-⑳Ⅰ-Ⅻ]+[\s　:：]*")
_LABEL = re.compile(r"^数値目標\s*[…:：・]*\s*")
_NUMBER = r"[\d,.]+(?:[万千百億]\d[\d,.]*)*\s*[^\d\s(を、]{0,6}?"
_REACH = re.compile(
    rf"(?P<name>.+?)\s*を?\s*(?P<value>{_NUMBER})\s*(?P<note>\([^()]*\))?\s*に(?:する|します)(?:とともに|、)?"
)
_HOLD = re.compile(r"(?P<name>.+?)を(?P<value>維持(?:する|します)?)")
_BASELINES = re.compile(r"\s*\((?P<inside>[^()]*)\)\s*$")
_PART = re.compile(r"(?:[^、]|、(?=\d))+")
_NAME_THEN_NUMBER = re.compile(r"^(?P<label>\D*?)\s*[::]?\s*(?P<value>[▲△-]?\d.*)$")


class _Stated(Struct, frozen=True):
    """A target as a clause states it; `value` is None for 維持する. `raw` is the value with its note, verbatim."""

    name: str
    value: str | None
    raw: str


def read_goals(
    structure: Structure, municipality: str | None, plan: Period | None
) -> tuple[list[BasicGoal], list[Finding], list[TextBlock]]:
    end_year = plan.end_fiscal_year if plan else None
    goals, findings, read = [], [], []
    for number, section in zip(numbers_of(structure.goals), structure.goals, strict=True):
        assert section.heading is not None
        name = _NUMBERED_NAME.sub("", section.title)
        label = (section.head and section.head.label) or structure.unnamed_goal
        _, prose = split_targets(section.blocks)
        sections = [part for part in section.walk() if not structure.is_in_measure(part)]
        stated = [block for part in sections for block in split_targets(part.blocks)[0]]
        own = [block for part in structure.goal_parts[id(section)] for block in part.blocks]
        ways, odd, table = read_stated(list(_candidates(sections, structure.goal_parts[id(section)])), plan)
        stated = [block for block in stated if block not in table]
        rows, more, rows_read = read_indicator_table(structure.goal_blocks[id(section)], plan)
        targets = [*_from_text(stated, municipality, end_year), *ways, *rows]
        if not targets and (structure.are_named or _names_targets(section, [*own, *stated])):
            findings.append(_without_targets(f"{label}「{name}」", section, [*own, *stated]))
        findings += [*odd, *more]
        read += [*table, *rows_read]
        goals.append(
            BasicGoal(
                id=f"g{number}",
                number=number,
                name=name,
                text="\n".join(block.text for block in prose),
                directions=(),
                targets=tuple(
                    NumericalTarget(id=f"g{number}-t{n}", **row.fields()) for n, row in enumerate(targets, start=1)
                ),
                span=span_of([section.heading, *section.blocks, *stated, *table, *rows_read]),
                label=label,
            )
        )
    return goals, findings, read


def _candidates(sections: Sequence[Section], parts: Sequence[Section]) -> Iterator[Candidates]:
    """Behind the label 数値目標 lines with arrows are targets."""
    for section in sections:
        stated = split_targets(section.blocks)[0]
        own = next(candidates([section]), []) if any(section is part for part in parts) else []
        told = {id(block) for block in stated}
        yield [(block, is_certain or id(block) in told) for block, is_certain in own] or [(one, True) for one in stated]


def _without_targets(name: str, section: Section, blocks: Sequence[TextBlock]) -> Finding:
    assert section.heading is not None  # a goal has one
    if _names_targets(section, blocks):
        return Finding("warning", f"{name}の数値目標を読み取れません", section.heading.span)
    return Finding("info", f"{name}の数値目標として読み取れる行はありませんでした", section.heading.span)


def _names_targets(section: Section, blocks: Sequence[TextBlock]) -> bool:
    left = [block for block in blocks if block.entries is None or block.is_held]
    told = any(block.kind == "table_row" or "目標値" in block.text or _LABEL.match(block.text) for block in left)
    return told or any(child.role == "indicators" for child in section.children)


def split_targets(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[TextBlock]]:
    """The paragraphs from the label 数値目標 on, and those before it."""
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    cut = next((at for at, block in enumerate(paragraphs) if _LABEL.match(block.text)), len(paragraphs))
    return paragraphs[cut:], paragraphs[:cut]


def _from_text(
    blocks: Sequence[TextBlock], municipality: str | None, end_year: FiscalYear | None
) -> Iterator[IndicatorRow]:
    for block in blocks:
        line = Tidied.of(_LABEL.sub("", block.text))
        trailing = _BASELINES.search(line.text)
        baselines = _baselines(line, trailing.span("inside")) if trailing else {}
        for clause in _stated(line, trailing.start() if trailing else len(line.text), baselines):
            baseline = _baseline_of(clause, baselines)
            target = _target_quantity(clause, baseline, end_year)
            if target is not None:
                name = _printed_name(clause.name, municipality)
                yield IndicatorRow(name, target.unit, counting_of(name), baseline, target, block.span)


def _stated(line: Tidied, end: int, baselines: dict[str, Quantity]) -> list[_Stated]:
    """The targets in `line.text[:end]`: what follows are their baselines."""

    def verbatim(match: re.Match[str]) -> str:
        has_note = "note" in match.re.groupindex and match["note"]
        return line.verbatim(match.start("value"), match.end("note" if has_note else "value"))

    if reached := list(_REACH.finditer(line.text, 0, end)):
        return [_Stated(match["name"], match["value"], verbatim(match)) for match in reached]
    held = list(_HOLD.finditer(line.text, 0, end))
    if len(held) == 1 and len(baselines) > 1:  # one name, a baseline each for weekdays and holidays
        return [_Stated(f"{held[0]['name']}({label})", None, verbatim(held[0])) for label in baselines]
    return [_Stated(match["name"], None, verbatim(match)) for match in held]


def _baselines(line: Tidied, inside: tuple[int, int]) -> dict[str, Quantity]:
    """「H30：平日 237,673 人／日、休日 237,672 人／日」 → {"平日": …, "休日": …}; a single unlabelled one under ""."""
    found: dict[str, Quantity] = {}
    year: FiscalYear | None = None
    for match in _PART.finditer(line.text, *inside):
        part = match[0]
        years = find_fiscal_years(part)
        year = years[-1] if years else year
        era, _, rest = part.rpartition(":")
        number = _NAME_THEN_NUMBER.match(rest)
        value = read_number(number["value"], year) if number else None
        if number and (quantity := _as_printed(value, line.verbatim(*match.span()))):
            found[number["label"] or _without_year(era)] = quantity
    return found


def _as_printed(read: Quantity | None, raw: str) -> Quantity | None:
    """An amount read from tidied text, with text, unit and the years of a mean as the line prints them."""
    return read and replace(read, raw=raw, unit=unit_in(raw, read.unit), years=read_header_years(raw).years)


def _without_year(text: str) -> str:
    """「H30の年間観光客数」 → 「年間観光客数」; 「H28~H30の平均」 → 「」."""
    rest = without_years(text).lstrip("~")
    return "" if rest == "平均" else rest


def _baseline_of(clause: _Stated, baselines: dict[str, Quantity]) -> Quantity | None:
    for label, quantity in baselines.items():
        if label and (label in clause.name or clause.name in label):
            return quantity
    return baselines.get("")


def _target_quantity(clause: _Stated, baseline: Quantity | None, end_year: FiscalYear | None) -> Quantity | None:
    """維持する aims at the baseline itself; without one there is nothing to aim at."""
    if clause.value is None:
        return baseline and Quantity(clause.raw, end_year, baseline.value, baseline.unit, "keep")
    return _as_printed(read_number(clause.value, end_year), clause.raw)


def _printed_name(name: str, municipality: str | None) -> str:
    own = name.removeprefix(f"{municipality}の") if municipality else name
    return own.replace("(", "（").replace(")", "）")
