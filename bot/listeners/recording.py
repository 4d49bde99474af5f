"""実績を登録: the form, its checks, the ledger, and the way back. A value is on disk before anything is said of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.config.errors import BotError
from bot.features.announcements import announce, notice_of
from bot.features.context import Services
from bot.features.jobs import Done, handle, tell
from bot.features.kpi_commands import take_back
from bot.slack.payloads import Origin, Press, origin_of_view
from bot.values.entry import Checked, Typed, UnreadableFieldError, check_entered, draft_of, recorded_text
from bot.views import ids
from bot.views.forms import field_errors
from bot.views.ids import Value
from bot.views.parts import Block
from bot.views.recording import ActualForm, actual_modal, read_actual, recorded_modal, undone_modal
from knowledge.indicators import Entry, Problem
from knowledge.model import Indicator, KnowledgeError, LedgerConflictError
from knowledge.wording import state_label, tokyo_day

_BLOCKS = {
    "fiscal_year": ids.ACTUAL_YEAR,
    "as_of": ids.ACTUAL_DAY,
    "note": ids.ACTUAL_NOTE,
    "source": ids.ACTUAL_SOURCE,
}


def open_form(press: Press, services: Services) -> Done:
    """Only for those who may write; BotError for others."""
    services.permissions.check_may_write(press.origin.user, press.origin.team)
    about = ids.decode(press.value)
    indicator = services.catalog.indicator(about.record)
    today = tokyo_day(services.clock())
    view = actual_modal(indicator, services.catalog, services.values, today=today, context_key=about.context)
    if press.view_kind == "modal":
        services.outbox.push(press.trigger_id, view)
    else:
        services.outbox.open(press.trigger_id, view)
    return Done("opened")


def submitted(ack: Ack, body: Mapping[str, Any], services: Services) -> None:
    """Whatever is in the way is said in the form, so that nothing has to be typed twice."""
    origin = origin_of_view(body)

    def work() -> Done:
        form = read_actual(body["view"])
        try:
            services.permissions.check_may_write(origin.user, origin.team)
            return _entered(ack, form, origin, services)
        except UnreadableFieldError as error:
            ack(**field_errors({_block(error.field, form): error.user_message}))
            return Done("unreadable")
        except (BotError, KnowledgeError) as error:
            ack(**field_errors({ids.ACTUAL_VALUE: str(error)}))
            return Done(type(error).__name__)

    handle(services, origin, work)
    if ack.response is None:  # what nobody foresaw was told in a message: the form may close
        ack()


def _entered(ack: Ack, form: ActualForm, origin: Origin, services: Services) -> Done:
    indicator, now = services.catalog.indicator(form.about.record), services.clock()
    typed = _typed(form, indicator, services.permissions.signature(origin.user))
    draft = draft_of(typed, services.catalog, today=tokyo_day(now))
    checked = check_entered(draft, indicator, services.ledger.ledger(), now=now)
    if checked.to_mend:
        ack(**field_errors(_told(checked.to_mend, form)))
        return Done("refused")
    if checked.warnings and not _has_confirmed(form, checked):
        ack(response_action="update", view=_asking_again(indicator, form, checked, services))
        return Done("asked_again")
    units = {indicator.id: indicator.unit}
    (entry,) = services.ledger.record([replace(checked.draft, unit="")], units, at=now)
    services.digests.store.notices.put(notice_of(entry, origin.user))
    ack(response_action="update", view=services.outbox.fitting_view(_recorded(entry, indicator, services)))
    announce(entry, origin, services)
    return Done("recorded", 1)


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
    return hashlib.sha256("\n".join(checked.warnings).encode()).hexdigest()[:16]


def _asking_again(indicator: Indicator, form: ActualForm, checked: Checked, services: Services) -> Block:
    about = Value((indicator.id, _key(checked)), form.about.context)
    return actual_modal(
        indicator,
        services.catalog,
        services.values,
        today=tokyo_day(services.clock()),
        form=replace(form, about=about),
        warnings=checked.warnings,
    )


def _recorded(entry: Entry, indicator: Indicator, services: Services) -> Block:
    view = services.values.latest(indicator.id)
    standing = f"\nいまの状態は「{state_label(view.state)}」です。{view.reason}" if view else ""
    said = f"{recorded_text(entry, indicator)}を登録しました（記録 {entry.id}）。{standing}"
    return recorded_modal(indicator, said, entry.id)


def undo(press: Press, services: Services) -> Done:
    """Taking back is an entry too. Where it cannot be done, the modal says why."""
    origin = press.origin
    services.permissions.check_may_write(origin.user, origin.team)
    pressed = ids.decode(press.value).record
    try:
        undone, said = take_back(pressed, origin, services)
    except LedgerConflictError as error:
        _say(press, services.ledger.ledger().entry(pressed), str(error), services)
        return Done("conflict")
    _say(press, undone, said, services)
    announce(undone, origin, services)
    return Done("undone", 1)


def _say(press: Press, entry: Entry, said: str, services: Services) -> None:
    if press.view_kind != "modal":
        tell(services, press.origin, said)
        return
    known = services.catalog.indicators.get(entry.indicator)
    services.outbox.update_view(press.view_id, undone_modal(known.name if known else entry.indicator, said))
