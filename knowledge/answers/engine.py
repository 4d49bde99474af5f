"""A question → an Answer: courtesies and recorded values first; then readings compete, the rules' answer among them.

Nothing is guessed: what the document does not hold gets `not_found`, with the reason and what to try.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.answers.answer import Answer, Item, Status, interpreted, say
from knowledge.answers.presenting import Showing, shown_card
from knowledge.answers.rules.absence import Absences
from knowledge.answers.rules.courtesy import Courtesies
from knowledge.answers.rules.followup import FollowUps
from knowledge.answers.rules.measured import measure, note_on
from knowledge.answers.rules.structure import select
from knowledge.answers.rules.verdict import verdict
from knowledge.answers.understanding.choice import Readings, Understanding, Weighed, fitted
from knowledge.answers.understanding.composer import HALF_NAMED
from knowledge.answers.understanding.features import FROM_SEARCH, RulesSaid
from knowledge.answers.understanding.reading import Reading
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.japanese.token_cache import ReadTexts, read_texts
from knowledge.japanese.vocabulary import Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY
from knowledge.search.confidence import SURE, is_heard, probability
from knowledge.search.counter_evidence import Doubter
from knowledge.search.index import Asked
from knowledge.search.query import Query, QueryReader
from knowledge.search.selection import MOST_RUNNERS_UP, SHOWN, beside, is_tied, led_by_project, runners_up, weighted
from knowledge.search.strategy_search import QUOTED, Evidence, Found, Ranking, StrategySearch
from knowledge.wording.card import said
from knowledge.wording.values import EMPTY_VALUES, Values

MOST_NEAR = 3  # records offered beside a refusal
BY_RULE = 0.97  # the score of what a rule decides; such answers are right about as often (`make eval`)


class Engine:
    """Answers questions about one strategy. Thread-safe; the same question gets the same answer every time."""

    def __init__(
        self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, *, read: ReadTexts = read_texts
    ) -> None:
        """`read`: how the records' texts become lexemes; AnalysedTexts keeps them between starts."""
        self.catalog = catalog
        self.vocabulary = vocabulary
        self.search = StrategySearch(catalog, phrases, vocabulary, read)
        self.reader = QueryReader(vocabulary, self.search.texts)
        self._doubter = Doubter()
        self._followups = FollowUps(catalog)
        self._courtesies = Courtesies(catalog, vocabulary)
        self._absences = Absences(catalog, phrases, vocabulary, self._doubter)
        self._showing = Showing(catalog)
        self._understanding = Understanding(catalog, self.search)
        self._no_values = CurrentValues(catalog, Ledger(()))

    def answer(
        self,
        question: str,
        context: Sequence[str] = (),
        values: CurrentValues | None = None,
        *,
        today: date | None = None,
    ) -> Answer:
        """`context`: ids of what was just shown, for follow-ups. `values`: what is recorded; None for nothing.

        `today` is Tokyo's; without it no year is read that is counted from it (昨年度).
        """
        query = self.reader.read(question, today)
        ranking = self.search.find(query)
        values = self._no_values if values is None else values
        answer = (
            self._followed(query, context, values)
            or self._courtesies.answer(query)
            or self._absences.beyond(query)
            or self._measured(query, ranking, values)
            or (self._chosen(query, ranking, values, context) if context else None)
            or self._chosen(query, ranking, values)
        )
        assert answer is not None
        return replace(self._noted(answer, query, values), interpreted=interpreted(query))

    def readings(self, question: str, context: Sequence[str] = (), *, today: date | None = None) -> Readings:
        """All that a question may mean, with the features by which they are weighed; fitting listens here."""
        query = self.reader.read(question, today)
        return self._read(query, self.search.find(query), self._no_values, context)[2]

    def weighed(self, question: str, *, today: date | None = None) -> Weighed | None:
        """The readings as they are weighed; None where the question has none."""
        return self.readings(question, today=today).weighed(fitted())

    def probability(self, evidence: Evidence) -> float:
        """That the best record answers the question; the evaluation listens here."""
        return probability(evidence)

    # The readings.

    def _chosen(
        self, query: Query, ranking: Ranking, values: CurrentValues, context: Sequence[str] = ()
    ) -> Answer | None:
        """The most likely reading, if it is likely enough to answer the question.

        Given a context, None where the question is one of its own: then it is answered as without.
        """
        by_rules, said, readings = self._read(query, ranking, values, context)
        if context and not readings.go_on(fitted()):
            return None
        if by_rules.status == "candidates":  # one word that several fit equally well: the asker chooses
            return by_rules
        weighed = readings.weighed(fitted())
        if weighed is None or weighed.probability < SURE:
            return self._refused(query, by_rules, said, weighed)
        score, best = round(weighed.probability, 3), weighed.best
        if not best.ids:
            return self._absences.none_of_them(query, best.kind)
        if best.ids == said.ids:
            share = score / max(by_rules.items[0].score, score)
            items = tuple(replace(item, score=round(item.score * share, 3)) for item in by_rules.items)
            return replace(by_rules, items=items)
        shown = self.shown(query, best, score, values, ranking.asked)
        return replace(shown, runners_up=self._next(weighed, ranking.asked))

    def _next(self, weighed: Weighed, asked: Asked) -> tuple[Item, ...]:
        """The first record of the next reading that shows another one first; its score is what is left for it."""
        best, all = weighed.best, weighed.readings.all
        others = [at for at, one in enumerate(all) if one.ids and one.ids[0] not in best.ids]
        if not others:
            return ()
        at = max(others, key=lambda at: weighed.chances[at])
        share = weighed.chances[at] / (weighed.chances[at] + weighed.chances[weighed.at])
        id = all[at].ids[0]
        return (self._showing.item(id, round(weighed.probability * share, 3), self._why(id, all[at], asked)),)

    def _read(
        self, query: Query, ranking: Ranking, values: CurrentValues, context: Sequence[str]
    ) -> tuple[Answer, RulesSaid, Readings]:
        question = self._understanding.question(query)
        by_rules = self._by_rules(query, ranking, values)
        own = self.catalog.strategy.id
        score = by_rules.items[0].score if by_rules.items else 0.0
        step = by_rules.intent if not by_rules.items else "rule" if score == BY_RULE else "search"
        said = RulesSaid(
            ids=tuple(STRATEGY if item.id == own else item.id for item in by_rules.items),
            step=step,
            score=score,
            not_printed=self._absences.asked(query, question.text_of(question.request)),
            not_printed_told=self._absences.asked(query, query.wanted_text),
            elsewhere=next(iter(self._absences.elsewhere(query, ranking)), None),
        )
        shown = [STRATEGY if id == own else id for id in context]
        return by_rules, said, self._understanding.read(question, ranking, said, tuple(shown))

    def _refused(self, query: Query, by_rules: Answer, said: RulesSaid, weighed: Weighed | None) -> Answer:
        """With the reason: another place, an attribute that is not printed, or what the rules have to say."""
        came_close = by_rules.items[:MOST_RUNNERS_UP] or by_rules.runners_up
        if said.elsewhere:
            return replace(self._absences.not_held(query, f"{said.elsewhere}について"), runners_up=came_close)
        thing, asked = self._attribute(weighed) if weighed else (None, "")
        if thing and asked:
            return replace(self._absences.not_printed(query, asked, thing.title), near=(thing,), runners_up=came_close)
        if said.not_printed:
            return replace(self._absences.not_held(query, said.not_printed), runners_up=came_close)
        if by_rules.items:
            return replace(self._absences.nothing(query), near=by_rules.items[:MOST_NEAR], runners_up=came_close)
        return by_rules

    def _attribute(self, weighed: Weighed) -> tuple[Item | None, str]:
        """The thing that is named, and what is asked of it that no record of the plan prints."""
        evidence = weighed.readings.evidence
        named = next((one.id for one in evidence.named if evidence.is_named_in_full(one.id)), None)
        named = named or next((id for id in weighed.best.ids if evidence.bound(id) >= HALF_NAMED), None)
        asked = evidence.question.said_in_request("unprinted")
        return (self._showing.item(named, weighed.probability, ()) if named else None), asked

    def shown(
        self, query: Query, reading: Reading, score: float, values: Values = EMPTY_VALUES, asked: Asked | None = None
    ) -> Answer:
        """What a reading gives. `asked`: the words by which the search found it, which are told as the reason."""
        items = tuple(self._showing.item(id, score, self._why(id, reading, asked)) for id in reading.ids)
        intent = "analytics" if reading.form in _ANALYTIC else "structure" if reading.of else reading.kind
        return self._showing.show(query, "answered", _KIND_INTENTS.get(intent, intent), items, values)

    def _why(self, id: str, reading: Reading, asked: Asked | None) -> tuple[str, ...]:
        if reading.form not in FROM_SEARCH:
            return (reading.form,)
        found = "population" if id == STRATEGY else id
        return self.search.reasons(found, asked) if asked is not None else ()

    def _by_rules(self, query: Query, ranking: Ranking, values: CurrentValues) -> Answer:
        steps: tuple[Callable[[], Answer | None], ...] = (
            lambda: self._selected(query, ranking, values),
            lambda: self._absences.no_such_kpi(query, ranking),
            lambda: self._found(query, ranking, values),
        )
        return next(found for step in steps if (found := step()) is not None)

    # The steps, in order.

    def _followed(self, query: Query, context: Sequence[str], values: CurrentValues) -> Answer | None:
        """A short question about what was just shown."""
        known = [id for id in context if id in self._showing.titles or id == self.catalog.strategy.id]
        if not known:
            return None
        kind, (first, title) = self._followups.kind(query), self._showing.titles.get(known[0], ("strategy", "戦略"))
        if kind == "others" or (kind == "projects" and first == "project"):
            return self._others(query, known, values)
        if ids := self._followups.resolve(query, known):
            return self._decided(query, "followup", "followup", ids, values)
        gap = self._followups.gap(query, known, title)
        return say(query, "not_found", "followup", gap) if gap else None

    def _others(self, query: Query, shown: Sequence[str], values: CurrentValues) -> Answer | None:
        """What is nearest to the thing just shown, of its kind and not shown yet."""
        kind, title = self._showing.titles.get(shown[0], ("strategy", ""))
        ranking = self.search.find(self.reader.read(title))
        near = [hit for hit in ranking.of({kind}) if hit.id not in shown][: SHOWN.get(kind, 3)]
        items = tuple(self._showing.item(hit.id, round(min(hit.score, 1.0) / 2, 3), ("others",)) for hit in near)
        return self._showing.show(query, "answered", "followup", items, values) if items else None

    def _measured(self, query: Query, ranking: Ranking, values: CurrentValues) -> Answer | None:
        """Questions over the recorded values (measured.py)."""
        if not query.states or self._absences.elsewhere(query, ranking):
            return None
        found = measure(query, self.catalog, ranking, values)
        if found is None:
            return None
        items = tuple(self._showing.item(id, BY_RULE, (found.rule,)) for id in found.ids)
        if found.said:
            items = tuple(replace(item, text=said) for item, said in zip(items, found.said, strict=True))
        status: Status = "answered" if found.is_known else "not_found"
        return Answer(query.original, status, "analytics", items, found.text, note=found.note)

    def _selected(self, query: Query, ranking: Ranking, values: CurrentValues) -> Answer | None:
        """Questions that the structure or the KPI table decides (selection.py)."""
        selected = select(query, self.catalog, ranking)
        if selected is None:
            return None
        rule, ids = selected
        return self._decided(query, _INTENTS.get(rule, "structure"), rule, ids, values)

    def _found(self, query: Query, ranking: Ranking, values: CurrentValues) -> Answer:
        """The best record, where it is sure enough, and what comes close."""
        hits = weighted(query, ranking)
        if not hits:
            return self._absences.nothing(query)
        best = hits[0]
        suspect = self.search.suspect(best, ranking.asked, "\n".join(said(shown_card(self.catalog, best.id))))
        doubts = self._doubter.doubts(query.key, suspect)
        title = "" if best.kind in QUOTED else self._showing.item(best.id, 0.0, ()).title
        if unlike := self._absences.unlike(query, best, title, doubts):
            return unlike
        evidence = self.search.evidence(query, hits, ranking.asked, doubts)
        chance = self.probability(evidence)
        share = chance / best.score
        if chance < SURE or not is_heard(
            best, evidence, ranking.asked, self._doubter.is_known(ranking.asked.words, suspect)
        ):
            missing = suspect.missing if ranking.asked.words else None
            nothing = self._absences.nothing(query, missing, doubts.counter_gap)
            return replace(nothing, runners_up=self._scored(hits[:MOST_RUNNERS_UP], share, ranking))
        linked = self.catalog.kpis[best.id].projects if best.kind == "kpi" else ()
        hits = led_by_project(query, hits, linked, self.search.likeness(best, ranking.said))
        chosen = beside(query, hits)
        status: Status = "candidates" if is_tied(chosen, ranking) else "answered"
        intent, items = _KIND_INTENTS.get(hits[0].kind, hits[0].kind), self._scored(chosen, share, ranking)
        answer = self._showing.show(query, status, intent, items, values)
        return replace(answer, runners_up=self._scored(runners_up(hits, chosen), share, ranking))

    # What the steps share.

    def _scored(self, hits: Sequence[Found], share: float, ranking: Ranking) -> tuple[Item, ...]:
        """`share`: the probability that one point of a hit's score stands for."""
        return tuple(
            self._showing.item(hit.id, round(share * hit.score, 3), self.search.reasons(hit.id, ranking.asked))
            for hit in hits
        )

    def _decided(self, query: Query, intent: str, rule: str, ids: Sequence[str], values: CurrentValues) -> Answer:
        items = tuple(self._showing.item(id, BY_RULE, (rule,)) for id in ids)
        return self._showing.show(query, "answered", intent, items, values)

    def _noted(self, answer: Answer, query: Query, values: CurrentValues) -> Answer:
        """With a sentence on the year, change or state asked for before an answer on indicators."""
        if answer.note or answer.status != "answered":
            return answer
        shown = [item.id for item in answer.items]
        checked = self.catalog.indicators.get(shown[0]) if shown else None
        if shown and shown[0] == self.catalog.strategy.id and "人口" in query.key:
            checked = self.catalog.strategy.population_target
        note = (verdict(query, checked) if checked else "") or note_on(query, shown, self.catalog, values)
        return replace(answer, note=note, text=f"{note}\n\n{answer.text}") if note else answer


_KIND_INTENTS = {
    "goal_target": "goal",
    "description": "passage",
    "strategy": "passage",
    "direction": "structure",
    "package": "structure",
}
_ANALYTIC = frozenset({"extreme", "compared", "filtered", "related_filtered"})
_INTENTS = {"kpis_under_conditions": "analytics", "extreme_kpi": "analytics", "extreme_package": "analytics"}
