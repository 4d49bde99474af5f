"""What the search says of the record that a reading shows first, or of the one that those shown belong to."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rapidfuzz import fuzz

from knowledge.answers.understanding.evidence import REQUEST, WHOLE, Evidence
from knowledge.answers.understanding.features.feature import FeatureRow, Features, group_of, telling
from knowledge.answers.understanding.reading import FROM_SEARCH, INDICATORS, Reading
from knowledge.answers.understanding.ways import counters
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.model.structs import lazy
from knowledge.search.strategy_search import Lookup

NAME_ALIKE = 85.0  # of 100, rapidfuzz ratio; above: a slip in the name


class SearchFeatures:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._of_record: dict[str, Features] = {}
        self._near: dict[tuple[str, str], Features] = {}
        self._lookups = {name: _Best.of(evidence, name) for name in evidence.lookups}

    def rows(self, reading: Reading) -> FeatureRow:
        evidence, hits = self._evidence, self._evidence.hits
        if reading.form in FROM_SEARCH:
            id = "population" if reading.ids[0] == STRATEGY and STRATEGY not in hits else reading.ids[0]
            key = reading.ids[0], reading.kind
            if key not in self._near:
                self._near[key] = telling(self._closeness(*key, hits[id]))
            return self._scored(id), self._near[key]
        scores = evidence.lookups[WHOLE].scores
        id = max((one for one in reading.of if one in hits), key=lambda one: scores[hits[one]], default="")
        return (self._scored(id),) if id else ()

    def _scored(self, id: str) -> Features:
        """How the lookups score a record."""
        if id not in self._of_record:
            at, whole = self._evidence.hits[id], self._lookups[WHOLE]
            self._of_record[id] = telling(whole.row(at, WHOLE) | self._lookups.get(REQUEST, whole).row(at, REQUEST))
        return self._of_record[id]

    def _closeness(self, id: str, kind: str, at: int) -> Features:
        evidence = self._evidence
        lookup = evidence.lookups[WHOLE]
        printed = evidence.schema.printed_words.get(id, frozenset())
        known = sum([weight for word, weight in self._word_weights.items() if word in printed])
        other = {"other_name": self._other_name(id)} if kind == "project" else {}
        return (
            self._counted(id, kind)
            | other
            | {
                "priced": float(lookup.priced[at] > 0),
                "grams": float(lookup.grams[at]),
                "sounds": float(lookup.sounds[at]),
                "of_project": float(evidence.search.kinds[at] == "description"),
                "printed": known / self._whole_weight,
                f"score:{group_of(kind)}": float(lookup.scores[at]) / evidence.best[WHOLE],
            }
        )

    @lazy
    def _word_weights(self) -> Mapping[str, float]:
        weights = self._question.weights.tolist()
        return {word: sum(weights[at] for at in places) for word, places in self._question.words.items()}

    @lazy
    def _whole_weight(self) -> float:
        return float(self._question.weights.sum()) + 1e-6

    def _other_name(self, id: str) -> float:
        """The share of the words of a project's name that is said (「免許返納支援事業」) that are not in this one's."""
        question = self._question
        places = [at for at in question.project_name if question.tokens[at].is_content]
        names, asked = self._evidence.schema.name_words[id], self._evidence.lookups[WHOLE].asked
        strange = [at for at in places if names.isdisjoint(asked.alike(question.tokens[at].norm))]
        if strange and fuzz.ratio(name_key(question.project_said), self._evidence.schema.name_keys[id]) >= NAME_ALIKE:
            return 0.0
        return len(strange) / max(len(places), 1)

    @lazy
    def _counters(self) -> Sequence[str]:
        return counters(self._question.tokens)

    def _counted(self, id: str, kind: str) -> Features:
        """Whether a number is asked of a record that prints none of its kind."""
        if kind in INDICATORS or not self._counters:
            return {}
        text = self._evidence.schema.text_keys.get(id, "")
        before = (part[-1:] for one in self._counters for part in text.split(one)[:-1])
        is_met = any(one.isdecimal() or (one and one in "百千万億") for one in before)
        return {"counter_met": float(is_met), "counter_gap": float(not is_met)}


class _Best(Struct, frozen=True, eq=False):
    """One lookup with its first two scores."""

    lookup: Lookup
    first: float
    lead: float

    @classmethod
    def of(cls, evidence: Evidence, name: str) -> "_Best":
        lookup = evidence.lookups[name]
        first, second = lookup.scores[lookup.order[:2]].tolist() if lookup.scores.size > 1 else (1e-6, 1e-6)
        lead = min(1.0, first / max(second, 1e-6) - 1)
        return cls(lookup, max(first, 1e-6), lead)

    def row(self, at: int, name: str) -> Features:
        score = float(self.lookup.scores[at])
        is_first = score >= self.first - 1e-6
        row = {
            f"share_{name}": score / self.first,
            f"score_{name}": min(score, 4.0) / 2,
            f"first_{name}": float(is_first),
        }
        if is_first:
            row[f"lead_{name}"] = self.lead
        if name == WHOLE:
            row["named"] = float(self.lookup.named[at] > 0)
        return row
