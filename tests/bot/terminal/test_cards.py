"""Cards as a reader sees them: whole ones compared with files, all of them checked for what must never show."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from bot.terminal.cards import IN_CHAT, answer_lines, card_of_item, lay_out
from bot.terminal.layout import Page
from knowledge.answers.answer import Answer, Item, ItemKind
from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.answers.rules.following.followup import SHOWN_AT_ONCE
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording.values import EMPTY_VALUES, measure
from tests.knowledge.actual_values import ledger_of

CARDS = Path(__file__).parent / "cards"


def every_item(catalog: Catalog) -> Iterator[Item]:
    base = catalog.base
    yield from (Item("project", project.id, project.name, 1.0) for project in catalog.projects.values())
    yield from (Item("kpi", kpi.id, kpi.name, 1.0) for kpi in catalog.indicators.values())
    yield from (Item("goal", goal.id, goal.name, 1.0) for goal in base.goals)
    yield from (Item("direction", direction.id, direction.name, 1.0) for direction in base.directions)
    yield from (Item("package", package.id, package.name, 1.0) for package in base.packages)
    yield from (Item("term", term.id, term.term, 1.0) for term in base.terms)
    yield from (Item("passage", passage.id, passage.path[-1], 1.0, text=passage.text) for passage in base.passages)
    yield Item("strategy", base.strategy.id, base.strategy.title, 1.0)


def card(catalog: Catalog, item: Item, width: int = 80) -> str:
    page = Page(width)
    lay_out(page, card_of_item(catalog, item, EMPTY_VALUES))
    return "".join(line.plain.rstrip() + "\n" for line in page.lines)


@pytest.mark.parametrize(
    ("kind", "id"),
    [("project", "p3-12"), ("project", "p2-3"), ("kpi", "k3-5"), ("goal", "g5"), ("passage", "s101"), ("term", "t7")],
)
def test_the_card_is_the_one_on_file(catalog: Catalog, kind: ItemKind, id: str) -> None:
    assert card(catalog, Item(kind, id, "", 1.0)) == (CARDS / f"{id}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80, 100])
def test_every_card_fits_its_window_and_shows_no_raw_marks(catalog: Catalog, width: int) -> None:
    for item in every_item(catalog):
        for line in card(catalog, item, width).splitlines():
            assert cell_len(line) <= width, (item.id, line)
            assert "^{" not in line
            assert "None" not in line
            assert "Decimal" not in line


def test_a_project_card_says_all_that_the_plan_says_of_it(catalog: Catalog) -> None:
    for project in catalog.originals():
        shown = card(catalog, Item("project", project.id, project.name, 1.0)).replace("\n", "").replace(" ", "")
        for initiative in project.initiatives:
            assert initiative.text.replace("^{", "").replace("}", "").replace(" ", "") in shown
        for kpi in catalog.kpis_of(project):
            assert kpi.name.replace(" ", "") in shown
        assert f"{project.span.first_line}〜{project.span.last_line}行" in shown


def test_a_doubtful_direction_is_said_to_be_doubtful(catalog: Catalog) -> None:
    shown = card(catalog, Item("project", "p1-1", "", 1.0))
    assert "⑪ 健康で安心して暮らせる日常を守る" in shown
    assert "読み取り誤りの疑い" in shown


def test_kpis_come_with_the_remark_that_the_link_is_ours(catalog: Catalog) -> None:
    assert "本ボットが付けたもの" in card(catalog, Item("project", "p3-12", "", 1.0))
    assert "結び付けたKPIはありません" in card(catalog, Item("project", "p2-4", "", 1.0))


def answer(catalog: Catalog, *ids: str, status: str = "answered", note: str = "") -> Answer:
    items = tuple(Item("project", id, catalog.project(id).name, 1.0) for id in ids)
    return Answer("質問", status, "project", items, "見つかりませんでした。", note=note)  # type: ignore[arg-type]  # by name


def lines(catalog: Catalog, answer: Answer, **how: Any) -> list[str]:
    return [line.plain for line in answer_lines(catalog, answer, 80, **how)]


def numbered(shown: Sequence[str]) -> list[str]:
    return [match[1] for line in shown if (match := re.match(r"\d+\. (.+?)(?:[　 ].*)?$", line))]


def test_several_are_short_numbered_cards_and_what_holds_for_all_is_said_once(catalog: Catalog) -> None:
    ids = ["p1-1", "p1-2", "p1-3"]
    shown = lines(catalog, answer(catalog, *ids))
    assert numbered(shown) == [catalog.project(id).name for id in ids]
    assert "取組" not in shown
    assert sum("本ボットが付けたもの" in line for line in shown) == 1
    assert sum(line.startswith("出典") for line in shown) == 1
    assert all(any(f"本文{catalog.project(id).span.first_line}〜" in line for line in shown) for id in ids)
    assert "「--all」" in "".join(shown)


def test_a_short_card_shows_what_the_figures_are(catalog: Catalog) -> None:
    """And what they have in common is said once, above them: nothing of any is recorded, the years."""
    shown = lines(catalog, answer(catalog, "p3-12", "p6-1"))
    assert "実績は未登録、目標値は令和6年度です。" in shown
    assert "  KPI 住宅の購入に伴う転入者数：基準値 653人（平成30年度） → 目標値 710人" in shown
    assert "".join(shown).count("未登録") == 1


def test_the_only_figures_of_short_cards_stand_with_their_years(catalog: Catalog) -> None:
    shown = "".join(line.strip() for line in lines(catalog, answer(catalog, "p3-12", "p2-4")))
    assert "KPI 住宅の購入に伴う転入者数実績未登録　基準値 653人（平成30年度） → 目標値 710人（令和6年度）" in shown


def test_all_of_them_in_full_when_that_is_asked_for(catalog: Catalog) -> None:
    shown = lines(catalog, answer(catalog, "p1-1", "p1-2"), in_full=True)
    assert sum(line == "取組" for line in shown) == 2
    assert "--all" not in "".join(shown)


def test_a_long_list_is_rows_only(catalog: Catalog) -> None:
    ids = [project.id for project in catalog.packages[3].projects]
    shown = lines(catalog, answer(catalog, *ids))
    assert numbered(shown) == [catalog.projects[id].name for id in ids]
    assert not any("KPI" in line for line in shown)  # nor whose the links to them are


def test_of_indicators_alone_no_link_is_shown_and_none_explained(catalog: Catalog) -> None:
    items = tuple(Item("kpi", id, catalog.indicator(id).title, 1.0) for id in ("k1-1", "k1-2", "k1-3"))
    assert not any("本ボット" in line for line in lines(catalog, replace(answer(catalog), items=items)))


def test_the_nearest_of_several_is_its_card_and_the_others_are_named_behind_it(catalog: Catalog) -> None:
    shown = lines(catalog, replace(answer(catalog, "p1-1", "p1-2", "p1-3"), stands_out=True))
    assert shown[0].startswith("産業拠点整備・集積推進事業")
    assert shown.count("取組") == 1
    assert numbered(shown) == [catalog.project(id).name for id in ("p1-2", "p1-3")]
    assert [line[:2] for line in shown if line.startswith(("2.", "3."))] == ["2.", "3."]


def test_what_says_all_shows_no_card(catalog: Catalog) -> None:
    shown = lines(catalog, replace(answer(catalog, "p1-1", note="KPIは38件です。"), says_all=True))
    assert [line.split()[0] for line in shown] == ["KPIは38件です。", "出典"]


def test_a_project_alone_says_where_it_belongs_in_one_line(catalog: Catalog) -> None:
    shown = lines(catalog, answer(catalog, "p3-12"))
    assert shown[1] == "政策パッケージ3 子育て子育ち応援・移住定住につなげるパッケージ・基本的方向⑥⑫"
    assert not any(line.startswith("施策の基本的方向") for line in shown)
    assert any(line.startswith("施策の基本的方向") for line in lines(catalog, answer(catalog, "p3-12"), in_full=True))


@pytest.mark.parametrize("width", [80, 100])
def test_an_indicators_figures_stand_behind_its_name_and_break_at_an_arrow(catalog: Catalog, width: int) -> None:
    shown = card(catalog, Item("kpi", "k2-1", "", 1.0), width).splitlines()
    assert shown[0].startswith("宿泊者数：基準値 39.3万人（平成30年度） → 実績未登録")
    told = "".join(part.removesuffix("k2-1").strip() + " " for part in shown[:2])
    assert "実績未登録 → 目標値 41.0万人（令和6年度）" in told


def test_candidates_are_a_numbered_list(catalog: Catalog) -> None:
    found = answer(catalog, "p1-1", "p1-2", status="candidates", note="どちらのことですか？")
    shown = lines(catalog, found)
    assert shown[0] == "どちらのことですか？"
    assert numbered(shown) == ["産業拠点整備・集積推進事業", "地域企業成長支援事業"]


def test_nothing_found_is_the_answer_s_own_text(catalog: Catalog) -> None:
    shown = [line.plain for line in answer_lines(catalog, answer(catalog, status="not_found"), 80)]
    assert shown == ["見つかりませんでした。"]


@pytest.mark.parametrize(
    ("question", "blank"),
    [("移住支援の事業は？", 0), ("基本目標2の数値目標は？", 0), ("定住誘導推進事業とは？", 0), ("待機児童数は？", 1)],
)
def test_a_short_answer_has_no_empty_lines_but_the_one_under_its_first_sentence(
    engine: Engine, question: str, blank: int
) -> None:
    lines = [line.plain for line in answer_lines(engine.catalog, engine.answer(question), 80)]
    assert sum(not line.strip() for line in lines) == blank
    assert lines[-1].strip()


def test_the_parts_of_a_long_card_have_room_between_them(engine: Engine) -> None:
    lines = [line.plain for line in answer_lines(engine.catalog, engine.answer("政策パッケージ1"), 80)]
    assert lines[lines.index("KPI") - 1] == ""


def test_figures_that_the_first_sentence_has_told_stand_there_alone(engine: Engine) -> None:
    first, *rest = (line.plain for line in answer_lines(engine.catalog, engine.answer("待機児童数は？"), 80))
    assert first.startswith("待機児童数の目標値は0人（令和6年度）、基準値は54人（令和元年度）です。")
    assert any(line.startswith("k3-3　政策パッケージ3のKPI（") for line in rest)
    assert not any("→" in line for line in rest)
    in_full = lines(engine.catalog, engine.answer("待機児童数は？"), in_full=True)
    assert "待機児童数：基準値 54人（令和元年度） → 実績未登録 → 目標値 0人（令和6年度）" in in_full


def test_what_a_term_means_stands_beside_it(engine: Engine) -> None:
    first = answer_lines(engine.catalog, engine.answer("MICEとは"), 80)[0].plain
    assert first.startswith("MICE：『「Meeting：企業等の会議」")


def test_a_long_list_is_cut_and_says_how_many_are_left(engine: Engine) -> None:
    answer = engine.answer("未登録のKPI")
    lines = [line.plain for line in answer_lines(engine.catalog, answer, 80)]
    rows = [line for line in lines if re.match(r"\d+\. ", line)]
    assert len(rows) == SHOWN_AT_ONCE
    assert f"ほか{len(answer.items) - SHOWN_AT_ONCE}件（「--all」ですべて表示）" in lines
    talked = [line.plain for line in answer_lines(engine.catalog, answer, 80, hints=IN_CHAT)]
    assert len(talked) == len(lines)  # a conversation is as short, and its numbers hold for what is left
    assert (
        f"ほか{len(answer.items) - SHOWN_AT_ONCE}件（{SHOWN_AT_ONCE + 1}〜{len(answer.items)}の番号でも表示）" in talked
    )


@pytest.mark.parametrize("question", ["未登録のKPI", "事業一覧", "KPIの一覧"])
def test_a_whole_list_has_a_line_or_two_for_each(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    in_full = [line.plain for line in answer_lines(engine.catalog, answer, 80, in_full=True)]
    assert [line.split(".")[0] for line in in_full if re.match(r"\d+\. ", line)] == [
        str(number) for number in range(1, len(answer.items) + 1)
    ]
    assert len(in_full) <= 2 * len(answer.items) + 6


def test_of_every_indicator_the_first_printed_line_holds_the_value(engine: Engine, catalog: Catalog) -> None:
    """The latest actual where one is recorded, else what is aimed at: beside a name of any length."""
    recorded = ledger_of(catalog, *((id, 2023, "12") for id in catalog.indicators if id != "population"))
    for values, value in ((CurrentValues(catalog, recorded), "actual"), (CurrentValues(catalog, Ledger(())), "target")):
        for one in catalog.kpis.values():
            answer = engine.answer(f"{one.title}は？", (), values)
            [first, *_] = lines(catalog, answer, values=values)
            figure = getattr(measure(one, values), value).amount
            assert [item.id for item in answer.items] == [one.id]
            assert figure in first, (first, figure)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("お泊まり客どこまで伸ばすの", "41.0万人"),
        ("街なかのシャッター店の割合、どこまで下げる？", "12.3%"),
        ("待機児童は今何人ですか", "40人"),
        ("待機児童数の令和5年度の実績は？", "40人"),
        ("遅れているKPIは何件？", "1件"),
        ("政策パッケージ2のKPIは何件？", "6件"),
        ("基準値がないKPIは？", "6件"),
    ],
)
def test_what_is_asked_stands_in_the_first_printed_line(
    engine: Engine, catalog: Catalog, question: str, value: str
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "40")))
    assert value in lines(catalog, engine.answer(question, (), values), values=values)[0]


def test_what_is_near_a_refusal_names_the_document_it_is_of(engine: Engine, catalog: Catalog) -> None:
    answer = engine.answer("SDGsの取組は？")
    shown = lines(catalog, answer)
    assert answer.near
    assert shown[-1] == "出典  第2期久留米市地方創生総合戦略（令和2年3月）"
    assert answer.text.endswith("出典：第2期久留米市地方創生総合戦略（令和2年3月）")


@pytest.mark.parametrize("question", ["遅れている指標はどれ", "累計のKPIは？", "政策パッケージ6のKPI", "創業支援"])
def test_no_sentence_of_ours_nests_the_same_quotes(engine: Engine, catalog: Catalog, question: str) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, *((id, 2023, "12") for id in catalog.kpis)))
    note = engine.answer(question, (), values).note
    depth = 0
    for sign in note:
        depth += (sign == "「") - (sign == "」")
        assert depth <= 1, note


def test_a_count_of_states_says_that_the_plan_is_over(engine: Engine, catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "40")))
    for question in ("KPIの進捗状況は？", "後退しているKPIは？"):
        answer = engine.answer(question, (), values, today=date(2026, 11, 30))
        assert answer.status == "answered"
        assert lines(catalog, answer, values=values)[-1].startswith("※ 計画期間は令和7年3月で終わっています。")


def test_a_short_list_of_indicators_is_like_a_long_one_and_names_its_places(engine: Engine, catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k6-1", 2023, "87"), ("k6-2", 2023, "1600")))
    answer = engine.answer("KPIは？", ("p6-1",), values)
    shown = lines(catalog, answer, values=values)
    first = next(at for at, line in enumerate(shown) if line.startswith("1. 「住みやすい」"))
    assert "：やや遅れ △　87% → 目標値 88.4%" in shown[first]
    assert shown[first + 1] == "  政策パッケージ6　本文884行"
    assert shown[first + 2].startswith("2. 西部地域の転入者数：やや遅れ △　1,600人 → 目標値 1,603人以上")


def test_the_rows_of_a_list_have_the_values_of_the_year_that_is_asked_for(engine: Engine, catalog: Catalog) -> None:
    recorded = [("k6-1", 2022, "86"), ("k6-1", 2023, "87"), ("k6-2", 2022, "1500"), ("k6-2", 2023, "1600")]
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    answer = engine.answer("令和4年度はどうだった？", ("k6-1", "k6-2"), values)
    shown = "\n".join(lines(catalog, answer, values=values))
    assert shown.startswith("『「住みやすい」と感じている西部地域の人の割合』など指標2件の令和4年度の実績")
    assert "割合』など指標2件の令和4年度の実績です\n（確定値）。" in shown  # said once, and not in every row
    assert "の割合\n  遅れ ▽　86% → 目標値 88.4%（令和6年度）" in shown
    assert "2. 西部地域の転入者数：やや遅れ △　1,500人 → 目標値 1,603人以上（令和6年度）" in shown
    assert "令和5年度" not in shown


@pytest.mark.parametrize(
    ("shown", "question"),
    [((), "基本目標6は？"), (("p4-7",), "それのKPIは？"), ((), "市長の名前は？"), ((), "防災のKPIは？")],
)
def test_what_is_said_of_the_plan_bears_its_source(
    engine: Engine, catalog: Catalog, shown: tuple[str, ...], question: str
) -> None:
    told = lines(catalog, engine.answer(question, shown))
    assert [line for line in told if line.startswith("出典  第2期久留米市地方創生総合戦略")]


def test_a_passage_that_the_first_sentence_quotes_is_printed_once(catalog: Catalog) -> None:
    passage = next(one for one in catalog.base.passages if one.id == "s680")
    item = Item("passage", passage.id, "", 1.0, text=passage.text)
    answer = Answer("", "answered", "passage", (item,), "", note=f"本文に「{passage.text}」（680行）とあります。")
    told = "".join(line.removeprefix("│ ") for line in lines(catalog, answer))
    assert told.count(passage.text[:20]) == 1
    assert "本文680行" in told


def test_the_package_that_is_told_above_does_not_stand_behind_each_project(engine: Engine, catalog: Catalog) -> None:
    shown = lines(catalog, engine.answer("同じパッケージの他の事業は？", ("p4-7",)))
    assert shown[0].startswith("政策パッケージ4のほかの事業は9件です")
    assert shown[1] == "1. 中心拠点・地域生活拠点整備事業"
    assert shown[2] == "2. 歩行者と自転車に心地よいまちづくり事業　政策パッケージ2・4"


def test_of_a_short_card_name_and_figures_stand_under_each_other(engine: Engine, catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k2-1", 2024, "40.5"), sample=True))
    answer = Answer("", "answered", "project", tuple(Item("project", id, "", 1.0) for id in ("p2-1", "p2-4")), "")
    shown = lines(catalog, answer, values=values)
    first = shown.index("  KPI 宿泊者数：未達成 ×　40.5万人（令和6年度・架空の値）")
    assert shown[first + 1].startswith("    → 目標値 41.0万人（令和6年度）")


def test_a_long_heading_goes_on_behind_its_number(engine: Engine, catalog: Catalog) -> None:
    passages = [engine.catalog.record(id) for id in ("s107", "s123")]
    items = tuple(Item("passage", one.id, one.path[-1], 1.0, (), one.text) for one in passages)  # type: ignore[union-attr]
    shown = lines(catalog, Answer("", "answered", "passage", items, ""))
    first = next(at for at, line in enumerate(shown) if line.startswith("1. 第1章"))
    assert shown[first + 1].startswith("   外国人増加")


def test_passages_to_choose_from_are_told_once_and_shown_whole_where_all_is_wanted(
    engine: Engine, catalog: Catalog
) -> None:
    ids = [passage.id for passage in catalog.base.passages[:2]]
    texts = [catalog.record(id).text for id in ids]  # type: ignore[union-attr]
    items = tuple(Item("passage", id, text[:40], 1.0, (), text) for id, text in zip(ids, texts, strict=True))
    answer = Answer("", "candidates", "passage", items, "")
    short = "\n".join(lines(catalog, answer))
    assert all(short.count(text[:16]) == 1 for text in texts)
    whole = "".join(line.removeprefix("│ ") for line in lines(catalog, answer, in_full=True))
    assert whole.startswith("次のどれについてお尋ねですか。")
    assert all(text in whole for text in texts)


def test_the_targets_of_goals_are_not_called_kpis(engine: Engine, catalog: Catalog) -> None:
    shown = "\n".join(lines(catalog, engine.answer("基本目標は？")))
    assert "  数値目標 労働者数（雇用保険適用者数）" in shown
    assert "  KPI " not in shown


def test_what_is_near_is_called_so_once(catalog: Catalog) -> None:
    near = tuple(Item("project", id, catalog.projects[id].name, 0.5) for id in ("p3-11", "p3-10"))
    refused = Answer("", "not_found", "absent", (), "「寄付額」は、戦略に記載がありません。")
    shown = lines(catalog, refused.near_to(near, "出典：戦略"))
    first = next(at for at, line in enumerate(shown) if line.startswith("近い事業：くるめの魅力発信事業"))
    assert shown[first + 1].startswith(" " * 10 + "げんきに学ぶくるめっ子事業")


def test_a_course_has_a_line_of_bars_for_each(engine: Engine, catalog: Catalog) -> None:
    recorded = [("k2-1", 2023, "40"), ("k2-1", 2024, "41"), ("k2-3", 2023, "70"), ("k2-3", 2024, "60")]
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    shown = lines(catalog, engine.answer("推移は？", ("k2-1", "k2-3"), values), values=values)
    assert "  令和5年度〜令和6年度  ▁█  宿泊者数" in shown
    assert "  令和5年度〜令和6年度  █▁  MICE 開催支援件数" in shown


def test_an_actual_behind_a_baseline_says_what_it_is(engine: Engine, catalog: Catalog) -> None:
    recorded = [(id, 2024, "3") for id in catalog.kpis]
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    shown = "\n".join(lines(catalog, engine.answer("基準値のないKPIは？", (), values), values=values))
    assert "基準値 記載なし → 実績 3件 → 目標値 10件" in shown


def test_of_a_list_without_any_actual_that_is_said_once(engine: Engine, catalog: Catalog) -> None:
    shown = "\n".join(lines(catalog, engine.answer("パッケージ3のKPI")))
    assert shown.count("未登録") == 1
    assert "実績は未登録、目標値は令和6年度、" in shown
    assert "3. 待機児童数：基準値 54人 → 目標値 0人\n" in shown
    some = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2023, "40")))
    shown = "\n".join(lines(catalog, engine.answer("パッケージ3のKPI", (), some), values=some))
    assert shown.count("実績未登録 －") == 7


def test_it_is_not_said_of_a_list_in_which_the_plans_own_target_has_one(engine: Engine, catalog: Catalog) -> None:
    some = CurrentValues(catalog, ledger_of(catalog, ("population", 2023, "302000")))
    shown = "\n".join(lines(catalog, engine.answer("基準値がない指標は？", (), some), values=some))
    assert "実績は未登録です。" not in shown
    assert shown.count("実績未登録 －") == 6


def test_the_rows_of_the_rest_of_a_list_go_on_with_its_numbers(engine: Engine, catalog: Catalog) -> None:
    rest = engine.answer("残りも見せて", row_with((), engine.answer("KPI一覧")))
    shown = answer_lines(catalog, rest, 80, hints=IN_CHAT)
    assert any(line.plain.startswith("11. ") for line in shown)
    assert any(line.plain == "ほか18件（21〜38の番号でも表示）" for line in shown)
    assert not any(line.plain.startswith("1. ") for line in shown)
