"""Without the newer blocks the same things are said and the same buttons can be pressed."""

from decimal import Decimal

import pytest

from bot.views import ids
from bot.views.cards import answer_message, record_message
from bot.views.fallback import plain_blocks, without_new_blocks
from bot.views.kpis import history_message, kpi_list_message
from bot.views.parts import Message
from knowledge.answers.answer import Answer, Item
from knowledge.model.catalog import Catalog
from knowledge.wording import Values
from knowledge.wording.amounts import Figure
from knowledge.wording.values import EMPTY_VALUES, ValueView
from tests.bot.views.judging import action_ids, blocks_of, labels, seen


def carousel(catalog: Catalog, values: Values) -> Message:
    items = tuple(Item("project", id, id, 0.9) for id in list(catalog.projects)[:10])
    return answer_message(Answer("支援", "answered", "project", items, "…"), catalog, values)


def test_a_card_becomes_sections_with_the_same_words_and_buttons(catalog: Catalog, some_values: Values) -> None:
    message = carousel(catalog, some_values)
    said = seen(without_new_blocks(message).blocks)
    for card in blocks_of(message, "carousel")[0]["elements"]:
        for part in ("title", "subtitle", "body"):
            assert card[part]["text"] in said
    assert labels(without_new_blocks(message).blocks)[:3] == ["詳しく", "KPIの推移", "原文"]
    assert {ids.action_of(a) for a in action_ids(message.blocks)} == {
        ids.action_of(a) for a in action_ids(without_new_blocks(message).blocks)
    }


def test_the_feedback_row_becomes_buttons(catalog: Catalog) -> None:
    row = without_new_blocks(record_message("p3-12", catalog, EMPTY_VALUES)).blocks[-1]
    assert labels(row) == ["役に立った", "改善が必要", "回答を削除"]
    good, bad, bin = row["elements"]
    assert ids.decode_feedback(good["value"])[0] == "good"
    assert ids.decode_feedback(bad["value"])[0] == "bad"
    assert good["action_id"] != bad["action_id"]
    assert bin["confirm"]


def test_a_table_row_becomes_a_line_with_its_columns_named(catalog: Catalog) -> None:
    plain = without_new_blocks(kpi_list_message(list(catalog.kpis), catalog, EMPTY_VALUES))
    line = "• *待機児童数*：状態 実績未登録 －、実績 実績未登録、目標値 0人、基準値 54人（令和元年度）"
    assert line in seen(plain.blocks)
    assert seen(plain.blocks).count("• *") == 38


def test_a_chart_becomes_a_line_for_each_year(catalog: Catalog) -> None:
    class Two:
        is_partial = False

        def latest(self, id: str) -> ValueView:
            return ValueView(figure=Figure("48", "人"), history=((2020, Decimal(50)), (2021, Decimal(1234))))

    record = catalog.records.get("k3-3")
    assert record is not None
    said = seen(without_new_blocks(history_message(record, catalog, Two())).blocks)
    assert (
        "*待機児童数の推移*（基準値・実績、人）\n• 令和元 基準値 54：見込み 54、目標値 0\n"
        "• 令和2 50：見込み 43.2、目標値 0\n• 令和3 1,234：見込み 32.4、目標値 0"
    ) in said


def test_a_quotation_keeps_its_words(catalog: Catalog) -> None:
    passage = catalog.base.passages[0]
    said = seen(without_new_blocks(record_message(passage.id, catalog, EMPTY_VALUES)).blocks)
    assert "\n".join(f"┃ {line}" for line in passage.text.split("\n")) in said


def test_the_text_stays_as_it_is(catalog: Catalog) -> None:
    message = record_message("p3-12", catalog, EMPTY_VALUES)
    assert without_new_blocks(message).text == message.text


def test_a_block_without_a_plain_form_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no plain form for a block of type video"):
        plain_blocks({"type": "video"})
