"""What a question says of plans, and where: 「第2期総合戦略」, 「前の計画」, 「令和3年度の計画」, a title. Pure.

The words stand in vocabulary/plan_names.toml.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.numerals import kanji_number, roman_number
from knowledge.model.plans import PlanFacts
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import find_years

MOST_OF_NUMBER = 4  # characters
SHORTEST_CITY = 2  # characters of a city without its 市


class PlanMention(Struct, frozen=True):
    """Words at a place of the question, and which plans they may mean: "" of `kind` or `city` for any. `title`: they
    are a plan's whole title. `step`: so many places from the plan at hand in its line. `year`: of its period. `number`:
    all of a line are meant, which are so many; 0 where that is not said.
    """

    start: int
    end: int
    edition: int | None = None
    step: int | None = None
    kind: str = ""
    city: str = ""
    title: str = ""
    year: FiscalYear | None = None
    number: int | None = None


def find_mentions(text: str, plans: Sequence[PlanFacts], today: date) -> list[PlanMention]:
    """In the order of the text, of words at one place the longest. 「前期基本計画」 may be a title."""
    titles = {unicodedata.normalize("NFKC", plan.title) for plan in plans if plan.title}
    cities = tuple(dict.fromkeys(plan.municipality for plan in plans if plan.municipality))
    found = [_of_edition(match) for match in _edition(cities).finditer(text) if _is_edition(match, text, cities)]
    neighbours = (match for match in _neighbour().finditer(text) if not any(match[0] in title for title in titles))
    found += map(_of_neighbour, neighbours)
    found += _of_kind_in_city(text, plans, cities)
    found += _of_years(text, today)
    found += map(_of_all, _all().finditer(text))
    found += [
        PlanMention(at, at + len(title), title=title)
        for title in titles
        if plan_kind(title) and (at := text.find(title)) >= 0
    ]
    return _with_cities(text, _apart(found), cities)


def _apart(found: Sequence[PlanMention]) -> list[PlanMention]:
    apart: list[PlanMention] = []
    for said in sorted(found, key=lambda said: (said.start, -said.end)):
        if not apart or said.start >= apart[-1].end:
            apart.append(said)
    return apart


def _of_kind_in_city(text: str, plans: Sequence[PlanFacts], cities: tuple[str, ...]) -> list[PlanMention]:
    """Only of a kind that a plan of that city is of: its other plans are none of ours. 「計画」 alone says as much as
    the city, where there are several.
    """
    held = {(plan.municipality, plan_kind(plan.title)) for plan in plans}
    said = [
        PlanMention(match.start(), match.end(), kind=match["kind"], city=match["city"])
        for match in (_city(cities).finditer(text) if cities else ())
    ]
    any_kind = len(cities) > 1
    return [
        each
        for each in said
        if (plan_kind(each.kind) or any_kind)
        and (not plan_kind(each.kind) or (each.city, plan_kind(each.kind)) in held)
    ]


def _of_years(text: str, today: date) -> Iterator[PlanMention]:
    """「令和3年度の計画では」, and not 「令和3年度の計画値」 nor 「令和3年度の計画と実績」."""
    for said in find_years(text, today):
        match = _of_year().match(text, said.end) if said.year is not None else None
        if match and said.year is not None:
            yield PlanMention(said.start, match.end("kind"), kind=match["kind"], year=said.year)


def _with_cities(text: str, said: list[PlanMention], cities: tuple[str, ...]) -> list[PlanMention]:
    """A city's name alone means its plan where it is compared, stands beside another plan, or is all that is said: it
    may be a word of the question as well (「汐見町へ向かう人の流れ」).
    """
    if len(cities) < 2:
        return said
    names = {name: city for city in cities for name in (city, city[:-1]) if len(name) >= SHORTEST_CITY}
    loose = [PlanMention(m.start(), m.end(), city=names[m[0]]) for m in re.finditer(alternatives(list(names)), text)]
    every = _apart([*said, *(one for one in loose if not any(_overlap(one, firm) for firm in said))])
    neighbours = list(zip([None, *every], every, [*every[1:], None], strict=False))
    return [
        one
        for before, one, after in neighbours
        if one in said
        or compares(text, one.end)
        or is_bare(rest := without(text, one)[0])
        or asks_no_more(rest)
        or (before and is_joined(text, before, one))
        or (after and is_joined(text, one, after))
    ]


def _overlap(one: PlanMention, other: PlanMention) -> bool:
    return one.start < other.end and other.start < one.end


def is_joined(text: str, first: PlanMention, second: PlanMention) -> bool:
    """「第2期と第3期」."""
    return _joined().fullmatch(text, first.end, second.start) is not None


def is_range(text: str, first: PlanMention, last: PlanMention) -> int:
    """「第1期から第3期まで」「第1期〜第3期」: where the range ends; 0 for none."""
    words, between = plan_words()["compared"], text[first.end : last.start].strip()
    is_through = between in words["through"]
    ends = words["to"] if is_through or between in words["from"] else ()
    end = next((last.end + len(word) for word in ends if text.startswith(word, last.end)), 0)
    return end or (last.end if is_through else 0)


def compares(text: str, at: int) -> re.Match[str] | None:
    return _compared().match(text, at)


def without(text: str, said: PlanMention) -> tuple[str, bool]:
    """The question without these words, and whether it compares."""
    compared = compares(text, said.end)
    behind = compared or _light().match(text, said.end)
    return (text[: said.start] + text[behind.end() if behind else said.end :]).strip(), compared is not None


def without_closing_words(rest: str) -> str:
    """What a comparison asks of: 「移住相談件数」 of 「…移住相談件数の違いは？」."""
    bare, of = rest.rstrip("?!。 "), plan_words()["within"][0]
    closing = (word for word in plan_words()["compared"]["closing"] if f"{of}{bare}".endswith(word))
    return next((f"{of}{bare}".removesuffix(word).removeprefix(of) for word in closing), bare)


def is_bare(rest: str) -> bool:
    return not any(char.isalnum() and not "ぁ" <= char <= "ん" for char in rest)


def edition_of(plan: PlanFacts) -> int | None:
    """2 of 「第2期…」."""
    match = _edition().search(unicodedata.normalize("NFKC", plan.title))
    return _number(match) if match else None


def editions_told(texts: Iterable[str]) -> frozenset[int]:
    """1 of 「第Ⅰ期市総合戦略」: those that some texts speak of."""
    behind = (one.partition("期") for text in texts for one in unicodedata.normalize("NFKC", text).split("第")[1:])
    said = (number.strip() for number, end, _ in behind if end and len(number) <= MOST_OF_NUMBER)
    numbers = (int(one) if one.isdecimal() else kanji_number(one) or roman_number(one.lower()) for one in said)
    return frozenset(number for number in numbers if number)


def plan_kind(title: str) -> str:
    """「総合戦略」 of any title or question that holds one of its words; "" for none."""
    folded = unicodedata.normalize("NFKC", title)
    return next((kind for kind, words in plan_words()["kinds"].items() if any(word in folded for word in words)), "")


def asks_for_the_plan(text: str, title: str) -> bool:
    """「この計画について教えて」: as a whole."""
    words = plan_words()["itself"]
    folded, name = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", title)
    if name and folded.startswith(name):
        return folded != name and _no_more().fullmatch(folded, len(name)) is not None
    begins = re.match(f"{alternatives(words['before'])}?(?P<kind>{_kinds()})(?={alternatives(words['about'])})", folded)
    if begins is None or plan_kind(begins["kind"]) not in ("", plan_kind(title)):  # another plan: 「人口ビジョンとは」
        return False
    return _no_more().fullmatch(folded, begins.end()) is not None


def asks_no_more(rest: str) -> bool:
    """「について教えて」, behind a plan's name."""
    return _no_more().fullmatch(unicodedata.normalize("NFKC", rest)) is not None


def asks_for_plans(text: str) -> bool:
    """「どんな計画がありますか」「計画の一覧」."""
    return _listed().fullmatch(unicodedata.normalize("NFKC", text)) is not None


def says_period(text: str) -> bool:
    return any(word in text for word in plan_words()["behind"]["period"])


@cache
def plan_words() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "plan_names.toml")


# Patterns


def _of_edition(match: re.Match[str]) -> PlanMention:
    city, kind = match["city"] or "", match["kind"] or ""
    return PlanMention(match.start(), match.end(), edition=_number(match), kind=kind, city=city)


def _of_neighbour(match: re.Match[str]) -> PlanMention:
    step = next(int(step) for step, words in plan_words()["neighbour"].items() if match["which"] in words)
    return PlanMention(match.start(), match.end(), step=step, kind=match["kind"] or "")


def _of_all(match: re.Match[str]) -> PlanMention:
    return PlanMention(
        match.start(), match.end(), kind=match["kind"] or "", number=kanji_number(match["number"] or "") or 0
    )


def _number(match: re.Match[str]) -> int | None:
    return kanji_number(match["number"])


def _is_edition(match: re.Match[str], text: str, cities: tuple[str, ...]) -> bool:
    rest = text[match.end() :]
    is_at_end = not rest[:1].isalnum()
    return bool(match["kind"]) or is_at_end or rest.startswith((*plan_words()["edition"]["behind"], *cities))


@cache
def _edition(cities: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Without 「第」 only where no other word stands before: 「2期の目標」, not 「四半期」."""
    words = plan_words()["edition"]
    first, units = alternatives(words["first"]), alternatives(words["units"])
    digits = alternatives(words["digits"])
    city = rf"(?:{_of()}(?P<city>{alternatives(cities)})(?={_of()}{_kinds()}))?" if cities else "(?P<city>(?!))?"
    return re.compile(
        rf"(?:{first}|(?<!\w))\s*(?P<number>\d+|{digits}+)\s*{units}{city}(?:{_of()}(?P<kind>{_kinds()}))?"
    )


@cache
def _city(cities: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?P<city>{alternatives(cities)}){_of()}(?P<kind>{_kinds()})")


@cache
def _of_year() -> re.Pattern[str]:
    words = plan_words()["of_year"]
    behind = alternatives([*words["behind"], *plan_words()["compared"]["with"]])
    return re.compile(rf"{alternatives(words['between'])}?(?P<kind>{_kinds()})(?=\W|$|{behind})")


@cache
def _all() -> re.Pattern[str]:
    words = plan_words()["every"]
    units = alternatives(plan_words()["edition"]["units"][:1])
    digits = alternatives(plan_words()["edition"]["digits"])
    counted = rf"(?P<number>\d+|{digits}+){alternatives(words['counters'])}"
    return re.compile(rf"(?:{counted}|{alternatives(words['words'])})(?:(?P<kind>{_kinds()})|{units}(?!\w*[0-9]))")


def _of() -> str:
    return f"{alternatives(plan_words()['within'])}?"


@cache
def _kinds() -> str:
    words = (word for words in plan_words()["kinds"].values() for word in words)
    return alternatives(sorted((*words, *plan_words()["any"]), key=len, reverse=True))


@cache
def _neighbour() -> re.Pattern[str]:
    """Only before a plan's kind or 「期」: 「前の年」 is none."""
    words = [word for some in plan_words()["neighbour"].values() for word in some]
    which = alternatives(sorted(words, key=len, reverse=True))
    units = alternatives(plan_words()["edition"]["units"][:1])
    return re.compile(rf"(?P<which>{which})(?:(?P<kind>{_kinds()})|{units}(?!\w*[0-9]))")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(alternatives(plan_words()["compared"]["with"]))


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s*{alternatives(plan_words()['compared']['joined'])}\s*|\s+")


@cache
def _no_more() -> re.Pattern[str]:
    words = plan_words()["itself"]
    return re.compile(rf"{alternatives(words['about'])}?{alternatives(words['ends'])}*[\s?!。]*")


@cache
def _listed() -> re.Pattern[str]:
    words = plan_words()["listed"]
    which, lists, ends = (alternatives(words[name]) for name in ("which", "lists", "ends"))
    return re.compile(rf"(?:{which}{_kinds()}{lists}?{ends}?|{_kinds()}{lists}{ends}?)[\s?!。]*")


@cache
def _light() -> re.Pattern[str]:
    behind = plan_words()["behind"]
    return re.compile(f"{alternatives(behind['period'])}?{alternatives((*behind['then'], *behind['particles']))}?")
