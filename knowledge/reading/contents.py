"""The lines of a table of contents: they are never the outline itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from knowledge.model.normalize import name_key
from knowledge.reading.source import Line

_TITLE = re.compile(r"^[\W_]*(?:目[\s　]*次|も[\s　]*く[\s　]*じ|CONTENTS)[\W_]*$", re.IGNORECASE)
_LEADERS = re.compile(r"[\s　.．・…‥·]*[\s　.．・…‥·\t]\s*[\d０-９一二三四五六七八九十]{1,3}\s*$")  # 「………… １」
_BEHIND = re.compile(r"^(?P<name>.*[^\s　…‥])[\s　]*(?:…|‥){2,}[\s　]*(?P<behind>(?![…‥]).*[^\W\d_].*)$")
_DOTTED = re.compile(r"(?:[.・·⋯]\s?){4,}\s*[-(]?\s*(?P<page>\d{1,3})\s*[-)]?$")  # after folding: … is three dots
FEWEST_DOTTED = 3  # lines with dots and a page, one near the other
FARTHEST = 3  # lines from one to the next: an entry may be printed on two or three


def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of lines: those below 目次, and wherever entries with dots and rising pages follow each other."""
    printed = [line for line in lines if line.text.strip()]
    return frozenset(_titled(printed)) | frozenset(_dotted(printed))


def _titled(printed: Sequence[Line]) -> range:
    """From 目次 to the line before its first entry stands again, as a heading."""
    at = next((at for at, line in enumerate(printed) if _is_title(at, printed)), None)
    if at is None:
        return range(0)
    entries = printed[at + (1 if _TITLE.match(printed[at].text) else 2) :]
    if not entries:
        return range(0)
    start = printed[at].number
    ended = next((at for at, line in enumerate(entries) if line.text.strip().endswith("。")), len(entries))
    first = _entry(entries[0])
    again = (line.number for line in entries[1:ended] if _entry(line) == first)
    paged = takewhile(lambda line: _LEADERS.search(line.text), entries)
    return range(start, next(again, max((line.number + 1 for line in paged), default=start + 1)))


def _is_title(at: int, printed: Sequence[Line]) -> bool:
    """On one line, or on two: 目 and 次, printed from top to bottom."""
    both = [line.text.strip() for line in printed[at : at + 2]]
    return bool(_TITLE.match(printed[at].text)) or both == ["目", "次"]


def without_page(text: str) -> str:
    """「改革の方向性１　業務の見直し ……… 3」 → without the leaders and the page."""
    return _LEADERS.sub("", text)


def parted_at_leaders(text: str) -> tuple[str, str]:
    """「①担い手の育成 …… 研修農場、継承の相談」: the name, and what the leaders lead to; "" where that is a page."""
    match = _BEHIND.match(text)
    return (match["name"], match["behind"]) if match else (text, "")


def _entry(line: Line) -> str:
    """An entry of the contents without leaders and page number, as a key; ⅠI and 1 are one in misread numbers."""
    text = without_page(line.text.strip(" 　#*-・"))
    return re.sub(r"[ⅰil一]", "1", name_key(text))


def _dotted(printed: Sequence[Line]) -> Iterator[int]:
    """Runs of such lines with what stands between them, the first lines of long entries."""
    pages = [(at, page) for at, line in enumerate(printed) if (page := _page(line)) is not None]
    for run in _runs(pages, printed):
        if len(run) >= FEWEST_DOTTED:
            yield from (line.number for line in printed[run[0] : run[-1] + 1])


def _page(line: Line) -> int | None:
    match = _DOTTED.search(unicodedata.normalize("NFKC", line.text.strip()))
    return int(match["page"]) if match else None


def _runs(pages: Sequence[tuple[int, int]], printed: Sequence[Line]) -> Iterator[list[int]]:
    run = [pages[0][0]] if pages else []
    for (before, page), (at, next_page) in pairwise(pages):
        between = printed[before + 1 : at]
        if at - before > FARTHEST or next_page < page or any("。" in line.text for line in between):
            yield run
            run = []
        run.append(at)
    yield run
