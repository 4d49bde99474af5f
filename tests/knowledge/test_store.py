"""The stored base: current without asking, never harmed, quick to load."""

import json
from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.errors import BadDataFileError, UnreadableSourceError, UnwritableStoreError
from knowledge.model import KnowledgeBase
from knowledge.store import FILE, KnowledgeStore
from tests.knowledge.conftest import CopyStrategy

LOAD_BUDGET_S = 0.05


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def stored_bytes(folder: Path) -> bytes:
    return (folder / FILE).read_bytes()


def test_what_is_stored_reads_back_as_it_was_built(tmp_path: Path, strategy_folder: Path, base: KnowledgeBase) -> None:
    assert KnowledgeStore(tmp_path).open(strategy_folder) == base
    stored = KnowledgeStore(tmp_path).find()
    assert stored is not None
    assert stored.base == base
    assert stored.fingerprints["strategy.txt"] == base.strategy.source.sha256
    assert stored.fingerprints.keys() == {"strategy.txt", "corrections.toml", "links.toml", "reader"}


def test_an_unchanged_strategy_is_not_built_again(tmp_path: Path, copy_strategy: CopyStrategy) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    store.open(folder)
    written = stored_bytes(tmp_path / "data")
    store.open(folder)
    assert stored_bytes(tmp_path / "data") == written


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("strategy.txt", "定住誘導推進事業", "定住応援推進事業"),
        ("corrections.toml", "持ちたい", "もちたい"),
        ("links.toml", 'projects = ["p3-12"]', 'projects = ["p3-11"]'),
    ],
)
def test_a_changed_file_is_read_again_by_itself(
    tmp_path: Path, copy_strategy: CopyStrategy, name: str, old: str, new: str
) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    before = store.open(folder)
    change(folder / name, old, new)
    after = store.open(folder)
    assert after != before
    assert after == build(folder)


def test_another_schema_version_is_built_again(tmp_path: Path, strategy_folder: Path, base: KnowledgeBase) -> None:
    store = KnowledgeStore(tmp_path)
    store.open(strategy_folder)
    data = json.loads(stored_bytes(tmp_path))
    data["_default"]["1"]["schema"] = 0
    (tmp_path / FILE).write_text(json.dumps(data), encoding="utf-8")
    assert store.find() is None
    assert store.open(strategy_folder) == base


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"_default": {}}', b'{"_default": {"1": {}}}'])
def test_a_damaged_file_is_built_again(
    tmp_path: Path, strategy_folder: Path, base: KnowledgeBase, damage: bytes
) -> None:
    (tmp_path / FILE).write_bytes(damage)
    assert KnowledgeStore(tmp_path).open(strategy_folder) == base


def test_a_failed_build_leaves_what_is_stored_alone(tmp_path: Path, copy_strategy: CopyStrategy) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    base = store.open(folder)
    (folder / "links.toml").write_text("[", encoding="utf-8")
    with pytest.raises(BadDataFileError):
        store.open(folder)
    with pytest.raises(UnreadableSourceError):
        store.rebuild(tmp_path / "ない.txt")
    stored = store.find()
    assert stored is not None
    assert stored.base == base
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE]


def test_a_text_that_has_gone_still_answers(tmp_path: Path, copy_strategy: CopyStrategy) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    base = store.open(folder)
    (folder / "strategy.txt").unlink()
    assert store.open(folder / "strategy.txt") == base


def test_a_data_folder_that_cannot_be_written(tmp_path: Path, strategy_folder: Path) -> None:
    (tmp_path / "file").write_text("フォルダーではない", encoding="utf-8")
    with pytest.raises(UnwritableStoreError) as caught:
        KnowledgeStore(tmp_path / "file" / "data").open(strategy_folder)
    assert "書き込めません" in str(caught.value)
