"""Values behind words that say which they are, on one line: 「出生数　現状 41人（R5）　目標 50人（R11）」.

The name may stand on the line above, which then heads nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from knowledge.model.amount_cells import counts_years
from knowledge.model.column_words import BRACKETED, sheet_data
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years
from knowledge.model.years.spans import whole_span
from knowledge.reading.headings import find_heading, prints_way
from knowledge.reading.layout import Layout
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import cell_kind, has_amount, says_a_target
from knowledge.reading.tables.entries import PrintedValue
from knowledge.reading.tables.header import ColumnHeading, ColumnKind, read_heading_of_column
from knowledge.reading.tables.told_years import ToldYears
from knowledge.reading.tables.whole_rows import counts_something

Stages = Mapping[str, ColumnHeading]
_WORD = re.compile(r"[^\s　:：、→⇒➡]+")
_GLUED = re.compile(  # 「目標50人」「現状（R6）小77.9％」
    r"(?P<dated>[^\d\s()（）]+[(（][^()（）]*[)）])(?P<behind>.+)|(?P<label>[^\d\s]+?)(?P<value>[約▲△]?\d.*)"
)
_INSIDE = re.compile("[。→⇒➡]")  # of a sentence, or of a way with years of its own
_BETWEEN = " \t　\u2002\u2003:：、，,／/→⇒➡=＝は"
_LONGEST_VALUE = 40
_MARK = re.compile(r"^[^\w（(]+")
_CARDS = re.compile(r"　+|[ \t]{2,}")
_FARTHEST = 2  # lines from a name to its values
_FEWEST_NAMES = 2
_POINTS = ("circled", "kana", "bracketed_kana")
_NUMBER = re.compile(r"\d{1,2}(?:[-－‐–−.．]\d{1,2})+")  # 「到達点1-1 確かな学力」 is a heading
_MOSTLY = 0.6  # of the headings with one mark must name values: then all that do are names


def labelled_values(text: str, stages: Stages | None = None) -> tuple[str, list[PrintedValue]]:
    """「出生数　現状 41人（R5）　目標 50人」 → the name and both values; a name alone behind 「指標名」.

    `stages`: what words of the document's own head.
    """
    known = {**_cards(), **(stages or {})}
    found = [(word, label) for word in _WORD.finditer(text) if (label := _label(word[0], text[word.end() :], known))]
    is_first = bool(found) and not any(map(str.isalpha, text[: found[0][0].start()]))  # 「8.2　12.2　指標：…」
    is_named = is_first and found[0][1][0].column == "name"
    start = found[0][0].end() if is_named else 0
    labels = [(word, *label) for word, label in found if label[0].column != "name"]
    if not labels:
        return text[start:].strip(_BETWEEN) if is_named else "", []
    ends = [*(word.start() for word, _, _ in labels[1:]), len(text)]
    values = [
        PrintedValue(text[word.end() - len(glued) : end].strip(_BETWEEN), heading)
        for (word, heading, glued), end in zip(labels, ends, strict=True)
    ]
    name = text[start : labels[0][0].start()].strip(_BETWEEN)
    is_mark = not any(map(str.isalpha, name))  # 「▶ 目標（R10） 90社」「9.2　現在（R4）：23件」
    return ("" if is_mark else name, values) if all(map(_is_value, values)) else ("", [])


def stages_of(told: ToldYears, plan: Period | None) -> Stages:
    """「5年後」, of which a sentence tells the year: a target in the years of the plan, before them a baseline."""
    begins = plan.start_fiscal_year if plan else None
    words = {key[1:-1]: year for key, year in told.items() if key.startswith("(")}
    return {
        word: ColumnHeading(word, "baseline" if year < begins else "target", (year,))
        for word, year in words.items()
        if begins is not None
    }


@cache
def _cards() -> Stages:
    """「いま」「ゴール」, which head values in lines and nothing else."""
    words: Mapping[str, Sequence[str]] = read_toml(VOCABULARY / "table_words.toml")["cards"]
    kinds: Mapping[str, ColumnKind] = {"baseline": "baseline", "target": "target"}
    return {word: ColumnHeading(word, kinds[part]) for part in words for word in words[part]}


def heads_a_value(text: str) -> bool:
    """「ゴール → 3,000人（令和10年度）」: a word that heads a value in lines, with an amount."""
    return any(
        value.heading.text in _cards() and cell_kind(value.text) == "amount" for value in labelled_values(text)[1]
    )


def says_counting(text: str) -> str:
    """「数え方　期間中の合計」: over which years; "" of any other line, and where each year counts by itself."""
    match = re.match(rf"\W*{alternatives(_notes()['counting'])}[\s　:：→]+(?P<says>\S.*)$", text)
    return match["says"].strip() if match and counts_years(match["says"]) else ""


def _notes() -> Mapping[str, Sequence[str]]:
    notes: Mapping[str, Sequence[str]] = read_toml(VOCABULARY / "table_words.toml")["notes"]
    return notes


def _label(word: str, behind: str, stages: Stages | None = None) -> tuple[ColumnHeading, str] | None:
    """A word that heads a value, with the part of it that is the value's own; a year does before a colon."""
    if (told := (stages or {}).get(BRACKETED.sub("", unicodedata.normalize("NFKC", word)))) and behind.strip(_BETWEEN):
        years = read_heading_of_column(word, {}).years
        return replace(told, years=years or told.years), ""
    ways = [(word, "")]
    if (glued := _GLUED.fullmatch(word)) and not _NUMBER.fullmatch(glued["value"] or ""):
        ways.append((glued["dated"] or glued["label"], glued["behind"] or glued["value"]))
    for label, value in ways:
        heading = read_heading_of_column(label, {})
        if heading.column in ("baseline", "target", "interim") or (heading.column == "name" and not value):
            return heading, value
        if heading.says("interim") and heading.years:  # 「中間（R8） 200a」
            return replace(heading, column="interim"), value
        if heading.column == "year" and not value and behind.lstrip().startswith((":", "：")):
            return heading, value
    return None


def _is_value(value: PrintedValue) -> bool:
    if not value.text or len(value.text) > _LONGEST_VALUE or _INSIDE.search(value.text):
        return False
    is_target = value.heading.column != "baseline"
    bare = BRACKETED.sub("", unicodedata.normalize("NFKC", value.text)).strip() or value.text  # 「－（未実施）」
    is_known = (
        cell_kind(bare) == "blank"
        or cell_kind(value.text) in ("amount", "blank")
        or value.text in sheet_data()["no_value"]["words"]
    )
    return is_known or (is_target and says_a_target(value.text))


def cards_of(text: str) -> list[str]:
    """What stands side by side on one line: 「申請率　窓口の利用件数」."""
    return _CARDS.split(text.strip())


def is_when(text: str) -> bool:
    """「2024年度」, and 「2025年調査」「2026-2030」 too."""
    is_dated = bool(find_years(unicodedata.normalize("NFKC", text))) and not has_amount(text)
    return cell_kind(text) == "year" or is_dated or bool(whole_span(text))


def names_of_values(lines: Sequence[Line], layout: Layout) -> set[int]:
    """The numbers of lines that look like headings and name the values on the next: 「◇いじめの解消率」.

    Where the name counts nothing by itself, most of the headings with its mark must stand over values. So are values
    no headings that stand one on each line behind a mark: 「現状 88社」 over 「▶ 目標（R10） 90社」.
    """
    names: dict[int, tuple[str, bool]] = {}
    marks: Counter[str] = Counter()
    printed = [line for line in lines if line.text.strip()]
    for at, line in enumerate(printed):
        below = _values_behind(printed[at + 1 :], line)
        head = None if line.cells else find_heading(line.text, layout, is_bold=line.is_bold)
        if head is None or head.role or line.level is not None:
            continue
        marks[head.style] += 1
        name, values = labelled_values(head.text)
        goes_on = values and not name and at and head.is_free and _follows_values(printed[at - 1], line)
        if (name and not values) or goes_on:  # 「8.5　指標：林業の新規就業者数」
            names[line.number] = ("", True)
        elif below and states_values(below) and (head.is_free or (head.style in _POINTS and not prints_way(below))):
            names[line.number] = (head.style, all(map(counts_something, cards_of(head.text))))
    own = Counter(style for style, _ in names.values())
    are_names = {style for style, count in own.items() if count >= max(_FEWEST_NAMES, _MOSTLY * marks[style])}
    return {number for number, (style, is_name) in names.items() if is_name or style in are_names}


def _values_behind(lines: Sequence[Line], above: Line) -> str:
    """The line below, with those below it that go on with values."""
    whole: list[str] = []
    for line in lines:
        is_near = line.number - above.number <= _FARTHEST
        if not is_near or (whole and not (_holds_values(whole[0]) and _holds_values(line.text))):
            break
        if not whole and all(map(is_when, cards_of(line.text))):
            above = line  # 「2024年度　2030年度」 over a way
            continue
        whole.append(_MARK.sub("", line.text) if whole else line.text)
        above = line
    return "　".join(whole)


def _holds_values(text: str) -> bool:
    """Behind a mark or none, and without a name."""
    name, values = labelled_values(text)
    return bool(values) and not name


def _follows_values(before: Line, line: Line) -> bool:
    return line.number - before.number <= _FARTHEST and _holds_values(before.text)


def values_below(text: str, below: str) -> tuple[str, list[PrintedValue]]:
    """「漁業生産額　現況値（R3）　目標値（R9）」 over 「12.4億円　14.0億円」: the name and as many values as words."""
    found = [(word, _label(word[0], "")) for word in _WORD.finditer(text)]
    labels = [(word, label[0]) for word, label in found if label and label[0].column != "name" and not label[1]]
    cells = [match[0] for match in _WORD.finditer(below)]
    if (
        len(labels) < 2
        or len(labels) != len(cells)
        or [one for one, _ in found[-len(labels) :]] != [w for w, _ in labels]
    ):
        return "", []
    values = [PrintedValue(cell, heading) for cell, (_, heading) in zip(cells, labels, strict=True)]
    return (text[: labels[0][0].start()].strip(_BETWEEN), values) if all(map(_is_value, values)) else ("", [])


def states_values(text: str) -> bool:
    """「現状 41人　目標 50人」「22％ ▶ 60％」 without a name."""
    if prints_way(text):
        return True
    name, values = labelled_values(text.strip())
    return not name and {"baseline", "target"} <= {value.heading.column for value in values}
