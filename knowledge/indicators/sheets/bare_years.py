"""Columns that only name years: actuals, unless something around them speaks of targets, plans or forecasts."""

from collections.abc import Iterator, Sequence

from knowledge.indicators.sheets.cell_values import is_amount
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.legend import beside_legend
from knowledge.indicators.sheets.remarks import INSTEAD_OF_ACTUALS, is_signed
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.indicators.sheets.tables import RawTable, has_amounts
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace


def doubt_bare(raw: RawTable, bare: Sequence[ColumnRole], current: FiscalYear) -> str:
    """Columns that only name years may hold targets: those of years to come do, and a title may say so."""
    ahead = [one for one in bare if one.year and one.year > current and has_amounts(raw, one.index)]
    if ahead:
        return f"{ahead[0].place}など、まだ来ていない年度の値があるため、目標値の表かもしれません"
    said = [*titles_of_other_figures(raw), *_remarks_of_other_figures(raw, bare)]
    if said:
        return f"「{said[0]}」とあり、年度だけの見出しの列が実績値かどうか分かりません"
    revised = [one.place for one in bare if one.revision]
    if revised and not _titles_of(raw, {"value"}):
        return f"{'と'.join(revised)}が実績値かどうか分かりません"
    return ""


def titles_of_other_figures(raw: RawTable) -> list[str]:
    """Titles that speak of targets, plans or what is calculated."""
    return [*_titles_of_targets(raw), *_titles_of(raw, {"plan"}), *_titles_of_calculated(raw)]


def _titles_of_targets(raw: RawTable) -> list[str]:
    return _titles_of(raw, {"target", "baseline"})


def _titles_of(raw: RawTable, roles: set[str]) -> list[str]:
    return [title for title in raw.titles if roles & set(raw.read(beside_legend(title, raw.read)).roles)]


def _titles_of_calculated(raw: RawTable) -> list[str]:
    """Differences, rates, other places: the table's own title, or any where none speaks of actuals."""
    found, of_actuals = _titles_of(raw, _CALCULATED), _titles_of(raw, {"value"})
    return [title for title in found if not of_actuals or (title == raw.titles[-1] and title not in of_actuals)]


def _remarks_of_other_figures(raw: RawTable, bare: Sequence[ColumnRole]) -> Iterator[str]:
    """Remarks beside or below the values that speak of targets, plans or forecasts: 「R6は目標値」「※R6は見込み」."""
    values = {one.index for one in bare}
    for row in raw.rows:
        filled = list(row.distinct(raw.span).values())
        for column in filled:
            text = beside_legend(row.text(column), raw.read)
            if len(filled) == 1 and raw.read(text).is_clear:
                continue  # says so of the rows below, which are left out
            if column in values or is_amount(text) or not _NO_FIGURES & set(raw.read(text).roles):
                continue
            is_alone = len(filled) == 1 and text.endswith(tuple(remark_words("ends_of_plans")))
            if raw.read(text).years or is_signed(text) or is_alone:  # else it says so of its row, which is asked about
                yield text


_CALCULATED = {"difference", "rate", "previous", "elsewhere", "partial", "total"}  # from actuals, or of others
_NO_FIGURES = INSTEAD_OF_ACTUALS | {"baseline", "elsewhere"}


def under_title(raw: RawTable, columns: tuple[ColumnRole, ...]) -> tuple[ColumnRole, ...]:
    """Under 「目標値一覧」 columns that only name years hold targets, where nothing above speaks of actuals."""
    titles = _titles_of_targets(raw)
    is_mixed = bool(_titles_of(raw, {"value"}))
    if not titles or is_mixed or any(one.role in ("value", "kind") and not one.is_bare for one in columns):
        return columns
    why = f"「{titles[0]}」とあるため目標値とみなした列"
    return tuple(
        replace(one, role="target", why=why) if one.is_bare and one.role == "value" else one for one in columns
    )
