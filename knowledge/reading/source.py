"""Bytes → numbered lines. Reads UTF-8, UTF-16 (with BOM), Shift_JIS/CP932 and EUC-JP; says no in one sentence."""

import codecs
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.model.data_files import checked, read_toml
from knowledge.model.errors import UnreadableSourceError
from knowledge.model.records import Correction, Finding, Source, Span

MAX_BYTES = 20_000_000  # a strategy is a tenth of a megabyte; a scan given by mistake is a hundred
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` with certain repairs, `likely` with the likely ones too (for search keys only).

    What only some files tell: `page`; `level`, 1 for the outermost heading; `cells` of a table's row, as many in each
    row of it, with `text` their join by tabs. Cells merged across or down hold their text in each.
    """

    number: int
    text: str
    likely: str
    page: int | None = None
    level: int | None = None
    is_bold: bool = False
    cells: tuple[str, ...] = ()


def read_source(path: Path) -> tuple[Source, tuple[Line, ...]]:
    """The file's lines and the SHA-256 of its bytes. UnreadableSourceError says in Japanese what to do."""
    data = _read_bytes(path)
    rows = _decode(path, data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")
    lines = tuple(Line(number, text, text) for number, text in enumerate(rows, start=1))
    return Source(hashlib.sha256(data).hexdigest(), path.name), lines


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableSourceError(
            str(path), "本文のテキストファイルか、strategy.txt の入ったフォルダーを指定してください。"
        )
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # a device such as /dev/zero has no size and no end
    except FileNotFoundError:
        raise UnreadableSourceError(str(path), "ファイルが見つかりません。場所と名前を確かめてください。") from None
    except OSError:
        raise UnreadableSourceError(str(path), "開けません。読み取りの権限を確かめてください。") from None
    if len(data) > MAX_BYTES:
        raise UnreadableSourceError(
            str(path), "大きすぎます（20MBまで）。本文だけのテキストファイルを指定してください。"
        )
    if not data.strip() or data.decode("utf-8", "ignore").isspace():
        raise UnreadableSourceError(str(path), "中身がありません。本文の入ったファイルを指定してください。")
    return data


def _decode(path: Path, data: bytes) -> str:
    encodings = [name for bom, name in _BOMS if data.startswith(bom)] or ["utf-8", "euc_jp", "euc_jis_2004", "cp932"]
    readings = []
    for encoding in encodings:
        try:
            readings.append(codecs.getincrementaldecoder(encoding)().decode(data))  # allows a cut last character
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf"):
            break  # UTF-8 that decodes is UTF-8; only the older ones can be mistaken for each other
    readable = [text for text in readings if "\0" not in text]
    if not readable:
        raise UnreadableSourceError(
            str(path), "文字として読めません。UTF-8 か Shift_JIS のテキストファイルで保存し直してください。"
        )
    return max(readable, key=_japaneseness)


def _japaneseness(text: str) -> int:
    """Hiragana counts for, half-width katakana against: EUC-JP read as Shift_JIS is full of the latter."""
    return sum(("ぁ" <= char <= "ん") - ("｡" <= char <= "ﾟ") for char in text)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """`[[correction]]` tables: line, printed, read_as, reason, certainty."""
    return checked(read_toml(path).get("correction", []), tuple[Correction, ...], path)


def repair(lines: Sequence[Line], corrections: Sequence[Correction]) -> tuple[tuple[Line, ...], list[Finding]]:
    """Applies corrections where the line still holds what was printed; reports those that no longer match."""
    repaired = list(lines)
    findings = []
    for correction in corrections:
        at = correction.line - 1
        if not (0 <= at < len(lines)) or correction.printed not in repaired[at].likely:
            message = f"訂正「{correction.printed}」→「{correction.read_as}」の行に、その文字列がありません"
            findings.append(Finding("error", message, Span(correction.line, correction.line)))
            continue
        repaired[at] = _apply(repaired[at], correction)
    return tuple(repaired), findings


def _apply(line: Line, correction: Correction) -> Line:
    likely = line.likely.replace(correction.printed, correction.read_as)
    if correction.certainty == "likely":
        return replace(line, likely=likely)
    text = line.text.replace(correction.printed, correction.read_as)
    return replace(line, text=text, likely=likely, cells=tuple(text.split("\t")) if line.cells else ())
