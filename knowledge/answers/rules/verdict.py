"""Checks such as 「5割が目標で合ってる？」「50万人だっけ？」: answered with yes or no and the printed value."""

import operator
import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.answers.understanding.comparison import comparisons
from knowledge.answers.understanding.words import rule_words, says
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, plain, spoken_number
from knowledge.model.quantity import Quantity, without_scale
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives
from knowledge.search.query import Query
from knowledge.wording.amounts import Figure, printed
from knowledge.wording.checks import figures_checked

_Known = tuple[str, Decimal | None, Figure]  # what it is called, its value in the plain unit, how it is told
_RECORDED = "実績"


def verdict(query: Query, indicator: Indicator, values: CurrentValues) -> str:
    """One sentence, or "" where no amount is put up for a check: by the plan's figures, and by what is recorded."""
    words = rule_words("check")
    if not says(query.key, words["anywhere"]) and not query.key.endswith(tuple(words["at_end"])):
        return ""
    said = list(_amounts(query.undated, indicator))
    if not said:
        return ""
    asked = _column(query.key)
    known = [*_printed(indicator), *_recorded(query, indicator, values)]
    fitting = [(name, figure) for name, amount, figure in known if amount in said and (asked or name) in name]
    if fitting:
        return figures_checked(indicator.title, fitting[:1], is_so=True)
    if any(one.relation is not operator.eq for one in comparisons(query)):  # 「40万人を超えたって本当？」
        return ""
    if asked == _RECORDED and not any(_RECORDED in name for name, _, _ in known):
        return ""  # what is recorded is told, or that nothing is
    return figures_checked(indicator.title, [(name, figure) for name, _, figure in known], is_so=False)


def _column(key: str) -> str | None:
    words = rule_words("check")
    columns = (("基準値", "baseline"), ("目標値", "target"), (_RECORDED, "recorded"))
    return next((name for name, part in columns if says(key, words[part])), None)


def _printed(indicator: Indicator) -> Iterator[_Known]:
    yield _of_the_plan("目標値", indicator.target)
    if indicator.baseline:
        yield _of_the_plan("基準値", indicator.baseline)
    for one in indicator.interim:
        yield _of_the_plan(f"{one.fiscal_year.label if one.fiscal_year else '中間'}の目標値", one)


def _of_the_plan(name: str, quantity: Quantity) -> _Known:
    return name, None if quantity.upper else plain(quantity), printed(quantity)


def _recorded(query: Query, indicator: Indicator, values: CurrentValues) -> Iterator[_Known]:
    """The value of the year that is said, else the latest one."""
    by_year, latest = values.by_year(indicator.id), values.latest_entry(indicator.id)
    of_years = [by_year[year] for year in query.years if year in by_year]
    for entry in of_years or ([latest] if latest else []):
        name = _RECORDED if of_years else f"最新の{_RECORDED}"
        yield name, entry.value * without_scale(entry.unit)[0], figure_of(entry, indicator)


def _amounts(text: str, indicator: Indicator) -> Iterator[Decimal]:
    """The amounts said in the indicator's unit, as plain numbers: 「5割」 → 50, 「50万人」「五十万人」 → 500000.

    An amount without that unit is none, 「3つのうち」 checks nothing, unless a figure's name stands right before it and
    none behind it: 「目標84って本当？」.
    """
    words = rule_words("check")
    behind = f"(?:$|{alternatives(words['behind'])})"
    none = rule_words("reached")["zero"]
    for number in re.findall(rf"{alternatives(words['figure'])}\s*({NUMBER}|{alternatives(none)})(?={behind})", text):
        if (bare := Decimal(0) if number in none else spoken_number(number)) is not None:
            yield bare if is_scaled_number(number) else bare * without_scale(indicator.unit)[0]
    percent: dict[str, int] = words["percent"]
    for number, unit in re.findall(rf"({NUMBER})\s*({alternatives(percent)}|[^\d\s、。?]{{1,3}})", text):
        value = spoken_number(number)
        if value is None:
            continue
        if unit in percent:
            if indicator.unit == "%":
                yield value * percent[unit]
        elif indicator.unit and indicator.unit.lstrip(rule_words("compare")["scales"])[:1] == unit[:1]:
            is_plain = is_scaled_number(number) or value > (indicator.target.value or 0) * 100
            yield value if is_plain else value * without_scale(indicator.unit)[0]
