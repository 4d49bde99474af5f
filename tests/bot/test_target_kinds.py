"""Targets of every kind on every surface: nothing breaks, words stay words, and what is exported comes back."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.digests.content import make_digest
from bot.digests.schedule import DigestScope
from bot.documents.sheet.content import sheet_content, sheet_ids
from bot.documents.site.pages import site_files
from bot.documents.spreadsheets import csv_bytes, read_sheets
from bot.documents.workbook_out import xlsx_bytes
from bot.terminal.cards import lay_out
from bot.terminal.kpi.objects import indicator_json
from bot.terminal.layout import Page
from bot.views.cards import record_message
from bot.views.digests.message import digest_messages
from bot.views.kpis import history_message, kpi_list_message
from bot.views.review import review_message
from bot.views.sources import printed_text
from knowledge.indicators.chart import find_chart
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.exporting import export_tables, indicator_groups, template_tables
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.review import review_json, review_tables, review_year
from knowledge.indicators.samples import sample_drafts
from knowledge.indicators.validation import find_problems
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.wording.record_cards import card_of
from knowledge.wording.values import measure
from tests.bot.digest_world import schedule
from tests.bot.views.judging import judge_message
from tests.knowledge.actual_values import ledger_of
from tests.knowledge.target_kinds import PLAN, target_kinds

CATALOG = Catalog(target_kinds())
R8 = FiscalYear(2026)
TODAY = date(2027, 6, 3)
WORDS = [one.id for one in CATALOG.indicators.values() if one.target.value is None]
YEARS = (2025, 2026)


@pytest.fixture(scope="module")
def values() -> CurrentValues:
    """Two years of every indicator: at its baseline or one, and a little more."""
    recorded = []
    for one in CATALOG.indicators.values():
        begun = one.origin.number if one.origin else Decimal(1)
        recorded += [(one.id, year, str(begun + at)) for at, year in enumerate(YEARS)]
    return CurrentValues(CATALOG, ledger_of(CATALOG, *recorded))


def test_there_are_targets_in_words_among_them() -> None:
    assert len(WORDS) == 4


@pytest.mark.parametrize("id", list(CATALOG.indicators))
def test_every_surface_shows_every_kind(id: str, values: CurrentValues) -> None:
    indicator = CATALOG.indicators[id]
    for known in (values, CurrentValues(CATALOG, Ledger(()))):
        page = Page(80)
        lay_out(page, card_of(indicator, CATALOG, known))
        for message in (record_message(id, CATALOG, known), history_message(indicator, CATALOG, known)):
            judge_message(message)
            assert indicator.title in message.text
        assert json.dumps(indicator_json(known, indicator), ensure_ascii=False)
        find_chart(measure(indicator, known), PLAN)
    assert indicator.target.raw in printed_text(indicator)


@pytest.mark.parametrize("id", WORDS)
def test_words_have_no_point_no_path_and_no_percentage(id: str, values: CurrentValues) -> None:
    indicator = CATALOG.indicators[id]
    chart = find_chart(measure(indicator, values), PLAN)
    assert chart is not None
    assert not chart.of_kind("target")
    assert chart.trajectory is None
    assert "点線" not in chart.note
    shown = indicator_json(values, indicator)
    assert (shown["state"], shown["rate"], shown["target"]["value"]) == ("算定不可", None, None)
    assert shown["target"]["raw"] == indicator.target.raw


def test_a_path_leads_over_the_targets_of_the_years(values: CurrentValues) -> None:
    chart = find_chart(measure(CATALOG.indicators["k1-12"], values), PLAN)
    assert chart is not None
    assert chart.trajectory is not None
    assert len(chart.line) == 5


def test_the_review_shows_the_target_of_its_year_beside_the_last_one(values: CurrentValues) -> None:
    found = review_year(values, R8)
    table = review_tables(found)[0]
    [row] = [row for row in table.rows if row[0] == "k1-12"]
    cells: dict[str, Any] = dict(zip(table.columns, row, strict=True))
    assert (cells["当年度の目標値"], cells["目標値"]) == ("3社", "8社")
    assert str(cells["理由・算式"]).startswith("実績 3社が令和8年度の目標 3社を満たしています。")
    assert json.dumps(review_json(found), ensure_ascii=False)
    judge_message(review_message(found, "計画（令和2年3月）"))


def test_lists_pages_and_sheets_are_made(values: CurrentValues) -> None:
    judge_message(kpi_list_message(list(CATALOG.indicators), CATALOG, values))
    pages = "".join(text for text in site_files(CATALOG, values, TODAY).values() if isinstance(text, str))
    sheet = json.dumps(sheet_content(CATALOG, values, sheet_ids(CATALOG), TODAY), ensure_ascii=False)
    for said in ("全国平均並み（2040年）", "待機児童数（保育所）", "年12人（延べ40日）"):
        assert said in pages
        assert said in sheet


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_imported_as_it_was(kind: str, values: CurrentValues, tmp_path: Path) -> None:
    tables = export_tables(indicator_groups(CATALOG.base), values.ledger)
    path = tmp_path / f"values.{kind}"
    path.write_bytes(csv_bytes(tables) if kind == "csv" else xlsx_bytes(tables))
    plan = plan_import(read_sheets(path), CATALOG.indicators, Ledger(()), by="企画課", today=TODAY, plan=PLAN)
    assert not plan.refused
    assert {(row.draft.indicator, int(row.draft.fiscal_year), row.draft.value) for row in plan.accepted} == {
        (entry.indicator, int(entry.fiscal_year), entry.value) for entry in values.ledger.entries
    }


def test_a_digest_tells_words_and_parts(values: CurrentValues) -> None:
    at = datetime(2027, 6, 3, 9, tzinfo=JST)
    digest = make_digest(schedule(scope=DigestScope("all")), values, None, as_of=at)
    said = "\n".join(message.text for message in digest_messages(digest))
    for words in ("待機児童数（放課後）", "目標値 全国平均並み（2040年）", "算定不可"):
        assert words in said
    for message in digest_messages(digest):
        judge_message(message)


def test_a_template_names_parts_apart(tmp_path: Path) -> None:
    tables = template_tables(indicator_groups(CATALOG.base), R8, Ledger(()))
    names = [row[1] for table in tables for row in table.rows]
    assert {"待機児童数（保育所）", "待機児童数（放課後）"} <= set(names)


def test_invented_values_fit_the_kind_of_target() -> None:
    drafts = sample_drafts(CATALOG, Ledger(()), until=R8, by="a")
    known = {draft.indicator for draft in drafts}
    assert not known & {*WORDS, "k1-8"}
    assert {"k1-1", "k1-4", "k1-14"} <= known
    for draft in drafts:
        problems = find_problems(draft, CATALOG.indicator(draft.indicator), Ledger(()), today=TODAY, plan=PLAN)
        assert not [problem for problem in problems if problem.needs == "mending"], draft
