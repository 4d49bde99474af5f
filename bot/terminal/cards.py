"""Answers as terminal cards: pure functions from records to lines."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from bot.terminal.layout import INDENT, Page
from knowledge.answers import Answer, Item
from knowledge.indicators import CurrentValues
from knowledge.model import Catalog, Indicator, Project, Span
from knowledge.wording import (
    BETTER,
    COUNTING,
    NOT_RECORDED,
    OWN_LINKS,
    amount_text,
    circled,
    direction_text,
    facts,
    lines_text,
    plain,
    progress_text,
    quantity_text,
    state_label,
)

FULL_CARDS = 3  # of one kind; what follows is one row each
LONGEST_WITH_CARDS = 5  # more of one kind are a list that somebody wants to overlook: rows only
LABEL = 12
SOURCE_LABEL = 6
_TERM_MARK = re.compile(r"※(\d+)")

Actuals = Mapping[str, str]  # indicator id → its latest actual value in words


def print_answer(console: Console, catalog: Catalog, answer: Answer, actuals: Actuals | None = None) -> None:
    for line in answer_lines(catalog, answer, console.width, actuals):
        console.print(line, soft_wrap=True, highlight=False)


def answer_lines(catalog: Catalog, answer: Answer, width: int, actuals: Actuals | None = None) -> list[Text]:
    """The note, then every item in its order: the first few of a kind in full, the others as rows."""
    page = Page(width)
    if not answer.items:
        page.paragraph(answer.text or answer.note)
        return page.lines
    if answer.note:
        page.paragraph(answer.note)
    numbered = answer.status == "candidates"
    full = set() if numbered else _full_cards(answer.items)
    for at, item in enumerate(answer.items):
        if at in full:
            _rule(page)
            CARDS[item.kind](page, catalog, item, actuals or {})
            continue
        if at - 1 in full:
            _rule(page)
        _row(page, catalog, item, f"{at + 1}. " if numbered else "・", actuals or {})
    return page.lines


def _full_cards(items: Sequence[Item]) -> set[int]:
    """Where the full cards stand: the first of each kind, and none of a kind that makes a long list."""
    counts = Counter(item.kind for item in items)
    seen: Counter[str] = Counter()
    full = set()
    for at, item in enumerate(items):
        seen[item.kind] += 1
        if seen[item.kind] <= FULL_CARDS and counts[item.kind] <= LONGEST_WITH_CARDS:
            full.add(at)
    return full


def item_lines(catalog: Catalog, item: Item, width: int, actuals: Actuals | None = None) -> list[Text]:
    page = Page(width)
    CARDS[item.kind](page, catalog, item, actuals or {})
    return page.lines


def _rule(page: Page) -> None:
    if page.lines:
        page.blank()
        page.lines.append(Text("─" * (page.width // 2), style="dim"))


def _row(page: Page, catalog: Catalog, item: Item, mark: str, actuals: Actuals) -> None:
    page.bullets([item.title], mark)
    if item.kind in ("kpi", "goal_target") and item.text:
        page.paragraph(item.text, INDENT)
    elif item.kind in ("kpi", "goal_target"):
        page.progress(progress_text(catalog.indicator(item.id), actuals.get(item.id)), INDENT)
        if isinstance(actuals, CurrentValues) and item.id in actuals:
            standing = state_label(actuals.standing(item.id))
            page.paragraph(f"状況 {standing}　進捗 {actuals.progress(item.id).rate_text}", INDENT)
    elif item.kind == "project":
        page.paragraph(_package_name(catalog, catalog.project(item.id).package), INDENT, "dim")
    elif item.text:
        page.paragraph(plain(item.text), INDENT)


def project_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    project = catalog.project(item.id)
    page.title(project.name, project.id)
    if project.aliases:
        page.field("別の名称", "、".join(project.aliases), LABEL)
    page.field("パッケージ", _package_name(catalog, project.package), LABEL)
    _directions(page, catalog, project)
    for reprint in (own for own in catalog.projects.values() if own.reprint_of == project.id):
        page.field("再掲", _package_name(catalog, reprint.package), LABEL)
    if project.description:
        page.blank()
        page.paragraph(plain(project.description))
    _initiatives(page, project)
    _kpis(page, catalog, project, actuals)
    _terms(page, catalog, [project.description, *(own.text for own in project.initiatives)])
    _source(page, catalog, project.span)


def _directions(page: Page, catalog: Catalog, project: Project) -> None:
    for at, number in enumerate(project.directions):
        direction = catalog.directions.get(number)
        page.field("" if at else "基本的方向", direction_text(direction) if direction else circled(number), LABEL)
    doubtful = [number for number in project.search_directions if number not in project.directions]
    for number in doubtful:
        page.field(
            "",
            f"（原文の番号は読み取り誤りの疑いがあり、{direction_text(catalog.directions[number])} かもしれません）",
            LABEL,
        )


def _initiatives(page: Page, project: Project) -> None:
    if project.initiatives:
        page.heading("取組")
    group = None
    for initiative in project.initiatives:
        if initiative.group and initiative.group != group:
            page.paragraph(f"【{initiative.group}】")
        group = initiative.group
        page.bullets([plain(initiative.text)], indent=INDENT if group else "")


def _kpis(page: Page, catalog: Catalog, project: Project, actuals: Actuals) -> None:
    page.heading("KPI（重要業績評価指標）")
    kpis = catalog.kpis_of(project)
    for kpi in kpis:
        page.bullets([kpi.name])
        page.progress(progress_text(kpi, actuals.get(kpi.id)), INDENT)
    if kpis:
        page.paragraph(f"※ {OWN_LINKS}", style="dim")
    else:
        page.paragraph("この事業に結び付く KPI はありません。", INDENT)


def _terms(page: Page, catalog: Catalog, texts: Sequence[str]) -> None:
    """Footnotes that the card's text refers to, so that nobody has to look them up."""
    marked = {f"t{number}" for text in texts for number in _TERM_MARK.findall(text)}
    for term in (term for term in catalog.base.terms if term.id in marked):
        page.blank()
        page.paragraph(f"※{term.id[1:]} {term.term}: {plain(term.definition)}")


def indicator_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    indicator = catalog.indicator(item.id)
    missing = "なし（原文は「—」）" if indicator.id in catalog.kpis else "なし"
    page.title(indicator.name, indicator.id)
    _belongs(page, catalog, indicator)
    page.field("基準値", quantity_text(indicator.baseline, missing), LABEL)
    page.field("最新の実績", actuals.get(indicator.id, NOT_RECORDED), LABEL)
    page.field("目標値", quantity_text(indicator.target), LABEL, "bold")
    _progress(page, indicator, actuals)
    page.field("見方", f"{COUNTING[indicator.counting]}、{BETTER[indicator.better]}", LABEL)
    kpi = catalog.kpis.get(indicator.id)
    for at, id in enumerate(kpi.projects if kpi else ()):
        page.field("" if at else "関連事業", catalog.project(id).name, LABEL)
    if kpi and kpi.projects:
        page.field("", f"※ {OWN_LINKS}", LABEL, "dim")
    _source(page, catalog, indicator.span)


def _progress(page: Page, indicator: Indicator, actuals: Actuals) -> None:
    """How it stands and how that was computed, where the values are given and not only their words."""
    if isinstance(actuals, CurrentValues) and indicator.id in actuals:
        progress = actuals.progress(indicator.id)
        page.field("状況", f"{state_label(actuals.standing(indicator.id))}　{progress.reason}", LABEL)
        if progress.formula:
            page.field("進捗", progress.formula, LABEL)


def _belongs(page: Page, catalog: Catalog, indicator: Indicator) -> None:
    if package := catalog.package_of_kpi(indicator):
        page.field("パッケージ", f"{package.number} {package.name}", LABEL)
    elif goal := catalog.goal_of_target(indicator):
        page.field("基本目標", f"{goal.number} {goal.name}", LABEL)
    else:
        page.field("区分", "戦略全体の成果目標", LABEL)


def goal_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    goal = next(own for own in catalog.base.goals if own.id == item.id)
    page.title(f"基本目標{goal.number} {goal.name}", goal.id)
    page.paragraph(plain(goal.text))
    page.heading("数値目標")
    for target in goal.targets:
        page.bullets([target.name])
        page.progress(progress_text(target, actuals.get(target.id)), INDENT)
    page.heading("施策の基本的方向")
    page.bullets((direction_text(catalog.directions[number]) for number in goal.directions), "")
    _source(page, catalog, goal.span)


def direction_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    direction = next(own for own in catalog.base.directions if own.id == item.id)
    page.title(direction_text(direction), direction.id)
    if direction.goal:
        page.field("基本目標", f"{direction.goal} {catalog.goals[direction.goal].name}", LABEL)
    page.blank()
    page.paragraph(plain(direction.text))
    if projects := catalog.projects_of_direction(direction.number):
        page.heading("この方向に位置づけられた事業")
        page.bullets(
            f"{project.name}（パッケージ{project.package}）{facts.note_on_directions(project, direction.number)}"
            for project in projects
        )
    _source(page, catalog, direction.span)


def package_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    package = next(own for own in catalog.base.packages if own.id == item.id)
    page.title(f"政策パッケージ{package.number} {package.name}", package.id)
    page.paragraph(plain(package.text))
    page.heading(f"事業（{len(package.projects)}件）")
    page.bullets((f"({own.number}) {own.name}{'（再掲）' if own.reprint_of else ''}" for own in package.projects), "")
    page.heading(f"KPI（{len(package.kpis)}件）")
    for kpi in package.kpis:
        page.bullets([kpi.name])
        page.progress(progress_text(kpi, actuals.get(kpi.id)), INDENT)
    _source(page, catalog, package.span)


def term_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    term = next(own for own in catalog.base.terms if own.id == item.id)
    page.title(term.term, "用語")
    page.paragraph(plain(term.definition))
    _source(page, catalog, term.span)


def passage_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    passage = next(own for own in catalog.base.passages if own.id == item.id)
    page.paragraph(" ＞ ".join(passage.path), style="bold cyan")
    page.quote(plain(item.text or passage.text))
    _source(page, catalog, passage.span)


def strategy_card(page: Page, catalog: Catalog, item: Item, actuals: Actuals) -> None:
    strategy, base = catalog.strategy, catalog.base
    page.title(strategy.title)
    if strategy.published:
        page.field("発行", strategy.published, LABEL)
    if period := strategy.period:
        text = f"{period.start_fiscal_year.label}〜{period.end_fiscal_year.label}"
        page.field("対象期間", text, LABEL)
    if population := strategy.population_target:
        page.field("成果目標", f"{population.name} {amount_text(population.target)}", LABEL)
    projects = len(list(catalog.originals()))
    counts = (
        f"基本目標 {len(base.goals)}、政策パッケージ {len(base.packages)}、事業 {projects}、KPI {len(catalog.kpis)}"
    )
    page.field("構成", counts, LABEL)
    if contact := strategy.contact:
        page.field("問い合わせ", f"{contact.office} 電話 {contact.tel}", LABEL)


CARDS: Mapping[str, Callable[[Page, Catalog, Item, Actuals], None]] = {
    "project": project_card,
    "kpi": indicator_card,
    "goal_target": indicator_card,
    "goal": goal_card,
    "direction": direction_card,
    "package": package_card,
    "term": term_card,
    "passage": passage_card,
    "strategy": strategy_card,
}


def _package_name(catalog: Catalog, number: int) -> str:
    return f"{number} {catalog.packages[number].name}"


def _source(page: Page, catalog: Catalog, span: Span) -> None:
    """Where it is printed: chapter and section, lines of the text, edition."""
    strategy = catalog.strategy
    edition = strategy.title + (f"（{strategy.published}）" if strategy.published else "")
    page.blank()
    page.field("出典", edition, SOURCE_LABEL, "dim")
    if place := " ＞ ".join(catalog.headings(span)[:2]):
        page.field("", place, SOURCE_LABEL, "dim")
    page.field("", f"本文テキスト {lines_text(span)}", SOURCE_LABEL, "dim")
