"""Short questions on what a thread has just shown, answered without weighing readings."""

from collections.abc import Callable, Sequence

from knowledge.answers.answer import Answer, ItemKind, say
from knowledge.answers.own_ties import tie_note
from knowledge.answers.presenting import BY_RULE, Showing
from knowledge.answers.rules.absence import Absences
from knowledge.answers.rules.asked import is_how_it_went
from knowledge.answers.rules.first_sentence import FirstSentences
from knowledge.answers.rules.following.followup import FollowUps, measure_asked
from knowledge.answers.rules.following.narrowing import narrowed
from knowledge.answers.rules.following.of_the_thing import OfTheThing
from knowledge.answers.rules.following.same_condition import under_the_opposite, under_the_same
from knowledge.answers.rules.following.siblings import of_a_sibling, of_the_same_kind
from knowledge.answers.rules.recorded.measuring import measure_of
from knowledge.answers.rules.recorded.whether import reaching_asked
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.context import NARROWED
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.row import NO_ROW, RANKED, ThreadRow, is_of_row, row_of
from knowledge.answers.understanding.schema import MEASURES, Ids, Schema
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY
from knowledge.model.structs import replace
from knowledge.search.query import Query
from knowledge.wording import going_on
from knowledge.wording.amounts import quoted
from knowledge.wording.card import card_text
from knowledge.wording.figure_columns import FigureTable, figures_asked
from knowledge.wording.going_on import OTHERS_OF_THEM, REPRINTED, among_lead, none_among, whose_of_them
from knowledge.wording.leads import MEASURED, count_lead, counted, winner_lead
from knowledge.wording.names import scope_name
from knowledge.wording.record_cards import card_of
from knowledge.wording.standing import NO_BASELINE, figures_note, raw_target_text

FOLLOWED = "followup"  # intent of what goes on from what was shown
_NAMELESS = frozenset({"absent", "attribute", "figure", "unknown", "ambiguous"})  # intents of what a refusal says
_TARGET_OF_PLAN = "population"
OTHERS = 3  # more of a kind, where others than those shown are asked for


class Threads:
    """`evidence`: what the records have to do with a text. `source`: the document, as a refusal names it."""

    def __init__(
        self,
        catalog: Catalog,
        schema: Schema,
        showing: Showing,
        absences: Absences,
        evidence: Callable[[str], Evidence],
        source: str,
    ) -> None:
        self._catalog, self._schema = catalog, schema
        self._showing, self._evidence = showing, evidence
        self._absences, self._source = absences, source
        self._first_sentences = FirstSentences(catalog)
        self._followups = FollowUps(schema)
        self._things = OfTheThing(schema)

    def followed(self, question: Question, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """A short question about what was just shown."""
        query = question.query
        if not row.shown:
            why = self._followups.without_list(question)
            return say(query, "not_found", FOLLOWED, why) if why else None
        if reaching_asked(question):  # 「ゼロになった？」: the recorded values decide
            return None
        asked = self._followups.found(question, row)
        if self._followups.is_at_its_end(question, row):
            return say(query, "not_found", FOLLOWED, going_on.ALL_SHOWN)
        if rest := self._followups.rest_of_list(asked, question, row):
            told = self._showing.decided(query, FOLLOWED, FOLLOWED, rest, values)
            lead, first = self._first_sentences.following(told, is_rest=True), row.listed.index(rest[0]) + 1
            told = replace(told, lead=lead, ranked=row.listed, first=first)
            return self._with_figures(told, row.figures, rest, values) if row.figures else told
        if asked is None:
            return self._following(question, row.shown, values) if is_how_it_went(question) else None
        of_list = row.listed if set(row.shown) <= set(row.listed) and row.figures != RANKED else row.shown
        is_of_first = asked.form == "count" and not question.said("kind") <= set(map(self._counted_kind, of_list))
        of_list = row.shown if is_of_first else of_list  # 「KPIはいくつ？」 of the first of several projects
        counted = self._counted(question, of_list, values, is_list=row.is_of_one) if asked.form == "count" else None
        if counted:
            return counted
        if asked.form == "others" and (rest := _behind_the_first(row)):
            told = self._showing.decided(query, FOLLOWED, FOLLOWED, rest, values)
            told = replace(told, lead=going_on.NEXT_IN_ORDER, ranked=row.listed, first=row.listed.index(rest[0]) + 1)
            return self._with_figures(told, "", rest, values)
        if asked.form == "others" and (left := tuple(id for id in row.wide if id not in row.listed)):
            told = self._showing.decided(query, FOLLOWED, NARROWED, left, values)
            return replace(told, lead=among_lead(len(row.wide), OTHERS_OF_THEM, self._first_sentences.left(told)))
        if self._followups.is_of_others(asked, question, row):
            return self._others(query, row, values)
        if ids := self._followups.resolve(asked, question, row):
            told = self._showing.decided(query, FOLLOWED, FOLLOWED, ids, values)
            told = replace(told, of_target=asked.form == "value" and len(ids) > 1)
            if asked.form == "value" and ids == (STRATEGY,):
                return self._of_the_plan(told, question, values)
            if asked.form == "compare":
                return replace(told, lead=self._winning(question, ids), leads=True)
            if asked.form == "reprints":
                return self._printed_again(told, question, row)
            meant = self._followups.spoken_of(asked, question, row)
            homes = self._followups.homes(question, row) if asked.form == "inside" else ()
            homes = homes or (self._followups.goals_of_targets(meant) if asked.form == "projects" else ())
            origin = homes or meant if len(homes or meant) == 1 else ()
            is_rest = bool(homes) and self._leaves_out(question, row, ids)
            if purpose := self._first_sentences.purpose(question, told):
                return self._showing.count_alone(told, purpose)
            lead = self._first_sentences.of_attribute(question, told)
            is_again = asked.form == "all"  # of a list that may have held what was only near
            lead = lead or self._first_sentences.following(told, of=sorted(homes), is_rest=is_rest, is_again=is_again)
            tie = tie_note(self._catalog, [*homes, *meant], ids)
            return replace(told, lead=lead, origin=origin, tie=tie)
        called = {id: self._called(id) for id in (*row.shown, *row.listed, *row.before)}
        gap = self._followups.gap(asked, question, row, called)
        return say(query, "not_found", FOLLOWED, gap) if gap else None

    def _printed_again(self, told: Answer, question: Question, row: ThreadRow) -> Answer:
        """「再掲は？」 of projects shown, or of the package that was."""
        told = replace(told, items=tuple(replace(item, why=(NARROWED,)) for item in told.items))
        is_of_list = self._kind_of(row.shown[0])[0] == "project"
        whose = "" if "missing" in question.said("condition") else REPRINTED
        left = f"{whose}{self._first_sentences.left(told)}"
        return replace(told, lead=among_lead(len(row.shown), "", left) if is_of_list else left)

    def _with_figures(self, told: Answer, asked: str, ids: Ids, values: CurrentValues) -> Answer:
        """Those that the list was asked for."""
        (year, with_rates), indicators = figures_asked(asked), self._catalog.indicators
        found = [one for id in ids if (one := indicators.get(_TARGET_OF_PLAN if id == STRATEGY else id))]
        own = [measure_of(one, values, year) for one in found]
        table = FigureTable.of(own, year, with_rates=with_rates)
        return replace(told, text="\n\n".join(one.sentence for one in own), table=table, of_target=True)

    def narrowed(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """Those of the list that are meant, or that none of so many is."""
        found = narrowed(evidence, row)
        if found is None:
            return None
        query, count = evidence.question.query, len(found.pool) if row.shown != (STRATEGY,) else 0
        named = [scope_name(self._catalog, self._catalog.records[id]) for id in ([] if found.theme else found.owners)]
        kind = found.kind if found.is_left_out else ""
        whose = whose_of_them(named, found.theme, kind, is_left_out=found.is_left_out)
        if not found.ids:
            kinds = {found.kind} if found.kind else set(map(self._counted_kind, found.pool))
            return say(query, "not_found", FOLLOWED, none_among(count, whose, kinds))
        told = self._showing.decided(query, FOLLOWED, NARROWED, found.ids, values)
        told = self._with_figures(told, row.figures, found.ids, values) if row.figures not in ("", RANKED) else told
        lead = among_lead(count, whose, self._first_sentences.left(told))
        tie = tie_note(self._catalog, found.owners, found.ids)
        return replace(told, lead=lead, origin=found.owners if len(found.owners) == 1 else (), tie=tie)

    def of_the_thing(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """An attribute alone, of what was shown: the value, or that the plan does not print it of this thing."""
        if self._things.is_on_the_plans_target(evidence.question, row):
            told = self._showing.decided(evidence.question.query, FOLLOWED, FOLLOWED, row.shown, values)
            return self._of_the_plan(told, evidence.question, values)
        is_due = bool(row.shown) and not reaching_asked(evidence.question)
        found = self._things.told(evidence, row) if is_due else None
        if found is None:
            return None
        if not found.ids:
            return self._lacking(evidence.question, found.thing, found.lacked)
        return self._following(evidence.question, found.ids, values)

    def naming(self, refusal: Answer, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer:
        """A refusal in a thread names what was shown, where the question is of nothing else that the plan has."""
        question, is_due = evidence.question, refusal.status == "not_found" and refusal.intent in _NAMELESS
        thing = self._things.thing(evidence, row) if is_due and row.shown and not evidence.is_strange else ""
        is_named = [item.id for item in refusal.near] == [thing]
        if not thing or question.query.unread_years or self._things.names_another(evidence, thing):
            return refusal
        if is_named:
            return refusal
        if self._things.prints(evidence, thing):
            return self._following(question, (thing,), values)
        asked = self._things.lacked(question) or going_on.WHAT_IS_ASKED
        return replace(self._lacking(question, thing, asked), unexplained=refusal.unexplained)

    def _lacking(self, question: Question, thing: str, asked: str) -> Answer:
        item = self._showing.item(thing, BY_RULE, ())
        told = self._absences.not_printed(question.query, asked, item)
        return told.near_to((item,), self._source)

    def _following(self, question: Question, ids: Ids, values: CurrentValues) -> Answer:
        told = self._showing.decided(question.query, FOLLOWED, FOLLOWED, ids, values)
        if purpose := self._first_sentences.purpose(question, told):
            return self._showing.count_alone(told, purpose)
        lead = self._first_sentences.of_attribute(question, told) or self._first_sentences.following(told)
        return replace(told, lead=lead)

    def _of_the_plan(self, told: Answer, question: Question, values: CurrentValues) -> Answer:
        """「いつの時点？」 after the plan: its own target, and not what else its card has."""
        target = self._catalog.strategy.population_target
        if target is None:
            return told
        figures = [raw_target_text(target), *([NO_BASELINE] if "baseline" in question.said("attribute") else [])]
        text = card_text(card_of(target, self._catalog, values))
        return replace(told, of_target=True, text=text, lead=f"{target.title}の{figures_note(figures, None)}")

    def the_same(self, evidence: Evidence, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """「じゃあパッケージ3は？」 after KPIs, 「ドクターカーは？」 after another one, 「同じ条件で数値目標は？」."""
        if not row.shown:
            return None
        other, ids = of_a_sibling(evidence, row)
        ids = ids or of_the_same_kind(evidence, row)
        fulfilling = None if ids else under_the_opposite(evidence, row.shown) or under_the_same(evidence, row.shown)
        if fulfilling == ():
            return say(evidence.question.query, "not_found", FOLLOWED, going_on.NONE_OTHER)
        ids = ids or fulfilling or ()
        if not ids:
            return None
        told = self._showing.decided(evidence.question.query, FOLLOWED, "switched", ids, values)
        lead = self._first_sentences.following(told, of=(other,) if other else ())
        origin = (other,) if other and ids != (other,) else ()
        return replace(told, lead=lead, origin=origin, tie=tie_note(self._catalog, origin, ids))

    def meant(self, question: Question, row: ThreadRow) -> Ids:
        """What was shown; of 「両方とも」 after one thing also the one before it."""
        is_of_both = "both" in question.said("context") and len(row.shown) == 1
        return (self._followups.both(row) if is_of_both else ()) or row.shown

    def known(self, context: Sequence[str]) -> ThreadRow:
        """What of the thread's row the plan has."""
        own, titles = self._catalog.strategy.id, self._showing.titles
        has = {
            id: STRATEGY if id == own else id
            for id in context
            if id in titles or id in (own, STRATEGY) or is_of_row(id)
        }
        row = row_of([has[id] for id in context if id in has])
        return row if row.shown else NO_ROW

    def _kind_of(self, id: str) -> tuple[ItemKind, str]:
        return self._showing.titles.get(id, ("strategy", "戦略"))

    def _leaves_out(self, question: Question, row: ThreadRow, ids: Sequence[str]) -> bool:
        """「同じパッケージの他の事業は？」 after some of its projects: they are not among those told."""
        kinds = {self._kind_of(id)[0] for id in ids}
        is_asked = "rest" in question.said("context")
        return is_asked and any(self._kind_of(id)[0] in kinds for id in (*row.shown, *row.before[:1]))

    def _counted_kind(self, id: str) -> str:
        kind, _ = self._kind_of(id)
        return "target" if kind == "goal_target" else kind

    def _called(self, id: str) -> str:
        kind, title = self._kind_of(id)
        return going_on.SHOWN_PASSAGE if kind == "passage" else quoted(title)

    def _winning(self, question: Question, ids: Sequence[str]) -> str:
        """Which of two is greater."""
        measure = measure_asked(question)
        first, second = (self._catalog.indicators[id] for id in ids)
        is_even = len({MEASURES[measure](one) for one in (first, second)}) == 1
        names = [quoted(one.title) for one in (first, second)]
        return winner_lead(MEASURED[measure], names, is_least=is_least(question), is_even=is_even)

    def _counted(
        self, question: Question, shown: Sequence[str], values: CurrentValues, *, is_list: bool = False
    ) -> Answer | None:
        """「KPIは何件？」 of the whole plan, and 「何件？」 of what was just shown. `is_list`: though it is one."""
        kinds = list(map(self._counted_kind, shown))
        kind = self._followups.counted(question, kinds)
        if is_list and not question.said("kind"):
            kind = ""
        if kinds == ["term"] and not question.said("kind"):  # 「KPIとは」「いくつありますか」
            kind = next(iter(self._evidence(self._kind_of(shown[0])[1]).question.said("kind")), None)
        if kind is None:
            return None
        listed = len(shown) if (is_list or len(shown) > 1) and kind in ("", *kinds) else 0
        if not kind:
            told = self._showing.decided(question.query, FOLLOWED, FOLLOWED, shown, values)
            return self._showing.count_alone(told, going_on.listed_note(listed))
        whole = count_lead(counted(self._catalog, kind))
        note = going_on.counted_note(listed, whole)
        return self._showing.count_of(question.query, kind, self._schema.all(kind), values, note)

    def _others(self, query: Query, row: ThreadRow, values: CurrentValues) -> Answer | None:
        """What is nearest to the thing just shown, of its kind and not shown yet."""
        kind, title = self._showing.titles.get(row.shown[0], ("strategy", ""))
        seen = {*row.shown, *row.listed}
        near = [hit for hit in self._evidence(title).found({kind}) if hit.id not in seen][:OTHERS]
        items = tuple(self._showing.item(hit.id, round(min(hit.score, 1.0) / 2, 3), ("others",)) for hit in near)
        if not items:
            return None
        told = self._showing.show(query, "answered", FOLLOWED, items, values)
        return replace(told, lead=self._first_sentences.following(told, is_near=True))


def _behind_the_first(row: ThreadRow) -> Ids:
    """「他には？」 after the first by some order: those that come next, in that order."""
    count = len(row.shown)
    is_first = row.figures == RANKED and row.listed[:count] == row.shown
    return row.listed[count:] if is_first else ()
