"""Which of the concepts that a question says are meant."""

from collections.abc import Iterator, Sequence

from knowledge.answers.understanding.concepts import Concept, Concepts, Mention
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token

_MISSING, _KEPT = Concept("condition", "missing"), Concept("condition", "kept")
_PACKAGE = Concept("kind", "package")
_DIFFERENCE = Concept("attribute", "difference")
_NONE = frozenset({Concept("condition", "zero"), Concept("condition", "missing")})
_COUNT, _COMPARE = Concept("ask", "count"), Concept("ask", "compare")
_VALUES = frozenset({Concept("attribute", "target"), Concept("attribute", "baseline")})
_WITHOUT, _ALL = Concept("condition", "without"), Concept("ask", "all")
_REASON = Concept("attribute", "background")
_WITHOUT_VALUES = frozenset({"package", "direction", "project"})
_DATED = frozenset({Concept("attribute", "period"), Concept("attribute", "published")})
AS_PREDICATE = 4  # tokens from 達成 to the end of 「達成しとると」


def meant_in(tokens: Sequence[Token], concepts: Concepts, denied: frozenset[int]) -> list[Mention]:
    said = [_of_a_choice(tokens, one) for one in concepts.mentions(tokens) if one.first not in denied]
    mentions = sorted(_without_changes([_of_numbers(tokens, said, one) for one in said]), key=lambda one: one.first)
    return [
        one
        for one in _without_doubles(mentions)
        if not (
            _is_of_a_favour(tokens, one)
            or _says_only(tokens, one)
            or _is_of_a_state(tokens, mentions, one)
            or _only_stresses(tokens, one)
            or _says_which(tokens, mentions, one)
            or _is_counted(tokens, one)
            or _is_summed(tokens, one)
            or _is_a_box(tokens, one)
        )
    ]


def _of_a_choice(tokens: Sequence[Token], mention: Mention) -> Mention:
    """「…だけ抜いて」 asks for these alone; 「…だけ抜いて数える」 and 「…を抜いて」 for the others."""
    before, behind = tokens[max(mention.first - 1, 0)], tokens[mention.last + 1 : mention.last + 3]
    is_picking = mention.concept == _WITHOUT and tokens[mention.first].norm in form_words("picking")
    goes_on = len(behind) == 2 and behind[0].surface == "て" and behind[1].norm in form_words("counting")
    is_picked = is_picking and before.surface in form_words("not_only") and not goes_on
    return Mention(_ALL, mention.first, mention.last) if is_picked else mention


def _of_numbers(tokens: Sequence[Token], mentions: Sequence[Mention], mention: Mention) -> Mention:
    """「KPIの数は同じ？」「本数って一緒？」「同数か」 compare how many there are; 「基準値と同数」 does values."""
    if mention.concept != _KEPT or any(one.concept in _VALUES for one in mentions):
        return mention
    before = tokens[max(mention.first - 1, 0)]
    counted = {one.last for one in mentions if one.concept == _COUNT}
    is_told = before.surface in form_words("after_counts") and mention.first - 2 in counted
    is_of_numbers = is_told or tokens[mention.last].norm in form_words("same_number")
    return Mention(_COMPARE, mention.first, mention.last) if is_of_numbers else mention


def _without_changes(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """「増減ゼロ」「差がない」 are values that stay as they are."""
    none = {one.first: one.last for one in mentions if one.concept in _NONE}
    changes = [one for one in mentions if one.concept == _DIFFERENCE]
    ends = {one.first: none[at] for one in changes for at in (one.last + 1, one.last + 2) if at in none}
    yield from (Mention(_KEPT, first, last) for first, last in ends.items())
    taken = {at for first, last in ends.items() for at in range(first, last + 1)}
    yield from (one for one in mentions if taken.isdisjoint(one.tokens))


def _without_doubles(mentions: Sequence[Mention]) -> list[Mention]:
    """「計画期間はいつから」「計画はいつできた」 ask for what is printed of the plan, and for no opening hours."""
    is_dated = any(one.concept in _DATED for one in mentions)
    return [one for one in mentions if not (is_dated and one.concept == Concept("unprinted", "schedule"))]


def _is_of_a_favour(tokens: Sequence[Token], mention: Mention) -> bool:
    """「…いただけないでしょうか」「差し支えなければ」 lack nothing."""
    before = tokens[max(mention.first - 1, 0)].norm
    is_bare = mention.first == mention.last and tokens[mention.first].norm in form_words("negations")
    return is_bare and mention.concept == _MISSING and before in form_words("favours")


def _says_only(tokens: Sequence[Token], mention: Mention) -> bool:
    """「3件しかない」「1件しか載っていない」 lack nothing."""
    before = tokens[max(mention.first - AS_PREDICATE, 0) : mention.first]
    return mention.concept == _MISSING and any(token.surface in form_words("no_more_than") for token in before)


def _says_which(tokens: Sequence[Token], mentions: Sequence[Mention], mention: Mention) -> bool:
    """「同じパッケージの」「同じ事業が」 are no values that stay the same; 「同じパッケージですか」 asks about them."""
    if mention.concept != _KEPT or tokens[mention.last].norm not in form_words("beside"):
        return False
    kinds = (one for one in mentions if one.concept.part == "kind" and one.concept.name in _WITHOUT_VALUES)
    ends = [one.last + 1 for one in kinds if one.first == mention.last + 1]
    return any(at < len(tokens) and tokens[at].part[0] == "助詞" and tokens[at].surface != "か" for at in ends)


def _is_counted(tokens: Sequence[Token], mention: Mention) -> bool:
    """「総数はいくつ」 asks how many there are; 「総数で測る」 is how a value is counted."""
    behind = [one for one in tokens[mention.last + 1 :] if not one.is_sign][:2]
    is_topic = bool(behind) and behind[0].surface in ("は", "って", "が")
    is_asked = is_topic and behind[-1].norm[:1] in form_words("how_many")
    return mention.concept == Concept("condition", "total") and is_asked


def _is_summed(tokens: Sequence[Token], mention: Mention) -> bool:
    """「全パッケージ通算で何本」 adds up how many there are; 「通算の目標」 is how a value is counted."""
    behind = [one for one in tokens[mention.last + 1 :] if not one.is_sign][:2]
    is_asked = len(behind) == 2 and behind[0].surface == "で" and behind[1].norm[:1] in form_words("how_many")
    is_sum = tokens[mention.last].norm in form_words("summing")
    return mention.concept == Concept("condition", "cumulative") and is_sum and is_asked


def _is_a_box(tokens: Sequence[Token], mention: Mention) -> bool:
    """「建てるハコ」 is no package; 「魅力の箱」「束ねたかたまり」 are."""
    is_word = mention.concept == _PACKAGE and tokens[mention.first].norm in form_words("boxes")
    before = tokens[mention.first - 1].surface if mention.first else ""
    is_numbered = any(token.is_number for token in tokens[mention.last + 1 : mention.last + 2])  # 「箱3」
    return is_word and not is_numbered and before not in form_words("before_boxes")


def _only_stresses(tokens: Sequence[Token], mention: Mention) -> bool:
    """「具体的には何やるわけ？」 asks for no reason: the word stands behind a predicate and ends the sentence."""
    before = tokens[mention.first - 1].part[0] if mention.first else ""
    behind = tokens[mention.last + 1 :]
    is_bare = mention.first == mention.last and tokens[mention.first].norm in form_words("stressing_ends")
    ends = all(one.is_sign or one.surface in form_words("asking_ends") for one in behind[:2])
    return is_bare and mention.concept == _REASON and before in ("動詞", "助動詞", "形容詞") and ends


def _is_of_a_state(tokens: Sequence[Token], mentions: Sequence[Mention], mention: Mention) -> bool:
    """「達成しとるとは？」 asks for those that are, and not what it means."""
    states = (one.last for one in mentions if one.concept.part == "state")
    before = tokens[mention.first - 1].part if mention.first else ("",)
    is_verb = before[0] in ("動詞", "助動詞") or before[:2] == ("助詞", "接続助詞")
    is_near = any(0 < mention.first - last <= AS_PREDICATE for last in states)
    return mention.concept == Concept("attribute", "meaning") and is_verb and is_near
