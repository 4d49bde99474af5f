"""「パッケージごとの事業数」「各基本目標の指標の数」: all of a kind, each with the number of its members."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.answer import Answer
from knowledge.answers.presenting import Showing
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.wording.amounts import quoted
from knowledge.wording.names import label_in, package_word, short_title, title

_COUNTED_IN = {
    "package": ("project", "kpi", "indicator"),
    "goal": ("target", "indicator", "direction", "package", "project", "kpi"),
    "direction": ("project", "kpi", "indicator"),
}
_MEMBERS = {"project": "事業", "kpi": "KPI", "indicator": "指標", "target": "数値目標", "direction": "施策の基本的方向"}


class CountsOfEach:
    def __init__(self, catalog: Catalog, showing: Showing) -> None:
        self._catalog, self._showing = catalog, showing

    def answer(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Where nothing else is said."""
        found = _asked(evidence) if "count" in evidence.question.said("ask") and not evidence.numbered else None
        if found is None:
            return None
        kind, member = found
        ids = evidence.schema.all(kind)
        label = package_word(self._catalog) if member == "package" else _MEMBERS[member]
        counts = "、".join(f"{self._name(id)}が{evidence.schema.count(id, member)}件" for id in ids)
        shown = self._showing.decided(evidence.question.query, "structure", "each", ids, values)
        return replace(shown, lead=f"{label}は、{counts}です。")

    def _name(self, id: str) -> str:
        """「政策パッケージ3」, or its name in quotes where the number does not say which it is."""
        record = self._catalog.records[id]
        label = label_in(self._catalog, record)
        return label if label and label == short_title(record) else quoted(label or title(record))


def _asked(evidence: Evidence) -> tuple[str, str] | None:
    """A kind with a word for each of it beside it, and what is counted; None where more is said."""
    question = evidence.question
    tokens, kinds = question.tokens, [one for one in question.mentions if one.concept.part == "kind"]
    names = {one.concept.name for one in kinds}
    for mention in kinds:
        around = (mention.first - 1, mention.last + 1)
        per = [at for at in around if 0 <= at < len(tokens) and tokens[at].norm in form_words("per")]
        member = next((name for name in _COUNTED_IN.get(mention.concept.name, ()) if name in names), "")
        if per and member and all(_is_asking(question.concepts_at.get(at, ())) for at in _left(evidence, per)):
            return mention.concept.name, member
    return None


def _left(evidence: Evidence, per: list[int]) -> list[int]:
    return [at for at, weight in enumerate(evidence.question.weights) if weight > 0 and at not in per]


def _is_asking(concepts: Sequence[Concept]) -> bool:
    return any(one.part in ("kind", "ask") for one in concepts)
