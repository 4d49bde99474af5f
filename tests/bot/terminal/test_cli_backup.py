"""`senryaku backup` and `restore`: all of it or nothing, also from a folder that the first version wrote."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import filelock
import pytest

from bot.app.record_checks import check_records
from bot.delivery.store import DigestStore
from bot.slack import BotStore
from bot.slack.store import GivenAnswer, Opinion
from knowledge.model.catalog import Catalog
from knowledge.storage import Database
from knowledge.storage.archive import read_archive
from knowledge.storage.restoring import put_back
from tests.bot.app.test_record_checks import ledger
from tests.bot.conftest import Run
from tests.bot.digest_world import MORNING, schedule
from tests.knowledge.storage.power import Disk

pytestmark = pytest.mark.usefixtures("first_start")
FIRST_VERSION = Path(__file__).parents[2] / "knowledge" / "storage" / "written_by_0_1"
NOW = ("--now", "2024-06-03T09:00+09:00")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where `run` keeps its data, as 0.1 left it."""
    shutil.copytree(FIRST_VERSION, tmp_path / "var")
    return tmp_path / "var"


def files(data: Path) -> dict[str, bytes]:
    found = (path for path in data.rglob("*") if path.is_file() and not path.name.endswith("lock"))
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in found}


def contents(data: Path, run: Run) -> list[Any]:
    """All that people see of a folder."""
    bot, digests = BotStore(data, lambda: MORNING), DigestStore(data, lambda: MORNING)
    said = [run("kpi", "list", "--json"), run("kpi", "history", "k3-3", "--json"), run("kb", "export")]
    said += [run("digest", "list", "--json", *NOW), run("digest", "preview", "s1", *NOW)]
    assert [each.err for each in said] == [""] * len(said)
    return [
        *(each.out for each in said),
        *(digests.schedules(), digests.slots("s1"), digests.requests(), digests.notices.waiting()),
        *(bot.opinions(), bot.unfinished(), bot.find_answer("a"), bot.context("C1 1.0"), bot.old_announcements()),
    ]


def test_what_the_first_version_wrote_is_read_wholly(data: Path, run: Run, catalog: Catalog) -> None:
    exported = json.loads(FIRST_VERSION.with_suffix(".json").read_text(encoding="utf-8"))
    run("kpi", "export", "-o", str(data.parent / "now.json"))
    now = json.loads((data.parent / "now.json").read_text(encoding="utf-8"))
    known = {name for entry in exported["entries"] for name in entry}
    assert [{name: entry[name] for name in known} for entry in now["entries"]] == exported["entries"]
    assert now["notes"] == []
    bot, digests = BotStore(data, lambda: MORNING), DigestStore(data, lambda: MORNING)
    assert digests.schedules() == (schedule(),)
    (slot,) = digests.slots("s1")
    assert (slot.state, slot.sent[0].ts, slot.due) == ("recorded", "1.5", MORNING)
    assert [request.by for request in digests.requests()] == ["U0SATO"]
    assert [notice.text for notice in digests.notices.waiting()] == ["架空の知らせ", "架空の後の知らせ"]
    assert digests.create(lambda id: schedule(id)).id == "s3"
    assert [opinion for _, opinion in bot.opinions()] == [
        Opinion(answer="a", user="U0SATO", rating="good", query="架空の質問")
    ]
    expected = GivenAnswer(
        key="a", query="架空の質問", asked_by="U0SATO", shown=("k3-3",), channel="C1", ts="1.1", question_ts="1.0"
    )
    assert bot.find_answer("a") == expected
    assert bot.context("C1 1.0") == ("k3-3",)
    assert [body["event_id"] for body in bot.unfinished()] == ["Ev1"]
    assert bot.old_announcements() == [("a2", "U0SATO")]
    assert [problem for health in check_records(data) for problem in health.problems] == []


def test_a_backup_of_it_comes_back_in_an_empty_folder(data: Path, run: Run, tmp_path: Path) -> None:
    before = contents(data, run)
    made = run("backup", str(tmp_path / "控え.zip"))
    assert (made.code, made.err) == (0, "")
    assert stat.S_IMODE((tmp_path / "控え.zip").stat().st_mode) == 0o600
    kept = files(data)
    shutil.rmtree(data)
    back = run("restore", str(tmp_path / "控え.zip"), *NOW)
    assert (back.code, back.err) == (0, "")
    assert files(data) == kept
    assert contents(data, run) == before
    assert "残しました" not in back.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names an open file by /proc")
def test_a_backup_outlives_a_power_cut(data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, kept = Disk(monkeypatch), tmp_path / "kept"
    kept.mkdir()
    assert run("backup", str(kept / "a.zip")).code == 0
    left = disk.after_power_cut(kept, tmp_path / "left")
    assert (left / "a.zip").read_bytes() == (kept / "a.zip").read_bytes()


def test_what_is_replaced_is_kept_and_its_ids_are_not_given_again(data: Path, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "a.zip"))
    assert run("kpi", "record", "k3-3", "--year", "2021", "--value", "50", "--by", "架空").out.startswith("a6 ")
    later = files(data)
    back = run("restore", str(tmp_path / "a.zip"), *NOW)
    (kept,) = tmp_path.glob("var.replaced-*")
    assert f"前の中身は「{kept}」に残しました" in back.out
    assert kept.name == "var.replaced-20240603-090000", "Tokyo's time"
    assert files(kept) == later
    assert [entry.id for entry in ledger_of(data)] == ["a1", "a2", "a3", "a4", "a5"]
    assert run("kpi", "record", "k3-3", "--year", "2021", "--value", "51", "--by", "架空").out.startswith("a7 ")
    assert [problem for health in check_records(data) for problem in health.problems] == []


def test_ids_of_a_store_that_the_backup_does_not_hold_are_not_given_again(run: Run, tmp_path: Path) -> None:
    run("ask", "移住の相談窓口は？")
    assert run("backup", str(tmp_path / "a.zip")).code == 0
    for year, id in ((2021, "a1 "), (2022, "a2 ")):
        made = run("kpi", "record", "k3-3", "--year", str(year), "--value", "50", "--by", "架空")
        assert made.out.startswith(id)
    for _ in range(2):  # also when restored once more, with nothing recorded in between
        assert run("restore", str(tmp_path / "a.zip"), *NOW).code == 0
        assert not (tmp_path / "var" / "actuals").exists()
    assert run("kpi", "record", "k3-3", "--year", "2021", "--value", "51", "--by", "架空").out.startswith("a3 ")
    assert [problem for health in check_records(tmp_path / "var") for problem in health.problems] == []


def test_ids_are_known_also_where_nothing_noted_them(data: Path, run: Run, tmp_path: Path) -> None:
    """As in a folder that the first version wrote, or one whose notes were lost."""
    (tmp_path / "empty").mkdir()
    run("backup", str(tmp_path / "a.zip"), "--data", str(tmp_path / "empty"))
    assert list(data.rglob("*newest")) == []
    assert run("restore", str(tmp_path / "a.zip"), *NOW).code == 0
    assert run("kpi", "record", "k3-3", "--year", "2021", "--value", "51", "--by", "架空").out.startswith("a6 ")


def test_restoring_twice_in_a_second_keeps_both(data: Path, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "a.zip"))
    assert run("restore", str(tmp_path / "a.zip"), *NOW).code == 0
    second = run("restore", str(tmp_path / "a.zip"), *NOW)
    assert second.code == 0
    assert "-2」に残しました" in second.out
    assert len(list(tmp_path.glob("var.replaced-*"))) == 2


def test_what_no_backup_can_hold_is_left_out_and_said(data: Path, run: Run, tmp_path: Path) -> None:
    before = files(data)
    odd = ["メモ: 1.txt", "a\\b", os.fsdecode(b"\xff\xfe.txt"), "manifest.json"]
    for name in odd:
        (data / name).write_text("架空", encoding="utf-8")
    os.mkfifo(data / "pipe")
    (data / "dangling").symlink_to("nowhere")
    (data / "bot" / "around").symlink_to("..")
    (data / "own.lock").write_text("書いたもの", encoding="utf-8")
    (data / "notes.tmp").write_text("書いたもの", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").write_text("別のディスクの中身", encoding="utf-8")
    (data / "linked").symlink_to(tmp_path / "elsewhere")
    made = run("backup", str(tmp_path / "a.zip"))
    assert (made.code, made.err) == (0, "")
    assert "入れていません（" in made.out
    for name in ("「a\\b」", "「bot/around」", "「dangling」", "「manifest.json」", "ほか2点"):
        assert name in made.out
    shutil.rmtree(data)
    assert run("restore", str(tmp_path / "a.zip"), *NOW).code == 0
    kept = {"notes.tmp": "書いたもの", "linked/kept": "別のディスクの中身"}
    assert files(data) == before | {name: text.encode() for name, text in kept.items()}
    assert (data / "own.lock").read_text(encoding="utf-8") == "書いたもの"
    assert run("restore", str(tmp_path / "a.zip"), *NOW).code == 0
    (replaced,) = tmp_path.glob("var.replaced-*")
    assert (replaced / "own.lock").read_text(encoding="utf-8") == "書いたもの"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device of Unix")
def test_only_a_file_is_restored_from(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe", tmp_path):
        ran = run("restore", str(path))
        assert (ran.code, ran.out) == (1, "")
        assert "普通のファイルではありません" in ran.err


def test_restoring_waits_for_whoever_writes(packed: bytes, data: Path, tmp_path: Path) -> None:
    database, archive = Database(data / "actuals"), read_archive(tmp_path / "a.zip")
    table, done = next(iter(database.tables())), threading.Event()

    def restoring() -> None:
        put_back(archive, data, at=MORNING)
        done.set()

    with database.locked():
        thread = threading.Thread(target=restoring)
        thread.start()
        assert not done.wait(0.2)
        id = database.table(table).insert({"by": "架空"})
    thread.join()
    (kept,) = tmp_path.glob("var.replaced-*")
    assert Database(kept / "actuals").table(table).find(id) is not None
    assert Database(data / "actuals").table(table).next_id == id + 1


def ledger_of(data: Path) -> Any:
    (table,) = (name for name in Database(data / "actuals").tables())
    return ledger(data, table.removeprefix("actuals ")).ledger().entries


@pytest.fixture
def packed(data: Path, run: Run, tmp_path: Path) -> bytes:
    run("backup", str(tmp_path / "a.zip"))
    return (tmp_path / "a.zip").read_bytes()


def rewritten(packed: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as before:
        members = {name: before.read(name) for name in before.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as after:
        for name, content in members.items():
            after.writestr(name, content)
    return out.getvalue()


def with_manifest(packed: bytes, **changes: Any) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return rewritten(packed, change)


def bad_archives(packed: bytes) -> Iterator[tuple[bytes, str]]:
    yield b"", "senryaku backup で作った控えではありません"
    yield "架空".encode() * 100, "senryaku backup で作った控えではありません"
    yield rewritten(packed, lambda members: members.pop("manifest.json")), "作った控えではありません"
    yield with_manifest(packed, senryaku="x"), "作った控えではありません"
    yield with_manifest(packed, files=[]), "作った控えではありません"
    yield with_manifest(packed, senryaku=2), "新しい版の senryaku が作った控えです"
    yield with_manifest(packed, records=99), "新しい版の senryaku が作った控えです"
    yield rewritten(packed, lambda members: members.update({"bot/000000.journal": b"x"})), "壊れているか"
    yield rewritten(packed, lambda members: members.pop("bot/000000.journal")), "壊れているか"
    yield rewritten(packed, lambda members: members.update({"more": b"x"})), "壊れているか"
    for place in ("../outside", "/tmp/outside", "a/../../outside", "a\\..\\outside", "C:outside", "./outside"):
        empty = {"size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
        listed = with_manifest(packed, files={place: empty})
        wanted = {"manifest.json", place}
        yield _only(listed, wanted, place), "から復元できません"
    for length in (10, len(packed) // 2, len(packed) - 5):
        yield packed[:length], "壊れているか"


def _only(packed: bytes, wanted: set[str], place: str) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        for name in members.keys() - wanted:
            del members[name]
        members[place] = b""

    return rewritten(packed, change)


def test_no_archive_but_a_whole_one_of_ours_changes_anything(
    packed: bytes, data: Path, run: Run, tmp_path: Path
) -> None:
    before = files(data)
    for content, said in bad_archives(packed):
        (tmp_path / "bad.zip").write_bytes(content)
        ran = run("restore", str(tmp_path / "bad.zip"))
        assert (ran.code, ran.out) == (1, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1
        assert files(data) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "bad.zip", "var"]


def test_no_byte_of_an_archive_changes_what_comes_back(packed: bytes, data: Path, run: Run, tmp_path: Path) -> None:
    before = files(data)
    for place in range(0, len(packed), 97):
        changed = bytearray(packed)
        changed[place] ^= 1
        (tmp_path / "bad.zip").write_bytes(changed)
        ran = run("restore", str(tmp_path / "bad.zip"), *NOW)
        assert files(data) == before
        assert ran.code in (0, 1)
        for kept in tmp_path.glob("var.replaced-*"):  # where the byte holds a date of the zip, for instance
            shutil.rmtree(kept)


def test_a_running_bot_keeps_its_folder(packed: bytes, data: Path, run: Run, tmp_path: Path) -> None:
    with filelock.FileLock(data / "bot" / "serving.lock"):
        ran = run("restore", str(tmp_path / "a.zip"))
    assert (ran.code, ran.out) == (1, "")
    assert "止めてから、もう一度実行してください" in ran.err


def test_a_backup_is_no_part_of_what_it_holds(data: Path, run: Run, tmp_path: Path) -> None:
    assert "置き場所の外に" in run("backup", str(data / "a.zip")).err
    assert "ファイルではありません" in run("backup", str(tmp_path)).err
    assert "見つかりません" in run("restore", str(tmp_path / "none.zip")).err
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


WRITING = """
import sys
from pathlib import Path
from knowledge.storage.database import Database
a, b = Database(Path(sys.argv[1]) / "first"), Database(Path(sys.argv[1]) / "second")
print("ready", flush=True)
for number in range(100_000):
    with a.locked():
        a.table("t").insert({"n": number})
        b.table("t").insert({"n": number})
    if number % 20 == 0:
        a.fold()
        b.fold()
"""


@pytest.mark.process
def test_a_backup_taken_while_others_write_and_fold_is_whole(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "var"
    with subprocess.Popen([sys.executable, "-c", WRITING, str(data)], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            for number in range(5):
                made = run("backup", str(tmp_path / f"{number}.zip"))
                assert (made.code, made.err) == (0, "")
            assert running.poll() is None
        finally:
            running.kill()
    shutil.rmtree(data)
    for number in range(5):
        assert run("restore", str(tmp_path / f"{number}.zip"), *NOW).code == 0
        assert [problem for health in check_records(data) for problem in health.problems] == []
        first, second = (len(Database(data / name).table("t")) for name in ("first", "second"))
        assert first == second
        shutil.rmtree(data)
        for kept in tmp_path.glob("var.replaced-*"):
            shutil.rmtree(kept)


def test_what_is_damaged_already_is_told_where_a_backup_is_made(run: Run, data: Path, tmp_path: Path) -> None:
    assert "読めないもの" not in run("backup", str(tmp_path / "good.zip")).err
    (data / "taught").mkdir(exist_ok=True)
    shutil.rmtree(data / "taught")
    (data / "taught").write_text("x", encoding="utf-8")
    ran = run("backup", str(tmp_path / "a.zip"))
    assert ran.code == 0
    assert "読めないものがあります（「taught」）" in ran.err


def test_a_file_that_is_no_backup_is_not_written_over(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "README.md"
    other.write_text("大事な文書", encoding="utf-8")
    (tmp_path / "var").mkdir()
    made = run("backup", str(other))
    assert made.code == 1
    assert "上書きしませんでした" in made.err
    assert other.read_text(encoding="utf-8") == "大事な文書"
