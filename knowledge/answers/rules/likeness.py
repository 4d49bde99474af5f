"""How what the search found stands to the words of the question: of their theme, led to by them, or only near."""

from collections.abc import Callable, Iterable, Sequence

from knowledge.answers.rules.asked import Phrase, asked_phrase, is_asked_alone, named_in
from knowledge.answers.understanding.conditions import conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import FROM_SEARCH, INDICATORS, Reading
from knowledge.answers.understanding.said.weights import CUE_WEIGHT
from knowledge.answers.understanding.words import form_words
from knowledge.wording.leads import LED, NEAR, of_theme

FIRST = 0.33  # of the nouns of the question, that a record accounts for by its own words and staff's
NEXT = 0.5  # of what the first one accounts for
PROJECT = "事業"  # as names of projects end
HELD = 0.9  # how surely it holds a word, from which on it has the word and not something like it


def standings(evidence: Evidence, ids: Sequence[str]) -> list[str]:
    """Of each record: 「移住支援に関する」, 「関連する」 or 「近い」. None stands nearer than the first.

    Of the theme is what prints its words, where the first does: what staff's words lead to is not counted with it.
    """
    phrase = _theme(evidence)
    if phrase and not _is_printed(evidence, phrase):
        return [NEAR] * len(ids)
    of_it = [_holds(evidence, phrase, id) for id in ids] if phrase else [False]
    if phrase and of_it[0]:
        prints = [_prints(evidence, phrase, id) for id in ids]
        if any(prints) and not _prints(evidence, phrase, ids[0], any):  # 「商業」 of one that staff's words lead to
            return [LED if holds else NEAR for holds in of_it]
        of_theme_alone = prints if prints[0] else of_it
        told = of_theme(phrase.runs, phrase.text)
        return [
            told if is_of_it else LED if holds else NEAR for is_of_it, holds in zip(of_theme_alone, of_it, strict=True)
        ]
    share = [_share(evidence, id) for id in ids]
    return [LED if share[0] >= FIRST and one >= NEXT * share[0] else NEAR for one in share]


def is_found_by_theme(evidence: Evidence, reading: Reading) -> bool:
    """Its records were found by words they hold, not by their kind, place or figures (「金額の指標」)."""
    if reading.form == "filtered":
        conditions = conditions_said(evidence)
        return bool(conditions) and all(one.topic for one in conditions)
    return reading.form in FROM_SEARCH or reading.form == "holding"


def without_strangers(evidence: Evidence, reading: Reading) -> Reading:
    """Of what the search found, without the indicators that have no noun of the question in their names, where several
    others, the first among them, have them all: 「労働者数」 shares 「者数」 with 「転入者数の目標は？」.
    """
    question = evidence.question
    words = {question.tokens[at].norm for at in question.free_nouns}
    said = {token.norm for token, weight in zip(question.tokens, question.naming_weights, strict=True) if weight > 0}
    names = evidence.schema.name_words
    if reading.form not in FROM_SEARCH or not words or not all(evidence.kind(id) in INDICATORS for id in reading.ids):
        return reading
    kept = tuple(id for id in reading.ids if not words.isdisjoint(names[id]))
    is_several = len(kept) > 1 and kept[0] == reading.ids[0] and all(said <= names[id] for id in kept)
    return reading._replace(ids=kept) if is_several else reading


def is_unlike(evidence: Evidence, reading: Reading) -> bool:
    """Of what the search found, the first is the likeliest, and they are not all of one theme that is asked for."""
    if reading.form != "hits" or len(reading.ids) < 2:
        return False
    how = standings(evidence, reading.ids)
    return len(set(how)) > 1 or how[0] in (LED, NEAR)


def _theme(evidence: Evidence) -> Phrase | None:
    """What alone the question is about, if it is no record's name: 「移住支援」, not 「地域起業成長支援事業」."""
    question = evidence.question
    phrase = asked_phrase(question)
    if phrase is None or not is_asked_alone(phrase, question, CUE_WEIGHT):
        return None
    is_name = phrase.text.endswith(PROJECT)
    is_of_doing = all(question.tokens[at].norm in form_words("doing") for at in phrase.at)
    return None if is_name or is_of_doing or not set(question.free_nouns) <= set(phrase.at) else phrase


def _is_printed(evidence: Evidence, phrase: Phrase) -> bool:
    """The plan has its words: where only staff's expressions lead from them to a record, that is near."""
    question = evidence.question
    words = {question.tokens[at].norm for at in named_in(phrase, question).at if question.weights[at] > 0}
    return words <= evidence.schema.words_printed


def _holds(evidence: Evidence, phrase: Phrase, id: str) -> bool:
    """Its words; 「対策」 of 「空き家対策」 need not be among them."""
    explained, weights = evidence.explained(id), evidence.question.weights
    return all(explained[at] >= HELD for at in named_in(phrase, evidence.question).at if weights[at] > 0)


def _prints(evidence: Evidence, phrase: Phrase, id: str, how_many: Callable[[Iterable[bool]], bool] = all) -> bool:
    question, printed = evidence.question, evidence.schema.printed_words.get(id, frozenset())
    own = [at for at in named_in(phrase, question).at if question.weights[at] > 0]
    return how_many(question.tokens[at].norm in printed for at in own if question.tokens[at].part[0] != "接尾辞")


def _share(evidence: Evidence, id: str) -> float:
    nouns = list(evidence.question.free_nouns)
    return float(evidence.explained(id)[nouns].mean()) if nouns else 0.0
