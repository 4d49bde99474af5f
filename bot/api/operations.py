"""What the HTTP API offers, as one table: of it the routes and the OpenAPI document are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.api.objects import (
    AnswerObject,
    IndicatorInFullObject,
    IndicatorsObject,
    PlanObject,
    ProjectInFullObject,
    ProjectsObject,
    ReviewObject,
)
from bot.api.queries import Queries
from bot.rights import Deed
from knowledge.indicators.progress import STATES

Given = Mapping[str, Any]
"""Parameters by name; those that were not given are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`place`: where in a request it stands."""

    name: str
    text: str
    place: Literal["query", "path", "body"] = "query"
    schema: Mapping[str, Any]
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Those with parameters in a body are POST: what people ask is in no address, and so in no log of a proxy."""

    name: str
    path: str
    summary: str
    answer: type
    run: Callable[[Queries, Given], object]
    parameters: tuple[Parameter, ...] = ()
    deed: Deed = "ask"

    @property
    def method(self) -> Literal["GET", "POST"]:
        return "POST" if any(one.place == "body" for one in self.parameters) else "GET"


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
OF_A_PLAN = Parameter(name="plan", text="計画の ID。なければ、いま計画期間にあるもの。", schema=TEXT)
OF_A_PACKAGE = Parameter(name="package", text="政策パッケージの番号。", schema=WHOLE)

OPERATIONS = (
    Operation(
        name="ask",
        path="/v1/ask",
        summary="質問に一つ答える",
        answer=AnswerObject,
        run=lambda queries, given: queries.ask(**given),
        parameters=(
            Parameter(name="question", text="質問の文。", place="body", schema=TEXT, is_required=True),
            Parameter(
                name="context",
                text="続きの質問のとき、前の答えの context。",
                place="body",
                schema={"type": "array", "items": TEXT},
            ),
        ),
    ),
    Operation(
        name="plan",
        path="/v1/plan",
        summary="計画の構成",
        answer=PlanObject,
        run=lambda queries, given: queries.plan(**given),
        parameters=(OF_A_PLAN,),
    ),
    Operation(
        name="projects",
        path="/v1/projects",
        summary="事業の一覧",
        answer=ProjectsObject,
        run=lambda queries, given: queries.projects(**given),
        parameters=(OF_A_PACKAGE, Parameter(name="goal", text="基本目標の番号。", schema=WHOLE), OF_A_PLAN),
    ),
    Operation(
        name="project",
        path="/v1/projects/{id}",
        summary="一つの事業と、その出典",
        answer=ProjectInFullObject,
        run=lambda queries, given: queries.project(**given),
        parameters=(
            Parameter(name="id", text="事業の ID。例 p3-12。", place="path", schema=TEXT, is_required=True),
            OF_A_PLAN,
        ),
    ),
    Operation(
        name="indicators",
        path="/v1/indicators",
        summary="指標の一覧：値、進み具合、出典",
        answer=IndicatorsObject,
        run=lambda queries, given: queries.indicators(**given),
        parameters=(
            Parameter(name="state", text="進み具合の状態。", schema={**TEXT, "enum": list(STATES)}),
            OF_A_PACKAGE,
            OF_A_PLAN,
        ),
        deed="values",
    ),
    Operation(
        name="indicator",
        path="/v1/indicators/{id}",
        summary="一つの指標と、年度ごとの実績",
        answer=IndicatorInFullObject,
        run=lambda queries, given: queries.indicator(**given),
        parameters=(
            Parameter(name="id", text="指標の ID か名前。例 k1-1。", place="path", schema=TEXT, is_required=True),
            OF_A_PLAN,
        ),
        deed="values",
    ),
    Operation(
        name="review",
        path="/v1/review",
        summary="一つの年度の検証表",
        answer=ReviewObject,
        run=lambda queries, given: queries.review(**given),
        parameters=(
            Parameter(name="year", text="年度。例 2023、令和5年度。", schema=TEXT, is_required=True),
            OF_A_PLAN,
        ),
        deed="values",
    ),
)
