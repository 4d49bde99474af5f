"""Lines without a mark that are points of a list of 事業: a word, a kind or a labelled number stands before them."""

import re

from knowledge.model.normalize import name_key
from knowledge.reading.headings import find_described_point, is_heading_like
from knowledge.reading.layout import Layout
from knowledge.reading.project_names import names_project, split_tags

_NAMED = re.compile(
    r"^[・○●◎■◆□◇]*[\s　]*[【\[［]?(?P<word>[^\s：:】\]］]{1,10}名称?)[】\]］]?"
    r"[\s　]*[：:][\s　]*(?P<name>[^\s、，][^、，]*)$"
)


def unmarked_point(text: str, layout: Layout) -> tuple[str, str] | None:
    """Its mark and what it says: 「取組名：めぐるポイント」 has its word as a mark.

    「【新規】企業誘致推進事業（商工課）」 has none, 「取組①　授業の公開：教員が組になって公開する。」 its number.
    """
    if split_tags(text)[0] and is_heading_like(text) and names_project(text, layout):
        return "", text
    named = _NAMED.match(text)
    if named and name_key(named["word"]) in layout.project_columns and is_heading_like(named["name"]):
        return named["word"], named["name"]
    point = find_described_point(text, layout)
    return (f"{point.label}{point.marker}", point.text) if point else None
