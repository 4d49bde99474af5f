"""Notes above and under a table that change its values: 「※目標値は5年間の累計」「（単位：千人）」.

A note that speaks of years, 累計, 平均 or a unit and whose place is not certain is a finding, never passed over.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from knowledge.model.amount_words import around, names_source
from knowledge.model.column_words import is_unit, sheet_data
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.quantity import printed_unit
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years, without_years
from knowledge.reading.source import Line
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue

_MARK = re.compile(r"(?P<mark>[※*]|\(?注\)?)\s*(?P<number>\d{1,2}(?![\d年/.%か]))?\)?\s*[:.、]?\s*")
_UNIT = re.compile(r"(?:(?P<subject>[^:]{0,20}?)の?)単位\s*(?:[:は]|はすべて)?\s*(?P<unit>[^:。]+?)(?:です)?")
_CAPTION_BEHIND = re.compile(r"\S\s*(?P<caption>[(\[【<〔]\s*単位\s*:?\s*[^:。()]{1,20}[)\]】>〕])\W*$")
_IS = r"は|:|=|\.{2,}|―+"  # 「基準値…令和3年度」
_SUBJECT = re.compile(rf"(?P<subject>.+?)\s*(?:{_IS})、?\s*(?P<says>.+)")
_LAST_SUBJECT = re.compile(rf"(?P<subject>.+)\s*(?:{_IS})\s*(?P<says>.+)")
_LONGEST_MARK = 2
_MARKED = re.compile(r"印(?:の(?:もの|値|数値|指標|欄))?")  # 「※印の値は…」
_OF_A_ROW = re.compile(r"(?P<row>[^は]{1,40}?)(?:の値)?は(?P<says>.+)")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_SINCE = ("から", "まで")
_LENGTH = re.compile(r"\d+\s*(?:年間|[かカヵケヶ箇]年)")
_CALENDAR = "暦年"

NotedColumn = Literal["baseline", "target"]
_COLUMNS: tuple[NotedColumn, ...] = ("baseline", "target")


class TableNote(Struct, frozen=True, kw_only=True):
    """`mark` as it stands at what it is about (「※1」); `says` of these columns of these indicators, or `unit`.

    `rows`: the mark or the name of a row with the year of its baseline: 「アは国勢調査（令和2年）、ウは令和3年度の値」.
    """

    line: Line
    mark: str
    columns: tuple[NotedColumn, ...]
    subject: str
    says: str
    unit: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def is_table_note(text: str) -> bool:
    """A line that may speak of a table: 「※…」「注1）…」「（単位：人）」."""
    return bool(_MARK.match(_opened(text))) or is_unit_caption(text)


def is_unit_caption(text: str) -> bool:
    """「（単位：千人）」 by itself; without a mark it stands above its table."""
    return bool(re.fullmatch(r"[(\[【<〔]?\s*単位\s*:?\s*[^:。()]{1,20}\s*[)\]】>〕]?", _folded(text)))


def caption_behind_title(text: str) -> str:
    """「■数値目標（単位：千人）」 right above a table: what stands in the brackets; "" where no unit does."""
    match = _CAPTION_BEHIND.search(_folded(text))
    return match["caption"] if match else ""


def read_note(line: Line, text: str) -> TableNote | None:
    """None where it says nothing of years, units or the way of counting."""
    folded = _opened(text)
    match = _MARK.match(folded)
    mark = f"{match['mark']}{match['number'] or ''}" if match else ""
    bare = _unwrapped(folded[match.end() :] if match else folded)
    if told := _UNIT.fullmatch(bare):
        columns, rest = _columns_of(told["subject"] or "")
        return TableNote(line=line, mark=mark, columns=columns or _COLUMNS, subject=rest, says="", unit=told["unit"])
    parts = _SUBJECT.fullmatch(bare)
    said, says = (parts["subject"], parts["says"]) if parts else _led_by_column(bare)
    is_of_marked = bool(mark) and _MARKED.fullmatch(said) is not None
    columns, subject = _columns_of("" if is_of_marked else said)
    is_at_a_value = bool(columns) or is_of_marked or (bool(mark[1:]) and _is_plain(says))
    changes = _changes_counting(says) or (is_at_a_value and bool(find_years(says)))
    rows = () if changes else tuple(_years_of_rows(bare))
    if not changes and not rows:
        return None
    return TableNote(line=line, mark=mark, columns=columns, subject=subject, says=says, rows=rows)


def _years_of_rows(text: str) -> Iterator[tuple[str, str]]:
    for clause in re.split("[、。]", text):
        match = _OF_A_ROW.fullmatch(clause.strip())
        said = find_years(match["says"]) if match else ()
        rest = _EMPTY_BRACKETS.sub("", without_years(match["says"])) if match else ""
        if match and len(said) == 1 and not any(word in rest for word in _SINCE) and _is_plain(rest):
            yield match["row"].strip(), match["says"][said[0].start : said[0].end]


def with_years_of_rows(
    entries: Sequence[list[PrintedIndicator]], marks: Sequence[Collection[str]], notes: Iterable[TableNote]
) -> list[Finding]:
    """Dates in `entries` the baselines of which a note tells another year than their header; what fits none is told.

    `marks`: what else the cells of each row hold, 「ア」 below 「記号」.
    """
    findings: list[Finding] = []
    for note in notes:
        for row, years in note.rows:
            key = name_key(row)
            marked = [own for own, cells in zip(entries, marks, strict=True) if key in map(name_key, cells)]
            named = [own for own in entries if any(name_key(entry.name) == key for entry in own)]
            found = [_dated_otherwise(entry, years) for own in (marked or named) for entry in own]
            if found and all(found):
                for own in marked or named:
                    own[:] = [new for entry in own if (new := _dated_otherwise(entry, years))]
            elif marked or named or len(key) <= _LONGEST_MARK:
                findings.append(_unplaced(note, [entry for own in entries for entry in own]))
    return findings


def _dated_otherwise(entry: PrintedIndicator, years: str) -> PrintedIndicator | None:
    """None where it is no year of its baseline."""
    year, last = find_years(years)[0].year, entry.target.heading.last_year
    is_past = year is not None and (last is None or year < last)
    if entry.baseline is None or entry.baseline.years or find_years(_folded(entry.baseline.text)) or not is_past:
        return None
    return replace(entry, baseline=replace(entry.baseline, years=years))


def with_notes(
    entries: Sequence[PrintedIndicator], notes: Iterable[TableNote]
) -> tuple[list[PrintedIndicator], list[Finding]]:
    """The indicators of a table with what its notes say of them, and of the notes that fit nowhere why."""
    noted, findings = list(entries), []
    for note in notes:
        told = [_told(entry, note, noted) for entry in noted]
        if any(new is not old for new, old in zip(told, noted, strict=True)):
            noted = told
        elif not (note.unit and all(_has_unit(entry) for entry in noted)):
            findings.append(_unplaced(note, noted))
    return noted, findings


def with_remarks(entry: PrintedIndicator, line: Line, remarks: Iterable[str]) -> tuple[PrintedIndicator, list[Finding]]:
    """The indicator with what its row says below 備考: 「基準値は令和５年」, 「５か年累計」 of the target."""
    findings: list[Finding] = []
    for clause in (one.strip() for text in remarks for one in re.split(r"[、。\n]", _folded(text))):
        if (restated := _restated(entry, clause)) != entry:
            entry = restated
            continue
        note = read_note(line, clause)
        if note is None:
            is_unread = any(_columns_of(clause)[0]) and any(one.year for one in find_years(clause))
            findings += [_unheeded(entry, clause, line)] if is_unread else []
            continue
        columns = note.columns or (_COLUMNS if _is_of_the_calendar(note.says) else ("target",))
        told = with_notes([entry], [replace(note, columns=columns, subject=entry.name)])[0][0]
        findings += [_unheeded(entry, clause, line)] if told is entry and not note.unit else []
        entry = told
    return entry, findings


def says_countings(cells: Sequence[str]) -> bool:
    """「累」 or 「単」 in each row, 「2025年度からの累計」 or 「毎年度」: a column of how the values count."""
    filled = {_bare_counting(cell) for cell in cells if cell}
    return bool(filled & set(_words("sums"))) and filled <= {*_words("sums"), *_words("singles")}


def sum_of(cell: str) -> str:
    """「累」 → 「累計」; "" of a value that each year has by itself."""
    return _words("sums")[0] if _bare_counting(cell) in _words("sums") else ""


def _bare_counting(cell: str) -> str:
    bare = _folded(cell).strip("~")
    return without_years(bare).removeprefix("からの").removeprefix("から").strip() if find_years(bare) else bare


def _restated(entry: PrintedIndicator, clause: str) -> PrintedIndicator:
    """「R6は荒天のためR5値」: what stands below the year of its column is of another."""
    parts = _SUBJECT.fullmatch(clause)
    subject, said = (find_years(parts["subject"]), find_years(parts["says"])) if parts else ((), ())
    years = [one.year for one in (*subject, *said) if one.kind == "fiscal"]
    if parts is None or len(subject) != 1 or len(said) != 1 or len(years) != 2 or years[0] == years[1]:
        return entry
    behind = _without(parts["says"][said[0].end :], sheet_data()["remarks"]["restated"])
    begun, own = entry.baseline, years[0]
    is_said = not without_years(parts["subject"]).strip("の欄値") and not behind.strip("のを実績値")
    if (
        begun is None
        or begun.years
        or begun.heading.last_year != own
        or entry.target.heading.last_year == own
        or not is_said
    ):
        return entry
    return replace(entry, baseline=replace(begun, years=parts["says"][said[0].start : said[0].end]))


def _unheeded(entry: PrintedIndicator, clause: str, line: Line) -> Finding:
    told = f"指標「{entry.name}」の行の「{clause[:40]}」がどの値のことか分からないため、値はこれを除いて読みました"
    return Finding("warning", told, Span(line.number, line.number, line.page))


def _unplaced(note: TableNote, entries: Sequence[PrintedIndicator]) -> Finding:
    where = f"「{entries[0].name}」の表" if entries else "表"
    message = (
        f"{where}の注「{note.line.text.strip()[:40]}」をどの値に当てはめるか分からないため、値は注を除いて読みました。"
        "原文を確かめ、値が変わるときは corrections.toml で欄に書き添えてください"
    )
    return Finding("warning", message, Span(note.line.number, note.line.number, note.line.page))


def _told(entry: PrintedIndicator, note: TableNote, entries: Sequence[PrintedIndicator]) -> PrintedIndicator:
    """The same object where the note says nothing of it."""
    names = [one.name for one in entries if _key(one.name) in _key(note.subject)]
    rest = _without(_key(note.subject), [*map(_key, names), *_words("joints")])
    is_marked = bool(note.mark) and any(_bears(note.mark, _marks_of(one)) for one in entries)
    is_known = not rest and (is_marked or not note.mark[1:].isdigit())
    if not is_known or (names and entry.name not in names):
        return entry
    if note.unit:
        is_new = is_unit(note.unit) and not _has_unit(entry) and len(note.columns) == len(_COLUMNS)
        return replace(entry, table_unit=printed_unit(note.unit)) if is_new else entry
    if not _is_plain(note.says):
        return entry
    is_narrow = bool(names) or is_marked

    def noted(value: PrintedValue, column: NotedColumn) -> PrintedValue:
        bears = _bears(note.mark, _folded(f"{value.heading.text} {value.text}"))
        is_own = not is_marked or bears or _bears(note.mark, _folded(entry.name))
        fits = (
            (column in note.columns or (bears and not note.columns))
            and is_own
            and (is_narrow or not _contradicts(value, note.says))
        )
        return replace(value, note=note.says) if fits else value

    baseline = noted(entry.baseline, "baseline") if entry.baseline else None
    target, interim = noted(entry.target, "target"), tuple(noted(one, "target") for one in entry.interim)
    new = replace(entry, baseline=baseline, target=target, interim=interim)
    return entry if new == entry else new


def _bears(mark: str, text: str) -> bool:
    """「※1」 is not in 「※12」."""
    return bool(mark) and re.search(rf"{re.escape(mark)}(?!\d)", text) is not None


def _contradicts(value: PrintedValue, says: str) -> bool:
    """The header names another year than a note on the whole column."""
    years = [one.year for one in find_years(says) if one.year]
    return bool(years) and value.heading.last_year not in (None, years[-1])


def _has_unit(entry: PrintedIndicator) -> bool:
    return bool(entry.unit or entry.target.heading.unit or entry.table_unit)


def _marks_of(entry: PrintedIndicator) -> str:
    values = [entry.target, *entry.interim, *filter(None, [entry.baseline])]
    return _folded(" ".join([entry.name, *(f"{one.heading.text} {one.text}" for one in values)]))


def _changes_counting(says: str) -> bool:
    words = (*around("cumulative"), *around("mean"))
    counts = any(word in says for word in words if len(word) > 1)
    return _CALENDAR in says or (counts and (_is_plain(says) or bool(_LENGTH.search(says) or find_years(says))))


def _is_of_the_calendar(says: str) -> bool:
    """「暦年」 is the year of every value, 「5年間の累計」 that of a target."""
    return _CALENDAR in says and not any(word in says for word in (*around("cumulative"), *around("mean")))


def _is_plain(says: str) -> bool:
    """Nothing but years, words that the reader of headers knows, and where a value is from."""
    bare = _LENGTH.sub("", without_years(says))
    if names_source(bare):
        return True
    words = [*around("cumulative"), *around("mean"), _CALENDAR, *_words("neutral")]
    return not re.sub(r"[\s()~\-、。:月日\d]+", "", _without(bare, words))


def _columns_of(subject: str) -> tuple[tuple[NotedColumn, ...], str]:
    """The columns that are named, and what else the subject holds."""
    found = [one for one in _COLUMNS if any(word in subject for word in _words(one))]
    rest = _without(subject, [word for part in (*_COLUMNS, "all") for word in _words(part)])
    if not found and any(word in subject for word in _words("all")):
        found = list(_COLUMNS)
    return tuple(found), rest if found else subject


def years_of_columns(sentence: str) -> Iterator[tuple[NotedColumn, FiscalYear]]:
    """「基準値は令和5年度、目標値は令和11年度の値です。」: the columns that it is about with the year of each."""
    begun = ""
    for clause in re.split("[、。,]", re.sub(rf"({_IS})[、,]", r"\1", _folded(sentence))):
        clause = begun + clause
        match = _MARK.match(clause)
        parts = _SUBJECT.fullmatch(_unwrapped(clause[match.end() :] if match else clause))
        said = find_years(parts["says"]) if parts else ()
        last = None
        begun = clause if parts and not said and _is_plain(parts["says"]) else ""  # 「基準値は、原則として、」
        if parts is None or len(said) != 1 or said[0].kind != "fiscal" or said[0].year is None:
            continue
        if not _is_plain(parts["says"]) and (last := _LAST_SUBJECT.fullmatch(_unwrapped(clause))):
            parts = last  # 「数値の年次は、注のない限り基準＝2023年度」
        columns, rest = _columns_of(_without(parts["subject"], _words("plans")))
        if parts["subject"] in _words("undated"):  # 「年度のない値は令和6年度の現況です」
            columns, rest = _columns_of(without_years(parts["says"]))
            rest = "" if _is_plain(rest) else rest
        elif not _is_plain(parts["says"]):
            continue
        if columns and not _without(rest, (*_words("joints"), *(_words("neutral") if parts is last else ()))):
            yield from ((column, said[0].year) for column in columns)


def _led_by_column(text: str) -> tuple[str, str]:
    """「いずれも5年間の平均」「目標値、計画期間の累計」: without は."""
    words = alternatives([word for part in (*_COLUMNS, "all") for word in _words(part)])
    match = re.match(rf"(?:{words}|[、・]|及び|と)+", text)
    return (match[0], text[match.end() :].lstrip("、 ")) if match else ("", text)


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, "")
    return text.strip()


def _unwrapped(text: str) -> str:
    bare = text.strip().rstrip("。").strip()
    return bare[1:-1].strip() if bare[:1] in "([【<〔" and bare[-1:] in ")]】>〕" and bare else bare


def _opened(text: str) -> str:
    """「（※印は…）」 without its brackets."""
    folded = _folded(text)
    return _unwrapped(folded) if folded[1:2] in ("※", "*") else folded


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _key(text: str) -> str:
    return re.sub(r"[\s※*]", "", _folded(text))


@cache
def _words(part: str) -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "table_words.toml")["notes"][part])
