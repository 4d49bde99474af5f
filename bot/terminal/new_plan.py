"""`kb new` on the page: what was found, ten indicators beside their printed lines, what is left to look at."""

from collections.abc import Iterator, Sequence

from bot.app.new_plan import Doubt
from bot.terminal.build_report import finding_line
from knowledge.model.catalog import Catalog
from knowledge.model.records import Indicator, KnowledgeBase, PolicyPackage
from knowledge.reading.source import Line
from knowledge.wording.amounts import lines_text, printed
from knowledge.wording.names import kind_label

SAMPLES = 10
MOST_FINDINGS = 20
LONGEST_LINE = 76


def found_lines(base: KnowledgeBase) -> Iterator[str]:
    """Counts in the plan's own words; what the plan lacks is said, too."""
    strategy, counts = base.strategy, base.report.counts
    yield f"「{strategy.title or strategy.source.file}」を読み取りました。"
    period = strategy.period
    years = f"{period.start_fiscal_year.label}〜{period.end_fiscal_year.label}" if period else "読み取れませんでした"
    yield f"  自治体 {strategy.municipality or '読み取れませんでした'}　計画期間 {years}"
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
    every = [one for one in Catalog(base).indicators.values() if one.span.first_line]
    step = max(1, -(-len(every) // SAMPLES))
    chosen = every[::step][:SAMPLES]
    if not chosen:
        yield "指標（KPI・数値目標）は読み取れませんでした。本文の記載には、そのまま答えられます。"
        return
    yield f"指標 {len(every)}件のうち {len(chosen)}件です。読み取った値と、本文の行を見比べてください。"
    for one in chosen:
        yield f"  ・{one.title}：{_read(one)}"
        shown = [line for line in document[one.span.first_line - 1 : one.span.last_line] if line.text.strip()]
        yield from (f"      {_place(one)} {_cut(line.text)}" for line in shown[:2])


def _read(one: Indicator) -> str:
    baseline, target = printed(one.baseline).text, printed(one.target).text
    return f"基準値 {baseline} → 目標値 {target}"


def _place(one: Indicator) -> str:
    return f"{lines_text(one.span)}:"


def _cut(text: str) -> str:
    plain = "｜".join(filter(None, map(str.strip, text.strip().split("\t"))))
    return plain if len(plain) <= LONGEST_LINE else f"{plain[:LONGEST_LINE]}…"


def doubt_lines(doubt: Doubt) -> Iterator[str]:
    yield ""
    yield doubt.question
    yield from (f"    {line.number}行: {_cut(line.text)}" for line in doubt.lines)
    for number, (answer, words) in enumerate(doubt.choices.items(), start=1):
        yield f"  {number}. {words}{'（提案）' if answer == doubt.proposed else ''}"


def left_lines(base: KnowledgeBase, open_doubts: Sequence[Doubt]) -> Iterator[str]:
    """What somebody should look at before the bot is used."""
    words = [one for one in Catalog(base).indicators.values() if one.target.value is None]
    findings = [one for one in base.report.findings if one.severity != "info"]
    yield "確認のお願い"
    yield f"  {_box(not open_doubts)} 決まっていない列・見出し {len(open_doubts)}件"
    yield f"  {_box(not base.report.counts['unread_lines'])} 読み取れなかった行 {base.report.counts['unread_lines']}行"
    yield f"  {_box(not words)} 数ではなく言葉のまま示す目標値 {len(words)}件"
    yield from (f"      {lines_text(one.span)}: {one.title}「{_cut(one.target.raw)}」" for one in words[:SAMPLES])
    yield f"  {_box(not findings)} 気付いたこと {len(findings)}件"
    yield from (f"    {finding_line(finding)}" for finding in findings[:MOST_FINDINGS])
    if len(findings) > MOST_FINDINGS:
        yield f"      ほか {len(findings) - MOST_FINDINGS}件（senryaku kb build で全部を見られます）"


def _box(is_done: bool) -> str:
    return "[済]" if is_done else "[要確認]"
