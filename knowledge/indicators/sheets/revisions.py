"""Two columns for one year of which one stands in place of the other: 訂正前 and 訂正後, 速報値 and 確定値."""

from collections.abc import Mapping, Sequence

from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.sheet_words import remark_words


def in_force(found: Sequence[ColumnRole]) -> Mapping[int, ColumnRole]:
    """The later of two columns of a year, by its place → the earlier one. Of three nothing is said."""
    pairs = {}
    for one in (one for one in found if one.revision == "later"):
        others = [other for other in found if other.year == one.year and other != one]
        if len(others) == 1 and others[0].revision == "earlier":
            pairs[one.index] = others[0]
    return pairs


def sums_beside(found: Sequence[ColumnRole]) -> Mapping[int, ColumnRole]:
    """「R8｜単年」 and 「R8｜累計」: by the place of the first the second; for all years or none."""
    pairs = {}
    for one in (one for one in found if _counts(one) == "single"):
        others = [other for other in found if other.year == one.year and other != one]
        if len(others) == 1 and _counts(others[0]) == "cumulative":
            pairs[one.index] = others[0]
    return pairs if 2 * len(pairs) == len(found) else {}


def _counts(one: ColumnRole) -> str:
    last = one.column.parts[-1].text.strip("()（） ")
    return next((way for way in ("single", "cumulative") if last in remark_words(way)), "")


def without_later(found: Sequence[ColumnRole]) -> str:
    """A doubt: values that were corrected, where the correction is not there. 速報 alone is none."""
    alone = [one for one in found if one.revision == "earlier" and (not one.provisional or _says_earlier(one))]
    return f"訂正後の値の列がありません（{alone[0].place}は訂正前の値です）" if alone else ""


def _says_earlier(one: ColumnRole) -> bool:
    return any("earlier" in part.roles for part in one.column.parts)
