"""Headers that part each value: 「現状値 男｜現状値 女｜目標値 男｜目標値 女」, and 小学校, 中学校 over both values."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from knowledge.model.amount_words import amount_words
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.structs import replace
from knowledge.reading.tables.header import ColumnHeading, PlanContext, read_heading_of_column

_VALUES = ("baseline", "target", "interim", "year")
_BETWEEN = re.compile(r"[\s()\[\]・/:]+")


def names_part(text: str) -> bool:
    """「男」「小学校」「65歳以上」 and nothing else."""
    return unicodedata.normalize("NFKC", text).strip(" ()[]") in _parts()


def parted(headings: Sequence[ColumnHeading], plan: PlanContext) -> tuple[ColumnHeading, ...]:
    """Each value with its part, where all have one and each part has a target; else such a target is asked about."""
    told = [_of_part(heading, plan) for heading in headings]
    values = [heading for heading in told if heading.column in _VALUES]
    parts = {heading.part for heading in values}
    targets = {heading.part for heading in values if heading.column != "baseline"}
    if "" not in parts and targets == parts:
        return tuple(told)
    return tuple(
        replace(heading, column="unknown") if heading.column == "target" and shown_part(own.part) else heading
        for heading, own in zip(headings, told, strict=True)
    )


def _of_part(heading: ColumnHeading, plan: PlanContext) -> ColumnHeading:
    words = [word for word in _BETWEEN.split(unicodedata.normalize("NFKC", heading.text)) if word]
    found = [word for word in words if word in _parts()]
    if len(found) != 1 or len(words) < 2:
        return heading
    bare = read_heading_of_column(" ".join(word for word in words if word != found[0]), plan.columns)
    is_value = bare.column in _VALUES
    return replace(heading, column=bare.column, years=bare.years, part=found[0]) if is_value else heading


def of_one_part(headings: Sequence[ColumnHeading]) -> list[list[ColumnHeading]]:
    """The headings once for each part, those of the others as columns that nobody asks about."""
    parts = list(dict.fromkeys(heading.part for heading in headings if heading.part))
    return [
        [replace(one, text="", column="known") if one.part not in ("", part) else one for one in headings]
        for part in parts or [""]
    ]


def shown_part(part: str) -> str:
    """「全体」 beside 「65歳以上」 is the indicator itself."""
    return "" if part in amount_words()["parts"]["total"] else part


def is_share(part: str) -> bool:
    """「割合」 beside 「実数」: it is in no unit of people."""
    return part in read_toml(VOCABULARY / "table_words.toml")["parts"]["shares"]


@cache
def _parts() -> frozenset[str]:
    words, own = amount_words()["parts"], read_toml(VOCABULARY / "table_words.toml")["parts"]
    return frozenset((*words["known"], *words["total"], *own["also"])) - frozenset(own["never"])
