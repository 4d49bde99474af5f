"""`-o`: a file is replaced as a whole, with its mode, or it stays; and what is no file of theirs is refused."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.files import write_file, xml_text
from knowledge.model.errors import UnwritableStoreError
from knowledge.storage.store_files import sync_folder
from tests.knowledge.storage.power import Disk

Make = Callable[[Path], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A data folder with a ledger."""
    (tmp_path / "var" / "actuals").mkdir(parents=True)
    (tmp_path / "var" / "actuals" / "000001.journal").write_text("記録", encoding="utf-8")
    return tmp_path / "var"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


def _linked(path: Path, to: Path) -> Path:
    path.symlink_to(to)
    return path


def _hard_linked(path: Path, to: Path) -> Path:
    path.hardlink_to(to)
    return path


def _fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(os.path.relpath(path))
    return path


LEDGER = Path("var/actuals/000001.journal")
DATA: dict[str, Make] = {
    "the ledger": lambda own: own / LEDGER,
    "beside it": lambda own: own / "var/actuals/new.xlsx",
    "deeper": lambda own: own / "var/none/new.xlsx",
    "by dots": lambda own: own / "var/../var/new.xlsx",
    "by a link to the ledger": lambda own: _linked(own / "out.xlsx", own / LEDGER),
    "by a link to its folder": lambda own: _linked(own / "out", own / "var/actuals") / "out.xlsx",
    "by a link that leads nowhere yet": lambda own: _linked(own / "out.xlsx", own / "var/new.xlsx"),
    "by a hard link": lambda own: _hard_linked(own / "out.xlsx", own / LEDGER),
}
NO_FILES: dict[str, tuple[Make, str]] = {
    "a full device": (lambda _: Path("/dev/full"), "普通のファイルではありません"),
    "nothing": (lambda _: Path(os.devnull), "普通のファイルではありません"),
    "a pipe": (lambda own: _fifo(own / "pipe"), "普通のファイルではありません"),
    "a link to a pipe": (lambda own: _linked(own / "link", _fifo(own / "pipe")), "普通のファイルではありません"),
    "a socket": (lambda own: _socket(own / "s"), "普通のファイルではありません"),
    "a folder": (lambda own: own, "フォルダーです"),
    "a circle of links": (lambda own: _linked(own / "a", _linked(own / "b", own / "a")), "a"),
    "a name too long": (lambda own: own / ("長" * 100), "長"),
    "a file as folder": (lambda own: own / LEDGER / "x", "データフォルダー"),
}


@pytest.mark.parametrize("make", DATA.values(), ids=DATA)
def test_nothing_is_written_into_the_data_folder_however_it_is_reached(tmp_path: Path, kept: Path, make: Make) -> None:
    path = make(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(UnwritableStoreError, match="データフォルダーのものです"):
        write_file(path, b"new", kept=kept, makes_folders=True)
    assert everything(tmp_path) == before
    assert not (kept / "none").exists()


@pytest.mark.parametrize(("make", "reason"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_regular_file_is_refused_in_a_sentence_and_left_alone(
    tmp_path: Path, kept: Path, make: Make, reason: str
) -> None:
    path = make(tmp_path)
    before = everything(tmp_path)
    mode = path.lstat().st_mode if path.parent.is_dir() and len(path.name) < 50 else None
    with pytest.raises(UnwritableStoreError, match=reason):
        write_file(path, b"new", kept=kept)
    assert everything(tmp_path) == before
    assert mode is None or path.lstat().st_mode == mode


def test_the_name_that_means_standard_output_elsewhere_is_refused(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnwritableStoreError, match="標準出力には書き出せません"):
        write_file(Path("-"), b"new", kept=kept)
    assert not Path("-").exists()


def test_standard_output_that_is_a_pipe_is_no_regular_file(kept: Path) -> None:
    reader, writer = os.pipe()
    try:
        with pytest.raises(UnwritableStoreError, match="普通のファイルではありません"):
            write_file(Path(f"/dev/fd/{writer}"), b"new", kept=kept)
    finally:
        os.close(reader)
        os.close(writer)


def test_a_link_to_an_ordinary_file_elsewhere_is_followed(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "share").mkdir()
    link = _linked(tmp_path / "out.csv", tmp_path / "share" / "real.csv")
    write_file(link, b"new", kept=kept)
    write_file(link, b"newer", kept=kept)
    assert link.is_symlink()
    assert (tmp_path / "share" / "real.csv").read_bytes() == b"newer"
    assert [own.name for own in (tmp_path / "share").iterdir()] == ["real.csv"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755], ids=oct)
def test_the_mode_of_what_is_replaced_stays(tmp_path: Path, kept: Path, mode: int) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_file(path, b"new", kept=kept)
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (mode, b"new")


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "usual").touch()
    write_file(tmp_path / "out.csv", b"new", kept=kept)
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_that_somebody_else_has_laid_beside_the_file_is_not_followed(tmp_path: Path, kept: Path) -> None:
    """The name before the last one is nobody's to guess."""
    for name in (".out.csv.tmp", ".senryaku.tmp"):
        _linked(tmp_path / name, kept / "actuals" / "000001.journal")
    before = everything(kept)
    write_file(tmp_path / "out.csv", b"new", kept=kept)
    assert everything(kept) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_where_the_disk_takes_no_more_the_old_file_stays_and_a_sentence_says_so(tmp_path: Path, kept: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from bot.documents.files import write_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "write_file(Path(sys.argv[1]), b'x' * 20_000, kept=Path(sys.argv[2]))\n"
    )
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    ended = subprocess.run(
        [sys.executable, "-c", program, str(path), str(kept)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert "UnwritableStoreError" in ended.stderr
    assert "大きさの上限" in ended.stderr
    assert "もとのファイルはそのままです" in ended.stderr
    assert everything(tmp_path) == {"out.csv": b"old", str(LEDGER): "記録".encode()}


def test_control_characters_go_and_all_that_can_be_seen_stays() -> None:
    assert xml_text("a\x00\x08\x0b\x1f\ud800\ufffe\uffff") == "a"
    assert xml_text("改\r\n行\t🏠𠮷\ue000") == "改\r\n行\t🏠𠮷\ue000"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names an open file by /proc")
def test_a_file_that_takes_the_place_of_another_is_on_disk_before(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_bytes(b"old")
    disk = Disk(monkeypatch)
    write_file(out / "a.csv", b"new", kept=kept)
    sync_folder(out)
    assert (disk.after_power_cut(out, tmp_path / "left") / "a.csv").read_bytes() == b"new"
