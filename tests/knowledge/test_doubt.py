"""What speaks against an answer: counts nobody printed, names that are not the record's."""

import pytest

from knowledge.doubt import Doubter, spoken

doubter = Doubter()
RECORD = "待機児童数: 基準値54人(令和元年度)、目標値0人(令和6年度)"


def test_a_count_that_the_record_does_not_print_speaks_against_it() -> None:
    assert doubter.doubts("何台ある?", RECORD, []).counter_gap == 1.0
    assert doubter.doubts("何校?", RECORD, []).counter_met == 0.0


def test_a_count_that_it_prints_speaks_for_it() -> None:
    doubts = doubter.doubts("待機児童は何人?", RECORD, [])
    assert (doubts.counter_gap, doubts.counter_met) == (0.0, 1.0)


def test_two_words_for_one_counter_are_one() -> None:
    assert doubter.doubts("何名?", RECORD, []).counter_met == 1.0
    assert doubter.doubts("何パーセント?", "目標値 84%", []).counter_met == 1.0


def test_no_count_asked_no_doubt() -> None:
    doubts = doubter.doubts("待機児童について", RECORD, [])
    assert (doubts.counter_gap, doubts.counter_met, doubts.project_gap, doubts.measure_gap) == (0, 0, 0, 0)


@pytest.mark.parametrize("said", ["火葬場整備事業", "スマートインターチェンジ新設事業", "全天候型競技場建設事業"])
def test_a_project_that_is_not_this_one_leaves_a_gap(said: str) -> None:
    assert doubter.doubts(said, RECORD, [spoken("定住誘導推進事業")]).project_gap > 0.4


@pytest.mark.parametrize("said", ["定住誘導推進事業", "定住優待推進事業", "低住誘導推進事業"])
def test_the_project_itself_or_a_slip_of_it_leaves_hardly_any(said: str) -> None:
    assert doubter.doubts(said, RECORD, [spoken("定住誘導推進事業")]).project_gap < 0.25


def test_a_measure_that_is_not_this_one_leaves_a_gap() -> None:
    names = [spoken("待機児童数")]
    assert doubter.doubts("待機児童数の目標値は", RECORD, names).measure_gap == pytest.approx(0, abs=0.01)
    assert doubter.doubts("自殺死亡率の目標値は", RECORD, names).measure_gap > 0.4
