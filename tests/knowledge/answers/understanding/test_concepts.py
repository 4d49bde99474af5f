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
