"""What other programs read, as JSON objects: the types of which the OpenAPI document and the MCP tools are made.

Decimals are strings; names of people are nowhere. from_records.py makes them.
"""

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # of which pydantic makes schemas in Python 3.11, too


def _says(text: str) -> Any:
    return Field(description=text)


class NamedObject(TypedDict):
    """番号（id）と名前。"""

    id: str
    title: str


class NearObject(NamedObject):
    """近い記載。"""

    kind: str


class ItemObject(TypedDict):
    """答えとして示した事業・KPI・本文など。"""

    kind: Annotated[
        str, _says("project、kpi、goal、goal_target、direction、package、term、passage、strategy のどれか。")
    ]
    id: str
    title: Annotated[str, _says("本文のとおりの名前。")]
    score: float
    why: Annotated[list[str], _says("一致した言葉。")]
    text: Annotated[str | None, _says("示した本文、または指標について聞かれたこと。")]


class InterpretedObject(TypedDict):
    """質問の読み取り。"""

    fiscal_years: list[int]
    package: int | None
    goal: int | None
    direction: int | None
    facets: list[str]


class SourceObject(NamedObject):
    """出典：計画の本文のどこに書いてあるか。"""

    file: str
    page: Annotated[int | None, _says("ページ（ページのあるファイルのとき）。")]
    first_line: int
    last_line: int
    text: Annotated[str, _says("本文の文のまま。")]
    url: Annotated[str | None, _says("「export site」のウェブサイトでの場所。")]


class AnswerObject(TypedDict):
    """質問への答え。senryaku ask --json と同じものに、出典（sources）と context を加えたものです。"""

    id: str | int | None
    query: str
    status: Annotated[str, _says("answered、candidates、not_found、smalltalk、help のどれか。")]
    intent: str
    items: list[ItemObject]
    text: Annotated[str, _says("答えの全部を、読み上げられる文にしたもの。")]
    interpreted: InterpretedObject
    reason: NotRequired[
        Annotated[str, _says("not_found のとき：absent、attribute、not_understood、ambiguous のどれか。")]
    ]
    near: NotRequired[list[NearObject]]
    plan: NotRequired[NamedObject]
    elapsed_ms: float
    sources: list[SourceObject]
    context: Annotated[list[str], _says("続きの質問の context に、そのまま渡すもの。")]


class QuantityObject(TypedDict):
    """数量。value は印刷された単位での十進数。"""

    raw: str
    fiscal_year: int | None
    value: str | None
    upper: str | None
    unit: str
    comparison: str
    relative_to: str | None


class ActualObject(TypedDict):
    """登録された実績。"""

    fiscal_year: int
    as_of: str | None
    value: str
    text: str
    provisional: bool
    sample: Annotated[bool, _says("架空の値のとき true。")]
    source: str
    recorded_at: str


class ProgressObject(TypedDict):
    """進み具合の判定。"""

    state: Annotated[str, _says("達成、順調、やや遅れ、遅れ、後退、未達成、実績未登録、算定不可 のどれか。")]
    rate: str | None
    rate_text: str
    expected: str | None
    grade: str | None
    formula: str | None
    shortfall: str
    reason: str


class IndicatorObject(ProgressObject):
    """指標：KPI と数値目標。"""

    id: str
    title: str
    unit: str
    counting: Annotated[str, _says("single（単年度）、cumulative（累計）、total（総数）のどれか。")]
    better: Annotated[str, _says("higher（高いほどよい）、lower（低いほどよい）、keep（維持）のどれか。")]
    package: int | None
    goal: int | None
    projects: list[str]
    baseline: QuantityObject | None
    known: Annotated[QuantityObject | None, _says("基準値とは別に、計画が「現状値」として載せている値。")]
    actual: ActualObject | None
    target: QuantityObject
    interim: list[QuantityObject]
    sources: list[SourceObject]


class YearObject(ActualObject, ProgressObject):
    """ある年度の実績と、そのときの判定。"""


class IndicatorInFullObject(IndicatorObject):
    """指標と、年度ごとの実績（古い順）。"""

    history: list[YearObject]
    notes: list[str]


class IndicatorsObject(TypedDict):
    plan: NamedObject
    indicators: list[IndicatorObject]
    notes: list[str]


class ProjectObject(TypedDict):
    """事業。"""

    id: str
    number: int
    title: str
    package: int
    reprint_of: Annotated[str | None, _says("再掲のとき、もとの事業。")]
    directions: list[int]
    indicators: list[str]
    description: str


class ProjectsObject(TypedDict):
    plan: NamedObject
    projects: list[ProjectObject]


class InitiativeObject(TypedDict):
    text: str
    group: str | None


class ProjectInFullObject(ProjectObject):
    """事業と、その取組・出典。"""

    initiatives: list[InitiativeObject]
    notes: list[str]
    sources: list[SourceObject]


class PartObject(NamedObject):
    """基本目標・施策の基本的方向・政策パッケージ。"""

    number: int
    label: Annotated[str, _says("「基本目標1」「政策パッケージ3」のような呼び方。")]
    text: str
    indicators: list[str]


class PlanObject(NamedObject):
    """計画の構成。"""

    label: Annotated[str, _says("期間を添えた名前。")]
    municipality: str | None
    published: str | None
    period: Annotated[list[int] | None, _says("最初と最後の年度。")]
    goals: list[PartObject]
    directions: list[PartObject]
    packages: list[PartObject]
    projects: Annotated[int, _says("事業の数（再掲を除く）。")]
    indicators: int
    terms: int
    ended: Annotated[str | None, _says("計画期間が終わっているとき、その断り。")]
    others: Annotated[list[NamedObject], _says("ほかにお答えできる計画。")]


class ReviewRowObject(ProgressObject):
    id: str
    name: str
    unit: str
    baseline: str | None
    actual: str | None
    actual_text: str | None
    provisional: bool | None
    sample: bool | None
    office_grade: str
    office_comment: str
    target: str


class ReviewGroupObject(TypedDict):
    id: str
    label: str
    counts: dict[str, int]
    missing: list[str]
    indicators: list[ReviewRowObject]


class ReviewObject(TypedDict):
    """一つの年度の検証表。senryaku kpi review --json と同じものに、計画を加えたものです。"""

    plan: NamedObject
    fiscal_year: int
    has_samples: bool
    notes: list[str]
    counts: dict[str, int]
    groups: list[ReviewGroupObject]
