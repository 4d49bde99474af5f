"""Other municipalities that a question names: what is asked of them, this plan does not hold."""

import re
from collections.abc import Callable
from functools import cache, cached_property

from knowledge.answers.answer import INDICATOR_ITEMS
from knowledge.answers.presenting import shown_card
from knowledge.answers.understanding.features.flags import VALUES
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import rule_words, says
from knowledge.japanese.phonetics import reading_of
from knowledge.japanese.romaji import syllables_to_hiragana
from knowledge.japanese.tokenizer import lexemes
from knowledge.japanese.vocabulary import SHORTEST_PLACE, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.word_patterns import alternatives, phrase, unless_followed
from knowledge.search.strategy_search import Found
from knowledge.wording.card import card_text

_ENGLISH_PLACE = re.compile(r"\b([A-Z][a-z]{2,20}) (?:City|Town|Village|Prefecture)\b")
_FACTS = frozenset({"kpi", "indicator", "goal", "target", "package"})  # kinds that are one city's own


class OtherPlaces:
    """Knows the names of municipalities and prefectures, and which of them the plan speaks of."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary, spoken_of: Callable[[], str]) -> None:
        """`spoken_of`: all that the document prints and staff say of it, as one key."""
        self._catalog = catalog
        self._vocabulary = vocabulary
        self._spoken_of = spoken_of
        self._longest_place = max(map(len, vocabulary.places), default=0)
        self._place_starts = {place[:SHORTEST_PLACE] for place in vocabulary.places}

    def asked(self, question: Question, best: Found | None) -> list[str]:
        """Those named that neither the best record nor the document speaks of."""
        text = question.query.text
        own = self._catalog.strategy.municipality or ""
        if question.query.is_english:
            return self._in_english(question)
        named = [place for place in self._places_in(question) if place != own and not _comes_from(place, text)]
        strange = [place for place in named if name_key(place) not in self._spoken_of()]
        known = [
            place for place in named if place not in strange and says(text, (place + particle for particle in "のはで"))
        ]
        known += (short := [place for place in self._short_places_in(question) if not _comes_from(place, text)])
        asks_for_facts = (
            question.said("kind") & _FACTS
            or asks_for_a_number(question)
            or _of_a_place().search(text)
            or any(_of_one(place).search(text) for place in short)
            or (best and best.kind in INDICATOR_ITEMS)  # 「福岡市の待機児童数」 and no more
        )
        is_of_its_people = "population" in question.said("attribute")  # the plan prints that of its own city alone
        is_held = best and not is_of_its_people and any(self._is_said_of(best, place) for place in known)
        if known and asks_for_facts and best and not is_held:
            endings = tuple(rule_words("places")["of"][0])
            strange += [place for place in known if place in short or place.endswith(endings)]
        return strange

    def _in_english(self, question: Question) -> list[str]:
        """「What target has Saga City set?」: names that neither the city nor a place in the document is read as."""
        said = [match[1] for match in _ENGLISH_PLACE.finditer(question.query.original)]
        heard = {name: kana for name in said if (kana := syllables_to_hiragana(name.lower()))}
        if not heard:
            return []
        return [name for name, kana in heard.items() if not any(one.startswith(kana) for one in self._readings_held)]

    @cached_property
    def _readings_held(self) -> list[str]:
        """How the city is read, and each place that the document speaks of."""
        spoken_of = self._spoken_of()
        spoken = (place for place in self._vocabulary.places if place in spoken_of)
        return [reading_of(lexemes(place)) for place in (self._catalog.strategy.municipality or "", *spoken)]

    def is_named(self, question: Question) -> bool:
        """It names another place than the plan's own, whether or not the document speaks of it."""
        own = self._catalog.strategy.municipality or ""
        return any(place != own for place in self._places_in(question) + self._short_places_in(question))

    def _places_in(self, question: Question) -> list[str]:
        """Municipalities and prefectures named, longer ones first; no word is cut for one (「スイスイ」)."""
        text, ends = question.query.text, {token.end for token in question.tokens}
        sizes = range(self._longest_place, SHORTEST_PLACE - 1, -1)
        begins = (token.begin for token in question.tokens)
        starts = [at for at in begins if text[at : at + SHORTEST_PLACE] in self._place_starts]
        parts = (text[at : at + size] for at in starts for size in sizes if at + size in ends)
        return list(dict.fromkeys(part for part in parts if part in self._vocabulary.places))

    def _short_places_in(self, question: Question) -> list[str]:
        """Municipalities named without what they are, of which something is asked: 「大牟田の人口目標」."""
        said = rule_words("short_places")
        endings, behind = said["endings"], (*said["behind"], *said["called"])
        own = self._catalog.strategy.municipality or ""
        of_its_people = "population" in question.said("attribute")
        text, places = question.query.text, self._vocabulary.places
        return [
            token.surface
            for token in question.tokens
            if token.part[1] == "固有名詞"
            and text.startswith(behind, token.end)
            and any((place := token.surface + ending) in places and place != own for ending in endings)
            and (of_its_people or not any(token.surface in name for name in self._names))
        ]

    @cached_property
    def _names(self) -> list[str]:
        """Of what is asked for by its name."""
        return [one.name for some in (self._catalog.projects, self._catalog.indicators) for one in some.values()]

    def _is_said_of(self, found: Found, place: str) -> bool:
        return place in card_text(shown_card(self._catalog, found.id))


def asks_for_a_number(question: Question) -> bool:
    return bool(question.said("ask") & {"value", "count"} or question.said("attribute") & VALUES)


def _comes_from(place: str, text: str) -> bool:
    """People or things from a place, on the way to it, or somebody of it who asks: nothing is asked of it itself."""
    somebody = f"の[^、。]{{1,8}}?{alternatives(rule_words('from_somebody')['ends'])}"
    return bool(re.search(f"{place}(?:{unless_followed(rule_words('from_a_place'))}|{somebody})", text))


@cache
def _of_a_place() -> re.Pattern[str]:
    """「〇〇市の人口」「〇〇町の子育て支援」: a fact of one municipality."""
    return _of_one(phrase(rule_words("places")["of"]))


def _of_one(place: str) -> re.Pattern[str]:
    return re.compile(rf"{place}[^、。]{{0,8}}?(?:{unless_followed(rule_words('of_a_place'))})")
