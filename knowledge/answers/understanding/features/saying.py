"""Whether a record has what a request says of a thing, by its verbs and its last words; and how the request ends.

「ポイントを貯めると何と替えられますか」 names what a project prints; that it can be exchanged stands nowhere in it.
"""

from collections.abc import Iterator, Sequence

from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import Features
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import Reading

_HELD = 0.5  # share from which on a record holds a word
_NAMING = ("名詞", "形容詞", "形状詞")


def saying_row(evidence: Evidence, reading: Reading) -> Features:
    """Of the record that a reading shows first; {} for English, which is read through words put for it."""
    question = evidence.question
    if question.query.is_english or not reading.ids:
        return {}
    words = list(_telling(question))
    verbs = [at for at in words if question.tokens[at].part[0] == "動詞"]
    row = _ending(question)
    for name, places in (("verbs", verbs), ("last", words[-1:]), ("last_but_one", words[-2:-1])):
        row |= _shares(evidence, reading.ids[0], name, places)
    for name, place in zip(("last", "last_but_one"), reversed(words), strict=False):
        row[f"{name}_verb"] = float(place in verbs)
        row[f"{name}_verb_left"] = float(place in verbs and not row[f"{name}_held"])
    return {f"say:{name}": value for name, value in row.items() if value}


def _telling(question: Question) -> Iterator[int]:
    """Places in the request of the words that no concept takes."""
    for at in range(question.request.first, question.request.end):
        token = question.tokens[at]
        is_naming = token.part[0] in _NAMING and question.weights[at] > 0 and not token.is_number
        if token.is_content and at not in question.concepts_at and (is_naming or token.part[0] == "動詞"):
            yield at


def _shares(evidence: Evidence, id: str, name: str, places: Sequence[int]) -> Features:
    """How many of these words the record prints, holds in other words, and how many the plan prints nowhere."""
    if not places:
        return {}
    schema, known = evidence.schema, evidence.explained(id)
    norms = [evidence.question.tokens[at].norm for at in places]
    printed = schema.printed_words.get(id, frozenset())
    own = [norm in printed for norm in norms]
    held = [is_own or known[at] >= _HELD for at, is_own in zip(places, own, strict=True)]
    nowhere = [norm not in schema.words_printed for norm in norms]
    shares = {"own": own, "held": held, "nowhere": nowhere}
    return {name: 1.0} | {f"{name}_{which}": float(sum(some)) / len(places) for which, some in shares.items()}


def _ending(question: Question) -> Features:
    """The part of speech of the last word, which particle it is, and whether a question mark stands behind."""
    last = next((token for token in reversed(question.tokens) if token.surface.strip() and not token.is_sign), None)
    if last is None:
        return {}
    particle = {f"particle:{last.surface}": 1.0} if last.part[0] == "助詞" else {}
    return {f"end:{last.part[0]}": 1.0, "mark": float(question.tokens[-1].surface in "?？")} | particle
