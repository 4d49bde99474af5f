"""Where: the conditions of a question that a query may set, each alone and together."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.scopes import Scope
from knowledge.answers.understanding.conditions import Condition, conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import INDICATORS, Topic
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.words import form_words
from knowledge.model.structs import lazy

MOST_PAIRED = 4  # conditions


class _Together(Struct, frozen=True, eq=False):
    """Conditions that are all fulfilled: by which records (None: by any), said how, and what a reading has of them."""

    ids: frozenset[str] | None
    said: Weights
    topic: Topic
    is_reprint: bool
    counts_once: bool
    doubtful: float


class ConditionSets:
    def __init__(self, evidence: Evidence, kinds: KindsAsked) -> None:
        self._question = evidence.question
        self._kinds = kinds
        self.every = conditions_said(evidence)
        self._outside: dict[frozenset[int], Sequence[Condition]] = {}
        self._of_conditions: dict[tuple[Condition, ...], _Together] = {}

    def sets(self, find: str, scope: Scope, *, is_kind_known: bool = False) -> Iterator[Sequence[Condition]]:
        """None, all, each, and each two of three or four; who names more means all of them, or one."""
        fitting = [one for one in self.outside(scope) if one.of_any or find in INDICATORS]
        needed = [one for one in fitting if one.is_needed]
        yield needed
        every = [one for one in fitting if not one.is_needed]
        if not every:
            return
        if find == "project" and not scope.ids and len(every) == 1 and every[0].topic:
            return  # what the search finds for a theme says the same, the best first
        sets = [every, *([one] for one in every if len(every) > 1)]
        sets += [list(two) for two in combinations(every, 2) if 2 < len(every) <= MOST_PAIRED]
        is_told = bool(INDICATORS & set(self._kinds.said)) or self._kinds.orders_changes
        kind_is_said = is_kind_known or is_told or self._asks_for_figures
        yield from ([*needed, *some] for some in sets if kind_is_said or not all(one.needs_kind for one in some))

    @lazy
    def _asks_for_figures(self) -> bool:
        """「減らすのが目標っていう数字、何がある？」"""
        asked = self._question.said("ask") & {"which", "exists", "all"}
        return bool(asked) and any(token.norm in form_words("figures") for token in self._question.tokens)

    def together(self, conditions: tuple[Condition, ...]) -> _Together:
        """A `cache` of the method would hold the composer, and all of a question would wait for the collector."""
        if conditions not in self._of_conditions:
            self._of_conditions[conditions] = self._all_of(conditions)
        return self._of_conditions[conditions]

    def _all_of(self, conditions: tuple[Condition, ...]) -> _Together:
        return _Together(
            ids=frozenset.intersection(*(one.ids for one in conditions)) if conditions else None,
            said=reduce(np.maximum, [one.said for one in conditions], np.zeros_like(self._question.weights)),
            topic=next((one.topic for one in conditions if one.topic), ""),
            is_reprint=any(one.is_reprint for one in conditions),
            counts_once=any(one.name == "counted_once" for one in conditions),
            doubtful=len(self._also_ask.intersection(conditions)) / max(len(conditions), 1),
        )

    def outside(self, scope: Scope) -> Sequence[Condition]:
        """Not those said within its name: 向上 in 「住みやすさ向上パッケージ」."""
        if scope.tokens not in self._outside:
            self._outside[scope.tokens] = [one for one in self.every if not one.said_within(scope.tokens)]
        return self._outside[scope.tokens]

    @lazy
    def _also_ask(self) -> frozenset[Condition]:
        """「総数で何本」: those of which every word may be one that asks."""
        asking = self._question.marked("ask") > 0
        return frozenset(one for one in self.every if asking[one.said > 0].all())
