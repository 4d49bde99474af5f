"""Columns that only name years: actuals, unless something around them speaks of targets, plans or forecasts.

「マイルストーン一覧」 and 「達成すべき水準」 make targets of the years below them, and no list of such words is ever
whole. So a title is harmless only where all of it is explained: by header words, by words that say nothing of what
numbers are, or by what stands in the table itself.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from knowledge.indicators.sheets.captions import headings
from knowledge.indicators.sheets.cell_values import has_no_value, is_amount
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.legend import HeadingReader, beside_legend, says_how_to_read
from knowledge.indicators.sheets.remarks import INSTEAD_OF_ACTUALS, Remark, is_note, is_signed
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.indicators.sheets.tables import RawTable, has_amounts
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace

_TOKEN = re.compile(r"[^\s()\[\]【】<>「」『』・、,:]+")
_LABEL = re.compile(r"([^\s:]{1,8}):")
_SHORTEST = 2  # characters of a known text that explain something
_ENDING = "とあり、年度だけの見出しの列が実績値かどうか分かりません"


def doubt_bare(raw: RawTable, bare: Sequence[ColumnRole], current: FiscalYear) -> str:
    """Columns that only name years may hold targets: those of years to come do, and a title may say so."""
    ahead = [one for one in bare if one.year and one.year > current and has_amounts(raw, one.index)]
    if ahead:
        return f"{ahead[0].place}など、まだ来ていない年度の値があるため、目標値の表かもしれません"
    said = [*titles_of_other_figures(raw), *_remarks_of_other_figures(raw, bare)]
    if said:
        return f"「{said[0]}」とあり、年度だけの見出しの列が実績値かどうか分かりません"
    revised = [one.place for one in bare if one.revision]
    if revised and not _titles_of(raw, {"value"}):
        return f"{'と'.join(revised)}が実績値かどうか分かりません"
    return ""


def titles_of_other_figures(raw: RawTable) -> list[str]:
    """Titles that speak of targets, plans or what is calculated."""
    return [*_titles_of_targets(raw), *_titles_of(raw, {"plan"}), *_titles_of_calculated(raw)]


def _titles_of_targets(raw: RawTable) -> list[str]:
    return _titles_of(raw, {"target", "baseline"})


def _titles_of(raw: RawTable, roles: set[str]) -> list[str]:
    return [title for title in raw.titles if roles & set(raw.read(beside_legend(title, raw.read)).roles)]


def _titles_of_calculated(raw: RawTable) -> list[str]:
    """Differences, rates, other places: the table's own title, or any where none speaks of actuals."""
    found, of_actuals = _titles_of(raw, _CALCULATED), _titles_of(raw, {"value"})
    return [title for title in found if not of_actuals or (title == raw.titles[-1] and title not in of_actuals)]


def _remarks_of_other_figures(raw: RawTable, bare: Sequence[ColumnRole]) -> Iterator[str]:
    """Remarks beside or below the values that speak of targets, plans or forecasts: 「R6は目標値」「※R6は見込み」."""
    values = {one.index for one in bare}
    for row in raw.rows:
        filled = list(row.distinct(raw.span).values())
        for column in filled:
            text = beside_legend(row.text(column), raw.read)
            if len(filled) == 1 and raw.read(text).is_clear:
                continue  # says so of the rows below, which are left out
            if column in values or is_amount(text) or not _NO_FIGURES & set(raw.read(text).roles):
                continue
            is_alone = len(filled) == 1 and text.endswith(tuple(remark_words("ends_of_plans")))
            if raw.read(text).years or is_signed(text) or is_alone:  # else it says so of its row, which is asked about
                yield text


_CALCULATED = {"difference", "rate", "previous", "elsewhere", "partial", "total"}  # from actuals, or of others
_NO_FIGURES = INSTEAD_OF_ACTUALS | {"baseline", "elsewhere"}


def under_title(raw: RawTable, columns: tuple[ColumnRole, ...]) -> tuple[ColumnRole, ...]:
    """Under 「目標値一覧」 columns that only name years hold targets, where nothing above speaks of actuals."""
    titles = _titles_of_targets(raw)
    is_mixed = bool(_titles_of(raw, {"value"}))
    if not titles or is_mixed or any(one.role in ("value", "kind") and not one.is_bare for one in columns):
        return columns
    why = f"「{titles[0]}」とあるため目標値とみなした列"
    return tuple(
        replace(one, role="target", why=why) if one.is_bare and one.role == "value" else one for one in columns
    )


# Titles that nobody understands


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
