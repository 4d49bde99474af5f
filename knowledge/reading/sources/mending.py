"""Damage that copies from PDF bring into any file, mended once, before anything is matched.

Nothing here changes a digit: what may be a number and is damaged is taken out as a whole, with a finding.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from knowledge.model.normalize import visible_text
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.reading.source import Line

UNREAD_MARK = "〓"
"""Stands for what cannot be read, as printers have it."""

FEWEST_DOUBLED = 3  # letters that differ, each twice in a row: 「いい」 and 「々々」 are words
FEWEST_SPACED = 4  # kanji; 「小 中 高」 are columns
_LETTERS = "ぁ-ゖァ-ヺー一-龥々〆"
_LETTER = re.compile(f"[{_LETTERS}]")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_SPACED = re.compile(rf"(?<!\S)[{_LETTERS}](?:[ 　][{_LETTERS}]){{2,}}(?!\S)")
_STRUCK = re.compile(r"(\S{1,40}?)(?:[ 　]\1){2,}")
_MINUS = re.compile("\xad(?=[0-9０-９])")
_UPRIGHT = {at: unicodedata.normalize("NFKC", chr(at)) for at in (*range(0xFE10, 0xFE19), *range(0xFE31, 0xFE45))}
"""Signs as they are set in vertical lines: ︑ is 、, ﹁ is 「."""
_BULLET = re.compile(r"^[\uf000-\uf0ff][ 　]*")  # of a font of symbols, in which every program has its own
_PAGE = re.compile(r"[\s　]*([-－‐–−―—ー~〜～])[\s　]*[0-9０-９]{1,4}[\s　]*\1[\s　]*")
_CLOSING = re.compile(r"[\s　]+(?P<rest>[年度月末現在値]{0,3}[)）])[\s　]*")
_COLUMNS = re.compile(r"\S[ 　]{2,}\S")
_UNCLOSED = re.compile(r"[(（][^()（）\s　]*(?=[\s　]+[^()（）]*$|$)")
_LOST = re.compile(rf"\(cid:\d+\)|{UNREAD_MARK}")
_LOST_WITH_DIGITS = re.compile(rf"[0-9０-９,.，．]*(?:{_LOST.pattern})+(?:[0-9０-９,.，．]|{_LOST.pattern})*")


def mended_text(text: str) -> str:
    """Kanji for radicals, a minus for the soft hyphen before a digit, ／ for ∕, nothing that nobody sees."""
    return visible_text(_BULLET.sub("・", _MINUS.sub("−", text)).replace("\u2215", "／").translate(_UPRIGHT))


def mend(lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The lines as they were meant, with a finding for each that holds characters which were lost."""
    whole = _with_brackets_closed(_upright([_rewritten(line, _as_meant) for line in lines]))
    findings = tuple(_finding(line) for line in whole if _LOST.search(line.text))
    return tuple(_rewritten(line, _without_lost) for line in whole), findings


def _as_meant(text: str) -> str:
    """Without the page's number: 「- 4 -」 would be an entry of a list."""
    if _PAGE.fullmatch(text):
        return ""
    return _unspaced(_undoubled(_struck_once(mended_text(text))))


def _without_lost(text: str) -> str:
    """A cell as a whole, and in a sentence the number around what was lost: what is left of it would be another."""
    cells = text.split("\t")
    if len(cells) > 1:
        return "\t".join(UNREAD_MARK if _LOST.search(cell) else cell for cell in cells)
    return _LOST_WITH_DIGITS.sub(UNREAD_MARK, text)


def _finding(line: Line) -> Finding:
    message = f"読めない文字（{UNREAD_MARK}）があります。元の文書を見て、訂正（corrections.toml）で補ってください"
    return Finding("warning", message, Span(line.number, line.number, line.page))


def _rewritten(line: Line, rewrite: Callable[[str], str]) -> Line:
    text = rewrite(line.text)
    if text == line.text:
        return line
    if _PAGE.fullmatch(line.text):
        return replace(line, text=text, likely=text, begins_page=True)
    return replace(line, text=text, likely=text, cells=tuple(text.split("\t")) if line.cells else ())


def _undoubled(text: str) -> str:
    """「第第22章章」: a shadow, printed as a second copy of each character, of a line as a whole."""
    words = text.split()
    pairs = [(word[at], word[at + 1 : at + 2]) for word in words for at in range(0, len(word), 2)]
    is_doubled = all(first == second for first, second in pairs)
    if not is_doubled or len({first for first, _ in pairs if _LETTER.match(first)}) < FEWEST_DOUBLED:
        return text
    return re.sub(r"(\S)\1", r"\1", text)


def _struck_once(text: str) -> str:
    """「1. 1. 1.農業の 農業の 農業の」: bold print made of copies of each word, of a line as a whole.

    The last copy of a word touches the next word, as columns of equal values (維持 維持 維持) never do.
    """
    words, times, at, is_glued = "", set[int](), 0, False
    while match := _STRUCK.match(text, at):
        rest = text[match.end() :]
        gap = rest[: len(rest) - len(rest.lstrip())]
        words, at = words + match[1] + gap, match.end() + len(gap)
        times.add(len(match[0].split()))
        is_glued = is_glued or bool(rest and not gap)
    is_whole = at == len(text) and is_glued and len(times) == 1 and bool(_LETTER.search(words))
    return words if is_whole else text


def _unspaced(text: str) -> str:
    """「空 き 家 の 数」: a word that was widened by spaces."""
    return _SPACED.sub(lambda match: _joined_letters(match[0]), text)


def _joined_letters(spaced: str) -> str:
    letters = spaced.replace(" ", "").replace("　", "")
    return letters if len(letters) >= FEWEST_SPACED or _HIRAGANA.search(letters) else spaced


def _upright(lines: Sequence[Line]) -> list[Line]:
    """「目⏎次」: a word written from top to bottom, one letter a line. It moves into the first of its lines."""
    out: list[Line] = []
    for is_letter, run in groupby(lines, key=_is_one_letter):
        own = list(run)
        if is_letter and len(own) > 1:
            word = "".join(line.text.strip() for line in own)
            own = [replace(line, text="", likely="") for line in own]
            own[0] = replace(own[0], text=word, likely=word)
        out += own
    return out


def _with_brackets_closed(lines: Sequence[Line]) -> list[Line]:
    """「3人（令和3年　4人」 over 「度）」 in columns of spaces: the rest goes where the only open bracket is."""
    out: list[Line] = []
    for line in lines:
        closing = _CLOSING.fullmatch(line.text) if out and not line.cells and not out[-1].cells else None
        above = out[-1].text if closing else ""
        is_open = sum(map(above.count, "(（")) == 1 + sum(map(above.count, ")）")) and bool(_COLUMNS.search(above))
        unclosed = _UNCLOSED.search(above) if is_open else None
        if closing and unclosed:
            text = above[: unclosed.end()] + closing["rest"] + above[unclosed.end() :]
            out[-1] = replace(out[-1], text=text, likely=text)
        else:
            out.append(line)
    return out


def _is_one_letter(line: Line) -> bool:
    return not line.cells and bool(_LETTER.fullmatch(line.text.strip()))
