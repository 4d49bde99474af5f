"""The modals for searching, for a comment on an answer and for asking the office, each beside its reader.

What comes from Slack becomes a record here, once. The modal for recording an actual is in `recording.py`.
"""

from collections.abc import Sequence

from msgspec import Struct

from bot.views import ids
from bot.views.fallback import without_new_blocks
from bot.views.forms import (
    GROUP,
    Submitted,
    chosen,
    input_field,
    is_checked,
    modal,
    name_search,
    read_subject,
    text_field,
    ticks,
    typed,
)
from bot.views.ids import ButtonValue
from bot.views.parts import Block, Message, context, one_line_text, paragraph, record_option
from knowledge.model import Catalog
from knowledge.model.question_length import LONGEST_QUESTION
from knowledge.wording import home, title
from knowledge.wording.example_questions import OF_ANY_PLAN
from knowledge.wording.names import kind_label

MOST_OPTIONS = 100
_COMMENT = 1000


# 戦略を調べる


class SearchForm(Struct, frozen=True, kw_only=True):
    """A record picked from the list, or a question typed; both empty where nothing was filled in."""

    record: str
    question: str


def search_modal() -> Block:
    blocks = [
        input_field(ids.SEARCH_PICK, "事業・KPI・用語から選ぶ", name_search(), optional=True),
        input_field(
            ids.SEARCH_TEXT,
            "または、文章で質問する",
            text_field(LONGEST_QUESTION, f"例：{OF_ANY_PLAN}", multiline=False),
            optional=True,
        ),
    ]
    return modal(ids.SEARCH_MODAL, "戦略を調べる", blocks, "調べる")


def read_search(view: Submitted) -> SearchForm:
    """ValueError where the picked option is none of ours."""
    picked = chosen(view, ids.SEARCH_PICK)
    return SearchForm(record=ids.decode(picked).record if picked else "", question=typed(view, ids.SEARCH_TEXT))


def search_options(record_ids: Sequence[str], catalog: Catalog) -> Block:
    """The answer to a block_suggestion: best first, in groups by kind in the order of the best of each."""
    groups: dict[str, list[Block]] = {}
    for id in dict.fromkeys(record_ids):
        if (record := catalog.records.get(id)) and sum(map(len, groups.values())) < MOST_OPTIONS:
            made = record_option(id, title(record), home(catalog, record))
            groups.setdefault(kind_label(record), []).append(made)
    if not groups:
        return {"options": []}
    return {"option_groups": [{"label": one_line_text(kind, GROUP), "options": made} for kind, made in groups.items()]}


def result_modal(message: Message) -> Block:
    """A message inside a modal: in old blocks, without the row that is for messages only."""
    dropped = (ids.FEEDBACK_BLOCK, ids.ABOUT_BLOCK)
    shown = [block for block in without_new_blocks(message).blocks if block.get("block_id") not in dropped]
    return modal(ids.RESULT_MODAL, "検索結果", shown)


def told_modal(heading: str, sentence: str) -> Block:
    """Nothing but a sentence."""
    return modal(ids.RESULT_MODAL, heading, [paragraph(sentence)])


# 感想


class FeedbackForm(Struct, frozen=True, kw_only=True):
    about: ButtonValue
    comment: str


def feedback_modal(about: ButtonValue) -> Block:
    """Opened by 「改善が必要」, which already counts without a comment, and by 「コメントを書く」."""
    blocks = [
        paragraph("ご協力ありがとうございます。よろしければ、よかったところや、どこを直すとよいかを教えてください。"),
        input_field(
            ids.FEEDBACK_COMMENT,
            "コメント（任意）",
            text_field(_COMMENT, "例：目標値ではなく実績を知りたかった"),
            optional=True,
        ),
    ]
    return modal(ids.FEEDBACK_MODAL, "回答へのご意見", blocks, "送る", about)


def read_feedback(view: Submitted) -> FeedbackForm:
    return FeedbackForm(about=read_subject(view), comment=typed(view, ids.FEEDBACK_COMMENT))


# 担当に聞く


class OfficeForm(Struct, frozen=True, kw_only=True):
    about: ButtonValue
    question: str
    has_consented: bool


def office_modal(about: ButtonValue, *, office: str, question: str = "") -> Block:
    """Nothing is sent without the tick: the question leaves the asker's conversation with the asker's name on it."""
    consent = ticks({"yes": "質問とお名前を担当に送ることに同意します"})
    blocks = [
        paragraph(f"ご質問を {office.strip()[:100] or '担当'} のチャンネルに送ります。"),
        input_field(ids.OFFICE_QUESTION, "質問", text_field(_COMMENT, initial=question.strip())),
        input_field(ids.OFFICE_CONSENT, "確認", consent),
        context("送る内容は、上の質問文、あなたのお名前、このボットがお返しした回答です。ほかの会話は送りません。"),
    ]
    return modal(ids.OFFICE_MODAL, "担当に聞く", blocks, "送る", about)


def read_office(view: Submitted) -> OfficeForm:
    return OfficeForm(
        about=read_subject(view),
        question=typed(view, ids.OFFICE_QUESTION),
        has_consented=is_checked(view, ids.OFFICE_CONSENT),
    )
