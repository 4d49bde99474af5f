"""Questions that a plan answers, made of its own records: for greetings, help and placeholders."""

from itertools import islice, zip_longest

from knowledge.model.catalog import Catalog
from knowledge.model.records import Record
from knowledge.wording.names import is_told_by_number, kind_label, package_word, short_title, title

_LONGEST = 200
USUAL_THEME = "子育て"  # most plans have it
BY_THEME = f"{USUAL_THEME}の事業は？"
OF_ANY_PLAN = "基本目標は？"


def example_questions(catalog: Catalog) -> list[str]:
    """One of each kind that the plan has, made of its shortest names."""
    base = catalog.base
    projects, kpis = sorted(catalog.originals(), key=_shortness), sorted(catalog.kpis.values(), key=_shortness)
    called = _names_of_packages(catalog)
    with_projects = [called[package.id] for package in base.packages if package.projects]
    with_kpis = [called[package.id] for package in base.packages if package.kpis]
    made = [
        *(f"{project.name}とは？" for project in projects[:1]),
        *(f"{kpi.title}の目標値は？" for kpi in kpis[:1]),
        *(f"{name}の事業一覧" for name in with_projects[:1]),
        *(short_title(goal) for goal in base.goals[:1]),
        *(f"{term.term}とは" for term in base.terms[:1]),
        *(f"{name}のKPI" for name in with_kpis[-1:]),
    ]
    return [question for question in (" ".join(one.split()) for one in made) if question and len(question) <= _LONGEST]


def figure_question(catalog: Catalog, figure: str) -> str:
    """Of one of the plan's indicators, a KPI where it has any: 「宿泊者数の実績は？」; "" without one."""
    known = catalog.kpis or catalog.indicators
    named = min(known.values(), key=_shortness, default=None)
    return f"{named.title}の{figure}は？" if named else ""


def questions_by_name(catalog: Catalog, most: int) -> list[str]:
    """Of its packages and goals, then by turns of its projects and KPIs, those of short names first; at most so many.

    A plan has them before anybody has asked it anything.
    """
    base = catalog.base
    projects, kpis = sorted(catalog.originals(), key=_shortness), sorted(catalog.kpis.values(), key=_shortness)
    called = _names_of_packages(catalog)
    pairs = zip_longest((f"{one.name}とは？" for one in projects), (f"{one.title}の目標値は？" for one in kpis))
    made = [
        *(f"{called[package.id]}の事業一覧" for package in base.packages if package.projects),
        *(f"{called[package.id]}のKPI" for package in base.packages if package.kpis),
        *(f"{short_title(goal)}の数値目標は？" for goal in base.goals if goal.targets),
        *(question for pair in pairs for question in pair if question),
    ]
    return list(islice(dict.fromkeys(" ".join(one.split()) for one in made if len(one) <= _LONGEST), most))


def theme_question(catalog: Catalog) -> str:
    """One by a theme, 子育て where a record of the plan is named so, else one by the name of a record."""
    named = [title(package) for package in catalog.base.packages] + [title(one) for one in catalog.originals()]
    by_theme = [BY_THEME] if any(USUAL_THEME in name for name in named) else []
    return next(iter([*by_theme, *example_questions(catalog)]), OF_ANY_PLAN)


def kinds_held(catalog: Catalog) -> list[str]:
    """What can be asked for by name, in the plan's own words: 「事業」「基本目標」「KPI」."""
    base = catalog.base
    goals = [kind_label(base.goals[0])] if base.goals else []
    targets = ["数値目標"] if any(goal.targets for goal in base.goals) and not catalog.kpis else []
    return [
        *(["事業"] if catalog.projects else [package_word(catalog)] if base.packages else []),
        *goals,
        *(["KPI"] if catalog.kpis else targets),
    ]


def _names_of_packages(catalog: Catalog) -> dict[str, str]:
    """By id: 「施策1」, and the name itself where each goal has a 施策1."""
    return {
        package.id: short_title(package) if is_told_by_number(catalog, package) else package.name
        for package in catalog.base.packages
    }


def _shortness(record: Record) -> tuple[int, str]:
    return len(title(record)), record.id
