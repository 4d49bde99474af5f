"""Order: the first of some records by what the question orders them by."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.scopes import Scope, Scopes
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import MEASURES, Ids, Schema
from knowledge.model.structs import lazy

_MEASURED_FROM = {"difference": ("baseline",), "ratio": ("baseline",)}


class Orders:
    def __init__(self, question: Question, schema: Schema, kinds: KindsAsked, scopes: Scopes) -> None:
        self._question = question
        self._schema = schema
        self._kinds = kinds
        self._scopes = scopes

    def extremes(
        self, find: str, scope: Scope, ids: Sequence[str], explained: Weights, parts: int
    ) -> Iterator[Reading]:
        are_both = "indicator" in self._kinds.said and {"kpi", "target"}.isdisjoint(self._kinds.said_alone)  # 「指標」
        if find in ("kpi", "target") and are_both:
            return
        for measure, words in self._measures:
            if ranked := self._ranked(ids, measure):
                values = self._schema.measured[measure]
                extreme = [id for id in ranked if values[id] == values[ranked[0]]]
                first = self._scopes.reading(extreme, find, "extreme", np.maximum(explained, words), scope, parts)
                yield first._replace(ranked=ranked, measure=measure)

    @lazy
    def _measures(self) -> Sequence[tuple[str, Weights]]:
        """What the records may be ordered by, and the words that ask for it."""
        attributes, changes = self._question.said("attribute"), self._is_on_changes
        asked = [name for name in MEASURES if name in attributes]
        if between := [name for name in asked if name in _MEASURED_FROM]:  # 「元の値から何倍」
            asked = between[-1:]  # 「伸びの倍率」
        elif asked in ([], ["target"]) and changes:  # 「目標値が一番伸びる」「一番引き上げるつもり」
            asked = ["difference"] if asked else list(_MEASURED_FROM)
        asked = asked or ["target", *_MEASURED_FROM]
        order = self._question.marked("order"), self._question.marked("condition", ["higher", "lower"])
        return [
            (name, np.maximum.reduce([*order, self._question.marked("attribute", self._measured_by(name))]))
            for name in asked
        ]

    @lazy
    def _is_on_changes(self) -> bool:
        """「引き上げる」 says what changes; 「小さい」 alone is an order."""
        changes = self._question.marked("condition", ["higher", "lower"])
        return bool((changes > self._question.marked("order")).any())

    def _measured_by(self, measure: str) -> Sequence[str]:
        of_changes = _MEASURED_FROM.keys() if measure in _MEASURED_FROM else ()  # 「伸びの倍率」
        return [measure, "target", *of_changes, *_MEASURED_FROM.get(measure, ())]

    def _ranked(self, ids: Iterable[str], measure: str) -> Ids:
        """Those of the records that have a value, the greatest first, or the least."""
        values = self._schema.measured[measure]
        known = {id: value for id in ids if (value := values[id]) is not None}
        return tuple(sorted(known, key=lambda id: known[id], reverse=not self.is_least))

    @lazy
    def is_least(self) -> bool:
        return is_least(self._question)


def is_least(question: Question) -> bool:
    """「一番少ない」, and not 「一番大きい」."""
    orders = question.said("order")
    return bool(orders & {"least", "small"}) and "big" not in orders
