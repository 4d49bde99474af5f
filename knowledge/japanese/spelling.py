"""How a question is written, undone: Slack tokens, emoji, widths, old kanji, look-alikes, spaced letters, romaji."""

import re
import unicodedata
from collections.abc import Mapping

from knowledge.japanese.romaji import is_romaji, romaji_to_hiragana
from knowledge.japanese.tokenizer import KANJI

_SLACK_LINK = re.compile(r"<(?:https?|mailto|tel):[^<>|]*(?:\|([^<>]*))?>")
_SLACK_TOKEN = re.compile(r"<[@#!][^<>]*>")
_URL = re.compile(r"https?://[\w/:%#$&?()~.=+-]+")
_EMOJI_CODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3]")
_MARKUP = re.compile(r"(?m)^\s*(?:>+|&gt;)\s?|[`*]|(?<=\s)_(?=\S)|(?<=\S)_(?=\s)|~{2,}")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SPACED_LETTERS = re.compile(r"(?<!\S)\S(?:[ ・.\-]\S){2,}(?!\S)")
_CIRCLED = re.compile("[①-⑳]")
_ROMAN = re.compile("[Ⅰ-Ⅻ]")
_KANJI_DIGITS = re.compile("(?<![一-龥])[〇一二三四五六七八九]+・[〇一二三四五六七八九]+|[〇一二三四五六七八九]{3,}")
_DIGITS = str.maketrans("〇一二三四五六七八九・", "0123456789.")
_SPACES = re.compile(r"\s+")
_ANY_MARK = re.compile("[<>&:`*_~①-⑳Ⅰ-Ⅻ\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3]")
"""What each of those marks of a chat holds; most questions have none."""

_DASH_OF_ID = re.compile(r"(?:(?<=\b[A-Za-z]\d)|(?<=\b[A-Za-z]\d\d))[‐‑–—−―ー](?=\d)")  # 「p3−11」


def clean(text: str, variants: Mapping[str, str] = {}, lookalikes: Mapping[str, str] = {}) -> str:
    """The question in plain NFKC Japanese on one line; nothing of its meaning is judged here.

    `variants` maps old and variant kanji to those in use, `lookalikes` characters that are mistaken for a kanji.
    """
    text = _without_marks(text) if _ANY_MARK.search(text) else text
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    text = _DASH_OF_ID.sub("-", text)
    text = _SPACED_LETTERS.sub(lambda match: re.sub(r"[ ・.\-]", "", match[0]), text)
    text = text if variants.keys().isdisjoint(text) else "".join(variants.get(char, char) for char in text)
    text = _KANJI_DIGITS.sub(lambda digits: digits[0].translate(_DIGITS), text)
    text = text if lookalikes.keys().isdisjoint(text) else _without_lookalikes(text, lookalikes)
    # amid kanji it is read word by word: only there are its words known (QueryReader)
    return romaji_to_hiragana(text) if is_romaji(text) and not KANJI.search(text) else text


def _without_marks(text: str) -> str:
    """Without what a chat adds to words: links, mentions, emoji, bold; numbers in signs as numbers."""
    text = _SLACK_TOKEN.sub(" ", _SLACK_LINK.sub(lambda link: link[1] or " ", text))
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    text = _CIRCLED.sub(lambda mark: f"#{ord(mark[0]) - ord('①') + 1} ", text)  # before NFKC makes ⑪ a plain 11
    text = _ROMAN.sub(lambda mark: str(ord(mark[0]) - ord("Ⅰ") + 1), text)
    return _MARKUP.sub(" ", _EMOJI.sub(" ", _EMOJI_CODE.sub(" ", _URL.sub(" ", text))))


def _without_lookalikes(text: str, lookalikes: Mapping[str, str]) -> str:
    """人ロ → 人口: a look-alike is replaced only beside a kanji and away from other katakana."""
    alike, kanji, katakana = f"[{re.escape(''.join(lookalikes))}]", KANJI.pattern, "[ァ-ヶー]"
    beside_kanji = f"(?<!{katakana})(?:(?<={kanji}){alike}|{alike}(?={kanji}))(?!{katakana})"
    return re.sub(beside_kanji, lambda char: lookalikes[char[0]], text)
