"""How many indicators of each package or goal stand in a state, and of which most do."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture
def values(catalog: Catalog) -> CurrentValues:
    recorded = [("k3-3", 2023, "48"), ("k3-7", 2023, "720"), ("k1-1", 2023, "4"), ("g2-t2", 2023, "630")]
    return CurrentValues(catalog, ledger_of(catalog, *recorded, ("g1-t1", 2023, "82000")))


def test_of_each_package_as_many_as_are_in_the_state_asked(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("パッケージ別の遅れの件数", (), values)
    assert [item.text for item in answer.items] == ["0件", "0件", "1件", "0件", "0件", "0件"]
    assert answer.note.startswith("遅れている指標は、政策パッケージ1は0件。")


@pytest.mark.parametrize(
    ("question", "found", "said"),
    [
        (
            "達成率が一番高い基本目標は？",
            ["g2"],
            "割合が最も高いのは、基本目標2の1件（1件のうち）です",
        ),
        (
            "達成率が一番低い基本目標は？",
            ["g1"],
            "割合が最も低いのは、基本目標1の0件（1件のうち）です",
        ),
        (
            "遅れている指標が最も多いパッケージは？",
            ["pkg3"],
            "遅れている指標が最も多いのは、政策パッケージ3の1件（2件のうち）です",
        ),
    ],
)
def test_of_which_most_are(engine: Engine, values: CurrentValues, question: str, found: list[str], said: str) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == found, answer.text
    assert said in answer.note


@pytest.mark.parametrize(
    ("question", "found", "said"),
    [
        (
            "1件以上遅れているパッケージは？",
            ["pkg3"],
            "遅れている指標が1件以上の政策パッケージは、政策パッケージ3（2件のうち1件）です",
        ),
        (
            "遅れが一番多いパッケージは？",
            ["pkg3"],
            "遅れている指標が最も多いのは、政策パッケージ3の1件（2件のうち）です",
        ),
        (
            "達成率が50%以上の基本目標は？",
            ["g2"],
            "目標を達成した指標の割合が50%以上の基本目標は、基本目標2（1件のうち1件）です",
        ),
        ("5件以上遅れているパッケージは？", [f"pkg{n}" for n in range(1, 7)], "5件以上の政策パッケージはありません"),
        ("達成したKPIが1件もない基本目標は？", ["g1", "g3", "g4", "g5"], "ちょうど0件の基本目標は4件です"),
    ],
)
def test_those_of_which_so_many_are(
    engine: Engine, values: CurrentValues, question: str, found: list[str], said: str
) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == found, answer.text
    assert said in answer.note


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("実績が未登録の指標が一番多いパッケージは？", "政策パッケージ1の9件（10件のうち）"),
        ("未登録の指標が8件以上のパッケージは？", "政策パッケージ4（8件のうち8件）"),
        ("未登録が8件以上のパッケージは？", "政策パッケージ4（8件のうち8件）"),
    ],
)
def test_what_is_not_recorded_is_counted_of_all(
    engine: Engine, values: CurrentValues, question: str, said: str
) -> None:
    assert said in engine.answer(question, (), values).note


@pytest.mark.parametrize("said", ["があるパッケージは？", "のあるパッケージは？", "があるのはどのパッケージ？"])
def test_what_has_one_in_the_state_is_asked_for_and_not_the_indicators(
    engine: Engine, catalog: Catalog, values: CurrentValues, said: str
) -> None:
    achieved = {id for id in catalog.indicators if values.progress(id).state == "達成"}
    expected = {one.id for one in catalog.base.packages if achieved & {kpi.id for kpi in one.kpis}}
    answer = engine.answer(f"達成した指標{said}", (), values)
    assert {item.id for item in answer.items} == expected
    others = engine.answer("達成した指標がないパッケージは？", (), values)
    assert {item.id for item in others.items} == {one.id for one in catalog.base.packages} - expected


def test_so_many_achieved_are_counted_without_a_word_for_what_is(engine: Engine, values: CurrentValues) -> None:
    said = [engine.answer(f"{words}が1件以上のパッケージは？", (), values).note for words in ("達成", "達成した指標")]
    assert said[0] == said[1] != ""


@pytest.mark.parametrize(
    ("question", "found", "more"),
    [
        ("パッケージ1とパッケージ3、遅れている指標が多いのは？", ["pkg3", "pkg1"], "政策パッケージ3のほうが多く"),
        ("パッケージ1と3、遅れている指標が少ないのはどっち？", ["pkg1", "pkg3"], "政策パッケージ1のほうが少なく"),
        ("パッケージ3とパッケージ1、どちらが遅れている？", ["pkg3", "pkg1"], "政策パッケージ3のほうが多く"),
        ("基本目標3と基本目標4、達成した指標が多いのは？", ["g3", "g4"], "同じです"),
    ],
)
def test_of_those_named_the_one_that_has_more_in_the_state_comes_first(
    engine: Engine, values: CurrentValues, question: str, found: list[str], more: str
) -> None:
    answer = engine.answer(question, (), values)
    assert [item.id for item in answer.items] == found, answer.text
    assert more in answer.note


def test_two_states_asked_for_one_after_the_other_are_both_told(engine: Engine, values: CurrentValues) -> None:
    note = engine.answer("遅れている指標は？達成した指標は？", (), values).note
    assert "遅れ" in note
    assert "達成" in note


def test_an_indicator_asked_for_behind_another_is_said_to_be_left_out(engine: Engine, values: CurrentValues) -> None:
    text = engine.answer("待機児童数の実績は？美術館は？", (), values).text
    assert "「美術館は」は、あわせてお答えできませんでした。" in text
