"""A record's card in full, as blocks: what stands between the question above and the buttons below."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.escaping import Markup, bold, escape
from bot.views.kpis import measure_markup
from bot.views.parts import (
    SENTENCE,
    Block,
    actions,
    context,
    fields,
    header,
    menu,
    paragraph,
    quotation,
    record_button,
    record_option,
    rest,
    rest_blocks,
    section,
    split_lines,
    warning_blocks,
)
from knowledge.model import Catalog, Record
from knowledge.model.records import Strategy
from knowledge.wording import Card, Values, card_of, home, title
from knowledge.wording.card import CardField, Measures

MOST_BULLETS, MOST_INDICATORS, MOST_LISTED = 20, 10, 60
_BULLET = 200  # characters of one bullet; the longest initiative of the shipped document has 60


def body_of(record: Record, catalog: Catalog, values: Values, context_key: str = "", *, said: str = "") -> list[Block]:
    """`said`: what stands above; words of the document that it quotes do not stand here again."""
    card = card_of(record, catalog, values)
    own_target = record.population_target if isinstance(record, Strategy) else None
    (name, *belongs), content = _head(card), card_content(card, context_key, said)
    told = [*content[:1], name, *belongs, *content[1:]] if card.is_words_first else [name, *belongs, *content]
    return [
        *([name, *content[:1], *belongs, *content[1:]] if card.own else told),  # its figures were asked for
        *([_buttons_of_target(own_target.id, context_key)] if own_target else []),
        *card_foot(card),
    ]


def _head(card: Card) -> list[Block]:
    name = section(Markup(f"{bold(card.title)}（{escape(card.kind)}）")) if card.is_quoted else header(card.title)
    return [name, *([context(card.subtitle)] if card.subtitle else [])]


def card_content(card: Card, context_key: str = "", said: str = "") -> list[Block]:
    """Fields, words of the document, lists and indicators."""
    told = "\n".join(text for text in card.paragraphs if not (card.is_words_first and text in said))
    facts = [fields([(each.label, "\n".join(line.text for line in each.lines)) for each in card.facts])]
    words = [quotation(told) if card.is_quoted else paragraph(told, most=SENTENCE)]
    blocks = [*(facts if card.facts else []), *(words if told else []), *remark_blocks(card)]
    for part in card.parts:
        blocks += measure_blocks(part) if isinstance(part, Measures) else listed(part, context_key)
    return blocks


def remark_blocks(card: Card) -> list[Block]:
    """Why the state is what it is, how it was computed, and what was noted with the value."""
    remarks = card.own.remarks if card.own else ()
    return [context(*(f"{label}：{words}" for label, words in remarks))] if remarks else []


def card_foot(card: Card) -> list[Block]:
    return [*warning_blocks(card.loss), context(*card.small_print, card.source_text)]


def measure_blocks(part: Measures) -> list[Block]:
    """Each indicator in its own section, so that a narrow screen keeps its lines together."""
    shown = [section(measure_markup(row), most=600) for row in part.rows[:MOST_INDICATORS]]
    return [section(bold(part.label)), *shown, *rest_blocks(len(part.rows) - MOST_INDICATORS)]


def listed(part: CardField, context_key: str = "") -> list[Block]:
    """Bullets under the 【…】 that the document groups them by; of records with a menu that opens one."""
    most = MOST_LISTED if part.names_records else MOST_BULLETS
    items = [bold(part.heading)]
    for group, own in CardField(part.label, part.lines[:most]).groups:
        items += [escape(f"【{group[:_BULLET]}】")] if group else []
        items += [escape(f"{'' if line.before else '• '}{line.text[:_BULLET]}") for line in own]
    blocks = split_lines([*items, Markup(rest(len(part.lines) - most))])
    if not part.names_records:
        return blocks
    chosen = [(line.id, f"{line.before}{line.name}", line.home) for line in part.lines]
    return [*blocks, actions(_menu(f"{part.label}を選んで見る", chosen, context_key))]


def record_menu(records: Sequence[Record], placeholder: str, catalog: Catalog, context_key: str = "") -> Block:
    """The record's kind stands in no label: a menu holds one kind, or the titles speak for themselves."""
    return _menu(placeholder, [(each.id, title(each), home(catalog, each)) for each in records], context_key)


def _menu(placeholder: str, chosen: Sequence[tuple[str, str, str]], context_key: str) -> Block:
    """Id, label and description of each, once."""
    return menu(placeholder, ids.PICK, list({each[0]: record_option(*each, context_key) for each in chosen}.values()))


def _buttons_of_target(id: str, context_key: str) -> Block:
    """The strategy's own target has no card of its own."""
    return actions(
        record_button("人口の推移", ids.HISTORY, id, context=context_key),
        record_button("人口の実績を登録", ids.RECORD, id, context=context_key),
    )
