"""An answer as a message: one record in full, a row of cards, a table of indicators, a list, or words of the plan."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.views import ids
from bot.views.about import ended_blocks, footer, question_context, tie_blocks
from bot.views.bodies import body_of, record_menu
from bot.views.escaping import Markup, escape, one_line
from bot.views.ids import ButtonValue
from bot.views.kpis import (
    MOST_CHARTS,
    NO_NUMBERS,
    ListNumbers,
    chart_blocks,
    kpi_actions,
    kpi_answers,
    kpi_figures,
    kpi_list,
    list_heading,
    measure_markup,
    with_number,
)
from bot.views.parts import (
    CARD_BODY,
    CARD_TITLE,
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    divider,
    mrkdwn,
    paragraph,
    record_button,
    rest,
    section,
    split_lines,
    warning_blocks,
)
from bot.views.replies import candidates_message, help_message, not_found_message, small_talk_message
from knowledge.answers import Answer
from knowledge.model import Catalog, Indicator, Project, Record
from knowledge.model.records import BasicDirection, BasicGoal, PolicyPackage, Strategy
from knowledge.wording import Card, Measure, Values, card_of, measures, title
from knowledge.wording.card import card_text
from knowledge.wording.names import edition, kind_label, packages_text, place, short_place

MOST_CARDS = 10  # of a carousel; a longer answer is a list
MOST_RECORDS = 100
_IN_CARDS = (Project, BasicGoal, BasicDirection, PolicyPackage)


def answer_message(
    answer: Answer,
    catalog: Catalog,
    values: Values,
    *,
    asked_by: str | None = None,
    context: str = "",
) -> Message:
    """The reply to a question. `asked_by`: who may delete it; `context`: the key under which the answer is kept."""
    if answer.status == "smalltalk":
        return small_talk_message(answer.used_in("slack"), catalog)
    if answer.status == "help":
        return help_message(answer, catalog)
    found = _records(answer, catalog)
    value = ButtonValue(tuple(record.id for record in found), context)
    if answer.status == "not_found":
        return not_found_message(answer, catalog, value, asked_by)
    if answer.status == "candidates":
        return candidates_message(answer, catalog, found, value, asked_by)
    body = answer_body(answer, found, catalog, values, context, asked_by)
    shown = () if answer.says_all else found[:1] if answer.stands_out else found
    row = share_row(shown, context)
    return assemble(
        answer.text, body, [*tie_blocks(answer, body), *ended_blocks(answer), *row, *footer(value, asked_by)]
    )


def record_message(id: str, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """One record in full, as a press on it asks for. UnknownIdError for an id that a rebuilt document has lost."""
    record = catalog.record(id)
    value = ButtonValue((record.id,), context)
    body = body_of(record, catalog, values, context)
    return assemble(card_text(card_of(record, catalog, values)), body, [*share_row([record], context), *footer(value)])


def records_message(record_ids: Sequence[str], catalog: Catalog, values: Values) -> Message:
    """Several records as an answer shows them: what is shared, and what 「他には？」 brings."""
    found = [record for id in record_ids if (record := catalog.records.get(id))]
    if len(found) == 1:
        return record_message(found[0].id, catalog, values)
    text = "\n".join([f"{len(found)}件あります。", *(f"・{kind_label(each)} {title(each)}" for each in found)])
    value = ButtonValue(tuple(record.id for record in found))
    return assemble(text, several(found, catalog, values), [*share_row(found), *footer(value)])


def answer_body(
    answer: Answer, found: Sequence[Record], catalog: Catalog, values: Values, context_key: str, asked_by: str | None
) -> list[Block]:
    lead = [question_context(answer, catalog, asked_by)]
    note = [paragraph(answer.note)] if answer.note else []
    source = context(f"出典：{edition(catalog)}")  # a record in full names its own lines besides
    if not found:
        return [*lead, paragraph(answer.note or answer.text)]
    if answer.says_all:
        projects = [one for one in found if isinstance(one, Project)]
        whole = [record_button("全体を見る", ids.OPEN, one.id, title=one.name) for one in projects]
        return [*lead, *note, *([actions(*whole)] if len(whole) == 1 else []), source]
    if answer.shows_course:
        own = [record for record in found if isinstance(record, Indicator)]
        note += chart_blocks(measures(own, values), catalog, MOST_CHARTS)
    if len(found) == 1:
        return [*lead, *note, *body_of(found[0], catalog, values, context_key, said=answer.note)]
    if answer.stands_out:
        first, *others = found
        return [*lead, *note, *body_of(first, catalog, values, context_key), *_others(others, catalog, context_key)]
    shown, numbers = answer.displayed(catalog), {record.id: n for n, record in enumerate(found, start=answer.first)}
    said = {item.id: item.text for item in shown if item.text and item.id in catalog.indicators}
    if said or answer.table:
        asked = [catalog.indicators[id] for id in said or (answer.table.rows if answer.table else ())]
        heading = f"{list_heading(asked, catalog)}（{len(asked)}件）"
        if answer.table:
            return [*lead, *note, *kpi_figures(asked, answer.table, heading, context_key, numbers), source]
        return [*lead, *note, *kpi_answers(asked, said, heading, context_key, numbers), source]
    on_baseline = "baseline" in answer.interpreted.facets
    of_each = {item.id: item.text for item in shown if item.text and item.id in catalog.projects}
    told = several(
        found,
        catalog,
        values,
        context_key,
        said=answer.note,
        of_each=of_each,
        is_led=bool(answer.note),
        shows_baseline=on_baseline,
        numbers=numbers,
    )
    return [*lead, *note, *told, source]


def _records(answer: Answer, catalog: Catalog) -> list[Record]:
    """In the order of the answer, each once."""
    found = [record for item in answer.displayed(catalog) if (record := catalog.records.get(item.id))]
    return list({record.id: record for record in found}.values())


def several(
    found: Sequence[Record],
    catalog: Catalog,
    values: Values,
    context_key: str = "",
    *,
    said: str = "",
    of_each: Mapping[str, str] = MappingProxyType({}),
    is_led: bool = False,
    shows_baseline: bool = False,
    numbers: ListNumbers = NO_NUMBERS,
) -> list[Block]:
    """By family, in the order in which the families first appear: cards, indicators, words of the plan. `of_each`: what
    was asked of a project, by its id; `numbers`: by which they can be asked for; `is_led`: their number is told above.
    """
    cards = [record for record in found if isinstance(record, _IN_CARDS)]
    indicators = [record for record in found if isinstance(record, Indicator)]
    texts = [record for record in found if not isinstance(record, (*_IN_CARDS, Indicator))]
    families: list[tuple[Sequence[Record], list[Block]]] = [
        (cards, card_blocks(cards, catalog, values, context_key, of_each, numbers, is_led=is_led)),
        (indicators, _indicators(indicators, catalog, values, context_key, numbers, shows_baseline=shows_baseline)),
        (texts, _texts(texts, catalog, values, said, numbers)),
    ]
    held = [family for family in families if family[0]]
    held.sort(key=lambda family: found.index(family[0][0]))
    return [block for _, blocks in held for block in blocks]


def card_blocks(
    records: Sequence[Record],
    catalog: Catalog,
    values: Values,
    context_key: str = "",
    of_each: Mapping[str, str] = MappingProxyType({}),
    numbers: ListNumbers = NO_NUMBERS,
    *,
    is_led: bool = False,
) -> list[Block]:
    if not records:
        return []
    if len(records) > MOST_CARDS:
        heading = "" if is_led else f"{len(records)}件あります"
        return _numbered(records, heading, catalog, context_key, numbers.get(records[0].id, 1), of_each)
    cards = [card_of(record, catalog, values) for record in records]
    made = [
        native_card(card, _place(catalog, record), context_key, numbers)
        for card, record in zip(cards, records, strict=True)
    ]
    held = [card for card in cards if card.measures]
    loss = next(filter(None, (card.loss for card in held)), "")
    notes = dict.fromkeys(note for card in held for note in card.warnings if note != loss)
    shown = made if len(made) == 1 else [{"type": "carousel", "elements": made}]
    return [*warning_blocks(loss), *shown, *([context(*notes)] if notes else [])]


def _place(catalog: Catalog, record: Record) -> str:
    """Of a project by the number of its package: a card has no room for its name."""
    return short_place(catalog, record) if isinstance(record, Project) else place(catalog, record)


def native_card(card: Card, where: str, context_key: str = "", numbers: ListNumbers = NO_NUMBERS) -> Block:
    """Title, place, gist, how its indicators stand, and at most three buttons."""

    def press(label: str, action: str) -> Block:
        return record_button(label, action, card.id, title=card.title, context=context_key)

    made = {
        "type": "card",
        "title": mrkdwn(escape(one_line(with_number(card.title, card.id, numbers))), CARD_TITLE),
        "subtitle": mrkdwn(escape(one_line(where)), CARD_TITLE),
        "body": mrkdwn(escape(one_line(" ".join(card.paragraphs))), CARD_BODY),
        "actions": [
            press("詳しく", ids.OPEN),
            *([press("KPIの推移", ids.HISTORY)] if card.measures else []),
            press("原文", ids.SOURCE),
        ],
    }
    if card.measures:
        made["subtext"] = mrkdwn(escape(one_line(_measures(card.measures))), CARD_BODY)
    return made


def _measures(found: Sequence[Measure]) -> str:
    """As many as there is room for, whole: 「KPI 待機児童数：16人（令和6年度） → 目標値 0人　未達成 × ほか2件」, and
    what the plan prints of those without an actual.
    """
    first, *others = (f"{own.name}：{own.brief}" if own.view else own.sentence for own in found)
    told = [f"{kind_label(found[0].indicator)} {first}"]
    for own in others:
        longer = [*told, own]
        if len("／".join(longer)) > CARD_BODY - len(rest(len(found))) - 1:
            break
        told = longer
    return f"{'／'.join(told)} {rest(len(found) - len(told))}"


def _others(records: Sequence[Record], catalog: Catalog, context_key: str) -> list[Block]:
    """Behind one shown in full, which is the first: by these numbers they can be asked for."""
    return _numbered(records, "ほかに見つかったもの", catalog, context_key, start=2)


def _numbered(
    records: Sequence[Record],
    heading: str,
    catalog: Catalog,
    context_key: str,
    start: int = 1,
    of_each: Mapping[str, str] = MappingProxyType({}),
) -> list[Block]:
    """Numbered lines, and a menu that opens one. `start`: the number of the first."""
    named: list[Markup] = []
    for n, record in enumerate(records[:MOST_RECORDS], start=start):
        named.append(escape(one_line(f"{n}. {title(record)[:80]}{_where(record, catalog)}")))
        named += [escape(f"　{one_line(line)}") for line in of_each.get(record.id, "").splitlines()]
    return [
        *([section(Markup(f"*{escape(heading)}*"))] if heading else []),
        *split_lines([*named, Markup(rest(len(records) - MOST_RECORDS))]),
        actions(record_menu(records, "選んで詳しく見る", catalog, context_key)),
    ]


def _where(record: Record, catalog: Catalog) -> str:
    return f"（{packages_text(record, catalog)}）" if isinstance(record, Project) else ""


def _indicators(
    indicators: Sequence[Indicator],
    catalog: Catalog,
    values: Values,
    context_key: str,
    numbers: ListNumbers,
    *,
    shows_baseline: bool,
) -> list[Block]:
    """The baseline where it is asked for, and of what has no actual: else a table of a thread has more room without."""
    found = measures(indicators, values)
    if len(found) == 1:
        [own] = found
        return [
            section(measure_markup(own, numbers)),
            actions(record_button("詳しく", ids.OPEN, own.indicator.id, title=own.name, context=context_key)),
        ]
    heading = list_heading(indicators, catalog)
    return kpi_list(found, heading, context_key, numbers, shows_baseline=shows_baseline) if found else []


def _texts(records: Sequence[Record], catalog: Catalog, values: Values, said: str, numbers: ListNumbers) -> list[Block]:
    blocks: list[Block] = []
    for record in records:
        number = [context(f"{numbers[record.id]}番目")] if record.id in numbers else []
        blocks += [*([divider()] if blocks else []), *number, *body_of(record, catalog, values, said=said)]
    return blocks


# Buttons below


def share_row(found: Sequence[Record], context_key: str = "") -> list[Block]:
    """What can be done with what is shown."""
    if not found:
        return []
    share = button("チャンネルに共有", ids.SHARE, ids.encode(ButtonValue(tuple(r.id for r in found), context_key)))
    if len(found) > 1:
        return [actions(share)]
    record = found[0]
    if isinstance(record, Indicator):
        return [kpi_actions(record, context_key)]

    def press(label: str, action: str) -> Block:
        return record_button(label, action, record.id, context=context_key)

    is_card = isinstance(record, _IN_CARDS)
    return [
        actions(
            press("詳しく", ids.DETAIL) if is_card else None,
            press("KPIの推移", ids.HISTORY) if isinstance(record, Project | BasicGoal | PolicyPackage) else None,
            press("原文", ids.SOURCE) if not isinstance(record, Strategy) else None,
            press("会議用に表示", ids.MEETING) if isinstance(record, Project | PolicyPackage) else None,
            share,
        )
    ]
