"""The name of a plan, from its cover: the line that names a municipality and a kind of plan, wherever it stands there.

Not a chapter (第3章 分野別計画), nor what a page prints above it (総合戦略), nor a plan that it names (上位計画：…).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from msgspec import Struct

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period
from knowledge.model.normalize import name_key
from knowledge.model.records import Finding
from knowledge.model.years.said import without_years
from knowledge.reading.extract.years_of_plan import period_on_cover
from knowledge.reading.layout import TITLE_LINES, Layout, editions_in, is_title, shipped_layout
from knowledge.reading.outline import Section, flatten

_AROUND = " 　~～〜―-－─・「」『』"
_MUNICIPALITY = re.compile(r"^\S{1,10}[都道府県市区町村]$")
_IN_TITLE = re.compile(
    r"^(?:第.{1,3}[期次]\s*)?(?P<name>[^\s第期次年:（(]{1,9}?(?:[市区町村県府]|都(?!市)|道(?!路)))(?=\S|\s+\S)"
)
_IN_BRACKETS = re.compile(r"^[(（][^()（）]{1,12}[)）]$")
_EDITION = re.compile(r"^[(（]?第.{1,3}[期次][)）]?$")
_PATH = re.compile(r"\s[>＞›»]\s")
_DATE = re.compile(r"[\s\d./()（）年月日火水木金土曜-]+")
_GAP = re.compile(r"[\s　]+")
SHORTEST_NAME_OF_ITS_OWN = 3  # what stands before 計画, 戦略: less is no name of its own
LONGEST_TITLE = 60
MOST_LINES = 3  # over which a title is printed


class CoverLine(Struct, frozen=True):
    """`is_first`: no heading stands before it; `above` and `below` are the lines of its paragraph around it."""

    text: str
    is_first: bool
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def cover_lines(root: Section) -> list[CoverLine]:
    """The first lines that are no sentences and no headings."""
    return list(islice(_cover_lines(root), TITLE_LINES))


def _cover_lines(root: Section) -> Iterator[CoverLine]:
    is_first = True
    for block in flatten(root):
        is_first = is_first and block.kind != "heading"
        lines = [line.text.strip() for line in block.lines] if block.kind == "paragraph" else []
        for at, line in enumerate(lines):
            if not line.endswith("。"):
                yield CoverLine(line, is_first, tuple(lines[:at]), tuple(lines[at + 1 :]))


def title_of(root: Section, layout: Layout) -> str:
    """As layout.toml says it; else from the cover."""
    line = _line_of_title(root)
    if layout.title:
        return layout.title
    if line is not None:
        return _whole(line, without_period(line.text).strip(_AROUND))
    heads = [part for part in root.children if part.head and is_title(part.title)]
    unnumbered = [part.title for part in heads if part.head and not part.head.marker]
    first = _first_line(root)
    return next(iter(unnumbered), first or next((part.title for part in heads), ""))


def _first_line(root: Section) -> str:
    """That no heading stands before: no date, and no way through a site, 「ホーム > 計画 > …」."""
    lines = (without_period(line.text) for line in cover_lines(root) if line.is_first)
    named = (line for line in lines if not _PATH.search(line) and _DATE.sub("", without_years(line)))
    return next((line for line in named if len(" ".join(line.split())) <= LONGEST_TITLE), "")


def doubt_of_title(root: Section, layout: Layout) -> Iterator[Finding]:
    """Where only the name of a chapter, or a line that names no plan, tells how the plan may be called."""
    title = title_of(root, layout)
    headings = (part.heading for part in root.children)
    heads = [one for one in headings if one and one.marker and one.text == title]
    if heads and not layout.title and _line_of_title(root) is None:
        told = (
            f"計画の題名を読み取れないため、見出しの「{title}」を題名としました"
            f'。違うときは、layout.toml に「title = "…"」のように題名を書いてください'
        )
        yield Finding("warning", told, heads[0].span)
    elif title and not layout.title and not is_title(title) and title == _first_line(root):
        told = f"計画の題名と見られる行がないため、はじめの行の「{title[:40]}」を題名としました"
        yield Finding("info", f'{told}。違うときは、layout.toml に「title = "…"」のように題名を書いてください', None)


def _line_of_title(root: Section) -> CoverLine | None:
    keys = [name_key(line.text) for block in flatten(root) if block.kind == "paragraph" for line in block.lines]
    named = [line for line in cover_lines(root) if is_title(without_period(line.text).strip(_AROUND))]
    scores = [(_score(line, keys), -at) for at, line in enumerate(named)]
    score, at = max(scores, default=(-1, 0))
    return named[-at] if score >= 0 else None


def lines_of_title(root: Section, layout: Layout) -> list[str]:
    """The lines before the first heading, and those around the title, where it stands behind one."""
    line = _line_of_title(root)
    around = [*line.above, line.text, *line.below] if line else []
    return [title_of(root, layout), *around, *(one.text for one in cover_lines(root) if one.is_first)]


def _score(line: CoverLine, keys: Sequence[str]) -> int:
    text = without_period(line.text).strip(_AROUND)
    told = 4 * bool(municipality_in(text)) + 2 * line.is_first + bool(editions_in(text))
    told += keys.count(name_key(line.text)) > 1
    own = _own_name(text)
    return told - 4 * bool(re.search("[:：]", text)) - 3 * (len(own) < SHORTEST_NAME_OF_ITS_OWN and not line.above)


def _own_name(text: str) -> str:
    """「海辺市総合戦略」 → 「海辺市」: without the word at its end that says what kind of plan it is."""
    words = sorted((word for word in shipped_layout().generic if name_key(text).endswith(word)), key=len)
    return name_key(text)[: -len(words[-1])] if words else name_key(text)


def _whole(line: CoverLine, text: str) -> str:
    """A title over several lines: 「山手町／まち・ひと・しごと創生／総合戦略」, 「第6次／みさき町総合計画」."""
    before = line.above[-1] if line.above else ""
    if _EDITION.match(before):
        text = before + text
    elif not municipality_in(text) and len(_own_name(text)) < SHORTEST_NAME_OF_ITS_OWN:
        text = "".join((*_lines_above(line), text))
    more = line.below[0] if line.below else ""
    return text + more if _IN_BRACKETS.match(more) and without_years(more) == more else text


def _lines_above(line: CoverLine) -> Sequence[str]:
    """Up to the municipality; none where no line names it."""
    above = line.above[-MOST_LINES:]
    at = next((at for at, text in reversed(list(enumerate(above))) if _MUNICIPALITY.match(text)), None)
    own = above if at is None else above[at:]
    return own if not any(without_years(text) != text or is_title(text) for text in own) else ()


def municipality_of(root: Section, layout: Layout) -> str | None:
    """A line of its own on the cover, else what the title begins with: 「みなも市総合計画」."""
    lines = (line.text for line in cover_lines(root))
    own = next((line for line in lines if _MUNICIPALITY.match(line) and not line.startswith(_no_names())), None)
    return own or municipality_in(title_of(root, layout))


def municipality_in(title: str) -> str | None:
    match = _IN_TITLE.match(unicodedata.normalize("NFKC", title))
    return match["name"] if match and not match["name"].endswith(_no_names()) else None


@cache
def _no_names() -> tuple[str, ...]:
    return tuple(read_toml(VOCABULARY / "layouts.toml")["titles"]["no_municipalities"])


def without_period(line: str) -> str:
    """「第２期 真砂市総合戦略      計画期間 2020～2024 年度」 → its title."""
    return _parted(line)[0]


def period_in_title(line: str) -> Period | None:
    return period_on_cover(line) or _parted(line)[1]


def _parted(line: str) -> tuple[str, Period | None]:
    for gap in _GAP.finditer(line.strip()):
        title, rest = line.strip()[: gap.start()], line.strip()[gap.end() :]
        if is_title(title) and (period := period_on_cover(rest)):
            return title, period
    return line, None
