"""An attribute alone, asked of the one thing that a thread has just shown: 「だれが？」「なんぼもらえると？」.

What the plan prints of the thing is told; of anything else it is said that the thing has none, and nothing that belongs
to other records stands in for it.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from knowledge.answers.rules.asked import asked_phrase, unprinted_said
from knowledge.answers.rules.following.attribute_words import (
    counters_said,
    is_fact_of_a_thing,
    is_for_the_readings,
    is_on_a_figure,
    is_on_an_end,
    naming_nouns,
    noun_asked,
    prints_all,
    ways_said,
)
from knowledge.answers.rules.following.places import places_in_list
from knowledge.answers.rules.following.siblings import known_instead
from knowledge.answers.understanding.concepts import unprinted_label
from knowledge.answers.understanding.context import SURELY_KNOWN
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.ways import counters
from knowledge.answers.understanding.words import form_words, says
from knowledge.japanese.tokenizer import Token, tokenize
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.wording.amounts import quoted

_THINGS = INDICATORS | {"project", "package", "goal", "direction", "term"}
_FIGURES_ASKED = frozenset(
    {"target", "baseline", "unit", "year", "difference", "ratio", "actual", "source", "counting"}
)
_MONEY = "円"
YEAR_DIGITS = 4
_LACKED: Mapping[str, str] = {
    "who": "担当する人や対象となる人",
    "where": "場所",
    "when": "時期",
    "counted": "お尋ねの数",
}


class OfThing(Struct, frozen=True):
    """`ids`: what tells it. `thing`, with `lacked`: the plan does not print this of it."""

    ids: Ids = ()
    thing: str = ""
    lacked: str = ""


class OfTheThing:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def told(self, evidence: Evidence, row: ThreadRow) -> OfThing | None:
        """None where the question is no attribute alone: it names something else, or the readings know it."""
        question, thing = evidence.question, self.thing(evidence, row)
        if not thing or self.names_another(evidence, thing) or is_for_the_readings(question):
            return None
        return (
            self._unprinted(evidence, thing)
            or self._held(evidence, thing)
            or self._figures(evidence, thing)
            or self._money(question, thing)
            or self._counted(evidence, thing)
            or self._by_its_question_word(question, thing)
        )

    def is_on_the_plans_target(self, question: Question, row: ThreadRow) -> bool:
        """「いつの時点？」 after the plan was shown, which has no figure but its own target."""
        is_figure = question.said("attribute") & {"year", "target", "baseline", "unit"}
        is_own = naming_nouns(question) or is_for_the_readings(question)
        return row.shown == (STRATEGY,) and bool(is_figure) and not is_own

    def thing(self, evidence: Evidence, row: ThreadRow) -> str:
        """The one that is spoken of: shown alone, pointed at by its place, or by its kind; "" for none."""
        question = evidence.question
        places = places_in_list(question, row)[0]
        if len(places) == 1 and places[0] <= len(row.listed):
            return self._if_thing(row.listed[places[0] - 1])
        pointed = question.pointed_kinds & {"project", "package", "goal", "direction"}
        if len(row.shown) == 1 and pointed and self._kind(row.shown[0]) not in pointed:
            related = [one for kind in pointed for one in self._schema.related(row.shown[0], kind)]
            before = [id for id in row.before if self._kind(id) in pointed and (not related or id in related)]
            return before[0] if before else related[0] if len(related) == 1 else ""
        earlier = self._gone_back_to(question, row)
        return earlier or (self._if_thing(self._start(row)) if len(row.shown) == 1 else "")

    def _start(self, row: ThreadRow) -> str:
        """What was shown; the project or indicator where its package, goal or direction was only asked for."""
        shown, before = row.shown[0], row.before[0] if row.before else ""
        kinds, owned = INDICATORS | {"project"}, self._kind(shown) in ("package", "goal", "direction")
        is_of_it = owned and self._kind(before) in kinds and shown in self._schema.related(before, self._kind(shown))
        return before if is_of_it else shown

    def _gone_back_to(self, question: Question, row: ThreadRow) -> str:
        """「さっきの人口密度の単位は？」: what alone of the thread has the nouns, and was not shown last."""
        nouns = naming_nouns(question)
        own = (row.shown[0], *self._indicators(row.shown[0])) if len(row.shown) == 1 else ()
        if not nouns or any(prints_all(question, nouns, self._schema.text_keys[id]) for id in own):
            return ""
        for keys in (self._schema.name_keys, self._schema.text_keys):
            for earlier in (row.before, row.listed):
                things = (id for id in earlier if id not in row.shown and self._if_thing(id))
                found = [id for id in things if prints_all(question, nouns, keys[id])]
                if found:
                    return found[0] if len(found) == 1 else ""
        return ""

    def names_another(self, evidence: Evidence, thing: str) -> bool:
        """A noun that other records print and this one does not, or the name of another one."""
        every, printed = naming_nouns(evidence.question), self._schema.words_printed
        heads = [at for at in every if at + 1 not in every]  # 「農家」 of 「受入農家」
        nouns = [at for at in heads if not self._is_known(evidence, thing, at)]
        is_of_another = any(evidence.question.tokens[at].norm in printed for at in nouns)
        is_of_city = any(token.norm in form_words("of_the_city") for token in evidence.question.tokens)
        is_of_another |= self._has_a_subject(evidence.question)
        is_of_another |= bool(known_instead(evidence, thing))
        return is_of_another or is_of_city or any(id != thing for id in evidence.surely_named)

    def _has_a_subject(self, question: Question) -> bool:
        """「ドローンの事業は？」「ペットの予算額は？」: of a noun that no record prints a kind or a fact is asked."""
        tokens, printed = question.tokens, self._schema.words_printed
        facts = {at for one in question.mentions if is_fact_of_a_thing(one, question) for at in one.tokens}
        asked = {one.first for one in question.mentions if one.concept.part in ("kind", "attribute", "unprinted")}
        nouns = (at for at in range(len(tokens) - 2) if question.weights[at] >= NOUN_WEIGHT and at not in facts)
        own = (at for at in nouns if tokens[at].part[0] == "名詞" and tokens[at].norm not in printed)
        return any(tokens[at + 1].surface == "の" and at + 2 in asked for at in own)

    def _is_known(self, evidence: Evidence, thing: str, at: int) -> bool:
        of_it = (thing, *self._indicators(thing), *self._projects(thing))
        return any(evidence.explained(id)[at] >= SURELY_KNOWN for id in of_it)

    def _held(self, evidence: Evidence, thing: str) -> OfThing | None:
        """「通学路のこともある？」 of what prints the word."""
        said = evidence.question.said
        is_checked = said("ask") & {"exists", "check"} or said("relation") & {"mentions", "belongs"}
        return OfThing((thing,)) if is_checked and self.prints(evidence, thing) else None

    def prints(self, evidence: Evidence, thing: str) -> bool:
        """All nouns of the question, of which nothing else is asked."""
        question, nouns = evidence.question, naming_nouns(evidence.question)
        is_figure = question.states or question.years or question.said("ask") & {"value", "count"}
        is_asked = ways_said(question) or question.said("attribute") or question.said("unprinted") or is_figure
        return bool(nouns) and not is_asked and prints_all(question, nouns, self._schema.text_keys[thing])

    def lacked(self, question: Question) -> str:
        """What of the question the plan has not, in its words; "" where each of them is printed somewhere."""
        said = [one for one in question.mentions if is_fact_of_a_thing(one, question)]
        if said and (name := unprinted_said(question)):
            return name
        phrase = asked_phrase(question)
        held = self._schema.text_keys.values()
        is_held = phrase and all(any(key in text for text in held) for key in phrase.keys)
        return quoted(phrase.text) if phrase and not is_held else ""

    def _unprinted(self, evidence: Evidence, thing: str) -> OfThing | None:
        """「予算は？」「担当の課は？」; 「予約のことも書いてある？」 of what holds the word."""
        question = evidence.question
        said = [one for one in question.mentions if is_fact_of_a_thing(one, question)]
        if not said:
            return None
        written = name_key("".join(question.tokens[at].surface for at in said[-1].tokens))
        if any(written in self._schema.text_keys[id] for id in (thing, *self._indicators(thing))):
            return OfThing((thing,))
        return OfThing(thing=thing, lacked=unprinted_said(question) or unprinted_label(said[-1].concept.name))

    def _figures(self, evidence: Evidence, thing: str) -> OfThing | None:
        """「乗る人の数の目標は？」 of a project with one indicator; nouns tell which of several."""
        question, schema = evidence.question, self._schema
        asked = question.said("attribute") & _FIGURES_ASKED
        if self._kind(thing) not in INDICATORS and not is_on_an_end(question):
            asked -= {"year"}
        if not asked or question.said("condition"):
            return None
        free = self._beside_its_name(question, thing)
        found = [id for id in self._indicators(thing) if self._knows_all(evidence, id, free)]
        counted = [id for id in found if self._is_counted_so(id, question)]
        others = [id for id in schema.all("indicator") if free and self._is_called(evidence, id, free)]
        is_of_others = bool(others) and not set(others) & set(found)
        return OfThing(tuple(counted or found)) if found and not is_of_others and is_on_a_figure(question) else None

    def _beside_its_name(self, question: Question, thing: str) -> Sequence[int]:
        name = self._schema.name_keys[thing]
        return [at for at in naming_nouns(question) if not prints_all(question, [at], name)]

    def _knows_all(self, evidence: Evidence, id: str, places: Collection[int]) -> bool:
        return all(evidence.explained(id)[at] >= SURELY_KNOWN for at in places)

    def _is_called(self, evidence: Evidence, id: str, places: Collection[int]) -> bool:
        return all(evidence.question.tokens[at].norm in self._schema.name_words[id] for at in places)

    def _money(self, question: Question, thing: str) -> OfThing | None:
        """「いくら？」「なんぼもらえると？」"""
        if not says(question.query.text, form_words("how_much")) or question.said("attribute") & _FIGURES_ASKED:
            return None
        is_paid = any(token.norm in form_words("paying") for token in question.tokens)
        counted = [id for id in self._indicators(thing) if _MONEY in self._unit(id)]
        if counted and not is_paid:
            return OfThing(tuple(counted))
        is_figure = self._kind(thing) in INDICATORS and not is_paid  # 「いくら？」 of 待機児童数
        return None if is_figure else OfThing(thing=thing, lacked=unprinted_label("money"))

    def _counted(self, evidence: Evidence, thing: str) -> OfThing | None:
        """「何人養成すると？」「何台？」: a figure of its indicators in this unit, or a number that its text holds."""
        question = evidence.question
        said, is_of_words = counters_said(question), bool(question.said("ask") & {"count"})
        nouns = naming_nouns(question)
        is_due = said or (is_of_words and nouns and prints_all(question, nouns, self._schema.text_keys[thing]))
        if not is_due or question.said("attribute") & _FIGURES_ASKED:
            return None
        free = self._beside_its_name(question, thing)
        counted = [id for id in self._indicators(thing) if self._is_counted_so(id, question)]
        if any(self._is_called(evidence, id, nouns) for id in self._schema.all("indicator") if nouns):
            return None
        if found := [id for id in counted if self._knows_all(evidence, id, free)]:
            return OfThing(tuple(found))
        is_held = any(a.is_number and b.surface in said for a, b in self._pairs(thing))
        return OfThing((thing,)) if is_held else OfThing(thing=thing, lacked=_LACKED["counted"])

    def _is_counted_so(self, id: str, question: Question) -> bool:
        return any(one in self._unit(id).split("/")[0] for one in counters(question.tokens))

    def _by_its_question_word(self, question: Question, thing: str) -> OfThing | None:
        ways, is_indicator = ways_said(question), self._kind(thing) in INDICATORS
        is_of_words = question.said("attribute") & {"source", "text"} and not question.query.is_english
        if is_of_words or question.said("relation") & {"mentions"}:
            return None
        if "when" in ways:
            tells = is_indicator or self._has_year(thing)
            ends = self._indicators(thing) if is_on_an_end(question) else ()
            return OfThing((thing,)) if tells else OfThing(ends) if ends else self._lacking(thing, "when")
        if "where" in ways and noun_asked(question):
            ways -= {"where"}
        if "who" in ways:
            key = self._schema.text_keys[thing]
            said = [token.norm for token in question.tokens if token.norm in form_words("of_whom")]
            return OfThing((thing,)) if any(word in key for word in said) else self._lacking(thing, "who")
        if "where" in ways:
            return OfThing((thing,)) if self._has_place(thing) else self._lacking(thing, "where")
        asked = noun_asked(question)
        if not asked:
            return None
        noun = "".join(token.surface for token in question.tokens[asked.start : asked.stop])
        is_held = not is_indicator and name_key(noun) in self._schema.text_keys[thing]
        if is_held:
            return OfThing((thing,))
        return OfThing(thing=thing, lacked=quoted(noun) if question.query.is_english else f"どの{noun}か")

    def _lacking(self, thing: str, way: str) -> OfThing:
        return OfThing(thing=thing, lacked=_LACKED[way])

    def _has_year(self, thing: str) -> bool:
        words = (token.surface for token in tokenize(self._schema.texts[thing]))
        return any(word in form_words("eras") or (word.isdecimal() and len(word) == YEAR_DIGITS) for word in words)

    def _has_place(self, thing: str) -> bool:
        strategy = self._schema.catalog.strategy
        own = f"{strategy.municipality}{strategy.contact.address if strategy.contact else ''}"
        tokens = tokenize(self._schema.texts[thing])
        return any(
            (token.part[2] == "地名" and token.surface not in own) or token.norm in form_words("facilities")
            for token in tokens
        )

    def _pairs(self, thing: str) -> Sequence[tuple[Token, Token]]:
        return list(pairwise(tokenize(self._schema.texts[thing])))

    def _indicators(self, thing: str) -> Ids:
        return self._schema.related(thing, "indicator") if self._kind(thing) in INDICATORS | {"project"} else ()

    def _projects(self, thing: str) -> Ids:
        return self._schema.related(thing, "project") if self._kind(thing) == "kpi" else ()

    def _unit(self, id: str) -> str:
        return self._schema.catalog.indicators[id].unit

    def _if_thing(self, id: str) -> str:
        return id if self._kind(id) in _THINGS else ""

    def _kind(self, id: str) -> str:
        return self._schema.kinds.get(id, "")
