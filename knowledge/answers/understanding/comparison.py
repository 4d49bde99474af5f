"""Comparisons over the KPI table: 「目標が90%以上」「基準値が100人未満」「10ポイント以上伸ばす」「3倍を超える」.

A comparison is read from the words of the question and holds for an indicator, or does not; a unit that the
indicator does not have, and a column that it does not fill, never hold.
"""

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct

from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.numbers import Number
from knowledge.answers.understanding.words import form_words, rule_words, says
from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, plain, spoken_number
from knowledge.model.quantity import without_scale
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives, phrase
from knowledge.search.query import Query

Column = Literal["target", "baseline", "difference", "growth", "ratio"]
Relation = Callable[[Decimal, Decimal], bool]

_RELATIONS: dict[str, Relation] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "less": operator.lt,
    "more": operator.gt,
    "exactly": operator.eq,
}


_SIZES: dict[Literal["件", "%"], str] = {"件": "counters", "%": "percent_signs"}  # → the words of question_forms


class Comparison(Struct, frozen=True):
    """`amount` is in the plain unit (人 for 万人); `unit` is "" where none was said, and "%" is a share or a growth."""

    column: Column
    relation: Relation
    amount: Decimal
    unit: str
    direction: Literal["up", "down", ""] = ""

    def holds(self, kpi: Indicator) -> bool:
        value = self._value(kpi)
        return value is not None and self.relation(value, self.amount)

    def _value(self, kpi: Indicator) -> Decimal | None:
        if self.column == "target":
            return plain(kpi.target) if self._fits(kpi) else None
        if kpi.baseline is None:
            return None
        if self.column == "baseline":
            return plain(kpi.baseline) if self._fits(kpi) else None
        before, after = (plain(kpi.origin) if kpi.origin else None), plain(kpi.target)
        return self._change(kpi, before, after) if before is not None and after is not None else None

    def _change(self, kpi: Indicator, before: Decimal, after: Decimal) -> Decimal | None:
        signed = before - after if self.direction == "down" else after - before
        if self.column == "difference":
            fits = self._fits(kpi)
            return (signed if self.direction else abs(signed)) if fits else None
        if before <= 0:
            return None
        return after / before if self.column == "ratio" else signed * 100 / before

    def _fits(self, kpi: Indicator) -> bool:
        return not self.unit or kpi.unit.lstrip(rule_words("compare")["scales"]) == self.unit or kpi.unit == self.unit


def comparisons(query: Query) -> list[Comparison]:
    """All that the question puts up; empty where it compares nothing."""
    key = _no_amount().sub("", query.undated)
    return [found for match in _compared().finditer(key) if (found := _read(key, match))]


@cache
def _no_amount() -> re.Pattern[str]:
    """⑬ is a direction, 「単位が万人」 a unit."""
    words = rule_words("compare")
    return re.compile(rf"#\d+|{phrase(words['unit_asked'])}[{words['scales']}]+")


@cache
def _compared() -> re.Pattern[str]:
    """An amount, its unit, and a group for each relation, in the order in which they are looked for."""
    words = rule_words("compare")
    relations = ["|".join(map(phrase, one["phrases"])) for one in words["relations"]]
    return re.compile(rf"({NUMBER})({alternatives(words['units'])})?(?:{'|'.join(f'({one})' for one in relations)})")


@cache
def _bounds() -> list[tuple[Relation, re.Pattern[str]]]:
    """Each relation with its words, but for that of an amount that is the very one."""
    relations = [one for one in rule_words("compare")["relations"] if one["is"] != "exactly"]
    return [(_RELATIONS[one["is"]], re.compile("|".join(map(phrase, one["phrases"])))) for one in relations]


@cache
def _before_amount() -> re.Pattern[str]:
    """What a bare number needs before it to be an amount."""
    return re.compile(phrase(rule_words("compare")["before_amount"]) + "$")


class SizeSaid(Struct, frozen=True):
    """How many of something there are to be (「5件以上」), or what share of them, and the tokens that say it."""

    relation: Relation
    amount: Decimal
    unit: Literal["件", "%"]
    tokens: frozenset[int]


def sizes_said(question: Question) -> list[SizeSaid]:
    """「事業が10件以上のパッケージ」「KPIが三つのパッケージ」: numbers with a word of counting behind them.

    One without a bound stands between what is counted and what has it; 「五つの基本目標」 only says how many they are.
    """
    found, tokens = [], question.tokens
    for number in question.numbers:
        if number.end == len(tokens) or question.is_year(number.first):
            continue
        unit = next((unit for unit in _SIZES if tokens[number.end].surface in form_words(_SIZES[unit])), None)
        if unit is None:
            continue
        after = "".join(token.surface for token in tokens[number.end + 1 :])
        said = ((relation, match.end()) for relation, words in _bounds() if (match := words.match(after)))
        relation, length = next(said, (operator.eq, 0))
        if not length:
            length = len(next(filter(after.startswith, form_words("only_so_many")), ""))
        value = number.value
        if value == 1 and (none := next(filter(after.startswith, form_words("not_even_one")), "")):
            value, length = 0, len(none)
        if unit == "件" and not length and not _is_had(question, number):
            continue
        end = tokens[number.end].end + length
        at = {at for at in range(number.first, len(tokens)) if tokens[at].begin < end}
        found.append(SizeSaid(relation, Decimal(value), unit, frozenset(at)))
    return found


def _is_had(question: Question, number: Number) -> bool:
    """「KPIが三つのパッケージ」「KPIが三つあるパッケージ」; not 「KPIが三つあるはずですが」."""
    tokens, end = question.tokens, number.end + 1
    if [token.surface for token in tokens[number.first - 1 : number.first]] != ["が"] or end >= len(tokens):
        return False
    is_kind = any(one.first == end + 1 for one in question.of_part("kind"))
    return tokens[end].surface == "の" or (is_kind and tokens[end].surface in form_words("having"))


def _read(key: str, match: re.Match[str]) -> Comparison | None:
    number, said, *relations = match.groups()
    words, amount = rule_words("compare"), spoken_number(number)
    at = next(index for index, text in enumerate(relations) if text is not None)
    relation = _RELATIONS[words["relations"][at]["is"]]
    if amount is None or (relation is operator.eq and not (said or _before_amount().search(key[: match.start()]))):
        return None
    unit = words["unit_names"].get(said or "", said or "")
    about = re.sub(alternatives(words["comparing"]), "", key)  # nothing goes down in 「以下が」
    column, direction = _column(about, unit), _direction(about)
    if unit == "割":
        amount, unit = amount * 10, "%"
    if unit in ("ポイント", "pt"):
        unit = "%"
    if not is_scaled_number(number):
        amount *= without_scale(unit)[0]
    return Comparison(column, relation, amount, unit.lstrip(words["scales"]), direction if column != "target" else "")


def _column(key: str, unit: str) -> Column:
    words = rule_words("compare")
    if unit == "倍":
        return "ratio"
    if unit in ("ポイント", "pt"):
        return "difference"
    if says(key, words["spread"]):
        return "growth" if unit in ("%", "割") else "difference"
    return "baseline" if says(key, words["baseline"]) and not says(key, words["target"]) else "target"


def _direction(key: str) -> Literal["up", "down", ""]:
    words = rule_words("compare")
    if says(key, words["falls"]):
        return "down"
    return "up" if says(key, words["rises"]) else ""
