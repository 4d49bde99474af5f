"""Which of several plans a question is about: by its name, 期, city, kind or a year of its period. Pure.

What only says which plan it is (「第2期のときの」) is taken off: the rest is asked of that plan.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from knowledge.answers.plan_mentions import (
    SHORTEST_CITY,
    PlanMention,
    compares,
    edition_of,
    find_mentions,
    is_bare,
    is_joined,
    is_range,
    plan_kind,
    without,
    without_closing_words,
)
from knowledge.model.plans import PlanFacts, usual_plan
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years
from knowledge.wording.other_plans import no_such_plan_note


class NamedPlan(Struct, frozen=True, kw_only=True):
    """`plan`: the one that a question names, None where it names none, or one that is not there, as `missing` says.

    `rest`: the question without the words that say nothing else. `is_compared`: its figures are wanted beside those of
    the plan at hand, or of those `beside` it where several are named. `is_bare`: it says nothing else, and `rest` is
    the whole of it.
    """

    plan: PlanFacts | None
    rest: str
    is_compared: bool = False
    is_bare: bool = False
    missing: str = ""
    edition: int | None = None
    beside: tuple[PlanFacts, ...] = ()


def named_plan(question: str, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> NamedPlan:
    """`at_hand`: the plan that is asked where the question names none, and from which 「前の」 counts."""
    text = unicodedata.normalize("NFKC", question)
    said = find_mentions(text, plans, today)
    if not said:
        found = _narrowed(plans, text, plans, today)
        is_open = len(found) == len(plans)
        return NamedPlan(plan=None if is_open else _first(found, at_hand, plans, today), rest=question)
    said = [one for one in said if _tells_which(one)] or said  # 「総合戦略の第4期」
    at_hand = _of_city(text, plans, at_hand, today)
    chains = _chains(text, said)
    if len(chains) > 1 and not any(compares(text, one.end) for one in said):
        chains = chains[:1]
    chain = chains[0]
    if len(chains) > 1 or len(chain) > 1 or chain[0].number is not None:
        return _beside(question, text, chains, plans, at_hand, today)
    rest, is_compared = without(text, chain[0])
    found = _meant(chain[0], plans, at_hand, today) or (_since(chain[0], plans, at_hand, today) if is_compared else [])
    if not found:
        return _not_held(question, text, chain[0], plans, is_compared=is_compared)
    plan = _first(_narrowed(found, text, plans, today), at_hand, plans, today)
    bare = is_bare(rest)
    return NamedPlan(
        plan=plan, rest=question if bare and not is_compared else rest, is_compared=is_compared, is_bare=bare
    )


def _of_city(text: str, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> PlanFacts:
    """「あおば市の…を前の戦略と比べて」 counts from a plan of the one city that is named."""
    own = [plan for plan in plans if _is_named(plan.municipality, text)]
    is_one = len({plan.municipality for plan in own}) == 1
    return usual_plan(own, today) if is_one and at_hand not in own else at_hand


def _tells_which(said: PlanMention) -> bool:
    """More than of which kind it is."""
    told = (said.edition, said.step, said.year, said.number)
    return any(one is not None for one in told) or bool(said.city or said.title)


def _chains(text: str, said: Sequence[PlanMention]) -> list[list[PlanMention]]:
    """Those that are joined: 「第3期の…を第1期、第2期と比べて」 has two."""
    chains = [[said[0]]]
    for one in said[1:]:
        if is_joined(text, chains[-1][-1], one):
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def _not_held(
    question: str, text: str, said: PlanMention, plans: Sequence[PlanFacts], *, is_compared: bool
) -> NamedPlan:
    missing = no_such_plan_note(text[said.start : said.end], [plan.label for plan in plans])
    return NamedPlan(plan=None, rest=question, missing=missing, edition=said.edition, is_compared=is_compared)


def _beside(
    question: str,
    text: str,
    chains: Sequence[Sequence[PlanMention]],
    plans: Sequence[PlanFacts],
    at_hand: PlanFacts,
    today: date,
) -> NamedPlan:
    """「第2期と第3期の…」: one beside the others, the one at hand where it is among them."""
    rest, meant = text, list[PlanFacts]()
    for chain in reversed(chains):
        range_end = is_range(text, chain[0], chain[-1]) if len(chain) == 2 else 0
        rest, _ = without(rest, replace(chain[-1], start=chain[0].start, end=range_end or chain[-1].end))
        found = [(said, _meant(said, plans, at_hand, today)) for said in chain]
        if missing := next((said for said, own in found if not own), None):
            asked = without_closing_words(rest)  # 「第2期と第1期の違いは？」 asks of nothing within them
            return _not_held(question if is_bare(asked) else asked, text, missing, plans, is_compared=True)
        own = [
            plan
            for said, some in found
            for plan in (some if said.number is not None else [_first(some, at_hand, plans, today)])
        ]
        line = line_of(own[0], plans)
        if range_end and own[-1] in line:
            first, last = sorted((line.index(own[0]), line.index(own[-1])))
            own = line[first : last + 1]
        meant = [*own, *meant]
    rest = without_closing_words(rest)
    one = at_hand if at_hand in meant else meant[0]
    others = tuple(plan for plan in dict.fromkeys(meant) if plan != one)
    return NamedPlan(plan=one, beside=others, rest=rest, is_compared=True, is_bare=is_bare(rest))


def _first(found: Sequence[PlanFacts], at_hand: PlanFacts, plans: Sequence[PlanFacts], today: date) -> PlanFacts:
    """The one at hand, else another of its line, else as if none were named."""
    line = [plan for plan in line_of(at_hand, plans) if plan in found]
    return at_hand if at_hand in found else usual_plan(line or found, today)


def line_of(plan: PlanFacts, plans: Sequence[PlanFacts]) -> list[PlanFacts]:
    """Plans of the same city and kind, the oldest first: by period, else by edition."""
    of_line = (plan.municipality, plan_kind(plan.title))
    same = [each for each in plans if (each.municipality, plan_kind(each.title)) == of_line]
    return sorted(same, key=lambda each: (each.period.start_fiscal_year if each.period else 0, edition_of(each) or 0))


def _meant(said: PlanMention, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> list[PlanFacts]:
    """「前の」 counts from the plan at hand; 「いまの」 is the one of today."""
    kind = plan_kind(said.kind)
    if said.title:
        return [plan for plan in plans if unicodedata.normalize("NFKC", plan.title) == said.title]
    if said.step is None and said.number is None:
        of_edition = [plan for plan in plans if said.edition in (None, edition_of(plan))]
        of_city = [plan for plan in of_edition if said.city in ("", plan.municipality)]
        of_year = [plan for plan in of_city if said.year is None or (plan.period and said.year in plan.period)]
        return [plan for plan in of_year if kind in ("", plan_kind(plan.title)) or not plan_kind(plan.title)]
    of_kind = next((plan for plan in (at_hand, *plans) if kind in ("", plan_kind(plan.title))), at_hand)
    line = line_of(of_kind, plans)
    if said.number is not None:
        return list(plans) if len(line) == 1 or said.number == len(plans) else line
    assert said.step is not None
    if said.step == 0:
        return [usual_plan(line, today)]
    at = line.index(of_kind) + said.step
    return [line[at]] if 0 <= at < len(line) else []


def _since(said: PlanMention, plans: Sequence[PlanFacts], at_hand: PlanFacts, today: date) -> list[PlanFacts]:
    """「前の計画と比べて」 said of the first of a line: it is the one before, beside the one of today."""
    line = line_of(at_hand, plans)
    own = usual_plan(line, today)
    is_before = said.step is not None and said.step < 0 and plan_kind(said.kind) in ("", plan_kind(own.title))
    return [own] if is_before and at_hand == line[0] != own else []


def _narrowed(found: Sequence[PlanFacts], text: str, plans: Sequence[PlanFacts], today: date) -> Sequence[PlanFacts]:
    for says in _tests(text, plans, today):
        found = [plan for plan in found if says(plan)] or found
    return found


def _tests(text: str, plans: Sequence[PlanFacts], today: date) -> Iterator[Callable[[PlanFacts], bool]]:
    """What else tells plans apart, where the question says it: the title, the city, the kind, a year."""
    yield lambda plan: bool(plan.title) and unicodedata.normalize("NFKC", plan.title) in text
    if cities := {plan.municipality for plan in plans if _is_named(plan.municipality, text)}:
        yield lambda plan: plan.municipality in cities
    if kind := plan_kind(text):
        yield lambda plan: plan_kind(plan.title) == kind
    years = {said.year for said in find_years(text, today) if said.year is not None}
    if years:
        yield lambda plan: plan.period is not None and all(year in plan.period for year in years)


def _is_named(city: str, text: str) -> bool:
    bare = city[:-1]
    return bool(city) and (city in text or (len(bare) >= SHORTEST_CITY and bare in text))
