"""Tokens, wherever records are kept."""

from datetime import UTC, datetime

from bot.api.readers import READERS, ReaderStore
from knowledge.storage.place import RecordPlace, open_records

NOW = datetime(2024, 6, 3, tzinfo=UTC)


def test_a_token_opens_in_every_process_until_one_takes_it_back(place: RecordPlace) -> None:
    one, other = ReaderStore(place), ReaderStore(place)
    reader, token = one.add(" 庁内アシスタント ", at=NOW)
    assert reader.name == "庁内アシスタント"
    assert other.find(token) == reader
    assert other.readers() == [(reader, NOW)]
    assert other.find(f"{token}x") is None
    one.revoke(reader.id)
    assert other.find(token) is None
    again, _ = other.add("ほかの読み手", "external", at=NOW)
    assert again.id != reader.id  # a number is not given twice
    assert again.standing == "external"


def test_what_is_kept_is_no_token(place: RecordPlace) -> None:
    _, token = ReaderStore(place).add("読み手", at=NOW)
    [kept] = open_records(place, READERS).table(READERS)
    assert token.split("-", 2)[2] not in str(dict(kept))
