"""More than the card: everything around a record (詳しく), and the calm full-width summary for a meeting (会議用)."""

from bot.views import ids
from bot.views.about import footer
from bot.views.bodies import body_of, card_content, card_foot, listed
from bot.views.escaping import Markup, bold, escape
from bot.views.ids import ButtonValue
from bot.views.kpis import NO_INDICATORS, chart_blocks, kpi_table
from bot.views.parts import (
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    fields,
    header,
    paragraph,
    record_button,
    section,
)
from knowledge.model import Catalog, Project, Record
from knowledge.model.records import PolicyPackage
from knowledge.wording import Card, Values, card_of, count_states, counts_text, years_note
from knowledge.wording.card import CardField, Measures, card_text
from knowledge.wording.names import homes, short_place
from knowledge.wording.record_cards import project_lines

MOST_PURPOSE = 3  # lines
_LINE, _QUOTED = 160, 500


# 詳しく


def detail_message(id: str, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """The record and what it belongs to: packages and directions in their own words, remarks on its KPIs, relatives."""
    record = catalog.record(id)
    card = card_of(record, catalog, values)
    around = _around_project(record, card, catalog, context) if isinstance(record, Project) else []
    body = around or body_of(record, catalog, values, context)
    row = actions(
        record_button("原文", ids.SOURCE, record.id, context=context),
        button("チャンネルに共有", ids.SHARE, ids.encode(ButtonValue((record.id,), context))),
    )
    return assemble(card_text(card), body, [row, *footer(ButtonValue((record.id,), context))])


def _around_project(project: Project, card: Card, catalog: Catalog, context_key: str) -> list[Block]:
    directions = [catalog.directions[number] for number in project.directions if number in catalog.directions]
    blocks = [header(f"{card.title} の詳細"), *card_content(card, context_key)]
    for own in (own for own in card.measures if own.remarks):
        blocks.append(context(own.name, *(f"{label}：{words}" for label, words in own.remarks)))
    belongs: tuple[Record, ...] = (*homes(catalog, project), *directions)
    for above in (card_of(each, catalog) for each in belongs):
        blocks += [section(bold(above.title)), paragraph("\n".join(above.paragraphs), most=_QUOTED)]
    relatives = {other.id: other for each in directions for other in catalog.projects_of_direction(each.number)}
    relatives.pop(project.id, None)
    if relatives:
        numbers = [direction.number for direction in directions]
        blocks += listed(project_lines("同じ基本的方向の事業", relatives.values(), catalog, *numbers), context_key)
    return [*blocks, *card_foot(card)]


# 会議用に表示


def meeting_message(id: str, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """What it is for and how its KPIs stand on the first screen, also of a phone; then what is done, and its place."""
    record = catalog.record(id)
    card = card_of(record, catalog, values)
    printed = [record_button("印刷用PDF", ids.PRINT, record.id, context=context)]
    row = actions(
        record_button("詳しく", ids.DETAIL, record.id, context=context),
        *(printed if isinstance(record, Project | PolicyPackage) else []),
        button("チャンネルに共有", ids.SHARE, ids.encode(ButtonValue((record.id,), context))),
    )
    told = [f"{label}：{'、'.join(words)}" for label, words in _facts(card)]
    figures = [f"{_measured(card)} {_standing(card)}", *(own.sentence for own in card.measures)]
    text = "\n".join([card.title, *purpose(card), *figures, *told])
    return assemble(text, _meeting_blocks(record, card, catalog, context), [row])


def _meeting_blocks(record: Record, card: Card, catalog: Catalog, context_key: str) -> list[Block]:
    where, facts = short_place(catalog, record), _facts(card)
    lists = [part for part in card.parts if isinstance(part, CardField) and isinstance(record, Project | PolicyPackage)]
    return [
        header(card.title),
        *([context(where)] if where else []),
        section(Markup("*目的*\n" + "\n".join(escape(line) for line in purpose(card)))),
        section(Markup(f"{bold(_measured(card))}　{escape(_standing(card))}")),
        *([kpi_table(card.measures, _measured(card))[0]] if card.measures else []),
        *chart_blocks(card.measures, catalog, 1),
        *(block for part in lists for block in listed(part, context_key)),
        *([fields([(label, "\n".join(words)) for label, words in facts])] if facts else []),
        *card_foot(card),
    ]


def _measured(card: Card) -> str:
    """「KPI」, of a goal 「数値目標」."""
    own = card.kind if card.own else "KPI"
    return next((part.label for part in card.parts if isinstance(part, Measures)), own)


def _standing(card: Card) -> str:
    """「8件（達成 ◎ 2件、遅れ ▽ 1件）」, and of which years these are."""
    counts = counts_text(count_states(own.state for own in card.measures))
    told = "。".join(filter(None, (f"{len(card.measures)}件（{counts}）", years_note(card.measures))))
    return told if counts else NO_INDICATORS


def _facts(card: Card) -> list[tuple[str, list[str]]]:
    """What it belongs to, of a project its directions, by name."""
    above = [CardField("位置づけ", card.above)] if card.above else []
    return [(each.label, [line.text for line in each.lines]) for each in (above if card.own else card.fields or above)]


def purpose(card: Card) -> list[str]:
    """At most three lines: the first sentences of what the document says about it."""
    shown = [part if len(part) <= _LINE else part[: _LINE - 1] + "…" for part in card.sentences[:MOST_PURPOSE]]
    return shown or [card.title]
