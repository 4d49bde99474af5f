"""What a build, a check or the guided reading of a new plan has to say, as lines for a person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from rich.cells import cell_len

from bot.app.new_plan import PlanDoubt
from knowledge.model import Catalog, Indicator
from knowledge.model.data_files import LAYOUT_FILE
from knowledge.model.plans import ended_note
from knowledge.model.records import (
    TABLE_AS_TEXT,
    TABLE_NOT_TAKEN,
    Correction,
    Finding,
    KnowledgeBase,
    PolicyPackage,
    Span,
    Strategy,
)
from knowledge.model.structs import replace
from knowledge.reading.source import Line, SourceText
from knowledge.wording.amounts import lines_text, printed
from knowledge.wording.names import kind_label, package_word

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
SAMPLES = 10
MOST_PRINTED = 4  # lines of one indicator: its name, and each value on a line of its own
MOST_FINDINGS = 20
LONGEST_PRINTED = 76
LAYOUT_PAGE = "docs/layout.md"

CERTAINTIES = {"certain": "確実", "likely": "推定・検索のみ"}


def build_report(base: KnowledgeBase, seconds: float, today: date) -> Iterator[str]:
    strategy = base.strategy
    yield f"{strategy.title} を読み取りました（{seconds:.2f}秒）"
    yield f"  本文 {strategy.source.file}  SHA-256 {strategy.source.sha256[:16]}…"
    if period := strategy.period:
        yield f"  計画期間 {period.start_fiscal_year.label}〜{period.end_fiscal_year.label}"
    yield from _ended(strategy, today)
    yield ""
    yield "読み取った件数"
    yield from _counts(base)
    yield ""
    yield f"気付いたこと（{len(base.report.findings)}件）"
    yield from (finding_line(finding) for finding in base.report.findings)
    if any(LAYOUT_FILE in finding.message for finding in base.report.findings):
        yield f"  {LAYOUT_FILE} の書き方は {LAYOUT_PAGE} にあります。"
    yield ""
    yield f"文字認識の訂正（{len(base.corrections)}件）"
    yield from (_correction(correction) for correction in base.corrections)


def _ended(strategy: Strategy, today: date) -> Iterator[str]:
    if ended := ended_note(strategy.period, today):
        yield f"  ※ {ended}"


def _counts(base: KnowledgeBase) -> Iterator[str]:
    width = max(cell_len(name) for name, _ in COUNTS.values())
    for key, (label, unit) in COUNTS.items():
        name = package_word(Catalog(base)) if key == "packages" else label
        yield f"  {name}{' ' * (width - cell_len(name))}{base.report.counts.get(key, 0):>6} {unit}"


def finding_line(finding: Finding, elsewhere: int = 0) -> str:
    """`elsewhere`: at how many other places the same was found."""
    more = f"ほか{elsewhere}か所" if elsewhere else ""
    place = f"{_place(finding.span)}{more}: " if finding.span else ""
    return f"  [{SEVERITIES[finding.severity]}] {place}{finding.message}"


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """What is said of several places alike once, with the first of them."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.severity, finding.message), []).append(finding)
    for first, *others in islice(same.values(), MOST_FINDINGS):
        yield f"    {finding_line(first, len(others))}"
    if len(same) > MOST_FINDINGS:
        yield f"      ほか{len(same) - MOST_FINDINGS}件（senryaku kb build で全部を見られます）"


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


# A new plan


def found_lines(base: KnowledgeBase, today: date) -> Iterator[str]:
    """Counts in the plan's own words; what the plan lacks is said, too."""
    strategy, counts = base.strategy, base.report.counts
    yield f"「{strategy.title or strategy.source.file}」を読み取りました。"
    period = strategy.period
    years = f"{period.start_fiscal_year.label}〜{period.end_fiscal_year.label}" if period else "読み取れませんでした"
    yield f"  自治体 {strategy.municipality or '読み取れませんでした'}　計画期間 {years}"
    yield from _ended(strategy, today)
    goals = kind_label(base.goals[0]) if base.goals else "基本目標"
    for name, number in (
        (goals, counts["goals"]),
        (f"{goals}の数値目標", counts["goal_targets"]),
        *_package_counts(base.packages),
        ("事業", counts["projects"]),
        ("KPI", counts["kpis"]),
        ("本文の段落", counts["passages"]),
    ):
        yield f"  {name} {number}件"


def _package_counts(packages: Sequence[PolicyPackage]) -> list[tuple[str, int]]:
    """By the words that the plan has for them."""
    words = [kind_label(package) for package in packages]
    return [(word, words.count(word)) for word in dict.fromkeys(words)] or [("施策", 0)]


def sample_lines(base: KnowledgeBase, document: Sequence[Line]) -> Iterator[str]:
    """As read, with the line as printed under each; spread over the whole plan."""
    catalog = Catalog(base)
    every = [one for one in catalog.indicators.values() if one.span.first_line]
    chosen = _spread(catalog, every)
    if not chosen:
        yield "指標（KPI・数値目標）は読み取れませんでした。本文の記載には、そのまま答えられます。"
        return
    yield f"指標 {len(every)}件のうち{len(chosen)}件です。読み取った値と、本文の行を見比べてください。"
    for one in chosen:
        yield f"  ・{one.title}：{_read(one)}"
        shown = [line for line in document[one.span.first_line - 1 : one.span.last_line] if line.text.strip()]
        yield from (f"      {_place_of(line)}: {_cut(line.text)}" for line in shown[:MOST_PRINTED])


def _spread(catalog: Catalog, every: Sequence[Indicator]) -> list[Indicator]:
    """In printed order: of each goal in turn one more, and of what a goal holds those that stand apart."""
    places: dict[int | None, list[Indicator]] = {}
    for one in sorted(every, key=lambda one: one.span.first_line):
        places.setdefault(_goal_of(catalog, one), []).append(one)
    room = min(SAMPLES, len(every))
    shares = dict.fromkeys(places, 0)
    while sum(shares.values()) < room:
        for place, own in places.items():
            shares[place] += shares[place] < len(own) and sum(shares.values()) < room
    apart = (own[at * len(own) // shares[place]] for place, own in places.items() for at in range(shares[place]))
    return sorted(apart, key=lambda one: one.span.first_line)


def _goal_of(catalog: Catalog, one: Indicator) -> int | None:
    goal, package = catalog.goal_of_target(one), catalog.package_of_kpi(one)
    return goal.number if goal else package.goal if package else None


def _place_of(line: Line) -> str:
    return lines_text(Span(line.number, line.number, line.page))


def _read(one: Indicator) -> str:
    steps = (f"途中の目標値 {printed(step).text}" for step in one.interim)
    known = [f"現状値 {printed(one.known).text}"] if one.known else []
    return " → ".join([f"基準値 {printed(one.baseline).text}", *known, *steps, f"目標値 {printed(one.target).text}"])


def _cut(text: str) -> str:
    plain = "｜".join(filter(None, map(str.strip, text.strip().split("\t"))))
    return plain if len(plain) <= LONGEST_PRINTED else f"{plain[:LONGEST_PRINTED]}…"


def doubt_lines(doubt: PlanDoubt) -> Iterator[str]:
    yield ""
    yield doubt.question
    yield from (f"    {_place_of(line)}: {_cut(line.text)}" for line in doubt.lines)
    for number, (answer, words) in enumerate(doubt.choices.items(), start=1):
        yield f"  {number}. {words}{'（提案）' if answer == doubt.proposed else ''}"


def checklist(base: KnowledgeBase, open_doubts: Sequence[PlanDoubt]) -> Iterator[str]:
    """What somebody should look at before the bot is used."""
    every = Catalog(base).indicators.values()
    words = [one for one in every if one.target.value is None or (one.target.relative_to and not one.target.number)]
    findings = [one for one in base.report.findings if one.severity != "info"]
    yield "確認のお願い"
    yield f"  {_box(not open_doubts)} 決まっていない列・見出し {len(open_doubts)}件"
    yield f"  {_box(not base.report.counts['unread_lines'])} 読み取れなかった行 {base.report.counts['unread_lines']}行"
    yield f"  {_box(not words)} 数ではなく言葉のまま示す目標値 {len(words)}件"
    yield from (f"      {lines_text(one.span)}: {one.title}「{_cut(one.target.raw)}」" for one in words[:SAMPLES])
    left = Counter(column for one in base.report.findings if one.severity == "info" for column in one.columns)
    yield f"  {_box(not left)} 値として読まなかった表の列 {len(left)}種類"
    yield from (f"      「{_cut(column)}」（{tables}個の表）" for column, tables in left.most_common(MOST_FINDINGS))
    tables = [one for one in findings if TABLE_NOT_TAKEN in one.message or TABLE_AS_TEXT in one.message]
    yield f"  {_box(not tables)} 値を取り込まなかった指標の表 {len(tables)}件"
    yield f"  {_box(not findings)} 気付いたこと {len(findings)}件"
    yield from finding_lines(findings)
    notes = [one for one in base.report.findings if one.severity == "info" and not one.columns]
    yield f"  {_box(not notes)} 念のため見るところ {len(notes)}件"
    yield from finding_lines(notes)


def _box(is_done: bool) -> str:
    return "[済]" if is_done else "[要確認]"
