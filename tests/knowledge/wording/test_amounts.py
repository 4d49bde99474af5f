"""Numbers, years and marks in words."""

from decimal import Decimal

import pytest

from knowledge.model.amount_cells import read_number
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import Quantity
from knowledge.model.records import Span
from knowledge.wording.amounts import Figure, amount_text, circled, lines_text, printed, quoted, without_markup
from knowledge.wording.values import EMPTY_VALUES, Measure, ValueView, measure


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("平成 30 年度 320,975 百万円", "320,975百万円（平成30年度）"),
        ("令和元年度 75%", "75%（令和元年度）"),
        ("平成 30 年度 全国平均から▲2.6", "全国平均から▲2.6（平成30年度）"),
        ("令和 6 年度 全国平均以上", "全国平均以上（令和6年度）"),
        ("令和 6 年度 1,603 人以上", "1,603人以上（令和6年度）"),
        ("令和 6 年度 60.0%", "60.0%（令和6年度）"),
        ("H28～H30の平均：3,152人", "3,152人（平成28年度〜平成30年度の平均）"),
        ("3,345人（R6年度までの5年間の平均）", "3,345人（令和6年度までの5年間の平均）"),
        ("30万1千人", "301,000人"),
        ("令和 6 年度 1億8,400万円", "1億8,400万円（令和6年度）"),
        ("令和 6 年度 20億円以上", "20億円以上（令和6年度）"),
        ("令和 6 年度 ▲184,000,000円", "▲1億8,400万円（令和6年度）"),
        ("令和 6 年度 184,005,000円", "184,005,000円（令和6年度）"),
        ("令和 6 年度 184,000,000千円", "184,000,000千円（令和6年度）"),
        ("令和 6 年度 0 人", "0人（令和6年度）"),
    ],
)
def test_an_amount_reads_as_an_office_would_write_it(raw: str, shown: str) -> None:
    assert printed(read_number(raw)).text == shown


def test_an_average_of_years_that_nobody_names_is_called_as_printed() -> None:
    assert printed(Quantity("過去の平均：12人", None, Decimal(12), "人")).text == "12人（過去の平均）"


@pytest.mark.parametrize("words", ["県平均を上回る", "国の平均並み"])
def test_an_average_that_a_target_in_words_names_is_no_span_of_years(words: str) -> None:
    assert printed(Quantity(words, FiscalYear(2030), None, "", "words")).text == f"{words}（令和12年度）"


def test_a_level_to_be_held() -> None:
    assert printed(Quantity("維持する", None, Decimal(237673), "人/日", "keep")).text == "237,673人/日を維持"


def test_a_difference_says_which_way_it_goes() -> None:
    assert amount_text(Decimal("0.3"), "", "全国平均") == "全国平均から＋0.3"
    assert amount_text(Decimal("-0.3"), "", "全国平均") == "全国平均から▲0.3"
    assert amount_text(Decimal(0), "", "全国平均") == "全国平均と同じ"


def test_no_baseline_is_said_and_is_not_zero() -> None:
    assert printed(None).text == "記載なし"


def test_baseline_latest_actual_and_target_in_one_line(catalog: Catalog) -> None:
    kpi = catalog.indicator("k3-7")
    assert measure(kpi, EMPTY_VALUES).figures == (
        "基準値 653人（平成30年度）",
        "実績未登録",
        "目標値 710人（令和6年度）",
    )
    view = ValueView(figure=Figure("640", "人", "令和4年度", "確定値"), state="遅れ")
    recorded = Measure(indicator=kpi, view=view)
    assert recorded.figures[1] == "最新の実績 640人（令和4年度・確定値）"
    assert recorded.sentence.startswith("住宅の購入に伴う転入者数：基準値 653人（平成30年度）、最新の実績 640人")
    assert recorded.sentence.endswith("、目標値 710人（令和6年度）。状態 遅れ ▽")
    assert "状態" not in measure(kpi, EMPTY_VALUES).sentence


@pytest.mark.parametrize(("number", "mark"), [(1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (51, "(51)")])
def test_circled_numbers(number: int, mark: str) -> None:
    assert circled(number) == mark


def test_a_raw_footnote_mark_is_never_shown() -> None:
    assert without_markup("アウトリーチ^{※7}事業") == "アウトリーチ※7事業"


def test_lines_of_a_span() -> None:
    assert (lines_text(Span(3, 3)), lines_text(Span(678, 684))) == ("3行", "678〜684行")


@pytest.mark.parametrize(("cell", "shown"), [("△312人", "△312人"), ("▲312人", "▲312人"), ("-312人", "▲312人")])
def test_a_number_below_zero_is_shown_with_the_mark_that_the_plan_prints(cell: str, shown: str) -> None:
    assert printed(read_number(cell)).text == shown


def test_a_name_with_quotes_of_its_own_stays_as_printed_in_others() -> None:
    assert quoted("「住みやすい」と感じている人の割合") == "『「住みやすい」と感じている人の割合』"
    assert quoted("待機児童数") == "「待機児童数」"
