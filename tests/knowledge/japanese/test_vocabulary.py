"""The general vocabulary holds what it promises: every entry is of use, and none stands in another's way."""

import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers.understanding.concepts import unprinted_label
from knowledge.japanese.tokenizer import lexemes
from knowledge.japanese.vocabulary import PHRASES_FILE, Vocabulary, load_phrases, load_vocabulary
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.errors import BadDataFileError
from knowledge.model.normalize import name_key

FILES = sorted((VOCABULARY / "thesaurus").glob("*.toml"))
FEWEST_ENTRIES = 600

# An expression that stands in two entries, and why: it then means what either says.
SAID_TWICE = {
    "来た人の数": "移り住んだ人とも、観光に来た人とも言う",
}


def entries() -> list[tuple[str, dict[str, Any]]]:
    return [(path.stem, entry) for path in FILES for entry in tomllib.loads(path.read_text(encoding="utf-8"))["entry"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_says_means_and_has_its_reason(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(data) == {"entry"}
    for entry in data["entry"]:
        assert set(entry) == {"say", "mean", "reason"}, entry
        assert entry["say"], entry
        assert entry["mean"], entry
        assert entry["reason"].strip(), entry


def test_there_are_enough_entries() -> None:
    assert len(entries()) >= FEWEST_ENTRIES


def test_every_expression_has_a_key_and_leads_to_words_that_can_be_looked_up() -> None:
    for _, entry in entries():
        assert all(name_key(say) for say in entry["say"]), entry
        assert any(word.is_content for mean in entry["mean"] for word in lexemes(mean)), entry


def test_no_entry_only_repeats_itself() -> None:
    for _, entry in entries():
        assert {name_key(say) for say in entry["say"]} != {name_key(mean) for mean in entry["mean"]}, entry


def test_an_expression_in_two_entries_is_listed_with_its_reason() -> None:
    places: defaultdict[str, set[int]] = defaultdict(set)
    for at, (_, entry) in enumerate(entries()):
        for say in entry["say"]:
            places[name_key(say)].add(at)
    twice = {say for say, some in places.items() if len(some) > 1}
    assert twice == SAID_TWICE.keys()


def test_an_expression_stands_once_in_its_entry() -> None:
    for _, entry in entries():
        again = [say for say, count in Counter(map(name_key, entry["say"])).items() if count > 1]
        assert again in ([], ["まちひとしごと"]), entry  # 「まち・ひと・しごと」 and 「まちひとしごと」 have one key


def test_every_expression_reaches_the_synonyms(vocabulary: Vocabulary) -> None:
    for _, entry in entries():
        for say in entry["say"]:
            assert set(entry["mean"]) <= set(vocabulary.synonyms[name_key(say)])


def test_variants_and_lookalikes_are_single_characters(vocabulary: Vocabulary) -> None:
    for old, new in [*vocabulary.variants.items(), *vocabulary.lookalikes.items()]:
        assert old != new
        assert len(old) == len(new) == 1 or old in vocabulary.variants


def test_a_variant_leads_to_a_character_that_stays(vocabulary: Vocabulary) -> None:
    assert [old for old, new in vocabulary.variants.items() if new in vocabulary.variants] == []


def test_every_kind_of_fact_that_is_not_printed_has_a_label_and_words() -> None:
    for name, kind in read_toml(VOCABULARY / "unprinted.toml").items():
        assert unprinted_label(name) == kind["label"] != ""
        assert all(kind["words"]), name


def test_question_words_are_written_as_the_tokenizer_writes_them(vocabulary: Vocabulary) -> None:
    known = {lexeme.norm for word in vocabulary.question_words for lexeme in lexemes(word)}
    assert len(vocabulary.question_words & known) >= 0.8 * len(vocabulary.question_words)


def test_a_malformed_phrases_file_is_named(tmp_path: Path) -> None:
    (tmp_path / PHRASES_FILE).write_text('["p1-1"]\nnames = 3\n', encoding="utf-8")
    with pytest.raises(BadDataFileError, match=PHRASES_FILE):
        load_phrases(tmp_path)


def test_a_strategy_without_phrases_has_none(tmp_path: Path) -> None:
    assert load_phrases(tmp_path).records == {}


def test_loading_twice_gives_the_same(vocabulary: Vocabulary) -> None:
    assert load_vocabulary.__wrapped__() == vocabulary


def test_kanji_of_the_same_shape_stand_in_groups_without_repeats(vocabulary: Vocabulary) -> None:
    assert all(len(group) > 1 == max(map(group.count, group)) for group in vocabulary.same_shape)
    assert len(set(vocabulary.same_shape)) == len(vocabulary.same_shape)
