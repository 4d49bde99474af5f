"""How much of what a request names stands in print: in the record that a reading shows first, elsewhere, nowhere.

A record may be known by words that staff say and no document has; who asks only in such words may mean something else.
"""

from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.features.feature import Features
from knowledge.answers.understanding.reading import FROM_SEARCH, Reading
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT

_EXPLAINED = 0.5  # share from which on a word counts as accounted for
_MOST = 4  # words


def printed_row(evidence: Evidence, reading: Reading) -> Features:
    """{} where the request names nothing."""
    question = evidence.question
    request = range(question.request.first, question.request.end)
    named = [at for at in request if question.weights[at] >= NOUN_WEIGHT and question.tokens[at].is_content]
    named = [at for at in named if not question.tokens[at].is_number]
    if not named or not reading.ids:
        return {}
    weights, held = question.weights, evidence.schema.printed_words.get(reading.ids[0], frozenset())
    own = [at for at in named if question.tokens[at].norm in held]
    nowhere = [at for at in named if at not in own and question.tokens[at].norm not in evidence.schema.words_printed]
    known = [at for at in nowhere if reading.explained[at] >= _EXPLAINED]
    row = {
        "own": float(weights[own].sum() / weights[named].sum()),
        "own_none": float(not own),
        "nowhere": min(len(nowhere), _MOST) / _MOST,
        "nowhere_known": min(len(known), _MOST) / _MOST,
        "nowhere_left": min(len(nowhere) - len(known), _MOST) / _MOST,
        "nowhere_share": len(nowhere) / len(named),
        "elsewhere": min(len(named) - len(own) - len(nowhere), _MOST) / _MOST,
        "named": min(len(named), 6) / 6,
    }
    found = {f"print_found:{name}": value for name, value in row.items()} if reading.form in FROM_SEARCH else {}
    return {f"print:{name}": value for name, value in row.items()} | found
