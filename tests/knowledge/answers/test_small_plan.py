"""A small plan that says little: what it does not speak of is said, and the greatest growth is no greatest value."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build

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
    assert f"「{theme}」という言葉は" in answer.text


@pytest.mark.parametrize("word", ["全体", "今後", "主な", "当面", "町", "長期", "それぞれ"])
def test_words_that_name_no_theme_ask_for_all_goals(engine: Engine, word: str) -> None:
    answer = engine.answer(f"{word}の目標は？" if word != "主な" else "主な目標は？")
    assert [item.id for item in answer.items] == ["g1", "g2"]


def test_growth_goes_by_the_way_from_the_baseline(engine: Engine) -> None:
    assert engine.answer("目標値が一番伸びる指標").items[0].title == "ひろばの利用者数"
    assert engine.answer("目標値が一番増える指標").items[0].title == "ひろばの利用者数"
    assert engine.answer("目標値が一番高い指標").items[0].title == "町内の人口"
