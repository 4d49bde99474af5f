"""Every sheet of the real strategy as a PDF: its pages, its words, its fonts."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bot.documents.sheet.content import sheet_content, sheet_ids
from bot.documents.sheet.render import FONTS, render_sheet
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnknownIdError
from knowledge.model.records import PolicyPackage, Project
from knowledge.wording import Values, measures
from knowledge.wording.amounts import without_markup
from knowledge.wording.values import EMPTY_VALUES, worst_first
from tests.bot.made_up_values import MadeUpValues

pytestmark = pytest.mark.process
TODAY = date(2024, 6, 3)


def read(pdf: bytes) -> list[str]:
    """The selectable text of each page, without spaces and line breaks."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=["without actuals", "with four years of actuals"], scope="module")
def values(request: pytest.FixtureRequest, catalog: Catalog) -> Values:
    return MadeUpValues(catalog) if request.param.startswith("with four") else EMPTY_VALUES


@pytest.fixture(scope="module")
def whole(catalog: Catalog, values: Values) -> list[str]:
    """The pages of all packages, one after the other: with them every project as well."""
    return read(render_sheet(catalog, values, [package.id for package in catalog.base.packages], TODAY))


def pages(catalog: Catalog) -> list[PolicyPackage | Project]:
    """What each page of `whole` is about."""
    records: list[PolicyPackage | Project] = []
    for package in catalog.base.packages:
        records += [package, *package.projects]
    return records


def test_a_package_is_a_page_of_summary_and_a_page_for_each_of_its_projects(catalog: Catalog, whole: list[str]) -> None:
    assert len(whole) == len(pages(catalog)) == 6 + 45
    for number, (record, text) in enumerate(zip(pages(catalog), whole, strict=True), start=1):
        assert squeezed(record.name) in text
        assert f"{number}/{len(whole)}" in text


def test_nothing_the_document_says_of_a_project_or_package_is_cut(catalog: Catalog, whole: list[str]) -> None:
    for record, text in zip(pages(catalog), whole, strict=True):
        missing = [one for one in _said(catalog, record) if squeezed(without_markup(one)) not in text]
        assert not missing, record.id


def _said(catalog: Catalog, record: PolicyPackage | Project) -> list[str]:
    if isinstance(record, PolicyPackage):
        projects, kpis = [own.name for own in record.projects], [own.name for own in record.kpis]
        return [record.name, record.text, *projects, *kpis]
    directions = [catalog.directions[number].name for number in record.directions]
    kpis = [kpi.name for kpi in catalog.kpis_of(record)]
    return [record.name, record.description, *directions, *(own.text for own in record.initiatives), *kpis]


def test_each_page_says_its_source_its_edition_and_its_day(catalog: Catalog, whole: list[str]) -> None:
    for record, text in zip(pages(catalog), whole, strict=True):
        assert f"本文{record.span.first_line}〜{record.span.last_line}行" in text
        assert f"本文の版{catalog.strategy.source.sha256[:8]}" in text
        assert "令和2年3月" in text
        assert "令和6年6月3日作成" in text


@pytest.mark.parametrize("values", ["without actuals"], indirect=True)
def test_each_original_project_alone_is_one_page(catalog: Catalog, values: Values) -> None:
    originals = list(catalog.originals())
    assert len(originals) == 40
    for project in originals:
        [text] = read(render_sheet(catalog, values, [project.id], TODAY))
        assert squeezed(project.name) in text


def test_a_chart_needs_two_actuals_and_says_so_otherwise(catalog: Catalog) -> None:
    def text(values: Values) -> str:
        return read(render_sheet(catalog, values, ["p3-12"], TODAY))[0]

    assert "実績未登録のため、推移のグラフはありません" in text(EMPTY_VALUES)
    assert "2年度分以上登録されると" in text(MadeUpValues(catalog, years=1))
    drawn = text(MadeUpValues(catalog, years=2))
    assert "グラフ" not in drawn
    assert "令和3" in drawn


def test_invented_values_and_links_of_our_own_are_called_so(catalog: Catalog) -> None:
    [sample] = read(render_sheet(catalog, MadeUpValues(catalog), ["p3-12"], TODAY))
    [empty] = read(render_sheet(catalog, EMPTY_VALUES, ["p3-12"], TODAY))
    assert "【架空の値】" in sample
    assert "架空" not in empty
    assert "事業とKPIの対応は本ボットが付けたもので" in sample
    assert any(state in sample for state in ("順調○", "遅れ▲", "達成◎", "やや遅れ△"))


def test_fonts_are_embedded_and_ours(catalog: Catalog) -> None:
    reader = PdfReader(io.BytesIO(render_sheet(catalog, MadeUpValues(catalog), ["pkg3"], TODAY)))
    names = set()
    for page in reader.pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]  # pypdf types no PDF dictionary
        for font in (reference.get_object() for reference in fonts.values()):
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
            names.add(str(font["/BaseFont"]).partition("+")[2].removesuffix("-Identity-H"))
    assert names == {f"BIZUD{kind}Gothic-{weight}" for kind in ("", "P") for weight in ("Regular", "Bold")}


def test_the_pdf_is_tagged_and_titled_for_screen_readers(catalog: Catalog) -> None:
    reader = PdfReader(io.BytesIO(render_sheet(catalog, EMPTY_VALUES, ["p3-12"], TODAY)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ja-JP"
    assert reader.metadata is not None
    assert reader.metadata.title == "定住誘導推進事業 会議資料"


def test_the_font_has_every_character_of_the_document(strategy_folder: Path) -> None:
    text = (strategy_folder / "strategy.txt").read_text(encoding="utf-8")
    for path in FONTS.glob("BIZUDP*.ttf"):
        known = TTFont(path).getBestCmap()
        missing = {char for char in text if ord(char) not in known and not char.isspace()}
        assert missing <= {"发"}  # a misread 発, which the corrections mend
    assert (FONTS / "OFL.txt").read_text(encoding="utf-8").startswith("Copyright 2022 The BIZ UDGothic Project")


def test_the_same_records_and_day_give_the_same_bytes(catalog: Catalog) -> None:
    first, second = (render_sheet(catalog, MadeUpValues(catalog), ["p3-2", "pkg5"], TODAY) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("id", ["p9-9", "k3-1", "", "pkg"])
def test_what_is_neither_project_nor_package_is_refused(catalog: Catalog, id: str) -> None:
    with pytest.raises(UnknownIdError, match="という事業または政策パッケージはありません"):
        render_sheet(catalog, EMPTY_VALUES, [id], TODAY)


def test_everything_that_can_be_made_a_sheet_of_is_listed(catalog: Catalog) -> None:
    assert len(sheet_ids(catalog)) == 45 + 6


def test_the_rows_of_a_package_begin_with_the_worst(catalog: Catalog, values: Values) -> None:
    [page, *_] = sheet_content(catalog, values, ["pkg3"], TODAY)["pages"]
    owned = next(one for one in catalog.base.packages if one.id == "pkg3").kpis
    ranked = [own.name for own in worst_first(measures(owned, values))]
    assert [row["name"] for row in page["kpis"]] == ranked
    assert (ranked == [one.title for one in owned]) == (values is EMPTY_VALUES)
