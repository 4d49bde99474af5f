"""What marks before and behind the names of 事業 mean, where the plan says it: 「◎…重点事業　●…新規事業」."""

import re
from collections.abc import Mapping, Sequence

from knowledge.model.normalize import name_key
from knowledge.reading.layout import Layout

_MARKS = "◎●○◯〇★☆◆◇■□▲△▼▽"
_ENTRY = re.compile(
    rf"(?<![^\s　、，,（(「・])(?P<mark>[{_MARKS}])(?:印)?[\s　]*(?:[…‥:：=＝]+|は、?|\.{{2,}}|･{{2,}}|・{{2,}})[\s　]*"
    rf"(?P<text>[^\s　、，,。）)」{_MARKS}]{{2,30}})"
)
_BEFORE = re.compile(rf"^(?P<marks>[{_MARKS}][{_MARKS}\s　]*)(?=\S)")


def legend_in(texts: Sequence[str], layout: Layout) -> Mapping[str, str]:
    """By mark; only what says a kind of project, and of one mark only what is said of it everywhere."""
    told: dict[str, set[str]] = {}
    for entry in (match for text in texts for match in _ENTRY.finditer(text)):
        if name_key(entry["text"]) in layout.tags or entry["text"].endswith(layout.kinds):
            told.setdefault(entry["mark"], set()).add(entry["text"])
    return {mark: own.pop() for mark, own in told.items() if len(own) == 1}


def split_marks(text: str) -> tuple[str, str]:
    """「★◎朝市事業」 → the marks and the rest."""
    match = _BEFORE.match(text)
    return ("".join(match["marks"].split()), text[match.end() :]) if match else ("", text)


def meanings(marks: str, layout: Layout) -> tuple[str, ...]:
    return tuple(f"{mark}：{layout.legend[mark]}" for mark in marks if mark in layout.legend)
