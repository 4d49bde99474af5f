"""Remarks and captions that say of values what they are besides: of another year, a calendar year, a part of the city.

Their words are data (`vocabulary/sheet_words.toml`). A sentence counts where its subject is the values: 「R5欄は…」,
「宿泊者数は…」, or nothing at all.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from knowledge.indicators.sheets.header_words import unit_line
from knowledge.indicators.sheets.legend import HeadingReader
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.model.column_words import is_unit
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.quantity import printed_unit
from knowledge.model.structs import replace

INSTEAD_OF_ACTUALS = frozenset(("target", "plan", "previous", "partial"))
_RESTATED = {"target", "plan", "previous", "baseline"}
_UNIT_PARTS = re.compile(r"[\s:は、,・()\[\]【】。]+")
PLAN = re.compile(r"第([\d一二三四五六七八九]+)期")
_NUMBERED = re.compile(r"\(?\d{1,2}\)")
_SIGN = re.compile(
    r"^\(?(?:[※*]|注|備考(?=[:)])|(?=\d{1,2}\)))\s*+(?:\d{1,2}(?![\d~〜\-‐–—−月日年]|から))?\s*+[):]?\s*"
)
_MONTHS = re.compile(r"(\d{1,2})月?(?:[~〜\-‐–—−]|から)(?:翌年?|[^\d月]{0,4}\d{1,4}年)?(\d{1,2})月(?!\d|末日)")
_MONTH_END = re.compile(r"(\d{1,2})月末|\.(\d{1,2})末|(\d{1,2})月(?:分|まで)(?:$|の)")
_FISCAL, _LAST_MONTH = (4, 3), 3


class Remark(Struct, frozen=True):
    """`text` as it stands in the sheet. `years`: of whose values it speaks, none for all; `name`: of which indicators.

    `place`: a part of the city or another place; an indicator that is named after it is meant to be its own.
    `is_named`: by its name, so that it may be the city's own. `rows`: of which it speaks, None for all.
    `is_provisional`: it says no more than that the values are provisional. `units`: in which it says they are.
    `counting`: 累計 or 単年, as the key of an indicator's counting. `said_years`: whose values it says they are.
    `where` and `ending` stand around the quotation: 「備考に」.
    """

    text: str
    years: frozenset[FiscalYear] = frozenset()
    name: str = ""
    place: str = ""
    is_named: bool = False
    is_provisional: bool = False
    rows: range | None = None
    units: tuple[str, ...] = ()
    said_years: frozenset[FiscalYear] = frozenset()
    counting: str = ""
    where: str = ""
    ending: str = "とあります"

    @property
    def quoted(self) -> str:
        return f"{self.where}「{self.text}」{self.ending}。"

    def is_of(self, year: FiscalYear | None, name: str) -> bool:
        is_own = bool(self.place) and name_key(self.place) in name_key(name)
        return (
            year not in self.said_years
            and (not self.years or year in self.years)
            and name_key(self.name) in name_key(name)
            and not is_own
        )


def is_note(text: str) -> bool:
    return is_signed(text) or bool(_NUMBERED.match(unicodedata.normalize("NFKC", text)))


def is_signed(text: str) -> bool:
    """With ※ or 注 before it."""
    return unicodedata.normalize("NFKC", text).startswith(tuple(remark_words("signs")))


def units_said(text: str, read: HeadingReader) -> tuple[str, ...]:
    """「【交通（単位：千人）】」「観光分野（千人）」; one unit and nothing else in a line is the table's own."""
    _, is_said, behind = text.partition("単位")
    if not is_said:
        return (unit,) if (unit := read(text).unit) else ()
    return () if unit_line(text) else units_in(behind)


def units_in(text: str) -> tuple[str, ...]:
    words = [word for part in _UNIT_PARTS.split(text) if is_unit(word := stripped(part, "behind"))]
    return tuple(map(printed_unit, words))


def counting_said(text: str) -> str:
    """「累計」 → cumulative, 「単年度」 → single; "" where the text says anything else."""
    key = name_key(text)
    return next((one for one in ("cumulative", "single") if key in map(name_key, remark_words(one))), "")


def read_remark(text: str, read: HeadingReader, *, is_caption: bool = False) -> Iterator[Remark]:
    """`is_caption`: it may be a title, which is about something, where a remark says something."""
    folded = unicodedata.normalize("NFKC", text).strip()
    is_title = is_caption and not is_note(text)
    if not is_caption and (units := units_said(folded, read) if "単位" in folded else ()):
        name = stripped(_SIGN.sub("", folded).partition("単位")[0].strip("(の"), "subject")
        yield Remark(" ".join(text.split()), name=name, units=units)
        return
    for sentence in filter(None, _ends_of_sentences().split(_SIGN.sub("", folded))):
        if remark := _read_sentence("".join(sentence.split()), read, is_title=is_title):
            yield replace(remark, text=" ".join(text.split()))


@cache
def _ends_of_sentences() -> re.Pattern[str]:
    return re.compile(f"[。;\n]|(?:{'|'.join(remark_words('ends_of_clauses'))})、?")


def _read_sentence(sentence: str, read: HeadingReader, *, is_title: bool) -> Remark | None:
    subject, has_subject, said = sentence.rpartition("は") if "は" not in sentence else sentence.partition("は")
    own = stripped(subject, "subject")
    years, name = read(own).fiscal_years, ""
    if read(own).rest or set(read(own).roles) - {"neutral", "value", "name"}:
        years, name = frozenset(), own
    remark = Remark("", years, name)
    if not is_title and (named := PLAN.match(said)):
        return replace(remark, place=named[0], is_named=True)
    if place := _place(said, is_title=is_title and not has_subject):
        return replace(remark, place=place)
    if is_of_other_figures(said, read):
        return remark
    if counting := counting_said(stripped(said, "behind")):
        return replace(remark, counting=counting)
    if is_title and not has_subject:
        return None
    heading = read(stripped(said.removeprefix("一部"), "behind"))
    if heading.is_clear and heading.fiscal_years and set(heading.roles) <= {"neutral", "value"}:
        return replace(remark, said_years=heading.fiscal_years)
    if heading.is_clear and INSTEAD_OF_ACTUALS & set(heading.roles):
        return remark
    is_provisional = said.startswith(tuple(remark_words("drafts"))) and heading.is_clear and not said.endswith("を含む")
    return replace(remark, is_provisional=True) if is_provisional else None


def stripped(text: str, part: str) -> str:
    """Without the words around what is meant: 「R5欄」 → 「R5」, 「見込みである」 → 「見込み」."""
    for word in sorted(remark_words(part), key=len, reverse=True):
        text = text.removesuffix(word).removeprefix(word)
    return text


def is_of_other_figures(said: str, read: HeadingReader) -> bool:
    """Of other months than those of the year, or another year's put down again."""
    return _is_of_other_months(said) or _is_restated(said, read)


def _is_of_other_months(said: str) -> bool:
    """A calendar year, or a part of a year."""
    spans = [(int(match[1]), int(match[2])) for match in _MONTHS.finditer(said)]
    ends = [int(match[match.lastindex or 1]) for match in _MONTH_END.finditer(said)]
    is_calendar = any(word in said for word in remark_words("calendar"))
    return is_calendar or any(span != _FISCAL for span in spans) or any(end != _LAST_MONTH for end in ends)


def _is_restated(said: str, read: HeadingReader) -> bool:
    heading = read(said)
    of_another = bool(heading.years) or not _RESTATED.isdisjoint(heading.roles)
    return of_another and any(word in said for word in remark_words("restated"))


def _place(said: str, *, is_title: bool) -> str:
    match = _place_pattern(is_title).search(said)
    if match is None or match["before"].startswith(tuple(remark_words("whole"))):
        return ""
    return match["place"]


@cache
def _place_pattern(is_title: bool) -> re.Pattern[str]:
    """「西部地域のみ」「福岡県全体のもの」; a title also 「（西部地域）」「西部地域のKPI」."""
    behind = [*map(re.escape, remark_words("only")), *([r"$|[()\[\]【】]", *remark_words("about")] if is_title else [])]
    parts, elsewhere = "|".join(remark_words("parts")), "|".join(remark_words("elsewhere"))
    modifier = r"(?P<before>[一-龥々ァ-ヶーA-Z]*)"
    return re.compile(
        rf"(?P<place>{modifier}(?:(?<=[一-龥々ァ-ヶーA-Z])(?:{parts})|{elsewhere}))(?:{'|'.join(behind)})"
    )
