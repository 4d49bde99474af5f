"""A line of a table → its cells: apart by tabs, between bars, or in columns of spaces as of `pdftotext -layout`."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import takewhile
from typing import Literal

from msgspec import Struct

from knowledge.model.cell_tokens import (
    Bracketed,
    PrintedWord,
    PrintedYears,
    UnreadableCellError,
    tokens_of,
    without_footnote,
)
from knowledge.model.column_words import NOTE_MARK, cut_into_words, is_unit, roles_of_words, sheet_data, word_key
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key, tidy_spaces
from knowledge.model.numerals import arabic_amount
from knowledge.model.quantity import is_blank, quantity_words
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import SaidYear, find_years, without_years
from knowledge.reading.source import Line

_BARS = str.maketrans("｜│┃∣¦", "|||||")
_RULER = re.compile(r"[\s:：+|─━┼\-=]*[-─━]{2,}[\s:：+|─━┼\-=]*")  # |---|---:| under a header
_RULE = re.compile(r"[─━═]{2,}|-{5,}")  # between the rows of a header, in some of its columns
_SLASHED = re.compile(r"[ 　]+[/／][ 　]+")  # 「出生数　／　41人　／　50人」
_GAP = re.compile(r"[ 　]{2,}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\s*[-‐–―－(（]*\s*(?:P\.?|p\.?)?\s*[0-9０-９]{1,3}\s*[-‐–―－)）]*\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LONGEST_TARGET = 12  # characters
_LONGEST_WORD = 10  # characters between two numbers of a cell that is amounts; a sentence is longer
_SPACES = re.compile(r"[\s()%]+")

_Placed = tuple[str, int, int]
"""A cell, and the columns of characters from which and up to which it stands."""

Form = Literal["cells", "tab", "bar", "space", "lines"]
CellKind = Literal["blank", "amount", "year", "words"]


class Cut(Struct, frozen=True):
    """A line with its cells. `places` are the columns of characters from which and up to which each stands, two for a
    wide one; only for columns of spaces, where a cell's number says nothing about its column. `wide`: how many columns
    a wide character takes; one where a converter counts characters."""

    line: Line
    form: Form
    cells: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()
    wide: int = 2

    @property
    def width(self) -> int:
        """Cells up to the last one that is not empty."""
        return max((at for at, cell in enumerate(self.cells, start=1) if cell), default=0)


@lru_cache(maxsize=8_192)  # each reader of tables looks at every line anew
def cut(line: Line, wide: int = 2) -> Cut | None:
    """None for a line that has no cells."""
    text = line.text.strip("\n")
    barred = text.translate(_BARS).strip()
    if line.cells:
        return Cut(line, "cells", tuple(map(_tidy, line.cells)))
    if "\t" in text:
        return Cut(line, "tab", tuple(map(_tidy, text.split("\t"))))
    if barred.startswith("|") and barred.count("|") > 1:
        inner = barred[1:-1] if barred.endswith("|") else barred[1:]
        return Cut(line, "bar", tuple(map(_tidy, inner.split("|"))))
    if len(_SLASHED.findall(text)) > 1:
        return Cut(line, "bar", tuple(map(_tidy, _SLASHED.split(text))))
    if barred.count(" | ") > 1:
        return Cut(line, "bar", tuple(map(_tidy, barred.split("|"))))
    return _cut_at_gaps(line, wide)


def _tidy(cell: str) -> str:
    return _BREAK.sub(" ", cell).replace("**", "").strip()


def _cut_at_gaps(line: Line, wide: int) -> Cut | None:
    text = line.text
    starts = [0, *(match.end() for match in _GAP.finditer(text))]
    ends = [*(match.start() for match in _GAP.finditer(text)), len(text)]
    spans = zip(starts, ends, strict=True)
    found = [(text[a:b].strip(" 　"), display_column(text, a, wide), display_column(text, b, wide)) for a, b in spans]
    found = [part for one in found if one[0] and not _RULE.fullmatch(one[0]) for part in _years_apart(*one, wide)]
    found = _letters_joined(found)
    is_one = len(found) < 2 and not text.startswith(("  ", "　　"))
    if not found or is_one:
        return None
    return Cut(line, "space", tuple(one[0] for one in found), tuple((one[1], one[2]) for one in found), wide)


def _letters_joined(found: list[_Placed]) -> list[_Placed]:
    """「指　　標」「目　　標　　値」: a word of headers, widened by spaces, is one cell."""
    for at in range(len(found)):
        run = list(takewhile(lambda one: len(one[0]) == 1, found[at:]))
        for length in range(len(run), 1, -1):
            word = "".join(one[0] for one in run[:length])
            if word_key(word) in roles_of_words():
                found[at : at + length] = [(word, run[0][1], run[length - 1][2])]
                break
    return found


def _years_apart(text: str, start: int, end: int, wide: int) -> list[_Placed]:
    """「（R4年度）（R11年度）」, typed with no or one space between the years of two columns."""
    groups = list(_IN_BRACKETS.finditer(text))
    is_years = "".join(one[0] for one in groups) == re.sub(r"[ 　](?=[（(])", "", text) and all(
        cell_kind(one[0]) == "year" for one in groups
    )
    if len(groups) < 2 or not is_years:
        return [(text, start, end)]
    return [
        (one[0], start + display_column(text, one.start(), wide), start + display_column(text, one.end(), wide))
        for one in groups
    ]


def display_column(text: str, at: int, wide: int = 2) -> int:
    return sum(wide if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text[:at])


def is_ruler(line: Line) -> bool:
    return bool(_RULER.fullmatch(line.text))


def is_page_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text))


@lru_cache(maxsize=8_192)
def cell_kind(cell: str) -> CellKind:
    """An amount with its year is an amount; a year alone is none. 「令和6年度 － ％」 is blank, as a dash is."""
    folded = without_footnote(unicodedata.normalize("NFKC", cell))
    said = tuple(one for one in find_years(folded) if not _is_bare_number(folded, one))
    bare = tidy_spaces(without_years(folded, said))
    if is_blank(bare.strip("%()")):
        return "year" if said and not any(map(is_blank, _SPACES.sub("", bare))) else "blank"
    if said and (not cut_into_words(bare)[1] or _is_span(cell)):
        return "year"
    return "amount" if _is_amount(_BRACKETED.sub("", bare)) or _is_amount(bare) else "words"


def has_amount(text: str) -> bool:
    """Whether digits stand in it that are of no year: not in 「R8 実証」."""
    folded = unicodedata.normalize("NFKC", text)
    said = tuple(one for one in find_years(folded) if not _is_bare_number(folded, one))
    return any(map(str.isdigit, without_years(folded, said)))


def _is_span(cell: str) -> bool:
    """「（令和7～11年度平均）」: years, words of headers and no number."""
    try:
        tokens = [one.token for one in tokens_of(cell)]
    except UnreadableCellError:
        return False
    tokens += [one.token for group in tokens if isinstance(group, Bracketed) for one in group.tokens]
    words = [one.text for one in tokens if isinstance(one, PrintedWord)]
    is_plain = all(isinstance(one, PrintedYears | Bracketed | PrintedWord) for one in tokens)
    return is_plain and not any(cut_into_words(word)[1] for word in words)


def _is_bare_number(text: str, said: SaidYear) -> bool:
    """「2020 件」 and 「1995」 in a cell are amounts; 「(2020)」 and 「2026~29累計」 are years."""
    is_marked = text[: said.start].rstrip().endswith(("(", "~", "-")) or text[said.end :].lstrip().startswith(
        ("~", "-")
    )
    return text[said.start : said.end].isdecimal() and not is_marked


def _is_amount(text: str) -> bool:
    if is_unit(text) or NOTE_MARK.fullmatch(text):
        return False  # 「百万円」「※1」
    text = arabic_amount(text) or text
    runs = re.split(r"\d+", text)
    return len(runs) > 1 and all(len(run) <= _LONGEST_WORD for run in runs) and "。" not in text


def says_a_target(cell: str) -> bool:
    """An amount, or words of the kinds that plans print in its place: 「全国平均並み」「上昇」「実施」."""
    if cell_kind(cell) == "amount":
        return True
    key = name_key(without_years(unicodedata.normalize("NFKC", cell)))
    return any(word in key for word in _target_words())


def is_short_target(cell: str) -> bool:
    """「増加」「現状維持」「50人」, no prose."""
    return len(cell) <= _LONGEST_TARGET and says_a_target(cell)


def is_target_word(cell: str) -> bool:
    """「増加」「実施」 and nothing else."""
    return name_key(cell) in _target_words()


def is_reference(cell: str) -> bool:
    """「同左」「〃」「↑」: it says what another cell does, or only a direction."""
    return cell.strip() in read_toml(VOCABULARY / "table_words.toml")["references"]["words"]


def refers_to_row_above(cell: str) -> bool:
    return cell.strip() in read_toml(VOCABULARY / "table_words.toml")["references"]["above"]


@cache
def _target_words() -> tuple[str, ...]:
    return tuple(name_key(word) for word in read_toml(VOCABULARY / "table_words.toml")["targets"]["words"])


def is_bare_value(cell: str) -> bool:
    """「2社（R6）」「300戸以下」, which can be no name; 「65歳以上の就業者数」 can."""
    folded = unicodedata.normalize("NFKC", cell)
    match = _bare_value().fullmatch(tidy_spaces(_BRACKETED.sub("", without_years(folded))))
    if match is None or not match["unit"]:
        return match is not None
    units = quantity_words("whole_units") | quantity_words("other_units")
    return is_unit(match["unit"]) or match["unit"] in units


@cache
def _bare_value() -> re.Pattern[str]:
    return re.compile(rf"[約▲△+-]?\s*[\d,.]+\s*(?P<unit>\D*?[mM][23]|\D*?){alternatives(quantity_words('vague'))}?")


def is_total_row(name: str) -> bool:
    """「合計」 is no indicator."""
    return name_key(name) in map(name_key, sheet_data()["total_rows"]["words"])
