"""Is a database folder sound? What doctor prints. Reads every byte that is kept, changes nothing."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.storage.durable import read_newest_write
from knowledge.storage.journal import (
    DamagedGenerationError,
    NewerFormatError,
    Snapshot,
    decode_generation,
    decode_journal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One database. `generation` is the newest good one, 0 before the first; `problems` are Japanese sentences."""

    folder: str
    generation: int
    good_generations: int
    documents: int
    journal_records: int
    size_bytes: int
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def summary(self) -> str:
        state = "正常" if self.is_sound else f"要確認 {len(self.problems)}点"
        return (
            f"{state}（{self.documents:,}件、控え{self.good_generations}世代、"
            f"追記{self.journal_records:,}行、{self.size_bytes / 1024:,.0f} KB）"
        )


def check_database(folder: Path) -> Health:
    """Works on folders that cannot be opened any more, and on ones in use: what it reads never changes under it,
    except for a last line that is just being written, which it leaves out. An absent folder is sound and empty.
    """
    newest_write = read_newest_write(folder)  # before the journals: others may write meanwhile
    problems = [_aside(path.name) for path in sorted(folder.glob("*.damaged"))]
    base, state, good = 0, Snapshot(), 0
    for path in sorted(folder.glob("*.json"), reverse=True):
        try:
            header, read = decode_generation(path.read_bytes())
        except DamagedGenerationError as error:
            problems.append(f"「{path.name}」が壊れています（{error}）。次に開くとき、控えから復元します。")
            continue
        except NewerFormatError:
            problems.append(f"「{path.name}」は新しい版の senryaku が書いたものです。")
            continue
        good += 1
        if good == 1:
            base, state = header.generation, read
    replayed = missing = damaged = 0
    for path in sorted(folder.glob("*.journal")):
        text = decode_journal(path.read_bytes())
        damaged += len(text.damaged_lines)
        problems += [f"「{path.name}」の{line}行目が壊れています。" for line in text.damaged_lines]
        for record in text.records:
            if record.sequence > state.sequence:
                missing += record.sequence - state.sequence - 1
                state.apply(record)
                replayed += 1
    missing += max(0, newest_write - state.sequence) - damaged  # those are told above
    if missing > 0:
        problems.append(f"書き込み{missing}回分の記録が見つかりません。控えから戻せるか確かめてください。")
    return Health(
        folder=str(folder),
        generation=base,
        good_generations=good,
        documents=sum(len(documents) for documents in state.tables.values()),
        journal_records=replayed,
        size_bytes=sum(path.stat().st_size for path in folder.glob("*")),
        problems=tuple(problems),
    )


def _aside(name: str) -> str:
    if ".journal" in name:
        happened = "壊れた行や消えた行があったため、残りだけを読みました。失われた登録がないか"
    else:
        happened = "壊れていたため使わず、控えから復元しました。中身を"
    return f"「{name}」は{happened}確かめ、済んだら削除してください。"
