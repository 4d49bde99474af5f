"""Words of a plan's own before the numbers of its headings: 「施策目標1-1」「改革の方向性2」「取組項目①」.

No list names them all. One is told by its shape: it is numbered in order, and under most of its numbers stand
indicators or projects. 「視点1」「図2」 have none.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.reading.contents import without_page
from knowledge.reading.headings import (
    find_heading,
    is_heading_like,
    next_number,
    prints_way,
    roman_number_of,
    without_division,
    without_full_stop,
    without_mark,
)
from knowledge.reading.layout import TITLE_LINES, HeadingForm, Layout, SectionRole, editions_in, is_title, marker_number
from knowledge.reading.project_names import legend_in, names_project
from knowledge.reading.recurring import cells_in, heads_values, recurring_heads
from knowledge.reading.tables.arrows import is_dated_point
from knowledge.reading.tables.told_years import stages_told

_NUMBER = r"(?:[0-9０-９]{1,2}|[Ⅰ-Ⅻ①-⑳一二三四五六七八九]|[A-HＡ-Ｈ](?=[-－‐–−.．、:：｜|\s　)）】\]〕＞>》〉]))"
_HEAD = re.compile(
    r"^[#\s　*]*[【\[〔＜<《〈]?(?P<word>[一-龥ぁ-んァ-ヶー々]{2,12}?|[A-Za-zＡ-Ｚａ-ｚ]{2,12})(?:その)?[\s　]?[(（]?"
    rf"(?P<number>{_NUMBER}(?:[-－‐–−.．][0-9０-９]{{1,2}}){{0,3}})[)）】\]〕＞>》〉]{{0,2}}"
    r"(?:(?<=[①-⑳)）】\]〕＞>》〉])|[\s　]*[｜|][\s　]*|[\s　:：.．、]+)(?:\*\*)?[\s　]*(?P<text>[^\d\s:：].*)$"
)
_DASH = re.compile(r"[-－‐–−.．]")
_AROUND = " 　【】[]［］〔〕<>＜＞《》〈〉■◆○●◎□◇：:*"
_MARKS = tuple("■◆○●◎□◇")
_TOLD_IN_PROSE = ("prose", "effects")
FEWEST_NUMBERS = 2
_FEWEST_CELLS = 2


class OwnHead(Struct, frozen=True):
    """A line as a heading whose word nobody knows; `at`: its place among the lines."""

    at: int
    word: str
    number: str
    text: str

    @property
    def last(self) -> int | None:
        return marker_number(self.number)


def for_document(layout: Layout, texts: Sequence[str]) -> Layout:
    """The layout with what the text itself says: its own words, its 期, whether Ⅰ and I are numbers of their own.

    They are where Ⅱ or II heads a line too, or 1 comes next; else they are a misread 1.
    """
    printed = [text for text in texts if text.strip()]
    romans = [(at, number) for at, text in enumerate(printed) if (number := roman_number_of(text))]
    has_roman = any(number not in "ⅠI" or next_number(printed[at + 1 :]) == "1" for at, number in romans)
    named = (edition for text in printed[:TITLE_LINES] if is_title(text) for edition in editions_in(text))
    found = replace(layout, has_roman=has_roman, edition=next(named, None))
    own = own_labels(printed, found)
    found = replace(found, legend=legend_in(printed, found), labels={**layout.labels, **own}, guessed=own)
    recurring = recurring_heads(printed, found)
    roles: dict[str, SectionRole] = {name_key(word): "projects" for word, role in own.items() if role == "project"}
    roles |= {key: role for key, role in recurring.items() if key not in layout.headings}
    return replace(found, headings={**roles, **layout.headings}, recurring=frozenset(recurring))


def own_head(text: str, layout: Layout, at: int = 0) -> OwnHead | None:
    text = without_mark(without_page(without_division(text.strip(), layout)))
    match = _HEAD.match(text) if is_heading_like(without_full_stop(text)) else None
    if match is None or match["word"].startswith(_others("starts")) or match["word"].endswith(_others("ends")):
        return None
    if unicodedata.normalize("NFKC", match["word"]).lower() in _others("latin"):
        return None
    return OwnHead(at, match["word"], match["number"], match["text"])


def own_labels(texts: Sequence[str], layout: Layout) -> Mapping[str, SectionRole]:
    known = [(at, head) for at, text in enumerate(texts) if (head := find_heading(text, layout))]
    counted = _counted_words(texts, layout, {at for at, head in known if head.label})
    has_goals = any(head.label and head.role == "goal" for _, head in known)
    goals = [] if has_goals else [word for word in counted if _may_be_goal(word)]
    found: dict[str, SectionRole] = dict.fromkeys(goals, "goal")
    told = [(at, head.role) for at, head in known if head.label]
    told += [(head.at, "goal") for word in goals for head in counted[word]]
    stages = {mark.strip("()") for text in texts for mark, _ in stages_told(text)}
    parts = _Parts(texts, known, layout, stages)
    are_under_goals = has_goals or bool(goals)
    holding = {word: own for word, own in counted.items() if word not in found and parts.tell_most(own)}
    if not are_under_goals and not any(head.label and head.role == "measure" for _, head in known):
        over = [word for word, own in holding.items() if any(_count_within(other, own) for other in holding.values())]
        found |= dict.fromkeys(over, "goal")
    for word, own in holding.items():
        if word in found:
            continue
        is_inner = are_under_goals and _stand_in_measures(own, told)
        found[word] = _like(word, layout) or ("project" if is_inner else "measure")
        told += [(head.at, found[word]) for head in own]
    inner = [word for word, own in counted.items() if word not in found and _stand_in_measures(own, sorted(told))]
    inner_roles: dict[str, SectionRole] = dict.fromkeys(inner, "project")
    return found | inner_roles


def _counted_words(texts: Sequence[str], layout: Layout, labelled: Collection[int]) -> dict[str, list[OwnHead]]:
    """Words that no list knows, with all lines that they head."""
    heads: dict[str, list[OwnHead]] = {}
    for at, text in enumerate(texts):
        if at not in labelled and (head := own_head(text, layout, at)) and head.word not in layout.labels:
            heads.setdefault(head.word, []).append(head)
    return {
        word: own for word, own in heads.items() if layout.role_of(word) not in _TOLD_IN_PROSE and _are_counted(own)
    }


def _are_counted(heads: Sequence[OwnHead]) -> bool:
    """Two numbers or more, from the first on, mostly one after the other."""
    numbers = [head.last or 0 for head in heads]
    follow = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    is_series = len({head.number for head in heads}) >= FEWEST_NUMBERS and 2 * follow > len(numbers) - 1
    return is_series and min(numbers) == 1


def _count_within(inner: Sequence[OwnHead], outer: Sequence[OwnHead]) -> bool:
    """「PROJECT 1-1」, 「PROJECT 2-1」 in 「VISION 1」, 「VISION 2」: each behind the one that its number names."""
    firsts = [_DASH.split(unicodedata.normalize("NFKC", head.number)) for head in inner]
    around = [
        max((head for head in outer if head.at < one.at), key=lambda head: head.at, default=None) for one in inner
    ]
    return all(
        len(number) > 1 and head is not None and unicodedata.normalize("NFKC", head.number) == number[0]
        for number, head in zip(firsts, around, strict=True)
    )


def _may_be_goal(word: str) -> bool:
    return word.endswith(_data()["goal_ends"]) and word not in _data()["no_goals"]


def _like(word: str, layout: Layout) -> SectionRole:
    """「成長戦略」 as 戦略: by the longest known word at its end."""
    ends = [known for known in layout.labels if word.endswith(known)]
    return layout.labels[max(ends, key=len)] if ends else ""


def _stand_in_measures(own: Sequence[OwnHead], told: Sequence[tuple[int, SectionRole]]) -> bool:
    """Inside several measures, each with a word of its own: what they consist of."""
    outer = sorted((at, role) for at, role in told if role in ("goal", "measure"))
    nearest = [next(((at, role) for at, role in reversed(outer) if at < head.at), (-1, "")) for head in own]
    return len(set(nearest)) >= FEWEST_NUMBERS and all(role == "measure" for _, role in nearest)


class _Parts(Struct, frozen=True):
    """What the part that a heading opens holds, up to the next of its word or of a goal or chapter."""

    texts: Sequence[str]
    known: Sequence[tuple[int, HeadingForm]]
    layout: Layout
    stages: Collection[str]  # of which a sentence tells the years

    def tell_most(self, own: Sequence[OwnHead]) -> bool:
        """Whether most of them have indicators or projects; of one that stands twice, in either place."""
        wide = [at for at, head in self.known if head.role == "goal" or head.style in ("part", "division", "chapter")]
        ends = sorted([*wide, *(head.at for head in own), len(self.texts)])
        told: dict[tuple[str, str], bool] = {}
        for head in own:
            key = (head.number, name_key(head.text))
            end = ends[bisect_right(ends, head.at)]
            tells = self._holds_measures(head, end) or any(map(self._tells, self.texts[head.at + 1 : end]))
            told[key] = told.get(key, False) or tells
        return len(told) >= FEWEST_NUMBERS and 2 * sum(told.values()) > len(told)

    def _holds_measures(self, own: OwnHead, end: int) -> bool:
        """「PILLAR 1」 over 「施策1-1」."""
        inner = [head for at, head in self.known if own.at < at < end and head.label and head.role == "measure"]
        return any(marker_number(_DASH.split(head.marker)[0]) == own.last for head in inner
                   if re.search(r"\w[-－‐–−.．]", head.marker))  # fmt: skip

    def _tells(self, text: str) -> bool:
        """By its whole, or by the first of its cells: 「ＫＰＩ　　R5　R7　R9」."""
        first, *others = cells_in(text.strip(_AROUND))
        is_told = not others or len(others) >= _FEWEST_CELLS
        is_role = is_told and self.layout.role_of(first) in ("projects", "indicators")
        is_project = text.strip().startswith(_MARKS) and names_project(text.strip(_AROUND), self.layout)
        stages = sum(word in text for word in self.stages) if any(map(str.isdigit, text)) else 0
        if stages >= _FEWEST_CELLS:  # 「いま 34人　5年後 40人」
            return True
        return is_role or is_project or heads_values(text) or is_dated_point(text) or prints_way(text)


def _others(key: str) -> tuple[str, ...]:
    words: tuple[str, ...] = _data()[key]
    return words


@cache
def _data() -> dict[str, Any]:
    data = read_toml(VOCABULARY / "layouts.toml")["own_labels"]
    return {key: tuple(words) for key, words in data.items()}
