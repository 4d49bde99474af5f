"""A cell of a table taken apart: years, lengths of time, numbers with their units, brackets, and the words between.

Nothing is dropped but marks of footnotes: what is no token of its own stays as text, for the reader to explain or not.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.numerals import arabic_amount, compound_value, kanji_number
from knowledge.model.quantity import SCALES, quantity_words
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import SaidYear, find_years
from knowledge.model.years.spans import short_spans

LONGEST_AMOUNT_CELL = 400  # characters; a longer one is prose
LONGEST_SPAN = 15  # years
_YEAR = 0xE000  # years stand as single private characters, so that no digit of theirs is taken for an amount
_MOST_YEARS = 0x100
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_FOOTNOTE = re.compile(  # the digit of 「m²」 is no mark
    rf"\^\{{※\d+\}}|\s*+(?:※+\s*+\d{{0,2}}|[*†‡]+\s*+\d?)\)?\s*$|(?<![A-Za-z⁰¹²³⁴⁵⁶⁷⁸⁹]){_RAISED}\s*$|{_RAISED}⁾\s*$"
)
_LEADING_MARK = re.compile(r"^\s*[※*†‡]+\s*(?=\D)|^\s*\*+\s*(?=\d)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_YEAR_BEFORE_NUMBER = re.compile(r"年(?=\s*\d+[.\-/]\d)")  # 「令和6年 3.5人」 is no 5 March
_FROM_TO = re.compile(
    "(?P<first>[\ue000-\ue0ff])\\s*(?:[~〜\\-–−]|から(?=[\ue000-\ue0ff]))\\s*(?P<last>[\ue000-\ue0ff])"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,.]*\d)"
_BRACKETS = str.maketrans("[]{}<>〔〕【】〈〉《》", "()" * 7)
_PLAIN_UNIT = r"[一-龥々ァ-ヶーA-Za-z%‰℃]{1,6}"  # where nothing else stands behind


class PrintedYears(Struct, frozen=True):
    """A year, or years from `year` to `last`. `is_calendar`: 令和5年, no 年度."""

    year: FiscalYear
    last: FiscalYear
    is_calendar: bool


class PrintedLength(Struct, frozen=True):
    """「5年間」: so many years, which ones is said elsewhere."""

    years: int


class PrintedNumber(Struct, frozen=True):
    """`upper`: of a range. `sign` is "+" only where one is printed; that of a negative one is in its `value`."""

    value: Decimal
    unit: str
    upper: Decimal | None
    sign: str


class PrintedWord(Struct, frozen=True):
    text: str


class Bracketed(Struct, frozen=True):
    """What stands in brackets."""

    tokens: tuple["PlacedToken", ...]


class PlacedToken(Struct, frozen=True):
    """A token and its place in the printed cell."""

    token: PrintedYears | PrintedLength | PrintedNumber | PrintedWord | Bracketed
    start: int
    end: int


class UnreadableCellError(ValueError):
    """It holds what this cannot take apart without guessing."""


class _Folded(Struct, frozen=True):
    """NFKC text whose characters know where they are printed: from `starts` up to `ends`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def replaced(self, start: int, end: int, text: str) -> "_Folded":
        """`text[start:end]` in other characters, all of which stand for what is printed there."""
        first, last = self.starts[start], self.ends[end - 1]
        return _Folded(
            self.text[:start] + text + self.text[end:],
            (*self.starts[:start], *[first] * len(text), *self.starts[end:]),
            (*self.ends[:start], *[last] * len(text), *self.ends[end:]),
        )


def without_footnote(text: str) -> str:
    """「－※」 → 「－」; a mark by itself stays."""
    bare = _FOOTNOTE.sub("", text)
    return bare if bare.strip() else text


def tokens_of(cell: str, unit: str = "") -> tuple[PlacedToken, ...]:
    """`unit` is that of its column. Raises UnreadableCellError."""
    if len(cell) > LONGEST_AMOUNT_CELL or _PRIVATE.search(cell) or _BARE_SCALES.search(cell):
        raise UnreadableCellError(cell)
    folded, whens = _with_years(_without_notes(_folded(cell), unit))
    return tuple(_tokens(folded, whens, 0, len(folded.text), unit))


def _folded(cell: str) -> _Folded:
    """Raised digits behind something are marks of footnotes, but for ㎡ as m²; ① in front is a mark of a list."""
    found: list[tuple[str, int]] = []
    for at, char in enumerate(cell):
        if char in "⁽⁾":
            continue
        if unicodedata.category(char) == "No":
            is_of_unit = char in "²³" and found and found[-1][0] == "m"
            is_mark = found and (char in _SUPERSCRIPTS or ("①" <= char <= "⓾" and not cell[at + 1 :].strip()))
            if not is_of_unit and not is_mark:
                raise UnreadableCellError(cell)
            if not is_of_unit:
                continue
        found += [(each, at) for each in unicodedata.normalize("NFKC", char)]
    places = tuple(at for _, at in found)
    return _Folded("".join(char for char, _ in found).translate(_BRACKETS), places, tuple(at + 1 for at in places))


def _without_notes(cell: _Folded, unit: str) -> _Folded:
    for pattern in (_LEADING_MARK, _FOOTNOTE):
        while match := pattern.search(cell.text):
            if match.end() == match.start():
                break
            cell = cell.replaced(*match.span(), "")
    if not any(char.isdecimal() for char in cell.text) and (written := _from_kanji(cell.text, unit)):
        return cell.replaced(0, len(cell.text), written)
    return cell


def _from_kanji(text: str, unit: str) -> str | None:
    """「百五十人」 → 「150人」, where a unit stands behind it: 「十分」 and 「一定」 are words."""
    written = arabic_amount(text.strip())
    measures = {unicodedata.normalize("NFKC", one) for one in _words("other_units")["measures"]}
    units = alternatives(quantity_words("whole_units") | measures | {"%", "円", unicodedata.normalize("NFKC", unit)})
    bounds = alternatives([*_words("around")["at_least"], *_words("around")["at_most"]])
    is_amount = written and re.fullmatch(rf"\d+(?:[億万]\d*)?\s*{units}{bounds}?", written)
    return written if is_amount else None


def _with_years(cell: _Folded) -> tuple[_Folded, list[PrintedYears]]:
    whens: list[PrintedYears] = []
    for span in short_spans(cell.text):
        cell = cell.replaced(*span)
    while match := _YEAR_BEFORE_NUMBER.search(cell.text):
        cell = cell.replaced(match.start(), match.end(), "年:")
    for said in reversed([one for one in find_years(cell.text) if _is_year(cell.text, one)]):
        assert said.year is not None
        is_calendar = said.kind == "calendar"
        whens.append(PrintedYears(said.year, said.year, is_calendar))
        cell = cell.replaced(said.start, said.end, chr(_YEAR + len(whens) - 1))
    while match := _FROM_TO.search(cell.text):
        first, last = (whens[ord(match[name]) - _YEAR] for name in ("first", "last"))
        if not 0 < last.year - first.year <= LONGEST_SPAN or first.last != first.year or len(whens) >= _MOST_YEARS:
            raise UnreadableCellError(cell.text)
        whens.append(PrintedYears(first.year, last.year, first.is_calendar))
        cell = cell.replaced(*match.span(), chr(_YEAR + len(whens) - 1))
    return cell, whens


def _is_year(text: str, said: SaidYear) -> bool:
    """A bare number of four digits is one only in brackets, in a span or before a colon: else it may be an amount."""
    if said.year is None or not text[said.start : said.end].strip().isdecimal():
        return said.year is not None
    before, behind = text[: said.start].rstrip()[-1:], text[said.end :].lstrip()[:1]
    return (before == "(" and behind in (")", "年")) or behind in ("~", "〜", ":") or before in ("~", "〜")


def _tokens(cell: _Folded, whens: Sequence[PrintedYears], start: int, end: int, unit: str) -> Iterator[PlacedToken]:
    pattern, at, word = _pattern(unit), start, start
    while at < end:
        match = pattern.match(cell.text, at, end)
        if match is None:
            at += 1
            continue
        yield from _word(cell, word, at)
        if match["open"]:
            close = _closing(cell.text, at, end)
            inside = tuple(_tokens(cell, whens, at + 1, close, unit))
            yield PlacedToken(Bracketed(inside), cell.starts[at], cell.ends[close])
            at = close + 1
        else:
            token = _token(match, whens)
            if token is not None:
                yield PlacedToken(token, cell.starts[match.start()], cell.ends[match.end() - 1])
            at = match.end()
        word = at
    yield from _word(cell, word, end)


def _word(cell: _Folded, start: int, end: int) -> Iterator[PlacedToken]:
    text = cell.text[start:end]
    if text.strip():
        yield PlacedToken(PrintedWord(text.strip()), cell.starts[start], cell.ends[end - 1])


def _closing(text: str, at: int, end: int) -> int:
    depth = 0
    for place in range(at, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise UnreadableCellError(text)


def _token(
    match: re.Match[str], whens: Sequence[PrintedYears]
) -> PrintedYears | PrintedLength | PrintedNumber | PrintedWord | None:
    """None for what only separates."""
    if match["each"] or match["per"]:
        return PrintedWord(match["each"] or match["per"])
    if match["when"]:
        return whens[ord(match["when"]) - _YEAR]
    if match["length"]:
        return PrintedLength(kanji_number(match["length"]) or 0)
    return _number(match) if match["digits"] else None


def _number(match: re.Match[str]) -> PrintedNumber:
    value = _value(match["sign"], match["digits"], match["compound"])
    if match["upper"] is None:
        return PrintedNumber(value, match["unit"] or "", None, "+" if match["sign"] == "+" else "")
    upper, below = _value(match["sign2"], match["upper"], match["compound2"]), match["lower_unit"] or ""
    if upper <= value or (below and match["unit"] != below) or match["sign"] == "+":
        raise UnreadableCellError(match[0])
    return PrintedNumber(value, match["unit"] or "", upper, "")


def _value(sign: str | None, digits: str, compound: str | None) -> Decimal:
    """("30", "万1千") → 301000, ("3", "億5千万") → 350000000. A lone scale such as 万人 stays in the unit."""
    value = compound_value(f"{digits}{compound or ''}".replace(" ", ""))
    return -value if sign and sign != "+" else value


def _words(part: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = read_toml(VOCABULARY / "quantities.toml")[part]
    return words


_BARE_SCALES = re.compile(r"[0-9０-９]\s*[兆億万千]+(?:[0-9０-９]千)?百|[0-9０-９]\s*[千百]十")
"""「1万2千百人」 is 12,100人, and no 12,000 of 百人: such a cell is kept as words."""


@lru_cache(maxsize=256)
def _pattern(unit: str) -> re.Pattern[str]:
    man = rf"万\s*{_DIGITS}千?"
    oku = rf"億\s*{_DIGITS}千?(?:万(?:\s*{_DIGITS}千?)?)"
    compound = rf"(?:兆\s*{_DIGITS}千?(?:億|{oku})|{oku}|{man})(?!\s*[\d兆億万千])"
    sign = r"[▲△+−]|±(?=\s?0(?![\d.,]))|-(?!\s)|マイナス"
    known, each = _unit_pattern(unit), _words("around")["each"]
    return re.compile(
        r"(?P<when>[\ue000-\ue0ff])"
        rf"|(?P<each>{alternatives(sorted(each, key=len, reverse=True))})"
        r"|(?P<length>\d{1,2}|[一二三四五六七八九十])\s*(?:[かカヵヶケ箇]年間?|年間|年(?=累計|計|平均|で))"
        rf"|(?:(?P<sign>{sign})\s*)?(?P<digits>{_DIGITS})(?P<compound>{compound})?"
        rf"(?:\s*+(?P<lower_unit>{known})?\s*+[~〜-]\s*(?P<sign2>{sign})?"
        rf"(?P<upper>{_DIGITS})(?P<compound2>{compound})?)?"
        rf"(?:\s?(?P<unit>{known}(?:\s?/\s?(?:{known}|[一-龥ァ-ヶ]{{1,4}}+(?!\s?[:\d])))?))?"
        rf"|(?P<per>{alternatives(sorted(_words('around')['per'], key=len, reverse=True))})|(?P<open>\()|[\s、,;:/・|]+"
    )


@lru_cache(maxsize=256)
def _unit_pattern(unit: str) -> str:
    """The known units, the longest first, that of the column among them; another one only where nothing follows."""
    own = unicodedata.normalize("NFKC", unit).strip()
    known = {*quantity_words("whole_units"), *quantity_words("other_units")} | ({own} if own else set())
    folded = sorted({unicodedata.normalize("NFKC", one) for one in known}, key=len, reverse=True)
    no_units = _words("no_units")
    followed = alternatives(sorted(quantity_words("around"), key=len, reverse=True))
    changes = alternatives(sorted(quantity_words("changes") | {"比", "差"}, key=len, reverse=True))
    is_none = rf"数|{followed}|\S*{changes}|\S*{alternatives(no_units['behind'])}(?:\s|\(|\)|$)"
    other = rf"(?!{is_none}){_PLAIN_UNIT}?(?={followed}?\s*(?:$|\(|\)))"
    return (
        rf"(?:{alternatives(tuple(SCALES))}?{alternatives(folded)}(?!{alternatives(no_units['behind_unit'])})|{other})"
    )
