"""The kept analysis of the records' texts: it makes no difference to what is found, and is never trusted blindly."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese import token_cache
from knowledge.japanese.token_cache import AnalysedTexts, read_texts
from knowledge.japanese.tokenizer import Lexeme
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog

TEXTS = ["移住支援の事業", "こども子育てサポートセンター", "引越し、引っ越し", ""]
ROWS = list[list[tuple[str, str, tuple[str, ...], bool, bool, str]]]


def rows(read: list[list[Lexeme]]) -> ROWS:
    return [[(w.norm, w.reading, w.part, w.is_content, w.is_sign, w.surface) for w in text] for text in read]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "analysed.json"


def test_what_is_kept_is_what_was_read(file: Path) -> None:
    assert rows(AnalysedTexts(file)(TEXTS)) == rows(AnalysedTexts(file)(TEXTS)) == rows(read_texts(TEXTS))


def test_the_same_texts_are_not_read_twice(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rows(AnalysedTexts(file)(TEXTS))
    monkeypatch.setattr(token_cache, "lexemes", None)
    assert rows(AnalysedTexts(file)(TEXTS)) == first


def test_a_word_is_one_lexeme_wherever_it_stands(file: Path) -> None:
    AnalysedTexts(file)(["農業の事業", "農業"])
    first, second = AnalysedTexts(file)(["農業の事業", "農業"])
    assert first[0] is second[0]


def test_other_texts_are_read_anew(file: Path) -> None:
    AnalysedTexts(file)(TEXTS)
    assert rows(AnalysedTexts(file)(TEXTS[:2])) == rows(read_texts(TEXTS[:2]))


def test_another_dictionary_reads_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    AnalysedTexts(file)(TEXTS)
    before = file.read_bytes()
    monkeypatch.setattr(token_cache, "version", lambda name: "20990101")
    AnalysedTexts(file)(TEXTS)
    assert file.read_bytes() != before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\xfe"])
def test_a_damaged_file_is_made_anew(file: Path, damage: bytes) -> None:
    AnalysedTexts(file)(TEXTS)
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert rows(AnalysedTexts(file)(TEXTS)) == rows(read_texts(TEXTS))
    assert file.read_bytes() == whole


def test_where_nothing_can_be_written_it_reads_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert rows(AnalysedTexts(tmp_path / "file" / "analysed.json")(TEXTS)) == rows(read_texts(TEXTS))


@pytest.mark.process
def test_an_engine_answers_alike_with_it(
    catalog: Catalog, strategy_folder: Path, analysed: Path, engine: Engine
) -> None:
    """`engine` has read the texts and kept them; `kept` finds them there."""
    kept = Engine(catalog, load_phrases(strategy_folder), load_vocabulary(), read=AnalysedTexts(analysed))
    for question in (
        "移住支援の事業は？",
        "チャリで走りやすい街",
        "じんこうのだむ",
        "せふこみ",
        "待機児童数の目標値",
        "MICEとは",
    ):
        assert kept.answer(question).items == engine.answer(question).items
