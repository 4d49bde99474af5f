"""Answers as terminal cards: pure functions from records to lines."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.terminal.layout import INDENT, Page, wrap
from knowledge.answers import Answer, Item
from knowledge.model import Catalog
from knowledge.wording import Card, Measure, Values, card_of
from knowledge.wording.amounts import without_markup
from knowledge.wording.card import CardField, Measures, field
from knowledge.wording.names import edition, packages_text
from knowledge.wording.record_cards import OWN_LINKS
from knowledge.wording.values import EMPTY_VALUES, measure

LONGEST_WITH_CARDS = 5  # more of one kind are a list that somebody wants to overlook: rows only
MOST_TOLD = 2  # lines of description, and indicators, on all short cards together; each has at least one of each
ALL_HINT = "くわしい内容は「--all」を付けるとすべて表示します。"
NUMBER_HINT = "番号を入れると、その項目をくわしく表示します。"


def print_answer(
    console: Console,
    catalog: Catalog,
    answer: Answer,
    values: Values = EMPTY_VALUES,
    *,
    hint: str,
    in_full: bool = False,
) -> None:
    for line in answer_lines(catalog, answer, console.width, values, hint=hint, in_full=in_full):
        console.print(line, soft_wrap=True, highlight=False)


def answer_lines(
    catalog: Catalog,
    answer: Answer,
    width: int,
    values: Values = EMPTY_VALUES,
    *,
    hint: str = ALL_HINT,
    in_full: bool = False,
) -> list[Text]:
    """The note, then one thing as its card, or several as a numbered list: short cards, or rows of a long one.

    `hint` says how to see more where not everything is shown; `in_full`: every card as a whole.
    """
    page = Page(width)
    if answer.plan[0]:
        page.paragraph(f"計画：{answer.plan[1]}", style="dim")
    if not answer.items:
        page.paragraph(answer.note or answer.text)
        for item in answer.near:
            _row(page, catalog, item, "近いもの: " if answer.reason != "attribute" else "記載のあるもの: ", values)
        return page.lines
    if answer.note:
        page.paragraph(answer.note)
    if len(answer.items) == 1 or (in_full and answer.status != "candidates"):
        for at, item in enumerate(answer.items):
            _rule(page) if at else page.blank()
            lay_out(page, card_of_item(catalog, item, values), in_full=in_full)
    else:
        _listed(page, catalog, answer, values)
        page.paragraph(hint, style="dim")
    if answer.ended:
        page.paragraph(f"※ {answer.ended}")
    return page.lines


def _listed(page: Page, catalog: Catalog, answer: Answer, values: Values) -> None:
    """Numbered; short cards where these are few, else a row each. What is said of all of them is said once."""
    counts = Counter(item.kind for item in answer.items)
    cards = [card_of_item(catalog, item, values) for item in answer.items]
    for at, (item, card) in enumerate(zip(answer.items, cards, strict=True), start=1):
        if answer.status == "candidates" or counts[item.kind] > LONGEST_WITH_CARDS:
            _row(page, catalog, item, f"{at}. ", values)
        else:
            page.blank()
            _short(page, card, f"{at}. ", max(MOST_TOLD // len(cards), 1))
    page.blank()
    if answer.status == "candidates":
        return
    for note in dict.fromkeys(card.loss for card in cards if card.loss):
        page.paragraph(note)
    if any(OWN_LINKS in warning for card in cards for warning in card.warnings):
        page.paragraph(f"※ {OWN_LINKS}", style="dim")
    page.paragraph(f"出典  {edition(catalog)}", style="dim")


def _short(page: Page, card: Card, mark: str, most: int) -> None:
    """Its name, where it belongs and stands in the text, and so much of what it is about and of its figures."""
    page.title(f"{mark}{card.title}", card.id if not card.is_quoted else "")
    where = [*filter(None, [card.home or card.subtitle]), *card.source[-1:]]
    page.paragraph("　".join(where), INDENT, "dim")
    told = wrap("".join(card.paragraphs), page.width - len(INDENT))
    if card.paragraphs:
        page.paragraph("\n".join(told if len(told) <= most else [*told[: most - 1], f"{told[most - 1][:-1]}…"]), INDENT)
    if card.own:
        lay_out_measure(page, card.own)
        return
    more = f"　ほか{len(card.measures) - most}件" if len(card.measures) > most else ""
    for at, own in enumerate(card.measures[:most], start=1):
        state = f"（{own.state_label}）" if own.view else ""
        page.bullets([f"{own.name}：{' → '.join(own.figures[1:])}{state}{more if at == most else ''}"], "KPI ", INDENT)


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
    project = catalog.projects.get(item.id)
    page.bullets([f"{item.title}　{packages_text(project, catalog)}" if project else item.title], mark)
    if item.text:
        page.paragraph(without_markup(item.text), INDENT)
    elif item.id in catalog.indicators:
        lay_out_measure(page, measure(catalog.indicator(item.id), values))


# One card


def lay_out(page: Page, card: Card, *, in_full: bool = True) -> None:
    """`in_full`: with the headings that lead to it, most of which its own fields repeat."""
    if card.is_words_first:
        for text in card.paragraphs:
            page.quote(text)
    page.title(card.title, card.id if not card.is_quoted else "" if card.home else card.kind)
    if card.subtitle:
        page.paragraph(card.subtitle, style="dim")
    remarks = [field(*remark) for remark in card.own.remarks] if card.own else []
    _fields(page, [*card.facts, *remarks])
    if card.paragraphs and not card.is_quoted:
        page.blank()
    for text in () if card.is_words_first else card.paragraphs:
        page.quote(text) if card.is_quoted else page.paragraph(text)
    for part in card.parts:
        _measures(page, part) if isinstance(part, Measures) else _list(page, part)
    page.blank()
    for note in card.notes:
        page.paragraph(note, style="dim")
    source = card.source if in_full else (*card.source[:1], *card.source[1:][-1:])
    _fields(page, [field("出典", " ".join(source))], "dim")


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
