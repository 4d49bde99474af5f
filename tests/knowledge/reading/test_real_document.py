"""The shipped strategy as read: pinned counts, whole records, every parent link, every quoted line."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.quantity import Quantity
from knowledge.model.records import Finding, Initiative, KnowledgeBase, Kpi, NumericalTarget, Project, Span
from knowledge.reading.source import Line
from tests.knowledge.reading.quotes import is_named, is_quoted, quoted_texts

COUNTS = {
    "goals": 5,
    "goal_targets": 8,
    "directions": 13,
    "packages": 6,
    "projects": 45,
    "reprints": 5,
    "initiatives": 139,
    "initiatives_without_reprints": 122,
    "kpis": 38,
    "terms": 7,
    "passages": 138,
    "corrections": 21,
    "unread_lines": 0,
}


def test_counts_are_those_of_the_printed_document(base: KnowledgeBase) -> None:
    assert base.report.counts == COUNTS


def test_the_only_finding_is_the_project_with_two_names(base: KnowledgeBase) -> None:
    message = (
        "事業名が全体概要では「「農業都市 久留米」の情報発信事業」、"
        "本文では「「農業都市 久留米」の認知度向上事業」です（本文の名称を採用）"
    )
    assert base.report.findings == (Finding("warning", message, Span(321, 321)),)


def test_front_page_period_and_contact(base: KnowledgeBase) -> None:
    strategy = base.strategy
    assert (strategy.title, strategy.published) == ("第2期久留米市地方創生総合戦略", "令和2年3月")
    assert strategy.municipality == "久留米市"
    assert strategy.period == Period(FiscalYear(2020), FiscalYear(2024))
    assert strategy.contact is not None
    assert strategy.contact.office == "久留米市総合政策部 創生戦略推進室"
    assert (strategy.contact.tel, strategy.contact.fax) == ("0942-30-9116", "0942-30-9703")
    assert strategy.contact.address == "〒830-8520 福岡県久留米市城南町 15-3"
    assert strategy.population_target is not None
    assert strategy.population_target.target.value == 301_000


def test_a_whole_project(catalog: Catalog) -> None:
    assert catalog.project("p3-12") == Project(
        id="p3-12",
        number=12,
        package=3,
        name="定住誘導推進事業",
        reprint_of=None,
        directions=(6, 12),
        search_directions=(6, 12),
        description=(
            "転入者の増加及び定住人口の維持・増加につなげるため、相談対応の充実や移住プロモーションの強化を図るとともに、"
            "ニーズに応じた移住支援を行います。"
        ),
        initiatives=(
            Initiative("移住定住総合相談窓口によるきめ細かな支援の実施", None, Span(682, 682)),
            Initiative("子育て世代などをターゲットにしたプロモーションの実施", None, Span(683, 683)),
            Initiative("地域おこし協力隊による魅力の掘り起こしや移住情報の発信", None, Span(684, 684)),
        ),
        kpis=("k3-7",),
        aliases=(),
        span=Span(678, 684),
    )


def test_a_whole_kpi(catalog: Catalog) -> None:
    assert catalog.indicator("k6-2") == Kpi(
        id="k6-2",
        number=2,
        name="西部地域の転入者数",
        unit="人",
        counting="single",
        better="higher",
        baseline=Quantity("平成 30 年度 1,603 人", FiscalYear(2018), Decimal(1603), "人"),
        target=Quantity("令和 6 年度 1,603 人以上", FiscalYear(2024), Decimal(1603), "人", "at_least"),
        span=Span(885, 885),
        projects=("p6-1",),
    )


def test_a_whole_goal_target_that_is_to_be_held(catalog: Catalog) -> None:
    assert catalog.indicator("g5-t2") == NumericalTarget(
        id="g5-t2",
        name="15歳以上80歳未満の滞在人口（休日）",
        unit="人／日",
        counting="single",
        better="keep",
        baseline=Quantity("休日 237,672 人／日", FiscalYear(2018), Decimal(237672), "人／日"),
        target=Quantity("維持する", FiscalYear(2024), Decimal(237672), "人／日", "keep"),
        span=Span(161, 161),
    )


@pytest.mark.parametrize(
    ("goal", "targets"),
    [
        (1, [("労働者数（雇用保険適用者数）", "82687", "89000", "人")]),
        (
            2,
            [
                ("大都市圏からの転入者数", "3152", "3345", "人"),
                ("年間観光客数", "600", "625", "万人"),
                ("年間観光消費額", "127", "129", "億円"),
            ],
        ),
        (3, [("子育てしやすいまちだと思う市民の割合", "75.0", "79", "%")]),
        (4, [("住み続けたいと思う市民の割合", "79.6", "84", "%")]),
    ],
)
def test_numerical_targets_of_the_goals(catalog: Catalog, goal: int, targets: list[tuple[str, str, str, str]]) -> None:
    read = [
        (t.name, str(t.baseline and t.baseline.value), str(t.target.value), t.unit) for t in catalog.goals[goal].targets
    ]
    assert read == targets


def test_the_overview_gives_every_project_its_directions(base: KnowledgeBase) -> None:
    read = {project.id: project.directions for package in base.packages for project in package.projects}
    assert all(read.values())
    assert read["p1-8"] == (4, 12)
    assert read["p5-3"] == (6, 7, 13)
    assert read["p4-10"] == (4, 11)


def test_every_parent_link_leads_back(base: KnowledgeBase, catalog: Catalog) -> None:
    for direction in base.directions:
        assert direction.goal is not None
        assert direction.number in catalog.goals[direction.goal].directions
    for package in base.packages:
        for project in package.projects:
            assert project.package == package.number
            assert project.id == f"p{package.number}-{project.number}"
            assert set(project.search_directions) <= catalog.directions.keys()
            for id in project.kpis:
                assert project.id in catalog.kpis[id].projects
        for kpi in package.kpis:
            assert catalog.package_of_kpi(kpi) == package
            for id in kpi.projects:
                assert kpi.id in catalog.projects[id].kpis
    for goal in base.goals:
        assert all(catalog.goal_of_target(target) == goal for target in goal.targets)


def test_numbers_run_without_gaps(base: KnowledgeBase) -> None:
    for package in base.packages:
        assert [project.number for project in package.projects] == list(range(1, len(package.projects) + 1))
        assert [kpi.number for kpi in package.kpis] == list(range(1, len(package.kpis) + 1))
    assert [direction.number for direction in base.directions] == list(range(1, 14))


def test_reprints_point_at_the_original_and_carry_its_initiatives(base: KnowledgeBase, catalog: Catalog) -> None:
    pairs = {p.id: p.reprint_of for p in catalog.projects.values() if p.reprint_of}
    assert pairs == {"p3-4": "p2-3", "p3-5": "p2-4", "p3-6": "p2-5", "p4-2": "p2-6", "p4-9": "p3-7"}
    for reprint in (catalog.projects[id] for id in pairs):
        assert "再掲" not in reprint.name
        assert [i.group for i in reprint.initiatives] == [i.group for i in catalog.original(reprint).initiatives]
        assert catalog.kpis_of(reprint) == catalog.kpis_of(catalog.original(reprint))


def test_a_bullet_goes_on_after_the_footnotes_that_interrupt_it(catalog: Catalog) -> None:
    first = catalog.project("p1-7").initiatives[0]
    assert first.text.endswith("メディアの活用などによる「農業都市 久留米」の効果的な情報発信")
    assert first.span == Span(441, 451)
    assert len(catalog.project("p1-7").initiatives) == 3


def test_the_overview_s_other_name_is_an_alias_and_the_chapter_s_name_stays(catalog: Catalog) -> None:
    project = catalog.project("p1-7")
    assert project.name == "「農業都市 久留米」の認知度向上事業"
    assert project.aliases == ("「農業都市 久留米」の情報発信事業",)


def test_initiatives_stand_under_the_group_printed_above_them(catalog: Catalog) -> None:
    groups = [initiative.group for initiative in catalog.project("p2-3").initiatives]
    assert groups == ["久留米シティプラザ"] * 3 + ["久留米市美術館"] * 3


def test_which_way_is_good_and_what_is_counted(catalog: Catalog) -> None:
    better = {kpi.id: kpi.better for kpi in catalog.kpis.values() if kpi.better != "higher"}
    assert better == {"k3-3": "lower", "k4-2": "lower", "k4-1": "keep", "k4-3": "keep", "k4-8": "keep"}
    total = [kpi.id for kpi in catalog.kpis.values() if kpi.counting == "total"]
    assert total == ["k1-4", "k3-2", "k3-4", "k4-5"]
    cumulative = [kpi.id for kpi in catalog.kpis.values() if kpi.counting == "cumulative"]
    assert cumulative == ["k1-1", "k1-2", "k1-5", "k2-6", "k3-8", "k5-1", "k5-2", "k6-3"]


def test_a_dash_is_no_baseline(catalog: Catalog) -> None:
    without = [kpi.id for kpi in catalog.kpis.values() if kpi.baseline is None]
    assert without == ["k1-2", "k4-5", "k5-1", "k5-2", "k5-3", "k6-3"]


def test_every_span_quotes_its_text(base: KnowledgeBase, lines: Sequence[Line]) -> None:
    missing = [(id, text) for id, text, span in quoted_texts(base) if not is_quoted(text, span, lines)]
    assert not missing
    assert all(is_named(indicator, lines) for indicator in Catalog(base).indicators.values())


def test_every_printed_line_is_inside_some_record(base: KnowledgeBase, lines: Sequence[Line]) -> None:
    """Only headings, the table of contents and page furniture may stand outside of every span."""
    covered = {n for _, _, span in quoted_texts(base) for n in range(span.first_line, span.last_line + 1)}
    outside = [line.number for line in lines if line.text.strip() and line.number not in covered]
    contents, overview = range(19, 60), range(281, 375)
    assert all(number in contents or number in overview or len(lines[number - 1].text) <= 45 for number in outside), (
        outside
    )
