"""Which indicator a cell names: by its id, by its name, or by its name with what sheets write around it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator

_NUMBER = re.compile(r"^\s*(?:[①-⑳・●○■◆◇※]|[(（]\s*[\dア-ン一-十]{1,2}\s*[)）]|\d{1,2}\s*[.．)）、])\s*")
_NOTE = re.compile(r"(?:[※＊*]\s*+\d{0,2}|[(（]?注\s*+\d{0,2}[)）]?)$")
_OPENING, _CLOSING = tuple("(（[［【〔〈"), tuple(")）]］】〕〉")
_UNIT_WORD = re.compile(r"^単位(?=.)\s*+[:：]?\s*+")
_LIKE = 0.6  # of difflib's ratio: 「進出企業数」 for 「進出企業数（累計）」


class IndicatorNames:
    """The indicators of a plan under every spelling that a sheet may use."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._ids = {name_key(id): one for id, one in indicators.items()}
        self._names: dict[str, list[Indicator]] = defaultdict(list)
        for one in indicators.values():
            for key in dict.fromkeys((name_key(one.title), name_key(one.name))):
                self._names[key].append(one)

    def by_id(self, text: str) -> Indicator | None:
        return self._ids.get(name_key(text))

    def knows(self, text: str) -> bool:
        return bool(text) and (self.by_id(text) is not None or bool(self.named(text)))

    def named(self, text: str) -> tuple[Indicator, ...]:
        """Exactly so; else without a list mark before it, a note's mark and its own unit behind it."""
        if exact := self._names.get(name_key(text)):
            return tuple(exact)
        bare = _NOTE.sub("", _NUMBER.sub("", unicodedata.normalize("NFC", text)).rstrip()).rstrip()
        if found := self._names.get(name_key(bare)):
            return tuple(found)
        name, unit = _split_unit(bare)
        named = self._names.get(name_key(name), []) if unit is not None else []
        return tuple(one for one in named if name_key(one.unit) == name_key(unit or ""))

    def nearest(self, text: str) -> Indicator | None:
        """That whose name is most like it, to be asked about."""
        near = get_close_matches(name_key(text), self._names, n=1, cutoff=_LIKE)
        return self._names[near[0]][0] if near else None


def _split_unit(text: str) -> tuple[str, str | None]:
    """「転入者数（単位: 人）」 → 転入者数, 人; None where none stands in brackets at the end."""
    name, at = text[:-1], max(map(text[:-1].rfind, _OPENING))
    inner = name[at + 1 :]
    if not text.endswith(_CLOSING) or at < 0 or not inner or set(inner) & set(_CLOSING):
        return text, None
    return name[:at], _UNIT_WORD.sub("", inner)
