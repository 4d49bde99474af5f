"""Writing the site: a new folder beside the old one, complete before it takes its place. A failure changes nothing."""

import json
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.config import BotError
from bot.documents.files import refuse_inside, resolved, write_new, xml_text
from knowledge.model import advice_on

MARKER = "senryaku-site.json"  # in every folder we wrote, with the names of our files
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_site(folder: Path, files: Mapping[str, str], *, kept: Path) -> None:
    """Replaces the site in `folder` as a whole. BotError, and nothing changed, where that cannot be done.

    A folder that holds anything we did not write is refused, so nobody's file is ever deleted; and so is the folder
    `kept`, all in it and all around it. Raises UnwritableStoreError for these.
    """
    try:
        target = resolved(folder)
        refuse_inside(folder, target, kept)
        refuse_inside(folder, resolved(kept), target)
        _refuse(folder, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, files)
    except OSError as error:
        raise BotError(f"「{folder}」に書き出せません。{advice_on(error)}もとの内容は変わっていません。") from None


def _refuse(folder: Path, target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise BotError(f"「{folder}」は同じ名前のファイルです。別のフォルダーを指定してください。")
    if target == Path.cwd():
        raise BotError("今いるフォルダーそのものには書き出せません。例えば ./site を指定してください。")
    if foreign := sorted(_files(target) - _ours(target)):
        raise BotError(
            f"「{folder}」には、この書き出しのものではないファイル（{foreign[0]} など {len(foreign)}件）があります。"
            "空のフォルダーか、新しい名前を指定してください。"
        )


def _files(target: Path) -> set[str]:
    found = (path for path in target.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(target).as_posix() for path in found if path.name not in _LEFT_BY_SYSTEMS}


def _ours(target: Path) -> set[str]:
    """As the marker says; a marker that cannot be read claims nothing."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        return {MARKER, *map(str, json.loads((target / MARKER).read_text(encoding="utf-8"))["files"])}
    return set()


def _replace(target: Path, files: Mapping[str, str]) -> None:
    new, old = (target.with_name(f".senryaku-{secrets.token_hex(8)}.{name}") for name in ("new", "old"))
    try:
        new.mkdir()
        for name, text in [*files.items(), (MARKER, _marker(files))]:
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, xml_text(text).encode())
        if target.exists():
            shutil.copymode(target, new)
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _marker(files: Mapping[str, str]) -> str:
    note = "senryaku export site が書き出したフォルダーです。次の書き出しで丸ごと置き換わります。"
    return json.dumps({"note": note, "files": list(files)}, ensure_ascii=False, indent=1) + "\n"
