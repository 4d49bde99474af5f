"""Two things asked of one record: 「…の目標値と、どのパッケージのKPIか」「何番の方向で、どのパッケージ」."""

from collections.abc import Collection, Iterator

import numpy as np

from knowledge.answers.understanding.choice import EXPLAINED
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.reading import INDICATORS, OWNERS, Reading
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.words import form_words

_FIGURES = ("target", "baseline")


def with_what_is_asked_besides(evidence: Evidence, best: Reading) -> Reading:
    """What a record belongs to, and what else is asked of it that this leaves out."""
    if best.form != "related" or len(best.of) != 1 or best.kind not in (*OWNERS, "project"):
        return best
    own = best.of if _asks_for_its_figure(evidence, best) else ()
    others = dict.fromkeys(
        one for kind in _owners_asked(evidence, best) for one in _of_kind(evidence, best.of[0], kind)
    )
    return best._replace(ids=tuple(dict.fromkeys((*own, *others, *best.ids)))) if own or others else best


def _asks_for_its_figure(evidence: Evidence, best: Reading) -> bool:
    """「…の目標と、」 of an indicator: a figure that what it belongs to does not account for."""
    question = evidence.question
    if evidence.kind(best.of[0]) not in INDICATORS or not question.is_joined:
        return False
    figures = (one for one in question.of_part("attribute") if one.concept.name in _FIGURES)
    nouns = (
        one for one in figures if question.tokens[one.first].part[0] == "名詞"
    )  # 「それを目指す事業」 asks for none
    left = (best.explained < EXPLAINED) & (question.weights > 0)
    return any(left[at] for one in nouns for at in one.tokens)


def _owners_asked(evidence: Evidence, best: Reading) -> Iterator[str]:
    """「何番の方向」 beside 「どのパッケージ」: other kinds that a word asks for right before them."""
    question = evidence.question
    asking = np.flatnonzero(question.marked("ask", ["which"]))
    for mention in question.of_part("kind"):
        before = [at for at in asking if 0 < mention.first - at <= 3]
        if before and best.kind in OWNERS and mention.concept.name in OWNERS and mention.concept.name != best.kind:
            yield mention.concept.name


def _of_kind(evidence: Evidence, id: str, kind: str) -> tuple[str, ...]:
    return (id,) if evidence.kind(id) == kind else tuple(evidence.schema.related(id, kind))


def words_of_none(evidence: Evidence, ids: Collection[str]) -> tuple[str, ...]:
    """What several sentences that ask are about, and none of the records shown by a rule is known by."""
    question, known = evidence.question, [evidence.explained(id) for id in ids if id in evidence.schema.kinds]
    if not known or len(asking_sentences(question)) < 2:
        return ()
    left = (at for at in question.free_nouns if all(one[at] < EXPLAINED for one in known))
    return tuple(dict.fromkeys(question.tokens[at].surface for at in left))


def asking_sentences(question: Question) -> list[Clause]:
    signs = form_words("asking_signs")
    return [one for one in question.clauses if question.tokens[one.end - 1].surface in signs]


def sentence_left_out(question: Question, unexplained: Collection[str]) -> str:
    """「宿泊者数は？」 of 「待機児童数の目標は？宿泊者数は？」: of those that ask one of which the answer
    accounts for no word; "" where there is none.
    """
    tokens, asking = question.tokens, asking_sentences(question)
    for clause in asking if len(asking) > 1 else ():
        words = [at for at in range(clause.first, clause.end) if question.weights[at] >= NOUN_WEIGHT]
        if words and all(tokens[at].surface in unexplained for at in words):
            return question.text_of(clause)
    return ""
