"""A question → what it asks for: kinds, references by number, years, conditions. The rules are data (facets.toml)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path

from knowledge.japanese.homophones import KanjiMender
from knowledge.japanese.kana import KanaWriter
from knowledge.japanese.spelling import clean
from knowledge.japanese.tokenizer import lexemes, to_hiragana, tokenize
from knowledge.japanese.typos import SlipMender
from knowledge.japanese.vocabulary import Vocabulary, texts_of
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, SaidYear, find_years, without_years
from knowledge.model.normalize import name_key
from knowledge.model.numerals import kanji_number

_NUMBER = (
    r"#?(\d{1,2}|[一二三四五六七八九十]{1,3}(?![覧部般緒])|"
    r"いち|さん|よん|ご|ろく|なな|はち|きゅう|じゅうに|じゅういち|じゅうさん|じゅう)"
)
_SPOKEN_NUMBERS = {
    "いち": 1, "さん": 3, "よん": 4, "ご": 5, "ろく": 6, "なな": 7, "はち": 8, "きゅう": 9, "じゅう": 10,
    "じゅういち": 11, "じゅうに": 12, "じゅうさん": 13,
}  # fmt: skip
_KANJI_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")
_KANJI = re.compile(r"[一-龥々]")
SHORTEST_READING = 3  # kana; shorter ones stand in the middle of other words
_ALSO = re.compile(r"^(?:と|や|、|,|&|および|及び)#?(\d{1,2}|[一二三四五六七八九十])(?![\d年月万千])")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEGATED = re.compile(
    r"[^、。,.!?()「」]*(?:じゃな(?:くて|い方|いほう|いやつ|かほう|か方)|でもない(?:方|ほう)|でもないやつ|ではなくて?)"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Compiled facets.toml."""

    spoken: Sequence[tuple[str, str]]
    references: Mapping[str, Sequence[re.Pattern[str]]]
    wants: Mapping[str, Sequence[re.Pattern[str]]]
    conditions: Mapping[str, Sequence[re.Pattern[str]]]
    extremes: Mapping[str, Sequence[re.Pattern[str]]]
    states: Mapping[str, Sequence[re.Pattern[str]]]
    beside_states: Sequence[re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """One question, read. `typed` is its text as typed, `text` the same in the words that it stands for,
    `key` the folded text on which the rules ran, `undated` the same without years; numbers of references are as said.

    `wanted_text`: the text without what it expressly does not mean (「…の方。広域連携じゃなくて」), and, where a
    value is asked for, without the years, which say which column is meant and nothing about the indicator.
    `unread_years`: for what was meant as a year and is none that we know, a sentence each that says why.
    `states` are those of recorded values that it speaks of; `is_only_states` when it speaks of nothing else.
    """

    original: str
    typed: str
    text: str
    key: str
    undated: str
    wanted_text: str
    wants: frozenset[str]
    references: Mapping[str, tuple[tuple[int, ...], ...]]
    conditions: frozenset[str]
    extremes: tuple[str, ...]
    years: tuple[FiscalYear, ...]
    unread_years: tuple[str, ...]
    amounts: tuple[str, ...]
    states: frozenset[str] = frozenset()
    is_only_states: bool = False

    def numbers(self, kind: str) -> tuple[int, ...]:
        """The numbers referred to for a kind that has one number each."""
        return tuple(dict.fromkeys(groups[0] for groups in self.references.get(kind, ())))


class QueryReader:
    """Reads questions by the rules of facets.toml. Stateless after loading."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[str] = (), folder: Path = VOCABULARY) -> None:
        """`texts` hold the words that a question in kana may mean, besides the vocabulary's."""
        self._vocabulary = vocabulary
        self._texts = texts
        self._folder = folder

    @cached_property
    def rules(self) -> Rules:
        data = read_toml(self._folder / "facets.toml")
        return Rules(
            sorted(data["spoken"].items(), key=lambda pair: -len(pair[0])),
            compiled(data["references"]),
            compiled(data["wants"]),
            compiled(data["conditions"]),
            compiled(data["extremes"]),
            compiled(data["states"]),
            [re.compile(pattern) for pattern in data["beside_states"]["patterns"]],
        )

    @cached_property
    def _writer(self) -> KanaWriter:
        """Learned when the first question without kanji comes."""
        rules = read_toml(self._folder / "facets.toml")["kana"]
        numbered = [form.replace("{n}", number) for form in rules["numbered"] for number in _KANJI_NUMBERS]
        return KanaWriter(map(lexemes, chain(self._texts, texts_of(self._vocabulary), rules["words"], numbered)))

    @cached_property
    def _slips(self) -> SlipMender:
        return SlipMender(read_toml(self._folder / "facets.toml")["slips"]["words"])

    @cached_property
    def _mender(self) -> KanjiMender:
        vocabulary = self._vocabulary
        alike = chain(vocabulary.same_sound.values(), vocabulary.same_shape)
        return KanjiMender(chain(self._texts, texts_of(vocabulary)), alike)

    @cached_property
    def _kana_words(self) -> list[tuple[str, str]]:
        """Reading → the word as the rules know it, longest reading first."""
        words = read_toml(self._folder / "facets.toml")["kana"]["words"]
        return sorted(((reading_of_text(word), word) for word in words), key=lambda pair: -len(pair[0]))

    def _with_kanji(self, key: str) -> str:
        """A key without any kanji, in hiragana and with the rules' own words put back into kanji."""
        if _KANJI.search(key):
            return key
        key = to_hiragana(key)
        for reading, word in self._kana_words:
            if len(reading) >= SHORTEST_READING:
                key = key.replace(reading, word)
        return key

    def read(self, original: str, today: date | None = None) -> Query:
        """Never fails: whatever is typed gives a Query, perhaps one that asks for nothing.

        Without `today` no year is read that is counted from it (昨年度).
        """
        typed = clean(original, self._vocabulary.variants, self._vocabulary.lookalikes)
        text = self._slips.mend(typed)
        text = self._mender.mend(text) if _KANJI.search(text) else self._writer.write(text)
        said = [one for one in find_years(text, today) if not self._is_compared_with(one, text)]
        undated_text = without_years(text, said)
        key, undated = self._key(text), self._key(undated_text)
        wants = frozenset(_matching(self.rules.wants, key))
        asks_value = wants & {"value", "kpi", "target"} and not wants & {"passage", "where"}
        meant = undated_text.strip() if asks_value else text
        return Query(
            original=original,
            typed=typed,
            text=text,
            key=key,
            undated=undated,
            wanted_text=_NEGATED.sub("", meant).strip() or meant or text,
            wants=wants,
            references=_references(self.rules.references, key),
            conditions=frozenset(_matching(self.rules.conditions, key)),
            extremes=tuple(_matching(self.rules.extremes, key)),
            years=tuple(one.year for one in said if one.year is not None),
            unread_years=tuple(one.why for one in said if one.why),
            amounts=tuple(match[0].replace(",", "") for match in _AMOUNT.finditer(undated)),
            states=frozenset(_matching(self.rules.states, key)),
            is_only_states=self._is_only_states(undated),
        )

    def _key(self, text: str) -> str:
        key = self._with_kanji(name_key(text))
        for said, meant in self.rules.spoken:
            key = key.replace(said, meant)
        return key

    def _is_compared_with(self, said: SaidYear, text: str) -> bool:
        """「前年度との差」 asks for a change and names no year."""
        return any(pattern.match(text, said.start) for pattern in self.rules.states["change"])

    def _is_only_states(self, key: str) -> bool:
        """Nothing is left of the question once its states, and words that go with any question, are taken away."""
        rest = key
        for pattern in (*(p for some in self.rules.states.values() for p in some), *self.rules.beside_states):
            rest = pattern.sub("", rest)
        return rest != key and not rest


def compiled(patterns: Mapping[str, Iterable[str]]) -> dict[str, list[re.Pattern[str]]]:
    """Patterns by name; {n} stands for a number in any writing."""
    return {name: [re.compile(p.replace("{n}", _NUMBER)) for p in some] for name, some in patterns.items()}


def _matching(rules: Mapping[str, Sequence[re.Pattern[str]]], key: str) -> list[str]:
    return [name for name, patterns in rules.items() if any(pattern.search(key) for pattern in patterns)]


def _references(rules: Mapping[str, Sequence[re.Pattern[str]]], key: str) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Kinds in the order of the rules; what one kind has taken is not read again for a later one."""
    found: dict[str, tuple[tuple[int, ...], ...]] = {}
    for kind, patterns in rules.items():
        groups: list[tuple[int, ...]] = []
        for pattern in patterns:
            while match := pattern.search(key):
                groups.append(tuple(said_number(group) for group in match.groups()))
                rest = key[match.end() :]
                while also := _ALSO.match(rest):
                    groups.append((said_number(also[1]),))
                    rest = rest[also.end() :]
                key = f"{key[: match.start()]}\n{rest}"
        if groups:
            found[kind] = tuple(groups)
    return found


def said_number(text: str) -> int:
    """「3」「三」「さん」 → 3; 0 for what is no number."""
    return _SPOKEN_NUMBERS.get(text) or kanji_number(text) or 0


def reading_of_text(text: str) -> str:
    """A word of the rules in hiragana, as Sudachi reads it."""
    return "".join(to_hiragana(token.reading or token.surface) for token in tokenize(text))
