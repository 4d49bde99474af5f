"""What stands in the files of a database, as bytes ↔ records: checked journal lines and checked generations.

A journal line is one write: `<crc32 of the rest, 8 hex digits> {"n": sequence, "c": [[table, id, document], …]}`.
A document of null deletes. Sequence numbers rise by one over all journals of a database, so a missing line shows.
Each journal has a copy of the same bytes: a line changed or missing in one is taken from the other.

A generation is every table folded, as one JSON object in TinyDB's own shape (any TinyDB or JSON tool reads it):
its first line is the table `_file` with the header, whose SHA-256 covers everything but itself.
Pure: no files here; `durable.py` moves the bytes.
"""

import hashlib
import json
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from knowledge.model.structs import replace

Document = dict[str, Any]
DocumentChange = tuple[str, str, Document | None]  # table, document id, new document or None for deleted
Tables = dict[str, dict[str, Document]]

JOURNAL_FORMAT = 1
HEADER_TABLE = "_file"
NO_CHECKSUM = "0" * 64
_CRC_LENGTH = 8
_NUMBER = re.compile(rb'\{"n":(\d+),')  # as `encode_record` begins a line


class DamagedGenerationError(ValueError):
    """The bytes are not a generation as it was written."""


class NewerFormatError(ValueError):
    """Written by a later version of this module."""


class Snapshot(Struct):
    """All tables after write number `sequence`. `last_ids` never fall, so ids are not given twice."""

    tables: Tables = field(default_factory=dict)
    last_ids: dict[str, int] = field(default_factory=dict)
    sequence: int = 0

    def apply(self, record: "Write") -> None:
        """Carries out one write. Documents are replaced, never changed in place."""
        for table, id, document in record.changes:
            documents = self.tables.setdefault(table, {})
            if document is None:
                documents.pop(id, None)
            else:
                documents[id] = document
            if id.isdecimal():
                self.raise_ids({table: int(id)})
        self.sequence = record.sequence

    def raise_ids(self, given: Mapping[str, int]) -> None:
        for table, id in given.items():
            self.last_ids[table] = max(self.last_ids.get(table, 0), id)

    def copy(self) -> "Snapshot":
        """A state that later writes leave as it is; the documents themselves are shared."""
        tables = {name: dict(documents) for name, documents in self.tables.items()}
        return Snapshot(tables, dict(self.last_ids), self.sequence)


class Write(Struct, frozen=True):
    """One write: all of its changes happen, or none."""

    sequence: int
    changes: tuple[DocumentChange, ...]


class JournalText(Struct, frozen=True):
    """Journal bytes, read. `end` is where the last complete line ends; what follows was torn by a crash.

    `damaged_lines` (1-based) are complete and yet wrong: not torn, but changed after they were written.
    """

    records: tuple[Write, ...]
    end: int
    damaged_lines: tuple[int, ...]


class JournalPair(Struct, frozen=True):
    """A journal and its copy, read as one. `records` rise; `end` is where the journal's last complete line ends.

    `wrong` names what of the two is missing, or lost or changed lines: `journal`, `copy` or both. After a crash the
    copy may lack the last line, which was never acknowledged: that is nothing wrong. `lost`: lines that neither holds.
    """

    records: tuple[Write, ...]
    end: int
    wrong: tuple[str, ...]
    lost: int = 0


class Noted(Struct, frozen=True, kw_only=True):
    """What is known of the last write beside the journal, so that one that lost its end does not look whole."""

    sequence: int = 0
    last_ids: dict[str, int] = field(default_factory=dict)


class GenerationHeader(Struct, frozen=True):
    """`sequence` is the last write that the generation holds."""

    generation: int
    sequence: int
    sha256: str
    last_ids: dict[str, int]


def _dump(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")  # Slack can send half an emoji; it must not stop a write


def _load(data: bytes) -> Any:
    return json.loads(data.decode("utf-8", "surrogatepass"))


def encode_record(record: Write) -> bytes:
    """One line, newline included. Raises TypeError or ValueError for what JSON cannot hold."""
    return _checked_line({"n": record.sequence, "c": record.changes})


def _checked_line(value: object) -> bytes:
    body = _dump(value)
    return b"%08x %s\n" % (zlib.crc32(body), body)


def encode_noted(noted: Noted) -> bytes:
    return _checked_line({"n": noted.sequence, "ids": noted.last_ids})


def decode_noted(data: bytes) -> Noted:
    """Nothing where it is damaged: it only ever says more than the journal. Up to 0.2 it was a bare number."""
    if data.isdigit():
        return Noted(sequence=int(data))
    body = _checked_body(data.rstrip())
    read = _load(body) if body is not None else {}
    return Noted(sequence=read.get("n", 0), last_ids=read.get("ids", {}))


def latest_noted(*all: Noted) -> Noted:
    both = Snapshot()
    for each in all:
        both.raise_ids(each.last_ids)
    return Noted(sequence=max(each.sequence for each in all), last_ids=both.last_ids)


def decode_pair(journal: bytes | None, copy: bytes | None, known: int = 0) -> JournalPair:
    """None for a file that is not there: a copy is missing in a folder that an earlier version wrote.

    `known`: as for `decode_journal`.
    """
    ours = decode_journal(journal or b"", known)
    theirs = ours if copy == journal else decode_journal(copy or b"", known)
    by_sequence = {record.sequence: record for record in (*theirs.records, *ours.records)}
    wrong = []
    if ours.damaged_lines or by_sequence.keys() - {record.sequence for record in ours.records}:
        wrong.append("journal")
    is_behind = not wrong and (journal or b"")[: ours.end].startswith(copy or b"")
    if theirs.damaged_lines or (copy is None and ours.records) or not (wrong or is_behind):
        wrong.append("copy")
    lines = max(len(each.records) + len(each.damaged_lines) for each in (ours, theirs))
    records = tuple(by_sequence[number] for number in sorted(by_sequence))
    return JournalPair(records, ours.end, tuple(wrong), max(0, lines - len(records)))


def decode_journal(data: bytes, known: int = 0) -> JournalText:
    """Every line is checked; what writes up to the number `known` changed is not read, as it stands elsewhere."""
    records: list[Write] = []
    damaged: list[int] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        record = _decode_record(line, known)
        if record is None:
            damaged.append(number)
        else:
            records.append(record)
    return JournalText(tuple(records), len(data) - len(lines[-1]), tuple(damaged))


def _decode_record(line: bytes, known: int) -> Write | None:
    body = _checked_body(line)
    if body is None:
        return None
    number = _NUMBER.match(body) if known else None
    if number and int(number[1]) <= known:
        return Write(int(number[1]), ())
    read = _load(body)
    return Write(read["n"], tuple((sys.intern(table), id, _with_known_names(each)) for table, id, each in read["c"]))


def _with_known_names(document: Document | None) -> Document | None:
    """The names of fields are the same in all documents of a table, and each line brings them anew.

    What other hands have written may be no document at all; whoever reads it refuses it, this stops nobody.
    """
    if not isinstance(document, dict):
        return document
    return {sys.intern(name): value for name, value in document.items()}


def _checked_body(line: bytes) -> bytes | None:
    start, body = line[: _CRC_LENGTH + 1], line[_CRC_LENGTH + 1 :]
    return body if start == b"%08x " % zlib.crc32(body) else None


def encode_generation(state: Snapshot, generation: int) -> Iterator[bytes | bytearray]:
    """The file in two pieces, the second made document by document, so that other threads go on. Not kept as so many
    small pieces: what they took would stay with the program.
    """
    unsigned = GenerationHeader(generation, state.sequence, NO_CHECKSUM, state.last_ids)
    body = bytearray()
    for piece in _encode_tables(state.tables):
        body += piece
    digest = hashlib.sha256(_header_line(unsigned))
    digest.update(body)
    yield _header_line(replace(unsigned, sha256=digest.hexdigest()))
    yield body


def _header_line(header: GenerationHeader) -> bytes:
    return b'{"%s":{"1":%s}\n' % (HEADER_TABLE.encode(), _dump({"format": JOURNAL_FORMAT, **asdict(header)}))


def _encode_tables(tables: Tables) -> Iterator[bytes]:
    for name, documents in tables.items():
        yield b",%s:{\n" % _dump(name)
        for position, (id, document) in enumerate(documents.items()):
            yield b"%s%s:%s\n" % (b"," if position else b"", _dump(id), _dump(document))
        yield b"}\n"
    yield b"}\n"


def decode_header(first_line: bytes) -> GenerationHeader:
    """The header, not yet checked against the body. Raises DamagedGenerationError or NewerFormatError."""
    try:
        fields = _load(first_line + b"}")[HEADER_TABLE]["1"]
        header = GenerationHeader(fields["generation"], fields["sequence"], fields["sha256"], fields["last_ids"])
        format = int(fields["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedGenerationError("先頭の行が読めません") from error
    if format > JOURNAL_FORMAT:
        raise NewerFormatError(format)
    return header


def check_generation(data: bytes) -> GenerationHeader:
    """Checks every byte without reading the tables. Raises DamagedGenerationError or NewerFormatError."""
    first_line, newline, body = data.partition(b"\n")
    header = decode_header(first_line)
    unsigned = first_line.replace(header.sha256.encode(), NO_CHECKSUM.encode(), 1) + newline
    digest = hashlib.sha256(unsigned)
    digest.update(body)
    if digest.hexdigest() != header.sha256:
        raise DamagedGenerationError("検査の値が合いません")
    return header


def decode_generation(data: bytes) -> tuple[GenerationHeader, Snapshot]:
    """Checks, then reads. Raises DamagedGenerationError or NewerFormatError."""
    header = check_generation(data)
    tables = _load(data)
    del tables[HEADER_TABLE]
    return header, Snapshot(tables, dict(header.last_ids), header.sequence)
