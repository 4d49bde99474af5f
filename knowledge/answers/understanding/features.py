"""Features of form of a reading: what it leaves unexplained, what search says for it, whether its kind and size fit.

None of them names a query, a concept's word or a record, so that what is learned on one plan's questions carries over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

import numpy as np
from rapidfuzz import fuzz

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.context import IN_CONTEXT, places_said
from knowledge.answers.understanding.evidence import REQUEST, WHOLE, Evidence
from knowledge.answers.understanding.question import LITTLE, Question, Weights
from knowledge.answers.understanding.reading import INDICATORS, Reading
from knowledge.answers.understanding.schema import MEANT_KINDS
from knowledge.answers.understanding.ways import counters, ways_asked
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.model.lazy import lazy
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.search.strategy_search import Lookup

Features = dict[str, float]
FeatureRow = tuple[Features, ...]  # of one reading, in parts that readings share; no feature stands in two of them
POINTING = frozenset({"this", "among", "rest", "first", "last", "middle", "both"})
AS_SURELY = 0.9  # of the strength of a name
NAME_ALIKE = 85.0  # of 100, rapidfuzz ratio; above: a slip in the name
CONTEXT_WORDS = ("this", "among", "rest", "first", "last", "both", "same")
_FIGURES = frozenset({"target", "baseline", "actual", "progress", "trend"})
VALUES = _FIGURES | {"unit", "year"}
FROM_SEARCH = frozenset({"hit", "hits", "pair", "joined"})
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
    "count",
    "all",
    "amount",
    "years",
    "bare",
    "population",
    "population_aim",
)


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What a question speaks of that the plan does not hold.

    `asked`: the kind of fact that no strategy prints and that the request speaks of; `told`: that the whole question
    does; `elsewhere`: another municipality.
    """

    asked: str | None = None
    told: str | None = None
    elsewhere: str | None = None


def flags(evidence: Evidence) -> Features:
    """What the question as a whole is like."""
    question = evidence.question
    attributes, asked = question.said("attribute"), question.said("ask")
    found: Features = {
        name: float(name in asked) for name in ("all", "count", "value", "which", "check", "exists", "compare")
    }
    found |= {
        "values": float(bool(attributes & VALUES)),
        "meaning": float("meaning" in attributes),
        "source": float("source" in attributes),
        "background": float("background" in attributes),
        "prose": float(bool(attributes & {"text", "initiatives"})),
        "published": float(bool(attributes & {"period", "published", "contact"})),
        "condition": float(bool(question.said("condition"))),
        "order": float(bool(question.said("order"))),
        "years": float(bool(question.years)),
        "number": float(any(number.value for number in question.numbers)),
        "amount": float(bool(question.query.amounts)),
        "joined": float(question.is_joined),
        "both": float(any(token.norm in form_words("both") for token in question.tokens)),
        "unprinted": float(bool(question.said("unprinted"))),
        "population": float("population" in attributes),
        "population_aim": float("population" in attributes and _is_on_an_aim(question)),
        "bare": float(not (question.said("kind") or attributes & VALUES or asked & {"count", "value", "all"})),
        "context": float(bool(evidence.context)),
        **{f"context_{name}": float(name in question.said("context")) for name in CONTEXT_WORDS if evidence.context},
        **(_of_thread(evidence) if evidence.context else {}),
        "asks": float(question.asks),
        "clauses": min(len(question.clauses), 4) / 4,
        "weight": min(float(question.weights.sum()), 12.0) / 12,
    }  # fmt: skip
    found |= {f"way_{way}": 1.0 for way in ways_asked(question, evidence.schema.units)}
    return found | {f"head:{part}:{name}": 1.0 for part, name in _last_said(question)}


def _of_thread(evidence: Evidence) -> Features:
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


def _is_on_an_aim(question: Question) -> bool:
    """It asks for figures of the plan: what is to be, and how far that is reached."""
    aims = question.said("kind") & {"goal", "target"} or question.said("attribute") & _FIGURES
    words = [token.norm for mention in question.mentions for token in question.tokens[mention.first : mention.last + 1]
             if mention.concept == Concept("attribute", "population")]  # fmt: skip
    return bool(aims or question.said("condition") & {"kept"} or question.years or "目標" in words)


def _last_said(question: Question) -> Iterator[Concept]:
    """The last kind or attribute of the request."""
    said = [
        m for m in question.mentions if m.concept.part in ("kind", "attribute", "unprinted") and question.in_request(m)
    ]
    last = max((mention.first for mention in said), default=-1)
    yield from (mention.concept for mention in said if mention.first == last)


def _asked_before(words: Sequence[str]) -> bool:
    """「どの事業」「どういう取組」; one word may stand between: 「何の事業」."""
    which = form_words("which")
    through = len(words) > 1 and words[-1] in form_words("between_which") and words[-2] in which
    return bool(words) and (words[-1] in which or through)


def _asked_after(tokens: Sequence[Token]) -> bool:
    """「指標は何」「方向やと何番」: only particles stand before the word that asks; どの would ask for another noun."""
    rest = dropwhile(lambda token: token.part[0] in ("助詞", "助動詞"), tokens)
    return next((token.norm in form_words("pronouns") for token in rest), False)


def roles(question: Question) -> frozenset[tuple[str, str]]:
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


class Describer:
    """The features of each reading, in parts of which many are the same; what is not in them is 0."""

    def __init__(self, evidence: Evidence, not_held: NotHeld) -> None:
        self._evidence = evidence
        self._question = evidence.question
        self.flags = flags(evidence) | {
            "not_printed": float(bool(not_held.asked)),
            "not_printed_told": float(bool(not_held.told)),
            "elsewhere": float(bool(not_held.elsewhere)),
        }
        self._of_kind: dict[tuple[str, str, frozenset[str]], Features] = {}
        self._of_kind_alone: dict[str, Features] = {}
        self._of_size: dict[tuple[str, bool], Features] = {}
        self._of_record: dict[str, Features] = {}
        self._roles = roles(self._question)
        self._said_kinds = {
            m.concept.name for m in self._question.mentions if m.concept.part == "kind" and self._question.in_request(m)
        }
        self._ways = [name for name in self.flags if name.startswith("way_")]
        self._head_kinds = {name[10:] for name in self.flags if name.startswith("head:kind:")}
        self._numbers = {number.value for number in self._question.numbers}
        self._lookups = {name: _Best.of(evidence, name) for name in evidence.lookups}

    def described(self, readings: Sequence[Reading]) -> list[FeatureRow]:
        if not readings:
            return []
        shares = self._shares(readings)
        for reading, row in zip(readings, shares, strict=True):
            if reading.form not in FROM_SEARCH:
                row["typed:request"], row["typed:request_n"] = row["request"], row["request_n"]
            else:
                row["untold_hit"], row["telling_hit"] = row["untold"], row["telling_n"]
        return [
            (own, self._kind(reading), self._size(reading), self._form(reading), *self._search(reading))
            for reading, own in zip(readings, shares, strict=True)
        ]

    def _shares(self, readings: Sequence[Reading]) -> list[Features]:
        """What is left unexplained, of all and of the request, as a share and as a weight."""
        question = self._question
        explained = np.minimum([reading.explained for reading in readings], np.float32(1))
        left = 1 - explained
        whole, request = question.weights, question.request_weights
        unprinted = question.marked("unprinted")
        unknown = self._evidence.lookups[WHOLE].asked.unknown
        strange = np.array([float(token.norm in unknown) for token in question.tokens], dtype=np.float32)
        head = left[:, question.head] > 0.5 if question.head is not None else np.zeros(len(readings))
        left_whole, left_request = left @ whole, left @ request
        most_left = np.minimum(left_request, 4)
        inside = np.zeros_like(whole)
        inside[question.request.first : question.request.end] = 1.0
        told = explained @ question.telling_weights
        columns = {
            "telling_n": np.minimum(told, 3) / 1.5,
            "untold": told < LITTLE,
            "left": left_whole / (whole.sum() + 1e-6),
            "request": left_request / (request.sum() + 1e-6),
            "left_n": np.minimum(left_whole, 4) / 2,
            "request_n": most_left / 2,
            "request_none": left_request < 0.3,
            "explained_n": np.minimum(explained @ whole, 6) / 3,
            "head": head,
            "unprinted": np.minimum(left @ (unprinted * np.maximum(whole, 0.4)), 2),
            "unprinted_request": np.minimum(left @ (unprinted * inside), 1),
            "strange": np.minimum(left @ (strange * whole), 2),
            "behind_best": (most_left - most_left.min()) / 2,
        }
        columns |= self._tails(explained)
        names = list(columns)
        table = np.stack([np.asarray(columns[name], dtype=np.float32) for name in names], axis=1).tolist()
        return [dict(zip(names, row, strict=True)) for row in table]

    def _tails(self, explained: Weights) -> Mapping[str, Weights]:
        """Nouns left unexplained behind one that is explained: 症 of 「認知症」, 会場 of 「防災対策事業の会場」."""
        tokens, left = self._question.tokens, 1 - explained
        joined, owned = (np.zeros(len(explained), dtype=np.float32) for _ in range(2))
        for run in self._noun_runs:
            at, first = run[-1], run[0]
            if tokens[at].is_number or not self._question.weights[at]:
                continue
            if len(run) > 1:
                joined += (left[:, at] > 0.5) & (explained[:, at - 1] > 0.5)
            if first > 1 and tokens[first - 1].surface == "の":
                owned += (left[:, run] > 0.5).all(axis=1) & (explained[:, first - 2] > 0.5)
        columns = {"tail_joined": joined, "tail_owned": owned}
        return {name: (np.minimum(column, 2) / 2).astype(np.float32, copy=False) for name, column in columns.items()}

    @lazy
    def _noun_runs(self) -> Sequence[Sequence[int]]:
        """Places of nouns of the request that stand together: 「指定管理料」."""
        runs: list[list[int]] = []
        request = self._question.request
        for at in range(request.first, request.end):
            if self._question.tokens[at].part[0] in ("名詞", "接尾辞"):
                if runs and runs[-1][-1] == at - 1:
                    runs[-1].append(at)
                else:
                    runs.append([at])
        return runs

    def _kind(self, reading: Reading) -> Features:
        """Many readings are of one kind and form."""
        key = reading.kind, reading.form, frozenset(map(self._evidence.kind, reading.of))
        if key not in self._of_kind:
            self._of_kind[key] = self._kind_row(*key)
        return self._of_kind[key]

    def _kind_row(self, kind: str, form: str, of: frozenset[str]) -> Features:
        if kind not in self._of_kind_alone:
            self._of_kind_alone[kind] = self._kind_alone(kind)
        group, meant, said = _group(kind), _meant(kind), self._said_kinds - {"strategy", "passage"}
        row = self._of_kind_alone[kind].copy()
        row["kinds_left"] = len(said - meant - of) / 2
        row["head_kind"] = float(bool(meant & self._head_kinds))
        row["other_head_kind"] = float(bool(self._head_kinds) and not meant & self._head_kinds)
        way = "found" if form in FROM_SEARCH else "typed"
        row |= {f"{way}:{name}:{group}": 1.0 for name in self._said_kinds}
        row |= self._role(meant, form)
        return row

    def _kind_alone(self, kind: str) -> Features:
        """What does not hang on the form."""
        flags, group, meant = self.flags, _group(kind), _meant(kind)
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
        return row

    def _exact_kind(self) -> str:
        """The one kind of indicator that is said; both together are indicators."""
        said = self._said_kinds & INDICATORS
        return "indicator" if len(said) > 1 else next(iter(said), "")

    @lazy
    def _kinds_by_role(self) -> Mapping[str, frozenset[str]]:
        every = ("asked", "topic", "within")
        return {role: frozenset(name for own, name in self._roles if own == role) for role in every}

    def _role(self, meant: frozenset[str], form: str) -> Features:
        kinds = self._kinds_by_role
        is_asked, is_topic = bool(kinds["asked"] & meant), bool(kinds["topic"] & meant)
        row = {
            "asked": float(is_asked),
            "topic": float(is_topic and not is_asked),
            "within": float(bool(kinds["within"] & meant) and not is_asked and not is_topic),
            "another_asked": float(bool(kinds["asked"]) and not is_asked),
            "another_topic": float(bool(kinds["topic"]) and not is_topic and not is_asked),
        }
        if form in _ASKED_FORMS:
            row[f"{form}:asked"] = float(is_asked or is_topic)
        return row

    def _size(self, reading: Reading) -> Features:
        count = len(reading.ids)
        size = "0" if not count else "1" if count == 1 else "few" if count <= 4 else "some" if count <= 13 else "many"
        key = size, count > 1 and count in self._numbers
        if key not in self._of_size:
            self._of_size[key] = self._size_row(*key)
        return self._of_size[key]

    def _size_row(self, size: str, is_said: bool) -> Features:
        asked = {f"size:{size}:{name}": self.flags[name] for name in ("all", "count", "value", "which")}
        return {f"size:{size}": 1.0, **asked, "size_said": float(is_said)}

    def _form(self, reading: Reading) -> Features:
        row: Features = {f"form:{reading.form}": 1.0, "bound": reading.bound, "parts": reading.parts / 2}
        row["surely_bound"] = float(reading.bound >= 0.99)
        if self.flags["condition"]:
            row |= {"met": reading.met, "unmet": float(not reading.met), "doubtful": reading.doubtful}
        if reading.topic:
            row[f"topic_{reading.topic}"] = 1.0
        if reading.form in FROM_SEARCH and len(reading.ids) > 1:
            row |= self._apart(reading)
        if reading.form == "pair":
            row |= {"pair:joined": self.flags["joined"], "pair:both": self.flags["both"]}
        if reading.form == "joined":
            row |= {"joined:told": reading.told, "joined:together": reading.together}
            row |= {"joined:both": self.flags["both"], "joined:compare": self.flags["compare"]}
        if reading.form == "two_kinds":
            row["two_kinds:joined"] = self.flags["joined"]
        if self._evidence.context:
            row |= self._thread(reading)
        row |= self._passed_over(reading)
        if reading.of and (beside := self._named_beside(reading)):
            row["named_beside"] = min(beside, 2) / 2
        if reading.of:
            row[f"of:{self._evidence.kind(reading.of[0])}"] = 1.0
        if reading.kind == "term" and reading.form in FROM_SEARCH and self._evidence.is_kind_word(reading.ids[0]):
            row |= {"kind_word": 1.0 - self.flags["meaning"], "bound": 0.0, "surely_bound": 0.0}
        return row

    @lazy
    def _telling(self) -> tuple[Weights, Sequence[Sequence[int]]]:
        """The weights of the words of the request that no concept takes, and those of them that stand together."""
        weights = self._question.request_weights * (self._question.telling_weights > 0)
        runs = [[at for at in words if weights[at] > 0] for words in self._noun_runs]
        return weights, [run for run in runs if len(run) > 1]

    def _apart(self, reading: Reading) -> Features:
        """How much of what several account for no one of them does; and whether that parts words that stand together:
        「障害者就労」, of which one has 障害者 and another 就労.
        """
        weights, runs = self._telling
        known = np.stack([self._evidence.explained(id) for id in reading.ids])
        together = known.max(axis=0)
        apart = float(together @ weights - (known @ weights).max())
        whole = [(together[run], known[:, run]) for run in runs]
        split = sum(bool((one > 0.5).all() and not (each > 0.5).all(axis=1).any()) for one, each in whole)
        way = "_pair" if reading.form == "pair" else ""
        return {f"apart{way}": min(apart, 3.0) / 1.5, f"split{way}": min(split, 2) / 2}

    def _passed_over(self, reading: Reading) -> Features:
        """Records surely named that the reading neither shows nor starts from; whether it shows what is theirs."""
        sure = self._evidence.surely_named
        over = [id for id in sure if id not in reading.ids and id not in reading.of]
        if not over:
            return {}
        related = self._evidence.schema.related
        first = reading.ids[0] if reading.ids else ""
        theirs = [id for id in over if first and first in related(id, self._evidence.kind(first))]
        return {"passed_over": len(over) / len(sure), "passed_to_theirs": len(theirs) / len(sure)}

    def _named_beside(self, reading: Reading) -> int:
        """How many of the kind that the reading starts from are named as surely, by words of their own, and left out:
        「東部と西部の振興パッケージ」.
        """
        bindings, kind = self._evidence.bindings, self._evidence.kind(reading.of[0])
        mine = [bindings[id] for id in reading.of if id in bindings]
        if not mine:
            return 0
        least, taken = min(one.strength for one in mine), frozenset[int]().union(*(one.tokens for one in mine))
        return sum(
            one.strength >= AS_SURELY * least and not one.tokens <= taken
            for id, one in bindings.items()
            if id not in reading.of and self._evidence.kind(id) == kind
        )

    def _thread(self, reading: Reading) -> Features:
        """A question in a thread: whether it points back, how little it says by itself, whether the reading does."""
        follows = reading.form in IN_CONTEXT
        way = reading.form if follows else "anew"
        row = {f"{way}:{name}": self.flags[f"context_{name}"] for name in CONTEXT_WORDS}
        row |= {f"{way}:weight": self.flags["weight"], f"{way}:thread": 1.0, f"{way}:values": self.flags["values"]}
        if follows and self._pointed:
            is_meant = not self._pointed.isdisjoint((reading.of or reading.ids)[:1])
            row[f"{way}:pointed_at" if is_meant else f"{way}:not_pointed_at"] = 1.0
        told = {f"thread_{name}": self.flags[f"thread_{name}"] for name in ("points", "names", "told")}
        row |= {f"{'follows' if follows else 'anew'}:{name}": value for name, value in told.items()}
        if follows:
            first = self._evidence.context[0]
            start = next(iter(reading.of or reading.ids), first)
            row[f"{way}:of_one_shown"] = float(len(reading.of) == 1 and reading.of[0] in self._evidence.context)
            row[f"{way}:leads"] = float(start == first)
            row[f"{way}:several"] = float(len(self._evidence.context) > 1)
            row["follows:of_list"] = float(start not in self._evidence.context and start in self._evidence.listed)
            if pointed := self._question.pointed_kinds:
                is_of_it = any(_meant(name) & _meant(self._evidence.kind(start)) for name in pointed)
                row["follows:pointed_kind" if is_of_it else "follows:other_pointed_kind"] = 1.0
            row["follows:of_number"] = float(len(reading.of or reading.ids) in self._numbers - {1})
            row["follows:of_before"] = float(start in self._evidence.before)
            kind = self._evidence.kind(first)
            row[f"{way}:from_{'indicator' if kind in INDICATORS else kind}"] = 1.0
        return row

    @lazy
    def _pointed(self) -> frozenset[str]:
        """Those of the list that the question points at."""
        shown = self._evidence.listed
        return frozenset(shown[place - 1] for place in places_said(self._question, len(shown)))

    def _search(self, reading: Reading) -> FeatureRow:
        """What search says of the record shown first, or of the record that those shown belong to."""
        evidence, hits = self._evidence, self._evidence.hits
        if reading.form in FROM_SEARCH:
            id = "population" if reading.ids[0] == STRATEGY and STRATEGY not in hits else reading.ids[0]
            return self._scored(id), self._closeness(reading, hits[id])
        scores = evidence.lookups[WHOLE].scores
        id = max((one for one in reading.of if one in hits), key=lambda one: scores[hits[one]], default="")
        return (self._scored(id),) if id else ()

    def _scored(self, id: str) -> Features:
        """How the lookups score a record."""
        if id not in self._of_record:
            at, whole = self._evidence.hits[id], self._lookups[WHOLE]
            self._of_record[id] = whole.row(at, WHOLE) | self._lookups.get(REQUEST, whole).row(at, REQUEST)
        return self._of_record[id]

    def _closeness(self, reading: Reading, at: int) -> Features:
        evidence = self._evidence
        lookup = evidence.lookups[WHOLE]
        group = "indicator" if reading.kind in INDICATORS else reading.kind
        printed = evidence.schema.printed_words.get(reading.ids[0], frozenset())
        known = sum([weight for word, weight in self._word_weights.items() if word in printed])
        other = {"other_name": self._other_name(reading.ids[0])} if reading.kind == "project" else {}
        return (
            self._counted(reading.ids[0], reading.kind)
            | other
            | {
                "priced": float(lookup.priced[at] > 0),
                "grams": float(lookup.grams[at]),
                "sounds": float(lookup.sounds[at]),
                "of_project": float(evidence.search.kinds[at] == "description"),
                "printed": known / self._whole_weight,
                f"score:{group}": float(lookup.scores[at]) / evidence.best[WHOLE],
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


def _group(kind: str) -> str:
    return "indicator" if kind in INDICATORS else kind


@cache
def _meant(kind: str) -> frozenset[str]:
    """What may be said for it, but for what is said of the whole that it stands in."""
    return frozenset(MEANT_KINDS.get(kind, (kind,))) - {{"target": "goal", "passage": "strategy"}.get(kind, "")}


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
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
