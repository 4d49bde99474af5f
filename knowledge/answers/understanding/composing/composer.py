"""The queries carried out: each kind that is asked for, of each scope, where conditions are met, in an order."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain

import numpy as np

from knowledge.answers.understanding.bindings import place_said
from knowledge.answers.understanding.composing.condition_sets import ConditionSets
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.orders import Orders
from knowledge.answers.understanding.composing.other_shapes import OtherShapes
from knowledge.answers.understanding.composing.scopes import ANYWHERE, Scope, Scopes
from knowledge.answers.understanding.conditions import Condition
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS, Reading
from knowledge.answers.understanding.said.weights import LITTLE, Weights
from knowledge.answers.understanding.schema import MEANT_KINDS, Ids
from knowledge.answers.understanding.words import form_words
from knowledge.model.records import STRATEGY
from knowledge.model.structs import lazy


class Composer:
    """find × of × where × order, for one question."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._schema = evidence.schema
        self.kinds = KindsAsked(self._question)
        self.scopes = Scopes(evidence, self.kinds)
        self._conditions = ConditionSets(evidence, self.kinds)
        self._orders = Orders(self._question, self._schema, self.kinds, self.scopes)

    def composed(self) -> Iterator[Reading]:
        for find in self.kinds.asked:
            for scope in (ANYWHERE, *self.scopes.all):
                yield from self._finding(find, scope)
            if find != "term" and "count" in self._question.said("ask"):
                numbers = np.maximum(self.kinds.words(find), self._question.marked("kind", ["strategy"]))
                yield self.scopes.reading((STRATEGY,), find, "numbers", numbers)
        yield from OtherShapes(self._evidence, self.kinds, self.scopes, self._conditions, self._orders).composed()

    def _finding(self, find: str, scope: Scope) -> Iterator[Reading]:
        pool = self._pool(find, scope)
        if not pool:
            return
        explained = self.kinds.words(find)
        if scope.ids:
            explained = np.maximum(explained, self.scopes.words(scope))
        for conditions in self._conditions.sets(find, scope):
            yield from self._under(find, scope, pool, explained, conditions)
        if len(scope.ids) == 1:
            if (number := place_said(self._question, MEANT_KINDS.get(find, (find,)), scope.tokens)) and number.value:
                words = explained.copy()
                words[number.first : number.end + 1] = 1.0
                yield self.scopes.reading(pool[number.value - 1 : number.value], find, "nth", words, scope, 1)
            if self._question.is_joined:  # 「…の事業と、そのKPI」
                yield self.scopes.reading([*pool, *scope.ids], find, "members_first", explained, scope, 1)
                yield self.scopes.reading([*scope.ids, *pool], find, "owner_first", explained, scope, 1)

    def _pool(self, find: str, scope: Scope) -> Ids:
        if not scope.ids:
            return self._schema.all(find)
        if any(self._is_same(self._evidence.kind(id), find) for id in scope.ids):
            return ()
        finds = self._both_indicators if find == "indicator" else (find,)
        is_through = len(finds) > 1 or "project" in self.kinds.said
        found = (self._schema.meant_under(id, kind, of_projects=is_through) for kind in finds for id in scope.ids)
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    @lazy
    def _both_indicators(self) -> Sequence[str]:
        """「基本目標3の数値目標とKPI」 are those of the goal itself and of its packages."""
        both = ("target", "kpi")
        return both if self._question.is_joined and self.kinds.said_alone.issuperset(both) else ("indicator",)

    def _is_same(self, kind: str, find: str) -> bool:
        return kind == find or (find == "indicator" and kind in INDICATORS)

    def _under(
        self, find: str, scope: Scope, pool: Ids, explained: Weights, conditions: Sequence[Condition]
    ) -> Iterator[Reading]:
        together = self._conditions.together(tuple(conditions))
        if find == "project" and together.is_reprint:
            pool = self._reprints_of(scope, pool)
        elif find == "project" and together.counts_once:
            again = frozenset(self._reprints_of(scope, ()))
            pool = tuple(id for id in pool if id not in again)
        ids = pool if together.ids is None else tuple(id for id in pool if id in together.ids)
        if find == "package" and together.is_reprint and scope.ids:  # 「…が再掲されているのはどのパッケージ」
            reprinted_in = (id for id in pool if not set(self._schema.reprints_in(id)).isdisjoint(scope.ids))
            ids = tuple(reprinted_in) if self._is_on_the_reprint else pool
            conditions = conditions if self._is_on_the_reprint else ()
        elif find == "package" and together.is_reprint and self._asks_where_any_is_printed_again:
            ids = tuple(id for id in pool if self._schema.reprints_in(id))
        elif find in ("package", *INDICATORS) and not scope.ids and (together.is_reprint or together.counts_once):
            return  # no package is printed again, and no indicator: that it is none would say so of the projects
        elif (
            find == "package" and scope.ids and self._is_on_the_reprint and self._schema.reprinted.issuperset(scope.ids)
        ):
            return
        if not ids and ((scope.ids and not scope.is_named) or together.topic):
            return
        explained = np.maximum(explained, together.said)
        parts = len(conditions) + bool(scope.ids)
        form = (
            ("related_filtered" if conditions else "related") if scope.ids else ("filtered" if conditions else "list")
        )
        met, doubtful = len(conditions) / max(len(self._conditions.outside(scope)), 1), together.doubtful
        made = self.scopes.reading(ids, find, form, explained, scope, parts, met=met, doubtful=doubtful)
        yield made._replace(topic=together.topic) if together.topic else made
        if find in INDICATORS and self._question.said("order"):
            for extreme in self._orders.extremes(find, scope, ids, explained, parts + 1):
                yield extreme._replace(met=met, doubtful=doubtful)

    @lazy
    def _is_on_the_reprint(self) -> bool:
        """「再掲されているのはどのパッケージ」; 「2か所に載るのは」「再掲の本籍は」 ask for its home too."""
        question = self._question
        reprint = question.marked("condition", ["reprint"])
        is_said = (reprint * question.normed(form_words("of_the_reprint"))).any()
        return bool(is_said) and not question.normed(form_words("at_home")).any()

    @lazy
    def _asks_where_any_is_printed_again(self) -> bool:
        """「再掲があるのはどのパッケージ」, and of no project."""
        names_any = self._evidence.numbered or self._question.free_nouns
        return self._is_on_the_reprint and "package" in self.kinds.said and not names_any

    def _reprints_of(self, scope: Scope, pool: Ids) -> Ids:
        packages = [id for id in scope.ids if self._evidence.kind(id) == "package"]
        return tuple(one for id in packages for one in self._schema.reprints_in(id)) if packages else pool

    def chosen_from(self, ids: Ids, kind: str, *, or_none: bool = False) -> Iterator[Reading]:
        """Those of some records that fulfil what the question says of them: conditions, an order.

        `or_none`: also that none of them does.
        """
        if kind not in INDICATORS:
            return
        ids = tuple(id for id in ids if self._evidence.kind(id) in INDICATORS)  # what was shown may be of many kinds
        for conditions in self._conditions.sets(kind, ANYWHERE, is_kind_known=True):
            kept = [id for id in ids if all(id in one.ids for one in conditions)]
            explained = reduce(np.maximum, [one.said for one in conditions], self.kinds.words(kind))
            if conditions and (kept or (or_none and not self._only_order(conditions))):
                met = len(conditions) / len(self._conditions.every)
                yield self.scopes.reading(kept, kind, "filtered", explained, parts=len(conditions), met=met)
            if kept and (self._question.said("order") or "compare" in self._question.said("ask")):
                yield from self._orders.extremes(kind, ANYWHERE, kept, explained, len(conditions) + 1)

    def _only_order(self, conditions: Sequence[Condition]) -> bool:
        """「一番小さいのは？」 asks for one of them, and not whether any is to fall."""
        words = np.maximum(self._question.marked("order"), self._question.marked("attribute"))
        return bool(self._question.said("order")) and all((one.said <= words).all() for one in conditions)

    @lazy
    def _names_nothing(self) -> bool:
        """「KPIで何倍になるかの1位」: what the search finds is said by no word."""
        return not self._evidence.numbered and float(self._question.naming_weights.sum()) <= LITTLE

    def compared(self, from_search: Sequence[Reading]) -> Iterator[Reading]:
        """「シティプラザと美術館、目標が多いのはどちら」: the same indicators, the one that wins first."""
        if not (self._question.said("order") or "compare" in self._question.said("ask")) or self._names_nothing:
            return
        for reading in from_search:
            if reading.form in ("hits", "pair", "joined") and INDICATORS.issuperset(
                map(self._evidence.kind, reading.ids)
            ):
                for extreme in self._orders.extremes(
                    reading.kind, ANYWHERE, reading.ids, reading.explained, reading.parts
                ):
                    ids = dict.fromkeys((*extreme.ids, *reading.ids))
                    yield extreme._replace(ids=tuple(ids), form="compared", bound=reading.bound)
