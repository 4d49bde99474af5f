"""How sure an answer is: a probability from the evidence for the best record, and when it is too small to answer."""

import math

from knowledge.japanese.tokenizer import KANJI, is_common_word
from knowledge.search.index import Asked
from knowledge.search.strategy_search import Evidence, Found

SURE = 0.5  # probability below which the document is said not to answer
HEARD = 0.5  # share of the question's grams or sounds, where none of its words is known
FAINT = 0.2  # the same share, where only short words are known
FEWEST_SOUNDS = 3  # runs of kana; two kana have one, and it stands in half of the document's sentences
SHORTEST_WORD = 3  # kana or letters

# Logistic regression over the question sets: is the best record an answer at all?
CALIBRATION = {
    "": -2.97, "words": 2.01, "grams": 1.36, "sounds": 2.19, "named": 0.89, "priced": 1.41, "margin": 2.62,
    "count": 1.93, "valueless": -1.5, "counter_gap": -2.3, "counter_met": 0.71, "project_gap": -2.2,
    "measure_gap": -2.74,
}  # fmt: skip


def probability(evidence: Evidence) -> float:
    """That the best record answers the question, from how much of the question it accounts for."""
    total = CALIBRATION[""] + sum(CALIBRATION[name] * float(getattr(evidence, name)) for name in CALIBRATION if name)
    return 1 / (1 + math.exp(-total))


def is_heard(best: Found, evidence: Evidence, asked: Asked, is_known: bool) -> bool:
    """A telling word, name or value of the question is known, or most of its sound is: chance is not an answer.

    `is_known`: the best record knows a telling word. One or two kana or letters may be the inside of an unknown word
    (ぷら in ぷらっぽけ): where only such are known, some of the sound is known too. A word of the dictionary that the
    record does not hold is another word, however alike it sounds or looks: 新幹線 is no 幹線.
    """
    heard = max(evidence.grams, evidence.sounds) if len(asked.sounds) >= FEWEST_SOUNDS else 0.0
    known = asked.words.keys() - asked.unknown
    is_word = any(len(word) >= SHORTEST_WORD or KANJI.search(word) for word in known)
    is_another = not is_known and bool(asked.words) and all(map(is_common_word, asked.words))
    return (
        (is_known and (is_word or heard >= FAINT))
        or best.named
        or bool(evidence.priced)
        or (heard >= HEARD and not is_another)
    )
