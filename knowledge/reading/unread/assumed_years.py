"""Targets of which no year is printed are of the plan's last one: that is told once for all of them."""

from collections.abc import Iterable

from knowledge.model.fiscal import Period
from knowledge.model.records import Finding
from knowledge.reading.extract.indicators import WITHOUT_YEAR

_MOST_SHOWN = 3


def with_years_told(findings: Iterable[Finding], period: Period | None) -> list[Finding]:
    """The findings of single rows as one."""
    findings = list(findings)
    rows = [finding for finding in findings if finding.message == WITHOUT_YEAR]
    others = [finding for finding in findings if finding not in rows]
    spans = sorted({finding.span for finding in rows if finding.span}, key=lambda span: span.first_line)
    if not spans or period is None:
        return others
    unit = "ページ" if all(span.page for span in spans) else "行"
    places = list(dict.fromkeys(str(span.page if unit == "ページ" else span.first_line) for span in spans))
    shown = "、".join(places[:_MOST_SHOWN]) + unit + ("など" if len(places) > _MOST_SHOWN else "")
    told = (
        f"目標の年度が書かれていない指標が{len(rows)}件あります（{shown}）。"
        f"計画の最後の年度（{period.end_fiscal_year.label}）の目標として示します。"
        "違うときは、corrections.toml で目標の後に「（令和8年度）」のように書き添えてください"
    )
    return [*others, Finding("info", told, None)]
