"""The yearly review as a message: what offices say of their own values stands beside our judgement."""

from bot.views.review import review_message
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.indicators.review import Review, review_year
from knowledge.indicators.thresholds import Thresholds
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from tests.bot.views.judging import judge_message, seen
from tests.knowledge.actual_values import ledger_of

R5 = FiscalYear(2023)
SOURCE = "計画（令和2年3月）"


def values_of(catalog: Catalog, grade: str = "", comment: str = "") -> CurrentValues:
    ledger = ledger_of(catalog, ("k3-3", 2023, "40"), ("k1-1", 2023, "4"))
    first = replace(ledger.entries[0], office_grade=grade, office_comment=comment)
    return CurrentValues(catalog, Ledger((first, *ledger.entries[1:])), Thresholds())


def tables(found: Review) -> list[list[list[str]]]:
    blocks = [block for block in review_message(found, SOURCE).blocks if block["type"] == "data_table"]
    return [[[cell["text"] for cell in row] for row in block["rows"]] for block in blocks]


def test_an_offices_grade_and_comment_have_columns_where_they_are_given(catalog: Catalog) -> None:
    said = seen(review_message(review_year(values_of(catalog), R5), SOURCE).blocks)
    assert "所管課の評価" not in said
    said = seen(review_message(review_year(values_of(catalog, grade="A"), R5), SOURCE).blocks)
    assert "所管課の評価" in said
    assert "所管課のコメント" not in said
    found = review_year(values_of(catalog, grade="A", comment="定員を\n広げた"), R5)
    table = tables(found)[2]
    assert table[0] == ["指標", "所管課の評価", "所管課のコメント"]
    assert [row[1:] for row in table if row[0] == "待機児童数"] == [["A", "定員を 広げた"]]


def test_the_table_is_as_wide_as_a_thread_and_its_rows_open_the_cards(catalog: Catalog) -> None:
    found = review_year(values_of(catalog), R5)
    assert tables(found)[1][0] == ["指標", "状態", "実績", "目標値"]
    [menu] = [each["elements"][0] for each in review_message(found, SOURCE).blocks if each["type"] == "actions"][:1]
    options = menu.get("options") or [one for group in menu["option_groups"] for one in group["options"]]
    assert len(options) == len(found.rows)


def test_the_document_is_named_at_its_end(catalog: Catalog) -> None:
    message = review_message(review_year(values_of(catalog), R5), SOURCE)
    assert seen(message.blocks[-3:]).count(f"出典：{SOURCE}") == 1


def test_long_comments_push_no_indicator_out(catalog: Catalog) -> None:
    entries = ledger_of(catalog, *((id, 2023, "40") for id in catalog.indicators if id != "population")).entries
    ledger = Ledger(tuple(replace(one, office_grade="B", office_comment="長いコメント" * 80) for one in entries))
    message = review_message(review_year(CurrentValues(catalog, ledger, Thresholds()), R5), SOURCE)
    judge_message(message)
    tables = [block for block in message.blocks if block["type"] == "data_table"]
    assert len(tables[1]["rows"]) == 1 + len(catalog.indicators)
