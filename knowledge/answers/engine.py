"""A question → an Answer: courtesies and recorded values first; then readings compete.

Nothing is guessed: what the document does not hold gets `not_found`, with the reason and what to try.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

import numpy as np

from knowledge.answers.answer import Answer, Interpreted, Item, ItemKind, Status, say
from knowledge.answers.plan_sayings import asks_for_the_plan
from knowledge.answers.presenting import Showing, shown_card
from knowledge.answers.rules.absence import Absences
from knowledge.answers.rules.asked import OF_FIGURES, figure_nouns, kinds_asked, unprinted_said
from knowledge.answers.rules.courtesy import Courtesies, is_one_letter
from knowledge.answers.rules.first_sentence import FirstSentences
from knowledge.answers.rules.followup import FollowUps
from knowledge.answers.rules.measured import find_measured
from knowledge.answers.rules.notes import MOST_NOTED, note_on
from knowledge.answers.rules.printed import PrintedLines
from knowledge.answers.rules.several import ShortNames
from knowledge.answers.rules.unread import with_unread_lines
from knowledge.answers.rules.verdict import verdict
from knowledge.answers.understanding.choice import SURE, Readings, Understanding, Weighed, fitted
from knowledge.answers.understanding.composer import HALF_NAMED
from knowledge.answers.understanding.concepts import Concepts
from knowledge.answers.understanding.evidence import WHOLE, Evidence
from knowledge.answers.understanding.features import FROM_SEARCH, NotHeld
from knowledge.answers.understanding.found import stands_out
from knowledge.answers.understanding.question import NOUN_WEIGHT, Question
from knowledge.answers.understanding.reading import Reading
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.japanese.vocabulary import Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.plans import ended_note
from knowledge.model.prepared import Prepared
from knowledge.model.question_length import CUT
from knowledge.model.records import STRATEGY
from knowledge.search.query import Query, QueryReader
from knowledge.search.strategy_search import Lookup, StrategySearch
from knowledge.wording.card import card_text
from knowledge.wording.english import NOT_STATED, NOT_UNDERSTOOD, english_line
from knowledge.wording.leads import MOST_NAMES, count_lead, counted, quotation_lead
from knowledge.wording.names import home
from knowledge.wording.record_cards import card_of
from knowledge.wording.values import EMPTY_VALUES, PARTIAL_NOTE, Values

MOST_NEAR = 3  # records offered beside a refusal
NEAR_SHARE = 0.6  # of the nouns of the question, that such a record accounts for
WHOLE_SHARE = 0.95  # where it names nothing but a figure that no strategy prints: many share 「数」 or 「率」
NEAR_CHANCE = 0.2  # of that of the first one
OTHERS = 3  # more of a kind, where others than those shown are asked for
KNOWN_WORDS = 0.3  # weight of the request left unexplained, below which every word of it is known
NEAR_TIE = 0.95  # of the best score: two fit equally well
MOST_CANDIDATES = 4
BY_RULE = 0.97  # the score of what a rule decides; such answers are right about as often (`make eval`)

_LISTED = frozenset({"project", "kpi", "indicator", "target", "goal", "direction", "package", "term"})
_COUNTED = frozenset({"project", "kpi", "indicator"})  # where many, their number says all
_NEAR = frozenset({"project", "kpi", "target", "term"})
_WITH_VALUES: frozenset[ItemKind] = frozenset({"kpi", "goal_target", "strategy"})


class Engine:
    """Answers questions about one strategy. Thread-safe; the same question gets the same answer every time."""

    def __init__(
        self,
        catalog: Catalog,
        phrases: Phrases,
        vocabulary: Vocabulary,
        *,
        concepts: Concepts | None = None,
        document: Sequence[str] = (),
        prepared: Prepared | None = None,
    ) -> None:
        """`prepared`: what is kept between starts.

        `concepts`: those of the plan; without them the general ones. `document`: the lines of the source file, where a
        refusal looks first.
        """
        self.catalog, self.document = catalog, tuple(document)
        self.vocabulary = vocabulary
        self.search = StrategySearch(catalog, phrases, vocabulary, prepared)
        self.reader = QueryReader(vocabulary, lambda: self.search.texts, prepared)
        self._courtesies = Courtesies(catalog, vocabulary)
        self._printed = PrintedLines(catalog, document)
        self._absences = Absences(catalog, phrases, vocabulary, self._printed)
        self._first_sentences = FirstSentences(catalog)
        self._showing = Showing(catalog)
        self._short_names = ShortNames(catalog)
        self._understanding = Understanding(catalog, self.search, concepts, prepared)
        self._followups = FollowUps(self._understanding.schema)
        self._no_values = CurrentValues(catalog, Ledger(()))

    def prepare(self) -> None:
        """Makes what only some questions need, where it has not been kept."""
        self.reader.prepare()

    def with_concepts(self, concepts: Concepts) -> "Engine":
        """The same over other concepts."""
        other = copy(self)
        other._understanding = self._understanding.with_concepts(concepts)
        return other

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
        read = self._understanding.question(query)
        values = self._no_values if values is None else values
        answer = (
            self._of_the_plan(query, values)
            or self._followed(read, context, values)
            or self._courtesies.answer(query)
            or (self._absences.nothing(read) if is_one_letter("".join(query.original.split())) else None)
            or (None if self._known(context) else self._absences.of_nothing(read))
            or self._unless_printed(self._understood(read, context, values), read)
        )
        noted = _with_warning(self._noted(answer.asking(), read, values).led(), values)
        told = self._with_english(noted, values) if query.is_english else noted
        told = told.noted(CUT) if query.is_cut else told
        return told.past(ended_note(self.catalog.strategy.period, today)) if today else told

    def _with_english(self, answer: Answer, values: CurrentValues) -> Answer:
        """The answer stays Japanese; a line in English says what it is."""
        if answer.status == "not_found":
            line = NOT_UNDERSTOOD if answer.reason == "not_understood" else NOT_STATED
        elif answer.items:
            kinds, ids = [item.kind for item in answer.items], [item.id for item in answer.items]
            line = english_line(kinds, ids, self.catalog, values)
        else:
            return answer
        note = "\n".join(filter(None, (answer.note, line)))
        text = answer.text.replace(answer.note, note, 1) if answer.note else f"{line}\n\n{answer.text}"
        return replace(answer, note=note, text=text)

    def readings(self, question: str, context: Sequence[str] = (), *, today: date | None = None) -> Readings:
        """All that a question may mean, with the features by which they are weighed; fitting listens here."""
        evidence = self._evidence(question, today)
        return self._read(evidence, self._not_held(evidence), context)

    def weighed(self, question: str, *, today: date | None = None) -> Weighed | None:
        """The readings as they are weighed; None where the question has none."""
        return self.readings(question, today=today).weighed(fitted())

    def _evidence(self, text: str, today: date | None = None) -> Evidence:
        return self._understanding.evidence(self._understanding.question(self.reader.read(text, today)))

    def _understood(self, question: Question, context: Sequence[str], values: CurrentValues) -> Answer:
        evidence = self._understanding.evidence(question)
        not_held = self._not_held(evidence)
        context = () if evidence.is_strange else context  # what means nothing points to nothing
        answer = (
            self._absences.beyond(evidence.question, self._understanding.beyond(evidence))
            or self._absences.none_printed(evidence)
            or self._of_one_number(evidence, values)
            or self._named_alone(evidence, values)
            or self._several(evidence, values)
            or self._measured(evidence, not_held, values)
            or (self._chosen(evidence, not_held, values, context) if context else self._all_of_a_kind(evidence, values))
            or self._chosen(evidence, not_held, values)
        )
        assert answer is not None
        alone = self._numbered_alone(evidence, values)
        answer = alone if alone and alone.shown != answer.shown else answer
        answer = self._of_one_name(evidence, answer, values) or answer
        answer = self._without_its_kind(evidence, answer) or answer
        answer = with_unread_lines(answer, evidence, self.catalog, self._printed)
        return replace(answer, interpreted=_interpreted(evidence))

    def _unless_printed(self, answer: Answer, question: Question) -> Answer:
        """A refusal gives way to the lines of the document that hold the words, and so does a like-named record."""
        if answer.status in ("answered", "candidates"):
            return self._printed.rather_than(answer, question)
        is_elsewhere = self._absences.places.is_named(question)
        answer = self._printed.instead_of(answer, question, is_elsewhere=is_elsewhere)
        return answer if is_elsewhere or question.query.unread_years else self._absences.with_unread_pages(answer)

    def _without_its_kind(self, evidence: Evidence, answer: Answer) -> Answer | None:
        """The KPIs of one package are asked for, and it has none that was read: the card would not say so."""
        is_one = len(answer.items) == 1 and answer.items[0].kind == "package"
        is_due = is_one and not OF_FIGURES.isdisjoint(kinds_asked(evidence.question))
        return self._absences.none_printed(evidence, answer.items[0].id) if is_due else None

    def _of_one_number(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「施策1の事業」 where each goal has a 施策1: the asker chooses."""
        numbered = [one for one in evidence.numbered if evidence.kind(one.id) == "package"]
        ids = tuple(one.id for one in numbered if one.tokens == numbered[0].tokens)
        if len(set(ids)) < 2:
            return None
        return replace(self._decided(evidence.question.query, "structure", "named", ids, values), status="candidates")

    def _of_one_name(self, evidence: Evidence, answer: Answer, values: CurrentValues) -> Answer | None:
        """An indicator of a name that stands under several measures: that of the measure or goal whose number or words
        are said, and all of them where no word of the question tells which.
        """
        question = evidence.question
        ids = self._short_names.alike(question.query.key)
        is_refused = answer.status == "not_found" and not question.said("unprinted")  # each of them is half as likely
        if not ids or not (is_refused or answer.status == "answered"):
            return None
        name = name_key(self.catalog.indicator(ids[0]).title)
        others = [at for at in question.free_nouns if name_key(question.tokens[at].surface) not in name]
        full = [one.id for one in evidence.named if one.how == "full" and evidence.kind(one.id) in _OWNERS]
        owners = list(dict.fromkeys([*(one.id for one in evidence.numbered), *full]))
        if owners and (question.said("attribute") or question.said("ask") & {"value", "count"}):
            inside = {
                id for owner in owners for kind in ("kpi", "target") for id in evidence.schema.related(owner, kind)
            }
            found = tuple(id for id in ids if id in inside)
            return self._decided(question.query, "kpi", "named", found, values) if len(found) == 1 else None
        is_named_so = bool(answer.items) and all(item.id in ids for item in answer.items)
        if owners or not (is_named_so or is_refused):
            return None
        words = [name_key(question.tokens[at].surface) for at in others]
        homes = {id: name_key(home(self.catalog, self.catalog.indicator(id))) for id in ids}
        told = [id for id in ids if words and all(word in homes[id] for word in words)]
        if len(told) == 1:
            return self._decided(question.query, "kpi", "named", told, values)
        if is_refused and others:
            return None
        return replace(self._decided(question.query, "kpi", "named", ids, values), status="candidates")

    def _numbered_alone(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「基本目標2は？」「基本目標2の施策1」 and no more."""
        question, ids = evidence.question, {one.id for one in evidence.numbered}
        ids -= _goals_that_tell_which(evidence)
        taken = {at for one in evidence.numbered for at in one.tokens}
        is_all = all(at in taken or not question.weights[at] for at in range(len(question.tokens)))
        if len(ids) != 1 or not is_all or evidence.kind(min(ids)) not in ("goal", "package", "direction"):
            return None
        kind = evidence.kind(min(ids))
        return self._decided(question.query, _KIND_INTENTS.get(kind, kind), "named", tuple(ids), values)

    def _all_of_a_kind(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「事業一覧」「KPIをすべて」「KPIって何個？」: nothing is named that some of them could belong to."""
        question = evidence.question
        kinds = question.said("kind")
        said = [question.concepts_at.get(at, ()) for at in range(len(question.tokens)) if question.weights[at] > 0]
        is_all = bool(said) and all(
            any(one.part == "kind" or one.name in ("all", "count") for one in concepts) for concepts in said
        )
        kind = next(iter(kinds), "")
        if len(kinds) != 1 or kind not in _LISTED or not is_all:
            return None
        reading = Reading(evidence.schema.all(kind), kind, "list", question.weights)
        if "all" not in question.said("ask"):
            is_counted = kind in _COUNTED and "count" in question.said("ask") and len(reading.ids) > MOST_NAMES
            return self._count_of(question.query, kind, values) if is_counted else None
        if not reading.ids:
            return None
        shown = self.shown(question.query, reading, BY_RULE, values)
        return replace(shown, lead=self._first_sentences.of(evidence, reading, shown))

    def _named_alone(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Who types a record's name and nothing else wants that record."""
        if len(evidence.named_alone) != 1:
            return None
        kind = evidence.kind(evidence.named_alone[0])
        return self._decided(
            evidence.question.query, _KIND_INTENTS.get(kind, kind), "named", evidence.named_alone, values
        )

    def _on_period(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「待機児童数はいつから始まっていつ終わる？」: the plan's period is known, and the years of the figures."""
        named = next((one.id for one in evidence.named if evidence.is_named_in_full(one.id)), "")
        if named not in self.catalog.indicators:
            return None
        shown = self._decided(evidence.question.query, "kpi", "named", (named,), values)
        lead = self._first_sentences.period(evidence.question, shown)
        return replace(shown, lead=lead) if lead else None

    def _several(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Two indicators by their names, one of them shortened, and a value that is asked of both."""
        query = evidence.question.query
        ids = self._short_names.several(query.key) if evidence.question.said("attribute") else ()
        return self._decided(query, "kpi", "named", ids, values) if ids else None

    # The readings.

    def _chosen(
        self, evidence: Evidence, not_held: NotHeld, values: CurrentValues, context: Sequence[str] = ()
    ) -> Answer | None:
        """The most likely reading, if it is likely enough to answer the question.

        Given a context, None where the question is one of its own: then it is answered as without.
        """
        readings, query = self._read(evidence, not_held, context), evidence.question.query
        if context and not readings.go_on(fitted()):
            return None
        weighed = readings.weighed(fitted())
        asked_elsewhere = not_held.elsewhere is not None and not_held.elsewhere in evidence.question.request_text
        if weighed is None or weighed.probability < SURE or asked_elsewhere:
            if not asked_elsewhere and (told := self._on_period(evidence, values)):
                return told
            refused = self._refused(evidence.question, not_held, weighed)
            return replace(refused, unexplained=weighed.unexplained) if weighed else refused
        score, best, lookup = round(weighed.probability, 3), weighed.best, evidence.lookups[WHOLE]
        if not best.ids:
            return self._absences.none_of_them(query, best.kind)
        if best.form == "list" and (absent := self._absences.theme_not_held(evidence.question)):
            return replace(absent, unexplained=weighed.unexplained).near_to(self._closest(weighed))
        if best.form in FROM_SEARCH and (absent := self._absences.only_near(evidence.question, best.ids)):
            offered = self._closest(weighed) or self.shown(query, best, score, values, lookup).items[:1]
            return replace(absent, unexplained=weighed.unexplained).near_to(offered)
        tied = self._tied(evidence, best)
        status: Status = "candidates" if tied else "answered"
        best = replace(best, ids=tied) if tied else best
        shown = self.shown(query, best, score, values, lookup)
        first = not tied and len(shown.items) == len(best.ids) and stands_out(evidence, best)
        lead = "" if tied else self._first_sentences.of(evidence, best, shown, stands_out=first)
        if best.form == "numbers" or (lead and [item.kind for item in shown.items] == ["strategy"]):
            return replace(self._count_alone(shown, lead), unexplained=weighed.unexplained)
        shown = replace(shown, status=status, lead=lead, stands_out=first)
        return replace(shown, runners_up=self._next(weighed, lookup), unexplained=weighed.unexplained)

    def _tied(self, evidence: Evidence, best: Reading) -> tuple[str, ...]:
        """Two of a kind fit a question of one word equally well: the asker chooses. () where it is not so."""
        telling = int((evidence.question.weights >= NOUN_WEIGHT).sum())
        if best.form not in FROM_SEARCH or telling > 1 or evidence.is_named_in_full(best.ids[0]):
            return ()
        kind = evidence.kind(best.ids[0])
        same = sorted((id for id in evidence.hits if evidence.kind(id) == kind), key=lambda id: -evidence.strength[id])
        tied = [id for id in same if evidence.strength[id] >= NEAR_TIE * evidence.strength[same[0]]]
        return tuple(tied[:MOST_CANDIDATES]) if len(tied) > 1 and best.ids[0] in tied else ()

    def _next(self, weighed: Weighed, lookup: Lookup) -> tuple[Item, ...]:
        """The first record of the next reading that shows another one first; its score is what is left for it."""
        best, all = weighed.best, weighed.readings.all
        others = [at for at, one in enumerate(all) if one.ids and one.ids[0] not in best.ids]
        if not others:
            return ()
        at = max(others, key=lambda at: weighed.chances[at])
        share = weighed.chances[at] / (weighed.chances[at] + weighed.chances[weighed.at])
        id = all[at].ids[0]
        return (self._showing.item(id, round(weighed.probability * share, 3), self._why(id, all[at], lookup)),)

    def _not_held(self, evidence: Evidence) -> NotHeld:
        return self._absences.not_held_by(evidence.question, next(evidence.found(), None))

    def _read(self, evidence: Evidence, not_held: NotHeld, context: Sequence[str]) -> Readings:
        shown = (STRATEGY if id == self.catalog.strategy.id else id for id in context)
        return self._understanding.read(evidence, not_held, tuple(shown))

    def _refused(self, question: Question, not_held: NotHeld, weighed: Weighed | None) -> Answer:
        """With the reason: another place, an attribute that is not printed, words that say nothing, or too little."""
        query, close = question.query, self._closest(weighed) if weighed else ()
        if not_held.elsewhere:
            return replace(self._absences.not_held(query, f"{not_held.elsewhere}について"), runners_up=close[:1])
        thing, asked = self._attribute(weighed) if weighed else (None, "")
        if thing and asked:
            return replace(self._absences.not_printed(query, asked, thing), runners_up=close[:1]).near_to((thing,))
        refused = self._not_answered(question, not_held, weighed, is_near=bool(close))
        return replace(refused, runners_up=close[:1]).near_to(close)

    def _not_answered(self, question: Question, not_held: NotHeld, weighed: Weighed | None, *, is_near: bool) -> Answer:
        if not_held.asked:
            return self._absences.fact_not_held(question, not_held.asked)
        left = float(question.request_weights @ (1 - weighed.best.explained)) if weighed else KNOWN_WORDS
        is_known = bool(question.request_weights.any()) and left < KNOWN_WORDS
        name = question.project_said
        missing = self._absences.not_named(question.query, name) if name else None
        strange = missing or self._absences.word_not_held(question, is_near=is_near)
        return strange or self._absences.nothing(question, is_known=is_known)

    def _closest(self, weighed: Weighed) -> tuple[Item, ...]:
        """The records that the search put first and that account for most of what is named, the likeliest first."""
        readings, question = weighed.readings, weighed.readings.evidence.question
        named = np.zeros_like(question.weights)
        named[list(question.free_nouns or figure_nouns(question))] = 1.0
        share = NEAR_SHARE if question.free_nouns else WHOLE_SHARE
        most, found = share * max(float(named.sum()), 1.0), dict[str, float]()
        for at in weighed.order:
            reading = readings.all[at]
            if reading.form in FROM_SEARCH and reading.kind in _NEAR and float(named @ reading.explained) >= most:
                found.setdefault(reading.ids[0], weighed.chances[at])
        least = NEAR_CHANCE * max(found.values(), default=0.0)
        near = [(id, chance) for id, chance in found.items() if chance >= least][:MOST_NEAR]
        why = {id: self.search.reasons(id, readings.evidence.lookups[WHOLE]) for id, _ in near}
        return tuple(self._showing.item(id, round(weighed.probability * chance, 3), why[id]) for id, chance in near)

    def _attribute(self, weighed: Weighed) -> tuple[Item | None, str]:
        """The thing that is named, and what is asked of it that no record of the plan prints."""
        evidence = weighed.readings.evidence
        things = (one.id for one in evidence.named if evidence.kind(one.id) != "term")  # of a word nothing is asked
        named = next((id for id in things if evidence.is_named_in_full(id)), None)
        named = named or next((id for id in weighed.best.ids if evidence.bound(id) >= HALF_NAMED), None)
        asked = unprinted_said(evidence.question)
        if named and asked.strip("「」") in self._kind_of(named)[1]:  # 「児童数」 of 「待機児童数」
            asked = ""
        return (self._showing.item(named, weighed.probability, ()) if named else None), asked

    def shown(
        self, query: Query, reading: Reading, score: float, values: Values = EMPTY_VALUES, lookup: Lookup | None = None
    ) -> Answer:
        """What a reading gives. `lookup`: by whose words the search found it, which are told as the reason."""
        ids: Iterable[str] = reading.ids
        if reading.form in FROM_SEARCH:
            ids = dict.fromkeys(part for id in reading.ids for part in self.catalog.parts_of(id, query.key))
        items = tuple(self._showing.item(id, score, self._why(id, reading, lookup)) for id in ids)
        intent = "analytics" if reading.form in _ANALYTIC else "structure" if reading.of else reading.kind
        return self._showing.show(query, "answered", _KIND_INTENTS.get(intent, intent), items, values)

    def _why(self, id: str, reading: Reading, lookup: Lookup | None) -> tuple[str, ...]:
        if reading.form not in FROM_SEARCH:
            return (reading.form,)
        found = "population" if id == STRATEGY else id
        return self.search.reasons(found, lookup) if lookup else ()

    # The steps, in order.

    def _of_the_plan(self, query: Query, values: CurrentValues) -> Answer | None:
        """「この計画について教えて」: the document in numbers."""
        if query.is_english or not asks_for_the_plan(query.original, self.catalog.strategy.title):
            return None
        return self._decided(query, "structure", "named", (STRATEGY,), values)

    def _followed(self, question: Question, context: Sequence[str], values: CurrentValues) -> Answer | None:
        """A short question about what was just shown."""
        known, query = self._known(context), question.query
        if not known:
            why = self._followups.without_list(question)
            return say(query, "not_found", "followup", why) if why else None
        kind, (first, title) = self._followups.kind(question), self._kind_of(known[0])
        counted = self._counted(question, known, values) if kind == "count" else None
        if counted:
            return counted
        if kind == "others" or (kind == "projects" and first == "project"):
            return self._others(query, known, values)
        if ids := self._followups.resolve(question, known):
            told = self._decided(query, "followup", "followup", ids, values)
            return replace(told, lead=self._first_sentences.following(told))
        gap = self._followups.gap(question, known, title)
        return say(query, "not_found", "followup", gap) if gap else None

    def _known(self, context: Sequence[str]) -> list[str]:
        """Those of what was shown that the plan has."""
        own = self.catalog.strategy.id
        return [STRATEGY if id == own else id for id in context if id in self._showing.titles or id == own]

    def _kind_of(self, id: str) -> tuple[ItemKind, str]:
        return self._showing.titles.get(id, ("strategy", "戦略"))

    def _counted(self, question: Question, shown: Sequence[str], values: CurrentValues) -> Answer | None:
        """「KPIは何件？」 of the whole plan, and 「何件？」 of what was just shown."""
        kinds = [{"goal_target": "target"}.get(kind, kind) for kind, _ in map(self._kind_of, shown)]
        kind = self._followups.counted(question, kinds)
        if kind is None:
            return None
        just = f"先にお示しした一覧は{len(shown)}件" if len(shown) > 1 and kind in ("", *kinds) else ""
        if not kind:
            return self._count_alone(
                self._decided(question.query, "followup", "followup", shown, values), f"{just}です。"
            )
        whole = f"計画全体では、{count_lead(counted(self.catalog, kind))}"
        return self._count_of(question.query, kind, values, f"{just}で、{whole}" if just else whole)

    def _count_of(self, query: Query, kind: str, values: CurrentValues, lead: str = "") -> Answer:
        answer = self._decided(query, kind, "numbers", (STRATEGY,), values)
        return self._count_alone(answer, lead or count_lead(counted(self.catalog, kind)))

    def _count_alone(self, answer: Answer, lead: str) -> Answer:
        source = shown_card(self.catalog, STRATEGY).source_text
        return replace(answer, lead=lead, says_all=True, text=source)

    def _others(self, query: Query, shown: Sequence[str], values: CurrentValues) -> Answer | None:
        """What is nearest to the thing just shown, of its kind and not shown yet."""
        kind, title = self._showing.titles.get(shown[0], ("strategy", ""))
        near = [hit for hit in self._evidence(title).found({kind}) if hit.id not in shown][:OTHERS]
        items = tuple(self._showing.item(hit.id, round(min(hit.score, 1.0) / 2, 3), ("others",)) for hit in near)
        if not items:
            return None
        told = self._showing.show(query, "answered", "followup", items, values)
        return replace(told, lead=self._first_sentences.following(told, is_near=True))

    def _measured(self, evidence: Evidence, not_held: NotHeld, values: CurrentValues) -> Answer | None:
        """Questions over the recorded values (measured.py)."""
        if not evidence.question.states or not_held.elsewhere:
            return None
        found = find_measured(evidence, self.catalog, values)
        if found is None:
            return None
        items = tuple(self._showing.item(id, BY_RULE, (found.rule,)) for id in found.ids)
        if found.said:
            items = tuple(replace(item, text=said) for item, said in zip(items, found.said, strict=True))
        status: Status = "answered" if found.is_known else "not_found"
        original, text = evidence.question.query.original, found.text
        return Answer(original, status, "analytics", items, text, note=found.note, of_target=True)

    # What the steps share.

    def _decided(self, query: Query, intent: str, rule: str, ids: Sequence[str], values: CurrentValues) -> Answer:
        items = tuple(self._showing.item(id, BY_RULE, (rule,)) for id in ids)
        return self._showing.show(query, "answered", intent, items, values)

    def _noted(self, answer: Answer, question: Question, values: CurrentValues) -> Answer:
        """With a sentence on the year, change or state asked for before an answer on indicators."""
        if answer.note or answer.status != "answered":
            return answer
        query, shown = question.query, [item.id for item in answer.items]
        asks_which = answer.intent == "analytics" and len(shown) > 1  # and their rows have the figures
        is_told = asks_which and answer.lead and not question.states
        if is_told and (not question.years or len(shown) > MOST_NOTED):
            return answer
        checked = self.catalog.indicators.get(shown[0]) if shown else None
        if shown and shown[0] == self.catalog.strategy.id and "人口" in query.key:
            checked = self.catalog.strategy.population_target
        note = (verdict(query, checked) if checked else "") or note_on(
            question, shown, self.catalog, values, self._short_names
        )
        if not note:
            return answer
        is_target = checked is not None and shown == [self.catalog.strategy.id]
        return self._with_target(answer, note, values) if is_target else answer.noted(note)

    def _with_target(self, answer: Answer, note: str, values: CurrentValues) -> Answer:
        """Of the plan its own target was asked for: its card, and not that of the plan. Its lead tells the period."""
        target = self.catalog.indicator("population")
        told = replace(answer, of_target=True, says_all=False, text=card_text(card_of(target, self.catalog, values)))
        words = "" if target.target.raw in note else quotation_lead(target.target.raw)
        return told.noted("\n".join(filter(None, (note + words, answer.lead))))


_KIND_INTENTS = {
    "goal_target": "goal",
    "description": "passage",
    "strategy": "passage",
    "direction": "structure",
    "package": "structure",
}
_OWNERS = ("goal", "direction", "package")
_ANALYTIC = frozenset({"extreme", "compared", "filtered", "related_filtered"})


def _goals_that_tell_which(evidence: Evidence) -> set[str]:
    """「基本目標2の施策1」: the goal whose 施策1 is meant, if each has a number of its own."""
    goals = [one for one in evidence.numbered if evidence.kind(one.id) == "goal"]
    packages = [one for one in evidence.numbered if evidence.kind(one.id) == "package"]
    owners = {id: evidence.schema.related(id, "goal") for id in {one.id for one in packages}}
    return {
        goal.id
        for goal in goals
        for one in packages
        if goal.id in owners[one.id] and goal.tokens.isdisjoint(one.tokens)
    }


def _interpreted(evidence: Evidence) -> Interpreted:
    question = evidence.question
    first: dict[str, int] = {}
    for binding in evidence.numbered:
        if (kind := evidence.kind(binding.id)) in ("package", "goal", "direction"):
            first.setdefault(kind, int(binding.id.strip("pkgd")))
    said = question.said("kind") | question.said("attribute") | question.said("ask")
    return Interpreted(
        tuple(question.years), first.get("package"), first.get("goal"), first.get("direction"),
        tuple(sorted(said)),
    )  # fmt: skip


def _with_warning(answer: Answer, values: CurrentValues) -> Answer:
    """Of values that stand in no card, which says so by itself."""
    is_due = values.is_partial and any(item.kind in _WITH_VALUES for item in answer.items)
    if not is_due or PARTIAL_NOTE in answer.text:
        return answer
    note = "\n".join(filter(None, (answer.note, PARTIAL_NOTE)))
    return replace(answer, note=note, text=f"{PARTIAL_NOTE}\n{answer.text}")
