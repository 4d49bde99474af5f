"""A small plan that says little: what it does not speak of is said, and the greatest growth is no greatest value."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from tests.plans import engine_of

PLAN = """第3期みなも町総合戦略（架空）

みなも町

計画期間は、令和7年度から令和11年度までの5年間とします。

基本目標1 湖のしごとを育てる

数値目標

指標\t基準値（R6）\t目標値（R11）
町内の人口\t9,800人\t9,850人

施策1 担い手を育てる

漁師の後継者を育てます。

指標\t現状値（R6）\t目標値（R11）
新規就業者数\t3人\t20人
ひろばの利用者数\t1,200人\t1,900人

基本目標2 子どもの声が響く町にする

数値目標

指標\t基準値（R6）\t目標値（R11）
出生数\t41人\t50人
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("plan") / "strategy.txt"
    path.write_text(PLAN, encoding="utf-8")
    return Engine(Catalog(build(path)), load_phrases(path.parent), load_vocabulary())


@pytest.mark.parametrize("theme", ["移住", "観光", "婚活", "企業誘致"])
def test_all_goals_are_no_answer_to_a_theme_that_the_plan_does_not_hold(engine: Engine, theme: str) -> None:
    answer = engine.answer(f"{theme}の目標は？")
    assert (answer.status, answer.items) == ("not_found", ())
    assert f"「{theme}」は" in answer.text


@pytest.mark.parametrize("word", ["全体", "今後", "主な", "当面", "町", "長期", "それぞれ"])
def test_words_that_name_no_theme_ask_for_all_goals(engine: Engine, word: str) -> None:
    answer = engine.answer(f"{word}の目標は？" if word != "主な" else "主な目標は？")
    assert [item.id for item in answer.items] == ["g1", "g2"]


def test_growth_goes_by_the_way_from_the_baseline(engine: Engine) -> None:
    assert engine.answer("目標値が一番伸びる指標").items[0].title == "ひろばの利用者数"
    assert engine.answer("目標値が一番増える指標").items[0].title == "ひろばの利用者数"
    assert engine.answer("目標値が一番高い指標").items[0].title == "町内の人口"


ONE_NAME = """第1期あおば村総合戦略（架空）

あおば村

計画期間は、令和8年度から令和12年度までの5年間とします。

基本目標1 村に人を呼ぶ

施策1-1 移り住む人を増やす

窓口を置きます。

指標\t現状値（令和6年度）\t目標値（令和12年度）
参加者数\t98人\t120人

施策1-2 祭りを守る

祭りです。

指標\t現状値（令和6年度）\t目標値（令和12年度）
参加者数\t1,000人\t2,000人
担い手の数\t10人\t20人
"""


@pytest.fixture(scope="module")
def of_one_name(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("plan") / "strategy.txt"
    path.write_text(ONE_NAME, encoding="utf-8")
    return Engine(Catalog(build(path)), load_phrases(path.parent), load_vocabulary())


@pytest.mark.parametrize("question", ["参加者数の目標は？", "参加者数は？", "参加者数は何人？"])
def test_indicators_of_one_name_are_all_offered(of_one_name: Engine, question: str) -> None:
    answer = of_one_name.answer(question)
    assert (answer.status, [item.id for item in answer.items]) == ("candidates", ["k1-1", "k2-1"])
    assert "120人" in answer.text
    assert "2,000人" in answer.text


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("施策1-2の参加者数の目標は？", "k2-1"),
        ("祭りを守るの参加者数の目標は？", "k2-1"),
        ("祭りの参加者数", "k2-1"),
        ("施策1-1の参加者数は何人ですか", "k1-1"),
        ("担い手の数の目標は？", "k2-2"),
    ],
)
def test_a_measure_that_is_named_tells_them_apart(of_one_name: Engine, question: str, id: str) -> None:
    answer = of_one_name.answer(question)
    assert (answer.status, [item.id for item in answer.items]) == ("answered", [id])


def test_a_number_that_the_plan_leaves_out_is_passed_over_in_a_range() -> None:
    goals = "".join(f"基本目標{number} {name}\n\n{name}を進めます。\n\n" for number, name in ((1, "漁業"), (3, "教育")))
    engine = engine_of("みなも町総合戦略\n\n計画期間は、令和7年度から令和11年度までの5年間とします。\n\n" + goals)
    shown = engine.answer("基本目標1から3を見せて", today=date(2027, 4, 1)).items
    assert [item.title for item in shown] == ["漁業", "教育"]
