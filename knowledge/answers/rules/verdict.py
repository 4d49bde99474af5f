"""Checks such as 「5割が目標で合ってる？」「50万人だっけ？」: answered with yes or no and the printed value."""

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, plain, spoken_number, unit_scale
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.search.query import Query
from knowledge.wording.amounts import printed

_CHECKS = re.compile(
    r"合って|あって(?:る|い|ま)|だっけ|やっけ|やった(?:っけ|かいな|かな|ですか)|でしたっけ|だったかな|よね|やろ|でよ(?:い|か|ろし)|"
    r"で正し|で正\?|間違い(?:な|ご)|ってマ|で(?:い|え)い(?:の|ん|です)?[?]|ですか[?]?$|になると[?]|が目標\?$|目標\?$"
)
_AMOUNT = re.compile(rf"({NUMBER})\s*(割|%|パーセント|[^\d\s、。?]{{1,3}})")


def verdict(query: Query, indicator: Indicator) -> str:
    """One sentence, or "" where no amount is put up for a check."""
    if not _CHECKS.search(query.key):
        return ""
    said = list(_amounts(query.undated, indicator))
    if not said:
        return ""
    matched = {name: quantity for name, quantity in _printed(indicator) if plain(quantity) in said}
    asked = "基準値" if re.search(r"基準|もと|スタート|現状", query.key) else "目標値" if "目標" in query.key else None
    if matched and (asked is None or asked in matched):
        name = asked or next(iter(matched))
        return f"はい、{indicator.name}の{name}は{printed(matched[name]).text}です。"
    facts = "、".join(f"{name}は{printed(quantity).text}" for name, quantity in _printed(indicator))
    return f"いいえ、{indicator.name}の{facts}です。"


def _printed(indicator: Indicator) -> Iterator[tuple[str, Quantity]]:
    yield "目標値", indicator.target
    if indicator.baseline:
        yield "基準値", indicator.baseline


def _amounts(text: str, indicator: Indicator) -> Iterator[Decimal]:
    """The amounts said in the indicator's unit, as plain numbers: 「5割」 → 50, 「50万人」「五十万人」 → 500000.

    An amount without that unit is none: 「3つのうち」 checks nothing.
    """
    for number, unit in _AMOUNT.findall(text):
        value = spoken_number(number)
        if value is None:
            continue
        if unit == "割" or unit in ("%", "パーセント"):
            if indicator.unit == "%":
                yield value * 10 if unit == "割" else value
        elif indicator.unit and indicator.unit.lstrip("百千万億")[:1] == unit[:1]:
            is_scaled = is_scaled_number(number)
            yield (
                value
                if is_scaled
                else value * (1 if value > indicator.target.value * 100 else unit_scale(indicator.unit))
            )
