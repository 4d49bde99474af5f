"""KPI ↔ project links are our own: each is judged by its words, and what the words do not show needs a reason here."""

import re
import tomllib
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import Kpi, Project
from knowledge.reading.build import build
from tests.knowledge.conftest import CopyStrategy

# KPIs whose name resembles a project of the same package that is *not* linked more than every linked one,
# and what makes the link right all the same.
EXPLAINED = {
    "k1-3": "「製造品」は新製品開発（p1-5）の「製品」に似るだけ。出荷額を押し上げるのは製造業の支援と企業誘致",
    "k1-6": "「の割合」「経営」などの語しか重ならない。農業収入を扱う事業は就農応援事業だけ",
    "k2-6": "「情報発信」は観光事業（p2-1）にも出るが、歴史スポットを扱うのは歴史ルートづくり事業",
    "k3-5": "「状況調査」が空き家の実態状況調査（p3-13）に似るだけ。学力を扱うのは p3-10",
    "k4-7": "「運動」の語は健康事業（p4-8）にあるが、長い但し書き（1日30分…）がどの事業にもない",
}


def project_words(project: Project) -> str:
    parts = [project.name, project.description, *(initiative.text for initiative in project.initiatives)]
    return name_key("。".join(parts))


def is_surprising(kpi: Kpi, catalog: Catalog) -> bool:
    package = catalog.package_of_kpi(kpi)
    assert package is not None
    scores = {project.id: similarity(kpi, project) for project in map(catalog.original, package.projects)}
    linked = [similarity(kpi, catalog.projects[id]) for id in kpi.projects]
    return max(scores.values()) > max(linked)


def similarity(kpi: Kpi, project: Project) -> float:
    """0–100: how well the KPI's name is found inside the project's text, by character."""
    return fuzz.partial_ratio(name_key(kpi.name), project_words(project))


def test_every_kpi_has_a_project(catalog: Catalog) -> None:
    assert not [kpi.id for kpi in catalog.kpis.values() if not kpi.projects]


def test_links_lead_to_originals_never_to_reprints(catalog: Catalog) -> None:
    assert not [id for kpi in catalog.kpis.values() for id in kpi.projects if catalog.projects[id].reprint_of]


def test_every_link_has_a_reason(strategy_folder: Path) -> None:
    links = tomllib.loads((strategy_folder / "links.toml").read_text(encoding="utf-8"))
    assert all(len(entry["reason"]) > 20 for entry in links.values())


def test_each_reason_quotes_the_linked_projects_truly(strategy_folder: Path, catalog: Catalog) -> None:
    """What stands in 「…」 in a reason is printed in a linked project, in a passage or in a term's definition."""
    links = tomllib.loads((strategy_folder / "links.toml").read_text(encoding="utf-8"))
    prose = [*(passage.text for passage in catalog.base.passages), *(term.definition for term in catalog.base.terms)]
    printed = name_key("".join(prose))
    for id, entry in links.items():
        text = printed + "".join(project_words(catalog.projects[project]) for project in entry["projects"])
        for quote in re.findall(r"「((?:[^「」]|「[^」]*」)+)」", entry["reason"]):
            assert name_key(quote) in text, (id, quote)


def test_links_that_the_words_alone_would_not_suggest_are_exactly_the_explained_ones(catalog: Catalog) -> None:
    assert {kpi.id for kpi in catalog.kpis.values() if is_surprising(kpi, catalog)} == EXPLAINED.keys()


def test_a_link_to_nothing_is_an_error_and_a_kpi_without_links_a_warning(copy_strategy: CopyStrategy) -> None:
    folder = copy_strategy()
    (folder / "links.toml").write_text(
        '["k1-1"]\nprojects = ["p9-9"]\n["k9-9"]\nprojects = ["p1-1"]\n', encoding="utf-8"
    )
    findings = build(folder).report.findings
    errors = [finding.message for finding in findings if finding.severity == "error"]
    assert any("p9-9" in message for message in errors)
    assert any("k9-9" in message for message in errors)
    assert any("関連事業がない KPI が37件" in finding.message for finding in findings)
