"""The modal that records an actual value (実績を登録), its reader, and what is shown when it is done."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from bot.views import ids
from bot.views.escaping import Markup, bold, escape, lines
from bot.views.forms import (
    Submitted,
    chosen,
    input_field,
    is_checked,
    modal,
    radio,
    read_subject,
    select,
    state,
    text_field,
    ticks,
    typed,
)
from bot.views.ids import ButtonValue
from bot.views.parts import Block, actions, context, paragraph, record_button, section
from knowledge.model import Catalog, FiscalYear, Indicator
from knowledge.model.fiscal import years_as_of
from knowledge.wording import Values, home
from knowledge.wording.values import measure

_NOTE, _SOURCE, _VALUE = 1000, 300, 40


class ActualForm(Struct, frozen=True, kw_only=True):
    """An actual as it was filled in. `year` ("" for none) or `as_of` is set, or both; they and `value` are as given.

    `about`: the indicator's id, then the key of the warnings that were shown. `has_confirmed`: they were ticked.
    """

    about: ButtonValue
    year: str
    as_of: date | None
    value: str
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
    about = form.about if form else ButtonValue((indicator.id,), context_key)
    return modal(
        ids.ACTUAL_MODAL,
        "実績を登録",
        [
            section(lines(bold(indicator.title), escape(home(catalog, indicator)))),
            context(*measure(indicator, values).figures),
            *_warning_blocks(warnings),
            *_time_fields(indicator, catalog, today, form),
            _value_field(indicator, form),
            _status_field(form),
            input_field(ids.ACTUAL_NOTE, "備考", text_field(_NOTE, initial=form.note if form else ""), optional=True),
            input_field(
                ids.ACTUAL_SOURCE,
                "出所",
                text_field(_SOURCE, "例：令和5年度事務事業評価", form.source if form else "", multiline=False),
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
    seen = ticks({"yes": "確認しました。この内容で登録します"})
    return [
        section(Markup(f"*ご確認ください*\n{told}")),
        input_field(ids.ACTUAL_CONFIRM, "確認", seen, optional=True),
    ]


def _time_fields(indicator: Indicator, catalog: Catalog, today: date, form: ActualForm | None) -> list[Block]:
    """A fiscal year; for the population the day (時点), and the year too once that day may show two."""
    if indicator != catalog.strategy.population_target:
        return [_year_field(fiscal_years(catalog, today), form)]
    day = form.as_of if form and form.as_of else today
    field = input_field(ids.ACTUAL_DAY, "時点", {"type": "datepicker", "initial_date": day.isoformat()})
    years = years_as_of(day) if form else ()
    return [field, *([_year_field(years, form, optional=True)] if len(years) > 1 else [])]


def _year_field(years: Sequence[FiscalYear], form: ActualForm | None, *, optional: bool = False) -> Block:
    labels = {str(int(year)): f"{year.label}（{int(year)}年度）" for year in years}
    field = select(labels, form.year if form else "", "年度を選ぶ")
    return input_field(ids.ACTUAL_YEAR, "年度", field, optional=optional)


def fiscal_years(catalog: Catalog, today: date) -> list[FiscalYear]:
    """Years that can have an actual, newest first: from the plan's first up to the current one, at most twenty."""
    current, period = FiscalYear.of(today), catalog.strategy.period
    first = min(period.start_fiscal_year, current) if period else current - 9
    return [FiscalYear(year) for year in range(current, max(first, current - 20) - 1, -1)]


def _value_field(indicator: Indicator, form: ActualForm | None) -> Block:
    relative = indicator.compared_with
    hint = (
        f"{relative}との差を入力します。下回るときは先頭に ▲ か - を付けます。"
        if relative
        else "例：1,234　▲2.6　単位は付けても付けなくてもかまいません。"
    )
    element = text_field(_VALUE, initial=form.value if form else "", multiline=False)
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    return input_field(ids.ACTUAL_VALUE, f"実績値{unit}", element, hint=hint)


def _status_field(form: ActualForm | None) -> Block:
    labels = {_FINAL: "確定値", _PROVISIONAL: "速報値（後で変わることがある）"}
    status = radio(labels, _PROVISIONAL if form and form.is_provisional else _FINAL)
    return input_field(ids.ACTUAL_STATUS, "値の種類", status)


def read_actual(view: Submitted) -> ActualForm:
    day = str(state(view, ids.ACTUAL_DAY).get("selected_date") or "")
    return ActualForm(
        about=read_subject(view),
        year=chosen(view, ids.ACTUAL_YEAR),
        as_of=date.fromisoformat(day) if day else None,
        value=typed(view, ids.ACTUAL_VALUE),
        is_provisional=chosen(view, ids.ACTUAL_STATUS) == _PROVISIONAL,
        note=typed(view, ids.ACTUAL_NOTE),
        source=typed(view, ids.ACTUAL_SOURCE),
        has_confirmed=is_checked(view, ids.ACTUAL_CONFIRM),
    )


def recorded_modal(indicator: Indicator, said: str, entry: str) -> Block:
    """After recording: what now stands in the ledger, and the way back. `entry` is the entry's id."""
    undo = record_button("取り消す", ids.UNDO, entry, title=indicator.title)
    blocks = [section(bold(indicator.title)), paragraph(said), actions(undo)]
    return modal(ids.RECORDED_MODAL, "登録しました", blocks)


def undone_modal(indicator_name: str, said: str) -> Block:
    """After 「取り消す」: what was taken back, and what holds now."""
    return modal(ids.RECORDED_MODAL, "実績の取り消し", [section(bold(indicator_name)), paragraph(said)])
