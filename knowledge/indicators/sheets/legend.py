"""Remarks that say how cells are to be read: 「（ ）内は目標値」, 「上段：目標 下段：実績」, 「赤字は見込み」.

Their words are data (`vocabulary/sheet_words.toml`). A remark is one only where all that it says of a place is known.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from knowledge.files.grid import Sheet
from knowledge.indicators.sheets.header_words import Heading
from knowledge.indicators.sheets.sheet_words import KINDS, legend_words, remark_words
from knowledge.model.column_words import Role

Place = Literal["upper", "lower", "bracketed", "looks"]
HeadingReader = Callable[[str], Heading]
"""Reads a text as headers are read."""

_PLACES: tuple[Place, ...] = ("upper", "lower", "bracketed", "looks")
_KINDS = KINDS - {"total", "partial"} | {"elsewhere", "status"}
_LONGEST = 120  # characters; what is longer is no remark on how to read
_END = re.compile("[。、,;/ ]")
_SPACE_BESIDE_A_SIGN = re.compile(r"(?<=[:=()\[\]]) | (?=[:=()\[\]])")


class Legend(Struct, frozen=True):
    """`remark` as it stands in the sheet; `said` is what it says of each place.

    `fill`: the colour of the remark's own cell. `names_fill`: it speaks of the colour of cells, not of letters.
    `is_contradicted`: another remark of the sheet says otherwise, of another table perhaps.
    """

    remark: str
    said: Mapping[Place, Role]
    is_contradicted: bool = False
    fill: str = ""
    names_fill: bool = False

    @property
    def lines(self) -> tuple[Role, Role] | None:
        """What the upper and the lower of two lines are."""
        upper, lower = self.said.get("upper"), self.said.get("lower")
        return (upper, lower) if upper and lower else None

    def fill_of(self, fills: Collection[str]) -> str:
        """Which of these colours of cells it speaks of: its own, or the only one; "" where that cannot be told."""
        if self.said.get("looks", "value") == "value" or self.is_contradicted or not self.names_fill:
            return ""
        own = self.fill or (next(iter(fills)) if len(fills) == 1 else "")
        return own if own in fills else ""

    @property
    def is_beyond(self) -> bool:
        """It tells actuals apart by what is not seen here, says of one line alone, or has the actuals in brackets."""
        is_half = not self.lines and bool({"upper", "lower"} & set(self.said))
        is_unseen = self.said.get("looks", "status") != "status" or self.said.get("bracketed") == "value"
        return is_unseen or is_half or self.is_contradicted


def find_legend(sheet: Sheet, read: HeadingReader) -> Legend | None:
    """Of several remarks what they say together; the first one is quoted, and what contradicts it."""
    texts = dict.fromkeys(sheet.titles, "") | {
        cell.text: cell.fill for row in sheet.rows for cell in row.cells.values()
    }
    found = [
        Legend(" ".join(text.split()), said, fill=fill, names_fill=bool(fill) or _names_fill(text))
        for text, fill in texts.items()
        if (said := _said(text, read))
    ]
    if not found:
        return None
    said = {place: role for one in reversed(found) for place, role in one.said.items()}
    other = next((one for one in found if any(said[place] != role for place, role in one.said.items())), None)
    remark = f"{found[0].remark}」「{other.remark}" if other else found[0].remark
    looks = next((one for one in found if "looks" in one.said), found[0])
    return Legend(remark, said, other is not None, looks.fill, looks.names_fill)


def says_how_to_read(text: str, read: HeadingReader) -> bool:
    return bool(_said(text, read))


def beside_legend(text: str, read: HeadingReader) -> str:
    """What a text says besides how cells are to be read."""
    for _, _, part in _parts(text, read):
        text = _packed(text).replace(part, " ")
    return text


def _names_fill(text: str) -> bool:
    folded = _packed(text)
    return any(word in folded for word in legend_words("fills"))


def _said(text: str, read: HeadingReader) -> dict[Place, Role]:
    return {place: role for place, role, _ in _parts(text, read)}


def _parts(text: str, read: HeadingReader) -> Iterator[tuple[Place, Role, str]]:
    """Each place, what it is said to hold, and the words that say so."""
    folded = _packed(text)
    places = list(_places().finditer(folded)) if len(folded) <= _LONGEST else []
    ends = [*(match.start() for match in places[1:]), len(folded)]
    for match, end in zip(places, ends, strict=False):
        place = next(one for one in _PLACES if match["place"] in legend_words(one))
        words = _END.split(folded[match.end() : end].lstrip())[0]
        is_joined = bool(match["between"]) or (place in ("upper", "lower") and len(match["place"]) > 1)
        if is_joined and (role := _role(words, place, read)) is not None:
            yield place, role, folded[match.start() : folded.index(words, match.end()) + len(words)]


def _packed(text: str) -> str:
    return _SPACE_BESIDE_A_SIGN.sub("", " ".join(unicodedata.normalize("NFKC", text).split()))


def _role(words: str, place: Place, read: HeadingReader) -> Role | None:
    """「目標値を示す」 → target; None for anything that is not known altogether."""
    if place == "looks" and any(word in words for word in remark_words("drafts")):
        return "status"
    bare = words
    for word in sorted(legend_words("behind"), key=len, reverse=True):
        bare = bare.removesuffix(word)
    heading = read(bare.strip("()[]・"))
    roles = [role for role in heading.roles if role != "neutral"]
    is_known = bool(roles) and not heading.rest and set(roles) <= _KINDS
    if not is_known or ("status" in roles and place != "looks"):
        return None
    return next((role for role in roles if role != "value"), "value")


@cache
def _places() -> re.Pattern[str]:
    """A place, what of it, and a word between it and what is said; not in the middle of a longer word."""
    place = _any([word for one in _PLACES for word in legend_words(one)])
    of, between = _any(legend_words("of")), _any(legend_words("between"))
    alone = r"(?:(?<![一-龥ァ-ヶー])|(?=[(\[〔【<〈]))"
    return re.compile(rf"{alone}(?P<place>{place})(?:{of})*(?P<between>{between})?")


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
