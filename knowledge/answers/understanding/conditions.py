"""What a question says of the records it asks for: each condition with the records that fulfil it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from itertools import takewhile

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.comparison import comparisons
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import Topic
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import CONDITIONS
from knowledge.answers.understanding.words import form_words
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator
from knowledge.model.structs import replace

MOST_TOPIC_WORDS = 3
AS_PARTICLES = 2  # tokens from a word to the next one with a particle between
AS_AUXILIARIES = 5  # from a noun to 「ない」 of 「再掲されていない」
_ALONE = frozenset({"higher", "lower", "percent", "at_least", "average", "relative"})  # no condition without a kind
_MEMBERS = frozenset({"kpi", "indicator", "target", "project"})
_WITH_MEMBERS = frozenset({"project", "package", "goal", "direction"})
_FIGURES = frozenset({"target", "baseline"})
_COMPARING = frozenset({
    "at_least", "big", "small", "most", "difference", "ratio", "percent", "lower", "higher", "doubled", "target",
})  # fmt: skip


class Condition(Struct, frozen=True, eq=False):
    """The records that fulfil it, and the tokens that say it. `name`: how it is told, "" for what has no name; `value`:
    the unit or year that is told with it.
    """

    ids: frozenset[str]
    said: Weights
    needs_kind: bool = False
    of_any: bool = False  # of records of any kind, not of indicators alone
    topic: Topic = ""
    is_reprint: bool = False  # in a package: printed there again
    is_needed: bool = False  # no reading goes without it
    name: str = ""
    value: str = ""

    def said_within(self, tokens: Collection[int]) -> bool:
        places = np.flatnonzero(self.said).tolist() if tokens else ()
        return bool(places) and all(at in tokens for at in places)


def conditions_said(evidence: Evidence) -> list[Condition]:
    """Not those that are only a part of a name: 守る of 「安心な暮らしを守る」."""
    named = evidence.surely_named.values()
    return [one for one in _Where(evidence).said() if not any(map(one.said_within, named))]


class _Where:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._schema = evidence.schema
        self._attributes = self._question.said("attribute")

    def _fulfilling(self, test: Callable[[Indicator], bool]) -> frozenset[str]:
        return frozenset(id for id, one in self._schema.catalog.indicators.items() if test(one))

    def said(self) -> Iterator[Condition]:
        said = self._question.said("condition")
        without = list(self._without_members())
        yield from without
        if "missing" in said and not without and not self._only_denies:
            yield from self._missing()
        if "zero" in said or any(number.value == 0 for number in self._question.numbers):
            yield self._condition("zero_target", ["zero"], ["target"])
            if "baseline" in self._attributes:
                yield self._condition("zero_baseline", ["zero"], ["baseline"])
        for name in CONDITIONS:
            if name in said:
                planned = name in ("kept", "lower", "doubled", "negative", "relative")
                test = "even" if name == "kept" and self._attributes >= _FIGURES else name  # 「目標値と基準値が同じ」
                one = self._condition(test, [name], ["baseline", "target"] if planned else [], name in _ALONE)
                if not self._only_orders(name):
                    yield self._denied(one) or one
        yield from list(self._unit()) or self._counted_in()
        yield from self._reprinted()
        yield from self._topical()
        if compared := tuple(comparisons(self._question.query)):  # 「50%以上60%以下」 is one condition
            fulfilling = self._fulfilling(lambda one: all(each.holds(one) for each in compared))
            yield Condition(fulfilling, self._comparing())
        if self._question.years and self._attributes & {"baseline", "year"}:
            words = self._question.marked("attribute", ["baseline", "year"])
            said_year = np.maximum.reduce([words, self._question.spelt(form_words("years")), self._numerals()])
            year = self._question.years[0]
            fulfilling = self._fulfilling(lambda one: baseline_year(one) == year)
            yield Condition(fulfilling, said_year, name="baseline_year", value=year.label)

    def _only_orders(self, name: str) -> bool:
        """「基準値が一番小さい」 says which is wanted, and not that it is to become smaller."""
        order, said = self._question.marked("order"), self._question.marked("condition", [name])
        is_first = bool(self._question.said("order") & {"most", "least"})
        return name in ("lower", "higher") and is_first and bool((order >= said).all())

    def _denied(self, one: Condition) -> Condition | None:
        """「累計ではないKPI」: the others."""
        tokens = self._question.tokens
        end = int(np.flatnonzero(one.said).max(initial=-1)) + 1
        particles = takewhile(lambda at: tokens[at].surface in form_words("before_not"), range(end, len(tokens)))
        at = end + len(list(particles))
        if not end or at == end or at == len(tokens) or tokens[at].surface not in form_words("denying"):
            return None
        said = one.said.copy()
        said[end : at + 1] = 1.0
        return replace(one, ids=frozenset(self._schema.catalog.indicators) - one.ids, said=said, name="")

    def _reprinted(self) -> Iterator[Condition]:
        said = self._question.said("condition")
        if "reprint" in said and not self._are_counted_in():
            projects, twice = frozenset(self._schema.all("project")), self._schema.reprinted
            if "without" in said:  # 「再掲を除くと」: each counts once, where it is printed first
                among, denying, name = projects, ["without"], "counted_once"
            elif self._is_denied("reprint"):  # 「再掲されていない事業」
                among, denying, name = projects - twice, ["missing"], "not_reprinted"
            else:
                among, denying, name = twice, [], "reprinted"
            words = self._question.marked("condition", ["reprint", *denying])
            yield Condition(among, words, of_any=True, is_reprint=not denying, name=name)

    def _is_denied(self, name: str) -> bool:
        said = [one for one in self._question.mentions if one.concept.part == "condition"]
        ends = [one.last for one in said if one.concept.name == name]
        missing = [one.first for one in said if one.concept.name == "missing" and self._question.in_request(one)]
        return any(0 < at - end <= AS_AUXILIARIES for end in ends for at in missing)

    def _are_counted_in(self) -> bool:
        """「再掲も込みで」: those too, and the others."""
        said = [one for one in self._question.mentions if one.concept.part == "condition"]
        pairs = ((one, other) for one in said if one.concept.name == "reprint" for other in said)
        return any(
            other.concept.name == "including" and 0 < other.first - one.last <= AS_PARTICLES for one, other in pairs
        )

    def _topical(self) -> Iterator[Condition]:
        """「再掲の事業で子育てのもの」: the records that hold the words that nothing else takes."""
        places = list(filter(self._question.in_request_at, self._question.free_nouns))
        if 0 < len(places) <= MOST_TOPIC_WORDS:
            words = {self._question.tokens[at].norm for at in places}
            said = np.zeros_like(self._question.weights)
            said[places] = 1.0
            yield self._on(words, said)

    def _on(self, words: Collection[str], said: Weights) -> Condition:
        """Records of a theme: those that print its words, else those of a package called so, else what means them."""
        printed, called = self._evidence.printing(words), self._in_packages_called(words)
        if printed:
            is_reprint = "reprint" in self._question.said("condition")  # which stands in a package
            return Condition(printed | called if is_reprint else printed, said, of_any=True, topic="printed")
        if called:
            return Condition(called, said, of_any=True, topic="called")
        return Condition(self._evidence.knowing(words), said, of_any=True, topic="meant")

    def _in_packages_called(self, words: Collection[str]) -> frozenset[str]:
        """Members of the packages whose names hold all of some words: 子育て is what package 3 is for."""
        schema = self._schema
        packages = [id for id in schema.all("package") if schema.name_words[id].issuperset(words)]
        if "reprint" in self._question.said("condition"):
            return frozenset(one for id in packages for one in schema.reprints_in(id))
        return frozenset(one for id in packages for kind in ("project", "kpi") for one in schema.related(id, kind))

    def _without_members(self) -> Iterator[Condition]:
        """「KPIのない事業」「事業のないパッケージ」: those that nothing of the kind belongs to."""
        missing = [one.first for one in self._question.mentions if one.concept == Concept("condition", "missing")]
        for mention in self._question.mentions:
            near = (at for at in missing if 0 < at - mention.last <= AS_AUXILIARIES)
            ends = [at for at in near if self._names_nothing(mention.last + 1, at)]
            member = mention.concept.name
            if mention.concept.part != "kind" or member not in _MEMBERS or not ends or self._attributes & _FIGURES:
                continue
            kinds = self._question.said("kind") & _WITH_MEMBERS - {member}
            every = (id for kind in kinds for id in self._schema.all(kind))
            ids = frozenset(id for id in every if not self._schema.related(id, member))
            said = np.zeros_like(self._question.weights)
            said[mention.first : ends[0] + 1] = 1.0
            if kinds:
                of_kind = self._question.text_of(Clause(mention.first, mention.last + 1))
                yield Condition(ids, said, of_any=True, name="without", value=of_kind)

    def _names_nothing(self, first: int, end: int) -> bool:
        """「がついてい」"""
        return all(token.part[0] in ("助詞", "動詞", "助動詞") for token in self._question.tokens[first:end])

    @property
    def _only_denies(self) -> bool:
        """「累計でない」 lacks no value."""
        tokens, particles = self._question.tokens, form_words("before_not")
        said = [one for one in self._question.mentions if one.concept.part == "condition"]
        denied = [one.first for one in said if one.concept.name == "missing"]
        ends = {one.last for one in said if one.concept.name != "missing"}
        heads = (
            next((at for at in range(one - 1, -1, -1) if tokens[at].surface not in particles), -1) for one in denied
        )
        return all(head in ends for head in heads)

    def _missing(self) -> Iterator[Condition]:
        if "target" not in self._attributes or "baseline" in self._attributes:
            yield self._condition("no_baseline", ["missing"], ["baseline"])
        if "target" in self._attributes:
            columns = ["target", *(["baseline"] if "baseline" in self._attributes else [])]
            yield self._condition("no_target", ["missing"], columns)

    def _counted_in(self) -> Iterator[Condition]:
        """「目標の人数が一番大きい」「ポイント差の大きい」: what is ordered is counted in one family of units."""
        tokens, question = self._question.tokens, self._question
        if not question.said("order"):
            return
        for family in ("persons", "money", "points"):
            places = [at for at, token in enumerate(tokens) if token.norm in form_words(f"counted_in_{family}")]
            if any(self._stands_alone(at) for at in places):
                said = np.zeros_like(question.weights)
                said[places] = 1.0
                yield Condition(self._counted_by(form_words(f"units_of_{family}")), said, is_needed=True)
                return

    def _counted_by(self, units: Collection[str]) -> frozenset[str]:
        return self._fulfilling(lambda one: any(unit in one.unit for unit in units))

    def _stands_alone(self, at: int) -> bool:
        """人数 of 「目標の人数」, and of no name."""
        before = self._question.tokens[at - 1 : at]
        is_of_name = any(one.end == self._question.tokens[at].begin and one.part[0] == "名詞" for one in before)
        return not is_of_name or at - 1 in self._question.concepts_at

    def _counts_asked(self) -> Iterator[str]:
        """「何件」 asks how many there are, and names no unit."""
        for mention in self._question.of_part("ask"):
            said = name_key("".join(self._question.tokens[at].surface for at in mention.tokens))
            if mention.concept.name == "count" and said.startswith("何"):  # 「件数で測る」 does
                yield said

    def _unit(self) -> Iterator[Condition]:
        key = name_key(self._question.query.text)
        measured = [word for word in form_words("measured_in") if word in key]
        if "unit" not in self._attributes and not measured:
            return
        is_share = any(f"{share}{word}" in key for share in form_words("shares") for word in measured)
        told = reduce(lambda text, asked: text.replace(asked, ""), ["単位", *self._counts_asked()], key)
        named = (unit for unit in self._schema.units if name_key(unit) in told)
        unit = "%" if is_share else next(named, None)
        if unit:
            words = np.maximum(
                self._question.marked("condition", ["percent"] if unit == "%" else []),
                self._question.marked("attribute", ["unit", *(["ratio"] if is_share else [])]),
            )
            parts = {token.surface for token in self._question.tokens if name_key(token.surface)}
            spelt = self._question.spelt(part for part in parts if name_key(part) in name_key(unit))
            is_counted = self._fulfilling(lambda one: one.unit == unit)
            said = np.maximum.reduce([words, spelt, self._numerals()])
            yield Condition(is_counted, said, name="percent" if is_share else "unit", value=unit)

    def _condition(
        self, test: str, conditions: Sequence[str], attributes: Sequence[str], needs_kind: bool = False
    ) -> Condition:
        said = self._question.marked("condition", conditions)
        words = np.maximum(said, self._question.marked("attribute", attributes))
        return Condition(self._schema.fulfilling(test), words, needs_kind, name=test)

    def _comparing(self) -> Weights:
        parts = [self._question.marked(part, _COMPARING) for part in ("condition", "order", "attribute")]
        parts += [
            self._question.marked("attribute", ["baseline"]),
            self._question.spelt(form_words("comparing")),
            self._numerals(),
        ]
        return reduce(np.maximum, parts)

    def _numerals(self) -> Weights:
        return np.array([float(token.is_number) for token in self._question.tokens], dtype=np.float32)


def baseline_year(one: Indicator) -> FiscalYear | None:
    return one.baseline.fiscal_year if one.baseline else None
