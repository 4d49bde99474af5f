"""Targets that a sentence states: 「転入者は、年間５人（令和５年度）を年間８人（令和11年度）に増やします。」

A sentence is read where it leaves no doubt of what counts, from where and up to when; another that aims at a number is
told of, never passed over.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from knowledge.model.amount_cells import read_number
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import Period
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years
from knowledge.reading.blocks import TextBlock
from knowledge.reading.source import Line
from knowledge.reading.tables.arrows import NO_HEADING, without_decoration
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import read_heading_of_column

_LONGEST_NAME = 40
_LONGEST_END = 20  # characters behind the number
_VALUES = ("baseline", "target", "interim")
_YEAR = "\ue000"  # stands for each character of a year, so that its digits are no amounts
_Y = f"{_YEAR}+"
_LABELLED = ("dated", "short", "apart")  # ways that need no verb
_HEADED = ("toward", "behind", "plain")  # ways that need no year: the plan's last is meant


def stated_in(
    block: TextBlock, plan: Period | None, *, is_told: bool, is_headed: bool
) -> Iterator[tuple[PrintedIndicator, tuple[Line, ...]]]:
    """The targets of a block with their lines: behind 【目標】 and on the lines below, else those of its sentences."""
    is_labelled = False
    for line in block.lines:
        behind = without_label(line.text)
        is_labelled = is_labelled or bool(behind)
        short = behind or line.text if is_labelled or is_headed else ""
        short = without_decoration(short)
        entry = sentence_entry(short, plan, is_labelled=True, may_be_undated=True) if short else None
        if entry:
            yield entry, (line,)
        is_labelled = bool(entry)
    if is_told:
        yield from _in_sentences(block, plan)


def _in_sentences(block: TextBlock, plan: Period | None) -> Iterator[tuple[PrintedIndicator, tuple[Line, ...]]]:
    """They go on over the ends of lines."""
    ends: list[int] = []
    for line in block.lines:
        ends.append((ends[-1] if ends else 0) + len(line.text.strip()))
    text = "".join(line.text.strip() for line in block.lines)
    for at, sentence in sentences_of(text):
        if entry := sentence_entry(without_decoration(sentence), plan):
            starts = [0, *ends[:-1]]
            own = (start < at + len(sentence) and at < end for start, end in zip(starts, ends, strict=True))
            yield entry, tuple(line for line, is_own in zip(block.lines, own, strict=True) if is_own)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Each with where it begins."""
    at = 0
    for sentence in text.split("。"):
        if sentence.strip():
            yield at, sentence
        at += len(sentence) + 1


def sentence_entry(
    sentence: str, plan: Period | None, *, is_labelled: bool = False, may_be_undated: bool = False
) -> PrintedIndicator | None:
    """`is_labelled`: 【目標】 stands before it, or a heading says so; then it needs no verb."""
    printed = sentence.strip()
    text = _without_years(printed)
    if len(text) != len(printed):
        return None
    ways = ("from_to", "by", *(_LABELLED if is_labelled else ()), *(_HEADED if may_be_undated else ()))
    for way in ways:
        match = _patterns()[way].fullmatch(text)
        if match and (way in (*_LABELLED, *_HEADED) or _is_aim(match["end"])):
            return _entry(printed, match, plan, is_undated=way in _HEADED)
    return None


def without_label(text: str) -> str:
    """「【目標】空き家の登録　５年間で50件」 → what stands behind the label; "" where none does."""
    match = _patterns()["label"].match(unicodedata.normalize("NFKC", text.strip()))
    return text.strip()[match.end() :] if match else ""


def aims_at_number(sentence: str, plan: Period | None, *, is_bare: bool = False) -> bool:
    """「６割からすべてに広げます」: whatever of it can be read.

    `is_bare`: the document prints targets in sentences alone, where 「これを45％とします」 is one, too.
    """
    whole = _without_years(sentence.strip())
    said = [one.year for one in find_years(unicodedata.normalize("NFKC", sentence)) if one.year]
    is_over = plan is not None and bool(said) and max(said) < plan.start_fiscal_year
    how = _patterns()["bare" if is_bare else "aim"]
    ways = [(text, how.search(text)) for text in (whole, re.sub(r"\([^()]*\)", "", whole))]
    return not is_over and any(match and _is_aim(text[match.end() :]) for text, match in ways)


def _without_years(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    for said in find_years(folded):
        is_bare = folded[said.start : said.end].isdecimal()
        if not is_bare:
            folded = folded[: said.start] + _YEAR * (said.end - said.start) + folded[said.end :]
    return folded


def _entry(
    printed: str, match: re.Match[str], plan: Period | None, *, is_undated: bool = False
) -> PrintedIndicator | None:
    name = _patterns()["lead"].sub("", match["name"]).strip()
    target = PrintedValue(printed[match.start("aim") : match.end("aim")], NO_HEADING)
    has_first = "begun" in match.re.groupindex
    since = printed[match.start("years") : match.end("years")] if match.groupdict().get("years") else ""
    baseline = (
        PrintedValue(printed[match.start("begun") : match.end("begun")], NO_HEADING, since) if has_first else None
    )
    years = [
        found[-1].year if (found := find_years(_folded(f"{one.years} {one.text}"))) else None
        for one in (baseline, target)
        if one
    ]
    is_named = (
        1 < len(name) <= _LONGEST_NAME and name not in _words("pronouns") and not re.search(rf"[、{_YEAR}]", name)
    )
    is_dated = is_undated or any(years) or any(word in target.text for word in _words("spans"))
    known = [year for year in years if year]
    in_order = known == sorted(known) and (not plan or _is_ahead(years[-1], plan))
    is_named = is_named and not (is_undated and read_heading_of_column(name, {}).column in _VALUES)
    is_counted = all(_is_number(one.text, has_unit=not since) for one in (baseline, target) if one)
    if not (is_named and is_dated and in_order and is_counted):
        return None
    return PrintedIndicator(name=name, named_by="", part="", unit="", baseline=baseline, target=target, interim=())


def _is_ahead(year: int | None, plan: Period) -> bool:
    return year is None or year >= plan.start_fiscal_year


def _is_number(text: str, *, has_unit: bool = True) -> bool:
    """An amount, with a unit where no year stands apart from it; 「５年間で10戸」 counts the years of the plan."""
    bare = re.sub(rf"^(?:{alternatives(_words('spans'))})", "", re.sub(r"^\d{1,2}か?", "", _folded(text)))
    found = read_number(text) or read_number(bare)
    return found is not None and (bool(found.unit) or not has_unit)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_aim(end: str) -> bool:
    """「増やします」「とすることをめざします」 and nothing of the past or of a forecast."""
    bare = end.strip(" 、。")
    if bare in _words("alone"):
        return True
    is_plain = len(bare) <= _LONGEST_END and not any(word in bare for word in _words("never"))
    return is_plain and any(word in bare for word in _words("verbs")) and bare.endswith(tuple(_words("ends")))


@cache
def _words(part: str) -> tuple[str, ...]:
    return tuple(sorted(read_toml(VOCABULARY / "table_words.toml")["sentences"][part], key=len, reverse=True))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    unit = rf"(?:(?:(?!{alternatives(_words('verbs'))})[一-龥々ァ-ヶA-Za-z%‰㎡/]){{1,6}}|か所)"
    around = alternatives(_words("before"))
    digits = r"\d[\d,]*(?:\.\d+)?"
    amount = rf"(?:{around})*[△▲+\-−]?{digits}(?:[千百万億兆]+{digits})*{unit}?(?:{alternatives(_words('bounds'))})?"
    every, bounds = (alternatives(_words(part)) for part in ("every", "bounds"))
    bounded = rf"(?={every}|.*(?:{bounds})$){amount}"
    since = rf"(?:(?P<years>{_Y}(?:[~-]\d{{1,2}}年)?)の?)?"
    reached = rf"(?:第?\d期の?)?{since}(?:{alternatives(_words('reached'))})?\s*:?\s*"
    behind = rf"(?:\({_Y}\))?"
    span = rf"(?:\d{{1,2}}|[一二三四五六七八九十])か?(?:{alternatives(_words('spans'))})"
    when = rf"(?:{_Y}(?:までに|まで|には|に|の)?|{span})、?"
    topic = "(?:は|を|が)、?"
    begun = rf"(?P<begun>(?:{_Y}の?)?{amount}{behind})"
    aim = rf"(?P<aim>(?:{when})?{amount}{behind})"
    to = r"\s*(?:に|へ|と|を|まで)?"
    whole = alternatives(_words("whole"))
    written = {
        "from_to": rf"(?P<name>.+?){topic}{begun}(?:を|から|より|\s*[→⇒➡▶]\s*)、?{aim}{to}(?P<end>.*)",
        "by": rf"(?P<name>.+?){topic}(?P<aim>{when}{amount}{behind}){to}(?P<end>.*)",
        "dated": rf"(?P<name>[^\s]+)\s+(?P<begun>{_Y}末?\s*{amount})\s+(?P<aim>{_Y}末?\s*{amount})",
        "apart": rf"(?P<name>[^\s:]+)(?:\s*:\s*|\s+){begun}(?:から|より)、?{aim}(?:に|へ|と|まで)?",
        "short": rf"(?P<name>[^\s:]+)(?:\s*:\s*|\s+)(?P<aim>{when}\s*{amount})",
        "toward": rf"(?P<name>[^\s:]+)(?:\s*:\s*|\s+){begun}を、?{aim}(?:に|へ|と)",
        "behind": rf"(?P<name>[^\s:]+)(?:\s*:\s*|\s+)(?P<aim>{amount})\s*\({reached}(?P<begun>{amount})\)",
        "plain": rf"(?P<name>[^\s:]+)(?:\s*:\s*|\s+)(?P<aim>{bounded})",
        "label": rf"[【〔\[(<]?(?:{alternatives(_words('labels'))})[】〕\])>:]\s*",
        "lead": rf"^(?:[^、]{{1,15}}(?:では|には)|{alternatives(_words('leads'))})、",
        "bare": rf".*(?:{amount}|{whole}){behind}{to}",
        "aim": rf"(?:{_Y}|{span}|{amount}{behind}(?:を|から|より|\s*[→⇒➡▶])).*(?:{amount}|{whole}){behind}{to}",
    }
    return {name: re.compile(pattern) for name, pattern in written.items()}
