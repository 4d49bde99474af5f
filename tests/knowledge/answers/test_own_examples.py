"""What a plan says of itself, greeting and helping: its own kinds, and questions that it answers."""

from pathlib import Path

import pytest

from knowledge.answers import Engine
from knowledge.japanese.proposed_phrases import proposed_phrases
from knowledge.japanese.vocabulary import load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading import build
from knowledge.wording.example_questions import example_questions, figure_question, questions_by_name

HEAD = "みなも町{0}\n\nみなも町\n\n計画期間は、令和7年度から令和11年度までの5年間とします。\n\n"
TWICE = HEAD.format("総合戦略") + "".join(
    f"基本目標{goal} {name}まち\n\n施策1 {first}の推進\n\n主な事業\n・{first}支援事業\n\n"
    f"KPI\t基準値（R5）\t目標値（R11）\n{first}の件数\t{goal}1件\t{goal}9件\n\n施策2 {second}の推進\n\n"
    for goal, (name, first, second) in enumerate([("海で働く", "漁業", "創業"), ("山で育つ", "保育", "医療")], start=1)
)
NO_KPI = HEAD.format("環境基本計画") + (
    "政策1 緑を守る\n\n数値目標\n\n指標\t基準値（R5）\t目標値（R11）\n緑地の面積\t12ha\t16ha\n\n"
    "施策1 里山の保全\n\n里山を守ります。\n"
)
PLAIN = HEAD.format("基本構想") + "まちづくり目標1 緑のまち\n\n緑を守り育てます。\n"


def opened(folder: Path, text: str) -> tuple[Catalog, Engine]:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    catalog = Catalog(build(path))
    return catalog, Engine(catalog, proposed_phrases(catalog), load_vocabulary())


@pytest.mark.parametrize("text", [TWICE, NO_KPI, PLAIN])
def test_every_question_that_a_plan_proposes_is_answered_by_its_records(tmp_path: Path, text: str) -> None:
    catalog, engine = opened(tmp_path, text)
    proposed = [*example_questions(catalog), figure_question(catalog, "目標値"), *questions_by_name(catalog, 30)]
    asked = [question for question in proposed if question]
    assert asked
    for question in asked:
        answer = engine.answer(question)
        assert answer.status == "answered", question
        assert answer.items[0].kind != "passage", question


@pytest.mark.parametrize(
    ("text", "helping", "greeting"),
    [
        (TWICE, "総合戦略の事業・基本目標・KPIをお答えします", "事業名やKPI、"),
        (NO_KPI, "環境基本計画の施策・政策・数値目標をお答えします", "施策名や数値目標、"),
        (PLAIN, "基本構想のまちづくり目標をお答えします", "まちづくり目標の名前、"),
    ],
)
def test_help_and_greeting_name_what_the_plan_has_in_its_own_words(
    tmp_path: Path, text: str, helping: str, greeting: str
) -> None:
    _, engine = opened(tmp_path, text)
    assert helping in engine.answer("ヘルプ").text
    assert f"について、{greeting}気になる言葉で" in engine.answer("こんにちは").text


def test_a_number_that_stands_in_each_goal_is_no_example(tmp_path: Path) -> None:
    catalog, _ = opened(tmp_path, TWICE)
    examples = example_questions(catalog)
    assert "漁業の推進の事業一覧" in examples
    assert not any(example.startswith("施策1の") for example in examples)


def test_a_number_that_stands_in_each_goal_is_said_with_the_name(tmp_path: Path) -> None:
    _, engine = opened(tmp_path, TWICE.replace("主な事業\n", "主な事業\n・海辺の市場事業\n"))
    answer = engine.answer("漁業の推進の事業は？")
    assert answer.text.startswith("「施策1 漁業の推進」の事業は2件です：")
    assert "「施策1」" not in answer.text


def test_a_target_of_a_year_behind_the_plan_is_refused_with_the_period(tmp_path: Path) -> None:
    _, engine = opened(tmp_path, TWICE)
    assert "計画期間は令和7年度〜令和11年度です。" in engine.answer("令和14年度の目標は？").text
