"""Whether a question asks how far a value has come: for its progress, or for what is left to the target."""

from collections.abc import Sequence

from knowledge.answers.understanding.concepts import Concept, Mention
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token

_AMOUNTS = frozenset({Concept("ask", "value"), Concept("ask", "count")})
_CHANGES = frozenset({Concept("condition", "higher"), Concept("condition", "lower")})
_FAR = 4  # tokens between 「何人」 and 「足りない」


def asks_for_progress(tokens: Sequence[Token]) -> bool:
    """「進捗」「達成率」「進み具合」; not what is measured or reviewed: 「進捗を測る指標」."""
    ends = [at for at in range(len(tokens)) if _is_progress(tokens, at)]
    return any(not _is_examined(tokens[at + 1 : at + 3]) for at in ends)


def _is_progress(tokens: Sequence[Token], at: int) -> bool:
    """A word for progress ends here: 率 of 「達成率」, or 「進捗」 without one."""
    token, start = tokens[at], at - 1 - (at > 1 and tokens[at - 1].surface == "の")
    if token.norm == "進捗":
        return tokens[at + 1 : at + 2] == [] or tokens[at + 1].norm not in form_words("degree")
    return start >= 0 and tokens[start].norm in form_words("progressing") and token.norm in form_words("degree")


def _is_examined(behind: Sequence[Token]) -> bool:
    return len(behind) == 2 and behind[0].surface == "を" and behind[1].norm in form_words("examining")


def asks_what_is_left(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """「あと何人」「目標までの残りは」「いくつ足りない」"""
    asked = {one.first for one in mentions if one.concept in _AMOUNTS} | {
        at for at, token in enumerate(tokens[:-1]) if token.norm in form_words("how_many") and _counts(tokens[at + 1])
    }
    left = {at for at, token in enumerate(tokens) if token.norm in form_words("left") and token.part[0] != "接尾辞"}
    gap = {at for at, token in enumerate(tokens) if token.norm in form_words("gap")} | left
    targets = {one.last for one in mentions if one.concept == Concept("attribute", "target")}
    lacking = {at for at, token in enumerate(tokens) if token.norm in form_words("enough")}
    return (
        any(_behind(tokens, at) in asked for at in left)
        or any(_behind(tokens, at) in asked | gap for at in targets if _is_until(tokens, at + 1))
        or any(0 < at - one <= _FAR for at in lacking for one in asked)
    )


def asks_for_the_prospect(tokens: Sequence[Token]) -> bool:
    """「目標に届きそう？」「達成できそうですか」「達成する見込み」: whether it will be, which nobody has recorded."""
    ends = (at for at, token in enumerate(tokens) if token.norm in form_words("reaching_it"))
    return any(token.surface in form_words("prospect") for at in ends for token in tokens[at + 1 : at + _FAR])


def asks_for_the_gap(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """What lies between baseline and target: 「差は何件」「何か所増やす」; not 「何人まで減らす」「どこまで増やす」."""
    amounts = [one.last for one in mentions if one.concept in _AMOUNTS and tokens[one.last].surface != "まで"]
    changes = {one.first for one in mentions if one.concept in _CHANGES}
    gaps = [one.last for one in mentions if one.concept == Concept("attribute", "difference")]
    asked = [at for at in range(len(tokens)) if tokens[at].norm in form_words("how_many") or at in amounts]
    is_change = any(_behind_degree(tokens, at) in changes for at in (*amounts, *gaps))
    return is_change or any(abs(at - gap) <= _FAR for gap in gaps for at in asked)


def _behind_degree(tokens: Sequence[Token], at: int) -> int:
    """The place of the next word behind 「くらい」「ほど」."""
    at += 1
    while at < len(tokens) and tokens[at].surface in form_words("degrees"):
        at += 1
    return at


def _counts(token: Token) -> bool:
    return token.part[0] == "接尾辞" or token.part[2:3] == ("助数詞可能",)


def _is_until(tokens: Sequence[Token], at: int) -> bool:
    return "".join(token.surface for token in tokens[at : at + 2]).startswith(("まで", "との"))


def _behind(tokens: Sequence[Token], at: int) -> int:
    """The place of the next word behind particles."""
    at += 1
    while at < len(tokens) and tokens[at].part[0] == "助詞":
        at += 1
    return at
