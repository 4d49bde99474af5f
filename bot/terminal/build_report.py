"""What a build or a check has to say, as lines for a person."""

from collections.abc import Iterator
from dataclasses import replace

from rich.cells import cell_len

from knowledge.model import Catalog
from knowledge.model.records import Correction, Finding, KnowledgeBase, Span
from knowledge.reading.source import SourceText
from knowledge.wording.amounts import lines_text
from knowledge.wording.names import package_word

COUNTS = {
    "goals": ("基本目標", "件"),
    "goal_targets": ("基本目標の数値目標", "件"),
    "directions": ("施策の基本的方向", "件"),
    "packages": ("政策パッケージ", "件"),
    "projects": ("事業（再掲を含む）", "件"),
    "reprints": ("うち再掲", "件"),
    "initiatives": ("取組（再掲を含む）", "件"),
    "initiatives_without_reprints": ("取組（再掲を除く）", "件"),
    "kpis": ("KPI（重要業績評価指標）", "件"),
    "terms": ("用語", "件"),
    "passages": ("本文の段落", "件"),
    "corrections": ("文字認識の訂正", "件"),
    "unread_lines": ("読み取れなかった行", "行"),
}
SEVERITIES = {"error": "誤り", "warning": "注意", "info": "参考"}
CERTAINTIES = {"certain": "確実", "likely": "推定・検索のみ"}


def build_report(base: KnowledgeBase, seconds: float) -> Iterator[str]:
    strategy = base.strategy
    yield f"{strategy.title} を読み取りました（{seconds:.2f} 秒）"
    yield f"  本文 {strategy.source.file}  SHA-256 {strategy.source.sha256[:16]}…"
    if period := strategy.period:
        yield f"  計画期間 {period.start_fiscal_year.label}〜{period.end_fiscal_year.label}"
    yield ""
    yield "読み取った件数"
    yield from _counts(base)
    yield ""
    yield f"気付いたこと（{len(base.report.findings)}件）"
    yield from (finding_line(finding) for finding in base.report.findings)
    yield ""
    yield f"文字認識の訂正（{len(base.corrections)}件）"
    yield from (_correction(correction) for correction in base.corrections)


def _counts(base: KnowledgeBase) -> Iterator[str]:
    width = max(cell_len(name) for name, _ in COUNTS.values())
    for key, (label, unit) in COUNTS.items():
        name = package_word(Catalog(base)) if key == "packages" else label
        yield f"  {name}{' ' * (width - cell_len(name))}{base.report.counts.get(key, 0):>6} {unit}"


def finding_line(finding: Finding) -> str:
    place = f"{_place(finding.span)}: " if finding.span else ""
    return f"  [{SEVERITIES[finding.severity]}] {place}{finding.message}"


def _place(span: Span) -> str:
    """Of what has pages, with the line that corrections.toml names."""
    lines = lines_text(replace(span, page=None))
    return lines if span.page is None else f"{lines_text(span)}（{lines}）"


def read_lines(read: SourceText) -> Iterator[str]:
    """The text as read, each line under the number that spans and corrections name."""
    width = len(str(len(read.lines)))
    for line in read.lines:
        page = f"  {line.page}ページ" if line.page is not None else ""
        yield f"{line.number:>{width}}{page}  {line.text}".rstrip()


def _correction(correction: Correction) -> str:
    change = f"「{correction.printed}」→「{correction.read_as}」"
    return f"  {correction.line}行: {change}（{CERTAINTIES[correction.certainty]}）{correction.reason}"
