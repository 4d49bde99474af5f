"""A record and the current values → its Card: one function for each kind of record."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from knowledge.model.catalog import Catalog, is_printed_in
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    Indicator,
    Kpi,
    Passage,
    PolicyPackage,
    Project,
    Record,
    Strategy,
    Term,
)
from knowledge.model.structs import replace
from knowledge.wording.amounts import COUNTING, aim_text, circled, lines_text, printed, without_markup
from knowledge.wording.card import Card, CardField, CardLine, Measures, field
from knowledge.wording.names import (
    WHOLE_PLAN,
    edition,
    home,
    homes,
    kind_label,
    label_of,
    package_word,
    packages_text,
    path_text,
    short_title,
    title,
    version,
)
from knowledge.wording.values import EMPTY_VALUES, Values, measure, measures

OWN_LINKS = "事業とKPIの対応は本ボットが付けたもので、計画の記載ではありません。"
NO_KPIS, NO_PROJECTS = "この事業に結び付けたKPIはありません。", "このKPIに結び付けた事業はありません。"
_BESIDE = "計画で同じ{0}に書かれている{1}です。{2}ごとの対応は計画に書かれていません。"
REPRINT = "【再掲】"


def card_of(record: Record, catalog: Catalog, values: Values = EMPTY_VALUES) -> Card:
    """Values that stay as they are keep the cards that were made of their own plan."""
    kept: dict[str, Card] | None = getattr(values, "cards", None)
    is_own = getattr(values, "catalog", None) is catalog and catalog.records.get(record.id) is record
    if kept is None or not is_own:
        return _made(record, catalog, values)
    if record.id not in kept:
        kept[record.id] = _made(record, catalog, values)
    return kept[record.id]


def _made(record: Record, catalog: Catalog, values: Values) -> Card:
    match record:
        case Project():
            return _project(record, catalog, values)
        case Indicator():
            return _indicator(record, catalog, values)
        case BasicGoal():
            directions = (catalog.directions[number] for number in record.directions if number in catalog.directions)
            lines = tuple(_direction_line(each, catalog) for each in directions)
            targets = Measures("数値目標", measures(record.targets, values))
            return _structure(record, catalog, targets, CardField("施策の基本的方向", lines))
        case BasicDirection():
            projects = catalog.projects_of_direction(record.number)
            own = project_lines("関連する事業", projects, catalog, record.number)
            numbered = (replace(line, before=f"{at}. ") for at, line in enumerate(own.lines, start=1))
            return _structure(record, catalog, replace(own, lines=tuple(numbered)))
        case PolicyPackage():
            kpis = Measures("KPI", measures(record.kpis, values))
            return _structure(record, catalog, CardField("事業", tuple(_entries(record, catalog))), kpis)
        case Term():
            return _card(
                record, catalog, name=record.term, paragraphs=(without_markup(record.definition),), is_quoted=True
            )
        case Passage():
            return _passage(record, catalog)
        case Strategy():
            return _strategy(record, catalog, values)


def _card(record: Record, catalog: Catalog, **own: Any) -> Card:
    """With what is said of every record. Fields and parts that say nothing are left out."""
    for name in ("fields", "parts"):
        own[name] = tuple(filter(None, own.get(name, ())))
    if not isinstance(record, Strategy):
        place = (edition(catalog), path_text(catalog.headings(record.span)), f"本文{lines_text(record.span)}")
        own.setdefault("source", tuple(filter(None, place)))
    return Card(id=record.id, kind=kind_label(record), home=home(catalog, record), **own)


def _project(project: Project, catalog: Catalog, values: Values) -> Card:
    """Of a reprint with the words that the document prints there."""
    kpis, original = catalog.kpis_of(project), catalog.original(project)
    beside = () if kpis else catalog.kpis_beside(project)
    word = package_word(catalog)
    listed = label_of("package", original.package, catalog)
    elsewhere = CardLine(name=f"{listed} ({original.number})", id=original.id)
    return _card(
        project,
        catalog,
        name=project.name,
        number=f"({project.number}){REPRINT if project.reprint_of else ''}",
        above=_above(homes(catalog, project)[0]),
        fields=(
            field("別の名称", *project.aliases),
            CardField(package_word(catalog), tuple(_package_lines(project, catalog))),
            CardField("再掲元", (elsewhere,) if project.reprint_of else ()),
            CardField("施策の基本的方向", tuple(_direction_lines(project, catalog))),
            field("備考", *project.notes),
        ),
        paragraphs=_paragraphs(project.description),
        parts=(
            CardField(
                "取組",
                tuple(CardLine(name=without_markup(one.text), group=one.group or "") for one in project.initiatives),
            ),
            Measures("KPI", measures(kpis, values)),
            Measures(f"同じ{word}のKPI", measures(beside, values)),
        ),
        footnotes=tuple(
            f"※{term.id[1:]} {term.term}：{without_markup(term.definition)}" for term in terms_in(project, catalog)
        ),
        remarks=_remarks(
            [not is_printed_in(kpi, project) for kpi in kpis], _beside(beside, word, "KPI", "事業"), NO_KPIS
        ),
    )


def _package_lines(project: Project, catalog: Catalog) -> Iterator[CardLine]:
    own = catalog.original(project).package
    for package in homes(catalog, project):
        after = "" if package.number == own else REPRINT
        yield CardLine(before=_mark(package), name=package.name, after=after, id=package.id)


def _mark(package: PolicyPackage) -> str:
    return f"{package.mark} " if package.mark else ""


def _direction_lines(project: Project, catalog: Catalog) -> Iterator[CardLine]:
    for number in project.directions:
        known = catalog.directions.get(number)
        yield _direction_line(known, catalog) if known else CardLine(name=circled(number))
    for number in project.search_directions:
        if number not in project.directions:
            line = _direction_line(catalog.directions[number], catalog)
            yield CardLine(name=f"（原文の番号は読み取り誤りの疑いがあり、{line.text}かもしれません）")


def _direction_line(direction: BasicDirection, catalog: Catalog) -> CardLine:
    mark = f"{circled(direction.number)} "
    return CardLine(before=mark, name=direction.name, id=direction.id, home=home(catalog, direction))


def terms_in(project: Project, catalog: Catalog) -> list[Term]:
    """Footnoted terms that the project's own words use."""
    said = catalog.words_of(project)
    return [term for term in catalog.base.terms if term.term and term.term in said]


def _indicator(indicator: Indicator, catalog: Catalog, values: Values) -> Card:
    ids = indicator.projects if isinstance(indicator, Kpi) else ()
    linked = [catalog.projects[id] for id in ids if id in catalog.projects]
    beside = () if linked else catalog.projects_beside(indicator)
    word = package_word(catalog)
    belongs = home(catalog, indicator)
    return _card(
        indicator,
        catalog,
        name=indicator.title,
        subtitle=what_it_is(indicator, belongs if belongs == WHOLE_PLAN else f"「{belongs}」"),
        above=_above(catalog.package_of_kpi(indicator) or catalog.goal_of_target(indicator)),
        own=measure(indicator, values),
        fields=(
            field("策定時の現状値", *([printed(indicator.known).text] if indicator.known else ())),
            field("中間目標", *(printed(one).text for one in indicator.interim)),
            project_lines("関連する事業", linked, catalog),
            CardField(f"同じ{word}の事業", tuple(CardLine(name=one.name, id=one.id) for one in beside)),
        ),
        remarks=_remarks(
            [not is_printed_in(indicator, one) for one in linked],
            _beside(beside, word, "事業", "KPI"),
            NO_PROJECTS if isinstance(indicator, Kpi) else "",
        ),
    )


def what_it_is(indicator: Indicator, place: str) -> str:
    """「政策パッケージ3のKPI（累計値、大きいほどよい）」."""
    own_way = "" if indicator.id == "population" else aim_text(indicator)  # of which the plan prints a number alone
    how = "、".join(filter(None, (COUNTING[indicator.counting], own_way))) if indicator.is_way_known else ""
    return f"{place}の{kind_label(indicator)}" + (f"（{how}）" if how else "")


def _beside(beside: Sequence[Record], *words: str) -> str:
    """What the plan prints together and does not tie one to one."""
    return _BESIDE.format(*words) if beside else ""


def _remarks(own_links: Sequence[bool], beside: str, none: str) -> tuple[str, ...]:
    """`own_links`: of each tie whether it is ours, which the plan does not print."""
    if own_links:
        return (OWN_LINKS,) if any(own_links) else ()
    return tuple(filter(None, (beside or none,)))


def _structure(
    record: BasicGoal | BasicDirection | PolicyPackage, catalog: Catalog, *parts: CardField | Measures
) -> Card:
    goal = catalog.goals.get(record.goal or 0) if isinstance(record, BasicDirection) else None
    return _card(
        record,
        catalog,
        label=short_title(record),
        name=record.name,
        subtitle=title(goal) if goal else "",
        above=_above(goal),
        paragraphs=_paragraphs(record.text),
        parts=parts,
    )


def _entries(package: PolicyPackage, catalog: Catalog) -> Iterator[CardLine]:
    for own in package.projects:
        after = REPRINT if own.reprint_of else ""
        yield CardLine(before=f"({own.number}) ", name=own.name, after=after, id=own.id, home=home(catalog, own))


def _passage(passage: Passage, catalog: Catalog) -> Card:
    """The document's own words; a lead-in such as 「次の3つを」 brings the headings that it leads to."""
    below = headings_below(catalog, passage) if "次の" in passage.text else ()
    return _card(
        passage,
        catalog,
        name=home(catalog, passage) or title(passage),
        paragraphs=(without_markup(passage.text),),
        is_quoted=True,
        parts=(field("続く見出し", *below),),
        source=(edition(catalog), f"本文{lines_text(passage.span)}"),
    )


def headings_below(catalog: Catalog, passage: Passage) -> tuple[str, ...]:
    """The headings one step under the one that the passage stands under."""
    depth = len(passage.path)
    paths = [other.path for other in catalog.base.passages if other.path[:depth] == passage.path]
    return tuple(dict.fromkeys(path[depth] for path in paths if len(path) > depth))


def _strategy(strategy: Strategy, catalog: Catalog, values: Values) -> Card:
    """The document in numbers, its own target, its packages, and the office that answers for it.

    What can be counted is counted here, nowhere by hand.
    """
    counts, period = catalog.base.report.counts, strategy.period
    population, contact = strategy.population_target, strategy.contact
    packages = ((each, home(catalog, each)) for each in catalog.base.packages)
    word, reprints = package_word(catalog), counts["reprints"]
    without_reprints = f"（再掲{reprints}を除くと{counts['projects'] - reprints}）" if reprints else ""
    return _card(
        strategy,
        catalog,
        name=strategy.title,
        fields=(
            field("策定", strategy.published or ""),
            field(
                "対象期間", f"{period.start_fiscal_year.label}から{period.end_fiscal_year.label}まで" if period else ""
            ),
            field("成果目標", f"{population.title} {population.target.raw}" if population else ""),
            field(
                "構成",
                "、".join(
                    f"{name}{counts[kind]}{without_reprints if kind == 'projects' else ''}"
                    for kind, name in _counted_kinds(catalog)
                    if counts[kind]
                ),
            ),
            field(
                "問い合わせ先",
                f"{contact.office}（電話 {contact.tel}、FAX {contact.fax}、{contact.address}）" if contact else "",
            ),
        ),
        parts=(
            Measures("成果目標", measures([population] if population else [], values)),
            CardField(
                word,
                tuple(
                    CardLine(
                        before=f"{each.mark} ".lstrip(), name=each.name, after=f"（{size}）", id=each.id, home=size
                    )
                    for each, size in packages
                ),
            ),
        ),
        source=(edition(catalog), version(catalog)),
    )


def _counted_kinds(catalog: Catalog) -> Sequence[tuple[str, str]]:
    """In the words of the plan."""
    goals = kind_label(catalog.base.goals[0]) if catalog.base.goals else ""
    return (
        ("goals", goals),
        ("directions", "基本的方向"),
        ("packages", package_word(catalog)),
        ("projects", "事業"),
        ("kpis", "KPI"),
        ("goal_targets", f"{goals}の数値目標"),
    )


def project_lines(label: str, projects: Iterable[Project], catalog: Catalog, *directions: int) -> CardField:
    """`directions`: those that the projects are listed for; one that is there by a likely correction says so."""

    def of(each: Project) -> CardLine:
        after = f"（{packages_text(each, catalog)}）{note_on_directions(each, *directions)}"
        return CardLine(name=each.name, after=after, id=each.id, home=home(catalog, each))

    return CardField(label, tuple(map(of, projects)))


def note_on_directions(project: Project, *numbers: int) -> str:
    """「（原文は⑪⑫。①の読み誤りと思われます）」 of a project that none of the directions has as printed; else ""."""
    likely = [number for number in numbers if number in project.search_directions]
    if not likely or set(numbers) & set(project.directions):
        return ""
    printed = "".join(map(circled, project.directions))
    return f"（原文は{printed}。{''.join(map(circled, likely))}の読み誤りと思われます）"


def _above(record: BasicGoal | PolicyPackage | None) -> tuple[CardLine, ...]:
    return (CardLine(name=title(record), id=record.id),) if record else ()


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in without_markup(text).split("\n") if line)
