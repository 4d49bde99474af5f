"""Where the data files of the package lie, and how one is read."""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.model.errors import BadDataFileError
from knowledge.model.prepared import Prepared, stamp_of

KNOWLEDGE = Path(__file__).parent.parent
STRATEGIES = KNOWLEDGE / "strategies"  # a folder a strategy: its text and what belongs to it
VOCABULARY = KNOWLEDGE / "vocabulary"  # words that hold for every municipality
TEXT_FILE = "strategy.txt"
CORRECTIONS_FILE = "corrections.toml"
LINKS_FILE = "links.toml"
LAYOUT_FILE = "layout.toml"
SHIPPED = Prepared()
"""What is made of the words that are shipped: one a process, as are the caches over them. The program says where it is
kept between starts.
"""
_PACKAGE = Prepared()
"""The fingerprint of the package, as long as no file of it was written: to read all takes a twentieth of a start."""


def text_path(path: Path) -> Path:
    """A strategy is named by its text, or by the folder that holds strategy.txt and its data files."""
    return path / TEXT_FILE if path.is_dir() and (path / TEXT_FILE).exists() else path


def shipped_strategies() -> tuple[Path, ...]:
    """The folders of the strategies that come with the program."""
    return tuple(sorted(path.parent for path in STRATEGIES.glob(f"*/{TEXT_FILE}")))


def keep_shipped(folder: Path, mark: str) -> None:
    """In this folder, between starts. `mark`: of the dictionary, without which the words are others."""
    _PACKAGE.keep_in(folder / "package", _stamp())
    SHIPPED.keep_in(folder / "words", fingerprint_of([mark]))


@cache
def _stamp() -> str:
    return stamp_of(KNOWLEDGE, ".py", ".toml")


@cache
def package_fingerprint() -> str:
    """SHA-256 of the code that reads and understands plans, and of the words that hold for all of them."""
    return _PACKAGE.made("fingerprint", _read_fingerprint, str)


def _read_fingerprint() -> str:
    whole = hashlib.sha256()
    for path in sorted([*KNOWLEDGE.rglob("*.py"), *VOCABULARY.rglob("*.toml")]):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def fingerprint_of(marks: Iterable[str], files: Iterable[Path] = ()) -> str:
    """Of what is made from some files by the program as it is; `marks`: of whatever else it is made from."""
    whole = hashlib.sha256("\0".join([package_fingerprint(), *marks]).encode())
    for path in files:
        with suppress(OSError):
            whole.update(f"\0{path.name}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    return whole.hexdigest()


def read_toml(path: Path) -> dict[str, Any]:
    """A data file beside the text; an absent one is empty. What is shipped is parsed once: let nobody change it."""
    return _shipped(path) if path.parent == VOCABULARY else _parsed(path)


@cache
def _shipped(path: Path) -> dict[str, Any]:
    return _kept(path)


def _kept(path: Path) -> dict[str, Any]:
    return SHIPPED.made(f"toml-{path.stem}", lambda: _parsed(path), dict)


def save_shipped() -> None:
    """With all files of words, those that were read before it was said where they are kept, too."""
    if SHIPPED.is_new:
        for path in VOCABULARY.glob("*.toml"):
            _kept(path)
    SHIPPED.save()
    _PACKAGE.save()


def _parsed(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadDataFileError(str(path), "UTF-8 で保存されていません") from None
    except OSError:
        raise BadDataFileError(str(path), "開けません") from None
    except RecursionError:
        raise BadDataFileError(str(path), "入れ子が深すぎます") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise BadDataFileError(str(path), f"{at[1]}行目を読めません" if at else "終わりが欠けています") from None
    except ValueError:
        raise BadDataFileError(str(path), "数が長すぎます") from None
