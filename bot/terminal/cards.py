"""Answers as terminal cards: pure functions from records to lines."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.terminal.layout import INDENT, Page
from knowledge.answers import Answer, Item
from knowledge.model import Catalog
from knowledge.wording import Card, Measure, Values, card_of, home
from knowledge.wording.amounts import without_markup
from knowledge.wording.card import CardField, Measures, field
from knowledge.wording.values import EMPTY_VALUES, measure

FULL_CARDS = 3  # of one kind; what follows is one row each
LONGEST_WITH_CARDS = 5  # more of one kind are a list that somebody wants to overlook: rows only


def print_answer(console: Console, catalog: Catalog, answer: Answer, values: Values = EMPTY_VALUES) -> None:
    for line in answer_lines(catalog, answer, console.width, values):
        console.print(line, soft_wrap=True, highlight=False)


def answer_lines(catalog: Catalog, answer: Answer, width: int, values: Values = EMPTY_VALUES) -> list[Text]:
    """The note, then every item in its order: the first few of a kind in full, the others as rows."""
    page = Page(width)
    if answer.plan[0]:
        page.paragraph(f"計画：{answer.plan[1]}", style="dim")
    if not answer.items:
        page.paragraph(answer.text or answer.note)
        for item in answer.near:
            _row(page, catalog, item, "近い項目: " if answer.reason != "attribute" else "記載のあるもの: ", values)
        return page.lines
    if answer.note:
        page.paragraph(answer.note)
    numbered = answer.status == "candidates"
    full = set() if numbered else _full_cards(answer.items)
    for at, item in enumerate(answer.items):
        if at in full:
            _rule(page)
            lay_out(page, card_of_item(catalog, item, values))
            continue
        if at - 1 in full:
            _rule(page)
        _row(page, catalog, item, f"{at + 1}. " if numbered else "・", values)
    if answer.ended:
        page.paragraph(f"※ {answer.ended}")
    return page.lines


def _full_cards(items: Sequence[Item]) -> set[int]:
    """Where the full cards stand: the first of each kind, and none of a kind that makes a long list."""
    counts = Counter(item.kind for item in items)
    seen: Counter[str] = Counter()
    full = set()
    for at, item in enumerate(items):
        seen[item.kind] += 1
        if seen[item.kind] <= FULL_CARDS and counts[item.kind] <= LONGEST_WITH_CARDS:
            full.add(at)
    return full


def item_lines(catalog: Catalog, item: Item, width: int, values: Values = EMPTY_VALUES) -> list[Text]:
    page = Page(width)
    lay_out(page, card_of_item(catalog, item, values))
    return page.lines


def card_of_item(catalog: Catalog, item: Item, values: Values) -> Card:
    return card_of(catalog.record(item.id), catalog, values)


def _rule(page: Page) -> None:
    if page.lines:
        page.blank()
        page.lines.append(Text("─" * (page.width // 2), style="dim"))


def _row(page: Page, catalog: Catalog, item: Item, mark: str, values: Values) -> None:
    page.bullets([item.title], mark)
    if item.text:
        page.paragraph(without_markup(item.text), INDENT)
    elif item.id in catalog.indicators:
        lay_out_measure(page, measure(catalog.indicator(item.id), values))
    elif item.id in catalog.projects:
        page.paragraph(home(catalog, catalog.project(item.id)), INDENT, "dim")


# One card


def lay_out(page: Page, card: Card) -> None:
    page.title(card.title, card.id if not card.is_quoted else "" if card.home else card.kind)
    if card.subtitle:
        page.paragraph(card.subtitle, style="dim")
    remarks = [field(*remark) for remark in card.own.remarks] if card.own else []
    _fields(page, [*card.facts, *remarks])
    if card.paragraphs and not card.is_quoted:
        page.blank()
    for text in card.paragraphs:
        page.quote(text) if card.is_quoted else page.paragraph(text)
    for part in card.parts:
        _measures(page, part) if isinstance(part, Measures) else _list(page, part)
    page.blank()
    for note in card.notes:
        page.paragraph(note, style="dim")
    page.blank()
    _fields(page, [field("出典", *card.source)], "dim")


def _fields(page: Page, told: Sequence[CardField], style: str = "") -> None:
    width = max((cell_len(own.label) for own in told), default=0) + 2
    for own in told:
        for at, line in enumerate(own.lines):
            page.field("" if at else own.label, line.text, width, style)


def _list(page: Page, part: CardField) -> None:
    page.heading(part.heading)
    for group, own in part.groups:
        if group:
            page.paragraph(f"【{group}】")
        for line in own:  # some have a mark of their own: ⑥, (1)
            page.bullets([line.text], "" if line.before else "・", INDENT if group else "")


def _measures(page: Page, part: Measures) -> None:
    page.heading(part.label)
    for own in part.rows:
        page.bullets([own.name])
        lay_out_measure(page, own)


def lay_out_measure(page: Page, own: Measure) -> None:
    """The figures as a chain, and how it stands where there is a value."""
    page.chain(own.figures, INDENT)
    if own.view:
        page.paragraph(own.standing, INDENT)
