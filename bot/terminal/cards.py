"""Answers as terminal cards: pure functions from records to lines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.terminal.layout import INDENT, Page, chained, wrap
from bot.terminal.rows import Rows, told_together
from knowledge.answers import Answer, Item
from knowledge.answers.rules.following.followup import LONGEST_WHOLE, SHOWN_AT_ONCE
from knowledge.model import Catalog
from knowledge.model.structs import replace
from knowledge.wording import Card, Measure, Values, card_of, home
from knowledge.wording.amounts import quoted
from knowledge.wording.card import CardField, Measures, field
from knowledge.wording.figure_columns import StandingRow
from knowledge.wording.leads import WHICH_ONE
from knowledge.wording.names import directions_text, edition, kind_label, short_place
from knowledge.wording.record_cards import OWN_LINKS, what_it_is
from knowledge.wording.states import ACHIEVED
from knowledge.wording.values import EMPTY_VALUES, REASON, measure

LONGEST_WITH_CARDS = 5  # more of one kind are a list that somebody wants to overlook: rows only
MOST_DENSE = 6  # lines of its lists, up to which a card's parts stand without room between them
MOST_TOLD = 2  # lines of description, and indicators, on all short cards together; each has at least one of each


class Hints(Struct, frozen=True):
    """How to see more: of one of those shown, "" for no way that the screen offers; and the rest of a list, which goes
    from {first} to {last}.
    """

    more: str
    more_of_row: str
    rest: str


IN_ASK = Hints("くわしくは「--all」で表示", "", "「--all」ですべて表示")
IN_CHAT = Hints("番号を入れるとくわしく表示", "番号を入れるとくわしく表示", "{first}〜{last}の番号でも表示")


def print_answer(
    console: Console,
    catalog: Catalog,
    answer: Answer,
    values: Values = EMPTY_VALUES,
    *,
    hints: Hints,
    in_full: bool = False,
) -> None:
    for line in answer_lines(catalog, answer, console.width, values, hints=hints, in_full=in_full):
        console.print(line, soft_wrap=True, highlight=False)


def answer_lines(
    catalog: Catalog,
    answer: Answer,
    width: int,
    values: Values = EMPTY_VALUES,
    *,
    hints: Hints = IN_ASK,
    in_full: bool = False,
) -> list[Text]:
    """The note, then one thing as its card, or several as a numbered list: short cards, or rows of a long one. One that
    is by far the nearest is shown as its card, and the others are named behind it.

    `hints` are given where not everything is shown; `in_full`: few as whole cards, and a list to its end.
    """
    page, answer = Page(width), replace(answer.used_in("terminal"), items=answer.displayed(catalog))
    if answer.plan[0]:
        page.paragraph(f"計画：{answer.plan[1]}", style="dim")
    if not answer.items:
        page.paragraph(answer.note or answer.text)
        mark = f"{answer.near_lead}："
        for item in answer.near:
            if item.title not in answer.note:
                _row(page, catalog, item, mark, values)
                mark = " " * cell_len(mark)
            elif item.id in catalog.indicators:
                _row(page, catalog, item, "", values)
        if answer.status == "answered" or answer.near or answer.is_of_plan:
            page.paragraph(f"出典  {edition(catalog)}", style="dim")
        return _past(page, answer, answer.tie)
    if answer.note:
        page.paragraph(answer.note)
    drawn = [measure(catalog.indicator(item.id), values) for item in answer.items if item.id in catalog.indicators]
    for own in drawn if answer.shows_course else ():
        page.paragraph(own.bars + f"  {own.name}" * (len(drawn) > 1), INDENT)
    if answer.says_all:
        page.paragraph(f"出典  {edition(catalog)}", style="dim")
        return _past(page, answer, answer.tie)
    if len(answer.items) == 1 or (in_full and _are_cards(answer)):
        if answer.status == "candidates":
            page.paragraph(WHICH_ONE)
        for at, item in enumerate(answer.items):
            _rule(page) if at else page.blank()
            _card(page, catalog, item, values, in_full=in_full, told=answer.note)
    elif answer.stands_out:
        _first_of(page, catalog, answer.items, values, hints.more)
    else:
        _listed(page, catalog, answer, values, hints, in_full=in_full)
    return _past(page, answer, answer.tie if len(answer.items) == 1 else "")


def _past(page: Page, answer: Answer, tie: str = "") -> list[Text]:
    """With a word at the end on ties that are our own, and on a period that is over."""
    for note in filter(None, (tie, answer.ended)):
        page.paragraph(f"※ {note}")
    return page.lines


def _first_of(page: Page, catalog: Catalog, items: Sequence[Item], values: Values, hint: str) -> None:
    first, *others = items
    page.blank()
    _card(page, catalog, first, values)
    page.heading(f"ほかに見つかったもの（{hint}）")
    for at, item in enumerate(others, start=2):
        _row(page, catalog, item, f"{at}. ", values)


def _card(page: Page, catalog: Catalog, item: Item, values: Values, *, in_full: bool = False, told: str = "") -> None:
    card, place = card_of_item(catalog, item, values), ""
    if project := catalog.projects.get(item.id):
        place = "・".join(filter(None, (home(catalog, project), directions_text(project))))
    elif indicator := catalog.indicators.get(item.id):  # by the number of what it belongs to: a line holds it
        place = what_it_is(indicator, short_place(catalog, indicator))
    lay_out(page, card, in_full=in_full, place="" if in_full else place, told="" if in_full else told)


def _are_cards(answer: Answer) -> bool:
    """Few of each kind."""
    counts = Counter(map(_family, answer.items))
    return max(counts.values()) <= LONGEST_WITH_CARDS


def _listed(page: Page, catalog: Catalog, answer: Answer, values: Values, hints: Hints, *, in_full: bool) -> None:
    """Numbered; short cards where these are few, else a row each. What is said of all of them is said once.

    Of many the first, where not all are wanted: the lead has counted them.
    """
    is_choice = answer.status == "candidates"
    counts, shows_links = Counter(map(_family, answer.items)), False
    items = answer.items[:SHOWN_AT_ONCE] if len(answer.items) > LONGEST_WHOLE and not in_full else answer.items
    in_rows = [
        item for item in items if (is_choice and item.kind != "passage") or counts[_family(item)] > _most_in_cards(item)
    ]
    on_baseline = "baseline" in answer.interpreted.facets
    rows = Rows.of(
        catalog, in_rows, values, shows_baseline=on_baseline, said=answer.note, asked=answer.table, beside=items
    )
    cards = [card_of_item(catalog, item, values) for item in items]
    most = max(MOST_TOLD // len(cards), 1)
    short = [card for item, card in zip(items, cards, strict=True) if item not in in_rows and not card.own]
    in_cards = [own for card in short for own in card.measures[:most]]
    are_alike = len({own.actual.note for own in in_cards}) < len(in_cards)
    figures, years = told_together(in_cards) if are_alike and not rows.years else ({}, "")
    if told := WHICH_ONE if is_choice else rows.years or years:
        page.paragraph(told)
    names = Counter(item.title for item in answer.items)
    for at, (item, card) in enumerate(zip(items, cards, strict=True), start=answer.first):
        where = short_place(catalog, catalog.record(item.id))
        if item in in_rows:
            rows.add(page, item, f"{at}. ")
            is_short = not is_choice and len(in_rows) <= LONGEST_WITH_CARDS
            if item.id in catalog.indicators and (is_short or (is_choice and names[item.title] > 1)):
                page.paragraph("　".join([where, *(card.source[-1:] if is_short else ())]), INDENT, "dim")
        else:
            shows_links |= bool(card.measures and not card.own)
            _short(page, card, where, f"{at}. ", most, answer.note, figures)
    if left := len(answer.items) - len(items):
        first, last = answer.first + len(items), answer.first + len(answer.items) - 1
        page.paragraph(f"ほか{left}件（{hints.rest.format(first=first, last=last)}）")
    for note in dict.fromkeys(card.loss for card in cards if card.loss):
        page.paragraph(note)
    if answer.tie or (shows_links and any(OWN_LINKS in warning for card in cards for warning in card.warnings)):
        page.paragraph(f"※ {OWN_LINKS}", style="dim")
    more = hints.more if is_choice or len(in_rows) < len(items) else hints.more_of_row
    page.paragraph("　".join(filter(None, ["" if is_choice else f"出典  {edition(catalog)}", more])), style="dim")


def _most_in_cards(item: Item) -> int:
    """Indicators stand in rows from two on: their figures are to be compared."""
    return 1 if _family(item) == "kpi" else LONGEST_WITH_CARDS


def _family(item: Item) -> str:
    """KPIs and numerical targets are rows of one list."""
    return "kpi" if item.kind == "goal_target" else item.kind


def _short(
    page: Page,
    card: Card,
    where: str,
    mark: str,
    most: int,
    said: str = "",
    figures: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Its name, where it belongs and stands in the text, and so much of what it is about and of its figures. `said`:
    what stands above, and need not be told again; `figures`: those whose years are told there, by the indicator's id.
    """
    left = _title(page, card, mark, card.id if not card.is_quoted else "")
    place = "" if where == card.title else where  # words of the plan have no other name
    page.paragraph("　".join([*filter(None, [left, place]), *card.source[-1:]]), INDENT, "dim")
    words = "".join(card.paragraphs)
    told = wrap(words, page.width - len(INDENT))
    if words and words not in said:
        page.paragraph("\n".join(told if len(told) <= most else [*told[: most - 1], f"{told[most - 1][:-1]}…"]), INDENT)
    more = f"　ほか{len(card.measures) - most}件" if len(card.measures) > most else ""
    for at, own in enumerate(() if card.own else card.measures[:most], start=1):
        *first, last = figures.get(own.indicator.id, own.steps)
        page.chain(own.name, [*first, f"{last}{more * (at == most)}"], f"{kind_label(own.indicator)} ", INDENT)


def card_of_item(catalog: Catalog, item: Item, values: Values) -> Card:
    return card_of(catalog.record(item.id), catalog, values)


def _rule(page: Page) -> None:
    if page.lines:
        page.blank()
        page.lines.append(Text("─" * (page.width // 2), style="dim"))


def _row(page: Page, catalog: Catalog, item: Item, mark: str, values: Values) -> None:
    """One alone, whose years no other row shares."""
    if item.id in catalog.indicators and not item.text:
        lay_out_measure(page, measure(catalog.indicator(item.id), values), mark)
    else:
        Rows(catalog, {}, "").add(page, item, mark)


# One card


def lay_out(page: Page, card: Card, *, in_full: bool = True, place: str = "", told: str = "") -> None:
    """`in_full`: with the headings that lead to it, most of which its own fields repeat, and room between its parts.
    `place`: where it belongs, instead of the fields that say so at length. `told`: a sentence that stands above, whose
    figures need not stand here again.
    """
    if card.is_words_first:
        for text in card.paragraphs:
            if text not in told:
                page.quote(text)
    left = ""
    if card.is_quoted and not card.is_words_first:  # a term
        page.told(card.title, "".join(map(quoted, card.paragraphs)))
    else:
        is_addressed = bool(card.own or card.number or card.label)  # by its id; the plan as a whole is not
        left = _title(page, card, "", card.id if is_addressed else "", told)
    if where := "　".join(filter(None, [left, place or card.subtitle])):
        page.paragraph(where, style="dim")
    remarks = [field(*remark) for remark in _remarks(card.own, told, in_full=in_full)] if card.own else []
    is_said = bool(place) and card.own is None  # what an indicator belongs to is no field of its own
    _fields(page, [*(each for each in card.fields if not (is_said and each.names_records)), *remarks])
    has_room = (
        in_full or sum(len(part.rows if isinstance(part, Measures) else part.lines) for part in card.parts) > MOST_DENSE
    )
    if has_room and card.paragraphs and not card.is_quoted:
        page.blank()
    for text in () if card.is_quoted else card.paragraphs:
        page.paragraph(text)
    has_own_links = OWN_LINKS in card.remarks and any(isinstance(part, Measures) for part in card.parts)
    links = f"（{OWN_LINKS.rstrip('。')}）" if has_own_links else ""
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


def _title(page: Page, card: Card, mark: str, aside: str, told: str = "") -> str:
    """Of an indicator with its figures behind the name, and how it stands below. Gives back an aside without room."""
    own = card.own
    figures = own.figures_beyond(told) if own else ()
    if figures or not told.startswith(card.title):  # else the sentence is all that a title would be
        head = chained(card.title, figures, page.width - cell_len(mark)) if figures else card.title
        aside = page.title(head, aside, mark)
    if own and own.view:
        page.paragraph("　".join(filter(None, (own.standing, own.squares))), " " * cell_len(mark))
    return aside


def _remarks(own: Measure, told: str, *, in_full: bool) -> Sequence[tuple[str, str]]:
    """Not what a sentence has told; in short not why a state is what it is where the figures show it."""
    is_shown = not in_full and bool(own.shortfall or own.state == ACHIEVED)
    return [(label, words) for label, words in own.remarks if words not in told and not (is_shown and label == REASON)]


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
    """How it stands behind its name where there is a value, and its figures as a chain."""
    if own.view:
        lay_out_standing(page, own, mark, StandingRow(own.standing_in(""), own.figures))
    else:
        page.chain(own.name, own.figures, mark)


def lay_out_standing(page: Page, own: Measure, mark: str, told: StandingRow) -> None:
    page.chain(own.name, [told.state], mark)
    page.chain("", [figure for figure in told.figures if figure], INDENT)
