"""実績を登録: the form, its checks, the ledger, and the way back. A value is on disk before anything is said of it."""

from collections.abc import Sequence

from slack_bolt import Ack

from bot.features import Handled, Recording, tell
from bot.features.asking import key_of
from bot.slack import Origin, Outbox, Press
from bot.values import LedgerValues, Typed, recorded_text, typed_draft
from bot.values.entry import Checked, UnreadableFieldError, check_entered
from bot.views import Block, Submitted, field_errors, ids
from bot.views.ids import ButtonValue
from bot.views.recording import ActualForm, actual_modal, read_actual, recorded_modal, undone_modal
from knowledge.indicators import Entry, Problem
from knowledge.model import Catalog, Indicator
from knowledge.model.errors import LedgerConflictError
from knowledge.model.structs import replace
from knowledge.wording import state_label, tokyo_day

_BLOCKS = {
    "fiscal_year": ids.ACTUAL_YEAR,
    "as_of": ids.ACTUAL_DAY,
    "note": ids.ACTUAL_NOTE,
    "source": ids.ACTUAL_SOURCE,
}


def open_form(press: Press, recording: Recording, values: LedgerValues, outbox: Outbox) -> Handled:
    about, catalog = ids.decode(press.value), recording.catalog
    indicator, today = catalog.indicator(about.record), tokyo_day(recording.clock())
    view = actual_modal(indicator, catalog, values, today=today, context_key=about.context)
    if press.view_kind == "modal":
        outbox.push(press.trigger_id, view)
    else:
        outbox.open(press.trigger_id, view)
    return Handled("opened")


def entered(
    ack: Ack, origin: Origin, view: Submitted, recording: Recording, values: LedgerValues, outbox: Outbox
) -> Handled:
    """Whatever is in the way is said in the form, so that nothing has to be typed twice."""
    form = read_actual(view)
    try:
        checked = _checked(form, origin, recording)
    except UnreadableFieldError as error:
        ack(**field_errors({_block(error.field, form): error.user_message}))
        return Handled("unreadable")
    if checked.to_mend:
        ack(**field_errors(_told(checked.to_mend, form)))
        return Handled("refused")
    if checked.warnings and not _has_confirmed(form, checked):
        ack(response_action="update", view=outbox.forms.fitting_view(_asking_again(form, checked, recording, values)))
        return Handled("asked_again")
    entry = recording.record(checked.draft, origin)
    ack(response_action="update", view=outbox.forms.fitting_view(_recorded(entry, values)))
    recording.announcements.announce(entry, origin)
    return Handled("recorded", 1)


def _checked(form: ActualForm, origin: Origin, recording: Recording) -> Checked:
    catalog, now = recording.catalog, recording.clock()
    typed = _typed(form, catalog.indicator(form.about.record), recording.permissions.signature(origin.user))
    draft = typed_draft(typed, catalog, today=tokyo_day(now))
    return check_entered(draft, catalog, recording.ledger.ledger(), now=now)


def _typed(form: ActualForm, indicator: Indicator, by: str) -> Typed:
    return Typed(
        indicator=indicator.id,
        value=form.value,
        year=form.year,
        day=form.as_of.isoformat() if form.as_of else "",
        provisional=form.is_provisional,
        note=form.note,
        source=form.source,
        by=by,
    )


def _told(problems: Sequence[Problem], form: ActualForm) -> dict[str, str]:
    """All sentences of a field together."""
    told: dict[str, str] = {}
    for problem in problems:
        block = _block(problem.field, form)
        told[block] = told.get(block, "") + problem.message
    return told


def _block(field: str, form: ActualForm) -> str:
    """The input that a sentence belongs to, of those that this form has."""
    if field in ("fiscal_year", "as_of"):
        return ids.ACTUAL_DAY if form.as_of else ids.ACTUAL_YEAR
    return _BLOCKS.get(field, ids.ACTUAL_VALUE)


def _has_confirmed(form: ActualForm, checked: Checked) -> bool:
    """These very warnings: a tick under others, before the value was changed, says nothing."""
    return form.has_confirmed and _key(checked) in form.about.records[1:]


def _key(checked: Checked) -> str:
    return key_of("\n".join(checked.warnings))


def _asking_again(form: ActualForm, checked: Checked, recording: Recording, values: LedgerValues) -> Block:
    indicator = recording.catalog.indicator(checked.draft.indicator)
    about = ButtonValue((indicator.id, _key(checked)), form.about.context)
    return actual_modal(
        indicator,
        recording.catalog,
        values,
        today=tokyo_day(recording.clock()),
        form=replace(form, about=about),
        warnings=checked.warnings,
    )


def _recorded(entry: Entry, values: LedgerValues) -> Block:
    indicator, view = values.catalog.indicator(entry.indicator), values.latest(entry.indicator)
    standing = f"\nいまの状態は「{state_label(view.state, view.shortfall)}」です。{view.reason}" if view else ""
    said = f"{recorded_text(entry, indicator)}を登録しました（記録 {entry.id}）。{standing}"
    return recorded_modal(indicator, said, entry.id)


def undo_pressed(press: Press, recording: Recording, outbox: Outbox) -> Handled:
    """Taking back is an entry too. Where it cannot be done, the modal says why."""
    pressed = ids.decode(press.value).record
    try:
        undone, said = recording.take_back(pressed, press.origin)
    except LedgerConflictError as error:
        standing = recording.ledger.ledger().entry(pressed)
        _say(press, _name(standing, recording.catalog), str(error), outbox)
        return Handled("conflict")
    _say(press, _name(undone, recording.catalog), said, outbox)
    recording.announcements.announce(undone, press.origin)
    return Handled("undone", 1)


def _name(entry: Entry, catalog: Catalog) -> str:
    known = catalog.indicators.get(entry.indicator)
    return known.title if known else entry.indicator


def _say(press: Press, name: str, said: str, outbox: Outbox) -> None:
    if press.view_kind == "modal":
        outbox.update_view(press.view_id, undone_modal(name, said))
    else:
        tell(outbox, press.origin, said)
