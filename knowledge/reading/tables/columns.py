"""Which column of a table holds what: by the words of its header, and by its cells where these leave it open.

What stays open is a question to whoever knows the plan, never a value.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years
from knowledge.reading.tables.cells import cell_kind, is_reference, says_a_target
from knowledge.reading.tables.header import ColumnHeading, PlanContext, part_column
from knowledge.reading.tables.part_headings import names_part
from knowledge.reading.tables.value_columns.choosing import (
    all_years,
    askable,
    columns_of_values,
    earlier_baselines,
    first_baseline,
    is_before_plan,
    is_earlier,
    is_in_plan,
    last_target,
    only_year_ahead,
    past_years,
    planned_years,
    unknown_amounts,
    years_beside,
)
from knowledge.reading.tables.value_columns.table import (
    VALUE_SHARE,
    Columns,
    HeadedTable,
    LeftUnread,
    OpenQuestion,
    OpenQuestionError,
    Resolved,
    asked_about,
)

_LISTED = re.compile(r"(?:^|[\s　])・")
_CODE = re.compile(r"(?P<measure>\d{1,2}-\d{1,2})-\d{1,2}")


def resolve(
    headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]], start: int = 0, plan: PlanContext | None = None
) -> Resolved:
    """`rows` are whole ones; the table's first column is their `start`-th."""
    table = HeadedTable(headings, rows, start, plan or PlanContext())
    try:
        columns = _columns(table)
    except OpenQuestionError as question:
        return Resolved(question.question)
    if doubt := _few_values(table, columns):
        return Resolved(doubt)
    return Resolved(columns, tuple(_remarks(table, columns)))


def _columns(table: HeadedTable) -> Columns:
    targets, baselines, years = columns_of_values(table)
    name = _name(table, before=min([*targets, *baselines, *years], default=0))
    target, interim = last_target(table, targets)
    baseline, known = first_baseline(table, baselines)
    if targets and baseline is None and len(before := [at for at in years if at < min(targets)]) == 1:
        baseline, years = before[0], [at for at in years if at not in before]
    elif not targets and baseline is not None and (ahead := only_year_ahead(table, baseline, years)) is not None:
        target, years = ahead, []
    elif not targets and baseline is not None and (planned := planned_years(table, baseline, years)):
        *interim, target = planned
        years = []
    elif not targets and baseline is None and (planned := all_years(table, years)):
        baseline, *interim, target = planned
        years = []
    if target is None:
        raise OpenQuestionError(asked_about(table, years or askable(table, table.of("unknown"))))
    past = past_years(table, years, target) if targets and baseline is None else []
    if past:
        baseline, years = past[0], []
    if behind := [at for at in years if at > target and is_in_plan(table, at, target)]:
        if table.period is None:
            raise OpenQuestionError(asked_about(table, [target, *behind]))
        *others, last = sorted([target, *behind], key=lambda at: table.headings[at].last_year or 0)
        interim, target = [*interim, *others], last  # 「目標値」 over 「R7｜R9｜R11」
    between = [at for at in years if baseline is not None and baseline < at < target and at not in interim]
    interim += [at for at in between if is_earlier(table, at, target)]
    interim = [at for at in interim if not is_before_plan(table, at)]
    if baseline is None and (asked := [at for at in unknown_amounts(table) if at != name] + years):
        raise OpenQuestionError(asked_about(table, asked))
    if baseline is not None and not is_earlier(table, baseline, target):
        raise OpenQuestionError(asked_about(table, [baseline, target]))
    pairs = years_beside(table, baseline, sorted(interim), target)
    unit = _unit(table)
    return Columns(
        name=table.start + name,
        target=table.value(target, pairs.get(target)),
        baseline=None if baseline is None else table.value(baseline, pairs.get(baseline)),
        interim=tuple(table.value(at, pairs.get(at)) for at in sorted(interim)),
        known=None if known is None else table.value(known),
        earlier=tuple(map(table.value, past[1:] or earlier_baselines(table, baselines, baseline))),
        unit=None if unit is None else table.start + unit,
        part=None if (part := _part(table, name)) is None else table.start + part,
        label=None if (label := _label_column(table, name)) is None else table.start + label,
        level=None if (level := _level_column(table, label)) is None else table.start + level,
        goal=None if (goal := _goal_column(table, name, label)) is None else table.start + goal,
    )


def _name(table: HeadedTable, before: int) -> int:
    """The last of the columns that may hold the name before the first value: 「項目｜指標｜現状値」."""
    names = [at for at in table.of("name") if at < before or not before]
    names = [at for at in names if not table.is_amounts(at) or len(names) == 1]
    if not names:
        raise OpenQuestionError(OpenQuestion("指標の名前の列が分かりません"))
    return _under_one_header(table, names[-1])[0]


def _under_one_header(table: HeadedTable, name: int) -> list[int]:
    """The columns under a header that is one cell over several: the name, and behind it its parts."""
    first = name
    while first and table.headings[first - 1] == table.headings[name] and table.headings[name].text:
        first -= 1
    return list(range(first, name + 1))


def _unit(table: HeadedTable) -> int | None:
    """「現状値｜単位｜目標値｜単位」: the first of several that say the same in each row."""
    units = table.of("unit") or [at for at in table.of("blank") if table.is_units(at)]
    if len({tuple(table.cells[at]) for at in units}) > 1:
        raise OpenQuestionError(OpenQuestion("単位の列がいくつもあり、行によって単位が違います"))
    return units[0] if units else None


def _part(table: HeadedTable, name: int) -> int | None:
    """One without a header is that only where its cells name parts: 「男」「女」."""
    if name + 1 < len(table.headings) and name in _under_one_header(table, name + 1):
        return name + 1
    at = part_column(table.headings, name)
    is_told = at is None or table.headings[at].column != "blank" or all(names_part(c) for c in table.cells[at] if c)
    return at if is_told else None


def _few_values(table: HeadedTable, columns: Columns) -> OpenQuestion | None:
    for value in (columns.baseline, columns.target):
        if value is None:
            continue
        cells = [cell for cell in table.cells[value.at - table.start] if cell]
        read = [cell for cell in cells if says_a_target(cell) or cell_kind(cell) == "blank" or is_reference(cell)]
        if len(read) < VALUE_SHARE * len(cells) or (not cells and value is columns.target):
            return OpenQuestion(
                f"表の列「{value.heading.text}」は {len(cells)} 欄のうち {len(read)} 欄しか値として読めないため、"
                "この表の値は取り込みません（行は本文として検索できます）"
            )
    return None


def _remarks(table: HeadedTable, columns: Columns) -> list[LeftUnread]:
    """What is in the table and not read."""
    used = columns.places | {table.start + at for at in table.of("unit")}
    left = [at for at in range(len(table.headings)) if table.start + at not in used and table.headings[at].text]
    values = {"target", "baseline", "year", "interim"}
    none = [LeftUnread("表に基準値の列がありません")] if columns.baseline is None else []
    if columns.baseline and columns.baseline.heading.column == "year" and columns.earlier:
        none.append(LeftUnread(f"計画より前の年度の列「{columns.baseline.heading.text}」を基準値としました"))
    none += [
        LeftUnread(f"表の列「{one.text}」の年度は、計画のほかの表や文に書かれた{one.last_year.label}としました")
        for value in columns.values
        if (one := value.heading).last_year and not find_years(unicodedata.normalize("NFKC", one.text))
    ]
    return none + [
        LeftUnread(
            f"表の列「{table.headings[at].text}」は読み取りの対象外です"
            + ("（同じ表の別の列を採りました）" if table.headings[at].column in values else ""),
            table.headings[at].text,
        )
        for at in left
    ]


def _label_column(table: HeadedTable, name: int) -> int | None:
    """The column before the name that says what each row belongs to, a measure before all else."""
    for words in ("measures", "others"):
        found = [at for at in range(name) if name_key(table.headings[at].text) in _label_words(words)]
        found = [at for at in found if not _are_lists(table.cells[at])] or found
        if found:
            return found[-1]
    if levelled := next((at for at in range(1, name) if _level_column(table, at) is not None), 0):
        return levelled
    numbered = next((at for at in reversed(range(name)) if _are_numbered(table.cells[at], "measures", "goals")), None)
    codes = (at for at in reversed(range(name)) if table.cells[at] and all(map(measure_of_code, table.cells[at])))
    return next(codes, None) if numbered is None else numbered


def _are_lists(cells: Sequence[str]) -> bool:
    """「・直売所 ・加工場」: what the row consists of, and no name of its own."""
    return any(len(_LISTED.findall(cell)) > 1 for cell in cells)


def _goal_column(table: HeadedTable, name: int, label: int | None) -> int | None:
    """「基本目標」, or 政策 beside 施策: the outer of the columns before the name."""
    before = range(name if label is None else label)
    texts = [name_key(table.headings[at].text) for at in before]
    goals = [at for at in before if texts[at] in _label_words("goals") or _are_numbered(table.cells[at], "goals")]
    return next(iter(goals), next((at for at in before if heads_measures(table.headings[at].text)), None))


def _are_numbered(cells: Sequence[str], part: str, other: str = "") -> bool:
    """「施策１ 窓口の見直し」 below 「区分」: the cells say what their header does not, and so may some of `other`."""
    filled = [re.sub(r"[\s　]+", "", cell) for cell in cells if cell]
    numbered = [cell for cell in filled if _numbered_label(part).match(cell)]
    others = [cell for cell in filled if other and cell not in numbered and _numbered_label(other).match(cell)]
    return bool(numbered) and 2 * (len(numbered) + len(others)) > len(filled)


@cache
def _numbered_label(part: str) -> re.Pattern[str]:
    words = [*_label_words(part), *(["目標"] if part == "goals" else [])]
    return re.compile(rf"{alternatives(words)}[(（]?(?:\d|[０-９①-⑳Ⅰ-Ⅻ]|[A-ZＡ-Ｚ](?![A-Za-z]))")


def measure_of_code(cell: str) -> str:
    """「1-2-③」 of an indicator → 「1-2」, the number of its measure."""
    match = _CODE.fullmatch(unicodedata.normalize("NFKC", cell)) if not cell.isdecimal() else None
    return match["measure"] if match else ""


def heads_measures(text: str) -> bool:
    return name_key(text) in _label_words("measures")


def is_numbered_measure(cell: str) -> bool:
    """「施策１ 窓口の見直し」."""
    return _are_numbered([cell], "measures")


def is_numbered_goal(cell: str) -> bool:
    """「基本目標A」 in a column that names measures as well."""
    return _are_numbered([cell], "goals")


def is_level_of_goals(cell: str) -> bool:
    return name_key(cell) in _label_words("levels")


def _level_column(table: HeadedTable, label: int | None) -> int | None:
    """The column before that of the labels in which each row says of what level its label is: 「目標」「施策」."""
    levels = table.cells[label - 1] if label else []
    is_told = any(map(heads_measures, levels)) and all(heads_measures(one) or is_level_of_goals(one) for one in levels)
    return label - 1 if label and is_told else None


@cache
def _label_words(part: str) -> frozenset[str]:
    return frozenset(map(name_key, read_toml(VOCABULARY / "table_words.toml")["labels"][part]))
