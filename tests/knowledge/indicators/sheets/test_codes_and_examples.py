"""Columns of codes are no values, and examples and data thrown away are no actuals."""

import pytest

from knowledge.model.errors import UnreadableTableError
from tests.knowledge.indicators.test_importing import plan_of, read, sheet_of, values

SALES, INDEX = ("k1-1", 8, "1420"), ("k1-3", 8, "3.4")


@pytest.mark.parametrize(
    "rows",
    [
        ("指標|R8区分|R8", "加工品の売上高|2|1420", "子育て満足度指数|2|3.4"),
        ("指標|R8|R8コード", "加工品の売上高|1420|2", "子育て満足度指数|3.4|2"),
        ("年度|指標名|値区分|値", "2026|加工品の売上高|2|1420", "2026|子育て満足度指数|2|3.4"),
        ("年度|指標|値の区分（1:目標 2:実績）|値", "2026|加工品の売上高|2|1420", "2026|子育て満足度指数|2|3.4"),
        ("年度|指標|実績区分|実績値", "2026|加工品の売上高|2|1420", "2026|子育て満足度指数|2|3.4"),
    ],
)
def test_a_column_of_codes_is_no_value_and_the_one_beside_it_is(rows: tuple[str, ...]) -> None:
    plan = read(*rows)
    assert (values(plan), plan.refused) == ([SALES, INDEX], ())


def test_codes_that_differ_may_part_targets_from_actuals_and_are_asked_about() -> None:
    with pytest.raises(UnreadableTableError, match="B列「R8区分」の「1」「2」が何を表すか分かりません"):
        read("指標|R8区分|R8", "加工品の売上高|1|1420", "子育て満足度指数|2|3.4")


def test_a_column_of_states_beside_its_year_still_says_which_values_are_provisional() -> None:
    plan = read("指標|R8区分|R8実績", "加工品の売上高|速報|1420", "子育て満足度指数|確定|3.4")
    assert [row.draft.provisional for row in plan.accepted] == [True, False]


@pytest.mark.parametrize("header", ["No|指標|R8|備考", "No|指標|R8実績|備考"])
@pytest.mark.parametrize(
    "row",
    [
        "例|加工品の売上高|999|",
        "（例）|加工品の売上高|999|",
        "|（例）加工品の売上高|999|",
        "|例：加工品の売上高|999|",
        "|【記入例】加工品の売上高|999|",
        "|加工品の売上高|999|例",
        "|加工品の売上高|999|（サンプル）",
        "記入例1|加工品の売上高|999|",
    ],
)
def test_a_row_that_is_an_example_is_skipped_and_listed(header: str, row: str) -> None:
    plan = read(header, row, "1|加工品の売上高|1420|", "2|子育て満足度指数|3.4|")
    assert (values(plan), plan.refused) == ([SALES, INDEX], ())
    assert [one.why for one in plan.skipped] == ["記入例の行"]


EXAMPLES = (
    "記入例",
    "（例）",
    "記載例（各課）",
    "サンプルデータ",
    "見本",
    "旧データ",
    "テスト用",
    "R8実績_記入例",
    "※記入例",
)
NO_EXAMPLES = ("特例市の状況 実績", "条例に基づく実績", "事例一覧 実績", "見本市の実績", "定例会議 実績")


@pytest.mark.parametrize("header", ["指標|R8", "指標|R8実績"])
@pytest.mark.parametrize("title", EXAMPLES)
def test_a_title_or_sheet_that_is_an_example_is_asked_about(header: str, title: str) -> None:
    rows = (header, "加工品の売上高|1420")
    sheet = sheet_of(*rows)
    for plan in (read(title, *rows), plan_of(type(sheet)(title, sheet.rows))):
        assert plan.accepted == ()
        assert f"「{title}」とあります。" in plan.refused[0].reason


@pytest.mark.parametrize("title", NO_EXAMPLES)
def test_words_that_end_like_an_example_are_none(title: str) -> None:
    assert values(read(title, "指標|R8実績", "加工品の売上高|1420")) == [SALES]
