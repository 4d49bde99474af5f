"""English sentences are put into the Japanese words that they ask with; nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.japanese.english import EnglishReader, expressions
from knowledge.japanese.vocabulary import load_english


@pytest.fixture(scope="module")
def reader() -> EnglishReader:
    return EnglishReader(expressions(load_english(), ("農業者", "東部地域", "市民", "目標値")))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("How many packages does the plan have?", "戦略のいくつ 政策パッケージ?"),
        ("Which projects are reprinted in another package?", "どの 事業 政策パッケージの再掲?"),
        ("What is the target for the eastern area, and since when?", "何 東部地域の目標値、 と?"),
        ("List the project that supports farmers in FY2024.", "事業 2024年度の支援 農業者 一覧。"),
        ("What was the goal in fiscal 2023?", "何 2023年度の目標?"),
        ("What is the KPI for Reiwa 6?", "何 2024年度のKPI?"),
        ("the 3rd basic goal, please", "3番目の 基本目標、"),
        ("Which target is 41.5 or 1,200?", "どの 目標値 41.5 または 1200?"),
    ],
)
def test_a_sentence_is_read_word_by_word(reader: EnglishReader, text: str, meant: str) -> None:
    assert reader.is_english(text)
    assert reader.in_japanese(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Which package contains the farmers' project?", "農業者 事業 含む どの 政策パッケージ?"),
        ("Which package is the farmers' project part of?", "どの 政策パッケージ 農業者 事業 属する?"),
        ("Does the plan mention farmers?", "戦略 農業者 書いてある?"),
        ("Which targets does goal no. 2 have?", "基本目標2のどの 目標値?"),
        ("Which KPI has the target of 162?", "どの KPI 目標値が162?"),
        ("KPIs with the unit of 5 people", "単位が5のKPI"),
    ],
)
def test_the_order_is_that_of_japanese(reader: EnglishReader, text: str, meant: str) -> None:
    assert reader.in_japanese(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("KPIs of package 2 pls", "政策パッケージ2のKPI"),
        ("farmers - baseline/target?", "農業者、 基準値と目標値?"),
        ("# of ppl w/o a goal", "人数 ない 目標"),
        ("Is there a car or n cars", "ありますか 車 または と 車"),
    ],
)
def test_what_is_written_in_haste(reader: EnglishReader, text: str, meant: str) -> None:
    assert reader.in_japanese(text) == meant


def test_one_form_of_a_word_may_mean_another_thing(reader: EnglishReader) -> None:
    assert reader.in_japanese("trains") == "鉄道"
    assert reader.in_japanese("training") == "研修"


def test_who_asks_where_a_question_begins_and_tells_of_someone_elsewhere(reader: EnglishReader) -> None:
    assert reader.in_japanese("Who supports farmers?") == "誰 支援 農業者?"
    assert reader.in_japanese("farmers who support us") == "農業者 支援"


@pytest.mark.parametrize(("text", "meant"), [("Daizenji", "大善寺"), ("tokyo", "東京"), ("Kyoto", "Kyoto")])
def test_a_name_that_the_plan_prints_is_known_in_romaji(text: str, meant: str) -> None:
    own = EnglishReader(expressions(load_english(), (), ("大善寺駅", "東京への転出")))
    assert own.in_japanese(text) == meant


def test_forms_of_a_word_are_one_word(reader: EnglishReader) -> None:
    forms = ("reprint", "reprints", "reprinted", "reprinting", "Reprinted")
    assert {reader.in_japanese(form) for form in forms} == {"再掲"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Which projects use outreach?", "アウトリーチ"),
        ("Which project runs the doctor car?", "ドクターカー"),
        ("Which project is about mobility?", "モビリティ"),
        ("Which project holds concerts?", "コンサート"),
        ("What does the safe community project do?", "セーフコミュニティ"),
        ("Is there a community project?", "コミュニティ"),
    ],
)
def test_a_word_that_the_plan_prints_in_katakana_is_that_word(text: str, meant: str) -> None:
    texts = ("アウトリーチとドクターカー", "みんなで支えるモビリティ事業", "コンサート、セーフコミュニティ")
    assert meant in EnglishReader(expressions(load_english(), texts)).in_japanese(text)


def test_a_loanword_that_the_plan_does_not_print_stays() -> None:
    reader = EnglishReader(expressions(load_english(), ("アウトリーチ",)))
    assert reader.in_japanese("Which project runs the helicopter?") == "どの 事業 helicopter?"


def test_what_is_unknown_stays_and_counts_as_not_understood(reader: EnglishReader) -> None:
    assert reader.in_japanese("Which projects zorble the flumps?") == "どの 事業 zorble flumps?"


@pytest.mark.parametrize(
    "text",
    [
        "KPI",
        "MICE とは",
        "UIJターン",
        "sougyou shien no jigyou wa",
        "DXの話",
        "Wi-Fi ありますか",
        "",
    ],
)
def test_names_romaji_and_japanese_are_no_english(reader: EnglishReader, text: str) -> None:
    assert not reader.is_english(text)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    reader = EnglishReader(expressions({"goal": ("目標",)}, ()))
    reader.is_english(text)
    reader.in_japanese(text)
