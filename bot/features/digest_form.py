"""The form of a schedule at work: opened, drawn again, tried out, saved."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.delivery.store import ScheduleChangedError
from bot.digests.occurrences import NoSlotError
from bot.digests.recurrence import InvalidRuleError, Problem, Rule
from bot.digests.schedule import NAME_LIMIT, InvalidScheduleError, Schedule, edited
from bot.features.context import Services
from bot.features.digest_access import Viewer, get_changeable, viewer_of
from bot.features.home_tab import refresh_homes
from bot.features.jobs import Done
from bot.slack.channels import NotPostableError
from bot.slack.errors import code_of
from bot.slack.payloads import Origin, Press
from bot.views import ids
from bot.views.digests.form import DigestForm, rule_of, scope_of
from bot.views.digests.modal import digest_modal, planned_runs
from bot.views.parts import Block

log = logging.getLogger(__name__)

View = Mapping[str, Any]
SAVED_BEFORE = "この定期配信は、すでに保存されています。「/senryaku digest list」でご覧ください。"
_STAND_IN = Rule(rhythm="daily", at=time(9))  # for judging the rest of a schedule whose rule is wrong
DRAFT, CHANGED = "draft", "changed_meanwhile"
_GONE = frozenset({"hash_conflict", "not_found"})


# Shown


def first_form(indicator_ids: tuple[str, ...], origin: Origin, services: Services) -> DigestForm:
    """What a new form starts with: about an indicator where it was asked for on its card, direct from a direct talk."""
    is_direct = origin.channel.startswith("D")
    known = [services.catalog.indicators[id] for id in indicator_ids if id in services.catalog.indicators]
    if not known:
        return DigestForm(is_direct=is_direct, name="KPIのまとめ")
    name = f"{known[0].name}の定期配信"[:NAME_LIMIT]
    chosen = tuple(each.id for each in known)
    return DigestForm(is_direct=is_direct, name=name, scope="indicators", indicators=chosen)


def show(press: Press, view: Block, services: Services) -> Done:
    """In place of the modal in which the button stood; else as a new one."""
    if press.view_kind == "modal":
        return drawn(press, view, services)
    services.outbox.open(press.trigger_id, view)
    return Done("opened")


def drawn(press: Press, view: Block, services: Services, *, over_own: bool = False) -> Done:
    """Not over a modal that was closed or drawn anew since the press."""
    try:
        services.outbox.update_view(press.view_id, view, press.view_hash, over_own=over_own)
    except SlackApiError as error:
        if code_of(error) not in _GONE:
            raise
        return Done(CHANGED)
    return Done("drawn")


# ViewVersions again


def redraw(press: Press, form: DigestForm, services: Services) -> Done:
    """The fields that apply now. What was changed last is drawn last: one view's changes come in one lane."""
    viewer_of(press.origin, services)
    note = _place_note(form, press.origin.user, services) if press.action_id == ids.DIGEST_CHANNEL else ""
    view = digest_modal(form, services.catalog, now=services.clock(), place_note=note)
    return drawn(press, view, services, over_own=True)


def _place_note(form: DigestForm, user: str, services: Services) -> str:
    if form.is_direct or not form.channel:
        return ""
    try:
        services.channels.check_postable(form.channel, user)
    except NotPostableError as error:
        return error.user_message
    return ""


# Saved


def save(origin: Origin, form: DigestForm, key: str, services: Services) -> Schedule:
    """`key` names this press of 「保存する」: it never makes two schedules.

    Raises InvalidScheduleError with everything that is wrong, ScheduleChangedError when somebody else was faster.
    """
    viewer = viewer_of(origin, services)
    saved = _changed(viewer, form, services) if form.id else _created(viewer, form, key, services)
    log.info("digest %s saved by %s", saved.id, viewer.user)
    refresh_homes((viewer.user, saved.creator, *saved.editors), services)
    return saved


def _changed(viewer: Viewer, form: DigestForm, services: Services) -> Schedule:
    old = get_changeable(form.id, viewer, services)
    if datetime.fromisoformat(form.version) != old.updated_at:
        raise ScheduleChangedError(old.id)
    return services.digests.store.put(old, judged(form, old, viewer, services))


def _created(viewer: Viewer, form: DigestForm, key: str, services: Services) -> Schedule:
    draft = judged(form, None, viewer, services)
    store = services.digests.store
    return store.notices.once(key, lambda _: store.create(lambda id: replace(draft, id=id)), refusal=SAVED_BEFORE)


def judged(form: DigestForm, old: Schedule | None, viewer: Viewer, services: Services) -> Schedule:
    """The schedule that the form describes, on the base of `old`. Raises InvalidScheduleError with all mistakes."""
    now, problems = services.clock(), list[Problem]()
    rule = _rule(form, now, problems)
    channel = _channel(form, old, viewer, services, problems)
    try:
        schedule = _described(form, old, rule, channel, viewer.user, now, grace=services.settings.digest_grace)
    except InvalidScheduleError as error:
        raise InvalidScheduleError((*problems, *error.problems)) from error
    if problems:
        raise InvalidScheduleError(tuple(problems))
    return schedule


def _rule(form: DigestForm, now: datetime, problems: list[Problem]) -> Rule:
    try:
        planned_runs(form, now)
    except InvalidRuleError as error:
        problems += error.problems
        return _STAND_IN
    except NoSlotError as error:
        problems.append(Problem("on_closed", error.user_message))
        return _STAND_IN
    return rule_of(form)


def _channel(
    form: DigestForm, old: Schedule | None, viewer: Viewer, services: Services, problems: list[Problem]
) -> str:
    """A place that stays as it was is not asked about again: whoever mends the rhythm need not be in the channel."""
    if form.is_direct:
        is_kept = old is not None and old.channel_id.startswith("D")
        return old.channel_id if old and is_kept else services.channels.direct(old.creator if old else viewer.user)
    if form.channel and (old is None or form.channel != old.channel_id):
        try:
            services.channels.check_postable(form.channel, viewer.user)
        except NotPostableError as error:
            problems.append(Problem("channel_id", error.user_message))
    return form.channel


def _described(
    form: DigestForm, old: Schedule | None, rule: Rule, channel: str, user: str, now: datetime, *, grace: timedelta
) -> Schedule:
    given: dict[str, Any] = {
        "name": form.name,
        "channel_id": channel,
        "rule": rule,
        "scope": scope_of(form),
        "on_no_change": form.on_no_change,
        "editors": form.editors,
        "grace": grace,
    }
    if old is not None:
        return edited(old, now, **given)
    return Schedule(id=DRAFT, creator=user, created_at=now, updated_at=now, since=now, **given)
