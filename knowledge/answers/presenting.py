"""Ids → the items of an answer and everything it says of them."""

from collections.abc import Mapping

from knowledge.answers.answer import Answer, Item, Status, titles
from knowledge.model.catalog import Catalog
from knowledge.model.records import STRATEGY
from knowledge.search.query import Query
from knowledge.wording import facts

Actuals = Mapping[str, str]  # indicator id → latest value as text
MOST_IN_FULL = 4  # items; more are listed, one line each


class Showing:
    """Turns what was found into what is read."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.titles = titles(catalog)

    def item(self, id: str, score: float, why: tuple[str, ...]) -> Item:
        if id in ("population", STRATEGY, self._catalog.strategy.id):
            return Item("strategy", self._catalog.strategy.id, self._catalog.strategy.title, score, why)
        kind, title = self.titles[id]
        text = title if kind == "passage" else None
        return Item(kind, id, title[:40] if kind == "passage" else title, score, why, text)

    def show(self, query: Query, status: Status, intent: str, items: tuple[Item, ...], actuals: Actuals) -> Answer:
        many = len(items) > MOST_IN_FULL
        lines = [self._line(item, actuals) if many else self._in_full(item.id, actuals) for item in items]
        head = f"{len(items)}件あります。" if many and items[0].kind != "strategy" else ""
        source = f"出典: {self._catalog.strategy.title}（本文の行は各項目のとおり）" if many else ""
        return Answer(query.original, status, intent, items, "\n\n".join(filter(None, [head, *lines, source])))

    def _in_full(self, id: str, actuals: Actuals) -> str:
        return facts.record_text(self._catalog, id, actuals)

    def _line(self, item: Item, actuals: Actuals) -> str:
        catalog = self._catalog
        if item.id in catalog.indicators:
            indicator = catalog.indicators[item.id]
            return f"{facts.indicator_line(indicator, actuals.get(item.id))}（本文{indicator.span.first_line}行）"
        if item.id in catalog.projects:
            return f"・{item.title}（本文{catalog.projects[item.id].span.first_line}行）"
        if item.kind == "strategy":
            return facts.strategy_text(catalog)
        if item.kind == "direction":
            return f"基本的方向{facts.circled(int(item.id[1:]))} {item.title}"
        return self._in_full(item.id, actuals) if item.kind == "term" else f"・{item.title}"
