"""Where the points of a chart stand, and what it says in words."""

from decimal import Decimal

from knowledge.indicators.chart import Chart, find_chart
from knowledge.model.catalog import Catalog
from knowledge.wording import Measure
from knowledge.wording.amounts import SAMPLE_MARK, Figure
from knowledge.wording.values import ValueView


def chart(catalog: Catalog, id: str, *history: tuple[int, str]) -> Chart | None:
    view = ValueView(figure=Figure(""), history=tuple((year, Decimal(value)) for year, value in history))
    return find_chart(Measure(indicator=catalog.indicator(id), view=view), catalog.strategy.period)


def test_one_actual_is_no_history(catalog: Catalog) -> None:
    assert chart(catalog, "k3-3", (2022, "40")) is None
    assert find_chart(Measure(indicator=catalog.indicator("k3-3"), view=None), catalog.strategy.period) is None


def test_years_run_from_the_baseline_to_the_target_and_points_stand_in_their_order(catalog: Catalog) -> None:
    drawn = chart(catalog, "k3-3", (2021, "48"), (2022, "40"))
    assert drawn is not None
    assert [label for label, _ in drawn.years] == ["令和元", "令和2", "令和3", "令和4", "令和5", "令和6"]
    assert [(p.kind, p.label, p.x) for p in drawn.points] == [
        ("baseline", "基準値 54", 0.0),
        ("actual", "48", 0.4),
        ("actual", "40", 0.6),
        ("target", "目標値 0", 1.0),
    ]
    baseline, *_, goal = drawn.points
    assert drawn.line == ((baseline.x, baseline.y), (goal.x, goal.y))
    assert [p.y for p in drawn.points] == sorted((p.y for p in drawn.points), reverse=True)
    assert all(0 <= p.y <= 1 for p in drawn.points)


def test_the_axis_begins_at_zero_only_where_zero_is_near(catalog: Catalog) -> None:
    near, far = chart(catalog, "k3-3", (2021, "48"), (2022, "40")), chart(catalog, "k3-7", (2021, "660"), (2022, "670"))
    assert near is not None
    assert near.note == "点線は目標値までの見込み"
    assert far is not None
    assert far.note == "点線は目標値までの見込み　縦軸は0から始まりません"


def test_an_actual_of_the_baselines_own_year_stands_in_its_place(catalog: Catalog) -> None:
    drawn = chart(catalog, "k3-7", (2018, "653"), (2019, "660"))
    assert drawn is not None
    assert not drawn.of_kind("baseline")


def test_the_last_actual_and_the_target_have_their_numbers_on_different_sides(catalog: Catalog) -> None:
    """令和6年度 is the target's own year: 357,417 and 361,466 stood on each other."""
    for last, sides in (("700", ["below", "above"]), ("722", ["above", "below"]), ("710", ["above", "below"])):
        drawn = chart(catalog, "k3-7", (2022, "660"), (2024, last))
        assert drawn is not None
        assert [point.side for point in drawn.points[-2:]] == sides
    low = chart(catalog, "k3-3", (2022, "30"), (2024, "1"))  # no room between the target 0 and the years
    assert low is not None
    assert [point.side for point in low.points] == ["above", "above", "above", "left"]


def test_values_that_never_move_are_drawn_in_the_middle(catalog: Catalog) -> None:
    drawn = chart(catalog, "k4-1", (2020, "52"), (2021, "52"))
    assert drawn is not None
    assert {p.y for p in drawn.points} == {0.5}


def test_the_words_hold_every_number_with_year_and_unit(catalog: Catalog) -> None:
    drawn = chart(catalog, "k3-5", (2021, "-2.0"), (2022, "0.3"))
    assert drawn is not None
    assert drawn.twin == (
        "小中学校の全国学力・学習状況調査の平均正答率の推移。基準値 全国平均から▲2.6（平成30年度）、"
        "目標値 全国平均以上（令和6年度）。実績 令和3年度 全国平均から▲2.0、令和4年度 全国平均から＋0.3。"
        "令和4年度の見込みは全国平均から▲0.87です。"
    )
    assert [point.label for point in drawn.points] == ["基準値 ▲2.6", "▲2.0", "＋0.3", "目標値 0"]


def test_what_is_counted_up_from_nothing_is_expected_from_the_year_before_the_plan(catalog: Catalog) -> None:
    drawn = chart(catalog, "k1-2", (2020, "1"), (2021, "3"))
    assert drawn is not None
    assert (drawn.years[0][0], drawn.line[0]) == ("令和元", (0.0, 0.0))
    assert drawn.twin.endswith("令和3年度の見込みは4件です。")


def test_where_no_year_asks_for_anything_no_path_is_drawn_and_the_goal_stands_alone(catalog: Catalog) -> None:
    drawn = chart(catalog, "k5-3", (2020, "4"), (2021, "5"))
    assert drawn is not None
    assert (drawn.trajectory, drawn.line) == (None, ())
    assert [point.label for point in drawn.of_kind("target")] == ["目標値 6"]
    assert "見込み" not in drawn.note + drawn.twin


def test_in_the_targets_year_nothing_is_expected_any_more(catalog: Catalog) -> None:
    drawn = chart(catalog, "k3-3", (2023, "20"), (2024, "16"))
    assert drawn is not None
    assert "見込み" not in drawn.twin


def test_invented_values_are_called_so_in_the_words_too(catalog: Catalog) -> None:
    view = ValueView(figure=Figure("40", "人", status=SAMPLE_MARK), history=((2021, Decimal(48)), (2022, Decimal(40))))
    drawn = find_chart(Measure(indicator=catalog.indicator("k3-3"), view=view), catalog.strategy.period)
    assert drawn is not None
    assert "実績【架空の値】 令和3年度 48人、令和4年度 40人。" in drawn.twin
