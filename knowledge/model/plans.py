"""What tells one plan from another: its name, its city, its period, and which of them is in force on a day."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from knowledge.model.fiscal import FiscalYear, Period, era_year_on
from knowledge.model.records import Strategy

OTHER_PLANS = "ほかに聞ける計画：{others}"
ADD_SUCCESSOR = "次の戦略を senryaku kb add で加えてください。"
ASK_FOR_SUCCESSOR = "次の計画もここで使うには、本文のファイルを添えて、このボットの管理者にご依頼ください。"


class PlanFacts(Struct, frozen=True, kw_only=True):
    """`id` is ours, in lower case; "" and None for what the document does not say of itself."""

    id: str
    title: str = ""
    municipality: str = ""
    period: Period | None = None

    @property
    def name(self) -> str:
        return self.title or f"計画「{self.id}」"

    @property
    def label(self) -> str:
        """「第2期架空市総合戦略（令和2年度〜令和6年度）」."""
        return f"{self.name}（{self.period.text}）" if self.period else self.name

    def is_in_force(self, today: date) -> bool:
        return self.period is not None and FiscalYear.of(today) in self.period

    def is_as(self, other: "PlanFacts") -> bool:
        """Whether both are the same plan, as far as a titled document can tell."""
        return bool(self.title) and (self.title, self.municipality, self.period) == (
            other.title,
            other.municipality,
            other.period,
        )


def facts_of(id: str, strategy: Strategy) -> PlanFacts:
    return PlanFacts(id=id, title=strategy.title, municipality=strategy.municipality or "", period=strategy.period)


def usual_plan(plans: Sequence[PlanFacts], today: date) -> PlanFacts:
    """The one for a question that names none: in force today, else the last that was, else the next that will be.

    Of several the first; those without a period come last. At least one plan.
    """
    this_year = FiscalYear.of(today)

    def rank(plan: PlanFacts) -> tuple[int, int]:
        if plan.period is None:
            return 3, 0
        if this_year in plan.period:
            return 0, 0
        is_over = plan.period.end_fiscal_year < this_year
        return (1, -plan.period.end_fiscal_year) if is_over else (2, int(plan.period.start_fiscal_year))

    return min(plans, key=rank)


def lacks_successor(plans: Sequence[PlanFacts], today: date) -> bool:
    """None of them is in force, or will be."""
    return all(ended_note(plan.period, today) for plan in plans)


def ended_note(period: Period | None, today: date) -> str:
    """「計画期間は令和7年3月で終わっています。」 from the day after; "" until then."""
    if period is None or FiscalYear.of(today) <= period.end_fiscal_year:
        return ""
    last = period.end_fiscal_year.last_day
    return f"計画期間は{era_year_on(last)}年{last.month}月で終わっています。"
