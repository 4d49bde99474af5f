"""Who may read through the doors for other programs: a token each, of which only a hash is kept.

store = ReaderStore(data)
reader, token = store.add("庁内アシスタント", at=now)   # the token is shown once
store.find(token)                                     # None for any other
store.revoke(reader.id)                               # at once, for programs that run too
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from bot.config import BotError
from knowledge.model.base_json import reader
from knowledge.storage.interface import Records
from knowledge.storage.place import RecordPlace, open_records, was_kept_at
from knowledge.storage.records import Kinds

READERS = "readers"
MOST_OF_A_NAME = 80
READER_NAME_MISSING = f"読み手の名前を、{MOST_OF_A_NAME}字までで書いてください（例 token add 庁内アシスタント）。"
NO_READER = "「{id}」という読み手はありません。senryaku token list で確かめてください。"
_PREFIX = "senryaku"  # by which the log knows a token and leaves it out
_NOBODY = hashlib.sha256(b"").hexdigest()

ReaderStanding = Literal["staff", "external"]


class ApiReader(Struct, frozen=True, kw_only=True):
    """A program. `standing`: whose rights it has, those of staff or of another organisation's people."""

    id: str
    name: str
    standing: ReaderStanding = "staff"


LOCAL = ApiReader(id="local", name="この機械の利用者")
"""Who started the program on the data folder itself, and could as well ask in the terminal."""


class _Stored(Struct, frozen=True, kw_only=True):
    name: str
    standing: ReaderStanding
    digest: str
    at: datetime


READER_KINDS: Kinds = {READERS: reader(_Stored)}


class ReaderStore:
    """Several processes may each have one on the same records. Nothing is created where no token was ever made."""

    def __init__(self, place: RecordPlace) -> None:
        self._place = place

    def add(self, name: str, standing: ReaderStanding = "staff", *, at: datetime) -> tuple[ApiReader, str]:
        """With its token, which nobody can be told again. Raises BotError."""
        name = name.strip()
        if not 0 < len(name) <= MOST_OF_A_NAME:
            raise BotError(READER_NAME_MISSING)
        secret = secrets.token_urlsafe(32)
        stored = {"name": name, "standing": standing, "digest": _digest(secret), "at": at.isoformat()}
        number = self._made.table(READERS).insert(stored)
        made = ApiReader(id=f"r{number}", name=name, standing=standing)
        return made, f"{_PREFIX}-{made.id}-{secret}"

    def readers(self) -> list[tuple[ApiReader, datetime]]:
        """The first made first, with when."""
        return [(_reader(id, one), datetime.fromisoformat(one["at"])) for id, one in self._all().items()]

    def revoke(self, id: str) -> ApiReader:
        """Raises BotError where there is none."""
        stored = self._all().get(id)
        if stored is None:
            raise BotError(NO_READER.format(id=id))
        self._made.table(READERS).remove(doc_ids=[int(id.removeprefix("r"))])
        return _reader(id, stored)

    def find(self, token: str) -> ApiReader | None:
        """In the same time whether there is such a reader or not."""
        prefix, _, rest = token.partition("-")
        id, _, secret = rest.partition("-")
        stored = self._all().get(id)
        is_same = hmac.compare_digest(_digest(secret), str(stored["digest"]) if stored else _NOBODY)
        return _reader(id, stored) if stored and is_same and prefix == _PREFIX else None

    def _all(self) -> Mapping[str, Mapping[str, Any]]:
        if not was_kept_at(self._place, READERS):
            return {}
        return {f"r{one.doc_id}": one for one in self._made.readable(READERS)}

    @cached_property
    def _made(self) -> Records:
        return open_records(self._place, READERS, READER_KINDS)


def _reader(id: str, stored: Mapping[str, Any]) -> ApiReader:
    return ApiReader(id=id, name=stored["name"], standing=stored["standing"])


def _digest(secret: str) -> str:
    """A token has 256 bits of chance: nothing slower than this is needed against guessing."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
