"""Titles over columns that name years and nothing else: where nothing says 実績, one not understood is asked about.

「マイルストーン一覧」 and 「達成すべき水準」 make targets of the years below them, and no list of such words is ever
whole. So a title is harmless only where all of it is explained: by header words, by words that say nothing of what
numbers are, or by what stands in the table itself.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from knowledge.indicators.sheets.captions import headings
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.legend import HeadingReader, says_how_to_read
from knowledge.indicators.sheets.remarks import Remark, is_note
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.normalize import name_key

_TOKEN = re.compile(r"[^\s()\[\]【】<>「」『』・、,:]+")
_LABEL = re.compile(r"([^\s:]{1,8}):")
_SHORTEST = 2  # characters of a known text that explain something
_ENDING = "とあり、年度だけの見出しの列が実績値かどうか分かりません"


def unknown_titles(raw: RawTable, names: Naming, name: int | None, own: Sequence[str]) -> Iterator[Remark]:
    """`name`: the column of names. `own`: what the city and its plan are called."""
    known = "\0".join(name_key(text) for text in (*own, *_texts(raw)))
    heads = list(headings(raw, names, name))

    def is_explained(text: str) -> bool:
        return _is_explained(text, raw.read, known)

    said = [*raw.titles, *(text for text, _ in heads), *_notes(raw)]
    if any(_says_actual(text, is_explained) for text in said):
        return
    for title in dict.fromkeys(raw.titles):
        is_other = not title or is_note(title) or names(title) or has_no_value(title)
        if not is_other and not says_how_to_read(title, raw.read) and not is_explained(title):
            yield Remark(" ".join(title.split()), ending=_ENDING)
    for text, rows in heads:
        if text.rstrip(")）】").endswith(tuple(remark_words("figures"))) and not is_explained(text):
            yield Remark(" ".join(text.split()), rows=rows, ending=_ENDING)


def _texts(raw: RawTable) -> Iterator[str]:
    """The words of the table's rows, of those that hold more than one."""
    for row in raw.rows:
        cells = list(row.distinct(raw.span).values())
        yield from (row.text(at) for at in cells if len(cells) > 1 and not is_amount(row.text(at)))


def _notes(raw: RawTable) -> Iterator[str]:
    yield from (cell.text for row in raw.rows for cell in row.cells.values() if is_note(cell.text))


def _says_actual(text: str, is_explained: Callable[[str], bool]) -> bool:
    """「KPI実績一覧」, but not 「実績に基づくシミュレーション」."""
    key = name_key(text)
    ends = [key.rindex(word) + len(word) for word in remark_words("actual") if word in key]
    return bool(ends) and is_explained(key[max(ends) :])


def _is_explained(text: str, read: HeadingReader, known: str) -> bool:
    folded = unicodedata.normalize("NFKC", text).casefold()
    label = _LABEL.match(folded)
    if label and not _left_over(label[1], read, known):
        return True  # 「作成：総合政策課」
    heading = read(folded)
    if "group" in heading.roles and heading.rest.lstrip("第")[:1].isdecimal():
        return True  # 「基本目標1 しごとをつくる」
    return not any(_left_over(token, read, known) for token in _TOKEN.findall(folded))


def _left_over(token: str, read: HeadingReader, known: str) -> str:
    if token.endswith(tuple(remark_words("offices"))):
        return ""
    plain = sorted(remark_words("plain"), key=len, reverse=True)
    for word in (word for word in plain if len(word) >= _SHORTEST):
        token = token.replace(word, " ")
    heading = read(token)
    if heading.roles and heading.roles[-1] == "group":
        return ""  # 「観光分野」
    rest, left = heading.rest, ""
    while rest:
        length = _longest_known(rest, known)
        left += "" if length or rest[0].isdecimal() or rest[0] in plain else rest[0]
        rest = rest[length or 1 :]
    return left


def _longest_known(rest: str, known: str) -> int:
    """How much of its beginning stands in what is known."""
    length = len(rest)
    while length >= _SHORTEST and rest[:length] not in known:
        length -= 1
    return length if length >= _SHORTEST else 0
