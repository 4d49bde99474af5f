"""What speaks against values although they could be read: they are claimed only where all around them agrees.

Nothing here knows a kind of document. What columns, years, notes and merged cells say is read elsewhere by many rules,
and where a document has something that no rule knows, its values come out as those of another column, row or year. Such
values seldom fit their name, their unit, one another and the rows beside them: what does not is told with its line,
stays as printed and can be searched, and is no value of an indicator.

A doubt is a reason in Japanese that goes on with 「ため」; "" where there is none.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from knowledge.model.amount_words import amount_words
from knowledge.model.column_words import cut_into_words, is_unit, sheet_data
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.quantity import Quantity, aim_of_words, printed_unit, without_scale
from knowledge.reading.tables.cells import cell_kind, is_bare_value, is_target_word
from knowledge.reading.tables.entries import PrintedIndicator
from knowledge.reading.tables.header import read_heading_of_column
from knowledge.reading.tables.whole_rows import continues, counts_something, is_unfinished

_FARTHEST = 100  # times the baseline: of 1,574 values of seven sets of plans that were read rightly none goes as far
_YEARS_LIKE = range(1990, 2046)
_LONGEST_DIVISION = 8  # characters of 「地域振興課」
_OF_WHICH = re.compile(r"うち(?:[、・\s]|(?=[^ぁ-ん]))")  # 「うち女性」, no 「うちどく」
_POINTS = re.compile(r"[①-⑳]")
_STRUCK = "~~"  # of Markdown; what is left of a cell beside it is read without it
_OF_VALUES = ("baseline", "target", "interim", "unit", "year", "years", "name")
_FEWEST_SAME = 3
_TELLING = 3  # digits of a number that two indicators seldom share


def doubt_of_name(name: str) -> str:
    """A value, a year, a unit, a header, a division or half a name in the place of an indicator's."""
    folded = unicodedata.normalize("NFKC", name).strip()
    bare = re.sub(r"\([^()]*\)", "", folded).strip()
    if len(_POINTS.findall(name)) > 1:
        return "いくつもの指標が一つの欄にあり、どれがどの値か分からない"
    if not any(map(str.isalpha, bare)) or continues(folded):
        return "指標の名前の一部しか読めない"
    is_part = folded.strip("() ") in amount_words()["parts"]["known"]
    is_of_which = _OF_WHICH.match(folded) and not counts_something(folded)  # 「うち県外からの入学者数」 says what it is
    if is_part or is_of_which or _is_elsewhere(folded):
        return "ほかの行の内訳や参考の行と見られる"
    if _is_example(folded) or _STRUCK in name:
        return "記入例か、取り消された行と見られる"
    is_value = is_bare_value(name) or cell_kind(name) in ("year", "blank") or is_unit(name)
    is_head = read_heading_of_column(name, {}).column in _OF_VALUES
    is_division = len(bare) <= _LONGEST_DIVISION and bare.endswith(_words("divisions")) and not counts_something(bare)
    return "名前の欄に、指標の名前でない語がある" if is_value or is_head or is_division else ""


def _is_example(folded: str) -> bool:
    """「（例）公園の数」 shows how a sheet is filled in."""
    begun = re.match(r"[(\[【<](?P<word>[^()\[\]【】<>]+)[)\]】>]", folded)
    remarks = sheet_data()["remarks"]
    word = begun["word"].strip() if begun else ""
    return word in remarks["examples"] or word.endswith(tuple(remarks["ends_of_examples"]))


def _is_elsewhere(folded: str) -> bool:
    """「（参考）全国平均」「県平均」, and nothing that is counted."""
    roles, rest = cut_into_words(folded)
    return bool(roles) and not rest and {*roles} <= {"elsewhere", "neutral", "total"}


def doubt_of_values(
    name: str, units: Sequence[str], baseline: Quantity | None, interim: Sequence[Quantity], target: Quantity
) -> str:
    """`units`: those printed beside the values."""
    steps = [one for one in (baseline, *interim, target) if one is not None]
    dated = [one.fiscal_year for one in steps if one.fiscal_year is not None]
    if dated != sorted(set(dated)):
        return "基準値から目標値までの年度が順に並ばない"
    own = [one for one in steps if not one.relative_to]
    if (sort := _sorts([*units, *(one.unit for one in own)], name)) and len(sort) > 1:
        return "名前、単位、値の言うものが互いに合わない"
    numbers = [one.value for one in own if one.value is not None]
    if len({without_scale(one.unit) for one in own if one.unit}) < 2 and _is_far(numbers):
        return "値どうしの桁が離れすぎている"
    if any(_is_year(one, numbers) for one in own):
        return "年と見られる数が値の欄にある"
    return ""


def doubts_among(rows: Sequence[PrintedIndicator]) -> dict[int, str]:
    """By place, of the rows of one table in order: values merged over two rows, and one name with other values."""
    found: dict[int, str] = {}
    for (at, above), (below, row) in pairwise(enumerate(rows)):
        is_other = name_key(above.name) != name_key(row.name)
        if is_other and _printed(above) == _printed(row) and (_is_telling(row) or is_unfinished(above.name)):
            found |= dict.fromkeys((at, below), "隣の行と値がすべて同じで、どちらの行の値か分からない")
    texts = Counter(row.target.text for row in rows if _is_phrase_beside_number(row))
    found |= {
        at: "目標値の欄の語が、ほかの行にも同じに書かれ、目標と見られない"
        for at, row in enumerate(rows)
        if texts[row.target.text] >= _FEWEST_SAME
    }
    found |= {at: "目標値の欄に、指標でなくなると書かれている" for at, row in enumerate(rows) if _has_ended(row)}
    names: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(rows):
        key = (name_key(row.name), row.part, row.label, row.goal)
        if (first := names.setdefault(key, at)) != at and _printed(rows[first]) != _printed(row):
            found |= dict.fromkeys((first, at), "同じ表に同じ名前で違う値の行がある")
    return found


def _has_ended(row: PrintedIndicator) -> bool:
    """「終了」 in the place of a target."""
    is_struck = _STRUCK in row.name
    return (
        not is_struck
        and row.target.text.strip("()（） 　") in read_toml(VOCABULARY / "table_words.toml")["targets"]["ended"]
    )


def _is_phrase_beside_number(row: PrintedIndicator) -> bool:
    """「目標１ 暮らしを守る」 beside 「120」; not 「増加」."""
    is_number = row.baseline is not None and cell_kind(row.baseline.text) == "amount"
    text = row.target.text
    return is_number and not is_bare_value(text) and not is_target_word(text) and aim_of_words(text) is None


def _printed(row: PrintedIndicator) -> tuple[str, ...]:
    return tuple(one.text if one else "" for one in (row.baseline, *row.interim, row.target))


def _is_telling(row: PrintedIndicator) -> bool:
    """Several numbers, and one of them no round or small one."""
    numbers = [re.sub(r"\D", "", unicodedata.normalize("NFKC", text)) for text in _printed(row)]
    return len({one for one in numbers if one}) > 1 and any(len(one.rstrip("0")) >= _TELLING for one in numbers)


def _is_far(numbers: Sequence[Decimal]) -> bool:
    positive = [one for one in numbers if one > 0]
    return bool(positive) and max(positive) >= _FARTHEST * min(positive)


def _is_year(one: Quantity, numbers: Sequence[Decimal]) -> bool:
    """「2028」 beside 「120」."""
    value = one.value
    if value is None or value not in _YEARS_LIKE or not unicodedata.normalize("NFKC", one.raw).strip().isdecimal():
        return False
    return any(not value / 2 <= number <= value * 2 for number in numbers)


def _sorts(units: Sequence[str], name: str) -> set[str]:
    """What the units and the end of the name measure, as far as they say."""
    found = {_sort_of_unit(unit) for unit in units if unit}
    bare = re.sub(r"\([^()]*\)|[\s　]", "", unicodedata.normalize("NFKC", name))
    data = read_toml(VOCABULARY / "quantities.toml")["sorts"]
    if not bare.endswith(tuple(data["other_names"])):
        ends = {sort: [e for e in data["names"][sort] if bare.endswith(e)] for sort in data["names"]}
        longest = max(ends, key=lambda sort: max(map(len, ends[sort]), default=0))
        found |= {longest} if ends[longest] else set()
    return found - {""}


def _sort_of_unit(unit: str) -> str:
    data = read_toml(VOCABULARY / "quantities.toml")["sorts"]
    bare = unicodedata.normalize("NFKC", printed_unit(unit)).split("/")[0].split("(")[0]
    bare = without_scale(bare)[1]
    return next((sort for sort, words in data["units"].items() if bare in words), "")


@cache
def _words(part: str) -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "table_words.toml")["no_names"][part])
