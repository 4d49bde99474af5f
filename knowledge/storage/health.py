"""Is a database folder sound? What doctor prints. Reads every byte that is kept, changes nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from knowledge.model.errors import BusyStoreError, NotAFolderError, UnreadableStoreError
from knowledge.storage.database_lock import locked_folder
from knowledge.storage.journal import (
    DamagedGenerationError,
    JournalPair,
    NewerFormatError,
    Snapshot,
    decode_generation,
)
from knowledge.storage.records import Kinds, reader_of, trouble_with
from knowledge.storage.store_files import LOSS_MARK, NOTES_FOLDER, StoreFiles

_OURS = re.compile(r"newest|.*lock|\d{6,}\.(json|journal|copy)(\.[0-9-]+\.tmp)?")
_ASIDE = (".damaged", ".repaired")
NO_GOOD_COPY = "読める控えが一つも残っていないため、開けません。バックアップから戻してください。"
MENDED = "次に開くとき、控えから復元します。"
PARTLY = "控えにもないところがあるため、次に開くとき、読める分だけを残します。"
UNUSED = "もっと新しい控えがあるため、いまの内容には関わりません。"


class Health(Struct, frozen=True, kw_only=True):
    """One database. `generation` is the newest good one, 0 before the first; `problems` are Japanese sentences.

    `losses` are those of them that say that something recorded is missing from what is shown.
    """

    folder: str
    generation: int = 0
    good_generations: int = 0
    documents: int = 0
    journal_records: int = 0
    size_bytes: int = 0
    problems: tuple[str, ...]
    losses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return Path(self.folder).name

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def summary(self) -> str:
        state = "正常" if self.is_sound else f"要確認 {len(self.problems)}点"
        if not self.generation and not self.size_bytes:
            return f"{state}（{self.documents:,}件）"
        return (
            f"{state}（{self.documents:,}件、控え{self.good_generations}世代、"
            f"追記{self.journal_records:,}行、{self.size_bytes / 1024:,.0f} KB）"
        )


def check_database(folder: Path, kinds: Kinds = MappingProxyType({})) -> Health:
    """Works on folders that cannot be opened any more, and on ones in use: others wait for the moment that it takes.

    An absent folder is sound and empty. `kinds`: what its tables hold.
    """
    with _undisturbed(folder):
        return _check(folder, kinds)


@contextmanager
def _undisturbed(folder: Path) -> Iterator[None]:
    """As far as the system and the others let us."""
    with ExitStack() as stack:
        if (folder / "lock").exists():
            with suppress(OSError, BusyStoreError):
                stack.enter_context(locked_folder(folder))
        yield


def _check(folder: Path, kinds: Kinds) -> Health:
    if folder.is_file():
        return _file_in_its_place(folder)
    files = StoreFiles(folder)
    noted = files.noted().sequence
    problems = [*_strangers(folder)]
    damaged: list[_Damaged] = []
    generation, state, good = _generations(files, problems, damaged)
    journals = files.journals() if folder.exists() else []
    replayed, missing = _replayed(files, journals, generation, state, problems, damaged)
    missing = max(missing + max(0, noted - state.sequence), max((file.lost for file in damaged), default=0))
    losses = [problem for problem in problems if LOSS_MARK in problem]
    if missing:
        losses.append(f"書き込み{missing}回分の記録が見つかりません。控えから戻せるか確かめてください。")
    is_closed = not good and 0 not in journals and bool(journals or (folder.exists() and files.generations()))
    if is_closed:
        losses.append(NO_GOOD_COPY)
    losses += unreadable_records(state.tables, kinds)
    outcome = "" if is_closed else PARTLY if missing else MENDED
    problems += (file.told + (outcome if file.is_used else UNUSED) for file in damaged)
    return Health(
        folder=str(folder),
        generation=generation,
        good_generations=good,
        documents=sum(len(documents) for documents in state.tables.values()),
        journal_records=replayed,
        size_bytes=sum(_sizes(folder)),
        problems=tuple(dict.fromkeys([*problems, *losses])),
        losses=tuple(losses),
    )


class _Damaged(Struct, frozen=True):
    """A file, in a sentence; whether what is shown hangs on it, and how many of its lines no copy holds."""

    told: str
    is_used: bool
    lost: int = 0


def _replayed(
    files: StoreFiles,
    journals: Iterable[int],
    generation: int,
    state: Snapshot,
    problems: list[str],
    damaged: list[_Damaged],
) -> tuple[int, int]:
    """How many later writes were applied to a generation's state, and how many are missing in between."""
    replayed = missing = 0
    for number in journals:
        for record in _pair(files, number, generation, problems, damaged).records:
            if record.sequence > state.sequence:
                missing += record.sequence - state.sequence - 1
                state.apply(record)
                replayed += 1
    return replayed, missing


def given_ids(folder: Path) -> dict[str, int]:
    """The last id of each table that anybody can know of: as noted, or as written before that was noted."""
    files = StoreFiles(folder)
    generation, state, _ = _generations(files, [], [])
    _replayed(files, files.journals() if folder.exists() else (), generation, state, [], [])
    state.raise_ids(files.noted().last_ids)
    return state.last_ids


def _file_in_its_place(path: Path) -> Health:
    told = (str(NotAFolderError(path.name)),)
    return Health(folder=str(path), size_bytes=path.stat().st_size, problems=told, losses=told)


def unreadable_records(tables: Mapping[str, Mapping[str, Any]], kinds: Kinds) -> Iterator[str]:
    """What of them is left out, a sentence each. `tables`: by name, each by its records' numbers."""
    for table, documents in tables.items():
        read = reader_of(kinds, table)
        for id, document in documents.items() if read else ():
            if read and (trouble := trouble_with(document, read)):
                yield f"{_name(table, id, document)}を読めないため、除いています（{trouble}）。"


def _name(table: str, id: str, document: Any) -> str:
    """As people know it, where they do: 「記録 a17」."""
    if table.partition(" ")[0] == "actuals":
        return f"記録 a{id} "
    key = document.get("key") if isinstance(document, dict) else None
    return f"「{table}」の {key or id} "


def databases(data: Path) -> list[Path]:
    """The folders under a data folder that hold one, or have held one that has gone since."""
    kinds = ("json", "journal", "copy")
    found = {path.parent for kind in kinds for path in data.glob(f"*/[0-9]*.{kind}*")}
    noted = {data / path.name for path in (data / NOTES_FOLDER).glob("*")}
    return sorted(found | noted | {path.with_suffix("") for path in data.glob("*.newest")})


def data_folders(data: Path) -> list[Path]:
    """The folder itself, and those in it that are data folders of their own, as each trial has one."""
    own = {folder.name for folder in databases(data)}
    inside = sorted(path for path in data.glob("*") if path.is_dir() and path.name not in own)
    return [data, *(folder for folder in inside if databases(folder))]


def _generations(files: StoreFiles, problems: list[str], damaged: list[_Damaged]) -> tuple[int, Snapshot, int]:
    """The newest good one and what it holds, and how many are good."""
    newest, state, good = 0, Snapshot(), 0
    for number in reversed(files.generations() if files.folder.exists() else []):
        name = f"「{number:06}.json」"
        try:
            data = files.read(number, "json")
            if data is None:
                continue  # gone meanwhile
            _, read = decode_generation(data)
        except DamagedGenerationError as error:
            damaged.append(_Damaged(f"{name}が壊れています（{error}）。{_by_windows(data)}", is_used=not good))
        except NewerFormatError:
            problems.append(f"{name}は新しい版の senryaku が書いたものです。")
        except UnreadableStoreError as error:
            problems.append(str(error))
        else:
            newest, state = (newest, state) if good else (number, read)
            good += 1
    return newest, state, good


def _pair(files: StoreFiles, number: int, generation: int, problems: list[str], damaged: list[_Damaged]) -> JournalPair:
    """A copy that an earlier version did not make yet is nothing to be told."""
    try:
        pair = files.pair(number)
    except UnreadableStoreError as error:
        problems.append(str(error))
        return JournalPair((), 0, ())
    is_used = number >= files.first_journal(generation)
    for kind in pair.wrong:
        with suppress(UnreadableStoreError):
            data = files.read(number, kind)
            if data is not None:
                told = f"「{number:06}.{kind}」に壊れた行や消えた行があります。{_by_windows(data)}"
                damaged.append(_Damaged(told, is_used, pair.lost if number >= generation else 0))
    return pair


def _by_windows(data: bytes | None) -> str:
    is_changed = data is not None and b"\r\n" in data
    return "行の終わりが Windows のものに変わっています。エディターで開いて保存しないでください。" if is_changed else ""


def strange_files(data: Path) -> list[str]:
    """Places of files beside those of the databases, which nothing reads or changes."""
    found = (path for folder in databases(data) for path in folder.glob("*"))
    strange = (path for path in found if not (path.name.endswith(_ASIDE) or _OURS.fullmatch(path.name)))
    return sorted(path.relative_to(data).as_posix() for path in strange)


def _strangers(folder: Path) -> Iterator[str]:
    """What was put aside, and what is none of the files of a database."""
    for path in sorted(folder.glob("*")):
        if path.name.endswith(_ASIDE):
            yield _aside(path.name, is_whole=not StoreFiles(folder).has_lost)
        elif not _OURS.fullmatch(path.name):
            yield f"「{path.name}」は senryaku のファイルではないため、使いません。要らなければ削除してください。"
        elif path.is_dir():
            yield f"「{path.name}」はフォルダーのため、使いません。要らなければ削除してください。"


def _aside(name: str, *, is_whole: bool) -> str:
    """`is_whole`: nothing has been lost here of which somebody has still to look."""
    if name.endswith(LOSS_MARK):
        happened = "があります。記録の一部が失われたため、残りだけを読んでいます。失われた登録がないか"
    else:
        restored = "控えから復元しました" if is_whole else "控えから戻せる分を戻しました"
        happened = f"は壊れていたため使わず、{restored}。中身を"
    return f"「{name}」{happened}確かめ、済んだら削除してください。"


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # of a fold under way
            yield path.stat().st_size
