"""The thing that a question asks for, in its own words: a refusal names it, and not the kind of thing that it is."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

import numpy as np
from msgspec import Struct

from knowledge.answers.understanding.concepts import Concept, Mention, unprinted_label
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.weights import NOUN_WEIGHT
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.model.normalize import name_key

SHORTEST, LONGEST = 2, 30  # characters: of one alone, and of a sentence, nothing is said
WORD_WEIGHT = 0.5  # from which on a word says something by itself
OF_FIGURES = frozenset({"target", "kpi", "indicator"})  # kinds of records that have them
FIGURES = ("target", "baseline", "actual", "unit")
_FIGURES_OF_THEMES = frozenset({"general_statistics", "other_measures"})
_OWN = frozenset({"名詞", "接尾辞"})
_OF_PLAN = frozenset({"contact", "published", "population", "period"})  # attributes of the plan
_SAYING_NOTHING = frozenset({"助詞", "助動詞", "補助記号", "空白", "感動詞", "接続詞"})
OBJECT = "を"
_NAMING = _OWN | {"形状詞", "接頭辞"}


class Phrase(Struct, frozen=True):
    """Nouns that belong together: 「職員」「育休取得率」. `text` with the particles between them; `at`: its tokens."""

    runs: tuple[str, ...]
    text: str
    at: range

    @property
    def keys(self) -> list[str]:
        return [name_key(run) for run in self.runs]


def phrases(question: Question) -> list[Phrase]:
    """All of the question, in its order, but for who has asked it: 「係長に」."""
    return question.once(phrases, lambda: _phrases(question))


def _phrases(question: Question) -> list[Phrase]:
    found = [_phrase(question, runs) for runs in _joined(question, list(_runs(question)))]
    occasion = {at for one in question.mentions if is_of_the_occasion(one, question) for at in one.tokens}
    return [one for one in found if len(one.text) <= LONGEST and not occasion.issuperset(one.at)]


def words_read(question: Question) -> list[str]:
    """What of the question is named: its phrases, or else each noun that the dictionary knows, even 「人口」."""
    named = [run for phrase in phrases(question) for run in phrase.runs]
    nouns = (token for token in question.tokens if token.part[0] in _OWN and token.is_content and _is_read(token))
    words = (token.surface for token in nouns if len(token.surface) >= SHORTEST and not token.is_number)
    return named or list(dict.fromkeys(words))


def asked_phrase(question: Question) -> Phrase | None:
    """What the clause that asks is about; None where it names nothing, and in English.

    The first phrase with a fact that no plan prints (「運行経費」), the one before a fact without a noun (「何台」), or
    the one with most words.
    """
    return question.once(asked_phrase, lambda: _asked_phrase(question))


def _asked_phrase(question: Question) -> Phrase | None:
    found = [one for one in phrases(question) if question.in_request_at(one.at[0])]
    facts = [at for mention in _unprinted(question) for at in mention.tokens]
    if not found or question.query.is_english:
        return None
    with_fact = next((one for one in found if not set(facts).isdisjoint(one.at)), None)
    before = [one for one in found if facts and one.at.stop <= facts[0]]
    heaviest = max(found, key=lambda one: float(question.weights[one.at.start : one.at.stop].sum()))
    return with_fact or (before[-1] if before else heaviest)


def is_asked_alone(phrase: Phrase, question: Question, least: float = WORD_WEIGHT) -> bool:
    """No other word says anything by itself. `least`: from which weight on a word does."""
    words = {at for at, weight in enumerate(question.weights) if weight >= least} - set(question.concepts_at)
    passed = {*form_words("about_verbs"), *form_words("doing"), *form_words("anybody")}
    own = {*phrase.at, *_done_to(phrase, question)}
    return {at for at in words if question.tokens[at].norm not in passed} <= own


def _done_to(phrase: Phrase, question: Question) -> range:
    """「作る」 of 「プールを作る事業」: what is done with it names nothing else."""
    at = phrase.at.stop
    parts = [(token.surface, token.part[0]) for token in question.tokens[at : at + 2]]
    return range(at + 1, at + 2) if parts and parts[0] == (OBJECT, "助詞") and parts[-1][1] == "動詞" else range(0)


def named_in(phrase: Phrase, question: Question) -> Phrase:
    """「DX」 of 「DX推進」: without the nouns of doing at its end; whole where it is one of them."""
    end, passed = phrase.at.stop, {*form_words("doing"), *form_words("within_names")}
    while end > phrase.at.start and question.tokens[end - 1].norm in passed:
        end -= 1
    return _part_of(phrase, question, range(phrase.at.start, _whole_words(phrase, question, end)))


def _whole_words(phrase: Phrase, question: Question, end: int) -> int:
    """「活性化」 is one word, of which 「化」 alone says what is done: with it, or behind a 「の」 without both."""
    if not phrase.at.start < end < phrase.at.stop or question.tokens[end].part[0] != "接尾辞":
        return end
    before = end - 2
    is_done_to = before > phrase.at.start and question.tokens[before].surface in form_words("within_names")
    return before if is_done_to else end + 1


def whole_project_name(phrase: Phrase, question: Question) -> str:
    """「花によるまちづくり推進事業」 of 「まちづくり推進事業」, with what leads to it in one breath; "" where it
    does not end as projects do.
    """
    kinds = (one for one in question.mentions if one.concept == Concept("kind", "project"))
    if all(one.last != phrase.at[-1] for one in kinds):
        return ""
    first = phrase.at.start
    while (before := _led_by(question, first)) < first:
        first = before
    return _written(question, range(first, phrase.at.stop))


def _led_by(question: Question, first: int) -> int:
    """Where the nouns, particle and verb right before it begin (「花に」「よる」); `first` where there are none."""
    parts = [token.part[0] for token in question.tokens]
    at = first
    while at and parts[at - 1] in ("動詞", "助動詞"):
        at -= 1
    if at == first or "動詞" not in parts[at:first] or not at or parts[at - 1] != "助詞":
        return first
    nouns = at - 1
    while nouns and _names(question, nouns - 1) and _touches(question, nouns):
        nouns -= 1
    return nouns if nouns < at - 1 else first


def without_own_city(phrase: Phrase, question: Question) -> Phrase:
    """「ラーメン」 of 「久留米ラーメン」: words at its beginning that say nothing are left out."""
    first = next((at for at in phrase.at if question.weights[at] > 0), phrase.at.start)
    return _part_of(phrase, question, range(first, phrase.at.stop))


def _part_of(phrase: Phrase, question: Question, at: range) -> Phrase:
    """Some of its tokens; whole where they are none."""
    if not at or at == phrase.at:
        return phrase
    text = _written(question, at)
    return Phrase(tuple(run for run in phrase.runs if run in text) or (text,), text, at)


def kinds_asked(question: Question) -> list[str]:
    """By words that mean nothing else: 「目標」 alone may be a target value."""
    values = {(one.first, one.last) for one in question.mentions if one.concept.part == "attribute"}
    kinds = (one for one in question.mentions if one.concept.part == "kind" and (one.first, one.last) not in values)
    return [one.concept.name for one in kinds]


def is_of_theme(question: Question) -> bool:
    """「健康づくりの事業」「移住支援に関するKPI」: records of a kind are asked for, by what they are about."""
    phrase = asked_phrase(question)
    kinds = [
        one.first
        for one in question.mentions
        if one.concept.part == "kind" and phrase and one.first in {phrase.at.stop + 1, phrase.at.stop + 2}
    ]
    between = question.tokens[phrase.at.stop : kinds[0]] if phrase and kinds else ()
    return bool(between) and all(token.surface in form_words("of_theme") for token in between)


def figure_alone(question: Question) -> str:
    """「実績」 of 「実績は？」: a figure of an indicator, where the question says nothing of which; else "".

    「実績一覧」 asks for those of all.
    """
    counting = [at for at in range(len(question.tokens)) if question.weights[at] > 0]
    figures = question.marked("attribute", (*FIGURES, "trend"))
    kinds = question.marked("kind", ("kpi", "indicator"))
    asking = np.maximum(question.marked("ask"), kinds)
    is_alone = any(figures[at] for at in counting) and all(figures[at] or asking[at] for at in counting)
    if not is_alone or question.query.years or question.query.is_english:
        return ""
    is_of_all = kinds.any() or question.marked("attribute", ("actual",)).any()
    if "all" in question.said("ask") and is_of_all:
        return ""
    said = _written(question, range(int(figures.argmax()), int(figures.nonzero()[0][-1]) + 1))
    return "" if said in form_words("figures_or_goals") else said


def is_of_what_was_shown(question: Question) -> bool:
    """「あれはいつから？」「どうなった？」: nothing in it says of what, but that it was shown before."""
    words, pointing = form_words("of_what_was_shown"), question.marked("context", ("this",))
    telling = [at for at, token in enumerate(question.tokens) if token.part[0] not in _SAYING_NOTHING]
    return bool(telling) and all(question.tokens[at].norm in words or pointing[at] for at in telling)


def is_of_what_is_pointed_at(question: Question) -> bool:
    """「あれの担当は？」「その事業の目的は？」: an attribute alone, of what only a pointing word stands for."""
    pointing, kinds = question.marked("context", ("this",)), question.marked("kind", question.pointed_kinds)
    asked = question.marked("attribute") + question.marked("unprinted")
    beside = pointing + kinds + question.marked("ask")
    matters = {at for at in range(1, len(pointing)) if pointing[at - 1] and _is_matter(question.tokens[at])}
    telling = [at for at, token in enumerate(question.tokens) if token.part[0] not in _SAYING_NOTHING]
    is_of_plan = "strategy" in question.said("kind") or question.said("attribute") & _OF_PLAN
    others = {at for at in telling if not asked[at] and not beside[at]} - matters
    return bool(pointing.any() and asked.any()) and not is_of_plan and not others


def _is_matter(token: Token) -> bool:
    return token.surface in form_words("nominal") or token.norm in form_words("matters")


def is_how_it_went(question: Question) -> bool:
    """「その後どうなった？」"""
    is_said = any(token.norm in form_words("turning_out") for token in question.tokens)
    return is_said and is_of_what_was_shown(question)


def figure_nouns(question: Question) -> Sequence[int]:
    """Places of the nouns of a figure that no strategy prints, and that may be a theme of records: 「不登校」."""
    said = {at for one in _unprinted(question) if one.concept.name in _FIGURES_OF_THEMES for at in one.tokens}
    phrase = asked_phrase(question)
    if phrase is None or said.isdisjoint(phrase.at):
        return ()
    return [at for at in phrase.at if question.weights[at] >= NOUN_WEIGHT]


def unprinted_said(question: Question) -> str:
    """What is asked for that no strategy prints: 「担当課」, its kind where it has no noun (「何時まで」), or "".

    What stands in the name of a project (「カジノ誘致事業」) is not asked of another one.
    """
    said = [one for one in _unprinted(question) if one.first not in question.project_name]
    for mention in reversed(said):
        nouns = list(takewhile(lambda at: _names(question, at), mention.tokens))
        name = _written(question, range(nouns[0], nouns[-1] + 1)) if nouns else ""
        if len(name) >= SHORTEST and any(_is_own(question, at) for at in nouns):
            return f"「{name}」"
    return unprinted_label(said[-1].concept.name) if said else ""


def unprinted_words(question: Question) -> Iterator[str]:
    """What is asked for that no strategy prints, in the words of the question: 「第3期」."""
    said = (one for one in _unprinted(question) if all(_names(question, at) for at in one.tokens))
    found = (_written(question, range(one.first, one.last + 1)) for one in said)
    yield from (words for words in found if len(words) >= SHORTEST)
    kinds = {one.first: one.last for one in question.mentions if one.concept.part == "kind"}
    for one in _unprinted(question):  # 「空飛ぶ事業」
        if one.last + 1 in kinds and _names(question, one.first):
            yield _written(question, range(one.first, kinds[one.last + 1] + 1))


def is_of_the_occasion(mention: Mention, question: Question) -> bool:
    """「係長に言われて」「教育長への説明の前に」: who asked or is told is not asked for."""
    behind = (token.surface for token in question.tokens[mention.last + 1 :])
    after = next((surface for surface in behind if surface not in form_words("titles")), "")
    return mention.concept.name == "person" and after in form_words("of_others")


def _unprinted(question: Question) -> list[Mention]:
    asked = (one for one in question.mentions if one.concept.part == "unprinted" and question.in_request(one))
    return [one for one in asked if not is_of_the_occasion(one, question)]


def _runs(question: Question) -> Iterator[range]:
    """Nouns that touch. Words of any plan alone (「目標値」「事業」) name nothing, nor does a day (「明日の」)."""
    start = 0
    while start < len(question.tokens):
        end = start
        while end < len(question.tokens) and _names(question, end) and (end == start or _touches(question, end)):
            end += 1
        if end == start:
            start += 1
            continue
        first = next((at for at in range(start, end) if not _only_leads(question, at)), end)
        is_long = len(_written(question, range(first, end))) >= SHORTEST
        is_own = _is_compound(question, first, end) or any(_is_own(question, at) for at in range(first, end))
        if is_long and is_own:
            yield range(first, end)
        start = end


def _joined(question: Question, runs: Sequence[range]) -> Iterator[list[range]]:
    """Runs with nothing but 「の」「と」「や」 between them."""
    group: list[range] = []
    for run in runs:
        between = question.tokens[group[-1].stop : run.start] if group else ()
        if group and not (len(between) == 1 and between[0].surface in form_words("within_names")):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _phrase(question: Question, runs: Sequence[range]) -> Phrase:
    at = range(runs[0].start, runs[-1].stop)
    return Phrase(tuple(_written(question, run) for run in runs), _written(question, at), at)


def _written(question: Question, at: range) -> str:
    return "".join(token.surface for token in question.tokens[at.start : at.stop]).strip()


def _names(question: Question, at: int) -> bool:
    token = question.tokens[at]
    if not token.surface.strip() or token.is_sign or at in question.denied or _asks(token):
        return False
    return token.part[0] in _NAMING or token.is_number


def _is_own(question: Question, at: int) -> bool:
    """It is of this question: a word that the dictionary knows, no number, unit of one, or word of any plan."""
    token, parts = question.tokens[at], _parts(question, at)
    is_word = "unprinted" in parts or (question.weights[at] >= NOUN_WEIGHT and not parts)
    before = question.tokens[at - 1] if at else None
    is_counted = token.is_number or (before is not None and (before.is_number or _asks(before)))
    return is_word and token.part[0] in _OWN and _is_read(token) and not is_counted


def _is_compound(question: Question, first: int, end: int) -> bool:
    """「スマートシティ」, of which no word by itself is of this question."""
    if end - first < 2 or question.tokens[end - 1].part[0] not in _OWN or not _parts(question, end - 1) <= {"polite"}:
        return False
    return question.weights[first] >= NOUN_WEIGHT and not _parts(question, first)


def _parts(question: Question, at: int) -> set[str]:
    return {concept.part for concept in question.concepts_at.get(at, ())}


def _only_leads(question: Question, at: int) -> bool:
    """「明日の」 says when it is asked, or for when."""
    return question.tokens[at].part[2] == "副詞可能" and not _parts(question, at)


def _asks(token: Token) -> bool:
    """「何曜日」「いくら」「どの」."""
    return token.surface in form_words("which") or token.norm[:1] in form_words("how_many")


def _is_read(token: Token) -> bool:
    """Letters that no dictionary reads (「sdfg」) are no word."""
    return not (token.norm.isascii() and token.norm.isalpha() and token.reading == token.norm)


def _touches(question: Question, at: int) -> bool:
    return question.tokens[at - 1].end == question.tokens[at].begin
