"""What the document does not hold, said by name: numbers beyond its last, facts no strategy prints, other cities."""

import re
from collections.abc import Collection
from functools import cached_property

from knowledge.answers.answer import Answer, say, titles
from knowledge.answers.presenting import shown_card
from knowledge.answers.references import names_one_indicator
from knowledge.answers.rules.comparison import comparisons
from knowledge.japanese.phonetics import spoken
from knowledge.japanese.tokenizer import KANJI, tokenize
from knowledge.japanese.vocabulary import SHORTEST_PLACE, Absent, Phrases, Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.search.counter_evidence import Doubter, Doubts
from knowledge.search.query import Query
from knowledge.search.strategy_search import Found, Ranking
from knowledge.wording.card import card_text

SHORT_CUE = 4  # characters; such a word is often only mentioned
NEAR_END = 14  # characters after it, at most, where it is asked for
SHORTEST_CUE = 5  # kana of a cue heard in a question without kanji
_FACTS = frozenset({"value", "kpi", "goal", "target", "package"})  # wants that are for one city's own facts

_OTHER_OFFICE = re.compile(r"課|係|館|局|署|部|室|センター|プラザ|病院|学校|園|議会|市役所|役場|保健所|コール|窓口")
_OF_A_PLACE = re.compile(
    r"[市町村区](?:さん)?の[^、。]{0,8}?(?:人口|戦略|計画(?!的)|施策|支援|事業(?!者|所)|取組|政策|制度|補助|手当)"
)
_OWN_OFFICE = ("戦略", "事務局", "担当部署", "担当課")
_KINDS = {"kpi": "KPI", "indicator": "指標", "target": "数値目標", "project": "事業"}
_TRY = "事業名、KPI名、または別の言い方でお試しください。"
_NARROW = "場所・対象・目的など、もう一言添えてお尋ねください。"


class Absences:
    """Knows the document's words, and what it cannot answer."""

    def __init__(self, catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, doubter: Doubter) -> None:
        self._catalog = catalog
        self._doubter = doubter
        self._vocabulary = vocabulary
        self._phrases = phrases
        self._longest_place = max(map(len, vocabulary.places), default=0)

    @cached_property
    def _document(self) -> str:
        """Every word that is printed, as one key."""
        catalog = self._catalog
        prose = " ".join(passage.text for passage in catalog.base.passages)
        names = [title for _, title in titles(catalog).values()]
        initiatives = [one.text for project in catalog.originals() for one in project.initiatives]
        return name_key(prose + " ".join([*names, *initiatives, *(term.definition for term in catalog.base.terms)]))

    @cached_property
    def _spoken_of(self) -> str:
        """The same, and what staff say of it."""
        local = (text for own in self._phrases.records.values() for text in own.phrases)
        return self._document + name_key(" ".join(local))

    def beyond(self, query: Query) -> Answer | None:
        """A number that the document does not go up to: 「基本的方向14」「パッケージ7」. Never another one instead.

        The same for a year: 「2203年度」.
        """
        if query.unread_years:
            return say(query, "not_found", "year", "".join(query.unread_years))
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

    def asked(self, query: Query, text: str) -> str | None:
        """The kind of fact that no strategy holds and that a text, the question or a clause of it, speaks of."""
        if query.conditions and "kpi" in query.wants:  # 「以上」という書き方のKPI: the table's columns decide
            return None
        meant = name_key(text)
        for kind in self._vocabulary.absent:
            if kind.when == "counted" and not self._doubter.asks_figure(meant):
                continue
            known = self._spoken_of if kind.when == "unspoken" else self._document
            cue = next((cue for cue in kind.cues if cue in meant and cue not in known and is_asked(cue, meant)), None)
            cue = cue or self._spoken_cue(kind, query)
            if cue and not self._is_own_office(kind.kind, query):
                return kind.label
        return None

    def unlike(self, query: Query, best: Found, title: str, doubts: Doubts) -> Answer | None:
        """What is named or counted in the question is not what the best record is, or not printed of it."""
        if doubts.other_project:
            return self.not_held(query, "その名前の事業", "「子育ての事業は？」のように、テーマでもお探しできます。")
        if doubts.other_measure:
            return self.not_held(query, "その指標の値", "「パッケージ3のKPI」のように、KPIの一覧もお出しできます。")
        if doubts.uncounted:
            return self.not_held(query, "お尋ねの数", f"「{title}」の内容はお答えできます。" if title else "")
        period = self._catalog.strategy.period
        # the document counts last on a day in the year after the plan's end
        if best.kind == "strategy" and period and query.years and min(query.years) > period.end_fiscal_year + 1:
            return self.not_held(query, f"{query.years[0].label}の目標")
        return None

    def no_such_kpi(self, query: Query, ranking: Ranking) -> Answer | None:
        """A comparison that no KPI of the table fulfils: 「目標が100%のKPI」."""
        if "kpi" not in query.wants or names_one_indicator(ranking) or not comparisons(query):
            return None
        text = f"その条件に当てはまるKPIは、{self._catalog.strategy.title}にありません。"
        return say(query, "not_found", "analytics", f"{text}数値や単位を変えてお尋ねください。")

    def none_of_them(self, query: Query, kind: str) -> Answer:
        """A query for a kind of record that was understood and that no record fulfils."""
        text = f"お尋ねの条件に当てはまる{_KINDS.get(kind, 'もの')}は、{self._catalog.strategy.title}にありません。"
        return say(query, "not_found", "analytics", f"{text}条件を変えてお尋ねください。")

    def not_printed(self, query: Query, asked: str, thing: str) -> Answer:
        """The thing is there, what is asked of it is not."""
        text = f"「{asked}」は、{self._catalog.strategy.title}に記載がありません。"
        return say(query, "not_found", "attribute", f"{text}「{thing}」について記載のある内容は、お答えできます。")

    def not_held(self, query: Query, what: str, instead: str = "") -> Answer:
        text = f"{what}は、{self._catalog.strategy.title}に記載がありません。"
        return say(query, "not_found", "absent", f"{text}{instead or _TRY}")

    def elsewhere(self, query: Query, ranking: Ranking) -> list[str]:
        """Places named in the question that neither the document nor the best answer speaks of."""
        own = self._catalog.strategy.municipality or ""
        named = [place for place in self._places_in(query.text) if place != own and not _comes_from(place, query.text)]
        strange = [place for place in named if name_key(place) not in self._spoken_of]
        known = [place for place in named if place not in strange and re.search(f"{place}(?:の|は|で)", query.text)]
        best = ranking.hits[0] if ranking.hits else None
        asks_for_facts = (
            query.wants & _FACTS
            or _OF_A_PLACE.search(query.text)
            or (best and best.kind in ("kpi", "goal_target"))  # 「福岡市の待機児童数」 and no more
        )
        if known and asks_for_facts and best and not any(self._is_said_of(best, place) for place in known):
            strange += [place for place in known if place.endswith(("市", "町", "村", "区"))]
        return strange

    def _places_in(self, text: str) -> list[str]:
        """Municipalities and prefectures named, in the order of the text, longer ones first."""
        sizes = range(self._longest_place, SHORTEST_PLACE - 1, -1)
        parts = (text[at : at + size] for at in range(len(text)) for size in sizes if at + size <= len(text))
        return list(dict.fromkeys(part for part in parts if part in self._vocabulary.places))

    def nothing(self, query: Query, missing: Collection[str] | None = None, counter_gap: float = 0.0) -> Answer:
        """The document does not speak of it, or prints no such number, or too many of its records might be meant.

        `missing`: what the nearest record does not know of the question; None where there is no such record. Only
        where it knows every word, another word may tell more.
        """
        if counter_gap:
            return self.not_held(query, "お尋ねの数")
        title = self._catalog.strategy.title
        if missing is not None and not missing:
            text = f"お尋ねの言葉だけでは、{title}のどの事業・KPIのことか絞りきれませんでした。"
            return say(query, "not_found", "ambiguous", f"{text}{_NARROW}")
        return say(query, "not_found", "unknown", f"お尋ねの内容は、{title}に見つかりませんでした。{_TRY}")

    def _is_said_of(self, found: Found, place: str) -> bool:
        return place in card_text(shown_card(self._catalog, found.id))

    def _spoken_cue(self, kind: Absent, query: Query) -> str | None:
        """The same by ear, for a question without kanji."""
        if KANJI.search(query.typed):
            return None
        heard = spoken(query.typed)
        said = (cue for cue in kind.cues if len(spoken(cue)) >= SHORTEST_CUE and spoken(cue) in heard)
        return next((cue for cue in said if cue not in self._document), None)

    def _is_own_office(self, kind: str, query: Query) -> bool:
        """The telephone of the office that the document prints is a fact it does hold."""
        contact = self._catalog.strategy.contact
        if kind != "phone_of_section" or contact is None:
            return False
        own = any(word in query.text for word in (*_OWN_OFFICE, *re.split(r"\s", contact.office)))
        return own or not _OTHER_OFFICE.search(query.text)


def is_asked(cue: str, text: str) -> bool:
    """The cue begins where a word begins (「足して」 is not in 「満足して」), a short one first of all or near the end.

    What is told in between is not what is asked: 「空きフロアに都会の会社を入れたい」.
    """
    starts = {token.begin for token in tokenize(text)}
    found = [match for match in re.finditer(re.escape(cue), text) if match.start() in starts]
    is_long = len(cue) > SHORT_CUE
    return any(is_long or match.start() == 0 or len(text) - match.end() <= NEAR_END for match in found)


def _comes_from(place: str, text: str) -> bool:
    """People or things from a place, or on the way to it: nothing is asked of the place itself."""
    return bool(re.search(rf"{place}(?:から|の?人(?![口数])|の方|の子(?!育)|出身|系|語|に(?:出|移|行|流|引))", text))
