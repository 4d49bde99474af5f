"""Years from one to another, told with less than both have: 「令和8～11年度」「H28～30」「2022～24」."""

import re
import unicodedata
from collections.abc import Sequence

from knowledge.model.fiscal import ERAS
from knowledge.model.years.spellings import ERA

_TO = r"\s*(?:[~〜\-–−]|から(?=\s*\d{1,2}\s*年度))\s*"
_SHORT = re.compile(
    rf"(?P<head>(?<![A-Za-z]){ERA}\s*|(?<!\d)(?:19|20)(?=\d\d(?!\d)))(?P<first>\d{{1,2}}|元)\s*+(?:年度?)?"
    rf"{_TO}(?P<last>\d{{1,2}})(?!\d|[.,]\d|\s*[月日])\s*(?P<unit>年度?)?"
)
_NUMBERS = rf"(?P<first>20\d\d)(?:年度?)?{_TO}(?P<last>20\d\d)(?!\d)\s*(?P<unit>年度?)?"
_BRACKETED, _WESTERN = re.compile(rf"(?<=\(){_NUMBERS}"), re.compile(rf"(?<!\d){_NUMBERS}")
_TWICE = re.compile(r"\(20\d\d\)(?=年)|(?<=年)\(20\d\d年\)|(?<=年度)\(20\d\d(?:年度)?\)")  # 「令和8(2026)年度」


def short_spans(text: str) -> Sequence[tuple[int, int, str]]:
    """From where to where each stands in NFKC text, the last one first, and both of its years in full.

    「(2020-2024)」 is one too; without brackets these may be amounts.
    """
    found = [(*match.span(), _in_full(match)) for match in _SHORT.finditer(text)]
    found += [(*match.span(), _of_numbers(match)) for match in _BRACKETED.finditer(text)]
    return sorted(found, reverse=True)


def _in_full(match: re.Match[str]) -> str:
    head, first, last = match["head"].strip(), 1 if match["first"] == "元" else int(match["first"]), int(match["last"])
    following = head if last > first else _following(head)
    unit = match["unit"] or "年度"
    return f"{head}{match['first']}{unit}~{following}{last:{'02' if head.isdecimal() else ''}}{unit}"


def _following(head: str) -> str:
    """「平成30～4年度」 ends in 令和4年度, 「1998～02」 in 2002."""
    if head.isdecimal():
        return str(int(head) + 1)
    at = next(at for at, (kanji, letter, _) in enumerate(ERAS) if head in (kanji, letter))
    return ERAS[max(at - 1, 0)][0]


def _of_numbers(match: re.Match[str]) -> str:
    unit = match["unit"] or "年度"
    return f"{match['first']}{unit}~{match['last']}{unit}"


def spelt_out(text: str) -> str:
    """Prose that names a plan's years, with era and 年度 at both of each span."""
    for start, end, whole in short_spans(text):
        text = text[:start] + whole + text[end:]
    return _WESTERN.sub(_of_numbers, text)


def whole_span(text: str) -> str:
    """「2026-2030」 and nothing else, with 年度 at both of its years; "" of any other text."""
    match = _WESTERN.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    return _of_numbers(match) if match else ""


def said_once(text: str) -> str:
    """Without the western year behind one of an era."""
    return _TWICE.sub("", text)
