"""What is said beside an answer: the sentence on the year, change or state asked for, the target, a line in English."""

from collections.abc import Mapping
from datetime import date

from knowledge.answers.answer import INDICATOR_ITEMS, Answer
from knowledge.answers.rules.absent_words import AbsentWords
from knowledge.answers.rules.recorded.measuring import measure_of
from knowledge.answers.rules.recorded.notes import MOST_NOTED, is_on_course, note_on, year_asked
from knowledge.answers.rules.recorded.points_asked import is_on_points
from knowledge.answers.rules.recorded.whether import reaching_asked
from knowledge.answers.rules.several import ShortNames
from knowledge.answers.rules.verdict import verdict
from knowledge.answers.understanding.question import Question
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.plans import ended_note
from knowledge.model.question_length import CUT
from knowledge.model.structs import replace
from knowledge.wording.card import card_text
from knowledge.wording.english import ANSWERED_ABOVE, NOT_STATED, NOT_UNDERSTOOD, WHICH_IS_MEANT, english_line
from knowledge.wording.leads import quotation_lead
from knowledge.wording.record_cards import card_of
from knowledge.wording.standing import in_year_note, stands_note
from knowledge.wording.values import PARTIAL_NOTE

_NOT_STATED: Mapping[str | None, str] = {"not_understood": NOT_UNDERSTOOD, "ambiguous": WHICH_IS_MEANT}


class Notes:
    def __init__(self, catalog: Catalog, short_names: ShortNames, words: AbsentWords, source: str) -> None:
        """`source`: the document, as it is named below."""
        self._catalog, self._words, self._source = catalog, words, source
        self._short_names = short_names

    def told(self, answer: Answer, question: Question, values: CurrentValues, today: date | None) -> Answer:
        """With all of it, in the order that it is read in."""
        shown = (item.id for item in answer.displayed(self._catalog) if item.id in self._catalog.indicators)
        on_course = any(is_on_course(question, self._catalog.indicators[id], values) for id in shown)
        noted = _with_warning(self._noted(answer.asking(), question, values).led(), values)
        noted = replace(noted, shows_course=on_course)
        told = self._with_english(noted, values) if question.query.is_english else noted
        told = told.noted(CUT) if question.query.is_cut else told
        told = told.tied()
        return told.past(ended_note(self._catalog.strategy.period, today)) if today else told

    def _with_english(self, answer: Answer, values: CurrentValues) -> Answer:
        """The answer stays Japanese; a line in English says what it is."""
        if answer.status == "not_found":
            line = _NOT_STATED.get(answer.reason, NOT_STATED)
        elif answer.says_all:
            line = ANSWERED_ABOVE
        elif answer.items:
            kinds, ids = [item.kind for item in answer.items], [item.id for item in answer.items]
            line = english_line(kinds, ids, self._catalog, values)
        else:
            return answer
        note = "\n".join(filter(None, (answer.note, line)))
        text = answer.text.replace(answer.note, note, 1) if answer.note else f"{line}\n\n{answer.text}"
        return replace(answer, note=note, text=text)

    def _noted(self, answer: Answer, question: Question, values: CurrentValues) -> Answer:
        """With a sentence on the year, change or state asked for before an answer on indicators."""
        if answer.status == "answered" and answer.note:
            return self._checked(answer, question, values)
        if answer.note or answer.status != "answered":
            return answer
        if listed := self._in_year(answer, question, values):
            return listed
        query, shown = question.query, [item.id for item in answer.items]
        is_of_many = len(shown) > 1 or bool(answer.ranked)  # of the first of many the lead has the figure
        asks_which = answer.intent == "analytics" and is_of_many  # and their rows have the figures
        is_told = asks_which and answer.lead and not question.states
        if is_told and (not question.years or len(shown) > MOST_NOTED):
            return answer
        checked = self._catalog.indicators.get(shown[0]) if shown else None
        if shown and shown[0] == self._catalog.strategy.id and "人口" in query.key:
            checked = self._catalog.strategy.population_target
        note = (verdict(query, checked, values) if checked else "") or note_on(
            question, shown, self._catalog, values, self._short_names
        )
        note = note or ("" if answer.lead else self._standing(answer, values))
        note = "\n".join(filter(None, (self._words.other_of_two(question, shown), note)))
        if not note:
            return answer
        is_target = checked is not None and shown == [self._catalog.strategy.id]
        return self._with_target(answer, note, values) if is_target else answer.noted(note)

    def _checked(self, answer: Answer, question: Question, values: CurrentValues) -> Answer:
        """「実績は12人だっけ？」: with a yes or a no, where the rule that answered tells the value alone."""
        ids = [item.id for item in answer.items]
        own = self._catalog.indicators.get(ids[0]) if len(ids) == 1 else None
        is_value = question.states == {"actual"} and reaching_asked(question) is None
        note = verdict(question.query, own, values) if own and is_value else ""
        return replace(answer, note=note, text=answer.text.replace(answer.note, note, 1)) if note else answer

    def _in_year(self, answer: Answer, question: Question, values: CurrentValues) -> Answer | None:
        """Of several indicators their values of the year that is asked for, and not the latest behind its name."""
        year, items = year_asked(question), answer.displayed(self._catalog)
        own = [self._catalog.indicators[item.id] for item in items if item.id in self._catalog.indicators]
        is_planned = question.said("attribute") & {"target", "baseline"} or is_on_points(question)
        if year is None or len(own) < 2 or len(own) < len(items) or is_planned or any(item.text for item in items):
            return None
        measures = [measure_of(one, values, year) for one in own]
        if known := sum(1 for one in measures if one.view):
            marks = {one.actual.status for one in measures if one.view}
            shared = marks.pop() if len(marks) == 1 else ""
            briefs = (one.brief_in(year, shared) for one in measures)
            told = tuple(replace(item, text=brief) for item, brief in zip(items, briefs, strict=True))
            note = in_year_note(year, shared, measures[0].name, len(items), known)
            lines = "\n\n".join([note, *(one.sentence for one in measures), self._source])
            return replace(answer, items=told, note=note, text=lines)
        return None

    def _standing(self, answer: Answer, values: CurrentValues) -> str:
        """Of one indicator how it stands; "" of anything else."""
        shown = [item.id for item in answer.displayed(self._catalog)]
        if len(shown) != 1 or shown[0] not in self._catalog.indicators:
            return ""
        latest = values.latest(shown[0])
        figure, how = latest.figure if latest else None, latest.state if latest else ""
        return stands_note(self._catalog.indicators[shown[0]], figure, how)

    def _with_target(self, answer: Answer, note: str, values: CurrentValues) -> Answer:
        """Of the plan its own target was asked for: its card, and not that of the plan. Its lead tells the period."""
        target = self._catalog.indicator("population")
        told = replace(answer, of_target=True, says_all=False, text=card_text(card_of(target, self._catalog, values)))
        words = "" if target.target.raw in note else quotation_lead(target.target.raw)
        return told.noted("\n".join(filter(None, (note + words, answer.lead))))


def _with_warning(answer: Answer, values: CurrentValues) -> Answer:
    """Of values that stand in no card, which says so by itself."""
    is_due = values.is_partial and any(item.kind in (*INDICATOR_ITEMS, "strategy") for item in answer.items)
    if not is_due or PARTIAL_NOTE in answer.text:
        return answer
    note = "\n".join(filter(None, (answer.note, PARTIAL_NOTE)))
    return replace(answer, note=note, text=f"{PARTIAL_NOTE}\n{answer.text}")
