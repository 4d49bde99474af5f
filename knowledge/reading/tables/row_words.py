"""What words in the rows of a table say of them: which part of an indicator they are, whether they are 実績.

メタボ該当者の割合  男性   28.0％       事業者数  計画値  40  80  120
                    女性   9.1％                  実績値  45  92        is no target

So do 「事業者数（実績）」 beside 「事業者数（計画）」, and 「（実績）」 below 「事業者数」.
"""

import re
import unicodedata
from collections.abc import Sequence

from knowledge.model.column_words import Role, cut_into_words
from knowledge.model.normalize import name_key
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.model.years.said import without_years
from knowledge.reading.tables.header import says_both
from knowledge.reading.tables.header_rows import TableHeader
from knowledge.reading.tables.part_headings import names_part
from knowledge.reading.tables.whole_rows import WholeRow

_PARTED = re.compile(r"(?P<whole>.+?)(?:[\s　]+|\s*[（(])(?P<part>[^\s　（()）]+)[）)]?")
_TO_REACH: frozenset[Role] = frozenset(("plan", "target"))
_REACHED: frozenset[Role] = frozenset(("value", "rate", "grade", "difference"))
_WORD_BEHIND = re.compile(
    r"^(?P<name>.*\S)[\s　]*(?:[(（［\[【](?P<inside>[^()（）]+)[)）］\]】]|[\s　](?P<word>\S+))$"
)
_TOLD = (
    "「{0}」の行（{1}行）は、目標ではないため本文として検索できるようにしました"
    "（実績値は、表計算ファイルにすれば kpi import で取り込めます）"
)


def with_names_of_parts(
    rows: Sequence[WholeRow], labels: Sequence[WholeRow], names: Sequence[int]
) -> tuple[list[WholeRow], list[WholeRow]]:
    """「女性」 is 「メタボ該当者の割合（女性）」. `labels`: names in lines without values; also those that are left."""
    out: list[WholeRow] = []
    left = list(labels)
    above = dict.fromkeys(names, "")
    for row in sorted([*rows, *labels], key=lambda one: one.lines[0].number):
        is_label = any(row is one for one in labels)
        cells = list(row.cells)
        for at in names:
            if not names_part(cells[at]) or is_label:
                above[at] = cells[at] if is_label else _whole_of(cells[at])
            elif above[at]:
                left = [one for one in left if one.cells[at] != above[at]]
                cells[at] = f"{above[at]}（{cells[at].strip(' 　()（）')}）"
        if not is_label:
            out.append(replace(row, cells=tuple(cells)))
    return out, left


def _whole_of(name: str) -> str:
    """「健康寿命」 of 「健康寿命　男性」; "" where the name is of no part."""
    match = _PARTED.fullmatch(name.strip())
    return match["whole"] if match and names_part(match["part"]) else ""


def of_targets(rows: Sequence[WholeRow], header: TableHeader) -> tuple[list[WholeRow], list[WholeRow]]:
    """The rows to read, and those of 実績, 達成率 and the like."""
    reached = (
        _by_pairs(rows, header)
        or _by_a_column(rows, header)
        or _by_names([(row, row.cells[header.names[0]]) for row in rows])
    )
    own = [row for row in rows if not any(row is one for one in reached)]
    return [_with_baseline(row, reached, header) for row in own], reached


def _with_baseline(row: WholeRow, reached: Sequence[WholeRow], header: TableHeader) -> WholeRow:
    """What 実績 prints below 「前計画 R4」, where 計画 prints nothing: from where the plan of that name begins."""
    name = row.cells[header.names[0]]
    theirs = [
        one for one in reached if one.cells[header.names[0]] == name and any("value" in _kind(c) for c in one.cells)
    ]
    begun = [at for at in header.values if header.headings[at].column == "baseline" and not row.cells[at]]
    if len(theirs) != 1 or not begun:
        return row
    return replace(row, cells=tuple(theirs[0].cells[at] if at in begun else cell for at, cell in enumerate(row.cells)))


def are_to_reach(cells: Sequence[str]) -> bool:
    """「計画値」 in each."""
    return all(map(_is_to_reach, cells))


def reached_told(rows: Sequence[WholeRow]) -> Finding:
    """Once for all tables."""
    said = (cell for row in rows for cell in row.cells)
    words = dict.fromkeys(cell for cell in said if _is_reached(cell) or _is_reached(_parted(cell)[1])) or ["実績"]
    first = rows[0].lines[0]
    return Finding("info", _TOLD.format("」「".join(words), len(rows)), Span(first.number, first.number, first.page))


def _by_pairs(rows: Sequence[WholeRow], header: TableHeader) -> list[WholeRow]:
    """Below 「計画／実績」 two rows of each name."""
    orders = {_begins_with_reached(one.text) for one in header.headings if says_both(one.text)}
    at = header.names[0]
    pairs = list(zip(rows[::2], rows[1::2], strict=False))
    is_paired = all(above.cells[at] == below.cells[at] for above, below in pairs)
    are_two = len({name_key(above.cells[at]) for above, _ in pairs}) == len(pairs) and 2 * len(pairs) == len(rows)
    if len(orders) != 1 or not is_paired or not are_two:
        return []
    return [pair[0 if orders == {True} else 1] for pair in pairs]


def mixes_kinds(header: TableHeader, reached: Sequence[WholeRow]) -> bool:
    """Whether columns are of 計画 and 実績 in one, and no rows tell them apart."""
    return not reached and any(says_both(one.text) for one in header.headings)


def _begins_with_reached(text: str) -> bool:
    roles = cut_into_words(without_years(unicodedata.normalize("NFKC", text)))[0]
    return next(role for role in roles if role in ("plan", "target", "value")) == "value"


def _by_a_column(rows: Sequence[WholeRow], header: TableHeader) -> list[WholeRow]:
    """Where each cell of one says a kind, and they say both."""
    for at in (at for at in range(header.width) if at not in header.values):
        told = [(row, row.cells[at]) for row in rows if row.cells[at]]
        reached = [row for row, cell in told if _is_reached(cell)]
        if 0 < len(reached) < len(told) and all(_is_reached(cell) or _is_to_reach(cell) for _, cell in told):
            return reached
    return []


def _by_names(rows: Sequence[tuple[WholeRow, str]]) -> list[WholeRow]:
    """「実績」 alone is no name, and 「…（実績）」 is none beside one that says anything else of the same."""
    parted = [_parted(name) for _, name in rows]
    others = {name_key(name) for name, word in parted if not _is_reached(word)}
    return [
        row
        for (row, whole), (name, word) in zip(rows, parted, strict=True)
        if _is_no_name(whole) or (_is_reached(word) and name_key(name) in others)
    ]


def _is_no_name(text: str) -> bool:
    return len(text) > 1 and _is_reached(text) and "grade" not in _kind(text)


def _parted(name: str) -> tuple[str, str]:
    """「従業者数（実績）」「従業者数　実績」 → 従業者数 and 実績."""
    match = _WORD_BEHIND.match(name)
    word = (match["inside"] or match["word"]) if match else ""
    return (match["name"], word) if match and _kind(word) else (name, "")


def _is_reached(cell: str) -> bool:
    return bool(_kind(cell) & _REACHED)


def _is_to_reach(cell: str) -> bool:
    return bool(_kind(cell)) and _kind(cell) <= _TO_REACH


def _kind(cell: str) -> frozenset[Role]:
    roles, rest = cut_into_words(unicodedata.normalize("NFKC", cell))
    return frozenset() if rest or not roles else frozenset(roles) if set(roles) <= _TO_REACH | _REACHED else frozenset()
