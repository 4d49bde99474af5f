"""Answers without a card: several readings, the kinds of no, small talk, help. Each says what to try next."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.about import ended_blocks, ended_lines, footer, question_context
from bot.views.bodies import record_menu
from bot.views.escaping import Markup, escape, one_line
from bot.views.ids import ButtonValue
from bot.views.parts import (
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    paragraph,
    record_button,
    section,
    split_lines,
)
from knowledge.answers import Answer
from knowledge.model import Catalog, Record
from knowledge.wording import title
from knowledge.wording.example_questions import example_questions
from knowledge.wording.leads import WHICH_ONE
from knowledge.wording.names import edition, place

ABSENT = ("計画に", "記載がありません")
UNDECIDED, SEVERAL = "絞りきれません", "当てはまるものがいくつかあります"
_HEADLINES = {
    "ambiguous": ("", UNDECIDED),
    "attribute": ("お尋ねの点は", "記載がありません"),
    "unknown": ("質問を", "読み取れませんでした"),
    "analytics": ("", "お答えできる値がありません"),  # no actuals yet, or no indicator under the conditions
    "printed": ("本文に", "この言葉があります"),
    "unread": ("", "読み取れていないところです"),
    "followup": ("", "お見せできるものがありません"),  # the fifth of three
}
"""By the intent of a refusal; of all others the plan has no word. The second part is what the note may say as well."""
MOST_BUTTONS = 5  # more readings than these are a list with a menu


def not_found_message(answer: Answer, catalog: Catalog, value: ButtonValue, asked_by: str | None = None) -> Message:
    """The document does not say, or too much of it might be meant: which of the two, and what to ask instead."""
    note, (topic, told) = answer.note or answer.text, _HEADLINES.get(answer.intent, ABSENT)
    headline, is_said = f"{topic}{told}", told in note
    body = [
        question_context(answer, catalog, asked_by),
        *([] if is_said else [section(Markup(f"*{headline}*"))]),
        *([paragraph(note)] if note.strip() else []),
        *_near_blocks(answer, catalog, value.context),
        *_source_blocks(answer, catalog),
        *([] if answer.near else example_blocks(catalog, "たとえば、次のようなご質問にお答えできます。", 3)),
        actions(button("名前やふりがなから探す", ids.SEARCH_OPEN, ids.encode(value))),
    ]
    return assemble(note if is_said else f"{headline}。{note}", body, footer(value, asked_by))


def _source_blocks(answer: Answer, catalog: Catalog) -> list[Block]:
    """Of what names no line: the document."""
    return [context(f"出典：{edition(catalog)}")] if answer.is_of_plan or answer.near else []


def _near_blocks(answer: Answer, catalog: Catalog, context_key: str) -> list[Block]:
    """Records that are offered, and answer nothing of themselves."""
    found = [record for item in answer.near if (record := catalog.records.get(item.id))]
    if not found:
        return []
    return [paragraph(f"{answer.near_lead}："), *_choices(found, catalog, context_key)]


def candidates_message(
    answer: Answer, catalog: Catalog, found: Sequence[Record], value: ButtonValue, asked_by: str | None = None
) -> Message:
    """Several readings are as likely: all of them, as buttons or, where there are many, in a menu."""
    ask = WHICH_ONE if found else "事業名やKPI名など、もう少し詳しい言葉でお試しください。"
    named = [f"{n}. {title(record)}（{place(catalog, record)}）" for n, record in enumerate(found, start=1)]
    body = [
        question_context(answer, catalog, asked_by),
        section(Markup(f"*{SEVERAL if found else UNDECIDED}*")),
        *([paragraph(answer.note)] if answer.note else []),
        paragraph(ask),
        *split_lines([escape(one_line(line)) for line in named[:100]]),
        *_choices(found, catalog, value.context),
    ]
    told = "\n".join([f"{SEVERAL if found else UNDECIDED}。{answer.note}{ask}", *named, *ended_lines(answer)])
    return assemble(told, body, [*ended_blocks(answer), *footer(value, asked_by)])


def _choices(found: Sequence[Record], catalog: Catalog, context: str) -> list[Block]:
    if not found:
        return []
    if len(found) > MOST_BUTTONS:
        return [actions(record_menu(found, "選んで見る", catalog, context))]
    return [actions(*(record_button(title(record), ids.CHOOSE, record.id, context=context) for record in found))]


def small_talk_message(answer: Answer, catalog: Catalog) -> Message:
    """One short line."""
    said = answer.note or answer.text
    body = [paragraph(said), *_source_blocks(answer, catalog), *ended_blocks(answer)]
    return assemble("\n".join([said, *ended_lines(answer)]), body)


def help_message(answer: Answer, catalog: Catalog) -> Message:
    """What can be asked, with real examples to press."""
    said = answer.note or answer.text
    ways = section(Markup("*聞き方*\n" + "\n".join(f"• {escape(way)}" for way in WAYS)))
    examples = example_blocks(catalog, "押すとそのまま質問できます。", 6)
    told = "\n".join([said, *ended_lines(answer)])
    return assemble(told, [paragraph(said), *_source_blocks(answer, catalog), *ended_blocks(answer), *examples, ways])


WAYS = (
    "チャンネルでは、このボットに@を付けて質問します。答えはスレッドに返ります。",
    "「/senryaku 質問」の答えは自分だけに見えます。よければチャンネルに共有できます。",
    "続けて「KPIは？」「もっと詳しく」「2番目は？」のように聞けます。",
    "「令和5年度の検証表」で、指標ごとの実績と状態の一覧を出します。KPIの「実績を登録」は、任された職員が使えます。",
    "事業名やKPI名がうろ覚えでも、ひらがなでも探せます。",
)


def example_blocks(catalog: Catalog, lead: str, most: int) -> list[Block]:
    chosen = example_questions(catalog)[:most]
    if not chosen:
        return []
    return [paragraph(lead), actions(*(example_button(question) for question in chosen))]


def example_button(question: str) -> Block:
    return button(question, ids.EXAMPLE, question)
