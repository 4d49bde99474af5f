"""Comparisons over the KPI table: 「目標が90%以上」「基準値が100人未満」「10ポイント以上伸ばす」「3倍を超える」.

A comparison is read from the words of the question and holds for an indicator, or does not; a unit that the
indicator does not have, and a column that it does not fill, never hold.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.japanese.spoken_numbers import NUMBER, is_scaled_number, plain, spoken_number, unit_scale
from knowledge.model.records import Indicator
from knowledge.search.query import Query

Column = Literal["target", "baseline", "difference", "growth", "ratio"]
Relation = Callable[[Decimal, Decimal], bool]

# What stands behind the amount, in the order in which it is looked for.
_RELATIONS: tuple[tuple[str, Relation], ...] = (
    (r"以上|から上|かそれより上", operator.ge),
    (r"以下|から下|まで", operator.le),
    (
        r"未満|に?満たない|(?:を|に)?(?:下回|切っ|切る|割り込|届か)|より(?:も)?(?:小さ|低|少な|下)|足らず|弱",
        operator.lt,
    ),
    (r"(?:を)?(?:超|こえ|上回|オーバー)|より(?:も)?(?:大き|高|多|上)|強", operator.gt),
    (
        r"(?:ちょうど|ぴったり)?(?:に|の|を|で|が)?(?:なって|する|なる|設定|目指|目標|kpi|指標|もの|やつ|増|伸|上げ|引)",
        operator.eq,
    ),
)
_UNITS = r"割|ポイント|pt|倍|%|パーセント|百万円|億円|万円|円|万人|人|件|社|か所|カ所|ヶ所|校区|流域|名"
_COMPARED = re.compile(rf"({NUMBER})({_UNITS})?" + "(?:" + "|".join(f"({pattern})" for pattern, _ in _RELATIONS) + ")")
_NO_AMOUNT = re.compile(r"#\d+|単位(?:が|は|の)?[百千万億]+")  # ⑬ is a direction, 「単位が万人」 a unit
_SPREAD = re.compile(
    r"差|ひら[いき]|開[いき]|幅|増[やえ]|伸[ばび]|上[げが]|引き上げ|減[らりるっ]|下[げが]|プラス|アップ|ダウン"
)
_RISES, _FALLS = re.compile(r"増|伸|上[げが]|引き上げ|プラス|アップ"), re.compile(r"減|下[げが]|ダウン")
_BASELINE = re.compile(r"基準|現状|スタート|出発点|元の値|今の値|もとの値")
_TARGET = re.compile(r"目標|ゴール")
_BEFORE_AMOUNT = re.compile(
    r"(?:目標|基準|現状)(?:値|値?(?:が|は|を))(?:ちょうど|ぴったり)?$"
)  # a bare number is none by itself
_COMPARING = re.compile(r"以上|以下|から上|から下|上回|下回")  # nothing goes down in 「以下が」
_NAMES_OF_UNITS = {"カ所": "か所", "ヶ所": "か所", "名": "人", "パーセント": "%"}


@dataclass(frozen=True, slots=True)
class Comparison:
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
        return self._change(kpi, plain(kpi.baseline), plain(kpi.target))

    def _change(self, kpi: Indicator, before: Decimal, after: Decimal) -> Decimal | None:
        signed = before - after if self.direction == "down" else after - before
        if self.column == "difference":
            fits = self._fits(kpi)
            return (signed if self.direction else abs(signed)) if fits else None
        if before <= 0:
            return None
        return after / before if self.column == "ratio" else signed * 100 / before

    def _fits(self, kpi: Indicator) -> bool:
        return not self.unit or kpi.unit.lstrip("百千万億") == self.unit or kpi.unit == self.unit


def comparisons(query: Query) -> list[Comparison]:
    """All that the question puts up; empty where it compares nothing."""
    key = _NO_AMOUNT.sub("", query.undated)
    return [found for match in _COMPARED.finditer(key) if (found := _read(key, match))]


def _read(key: str, match: re.Match[str]) -> Comparison | None:
    number, said, *relations = match.groups()
    amount = spoken_number(number)
    at = next(index for index, text in enumerate(relations) if text is not None)
    relation = _RELATIONS[at][1]
    if amount is None or (relation is operator.eq and not (said or _BEFORE_AMOUNT.search(key[: match.start()]))):
        return None
    unit = _NAMES_OF_UNITS.get(said or "", said or "")
    about = _COMPARING.sub("", key)
    column, direction = _column(about, unit), _direction(about)
    if unit == "割":
        amount, unit = amount * 10, "%"
    if unit in ("ポイント", "pt"):
        unit = "%"
    if not is_scaled_number(number):
        amount *= unit_scale(unit)
    return Comparison(column, relation, amount, unit.lstrip("百千万億"), direction if column != "target" else "")


def _column(key: str, unit: str) -> Column:
    if unit == "倍":
        return "ratio"
    if unit in ("ポイント", "pt"):
        return "difference"
    if _SPREAD.search(key):
        return "growth" if unit in ("%", "割") else "difference"
    return "baseline" if _BASELINE.search(key) and not _TARGET.search(key) else "target"


def _direction(key: str) -> Literal["up", "down", ""]:
    if _FALLS.search(key):
        return "down"
    return "up" if _RISES.search(key) else ""
