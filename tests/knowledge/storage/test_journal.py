"""Bytes ↔ records: what was written is read, and what was not written so is noticed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.storage.journal import (
    DamagedGenerationError,
    NewerFormatError,
    Snapshot,
    Write,
    decode_generation,
    decode_journal,
    encode_generation,
    encode_record,
)

TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(TEXTS, JSON, max_size=4)
CHANGES = st.tuples(st.sampled_from(["actuals", "予約"]), st.integers(1, 9).map(str), DOCUMENTS | st.none())
WRITES = st.lists(st.lists(CHANGES, min_size=1, max_size=4).map(tuple), max_size=12)


def records(writes: list[Any]) -> list[Write]:
    return [Write(number, changes) for number, changes in enumerate(writes, start=1)]


def replayed(writes: list[Any]) -> Snapshot:
    state = Snapshot()
    for record in records(writes):
        state.apply(record)
    return state


@given(WRITES)
def test_a_journal_reads_back_as_written(writes: list[Any]) -> None:
    data = b"".join(encode_record(record) for record in records(writes))
    read = decode_journal(data)
    assert list(read.records) == records(writes)
    assert (read.end, read.damaged_lines) == (len(data), ())


@given(WRITES, st.data())
def test_a_journal_cut_anywhere_keeps_every_complete_line(writes: list[Any], data: st.DataObject) -> None:
    lines = [encode_record(record) for record in records(writes)]
    whole = b"".join(lines)
    cut = data.draw(st.integers(0, len(whole)))
    read = decode_journal(whole[:cut])
    complete = whole[:cut].count(b"\n")
    assert list(read.records) == records(writes)[:complete]
    assert read.damaged_lines == ()
    assert read.end == sum(map(len, lines[:complete]))


def test_a_changed_line_is_named_and_the_others_are_read() -> None:
    lines = [encode_record(Write(n, (("actuals", str(n), {"value": str(n)}),))) for n in (1, 2, 3)]
    read = decode_journal(lines[0] + lines[1].replace(b'"value":"2"', b'"value":"9"') + lines[2])
    assert [record.sequence for record in read.records] == [1, 3]
    assert read.damaged_lines == (2,)


@given(WRITES, st.data())
def test_of_writes_that_are_known_only_the_numbers_are_read_and_every_line_is_checked(
    writes: list[Any], data: st.DataObject
) -> None:
    lines = [encode_record(record) for record in records(writes)]
    known = data.draw(st.integers(0, len(lines)))
    damaged = data.draw(st.sampled_from([None, *range(1, len(lines) + 1)]))
    if damaged:
        lines[damaged - 1] = b"0" * 8 + lines[damaged - 1][8:]
    read = decode_journal(b"".join(lines), known)
    whole = [Write(each.sequence, () if each.sequence <= known else each.changes) for each in records(writes)]
    assert list(read.records) == [each for each in whole if each.sequence != damaged]
    assert read.damaged_lines == ((damaged,) if damaged else ())


@given(WRITES)
def test_a_generation_reads_back_as_written(writes: list[Any]) -> None:
    state = replayed(writes)
    header, read = decode_generation(b"".join(encode_generation(state, 7)))
    assert read == state
    assert header.generation == 7


@given(WRITES, st.data())
def test_no_byte_of_a_generation_can_change_unnoticed(writes: list[Any], data: st.DataObject) -> None:
    written = bytearray(b"".join(encode_generation(replayed(writes), 1)))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((DamagedGenerationError, NewerFormatError)):
        decode_generation(bytes(written))


@given(WRITES, st.data())
def test_no_generation_cut_short_is_taken_for_a_whole_one(writes: list[Any], data: st.DataObject) -> None:
    written = b"".join(encode_generation(replayed(writes), 1))
    with pytest.raises(DamagedGenerationError):
        decode_generation(written[: data.draw(st.integers(0, len(written) - 1))])


def test_a_generation_is_plain_json_in_tinydbs_own_shape() -> None:
    state = Snapshot()
    state.apply(Write(1, (("actuals", "1", {"note": "速報"}),)))
    tables = json.loads(b"".join(encode_generation(state, 1)))
    assert tables["actuals"] == {"1": {"note": "速報"}}


def test_half_an_emoji_from_slack_can_be_kept() -> None:
    record = Write(1, (("feedback", "1", {"text": "\ud83d"}),))
    assert decode_journal(encode_record(record)).records == (record,)
