"""Numbers that a word processor gives to headings and list items, which stand nowhere in the file: 「第１章」「①」."""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HALF_KATAKANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_KANJI = "〇一二三四五六七八九"
_PLACE = re.compile(r"%(\d)")
BULLET = "・"


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        return "".join(_KANJI[int(digit)] for digit in str(number))
    return ("" if tens < 2 else _KANJI[tens]) + ("十" if tens else "") + (_KANJI[ones] if ones or not tens else "")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def _letters(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)


_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WAYS: tuple[tuple[tuple[str, ...], Callable[[int], str]], ...] = (
    (("decimalFullWidth", "decimalFullWidth2", "１, ２, ３, ..."), lambda number: str(number).translate(_FULL)),
    (("upperRoman", "I"), _roman),
    (("lowerRoman", "i"), lambda number: _roman(number).lower()),
    (("upperLetter", "A"), _letters(_LATIN)),
    (("lowerLetter", "a"), _letters(_LATIN.lower())),
    (("decimalZero",), lambda number: f"{number:02}"),
    (("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①, ②, ③, ..."), _circled),
    (("decimalEnclosedParen",), lambda number: f"({number})"),
    (("decimalEnclosedFullstop",), lambda number: f"{number}."),
    (("japaneseCounting", "japaneseDigitalTenThousand", "chineseCounting", "一, 二, 三, ..."), _kanji),
    (("aiueoFullWidth", "ア, イ, ウ, ..."), _letters(_KATAKANA)),
    (("aiueo", "ｱ, ｲ, ｳ, ..."), _letters(_HALF_KATAKANA)),
    (("irohaFullWidth", "iroha", "イ, ロ, ハ, ..."), _letters(_IROHA)),
    (("none", ""), lambda _: ""),
)
_SHOWN = {name: shown for names, shown in _WAYS for name in names}
"""By the names that Word (ECMA-376, 17.18.59) and OpenDocument have for them; any other is counted 1, 2, 3."""


class NumberLevel(Struct, frozen=True):
    """`pattern`: 「第%1章」, %2 for the level below the outermost; `way` as the file names it, "bullet" for none."""

    way: str
    pattern: str
    start: int = 1
    is_decimal: bool = False
    """Whether numbers of the levels above are shown as 1, 2, 3 here, whatever they are there."""


class Counters(Struct):
    """How far each list of a document has counted."""

    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def mark(self, own: str, level: int, levels: Mapping[int, NumberLevel]) -> str:
        """The next mark of this list on this level, from 0; "" where it has none."""
        if level not in levels:
            return ""
        counts = self.counts.setdefault(own, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if levels[level].way == "bullet":
            return BULLET
        return _PLACE.sub(lambda match: self._shown(counts, int(match[1]) - 1, level, levels), levels[level].pattern)

    def _shown(self, counts: Mapping[int, int], at: int, level: int, levels: Mapping[int, NumberLevel]) -> str:
        if at not in levels:
            return ""
        number = counts.get(at, levels[at].start)
        way = "decimal" if levels[level].is_decimal else levels[at].way
        return _SHOWN.get(way, str)(number)


def numbered_text(mark: str, text: str) -> str:
    return f"{mark}{'' if mark in ('', BULLET) else '　'}{text}"
