"""Find: the kinds of records that a question asks for, and the words that ask for them."""

from collections.abc import Sequence

import numpy as np

from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.schema import MEANT_KINDS
from knowledge.model.structs import lazy


class KindsAsked:
    def __init__(self, question: Question) -> None:
        self._question = question
        plan = question.marked("kind", ["strategy"])  # who asks of a kind in the strategy asks of the kind
        self.always = np.maximum(np.maximum(question.marked("ask"), question.marked("polite")), plan)

    @lazy
    def said(self) -> Sequence[str]:
        """As they are said, one after the other."""
        mentions = self._question.mentions
        return list(dict.fromkeys(m.concept.name for m in mentions if m.concept.part == "kind"))

    @lazy
    def said_alone(self) -> frozenset[str]:
        """Said by words that mean nothing else: 「目標値が一番伸びる指標」 asks for no numerical target of a goal."""
        mentions = self._question.mentions
        figures = {(one.first, one.last) for one in mentions if one.concept.part == "attribute"}
        kinds = (one for one in mentions if one.concept.part == "kind" and (one.first, one.last) not in figures)
        return frozenset(one.concept.name for one in kinds)

    @lazy
    def asked(self) -> Sequence[str]:
        """The kinds that may be asked for."""
        finds = [kind for kind in self.said if kind not in ("strategy", "passage")]
        attributes = self._question.said("attribute")
        if attributes & {"target", "baseline", "unit"} or self._question.said("condition") or self.orders_changes:
            finds.append("indicator")
        if "reprint" in self._question.said("condition"):  # 「二つのパッケージ」 is one
            finds += ["project", "package"]
        if {"indicator", "kpi"} & set(finds):
            finds += ["kpi", "indicator", "target"]
        if "goal" in finds:
            finds.append("target")
        return list(dict.fromkeys(finds))

    @lazy
    def orders_changes(self) -> bool:
        """「伸びの倍率が一番なのは」: only indicators have such."""
        return bool(self._question.said("order") and self._question.said("attribute") & {"difference", "ratio"})

    def words(self, *kinds: str) -> Weights:
        meant = {meant for kind in kinds for meant in MEANT_KINDS.get(kind, (kind,))}
        words = self._question.marked("kind", meant)
        return np.maximum(words, self._both_indicators) if "indicator" in kinds else words

    @lazy
    def _both_indicators(self) -> Weights:
        """The words that say that KPIs and the goals' targets are both meant: 「基本目標の数値目標も含めて」."""
        if not self._question.asks_both_indicators:
            return np.zeros_like(self._question.weights)
        goal = self._question.marked("kind", ["goal"])
        return np.maximum(goal, self._question.marked("condition", ["including"]))

    @lazy
    def topic(self) -> int | None:
        """Place of the noun that says which of a kind are meant: 「ラーメンの事業」. Goals and packages have none."""
        return self._said_before_a_kind("の")

    @lazy
    def first_name(self) -> int | None:
        """The same without の, where it may also be a slip in a name: 「ターンキー事業」."""
        return self._said_before_a_kind("")

    def _said_before_a_kind(self, between: str) -> int | None:
        question = self._question
        kinds = self.words("project", "kpi", "indicator")
        for at in question.free_nouns:
            part = question.tokens[at].part
            behind = at + 1 + bool(between)
            joined = "".join(token.surface for token in question.tokens[at + 1 : behind])
            is_before = joined == between and behind < len(kinds) and bool(kinds[behind])
            is_noun = part[0] == "名詞" and part[2] in ("一般", "サ変可能") and not self.always[at]
            told = at > 0 and question.tokens[at - 1].part[0] in ("形容詞", "動詞", "助動詞")  # 「小さいほどよい」
            if is_noun and is_before and not told and question.in_request_at(at):
                return at
        return None
