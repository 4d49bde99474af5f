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
        ("How many packages does the plan have?", "いくつ 政策パッケージ 戦略?"),
        ("Which projects are reprinted in another package?", "どの 事業 政策パッケージの再掲?"),
        ("What is the target for the eastern area, and since when?", "何 東部地域の目標値、 と?"),
        ("List the project that supports farmers in FY2024.", "一覧 事業 2024年度の支援 農業者。"),
        ("What was the goal in fiscal 2023?", "何 2023年度の目標?"),
        ("What is the KPI for Reiwa 6?", "何 2024年度のKPI?"),
        ("the 3rd basic goal, please", "3番目の 基本目標、"),
        ("Which target is 41.5 or 1,200?", "どの 目標値 41.5 または 1200?"),
    ],
)
def test_a_sentence_is_read_word_by_word(reader: EnglishReader, text: str, meant: str) -> None:
    assert reader.is_english(text)
    assert reader.in_japanese(text) == meant


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
