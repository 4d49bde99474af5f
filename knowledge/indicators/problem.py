"""What may be wrong with an actual, and how much that matters: told by whoever shows it, found by validation.py."""

from typing import Literal, get_args

from msgspec import Struct

DraftField = Literal["indicator", "fiscal_year", "as_of", "value", "unit", "note", "source", "by"]
Mistake = Literal["future", "duplicate", "unchanged", "replaced", "sample", "unit", "negative", "too_exact", "text"]
Doubt = Literal[
    "unfinished_year", "year_of_day", "early", "outside_plan", "over_100_percent", "fraction", "jump", "falling_count"
]


class Problem(Struct, frozen=True):
    """`field` is where a form shows it. A doubt needs no more than somebody who says that it is right."""

    kind: Mistake | Doubt
    field: DraftField
    message: str

    @property
    def needs(self) -> Literal["mending", "confirmation"]:
        return "confirmation" if self.kind in get_args(Doubt) else "mending"
