"""What each word of a question counts where a reading leaves it unexplained."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.answers.understanding.concepts import Mention
from knowledge.answers.understanding.said.clauses import only_says_about
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.search.query import Query

Weights = NDArray[np.float32]  # one number per token

WORD_WEIGHTS = {"名詞": 1.0, "形状詞": 1.0, "形容詞": 1.0, "副詞": 0.4, "動詞": 0.5, "接尾辞": 0.3, "接頭辞": 0.3}
NUMERAL_WEIGHT, CONCEPT_WEIGHT, CUE_WEIGHT = 0.6, 0.4, 0.4
LITTLE = 0.2  # below which what a record accounts for tells nothing of it
NOUN_WEIGHT = 0.9  # from which on a word may be what the question is about
_SAYS_WHEN = ("副詞可能",)  # 今, 明日, 前: nouns that say when, as adverbs do


def weights_of(query: Query, tokens: Sequence[Token], mentions: Sequence[Mention], denied: frozenset[int]) -> Weights:
    said: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.concept.part != "context":  # a pronoun weighs nothing: it points elsewhere
            for at in mention.tokens:
                said.setdefault(at, set()).add(mention.concept.part)
    weights = [
        0.0 if _says_nothing(query, tokens, at, denied) else _weight(token, said.get(at, set()))
        for at, token in enumerate(tokens)
    ]
    return np.array(weights, dtype=np.float32)


def _says_nothing(query: Query, tokens: Sequence[Token], at: int, denied: frozenset[int]) -> bool:
    return at in denied or is_year(tokens[at], query) or only_says_about(tokens, at)


def is_year(token: Token, query: Query) -> bool:
    """A year says which value is meant; it is read already, and no record has to account for it."""
    spans = query.year_spans
    return bool(spans) and any(start <= token.begin and token.end <= end for start, end in spans)


def _weight(token: Token, said: set[str]) -> float:
    is_blank = (token.is_sign and "condition" not in said) or not token.surface.strip()  # % is a sign and a condition
    if is_blank or "polite" in said:
        return 0.0
    if token.is_number:
        weight = NUMERAL_WEIGHT
    elif token.part[2:3] == _SAYS_WHEN and token.norm not in form_words("kinds_of_time"):
        weight = WORD_WEIGHTS["副詞"]
    elif token.part[0] == "動詞" and not token.is_content:
        weight = 0.0
    else:
        weight = WORD_WEIGHTS.get(token.part[0], 0.0)
    weight = weight or (CONCEPT_WEIGHT if said else 0.0)
    return min(weight, CUE_WEIGHT) if "ask" in said else weight
