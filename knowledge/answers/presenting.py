"""Ids → the items of an answer and everything it says of them."""

from collections.abc import Sequence

from knowledge.answers.answer import INDICATOR_ITEMS, Answer, Interpreted, Item, Status, titles
from knowledge.answers.understanding.evidence import Evidence
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY
from knowledge.model.structs import replace
from knowledge.search.query import Query
from knowledge.wording.card import Card, card_text, cards_text
from knowledge.wording.leads import count_lead, counted
from knowledge.wording.names import edition
from knowledge.wording.record_cards import card_of
from knowledge.wording.values import EMPTY_VALUES, Values

BY_RULE = 0.97  # the score of what a rule decides; such answers are right about as often (`make eval`)
MOST_IN_FULL = 4  # items; more are listed, one line each

KIND_INTENTS = {
    "goal_target": "goal",
    "description": "passage",
    "strategy": "passage",
    "direction": "structure",
    "package": "structure",
}


class Showing:
    """Turns what was found into what is read."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.titles = titles(catalog)

    def item(self, id: str, score: float, why: tuple[str, ...]) -> Item:
        if _is_strategy(self._catalog, id):
            return Item("strategy", self._catalog.strategy.id, self._catalog.strategy.title, score, why)
        kind, title = self.titles[id]
        text = title if kind == "passage" else None
        return Item(kind, id, title[:40] if kind == "passage" else title, score, why, text)

    def show(self, query: Query, status: Status, intent: str, items: tuple[Item, ...], values: Values) -> Answer:
        cards = [self._card(item, items, values) for item in items]
        if len(items) > MOST_IN_FULL:
            source = f"出典：{edition(self._catalog)}（本文の行は各項目のとおり）"
            text = "\n\n".join([*map(_line, cards), source])
        else:
            text = cards_text(cards)
        return Answer(query.original, status, intent, items, text)

    def _card(self, item: Item, beside: Sequence[Item], values: Values) -> Card:
        """Of the plan's own target the line of an indicator, where it stands among others."""
        target = self._catalog.strategy.population_target
        is_one_of_many = item.kind == "strategy" and any(one.kind in INDICATOR_ITEMS for one in beside)
        return (
            card_of(target, self._catalog, values)
            if target and is_one_of_many
            else shown_card(self._catalog, item.id, values)
        )

    def decided(self, query: Query, intent: str, rule: str, ids: Sequence[str], values: Values) -> Answer:
        """What a rule gives, without weighing readings."""
        return self.show(query, "answered", intent, tuple(self.item(id, BY_RULE, (rule,)) for id in ids), values)

    def count_of(self, query: Query, kind: str, ids: Sequence[str], values: Values, lead: str = "") -> Answer:
        """`ids`: of what is counted."""
        answer = self.decided(query, kind, "numbers", (STRATEGY,), values)
        told = self.count_alone(answer, lead or count_lead(counted(self._catalog, kind)))
        return replace(told, counts=tuple(ids))

    def count_alone(self, answer: Answer, lead: str) -> Answer:
        source = shown_card(self._catalog, STRATEGY).source_text
        return replace(answer, lead=lead, says_all=True, text=source)


def _line(card: Card) -> str:
    """A quotation and the document as a whole are a line of their own."""
    if card.is_quoted or not card.home:
        return card_text(card)
    return f"{card.own.sentence if card.own else f'・{card.title}'}（{card.source[-1]}）"


def shown_card(catalog: Catalog, id: str, values: Values = EMPTY_VALUES) -> Card:
    """The population is shown with the strategy, whose own target it is."""
    record = catalog.strategy if _is_strategy(catalog, id) else catalog.records.get(id)
    assert record is not None, id
    return card_of(record, catalog, values)


def _is_strategy(catalog: Catalog, id: str) -> bool:
    return id in ("population", STRATEGY, catalog.strategy.id)


def interpreted(evidence: Evidence) -> Interpreted:
    """How the question was read."""
    question = evidence.question
    first: dict[str, int] = {}
    for binding in evidence.numbered:
        if (kind := evidence.kind(binding.id)) in ("package", "goal", "direction"):
            first.setdefault(kind, int(binding.id.strip("pkgd")))
    said = question.said("kind") | question.said("attribute") | question.said("ask")
    return Interpreted(
        tuple(question.years), first.get("package"), first.get("goal"), first.get("direction"),
        tuple(sorted(said)),
    )  # fmt: skip
