"""Answers as terminal cards: pure functions from records to lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.terminal.layout import INDENT, Page, chained, wrap
from knowledge.answers import Answer, Item
from knowledge.model import Catalog
from knowledge.wording import Card, Measure, Values, card_of, home
from knowledge.wording.amounts import quoted, without_markup
from knowledge.wording.card import CardField, Measures, field
from knowledge.wording.leads import WHICH_ONE
from knowledge.wording.names import directions_text, edition, packages_text, short_place
from knowledge.wording.record_cards import OWN_LINKS
from knowledge.wording.values import EMPTY_VALUES, measure

LONGEST_WITH_CARDS = 5  # more of one kind are a list that somebody wants to overlook: rows only
LONGEST_WHOLE, FIRST_ROWS = 15, 10  # of a longer list, which `--all` shows whole, the first are told
MOST_DENSE = 6  # lines of its lists, up to which a card's parts stand without room between them
MOST_TOLD = 2  # lines of description, and indicators, on all short cards together; each has at least one of each
ALL_HINT = "くわしくは「--all」で表示"
NUMBER_HINT = "番号を入れるとくわしく表示"


def print_answer(
    console: Console,
    catalog: Catalog,
    answer: Answer,
    values: Values = EMPTY_VALUES,
    *,
    hint: str,
    in_full: bool = False,
    longest: int = LONGEST_WHOLE,
) -> None:
    for line in answer_lines(catalog, answer, console.width, values, hint=hint, in_full=in_full, longest=longest):
        console.print(line, soft_wrap=True, highlight=False)


def answer_lines(
    catalog: Catalog,
    answer: Answer,
    width: int,
    values: Values = EMPTY_VALUES,
    *,
    hint: str = ALL_HINT,
    in_full: bool = False,
    longest: int = LONGEST_WHOLE,
) -> list[Text]:
    """The note, then one thing as its card, or several as a numbered list: short cards, or rows of a long one. One that
    is by far the nearest is shown as its card, and the others are named behind it.

    `hint` says how to see more where not everything is shown; `in_full`: every card as a whole. `longest`: more
    items than that are not all listed.
    """
    page, answer = Page(width), replace(answer, items=answer.displayed(catalog))
    if answer.plan[0]:
        page.paragraph(f"計画：{answer.plan[1]}", style="dim")
    if not answer.items:
        page.paragraph(answer.note or answer.text)
        for item in answer.near:
            if answer.reason != "attribute":
                _row(page, catalog, item, f"{answer.near_lead}：", values)
            elif item.id in catalog.indicators:  # the sentence names it
                _row(page, catalog, item, "", values)
        if answer.status == "answered":
            page.paragraph(f"出典  {edition(catalog)}", style="dim")
        return _past(page, answer)
    if answer.note:
        page.paragraph(answer.note)
    if answer.says_all:
        page.paragraph(f"出典  {edition(catalog)}", style="dim")
    elif len(answer.items) == 1 or (in_full and answer.status != "candidates"):
        for at, item in enumerate(answer.items):
            _rule(page) if at else page.blank()
            _card(page, catalog, item, values, in_full=in_full)
    elif answer.stands_out:
        _first_of(page, catalog, answer.items, values, hint)
    else:
        _listed(page, catalog, answer, values, hint, longest)
    return _past(page, answer)


def _past(page: Page, answer: Answer) -> list[Text]:
    """With a word at the end on a period that is over."""
    if answer.ended:
        page.paragraph(f"※ {answer.ended}")
    return page.lines


def _first_of(page: Page, catalog: Catalog, items: Sequence[Item], values: Values, hint: str) -> None:
    first, *others = items
    page.blank()
    _card(page, catalog, first, values)
    page.heading(f"ほかに見つかったもの（{hint}）")
    for at, item in enumerate(others, start=2):
        _row(page, catalog, item, f"{at}. ", values)


def _card(page: Page, catalog: Catalog, item: Item, values: Values, *, in_full: bool = False) -> None:
    project = None if in_full else catalog.projects.get(item.id)
    place = "・".join(filter(None, (home(catalog, project), directions_text(project)))) if project else ""
    lay_out(page, card_of_item(catalog, item, values), in_full=in_full, place=place)


def _listed(page: Page, catalog: Catalog, answer: Answer, values: Values, hint: str, longest: int) -> None:
    """Numbered; short cards where these are few, else a row each. What is said of all of them is said once.

    Of many the first: the lead has counted them.
    """
    if answer.status == "candidates":
        page.paragraph(WHICH_ONE)
    counts, shows_links = Counter(map(_family, answer.items)), False
    items = answer.items if len(answer.items) <= longest else answer.items[:FIRST_ROWS]
    cards = [card_of_item(catalog, item, values) for item in items]
    names = Counter(item.title for item in answer.items)
    for at, (item, card) in enumerate(zip(items, cards, strict=True), start=1):
        if answer.status == "candidates" or counts[_family(item)] > LONGEST_WITH_CARDS:
            _row(page, catalog, item, f"{at}. ", values)
            if answer.status == "candidates" and names[item.title] > 1 and item.id in catalog.indicators:
                page.paragraph(short_place(catalog, catalog.record(item.id)), INDENT, "dim")
        else:
            shows_links |= bool(card.measures and not card.own)
            _short(
                page, card, short_place(catalog, catalog.record(item.id)), f"{at}. ", max(MOST_TOLD // len(cards), 1)
            )
    if left := len(answer.items) - len(items):
        page.paragraph(f"ほか{left}件")
    if answer.status == "candidates":
        page.paragraph(hint, style="dim")
        return
    for note in dict.fromkeys(card.loss for card in cards if card.loss):
        page.paragraph(note)
    if shows_links and any(OWN_LINKS in warning for card in cards for warning in card.warnings):
        page.paragraph(f"※ {OWN_LINKS}", style="dim")
    page.paragraph(f"出典  {edition(catalog)}　{hint}", style="dim")


def _family(item: Item) -> str:
    """KPIs and numerical targets are rows of one list."""
    return "kpi" if item.kind == "goal_target" else item.kind


def _short(page: Page, card: Card, where: str, mark: str, most: int) -> None:
    """Its name, where it belongs and stands in the text, and so much of what it is about and of its figures."""
    left = _title(page, card, mark, card.id if not card.is_quoted else "")
    place = "" if where == card.title else where  # words of the plan have no other name
    page.paragraph("　".join([*filter(None, [left, place]), *card.source[-1:]]), INDENT, "dim")
    told = wrap("".join(card.paragraphs), page.width - len(INDENT))
    if card.paragraphs:
        page.paragraph("\n".join(told if len(told) <= most else [*told[: most - 1], f"{told[most - 1][:-1]}…"]), INDENT)
    more = f"　ほか{len(card.measures) - most}件" if len(card.measures) > most else ""
    for at, own in enumerate(() if card.own else card.measures[:most], start=1):
        state = f"（{own.state_label}）" if own.view else ""
        page.bullets([f"{own.name}：{' → '.join(own.figures[1:])}{state}{more if at == most else ''}"], "KPI ", INDENT)


def card_of_item(catalog: Catalog, item: Item, values: Values) -> Card:
    return card_of(catalog.record(item.id), catalog, values)


def _rule(page: Page) -> None:
    if page.lines:
        page.blank()
        page.lines.append(Text("─" * (page.width // 2), style="dim"))


def _row(page: Page, catalog: Catalog, item: Item, mark: str, values: Values) -> None:
    project = catalog.projects.get(item.id)
    if item.id in catalog.indicators and not item.text:
        lay_out_measure(page, measure(catalog.indicator(item.id), values), mark)
        return
    page.bullets([f"{item.title}　{packages_text(project, catalog)}" if project else item.title], mark)
    if item.text:
        page.paragraph(without_markup(item.text), INDENT)


# One card


def lay_out(page: Page, card: Card, *, in_full: bool = True, place: str = "") -> None:
    """`in_full`: with the headings that lead to it, most of which its own fields repeat, and room between its parts.
    `place`: where it belongs, instead of the fields that say so at length.
    """
    if card.is_words_first:
        for text in card.paragraphs:
            page.quote(text)
    left = ""
    if card.is_quoted and not card.is_words_first:  # a term
        page.told(card.title, "".join(map(quoted, card.paragraphs)))
    else:
        left = _title(page, card, "", "" if card.is_quoted else card.id)
    if where := "　".join(filter(None, [left, card.subtitle or place])):
        page.paragraph(where, style="dim")
    remarks = [field(*remark) for remark in card.own.remarks] if card.own else []
    _fields(page, [*(each for each in card.fields if not (place and each.names_records)), *remarks])
    if card.paragraphs and not card.is_quoted:
        page.blank()
    for text in () if card.is_quoted else card.paragraphs:
        page.paragraph(text)
    has_own_links = OWN_LINKS in card.remarks and any(isinstance(part, Measures) for part in card.parts)
    links = f"（{OWN_LINKS.rstrip('。')}）" if has_own_links else ""
    has_room = (
        in_full or sum(len(part.rows if isinstance(part, Measures) else part.lines) for part in card.parts) > MOST_DENSE
    )
    for part in card.parts:
        if has_room:
            page.blank()
        _measures(page, part, links) if isinstance(part, Measures) else _list(page, part)
    if has_room:
        page.blank()
    for note in card.notes:
        if not links or OWN_LINKS not in note:
            page.paragraph(note, style="dim")
    source = card.source if in_full else (*card.source[:1], *card.source[1:][-1:])
    _fields(page, [field("出典", " ".join(source))], "dim")


def _title(page: Page, card: Card, mark: str, aside: str) -> str:
    """Of an indicator with its figures behind the name, and how it stands below. Gives back an aside without room."""
    own, name = card.own, f"{mark}{card.title}"
    left = page.title(chained(name, own.figures, page.width) if own else name, aside)
    if own and own.view:
        page.paragraph("　".join(filter(None, (own.standing, own.squares))), " " * cell_len(mark))
    return left


def _fields(page: Page, told: Sequence[CardField], style: str = "") -> None:
    width = max((cell_len(own.label) for own in told), default=0) + 2
    for own in told:
        for at, line in enumerate(own.lines):
            page.field("" if at else own.label, line.text, width, style)


def _list(page: Page, part: CardField) -> None:
    page.paragraph(part.heading, style="bold")
    for group, own in part.groups:
        if group:
            page.paragraph(f"【{group}】")
        for line in own:  # some have a mark of their own: ⑥, (1)
            page.bullets([line.text], "" if line.before else "・", INDENT if group else "")


def _measures(page: Page, part: Measures, links: str) -> None:
    """`links`: of whom it is that they belong to the record."""
    page.paragraph(f"{part.label}{links}", style="bold")
    for own in part.rows:
        lay_out_measure(page, own, "・")


def lay_out_measure(page: Page, own: Measure, mark: str) -> None:
    """Its name with the figures as a chain, and how it stands where there is a value."""
    page.chain(own.name, own.figures, mark)
    if own.view:
        page.paragraph(own.standing, INDENT)
