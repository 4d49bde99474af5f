"""What speaks against an answer: a count nobody printed, a project or a measure whose name is not the record's."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.japanese.phonetics import spoken
from knowledge.japanese.tokenizer import tokenize
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import without_years
from knowledge.model.normalize import name_key

_NAME = r"([^\sはがをにでと、。「」()?]{2,}?(?:%s)事業)"
_COMPOUND = r"([一-龥ァ-ヶーa-z0-9々・]{3,}事業)(?!者|所|費|承継|名|一覧|群|化)"
_MEASURE = r"([一-龥ァ-ヶーa-z0-9々のぁ-ん]{0,14}?[一-龥ァ-ヶーa-z々]{2,}?(?:%s))(?![一-龥])"
_MEASURED = r"((?:[一-龥ァ-ヶーa-z0-9々]+の)?[一-龥ァ-ヶーa-z0-9々]*(?:%s))(?![一-龥])"  # 「消防団員の数」
NEAR = 0.25  # how far a name said may be from the record's names, by sound, for a slip of the keyboard
STRANGE = 0.4  # and how far for another way to say it


@dataclass(frozen=True, slots=True)
class Suspect:
    """The record that would be shown: its words and names, and what of the question it knows nothing of.

    `text` folded without spaces; `missing`: the question's words that the record does not know, in normalised forms.
    `has_number`: an indicator, or a passage that prints one.
    """

    text: str
    names: Sequence[str]
    has_number: bool
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doubts:
    """Each from 0 (nothing speaks against it) to 1. `counter_met` speaks for it: the asked count is printed.

    The gaps tell how far a name said is from the record's; `other_project` and `other_measure` are 1 where such a
    name also holds a word that the record does not know; `uncounted`: a number is asked of what has none.
    """

    counter_gap: float
    counter_met: float
    uncounted: float
    project_gap: float
    measure_gap: float
    other_project: float
    other_measure: float


class Doubter:
    """Compares what a question names with what a record is called. Word lists are data (doubts.toml)."""

    def __init__(self) -> None:
        data = read_toml(VOCABULARY / "doubts.toml")
        counters = _alternatives(data["counters"])
        measures = _alternatives(data["measure_endings"])
        self._counter = re.compile(rf"(?:何|なん)({counters})")
        self._same = data["same_counters"]
        self._counts = [
            re.compile(pattern.replace("{counters}", counters).replace("{measures}", measures))
            for pattern in data["count_questions"]
        ]
        self._project = re.compile(_NAME % _alternatives(data["project_endings"]))
        self._official_end = re.compile(rf"(?:{_alternatives(data['project_endings'])})*(?:事業)?$")
        self._compound = re.compile(_COMPOUND)
        self._measure, self._measured = re.compile(_MEASURE % measures), re.compile(_MEASURED % measures)
        self._not_counts = re.compile(_alternatives(data["not_counts"]))
        self._no_measures = frozenset(data["no_measures"])
        self._figures = data["figure_words"]
        self._measure_words = frozenset(data["measure_words"])

    def doubts(self, key: str, suspect: Suspect) -> Doubts:
        """`key`: the question, folded without spaces."""
        gap, met = self._counter_gap(key, suspect.text)
        projects = [*self._project.findall(key), *self._compound.findall(key)]
        dateless = self._not_counts.sub("", without_years(key))
        measures = [name for name in self._measure.findall(dateless) if name not in self._no_measures]
        measured = [name for name in self._measured.findall(dateless) if name not in self._no_measures]
        apart = min(_name_gap(some, suspect.names) for some in (measures, measured) if some) if measured else 0.0
        project_gap, measure_gap = _name_gap(projects, suspect.names), _name_gap(measures, suspect.names)
        return Doubts(
            counter_gap=gap,
            counter_met=met,
            uncounted=float(self.asks_count(key) and not suspect.has_number and not met),
            project_gap=project_gap,
            measure_gap=measure_gap,
            other_project=float(self._is_other_project(projects, project_gap, suspect)),
            other_measure=float(suspect.has_number and self._is_other_measure(measured, apart, suspect)),
        )

    def asks_count(self, key: str) -> bool:
        """A number is asked for, not only spoken of: 「何校」「参加者数は」."""
        plain = self._not_counts.sub("", key)
        return any(pattern.search(plain) for pattern in self._counts)

    def asks_figure(self, key: str) -> bool:
        """The same, or 「…の目標値」, which projects with indicators have too."""
        return self.asks_count(key) or any(word in key for word in self._figures)

    def is_known(self, asked: Collection[str], suspect: Suspect) -> bool:
        """The record knows a word of the question that tells one record from another, if there is any."""
        return not (set(asked) - self._measure_words or set(asked)) <= suspect.missing

    def _is_other_project(self, said: Sequence[str], gap: float, suspect: Suspect) -> bool:
        """The longest name said holds a word that tells records apart and that this one does not know.

        What sounds like the official name of a project is judged more strictly: the words it begins with must be
        printed of the record, not only be said of it.
        """
        official = any(self._project.fullmatch(name) for name in said)
        if gap <= (NEAR if official else STRANGE):
            return False
        if official and _name_gap(map(self._head, said), [self._head(name) for name in suspect.names]) <= STRANGE:
            return False
        telling, slips = self._telling(said), self._slips(said, suspect.names)
        if official:
            return any(surface not in suspect.text for word, surface in telling.items() if word not in slips)
        return bool(telling.keys() & suspect.missing - slips)

    def _is_other_measure(self, said: Sequence[str], apart: float, suspect: Suspect) -> bool:
        """It knows none of the words that tell what is counted, or not all of them and its name is far off."""
        if not said:
            return False
        telling = self._telling(said).keys()
        missing = telling & suspect.missing - self._slips(said, suspect.names)
        return bool(missing) and (apart > STRANGE or missing == telling)

    def _telling(self, said: Iterable[str]) -> dict[str, str]:
        """The words of the longest name said that tell one record from another: normalised form → as said."""
        tokens = tokenize(max(said, key=len))
        return {t.norm: name_key(t.surface) for t in tokens if t.is_content and t.norm not in self._measure_words}

    def _slips(self, said: Iterable[str], names: Iterable[str]) -> set[str]:
        """Those of them that sound as a piece of the record's names does: 「融始」 for 融資."""
        sounds = " ".join(map(spoken, names))
        return {word for word, surface in self._telling(said).items() if spoken(surface) in sounds}

    def _head(self, name: str) -> str:
        """What a project's name begins with, before the words that many such names end with."""
        return self._official_end.sub("", name) or name

    def _counter_gap(self, key: str, text: str) -> tuple[float, float]:
        match = self._counter.search(key)
        if match is None:
            return 0.0, 0.0
        counters = _alternatives([match[1], *self._same.get(match[1], ())])
        printed = re.search(rf"[\d一二三四五六七八九十][万億千百]*(?:{counters})", text)
        return (0.0, 1.0) if printed else (1.0, 0.0)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _name_gap(said: Iterable[str], names: Sequence[str]) -> float:
    """How far the longest name said is from the nearest of the record's names, by sound."""
    keys = [spoken(name) for name in said]
    if not keys:
        return 0.0
    longest = max(keys, key=len)
    return 1 - max((fuzz.ratio(longest, spoken(name)) / 100 for name in names), default=0.0)
