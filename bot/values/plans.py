"""The plans that are answered from: each opened when it is first asked, and the question led to the one it means.

    plans = open_plans(settings)
    answer, knowledge = plans.asked("第2期のときの目標は？", ("kakuu@k1-1",), today=today)

Ids of records that leave an answer (a thread, a button) say of which plan they are: `kakuu@k1-1`; the first plan's
have no mark, as they have where there is only one.
"""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from bot.config import BotError, Lru
from bot.values.current import Answering, LedgerValues
from bot.values.taught import TaughtEngine
from knowledge.answers import Answer, Item
from knowledge.answers.answer import FIRST_MARK, INTRODUCING, mark_and_id
from knowledge.answers.conversation import at_hand
from knowledge.answers.editions import InPlan, counterparts, not_comparable, side_by_side, without_counterpart
from knowledge.answers.plan_mentions import asks_for_plans, asks_no_more, editions_told, says_period
from knowledge.answers.presenting import Showing
from knowledge.answers.understanding.row import is_of_row, row_of
from knowledge.answers.which_plan import NamedPlan, line_of, named_plan
from knowledge.indicators import CurrentValues
from knowledge.model import Catalog, name_key
from knowledge.model.plans import OTHER_PLANS, PlanFacts, ended_note, facts_of, usual_plan
from knowledge.model.records import BasicDirection, BasicGoal, PolicyPackage
from knowledge.model.structs import replace
from knowledge.storage.plans import HeldPlan

ONLY = "plan"
MOST_OPEN = 4  # plans at once: each is some tens of megabytes
PLAN_GONE = "この計画は、いまは加えられていません。"
THE_PLAN = "この計画とは"  # 「第1期は？」, where nothing was shown before
MORE = "詳しく"  # 「前の計画では？」 asks for the thing itself
ASK_OTHERS = "ほかの計画に聞くときは、計画の名前か期を入れてください（{others}）。"
NOT_HELD = "いまは加えられていない計画"
PLANS_HELD = "お答えできる計画は{count}件です。"
PLAN_AT_HAND = (
    "どの計画かを言わないご質問には「{plan}」からお答えします。"
    "「第2期の…」「令和3年度の計画では…」のように、期・年度・計画の名前で選べます。"
)
INSTEAD = "次は、その計画の内容です。"
NEAR_SCORE = 0.5  # the score of what is near and was not asked for


class Knowledge(Struct, frozen=True, kw_only=True):
    """What is answered from one plan. `document`: the lines of its source file, first first.

    `id`: of the plan. `mark`: what says in a button, a thread or a schedule that it is of it; "" for the first plan.
    """

    catalog: Catalog
    engine: Answering
    values: LedgerValues
    document: tuple[str, ...]
    taught: TaughtEngine
    id: str = ONLY
    mark: str = ""

    @property
    def plan(self) -> PlanFacts:
        return facts_of(self.id, self.catalog.strategy)

    def as_it_is(self) -> "Knowledge":
        return self

    def kept_back(self) -> "Knowledge":
        """As it is where others read along."""
        return replace(self, values=self.values.kept_back())


class PlanGoneError(BotError):
    """What a button or a schedule is of is held no more."""

    def __init__(self) -> None:
        super().__init__(PLAN_GONE)


class Plans:
    """Thread-safe. `chosen`: the id of the plan for whatever names none; "" for the one in force on the day."""

    def __init__(self, held: Sequence[HeldPlan], open: Callable[[HeldPlan], Knowledge], chosen: str = "") -> None:
        """At least one plan."""
        self._marks = {plan.mark: plan for plan in held}
        self._by_id = {plan.id: plan.mark for plan in held}
        self._open, self._chosen = open, chosen
        self._opened: Lru[str, Knowledge] = Lru(MOST_OPEN)
        self.facts = tuple(plan.facts for plan in held)

    @classmethod
    def only(cls, knowledge: Knowledge) -> "Plans":
        """One plan that is open already."""
        plan = HeldPlan(number=1, id=knowledge.plan.id, strategy="", key=knowledge.catalog.key)
        return cls([plan.known_as(knowledge.plan)], lambda _: knowledge)

    @property
    def are_several(self) -> bool:
        return len(self.facts) > 1

    def labels(self) -> dict[str, str]:
        """「第2期…（令和2年度〜令和6年度）」 by mark, in the order in which they were added."""
        return {mark: plan.facts.label for mark, plan in self._marks.items()}

    def of(self, mark: str) -> Knowledge:
        """Raises PlanGoneError for a plan that is held no more."""
        if mark not in self._marks:
            raise PlanGoneError
        return self._opened.get(mark, lambda: self._open(self._marks[mark]))

    def name_of(self, mark: str) -> str:
        """「第2期…（令和2年度〜令和6年度）」, as is said where there are several; "" where there is only one."""
        if not self.are_several:
            return ""
        return self._marks[mark].facts.label if mark in self._marks else NOT_HELD

    def find_mark(self, id: str) -> str | None:
        """Of a plan by its id."""
        return self._by_id.get(id)

    def button_mark(self, mark: str) -> str:
        """What buttons carry: nothing where there is one plan, without a mark of its own."""
        return mark or (FIRST_MARK if self.are_several else "")

    def usual(self, today: date) -> str:
        """The mark of the plan for whatever names none."""
        return self._by_id[self._chosen or usual_plan(self.facts, today).id]

    def meant(self, text: str, at_hand: str, today: date) -> tuple[str, str]:
        """The mark of the plan that a text names, else the one at hand; and the text without that name."""
        named = named_plan(text, self.facts, self._marks[at_hand].facts, today)
        return (self._by_id[named.plan.id], named.rest) if named.plan else (at_hand, text)

    def answer(
        self, question: str, context: Sequence[str] = (), values: CurrentValues | None = None, *, today: date
    ) -> Answer:
        """As an engine: with what is recorded of the plan that answers."""
        return self.asked(question, context, today=today)[0]

    def asked(
        self,
        question: str,
        context: Sequence[str] = (),
        *,
        today: date,
        tied: str | None = None,
        seen: Callable[[Knowledge], Knowledge] = Knowledge.as_it_is,
    ) -> tuple[Answer, Knowledge]:
        """With the knowledge that it is from. `context`: what the conversation goes on about. `tied`: the mark of the
        place's own plan. `seen`: what of a plan is shown in that place.
        """
        meant = at_hand(question, context, self._has_list)
        answer, knowledge = self._asked(meant, context, today=today, tied=tied, seen=seen)
        return (answer if meant == question else replace(answer, query=question)), knowledge

    def _has_list(self, id: str) -> bool:
        """Whether its card shows what belongs to it."""
        mark, plain = mark_and_id(id)
        records = self.of(mark).catalog.records if mark in self._marks else {}
        return isinstance(records.get(plain), PolicyPackage | BasicGoal | BasicDirection)

    def _asked(
        self,
        question: str,
        context: Sequence[str],
        *,
        today: date,
        tied: str | None,
        seen: Callable[[Knowledge], Knowledge],
    ) -> tuple[Answer, Knowledge]:
        """`context`: marked ids."""
        before = [mark_and_id(id) for id in context]
        marks = [mark for mark, id in before if mark in self._marks and not is_of_row(id)]
        at_hand = marks[0] if marks else tied if tied in self._marks else self.usual(today)
        row = tuple(id for mark, id in before if mark == at_hand or is_of_row(id))
        shown = row_of(row).shown
        named = named_plan(question, self.facts, self._marks[at_hand].facts, today)
        own = self._in_force(at_hand, tied, today)
        if own != at_hand and not named.plan and not named.missing and _names_anew(question, seen(self.of(own)), today):
            at_hand, row, shown = own, (), ()
        if not self.are_several:
            knowledge = seen(self.of(at_hand))
            answer = knowledge.engine.answer(named.rest, row, knowledge.values.current, today=today)
            answer = _without_the_other(answer, named) if named.missing else answer
            query = answer.query if named.rest == question else question
            return replace(answer, query=query, mark=knowledge.mark), knowledge
        here = seen(self.of(at_hand))
        if asks_for_plans(question):
            return self._listed(question, here, today), here
        if named.missing:
            answer = Answer(question, "not_found", "absent", (), named.missing, note=named.missing)
            return answer.of_plan(here.plan), here
        mark = self._by_id[named.plan.id] if named.plan else at_hand
        is_whole = named.plan and not says_period(question) and (named.is_bare or asks_no_more(named.rest))
        there = seen(self.of(mark))
        if named.beside:
            among = [there, *(seen(self.of(self._by_id[plan.id])) for plan in named.beside)]
            start = here if named.is_bare and shown else there
            answer, knowledge = _compared(question, named, shown if start is here else (), start, among, today)
        elif named.is_compared:
            beside = there if mark != at_hand else self._before(here, seen)
            answer, knowledge = _compared(question, named, shown, here, [here, *([beside] if beside else [])], today)
        elif mark != at_hand and shown and not (is_whole and not named.is_bare):
            answer, knowledge = _carried_over(question, named, shown, here, there, today), there
        else:
            context = row if mark == at_hand and not is_whole else ()
            asked = THE_PLAN if is_whole else named.rest
            answer = there.engine.answer(asked, context, there.values.current, today=today)
            answer = answer if named.plan else self._with_others(self._introduced(answer, there), there)
            knowledge = there
        return replace(answer, query=question, mark=knowledge.mark).of_plan(knowledge.plan), knowledge

    def _in_force(self, at_hand: str, tied: str | None, today: date) -> str:
        """Of the plans in its line the one that is asked where none is named."""
        line = line_of(self._marks[at_hand].facts, self.facts)
        marks = [self._by_id[plan.id] for plan in line]
        usual = tied if tied in self._marks else self.usual(today)
        return usual if usual in marks else self._by_id[usual_plan(line, today).id]

    def _listed(self, question: str, usual: Knowledge, today: date) -> Answer:
        """Which plans there are, and which one answers who names none."""
        lines = (f"・{plan.label}{_marked(ended_note(plan.period, today))}" for plan in self.facts)
        head = PLANS_HELD.format(count=len(self.facts))
        told = "\n".join([head, *lines, PLAN_AT_HAND.format(plan=usual.plan.label)])
        return Answer(question, "help", "plans", (), told, note=told)

    def _introduced(self, answer: Answer, own: Knowledge) -> Answer:
        """A greeting, which names its plan, names the others too."""
        if answer.intent not in INTRODUCING:
            return answer
        others = OTHER_PLANS.format(others="、".join(plan.label for plan in self.facts if plan.id != own.id))
        return replace(answer, note=f"{answer.note}\n{others}", text=f"{answer.text}\n{others}")

    def _with_others(self, answer: Answer, asked: Knowledge) -> Answer:
        """A refusal of the plan at hand says that others can be asked; none of them answers unasked."""
        if answer.status != "not_found":
            return answer
        others = "、".join(f"「{plan.label}」" for plan in self.facts if plan.id != asked.id)
        told = ASK_OTHERS.format(others=others)
        return replace(answer, text=f"{answer.text}\n{told}", note="\n".join(filter(None, (answer.note, told))))

    def _before(self, here: Knowledge, seen: Callable[[Knowledge], Knowledge]) -> Knowledge | None:
        """The plan before it in its line; None for the first."""
        facts = self._marks[here.mark].facts
        line = line_of(facts, self.facts)
        at = line.index(facts)
        return seen(self.of(self._by_id[line[at - 1].id])) if at else None


def _without_the_other(answer: Answer, named: NamedPlan) -> Answer:
    """Another plan than the only one is named: the text may tell of it, where nothing is compared with it."""
    passages = [item.text or "" for item in answer.items if item.kind == "passage"]
    if not answer.items or (passages and named.edition and named.edition not in editions_told(passages)):
        return Answer(answer.query, "not_found", "absent", (), named.missing, note=named.missing)
    is_of_record = answer.items[0].kind != "passage" or says_period(named.rest)
    return answer.noted(f"{named.missing}{INSTEAD}") if is_of_record or named.is_compared else answer


def _marked(note: str) -> str:
    return f"　※ {note}" if note else ""


def _compared(
    question: str, named: NamedPlan, shown: Sequence[str], start: Knowledge, among: Sequence[Knowledge], today: date
) -> tuple[Answer, Knowledge]:
    """An indicator of the plan to start from beside its like in the others; what one lacks is said, and where it is the
    only other one, records with names close to it are offered.
    """
    begun = [start, *(one for one in among if one.id != start.id)] if len(among) > 1 else []
    met = ((one, _indicator_asked(named, shown if one is start else (), one, today)) for one in begun)
    first, id = next(((one, id) for one, id in met if id), (start, ""))
    if not id:
        return not_comparable(question), start
    start = first
    indicator = start.catalog.indicator(id)
    like = {one.id: counterparts(id, start.catalog, one.catalog) for one in among if one.id != start.id}
    held = [one for one in among if one.id == start.id or like[one.id].is_sure]
    lacking = [one for one in among if one not in held]
    if not held or (lacking and len(among) == 2 and not named.beside):
        other = lacking[0]
        return without_counterpart(question, indicator.name, other.plan, _items(other, like[other.id].ids)), other
    own = {one.id: id if one.id == start.id else like[one.id].ids[0] for one in held}
    beside = [InPlan(one.plan, one.catalog.indicator(own[one.id]), one.values.current) for one in held]
    first = start if start in held else held[0]
    item = _items(first, [own[first.id]])[0]
    return side_by_side(question, item, beside, [one.plan for one in lacking]), first


def _indicator_asked(named: NamedPlan, shown: Sequence[str], knowledge: Knowledge, today: date) -> str:
    """The first one that the question is answered with, else that was shown; "" for none."""
    values = knowledge.values.current
    found = () if named.is_bare else knowledge.engine.answer(named.rest, shown, values, today=today).items
    ids = [item.id for item in found] or list(shown)
    return next((id for id in ids if id in knowledge.catalog.indicators), "")


def _carried_over(
    question: str, named: NamedPlan, shown: Sequence[str], here: Knowledge, there: Knowledge, today: date
) -> Answer:
    """A follow-up about what was shown of one plan, asked of another: about the same thing there, by its name."""
    found = [counterparts(id, here.catalog, there.catalog) for id in shown]
    ids = tuple(each.ids[0] for each in found if each.is_sure)
    values = there.values.current
    if named.is_bare and ids:
        return there.engine.answer(MORE, ids, values, today=today)
    if found[0].is_sure:
        return there.engine.answer(named.rest, ids, values, today=today)
    alone = there.engine.answer(named.rest, (), values, today=today)
    if alone.status == "answered" and not named.is_bare and not _follows(here, named.rest, shown, today):
        return alone
    title = Showing(here.catalog).titles.get(shown[0], ("", here.catalog.strategy.title))[1]
    return without_counterpart(question, title, there.plan, _items(there, found[0].ids))


def _names_anew(question: str, own: Knowledge, today: date) -> bool:
    """Whether it says the whole name of an indicator or a project of that plan and is answered with it: it goes on
    about nothing that was shown before.
    """
    answer = own.engine.answer(question, (), own.values.current, today=today)
    key = name_key(question)
    return any(item.kind in ("kpi", "goal_target", "project") and name_key(item.title) in key for item in answer.items)


def _follows(here: Knowledge, rest: str, shown: Sequence[str], today: date) -> bool:
    """Whether the question is about what was shown: it is answered with it."""
    answer = here.engine.answer(rest, shown, here.values.current, today=today)
    return answer.intent == "followup"


def _items(knowledge: Knowledge, ids: Sequence[str]) -> list[Item]:
    showing = Showing(knowledge.catalog)
    return [showing.item(id, NEAR_SCORE, ("edition",)) for id in ids]
