"""What a figure means, on every surface where it shows: the same in Slack, the terminal, on paper, on pages."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape

import pytest

from bot.documents.sheet.content import sheet_content
from bot.documents.site.addresses import page_addresses
from bot.documents.site.pages import site_files
from bot.terminal.cards import answer_lines
from bot.terminal.kpi.pages import list_page, review_page, show_page
from bot.terminal.layout import Page
from bot.views.cards import answer_message, record_message
from bot.views.details import meeting_message
from bot.views.kpis import chart_block, history_message, kpi_list_message
from bot.views.review import review_message
from knowledge.answers.engine import Engine
from knowledge.indicators import Chart, find_chart, review_year
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.review import review_tables
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.wording.values import measure
from tests.bot.views.judging import seen
from tests.knowledge.actual_values import ledger_of

TODAY = date(2025, 6, 3)
RECORDED = (
    ("k3-3", 2022, "48"),
    ("k3-3", 2024, "16"),
    ("g2-t1", 2020, "3100"),
    ("g2-t1", 2021, "3200"),
    ("g2-t1", 2022, "3301"),
    ("k3-5", 2022, "-2.0"),
    ("k3-5", 2023, "0.3"),
)
Surface = Callable[[CurrentValues, str], str]


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    return CurrentValues(catalog, ledger_of(catalog, *RECORDED))


@pytest.fixture(scope="module")
def pages(catalog: Catalog, values: CurrentValues) -> dict[str, str]:
    return site_files(catalog, values, TODAY)


def _lines(lay_out: Callable[[Page], None]) -> str:
    page = Page(200)
    lay_out(page)
    return "\n".join(line.plain for line in page.lines)


def _projects(catalog: Catalog, id: str) -> list[str]:
    return [each.id for each in catalog.projects.values() if id in each.kpis]


def _sheet(values: CurrentValues, ids: list[str]) -> str:
    content = sheet_content(values.catalog, values, ids, TODAY)
    return json.dumps(content, ensure_ascii=False, default=str)


def _year(values: CurrentValues, id: str) -> FiscalYear:
    return max(values.by_year(id))


CARDS: dict[str, Surface] = {
    "Slack": lambda values, id: unescape(seen(record_message(id, values.catalog, values).blocks)),
    "Slack's notification": lambda values, id: record_message(id, values.catalog, values).text,
    "a list in Slack": lambda values, id: seen(kpi_list_message([id, "k3-3"], values.catalog, values).blocks),
    "a history in Slack": lambda values, id: seen(
        history_message(values.catalog.indicator(id), values.catalog, values).blocks
    ),
    "a review in Slack": lambda values, id: seen(
        review_message(review_year(values, _year(values, id)), "計画（令和2年3月）").blocks
    ),
    "the terminal": lambda values, id: _lines(lambda page: show_page(page, values, values.catalog.indicator(id))),
    "the terminal's list": lambda values, id: _lines(lambda page: list_page(page, values, [id])),
    "the terminal's review": lambda values, id: _lines(
        lambda page: review_page(page, review_year(values, _year(values, id)), "")
    ),
}


@pytest.fixture(params=[*CARDS, "the site", "the sheet"])
def surface(request: pytest.FixtureRequest, catalog: Catalog, pages: dict[str, str]) -> Surface:
    if request.param == "the site":
        addresses = page_addresses(catalog)
        return lambda values, id: unescape(re.sub(r"<[^>]+>", "", pages[addresses[id]]))
    if request.param == "the sheet":  # of packages and projects: a goal's targets stand on none
        return lambda values, id: _joined_figures(_sheet(values, _projects(catalog, id)))
    return CARDS[request.param]


def _joined_figures(content: str) -> str:
    """Number, unit and year, a state and what is missing, as the template sets them beside each other."""
    content = re.sub(r'"state": "([^"]*)", "shortfall": "([^"]+)", "mark": "([^"]*)"', r"\1 \3（\2）", content)
    return re.sub(r'"number": "([^"]*)", "unit": "([^"]*)", "note": "([^"]*)"', r"\1\2（\3）", content)


def test_after_the_plans_last_year_a_target_is_reached_or_it_is_not(surface: Surface, values: CurrentValues) -> None:
    said = surface(values, "k3-3")
    assert "未達成 ×（あと16人）" in said
    assert "見込み 100.0%" not in said
    assert "やや遅れ △" not in said


def test_a_difference_has_its_sign_on_every_surface(surface: Surface, values: CurrentValues) -> None:
    said = surface(values, "k3-5")
    assert "全国平均から＋0.3" in said
    assert "全国平均から0.3" not in said


def test_of_a_mean_over_years_every_surface_shows_the_mean_first(
    surface: Surface, values: CurrentValues, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.params["surface"] == "the sheet":
        pytest.skip("a goal's targets stand on no sheet")
    said = surface(values, "g2-t1")
    in_caption = "実績は令和2年度〜令和4年度の平均・確定値、" in said and "3,200.3人" in said
    assert in_caption or re.search(r"3,200\.3人\s*（?令和2年度〜令和4年度の平均・確定値", said)
    alone = said.find("3,301人")
    assert alone == -1 or said.index("3,200.3人") < alone


def test_a_grade_is_shown_on_no_other_scale(surface: Surface, values: CurrentValues) -> None:
    assert "評価" not in surface(values, "k3-3")
    assert all("評価" not in table.columns for table in review_tables(review_year(values, FiscalYear(2024))))


def test_what_counts_values_of_several_years_says_so(catalog: Catalog, values: CurrentValues) -> None:
    """Home: tests/bot/views/test_views.py."""
    note = "実績の年度は指標によって違います（令和5年度 1件、令和6年度 1件）。"
    assert note in seen(meeting_message("pkg3", catalog, values).blocks)
    assert note in _sheet(values, ["pkg3"])
    assert note in site_files(catalog, values, TODAY)[page_addresses(catalog)["pkg3"]]
    assert note in _lines(lambda page: list_page(page, values, ["k3-3", "k3-5"]))
    assert "実績の年度" not in _lines(lambda page: list_page(page, values, ["k3-3"]))


def test_an_answer_says_the_same(engine: Engine, values: CurrentValues) -> None:
    def said(question: str) -> str:
        return engine.answer(question, values=values, today=TODAY).text

    assert "状態は「未達成」（令和6年度・確定値）です。実績 16人は目標 0人を満たしていません（あと16人）。" in said(
        "待機児童数は達成した？"
    )
    assert "未達成 ×（あと16人）" in said("待機児童数の最新の実績は？")
    assert "待機児童数" in said("目標に届いていないKPIは？")
    of_a_year = said("令和4年度の大都市圏からの転入者数の実績は？")
    assert of_a_year.startswith(
        "大都市圏からの転入者数の令和4年度の実績は3,301人（確定値）です。"
    )  # what was asked, before what is judged


# The three pictures of one indicator


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("待機児童数の目標値は？", "待機児童数の目標値は0人（令和6年度）です。最新の実績は16人（令和6年度"),
        ("令和4年度の待機児童数の実績は？", "待機児童数の令和4年度の実績は48人（確定値）です。"),
    ],
)
def test_a_value_that_is_asked_for_stands_first_on_every_surface(
    engine: Engine, catalog: Catalog, values: CurrentValues, question: str, first: str
) -> None:
    answer = engine.answer(question, values=values, today=TODAY)
    slack = answer_message(answer, catalog, values)
    terminal = "\n".join(line.plain for line in answer_lines(catalog, answer, 200, values))
    for said in (answer.text, slack.text, seen(slack.blocks), terminal):
        lines = [line for line in said.split("\n") if line and not line.startswith(("ご質問：", "読み取り："))]
        assert lines[0].startswith(first), said[:200]


def _charts(catalog: Catalog, values: CurrentValues) -> Iterator[tuple[str, Chart]]:
    for id in ("k3-3", "k3-5"):
        chart = find_chart(measure(catalog.indicator(id), values), catalog.strategy.period)
        assert chart is not None
        yield id, chart


def test_slack_the_sheet_and_the_page_paint_one_description(
    catalog: Catalog, values: CurrentValues, pages: dict[str, str]
) -> None:
    for id, chart in _charts(catalog, values):
        block, sheet = chart_block(chart), _sheet(values, _projects(catalog, id))
        assert block is not None
        page = pages[page_addresses(catalog)[id]]
        drawn = json.dumps(block, ensure_ascii=False)
        for point in chart.points:  # the baseline, each actual, the goal: labelled where they stand
            assert point.label in drawn
            assert point.label in sheet
            assert page.count(f">{point.label}</text>") >= 1
        assert "見込み" in drawn
        assert '"line": [[' in sheet
        assert page.count('<polyline class="aim"') == 1
        assert page.count('class="dot target"') == page.count('class="dot baseline"') == 1
        assert chart.note in page
        assert chart.note in sheet


def test_no_series_of_slacks_chart_holds_a_value_that_is_none(catalog: Catalog, values: CurrentValues) -> None:
    """A gap cannot be drawn there: only years with a value stand on the axis, and what is named 実績 is recorded."""
    for id, chart in _charts(catalog, values):
        block = chart_block(chart)
        assert block is not None
        series = {one["name"]: [point["value"] for point in one["data"]] for one in block["chart"]["series"]}
        baseline = catalog.indicator(id).baseline
        assert baseline is not None
        held = [baseline.number, *(entry.value for entry in values.entries(id))]
        assert series["基準値・実績"] == [float(value) for value in held]
        assert len(block["chart"]["axis_config"]["categories"]) == len(held)
