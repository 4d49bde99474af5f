"""The target of several, the values of the years before it, the baseline, and the years that stand beside them."""

from collections.abc import Sequence
from functools import cache

from knowledge.model.column_words import Role, cut_into_words, sheet_data
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.reading.tables.header import ColumnHeading, value_of_years
from knowledge.reading.tables.value_columns.table import HeadedTable, OpenQuestion, OpenQuestionError, asked_about


def columns_of_values(table: HeadedTable) -> tuple[list[int], list[int], list[int]]:
    """Columns headed as targets, as baselines, by a year alone. 「目標年度」 over years is a column of years."""
    targets = [at for at in table.of("target", "interim") if not table.is_years(at)]
    weak = [at for at in targets if table.headings[at].says("beside")]
    targets = [at for at in targets if at not in weak] or weak
    baselines = [at for at in table.of("baseline") if not table.is_years(at)]
    if not targets and any(_revision(table, at) == "earlier" for at in table.of("known")):
        targets = [at for at in table.of("unknown") if _revision(table, at) == "later" and table.is_amounts(at)]
    return targets, baselines, table.of("year")


def only_year_ahead(table: HeadedTable, baseline: int, years: Sequence[int]) -> int | None:
    """「H30｜R5｜現況 R6｜R12」: the only year behind the baseline's, where those before it are past ones."""
    behind = [at for at in years if at > baseline]
    past = [at for at in years if at < baseline]
    is_past = all(table.headings[at].last_year and is_before_plan(table, at) for at in past)
    is_ordered = is_past and all(is_earlier(table, at, baseline) for at in past)
    return behind[0] if len(behind) == 1 and is_ordered else None


def planned_years(table: HeadedTable, baseline: int, years: Sequence[int]) -> list[int]:
    """「現状（R5）｜R6｜R7｜…｜R11」: those of the plan's years; none where others lie behind them or out of order."""
    period, printed = table.period, {at: table.headings[at].last_year for at in years}
    if period is None or min(years, default=0) < baseline:
        return []
    own = [at for at in years if (printed[at] or 0) >= period.start_fiscal_year]
    ordered = [printed[at] or 0 for at in own]
    is_in_order = ordered == sorted(set(ordered)) and all(is_earlier(table, baseline, at) for at in own)
    return own if len(own) > 1 and is_in_order and ordered[-1] <= period.end_fiscal_year else []


def all_years(table: HeadedTable, years: Sequence[int]) -> list[int]:
    """「KPI｜R5｜R7｜R9｜R11」: from the year of the baselines, or the only one before the plan, to the plan's last."""
    printed = [table.headings[at].last_year or 0 for at in years]
    before = [year for year in printed if table.period and year < table.period.start_fiscal_year]
    begins = table.told.get("any baseline") or (before[0] if len(before) == 1 else None)
    ends = table.period.end_fiscal_year if table.period else table.told.get("any target")
    is_whole = len(printed) > 1 and printed == sorted(set(printed)) and (printed[0], printed[-1]) == (begins, ends)
    are_values = all(table.is_amounts(at) or (at == years[0] and table.is_empty(at)) for at in years)
    return list(years) if is_whole and len(before) < 2 and are_values else []


def past_years(table: HeadedTable, years: Sequence[int], target: int) -> list[int]:
    """「H30｜R元｜R2｜R10目標」: those before the plan, the latest first; none where one is of it.

    But behind them may be that of a year in which the plan was at work, before several targets that say so: an actual.
    """
    all_printed = {at: table.headings[at].last_year or 0 for at in years if at < target}
    begins = table.period.start_fiscal_year if table.period else 0
    printed = {at: year for at, year in all_printed.items() if year < begins}
    is_before = list(printed) == list(all_printed)[: len(printed)] and len(all_printed) == len(years)
    begun = [year for at, year in all_printed.items() if at not in printed]
    said = [at for at in table.of("target", "interim") if table.headings[at].says("to_reach")]
    is_actual = begun == [begins] and len(said) > 1
    is_past = len(printed) > 1 and min(printed.values()) > 0 and is_before and (not begun or is_actual)
    is_ordered = list(printed.values()) == sorted(set(printed.values()))
    return sorted(printed, key=lambda at: -printed[at]) if is_past and is_ordered else []


def _revision(table: HeadedTable, at: int) -> Role | None:
    """「変更前」 and 「変更後」 beside a baseline head the target before and after a revision."""
    roles = cut_into_words(table.headings[at].text)[0]
    return roles[0] if len(roles) == 1 and roles[0] in ("earlier", "later") else None


def last_target(table: HeadedTable, targets: list[int]) -> tuple[int | None, list[int]]:
    """The target, and those of earlier years: by their years, else by words (中間, 最終)."""
    if len(targets) < 2:
        return (targets[0] if targets else None), []
    years = [table.headings[at].last_year for at in targets]
    if None not in years and len(set(years)) == len(years):
        last = max(targets, key=lambda at: table.headings[at].last_year or 0)
    else:
        ends = [at for at in targets if not _is_interim(table.headings[at])]
        finals = [at for at in ends if table.headings[at].says("last")] or ends
        others = [at for at in targets if at not in finals]
        if len(finals) != 1 or not all(is_earlier(table, at, finals[0]) for at in others):
            raise OpenQuestionError(asked_about(table, targets))
        last = finals[0]
    return last, [at for at in targets if at != last]


def _is_interim(heading: ColumnHeading) -> bool:
    return heading.column == "interim" or heading.says("interim")


def is_earlier(table: HeadedTable, at: int, target: int) -> bool:
    own, last = table.headings[at].last_year, table.headings[target].last_year
    return own is None or last is None or own < last


def is_before_plan(table: HeadedTable, at: int) -> bool:
    """「最新値（R5）」「令和6年度目標」 in a plan from 令和7年度: an actual, or a target of the plan before."""
    year = table.headings[at].last_year
    return table.period is not None and year is not None and year < table.period.start_fiscal_year


def is_in_plan(table: HeadedTable, at: int, target: int) -> bool:
    """A later year than the target's, of the plan where its period is known."""
    own, last = table.headings[at].last_year, table.headings[target].last_year
    is_later = own is not None and last is not None and own > last
    return is_later and (table.period is None or (own or 0) <= table.period.end_fiscal_year)


def first_baseline(table: HeadedTable, baselines: list[int]) -> tuple[int | None, int | None]:
    """Of several that of the first word in our order, of the same word the one of the latest year.

    The other of two words is what was known later: 「基準値（H25）｜現状値（R2）」.
    """
    if len(baselines) < 2:
        return (baselines[0] if baselines else None), None
    ranked = sorted(baselines, key=lambda at: (_rank(table.headings[at]), -(table.headings[at].last_year or 0)))
    first, second = (table.headings[at] for at in ranked[:2])
    is_same = _rank(first) == _rank(second)
    is_in_plan = table.period and first.last_year and first.last_year >= table.period.start_fiscal_year
    if is_same and (
        first.last_year == second.last_year or is_in_plan
    ):  # 「目標値」 may be set over the middle of its own
        raise OpenQuestionError(asked_about(table, baselines))
    is_known = not is_same and is_earlier(table, ranked[0], ranked[1])
    return ranked[0], ranked[1] if is_known else None


def earlier_baselines(table: HeadedTable, baselines: list[int], first: int | None) -> list[int]:
    """「現状値 R2｜R3｜R4」: those of the same word and of the years before it, the latest first."""
    if first is None or (year := table.headings[first].last_year) is None:
        return []
    years = {at: own for at in baselines if (own := table.headings[at].last_year) is not None and own < year}
    same = [at for at in years if _rank(table.headings[at]) == _rank(table.headings[first])]
    return sorted(same, key=lambda at: -years[at])


def _rank(heading: ColumnHeading) -> int:
    key = name_key(heading.text)
    return next((at for at, word in enumerate(_baseline_words()) if word in key), len(_baseline_words()))


@cache
def _baseline_words() -> tuple[str, ...]:
    return tuple(name_key(word) for word in read_toml(VOCABULARY / "table_words.toml")["baselines"]["first"])


def unknown_amounts(table: HeadedTable) -> list[int]:
    unknown = table.of("unknown", "blank")
    return askable(table, [at for at in unknown if table.is_amounts(at) or _heads_values(table.headings[at])])


def _heads_values(heading: ColumnHeading) -> bool:
    """「めざす方向と目標値 R9」, whose cells are words."""
    return bool(heading.years) and "target" in cut_into_words(heading.text)[0]


def askable(table: HeadedTable, columns: Sequence[int]) -> list[int]:
    """Without those of years and codes: nobody could say which value these are."""
    codes = tuple(sheet_data()["remarks"]["codes"])
    return [at for at in columns if not (table.is_years(at) or table.headings[at].text.endswith(codes))]


def years_beside(table: HeadedTable, baseline: int | None, interim: list[int], target: int) -> dict[int, int]:
    """A column of years for each column of values, by its words or in the same order; else it is not known whose."""
    values = sorted(at for at in (baseline, *interim, target) if at is not None)
    kinds = ("years", "target", "baseline", "year")
    years = [at for at in table.of(*kinds) if table.is_years(at) and at not in values]
    if bare := [at for at in table.of("blank") if table.is_years(at) and at - 1 in values and not years]:
        return {at - 1: at for at in bare}
    sides = {"baseline": baseline, "target": target}
    told = {own: at for at in years if (own := sides.get(_side(table.headings[at]))) is not None}
    if len(told) == len(years):
        return told
    dated = [at for at in values if not table.headings[at].years]
    for some in (values, dated):
        if len(years) == len(some):
            return dict(zip(some, years, strict=True))
    raise OpenQuestionError(OpenQuestion(f"年度の列「{table.headings[years[0]].text}」がどの値の年度か分かりません"))


def _side(heading: ColumnHeading) -> str:
    return value_of_years(heading.text) or heading.column
