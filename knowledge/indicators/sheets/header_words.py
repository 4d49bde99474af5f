"""What one cell of a header says: the words it is made of, the years it names, and what is left over.

The words are data (`vocabulary/sheet_words.toml`); a text is cut into the longest of them, from left to right.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, SaidYear, find_years, is_absolute, without_years
from knowledge.model.normalize import name_key
from knowledge.model.quantity import printed_unit

Role = str
"""A key of LABELS, or neutral: of what is taken in, and of the kinds that are left out (target, baseline, …)."""

LABELS: Mapping[Role, str] = {
    "id": "ID",
    "name": "指標",
    "fiscal_year": "年度",
    "as_of": "時点",
    "value": "実績値",
    "unit": "単位",
    "status": "区分",
    "later": "訂正・確定後の値",
    "earlier": "訂正・確定前の値",
    "source": "出典",
    "note": "備考",
    "sample": "架空",
    "confirmed": "確認",
    "grade": "評価",
    "comment": "コメント",
    "target": "目標値",
    "baseline": "基準値・現状値",
    "plan": "計画・見込み",
    "rate": "達成率・進捗率",
    "progress": "進捗",
    "difference": "増減・前年比",
    "previous": "前年度など",
    "partial": "年度の途中",
    "total": "合計・平均",
    "elsewhere": "全国・県など",
    "money": "予算・決算",
    "division": "担当課",
    "number": "番号",
    "group": "施策・分類",
    "method": "算出方法",
    "activity": "取組の内容",
    "ours": "記録",
    "kind": "目標か実績かの区分",
    "unclear": "何の値か分からない列",
}
KINDS = frozenset(("value", "target", "baseline", "plan", "rate", "difference", "previous", "total", "partial"))
"""What a row may say that its numbers are."""
BESIDE_NUMBERS = frozenset(("grade", "comment", "note", "source", "division", "method", "activity", "progress"))
"""What other rows of the same indicator may hold."""

REVISIONS = frozenset(("later", "earlier"))
"""What is said of a value that another one stands in place of, or that stands in place of another."""

_BRACKETED = re.compile(r"[(\[〔【<](?:単位\s*[::]?\s*)?([^()\[\]〔〕【】<>]*)[)\]〕】>]")
_UNIT_LINE = re.compile(r"[(\[〔【<]?\s*単位\s*[::]\s*([^()\[\]〔〕【】<>]+?)\s*[)\]〕】>]?")
_UNIT_BESIDE = re.compile(  # 「指標名（単位）」
    r"(\S)\s*(?:[(\[〔【<]\s*単位\s*[::]?\s*[)\]〕】>]|[・/:、]\s*単位(?=\s*$))"
)
_LETTER = re.compile(r"\(\s*[A-Za-z](?:\s*[-/÷×*+=]\s*[A-Za-z\d]+)*\s*\)")  # 「実績値 (A)」「達成率 (A/B)」
_NOTE_MARK = re.compile(r"[※*]\s*\d{0,2}|\(?注\s*\d{1,2}\)?")
_PUNCTUATION = re.compile(r"[\s()\[\]〔〕【】<>「」『』■□●○◆◇▼★☆◎・/:：、,。.〜~\-‐–—―|→:]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """`roles` in the order of the words; `rest` is what no word explains; `unit` what stands in brackets as one.

    `is_plain`: it says 値 and not of which kind. `years` are those that stand by themselves; one that is no fiscal
    year (暦年, a month, a day) is among them.
    """

    text: str
    roles: tuple[Role, ...]
    years: tuple[SaidYear, ...]
    rest: str
    unit: str
    is_plain: bool = False

    @property
    def is_clear(self) -> bool:
        return not self.rest and bool(self.roles or self.years or self.unit)

    @property
    def role(self) -> Role | None:
        """That of its last word that is not neutral; 「実績値（確定）」 is a value all the same."""
        own = [role for role in self.roles if role != "neutral" and (role != "status" or "value" not in self.roles)]
        return next((role for role in reversed(own) if role not in REVISIONS), own[-1] if own else None)

    @property
    def fiscal_years(self) -> frozenset[FiscalYear]:
        return frozenset(one.year for one in self.years if one.year is not None and one.kind == "fiscal")


def read_heading(text: str, today: date) -> Heading:
    """`today` is Tokyo's: 「7年度」 is read with it."""
    shown = "".join(char for char in text if unicodedata.category(char) != "No" or char in "²³")
    folded = unicodedata.normalize("NFKC", shown).replace("\n", " ")
    said = tuple(one for one in find_years(folded, today) if is_absolute(folded, one))
    bare = _LETTER.sub(" ", _NOTE_MARK.sub(" ", without_years(folded, said)))
    unit = ""
    for match in _BRACKETED.finditer(bare):
        if is_unit(match[1]):
            unit, bare = printed_unit(match[1]), bare.replace(match[0], " ")
            break
    bare = _UNIT_BESIDE.sub(r"\1", bare)
    roles, rest = _cut(bare)
    if roles and not said and rest.isdecimal() and (said := find_years(rest)):  # 「2023実績」
        rest = ""
    return Heading(text, roles, said, rest, unit, is_plain=name_key(bare).strip() == "値")


def unit_line(text: str) -> str:
    """「（単位：千円）」 above a table → 「千円」; "" for anything else, several units too."""
    match = _UNIT_LINE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return printed_unit(match[1]) if match and is_unit(match[1]) else ""


def role_of_word(word: str) -> Role | None:
    """That of exactly one word."""
    return _words().get(_key(word))


def legend_words(part: str) -> list[str]:
    """How remarks on reading are worded, by what the words are for."""
    found: list[str] = _data()["legend"][part]
    return found


def remark_words(part: str) -> list[str]:
    """What remarks and captions say of values besides, by what the words are for."""
    found: list[str] = _data()["remarks"][part]
    return found


def short_kind(text: str) -> Role | None:
    """「P」「実」: what they mean where a cell says nothing else, and rows are of a kind each."""
    return _of_whole_texts("short_kinds").get(name_key(text))


def is_unit(text: str) -> bool:
    return name_key(text) in _units()


def is_no_value(text: str) -> bool:
    """「集計中」「***」: says that there is no value yet."""
    return _plain(text) in _no_value() or name_key(text) in _no_value()


def is_total(text: str) -> bool:
    """「小計（基本目標1）」: the name of a row that adds others up."""
    folded = unicodedata.normalize("NFKC", text)
    return name_key(_BRACKETED.sub("", folded)) in _total_rows()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("()").casefold()


def _cut(text: str) -> tuple[tuple[Role, ...], str]:
    text = name_key(_PUNCTUATION.sub("\0", text).strip("\0")).strip("\0")
    roles: list[Role] = []
    rest = ""
    at = 0
    while at < len(text):
        if alone := _alone(text, at):
            roles.append(alone)
            at = _end(text, at, 1)
            continue
        word = next((w for length in _lengths() if (w := _spanned(text, at, length)) and w in _words()), None)
        if text[at] == "\0" or word is None:
            rest += text[at].replace("\0", "")
            at += 1
            continue
        roles.append(_words()[word])
        at = _end(text, at, len(word))
    return tuple(roles), rest


def _alone(text: str, at: int) -> Role | None:
    """「実績（新）」: of one character, and nothing but punctuation on both sides."""
    is_bounded = (at == 0 or text[at - 1] == "\0") and (at + 1 == len(text) or text[at + 1] == "\0")
    return _of_whole_texts("alone").get(text[at]) if is_bounded else None


def _spanned(text: str, at: int, length: int) -> str:
    """So many characters from there, punctuation between them left out; "" where the text is shorter."""
    found = text[at : _end(text, at, length)].replace("\0", "")
    return found if len(found) == length else ""


def _end(text: str, at: int, length: int) -> int:
    while length and at < len(text):
        length -= text[at] != "\0"
        at += 1
    return at


# The words


@cache
def _data() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "sheet_words.toml")


def marks() -> Mapping[str, list[str]]:
    """provisional, final and kept."""
    found: Mapping[str, list[str]] = _data()["marks"]
    return found


def word_list(name: str) -> tuple[str, ...]:
    """yes or plans."""
    return tuple(_data()["lists"][name])


def _key(word: str) -> str:
    return _PUNCTUATION.sub("", name_key(_PUNCTUATION.sub("", word)))


@cache
def _words() -> Mapping[str, Role]:
    data = _data()
    named = {_key(word): "neutral" for word in data["neutral"]["words"]}
    for part in ("left_out", "taken"):
        named |= {_key(word): role for role, words in data[part].items() for word in words}
    return named


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _words()}, reverse=True))


@cache
def _no_value() -> frozenset[str]:
    return frozenset(key for word in _data()["no_value"]["words"] for key in (_plain(word), name_key(word)) if key)


@cache
def _total_rows() -> frozenset[str]:
    return frozenset(map(name_key, _data()["total_rows"]["words"]))


@cache
def _of_whole_texts(part: str) -> Mapping[str, Role]:
    return {name_key(word): role for role, words in _data()[part].items() for word in words}


@cache
def _units() -> frozenset[str]:
    return frozenset(map(name_key, _data()["units"]["words"]))
