"""Questions that name a record, a number or a kind and nothing else: no reading has to be weighed."""

from collections.abc import Collection

from knowledge.answers.answer import Answer
from knowledge.answers.own_ties import tie_note
from knowledge.answers.presenting import KIND_INTENTS, Showing
from knowledge.answers.rules.asked import FIGURES, kinds_asked
from knowledge.answers.rules.first_sentence import FirstSentences
from knowledge.answers.rules.recorded.of_two import two_asked
from knowledge.answers.rules.several import ShortNames
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS, OWNERS, Reading
from knowledge.answers.understanding.words import form_words, says
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY
from knowledge.model.structs import replace
from knowledge.wording.leads import MOST_NAMES, beside_lead, contact_lead, issuer_lead
from knowledge.wording.names import home
from knowledge.wording.values import measure

_LISTED = frozenset({"project", "kpi", "indicator", "target", "goal", "direction", "package", "term"})
_COUNTED = frozenset({"project", "kpi", "indicator"})  # where many, their number says all
_YEN = "円"
_OF_ALL = frozenset({
    Concept("ask", "all"), Concept("ask", "count"), Concept("attribute", "name"), Concept("relation", "mentions"),
})  # fmt: skip
_LISTING = frozenset({Concept("ask", "which"), Concept("ask", "exists")})  # 「KPIは何がありますか」
_LISTED_FIGURES = frozenset({Concept("attribute", "target"), Concept("attribute", "baseline")})  # 「KPIの目標値一覧」
_WITHOUT_REPRINTS = frozenset({Concept("condition", "reprint"), Concept("condition", "without")})  # both are told


class NamedAlone:
    def __init__(self, catalog: Catalog, short_names: ShortNames, showing: Showing) -> None:
        self._catalog = catalog
        self._short_names = short_names
        self._showing = showing
        self._first_sentences = FirstSentences(catalog)

    def of_one_number(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「施策1の事業」 where each goal has a 施策1: the asker chooses."""
        numbered = [one for one in evidence.numbered if evidence.kind(one.id) == "package"]
        ids = tuple(one.id for one in numbered if one.tokens == numbered[0].tokens)
        if len(set(ids)) < 2:
            return None
        return replace(
            self._showing.decided(evidence.question.query, "structure", "named", ids, values), status="candidates"
        )

    def figures_of_an_id(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「p3-11の目標値」: of a project, by the id that our lists print, what its indicators say."""
        question, numbered = evidence.question, evidence.numbered
        if len(numbered) != 1 or evidence.kind(numbered[0].id) != "project":
            return None
        told = question.marked("attribute", FIGURES)
        beside = told + question.marked("ask") + question.marked("polite")
        counting = [at for at in range(len(told)) if question.weights[at] > 0 and at not in numbered[0].tokens]
        is_bare = any(told) and all(beside[at] for at in counting)
        ids = evidence.schema.related(numbered[0].id, "indicator") if is_bare else ()
        shown = self._showing.decided(question.query, "kpi", "named", ids, values) if ids else None
        return shown and replace(shown, tie=tie_note(self._catalog, [numbered[0].id], ids))

    def own_office(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「市役所の電話番号」「誰が作った計画？」: the plan prints the office that made it, with its telephone."""
        question, contact = evidence.question, self._catalog.strategy.contact
        said = {
            token.surface for at, token in enumerate(question.tokens) if question.weights[at] > 0 and token.is_content
        }
        text, of_telephone = question.query.text, form_words("city_hall") | form_words("of_telephones")
        is_telephone = said <= of_telephone and says(text, form_words("telephone"))
        is_made = "strategy" in question.said("kind") and said <= form_words("making_a_plan")
        if contact is None or not (is_telephone or (is_made and says(text, form_words("of_issuers")))):
            return None
        lines = range(contact.span.first_line, contact.span.last_line + 1)
        ids = [one.id for one in self._catalog.base.passages if one.span.first_line in lines][:1]
        told = self._showing.decided(question.query, "passage", "named", ids, values) if ids else None
        return told and replace(told, lead=(contact_lead if is_telephone else issuer_lead)(contact))

    def of_one_name(self, evidence: Evidence, answer: Answer, values: CurrentValues) -> Answer | None:
        """An indicator of a name that stands under several measures: that of the measure or goal whose number or words
        are said, and all of them where no word of the question tells which.
        """
        question = evidence.question
        ids = self._short_names.alike(question.query.key)
        is_refused = answer.status == "not_found" and not question.said("unprinted")  # each of them is half as likely
        if not ids or not (is_refused or answer.status == "answered"):
            return None
        name = name_key(self._catalog.indicator(ids[0]).title)
        others = [at for at in question.free_nouns if name_key(question.tokens[at].surface) not in name]
        full = [one.id for one in evidence.named if one.how == "full" and evidence.kind(one.id) in OWNERS]
        owners = list(dict.fromkeys([*(one.id for one in evidence.numbered), *full]))
        if owners and (question.said("attribute") or question.said("ask") & {"value", "count"}):
            inside = {
                id for owner in owners for kind in ("kpi", "target") for id in evidence.schema.related(owner, kind)
            }
            found = tuple(id for id in ids if id in inside)
            return self._showing.decided(question.query, "kpi", "named", found, values) if len(found) == 1 else None
        is_named_so = bool(answer.items) and all(item.id in ids for item in answer.items)
        if owners or not (is_named_so or is_refused):
            return None
        words = [name_key(question.tokens[at].surface) for at in others]
        homes = {id: name_key(home(self._catalog, self._catalog.indicator(id))) for id in ids}
        told = [id for id in ids if words and all(word in homes[id] for word in words)]
        if len(told) == 1:
            return self._showing.decided(question.query, "kpi", "named", told, values)
        if is_refused and others:
            return None
        return replace(self._showing.decided(question.query, "kpi", "named", ids, values), status="candidates")

    def of_its_measure(self, evidence: Evidence, answer: Answer, values: CurrentValues) -> Answer | None:
        """「農業都市の認知度は？」, where a project was found: the one indicator that has all the words, and whose name
        ends in what is asked.
        """
        question, nouns = evidence.question, evidence.question.free_nouns
        is_project = answer.status == "answered" and [item.kind for item in answer.items[:1]] == ["project"]
        if not is_project or question.said("kind") or not nouns:
            return None
        last = [at for at in nouns if nouns[-1] - at == len(nouns) - 1 - nouns.index(at)]  # those that touch it
        end = name_key("".join(question.tokens[at].surface for at in last))
        said = {question.tokens[at].norm for at in nouns}
        schema = evidence.schema
        named = [id for id in schema.all("indicator") if schema.name_keys[id].endswith(end)]
        found = tuple(id for id in named if said <= schema.name_words[id])
        return self._showing.decided(question.query, "kpi", "named", found, values) if len(found) == 1 else None

    def numbered_alone(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「基本目標2は？」「基本目標2の施策1」 and no more."""
        question, ids = evidence.question, {one.id for one in evidence.numbered}
        ids -= _goals_that_tell_which(evidence)
        if len(ids) != 1:
            return None
        taken = {at for one in evidence.numbered for at in one.tokens}
        is_all = all(at in taken or not question.weights[at] for at in range(len(question.tokens)))
        if not is_all or evidence.kind(min(ids)) not in ("goal", "package", "direction"):
            return None
        kind = evidence.kind(min(ids))
        return self._showing.decided(question.query, KIND_INTENTS.get(kind, kind), "named", tuple(ids), values)

    def all_of_a_kind(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「事業一覧」「五つの基本目標の名称を順に」「KPIって何個？」: nothing is named that they could belong to."""
        question = evidence.question
        is_once, is_again = (
            {"reprint", "without"} <= question.said("condition"),
            "reprint" in question.said("condition"),
        )
        kinds = question.said("kind") - {"strategy"} or ({"project"} if is_again else set())  # 「再掲を抜いて一覧に」
        kind = next(iter(kinds), "")
        if len(kinds) != 1 or kind not in _LISTED:
            return None
        reading = Reading(evidence.schema.all(kind), kind, "list", question.weights)
        if not _says_only_all(question, kind, len(reading.ids)):
            return None
        if is_again and kind != "project":
            return None
        if is_again:
            ids = reading.ids if is_once else [id for id in reading.ids if id in evidence.schema.reprinted]
            reading = reading._replace(ids=tuple(ids))
            shown = self._showing.decided(question.query, "analytics", "filtered", reading.ids, values)
            return replace(shown, lead=self._first_sentences.of(evidence, reading._replace(form="filtered"), shown))
        if not _asks_for_the_list(question):
            is_counted = kind in _COUNTED and "count" in question.said("ask") and len(reading.ids) > MOST_NAMES
            return self._showing.count_of(question.query, kind, reading.ids, values) if is_counted else None
        if not reading.ids:
            return None
        shown = self._showing.decided(question.query, KIND_INTENTS.get(kind, kind), "list", reading.ids, values)
        return replace(shown, lead=self._first_sentences.of(evidence, reading, shown))

    def named_alone(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Who types a record's name and nothing else wants that record."""
        if len(evidence.named_alone) != 1:
            return None
        kind = evidence.kind(evidence.named_alone[0])
        return self._showing.decided(
            evidence.question.query, KIND_INTENTS.get(kind, kind), "named", evidence.named_alone, values
        )

    def on_period(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「待機児童数はいつから始まっていつ終わる？」: the plan's period is known, and the years of the figures."""
        named = next((one.id for one in evidence.named if evidence.is_named_in_full(one.id)), "")
        if named not in self._catalog.indicators:
            return self._period_of_the_plan(evidence, values)
        shown = self._showing.decided(evidence.question.query, "kpi", "named", (named,), values)
        lead = self._first_sentences.period(evidence.question, shown)
        return replace(shown, lead=lead) if lead else None

    def on_money(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「水揚げ金額はいくら？」 asks for no budget: the indicator of that name counts yen."""
        named = next((one.id for one in evidence.named if evidence.is_named_in_full(one.id)), "")
        indicator = self._catalog.indicators.get(named)
        if indicator is None or not indicator.unit.endswith(_YEN) or "money" not in evidence.question.said("unprinted"):
            return None
        return self._showing.decided(evidence.question.query, "kpi", "named", (named,), values)

    def _period_of_the_plan(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「計画はいつまで？」 of a plan that heads no passage with it: nothing else is asked."""
        question = evidence.question
        is_of_plan = "strategy" in question.said("kind") or "period" in question.said("attribute")
        if not is_of_plan or question.free_nouns or question.said("unprinted"):  # 「パブコメの期間」
            return None
        shown = self._showing.decided(question.query, "structure", "named", (STRATEGY,), values)
        lead = self._first_sentences.period(question, shown)
        return self._showing.count_alone(shown, lead) if lead else None

    def several(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """Two indicators by their names, one of them shortened, and a value that is asked of both."""
        query = evidence.question.query
        if two_asked(evidence.question):
            return None
        ids = self._short_names.several(query.key) if evidence.question.said("attribute") else ()
        return self._showing.decided(query, "kpi", "named", ids, values) if ids else None

    def beside_each_other(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「観光客数と宿泊者数を比べて」: of two indicators what is known of both, and which target is greater."""
        question = evidence.question
        said = question.said("attribute") | question.said("order") | question.said("condition") | question.states
        is_of_others = question.said("kind") - INDICATORS  # 「雇用の箱と子育ての箱、事業の数は一緒？」
        sides = evidence.conjuncts if "compare" in question.said("ask") and not (said or is_of_others) else ()
        ids = [evidence.best_of(side).get("indicator", "") for side in sides]
        if len(ids) != 2 or not all(ids) or ids[0] == ids[1]:
            return None
        if not all(evidence.is_called(id, side.at) for id, side in zip(ids, sides, strict=True)):
            return None
        if two_asked(question) and all(values.entries(id) for id in ids):
            return None
        shown = self._showing.decided(question.query, "kpi", "named", ids, values)
        return replace(shown, lead=beside_lead([measure(self._catalog.indicator(id), values) for id in ids]))

    def numbered_together(self, evidence: Evidence, values: CurrentValues) -> Answer | None:
        """「基本目標2と基本目標3を比べて」: several of a kind by their numbers, of which nothing else is asked."""
        question = evidence.question
        in_order = sorted(evidence.numbered, key=lambda one: min(one.tokens, default=0))
        ids = tuple(dict.fromkeys(one.id for one in in_order))
        kinds = {evidence.kind(id) for id in ids}
        asked = set(kinds_asked(question)) - kinds
        is_more = asked or question.said("order") or question.said("condition") or question.said("attribute") - {"text"}
        if len(ids) < 2 or len(kinds) > 1 or is_more or question.free_nouns or question.states:
            return None
        return self._showing.decided(question.query, "structure", "named", ids, values)


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


def _asks_for_the_list(question: Question) -> bool:
    """「一覧」「何がありますか」, or all of the whole plan: 「計画全体のKPIは？」"""
    asked = question.said("ask")
    is_of_plan = "strategy" in question.said("kind") and not asked & {"count", "which", "compare", "check"}
    return "all" in asked or asked >= {"which", "exists"} or is_of_plan


def _says_only_all(question: Question, kind: str, count: int) -> bool:
    """Words of a kind, and that all of it is asked for; `count`: how many there are, which may be said."""
    counted = [one for one in question.numbers if one.value == count]
    passed = {at for one in counted for at in range(one.first, one.end + 1)}
    said = [at for at, weight in enumerate(question.weights) if weight > 0 and at not in passed]
    is_asked = _asks_for_the_list(question) and "all" not in question.said("ask")
    of_all = _OF_ALL | (_LISTING if is_asked and not question.said("condition") else frozenset())
    of_all |= _WITHOUT_REPRINTS if question.said("ask") & {"count", "all"} else frozenset()
    of_all |= _LISTED_FIGURES if kind in INDICATORS and "all" in question.said("ask") else frozenset()
    return bool(said) and all(_asks_for_all(question, at, of_all) for at in said)


def _asks_for_all(question: Question, at: int, of_all: Collection[Concept]) -> bool:
    concepts, is_in_order = question.concepts_at.get(at, ()), question.tokens[at].norm in form_words("in_order")
    return is_in_order or any(one.part == "kind" or one in of_all for one in concepts)
