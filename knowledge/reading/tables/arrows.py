"""Lines that print a target as a way: 「**出生数 41人（令和5年）→ 年50人（令和11年）**」."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from knowledge.model.amount_cells import read_number
from knowledge.model.amount_words import around
from knowledge.model.column_words import cut_into_words, is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.quantity import is_blank, is_one_unit
from knowledge.model.structs import replace
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years
from knowledge.model.years.spans import whole_span
from knowledge.model.years.spellings import ERA_AND_NUMBER
from knowledge.reading.tables.cells import cell_kind, has_amount, is_bare_value
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import ColumnHeading
from knowledge.reading.tables.labelled_values import cards_of, is_when
from knowledge.reading.tables.whole_rows import counts_something

_ARROW = re.compile(r"\s*(?:[→⇒➡⇨▶►➔➜]|=>|->)\s*")
_MARK = r"[\-*•・○●◎◇◆■□▼☆★①-⑳]"
_POINT = re.compile(rf"^[\s　]*({_MARK})")
_DECORATION = re.compile(
    rf"^(?:{_MARK}|[(（][\d０-９]{{1,2}}[)）]|[ア-ン][.．、]?[\s　]+|[\s　])*+"
    r"(?:(?P<label>数値目標|KPI|ＫＰＩ)(?:[①-⑳]|[\s　]*[\d０-９]{1,2}(?=[\s　]*[:：]))?)?[\s　:：…]*"
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]{1,20}[)）]")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[^\d\s()（）→]{1,4}[(（→])")
GAP_OF_COLUMNS = re.compile(r"\S(?: {4,}|　{3,})\S")
NO_HEADING = ColumnHeading("", "blank")
_VALUE_AT_END = re.compile(r"^(?P<name>.*?\D)(?P<value>[▲△-]?\d[\d,.]*[^\d\s]{0,8}(?:[(（][^()（）]*[)）])?)$")


def is_dated_point(text: str) -> bool:
    """「① 新規就農者数：2人（H30）→5人（R6）」: a point of a list with the year that the way leads to."""
    *_, target = _ARROW.split(unicodedata.normalize("NFKC", text))
    return bool(_POINT.match(text)) and has_amounts_and_arrow(text) and bool(find_years(target))


def mark_of_point(text: str) -> str:
    """「・」 of a point of a list; "" of any other line."""
    match = _POINT.match(text)
    return match[1] if match else ""


def has_arrow(text: str) -> bool:
    """Whether something stands at both sides of one."""
    return all(side.strip() for side in _ARROW.split(text)) and bool(_ARROW.search(text))


def has_amounts_and_arrow(text: str) -> bool:
    """A dash may stand for the baseline, and words with a year for the target: 「58件（R5）⇒ ↗（R11）」."""
    first, *others = _ARROW.split(text)
    words = re.split(r"[\s　:：]+", first.strip())
    has_first = has_amount(first) or any(word and is_blank(word) for word in words[1:] or words)
    return bool(others) and has_first and all(any(map(str.isdigit, side)) for side in others)


def reached_by(text: str) -> str:
    """What stands behind the last arrow."""
    return _ARROW.split(text)[-1]


def ways_side_by_side(text: str, names: str) -> list[PrintedIndicator]:
    """「22％ ▶ 60％　0件 ▶ 1.5万件」 below as many names on one line; none where they are not as many."""
    ways, above = cards_of(text), cards_of(names)
    if len(ways) != len(above) or len(ways) < 2 or not all(map(has_amounts_and_arrow, ways)):
        return []
    found = [arrow_entry(way, name) for way, name in zip(ways, above, strict=True)]
    return [entry for entry in found if entry] if all(found) else []


def with_years_below(entries: Sequence[PrintedIndicator], text: str) -> list[PrintedIndicator]:
    """「2024年度 ▶ 2028年度（累計）」 below ways is of them in order, or with space between the years of each.

    None where it holds anything else.
    """
    cards = cards_of(text)
    sides = [_ARROW.split(one) for one in cards]
    if not any(map(_ARROW.search, cards)):
        sides = [[begun, reached] for begun, reached in zip(cards[::2], cards[1::2], strict=False)]
    are_years = all(len(own) == 2 and all(map(is_when, own)) for own in sides)
    if not are_years or len(sides) != len(entries) or len(cards) not in (len(sides), 2 * len(sides)):
        return []
    return [
        replace(
            one,
            baseline=one.baseline and replace(one.baseline, years=whole_span(begun) or begun),
            target=replace(one.target, years=whole_span(reached) or reached),
        )
        for one, (begun, reached) in zip(entries, sides, strict=True)
        if not one.interim
    ]


def are_years_of_way(text: str) -> bool:
    """「2024年度　2030年度」 over a way."""
    cards = cards_of(text)
    return len(cards) > 1 and all(map(is_when, cards))


def heads_way(value: PrintedValue) -> bool:
    """Whether its column is of ways: 「現状値→目標値」."""
    return bool(_ARROW.search(value.heading.text))


def with_way_apart(entry: PrintedIndicator) -> PrintedIndicator:
    """「40人→50人」 in the cell of the target: the baseline too, where the row prints no other. Else as it is."""
    first, *others = _ARROW.split(entry.target.text)
    if not others or not (has_amounts_and_arrow(entry.target.text) or is_blank(first)):
        return entry
    begun = entry.baseline
    if begun and not is_blank(begun.text):
        own, printed = read_number(begun.text), read_number(first)
        if own is None or printed is None or own.value != printed.value or not is_one_unit(own, printed):
            return entry
    else:
        begun = PrintedValue(first, begun.heading if begun else NO_HEADING)
    *interim, target = (replace(entry.target, text=each) for each in others)
    if not all(find_years(one.text) for one in interim):  # of which year is 45 in 「40→45→50」?
        return entry
    return replace(entry, baseline=begun, interim=(*entry.interim, *interim), target=target)


def without_decoration(text: str) -> str:
    """「・**KPI：出生数**」 → 「出生数」."""
    return _DECORATION.sub("", text.strip().removeprefix("**").removesuffix("**").strip(), count=1)


def is_labelled(text: str) -> bool:
    """「KPI：認定農業者数 80人（R5）→ 90人（R11）」 says itself that it is a target."""
    match = _DECORATION.match(text.strip())
    return bool(match and match["label"])


def arrow_entry(text: str, above: str) -> PrintedIndicator | None:
    """What stands before the arrow and behind it, as the cells of a row; a year between two arrows is on the way.

    `above`: the name where the line has none. None where a gutter parts a name or a target: two columns of a page.
    """
    first, *others = _ARROW.split(without_decoration(_closed_up(text)))
    name, printed = _name_and_value(first)
    if above and cell_kind(first) in ("amount", "blank") and first.strip() and not counts_something(name):
        name, printed = above, first.strip()
    name = _behind_label(name.rstrip(" 　…‥"))
    is_torn = any(GAP_OF_COLUMNS.search(each) for each in (name, *map(str.strip, others)))
    is_torn = is_torn or not all(map(is_bare_value, others[:-1]))  # 「3人→5人　来場者数　8人→9人」
    if not name or not printed or _ends_in_year(name) or is_torn:
        return None
    baseline, *interim, target = (PrintedValue(each, NO_HEADING) for each in (printed, *others))
    return PrintedIndicator(
        name=name, named_by="", part="", unit="", baseline=baseline, target=target, interim=tuple(interim)
    )


def _behind_label(name: str) -> str:
    """「到達点　社会増減」 → 「社会増減」: a word for targets before the name is none of it."""
    label, *behind = re.split(r"　|\s{2,}", name, maxsplit=1)
    roles, rest = cut_into_words(label)
    is_label = label in _labels() or (not rest and {*roles} in ({"target"}, {"name"}))
    return behind[0].strip() if behind and is_label else name


@cache
def _labels() -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "table_words.toml")["sentences"]["labels"])


def _closed_up(text: str) -> str:
    """「1.36 人(平成 25 年)」, as a copy of a PDF sets spaces around digits: those in brackets and before a unit go."""
    return _BEFORE_UNIT.sub("", _IN_BRACKETS.sub(lambda match: match[0].replace(" ", ""), text))


def _ends_in_year(name: str) -> bool:
    """Then it is that of the value, and what stands between them is not understood."""
    folded = unicodedata.normalize("NFKC", name).rstrip(" :")
    return any(said.end == len(folded) for said in find_years(folded))


def _name_and_value(left: str) -> tuple[str, str]:
    """「出生数 令和5年 41人」 → 「出生数」 and the rest: the words at the end that hold a number."""
    words = list(re.finditer(r"[^\s　:：]+", left))
    cut = len(words)
    if cut > 2 and is_blank(words[-2][0]) and is_unit(words[-1][0].split("/")[0].split("／")[0]):
        cut -= 1  # 「― 件/年」
    while cut > 0 and (_holds_number(words[cut - 1][0]) or is_blank(words[cut - 1][0])):
        cut -= 1
    if cut == 0 and len(words) > 1 and not is_bare_value(words[0][0]) and cell_kind(words[0][0]) != "year":
        cut = 1  # 「１人１日当たりのごみ排出量」 begins with a number
    if 0 < cut < len(words):
        return left[: words[cut - 1].end()].strip(), left[words[cut].start() :].strip()
    match = _VALUE_AT_END.match(left.strip()) if cut == 0 and not is_bare_value(left) else None
    return (match["name"].strip(), match["value"]) if match else ("", "")


def _holds_number(word: str) -> bool:
    """「年間35件」「R元」「令和元年度」; in 「年金受給者数」 no number stands behind 年."""
    folded = unicodedata.normalize("NFKC", word)
    return bool(_number_ahead().match(folded) and re.search(r"\d|元", folded))


@cache
def _number_ahead() -> re.Pattern[str]:
    words = {word for kind in ("yearly", "about", "cumulative") for word in around(kind)}
    ahead = alternatives(sorted(words, key=len, reverse=True))
    return re.compile(rf"[(【\[〔▲△-]?(?:\d|{ERA_AND_NUMBER}|{ahead}\d)")
