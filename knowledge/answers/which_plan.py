"""Which of several plans a question is about: by its name, 期, city, kind or a year of its period. Pure.

The words stand in vocabulary/plan_names.toml. What only says which plan it is (「第2期のときの」) is taken off: the
rest is asked of that plan.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import find_years
from knowledge.model.numerals import kanji_number
from knowledge.model.plans import PlanFacts, usual_plan
from knowledge.model.word_patterns import alternatives

SHORTEST_CITY = 2  # characters of a city without its 市
NO_SUCH_PLAN = "「{said}」にあたる計画は加えられていません。お答えできる計画は、{known}です。"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlan:
    """`plan`: the one that a question names, None where it names none, or one that is not there, as `missing` says.

    `rest`: the question without the words that say nothing else. `is_compared`: its figures are wanted beside those of
    the plan at hand, or of `beside` where it names both. `is_bare`: it says nothing else, and `rest` is the whole of
    it.
    """

    plan: PlanFacts | None
    rest: str
    is_compared: bool = False
    is_bare: bool = False
    missing: str = ""
    beside: PlanFacts | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """Words at a place of the question, and which plans they may mean: "" of `kind` or `city` for any. `title`: they
    are a plan's whole title.
    """

    start: int
    end: int
    edition: int | None = None
    step: int | None = None
    kind: str = ""
    city: str = ""
    title: str = ""


def named_plan(question: str, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> NamedPlan:
    """`at_hand`: the plan that is asked where the question names none, and from which 「前の」 counts."""
    text = unicodedata.normalize("NFKC", question)
    said, *more = [*_sayings(text, plans), None]
    found = list(plans)
    if said is not None:
        found = _meant(said, plans, at_hand, today)
        if not found:
            return _not_held(question, text, said, plans)
        if (second := more[0]) and _joined().fullmatch(text, said.end, second.start):
            return _both(question, text, (said, second), plans, at_hand, today)
    for says in _tests(text, plans, today):
        narrowed = [plan for plan in found if says(plan)]
        found = narrowed or found
    if said is None:
        is_open = len(found) == len(plans)
        return NamedPlan(plan=None if is_open else _first(found, at_hand, plans, today), rest=question)
    plan = _first(found, at_hand, plans, today)
    rest, is_compared = _without(text, said)
    is_bare = _is_bare(rest)
    whole = question if is_bare and not is_compared else rest
    return NamedPlan(plan=plan, rest=whole, is_compared=is_compared, is_bare=is_bare)


def _not_held(question: str, text: str, said: _Said, plans: Sequence[PlanFacts]) -> NamedPlan:
    known = "、".join(f"「{plan.label}」" for plan in plans)
    return NamedPlan(
        plan=None, rest=question, missing=NO_SUCH_PLAN.format(said=text[said.start : said.end], known=known)
    )


def _both(
    question: str, text: str, said: tuple[_Said, _Said], plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date
) -> NamedPlan:
    """「第2期と第3期の…」: one beside the other."""
    first, second = said
    rest, _ = _without(text, replace(second, start=first.start))
    rest = rest.rstrip("?!。 ")
    rest = next((rest.removesuffix(word) for word in _words()["compared"]["closing"] if rest.endswith(word)), rest)
    found = _meant(second, plans, at_hand, today)
    if not found:
        return _not_held(question if _is_bare(rest) else rest, text, second, plans)
    one = _first(_meant(first, plans, at_hand, today), at_hand, plans, today)
    other = _first(found, at_hand, plans, today)
    one, other = (other, one) if other == at_hand else (one, other)
    return NamedPlan(plan=one, beside=other, rest=rest, is_compared=True, is_bare=_is_bare(rest))


def _is_bare(rest: str) -> bool:
    return not any(char.isalnum() and not "ぁ" <= char <= "ん" for char in rest)


def _first(found: Sequence[PlanFacts], at_hand: PlanFacts, plans: Sequence[PlanFacts], today: date) -> PlanFacts:
    """The one at hand, else another of its line, else as if none were named."""
    line = [plan for plan in line_of(at_hand, plans) if plan in found]
    return at_hand if at_hand in found else usual_plan(line or found, today)


def edition_of(plan: PlanFacts) -> int | None:
    """2 of 「第2期…」."""
    match = _edition().search(unicodedata.normalize("NFKC", plan.title))
    return _number(match) if match else None


def line_of(plan: PlanFacts, plans: Sequence[PlanFacts]) -> list[PlanFacts]:
    """Plans of the same city and kind, the oldest first: by period, else by edition."""
    of_line = (plan.municipality, _kind(plan.title))
    same = [each for each in plans if (each.municipality, _kind(each.title)) == of_line]
    return sorted(same, key=lambda each: (each.period.start_fiscal_year if each.period else 0, edition_of(each) or 0))


# What a question says of plans


def _sayings(text: str, plans: Sequence[PlanFacts]) -> Iterator[_Said]:
    """「第2期総合戦略」, 「前の計画」, 「架空市総合戦略」, a title; of words at one place the longest.

    「前期基本計画」 may be a title.
    """
    titles = {unicodedata.normalize("NFKC", plan.title) for plan in plans if plan.title}
    cities = tuple(dict.fromkeys(plan.municipality for plan in plans if plan.municipality))
    found = [_of_edition(match) for match in _edition(cities).finditer(text) if _is_edition(match, text, cities)]
    neighbours = (match for match in _neighbour().finditer(text) if not any(match[0] in title for title in titles))
    found += map(_of_neighbour, neighbours)
    found += _of_city(text, plans, cities)
    found += [
        _Said(at, at + len(title), title=title) for title in titles if _kind(title) and (at := text.find(title)) >= 0
    ]
    end = 0
    for said in sorted(found, key=lambda said: (said.start, -said.end)):
        if said.start >= end:
            yield said
            end = said.end


def _of_city(text: str, plans: Sequence[PlanFacts], cities: tuple[str, ...]) -> list[_Said]:
    """Only of a kind that a plan of that city is of: its other plans are none of ours."""
    held = {(plan.municipality, _kind(plan.title)) for plan in plans}
    said = [
        _Said(match.start(), match.end(), kind=match["kind"], city=match["city"])
        for match in (_city(cities).finditer(text) if cities else ())
    ]
    return [each for each in said if (each.city, _kind(each.kind)) in held and _kind(each.kind)]


def _meant(said: _Said, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> list[PlanFacts]:
    """「前の」 counts from the plan at hand; 「いまの」 is the one of today."""
    kind = _kind(said.kind)
    if said.title:
        return [plan for plan in plans if unicodedata.normalize("NFKC", plan.title) == said.title]
    if said.step is None:
        of_edition = [plan for plan in plans if said.edition in (None, edition_of(plan))]
        of_city = [plan for plan in of_edition if said.city in ("", plan.municipality)]
        return [plan for plan in of_city if kind in ("", _kind(plan.title)) or not _kind(plan.title)]
    of_kind = next((plan for plan in (at_hand, *plans) if kind in ("", _kind(plan.title))), at_hand)
    line = line_of(of_kind, plans)
    if said.step == 0:
        return [usual_plan(line, today)]
    at = line.index(of_kind) + said.step
    return [line[at]] if 0 <= at < len(line) else []


def _tests(text: str, plans: Sequence[PlanFacts], today: date) -> Iterator[Callable[[PlanFacts], bool]]:
    """What else tells plans apart, where the question says it: the title, the city, the kind, a year."""
    yield lambda plan: bool(plan.title) and unicodedata.normalize("NFKC", plan.title) in text
    if cities := {plan.municipality for plan in plans if _is_named(plan.municipality, text)}:
        yield lambda plan: plan.municipality in cities
    if kind := _kind(text):
        yield lambda plan: _kind(plan.title) == kind
    years = {said.year for said in find_years(text, today) if said.year is not None}
    if years:
        yield lambda plan: plan.period is not None and all(year in plan.period for year in years)


def _is_named(city: str, text: str) -> bool:
    bare = city[:-1]
    return bool(city) and (city in text or (len(bare) >= SHORTEST_CITY and bare in text))


def _kind(title: str) -> str:
    """「総合戦略」 of any title or question that holds one of its words; "" for none."""
    folded = unicodedata.normalize("NFKC", title)
    return next((kind for kind, words in _words()["kinds"].items() if any(word in folded for word in words)), "")


@cache
def _kind_words() -> tuple[str, ...]:
    return (*(word for words in _words()["kinds"].values() for word in words), *_words()["any"])


# Patterns


def _of_edition(match: re.Match[str]) -> _Said:
    return _Said(match.start(), match.end(), edition=_number(match), kind=match["kind"] or "", city=match["city"] or "")


def _of_neighbour(match: re.Match[str]) -> _Said:
    step = next(int(step) for step, words in _words()["neighbour"].items() if match["which"] in words)
    return _Said(match.start(), match.end(), step=step, kind=match["kind"] or "")


def _number(match: re.Match[str]) -> int | None:
    return kanji_number(match["number"])


def _is_edition(match: re.Match[str], text: str, cities: tuple[str, ...]) -> bool:
    rest = text[match.end() :]
    is_at_end = not rest[:1].isalnum()
    return bool(match["kind"]) or is_at_end or rest.startswith((*_words()["edition"]["behind"], *cities))


@cache
def _edition(cities: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Without 「第」 only where no other word stands before: 「2期の目標」, not 「四半期」."""
    words = _words()["edition"]
    first, units = alternatives(words["first"]), alternatives(words["units"])
    digits = alternatives(words["digits"])
    city = rf"(?:{_of()}(?P<city>{alternatives(cities)})(?={_of()}{_kinds()}))?" if cities else "(?P<city>(?!))?"
    return re.compile(
        rf"(?:{first}|(?<!\w))\s*(?P<number>\d+|{digits}+)\s*{units}{city}(?:{_of()}(?P<kind>{_kinds()}))?"
    )


@cache
def _city(cities: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?P<city>{alternatives(cities)}){_of()}(?P<kind>{_kinds()})")


def _of() -> str:
    return f"{alternatives(_words()['within'])}?"


def _kinds() -> str:
    return alternatives(sorted(_kind_words(), key=len, reverse=True))


@cache
def _neighbour() -> re.Pattern[str]:
    """Only before a plan's kind or 「期」: 「前の年」 is none."""
    words = [word for some in _words()["neighbour"].values() for word in some]
    which = alternatives(sorted(words, key=len, reverse=True))
    units = alternatives(_words()["edition"]["units"][:1])
    return re.compile(rf"(?P<which>{which})(?:(?P<kind>{_kinds()})|{units}(?!\w*[0-9]))")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(alternatives(_words()["compared"]["with"]))


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(alternatives(_words()["compared"]["joined"]))


@cache
def _light() -> re.Pattern[str]:
    behind = _words()["behind"]
    return re.compile(f"{alternatives(behind['period'])}?{alternatives((*behind['then'], *behind['particles']))}?")


def _without(text: str, said: _Said) -> tuple[str, bool]:
    """The question without these words, and whether it compares."""
    compared = _compared().match(text, said.end)
    behind = compared or _light().match(text, said.end)
    return (text[: said.start] + text[behind.end() if behind else said.end :]).strip(), compared is not None


@cache
def _words() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "plan_names.toml")
