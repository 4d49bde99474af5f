"""A page whose lines were run together by a search engine or a copy: its headings and tables on lines of their own.

    11 基本目標1 港で働く 数値目標 基準値 目標値 出生数 41人(R5) 50人(R11) 婚姻数 12件 (R5) 20件 (R11) 【基本的方向】 …

Only a table of 基準値 and 目標値 is taken apart, and only where each of its rows is a name and two values with their
units: then nothing else can be meant. Every word stays where it stood.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from knowledge.model.column_words import cut_into_words, is_unit
from knowledge.model.normalize import name_key
from knowledge.model.quantity import is_blank
from knowledge.model.records import Finding
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years
from knowledge.reading.layout import shipped_layout
from knowledge.reading.tables.gather import LONGEST_NAME
from knowledge.reading.tables.header import read_heading_of_column

SHORTEST = 200  # characters of a line; a printed one is shorter
_YEARS = re.compile(r"[(（\[][^()（）\[\]]{1,24}[)）\]]")
_VALUE = re.compile(
    r"[約▲△-]?\d[\d,]*(?:\.\d+)?(?P<unit>[^\d\s()（）.．、。][^\d\s()（）]{0,7})(?:[(（][^()（）]{1,24}[)）])?"
)
_MARKED = re.compile(r"[【<＜〈《■◆●○◎◇□・※]|[(（]\d{1,2}[)）]|[①-⑳]")
_NUMBERED = re.compile(r"\d{1,2}[.．]\D")
_AMOUNT = r"[約▲△-]?\d[\d,]*(?:\.\d+)?\s?[^\d\s()（）→]{0,8}"
_AT = r"\s?[(（][^()（）]{1,24}[)）]"
_WAY = re.compile(rf"[①-⑳]\s?[^①-⑳→:：。]{{2,45}}[:：]\s?{_AMOUNT}(?:{_AT})?\s?→\s?{_AMOUNT}{_AT}")
_FEWEST_WAYS = 2
_TOLD = "{0}行目は、改行のない長い行のため、見出しと表の行を分けて読みました。元の文書と見比べてください"
_ENDS = ("。", "、", "，")


class _Row(Struct, frozen=True):
    name: str
    begun: str
    target: str
    end: int


def with_runs_apart(text: str) -> tuple[str, tuple[Finding, ...]]:
    """The text with each such line as several, and what to look at."""
    found = [_lines_apart(line) for line in text.splitlines()]
    apart = [lines for lines in found if len(lines) > 1]
    if not apart:
        return text, ()
    message = _TOLD.format("、".join(str(at) for at, lines in enumerate(found, start=1) if len(lines) > 1))
    return "\n".join(line for lines in found for line in lines), (Finding("info", message, None),)


def _lines_apart(text: str) -> list[str]:
    """The line as it is where no such table is on it, nor points 「①出生数：41人(R5)→50人(R11)」."""
    ways = list(_WAY.finditer(text)) if len(text) >= SHORTEST else []
    if len(ways) < _FEWEST_WAYS:
        return _with_tables_apart(text)
    lines: list[str] = []
    for before, way in zip([None, *ways], ways, strict=False):
        lines += [*_other(text[before.end() if before else 0 : way.start()]), way[0]]
    return [*lines, *_other(text[ways[-1].end() :])]


def _other(text: str) -> list[str]:
    """What stands before, between and behind points."""
    apart = _with_tables_apart(text) if text.strip() else []
    return apart if len(apart) > 1 else [*_prose(text.split()), ""] if apart else []


def _with_tables_apart(text: str) -> list[str]:
    words = text.split()
    tables = list(_tables(words)) if len(text) >= SHORTEST else []
    if not tables:
        return [text]
    lines: list[str] = []
    at = 0
    for start, header, rows in tables:
        lines += [*_prose(words[at:start]), "", "\t".join(header)]
        lines += ["\t".join((row.name, row.begun, row.target)) for row in rows] + [""]
        at = rows[-1].end
    return [*lines, *_prose(words[at:])]


def _tables(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, str, str], list[_Row]]]:
    at = 0
    while at < len(words):
        header = _header(words, at)
        rows = list(_rows(words, header[1])) if header else []
        is_whole = bool(rows) and not _is_value(words, rows[-1].end)  # of names that stand before all values none is
        if header and is_whole:
            yield at, header[0], rows
            at = rows[-1].end
        else:
            at += 1


def _header(words: Sequence[str], at: int) -> tuple[tuple[str, str, str], int] | None:
    """「指標 基準値(H26) 目標値 (H31年度)」 and where it ends."""
    cells: list[str] = []
    for want in ("name", "baseline", "target"):
        if at >= len(words) or read_heading_of_column(words[at], {}).column != want:
            return None
        cell, at = words[at], at + 1
        if want != "name" and at < len(words) and _is_years(words[at]):
            cell, at = cell + words[at], at + 1
        cells.append(cell)
    roles, rest = cut_into_words(words[at]) if at < len(words) else ((), "")
    is_wider = (bool(roles) and not rest) or (at < len(words) and name_key(words[at]) in _other_columns())
    return None if is_wider else ((cells[0], cells[1], cells[2]), at)


def _rows(words: Sequence[str], at: int) -> Iterator[_Row]:
    """Up to the first that is none: what stands behind it is told by its marks, or by sentences."""
    while row := _row(words, at):
        yield row
        at = row.end


def _row(words: Sequence[str], at: int) -> _Row | None:
    start = at
    while at < len(words) and not _is_value(words, at):
        if _opens(words[at]) or words[at].endswith(_ENDS):
            return None
        at += 1
    name = "".join(words[start:at])
    begun, at = _value(words, at)
    target, at = _value(words, at)
    is_name = 1 < len(name) <= LONGEST_NAME and not words[start].isdecimal()
    units = [match["unit"] for one in (begun, target) if (match := _VALUE.match(one))]
    is_one = bool(units) and len(set(units)) == 1 and is_unit(units[0])
    return _Row(name, begun, target, at) if is_name and is_one and _VALUE.match(target) else None


def _value(words: Sequence[str], at: int) -> tuple[str, int]:
    """With the years behind it; "" where none stands there."""
    if not _is_value(words, at):
        return "", at
    value, at = words[at], at + 1
    if at < len(words) and _is_years(words[at]) and not value.endswith((")", "）")):
        return value + words[at], at + 1
    return value, at


def _is_value(words: Sequence[str], at: int) -> bool:
    return at < len(words) and bool(_VALUE.fullmatch(words[at]) or is_blank(words[at]))


@cache
def _other_columns() -> frozenset[str]:
    layout = shipped_layout()
    return layout.other_columns | layout.detail_columns | layout.project_columns


def _is_years(word: str) -> bool:
    return bool(_YEARS.fullmatch(word)) and bool(find_years(unicodedata.normalize("NFKC", word)))


def _opens(word: str) -> bool:
    """A heading or a point begins there."""
    return bool(_MARKED.match(word) or _NUMBERED.match(word) or _labelled().fullmatch(word))


@cache
def _labelled() -> re.Pattern[str]:
    labels = alternatives(sorted(shipped_layout().labels, key=len, reverse=True))
    return re.compile(rf"{labels}(?:\d{{1,2}}|[０-９]{{1,2}}|[Ⅰ-Ⅻ]|[①-⑳])(?:[-－]\d{{1,2}})?[:：]?")


def _prose(words: Sequence[str]) -> Iterator[str]:
    """Before each mark and number a line begins; a heading has its name up to the next space, sentences their own."""
    runs: list[list[str]] = [[]]
    for word in words:
        if _opens(word):
            runs.append([])
        runs[-1].append(word)
    for run in filter(None, runs):
        yield from _lines_of(run)


def _lines_of(run: Sequence[str]) -> Iterator[str]:
    bare = bool(_labelled().fullmatch(run[0]) or re.fullmatch(_MARKED, run[0]))
    size = 2 if bare else 1
    is_headed = _opens(run[0]) and len(run) > size and not any(one.endswith("。") for one in run[:size])
    if not is_headed:
        yield " ".join(run)
        return
    if bare and run[1][0] in '“"「『' and not run[1].endswith("。") and len(run) > size:
        size += 1  # 「基本目標1 “ひと” 子育ての希望をかなえるまち」
    yield " ".join(run[:size])
    yield ""
    if rest := run[size:]:
        yield " ".join(rest)
