"""Concepts are met by spelling, normal form and reading, on word boundaries, the longest first."""

import pytest

from knowledge.answers.understanding.concepts import Concept, general_concepts
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.data_files import VOCABULARY, read_toml


def said(text: str) -> set[Concept]:
    return {mention.concept for mention in general_concepts().mentions(tokenize(text))}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("累計のKPI", ("condition", "cumulative")),
        ("もくひょう値", ("attribute", "target")),
        ("目標値", ("attribute", "target")),
        ("せいさくパッケージ", ("kind", "package")),
        ("show all basic goals", ("kind", "goal")),
        ("取り組み", ("kind", "project")),
        ("取組", ("kind", "project")),
    ],
)
def test_a_concept_is_met_in_any_writing(text: str, concept: tuple[str, str]) -> None:
    assert concept in said(text)


def test_the_longest_expression_is_met_and_not_what_it_is_made_of() -> None:
    assert ("kind", "target") in said("数値目標")
    assert ("kind", "goal") not in said("数値目標")


def test_a_word_inside_another_is_not_met() -> None:
    """「果たす」 holds 「たす」, 「物差しで」 「差」."""
    assert ("attribute", "difference") not in said("物差しで測る")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("KPIを全部挙げて", ("condition", "higher")),  # 挙げる is no 上げる
        ("累計で追いかけるKPI", ("condition", "missing")),  # かける is no 欠ける
        ("青パトは何台走らせる", ("kind", "goal")),  # 走ら is no 柱
        ("次の展覧会は？", ("unprinted", "elections")),  # 会は is no 会派
        ("お父さんから聞いた", ("unprinted", "other_measures")),  # 父さん is no 倒産
        ("早めにお願いします", ("order", "big")),  # めに is no many
        ("農業を始めて5年", ("order", "first")),
    ],
)
def test_what_only_sounds_alike_is_not_met(text: str, concept: tuple[str, str]) -> None:
    assert concept not in said(text)


@pytest.mark.parametrize("text", ["「維持」の数値", "維持 の数値", "（維持）"])
def test_signs_and_blanks_beside_an_expression_are_no_part_of_it(text: str) -> None:
    tokens = tokenize(text)
    [kept] = [one for one in general_concepts().mentions(tokens) if one.concept == ("condition", "kept")]
    assert [tokens[at].surface for at in kept.tokens] == ["維持"]


def test_every_word_of_the_data_is_met_where_it_stands_alone() -> None:
    """A word that a longer one of another concept always covers would do nothing."""
    data = read_toml(VOCABULARY / "concepts.toml")
    for part, table in data.items():
        for name, words in table.items():
            for word in words:
                mentions = general_concepts().mentions(tokenize(word))
                assert Concept(part, name) in {mention.concept for mention in mentions}, (part, name, word)


def test_the_data_holds_words_and_no_patterns() -> None:
    for table in read_toml(VOCABULARY / "concepts.toml").values():
        for words in table.values():
            assert not any(set(word) & set("[](){}*+?|\\^$") for word in words)
