"""「達成したKPIは何件、未達成は何件？」: how many stand in each of several states that are asked for."""

import operator
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.answers.rules.recorded.measuring import STATES_MEANT, Measured
from knowledge.answers.rules.recorded.notes import year_asked
from knowledge.answers.rules.recorded.scope import indicator_scope, is_nominal, is_of_owners_alone, owners_named
from knowledge.answers.understanding.asked_besides import asking_sentences
from knowledge.answers.understanding.comparison import SizeSaid, sizes_said
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.concepts import Mention
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import STATES, State
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.wording.counts import compared_note, each_note, most_note, owner_word, sized_note
from knowledge.wording.names import label_of
from knowledge.wording.standing import bounds_text, counts_note, nothing_recorded, states_text
from knowledge.wording.states import NOT_RECORDED

_Owner = Literal["package", "goal", "direction"]
_OWNERS: dict[str, _Owner] = {"package": "package", "goal": "goal", "direction": "direction"}
_LATE, _WITHIN_LATE = "遅れ", frozenset({"slightly_late", "worse", "unachieved"})


def counted_states(evidence: Evidence, values: CurrentValues) -> Measured | None:
    """None where one state alone is asked for, or an indicator by its name."""
    question, schema = evidence.question, evidence.schema
    asked = [name for name in _as_said(evidence) if name in STATES_MEANT]
    is_on_each = (
        "count" in question.said("ask") or len(asking_sentences(question)) > 1
    )  # 「遅れている指標は？達成は？」
    if len(asked) < 2 or not is_on_each or not values:
        return None
    is_several = question.is_only_states or question.said("kind") & INDICATORS or is_nominal(question)
    if not is_several or any(name in question.query.key for name in schema.catalog.indicator_keys.values()):
        return None
    scope, year = indicator_scope(evidence), year_asked(question)
    states = [values.progress(one.id, year).state for one in scope.indicators]
    counts = {name: sum(state in _meant(name, asked) for state in states) for name in asked}
    known = sum(state != NOT_RECORDED for state in states)
    note = counts_note(counts, scope.name, len(states), known, year)
    return Measured(counted_states.__name__, (), scope.said + note)


def states_of_each(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「パッケージごとの達成率は？」「パッケージ別の遅れの件数」: all of a kind, each with how its indicators stand or
    how many are in the state asked for; 「遅れが一番多いパッケージは？」 the one of which most are.
    """
    question, schema = evidence.question, evidence.schema
    asked = next((name for name in STATES_MEANT if name in question.states), "")
    is_most = bool(question.said("order") & {"most", "least", "big", "small"})
    kinds = [one for one in question.mentions if one.concept.part == "kind" and one.concept.name in _OWNERS]
    sizes = [one for one in sizes_said(question) if asked or one.unit == "%"]
    sizes = sizes or ([*_had_at_all(question, kinds[0])] if asked and len(kinds) == 1 else [])
    per = {at for at, token in enumerate(question.tokens) if token.norm in form_words("per")}
    beside = [one for one in kinds if is_most or sizes or per & {one.first - 1, one.last + 1}]
    if not (asked or "progress" in question.states) or len(beside) != 1 or evidence.numbered:
        return None
    taken = {*per, *beside[0].tokens, *(at for one in sizes for at in one.tokens)}
    if not question.speaks_of_states_beside(taken):
        return None
    if not values:
        refused = nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(states_of_each.__name__, (), refused, is_known=False)
    kind, year = _OWNERS[beside[0].concept.name], year_asked(question)
    every = {id: Counter(values.progress(one, year).state for one in schema.measuring(id)) for id in schema.all(kind)}
    names = {id: label_of(kind, int(id.lstrip("pkgd")), catalog) for id in every}
    if sizes:
        return _with_as_many(every, names, asked or "achieved", sizes, owner_word(kind, catalog), year)
    if is_most:
        return _with_most(every, names, asked or "achieved", evidence, year, of_share=not asked)
    told = {id: states_text({state: counts[state] for state in STATES}) for id, counts in every.items()}
    if asked:
        told = {id: f"{number}件" for id, number in _in_states(every, asked).items()}
    of_each = {names[id]: states for id, states in told.items()}
    lines = tuple(f"{name}：{states}" for name, states in of_each.items())
    return Measured(states_of_each.__name__, tuple(told), each_note(of_each, year, asked), lines, tuple(told.values()))


def _had_at_all(question: Question, kind: Mention) -> Iterator[SizeSaid]:
    """「達成した指標があるパッケージ」「遅れている指標のない基本目標」: so many as one, or none."""
    tokens, which = question.tokens, question.marked("ask", ["which"])
    stated = {at for one in question.stated for at in one.tokens}
    before = kind.first - 1
    is_asked = before >= 0 and bool(which[before])
    for at in range(before if is_asked else max(before, 0), -1, -1):
        if at in stated or (at < before and not is_asked):
            return
        if tokens[at].norm in form_words("having"):
            yield SizeSaid(operator.ge, Decimal(1), "件", frozenset({at}))
            return
        if tokens[at].norm in form_words("lacking"):
            yield SizeSaid(operator.eq, Decimal(0), "件", frozenset({at}))
            return


def states_of_named(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """「パッケージ1とパッケージ3、遅れている指標が多いのは？」: how many of each stand so, the first first."""
    question, ids = evidence.question, owners_named(evidence)
    asked = next((name for name in STATES_MEANT if name in question.states), "")
    kinds = {evidence.kind(id) for id in ids}
    is_compared = "compare" in question.said("ask") or bool(question.said("order") & {"most", "least", "big", "small"})
    if not asked or not is_compared or len(ids) < 2 or len(kinds) > 1 or not kinds <= _OWNERS.keys():
        return None
    if not is_of_owners_alone(evidence):
        return None
    if not values:
        refused = nothing_recorded(is_kept_back=values.is_kept_back)
        return Measured(states_of_named.__name__, (), refused, is_known=False)
    kind, year, is_of_least = _OWNERS[kinds.pop()], year_asked(question), is_least(question)
    every = {id: Counter(values.progress(one, year).state for one in evidence.schema.measuring(id)) for id in ids}
    names = {id: label_of(kind, int(id.lstrip("pkgd")), catalog) for id in ids}
    numbers, known = _in_states(every, asked), _counted_of(every, asked)
    found = sorted(ids, key=lambda id: numbers[id], reverse=not is_of_least)
    note = compared_note(asked, [(names[id], numbers[id]) for id in found], year, is_of_least=is_of_least)
    said = tuple(f"{numbers[id]}件（{known[id]}件のうち）" for id in found)
    lines = tuple(f"{names[id]}：{count}" for id, count in zip(found, said, strict=True))
    return Measured(states_of_named.__name__, tuple(found), note, lines, said)


def _in_states(every: Mapping[str, Counter[State]], asked: str) -> dict[str, int]:
    return {id: sum(counts[state] for state in STATES_MEANT[asked]) for id, counts in every.items()}


def _counted_of(every: Mapping[str, Counter[State]], asked: str) -> dict[str, int]:
    """Of how many: of those that are recorded, and of all where those that are not are counted."""
    return (
        {id: counts.total() for id, counts in every.items()}
        if NOT_RECORDED in STATES_MEANT[asked]
        else _in_states(every, "recorded")
    )


def _with_as_many(
    every: Mapping[str, Counter[State]],
    names: Mapping[str, str],
    asked: str,
    sizes: Sequence[SizeSaid],
    owner: str,
    year: FiscalYear | None,
) -> Measured:
    """「5件以上遅れているパッケージ」: of which so many indicators stand so, or such a share of those recorded."""
    numbers, known = _in_states(every, asked), _counted_of(every, asked)
    of_share = sizes[0].unit == "%"
    found = [id for id in every if all(_holds(one, numbers[id], known[id]) for one in sizes)]
    said = {id: f"{numbers[id]}件（{known[id]}件のうち）" for id in found or every}
    bounds = bounds_text(((one.relation, one.amount) for one in sizes), sizes[0].unit)
    told = [(names[id], f"{known[id]}件のうち{numbers[id]}件") for id in found]
    note = sized_note(asked, bounds, owner, told, year, of_share=of_share)
    lines = tuple(f"{names[id]}：{count}" for id, count in said.items())
    return Measured(states_of_each.__name__, tuple(said), note, lines, tuple(said.values()))


def _holds(size: SizeSaid, number: int, known: int) -> bool:
    if size.unit == "件":
        return size.relation(Decimal(number), size.amount)
    return known > 0 and size.relation(Decimal(100 * number), size.amount * known)


def _with_most(
    every: Mapping[str, Counter[State]],
    names: Mapping[str, str],
    asked: str,
    evidence: Evidence,
    year: FiscalYear | None,
    *,
    of_share: bool,
) -> Measured | None:
    """Those of which most indicators stand so, or by share of what is recorded: none has a rate of its own."""
    numbers = _in_states(every, asked)
    known = _counted_of(every, asked)
    ranked = {id: Fraction(numbers[id], known[id] if of_share else 1) for id in every if known[id]}
    if not ranked:
        return None
    is_least = bool(evidence.question.said("order") & {"least", "small"})
    best = (min if is_least else max)(ranked.values())
    found = tuple(id for id, share in ranked.items() if share == best)
    said = tuple(f"{numbers[id]}件（{known[id]}件のうち）" for id in found)
    told = [names[id] for id in found]
    note = most_note(asked, told, said[0] if len({*said}) == 1 else "", year, is_least=is_least, of_share=of_share)
    lines = tuple(f"{name}：{count}" for name, count in zip(told, said, strict=True))
    return Measured(states_of_each.__name__, found, note, lines, said)


def _asks_of_each(question: Question) -> bool:
    """「遅れている指標は？達成した指標は？」"""
    asking = asking_sentences(question)
    return len(asking) > 1 and all(
        any(one.first <= state.first < one.end for state in question.stated) for one in asking
    )


def _as_said(evidence: Evidence) -> list[str]:
    """In the order of the question; of 「達成と未達成」 both, though no ending makes the first a state."""
    question = evidence.question
    stated = [one for one in question.stated if question.in_request(one) or _asks_of_each(question)]
    firsts, lasts = {one.first for one in stated}, {one.last for one in stated}
    joins = {at for at, one in enumerate(question.tokens) if one.is_sign or one.surface in form_words("joining")}
    joined = [
        one
        for one in question.mentions
        if one.concept.part == "state"
        and ((one.last + 1 in joins and one.last + 2 in firsts) or (one.first - 1 in joins and one.first - 2 in lasts))
    ]
    return list(dict.fromkeys(one.concept.name for one in sorted([*stated, *joined], key=lambda one: one.first)))


def _meant(name: str, asked: Sequence[str]) -> Sequence[str]:
    """「遅れ」 beside 「やや遅れ」 is that state alone, and not all that is behind."""
    is_beside = name == "late" and not _WITHIN_LATE.isdisjoint(asked)
    return (_LATE,) if is_beside else STATES_MEANT[name]
