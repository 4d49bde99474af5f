"""Headers that are printed as one text: 「単位現状値（令和6年度）目標値（令和12年度）」."""

import unicodedata
from functools import lru_cache

from knowledge.model.years.spellings import without_open_year
from knowledge.reading.tables.header import read_heading_of_column

_HEADINGS = frozenset(("name", "unit", "baseline", "target", "interim", "year"))
_LONGEST = 80  # characters
_MOST_WAYS = 64


def heads_table(text: str) -> bool:
    """Whether it is several headers, those of the name and of a target among them."""
    return any({"name", "target"} <= set(map(heading_kind, cut)) for cut in cuts_of_headers(text))


@lru_cache(maxsize=512)
def cuts_of_headers(text: str) -> tuple[tuple[str, ...], ...]:
    """All ways to cut it into headers; none where it is one, or something else."""
    if len(text) > _LONGEST or _is_heading(text):
        return ()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(text) + 1):
        starts = [at for at in range(end) if ways[at] and _is_heading(text[at:end])]
        ways.append([(*way, text[start:end]) for start in starts for way in ways[start]][:_MOST_WAYS])
    return tuple(ways[-1])


def _is_heading(text: str) -> bool:
    """「（令和6年度）目標値」 and 「値（令和6年度）」 begin with the end of another; 「目標値（令和12」 ends below."""
    folded = without_open_year(unicodedata.normalize("NFKC", text.rstrip()))
    is_whole = folded.count("(") == folded.count(")") and folded[:1] not in (" ", "(", "値")
    return is_whole and heading_kind(folded) in _HEADINGS and not _holds_unit(folded)


def _holds_unit(text: str) -> bool:
    """「指標（KPI）単位」: 「指標（単位）」 is one header."""
    ends = (at for at in range(1, len(text)) if heading_kind(text[at:]) == "unit")
    return any(text[at] not in "（(" and heading_kind(text[:at]) == "name" for at in ends)


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> str:
    return read_heading_of_column(text, {}).column
