"""Plain text: UTF-8, UTF-16 (with BOM), Shift_JIS/CP932 and EUC-JP → its own lines."""

import codecs
import re

from knowledge.reading.source import Line

_ONE_CELL = re.compile(r"^([^|]*[^|\s])[\s　]*\|[\s　]*$")  # of a page whose tables were copied a cell on each line
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded_text(data: bytes) -> str | None:
    """None for what is no text, or in no encoding that Japanese is written in."""
    encodings = [name for bom, name in _BOMS if data.startswith(bom)] or ["utf-8", "euc_jp", "euc_jis_2004", "cp932"]
    readings = []
    for encoding in encodings:
        try:
            readings.append(codecs.getincrementaldecoder(encoding)().decode(data))  # allows a cut last character
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf"):
            break  # UTF-8 that decodes is UTF-8; only the older ones can be mistaken for each other
    readable = [text for text in readings if "\0" not in text]
    return max(readable, key=_japaneseness, default=None)


def _japaneseness(text: str) -> int:
    """Hiragana counts for, half-width katakana against: EUC-JP read as Shift_JIS is full of the latter."""
    return sum(("ぁ" <= char <= "ん") - ("｡" <= char <= "ﾟ") for char in text)


def text_lines(text: str) -> tuple[Line, ...]:
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_line(number, row) for number, row in enumerate(rows, start=1))


def _line(number: int, row: str) -> Line:
    printed = row.replace("\f", "")
    text = _ONE_CELL.sub(r"\1", printed)
    return Line(number, text, text, begins_page=printed != row)
