"""Answers as messages: what is shown for which answer, and which buttons stand below."""

import re

import pytest

from bot.views import ids
from bot.views.cards import answer_message, record_message, records_message
from bot.views.parts import Message
from bot.views.replies import ABSENT, SEVERAL, UNDECIDED
from bot.views.sources import why_message
from knowledge.answers.answer import Answer, Interpreted, Item
from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnknownIdError
from knowledge.model.structs import replace
from knowledge.wording import Values
from knowledge.wording.example_questions import example_questions
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.views.judging import blocks_of, judge_message, labels, seen
from tests.knowledge.actual_values import ledger_of

FOOTER = ["なぜこの答え？", "担当に聞く"]


def items(*ids: str) -> tuple[Item, ...]:
    return tuple(Item("project", id, id, 0.9, ("移住",)) for id in ids)


def answered(*ids: str, question: str = "移住の事業は？") -> Answer:
    return Answer(question, "answered", "project", items(*ids), "定住誘導推進事業など")


def shown(answer: Answer, catalog: Catalog, values: Values = EMPTY_VALUES) -> Message:
    return answer_message(answer, catalog, values, asked_by="U0ASKER11", context="k1")


def test_one_project_is_a_full_card(catalog: Catalog, some_values: Values) -> None:
    message = shown(answered("p3-12"), catalog, some_values)
    said = seen(message.blocks)
    assert blocks_of(message, "header")[0]["text"]["text"] == "定住誘導推進事業"
    for line in (
        "ご質問：「移住の事業は？」",
        "*政策パッケージ*\n3 子育て子育ち応援・移住定住につなげるパッケージ",
        "⑥ 希望の暮らしをサポートする",
        "転入者の増加及び定住人口の維持・増加につなげるため",
        "• 移住定住総合相談窓口によるきめ細かな支援の実施",
        "*住宅の購入に伴う転入者数*\n基準値 653人（平成30年度） → 実績未登録 → ",
        "目標値 710人（令和6年度）",
        "事業とKPIの対応は本ボットが付けたもので、計画の記載ではありません。",
        "出典：第2期久留米市地方創生総合戦略（令和2年3月） 第2章",
        "本文678〜684行",
    ):
        assert line in said
    assert labels(message.blocks) == ["詳しく", "KPIの推移", "原文", "会議用に表示", "チャンネルに共有", *FOOTER]


def test_initiatives_stand_under_the_groups_of_the_document(catalog: Catalog) -> None:
    said = seen(record_message("p2-3", catalog, EMPTY_VALUES).blocks)
    assert "*取組*\n【久留米シティプラザ】\n• 上質で多様な文化芸術" in said
    assert said.count("【久留米シティプラザ】") == 1
    assert "3 子育て子育ち応援・移住定住につなげるパッケージ【再掲】" in said


def test_a_reprint_is_shown_as_its_original(catalog: Catalog) -> None:
    reprint = next(project for project in catalog.projects.values() if project.reprint_of)
    message = record_message(reprint.id, catalog, EMPTY_VALUES)
    assert message == record_message(reprint.reprint_of or "", catalog, EMPTY_VALUES)


def test_two_to_ten_records_are_a_carousel_of_cards(catalog: Catalog, some_values: Values) -> None:
    for count in (2, 10):
        message = shown(answered(*list(catalog.projects)[:count]), catalog, some_values)
        [carousel] = blocks_of(message, "carousel")
        assert len(carousel["elements"]) == count
        assert all(len(card["actions"]) <= 3 for card in carousel["elements"])
    first = carousel["elements"][0]
    assert first["title"]["text"] == "1. 産業拠点整備・集積推進事業"
    assert first["actions"][0]["accessibility_label"] == "詳しく：産業拠点整備・集積推進事業"
    assert first["subtitle"]["text"] == "政策パッケージ1・基本的方向⑪⑫"
    measures = "：基準値 1件（平成30年度）、実績未登録、目標値 4件（令和6年度）／"
    assert measures in first["subtext"]["text"]
    assert re.search(r"：算定不可 ？ 3\S* → 目標値 \S+", first["subtext"]["text"])
    assert "本ボットが付けたもの" in seen(message.blocks)


def test_the_text_of_several_hits_begins_with_the_conclusion_and_holds_the_figures(
    engine: Engine, catalog: Catalog
) -> None:
    answer = engine.answer("移住支援の事業は？")
    text = shown(answer, catalog).text
    named = "、".join(f"「{item.title}」" for item in answer.items)
    assert text.startswith(f"移住支援に関する事業は{len(answer.items)}件です：{named}。")
    assert "基準値 653人（平成30年度）、実績未登録、目標値 710人（令和6年度）" in text


@pytest.mark.parametrize(
    ("question", "is_clear"),
    [
        ("高齢者の移動手段を確保する事業", True),
        ("空き家のことは？", True),
        ("移住支援の事業は？", False),
        ("企業誘致の事業は？", False),
        ("子育ての事業は？", False),
    ],
)
def test_one_clear_hit_is_a_card_with_a_list_and_a_theme_a_carousel(
    engine: Engine, catalog: Catalog, question: str, is_clear: bool
) -> None:
    answer = engine.answer(question)
    message = shown(answer, catalog)
    first, *others = [item.title for item in answer.items]
    assert others
    assert bool(blocks_of(message, "carousel")) is not is_clear
    said = seen(message.blocks)
    for number, name in enumerate(others, start=2):
        assert f"\n{number}. {name}" in said
    assert [block["text"]["text"] for block in blocks_of(message, "header")] == [first] * is_clear
    assert "会議用に表示" in labels(message.blocks) or not is_clear
    judge_message(message)


@pytest.mark.parametrize("question", ["移住支援の事業は？", "空き家のことは？", "農泊"])
def test_the_sentence_on_our_own_links_is_said_once(engine: Engine, catalog: Catalog, question: str) -> None:
    message = shown(engine.answer(question), catalog)
    assert message.text.count("本ボットが付けたもの") == 1
    assert seen(message.blocks).count("本ボットが付けたもの") == 1


@pytest.mark.parametrize(
    ("question", "caption", "count"),
    [
        ("女性活躍促進事業のKPIは？", "該当するKPI（2件）", 1),
        ("パッケージ1のKPIは？", "政策パッケージ1 ", 0),
        ("基本目標5のKPIは？", "基本目標5 ", 0),
        ("基本目標5の事業のKPIは？", "該当するKPI（12件）", 1),
    ],
)
def test_a_table_is_headed_by_what_holds_all_of_it_and_our_own_ties_are_told_below(
    engine: Engine, catalog: Catalog, question: str, caption: str, count: int
) -> None:
    message = shown(engine.answer(question), catalog)
    [table] = blocks_of(message, "data_table")
    assert table["caption"].startswith(caption)
    assert message.text.count("本ボットが付けたもの") == count
    assert seen(message.blocks).count("本ボットが付けたもの") == count


def test_more_than_ten_are_a_list_with_a_menu(catalog: Catalog) -> None:
    originals = [project.id for project in catalog.originals()]
    message = shown(answered(*originals), catalog)
    assert "*40件あります*" in seen(message.blocks)
    assert "40. " in seen(message.blocks)
    [menu] = [e for row in blocks_of(message, "actions") for e in row["elements"] if e["type"] == "static_select"]
    assert menu["action_id"] == ids.PICK
    assert [ids.decode(option["value"]).record for option in menu["options"]] == originals


def test_what_is_shared_are_the_records_shown(catalog: Catalog) -> None:
    message = shown(answered("p3-12", "p6-1"), catalog)
    [share] = [b for row in blocks_of(message, "actions") for b in row["elements"] if b["action_id"] == ids.SHARE]
    assert ids.decode(share["value"]) == ids.ButtonValue(("p3-12", "p6-1"), "k1")


def test_families_of_records_come_in_the_order_of_the_answer(catalog: Catalog) -> None:
    message = shown(answered("k3-3", "p3-12", "t3", "k3-7", "g1"), catalog)
    kinds = [block["type"] for block in message.blocks]
    assert kinds.index("data_table") < kinds.index("carousel") < kinds.index("rich_text")


def test_a_record_is_shown_once_and_an_unknown_one_not_at_all(catalog: Catalog) -> None:
    assert shown(answered("p3-12", "p3-12", "p99-9"), catalog) == shown(answered("p3-12"), catalog)


def test_an_unknown_id_says_which_ids_are_near(catalog: Catalog) -> None:
    with pytest.raises(UnknownIdError):
        record_message("p3-120", catalog, EMPTY_VALUES)


def test_passages_are_quoted_word_for_word(catalog: Catalog) -> None:
    passage = catalog.base.passages[40]
    message = record_message(passage.id, catalog, EMPTY_VALUES)
    [quote] = blocks_of(message, "rich_text")
    assert quote["elements"][0]["elements"][0]["text"] == passage.text
    assert " ＞ ".join(passage.path) in seen(message.blocks)
    assert "本文179行" in seen(message.blocks)


def test_the_reading_of_years_and_numbers_is_printed_back(catalog: Catalog) -> None:
    read = Interpreted((2023,), 3, 2, 5, ())
    message = shown(Answer("R5のKPI", "answered", "kpi", items("k3-3"), "…", read), catalog)
    assert "読み取り：令和5年度（2023年度）・政策パッケージ3・基本目標2・基本的方向⑤" in seen(message.blocks)


def test_the_text_alone_carries_the_answer(engine: Engine, catalog: Catalog) -> None:
    text = shown(engine.answer("待機児童数の目標値は？"), catalog).text
    for figure in ("待機児童数", "54人（令和元年度）", "実績未登録", "0人（令和6年度）"):
        assert figure in text


def test_only_the_asker_sees_the_bin_where_slack_knows_who_asked(catalog: Catalog) -> None:
    bins = [blocks_of(shown(answered("p3-12"), catalog), "context_actions")[0]["elements"][1]]
    bins += [blocks_of(answer_message(answered("p3-12"), catalog, EMPTY_VALUES, asked_by=who), "context_actions")[0][
        "elements"][1] for who in (None, "企画課")]  # fmt: skip
    assert [b.get("visible_to_user_ids") for b in bins] == [["U0ASKER11"], None, None]
    assert all(b["confirm"]["confirm"]["text"] == "削除する" for b in bins)


def test_candidates_are_buttons_with_their_names(catalog: Catalog) -> None:
    answer = Answer("支援", "candidates", "project", items("p3-12", "k3-7", "g1"), "…")
    message = shown(answer, catalog)
    assert message.text.startswith(SEVERAL)
    assert labels(message.blocks)[:3] == [
        "定住誘導推進事業",
        "住宅の購入に伴う転入者数",
        "基本目標1 安定した雇用を創出する",
    ]
    row = blocks_of(message, "actions")[0]["elements"]
    assert [ids.action_of(button["action_id"]) for button in row] == [ids.CHOOSE] * 3
    assert len({button["action_id"] for button in row}) == 3
    assert "2. 住宅の購入に伴う転入者数（KPI・政策パッケージ3" in seen(message.blocks)


@pytest.mark.parametrize(
    ("question", "context", "start", "why"),
    [
        ("遅れているKPIは？", (), "お答えできる値がありません。実績値がまだ", "答えに足りる実績が"),
        ("2番目は？", ("p3-12",), "お見せできるものがありません。直前に", "直前の回答の続き"),
        ("政策パッケージ9は？", (), f"{''.join(ABSENT)}。政策パッケージ9はありません", "番号や名前"),
        ("市長の名前は？", (), "「市長の名前」は、", "計画が扱わない"),
    ],
)
def test_a_refusal_gives_its_true_reason(
    catalog: Catalog, engine: Engine, question: str, context: tuple[str, ...], start: str, why: str
) -> None:
    answer = engine.answer(question, context, CurrentValues(catalog, Ledger(())))
    assert answer.status == "not_found"
    assert shown(answer, catalog).text.startswith(start)
    assert why in why_message(answer).text


def test_the_two_refusals_are_told_apart_and_offer_something(catalog: Catalog) -> None:
    absent = shown(Answer("市長は？", "not_found", "absent", (), "", note="市長の名前は記載がありません。"), catalog)
    vague = shown(Answer("事業", "not_found", "ambiguous", (), "", note="もう一言添えてください。"), catalog)
    assert absent.text == "市長の名前は記載がありません。"  # which a headline would say once more
    assert vague.text.startswith(UNDECIDED)
    for message in (absent, vague):
        assert len([b for row in blocks_of(message, "actions") for b in row["elements"]
                    if ids.action_of(b["action_id"]) == ids.EXAMPLE]) == 3  # fmt: skip
        assert labels(message.blocks)[-2:] == FOOTER


def test_beside_a_refusal_what_is_near_is_a_button_and_no_card(engine: Engine, catalog: Catalog) -> None:
    message = shown(engine.answer("バイオ産業振興事業の内線番号"), catalog)
    [chosen] = [b for row in blocks_of(message, "actions") for b in row["elements"]
                if ids.action_of(b["action_id"]) == ids.CHOOSE]  # fmt: skip
    assert chosen["text"]["text"] == "バイオ産業振興事業"
    assert message.text.startswith("「内線番号」は")
    assert "出典：第2期久留米市地方創生総合戦略（令和2年3月）" in seen(message.blocks)


def test_thanks_get_one_short_line_and_no_card(engine: Engine, catalog: Catalog) -> None:
    message = shown(engine.answer("ありがとう"), catalog)
    assert [block["type"] for block in message.blocks] == ["section"]
    assert labels(message.blocks) == []


def test_every_example_is_answered(engine: Engine, catalog: Catalog) -> None:
    for question in example_questions(catalog):
        answer = engine.answer(question)
        assert answer.status == "answered", question
        assert answer.items, question


def test_help_has_its_examples_as_buttons(engine: Engine, catalog: Catalog) -> None:
    message = shown(engine.answer("ヘルプ"), catalog)
    assert labels(message.blocks) == example_questions(catalog)


def test_several_records_by_id_are_what_an_answer_shows(catalog: Catalog) -> None:
    message = records_message(["p3-12", "p6-1"], catalog, EMPTY_VALUES)
    answer = answer_message(answered("p3-12", "p6-1"), catalog, EMPTY_VALUES)
    [own], [asked] = blocks_of(message, "carousel"), blocks_of(answer, "carousel")
    for number, (card, other) in enumerate(zip(own["elements"], asked["elements"], strict=True), start=1):
        card["title"]["text"] = f"{number}. {card['title']['text']}"  # what no thread counts has no number
        assert card == other
    assert "定住誘導推進事業" in message.text
    assert records_message(["p3-12"], catalog, EMPTY_VALUES) == record_message("p3-12", catalog, EMPTY_VALUES)


def test_the_same_records_make_the_same_message(catalog: Catalog, some_values: Values) -> None:
    answer = answered("p3-12", "p6-1", "k3-3")
    assert shown(answer, catalog, some_values) == shown(answer, catalog, some_values)


def test_a_count_is_said_alone_and_shares_no_card_of_the_plan(engine: Engine, catalog: Catalog) -> None:
    message = shown(engine.answer("KPIはいくつある？"), catalog)
    said = seen(message.blocks)
    assert "KPIは38件です。" in said
    assert "出典：" in said
    assert "問い合わせ先" not in said
    assert "チャンネルに共有" not in said


def test_the_figures_of_an_indicator_stand_before_where_it_belongs(engine: Engine, catalog: Catalog) -> None:
    [*_, said] = seen(shown(engine.answer("宿泊者数"), catalog).blocks).partition("*基準値*")
    assert said.index("39.3万人") < said.index("41.0万人") < said.index("のKPI（")


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (
            (),
            "待機児童数の目標値は0人（令和6年度）、基準値は54人（令和元年度）です。"
            "実績はまだ登録されていません（実績未登録）。",
        ),
        (
            (("k3-3", 2023, "40"),),
            "待機児童数は40人（令和5年度・確定値）、目標値は0人（令和6年度）、状態は「遅れ」です。",
        ),
    ],
    ids=["nothing recorded", "an actual"],
)
def test_an_indicator_asked_for_by_name_is_told_in_a_sentence_before_its_card(
    engine: Engine, catalog: Catalog, recorded: tuple[tuple[str, int, str], ...], said: str
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    message = answer_message(engine.answer("待機児童数は？", (), values), catalog, values, asked_by="U1", context="k")
    lines = seen(message.blocks).splitlines()
    assert lines[1:3] == [said, "待機児童数"]
    assert message.text.startswith(said)


@pytest.mark.parametrize("ids", [("p3-12", "p6-1"), ("k3-3", "k4-2"), ("p3-12", "k3-3")])
def test_several_records_name_the_document_they_are_of(catalog: Catalog, ids: tuple[str, ...]) -> None:
    message = answer_message(answered(*ids), catalog, EMPTY_VALUES)
    sources = [block for block in blocks_of(message, "context") if "出典：第2期久留米市地方創生総合戦略" in repr(block)]
    assert len(sources) == 1


@pytest.fixture
def all_values(catalog: Catalog) -> CurrentValues:
    recorded = [(id, 2024, "1") for id, one in catalog.kpis.items() if one.compared_with is None]
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def test_a_table_of_what_was_asked_has_a_caption_of_its_own(
    engine: Engine, catalog: Catalog, all_values: CurrentValues
) -> None:
    answer = engine.answer("達成率が低いKPI", (), all_values)
    [table] = blocks_of(shown(answer, catalog, all_values), "data_table")
    assert table["caption"].startswith("該当するKPI（")
    assert answer.note not in table["caption"]


def test_each_of_many_projects_is_told_by_the_kpis_that_were_asked_for(
    engine: Engine, catalog: Catalog, all_values: CurrentValues
) -> None:
    answer = engine.answer("遅れている事業は？", (), all_values)
    told = "\n".join(block["text"]["text"] for block in blocks_of(shown(answer, catalog, all_values), "section"))
    lines = told.split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("1. "))
    assert lines[first + 1].startswith("　KPI ")
    assert " → 目標値 " in lines[first + 1]


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("達成率が低いKPI", ["KPI", "状態・進捗", "実績", "目標値"]),
        ("令和6年度に達成していないKPI", ["KPI", "状態・進捗", "実績", "目標値"]),
        ("令和6年度の実績一覧", ["KPI", "状態", "実績", "目標値"]),
        ("政策パッケージ3の令和6年度の実績", ["KPI", "状態・進捗", "実績", "目標値"]),
        ("遅れているKPI", ["KPI", "状態・進捗", "実績", "目標値"]),
    ],
)
def test_a_table_has_the_state_second_and_the_year_in_its_caption_alone(
    engine: Engine, catalog: Catalog, all_values: CurrentValues, question: str, heads: list[str]
) -> None:
    answer = engine.answer(question, (), all_values)
    [table] = blocks_of(shown(answer, catalog, all_values), "data_table")
    assert [cell["text"] for cell in table["rows"][0]][1:] == heads[1:]
    assert re.search(r"（\d+件）。実績は令和6年度・確定値、目標値は令和6年度です。", table["caption"])
    states = [row[1]["text"] for row in table["rows"][1:]]
    assert states
    assert not any("令和6年度・確定値" in cell["text"] for row in table["rows"] for cell in row)
    assert all(re.match("[未達順遅や後実算]", state) for state in states)


@pytest.mark.parametrize(
    "question",
    [
        "移住の事業",
        "子育ての事業とKPIは？",
        "パッケージ3のKPI",
        "遅れているKPI",
        "達成率が低いKPI",
        "農業の事業",
        "基本目標は？",
    ],
)
def test_what_can_be_asked_for_by_its_number_shows_it(engine: Engine, catalog: Catalog, question: str) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, *((id, 2023, "1") for id in catalog.indicators)))
    answer = engine.answer(question, (), values)
    said = seen(shown(answer, catalog, values).blocks)
    row = row_with((), answer)
    found = answer.displayed(catalog)
    assert len(found) > 1
    for number, item in list(enumerate(found, start=1))[:9]:
        assert [one.id for one in engine.answer(f"{number}番目は？", row, values).items] == [item.id]
        if not answer.stands_out or number > 1:
            assert re.search(rf"(^|\n){number}(\. .*{re.escape(item.title)}|番目)", said), number


def test_the_rest_of_a_list_goes_on_with_its_numbers(engine: Engine, catalog: Catalog) -> None:
    first = engine.answer("政策パッケージ1の事業は？")
    rest = replace(first, items=first.items[5:], first=6)
    [carousel] = blocks_of(shown(rest, catalog), "carousel")
    assert carousel["elements"][0]["title"]["text"] == f"6. {first.items[5].title}"
