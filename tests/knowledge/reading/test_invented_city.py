"""架空市: another number of goals, other numbering styles, other tables. The reader is not written around one file."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.model.catalog import Catalog
from knowledge.model.data_files import TEXT_FILE
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.sources.opening import read_source
from tests import plans
from tests.knowledge.reading.quotes import is_named, is_quoted, quoted_texts

ROOT = Path(__file__).parents[3]
KAKUU = ROOT / "tests" / "strategies" / "kakuu"


@pytest.fixture(scope="module")
def kakuu() -> KnowledgeBase:
    return plans.kakuu().base


def test_everything_is_counted(kakuu: KnowledgeBase) -> None:
    assert kakuu.report.counts == {
        "goals": 3,
        "goal_targets": 4,
        "directions": 5,
        "packages": 2,
        "projects": 6,
        "reprints": 1,
        "initiatives": 12,
        "initiatives_without_reprints": 10,
        "kpis": 5,
        "terms": 1,
        "passages": 27,
        "corrections": 0,
        "unread_lines": 0,
    }


def test_the_column_that_we_do_not_read_is_mentioned_and_nothing_else(kakuu: KnowledgeBase) -> None:
    assert {finding.message for finding in kakuu.report.findings} == {"表の列「担当課」は読み取りの対象外です"}


def test_full_width_western_years_and_a_mixed_number(kakuu: KnowledgeBase) -> None:
    assert kakuu.strategy.municipality == "架空市"
    assert kakuu.strategy.period == Period(FiscalYear(2025), FiscalYear(2029))
    assert kakuu.strategy.population_target is not None
    assert kakuu.strategy.population_target.target.value == 28_000
    assert kakuu.strategy.contact is not None
    assert kakuu.strategy.contact.office == "架空市企画政策課"


def test_goals_that_say_what_they_are_with_directions_numbered_anew_under_each(kakuu: KnowledgeBase) -> None:
    assert [(goal.number, goal.name, goal.directions) for goal in kakuu.goals] == [
        (1, "湖と森のしごとを育てる", (1, 2)),
        (2, "子どもの声が響くまちにする", (3,)),
        (3, "湖畔の暮らしを守る", (4, 5)),
    ]


def test_numerical_targets_in_a_barred_table_and_in_running_text(kakuu: KnowledgeBase) -> None:
    targets = [target for goal in kakuu.goals for target in goal.targets]
    assert [(t.id, t.name, t.baseline and t.baseline.value, t.target.value, t.unit, t.better) for t in targets] == [
        ("g1-t1", "市内事業所の従業者数", Decimal(9800), Decimal(10000), "人", "higher"),
        ("g1-t2", "新規就業者数（累計）", None, Decimal(150), "人", "higher"),
        ("g2-t1", "合計特殊出生率", Decimal("1.42"), Decimal("1.60"), "", "higher"),
        ("g3-t1", "自治会加入率", Decimal("71.5"), Decimal("71.5"), "%", "keep"),
    ]


def test_a_kpi_without_unit_and_one_that_should_fall(kakuu: KnowledgeBase) -> None:
    kpis = Catalog(kakuu).kpis
    assert (kpis["k1-3"].unit, kpis["k1-3"].target.comparison) == ("", "at_least")
    assert (kpis["k2-2"].better, kpis["k2-2"].target.comparison) == ("lower", "at_most")


def test_circled_initiatives_inside_a_project_are_no_directions(kakuu: KnowledgeBase) -> None:
    project = Catalog(kakuu).project("p1-2")
    assert [initiative.text for initiative in project.initiatives] == [
        "校舎の改修と通信環境の整備",
        "進出企業への家賃補助",
    ]
    assert (project.span.first_line, project.span.last_line) == (86, 91)


def test_a_footnote_on_one_line_and_a_reprint_in_other_brackets(kakuu: KnowledgeBase) -> None:
    [term] = kakuu.terms
    assert term.term == "関係人口"
    assert term.definition.startswith("移住した人口でも")
    assert Catalog(kakuu).project("p2-2").reprint_of == "p1-3"


def test_headings_lead_to_passages(kakuu: KnowledgeBase) -> None:
    paths = {passage.path for passage in kakuu.passages}
    assert ("第2章 基本目標", "基本目標1 湖と森のしごとを育てる", "① 地場産業の担い手を増やす") in paths
    assert ("第3章 重点プロジェクト", "2 湖畔の足と安全プロジェクト", "(1) 湖上バス運行事業") in paths


def test_every_span_quotes_its_text(kakuu: KnowledgeBase) -> None:
    lines = read_source(KAKUU / TEXT_FILE).lines
    assert not [(id, text) for id, text, span in quoted_texts(kakuu) if not is_quoted(text, span, lines)]
    assert all(is_named(indicator, lines) for indicator in Catalog(kakuu).indicators.values())


def rebuilt(folder: Path, *changes: tuple[str, str]) -> Catalog:
    text = (KAKUU / TEXT_FILE).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / TEXT_FILE).write_text(text, encoding="utf-8")
    return Catalog(build(folder))


def test_a_column_of_units_and_years_in_the_header(tmp_path: Path) -> None:
    header = "重要業績評価指標（ＫＰＩ）\t担当課\t現状値\t目標値\n湖上"
    buses = "交通課\t令和５年度　１２，０００人\t令和１１年度　１５，０００人"
    shelter = "防災課\t令和５年度　１８．０％\t令和１１年度　１０．０％以下"
    kpis = rebuilt(
        tmp_path,
        (header, "重要業績評価指標（ＫＰＩ）\t単位\t現状値（R4）\t目標値（令和10年度）\n湖上"),
        (buses, "人／年\t１２，０００\t１５，０００"),
        (shelter, "％\t令和３年度　１８．０\t１０．０以下"),
    ).kpis
    read = [
        (each.fiscal_year, each.value, each.unit)
        for id in ("k2-1", "k2-2")
        for each in (kpis[id].baseline, kpis[id].target)
        if each
    ]
    assert read == [
        (FiscalYear(2022), Decimal(12000), "人／年"),
        (FiscalYear(2028), Decimal(15000), "人／年"),
        (FiscalYear(2021), Decimal(18), "%"),
        (FiscalYear(2028), Decimal(10), "%"),
    ]
    assert kpis["k2-2"].target.raw == "１０．０以下"


def test_projects_with_bare_numbers_between_their_label_and_the_kpi_table(tmp_path: Path, kakuu: KnowledgeBase) -> None:
    numbers = (("（一）", "１　"), ("（二）", "２　"), ("（三）", "３　"))
    first = ("１　湖の幸", "具体的な事業\n\n１　湖の幸")
    second = ("１　湖上バス", "【具体的な事業】\n\n１　湖上バス")
    read = rebuilt(tmp_path, *numbers, first, second)
    names = {id: project.name for id, project in Catalog(kakuu).projects.items()}
    assert {id: project.name for id, project in read.projects.items()} == names
    assert len(read.kpis) == 5


def test_no_code_names_the_shipped_city(base: KnowledgeBase) -> None:
    """Docstrings and comments may quote its lines as examples; nothing that runs may know it."""
    city = (base.strategy.municipality or "").removesuffix("市")
    assert city
    for path in [*(ROOT / "knowledge").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        if city in text or "kurume" in text.lower():
            text = _without_docstrings(text)
        assert city not in text, path
        assert "kurume" not in text.lower(), path


def _without_docstrings(code: str) -> str:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
