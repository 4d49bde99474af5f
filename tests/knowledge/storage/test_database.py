"""TinyDB over a durable folder, on real files, with real damage and a second process."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import Query, TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from knowledge.model.errors import (
    DamagedStoreError,
    KnowledgeError,
    NewerStoreError,
    NotAFolderError,
    UnwritableStoreError,
)
from knowledge.storage.database import Database
from knowledge.storage.health import check_database
from tests.examples import examples
from tests.patience import PATIENCE_S

SMALL_DATABASE_ENTRIES = 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "actuals"


def filled(folder: Path, folds: int) -> Database:
    """Some writes, then that many folds with a write after each: every generation has a journal of its own."""
    database = Database(folder)
    for number in range(SMALL_DATABASE_ENTRIES):
        database.table("actuals").insert({"value": str(number)})
    for number in range(folds):
        database.fold()
        database.table("actuals").insert({"value": f"after {number}"})
    return database


def contents(folder: Path) -> list[Any]:
    return [dict(document) for document in Database(folder).table("actuals")]


def newest(folder: Path, suffix: str) -> Path:
    return max(folder.glob(f"*{suffix}"))


def test_what_is_inserted_is_there_after_reopening(folder: Path) -> None:
    id = Database(folder).table("actuals").insert({"value": "12", "note": "速報"})
    assert Database(folder).table("actuals").get(doc_id=id) == {"value": "12", "note": "速報"}


def test_two_open_databases_see_each_other_at_once(folder: Path) -> None:
    one, other = Database(folder), Database(folder)
    assert one.table("actuals").insert({"value": "1"}) == 1
    assert other.table("actuals").insert({"value": "2"}) == 2
    other.fold()
    one.table("actuals").update({"value": "3"}, doc_ids=[2])
    assert [document["value"] for document in other.table("actuals")] == ["1", "3"]


def test_what_nobody_has_changed_is_read_while_others_are_kept_out(folder: Path) -> None:
    writing, reading = filled(folder, 2), Database(folder)
    before = reading.table("actuals").all()
    with writing.locked():
        assert reading.table("actuals").all() == before
        assert reading.version == writing.version
    writing.table("actuals").insert({"value": "later"})
    writing.fold()
    assert reading.version == writing.version
    assert reading.table("actuals").all() == writing.table("actuals").all() != before


def test_folding_changes_nothing_that_is_read(folder: Path) -> None:
    database = filled(folder, folds=0)
    before = contents(folder)
    database.fold()
    assert contents(folder) == before


def test_three_good_generations_are_kept(folder: Path) -> None:
    filled(folder, folds=6)
    assert [path.name for path in sorted(folder.glob("*.json"))] == ["000004.json", "000005.json", "000006.json"]
    assert check_database(folder).good_generations == 3


def test_an_id_is_never_given_twice_even_after_removal(folder: Path) -> None:
    database = Database(folder)
    for value in ("1", "2"):
        database.table("digests").insert({"value": value})
    database.table("digests").remove(doc_ids=[2])
    database.fold()
    assert Database(folder).table("digests").insert({"value": "3"}) == 3


def test_insert_multiple_is_one_line_and_so_all_or_nothing(folder: Path) -> None:
    Database(folder).table("actuals").insert_multiple({"value": str(n)} for n in range(100))
    assert newest(folder, ".journal").read_bytes().count(b"\n") == 1


def test_a_document_that_json_cannot_hold_changes_nothing(folder: Path) -> None:
    database = filled(folder, folds=0)
    with pytest.raises(TypeError):
        database.table("actuals").insert_multiple([{"value": "1"}, {"value": object()}])
    assert len(database.table("actuals")) == len(contents(folder)) == SMALL_DATABASE_ENTRIES


def test_what_the_caller_does_to_a_document_later_is_not_stored(folder: Path) -> None:
    database, document = Database(folder), {"value": ["1"]}
    database.table("actuals").insert(document)
    document["value"].append("2")
    assert contents(folder) == [dict(d) for d in database.table("actuals")] == [{"value": ["1"]}]


OPERATIONS: list[Callable[[TinyDB, int], object]] = [
    lambda db, n: db.table("t").insert({"n": n, "seen": []}),
    lambda db, n: db.table("t").insert_multiple([{"n": n}, {"n": n + 1}]),
    lambda db, n: db.table("t").update({"x": n}, Query().n == n),
    lambda db, n: db.table("t").update(lambda document: document.pop("x", None), Query().n > n),
    lambda db, n: db.table("t").update({"all": n}),
    lambda db, n: db.table("t").update({"id": n}, doc_ids=[n, n + 1]),
    lambda db, n: db.table("t").update_multiple([({"m": n}, Query().n == n), ({"m": 0}, Query().n < n)]),
    lambda db, n: db.table("t").upsert({"n": n, "up": True}, Query().n == n),
    lambda db, n: db.table("t").remove(Query().n == n),
    lambda db, n: db.table("t").remove(doc_ids=[n]),
    lambda db, n: db.table("t").upsert(Document({"n": n}, doc_id=50 + n)),
    lambda db, n: db.table("u").insert({"n": n}),
    lambda db, n: db.drop_table("u"),
]


@examples(40)
@given(steps=st.lists(st.tuples(st.sampled_from(range(len(OPERATIONS))), st.integers(1, 4)), max_size=15))
def test_every_call_of_tinydb_does_what_it_does_in_memory(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("same")
    ours, theirs = Database(folder), TinyDB(storage=MemoryStorage)
    for operation, n in steps:
        # ids of removed documents are given again by TinyDB, never by us: compare without them from then on
        OPERATIONS[operation](ours, n)
        OPERATIONS[operation](theirs, n)
        if [d.doc_id for d in ours.table("t")] != [d.doc_id for d in theirs.table("t")]:
            break
        for database in (ours, Database(folder)):
            assert list(database.table("t")) == list(theirs.table("t"))


def test_threads_share_one_database(folder: Path) -> None:
    database = Database(folder)
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: database.table("actuals").insert({"n": n}), range(200)))
    assert sorted(ids) == list(range(1, 201))
    assert len(contents(folder)) == 200


CLAIM = """
import sys
from pathlib import Path
from tinydb.table import Document
from knowledge.storage.database import Database
database, won = Database(Path(sys.argv[1])), []
slots = database.table("slots")
for slot in range(1, 101):
    with database.locked():
        if not slots.contains(doc_id=slot):
            slots.insert(Document({"by": sys.argv[2]}, doc_id=slot))
            won.append(slot)
    database.table("log").insert({"by": sys.argv[2]})
print(len(won))
"""


@pytest.mark.process
def test_two_processes_writing_at_once_lose_nothing_and_share_nothing_out_twice(folder: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", CLAIM, str(folder), name], stdout=subprocess.PIPE, text=True)
        for name in ("bot", "cli")
    ]
    won = [int(run.communicate(timeout=PATIENCE_S)[0]) for run in runs]
    database = Database(folder)
    assert sum(won) == 100 == len(database.table("slots"))
    assert len(database.table("log")) == 200


# Damage


@pytest.mark.parametrize("folds", [1, 2, 5])
@pytest.mark.parametrize("damage", ["torn", "edited", "emptied", "deleted"])
def test_a_damaged_generation_is_rebuilt_without_loss_and_put_aside(folder: Path, folds: int, damage: str) -> None:
    filled(folder, folds)
    before = contents(folder)
    file = newest(folder, ".json")
    data = file.read_bytes()
    if damage == "deleted":
        file.unlink()
    else:
        file.write_bytes({"torn": data[:-9], "edited": data.replace(b'"3"', b'"30"'), "emptied": b""}[damage])
        assert not check_database(folder).is_sound
    assert contents(folder) == before
    health = check_database(folder)
    asides = [path.name for path in folder.glob("*.damaged")]
    if damage == "deleted":
        assert health.is_sound
    else:
        assert asides == [file.name + ".damaged"]
        assert health.problems == (
            f"「{asides[0]}」は壊れていたため使わず、控えから復元しました。中身を確かめ、済んだら削除してください。",
        )
        assert health.summary.startswith("要確認 1点（")


def test_a_line_torn_by_a_crash_is_cut_off_and_the_next_write_is_whole(folder: Path) -> None:
    filled(folder, folds=1)
    before = contents(folder)
    with newest(folder, ".journal").open("ab") as file:
        file.write(b'0badc0de {"n":99,"c":[["actu')
    assert contents(folder) == before
    Database(folder).table("actuals").insert({"value": "next"})
    assert contents(folder) == [*before, {"value": "next"}]
    assert check_database(folder).is_sound


def _both(folder: Path) -> list[Path]:
    """The newest journal and its copy: only where both are damaged is anything lost."""
    return [newest(folder, ".journal"), newest(folder, ".copy")]


def test_a_line_changed_by_hand_is_taken_from_the_copy_and_told(folder: Path) -> None:
    filled(folder, folds=1)
    before, journal = contents(folder), newest(folder, ".journal")
    journal.write_bytes(journal.read_bytes().replace(b"after 0", b"after 9"))
    assert check_database(folder).problems == (
        "「000001.journal」に壊れた行や消えた行があります。次に開くとき、控えから復元します。",
    )
    assert contents(folder) == before
    assert "控えから復元しました" in check_database(folder).problems[0]
    assert newest(folder, ".repaired").read_bytes().count(b"after 9") == 1
    assert not Database(folder).has_lost


def test_a_line_changed_in_the_journal_and_its_copy_is_left_out_and_reported(folder: Path) -> None:
    filled(folder, folds=1)
    for path in _both(folder):
        path.write_bytes(path.read_bytes().replace(b"after 0", b"after 9"))
    assert len(contents(folder)) == SMALL_DATABASE_ENTRIES
    assert "失われた登録がないか確かめ" in "".join(check_database(folder).problems)
    assert newest(folder, ".repaired").read_bytes().count(b"after 9") == 1
    assert Database(folder).has_lost


@pytest.mark.parametrize("gone", [1, 2, 3])
@pytest.mark.parametrize("is_running", [True, False])
def test_a_generation_removed_by_hand_takes_no_later_write_with_it(folder: Path, gone: int, is_running: bool) -> None:
    database = filled(folder, folds=3)
    before = contents(folder)
    for path in sorted(folder.glob("*.json"))[-gone:]:
        path.unlink()
    database = database if is_running else Database(folder)
    for number in range(2):
        database.table("actuals").insert({"value": f"later {number}"})
    assert contents(folder) == [*before, {"value": "later 0"}, {"value": "later 1"}]


def _cut_its_end(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-1])


def _empty(journal: Path) -> None:
    journal.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut_its_end, _empty, Path.unlink])
@pytest.mark.parametrize("is_running", [True, False])
def test_writes_missing_at_the_end_of_a_journal_are_told_and_later_ones_are_kept(
    folder: Path, damage: Callable[[Path], None], is_running: bool
) -> None:
    database = filled(folder, folds=2)
    before = contents(folder)
    for path in _both(folder):
        damage(path)
    assert not check_database(folder).is_sound
    database = database if is_running else Database(folder)
    database.table("actuals").insert({"value": "later"})
    assert contents(folder) == [*before[:-1], {"value": "later"}]
    database.fold()
    told = [problem for problem in check_database(folder).problems if "控えから戻せる分を戻しました" not in problem]
    assert len(told) == 1
    assert "失われた登録がないか確かめ" in told[0]
    for path in [*folder.glob("*.damaged"), *folder.glob("*.repaired")]:
        path.unlink()
    assert check_database(folder).is_sound


def test_a_write_missing_amid_a_journal_is_still_told_after_folding(folder: Path) -> None:
    filled(folder, folds=1)
    newest(folder, ".json").unlink()
    for first in (min(folder.glob("*.journal")), min(folder.glob("*.copy"))):
        first.write_bytes(b"".join(first.read_bytes().splitlines(keepends=True)[:-2]))
    Database(folder).fold()
    assert not check_database(folder).is_sound


def test_a_running_program_goes_on_when_another_repairs_under_it(folder: Path) -> None:
    running = filled(folder, folds=2)
    newest(folder, ".json").write_bytes(b"{}")
    repairing = Database(folder)
    running.table("actuals").insert({"value": "from the running one"})
    repairing.table("actuals").insert({"value": "from the repairing one"})
    values = [document["value"] for document in running.table("actuals")]
    assert values[-2:] == ["from the running one", "from the repairing one"]
    assert len(contents(folder)) == SMALL_DATABASE_ENTRIES + 4


def test_a_database_of_which_nothing_good_is_left_says_so_and_stays_as_it_is(folder: Path) -> None:
    filled(folder, folds=6)
    for file in folder.glob("*.json"):
        file.write_bytes(b"?")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(DamagedStoreError, match="控えから戻してください"):
        Database(folder)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_generation_of_a_later_version_is_not_touched(folder: Path) -> None:
    filled(folder, folds=1)
    file = newest(folder, ".json")
    file.write_bytes(file.read_bytes().replace(b'"format":1', b'"format":2', 1))
    with pytest.raises(NewerStoreError, match="senryaku を新しくしてください"):
        Database(folder)


def test_a_leftover_of_a_killed_fold_is_removed_by_the_next(folder: Path) -> None:
    database = filled(folder, folds=1)
    (folder / "000001.json.123-4.tmp").write_bytes(b"half")
    database.fold()
    assert not list(folder.glob("*.tmp"))


# Refusals


def test_a_file_in_the_place_of_the_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "actuals").write_text("")
    with pytest.raises(NotAFolderError, match="ファイルになっています。名前を変えるか、移してください"):
        Database(tmp_path / "actuals")


def test_a_file_in_the_place_of_the_folder_gives_one_japanese_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(UnwritableStoreError, match="同じ名前のファイルがあります"):
        Database(tmp_path / "var" / "actuals")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from knowledge.storage.database import Database
from knowledge.model.errors import UnwritableStoreError
table = Database(Path(sys.argv[1])).table("actuals")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
acknowledged = 0
try:
    while True:
        table.insert({"note": "あ" * 100})
        acknowledged += 1
except UnwritableStoreError as error:
    assert len(table) == acknowledged
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    table.insert({"note": "room again"})
    print(acknowledged, error)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a process's file size")
def test_a_full_disk_refuses_the_write_and_harms_nothing(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder)], capture_output=True, text=True, check=True, timeout=PATIENCE_S
    )
    acknowledged, message = run.stdout.strip().split(" ", 1)
    assert message.startswith("「")
    assert "に書き込めません。" in message
    assert int(acknowledged) + 1 == len(contents(folder))
    assert check_database(folder).is_sound


READ_ONLY = """
import os, sys
from pathlib import Path
from knowledge.storage.database import Database
from knowledge.model.errors import UnwritableStoreError
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write anywhere
table = Database(Path(sys.argv[1])).table("actuals")
print(len(table))
try:
    table.insert({"value": "1"})
except UnwritableStoreError as error:
    print(error)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_read_only_folder_can_be_read_and_refuses_writing() -> None:
    """In a place of its own: whenever pytest starts, it keeps everybody else out of the folders of all its runs."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "actuals"
        filled(folder, folds=2)
        folder.parent.chmod(0o755)
        folder.chmod(0o555)
        run = subprocess.run([sys.executable, "-c", READ_ONLY, str(folder)], capture_output=True, text=True)
        folder.chmod(0o755)
    assert run.stderr == ""
    count, message = run.stdout.splitlines()
    assert int(count) == SMALL_DATABASE_ENTRIES + 2
    assert "この場所を使う権限がありません" in message


def test_every_error_of_the_store_is_a_sentence_with_advice(folder: Path) -> None:
    for error in (DamagedStoreError(str(folder), "理由"), NewerStoreError(str(folder))):
        assert isinstance(error, KnowledgeError)
        assert str(error).endswith("ください。")


def test_a_write_among_many_entries_adds_one_line_and_rewrites_nothing(folder: Path) -> None:
    """What keeps a write quick however long the ledger is; `make bench` has the milliseconds."""
    table = Database(folder).table("actuals")
    table.insert_multiple({"indicator": "k1-1", "value": str(n), "note": "国勢調査"} for n in range(20_000))
    table.insert({"indicator": "k1-1", "value": "0", "note": "国勢調査"})
    before = {path.name: path.stat().st_size for path in folder.iterdir()}
    for n in range(10):
        table.insert({"indicator": "k1-1", "value": str(n), "note": "国勢調査"})
    after = {path.name: path.stat().st_size for path in folder.iterdir()}
    grown = {name: size - before.get(name, 0) for name, size in after.items() if size != before.get(name, 0)}
    assert before.keys() <= after.keys()
    assert set(grown) == {"000000.journal", "000000.copy", "newest"}
    assert after["newest"] < 100  # the numbers of the last write and the last entry
    assert 0 < grown[newest(folder, ".journal").name] < 10 * 400


def test_what_is_put_under_a_key_is_found_by_it_and_taken_away_in_the_same_write(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.put(("waiting", "lost s1", {"text": "送れません。"}))
    version = database.version
    database.put(("told", "lost s1", {}), ("waiting", "lost s1", None), ("waiting", "never there", None))
    assert database.version == version + 1
    found = Database(tmp_path)
    assert (found.find("told", "lost s1"), found.find("waiting", "lost s1")) == ({}, None)
