"""Words in hiragana amid kanji, put right where the dictionary reads none: 「たいきじどう今何人」 → 「待機児童今何人」.

It cuts such words into others, with particles and endings among them. Only nouns of the plan are written, all other
kana stay as they are typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from knowledge.japanese.kana import LONGEST_WORD, KanaWriter, Written
from knowledge.japanese.tokenizer import KANJI, Lexeme, Token, tokenize

FEWEST_KANA = 3  # of what is put right
LONG = 6  # kana of words that are known to follow each other: no chance

_HIRAGANA = re.compile(r"[ぁ-んー]+")
_WRITTEN = re.compile(r"[一-龥々ァ-ヶ]")
_NUMERAL = re.compile(r"[〇一二三四五六七八九十百千万億]")
_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞", "副詞"})
_MISREAD = frozenset("きじしつりちぬむ")  # beginnings and ends of nouns, such as きほん and しひょう, read as endings
_APART = frozenset("ーとがはをにのでもへやかばっん")  # kana that may stand beside a word and are none of it


def hidden_readings(texts: Iterable[Sequence[Lexeme]]) -> list[str]:
    """Of the words in some texts that may be put right."""
    found = {one.reading for text in texts for one in text if _is_noun(one.surface)}
    return sorted(reading for reading in found if len(reading) >= FEWEST_KANA and _HIRAGANA.fullmatch(reading))


class KanaAmidKanji:
    def __init__(self, hidden: Iterable[str], writer: Callable[[], KanaWriter]) -> None:
        """`hidden`: as `hidden_readings` gives them; the `writer` is asked for when one is met."""
        self._hidden = frozenset(hidden)
        self._writer = writer

    def write(self, text: str) -> str:
        out, at, tokens = "", 0, tokenize(text)
        for first, last in _runs_of_kana(tokens):
            run = tokens[first : last + 1]
            begin, end = run[0].begin, run[-1].end
            if not self._may_hide(text[begin:end], run):
                continue
            around = [tokens[place].surface if 0 <= place < len(tokens) else "" for place in (first - 1, last + 1)]
            for words, start, size in _nouns(self._writer().words(text[begin:end], *around), text[begin:end], run):
                out += text[at:start] + "".join(word.written for word in words)
                at = start + size
        return out + text[at:]

    def _may_hide(self, typed: str, tokens: Sequence[Token]) -> bool:
        """Told without the writer, which takes a while: no word that is read already, without another noun beside."""
        begin = tokens[0].begin
        for size in range(FEWEST_KANA, min(len(typed), LONGEST_WORD) + 1):
            for at in range(len(typed) - size + 1):
                if typed[at : at + size] in self._hidden:
                    near = _over(tokens, begin + at - 1, begin + at + size + 1)
                    over = _over(near, begin + at, begin + at + size)
                    is_read = len(over) == 1 and len(over[0].surface) == size and _is_read(over[0])
                    misread = sum(map(_may_be_misread, near if is_read else over))
                    if misread > 1 if is_read else size > FEWEST_KANA or misread == len(over):
                        return True
        return False


def _runs_of_kana(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first and the last of tokens that follow each other in hiragana alone."""
    for is_kana, some in groupby(range(len(tokens)), lambda at: bool(_HIRAGANA.fullmatch(tokens[at].surface))):
        places = list(some)
        if is_kana:
            yield places[0], places[-1]


def _nouns(
    words: Sequence[Written], typed: str, tokens: Sequence[Token]
) -> Iterator[tuple[Sequence[Written], int, int]]:
    """Those to be written, where the first begins in the text, and how many kana they take."""
    place = 0
    for are_written, some in groupby(range(len(words)), lambda at: bool(_WRITTEN.search(words[at].written))):
        places = list(some)
        size = sum(words[at].size for at in places)
        if are_written and size >= FEWEST_KANA:
            start = tokens[0].begin + place
            over = _over(tokens, start, start + size)
            is_whole = over[0].begin == start and over[-1].end == start + size
            beside = (at for at in (places[0] - 1, places[-1] + 1) if 0 <= at < len(words))
            chars = {places[0] - 1: typed[place - 1 : place], places[-1] + 1: typed[place + size : place + size + 1]}
            is_cut_off = all(words[at].written or chars[at] in _APART for at in beside)
            found = words[places[0] : places[-1] + 1]
            is_spelt = "".join(word.reading for word in found) == typed[place : place + size]
            if is_spelt and (is_whole or is_cut_off) and _are_better(found, over, size, is_whole=is_whole):
                yield found, start, size
        place += size


def _are_better(words: Sequence[Written], over: Sequence[Token], size: int, *, is_whole: bool) -> bool:
    """Whether the dictionary reads none there, or others than these. `over`: its tokens; `is_whole`: they end alike."""
    follow = len(words) > 1 and all(word.follows for word in words[1:])
    if is_whole and all(map(_is_read, over)):
        return follow and len(over) > 1
    if follow and size >= LONG:
        return True
    return (
        _is_noun("".join(word.written for word in words))
        and (len(over) > 1 or over[0].part[0] != "副詞")
        and all(map(_may_be_misread, over))
        and (is_whole or all(token.part[0] in _NOUNS for token in (over[0], over[-1])))
    )


def _over(tokens: Sequence[Token], begin: int, end: int) -> Sequence[Token]:
    return [one for one in tokens if one.end > begin and one.begin < end]


def _is_noun(written: str) -> bool:
    """Two kanji or katakana at least, and no number."""
    return len(_WRITTEN.findall(written)) > 1 and not _NUMERAL.search(written)


def _is_read(token: Token) -> bool:
    """Whether the dictionary knows what is written in hiragana as a word."""
    return token.is_content and bool(KANJI.search(token.norm))


def _may_be_misread(token: Token) -> bool:
    """No particle and no ending but one that a noun in kana is easily cut into."""
    return token.part[0] in _NOUNS or (len(token.surface) == 1 and token.surface in _MISREAD)
