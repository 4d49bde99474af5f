"""What is said of each record, in plain Japanese: fit to be read aloud, to be shown in a terminal, to stand in Slack.

Numbers come from the document or the ledger and from nowhere else; each stands with its year and unit.
"""

import re
from collections.abc import Mapping

from knowledge.model.catalog import Catalog
from knowledge.model.quantity import Quantity
from knowledge.model.records import (
    STRATEGY,
    BasicDirection,
    BasicGoal,
    Indicator,
    Passage,
    PolicyPackage,
    Project,
    Span,
    Term,
)

NO_ACTUAL = "実績未登録"
NO_BASELINE = "記載なし"
_BETTER = {"higher": "増やす", "lower": "減らす", "keep": "維持する"}
_COUNTING = {"single": "", "cumulative": "累計", "total": "総数"}
_FOOTNOTE_MARK = re.compile(r"\^\{※\d+\}|※\d+")
_BOUNDS = {"exactly": "", "at_least": "以上", "at_most": "以下", "keep": "を維持"}


def shown(text: str) -> str:
    """Document text for reading: footnote marks left by character recognition are dropped."""
    return _FOOTNOTE_MARK.sub("", text)


def circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else f"({number})"


def amount(quantity: Quantity) -> str:
    """「653人」「41.0万人」「1,603人以上」「全国平均から▲2.6」: the printed number with its unit."""
    if quantity.relative_to:
        value = abs(quantity.value)
        if value == 0:
            return f"{quantity.relative_to}{_BOUNDS[quantity.comparison]}"
        return f"{quantity.relative_to}から{'▲' if quantity.value < 0 else '+'}{value}{quantity.unit}"
    return f"{quantity.value:,}{quantity.unit}{_BOUNDS[quantity.comparison]}"


def dated(quantity: Quantity | None) -> str:
    """The amount with its fiscal year; 「記載なし」 where the document prints 「—」."""
    if quantity is None:
        return NO_BASELINE
    if not quantity.relative_to and (span := re.match(r"(.+の平均)\s*[:：]", quantity.raw)):
        return f"{amount(quantity)}（{span[1]}）"
    note = average_note(quantity)
    year = f"（{quantity.fiscal_year.label}{note}）" if quantity.fiscal_year else ""
    return f"{amount(quantity)}{year}"


def average_note(quantity: Quantity) -> str:
    """「までの5年間の平均」 and the like, where the printed amount is one."""
    match = re.search(r"まで(?:の)?\d+年間の平均", quantity.raw)
    return match[0] if match else ""


def source_line(catalog: Catalog, span: Span) -> str:
    """Where it stands: heading path and lines of the edition that was read."""
    path = heading_path(catalog, span)
    lines = f"{span.first_line}〜{span.last_line}行" if span.last_line > span.first_line else f"{span.first_line}行"
    return f"出典: {' > '.join([catalog.strategy.title, *path])}（本文{lines}）"


def heading_path(catalog: Catalog, span: Span) -> tuple[str, ...]:
    """The headings above a record: those of the nearest paragraph at or before it."""
    before = [passage for passage in catalog.base.passages if passage.span.first_line <= span.last_line]
    inside = [passage for passage in before if passage.span.first_line >= span.first_line]
    nearest = inside[0] if inside else (before[-1] if before else None)
    if nearest is None:
        return ()
    return nearest.path[:2] if not inside else nearest.path


def indicator_line(indicator: Indicator, actual: str | None = None) -> str:
    """「待機児童数: 基準値 54人（令和元年度）、実績未登録、目標値 0人（令和6年度）」"""
    parts = [
        f"基準値 {dated(indicator.baseline)}",
        f"最新の実績 {actual}" if actual else NO_ACTUAL,
        f"目標値 {dated(indicator.target)}",
    ]
    return f"{indicator.name}: {'、'.join(parts)}"


def indicator_text(catalog: Catalog, indicator: Indicator, actuals: Mapping[str, str]) -> str:
    goal = catalog.goal_of_target(indicator)
    package = catalog.package_of_kpi(indicator)
    home = f"基本目標{goal.number}「{goal.name}」の数値目標。" if goal else ""
    home += f"{package.number} {package.name}のKPI。" if package else ""
    how = "、".join(filter(None, [_COUNTING[indicator.counting], f"{_BETTER[indicator.better]}ことが目標"]))
    return "\n".join(
        [indicator_line(indicator, actuals.get(indicator.id)), f"{home}{how}。", source_line(catalog, indicator.span)]
    )


def project_text(catalog: Catalog, project: Project, actuals: Mapping[str, str]) -> str:
    homes = [p for p in catalog.base.packages for own in p.projects if catalog.original(own).id == project.id]
    lines = [
        f"{project.name}（{'、'.join(f'{p.number} {p.name}' for p in homes)}）",
        f"基本的方向: {'、'.join(direction_label(catalog, number) for number in project.directions)}",
        shown(project.description),
    ]
    lines += [f"・{f'【{i.group}】' if i.group else ''}{shown(i.text)}" for i in project.initiatives]
    lines += [f"KPI {indicator_line(kpi, actuals.get(kpi.id))}" for kpi in catalog.kpis_of(project)]
    return "\n".join([*lines, source_line(catalog, project.span)])


def direction_label(catalog: Catalog, number: int) -> str:
    direction = catalog.directions.get(number)
    return f"{circled(number)}{direction.name}" if direction else circled(number)


def note_on_directions(project: Project, *numbers: int) -> str:
    """「（原文は⑪⑫。①の読み誤りと思われます）」 of a project that none of the directions has as printed; else ""."""
    likely = [number for number in numbers if number in project.search_directions]
    if not likely or set(numbers) & set(project.directions):
        return ""
    printed = "".join(map(circled, project.directions))
    return f"（原文は{printed}。{''.join(map(circled, likely))}の読み誤りと思われます）"


def direction_text(catalog: Catalog, direction: BasicDirection) -> str:
    goal = catalog.goals.get(direction.goal or 0)
    number = direction.number
    names = [p.name + note_on_directions(p, number) for p in catalog.projects_of_direction(number)]
    return "\n".join(
        [
            f"基本的方向{circled(direction.number)} {direction.name}",
            f"基本目標{goal.number}「{goal.name}」の方向" if goal else "",
            shown(direction.text),
            f"関連する事業: {'、'.join(names)}",
            source_line(catalog, direction.span),
        ]
    )


def goal_text(catalog: Catalog, goal: BasicGoal, actuals: Mapping[str, str]) -> str:
    lines = [f"基本目標{goal.number} {goal.name}", shown(goal.text)]
    lines += [f"数値目標 {indicator_line(target, actuals.get(target.id))}" for target in goal.targets]
    lines += [f"基本的方向{direction_label(catalog, number)}" for number in goal.directions]
    return "\n".join([*lines, source_line(catalog, goal.span)])


def package_text(catalog: Catalog, package: PolicyPackage) -> str:
    names = [f"({p.number}) {p.name}{'【再掲】' if p.reprint_of else ''}" for p in package.projects]
    return "\n".join(
        [
            f"政策パッケージ{package.number} {package.name}",
            shown(package.text),
            f"事業{len(names)}件: {'、'.join(names)}",
            f"KPI{len(package.kpis)}件: {'、'.join(kpi.name for kpi in package.kpis)}",
            source_line(catalog, package.span),
        ]
    )


def term_text(catalog: Catalog, term: Term) -> str:
    return f"{term.term}: {shown(term.definition)}\n{source_line(catalog, term.span)}"


def passage_text(catalog: Catalog, passage: Passage) -> str:
    """The document's own words; a lead-in such as 「次の3つを」 brings the headings that it leads to."""
    quoted = f"『{passage.text}』" if "「" in passage.text else f"「{passage.text}」"
    below = headings_below(catalog, passage) if re.search(r"次の", passage.text) else ()
    listed = [f"続く見出し: {'、'.join(below)}"] if below else []
    return "\n".join([quoted, *listed, source_line(catalog, passage.span)])


def headings_below(catalog: Catalog, passage: Passage) -> tuple[str, ...]:
    """The headings one step under the one that the passage stands under."""
    depth = len(passage.path)
    paths = [other.path for other in catalog.base.passages if other.path[:depth] == passage.path]
    return tuple(dict.fromkeys(path[depth] for path in paths if len(path) > depth))


def strategy_text(catalog: Catalog) -> str:
    """The document in numbers: what can be counted is counted here, nowhere by hand."""
    strategy, counts = catalog.strategy, catalog.base.report.counts
    packages = "、".join(f"{p.number} {p.name}（KPI {len(p.kpis)}件）" for p in catalog.base.packages)
    lines = [strategy.title]
    if strategy.period:
        start, end = strategy.period.start_fiscal_year, strategy.period.end_fiscal_year
        lines.append(f"対象期間: {start.label}から{end.label}まで")
    if population := strategy.population_target:
        lines.append(f"成果目標: {population.name} {population.target.raw}")
    lines.append(
        f"基本目標{counts['goals']}、基本的方向{counts['directions']}、政策パッケージ{counts['packages']}、"
        f"事業{counts['projects']}（再掲{counts['reprints']}を除くと{counts['projects'] - counts['reprints']}）、"
        f"KPI{counts['kpis']}、基本目標の数値目標{counts['goal_targets']}"
    )
    return "\n".join([*lines, f"政策パッケージ: {packages}"])


def record_text(catalog: Catalog, id: str, actuals: Mapping[str, str]) -> str:
    """Everything that is said of one record. `actuals`: indicator id → latest value as text."""
    if id in (catalog.strategy.id, STRATEGY, "population"):
        return strategy_text(catalog)
    if id in catalog.indicators:
        return indicator_text(catalog, catalog.indicators[id], actuals)
    if id in catalog.projects:
        return project_text(catalog, catalog.projects[id], actuals)
    for goal in catalog.base.goals:
        if goal.id == id:
            return goal_text(catalog, goal, actuals)
    for direction in catalog.base.directions:
        if direction.id == id:
            return direction_text(catalog, direction)
    for package in catalog.base.packages:
        if package.id == id:
            return package_text(catalog, package)
    for term in catalog.base.terms:
        if term.id == id:
            return term_text(catalog, term)
    return next(passage_text(catalog, passage) for passage in catalog.base.passages if passage.id == id)
