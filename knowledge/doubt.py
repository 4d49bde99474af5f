"""What speaks against an answer: a count nobody printed, a project or a measure whose name is not the record's."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.features import sound_key_of
from knowledge.source import read_toml
from knowledge.tokenizer import tokenize
from knowledge.vocabulary import GENERAL

_NAME = r"([^\sはがをにでと、。「」()?]{2,}?(?:%s)事業)"
_MEASURE = r"([一-龥ァ-ヶーa-z0-9々のぁ-ん]{0,14}?[一-龥ァ-ヶーa-z々]{2,}?(?:%s))(?![一-龥])"


@dataclass(frozen=True, slots=True)
class Doubts:
    """Each from 0 (nothing speaks against it) to 1. `counter_met` speaks for it: the asked count is printed."""

    counter_gap: float
    counter_met: float
    project_gap: float
    measure_gap: float


class Doubter:
    """Compares what a question names with what a record is called. Word lists are data (doubts.toml)."""

    def __init__(self, folder: Path = GENERAL) -> None:
        data = read_toml(folder / "doubts.toml")
        counters = "|".join(map(re.escape, sorted(data["counters"], key=len, reverse=True)))
        self._counter = re.compile(rf"(?:何|なん)({counters})")
        self._same = data["same_counters"]
        self._project = re.compile(_NAME % "|".join(data["project_endings"]))
        self._measure = re.compile(_MEASURE % "|".join(sorted(data["measure_endings"], key=len, reverse=True)))

    def doubts(self, key: str, record_text: str, record_names: Sequence[str]) -> Doubts:
        """`key` and `record_text` folded without spaces; `record_names` as sound keys."""
        gap, met = self._counter_gap(key, record_text)
        return Doubts(
            gap, met, _name_gap(self._project.findall(key), record_names),
            _name_gap(self._measure.findall(key), record_names),
        )  # fmt: skip

    def _counter_gap(self, key: str, text: str) -> tuple[float, float]:
        match = self._counter.search(key)
        if match is None:
            return 0.0, 0.0
        counter = re.escape(self._same.get(match[1], match[1]))
        printed = re.search(rf"[\d一二三四五六七八九十][万億千百]*{counter}", text)
        return (0.0, 1.0) if printed else (1.0, 0.0)


def _name_gap(said: Iterable[str], names: Sequence[str]) -> float:
    """How far the longest name said is from the nearest of the record's names, by sound."""
    keys = [spoken(name) for name in said]
    if not keys:
        return 0.0
    longest = max(keys, key=len)
    return 1 - max((fuzz.ratio(longest, name) / 100 for name in names), default=0.0)


def spoken(name: str) -> str:
    """A name as a sound key."""
    return sound_key_of(tokenize(name))
