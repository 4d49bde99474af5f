"""Words that are asked for and that the document does not have: what was found for them is near, or said for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.answers.presenting import shown_card
from knowledge.answers.rules.asked import (
    WORD_WEIGHT,
    Phrase,
    asked_phrase,
    is_asked_alone,
    named_in,
    phrases,
    without_own_city,
)
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words, rule_words
from knowledge.japanese.abbreviations import clipped
from knowledge.japanese.tokenizer import is_common_word, long_words, tokenize
from knowledge.japanese.vocabulary import Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import STRATEGY, Indicator, Passage, Project
from knowledge.wording import lacking
from knowledge.wording.card import card_text
from knowledge.wording.names import title

SPELT_ALIKE = 60.0  # of 100, rapidfuzz partial ratio; above: another spelling, or a short form, of a name
SPELT_RIGHT = 80.0  # the same for words that the dictionary has: 「認知症」 is no slip of 「認知度」
SHORTEST_LIKE = 3  # characters
OFTEN = 2  # expressions of staff with a word, from which on they say it of a record: of 防災 「ペット」 stands in one
WORD_OF_TWO = 4  # characters, from which on an expression of staff within a word is no accident
_JOINING = ("名詞", "接尾辞", "接頭辞")  # parts of a longer word
_NOUNS, _AND = ("名詞", "形状詞"), ("と", "や")


class AbsentWords:
    """`document`: every word that is printed, as one key."""

    def __init__(self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, document: Callable[[], str]) -> None:
        self._catalog, self._phrases, self._synonyms, self._document = catalog, phrases, vocabulary.synonyms, document
        self._sounds: dict[str, str] = {}

    def unknown(self, question: Question, ids: Sequence[str]) -> Phrase | None:
        """What alone is asked, where neither the document has it nor staff say it of the records that were found.

        None too where it is held in part, where their names are like it, or where more is asked than one thing. What
        staff say of them tells no figure: 「駐輪場の数」.
        """
        if is_of_plan(ids):
            return self._not_of_the_plan(question)
        phrase = self._theme(question, ids)
        is_figure = bool(question.said("ask") & {"count", "value"}) and not question.said("kind")
        if phrase is None or (is_figure and self.told(question, ids)):
            return phrase
        return None if self._is_said_of(phrase, question, ids) else phrase

    def _not_of_the_plan(self, question: Question) -> Phrase | None:
        """What alone a figure is asked of, where the plan's own card has no such word: its target is none of that."""
        phrase, asked = asked_phrase(question), question.said("attribute")
        is_figure = bool(asked or question.said("ask") & {"count", "value"})
        if phrase is None or not is_figure or "population" in asked or not is_asked_alone(phrase, question):
            return None
        is_of_any = phrase.text in rule_words("no_theme")["words"]  # 「住民の人数」
        return None if is_of_any or all(key in self._card_key(STRATEGY) for key in phrase.keys) else phrase

    def is_said_of(self, question: Question, at: Sequence[int], id: str) -> bool:
        """Staff say one of the words at these places of the record, or there is an official one for it that the record
        has or staff say of it; or it sounds like one that the record has.
        """
        own, card = self._phrases.records.get(id), self._card_key(id)
        said = {name_key(text): text for text in ((*own.names, *own.phrases) if own else ())}
        phrase = asked_phrase(question)
        runs = {*(_runs(phrase, question) if phrase else ()), *(name_key(question.tokens[one].surface) for one in at)}
        official = {name_key(word) for run in runs for word in self._synonyms.get(run, ())[:1]}
        long = [key for key in said if len(key) >= WORD_OF_TWO]
        is_whole = said.keys() & (runs | official) or any(key in one for key in long for one in runs | official)
        if is_whole or any(word in card for word in official):
            return True
        if any(self._is_in(run, said) for run in runs if len(run) > 1):
            return True
        is_heard = phrase is not None and len(phrase.text) < SHORTEST_LIKE <= len(_sound(phrase.text))
        return is_heard and phrase is not None and self._sounds_held(phrase, (id,))

    def _is_in(self, run: str, said: Mapping[str, str]) -> bool:
        """In several expressions of staff, or by itself in one."""
        held = [text for key, text in said.items() if run in key]
        return len(held) >= OFTEN or any(self._is_by_itself(run, text) for text in held)

    def _is_by_itself(self, run: str, text: str) -> bool:
        """「SDGs」 of 「SDGsの学び」, but not 「ペット」 of 「ペット連れの避難」; the own city may stand before it."""
        tokens, city = tokenize(text), self._catalog.strategy.municipality or ""
        for first, end in combinations(range(len(tokens) + 1), 2):
            if name_key("".join(token.surface for token in tokens[first:end])) == run:
                before, behind = tokens[first - 1 : first] if first else (), tokens[end : end + 1]
                is_of_city = any(token.surface in city for token in before)
                return not any(one.part[0] in _JOINING for one in (*(() if is_of_city else before), *behind))
        return False

    def told(self, question: Question, ids: Sequence[str]) -> str:
        """「「リサイクル」は本文に記載がありません。」, where only staff say it of what was found; else ""."""
        phrase = self._theme(question, ids)
        if phrase is None or self._officially(phrase, question, self._document()):
            return ""
        return lacking.word_note(phrase.text)

    def other_of_two(self, question: Question, ids: Sequence[str]) -> str:
        """「東部と西部の転入者数」, where what is shown first is of 西部: that the other is not written; else ""."""
        if not ids or question.query.is_english or not any(token.surface in _AND for token in question.tokens):
            return ""
        named = list(filter(None, (_two_of(phrase, question) for phrase in phrases(question))))
        card, names = self._card_key(ids[0]) if named else "", self._catalog.indicator_keys.values()
        for both, whose in named:
            held = [one in card for one in both]
            other = both[held.index(False)] if sum(held) == 1 and whose in card else ""
            # 「宿泊者と体験の参加者」, of which both are shown
            is_shown = any(other in name_key(self._names(id)[0]) for id in ids)
            if other and not is_shown and not any(other in name and whose in name for name in names):
                return lacking.other_note(other, whose)
        return ""

    def _theme(self, question: Question, ids: Sequence[str]) -> Phrase | None:
        """What alone is asked, where the document has no word of it; None where the records' names are like it."""
        phrase = asked_phrase(question)
        kinds = (Project, Indicator, Passage) if "period" in question.said("attribute") else (Project, Indicator)
        if phrase is None or not all(isinstance(self._catalog.records.get(id), kinds) for id in ids):
            return None
        is_alone = is_asked_alone(phrase, question)
        phrase = without_own_city(named_in(phrase, question), question)
        is_english = phrase.text.isascii() and phrase.text.islower()  # 「safe community no jigyou」
        if is_english or not is_alone or self._is_printed(phrase, question) or self._sounds_held(phrase, ids):
            return None
        is_named = any(_is_like(phrase, name) for id in ids for name in self._names(id))
        is_named = is_named or bool(clipped(phrase.text, {id: title(self._catalog.records[id]) for id in ids}))
        return None if is_named else phrase

    def _is_printed(self, phrase: Phrase, question: Question) -> bool:
        """The document has a word of it; of facts that no strategy prints (「不登校」) all of one of them."""
        if any(one.concept.part == "unprinted" and one.first in phrase.at for one in question.mentions):
            return any(key in self._document() for key in phrase.keys)
        nouns = [word for run in phrase.runs for word, part in long_words(run) if part in _NOUNS]
        if len(nouns) > 1 and not self._has_any(nouns[-1:]) and is_common_word(nouns[-1]):
            return False  # 「猫」 of 「地域猫」
        return self._has_any(nouns)

    def _has_any(self, words: Sequence[str]) -> bool:
        return any(name_key(word) in self._document() for word in words)

    def _is_said_of(self, phrase: Phrase, question: Question, ids: Sequence[str]) -> bool:
        """Staff say it of the records, or an everyday word for the official one that is printed."""
        if any(one.concept.part == "unprinted" and one.first in phrase.at for one in question.mentions):
            return False
        records = (self._phrases.records[id] for id in ids if id in self._phrases.records)
        said = {name_key(text) for own in records for text in (*own.names, *own.phrases)}
        behind = question.tokens[phrase.at.stop : phrase.at.stop + 1]
        is_of_doing = any(token.norm in form_words("doing") for token in behind)
        # 「推進」 alone may have found them
        text = "".join(map(self._card_key, ids)) if is_of_doing else self._document()
        heads = _runs(phrase, question, with_head=True)  # 「自転車」 tells no 「自転車置き場」
        return any(run in said for run in heads) or self._officially(phrase, question, text)

    def _officially(self, phrase: Phrase, question: Question, text: str) -> bool:
        """A text has the official word that an everyday one of the phrase stands for, which is the first; others are
        wider (「健康」 for 「熱中症」).
        """
        official = (name_key(word) for run in _runs(phrase, question) for word in self._synonyms.get(run, ())[:1])
        return any(word in text for word in official)

    def _card_key(self, id: str) -> str:
        return name_key(card_text(shown_card(self._catalog, id)))

    def _sounds_held(self, phrase: Phrase, ids: Sequence[str]) -> bool:
        """The records have it in another writing: 「東くし原」, 「大気児童」."""
        said = _sound(phrase.text)
        return any(said in self._sound_of(id) for id in ids)

    def _sound_of(self, id: str) -> str:
        if id not in self._sounds:
            self._sounds[id] = _sound(card_text(shown_card(self._catalog, id)))
        return self._sounds[id]

    def _names(self, id: str) -> Sequence[str]:
        own = self._phrases.records.get(id)
        return (title(self._catalog.records[id]), *(own.names if own else ()))


def _two_of(phrase: Phrase, question: Question) -> tuple[list[str], str] | None:
    """東部, 西部 and 転入者数 of 「東部と西部の転入者数」."""
    written = [question.tokens[at].surface for at in phrase.at]
    joined = next((at for at, word in enumerate(written) if word in _AND), 0)
    of = written.index("の") if "の" in written else 0
    if not 0 < joined < of:
        return None
    parts = (range(phrase.at[0], phrase.at[joined]), range(phrase.at[joined + 1], phrase.at[of]))
    return [_text(question, part) for part in parts], _text(question, range(phrase.at[of] + 1, phrase.at.stop))


def _text(question: Question, at: range) -> str:
    return name_key("".join(question.tokens[one].surface for one in at))


def is_of_plan(ids: Sequence[str]) -> bool:
    """The plan itself, or its own target, is all that was found."""
    return tuple(ids) in ((STRATEGY,), ("population",))


def _runs(phrase: Phrase, question: Question, *, with_head: bool = False) -> Iterator[str]:
    """Every run of its tokens that says something, as a key; `with_head`: those that end as it does."""
    for first, end in combinations(range(phrase.at.start, phrase.at.stop + 1), 2):
        if with_head and end < phrase.at.stop:
            continue
        if max(question.weights[first:end]) >= WORD_WEIGHT:
            yield name_key("".join(token.surface for token in question.tokens[first:end]))


def _is_like(phrase: Phrase, name: str) -> bool:
    """Two letters (「SC」) are like too much."""
    is_word = all(is_common_word(word) for run in phrase.runs for word, _ in long_words(run))
    least = SPELT_RIGHT if is_word else SPELT_ALIKE
    return len(name) >= SHORTEST_LIKE and fuzz.partial_ratio(name_key(phrase.text), name_key(name)) > least


def _sound(text: str) -> str:
    return "".join(token.reading for token in tokenize(text) if not token.is_sign)
