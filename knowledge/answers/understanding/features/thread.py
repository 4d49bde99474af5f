"""How a reading goes with the thread that the question stands in."""

from knowledge.answers.understanding.context import IN_CONTEXT, places_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import Features, group_of, meant_by
from knowledge.answers.understanding.reading import Reading
from knowledge.model.structs import lazy

POINTING = frozenset({"this", "among", "rest", "first", "last", "middle", "both"})
CONTEXT_WORDS = ("this", "among", "rest", "first", "last", "both", "same")


def thread_flags(evidence: Evidence) -> Features:
    """How plainly a question in a thread points back, and how much it names by itself."""
    question = evidence.question
    pointing = question.said("context") & POINTING or places_said(question, len(evidence.listed))
    shown = (*evidence.context, *evidence.before)
    known = frozenset[str]().union(*(evidence.schema.printed_words.get(id, frozenset()) for id in shown))
    new = [at for at in question.free_nouns if question.tokens[at].norm not in known]
    named = [id for id in evidence.surely_named if id not in shown]
    return {
        "thread_points": float(bool(pointing)),
        "thread_names": float(bool(named)),
        "thread_told": min(len(new), 3) / 3,
    }


class ThreadFeatures:
    def __init__(self, evidence: Evidence, flags: Features) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self._flags = flags
        self._numbers = {number.value for number in self._question.numbers}

    def row(self, reading: Reading) -> Features:
        """A question in a thread: whether it points back, how little it says by itself, whether the reading does."""
        follows = reading.form in IN_CONTEXT
        way = reading.form if follows else "anew"
        row = {f"{way}:{name}": self._flags[f"context_{name}"] for name in CONTEXT_WORDS}
        row |= {f"{way}:weight": self._flags["weight"], f"{way}:thread": 1.0, f"{way}:values": self._flags["values"]}
        if follows and self._pointed:
            is_meant = not self._pointed.isdisjoint((reading.of or reading.ids)[:1])
            row[f"{way}:pointed_at" if is_meant else f"{way}:not_pointed_at"] = 1.0
        told = {f"thread_{name}": self._flags[f"thread_{name}"] for name in ("points", "names", "told")}
        row |= {f"{'follows' if follows else 'anew'}:{name}": value for name, value in told.items()}
        if follows:
            first = self._evidence.context[0]
            start = next(iter(reading.of or reading.ids), first)
            row[f"{way}:of_one_shown"] = float(len(reading.of) == 1 and reading.of[0] in self._evidence.context)
            row[f"{way}:leads"] = float(start == first)
            row[f"{way}:several"] = float(len(self._evidence.context) > 1)
            row["follows:of_list"] = float(start not in self._evidence.context and start in self._evidence.listed)
            if pointed := self._question.pointed_kinds:
                is_of_it = any(meant_by(name) & meant_by(self._evidence.kind(start)) for name in pointed)
                row["follows:pointed_kind" if is_of_it else "follows:other_pointed_kind"] = 1.0
            row["follows:of_number"] = float(len(reading.of or reading.ids) in self._numbers - {1})
            row["follows:of_before"] = float(start in self._evidence.before)
            row[f"{way}:from_{group_of(self._evidence.kind(first))}"] = 1.0
        return row

    @lazy
    def _pointed(self) -> frozenset[str]:
        """Those of the list that the question points at."""
        shown = self._evidence.listed
        return frozenset(shown[place - 1] for place in places_said(self._question, len(shown)))
