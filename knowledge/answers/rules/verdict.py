"""Checks such as 「5割が目標で合ってる？」「50万人だっけ？」: answered with yes or no and the printed value."""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.answers.understanding.words import rule_words, says
from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, plain, spoken_number
from knowledge.model.quantity import Quantity, without_scale
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives
from knowledge.search.query import Query
from knowledge.wording.amounts import printed
from knowledge.wording.checks import figures_checked


def verdict(query: Query, indicator: Indicator) -> str:
    """One sentence, or "" where no amount is put up for a check."""
    words = rule_words("check")
    if not says(query.key, words["anywhere"]) and not query.key.endswith(tuple(words["at_end"])):
        return ""
    said = list(_amounts(query.undated, indicator))
    if not said:
        return ""
    matched = {
        name: quantity for name, quantity in _printed(indicator) if plain(quantity) in said and not quantity.upper
    }
    asked = _column(query.key)
    fitting = [name for name in matched if asked is None or name.endswith(asked)]
    if fitting:
        return figures_checked(indicator.title, [(fitting[0], printed(matched[fitting[0]]))], is_so=True)
    figures = [(name, printed(quantity)) for name, quantity in _printed(indicator)]
    return figures_checked(indicator.title, figures, is_so=False)


def _column(key: str) -> str | None:
    words = rule_words("check")
    return "基準値" if says(key, words["baseline"]) else "目標値" if says(key, words["target"]) else None


def _printed(indicator: Indicator) -> Iterator[tuple[str, Quantity]]:
    yield "目標値", indicator.target
    if indicator.baseline:
        yield "基準値", indicator.baseline
    for one in indicator.interim:
        yield f"{one.fiscal_year.label if one.fiscal_year else '中間'}の目標値", one


def _amounts(text: str, indicator: Indicator) -> Iterator[Decimal]:
    """The amounts said in the indicator's unit, as plain numbers: 「5割」 → 50, 「50万人」「五十万人」 → 500000.

    An amount without that unit is none, 「3つのうち」 checks nothing, unless a figure's name stands right before it and
    none behind it: 「目標84って本当？」.
    """
    words = rule_words("check")
    behind = f"(?:$|{alternatives(words['behind'])})"
    for number in re.findall(rf"{alternatives(words['figure'])}\s*({NUMBER})(?={behind})", text):
        if (bare := spoken_number(number)) is not None:
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
