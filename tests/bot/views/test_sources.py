"""Where an answer comes from, why it was chosen, and what is shared or shown in a meeting."""

import inspect
import re

import pytest

from bot.terminal.explanation import FORMS
from bot.views import ids
from bot.views.cards import answer_message, record_message
from bot.views.details import detail_message, meeting_message, purpose
from bot.views.sources import FOUND_BY, share_message, source_message, why_message
from knowledge.answers.answer import Answer, Item
from knowledge.answers.engine import Engine
from knowledge.answers.rules.recorded import compared, extremes, measured
from knowledge.answers.understanding.reading import FROM_SEARCH
from knowledge.model.catalog import Catalog
from knowledge.wording import Values, card_of
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.views.judging import blocks_of, labels, seen


def test_the_document_is_quoted_line_by_line(catalog: Catalog, document: list[str]) -> None:
    project = catalog.project("p3-12")
    message = source_message("p3-12", catalog, document)
    [quote] = blocks_of(message, "rich_text")
    printed = [line for line in document[project.span.first_line - 1 : project.span.last_line] if line.strip()]
    assert quote["elements"][0]["elements"][0]["text"] == "\n".join(printed)
    assert "第2章 総合戦略" in seen(message.blocks)
    assert "本文678〜684行" in seen(message.blocks)


def test_without_the_file_the_records_own_words_are_quoted(catalog: Catalog) -> None:
    [quote] = blocks_of(source_message("k3-3", catalog), "rich_text")
    assert quote["elements"][0]["elements"][0]["text"] == "待機児童数　令和元年度 54 人　令和 6 年度 0 人"


def test_corrections_within_the_lines_are_told(catalog: Catalog, document: list[str]) -> None:
    correction = next(c for c in catalog.base.corrections if c.certainty == "likely")
    passage = next(p for p in catalog.base.passages if p.span.first_line <= correction.line <= p.span.last_line)
    message = source_message(passage.id, catalog, document)
    assert f"{correction.line}行の「{correction.printed}」は「{correction.read_as}」と読んでいます" in message.text


def test_the_reasons_are_the_matched_words_with_score_and_runner_up(engine: Engine) -> None:
    answer = engine.answer("移住支援の事業は？")
    message = why_message(answer)
    best, [second] = answer.items[0], answer.runners_up
    assert f"1. {best.title}：一致した言葉 移住、支援（確からしさ {best.score:.1%}）" in message.text
    assert message.text.split("\n")[-2].startswith(f"次点：{second.title}")
    assert second.id not in {item.id for item in answer.items}
    assert second.score <= min(item.score for item in answer.items)


def test_a_refusal_names_what_came_nearest() -> None:
    near = Item("project", "p4-4", "幹線道路整備促進事業", 0.31, ("道路",))
    answer = Answer("道路の渋滞は？", "not_found", "unknown", (), "…", runners_up=(near,))
    assert (
        "いちばん近かったもの：幹線道路整備促進事業：一致した言葉 道路（確からしさ 31.0%）" in why_message(answer).text
    )


def test_words_that_led_nowhere_are_named(engine: Engine) -> None:
    message = why_message(engine.answer("移住支援のペンギン"))
    assert "答えに生かせなかった言葉：「ペンギン」" in message.text
    assert "答えに生かせなかった言葉" not in why_message(engine.answer("移住支援の事業は？")).text


def test_words_are_shown_as_the_question_spells_them_and_passages_as_quotations(engine: Engine) -> None:
    assert "一致した言葉 MICE（" in why_message(engine.answer("MICEとは")).text
    passage = Item("passage", "s680", "転入者の増加及び", 0.9, (), "転入者の増加及び定住人口の維持・増加")
    answer = Answer("転入者", "answered", "passage", (passage,), "…")
    assert "1. 本文「転入者の増加及び定住人口の維持・増加」：" in why_message(answer).text


def test_an_answer_by_a_rule_has_no_runner_up(engine: Engine) -> None:
    assert "次点" not in why_message(engine.answer("待機児童数")).text


def test_a_stand_in_for_a_word_is_told() -> None:
    item = Item("project", "p2-6", "歩行者と自転車に心地よいまちづくり事業", 0.8, ("チャリ→自転車", "まち"))
    answer = Answer("チャリでまちを", "answered", "project", (item,), "…")
    assert "一致した言葉 チャリを自転車と読み替え、まち（確からしさ 80.0%）" in why_message(answer).text


@pytest.mark.parametrize("question", ["市長の名前", "ありがとう", "zzzz qqqq"])
def test_a_refusal_has_a_reason_too(engine: Engine, question: str) -> None:
    message = why_message(engine.answer(question))
    assert len(message.text) > 15
    assert labels(message.blocks) == []


def test_every_rule_over_recorded_values_has_japanese_words() -> None:
    rules = "".join(map(inspect.getsource, (measured, compared, extremes)))
    written = re.findall(r"Measured\((\w+)\.__name__", rules)
    assert written
    assert set(written) <= FOUND_BY.keys()


def test_every_form_of_a_reading_has_japanese_words() -> None:
    assert FORMS.keys() - FROM_SEARCH <= FOUND_BY.keys()


def test_what_is_shared_names_the_sharer_and_drops_the_askers_buttons(engine: Engine, catalog: Catalog) -> None:
    shared = share_message(answer_message(engine.answer("定住誘導推進事業"), catalog, EMPTY_VALUES), "U0123ABC")
    assert shared.text.startswith("<@U0123ABC> さんが共有しました\n定住誘導推進事業")
    assert shared.blocks[0]["elements"][0]["text"] == "<@U0123ABC> さんが共有しました"
    assert labels(shared.blocks) == ["詳しく", "KPIの推移", "原文", "会議用に表示"]
    assert blocks_of(shared, "context_actions") == []


def test_details_hold_what_the_card_has_no_room_for(catalog: Catalog, some_values: Values) -> None:
    said = seen(detail_message("p3-12", catalog, some_values).blocks)
    for text in (
        "定住誘導推進事業 の詳細",
        "*基本的方向⑥ 希望の暮らしをサポートする*",
        catalog.directions[6].text[:30],
        "*同じ基本的方向の事業（8件）*",
        "• 移住定住総合相談窓口によるきめ細かな支援の実施",
    ):
        assert text in said
    assert "アウトリーチ：" in seen(detail_message("p2-3", catalog, some_values).blocks)


def test_a_meeting_sees_purpose_states_initiatives_and_place(catalog: Catalog, some_values: Values) -> None:
    message = meeting_message("p2-3", catalog, some_values)
    assert [block["type"] for block in message.blocks] == [
        "header", "context", "section", "section", "data_table", "section", "section", "context", "actions",
    ]  # fmt: skip
    assert message.blocks[1]["elements"][0]["text"] == "政策パッケージ2・3・基本的方向⑦⑫"
    assert [field["text"].split("\n")[0] for field in message.blocks[6]["fields"]] == [
        "*政策パッケージ*", "*施策の基本的方向*",
    ]  # fmt: skip
    said = [
        purpose(card_of(catalog.record("p2-3"), catalog))[0],
        "KPI 2件（",
        "久留米シティプラザ来館者数：",
        "政策パッケージ：",
    ]
    assert sorted(said, key=message.text.index) == said
    assert "久留米シティプラザ来館者数：基準値 55.3万人（平成30年度）" in message.text
    assert labels(message.blocks) == ["詳しく", "印刷用PDF", "チャンネルに共有"]


def test_the_purpose_has_at_most_three_lines(catalog: Catalog) -> None:
    for package in catalog.base.packages:
        assert 1 <= len(purpose(card_of(package, catalog))) <= 3


def test_the_card_leads_to_the_meeting_in_one_press(catalog: Catalog) -> None:
    rows = blocks_of(record_message("pkg3", catalog, EMPTY_VALUES), "actions")
    presses = {e["action_id"]: e.get("value") for row in rows for e in row["elements"]}
    assert ids.decode(presses[ids.MEETING] or "").record == "pkg3"
