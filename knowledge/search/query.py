"""A question as typed → its text as meant: spelling mended, years and amounts read."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import chain
from typing import Any

from msgspec import Struct
from rapidfuzz import fuzz, process

from knowledge.japanese.english import EnglishReader, expressions, is_mostly_latin
from knowledge.japanese.homophones import HomophoneCorrector, pairs_of_kanji
from knowledge.japanese.kana import KanaWriter, learned
from knowledge.japanese.kana_amid import KanaAmidKanji, hidden_readings
from knowledge.japanese.phonetics import reading_of
from knowledge.japanese.romaji import syllables_to_hiragana
from knowledge.japanese.spelling import clean
from knowledge.japanese.tokenizer import KANJI, is_common_word, lexemes, to_hiragana, words_in
from knowledge.japanese.typos import TypoCorrector
from knowledge.japanese.vocabulary import Vocabulary, load_english, texts_of
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.prepared import Prepared
from knowledge.model.question_length import read_part
from knowledge.model.years.said import find_years, is_compared_with, without_years

_KANJI_NUMBERS = (*"一二三四五六七八九十", "十一", "十二", "十三")
SHORTEST_ROMAJI = 4  # letters; shorter English words are particles in romaji: no, to
FEWEST_ENGLISH = 2  # words amid Japanese
SHORTEST_READING = 3  # kana; shorter ones stand in the middle of other words
LEAST_READING = 4  # kana of any word of _KATAKANA
SHORTEST_SLIPPED = 6  # letters; shorter words are near too many others
SLIP_ALIKE = 83.0  # of 100, rapidfuzz ratio: one letter of six
_HIRAGANA = re.compile(r"[ぁ-ゖー]{4}")
_KATAKANA = re.compile(r"[ァ-ヶー]{4,}")
_FOREIGN = re.compile(r"[ーぁぃぅぇぉ]|.{5}")  # kana that hardly stand within other words
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LATIN_WORD = re.compile(r"(?<![A-Za-z])[a-z]{5,}(?![A-Za-z])")
_LATIN = re.compile(r"[A-Za-z]+")
_ENGLISH_WORDS = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?(?:,? [A-Za-z]+(?:['’-][a-z]+)?)+\??")
_LATIN_WORDS = re.compile(r"(?<![A-Za-z])[a-z]+(?: [a-z]+)+(?![A-Za-z])")


class Query(Struct, frozen=True):
    """One question, read. `original` is as much of it as is read; where there was more, it `is_cut` and ends in …
    (read again it is cut again). `typed` is its text as typed, `text` the same in the words that it stands for
    (of an English one in Japanese), `key` the folded text, `undated` the same without years.

    `unread_years`: for what was meant as a year and is none that we know, a sentence each that says why.
    `year_spans`: where in `text` years are said, as offsets; `years_at`: which, None for an unread one. `days`: those
    that are said, each with its year. `today`: the day it was asked on, where that is known.
    """

    original: str
    typed: str
    text: str
    key: str
    undated: str
    years: tuple[FiscalYear, ...]
    unread_years: tuple[str, ...]
    amounts: tuple[str, ...]
    year_spans: tuple[tuple[int, int], ...] = ()
    years_at: tuple[FiscalYear | None, ...] = ()
    days: tuple[tuple[FiscalYear, date], ...] = ()
    is_english: bool = False
    is_cut: bool = False
    today: date | None = None


class QueryReader:
    """Reads questions. Stateless after loading."""

    def __init__(
        self, vocabulary: Vocabulary, texts: Callable[[], Sequence[str]] = tuple, prepared: Prepared | None = None
    ) -> None:
        """`texts` hold the words that a question in kana may mean, besides the vocabulary's."""
        self._vocabulary = vocabulary
        self._own_texts = texts
        self._prepared = prepared or Prepared()

    @cached_property
    def _texts(self) -> Sequence[str]:
        return (*self._own_texts(), *texts_of(self._vocabulary))

    @cached_property
    def _writer(self) -> KanaWriter:
        """Learned when the first question without kanji comes."""
        rules = _words()["kana"]
        numbered = [form.replace("{n}", number) for form in rules["numbered"] for number in _KANJI_NUMBERS]
        texts = chain(self._texts, rules["words"], numbered)
        return self._prepared.made("kana", lambda: learned(map(lexemes, texts)), KanaWriter)

    @cached_property
    def _amid_kanji(self) -> KanaAmidKanji:
        hidden = self._prepared.made("hidden", lambda: hidden_readings(map(lexemes, self._own_texts())), tuple)
        return KanaAmidKanji(hidden, lambda: self._writer)

    @cached_property
    def _english(self) -> EnglishReader:
        """Made when the first question in Latin letters comes."""
        return self._prepared.made(
            "english", lambda: expressions(load_english(), (self._joined,), self._own_texts()), EnglishReader
        )

    def prepare(self) -> None:
        """Makes what few questions need and each of those would wait for, unless it is kept from before."""
        for name, make in (("kana", lambda: self._writer), ("english", lambda: self._english)):
            if not self._prepared.holds(name):
                make()

    @cached_property
    def _typos(self) -> TypoCorrector:
        return TypoCorrector(_words()["slips"]["words"])

    @cached_property
    def _homophones(self) -> HomophoneCorrector:
        pairs = self._prepared.made("kanji", lambda: pairs_of_kanji(self._texts), dict)
        return HomophoneCorrector(pairs, (*self._vocabulary.same_sound.values(), *self._vocabulary.same_shape))

    @cached_property
    def _kana_words(self) -> list[tuple[str, str]]:
        """Reading → the word as the rules know it, longest reading first."""
        words = ((reading_of(lexemes(word)), word) for word in _words()["kana"]["words"])
        return sorted((pair for pair in words if len(pair[0]) >= SHORTEST_READING), key=lambda pair: -len(pair[0]))

    def _with_kanji(self, key: str) -> str:
        """A key without any kanji, in hiragana and with the rules' own words put back into kanji."""
        if KANJI.search(key):
            return key
        key = to_hiragana(key)
        for reading, word in self._kana_words:
            key = key.replace(reading, word)
        return key

    def read(self, question: str, today: date | None = None) -> Query:
        """Never fails: whatever is typed gives a Query, perhaps one that asks for nothing.

        Without `today` no year is read that is counted from it (昨年度).
        """
        read, is_cut = read_part(question)
        typed = clean(read, self._vocabulary.variants, self._vocabulary.lookalikes)
        is_english = is_mostly_latin(typed) and self._english.is_english(typed)
        if is_english:
            text = self._english.in_japanese(typed, today)
        else:
            text = self._typos.correct(self._without_romaji(self._without_english(typed)))
        if _in_all_honorifics() <= set(text):
            text = _honorific().sub(lambda said: _words()["honorifics"][said[0]], text)
        is_mixed = bool(KANJI.search(text))
        text = self._without_slips(self._with_parts_of_town(text))
        if is_mixed:
            text = self._homophones.correct(self._amid_kanji.write(self._in_katakana(text)))
        else:
            text = self._writer.write(text)
        said = [one for one in find_years(text, today, words_in(text)) if not is_compared_with(text, one.start)]
        undated_text = without_years(text, said)
        key = self._key(text)
        undated = key if undated_text == text else self._key(undated_text)
        return Query(
            original=f"{read}…" if is_cut else read,
            typed=typed,
            text=text,
            key=key,
            undated=undated,
            years=tuple(dict.fromkeys(one.year for one in said if one.year is not None)),
            unread_years=tuple(one.why for one in said if one.why),
            amounts=tuple(match[0].replace(",", "") for match in _AMOUNT.finditer(undated)),
            year_spans=tuple((one.start, one.end) for one in said),
            years_at=tuple(one.year for one in said),
            days=tuple((one.year, one.day) for one in said if one.year and one.day),
            is_english=is_english,
            is_cut=is_cut,
            today=today,
        )

    @cached_property
    def _katakana(self) -> Sequence[tuple[str, str]]:
        """Reading → word, of those that are printed in katakana, the longest first; no reading is a word itself."""
        return self._prepared.made("katakana", lambda: _katakana_words(self._texts), list)

    @cached_property
    def _in_print(self) -> Sequence[str]:
        return [word for _, word in self._katakana]

    @cached_property
    def _katakana_beginnings(self) -> frozenset[str]:
        return frozenset(reading[:LEAST_READING] for reading, _ in self._katakana)

    def _in_katakana(self, text: str) -> str:
        """「もびりてぃのやつ見せて」"""
        if not _HIRAGANA.search(text) or self._katakana_beginnings.isdisjoint(
            text[at : at + LEAST_READING] for at in range(len(text))
        ):
            return text
        for reading, word in self._katakana:
            text = text.replace(reading, word)
        return text

    def _without_slips(self, text: str) -> str:
        """「セーフコミニュティ」: a long word in katakana that is nearly one that is printed, and is no word itself."""
        for run in (run for run in _KATAKANA.findall(text) if len(run) >= SHORTEST_SLIPPED):
            printed = self._in_print
            is_short = any(word.startswith(run) for word in printed)  # 「シティプロモ」
            if is_short or is_common_word(run):
                continue
            near = process.extractOne(run, printed, scorer=fuzz.ratio, score_cutoff=SLIP_ALIKE)
            text = text.replace(run, near[0] if near else self._in_kanji(run))
        return text

    def _with_parts_of_town(self, text: str) -> str:
        """「東のほう」 of a plan that prints 東部, and not so."""
        for printed, ways in _words()["parts_of_town"].items():
            for said in (
                way for way in ways if way in text and printed in self._own_text and way not in self._own_text
            ):
                text = text.replace(said, printed)
        return text

    def _in_kanji(self, run: str) -> str:
        """「タイキジドウスウ」 beside kanji, where words of the plan account for all of it."""
        written = self._writer.write(run)
        return run if _KATAKANA.search(written) or not KANJI.search(written) else written

    def _without_english(self, text: str) -> str:
        """「友人から "Is there any help for farmers?" と聞かれました」: what is said in English amid Japanese."""
        return _ENGLISH_WORDS.sub(lambda run: self._said_in_japanese(run[0]), text)

    def _said_in_japanese(self, run: str) -> str:
        words = [word for word in _LATIN.findall(run) if word.islower()]
        is_said = len(words) >= FEWEST_ENGLISH and all(map(self._english.is_known, words)) and run not in self._joined
        is_said = is_said and not all(map(syllables_to_hiragana, words))  # 「kosodate no」 is romaji
        return self._english.in_japanese(run) if is_said or self._english.is_english(run) else run

    def _without_romaji(self, text: str) -> str:
        """「kosodate の相談」: Latin letters that are no English, no name of the plan, and sound like words."""
        joined = _LATIN_WORDS.sub(lambda words: self._written_together(words[0]), text)
        return _LATIN_WORD.sub(lambda word: self._written(word[0]), joined)

    def _written_together(self, words: str) -> str:
        """「akiya no shien 件数」: what sounds like Japanese beside a word that is no English."""
        heard = [syllables_to_hiragana(word) for word in words.split()]
        longer = [word for word in words.split() if len(word) >= SHORTEST_ROMAJI]
        if not all(heard) or all(self._english.is_known(word) or word in self._joined for word in longer):
            return words
        return self._writer.write(" ".join(filter(None, heard)))

    def _written(self, word: str) -> str:
        heard = syllables_to_hiragana(word.lower())
        if heard is None or self._english.is_known(word) or word in self._joined:
            return word
        written = self._writer.write(heard)
        return written if KANJI.search(written) else word

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._texts)

    @cached_property
    def _own_text(self) -> str:
        """What the plan prints and staff say of it."""
        return "\n".join(self._own_texts())

    def _key(self, text: str) -> str:
        key = self._with_kanji(name_key(text))
        for said, meant in _spoken():
            key = key.replace(said, meant)
        return key


def _katakana_words(texts: Sequence[str]) -> list[tuple[str, str]]:
    words = {word for text in texts for word in _KATAKANA.findall(text)}
    pairs = ((to_hiragana(word), word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return [pair for pair in pairs if _FOREIGN.search(pair[0]) and not is_common_word(pair[0])]


@cache
def _words() -> dict[str, Any]:
    return read_toml(VOCABULARY / "plan_words.toml")


@cache
def _honorific() -> re.Pattern[str]:
    """「泊まらす人」"""
    return re.compile("|".join(sorted(_words()["honorifics"], key=len, reverse=True)))


@cache
def _in_all_honorifics() -> frozenset[str]:
    """The kana that most questions lack."""
    return frozenset.intersection(*map(frozenset, _words()["honorifics"]))


@cache
def _spoken() -> list[tuple[str, str]]:
    return sorted(_words()["spoken"].items(), key=lambda pair: -len(pair[0]))
