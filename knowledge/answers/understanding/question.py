"""A question, taken apart: its words with what each weighs, the concepts said, its clauses, and which of them asks."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, field

from knowledge.answers.understanding.concepts import Concept, Concepts, Mention
from knowledge.answers.understanding.said.again import with_reprints
from knowledge.answers.understanding.said.clauses import Clause, clauses_of, ends_asking
from knowledge.answers.understanding.said.denied import ENDS, denied_in
from knowledge.answers.understanding.said.meant import meant_in
from knowledge.answers.understanding.said.numbers import Number, numbers_in, touch
from knowledge.answers.understanding.said.progress import (
    asks_for_progress,
    asks_for_the_gap,
    asks_for_the_prospect,
    asks_what_is_left,
)
from knowledge.answers.understanding.said.states import with_states
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT, Weights, is_year, weights_of
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token, tokenize
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import lazy
from knowledge.model.years.said import is_compared_with
from knowledge.search.query import Query

_Made = TypeVar("_Made")


class Question(Struct, frozen=True, dict=True):
    """`weights`: what each token counts where it is left unexplained; particles, signs and courtesies count nothing.

    `stated`: those of the mentions that are states of recorded values, wherever in the question. `denied`: places of
    what is expressly not meant.
    """

    query: Query
    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    weights: Weights
    stated: Sequence[Mention] = ()
    denied: frozenset[int] = frozenset()
    _marked: dict[tuple[str, frozenset[str] | None], Weights] = field(default_factory=dict)

    @lazy
    def _made(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What several rules make of the question alone."""
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    @lazy
    def concepts_at(self) -> Mapping[int, Sequence[Concept]]:
        found: dict[int, list[Concept]] = {}
        for mention in self.mentions:
            for at in mention.tokens:
                found.setdefault(at, []).append(mention.concept)
        return found

    @lazy
    def clauses(self) -> Sequence[Clause]:
        return list(clauses_of(self.tokens)) or [Clause(0, 0)]

    @lazy
    def request(self) -> Clause:
        """The clause that asks; the others tell of the occasion.

        「…事業を拾いたいのですが、どれとどれが該当しますか」 asks of what is said before.
        """
        asking = max(self.clauses, key=lambda clause: (self._asking(clause), clause.first))
        before = next((clause for clause in self.clauses if clause.end == asking.first > 0), None)
        if before is None or self._names_anything(asking):
            return asking
        is_led_to = self.tokens[before.end - 1].surface not in ENDS or self._counts(asking)
        return Clause(before.first, asking.end) if is_led_to else asking

    def _counts(self, clause: Clause) -> bool:
        """「…のKPIを数えています。いくつになりますか」: what is counted is said before."""
        return bool(self.marked("ask", ["count"])[clause.first : clause.end].any())

    def _names_anything(self, clause: Clause) -> bool:
        """A noun of its own, a number or a kind of record."""
        places = range(clause.first, clause.end)
        kinds = self.marked("kind")
        is_free = any(at in places for at in self.free_nouns)
        return is_free or any(kinds[at] or self.tokens[at].is_number for at in places)

    @lazy
    def request_text(self) -> str:
        return self.text_of(self.request)

    @lazy
    def request_weights(self) -> Weights:
        """The weights within the request, 0 elsewhere."""
        weights = np.zeros_like(self.weights)
        span = slice(self.request.first, self.request.end)
        weights[span] = self.weights[span]
        return weights

    @lazy
    def telling_weights(self) -> Weights:
        """The weights of the words that no concept takes, 0 elsewhere."""
        return self.weights * [at not in self.concepts_at for at in range(len(self.tokens))]

    @lazy
    def naming_weights(self) -> Weights:
        """The same, and those of what no strategy prints, which a record may be known by."""
        at = self.concepts_at
        return self.weights * [all(one.part == "unprinted" for one in at.get(n, ())) for n in range(len(self.tokens))]

    @lazy
    def head(self) -> int | None:
        """The last noun of the request."""
        backwards = range(self.request.end - 1, self.request.first - 1, -1)
        return next(
            (
                at
                for at in backwards
                if self.weights[at] >= NOUN_WEIGHT and self.tokens[at].part[0] in ("名詞", "形状詞")
            ),
            None,
        )

    @lazy
    def numbers(self) -> Sequence[Number]:
        """Those of years are years: 「R7の目標」 names no goal."""
        return [one for one in numbers_in(self.tokens) if not is_year(self.tokens[one.first], self.query)]

    def is_year(self, at: int) -> bool:
        """Whether the token at this place is of a year."""
        return is_year(self.tokens[at], self.query)

    @lazy
    def free_nouns(self) -> Sequence[int]:
        """Places of the words that the question may be about: no concept takes them, and they count nothing."""
        return [
            at
            for at, token in enumerate(self.tokens)
            if self.weights[at] >= NOUN_WEIGHT
            and at not in self.concepts_at
            and not token.is_number
            and not (at and self.tokens[at - 1].is_number)
        ]

    @lazy
    def project_said(self) -> str:
        """A name that ends as those of projects do (「カジノ誘致事業」); "" where none is said."""
        return "".join(self.tokens[at].surface for at in self.project_name)

    @lazy
    def project_name(self) -> range:
        """Where it stands."""
        for mention in self.mentions:
            if mention.concept == Concept("kind", "project") and self.tokens[mention.last].surface.endswith("事業"):
                first = mention.first
                while first and _is_of_a_name(self.tokens[first - 1]) and touch(self.tokens, first):
                    first -= 1
                if mention.first - first >= 2:
                    return range(first, mention.last + 1)
        return range(0)

    @lazy
    def states(self) -> frozenset[str]:
        """Of recorded values that the request speaks of: those of states.py, `change` from the year before, `actual`
        for a value and `progress` for how far things stand.
        """
        found = {mention.concept.name for mention in self.stated if self.in_request(mention)}
        before = (at for one in self.mentions if one.concept == Concept("state", "previous") for at in one.tokens)
        if any(is_compared_with(self.query.text, self.tokens[at].begin) for at in before):
            found.add("change")
        if asks_for_progress(self.tokens):
            found |= {"actual", "progress"}
        if self._asks_for_the_worst:
            found |= {"actual", "progress"}
        if any(token.norm in form_words("actual") for token in self.tokens) or self._says_a_current_value:
            found.add("actual")
        return frozenset(found)

    @lazy
    def is_on_standing(self) -> bool:
        """It speaks of states, or asks how something stands without saying by what: 「パッケージ3の状況は？」"""
        return bool(self.states) or any(token.norm in form_words("standing") for token in self.tokens)

    @lazy
    def _asks_for_the_worst(self) -> bool:
        """「一番悪い指標」, or the best: by how things stand, where no figure of the plan is said."""
        if not self.said("order") & {"most", "least"} or self.said("attribute") & {"target", "baseline"}:
            return False
        request = self.tokens[self.request.first : self.request.end]
        return any(token.norm in form_words("rated") for token in request)

    @lazy
    def _says_a_current_value(self) -> bool:
        """「最新の値」, more than 「今」."""
        said = (one for one in self.mentions if one.concept == Concept("attribute", "actual"))
        return any(self.tokens[one.last].norm in form_words("figures") for one in said)

    @lazy
    def is_only_states(self) -> bool:
        """It speaks of indicators in states, and names nothing: 「未達のKPIは何件？」"""
        return bool(self.states) and self.speaks_of_states_beside(())

    def speaks_of_states_beside(self, taken: Collection[int]) -> bool:
        """Of how things stand, and of nothing else but what these tokens name: 「パッケージ3の状況は？」"""
        return self.is_on_standing and all(
            at in taken
            or self.weights[at] == 0
            or self.tokens[at].norm in form_words("asks_how")
            or self.tokens[at].norm in form_words("standing")
            or any(_goes_with_states(concept) for concept in self.concepts_at.get(at, ()))
            for at in range(len(self.tokens))
        )

    @lazy
    def is_on_gap(self) -> bool:
        """It asks what lies between baseline and target."""
        return asks_for_the_gap(self.tokens, self.mentions)

    @lazy
    def is_on_prospect(self) -> bool:
        """It asks whether the target will be reached."""
        return asks_for_the_prospect(self.tokens)

    @lazy
    def is_on_shortfall(self) -> bool:
        """It asks how far a value is from the target."""
        return asks_what_is_left(self.tokens, self.mentions)

    def in_request_at(self, at: int) -> bool:
        return self.request.first <= at < self.request.end

    @lazy
    def words(self) -> Mapping[str, Sequence[int]]:
        """Normalised form of each word that counts → where it stands."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            if self.weights[at] > 0 or token.is_content:
                found.setdefault(token.norm, []).append(at)
        return found

    @lazy
    def names(self) -> Mapping[str, frozenset[str]]:
        """Part of the algebra → the names of its concepts that are said."""
        found: dict[str, set[str]] = {}
        for mention in self.mentions:
            found.setdefault(mention.concept.part, set()).add(mention.concept.name)
        return {part: frozenset(names) for part, names in found.items()}

    @lazy
    def pointed_kinds(self) -> frozenset[str]:
        """The kinds that stand right behind a word that points: 「その事業」「この指標」."""
        ends = {one.last + 1 for one in self.mentions if one.concept == Concept("context", "this")}
        return frozenset(one.concept.name for one in self.mentions if one.concept.part == "kind" and one.first in ends)

    @lazy
    def is_joined(self) -> bool:
        """Whether two things may be asked for: 「…と…」, 「…、あと…」."""
        return any(token.surface in form_words("joining") or token.norm in form_words("also") for token in self.tokens)

    @lazy
    def asks_both_indicators(self) -> bool:
        """「指標を、基本目標の数値目標も含めて」: KPIs, and targets that are said to be meant too."""
        kinds = self.said("kind")
        too = "including" in self.said("condition") or bool(self.said("context") & {"same", "both"})
        also = too or any(token.surface in form_words("not_only") for token in self.tokens)
        return also and bool(kinds & {"kpi", "indicator"}) and "target" in kinds

    def said(self, part: str) -> frozenset[str]:
        return self.names.get(part, frozenset())

    def in_request(self, mention: Mention) -> bool:
        return self.in_request_at(mention.first)

    def marked(self, part: str, names: Iterable[str] | None = None) -> Weights:
        """1 for the tokens of concepts of a part, or of the named ones among them. Not to be written to."""
        chosen = None if names is None else frozenset(names)
        if (part, chosen) not in self._marked:
            self._marked[part, chosen] = self._mark(part, chosen)
        return self._marked[part, chosen]

    def _mark(self, part: str, chosen: frozenset[str] | None) -> Weights:
        meant = [one for one in self._mentions_of.get(part, ()) if chosen is None or one.concept.name in chosen]
        if not meant:
            return self._unmarked
        marked: Weights = np.zeros(len(self.weights), dtype=np.float32)
        for mention in meant:
            marked[mention.first : mention.last + 1] = 1.0
        marked.flags.writeable = False
        return marked

    def of_part(self, part: str) -> Sequence[Mention]:
        return self._mentions_of.get(part, ())

    @lazy
    def _mentions_of(self) -> Mapping[str, Sequence[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.concept.part, []).append(mention)
        return found

    @lazy
    def _unmarked(self) -> Weights:
        nothing: Weights = np.zeros(len(self.weights), dtype=np.float32)
        nothing.flags.writeable = False
        return nothing

    def spelt(self, surfaces: Iterable[str]) -> Weights:
        """1 for the tokens that are written so."""
        wanted = frozenset(surfaces)
        return np.array([float(token.surface in wanted) for token in self.tokens], dtype=np.float32)

    def normed(self, norms: Iterable[str]) -> Weights:
        """1 for the tokens of these normalised forms."""
        wanted = frozenset(norms)
        return np.array([float(token.norm in wanted) for token in self.tokens], dtype=np.float32)

    @lazy
    def years(self) -> Sequence[FiscalYear]:
        """Those that are meant: 「平成30年度ではなく令和元年度」 means one."""
        begins = {self.tokens[at].begin for at in self.denied}
        pairs = zip(self.query.years_at, self.query.year_spans, strict=True)
        return list(dict.fromkeys(year for year, (start, _) in pairs if year is not None and start not in begins))

    @lazy
    def wanted_text(self) -> str:
        """The text without what it expressly does not mean: 「…の方。広域連携じゃなくて」."""
        kept = [token for at, token in enumerate(self.tokens) if at not in self.denied]
        return "".join(token.surface for token in kept) if self.denied and kept else self.query.text

    def text_of(self, clause: Clause) -> str:
        return "".join(token.surface for token in self.tokens[clause.first : clause.end]).strip()

    @lazy
    def asks(self) -> bool:
        """「…には早々にお調べくださり、ありがとうございました。」 asks nothing."""
        return bool(self.said("ask")) or any(ends_asking(self.text_of(clause)) for clause in self.clauses)

    def _asking(self, clause: Clause) -> float:
        """How much a clause looks like the one that asks."""
        tokens = self.tokens[clause.first : clause.end]
        said = [mention.concept for mention in self.mentions if clause.first <= mention.first < clause.end]
        parts = {concept.part for concept in said}
        asks = 1.5 * (tokens[-1].surface in ("?", "？")) if tokens else 0.0
        asks += 0.7 * ends_asking(self.text_of(clause))
        asks += 0.6 * ("kind" in parts) + 0.4 * ("attribute" in parts) + 0.6 * ("ask" in parts)
        asks += 0.3 * (Concept("polite", "request") in said)
        is_empty = not self.weights[clause.first : clause.end].any()
        return asks + 0.02 * self.clauses.index(clause) - is_empty


def _goes_with_states(concept: Concept) -> bool:
    if concept.part == "kind":
        return concept.name in ("kpi", "indicator", "target")
    if concept.part == "attribute":
        return concept.name in ("target", "baseline", "actual", "progress", "trend", "difference")
    is_rated = concept == Concept("unprinted", "rating")  # 「達成率は何％」 is recorded, though not printed
    return is_rated or concept.part in ("state", "ask", "order", "polite", "context")


def _is_of_a_name(token: Token) -> bool:
    return token.part[0] in ("名詞", "形状詞", "接頭辞", "接尾辞") and not token.is_number


def _is_in_a_year(tokens: Sequence[Token], mention: Mention, query: Query) -> bool:
    """今 of 今年度 says when, and is no actual value."""
    return mention.concept.name == "actual" and all(is_year(tokens[at], query) for at in mention.tokens)


def analysed(query: Query, concepts: Concepts) -> Question:
    tokens = tokenize(query.text)
    denied = denied_in(tokens)
    meant = [one for one in meant_in(tokens, concepts, denied) if not _is_in_a_year(tokens, one, query)]
    meant = with_reprints(tokens, meant)
    mentions, stated = with_states(tokens, meant, concepts)
    return Question(query, tokens, mentions, weights_of(query, tokens, mentions, denied), stated, denied)
