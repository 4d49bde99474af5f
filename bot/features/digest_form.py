"""The form of a schedule at work: opened, drawn again, tried out, saved."""

from datetime import datetime, time
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.delivery.store import ScheduleChangedError
from bot.digests import InvalidRuleError, InvalidScheduleError, NoSlotError, Recurrence, Schedule
from bot.digests.recurrence import FieldProblem
from bot.digests.schedule import NAME_LIMIT, edited
from bot.features.digest_access import Digests, Viewer
from bot.features.jobs import Handled
from bot.rights.channels import NotPostableError
from bot.slack import Origin, Outbox, Press, code_of
from bot.slack.outbox import OvertakenError
from bot.views import Block, ids
from bot.views.digests.form import REPORT_NAME, DigestForm, rule_of, scope_of
from bot.views.digests.modal import planned_runs
from knowledge.model import Catalog
from knowledge.model.structs import replace

SAVED_BEFORE = "この定期配信は、すでに保存されています。「/senryaku digest list」でご覧ください。"
_STAND_IN = Recurrence(rhythm="daily", at=time(9))  # for judging the rest of a schedule whose rule is wrong
DRAFT, CHANGED = "draft", "changed_meanwhile"
_GONE = frozenset({"hash_conflict", "not_found"})


# Shown


def first_form(indicator_ids: tuple[str, ...], origin: Origin, catalog: Catalog, plan: str = "") -> DigestForm:
    """What a new form starts with: about an indicator where it was asked for on its card, direct from a direct talk."""
    is_direct = origin.channel.startswith("D")
    channel = "" if is_direct else origin.channel
    known = [catalog.indicators[id] for id in indicator_ids if id in catalog.indicators]
    if not known:
        return DigestForm(is_direct=is_direct, channel=channel, name=REPORT_NAME, plan=plan)
    name = f"{known[0].name}の定期配信"[:NAME_LIMIT]
    chosen = tuple(each.id for each in known)
    return DigestForm(is_direct=is_direct, channel=channel, name=name, scope="indicators", indicators=chosen, plan=plan)


def show_form(press: Press, view: Block, outbox: Outbox) -> Handled:
    """In place of the modal in which the button stood; else as a new one."""
    if press.view_kind == "modal":
        return drawn(press, view, outbox)
    outbox.open(press.trigger_id, view)
    return Handled("opened")


def drawn(press: Press, view: Block, outbox: Outbox) -> Handled:
    """Not over a modal that was closed, or drawn for something done since the press."""
    try:
        outbox.update_view(press.view_id, view, press.view_hash, acted=press.at)
    except OvertakenError:
        return Handled(CHANGED)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Handled(CHANGED)
    return Handled("drawn")


# Drawn again


def redraw(press: Press, form: DigestForm, digests: Digests, outbox: Outbox) -> Handled:
    """The fields that apply now, as of the last change: each press brings all that was filled in until then."""
    viewer = digests.viewer(press.origin)
    asks_for_place = press.action_id == ids.DIGEST_CHANNEL and form.channel and not form.is_direct
    note = _refusal(form.channel, viewer, digests) if asks_for_place else ""
    return drawn(press, digests.form_modal(form, place_note=note), outbox)


def _refusal(channel: str, viewer: Viewer, digests: Digests) -> str:
    """Why nothing can be posted there; "" where it can."""
    try:
        digests.channels.check_postable(channel, viewer.user)
    except NotPostableError as error:
        return error.user_message
    return ""


# Saved


def save(form: DigestForm, key: str, viewer: Viewer, digests: Digests) -> Schedule:
    """`key` names this press of 「保存する」: it never makes two schedules.

    Raises InvalidScheduleError with everything that is wrong, ScheduleChangedError when somebody else was faster.
    """
    store, old = digests.store, digests.get_changeable(form.id, viewer) if form.id else None
    if old and datetime.fromisoformat(form.version) != old.updated_at:
        raise ScheduleChangedError(old.id)
    draft = judged(form, old, viewer, digests)
    if old:
        return store.put(old, draft)
    return store.notices.once(key, lambda _: store.create(lambda id: replace(draft, id=id)), refusal=SAVED_BEFORE)


def judged(form: DigestForm, old: Schedule | None, viewer: Viewer, digests: Digests) -> Schedule:
    """The schedule that the form describes, on the base of `old`. Raises InvalidScheduleError with all mistakes."""
    now, problems = digests.clock(), list[FieldProblem]()
    rule = _rule(form, now, problems)
    channel = _channel(form, old, viewer, digests, problems)
    given: dict[str, Any] = {
        "name": form.name,
        "channel_id": channel,
        "rule": rule,
        "scope": scope_of(form),
        "on_no_change": form.on_no_change,
        "editors": form.editors,
        "grace": digests.grace,
        "plan": form.plan,
        "layout": form.layout,
        "attaches": form.attaches and not form.is_on_change,
    }
    made: dict[str, Any] = {"id": DRAFT, "creator": viewer.user, "created_at": now, "updated_at": now, "since": now}
    try:
        schedule = edited(old, now, **given) if old else Schedule(**made, **given)
    except InvalidScheduleError as error:
        raise InvalidScheduleError((*problems, *error.problems)) from error
    if problems:
        raise InvalidScheduleError(tuple(problems))
    return schedule


def _rule(form: DigestForm, now: datetime, problems: list[FieldProblem]) -> Recurrence:
    try:
        planned_runs(form, now)
    except InvalidRuleError as error:
        problems += error.problems
        return _STAND_IN
    except NoSlotError as error:
        problems.append(FieldProblem("on_closed", error.user_message))
        return _STAND_IN
    return rule_of(form)


def _channel(
    form: DigestForm, old: Schedule | None, viewer: Viewer, digests: Digests, problems: list[FieldProblem]
) -> str:
    """A place that stays as it was is not asked about again: whoever mends the rhythm need not be in the channel."""
    if form.is_direct:
        is_kept = old is not None and old.channel_id.startswith("D")
        return old.channel_id if old and is_kept else digests.channels.direct(old.creator if old else viewer.user)
    is_new = form.channel and (old is None or form.channel != old.channel_id)
    if is_new and (refusal := _refusal(form.channel, viewer, digests)):
        problems.append(FieldProblem("channel_id", refusal))
    return form.channel
