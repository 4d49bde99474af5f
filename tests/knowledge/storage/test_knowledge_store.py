"""The stored base: current without asking, never harmed, quick to load."""

from pathlib import Path
from shutil import copytree

import pytest

from knowledge.model.data_files import shipped_strategies
from knowledge.model.errors import BadDataFileError, UnreadableSourceError, UnwritableStoreError
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.storage.database import Database
from knowledge.storage.knowledge_store import FOLDER, TABLE, KnowledgeStore
from knowledge.storage.place import RecordPlace
from tests.editions import KAKUU
from tests.knowledge.conftest import CopyStrategy
from tests.plans import kakuu

pytestmark = pytest.mark.process  # each reads a plan from its text, some of them several times


@pytest.fixture
def strategy_folder() -> Path:
    """Of a small plan."""
    return KAKUU


@pytest.fixture
def base() -> KnowledgeBase:
    return kakuu().base


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def writes(folder: Path) -> int:
    """How many writes there have been."""
    return Database(folder / FOLDER).version


def test_what_is_stored_reads_back_as_it_was_built(tmp_path: Path, strategy_folder: Path, base: KnowledgeBase) -> None:
    assert KnowledgeStore(tmp_path).open(strategy_folder) == base
    stored = KnowledgeStore(tmp_path).find()
    assert stored is not None
    assert stored.base == base
    assert stored.fingerprints["strategy.txt"] == base.strategy.source.sha256
    assert stored.fingerprints.keys() == {"strategy.txt", "links.toml", "reader"}


def test_an_unchanged_strategy_is_not_built_again(tmp_path: Path, copy_strategy: CopyStrategy) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    store.open(folder)
    written = writes(tmp_path / "data")
    store.open(folder)
    assert writes(tmp_path / "data") == written


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("strategy.txt", "定住誘導推進事業", "定住応援推進事業"),
        ("corrections.toml", "持ちたい", "もちたい"),
        ("links.toml", 'projects = ["p3-12"]', 'projects = ["p3-11"]'),
    ],
)
def test_a_changed_file_is_read_again_by_itself(tmp_path: Path, name: str, old: str, new: str) -> None:
    folder = Path(copytree(shipped_strategies()[0], tmp_path / "copy"))
    store = KnowledgeStore(tmp_path / "data")
    before = store.open(folder)
    change(folder / name, old, new)
    after = store.open(folder)
    assert after != before
    assert after == build(folder)


def test_another_schema_version_is_built_again(tmp_path: Path, strategy_folder: Path, base: KnowledgeBase) -> None:
    store = KnowledgeStore(tmp_path)
    store.open(strategy_folder)
    Database(tmp_path / FOLDER).table(TABLE).update({"schema": 0}, doc_ids=[1])
    assert store.find() is None
    assert store.open(strategy_folder) == base


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"_file": {}}'])
def test_a_damaged_generation_is_built_again(
    tmp_path: Path, strategy_folder: Path, base: KnowledgeBase, damage: bytes
) -> None:
    KnowledgeStore(tmp_path).open(strategy_folder)
    for path in (tmp_path / FOLDER).glob("*.json"):
        path.write_bytes(damage)
    assert KnowledgeStore(tmp_path).open(strategy_folder) == base
    found = KnowledgeStore(tmp_path).find()
    assert found is not None
    assert found.base == base


def test_a_folder_in_which_nothing_can_be_read_is_built_again(
    tmp_path: Path, strategy_folder: Path, base: KnowledgeBase
) -> None:
    KnowledgeStore(tmp_path).open(strategy_folder)
    for path in (tmp_path / FOLDER).glob("[0-9]*"):
        path.write_bytes(b"0")
    (tmp_path / FOLDER / "000000.journal").unlink(missing_ok=True)
    assert KnowledgeStore(tmp_path).open(strategy_folder) == base


def test_bases_built_again_and_again_do_not_pile_up(tmp_path: Path, copy_strategy: CopyStrategy) -> None:
    folder, store = copy_strategy(), KnowledgeStore(tmp_path / "data")
    store.rebuild(folder)
    sizes = []
    for _ in range(5):
        store.rebuild(folder)
        sizes.append(sum(path.stat().st_size for path in (tmp_path / "data" / FOLDER).iterdir()))
    assert sizes[-1] == pytest.approx(sizes[-2], rel=0.01)


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
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FOLDER]
    assert not list((tmp_path / "data" / FOLDER).glob("*.tmp"))


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


def test_a_base_is_kept_at_either_place_under_the_name_of_its_plan(
    place: RecordPlace, base: KnowledgeBase, strategy_folder: Path
) -> None:
    KnowledgeStore(place).put(strategy_folder, base)
    assert KnowledgeStore(place).open(strategy_folder) == base
    assert KnowledgeStore(place, "knowledge-other").find() is None
    stored = KnowledgeStore(place).find()
    assert stored is not None
    assert stored.base == base
