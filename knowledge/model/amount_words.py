"""The words around a printed number, and what they say of it: data in vocabulary/quantities.toml."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.quantity import quantity_words, without_scale
from knowledge.model.word_patterns import alternatives
from knowledge.model.years.said import SaidYear, find_years

LONGEST_LABEL = 12  # characters


def is_part_label(text: str) -> bool:
    """A name, not a sentence: no hiragana but の and と, no digits, nothing that compares."""
    never = set(amount_words()["parts"]["never"])
    is_short = 0 < len(text) <= LONGEST_LABEL and not any(char.isdigit() for char in text)
    is_name = re.fullmatch(r"[\w・]+", text) is not None
    hiragana = re.search("[ぁ-んー]", re.sub("[のとー]", "", text))
    return is_short and not hiragana and is_name and text not in never and not says_change(text) and "比" not in text


def is_known_part(text: str) -> bool:
    """「小学校」「男性」「全体」: by whom or what an indicator is parted."""
    parts = amount_words()["parts"]
    return text in parts["known"] or text in parts["total"]


def is_known_unit(text: str) -> bool:
    units = quantity_words("whole_units") | quantity_words("other_units")
    return text in units or without_scale(text)[1] in units


def says_change(text: str) -> bool:
    words = amount_words()
    changes: Iterable[str] = (*words["changes"]["rises"], *words["changes"]["falls"], *words["compared_to"]["how"])
    return any(word in text for word in changes if word not in ("から", "より"))


def names_source(words: str) -> bool:
    """「国勢調査結果」, no sentence: where the number is from, so that a year beside it is its own."""
    noted = amount_words()["noted"]
    bare = re.sub("(?:による(?:もの|値)?|より|時)$", "", words.strip(" 、,・:。"))
    source = max((one for one in noted["sources"] if bare.endswith(one)), key=len, default="")
    is_noun = not re.search("[はがをにで]", bare.removesuffix(source))
    return bool(source) and is_noun and not any(word in bare for word in noted["others"])


@cache
def amount_words() -> Mapping[str, Mapping[str, list[str]]]:
    return read_toml(VOCABULARY / "quantities.toml")


@cache
def around(kind: str) -> frozenset[str]:
    words = amount_words()
    return frozenset(words["around"].get(kind) or words["changes"][kind])


def plain_bounds() -> tuple[str, ...]:
    """「以上」「以下」."""
    return tuple(amount_words()["bounds"]["plain"])


def is_strict(printed: str) -> bool:
    """「10％未満」, which 10％ does not reach."""
    folded = unicodedata.normalize("NFKC", printed)
    return any(word in folded for word in amount_words()["bounds"]["strict"])


def begins_sum(behind: str) -> bool:
    """「からの累計」: what follows a year from which on something is counted."""
    return behind.strip().startswith(tuple(amount_words()["noted"]["since"]))


def counts_from(text: str) -> SaidYear | None:
    """The year of 「目標値（令和7年度からの累計）」; None where another behind it says up to when is counted."""
    said = find_years(unicodedata.normalize("NFKC", text))
    last = said[-1] if said else None
    is_sum = last and begins_sum(unicodedata.normalize("NFKC", text)[last.end :])
    return last if is_sum and any(word in text for word in around("cumulative")) else None


def kinds_of(text: str, allowed: Sequence[str]) -> set[str] | None:
    """What the words say that a text consists of; None where some of it is none of them."""
    words = {word: kind for kind in reversed(allowed) for word in around(kind)}
    if not allowed:
        return None
    pattern = alternatives(sorted(words, key=len, reverse=True))
    found = re.findall(pattern, text.replace(" ", ""))
    if "".join(found) != text.replace(" ", ""):
        return None
    kinds = {words[word] for word in found}
    return kinds | ({"で"} if "で" in found else set()) | ({"rank"} if any("第" in word for word in found) else set())
