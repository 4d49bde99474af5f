"""What a question expressly does not mean: 「累計ではなく総数」「観光の方。広域連携じゃなくて」「東部でもない方」."""

from collections.abc import Sequence

from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token

ENDS = frozenset("。！？!?\n")
BREAKS = frozenset("、,，…")
_NOT = frozenset({"なく", "無く", "のう"})  # goes on to what is meant; 「累計でないKPI」 is a condition


def denied_in(tokens: Sequence[Token]) -> frozenset[int]:
    """The places of it, with the words that deny it; not 「…だけでなく」."""
    found: set[int] = set()
    for at in range(len(tokens)):
        end = _denial_end(tokens, at)
        if not end or not at or not (tokens[at - 1].surface in form_words("before_not") or _is_both(tokens, at)):
            continue
        first = _beginning(tokens, at)
        is_also = any(one.surface in form_words("not_only") for one in tokens[max(first - 1, 0) : at])
        if not is_also and (_has_content(tokens[end:]) or _is_added(tokens, first)):
            found.update(range(first, end))
    return frozenset(found)


def _denial_end(tokens: Sequence[Token], at: int) -> int:
    """Where a denial ends whose ない stands here; 0 where it is none."""
    if tokens[at].surface in _NOT:
        return at + 1 + any(token.surface == "て" for token in tokens[at + 1 : at + 2])
    return at + 2 if _is_other_one(tokens, at) else 0


def _is_other_one(tokens: Sequence[Token], at: int) -> bool:
    """「…じゃない方」「…でもないやつ」"""
    behind = tokens[at + 1 : at + 2]
    return tokens[at].surface == "ない" and any(token.norm in form_words("other_one") for token in behind)


def _is_both(tokens: Sequence[Token], at: int) -> bool:
    return at > 1 and tokens[at - 1].surface == "も" and tokens[at - 2].surface == "で"


def _beginning(tokens: Sequence[Token], at: int) -> int:
    first = at - 1 - (tokens[at - 1].surface in ("は", "も") and at > 1)
    while first and (not _ends_phrase(tokens[first - 1]) or _is_both(tokens, first)):
        first -= 2 if _is_both(tokens, first) else 1
    return first


def _ends_phrase(token: Token) -> bool:
    is_particle = token.part[0] == "助詞" and token.part[1] in ("格助詞", "係助詞", "接続助詞", "副助詞")
    return token.surface in ENDS | BREAKS | {"("} or (is_particle and token.surface not in ("の", "や"))


def _has_content(tokens: Sequence[Token]) -> bool:
    """Something else is asked for: 「観光ではないですか」 denies nothing."""
    return any(token.is_content and not token.is_sign for token in tokens)


def _is_added(tokens: Sequence[Token], first: int) -> bool:
    """It stands by itself behind what is asked for."""
    return first > 0 and tokens[first - 1].is_sign and _has_content(tokens[:first])
