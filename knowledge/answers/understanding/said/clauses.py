"""The sentences of a question, and their parts: one asks, the others tell of the occasion."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from knowledge.answers.understanding.said.denied import BREAKS, ENDS
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token


class Clause(Struct, frozen=True):
    first: int
    end: int


def clauses_of(tokens: Sequence[Token]) -> Iterator[Clause]:
    """Sentences, and their parts before a comma that leads on (…ので、)."""
    start = 0
    for at, token in enumerate(tokens):
        ends = token.surface in ENDS or "\n" in token.surface or _is_pause(tokens, at)
        if ends or (token.surface in BREAKS and at and _leads_on(tokens[at - 1]) and not _ends_about(tokens, at)):
            yield Clause(start, at + 1)
            start = at + 1
    if start < len(tokens):
        yield Clause(start, len(tokens))


def _ends_about(tokens: Sequence[Token], at: int) -> bool:
    """「…の育成について、触れられている箇所は」 is one clause."""
    return at > 2 and only_says_about(tokens, at - 2)


def _is_pause(tokens: Sequence[Token], at: int) -> bool:
    """「…詰んどる オープンラボと」「…そうで...自分の」: a blank or dots behind a predicate, and something follows."""
    if not _is_pausing(tokens[at]) or any(map(_is_pausing, tokens[at + 1 : at + 2])):
        return False
    behind = next((one.part for one in reversed(tokens[:at]) if not _is_pausing(one)), ("", ""))
    is_told = behind[0] in ("動詞", "形容詞", "助動詞") or behind[:2] == ("助詞", "接続助詞")
    return is_told and any(one.is_content for one in tokens[at + 1 :])


def _is_pausing(token: Token) -> bool:
    return not token.surface.strip() or token.surface in form_words("pauses")


def _leads_on(token: Token) -> bool:
    is_joining = token.part[0] == "助詞" and token.part[1] == "接続助詞"
    return is_joining or token.part[0] == "助動詞" or token.surface in form_words("leading_on")


def only_says_about(tokens: Sequence[Token], at: int) -> bool:
    """「…について」"""
    is_verb = tokens[at].norm in form_words("about_verbs") and tokens[at].part[0] == "動詞"
    return is_verb and at > 0 and tokens[at - 1].surface == "に"


def ends_asking(text: str) -> bool:
    return text.strip(" 。、").endswith(tuple(form_words("asking_ends")))
