"""Every id that Slack hands back, and what buttons carry: record ids and the key of an answer, never words of it.

A listener registers `pattern(ids.OPEN)`: within one block action_ids must differ, so the second and later button of
a kind in a row carry a number behind a dot (`record_open.2`).
"""

import re
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct

# Buttons and menus on a record. Value: encode(Value).
OPEN = "record_open"  # 詳しく on a small card, 見る: the record in full (`record_message`)
DETAIL = "record_detail"  # 詳しく on a record in full: everything around it (`detail_message`)
HISTORY = "kpi_history"  # KPIの推移 of a KPI, or of all KPIs of a project
SOURCE = "record_source"  # 原文
FULL_TEXT = "full_text"  # 全文: a link to the site, of which Slack tells as well
MEETING = "record_meeting"  # 会議用に表示
PRINT = "sheet_print"  # 印刷用PDF of a project or package
SHARE = "answer_share"  # チャンネルに共有
CHOOSE = "candidate_choose"  # one of several readings
PICK = "record_pick"  # the menu under a long list; the chosen option's value is encode(Value)
RECORD = "actual_record"  # 実績を登録
REVIEW_SHEET = "review_sheet"  # Excel で受け取る; the value's record is the fiscal year (western)
UNDO = "actual_undo"  # 取り消す; the value's record is the entry's id, not an indicator's

# About an answer as a whole. Value: encode(Value) with what was shown.
WHY = "answer_why"  # なぜこの答え？
FEEDBACK = "answer_feedback"  # value: encode_feedback
COMMENT = "answer_comment"  # コメントを書く, under the thanks for a good rating
DELETE = "answer_delete"
ASK_OFFICE = "office_ask"  # 担当に聞く
EXAMPLE = "example_ask"  # value: the question itself, one of ours

# App Home and digests.
SEARCH_OPEN = "search_open"  # 名前やふりがなから探す: the modal with the type-ahead
HOME_SEARCH = "home_search"  # the text field: block_id and action_id; its value is what was typed
KPI_STATES = "kpi_states"  # value: a state word
DIGEST_NEW = "digest_new"  # 定期配信; value: encode(Value) with the indicator, or without any
DIGEST_LIST = "digest_list"  # 一覧; the value's record is the number of the page, "" for the first

GAPS_LIST = "gaps_list"  # questions without a good answer
GAP_TEACH = "gap_teach"  # the value's record is the gap's key
GAPS_UNDO = "gaps_undo"  # the value's record is the number of what was taught, "" for the last

# On one schedule; the value's record is its id.
DIGEST_OPEN = "digest_open"  # 管理する
DIGEST_PREVIEW = "digest_preview"
DIGEST_RUN = "digest_run"  # 今すぐ配信
DIGEST_PAUSE = "digest_pause"
DIGEST_RESUME = "digest_resume"
DIGEST_EDIT = "digest_edit"
DIGEST_COPY = "digest_copy"
DIGEST_HAND_OVER = "digest_hand_over"
DIGEST_DELETE = "digest_delete"
DIGEST_TEST = "digest_test"  # 試しに送る, in the form; value: "me" or "channel"

# Fields of modals: block_id and action_id are the same word.
SEARCH_PICK = "search_pick"  # external_select: answered by a block_suggestion
SEARCH_TEXT = "search_text"
FEEDBACK_COMMENT = "feedback_comment"
OFFICE_QUESTION = "office_question"
OFFICE_CONSENT = "office_consent"
ACTUAL_YEAR = "actual_year"
ACTUAL_DAY = "actual_day"
ACTUAL_VALUE = "actual_value"
ACTUAL_STATUS = "actual_status"
ACTUAL_NOTE = "actual_note"
ACTUAL_SOURCE = "actual_source"
ACTUAL_CONFIRM = "actual_confirm"
GAP_WORD = "gap_word"
GAP_CONCEPT = "gap_concept"
GAP_MEANS = "gap_means"  # external_select, as SEARCH_PICK
GAP_CONFIRM = "gap_confirm"
DIGEST_NAME = "digest_name"
DIGEST_PACKAGE = "digest_package"
DIGEST_GOAL = "digest_goal"
DIGEST_INDICATORS = "digest_indicators"  # multi_external_select
DIGEST_QUIET = "digest_quiet"
DIGEST_LAYOUT = "digest_layout"
DIGEST_FILE = "digest_file"
DIGEST_EDITORS = "digest_editors"
DIGEST_OWNER = "digest_owner"

# Fields that also arrive as block_actions at every change: the form is drawn again.
DIGEST_PLACE = "digest_place"
DIGEST_CHANNEL = "digest_channel"
DIGEST_RHYTHM = "digest_rhythm"
DIGEST_WEEKDAYS = "digest_weekdays"
DIGEST_DAY = "digest_day"
DIGEST_MONTH = "digest_month"
DIGEST_TIME = "digest_time"
DIGEST_CLOSED = "digest_closed"
DIGEST_UNTIL = "digest_until"
DIGEST_SCOPE = "digest_scope"
DIGEST_PLAN = "digest_plan"
REDRAWING = frozenset(
    {DIGEST_PLACE, DIGEST_CHANNEL, DIGEST_RHYTHM, DIGEST_WEEKDAYS, DIGEST_DAY, DIGEST_MONTH, DIGEST_TIME,
     DIGEST_CLOSED, DIGEST_UNTIL, DIGEST_SCOPE, DIGEST_PLAN}
)  # fmt: skip

ACTION_IDS = frozenset(
    {
        OPEN, DETAIL, HISTORY, SOURCE, FULL_TEXT, MEETING, PRINT, SHARE, CHOOSE, PICK, RECORD, UNDO, REVIEW_SHEET,
        WHY, FEEDBACK, COMMENT, DELETE, ASK_OFFICE, EXAMPLE, GAPS_LIST, GAP_TEACH, GAPS_UNDO,
        SEARCH_OPEN, HOME_SEARCH, KPI_STATES, DIGEST_NEW, DIGEST_LIST, DIGEST_OPEN, DIGEST_PREVIEW, DIGEST_RUN,
        DIGEST_PAUSE, DIGEST_RESUME, DIGEST_EDIT, DIGEST_COPY, DIGEST_HAND_OVER, DIGEST_DELETE, DIGEST_TEST,
        *REDRAWING,
    }
)  # fmt: skip
"""What arrives as block_actions."""

FIELDS = frozenset(
    {
        SEARCH_PICK, SEARCH_TEXT, FEEDBACK_COMMENT, OFFICE_QUESTION, OFFICE_CONSENT,
        ACTUAL_YEAR, ACTUAL_DAY, ACTUAL_VALUE, ACTUAL_STATUS, ACTUAL_NOTE, ACTUAL_SOURCE, ACTUAL_CONFIRM,
        GAP_WORD, GAP_CONCEPT, GAP_MEANS, GAP_CONFIRM,
        DIGEST_NAME, DIGEST_PACKAGE, DIGEST_GOAL, DIGEST_INDICATORS, DIGEST_QUIET, DIGEST_LAYOUT, DIGEST_FILE,
        DIGEST_EDITORS, DIGEST_OWNER,
        *REDRAWING,
    }
)  # fmt: skip
"""What arrives in `state.values` of a view_submission."""

# Blocks that a later step looks for by their block_id.
FEEDBACK_BLOCK = "feedback_row"
ABOUT_BLOCK = "about_row"
BLOCKS = frozenset({FEEDBACK_BLOCK, ABOUT_BLOCK, HOME_SEARCH, *FIELDS})

# callback_ids of views, and of the two shortcuts in the manifest.
SEARCH_MODAL = "search_modal"
RESULT_MODAL = "result_modal"
FEEDBACK_MODAL = "feedback_modal"
OFFICE_MODAL = "office_modal"
ACTUAL_MODAL = "actual_modal"
RECORDED_MODAL = "recorded_modal"
GAPS_MODAL = "gaps_modal"  # the list
GAP_MODAL = "gap_modal"  # the form
GAP_DONE_MODAL = "gap_done_modal"
DIGEST_MODAL = "digest_modal"  # the form
DIGEST_LIST_MODAL = "digest_list_modal"
DIGEST_DETAIL_MODAL = "digest_detail_modal"
DIGEST_PREVIEW_MODAL = "digest_preview_modal"
DIGEST_OWNER_MODAL = "digest_owner_modal"
HOME = "home"
SEARCH_SHORTCUT = "search_strategy"  # global: 戦略を調べる
ASK_STEP = "ask_step"  # of a workflow: 戦略に聞く
DIGEST_STEP = "digest_step"  # KPI のまとめを送る
RELATED_SHORTCUT = "related_projects"  # on a message: 関連する事業を探す
STEPS = frozenset({ASK_STEP, DIGEST_STEP})
CALLBACKS = frozenset(
    {SEARCH_MODAL, RESULT_MODAL, FEEDBACK_MODAL, OFFICE_MODAL, ACTUAL_MODAL, RECORDED_MODAL, HOME,
     GAPS_MODAL, GAP_MODAL, GAP_DONE_MODAL,
     DIGEST_MODAL, DIGEST_LIST_MODAL, DIGEST_DETAIL_MODAL, DIGEST_PREVIEW_MODAL, DIGEST_OWNER_MODAL,
     SEARCH_SHORTCUT, RELATED_SHORTCUT}
)  # fmt: skip


def numbered(action: str, number: int) -> str:
    """The first of a kind in a block keeps the plain id."""
    return action if number == 0 else f"{action}.{number}"


def action_of(action_id: str) -> str:
    """`record_open.2` → `record_open`."""
    return action_id.partition(".")[0]


def pattern(action: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(action)}(?:\.\d+)?\Z")


BUTTON_ROOM = 1800  # of a button's 2,000 characters
OPTION_ROOM = 135  # of an option's 150
CONTEXT_ROOM = 64
_VERSION = "1"
_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")  # which `quote` leaves as it is


class ButtonValue(Struct, frozen=True):
    """What a button is about: ids of records as shown, best first, and the key under which the answer is kept.

    `context` is "" where none is kept: the message's own channel and ts then have to do. `plan`: the mark of the plan
    whose records they are; "" where nobody has said.
    """

    records: tuple[str, ...] = ()
    context: str = ""
    plan: str = ""

    @property
    def record(self) -> str:
        """The first record, "" without any."""
        return self.records[0] if self.records else ""


def encode(value: ButtonValue, room: int = BUTTON_ROOM) -> str:
    """`1|p3-12,p6-1|a1b2`. Records at the end that find no room are left out; the context never is."""
    if len(value.context) > CONTEXT_ROOM:
        raise ValueError(f"a context key has at most {CONTEXT_ROOM} characters")
    tail = "".join(f"|{_quoted(part)}" for part in (value.context, *([value.plan] if value.plan else [])))
    kept: list[str] = []
    free = room - len(_VERSION) - 1 - len(tail)
    for record in map(_quoted, value.records):
        free -= len(record) + bool(kept)
        if free < 0:
            break
        kept.append(record)
    return f"{_VERSION}|{','.join(kept)}{tail}"


def _quoted(part: str) -> str:
    return part if _UNRESERVED.fullmatch(part) else quote(part, safe="")


def decode(text: str) -> ButtonValue:
    """The inverse of `encode`. ValueError where the text is none of ours, or of another version."""
    version, *parts = text.split("|")
    if version != _VERSION or len(parts) not in (2, 3):
        raise ValueError(f"not a button value of version {_VERSION}: {text[:40]!r}")
    records = tuple(unquote(record) for record in parts[0].split(",") if record)
    return ButtonValue(records, *map(unquote, parts[1:]))


Rating = Literal["good", "bad"]
_RATINGS: dict[str, Rating] = {"good": "good", "bad": "bad"}


def encode_feedback(rating: Rating, value: ButtonValue) -> str:
    return f"{rating}|{encode(value, BUTTON_ROOM - 5)}"


def decode_feedback(text: str) -> tuple[Rating, ButtonValue]:
    """ValueError where the text is none of ours."""
    rating, _, rest = text.partition("|")
    if rating not in _RATINGS:
        raise ValueError(f"not a feedback value: {text[:40]!r}")
    return _RATINGS[rating], decode(rest)
