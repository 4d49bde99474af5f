"""The words of a question → the concepts they name. Word lists are data (vocabulary/concepts.toml)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache, reduce
from typing import Any, NamedTuple

from msgspec import Struct

from knowledge.japanese.tokenizer import KANJI, Token, tokenize
from knowledge.model.data_files import SHIPPED, VOCABULARY, read_toml
from knowledge.model.normalize import fold

LONGEST_CONCEPT = 7  # tokens of one expression
WORDS_KEPT = 4096  # the words of a question stand in others too
_KANA = re.compile("[ぁ-ゖァ-ヶ]")
_ENDINGS = frozenset({"助詞", "助動詞"})
_INFLECTED = frozenset({"動詞", "形容詞"})
SHORTEST_CONCEPT = 3  # kana; shorter words are the sound of too many others


class Concept(NamedTuple):
    """A part of the algebra: `part` is a table of concepts.toml, `name` an entry of it."""

    part: str
    name: str


class Mention(Struct, frozen=True):
    """Where a concept is said: tokens `first` to `last`, both included."""

    concept: Concept
    first: int
    last: int

    @property
    def tokens(self) -> range:
        return range(self.first, self.last + 1)


class _Forms(NamedTuple):
    """Tokens as written, normalised and read: 「もくひょう値」 is 「目標値」 in the second, 「るい計」 in the third."""

    written: str
    normalised: str
    read: str

    def and_then(self, token: Token) -> "_Forms":
        written, joined, read = self
        if token.surface.strip():
            norm = _norm(token.surface, token.norm)
            joined = f"{joined}={norm}" if joined and norm else joined or norm
        return _Forms(written + token.surface, joined, read + token.reading)

    def all(self) -> Sequence[str]:
        """English is met as it is written: 「めに」 is no many."""
        return self.seen()[:1] if self.written.isascii() else (*self.seen(), self.read)

    def seen(self) -> Sequence[str]:
        return fold(self.written), self.normalised

    def said(self, tokens: Sequence[Token]) -> Sequence[str]:
        """By its reading only what has a word in kana: 「何件」 is no 「何軒」, 「走ら」 no 柱."""
        by_ear = _is_long_enough(self.read) and _is_heard(tokens)
        return (*self.seen(), self.read) if by_ear else self.seen()


_NO_FORMS = _Forms("", "", "~")


@lru_cache(maxsize=WORDS_KEPT)
def _norm(surface: str, norm: str) -> str:
    """The normalised form, unless it is written with other kanji: 挙げる is no 上げる."""
    kanji = KANJI.findall(surface)
    is_other = bool(kanji) and bool(KANJI.search(norm)) and not any(one in norm for one in kanji)
    return kanji[0] + norm if is_other else norm


def _is_heard(tokens: Sequence[Token]) -> bool:
    """Neither particles nor the endings of words in kanji count as kana: 「…数はいくつ」 holds no 俳句."""
    ends = (tokens[0], tokens[-1])
    is_whole = not any(one.part[0] in _ENDINGS or one.is_sign or not one.surface.strip() for one in ends)
    inflected = any(one.part[0] in _INFLECTED and KANJI.search(one.surface) for one in tokens)
    return is_whole and not inflected and any(_is_kana_word(one) for one in tokens)


def _is_kana_word(token: Token) -> bool:
    is_word = token.part[0] not in _ENDINGS and token.part[0] != "接尾辞" and token.part[1] != "非自立可能"
    return is_word and bool(_KANA.search(token.surface)) and not KANJI.search(token.surface)


def _begins_a_compound(tokens: Sequence[Token], at: int) -> bool:
    """The 空 of 「空店率」, clipped from 空き店舗: one character of a noun that goes on says nothing by itself."""
    own, behind = tokens[at], tokens[at + 1 : at + 2]
    goes_on = any(
        one.begin == own.end and one.part[0] in ("名詞", "接尾辞") and KANJI.match(one.surface) for one in behind
    )
    return len(own.surface) == 1 and bool(KANJI.match(own.surface)) and goes_on


def _is_of_an_id(tokens: Sequence[Token], at: int) -> bool:
    """The hyphen of 「p3-11」, which is no sign of a blank."""
    beside = (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2])
    return tokens[at].surface == "-" and len(beside) == 2 and all(one.is_number for one in beside)


class Concepts:
    """All concepts by every form of their words."""

    def __init__(self, words: Mapping[Concept, Iterable[str]]) -> None:
        self._forms: dict[str, frozenset[Concept]] = {}
        self._put_in_order([])
        self._add(words)

    def as_json(self) -> dict[str, Any]:
        """Plain values of which `from_json` makes the same."""
        some = {concepts: at for at, concepts in enumerate(dict.fromkeys(self._forms.values()))}
        forms = {form: some[self._forms[form]] for form in self._in_order}
        return {"concepts": [sorted(concepts) for concepts in some], "forms": forms}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Concepts":
        made, some = cls({}), [frozenset(Concept(*pair) for pair in pairs) for pairs in kept["concepts"]]
        made._forms = {form: some[at] for form, at in kept["forms"].items()}
        made._put_in_order(list(made._forms))
        return made

    def plus(self, words: Mapping[Concept, Iterable[str]]) -> "Concepts":
        """With words more."""
        more = copy(self)
        more._forms = dict(self._forms)
        more._add(words)
        return more

    def meaning(self, concept: Concept, words: Iterable[str]) -> "Concepts":
        """With words that mean this of all concepts of its part: 施策 where a plan calls its packages so."""
        other = self.plus({})
        for form in (form for word in words for form in _forms(tokenize(word)) if _is_long_enough(form)):
            kept = {one for one in other._forms.get(form, ()) if one.part != concept.part}
            other._forms[form] = frozenset(kept | {concept})
        other._put_in_order(sorted(other._forms))
        return other

    def _add(self, words: Mapping[Concept, Iterable[str]]) -> None:
        for concept, said in words.items():
            for form in (form for word in said for form in _forms(tokenize(word)) if _is_long_enough(form)):
                self._forms[form] = self._forms.get(form, frozenset()) | {concept}
        self._put_in_order(sorted(self._forms))

    def _put_in_order(self, forms: list[str]) -> None:
        self._in_order = forms
        self._beginnings = {form[:size] for form in forms for size in (1, 2)}
        self._known_to_begin: dict[str, bool] = {}

    def _begins_one(self, text: str) -> bool:
        if text[:2] not in self._beginnings:  # so most words are known to begin none
            return False
        known = self._known_to_begin
        if (begins := known.get(text)) is None:
            at = bisect_left(self._in_order, text)
            begins = at < len(self._in_order) and self._in_order[at].startswith(text)
            if len(known) < WORDS_KEPT:
                known[text] = begins
        return begins

    def mentions(self, tokens: Sequence[Token], *, without: str = "") -> list[Mention]:
        """Longest first from each token on; of one length all concepts, in a fixed order, those of a part left out."""
        found = []
        at = 0
        while at < len(tokens):
            size, concepts = (0, ()) if _is_of_an_id(tokens, at) else self._longest(tokens, at, without)
            found += [Mention(concept, at, at + size - 1) for concept in sorted(concepts)]
            at += max(size, 1)
        return found

    def named(self, word: str) -> frozenset[Concept]:
        """What it means, as it is written."""
        return self._forms.get(fold(word), frozenset())

    def _may_be(self, tokens: Sequence[Token], at: int) -> list[_Forms]:
        """The forms of as many tokens from here on as go together as some expression begins: of one, of two …"""
        forms, longer = [], _NO_FORMS
        for token in tokens[at : at + LONGEST_CONCEPT]:
            longer = longer.and_then(token)
            if not (
                self._begins_one(longer.normalised)
                or self._begins_one(longer.read)
                or self._begins_one(fold(longer.written))
            ):
                break
            forms.append(longer)
        return forms

    def _longest(self, tokens: Sequence[Token], at: int, without: str) -> tuple[int, set[Concept]]:
        if _adds_nothing(tokens[at]):
            return 0, set()
        may_be = self._may_be(tokens, at)
        for size in (size for size in range(len(may_be), 0, -1) if not _adds_nothing(tokens[at + size - 1])):
            said = may_be[size - 1].said(tokens[at : at + size])
            found = {concept for form in said for concept in self._forms.get(form, ())}
            concepts = {concept for concept in found if concept.part != without} if without else found
            if size == 1 and _begins_a_compound(tokens, at):
                concepts = {concept for concept in concepts if concept.part != "condition"}
            if concepts:
                return size, concepts
        return 0, set()


def _adds_nothing(token: Token) -> bool:
    """Blanks and brackets, which no expression begins or ends with."""
    return not fold(token.surface).strip()


def _forms(tokens: Iterable[Token]) -> Sequence[str]:
    return reduce(_Forms.and_then, tokens, _NO_FORMS).all()


def _is_long_enough(form: str) -> bool:
    return not form.startswith("~") or len(form) > SHORTEST_CONCEPT


@cache
def concept_words() -> Mapping[Concept, Sequence[str]]:
    """Those of the vocabulary that is shipped."""
    data = read_toml(VOCABULARY / "concepts.toml")
    words = {Concept(part, name): words for part, table in data.items() for name, words in table.items()}
    unprinted = read_toml(VOCABULARY / "unprinted.toml")
    return words | {Concept("unprinted", name): kind["words"] for name, kind in unprinted.items()}


@cache
def general_concepts() -> Concepts:
    return SHIPPED.made("concepts", lambda: Concepts(concept_words()).as_json(), Concepts.from_json)


@cache
def unprinted_label(name: str) -> str:
    """How a kind of fact that no strategy prints is called: 「料金・入場料」."""
    label: str = read_toml(VOCABULARY / "unprinted.toml")[name]["label"]
    return label
