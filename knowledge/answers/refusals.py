"""A refusal with its reason, and the records that come near."""

from collections.abc import Sequence
from itertools import islice

import numpy as np

from knowledge.answers.answer import INDICATOR_ITEMS, Answer, Item, say
from knowledge.answers.presenting import BY_RULE, Showing
from knowledge.answers.rules.absence import Absences
from knowledge.answers.rules.absent_words import is_of_plan
from knowledge.answers.rules.asked import asked_phrase, figure_nouns, unprinted_said
from knowledge.answers.rules.figures_held import figure_not_held, parts_asked, uncounted
from knowledge.answers.understanding.choice import Weighed
from knowledge.answers.understanding.comparison import sizes_said
from knowledge.answers.understanding.composing.kinds_asked import KindsAsked
from knowledge.answers.understanding.composing.scopes import HALF_NAMED
from knowledge.answers.understanding.evidence import WHOLE, Evidence
from knowledge.answers.understanding.features.flags import NotHeld
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import FROM_SEARCH, OWNERS, Reading
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.weights import Weights
from knowledge.answers.understanding.words import form_words
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.search.strategy_search import StrategySearch
from knowledge.wording.amounts import quoted
from knowledge.wording.lacking import about, not_narrowed

MOST_NEAR = 3  # records offered beside a refusal
NEAR_SHARE = 0.6  # of the nouns of the question, that such a record accounts for
WHOLE_SHARE = 0.95  # where it names nothing but a figure that no strategy prints: many share 「数」 or 「率」
NEAR_CHANCE = 0.2  # of that of the first one
UNMET_CHANCE = 0.3  # of that of the reading that drops the condition
SOME = 0.5  # how surely it holds a word, from which on a record has something of it
LIKELY = 0.35  # probability from which on the record found first is near, if it has any of the words
KNOWN_WORDS = 0.3  # weight of the request left unexplained, below which every word of it is known
_NEAR = frozenset({"project", "kpi", "target", "term"})


class Refusals:
    """`source`: the document, as it is named under what is near."""

    def __init__(
        self, catalog: Catalog, absences: Absences, showing: Showing, search: StrategySearch, source: str
    ) -> None:
        self._catalog = catalog
        self._absences = absences
        self._showing = showing
        self._search = search
        self._source = source

    def refused(self, question: Question, not_held: NotHeld, weighed: Weighed | None) -> Answer:
        """With the reason: another place, an attribute that is not printed, words that say nothing, or too little."""
        query, close = question.query, self.closest(weighed) if weighed else ()
        if weighed and not close and weighed.probability >= LIKELY:
            close = self.first(weighed)
        if not_held.elsewhere:
            return replace(self._absences.not_held(query, about(not_held.elsewhere)), runners_up=close[:1])
        thing, asked = (self._parted(weighed) or self._attribute(weighed)) if weighed else (None, "")
        if thing and asked:
            told = self._absences.not_printed(query, asked, thing)
            return replace(told, runners_up=close[:1]).near_to((thing,), self._source)
        refused = self._not_answered(question, not_held, weighed, close)
        return replace(refused, runners_up=close[:1]).near_to(close, self._source)

    def _not_answered(
        self, question: Question, not_held: NotHeld, weighed: Weighed | None, close: Sequence[Item]
    ) -> Answer:
        if not_held.asked:
            return self._absences.fact_not_held(question, not_held.asked)
        left = float(question.request_weights @ (1 - weighed.best.explained)) if weighed else KNOWN_WORDS
        is_known = bool(question.request_weights.any()) and left < KNOWN_WORDS
        name = question.project_said
        missing = self._absences.not_named(question.query, name) if name else None
        strange = missing or self._absences.word_not_held(question, is_near=bool(close))
        if not strange and not any(item.kind in INDICATOR_ITEMS for item in close):  # else its figure may be meant
            strange = self._absences.no_number(question) or (self._absences.no_figures(question) if close else None)
        return strange or self._absences.nothing(question, is_known=is_known)

    def closest(self, weighed: Weighed) -> tuple[Item, ...]:
        """The records that the search put first and that account for most of what is named, the likeliest first."""
        readings, question = weighed.readings, weighed.readings.evidence.question
        named, telling = np.zeros_like(question.weights), _telling(question)
        named[telling] = 1.0
        share = NEAR_SHARE if set(telling) <= set(question.free_nouns) else WHOLE_SHARE
        most, found = share * max(float(named.sum()), 1.0), dict[str, float]()
        for at in weighed.order:
            reading = readings.all[at]
            if reading.form in FROM_SEARCH and reading.kind in _NEAR:
                held = readings.evidence.explained(reading.ids[0])
                is_near = float(named @ np.minimum(held, reading.explained)) >= most
                if is_near and self._shares_word(readings.evidence, reading.ids[0]):
                    found.setdefault(reading.ids[0], weighed.chances[at])
        least = NEAR_CHANCE * max(found.values(), default=0.0)
        near = [(id, chance) for id, chance in found.items() if chance >= least][:MOST_NEAR]
        why = {id: self._search.reasons(id, readings.evidence.lookups[WHOLE]) for id, _ in near}
        return tuple(self._showing.item(id, round(weighed.probability * chance, 3), why[id]) for id, chance in near)

    def called(self, evidence: Evidence) -> tuple[Item, ...]:
        """The projects that are called by what alone is asked: 「防災対策事業」 for 「防災のKPI」."""
        phrase = asked_phrase(evidence.question)
        found = evidence.found(("project",)) if phrase else ()
        named = (one.id for one in found if phrase and name_key(phrase.text) in evidence.schema.name_keys[one.id])
        return tuple(self._showing.item(id, BY_RULE, ()) for id in islice(named, MOST_NEAR))

    def first(self, weighed: Weighed) -> tuple[Item, ...]:
        """The first record of the likeliest reading, if it has anything of what is named."""
        if not weighed.best.ids or is_of_plan(weighed.best.ids):
            return ()
        evidence, id = weighed.readings.evidence, weighed.best.ids[0]
        has_some = bool((evidence.explained(id)[_telling(evidence.question)] >= SOME).any())
        is_near = has_some and self._shares_word(evidence, id)
        return (self._showing.item(id, weighed.probability, ()),) if is_near else ()

    def _shares_word(self, evidence: Evidence, id: str) -> bool:
        """It prints a word of the thing asked, or staff say one of it; not only longer expressions with that word:
        「ペット連れの避難」 is not near to 「ペット」.
        """
        at, printed = _telling(evidence.question), evidence.schema.printed_words.get(id, frozenset())
        is_printed = any(evidence.question.tokens[one].norm in printed for one in at)
        return is_printed or self._absences.words.is_said_of(evidence.question, at, id)

    def _without_figure(self, weighed: Weighed) -> Answer | None:
        """What was found has no such figure (「鳥類センターの入園者数」), or not its parts (「…の内訳」)."""
        evidence, best = weighed.readings.evidence, weighed.best
        query = evidence.question.query
        if parted := self._parted(weighed):
            thing, parts = parted
            return self._absences.not_printed(query, parts, thing).near_to((thing,), self._source)
        if lacked := uncounted(evidence, best):
            absent = replace(self._absences.not_held(query, lacked), intent="figure")
            return absent.near_to(self.closest(weighed), self._source)
        if not (figure := figure_not_held(evidence, best, self._catalog)):
            return None
        absent = replace(self._absences.not_held(query, quoted(figure)), intent="figure")
        return absent.near_to(self.closest(weighed) or self.first(weighed), self._source)

    def _without_word(self, evidence: Evidence, best: Reading) -> Answer | None:
        """What was shown is meant again, with a word that neither it nor the document has: 「ペットは飼える？」."""
        at = _telling(evidence.question) if best.form == "again" else []
        if not at or any(self._shares_word(evidence, id) for id in best.ids):
            return None
        return self._absences.word_not_held(evidence.question, is_near=True)

    def of_found(self, weighed: Weighed) -> Answer | None:
        """What was found does not have what is said of it."""
        by_figure = self._without_condition(weighed) or self._without_figure(weighed)
        return by_figure or self._without_word(weighed.readings.evidence, weighed.best)

    def _without_condition(self, weighed: Weighed) -> Answer | None:
        """「遅れている事業が5件以上のパッケージ」: all of a kind, where what narrows it is left over."""
        question, best = weighed.readings.evidence.question, weighed.best
        if not KindsAsked(question).said_alone.intersection(OWNERS):
            return None
        narrowing = {at for one in sizes_said(question) if one.unit == "件" for at in one.tokens}
        if best.form == "list" and best.kind in OWNERS:
            narrowing |= _places(question.marked("state"), question.marked("order", ["most", "least"]))
            narrowing |= _places(question.marked("condition", question.said("condition") - {"including"}))
            narrowing -= _places(question.normed(form_words("in_order")))
        if not any(question.weights[at] > 0 and best.explained[at] < SOME for at in narrowing):
            return None
        said = question.text_of(Clause(min(narrowing), max(narrowing) + 1))
        return say(question.query, "not_found", "condition", not_narrowed(said))

    def _parted(self, weighed: Weighed) -> tuple[Item, str] | None:
        """「内訳」 of an indicator that has a single figure."""
        parts = parts_asked(weighed.readings.evidence, weighed.best, self._catalog)
        return (self._showing.item(weighed.best.ids[0], weighed.probability, ()), quoted(parts)) if parts else None

    def _attribute(self, weighed: Weighed) -> tuple[Item | None, str]:
        """The thing that is named, and what is asked of it that no record of the plan prints."""
        evidence = weighed.readings.evidence
        things = (one.id for one in evidence.named if evidence.kind(one.id) != "term")  # of a word nothing is asked
        named = next((id for id in things if evidence.is_named_in_full(id)), None)
        likely = (id for id in weighed.best.ids if evidence.kind(id) != "term")
        named = named or next((id for id in likely if evidence.bound(id) >= HALF_NAMED), None)
        asked = unprinted_said(evidence.question)
        if (
            named and asked.strip("「」") in self._showing.titles.get(named, ("", ""))[1]
        ):  # 「児童数」 of 「待機児童数」
            asked = ""
        return (self._showing.item(named, weighed.probability, ()) if named else None), asked


def _places(*marks: Weights) -> set[int]:
    return {at for one in marks for at in np.flatnonzero(one).tolist()}


def unmet_condition(weighed: Weighed) -> Reading | None:
    """「基本目標5の累計のKPI」: what all of one owner would answer without the condition that none of them fulfils."""
    best, named = weighed.best, weighed.readings.evidence.question.weights > 0
    if best.form != "related" or len(best.of) != 1:
        return None
    for at in weighed.order:
        one = weighed.readings.all[at]
        is_same = not one.ids and one.form == "related_filtered" and one.of == best.of
        likely = weighed.chances[at] >= UNMET_CHANCE * weighed.chances[weighed.at]
        left = named & (best.explained < SOME)
        if is_same and likely and left.any() and (one.explained[left] >= SOME).all():
            return one
    return None


def _telling(question: Question) -> list[int]:
    """Places of the nouns by which a record comes near; 「対策」 and 「額」 are shared by what has nothing else in
    common, and 「続き」 is of what was said before.
    """
    passed = {*form_words("doing"), *form_words("of_earlier"), *form_words("of_any_thing")}

    def told(nouns: Sequence[int]) -> list[int]:
        return [at for at in nouns if question.tokens[at].norm not in passed]

    return told(question.free_nouns) or told(figure_nouns(question))
