"""Files that somebody asked for by name: whole or not at all, and never in place of what is not theirs to replace.

write_file(Path("sheet.pdf"), pdf, kept=settings.data)  # UnwritableStoreError, and the old file stays
"""

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from knowledge.model import advice_on
from knowledge.model.errors import UnwritableStoreError

NO_REGULAR_FILE = "普通のファイルではありません（装置やパイプです）。別の名前を指定してください。"
NO_STANDARD_OUTPUT = "標準出力には書き出せません。ファイルの名前を指定してください。"
OF_THE_DATA = "データフォルダーのものです。記録を失わないよう、ほかの場所を指定してください。"
STAYS = "もとのファイルはそのままです。"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Without what no XML or HTML file may hold: control characters, half a surrogate pair."""
    return _NOT_IN_XML.sub("", text)


def write_file(path: Path, data: bytes, *, kept: Path, makes_folders: bool = False) -> None:
    """A link is followed to its file, whose mode stays.

    Raises UnwritableStoreError where something else than a file stands there, and for anything in the folder `kept`.
    """
    old: os.stat_result | None = None
    if str(path) == "-":
        raise UnwritableStoreError(str(path), NO_STANDARD_OUTPUT)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # before its link is followed: a pipe has no name
            raise UnwritableStoreError(str(path), NO_REGULAR_FILE)
        target = resolved(path)
        old = _refuse(path, target, kept)
        if makes_folders:
            target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data, old)
    except OSError as error:
        raise UnwritableStoreError(str(path), f"{advice_on(error)}{STAYS if old else ''}") from error


def resolved(path: Path) -> Path:
    """Raises OSError for links that lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:  # as Python says it up to 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def refuse_inside(path: Path, target: Path, kept: Path) -> None:
    """However it is reached: by links, by another spelling on a disk that does not mind."""
    for folder in (target, *target.parents):
        if folder.exists() and kept.exists() and folder.samefile(kept):
            raise UnwritableStoreError(str(path), OF_THE_DATA)


def _refuse(path: Path, target: Path, kept: Path) -> os.stat_result | None:
    """What stands there now."""
    refuse_inside(path, target, kept)
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(old.st_mode):
        raise UnwritableStoreError(str(path), NO_REGULAR_FILE)
    if old.st_nlink > 1 and any(own.is_file() and own.samefile(target) for own in kept.rglob("*")):
        raise UnwritableStoreError(str(path), OF_THE_DATA)
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return old


def _replace(target: Path, data: bytes, old: os.stat_result | None) -> None:
    temporary = target.with_name(f".senryaku-{secrets.token_hex(8)}.tmp")
    try:
        write_new(temporary, data)
        if old:
            temporary.chmod(stat.S_IMODE(old.st_mode))
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_new(path: Path, data: bytes) -> None:
    """On disk when it returns. Raises FileExistsError, whatever stands there."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
