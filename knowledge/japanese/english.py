"""An English sentence → the Japanese words that it asks with: what follows reads one language only.

Words meet as they are written, else by their stems (Snowball), the longest expression first. Words without content are
dropped; what nobody knows stays as it is, and so counts as not understood. The order is the sentence's, but what tells
of a noun comes before it (「A of B」, 「What A does B have?」), and a verb of belonging last (「Which A contains B?」).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

from msgspec import Struct, field

from knowledge.japanese.loanwords import Loanwords, printed_by_sound, printed_names
from knowledge.japanese.romaji import syllables_to_hiragana
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.years.said import SaidYear, find_years

LONGEST_EXPRESSION = 6  # words of one expression
LATIN_SHARE = 0.7  # of the letters of an English sentence: names in it may be Japanese
KNOWN_SHARE = 0.4  # of its words: romaji has fewer that look English
FEWEST = 3  # words; 「KPI list」 is no sentence
_PIECE = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?\d*|\d+(?:st|nd|rd|th)\b|\s|[、。?!:\"'()]|[^A-Za-z\s、。?!:\"'()]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?\d*")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
_SIGNS = str.maketrans({",": "、", ".": "。", ";": "。", "!": "。", "-": " "})
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_NUMBER_SIGN = re.compile(r"(?:\b(?:no\.|number) ?|#)(?=\d)", re.IGNORECASE)
_FIRST_YEAR = 0xE100  # a private character for each year said, which is no word: 「R3」 is no 「3R」

_AUXILIARIES = frozenset({"do", "does", "did"})
_SIGNS_APART = frozenset("、。?!:()'\"")
_CONJUNCTIONS = frozenset({"と", "または", "より"})
_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})")
_OF_SEVERAL = re.compile(r"(?<=[A-Za-z]s)['’](?= [A-Za-z])")  # 「the farmers' income」
_DASH = re.compile(r" [-–] |[—―]")


class _Run(Struct):
    """Words that nothing parts."""

    words: list[str] = field(default_factory=list)
    kind: str = ""  # "of": tells of the one before; "does": its subject may have what is asked; "relates": a verb


def is_mostly_latin(text: str) -> bool:
    """What no English sentence lacks: told without the words, which take a while to load."""
    words = _WORD.findall(text)
    return len(words) >= FEWEST and sum(map(len, words)) >= LATIN_SHARE * sum(char.isalpha() for char in text)


def expressions(
    meanings: Mapping[str, Sequence[str]], texts: Iterable[str], named: Iterable[str] = ()
) -> dict[str, Any]:
    """Plain values for an `EnglishReader`.

    `meanings`: English expression → Japanese ones, the first that `texts` hold is taken; "" for no content.
    `named`: texts whose names are known in romaji.
    """
    texts = tuple(texts)
    held, meant = "\n".join(texts), dict[str, str]()
    for said, ways in meanings.items():
        if not said[:1].isdecimal():  # of 「3R」 the letter alone is none
            meant.setdefault(_stems(_WORD.findall(said)), next((one for one in ways if one in held), ways[0]))
    return {"meant": meant, "loanwords": printed_by_sound(texts), "names": printed_names(named)}


class EnglishReader:
    def __init__(self, kept: Mapping[str, Any]) -> None:
        """`kept`: as `expressions` gives it."""
        self._meant: Mapping[str, str] = kept["meant"]
        self._loanwords = Loanwords(kept["loanwords"], kept["names"])

    def is_english(self, text: str) -> bool:
        words = _WORD.findall(text)
        known = sum(map(self.is_known, words))
        # 「akiya no shien 件数」 is romaji though two of its words are English too
        is_romaji = known < len(words) and all(map(syllables_to_hiragana, words))
        return is_mostly_latin(text) and known >= KNOWN_SHARE * len(words) and not is_romaji

    def is_known(self, word: str) -> bool:
        said, forms = word.lower(), _forms()
        if said in forms.short or said in forms.as_written:
            return True
        return _stems([word]) in self._meant or bool(self._loanwords.written([word]))

    def in_japanese(self, text: str, today: date | None = None) -> str:
        """「Which projects help farmers?」 → 「どの 事業 支援 農業者?」; 「A of B」 is 「BのA」.

        Years stand as they do in Japanese; those that cannot be read as they were written, for who says why.
        """
        text = _NUMBER_SIGN.sub("", _written_out(text))
        years: dict[int, str] = {}
        for sign, one in enumerate(reversed(find_years(text, today)), start=_FIRST_YEAR):
            years[sign] = _year_text(one) or text[one.start : one.end]
            text = f"{text[: one.start]}{chr(sign)}{text[one.end :]}"
        return self._without_years(text).translate(years)

    def _without_years(self, text: str) -> str:
        pieces = _PIECE.findall(_DECIMAL.sub(_kept, text).translate(_SIGNS))
        said, clause = list[str](), [_Run()]
        at = 0
        while at < len(pieces):
            size, meant = self._longest(pieces, at)
            if pieces[at] in _SIGNS_APART or meant in _CONJUNCTIONS:
                said += [_in_order(clause), meant]
                clause = [_Run()]
            elif not meant.isspace():
                ends = "".join(pieces[at + size :]).lstrip()[:1] in ("", *_SIGNS_APART)
                _add(clause, pieces[at].lower(), meant, ends=ends)
            at += size
        return _tidy(" ".join([*said, _in_order(clause)]))

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
            meant = _forms().as_written.get(" ".join(words[:count]).lower())
            if meant is None:
                meant = self._meant.get(_stems(words[:count]))
            if meant is None:
                meant = self._loanwords.written(words[:count]) or None
            if meant is not None:
                return ends[count - 1] - at, meant
        return 1, self._loanwords.named(pieces[at]) or pieces[at]


class _Forms(Struct, frozen=True):
    """english_forms.toml: `short` words are written out first, `as_written` ones mean something in one form alone."""

    short: Mapping[str, str]
    as_written: Mapping[str, str]
    asking: frozenset[str]
    requests: frozenset[str]
    relating: frozenset[str]
    having: frozenset[str]
    linking: frozenset[str]
    numbered: Mapping[str, str]
    counted: Mapping[str, str]
    opening: Mapping[str, str]


@cache
def _forms() -> _Forms:
    kept = read_toml(VOCABULARY / "english_forms.toml")
    sets = {name: frozenset(kept[name]) for name in ("asking", "requests", "relating", "having", "linking")}
    as_written = {said: meant for meant, forms in kept["as_written"].items() for said in forms}
    return _Forms(**kept | sets | {"as_written": as_written})


@cache
def _short() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_forms().short, key=len, reverse=True)))
    return re.compile(rf"(?<![\w'’])(?:{words})(?![\w'’])", re.IGNORECASE)


def _written_out(text: str) -> str:
    """「pls list the KPIs/projects - all of them」 → 「please list the KPIs and projects, all of them」."""
    text = _OF_SEVERAL.sub("", _BETWEEN_WORDS.sub(" and ", _DASH.sub(", ", text)))
    return _short().sub(lambda short: _forms().short[short[0].lower()], text)


def _add(clause: list[_Run], piece: str, meant: str, *, ends: bool) -> None:
    """The next word of a clause; `ends`: it is the last one."""
    forms, run = _forms(), clause[-1]
    asked = next((one for one in clause if one.kind == "does"), None)
    if ends and asked and piece in forms.having:
        asked.kind = "of"
    elif meant in forms.relating:
        clause += [_Run([meant], "relates"), _Run()]
    elif not meant and len(clause) == 1 and not run.words and piece in forms.opening:
        run.words.append(forms.opening[piece])
    elif meant:
        before = run.words[-1] if run.words else ""
        if meant.isdecimal() and before in forms.numbered:
            run.words[-1] = f"{forms.numbered[before]}{meant}"
        elif before.isdecimal() and meant in forms.counted:
            run.words[-1] = f"{before}{forms.counted[meant]}"
        else:
            run.words.append(meant)
    elif run.words:
        is_asked = piece in _AUXILIARIES and run.words[0] in forms.asking
        clause.append(_Run(kind="of" if piece in forms.linking else "does" if is_asked else ""))


def _in_order(clause: Sequence[_Run]) -> str:
    """As Japanese has it: what tells of a noun before it, the verb after its object, a request at the end."""
    forms, runs = _forms(), list(clause)
    for at in range(len(runs) - 1, 0, -1):
        if runs[at].kind == "of" and runs[at].words:
            told, words = runs[at - 1].words, runs.pop(at).words
            if told and len(words) == 1 and words[0][0].isdecimal():
                told[-1] += f"が{words[0]}"  # 「the target of 162」
            else:
                told[:1] = [f"{' '.join(words)}の{told[0] if told else ''}"]
    verb = next((at for at, run in enumerate(runs) if run.kind == "relates"), len(runs))
    subject, object_ = runs[:verb], runs[verb + 1 :]
    words = [word for run in subject for word in run.words]
    is_asked = bool(words) and words[0] in forms.asking and any(run.words for run in object_)
    order = [*object_, *runs[verb : verb + 1], *subject] if is_asked else [*subject, *object_, *runs[verb : verb + 1]]
    words = [word for run in order for word in run.words]
    requests = list(takewhile(forms.requests.__contains__, words))
    return " ".join([*words[len(requests) :], *requests])


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
