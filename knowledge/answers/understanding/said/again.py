"""That something is printed a second time, composed of words: 「もう一度…載る」「よそのパッケージから」."""

from collections.abc import Iterator, Sequence

from knowledge.answers.understanding.concepts import Concept, Mention
from knowledge.japanese.tokenizer import Token

MOST_BETWEEN = 3  # tokens from 「二度」 to 「載る」
_REPRINT, _PACKAGE = Concept("condition", "reprint"), Concept("kind", "package")
_AGAIN, _APPEARING, _OTHER = (Concept("standing", name) for name in ("again", "appearing", "other"))


def with_reprints(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """What a reprint is said by names nothing else: 「よその束」 asks for no package."""
    found = [*_appearing_again(mentions), *_of_another(tokens, mentions)]
    taken = {at for one in found for at in one.tokens}
    kept = [one for one in mentions if one.concept == _REPRINT or not taken.intersection(one.tokens)]
    return sorted([*kept, *found], key=lambda one: (one.first, one.concept)) if found else list(mentions)


def _appearing_again(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """「もう一回顔を出す」「二度、登場する」"""
    appearing = [one for one in mentions if one.concept == _APPEARING]
    for again in (one for one in mentions if one.concept == _AGAIN):
        verb = next((one for one in appearing if 0 < one.first - again.last <= MOST_BETWEEN), None)
        if verb is not None:
            yield Mention(_REPRINT, again.first, verb.last)


def _of_another(tokens: Sequence[Token], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """「よそのパッケージ」「二つの束」"""
    packages = [one for one in mentions if one.concept == _PACKAGE]
    for other in (one for one in mentions if one.concept == _OTHER):
        behind = other.last + 1 + any(one.surface == "の" for one in tokens[other.last + 1 : other.last + 2])
        package = next((one for one in packages if one.first == behind), None)
        if package is not None:
            yield Mention(_REPRINT, other.first, package.last)
