"""Indicators: card, table, chart, and what is said where there is nothing to draw."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bot.views import ids
from bot.views.cards import answer_message, record_message, several
from bot.views.kpis import chart_blocks, history_message, kpi_list_message, ledger_message
from bot.views.parts import Block, Message
from knowledge.answers.answer import Answer, Item
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording import Measure, Values
from knowledge.wording.amounts import SAMPLE_MARK, Figure
from knowledge.wording.values import EMPTY_VALUES, ValueView
from tests.bot.views.judging import blocks_of, labels, seen

VIEW = ValueView(
    figure=Figure("48", "人", "令和4年度", "確定値"),
    state="遅れ",
    progress=Fraction(1, 9),
    formula="(48 - 54) ÷ (0 - 54) = 11.1%",
    history=((2020, Decimal(50)), (2022, Decimal("48.5"))),
    note="速報から修正 <!channel>",
    source="保育課の集計",
    recorded="2023年6月3日 企画課",
)


class One:
    """The same value for every indicator."""

    is_partial = False

    def __init__(self, view: ValueView | None) -> None:
        self.view = view

    def latest(self, id: str) -> ValueView | None:
        return self.view


def test_a_card_shows_figures_state_bar_and_formula(catalog: Catalog) -> None:
    message = record_message("k3-3", catalog, One(VIEW))
    said = seen(message.blocks)
    for line in (
        "*基準値*\n54人（令和元年度）",
        "*最新の実績*\n48人（令和4年度・確定値）",
        "*目標値*\n0人（令和6年度）",
        "*状態*\n遅れ ▽",
        "■□□□□□□□□□ 11.1%",
        "算式：(48 - 54) ÷ (0 - 54) = 11.1%",
        "備考：速報から修正 ＜!channel>",
        "実績の出所：保育課の集計",
        "登録：2023年6月3日 企画課",
        "のKPI（各年度の値、減らすことが目標）",
    ):
        assert line in said
    own = ["推移", "実績を登録", "定期配信", "原文", "チャンネルに共有"]
    assert labels(message.blocks) == [*own, "担当に聞く"]
    answered = record_message("k3-3", catalog, One(VIEW), context="key")
    assert labels(answered.blocks) == [*own, "なぜこの答え？", "担当に聞く"]
    assert "待機児童数：基準値 54人（令和元年度）、最新の実績 48人（令和4年度・確定値）" in message.text


def test_without_a_value_the_card_says_so_and_draws_no_bar(catalog: Catalog) -> None:
    said = seen(record_message("k3-3", catalog, EMPTY_VALUES).blocks)
    assert "*最新の実績*\n実績未登録" in said
    assert said.count("実績未登録") == 1  # and no state of what is not there
    assert "□" not in said


def test_a_reason_stands_where_no_percentage_would_be_true(catalog: Catalog) -> None:
    view = ValueView(
        figure=Figure("3", "件", "令和4年度", "確定値"),
        state="算定不可",
        reason="基準値の記載がないため、算定できません。",
    )
    said = seen(record_message("k1-2", catalog, One(view)).blocks)
    assert "算定不可 ？" in said
    assert "基準値の記載がないため" in said
    assert "%" not in said


def test_invented_values_say_so_everywhere(catalog: Catalog) -> None:
    sample = One(ValueView(figure=Figure("48", "人", "令和4年度", SAMPLE_MARK), history=VIEW.history))
    record = catalog.records.get("k3-3")
    assert record is not None
    for message in (
        record_message("k3-3", catalog, sample),
        kpi_list_message(["k3-3", "k3-7"], catalog, sample),
        history_message(record, catalog, sample),
    ):
        assert "架空の値" in message.text
        assert "架空の値" in seen(message.blocks)


def test_a_list_is_a_native_table_with_a_caption_and_a_menu(catalog: Catalog) -> None:
    message = kpi_list_message(list(catalog.kpis), catalog, One(VIEW), heading="遅れのKPI")
    [table] = blocks_of(message, "data_table")
    assert [cell["text"] for cell in table["rows"][0]] == ["KPI", "状態", "実績", "目標値", "基準値"]
    assert len(table["rows"]) == 39
    assert table["caption"].startswith("遅れのKPI（38件）。実績は令和4年度・確定値、目標値は令和6年度、基準値は")
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert [row[1:] for row in cells if row[0] == "待機児童数"] == [["遅れ ▽", "48人", "0人", "54人（令和元年度）"]]
    assert message.text.startswith("遅れのKPI：38件\n・久留米・うきは工業団地立地件数")


def test_an_empty_list_says_so(catalog: Catalog) -> None:
    message = kpi_list_message([], catalog, EMPTY_VALUES, heading="後退のKPI")
    assert "該当するKPIはありません。" in seen(message.blocks)
    assert message.text == "後退のKPI：0件"


def drawn(catalog: Catalog, id: str, view: ValueView | None) -> Block | None:
    blocks = chart_blocks([Measure(indicator=catalog.indicator(id), view=view)], catalog, 1)
    return blocks[0] if blocks else None


def series_of(chart: Block | None) -> dict[str, list[float]]:
    assert chart is not None
    return {s["name"]: [point["value"] for point in s["data"]] for s in chart["chart"]["series"]}


def test_a_chart_has_the_baseline_the_actuals_the_expected_path_and_one_goal(catalog: Catalog) -> None:
    chart = drawn(catalog, "k3-3", VIEW)
    assert chart is not None
    assert chart["title"] == "待機児童数の推移"
    assert chart["chart"]["axis_config"] == {
        "categories": ["令和元 基準値 54", "令和2 50", "令和4 48.5"], "x_label": "年度", "y_label": "人",
    }  # fmt: skip
    assert series_of(chart) == {
        "基準値・実績": [54, 50, 48.5],
        "見込み": [54, 43.2, 21.6],
        "目標値 0": [0, 0, 0],
    }


def test_years_of_which_one_between_is_not_known_are_joined_by_no_line(catalog: Catalog) -> None:
    """One step apart, a straight path would bend: 平成30 and 令和2 of 宿泊者数."""
    gapless = ValueView(figure=Figure("9", "件"), history=((2019, Decimal(39)), (2020, Decimal(40))))
    with_gap = ValueView(figure=Figure("9", "件"), history=((2020, Decimal(39)), (2021, Decimal(40))))
    charts = [drawn(catalog, "k2-1", view) for view in (gapless, with_gap)]
    assert [chart and chart["chart"]["type"] for chart in charts] == ["line", "bar"]


def test_a_level_to_be_kept_is_drawn_once_and_without_a_baseline_nothing_is_made_up(catalog: Catalog) -> None:
    kept = ValueView(figure=Figure("52", "人／ha"), history=((2020, Decimal(52)), (2021, Decimal(51))))
    assert list(series_of(drawn(catalog, "k4-1", kept))) == ["基準値・実績", "目標値 52"]
    unbased = ValueView(figure=Figure("5", "件"), history=((2020, Decimal(4)), (2021, Decimal(5))))
    assert series_of(drawn(catalog, "k5-3", unbased)) == {"実績": [4, 5], "目標値 6": [6, 6]}


def test_one_actual_makes_no_chart(catalog: Catalog) -> None:
    figure = Figure("50", "人", "令和2年度", "確定値")
    one = ValueView(figure=figure, history=((2020, Decimal(50)),))
    huge = ValueView(figure=figure, history=((2020, Decimal("1E+60")), (2021, Decimal("1E+60"))))
    assert [drawn(catalog, "k3-3", view) for view in (one, None, huge)] == [None] * 3


def test_the_gap_in_a_history_is_told(catalog: Catalog) -> None:
    record = catalog.records.get("k3-3")
    assert record is not None
    message = history_message(record, catalog, One(VIEW))
    assert "実績 令和2年度 50人、令和4年度 48.5人。" in message.text
    assert "令和3年度は実績未登録です。" in seen(message.blocks)


def test_a_message_holds_two_charts_and_the_other_histories_in_words(catalog: Catalog) -> None:
    record = catalog.records.get("pkg3")
    assert record is not None
    message = history_message(record, catalog, One(VIEW))
    assert len(blocks_of(message, "data_visualization")) == 2
    assert message.text.count("実績 令和2年度 ") == 8
    assert labels(message.blocks)[0] == "子育て支援体制が充実したと感じる市民の割合の実績を登録"


def test_a_project_without_kpis_says_so(catalog: Catalog) -> None:
    record = catalog.records.get("p2-4")
    assert record is not None
    assert "結び付いたKPIはありません。" in history_message(record, catalog, EMPTY_VALUES).text


def test_news_of_a_value_name_who_recorded_it(catalog: Catalog) -> None:
    said = "待機児童数 54人（令和4年度・確定値）"
    message = ledger_message(said, "k3-3", catalog, EMPTY_VALUES, by="U0123ABC")
    assert "<@U0123ABC> さんが実績を登録しました。" in seen(message.blocks)
    assert message.text.startswith(f"実績を登録しました。{said}\n待機児童数：基準値 ")
    assert ids.decode(blocks_of(message, "actions")[0]["elements"][0]["value"]).record == "k3-3"


def test_the_population_is_an_indicator_like_the_others(catalog: Catalog, values: Values) -> None:
    message = record_message("population", catalog, values)
    assert "301,000人（令和6年度）" in message.text
    assert "計画全体の成果目標" in seen(message.blocks)


def _heads(blocks: Sequence[Block]) -> list[str]:
    [table] = blocks_of(Message("", list(blocks)), "data_table")
    return [cell["text"] for cell in table["rows"][0]]


def test_a_list_in_a_thread_has_a_baseline_where_it_is_asked_for_or_nothing_else_is_known(catalog: Catalog) -> None:
    found = [catalog.record(id) for id in ("k3-3", "k3-7")]
    figures = ["実績", "目標値"]
    assert _heads(several(found, catalog, One(VIEW)))[2:] == figures
    assert _heads(several(found, catalog, One(VIEW), shows_baseline=True))[2:] == [*figures, "基準値"]
    assert _heads(several(found, catalog, EMPTY_VALUES))[2:] == [*figures, "基準値"]


def test_a_course_that_is_asked_for_is_drawn(catalog: Catalog) -> None:
    item = Item("kpi", "k3-3", "待機児童数", 1.0)
    answer = Answer("待機児童数の推移", "answered", "kpi", (item,), "", note="待機児童数は、…")
    assert not blocks_of(answer_message(answer, catalog, One(VIEW)), "data_visualization")
    drawn = answer_message(replace(answer, shows_course=True), catalog, One(VIEW))
    assert len(blocks_of(drawn, "data_visualization")) == 1
