"""A record in full, kind by kind: the blocks between the question above and the buttons below."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, lines
from bot.views.ids import Value
from bot.views.kpis import OWN_LINKS, indicator_markup, kpi_body
from bot.views.parts import (
    SENTENCE,
    Block,
    actions,
    context,
    fields,
    header,
    menu,
    option,
    paragraph,
    quotation,
    record_button,
    rest,
    section,
    split_lines,
)
from knowledge.model import (
    BasicDirection,
    BasicGoal,
    Catalog,
    Indicator,
    Initiative,
    Passage,
    PolicyPackage,
    Project,
    Strategy,
    Term,
)
from knowledge.wording import Record, Values, edition, facts, home, homes, lines_text, source_text, title

MOST_INITIATIVES, MOST_INDICATORS, MOST_LISTED = 20, 10, 60
_BULLET = 200  # characters of one initiative; the longest of the shipped document has 60


def body_of(record: Record, catalog: Catalog, values: Values, context_key: str = "") -> list[Block]:
    match record:
        case Project():
            return project_body(record, catalog, values)
        case Indicator():
            return kpi_body(record, catalog, values)
        case BasicGoal():
            return goal_body(record, catalog, values, context_key)
        case BasicDirection():
            return direction_body(record, catalog, context_key)
        case PolicyPackage():
            return package_body(record, catalog, values, context_key)
        case Term():
            return term_body(record, catalog)
        case Passage():
            return passage_body(record, catalog)
        case Strategy():
            return strategy_body(record, catalog, values, context_key)


def project_body(project: Project, catalog: Catalog, values: Values) -> list[Block]:
    kpis = catalog.kpis_of(project)
    packages = "\n".join(
        f"{package.number} {package.name}{'' if package.number == project.package else '（再掲）'}"
        for package in homes(catalog, project)
    )
    directions = "\n".join(facts.direction_label(catalog, number) for number in project.directions)
    return [
        header(project.name),
        fields([("政策パッケージ", packages), ("施策の基本的方向", directions)]),
        paragraph(facts.shown(project.description), most=SENTENCE),
        *initiative_blocks(project.initiatives),
        *indicator_blocks("KPI", kpis, values),
        context(OWN_LINKS if kpis else "", source_text(catalog, project.span)),
    ]


def initiative_blocks(initiatives: Sequence[Initiative]) -> list[Block]:
    """Bullets under the 【…】 that the document groups them by."""
    if not initiatives:
        return []
    items, group = [Markup("*取組*")], None
    for initiative in initiatives[:MOST_INITIATIVES]:
        if initiative.group and initiative.group != group:
            items.append(escape(f"【{initiative.group[:_BULLET]}】"))
        group = initiative.group
        items.append(escape(f"• {facts.shown(initiative.text)[:_BULLET]}"))
    if more := rest(len(initiatives) - MOST_INITIATIVES):
        items.append(Markup(more))
    return split_lines(items)


def indicator_blocks(label: str, indicators: Sequence[Indicator], values: Values) -> list[Block]:
    """Each indicator in its own section, so that a narrow screen keeps its lines together."""
    if not indicators:
        return []
    shown = [section(indicator_markup(each, values.latest(each.id)), most=600) for each in indicators[:MOST_INDICATORS]]
    more = rest(len(indicators) - MOST_INDICATORS)
    return [section(Markup(f"*{escape(label)}*")), *shown, *([context(more)] if more else [])]


def goal_body(goal: BasicGoal, catalog: Catalog, values: Values, context_key: str = "") -> list[Block]:
    directions = [catalog.directions[number] for number in goal.directions if number in catalog.directions]
    return [
        header(title(goal)),
        paragraph(facts.shown(goal.text), most=SENTENCE),
        *indicator_blocks("数値目標", goal.targets, values),
        *listed("施策の基本的方向", directions, "基本的方向を選んで見る", catalog, context_key),
        context(source_text(catalog, goal.span)),
    ]


def direction_body(direction: BasicDirection, catalog: Catalog, context_key: str = "") -> list[Block]:
    projects = catalog.projects_of_direction(direction.number)
    return [
        header(title(direction)),
        context(home(catalog, direction)),
        paragraph(facts.shown(direction.text), most=SENTENCE),
        *listed("関連する事業", projects, "事業を選んで詳しく見る", catalog, context_key, directions=[direction]),
        context(source_text(catalog, direction.span)),
    ]


def package_body(package: PolicyPackage, catalog: Catalog, values: Values, context_key: str = "") -> list[Block]:
    projects = [catalog.original(project) for project in package.projects]
    return [
        header(title(package)),
        paragraph(facts.shown(package.text), most=SENTENCE),
        *listed("事業", projects, "事業を選んで詳しく見る", catalog, context_key, numbers=package),
        *_kpi_lines(package, values),
        context(source_text(catalog, package.span)),
    ]


def _kpi_lines(package: PolicyPackage, values: Values) -> list[Block]:
    """All KPIs of a package, one short paragraph each: a package has up to a dozen."""
    shown = [indicator_markup(kpi, values.latest(kpi.id)) for kpi in package.kpis[:MOST_INDICATORS]]
    more = rest(len(package.kpis) - MOST_INDICATORS)
    return split_lines([Markup("*KPI*"), *shown, Markup(more)], most=1500) if package.kpis else []


def listed(
    label: str,
    records: Sequence[Project | BasicDirection | PolicyPackage],
    placeholder: str,
    catalog: Catalog,
    context_key: str = "",
    numbers: PolicyPackage | None = None,
    directions: Sequence[BasicDirection] = (),
) -> list[Block]:
    """Names as bullets and a menu that opens one. `numbers`: the package whose numbering and reprints are shown.

    `directions`: those that the projects are listed for; one that is there by a likely correction says so.
    """
    if not records:
        return []
    under = [direction.number for direction in directions]
    notes = [facts.note_on_directions(record, *under) if isinstance(record, Project) else "" for record in records]
    names = [title(record) for record in records]
    if numbers is not None:
        own = numbers.projects
        names = [f"({p.number}) {n}{'【再掲】' if p.reprint_of else ''}" for p, n in zip(own, names, strict=True)]
    items = [
        Markup(f"*{escape(label)}（{len(records)}件）*"),
        *(escape(f"• {name[:100]}{note}") for name, note in zip(names, notes, strict=True)),
    ]
    shown = items[: MOST_LISTED + 1]
    more = rest(len(items) - len(shown))
    return [*split_lines([*shown, Markup(more)]), actions(record_menu(records, placeholder, catalog, context_key))]


def record_menu(records: Sequence[Record], placeholder: str, catalog: Catalog, context_key: str = "") -> Block:
    """The record's kind stands in no label: a menu holds one kind, or the titles speak for themselves."""
    chosen = {
        record.id: option(title(record), _opens(record, context_key), home(catalog, record)) for record in records
    }
    return menu(placeholder, ids.PICK, list(chosen.values()))


def _opens(record: Record, context_key: str) -> str:
    return ids.encode(Value((record.id,), context_key), ids.OPTION_ROOM)


def term_body(term: Term, catalog: Catalog) -> list[Block]:
    return [
        section(Markup(f"{bold(term.term)}（用語）")),
        quotation(facts.shown(term.definition)),
        context(source_text(catalog, term.span)),
    ]


def passage_body(passage: Passage, catalog: Catalog) -> list[Block]:
    """Verbatim, footnote marks and all."""
    return [
        context(home(catalog, passage)),
        quotation(passage.text),
        context(f"出典：{edition(catalog)} 本文{lines_text(passage.span)}"),
    ]


def strategy_body(strategy: Strategy, catalog: Catalog, values: Values, context_key: str = "") -> list[Block]:
    """The document in numbers, its own target, its packages, and the office that answers for it."""
    said = [line for line in facts.strategy_text(catalog).split("\n")[1:] if not line.startswith("政策パッケージ:")]
    population = [strategy.population_target] if strategy.population_target else []
    contact = strategy.contact
    office = f"問い合わせ先：{contact.office}（電話 {contact.tel}）" if contact else ""
    return [
        header(strategy.title),
        section(lines(*(escape(line) for line in said))),
        *indicator_blocks("成果目標", population, values),
        *(_buttons_of_target(target, context_key) for target in population),
        *listed("政策パッケージ", catalog.base.packages, "政策パッケージを選んで見る", catalog, context_key),
        context(office, f"{edition(catalog)} 本文の版 {strategy.source.sha256[:8]}"),
    ]


def _buttons_of_target(target: Indicator, context_key: str) -> Block:
    """The strategy's own target has no card of its own."""
    return actions(
        record_button("人口の推移", ids.HISTORY, target.id, context=context_key),
        record_button("人口の実績を登録", ids.RECORD, target.id, context=context_key),
    )
