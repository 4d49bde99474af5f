"""Documents that nobody would write: long, empty, full of marks and mentions, with hundreds of everything."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Contact,
    Correction,
    Initiative,
    KnowledgeBase,
    Kpi,
    NumericalTarget,
    Passage,
    PolicyPackage,
    Project,
    Source,
    Span,
    Strategy,
    Term,
)
from knowledge.wording import Values
from knowledge.wording.amounts import SAMPLE_MARK, Figure
from knowledge.wording.values import ValueView

NASTY = (
    "", " ", "\n\n", "\x1b", "<!channel>", "<@U1>", "<@U0SHARER2>", "&<>",
    "&amp;<!here|@here>", "@everyone *_~`", "😀👨‍👩‍👧", "│",
    "<https://evil.example|押す>", "\u202e\x00\x07", "事業。", ":tada: @channel", "・", "1\n2\n3", "\ufeff𠮷野家",
)  # fmt: skip
LENGTHS = (1, 1, 1, 3, 30, 700)
COUNTS = (0, 1, 2, 11, 60, 200)

words = st.tuples(st.sampled_from(NASTY) | st.text(max_size=20), st.sampled_from(LENGTHS)).map(
    lambda drawn: drawn[0] * drawn[1]
)
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from([Decimal(0), Decimal("1E+60")])
years = st.integers(min_value=1890, max_value=2090)


def quantities() -> st.SearchStrategy[Quantity]:
    return st.builds(
        Quantity,
        words,
        st.none() | years.map(FiscalYear),
        decimals,
        words,
        st.sampled_from(["exactly", "at_least", "at_most", "keep"]),
        st.none() | words,
    )


def views() -> st.SearchStrategy[ValueView]:
    return st.builds(
        ValueView,
        figure=st.builds(Figure, words, words, words, words | st.just(SAMPLE_MARK)),
        state=st.sampled_from(["達成", "遅れ", "A"]) | words,
        progress=st.none() | st.fractions(),
        expected=st.none() | st.fractions(),
        formula=words,
        reason=words,
        history=st.dictionaries(years, decimals, max_size=30).map(lambda points: tuple(sorted(points.items()))),
        note=words,
        source=words,
        recorded=words,
    )


class DrawnValues:
    is_partial = False

    def __init__(self, drawn: list[ValueView | None]) -> None:
        self._drawn = drawn

    def latest(self, id: str) -> ValueView | None:
        return self._drawn[sum(map(ord, id)) % len(self._drawn)]


def values() -> st.SearchStrategy[Values]:
    return st.lists(st.none() | views(), min_size=1, max_size=3).map(DrawnValues)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A few texts and amounts, handed round among up to hundreds of records."""
    texts, amounts = draw(st.lists(words, min_size=1, max_size=6)), draw(st.lists(quantities(), min_size=1, max_size=3))
    packages, projects, initiatives, kpis, directions = (draw(st.sampled_from(COUNTS)) for _ in range(5))
    if packages > 2:
        projects, kpis = min(projects, 2), min(kpis, 2)
    handed = iter(range(10**9))

    def text() -> str:
        return texts[next(handed) % len(texts)]

    def amount() -> Quantity:
        return amounts[next(handed) % len(amounts)]

    return Catalog(_base(text, amount, packages, projects, initiatives, kpis, directions))


def _base(
    text: Callable[[], str],
    amount: Callable[[], Quantity],
    packages: int,
    projects: int,
    initiatives: int,
    kpis: int,
    directions: int,
) -> KnowledgeBase:
    span = Span(1, 3)

    def target(id: str) -> NumericalTarget:
        return NumericalTarget(
            id=id, name=text(), unit=text(), counting="single", better="keep", baseline=None, target=amount(), span=span
        )  # fmt: skip

    def kpi(package: int, number: int) -> Kpi:
        return Kpi(
            id=f"k{package}-{number}", name=text(), unit=text(), counting="cumulative", better="lower",
            baseline=amount(), target=amount(), span=span, number=number,
            projects=tuple(f"p{package}-{n}" for n in range(1, projects + 1)),
        )  # fmt: skip

    def project(package: int, number: int) -> Project:
        served = tuple(range(1, directions + 1))
        return Project(
            id=f"p{package}-{number}", number=number, package=package, name=text(),
            reprint_of=f"p1-{number}" if package > 1 else None, directions=served, search_directions=served,
            description=text(), kpis=tuple(f"k1-{n}" for n in range(1, kpis + 1)), aliases=(), span=span,
            initiatives=tuple(Initiative(text(), text() if n % 2 else None, span) for n in range(initiatives)),
        )  # fmt: skip

    strategy = Strategy(
        id="s", title=text(), published=text(), municipality=text(),
        period=Period(FiscalYear(1900), FiscalYear(2024)) if initiatives else None,
        population_target=target("population"), contact=Contact(text(), text(), text(), text(), span),
        source=Source("0" * 64, text()),
    )  # fmt: skip
    return KnowledgeBase(
        strategy=strategy,
        goals=tuple(
            BasicGoal(
                id=f"g{n}",
                number=n,
                name=text(),
                text=text(),
                directions=tuple(range(1, directions + 1)),
                targets=tuple(target(f"g{n}-t{t}") for t in range(1, kpis + 1)),
                span=span,
            )
            for n in (1, 2)
        ),
        directions=tuple(
            BasicDirection(id=f"d{n}", number=n, name=text(), goal=1 if n % 2 else None, text=text(), span=span)
            for n in range(1, directions + 1)
        ),
        packages=tuple(
            PolicyPackage(
                id=f"pkg{n}",
                number=n,
                name=text(),
                text=text(),
                span=span,
                projects=tuple(project(n, p) for p in range(1, projects + 1)),
                kpis=tuple(kpi(n, k) for k in range(1, kpis + 1)),
            )
            for n in range(1, packages + 1)
        ),
        terms=(Term("t1", text(), text(), span), Term("t2", text(), text(), span)),
        passages=(Passage("s1", (text(), text()), text(), span), Passage("s2", (), text(), span)),
        corrections=tuple(Correction(2, text(), text(), text(), "certain") for _ in range(initiatives)),
        report=BuildReport(dict.fromkeys(_COUNTED, 1), ()),
    )


_COUNTED = ("goals", "directions", "packages", "projects", "reprints", "kpis", "goal_targets")
