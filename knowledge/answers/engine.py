"""A question → an Answer: courtesies and recorded values first; then readings compete.

Nothing is guessed: what the document does not hold gets `not_found`, with the reason and what to try.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date

from knowledge.answers.answer import Answer, Item, Status
from knowledge.answers.named_alone import NamedAlone
from knowledge.answers.notes import Notes
from knowledge.answers.own_ties import tie_note
from knowledge.answers.plan_mentions import asks_for_the_plan
from knowledge.answers.presenting import BY_RULE, KIND_INTENTS, Showing, interpreted
from knowledge.answers.refusals import Refusals, unmet_condition
from knowledge.answers.rules.absence import Absences
from knowledge.answers.rules.asked import OF_FIGURES, kinds_asked
from knowledge.answers.rules.counts_of_each import COUNTED_RULE, CountsOfEach
from knowledge.answers.rules.courtesy import Courtesies, is_one_letter
from knowledge.answers.rules.figures_held import detail_not_held
from knowledge.answers.rules.first_sentence import FirstSentences, condition_of
from knowledge.answers.rules.following.followup import is_of_the_plan, is_whole
from knowledge.answers.rules.following.narrowing import is_of_another_owner, may_narrow
from knowledge.answers.rules.likeness import is_found_by_theme, is_unlike, without_strangers
from knowledge.answers.rules.printed import PrintedLines
from knowledge.answers.rules.recorded.counts_of_states import counted_states
from knowledge.answers.rules.recorded.measured import find_measured, in_states, is_on_values, ties_measured
from knowledge.answers.rules.recorded.measuring import Measured
from knowledge.answers.rules.recorded.of_two import beside_one_another, two_asked
from knowledge.answers.rules.recorded.scope import owners_named
from knowledge.answers.rules.several import ShortNames
from knowledge.answers.rules.tool_help import tool_help
from knowledge.answers.rules.unread import with_unread_lines
from knowledge.answers.threads import FOLLOWED, Threads
from knowledge.answers.understanding.asked_besides import (
    sentence_left_out,
    with_what_is_asked_besides,
    words_of_none,
)
from knowledge.answers.understanding.choice import SURE, Readings, Understanding, Weighed, fitted
from knowledge.answers.understanding.concepts import Concepts
from knowledge.answers.understanding.context import IN_CONTEXT
from knowledge.answers.understanding.evidence import WHOLE, Evidence
from knowledge.answers.understanding.features.flags import NotHeld
from knowledge.answers.understanding.found import stands_out
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import FROM_SEARCH, Reading
from knowledge.answers.understanding.row import NO_ROW, ThreadRow
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.japanese.vocabulary import Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.prepared import Prepared
from knowledge.model.records import STRATEGY
from knowledge.model.structs import replace
from knowledge.search.query import Query, QueryReader
from knowledge.search.strategy_search import Lookup, StrategySearch
from knowledge.wording.lacking import left_out_note
from knowledge.wording.leads import plan_lead
from knowledge.wording.names import edition, scope_name
from knowledge.wording.values import EMPTY_VALUES, Values

NEAR_TIE = 0.95  # of the best score: two fit equally well
MOST_CANDIDATES = 4


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
        self._source = f"出典：{edition(catalog)}"
        self._short_names = ShortNames(catalog)
        self._understanding = Understanding(catalog, self.search, concepts, prepared)
        schema = self._understanding.schema
        self._threads = Threads(catalog, schema, self._showing, self._absences, self._evidence, self._source)
        self._named = NamedAlone(catalog, self._short_names, self._showing)
        self._counts_of_each = CountsOfEach(catalog, self._showing)
        self._notes = Notes(catalog, self._short_names, self._absences.words, self._source)
        self._refusals = Refusals(catalog, self._absences, self._showing, self.search, self._source)
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
        """`context`: what the thread goes on about, first what was just shown (conversation.py). `values`: what is
        recorded; None for nothing.

        `today` is Tokyo's; without it no year is read that is counted from it (昨年度).
        """
        query = self.reader.read(question, today)
        read = self._understanding.question(query)
        values = self._no_values if values is None else values
        row = self._threads.known(context)
        answer = (
            self._of_the_plan(query, values)
            or tool_help(read)
            or self._narrowed(read, row, values)
            or self._threads.followed(read, row, values)
            or self._courtesies.answer(query)
            or (self._absences.nothing(read) if is_one_letter("".join(query.original.split())) else None)
            or (None if row.shown else self._absences.of_nothing(read))
            or self._unless_printed(self._understood(read, row, values), read)
        )
        told = self._notes.told(answer, read, values, today)
        other = sentence_left_out(read, told.unexplained) if told.status == "answered" else ""
        return told.noted(left_out_note(other)) if other else told

    def readings(self, question: str, context: Sequence[str] = (), *, today: date | None = None) -> Readings:
        """All that a question may mean, with the features by which they are weighed; fitting listens here."""
        evidence = self._evidence(question, today)
        return self._read(evidence, self._not_held(evidence), self._threads.known(context))

    def weighed(self, question: str, *, today: date | None = None) -> Weighed | None:
        """The readings as they are weighed; None where the question has none."""
        return self.readings(question, today=today).weighed(fitted())

    def _evidence(self, text: str, today: date | None = None) -> Evidence:
        return self._understanding.evidence(self._understanding.question(self.reader.read(text, today)))

    def _narrowed(self, question: Question, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「パッケージ3だけ」 of the list that was shown."""
        if not row.shown or not may_narrow(question, row):
            return None
        evidence = self._understanding.evidence(question)
        if is_of_another_owner(evidence, row):
            return self._of_values(evidence, in_states(evidence, row.state, values))
        return self._threads.narrowed(evidence, row, values)

    def _understood(self, question: Question, row: ThreadRow, values: CurrentValues) -> Answer:
        evidence = self._understanding.evidence(question)
        not_held = self._not_held(evidence)
        if evidence.is_strange or is_of_the_plan(evidence.question, evidence.schema, row) or is_whole(evidence, row):
            row = NO_ROW  # what means nothing points to nothing
        decided = (
            self._absences.beyond(evidence.question, self._understanding.beyond(evidence))
            or self._absences.none_printed(evidence)
            or self._threads.of_the_thing(evidence, row, values)
            or self._threads.the_same(evidence, row, values)
            or self._named.figures_of_an_id(evidence, values)
            or self._named.own_office(evidence, values)
            or self._named.of_one_number(evidence, values)
            or self._named.named_alone(evidence, values)
            or self._named.several(evidence, values)
            or self._named.beside_each_other(evidence, values)
            or self._named.numbered_together(evidence, values)
            or self._counts_of_each.answer(evidence, values)
            or self._counts_of_each.compared(evidence, values)
            or self._counts_of_each.greatest(evidence, row, values)
            or self._counts_of_each.of_kinds(evidence, values)
            or self._counts_of_each.several_kinds(evidence, values)
            or self._counts_of_each.where(evidence, row, values)
            or self._counts_of_each.both(evidence, values)
            or self._counts_of_each.together(evidence, values)
            or self._counts_of_each.members(evidence, values)
            or self._measured(evidence, not_held, row, values)
            or (None if row.shown else self._named.all_of_a_kind(evidence, values))
        )
        followed = self._chosen(evidence, not_held, values, row) if row.shown and not decided else None
        answer = decided or followed or self._chosen(evidence, not_held, values)
        assert answer is not None
        is_of_thread = answer is followed or answer.intent == FOLLOWED
        alone = None if is_of_thread else self._named.numbered_alone(evidence, values)
        answer = alone if alone and alone.shown != answer.shown else answer
        if decided and decided.status == "answered" and not decided.unexplained:
            answer = replace(answer, unexplained=words_of_none(evidence, [item.id for item in answer.items]))
        answer = self._named.of_one_name(evidence, answer, values) or answer
        answer = self._named.of_its_measure(evidence, answer, values) or answer
        answer = self._without_its_kind(evidence, answer) or answer
        answer = self._first_sentences.without_kpis(evidence, answer)
        answer = with_unread_lines(answer, evidence, self.catalog, self._printed)
        answer = answer if not_held.elsewhere else self._threads.naming(answer, evidence, row, values)
        return replace(answer, interpreted=interpreted(evidence))

    def _unless_printed(self, answer: Answer, question: Question) -> Answer:
        """A refusal gives way to the lines of the document that hold the words, and so does a like-named record."""
        if answer.status in ("answered", "candidates"):
            is_of_thread = any(not IN_CONTEXT.isdisjoint(item.why) for item in answer.items[:1])
            is_by_values = bool(answer.note) and question.is_only_states  # 「目標値を超えたKPI」 has no word of its own
            is_counted = any(item.why == (COUNTED_RULE,) for item in answer.items)
            return answer if is_of_thread or is_by_values or is_counted else self._printed.rather_than(answer, question)
        is_elsewhere = self._absences.places.is_named(question)
        answer = self._printed.instead_of(answer, question, is_elsewhere=is_elsewhere)
        if [item.kind for item in answer.items] == ["package"]:  # the heading of one that has none of the kind
            answer = self._without_its_kind(self._understanding.evidence(question), answer) or answer
        return answer if is_elsewhere or question.query.unread_years else self._absences.with_unread_pages(answer)

    def _without_its_kind(self, evidence: Evidence, answer: Answer) -> Answer | None:
        """The KPIs of one package are asked for, and it has none that was read: the card would not say so."""
        is_one = len(answer.items) == 1 and answer.items[0].kind == "package"
        is_due = is_one and not OF_FIGURES.isdisjoint(kinds_asked(evidence.question))
        return self._absences.none_printed(evidence, answer.items[0].id) if is_due else None

    # The readings.

    def _chosen(
        self, evidence: Evidence, not_held: NotHeld, values: CurrentValues, row: ThreadRow = NO_ROW
    ) -> Answer | None:
        """The most likely reading, if it is likely enough to answer the question.

        Given a thread, None where the question is one of its own: then it is answered as without.
        """
        readings, query = self._read(evidence, not_held, row), evidence.question.query
        if row.shown and not readings.go_on(fitted()):
            return None
        weighed = readings.weighed(fitted())
        asked_elsewhere = not_held.elsewhere is not None and not_held.elsewhere in evidence.question.request_text
        is_prose = weighed is not None and weighed.best.kind == "passage" and not asked_elsewhere
        if weighed and is_prose and (absent := self._absences.no_figures(evidence.question)):
            near = self._refusals.called(evidence) or self._refusals.closest(weighed)
            return replace(absent, unexplained=weighed.unexplained).near_to(near, self._source)
        if weighed is None or weighed.probability < SURE or asked_elsewhere:
            named = None if asked_elsewhere else self._named
            if named and (told := named.on_period(evidence, values) or named.on_money(evidence, values)):
                return told
            refused = self._refusals.refused(evidence.question, not_held, weighed)
            return replace(refused, unexplained=weighed.unexplained) if weighed else refused
        score, lookup = round(weighed.probability, 3), evidence.lookups[WHOLE]
        best = without_strangers(evidence, with_what_is_asked_besides(evidence, weighed.best))
        if not best.ids:
            return self._absences.none_of_them(query, best.kind, is_of_shown=best.form in IN_CONTEXT)
        if best.form == "list" and (absent := self._absences.theme_not_held(evidence.question)):
            near = self._refusals.closest(weighed)
            return replace(absent, unexplained=weighed.unexplained).near_to(near, self._source)
        if unmet := unmet_condition(weighed):
            where, condition = scope_name(self.catalog, self.catalog.records[best.of[0]]), condition_of(evidence, unmet)
            return self._absences.none_of_them(query, best.kind, where=where, condition=condition)
        of_theme = is_found_by_theme(evidence, best)
        meant = best.ids if of_theme else best.of if best.form == "related" else ()
        if meant and (absent := self._absences.only_near(evidence.question, meant)):
            offered = self._refusals.closest(weighed) or self._refusals.first(weighed)
            return replace(absent, unexplained=weighed.unexplained).near_to(offered, self._source)
        if absent := self._refusals.of_found(weighed):
            return replace(absent, unexplained=weighed.unexplained)
        tied = self._tied(evidence, best)
        status: Status = "candidates" if tied else "answered"
        best = best._replace(ids=tied) if tied else best
        shown = self.shown(query, best, score, values, lookup)
        absent_word = self._absences.words.told(evidence.question, best.ids) if of_theme and not tied else ""
        is_whole = not tied and len(shown.items) == len(best.ids) and not absent_word
        first = is_whole and stands_out(evidence, best)
        lead = "" if tied else self._first_sentences.of(evidence, best, shown, stands_out=first)
        lead = lead or self._first_sentences.office(evidence.question, shown)
        if not tied and shown.items and (word := detail_not_held(evidence, shown.items[0].id)):
            lead = self._absences.detail(word, shown.items[0]) + lead
        if absent_word:
            lead = f"{absent_word}{lead or self._first_sentences.nearest(shown)}"
        if best.form == "numbers" or (lead and [item.kind for item in shown.items] == ["strategy"]):
            return replace(self._showing.count_alone(shown, lead), unexplained=weighed.unexplained)
        origin, leads = best.of if len(best.of) == 1 else (), first or is_unlike(evidence, best)
        return replace(
            shown, status=status, lead=lead, stands_out=first, leads=leads, origin=origin, ranked=best.ranked,
            runners_up=self._next(weighed, lookup), unexplained=weighed.unexplained,
            tie=tie_note(self.catalog, best.of, best.ids),
        )  # fmt: skip

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

    def _read(self, evidence: Evidence, not_held: NotHeld, row: ThreadRow) -> Readings:
        return self._understanding.read(evidence, not_held, row)

    def shown(
        self, query: Query, reading: Reading, score: float, values: Values = EMPTY_VALUES, lookup: Lookup | None = None
    ) -> Answer:
        """What a reading gives. `lookup`: by whose words the search found it, which are told as the reason."""
        items = self.items(query, reading, score, lookup)
        intent = "analytics" if reading.form in _ANALYTIC else "structure" if reading.of else reading.kind
        told = self._showing.show(query, "answered", KIND_INTENTS.get(intent, intent), items, values)
        counts = self._understanding.schema.all(reading.kind) if reading.form == "numbers" else ()
        return replace(told, counts=counts) if counts else told

    def items(self, query: Query, reading: Reading, score: float, lookup: Lookup | None = None) -> tuple[Item, ...]:
        ids: Iterable[str] = reading.ids
        if reading.form in FROM_SEARCH:
            ids = dict.fromkeys(part for id in reading.ids for part in self.catalog.parts_of(id, query.key))
        return tuple(self._showing.item(id, score, self._why(id, reading, lookup)) for id in ids)

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
        told = self._showing.decided(query, "structure", "named", (STRATEGY,), values)
        return replace(told, lead=plan_lead(self.catalog))

    def _measured(self, evidence: Evidence, not_held: NotHeld, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """Questions over the recorded values (measured.py)."""
        is_asked = is_on_values(evidence.question)
        if not_held.elsewhere or not (is_asked or two_asked(evidence.question)):
            return None
        meant, is_of_state = self._threads.meant(evidence.question, row), bool(row.state)
        within = replace(evidence, context=meant, before=row.before, is_of_state=is_of_state)
        found = beside_one_another(within, self.catalog, values)
        if found is None and is_asked:
            found = counted_states(within, values) or find_measured(within, self.catalog, values)
        return self._of_values(within, found) if found else None

    def _of_values(self, evidence: Evidence, found: Measured) -> Answer:
        items = tuple(self._showing.item(id, BY_RULE, (found.rule,)) for id in found.ids)
        if found.said:
            items = tuple(replace(item, text=said) for item, said in zip(items, found.said, strict=True))
        status: Status = "answered" if found.is_known else "not_found"
        original, owners = evidence.question.query.original, owners_named(evidence) if found.state else []
        told = Answer(original, status, "analytics", items, found.text, note=found.note, of_target=True)
        return replace(
            told, table=found.table, ranked=found.ranked, state=found.state,
            origin=tuple(owners) if len(owners) == 1 else (), tie=ties_measured(evidence, found),
        )  # fmt: skip


_ANALYTIC = frozenset({"extreme", "compared", "filtered", "related_filtered"})
