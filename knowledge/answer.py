"""A question → an Answer: steps in order, the first that answers does.

Nothing is guessed: what the document does not hold gets `not_found`, with the reason and what to try.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge import facts
from knowledge.actuals import Ledger
from knowledge.catalog import Catalog
from knowledge.current import CurrentValues
from knowledge.doubt import Doubter, spoken
from knowledge.followup import FollowUps
from knowledge.measured import measure, note_on
from knowledge.normalize import name_key
from knowledge.query import Query, QueryReader
from knowledge.search import Evidence, Found, Ranking, StrategySearch, strip_padding
from knowledge.selection import STRATEGY, select
from knowledge.verdict import verdict
from knowledge.vocabulary import Absent, Phrases, Vocabulary

Status = Literal["answered", "candidates", "not_found", "smalltalk", "help"]
ItemKind = Literal["project", "kpi", "goal", "goal_target", "direction", "package", "term", "passage", "strategy"]

# How much a facet of the question speaks for each kind; measured on the question sets (`make eval`).
KIND_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "": {"project": 1.0, "kpi": 0.75, "goal_target": 0.8, "goal": 0.7, "direction": 0.65, "package": 0.65,
         "term": 0.75, "passage": 0.75, "description": 0.55, "strategy": 0.8},
    "value": {"kpi": 1.45, "goal_target": 1.4, "strategy": 1.3, "project": 0.85},
    "kpi": {"kpi": 1.4, "goal_target": 1.1},
    "project": {"project": 1.3, "kpi": 0.8, "goal_target": 0.8, "passage": 0.85},
    "target": {"goal_target": 1.4},
    "goal": {"goal": 1.5},
    "direction": {"direction": 2.2},
    "package": {"package": 1.6},
    "term": {"term": 1.5},
    "passage": {"passage": 1.25, "description": 1.4},
    "where": {"passage": 1.3, "description": 1.3},
}  # fmt: skip
SHOWN = {"project": 4, "term": 1}  # how many of a kind at most, 3 for the others
CLOSE = 0.6  # of the best score: what is shown beside it
CLOSE_PROJECT = 0.45  # the same for projects: a theme runs through several
ALSO = 0.85  # of the best score: what is shown of another kind
HEARD = 0.5  # share of the question's grams or sounds, where none of its words is known
SHORTEST_CUE = 5  # kana of a cue heard in a question without kanji
NEAR_TIE = 0.95
MOST_RUNNERS_UP = 1
SURE = 0.5  # probability below which the document is said not to answer

# Logistic regression over the question sets: is the best record an answer at all?
CALIBRATION = {
    "": -2.97, "words": 2.01, "grams": 1.36, "sounds": 2.19, "named": 0.89, "priced": 1.41, "margin": 2.62,
    "count": 1.93, "valueless": -1.5, "counter_gap": -2.3, "counter_met": 0.71, "project_gap": -2.2,
    "measure_gap": -2.74,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing shown, best first. `text` holds the words shown for a passage, else None."""

    kind: ItemKind
    id: str
    title: str
    score: float
    why: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Interpreted:
    """How the question was read; printed back so that a misreading shows."""

    fiscal_years: tuple[int, ...] = ()
    package: int | None = None
    goal: int | None = None
    direction: int | None = None
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`items` in the order shown; `text` is everything the reply says, fit to be read aloud.

    `note` is a sentence shown before the items, for instance why nothing was found and what to try.
    `runners_up` came close and are not shown, best first: they say how clear the answer was.
    """

    query: str
    status: Status
    intent: str
    items: tuple[Item, ...]
    text: str
    interpreted: Interpreted = field(default_factory=Interpreted)
    note: str = ""
    runners_up: tuple[Item, ...] = ()


class Engine:
    """Answers questions about one strategy. Thread-safe; the same question gets the same answer every time."""

    def __init__(self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary) -> None:
        self.catalog = catalog
        self.vocabulary = vocabulary
        self.reader = QueryReader(vocabulary)
        self.doubter = Doubter()
        self.followups = FollowUps(catalog)
        self.search = StrategySearch(catalog, phrases, vocabulary)
        self._document = name_key(" ".join(passage.text for passage in catalog.base.passages) + catalog_text(catalog))
        self._local = name_key(" ".join(text for own in phrases.records.values() for text in own.phrases))
        own = catalog.strategy.municipality or ""
        self._places = [place for place in vocabulary.places if len(place) >= 3 and place != own]
        self._titles = titles(catalog)
        self._readings: dict[str, list[tuple[str, str]]] = {}  # made when the first question without kanji comes
        self._no_values = CurrentValues(catalog, Ledger(()))

    def answer(self, question: str, context: Sequence[str] = (), actuals: Mapping[str, str] | None = None) -> Answer:
        """`context`: ids of what was just shown, for follow-ups. `actuals`: indicator id → latest value as text.

        Given CurrentValues, questions over states, changes and years are answered from them; None: nothing recorded.
        """
        query = self.reader.read(question)
        ranking = self.search.find(query)
        values = actuals if isinstance(actuals, CurrentValues) else None if actuals else self._no_values
        steps: tuple[Callable[[], Answer | None], ...] = (
            lambda: self._followed(query, context, actuals or {}),
            lambda: self._smalltalk(query),
            lambda: self._beyond(query),
            lambda: self._measured(query, ranking, values),
            lambda: self._absent(query, ranking),
            lambda: self._selected(query, ranking, actuals or {}),
            lambda: self._found(query, ranking, actuals or {}),
        )
        answer = next(found for step in steps if (found := step()) is not None)
        return replace(self._noted(answer, query, values), interpreted=interpreted(query))

    # The steps, in order.

    def _followed(self, query: Query, context: Sequence[str], actuals: Mapping[str, str]) -> Answer | None:
        """A short question about what was just shown."""
        known = [id for id in context if id in self._titles or id == self.catalog.strategy.id]
        if not known:
            return None
        if self.followups.kind(query) == "others":
            return self._others(query, known, actuals)
        ids = self.followups.resolve(query, known)
        if not ids:
            return None
        nothing = Ranking((), self.search.index.ask(""))
        items = tuple(self.item(id, 0.97, ("followup",), nothing) for id in ids)
        return self._show(query, "answered", "followup", items, actuals)

    def _others(self, query: Query, shown: Sequence[str], actuals: Mapping[str, str]) -> Answer | None:
        """What is nearest to the thing just shown, of its kind and not shown yet."""
        kind, title = self._titles.get(shown[0], ("strategy", ""))
        ranking = self.search.find(self.reader.read(title))
        near = [hit for hit in ranking.of({kind}) if hit.id not in shown][: SHOWN.get(kind, 3)]
        items = tuple(self.item(hit.id, round(min(hit.score, 1.0) / 2, 3), ("others",), ranking) for hit in near)
        return self._show(query, "answered", "followup", items, actuals) if items else None

    def _smalltalk(self, query: Query) -> Answer | None:
        """Thanks, greetings and the like: every part of the message is one, and nothing is asked."""
        parts = [key for part in re.split(r"[。、,.!！?？\s〜~…]+", query.text) if (key := name_key(part))]
        if not parts:
            return _say(query, "smalltalk", "smalltalk", "ご質問を文字で入力してください。例：「移住支援の事業は？」")
        kinds = [self._courtesy(name_key(query.text))] + [self._courtesy(part) for part in parts]
        kind = kinds[0] or (kinds[1] if all(kinds[1:]) else None)
        if kind is None:
            return None
        status: Status = "help" if kind in ("help", "about_bot") else "smalltalk"
        return _say(query, status, kind, self._reply(kind))

    def _courtesy(self, key: str) -> str | None:
        """Which courtesy a part of the message is, with or without the ending a dialect adds."""
        known = self.vocabulary.smalltalk
        return known.get(key) or known.get(_COURTESY_END.sub("", key))

    def _reply(self, kind: str) -> str:
        title = self.catalog.strategy.title
        replies = {
            "thanks": "どういたしまして。またいつでもお尋ねください。",
            "greetings": f"こんにちは。{title}について、事業名やKPI、気になる言葉でお尋ねください。",
            "farewell": "お疲れさまでした。またいつでもお尋ねください。",
            "help": f"{title}の事業・基本目標・KPIをお答えします。"
            "例：「移住支援の事業は？」「待機児童数の目標値は？」「パッケージ3の事業一覧」「MICEとは」",
            "about_bot": f"{title}の内容をお答えするボットです。文書に書かれていることだけをお答えします。",
        }
        return replies.get(kind, "はい。事業名やKPI、気になる言葉でお尋ねください。")

    def _beyond(self, query: Query) -> Answer | None:
        """A number that the document does not go up to: 「基本的方向14」「パッケージ7」. Never another one instead."""
        catalog = self.catalog
        kinds = {
            "package": ("政策パッケージ", catalog.packages),
            "direction": ("施策の基本的方向", catalog.directions),
            "goal": ("基本目標", catalog.goals),
        }
        for kind, (name, known) in kinds.items():
            numbers = query.numbers(kind)
            if numbers and known and not any(number in known for number in numbers):
                held = f"{catalog.strategy.title}の{name}は{min(known)}から{max(known)}までです。"
                text = f"{name}{numbers[0]}はありません。{held}"
                return _say(query, "not_found", "structure", text)
        return None

    def _measured(self, query: Query, ranking: Ranking, values: CurrentValues | None) -> Answer | None:
        """Questions over the recorded values (measured.py)."""
        if values is None or not query.states or self._elsewhere(query, ranking.hits[0] if ranking.hits else None):
            return None
        found = measure(query, self.catalog, ranking, values)
        if found is None:
            return None
        items = tuple(self.item(id, 0.97, (found.rule,), ranking) for id in found.ids)
        status: Status = "answered" if found.is_known else "not_found"
        return Answer(query.original, status, "analytics", items, found.text, note=found.note)

    def _noted(self, answer: Answer, query: Query, values: CurrentValues | None) -> Answer:
        """With a sentence on the year, change or state asked for before an answer on indicators."""
        if values is None or answer.note or answer.status != "answered":
            return answer
        shown = [item.id for item in answer.items]
        checked = self.catalog.indicators.get(shown[0]) if shown else None
        if shown and shown[0] == self.catalog.strategy.id and "人口" in query.key:
            checked = self.catalog.strategy.population_target
        note = (verdict(query, checked) if checked else "") or note_on(query, shown, self.catalog, values)
        return replace(answer, note=note, text=f"{note}\n\n{answer.text}") if note else answer

    def _selected(self, query: Query, ranking: Ranking, actuals: Mapping[str, str]) -> Answer | None:
        selected = select(query, self.catalog, ranking)
        if selected is None:
            return None
        rule, ids = selected
        items = tuple(self.item(id, 0.97, (rule,), ranking) for id in ids)
        return self._show(query, "answered", _INTENTS.get(rule, "structure"), items, actuals)

    def _absent(self, query: Query, ranking: Ranking) -> Answer | None:
        """Kinds of facts that no strategy holds, and other municipalities: said so, by name."""
        best = ranking.hits[0] if ranking.hits else None
        for place in self._elsewhere(query, best):
            return _say(
                query, "not_found", "absent",
                f"{place}については、{self.catalog.strategy.title}に記載がありません。", status_note=_TRY,
            )  # fmt: skip
        for kind in self.vocabulary.absent:
            cue = next((cue for cue in kind.cues if cue in query.key and cue not in self._document), None)
            cue = cue or self._spoken_cue(kind, query)
            if cue and not self._is_own_office(kind.kind, query):
                text = f"{kind.label}は、{self.catalog.strategy.title}に記載がありません。"
                return _say(query, "not_found", "absent", text, status_note=_TRY)
        return None

    def _spoken_cue(self, kind: Absent, query: Query) -> str | None:
        """The same by ear, for a question without kanji."""
        if _KANJI.search(query.text):
            return None
        heard = spoken(query.text)
        return next((cue for cue, reading in self._cue_readings(kind) if reading in heard), None)

    def _cue_readings(self, kind: Absent) -> Sequence[tuple[str, str]]:
        """Of the cues that the document does not hold, with those long enough to be heard; looked up once."""
        if kind.kind not in self._readings:
            strange = ((cue, spoken(cue)) for cue in kind.cues if cue not in self._document)
            self._readings[kind.kind] = [(cue, reading) for cue, reading in strange if len(reading) >= SHORTEST_CUE]
        return self._readings[kind.kind]

    def _elsewhere(self, query: Query, best: Found | None) -> list[str]:
        """Places named in the question that neither the document nor the answer speaks of."""
        named = [place for place in self._places if place in query.text]
        strange = [place for place in named if name_key(place) not in self._document + self._local]
        known = [place for place in named if place not in strange and re.search(f"{place}(?:の|は|で)", query.text)]
        asks_for_facts = query.wants & {"value", "kpi", "goal", "target", "package"}
        if known and asks_for_facts and best and not any(place in self.full_text(best.id) for place in known):
            strange += [place for place in known if place.endswith(("市", "町", "村", "区"))]
        return strange

    def _is_own_office(self, kind: str, query: Query) -> bool:
        """The telephone of the office that the document prints is a fact it does hold."""
        contact = self.catalog.strategy.contact
        if kind != "phone_of_section" or contact is None:
            return False
        own = any(word in query.text for word in ("戦略", "事務局", *re.split(r"\s", contact.office)))
        return own or not _OTHER_OFFICE.search(query.text)

    def _found(self, query: Query, ranking: Ranking, actuals: Mapping[str, str]) -> Answer:
        hits = weighted(query, ranking)
        if not hits:
            return self._nothing(query, ranking)
        best = hits[0]
        margin = best.score / hits[1].score - 1 if len(hits) > 1 else 1.0
        doubts = self.doubter.doubts(query.key, name_key(self.full_text(best.id)), self.search.spoken_names(best.id))
        evidence = self.search.evidence(query, best, margin, ranking.asked, doubts)
        probability = self.probability(evidence)

        def items_of(some: Sequence[Found]) -> tuple[Item, ...]:
            scored = [(hit.id, round(probability * hit.score / best.score, 3)) for hit in some]
            return tuple(self.item(id, score, self.search.reasons(id, ranking.asked), ranking) for id, score in scored)

        if probability < SURE or not is_heard(best, evidence, ranking):
            return replace(self._nothing(query, ranking), runners_up=items_of(hits[:MOST_RUNNERS_UP]))
        chosen = self._beside(query, hits)
        items, shown = items_of(chosen), {hit.id for hit in chosen}
        others = [hit for hit in hits if hit.id not in shown and hit.kind != "description"]  # a card's own words
        tie = len(chosen) > 1 and chosen[1].score >= NEAR_TIE * best.score and best.kind == chosen[1].kind
        status: Status = "candidates" if tie and len(ranking.asked.words) <= 1 and not best.named else "answered"
        answer = self._show(query, status, _KIND_INTENTS.get(best.kind, best.kind), items, actuals)
        return replace(answer, runners_up=items_of(others[:MOST_RUNNERS_UP]))

    def _nothing(self, query: Query, ranking: Ranking) -> Answer:
        """Two refusals: the document does not speak of it, or too many of its records might be meant."""
        title = self.catalog.strategy.title
        if ranking.asked.words and not ranking.asked.unknown:
            text = f"お尋ねの言葉だけでは、{title}のどの事業・KPIのことか絞りきれませんでした。"
            return _say(query, "not_found", "ambiguous", text, status_note=_NARROW)
        return _say(query, "not_found", "unknown", f"お尋ねの内容は、{title}に見つかりませんでした。", status_note=_TRY)

    def probability(self, evidence: Evidence) -> float:
        """That the best record answers the question, from how much of the question it accounts for."""
        total = CALIBRATION[""] + sum(
            CALIBRATION[name] * float(getattr(evidence, name)) for name in CALIBRATION if name
        )
        return 1 / (1 + math.exp(-total))

    def _beside(self, query: Query, hits: Sequence[Found]) -> list[Found]:
        """The best, others of its kind that come close, and one or two of another kind that come closer."""
        best = hits[0]
        if best.kind == "project" and best.named and "containing" not in query.wants:
            return [hit for hit in hits if hit.kind == "project" and hit.named][: SHOWN["project"]]
        group = _GROUPS.get(best.kind, {best.kind})
        close = CLOSE_PROJECT if best.kind == "project" else CLOSE
        same = [hit for hit in hits if hit.kind in group and hit.score >= close * best.score]
        other = [hit for hit in hits if hit.kind not in group and hit.score >= ALSO * best.score]
        return same[: SHOWN.get(best.kind, 3)][: 4 - min(len(other), 1)] + other[:1]

    # Items and their words.

    def item(self, id: str, score: float, why: tuple[str, ...], ranking: Ranking) -> Item:
        if id in ("population", STRATEGY, self.catalog.strategy.id):
            return Item("strategy", self.catalog.strategy.id, self.catalog.strategy.title, score, why)
        kind, title = self._titles[id]
        text = title if kind == "passage" else None
        return Item(kind, id, title[:40] if kind == "passage" else title, score, why, text)

    def full_text(self, id: str, actuals: Mapping[str, str] | None = None) -> str:
        """Everything that is said of one record."""
        return facts.record_text(self.catalog, id, actuals or {})

    def _show(
        self, query: Query, status: Status, intent: str, items: tuple[Item, ...], actuals: Mapping[str, str]
    ) -> Answer:
        many = len(items) > 4
        lines = [self._line(item, actuals) if many else self.full_text(item.id, actuals) for item in items]
        head = f"{len(items)}件あります。" if many and items[0].kind != "strategy" else ""
        source = f"出典: {self.catalog.strategy.title}（本文の行は各項目のとおり）" if many else ""
        return Answer(query.original, status, intent, items, "\n\n".join(filter(None, [head, *lines, source])))

    def _line(self, item: Item, actuals: Mapping[str, str]) -> str:
        if item.id in self.catalog.indicators:
            indicator = self.catalog.indicators[item.id]
            return f"{facts.indicator_line(indicator, actuals.get(item.id))}（本文{indicator.span.first_line}行）"
        if item.id in self.catalog.projects:
            return f"・{item.title}（本文{self.catalog.projects[item.id].span.first_line}行）"
        if item.kind == "strategy":
            return facts.strategy_text(self.catalog)
        if item.kind == "direction":
            return f"基本的方向{facts.circled(int(item.id[1:]))} {item.title}"
        return self.full_text(item.id, actuals) if item.kind == "term" else f"・{item.title}"


_KANJI = re.compile(r"[一-龥々]")
_OTHER_OFFICE = re.compile(r"課|係|館|局|署|部|室|センター|プラザ|病院|学校|園|議会|市役所|役場|保健所|コール|窓口")
_COURTESY_END = re.compile(r"(?:です|でした|ます|ばい|たい|けん|っす|ねー?|よー?|わー?|なー?|ー|w+|笑)+$")
_TRY = "事業名、KPI名、または別の言い方でお試しください。"
_NARROW = "場所・対象・目的など、もう一言添えてお尋ねください。"
_KIND_INTENTS = {
    "goal_target": "goal",
    "description": "passage",
    "strategy": "passage",
    "direction": "structure",
    "package": "structure",
}
_INTENTS = {
    "kpis_under_conditions": "analytics",
    "extreme_kpi": "analytics",
    "extreme_package": "analytics",
    "by_number": "structure",
}
_GROUPS: Mapping[str, set[str]] = {
    "kpi": {"kpi", "goal_target", "strategy"},
    "goal_target": {"kpi", "goal_target", "strategy"},
    "strategy": {"strategy", "goal_target", "passage"},
    "passage": {"passage", "description"},
    "description": {"passage", "description"},
}


def weighted(query: Query, ranking: Ranking) -> list[Found]:
    """The hits in the order that the asked-for kinds give."""
    factors = dict(KIND_WEIGHTS[""])
    for facet in sorted(query.wants & KIND_WEIGHTS.keys()):
        for kind, factor in KIND_WEIGHTS[facet].items():
            factors[kind] *= factor
    hits = [Found(h.id, h.kind, h.score * factors[h.kind], h.coverage, h.named) for h in ranking.hits]
    return sorted(hits, key=lambda hit: -hit.score)


def is_heard(best: Found, evidence: Evidence, ranking: Ranking) -> bool:
    """Some word, name or value of the question is known, or most of its sound is: chance letters are not an answer."""
    known = len(ranking.asked.unknown) < len(ranking.asked.words)
    return known or best.named or bool(evidence.priced) or max(evidence.grams, evidence.sounds) >= HEARD


def interpreted(query: Query) -> Interpreted:
    first = {kind: next(iter(query.numbers(kind)), None) for kind in ("package", "goal", "direction")}
    return Interpreted(
        tuple(query.years), first["package"], first["goal"], first["direction"], tuple(sorted(query.wants))
    )


def titles(catalog: Catalog) -> dict[str, tuple[ItemKind, str]]:
    """Id → kind and title; for a passage the text itself."""
    base = catalog.base
    found: dict[str, tuple[ItemKind, str]] = {}
    found |= {project.id: ("project", project.name) for project in catalog.projects.values()}
    found |= {kpi.id: ("kpi", kpi.name) for kpi in catalog.kpis.values()}
    found |= {target.id: ("goal_target", target.name) for goal in base.goals for target in goal.targets}
    found |= {goal.id: ("goal", goal.name) for goal in base.goals}
    found |= {direction.id: ("direction", direction.name) for direction in base.directions}
    found |= {package.id: ("package", package.name) for package in base.packages}
    found |= {term.id: ("term", term.term) for term in base.terms}
    found |= {passage.id: ("passage", passage.text) for passage in base.passages}
    return found


def catalog_text(catalog: Catalog) -> str:
    """Names, initiatives and definitions: with the passages, all that the document says."""
    names = [title for _, title in titles(catalog).values()]
    initiatives = [i.text for project in catalog.originals() for i in project.initiatives]
    return " ".join([*names, *initiatives, *(term.definition for term in catalog.base.terms)])


def _say(query: Query, status: Status, intent: str, text: str, status_note: str = "") -> Answer:
    said = f"{text}{status_note}"
    return Answer(query.original, status, intent, (), said, note=said)


__all__ = ["Answer", "Engine", "Interpreted", "Item", "strip_padding"]
