"""What speaks against an answer: counts nobody printed, names that are not the record's."""

from collections.abc import Collection, Sequence

import pytest

from knowledge.search.counter_evidence import Doubter, Suspect

doubter = Doubter()
RECORD = "待機児童数: 基準値54人(令和元年度)、目標値0人(令和6年度)"


def suspect(
    text: str = RECORD, names: Sequence[str] = (), has_number: bool = True, missing: Collection[str] = ()
) -> Suspect:
    return Suspect(text, names, has_number, frozenset(missing))


def test_a_count_that_the_record_does_not_print_speaks_against_it() -> None:
    assert doubter.doubts("何台ある?", suspect()).counter_gap == 1.0
    assert doubter.doubts("何校?", suspect()).counter_met == 0.0


def test_a_count_that_it_prints_speaks_for_it() -> None:
    doubts = doubter.doubts("待機児童は何人?", suspect())
    assert (doubts.counter_gap, doubts.counter_met) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("何名?", RECORD),
        ("何パーセント?", "目標値 84%"),
        ("何割?", "目標値 84%"),
        ("何社?", "目標値 4件"),
        ("何回?", "6件"),
    ],
)
def test_two_words_for_one_counter_are_one(asked: str, printed: str) -> None:
    assert doubter.doubts(asked, suspect(printed)).counter_met == 1.0


def test_no_count_asked_no_doubt() -> None:
    doubts = doubter.doubts("待機児童について", suspect())
    assert (doubts.counter_gap, doubts.counter_met, doubts.uncounted, doubts.project_gap, doubts.measure_gap) == (
        0,
    ) * 5


@pytest.mark.parametrize(
    "asked",
    ["モデル校は何校?", "隊員の人数を教えて", "年間利用件数は?", "参加者数の目標は", "教室はどれくらいありますか"],
)
def test_a_number_asked_of_what_has_none_is_uncounted(asked: str) -> None:
    assert doubter.doubts(asked, suspect("モデル校を指定します", has_number=False)).uncounted == 1.0
    assert doubter.doubts(asked, suspect()).uncounted == 0.0


@pytest.mark.parametrize(
    "asked", ["なんか手は打ちよる?", "ポイント制度はどの事業?", "バスの便が減って困っている", "何割かの人が困っている"]
)
def test_words_that_only_look_like_a_count_ask_for_none(asked: str) -> None:
    assert doubter.doubts(asked, suspect("事業の説明", has_number=False)).uncounted == 0.0


@pytest.mark.parametrize("said", ["火葬場整備事業", "スマートインターチェンジ新設事業", "全天候型競技場建設事業"])
def test_a_project_that_is_not_this_one_leaves_a_gap(said: str) -> None:
    assert doubter.doubts(said, suspect(names=["定住誘導推進事業"])).project_gap > 0.4


@pytest.mark.parametrize("said", ["定住誘導推進事業", "定住優待推進事業", "低住誘導推進事業"])
def test_the_project_itself_or_a_slip_of_it_leaves_hardly_any(said: str) -> None:
    assert doubter.doubts(said, suspect(names=["定住誘導推進事業"])).project_gap < 0.25


def test_a_named_project_with_a_word_that_the_record_does_not_know_is_another() -> None:
    record = suspect(names=["バイオ産業振興事業"], missing=["奨学"])
    assert doubter.doubts("奨学金返還支援事業の概要", record).other_project == 1.0
    assert doubter.doubts("バイオ産業振興事業の概要", record).other_project == 0.0
    assert doubter.doubts("創薬ベンチャーの事業", record).other_project == 0.0


def test_what_sounds_official_must_be_printed_of_the_record() -> None:
    record = suspect("創薬の共同研究を支援します", names=["バイオ産業振興事業"])
    assert doubter.doubts("創薬共同研究支援事業", record).other_project == 0.0
    assert doubter.doubts("創薬ベンチャー応援事業", record).other_project == 1.0


def test_a_measure_that_is_not_this_one_leaves_a_gap() -> None:
    names = ["待機児童数"]
    assert doubter.doubts("待機児童数の目標値は", suspect(names=names)).measure_gap == pytest.approx(0, abs=0.01)
    assert doubter.doubts("自殺死亡率の目標値は", suspect(names=names)).measure_gap > 0.4


@pytest.mark.parametrize(
    ("asked", "word"), [("消防団員の数は", "消防"), ("日本語教室の受講者数の目標", "日本"), ("年間の出生数", "出生")]
)
def test_a_measure_with_a_word_that_the_record_does_not_know_is_another(asked: str, word: str) -> None:
    assert doubter.doubts(asked, suspect(names=["待機児童数"], missing=[word])).other_measure == 1.0
    assert doubter.doubts(asked, suspect(names=["待機児童数"])).other_measure == 0.0


def test_a_year_is_no_part_of_what_is_measured() -> None:
    record = suspect(names=["待機児童数"], missing=["元", "令和"])
    assert doubter.doubts("令和元年度の待機児童数", record).other_measure == 0.0


def test_a_measure_misspelt_is_no_other() -> None:
    record = suspect(names=["待機児童数"], missing=["待機", "事"])
    assert doubter.doubts("待機事童数は?", record).other_measure == 0.0
