"""What was shown of a package or goal, of another one: 「パッケージ3も」「じゃあ基本目標4は？」「6は？」「西は？」."""

from collections.abc import Collection, Iterator, Sequence

from knowledge.answers.rules.asked import FIGURES
from knowledge.answers.rules.following.followup_forms import SMALL
from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS, OWNERS
from knowledge.answers.understanding.row import ThreadRow
from knowledge.answers.understanding.schema import Ids, Schema
from knowledge.answers.understanding.words import form_words

MOST_BESIDE = 4  # of which one is told by a word
_NAMED = (("kpi", "target"), ("project",))
_SAME = Concept("context", "same")
_BESIDE = frozenset({Concept("context", "rest"), Concept("ask", "all"), Concept("ask", "which"), _SAME})


def of_a_sibling(evidence: Evidence, row: ThreadRow) -> tuple[str, Ids]:
    """The other one, and what is to be shown of it; "" where the question says more, or names none."""
    for owner in _owners(evidence.schema, row):
        kind = evidence.kind(owner)
        for other, taken in _named(evidence, owner, row):
            if other != owner and _says_no_more(evidence.question, kind, taken):
                find = evidence.kind(row.shown[0])
                ids = (other,) if owner in row.shown else evidence.schema.related(other, find)
                return (other, tuple(ids)) if ids else ("", ())
    return "", ()


def of_the_same_kind(evidence: Evidence, row: ThreadRow) -> Ids:
    """「じゃあドクターカーは？」 after an indicator: the one that is called so; () where none is, or several."""
    question, schema, nouns = evidence.question, evidence.schema, _nouns(evidence.question)
    kinds = [kind for kind in _NAMED if evidence.kind(row.shown[0]) in kind] if len(row.shown) == 1 else []
    if of_side := on_its_side(evidence, row):
        return of_side
    if len(row.shown) == 1 and (instead := known_instead(evidence, row.shown[0])):
        return instead
    if not kinds or not nouns or not _says_no_more(question, "", nouns):
        return ()
    said = {question.tokens[at].norm for at in nouns} - form_words("anybody")
    every = [id for kind in kinds[0] for id in schema.all(kind)]
    called = tuple(id for id in every if said and said <= schema.name_words[id])
    return called if len(called) == 1 and called != row.shown else ()


def on_its_side(evidence: Evidence, row: ThreadRow) -> Ids:
    """「お金のほう、今はいくら？」 of several shown: the only one that knows the word, where a value is asked."""
    question, tokens = evidence.question, evidence.question.tokens
    sides = [at for at in range(2, len(tokens)) if tokens[at].norm in form_words("other_one")]
    places = [at - 2 for at in sides if tokens[at - 1].surface == "の" and question.naming_weights[at - 2] > 0]
    is_more = question.said("kind") or question.said("unprinted") or question.said("order")
    is_value = bool(question.said("ask") & {"value", "count"} or question.said("attribute").intersection(FIGURES))
    if is_more or not is_value or len(places) != 1 or not 1 < len(row.shown) <= MOST_BESIDE:
        return ()
    known = evidence.all_knowing(row.shown, [tokens[places[0]].norm])
    return tuple(known) if len(known) == 1 and evidence.kind(known[0]) in INDICATORS else ()


def known_instead(evidence: Evidence, shown: str) -> Ids:
    """「夜は？」 after the figure of the day: the only one beside it that holds every noun, or what stands for it."""
    question, schema, kind = evidence.question, evidence.schema, evidence.kind(shown)
    weights = question.naming_weights
    nouns = [at for at, one in enumerate(question.tokens) if weights[at] > 0 and one.part[0] == "名詞"]
    if kind not in INDICATORS or not nouns or not _says_no_more(question, "", nouns):
        return ()
    words = [question.tokens[at].norm for at in nouns]
    homes = [home for owner in ("package", "goal") for home in schema.related(shown, owner)]
    beside = dict.fromkeys(one for home in homes for one in schema.related(home, kind))
    known = evidence.all_knowing(list(beside), words)
    return tuple(known) if len(known) == 1 and known[0] != shown else ()


def _nouns(question: Question) -> Sequence[int]:
    return [at for at in question.free_nouns if question.tokens[at].norm not in form_words("asks_how")]


def _owners(schema: Schema, row: ThreadRow) -> Iterator[str]:
    """What was shown, or of what all was shown."""
    if len(row.shown) == 1 and schema.kinds[row.shown[0]] in OWNERS:
        yield row.shown[0]
    find, shown = schema.kinds[row.shown[0]], set(row.shown)
    for kind in OWNERS:
        yield from (id for id in schema.related(row.shown[0], kind) if set(schema.related(id, find)) == shown)


def _named(evidence: Evidence, owner: str, row: ThreadRow) -> Iterator[tuple[str, Collection[int]]]:
    """Those of its kind, with the words that name them: by number, or by the word that their name begins with."""
    question, schema, kind = evidence.question, evidence.schema, evidence.kind(owner)
    numbered = [one for one in evidence.numbered if evidence.kind(one.id) == kind]
    for one in numbered:
        yield one.id, one.tokens
    said = [one for one in question.numbers if one.value]
    is_too = any(
        _SAME in question.concepts_at.get(at, ()) for at, one in enumerate(question.tokens) if one.surface == "も"
    )
    is_of_list = len(said) == 1 and said[0].value <= len(row.listed) > 1 and not is_too
    is_beyond = len(said) == 1 and said[0].value > len(row.listed)  # 「⑫は」 after a direction with few projects
    if len(said) == 1 and not numbered and not is_of_list and (kind != "direction" or is_beyond):
        yield from ((id, range(said[0].first, said[0].end)) for id in schema.numbered(kind, said[0].value))
    for at in question.free_nouns:
        word = _without_side(question.tokens[at].surface)
        begun = [id for id in schema.all(kind) if schema.name_keys[id].startswith(word)]
        if len(begun) == 1:
            yield begun[0], {at, *(n for n in (at + 1,) if _is_of_a_place(question, n))}


def _without_side(word: str) -> str:
    """西 of 西側, as names have 西部."""
    sides = [side for side in form_words("of_places") if word.endswith(side) and len(word) == len(side) + 1]
    return word.removesuffix(sides[0]) if sides else word


def _is_of_a_place(question: Question, at: int) -> bool:
    return at < len(question.tokens) and question.tokens[at].norm in form_words("of_places")


def _says_no_more(question: Question, kind: str, taken: Collection[int]) -> bool:
    for at in range(len(question.tokens)):
        concepts = set(question.concepts_at.get(at, ()))
        is_known = at in taken or at in question.denied or concepts & _BESIDE or Concept("kind", kind) in concepts
        is_how = question.tokens[at].norm in form_words("asks_how")  # 「いかがでしょうか」
        is_right = question.tokens[at].norm in form_words("correcting")
        is_known = is_known or is_how or is_right or any(one.part == "polite" for one in concepts)
        if not is_known and (concepts - {Concept("context", "this")} or question.weights[at] > SMALL):
            return False
    return True
