"""What is kept between starts makes no difference to what is answered, and is never trusted blindly."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.prepared import Prepared, stamp_of
from knowledge.search.index import ASSOCIATIONS_FROM, SearchIndex
from knowledge.search.texts import SearchRecord

QUESTIONS = (
    "移住支援の事業は？",
    "チャリで走りやすい街",
    "じんこうのだむ",
    "せふこみ",
    "待機児童数の目標値",
    "MICEとは",
    "移往の辞業",
    "What is the target for children on waiting lists?",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "prepared"


def not_made() -> Any:
    raise AssertionError("made again")


def words(file: Path, key: str = "k", make: Callable[[], Any] = lambda: {"語": ["一", "\n"]}) -> Any:
    prepared = Prepared(file, key)
    read = prepared.made("words", make, lambda kept: kept["語"])
    prepared.save()
    return read


def test_what_is_kept_is_what_was_made_and_is_not_made_again(file: Path) -> None:
    assert words(file) == words(file, make=not_made) == ["一", "\n"]


def test_under_another_key_it_is_made_again(file: Path) -> None:
    words(file)
    assert words(file, "other", lambda: {"語": ["二"]}) == ["二"]
    assert words(file, "other", not_made) == ["二"]


@pytest.mark.parametrize("damage", [b"", b"k", b"k\nwords", b"k\nwords {}", b"\xff\xfe\n\xff \xff", b"k\n\n\n"])
def test_a_damaged_file_is_made_anew(file: Path, damage: bytes) -> None:
    words(file)
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert words(file) == ["一", "\n"]
    assert words(file, make=not_made) == ["一", "\n"]
    assert file.read_bytes().splitlines()[-1] == whole.splitlines()[-1]


def test_one_character_changed_is_seen(file: Path) -> None:
    words(file)
    file.write_bytes(file.read_bytes().replace("一".encode(), "二".encode()))
    assert words(file) == ["一", "\n"]


def test_a_part_that_is_whole_and_of_another_shape_is_made_anew(file: Path) -> None:
    words(file, make=lambda: {"語": 1})
    prepared = Prepared(file, "k")
    assert prepared.made("words", lambda: {"語": ["一"]}, lambda kept: kept["語"][0]) == "一"
    assert prepared.is_new


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert words(tmp_path / "file" / "prepared") == ["一", "\n"]


@pytest.mark.process
def test_an_engine_answers_alike_with_it(catalog: Catalog, strategy_folder: Path, engine: Engine, file: Path) -> None:
    def opened() -> tuple[Engine, Prepared]:
        prepared = Prepared(file, "k")
        phrases = load_phrases(strategy_folder)
        return Engine(catalog, phrases, load_vocabulary(), prepared=prepared), prepared

    first, prepared = opened()
    for question in QUESTIONS:
        first.answer(question)
    prepared.save()
    kept, prepared = opened()
    for question in QUESTIONS:
        assert kept.answer(question) == engine.answer(question)
    assert not prepared.is_new


def test_an_index_of_many_records_is_the_same_again() -> None:
    records = [SearchRecord(str(at), f"事業{at % 97}", f"移住と相談{at % 89}の窓口") for at in range(ASSOCIATIONS_FROM)]
    built = SearchIndex.build(records)
    kept = SearchIndex.from_json(built.as_json(), built.synonyms, built.stop_words)
    for question in ("移住の相談", "事業12の窓口", "ひっこし"):
        assert kept.search(question) == built.search(question)


def test_half_a_character_is_kept_as_it_is(file: Path) -> None:
    said = {"語": ["\ud83d", 10**30, 1.5, None]}
    assert words(file, make=lambda: said) == said["語"]
    assert words(file, make=not_made) == said["語"]


@pytest.mark.skipif(os.name == "nt", reason="its files tell when they were made, not when they were changed")
def test_a_file_that_was_written_is_seen_by_its_stamp_whatever_its_size_and_time(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    code, other = inner / "code.py", tmp_path / "notes.txt"
    code.write_text("1", encoding="utf-8")
    stamp, before = stamp_of(tmp_path, ".py"), code.stat()
    other.write_text("not of these", encoding="utf-8")
    assert stamp_of(tmp_path, ".py") == stamp
    while code.stat().st_ctime_ns == before.st_ctime_ns:  # until the clock of the files has gone on
        code.write_text("2", encoding="utf-8")
        os.utime(code, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (code.stat().st_size, code.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert stamp_of(tmp_path, ".py") != stamp
