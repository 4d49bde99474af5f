"""An English sentence → the Japanese words that it asks with, in its order: what follows reads one language only.

Words meet by their stems (Snowball), the longest expression first. Words without content are dropped; what nobody
knows stays as it is, and so counts as not understood.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from knowledge.japanese.loanwords import Loanwords, printed_by_sound
from knowledge.japanese.romaji import syllables_to_hiragana
from knowledge.model.years.said import SaidYear, find_years

LONGEST_EXPRESSION = 6  # words of one expression
LATIN_SHARE = 0.7  # of the letters of an English sentence: names in it may be Japanese
KNOWN_SHARE = 0.4  # of its words: romaji has fewer that look English
FEWEST = 3  # words; 「KPI list」 is no sentence
_PIECE = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:st|nd|rd|th)\b|\s|[、。?!:\"'()]|[^A-Za-z\s、。?!:\"'()]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
_SIGNS = str.maketrans({",": "、", ".": "。", ";": "。", "!": "。", "-": " "})
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_NUMBER_SIGN = re.compile(r"\bno\. ?(?=\d)", re.IGNORECASE)
_FIRST_YEAR = 0xE100  # a private character for each year said, which is no word: 「R3」 is no 「3R」

_LINKS = frozenset({"of", "for", "in", "on", "about", "within"})  # 「A of B」 is 「BのA」
_SIGNS_APART = frozenset("、。?!:()'\"")
_CONJUNCTIONS = frozenset({"と", "または", "より"})


def is_mostly_latin(text: str) -> bool:
    """What no English sentence lacks: told without the words, which take a while to load."""
    words = _WORD.findall(text)
    return len(words) >= FEWEST and sum(map(len, words)) >= LATIN_SHARE * sum(char.isalpha() for char in text)


def expressions(meanings: Mapping[str, Sequence[str]], texts: Iterable[str]) -> dict[str, Any]:
    """Plain values for an `EnglishReader`.

    `meanings`: English expression → Japanese ones, the first that `texts` hold is taken; "" for no content.
    """
    texts = tuple(texts)
    held, meant = "\n".join(texts), dict[str, str]()
    for said, ways in meanings.items():
        meant.setdefault(_stems(_WORD.findall(said)), next((one for one in ways if one in held), ways[0]))
    return {"meant": meant, "loanwords": printed_by_sound(texts)}


class EnglishReader:
    def __init__(self, kept: Mapping[str, Any]) -> None:
        """`kept`: as `expressions` gives it."""
        self._meant: Mapping[str, str] = kept["meant"]
        self._loanwords = Loanwords(kept["loanwords"])

    def is_english(self, text: str) -> bool:
        words = _WORD.findall(text)
        known = sum(map(self.is_known, words))
        # 「akiya no shien 件数」 is romaji though two of its words are English too
        is_romaji = known < len(words) and all(map(syllables_to_hiragana, words))
        return is_mostly_latin(text) and known >= KNOWN_SHARE * len(words) and not is_romaji

    def is_known(self, word: str) -> bool:
        return _stems([word]) in self._meant or bool(self._loanwords.written([word]))

    def in_japanese(self, text: str, today: date | None = None) -> str:
        """「Which projects help farmers?」 → 「どの 事業 支援 農業者?」; 「A of B」 is 「BのA」.

        Years stand as they do in Japanese; those that cannot be read as they were written, for who says why.
        """
        text = _NUMBER_SIGN.sub("", text)
        years: dict[int, str] = {}
        for sign, one in enumerate(reversed(find_years(text, today)), start=_FIRST_YEAR):
            years[sign] = _year_text(one) or text[one.start : one.end]
            text = f"{text[: one.start]}{chr(sign)}{text[one.end :]}"
        return self._without_years(text).translate(years)

    def _without_years(self, text: str) -> str:
        pieces = _PIECE.findall(_DECIMAL.sub(_kept, text).translate(_SIGNS))
        said: list[str] = [""]  # runs of words, and each sign, in order
        links: set[int] = set()  # the runs that tell of the one before them
        at = 0
        while at < len(pieces):
            size, meant = self._longest(pieces, at)
            if pieces[at] in _SIGNS_APART or meant in _CONJUNCTIONS:
                said += [meant, ""]
            elif meant == "" and pieces[at].lower() in _LINKS and said[-1]:
                said.append("")
                links.add(len(said) - 1)
            elif meant == "" and said[-1]:
                said.append("")
            elif not meant.isspace():
                said[-1] = f"{said[-1]} {meant}".strip()
            at += size
        for run in sorted(links, reverse=True):
            if said[run]:
                said[run - 1], said[run] = f"{said[run]}の{said[run - 1]}", ""
        return _tidy(" ".join(said))

    def _longest(self, pieces: Sequence[str], at: int) -> tuple[int, str]:
        """How many pieces, blanks between words included, are said in Japanese how."""
        if ordinal := _ORDINAL.fullmatch(pieces[at]):
            return 1, f"{ordinal[1]}番目の"
        if not _is_word(pieces[at]):
            return 1, pieces[at]
        words, ends = [pieces[at]], [at + 1]
        while len(words) < LONGEST_EXPRESSION and ends[-1] + 1 < len(pieces):
            blank, word = pieces[ends[-1] : ends[-1] + 2]
            if blank != " " or not _is_word(word):
                break
            words.append(word)
            ends.append(ends[-1] + 2)
        for count in range(len(words), 0, -1):
            meant = self._meant.get(_stems(words[:count]))
            if meant is None:
                meant = self._loanwords.written(words[:count]) or None
            if meant is not None:
                return ends[count - 1] - at, meant
        return 1, pieces[at]


def _stems(words: Iterable[str]) -> str:
    return " ".join(map(_stem, words))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """By a stemmer of its own: it holds the word that it works on, and questions come in several threads."""
    import snowballstemmer  # every language that it knows, which no Japanese question needs

    stemmer = snowballstemmer.stemmer("english")
    stem: str = stemmer.stemWord(re.sub(r"['’]s?$", "", word.lower().replace("’", "'")))
    return stem


_POINT, _COMMA = "\ue000", "\ue001"  # of a number, kept apart from those of sentences


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace(_POINT, ".").replace(_COMMA, "")).strip()
    return re.sub(r" (?=[、。?!:)])|(?<=[(]) ", "", text)


def _year_text(said: SaidYear) -> str:
    """ "" for what cannot be read."""
    if said.day:
        return f"{said.day.year}年{said.day.month}月{said.day.day}日"
    return f"{said.year:d}年度" if said.year else ""


def _kept(sign: re.Match[str]) -> str:
    return _POINT if sign[0] == "." else _COMMA


def _is_word(piece: str) -> bool:
    return piece[0].isascii() and piece[0].isalpha()
