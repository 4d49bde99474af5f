"""Whether the kind of what a reading shows is the kind that the question asks for."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile

from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import FeatureRow, Features, group_of, meant_by, telling
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import FROM_SEARCH, INDICATORS, Reading
from knowledge.answers.understanding.schema import Ids
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.model.structs import lazy

_ASKED_FORMS = frozenset({
    "related", "related_filtered", "members_first", "owner_first", "extreme", "filtered", "list", "holding", "numbers",
    "siblings_package", "siblings_direction", "siblings_goal",
})  # fmt: skip
_CROSSED = (
    "meaning",
    "source",
    "background",
    "prose",
    "published",
    "condition",
    "order",
    "compare",
    "amount_compared",
    "count",
    "all",
    "amount",
    "years",
    "bare",
    "population",
    "population_aim",
)


def _asked_before(words: Sequence[str]) -> bool:
    """「どの事業」「どういう取組」; one word may stand between: 「何の事業」."""
    which = form_words("which")
    through = len(words) > 1 and words[-1] in form_words("between_which") and words[-2] in which
    return bool(words) and (words[-1] in which or through)


def _asked_after(tokens: Sequence[Token]) -> bool:
    """「指標は何」「方向やと何番」: only particles stand before the word that asks; どの would ask for another noun."""
    rest = dropwhile(lambda token: token.part[0] in ("助詞", "助動詞"), tokens)
    return next((token.norm in form_words("pronouns") for token in rest), False)


def _roles(question: Question) -> frozenset[tuple[str, str]]:
    """How each kind is spoken of in the request: asked with a word such as どの, the topic, or within a phrase."""
    found = set()
    for mention in question.mentions:
        if mention.concept.part == "kind" and question.in_request(mention):
            before = [
                t.surface.lower()
                for t in question.tokens[max(0, mention.first - 4) : mention.first]
                if t.surface.strip()
            ]
            after = [t for t in question.tokens[mention.last + 1 : mention.last + 5] if t.surface.strip()]
            asked = _asked_before(before) or _asked_after(after)
            of = len(after) > 1 and after[0].surface == "の" and after[1].norm in form_words("after_of")
            speaking = len(after) > 1 and after[0].surface == "で" and after[1].norm == "言う"  # 「方向でいうとどれ」
            is_topic = not after or after[0].surface in form_words("after_topic") or of or speaking
            found.add(("asked" if asked else "topic" if is_topic else "within", mention.concept.name))
    return frozenset(found)


class KindFeatures:
    def __init__(self, evidence: Evidence, flags: Features) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._flags = flags
        self._of_kind: dict[str, Features] = {}
        self._of_way: dict[tuple[str, bool], Features] = {}
        self._of_form: dict[tuple[str, str], Features] = {}
        self._left: dict[tuple[str, Ids], Features] = {}
        self._said_kinds = {
            m.concept.name for m in self._question.mentions if m.concept.part == "kind" and self._question.in_request(m)
        }
        self._ways = [name for name in self._flags if name.startswith("way_")]
        self._head_kinds = {name[10:] for name in self._flags if name.startswith("head:kind:")}

    def rows(self, reading: Reading) -> FeatureRow:
        """Many readings are of one kind and form."""
        kind, form = reading.kind, reading.form
        if (of_kind := self._of_kind.get(kind)) is None:
            of_kind = self._of_kind[kind] = self._kind_row(kind)
        if not self._said_kinds:
            return (of_kind,)
        if (left := self._left.get((kind, reading.of))) is None:
            left = self._left[kind, reading.of] = self._left_row(kind, reading.of)
        way = kind, form in FROM_SEARCH
        if way not in self._of_way:
            name = "found" if way[1] else "typed"
            self._of_way[way] = {f"{name}:{said}:{group_of(kind)}": 1.0 for said in self._said_kinds}
        if form not in _ASKED_FORMS:
            return of_kind, left, self._of_way[way]
        if (kind, form) not in self._of_form:
            self._of_form[kind, form] = {f"{form}:asked": float("asked" in of_kind or "topic" in of_kind)}
        return of_kind, left, self._of_way[way], self._of_form[kind, form]

    def _left_row(self, kind: str, of: Ids) -> Features:
        said = self._said_kinds - {"strategy", "passage"}
        return {"kinds_left": len(said - meant_by(kind) - set(map(self._evidence.kind, of))) / 2}

    def _kind_row(self, kind: str) -> Features:
        """What does not hang on the form."""
        flags, group, meant = self._flags, group_of(kind), meant_by(kind)
        row: Features = {
            f"kind:{kind}": 1.0,
            f"values:{group}": max(flags["value"], flags["values"]),
            f"which:{group}": flags["which"],
        }
        row |= {f"{name}:{group}": 1.0 for name in _CROSSED if flags[name]}
        row |= {f"{name}:{group}": 1.0 for name in self._ways}
        said = self._said_kinds - {"strategy", "passage"}
        row["kind_said"] = float(bool(meant & self._said_kinds))
        row["other_kind_said"] = float(bool(said) and not meant & self._said_kinds)
        row["kind_exact"] = float(kind == self._exact_kind())
        if self._question.asks_both_indicators:
            row["both_indicators" if kind == "indicator" else "one_indicator"] = float(kind in INDICATORS)
        row["head_kind"] = float(bool(meant & self._head_kinds))
        row["other_head_kind"] = float(bool(self._head_kinds) and not meant & self._head_kinds)
        return telling(row | self._role(meant))

    def _exact_kind(self) -> str:
        """The one kind of indicator that is said; both together are indicators."""
        said = self._said_kinds & INDICATORS
        return "indicator" if len(said) > 1 else next(iter(said), "")

    @lazy
    def _kinds_by_role(self) -> Mapping[str, frozenset[str]]:
        roles = _roles(self._question)
        return {role: frozenset(name for own, name in roles if own == role) for role in ("asked", "topic", "within")}

    def _role(self, meant: frozenset[str]) -> Features:
        kinds = self._kinds_by_role
        is_asked, is_topic = bool(kinds["asked"] & meant), bool(kinds["topic"] & meant)
        return {
            "asked": float(is_asked),
            "topic": float(is_topic and not is_asked),
            "within": float(bool(kinds["within"] & meant) and not is_asked and not is_topic),
            "another_asked": float(bool(kinds["asked"]) and not is_asked),
            "another_topic": float(bool(kinds["topic"]) and not is_topic and not is_asked),
        }
