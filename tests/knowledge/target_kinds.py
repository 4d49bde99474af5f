"""A small invented plan whose indicators have targets of every kind that is printed, as records."""

from knowledge.model.amount_cells import CellContext, read_amounts
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import (
    BasicGoal,
    BuildReport,
    Counting,
    Initiative,
    KnowledgeBase,
    Kpi,
    NumericalTarget,
    Passage,
    PolicyPackage,
    Project,
    Source,
    Span,
    Strategy,
    better_of,
)

PLAN = Period(FiscalYear(2025), FiscalYear(2029))
R6, R11 = FiscalYear(2024), FiscalYear(2029)

# Name, unit, baseline, target, targets of 令和8, 9 and 10年度.
ROWS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("新規就業者数", "人", "3人", "5年間で20人", ()),
    ("移住体験者数", "人", "9人（延べ30日）", "年12人（延べ40日）", ()),
    ("紹介動画の制作", "", "－", "1年かけて撮影し各校へ配布", ()),
    ("企業の立地件数", "件", "12（2022～24累計）", "16（2026～29累計）", ()),
    ("出生数", "人", "41人（令和5年）", "50（令和8～11年度平均）", ()),
    ("合計特殊出生率", "", "1.22（全国1.20）", "全国平均並み（2040年）", ()),
    ("健康寿命", "年", "72.1", "前年度を上回る", ()),
    ("労働生産性", "千円／人", "7,125", "令和6年度比＋11.2％", ()),
    ("不登校の割合", "％", "4.2", "減少", ()),
    ("待機児童数", "人", "保育所 3人 放課後 26人", "保育所 0人 放課後 0人", ()),
    ("進出企業数", "社", "2社", "8社", ("3社", "4社", "6社")),
    ("住みやすさの満足度", "点", "3.2", "3.5", ("上昇", "上昇", "上昇")),
    ("空き家の割合", "％", "20", "10〜15％", ()),
    ("住民参加の順位", "位", "8位", "第3位以内", ()),
    ("路線バスの利用者数", "人", "約9,000人", "約10,000人", ()),
    ("刑法犯の件数（暦年）", "件", "124件（2024年）", "60件以下（2029年）", ()),
)


def target_kinds() -> KnowledgeBase:
    kpis = tuple(_kpis())
    project = Project(
        id="p1-1",
        number=1,
        package=1,
        name="弟子入り支援事業",
        description="後継者を町ぐるみで育てます。",
        initiatives=(Initiative("弟子入りの受け入れ", None, Span(30, 30)),),
        span=Span(29, 30),
    )
    package = PolicyPackage(
        id="pkg1", number=1, name="湖のしごと", text="", projects=(project,), kpis=kpis, span=Span(3, 30)
    )
    goal = BasicGoal(
        id="g1", number=1, name="湖に生きる", text="", directions=(), targets=(_goal_target(),), span=Span(2, 2)
    )
    counts = {"goals": 1, "directions": 0, "packages": 1, "projects": 1, "reprints": 0}
    return KnowledgeBase(
        strategy=Strategy(
            id="minamo",
            title="みなも町総合戦略",
            published="令和7年3月",
            municipality="みなも町",
            period=PLAN,
            population_target=None,
            contact=None,
            source=Source(sha256="0" * 64, file="strategy.txt"),
        ),
        goals=(goal,),
        directions=(),
        packages=(package,),
        terms=(),
        passages=(Passage("s1", ("みなも町総合戦略",), "湖と人が輝くまちを将来像とします。", Span(1, 1)),),
        corrections=(),
        report=BuildReport(counts | {"kpis": len(kpis), "goal_targets": 1}, ()),
    )


def _goal_target() -> NumericalTarget:
    [(part, baseline, target)] = _amounts("820人", "860人", "人", "町内の従業者数")
    return NumericalTarget(
        id="g1-t1",
        name="町内の従業者数",
        unit="人",
        counting="single",
        better="higher",
        baseline=baseline,
        target=target,
        part=part,
        span=Span(2, 2),
    )


def _kpis() -> list[Kpi]:
    found: list[Kpi] = []
    for line, (name, unit, baseline_cell, target_cell, steps) in enumerate(ROWS, start=3):
        for part, baseline, target in _amounts(baseline_cell, target_cell, unit, name):
            counting: Counting = "cumulative" if target.years and target.years.basis == "cumulative" else "single"
            number = len(found) + 1
            found.append(
                Kpi(
                    id=f"k1-{number}",
                    number=number,
                    name=name,
                    unit=unit.replace("％", "%"),
                    counting=counting,
                    better=better_of(baseline, target),
                    baseline=baseline,
                    target=target,
                    interim=tuple(_step(cell, year, unit) for year, cell in enumerate(steps, start=2026)),
                    part=part,
                    projects=("p1-1",) if number == 1 else (),
                    span=Span(line, line),
                )
            )
    return found


def _amounts(
    baseline_cell: str, target_cell: str, unit: str, name: str
) -> list[tuple[str | None, Quantity | None, Quantity]]:
    baselines = {
        one.part: one.quantities for one in read_amounts(baseline_cell, CellContext(year=R6, unit=unit, name=name))
    }
    targets = read_amounts(target_cell, CellContext(year=R11, plan=PLAN, unit=unit, name=name))
    return [(one.part, (baselines.get(one.part) or (None,))[-1], one.quantities[-1]) for one in targets]


def _step(cell: str, year: int, unit: str) -> Quantity:
    return read_amounts(cell, CellContext(year=FiscalYear(year), unit=unit))[0].quantities[0]
