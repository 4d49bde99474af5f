"""Every modal beside the function that reads it back. What comes from Slack becomes a record here, once.

`private_metadata` holds `ids.encode(Value)`: ids only, never words; rights are checked again when it comes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.blockkit import ids
from bot.blockkit.escaping import Markup, bold, escape, lines
from bot.blockkit.ids import Value
from bot.blockkit.parts import (
    Block,
    Message,
    Values,
    actions,
    context,
    option,
    paragraph,
    plain,
    record_button,
    room,
    section,
)
from bot.blockkit.plain import without_new_blocks
from bot.blockkit.records import actual_text, find_record, home, kind_label, title
from knowledge import Catalog, FiscalYear, Indicator, facts

Submitted = Mapping[str, Any]
"""The `view` of a view_submission."""

_TITLE, _LABEL, _HINT, _PLACEHOLDER = room(24), room(2000), room(2000), room(150)
_COMMENT, _NOTE = 1000, 1000
_MODAL_BLOCKS, _MODAL_CHARACTERS = 100, room(250_000)


def _modal(
    callback: str, heading: str, blocks: list[Block], submit: str | None = None, value: Value | None = None
) -> Block:
    view = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(heading, _TITLE),
        "close": plain("閉じる" if submit is None else "やめる", _TITLE),
        "blocks": blocks,
    }
    if submit is not None:
        view["submit"] = plain(submit, _TITLE)
    if value is not None:
        view["private_metadata"] = ids.encode(value)
    return view


def _field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input whose block_id and action_id are the same word."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, _LABEL),
        "element": {**element, "action_id": name},
        "optional": optional,
        **({"hint": plain(hint, _HINT)} if hint else {}),
    }


def _text_field(most: int, placeholder: str = "", initial: str = "", multiline: bool = True) -> Block:
    return {
        "type": "plain_text_input",
        "multiline": multiline,
        "max_length": most,
        **({"placeholder": plain(placeholder, _PLACEHOLDER)} if placeholder else {}),
        **({"initial_value": initial[:most]} if initial else {}),
    }


def _state(view: Submitted, name: str) -> Mapping[str, Any]:
    """What a field holds; empty where the modal had no such field, or it was left empty."""
    found = view.get("state", {}).get("values", {}).get(name, {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _typed(view: Submitted, name: str) -> str:
    return str(_state(view, name).get("value") or "").strip()


def _chosen(view: Submitted, name: str) -> str:
    return str((_state(view, name).get("selected_option") or {}).get("value") or "")


def _is_checked(view: Submitted, name: str) -> bool:
    return bool(_state(view, name).get("selected_options"))


def read_value(view: Submitted) -> Value:
    """What the modal was about. ValueError where the metadata is none of ours."""
    return ids.decode(str(view.get("private_metadata") or ids.encode(Value())))


def field_errors(problems: Mapping[str, str]) -> dict[str, Any]:
    """For `ack(**field_errors(…))`: block_id of an input → one sentence."""
    return {"response_action": "errors", "errors": dict(problems)}


# 戦略を調べる


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """A record picked from the list, or a question typed; both empty where nothing was filled in."""

    record: str
    question: str


def search_modal(*, context_key: str = "") -> Block:
    pick = {
        "type": "external_select",
        "min_query_length": 0,
        "placeholder": plain("名前の一部やふりがなで探せます", _PLACEHOLDER),
    }
    blocks = [
        _field(ids.SEARCH_PICK, "事業・KPI・用語から選ぶ", pick, optional=True),
        _field(
            ids.SEARCH_TEXT,
            "または、文章で質問する",
            _text_field(300, "例：移住支援の事業は？", multiline=False),
            optional=True,
        ),
    ]
    return _modal(ids.SEARCH_MODAL, "戦略を調べる", blocks, "調べる", Value((), context_key))


def read_search(view: Submitted) -> SearchForm:
    """ValueError where the picked option is none of ours."""
    picked = _chosen(view, ids.SEARCH_PICK)
    return SearchForm(record=ids.decode(picked).record if picked else "", question=_typed(view, ids.SEARCH_TEXT))


def search_options(record_ids: Sequence[str], catalog: Catalog) -> Block:
    """The answer to a block_suggestion: best first, in groups by kind in the order of the best of each."""
    groups: dict[str, list[Block]] = {}
    for id in dict.fromkeys(record_ids):
        if (record := find_record(catalog, id)) and sum(map(len, groups.values())) < 100:
            made = option(title(record), ids.encode(Value((id,)), ids.OPTION_ROOM), home(catalog, record))
            groups.setdefault(kind_label(record), []).append(made)
    if not groups:
        return {"options": []}
    return {"option_groups": [{"label": plain(kind, room(75)), "options": made} for kind, made in groups.items()]}


def result_modal(message: Message, *, heading: str = "検索結果") -> Block:
    """A message inside a modal: in old blocks, without the row that is for messages only."""
    dropped = (ids.FEEDBACK_BLOCK, ids.ABOUT_BLOCK)
    shown = [block for block in without_new_blocks(message).blocks if block.get("block_id") not in dropped]
    return _modal(ids.RESULT_MODAL, heading, shown[:_MODAL_BLOCKS])


# 感想


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackForm:
    about: Value
    comment: str


def feedback_modal(about: Value) -> Block:
    """Opened by 「改善が必要」, which already counts without a comment."""
    blocks = [
        paragraph("ご協力ありがとうございます。よろしければ、どこを直すとよいか教えてください。"),
        _field(
            ids.FEEDBACK_COMMENT,
            "コメント（任意）",
            _text_field(_COMMENT, "例：目標値ではなく実績を知りたかった"),
            optional=True,
        ),
    ]
    return _modal(ids.FEEDBACK_MODAL, "回答の改善", blocks, "送る", about)


def read_feedback(view: Submitted) -> FeedbackForm:
    return FeedbackForm(about=read_value(view), comment=_typed(view, ids.FEEDBACK_COMMENT))


# 担当に聞く


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeForm:
    about: Value
    question: str
    has_consented: bool


def office_modal(about: Value, *, office: str, question: str = "") -> Block:
    """Nothing is sent without the tick: the question leaves the asker's conversation with the asker's name on it."""
    consent = option("質問とお名前を担当に送ることに同意します", "yes")
    blocks = [
        paragraph(f"ご質問を {office.strip()[:100] or '担当'} のチャンネルに送ります。"),
        _field(ids.OFFICE_QUESTION, "質問", _text_field(_COMMENT, initial=question.strip())),
        _field(ids.OFFICE_CONSENT, "確認", {"type": "checkboxes", "options": [consent]}),
        context("送る内容は、上の質問文、あなたのお名前、このボットがお返しした回答です。ほかの会話は送りません。"),
    ]
    return _modal(ids.OFFICE_MODAL, "担当に聞く", blocks, "送る", about)


def read_office(view: Submitted) -> OfficeForm:
    return OfficeForm(
        about=read_value(view),
        question=_typed(view, ids.OFFICE_QUESTION),
        has_consented=_is_checked(view, ids.OFFICE_CONSENT),
    )


# 実績を登録


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualForm:
    """An actual as it was filled in. One of `fiscal_year` and `as_of` is set; `value` is None where it is no number.

    `value` is in the indicator's printed unit. `has_confirmed`: the warnings that were shown were ticked as seen.
    """

    about: Value
    fiscal_year: FiscalYear | None
    as_of: date | None
    value: Decimal | None
    is_provisional: bool
    note: str
    source: str
    has_confirmed: bool


_PROVISIONAL, _FINAL = "provisional", "final"


def actual_modal(
    indicator: Indicator,
    catalog: Catalog,
    values: Values,
    *,
    today: date,
    form: ActualForm | None = None,
    warnings: Sequence[str] = (),
    context_key: str = "",
) -> Block:
    """`form`: what was filled in before, when `warnings` have to be confirmed (a tenfold jump, a corrected year)."""
    about = form.about if form else Value((indicator.id,), context_key)
    return _modal(
        ids.ACTUAL_MODAL,
        "実績を登録",
        [
            section(lines(bold(indicator.name), escape(home(catalog, indicator)))),
            context(
                f"基準値 {facts.dated(indicator.baseline)}",
                f"最新の実績 {actual_text(values.latest(indicator.id))}",
                f"目標値 {facts.dated(indicator.target)}",
            ),
            *_warning_blocks(warnings),
            _time_field(indicator, catalog, today, form),
            _value_field(indicator, form),
            _status_field(form),
            _field(ids.ACTUAL_NOTE, "備考", _text_field(_NOTE, initial=form.note if form else ""), optional=True),
            _field(
                ids.ACTUAL_SOURCE,
                "出所",
                _text_field(300, "例：令和5年度事務事業評価", form.source if form else "", multiline=False),
                optional=True,
            ),
        ],
        "登録する",
        about,
    )


def _warning_blocks(warnings: Sequence[str]) -> list[Block]:
    if not warnings:
        return []
    told = "\n".join(f"• {escape(warning[:300])}" for warning in warnings[:5])
    seen = option("確認しました。この内容で登録します", "yes")
    return [
        section(Markup(f"*ご確認ください*\n{told}")),
        _field(ids.ACTUAL_CONFIRM, "確認", {"type": "checkboxes", "options": [seen]}, optional=True),
    ]


def _time_field(indicator: Indicator, catalog: Catalog, today: date, form: ActualForm | None) -> Block:
    """A fiscal year; for the population, which has a value on any day, the day (時点)."""
    if indicator == catalog.strategy.population_target:
        chosen = form.as_of if form and form.as_of else today
        return _field(ids.ACTUAL_DAY, "時点", {"type": "datepicker", "initial_date": f"{chosen:%Y-%m-%d}"})
    years = fiscal_years(catalog, today)
    made = {year: option(f"{FiscalYear(year).label}（{int(year)}年度）", str(int(year))) for year in years}
    initial = form.fiscal_year if form and form.fiscal_year in made else None
    select = {
        "type": "static_select",
        "placeholder": plain("年度を選ぶ", _PLACEHOLDER),
        "options": list(made.values()),
        **({"initial_option": made[initial]} if initial is not None else {}),
    }
    return _field(ids.ACTUAL_YEAR, "年度", select)


def fiscal_years(catalog: Catalog, today: date) -> list[FiscalYear]:
    """Years that can have an actual, newest first: from the plan's first up to the current one, at most twenty."""
    current, period = FiscalYear.of(today), catalog.strategy.period
    first = min(period.start_fiscal_year, current) if period else current - 9
    return [FiscalYear(year) for year in range(current, max(first, current - 20) - 1, -1)]


def _value_field(indicator: Indicator, form: ActualForm | None) -> Block:
    relative = indicator.target.relative_to
    hint = (
        f"{relative}との差を入力します。下回るときは先頭に - を付けます。"
        if relative
        else "カンマなしの半角数字で入力します。"
    )
    given = form.value if form else None
    element = {
        "type": "number_input",
        "is_decimal_allowed": True,
        **({"initial_value": f"{given:f}"} if given is not None else {}),
    }
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    return _field(ids.ACTUAL_VALUE, f"実績値{unit}", element, hint=hint)


def _status_field(form: ActualForm | None) -> Block:
    final, provisional = option("確定値", _FINAL), option("速報値（後で変わることがある）", _PROVISIONAL)
    initial = provisional if form and form.is_provisional else final
    radio = {"type": "radio_buttons", "options": [final, provisional], "initial_option": initial}
    return _field(ids.ACTUAL_STATUS, "値の種類", radio)


def read_actual(view: Submitted) -> ActualForm:
    year, day = _chosen(view, ids.ACTUAL_YEAR), str(_state(view, ids.ACTUAL_DAY).get("selected_date") or "")
    return ActualForm(
        about=read_value(view),
        fiscal_year=FiscalYear(year) if year else None,
        as_of=date.fromisoformat(day) if day else None,
        value=_decimal(_typed(view, ids.ACTUAL_VALUE)),
        is_provisional=_chosen(view, ids.ACTUAL_STATUS) == _PROVISIONAL,
        note=_typed(view, ids.ACTUAL_NOTE),
        source=_typed(view, ids.ACTUAL_SOURCE),
        has_confirmed=_is_checked(view, ids.ACTUAL_CONFIRM),
    )


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def recorded_modal(indicator: Indicator, said: str, entry: str, *, context_key: str = "") -> Block:
    """After recording: what now stands in the ledger, and the way back. `entry` is the entry's id."""
    undo = record_button("取り消す", ids.UNDO, entry, title=indicator.name, context=context_key)
    blocks = [section(bold(indicator.name)), paragraph(said), actions(undo)]
    return _modal(ids.RECORDED_MODAL, "登録しました", blocks)
