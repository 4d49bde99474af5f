"""What the document does not hold, said by name: numbers beyond its last, facts no strategy prints, other cities."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from knowledge import facts
from knowledge.catalog import Catalog
from knowledge.comparison import comparisons
from knowledge.doubt import spoken
from knowledge.normalize import name_key
from knowledge.query import Query
from knowledge.reply import Answer, say, titles
from knowledge.search import Found, Ranking
from knowledge.structure import names_one_indicator
from knowledge.vocabulary import Absent, Phrases, Vocabulary

SHORTEST_PLACE = 3  # characters; 「津市」 stands in too many words
SHORTEST_CUE = 5  # kana of a cue heard in a question without kanji

_KANJI = re.compile(r"[一-龥々]")
_OTHER_OFFICE = re.compile(r"課|係|館|局|署|部|室|センター|プラザ|病院|学校|園|議会|市役所|役場|保健所|コール|窓口")
_TRY = "事業名、KPI名、または別の言い方でお試しください。"
_NARROW = "場所・対象・目的など、もう一言添えてお尋ねください。"


class Absences:
    """Knows the document's words, and what it cannot answer."""

    def __init__(self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary
        self._phrases = phrases
        self._longest_place = max(map(len, vocabulary.places), default=0)

    @cached_property
    def _document(self) -> str:
        """Every word that is printed, as one key."""
        prose = " ".join(passage.text for passage in self._catalog.base.passages)
        return name_key(prose + catalog_text(self._catalog))

    @cached_property
    def _spoken_of(self) -> str:
        """The same, and what staff say of it."""
        local = (text for own in self._phrases.records.values() for text in own.phrases)
        return self._document + name_key(" ".join(local))

    def beyond(self, query: Query) -> Answer | None:
        """A number that the document does not go up to: 「基本的方向14」「パッケージ7」. Never another one instead."""
        catalog = self._catalog
        kinds = {
            "package": ("政策パッケージ", catalog.packages),
            "direction": ("施策の基本的方向", catalog.directions),
            "goal": ("基本目標", catalog.goals),
        }
        for kind, (name, known) in kinds.items():
            numbers = query.numbers(kind)
            if numbers and known and not any(number in known for number in numbers):
                held = f"{catalog.strategy.title}の{name}は{min(known)}から{max(known)}までです。"
                text = f"{name}{numbers[0]}はありません。{held}"
                return say(query, "not_found", "structure", text)
        return None

    def absent(self, query: Query, ranking: Ranking) -> Answer | None:
        """Kinds of facts that no strategy holds, and other municipalities: said so, by name."""
        for place in self.elsewhere(query, ranking):
            return self._not_held(query, f"{place}について")
        if query.conditions and "kpi" in query.wants:  # 「以上」という書き方のKPI: the table's columns decide
            return None
        for kind in self._vocabulary.absent:
            cue = next((cue for cue in kind.cues if cue in query.key and cue not in self._document), None)
            cue = cue or self._spoken_cue(kind, query)
            if cue and not self._is_own_office(kind.kind, query):
                return self._not_held(query, kind.label)
        return None

    def no_such_kpi(self, query: Query, ranking: Ranking) -> Answer | None:
        """A comparison that no KPI of the table fulfils: 「目標が100%のKPI」."""
        if "kpi" not in query.wants or names_one_indicator(ranking) or not comparisons(query):
            return None
        text = f"その条件に当てはまるKPIは、{self._catalog.strategy.title}にありません。"
        return say(query, "not_found", "analytics", text, status_note="数値や単位を変えてお尋ねください。")

    def _not_held(self, query: Query, what: str) -> Answer:
        text = f"{what}は、{self._catalog.strategy.title}に記載がありません。"
        return say(query, "not_found", "absent", text, status_note=_TRY)

    def elsewhere(self, query: Query, ranking: Ranking) -> list[str]:
        """Places named in the question that neither the document nor the best answer speaks of."""
        own = self._catalog.strategy.municipality or ""
        named = [place for place in self._places_in(query.text) if place != own]
        strange = [place for place in named if name_key(place) not in self._spoken_of]
        known = [place for place in named if place not in strange and re.search(f"{place}(?:の|は|で)", query.text)]
        asks_for_facts = query.wants & {"value", "kpi", "goal", "target", "package"}
        best = ranking.hits[0] if ranking.hits else None
        if known and asks_for_facts and best and not any(self._is_said_of(best, place) for place in known):
            strange += [place for place in known if place.endswith(("市", "町", "村", "区"))]
        return strange

    def _places_in(self, text: str) -> list[str]:
        """Municipalities and prefectures named, in the order of the text, longer ones first."""
        sizes = range(self._longest_place, SHORTEST_PLACE - 1, -1)
        parts = (text[at : at + size] for at in range(len(text)) for size in sizes if at + size <= len(text))
        return list(dict.fromkeys(part for part in parts if part in self._vocabulary.places))

    def nothing(self, query: Query, ranking: Ranking) -> Answer:
        """Two refusals: the document does not speak of it, or too many of its records might be meant."""
        title = self._catalog.strategy.title
        if ranking.asked.words and not ranking.asked.unknown:
            text = f"お尋ねの言葉だけでは、{title}のどの事業・KPIのことか絞りきれませんでした。"
            return say(query, "not_found", "ambiguous", text, status_note=_NARROW)
        return say(query, "not_found", "unknown", f"お尋ねの内容は、{title}に見つかりませんでした。", status_note=_TRY)

    def _is_said_of(self, found: Found, place: str) -> bool:
        return place in facts.record_text(self._catalog, found.id, {})

    def _spoken_cue(self, kind: Absent, query: Query) -> str | None:
        """The same by ear, for a question without kanji."""
        if _KANJI.search(query.text):
            return None
        heard = spoken(query.text)
        said = (cue for cue, reading in self._cue_readings[kind.kind] if reading in heard)
        return next((cue for cue in said if cue not in self._document), None)

    @cached_property
    def _cue_readings(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By kind of fact; made when the first question without kanji comes."""
        heard = {kind.kind: [(cue, spoken(cue)) for cue in kind.cues] for kind in self._vocabulary.absent}
        return {kind: [pair for pair in cues if len(pair[1]) >= SHORTEST_CUE] for kind, cues in heard.items()}

    def _is_own_office(self, kind: str, query: Query) -> bool:
        """The telephone of the office that the document prints is a fact it does hold."""
        contact = self._catalog.strategy.contact
        if kind != "phone_of_section" or contact is None:
            return False
        own = any(word in query.text for word in ("戦略", "事務局", *re.split(r"\s", contact.office)))
        return own or not _OTHER_OFFICE.search(query.text)


def catalog_text(catalog: Catalog) -> str:
    """Names, initiatives and definitions: with the passages, all that the document says."""
    names = [title for _, title in titles(catalog).values()]
    initiatives = [i.text for project in catalog.originals() for i in project.initiatives]
    return " ".join([*names, *initiatives, *(term.definition for term in catalog.base.terms)])
