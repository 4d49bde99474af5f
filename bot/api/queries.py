"""What other programs may read, one function a kind of question: with the values and the words of every other surface.

    queries = Queries(plans, clock)
    queries.ask("移住支援の事業は？")["text"]
    queries.indicators(state="遅れ")["indicators"]

All of them raise BotError or KnowledgeError, whose sentences are for whoever asked.
"""

import time
from collections.abc import Sequence
from typing import Annotated, cast

from msgspec import Struct
from pydantic import Field

from bot.api.from_records import (
    answer_object,
    chosen_projects,
    indicator_in_full,
    indicator_object,
    plan_named,
    plan_object,
    project_in_full,
    project_object,
)
from bot.api.objects import (
    AnswerObject,
    IndicatorInFullObject,
    IndicatorsObject,
    PlanObject,
    ProjectInFullObject,
    ProjectsObject,
    ReviewObject,
)
from bot.config import Clock, WrongCallError
from bot.values import find_indicator, parse_year
from bot.values.entry import chosen_indicators
from bot.values.plans import Knowledge, Plans
from bot.views import LinkOf
from knowledge.answers.conversation import MOST_BEFORE, MOST_REMEMBERED, row_with
from knowledge.indicators import CurrentValues, review_year
from knowledge.indicators.progress import STATES
from knowledge.indicators.review import review_json
from knowledge.model.plans import ended_note
from knowledge.wording import tokyo_day
from knowledge.wording.values import PARTIAL_NOTE

QUESTION_MISSING = "質問（question）を書いてください。"
UNKNOWN_PLAN = "「{id}」という計画はありません。{known} のどれかを指定してください。"
MOST_CONTEXT = 3 + 2 * MOST_REMEMBERED + MOST_BEFORE  # no answer gives more to be handed back

_Question = Annotated[str, Field(description="質問の文（日本語）。例「移住支援の事業は？」。")]
_Context = Annotated[Sequence[str], Field(description="続きの質問のとき、前の答えの context。")]
_PlanId = Annotated[str, Field(description="計画の ID。なければ、いま計画期間にあるもの。")]
_PackageNumber = Annotated[int, Field(description="政策パッケージ（計画によっては施策）の番号。例 3。")]
_GoalNumber = Annotated[int, Field(description="基本目標の番号。例 1。")]
_ProjectId = Annotated[str, Field(description="事業の ID。例 p3-12。")]
_IndicatorName = Annotated[str, Field(description="指標の ID か名前。例 k1-1。")]
_State = Annotated[str, Field(description="進み具合の状態。例「遅れ」。", json_schema_extra={"enum": list(STATES)})]
_Year = Annotated[str, Field(description="年度。例 2023、令和5年度。")]


def no_link(id: str, mark: str) -> str | None:
    """Where there is no site."""
    return None


class Queries(Struct, frozen=True):
    """Thread-safe. `link_of`: where a record stands on the city's site."""

    plans: Plans
    clock: Clock
    link_of: LinkOf = no_link

    def ask(self, question: _Question, context: _Context = ()) -> AnswerObject:
        """`context`: what an earlier answer gave to be handed back, for a question that goes on from it."""
        if not question.strip():
            raise WrongCallError(QUESTION_MISSING)
        started, today = time.perf_counter(), tokyo_day(self.clock())
        before = tuple(context)[:MOST_CONTEXT]
        answer, knowledge = self.plans.asked(question, before, today=today)
        after = row_with(before, answer)
        return answer_object(answer, knowledge, after, (time.perf_counter() - started) * 1000, self.link_of)

    def plan(self, plan: _PlanId | None = None) -> PlanObject:
        """`plan`, here and below: the id of one of several; without it the one in force."""
        knowledge = self._of(plan)
        others = [one for one in self.plans.facts if one.id != knowledge.id]
        ended = ended_note(knowledge.catalog.strategy.period, tokyo_day(self.clock()))
        return plan_object(knowledge, ended, others if self.plans.are_several else ())

    def projects(
        self, package: _PackageNumber | None = None, goal: _GoalNumber | None = None, plan: _PlanId | None = None
    ) -> ProjectsObject:
        knowledge = self._of(plan)
        found = chosen_projects(knowledge.catalog, package, goal)
        return ProjectsObject(plan=plan_named(knowledge.plan), projects=[project_object(one) for one in found])

    def project(self, id: _ProjectId, plan: _PlanId | None = None) -> ProjectInFullObject:
        knowledge = self._of(plan)
        return project_in_full(knowledge.catalog.project(id), knowledge, self.link_of)

    def indicators(
        self, state: _State | None = None, package: _PackageNumber | None = None, plan: _PlanId | None = None
    ) -> IndicatorsObject:
        knowledge = self._of(plan)
        values = knowledge.values.current
        ids = chosen_indicators(knowledge.catalog, values, state, package)
        found = [indicator_object(knowledge.catalog.indicator(id), knowledge, values, self.link_of) for id in ids]
        return IndicatorsObject(plan=plan_named(knowledge.plan), indicators=found, notes=_notes(values))

    def indicator(self, id: _IndicatorName, plan: _PlanId | None = None) -> IndicatorInFullObject:
        knowledge = self._of(plan)
        values = knowledge.values.current
        return indicator_in_full(find_indicator(knowledge.catalog, id), knowledge, values, _notes(values), self.link_of)

    def review(self, year: _Year, plan: _PlanId | None = None) -> ReviewObject:
        """`year` as people write it: 「令和5年度」, 「2023」."""
        knowledge, asked = self._of(plan), parse_year(year, tokyo_day(self.clock()))
        found = review_json(review_year(knowledge.values.current, asked))
        return cast("ReviewObject", {"plan": plan_named(knowledge.plan), **found})

    def _of(self, plan: str | None) -> Knowledge:
        if not plan:
            return self.plans.of(self.plans.usual(tokyo_day(self.clock())))
        mark = self.plans.find_mark(plan)
        if mark is None:
            known = "、".join(one.id for one in self.plans.facts)
            raise WrongCallError(UNKNOWN_PLAN.format(id=plan, known=known))
        return self.plans.of(mark)


def _notes(values: CurrentValues) -> list[str]:
    return [PARTIAL_NOTE] if values.is_partial else []
