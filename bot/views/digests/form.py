"""A schedule as it stands in the form, complete or not, and the way from a schedule into it and back.

Fields that are not shown keep what they last held: it travels in `private_metadata`, as ids and numbers, no words.
"""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any, TypeVar, get_args

from msgspec import Struct

from bot.digests import DigestScope, InvalidRuleError, Recurrence, Schedule
from bot.digests.recurrence import LAST_NTH, FieldProblem, MonthDay, OnClosed, Rhythm
from bot.digests.schedule import DigestLayout, OnNoChange, ScopeKind
from bot.views import ids
from bot.views.forms import Submitted, chosen, read_subject, state, typed
from bot.views.ids import ButtonValue
from knowledge.answers.answer import FIRST_MARK

_Word = TypeVar("_Word", bound=str)
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
ON_CLOSED: tuple[OnClosed, ...] = get_args(OnClosed)
SCOPE_KINDS: tuple[ScopeKind, ...] = get_args(ScopeKind)
ON_NO_CHANGE: tuple[OnNoChange, ...] = get_args(OnNoChange)
LAYOUTS: tuple[DigestLayout, ...] = get_args(DigestLayout)
FIRST_OPEN_DAY = MonthDay("business_day", 1)
REPORT_NAME, ALERT_NAME = "KPIのまとめ", "状態が変わった指標のお知らせ"  # until somebody gives another
SCOPES_ON_CHANGE: tuple[ScopeKind, ...] = ("all", "package", "goal", "indicators")
ATTACHED = "xlsx"
OFFICE_CLOSES = time(17, 15)
DIRECT, IN_CHANNEL = "me", "channel"


class DigestForm(Struct, frozen=True, kw_only=True):
    """`id` is "" for a new schedule; `version` says which state of an existing one was opened (`updated_at`).

    `channel`: the last one chosen, or the id of the direct conversation, "" for none yet. `is_direct`: to the owner.
    """

    id: str = ""
    version: str = ""
    is_direct: bool = False
    channel: str = ""
    name: str = ""
    rhythm: Rhythm = "monthly"
    weekdays: tuple[int, ...] = (0,)
    day: MonthDay = FIRST_OPEN_DAY
    review_month: int | None = None
    at: time | None = time(9)
    until: time | None = OFFICE_CLOSES
    on_closed: OnClosed = "next"
    scope: ScopeKind = "all"
    package: str = ""
    goal: str = ""
    indicators: tuple[str, ...] = ()
    on_no_change: OnNoChange = "line"
    editors: tuple[str, ...] = ()
    plan: str = ""
    layout: DigestLayout = "short"
    attaches: bool = False

    @property
    def is_on_change(self) -> bool:
        return self.rhythm == "on_change"

    @property
    def is_monthly(self) -> bool:
        return self.rhythm not in ("daily", "weekly", "on_change")

    @property
    def asks_about_closed_days(self) -> bool:
        """第n開庁日 is never a closed day."""
        return not (self.is_monthly and self.day.kind == "business_day")


def form_of(schedule: Schedule) -> DigestForm:
    rule, scope = schedule.rule, schedule.scope
    first = scope.ids[0] if scope.ids else ""
    return DigestForm(
        id=schedule.id,
        version=schedule.updated_at.isoformat(),
        is_direct=schedule.channel_id.startswith("D"),
        channel=schedule.channel_id,
        name=schedule.name,
        rhythm=rule.rhythm,
        weekdays=rule.weekdays or (0,),
        day=rule.day or FIRST_OPEN_DAY,
        review_month=rule.review_month,
        at=rule.at,
        until=rule.until or OFFICE_CLOSES,
        on_closed=rule.on_closed,
        scope=scope.kind,
        package=first if scope.kind == "package" else "",
        goal=first if scope.kind == "goal" else "",
        indicators=scope.ids if scope.kind == "indicators" else (),
        on_no_change=schedule.on_no_change,
        editors=schedule.editors,
        plan=schedule.plan,
        layout=schedule.layout,
        attaches=schedule.attaches,
    )


def rule_of(form: DigestForm) -> Recurrence:
    """Raises InvalidRuleError."""
    if form.at is None:
        raise InvalidRuleError((FieldProblem("at", "配信時刻を選んでください。"),))
    return Recurrence(
        rhythm=form.rhythm,
        at=form.at,
        weekdays=form.weekdays if form.rhythm == "weekly" else (),
        day=form.day if form.is_monthly else None,
        review_month=form.review_month if form.rhythm == "review_month" else None,
        on_closed=closed_choice(form),
        until=form.until if form.is_on_change else None,
    )


def closed_choice(form: DigestForm) -> OnClosed:
    """What has changed is told on closed days too, or when the office opens; kept is what was chosen before."""
    return "next" if form.is_on_change and form.on_closed != "post" else form.on_closed


def scope_choice(form: DigestForm) -> ScopeKind:
    """A change of state is told of certain indicators, not of those that happen to be late."""
    return "all" if form.is_on_change and form.scope not in SCOPES_ON_CHANGE else form.scope


def scope_of(form: DigestForm) -> DigestScope:
    """Complete or not: the schedule judges it."""
    match scope_choice(form):
        case "package":
            return DigestScope("package", (form.package,) if form.package else ())
        case "goal":
            return DigestScope("goal", (form.goal,) if form.goal else ())
        case "indicators":
            return DigestScope("indicators", form.indicators)
    return DigestScope(scope_choice(form))


def kept(form: DigestForm) -> ButtonValue:
    """What the form has to know that its fields may not show; what grows longest stands last."""
    pairs = {
        "version": form.version,
        "channel": form.channel,
        ids.DIGEST_PLAN: form.plan,
        ids.DIGEST_WEEKDAYS: ",".join(map(str, form.weekdays)),
        ids.DIGEST_DAY: encode_day(form.day),
        ids.DIGEST_MONTH: str(form.review_month or ""),
        ids.DIGEST_UNTIL: f"{form.until:%H:%M}" if form.until else "",
        ids.DIGEST_CLOSED: form.on_closed,
        ids.DIGEST_PACKAGE: form.package,
        ids.DIGEST_GOAL: form.goal,
        ids.DIGEST_QUIET: form.on_no_change,
        ids.DIGEST_LAYOUT: form.layout,
        ids.DIGEST_FILE: ATTACHED if form.attaches else "",
        ids.DIGEST_INDICATORS: " ".join(form.indicators),
    }
    return ButtonValue(tuple(f"{name}={value}" for name, value in pairs.items() if value), form.id)


def read_digest(view: Submitted) -> DigestForm:
    """As filled in, whatever sense it makes. ValueError where a choice is none that the form offers."""
    about = read_subject(view)
    before = dict(_pair(token) for token in about.records)
    rhythm = one_of(RHYTHMS, chosen(view, ids.DIGEST_RHYTHM))
    return DigestForm(
        id=about.context,
        version=before.get("version", ""),
        is_direct=chosen(view, ids.DIGEST_PLACE) == DIRECT,
        channel=_channel(view, before.get("channel", "")),
        name=_name(typed(view, ids.DIGEST_NAME), rhythm),
        rhythm=rhythm,
        weekdays=_weekdays(view, before),
        day=decode_day(_shown_or_kept(view, ids.DIGEST_DAY, before) or encode_day(FIRST_OPEN_DAY)),
        review_month=int(_shown_or_kept(view, ids.DIGEST_MONTH, before) or 0) or None,
        at=_time(view, ids.DIGEST_TIME, before),
        until=_time(view, ids.DIGEST_UNTIL, before),
        on_closed=one_of(ON_CLOSED, _shown_or_kept(view, ids.DIGEST_CLOSED, before) or "next"),
        scope=one_of(SCOPE_KINDS, chosen(view, ids.DIGEST_SCOPE)),
        package=_shown_or_kept(view, ids.DIGEST_PACKAGE, before),
        goal=_shown_or_kept(view, ids.DIGEST_GOAL, before),
        indicators=_indicators(view, before),
        on_no_change=one_of(ON_NO_CHANGE, _shown_or_kept(view, ids.DIGEST_QUIET, before) or "line"),
        editors=tuple(map(str, state(view, ids.DIGEST_EDITORS).get("selected_users") or ())),
        plan=_shown_or_kept(view, ids.DIGEST_PLAN, before).removeprefix(FIRST_MARK),
        layout=one_of(LAYOUTS, _shown_or_kept(view, ids.DIGEST_LAYOUT, before) or "short"),
        attaches=_attaches(view, before),
    )


def _name(name: str, rhythm: Rhythm) -> str:
    """Nobody's own: that of what is sent."""
    usual = ALERT_NAME if rhythm == "on_change" else REPORT_NAME
    return usual if name in (ALERT_NAME, REPORT_NAME) else name


def encode_day(day: MonthDay) -> str:
    """`day.15`, `business_day.1`, `last_day`."""
    return day.kind if day.number is None else f"{day.kind}.{day.number}"


def decode_day(text: str) -> MonthDay:
    """The inverse of `encode_day`; ValueError for anything else."""
    kind, _, number = text.partition(".")
    match kind:
        case "day" | "business_day" if 1 <= int(number) <= (LAST_NTH if kind == "business_day" else 31):
            return MonthDay(kind, int(number))
        case "last_day":
            return MonthDay("last_day")
    raise ValueError(f"not a day of a month: {text[:40]!r}")


def one_of(allowed: tuple[_Word, ...], text: str) -> _Word:
    """`text` as one of the words; ValueError where it is none."""
    for word in allowed:
        if word == text:
            return word
    raise ValueError(f"not offered: {text[:40]!r}")


def record_ids(options: Any) -> Iterator[str]:
    """The records of chosen options."""
    for option in options or ():
        yield ids.decode(str(option["value"])).record


def _pair(token: str) -> tuple[str, str]:
    name, _, value = token.partition("=")
    return name, value


def _is_shown(view: Submitted, name: str) -> bool:
    return bool(state(view, name))


def _shown_or_kept(view: Submitted, name: str, before: Mapping[str, str]) -> str:
    return chosen(view, name) if _is_shown(view, name) else before.get(name, "")


def _attaches(view: Submitted, before: Mapping[str, str]) -> bool:
    if _is_shown(view, ids.DIGEST_FILE):
        return bool(state(view, ids.DIGEST_FILE).get("selected_options"))
    return before.get(ids.DIGEST_FILE) == ATTACHED


def _time(view: Submitted, name: str, before: Mapping[str, str]) -> time | None:
    at = state(view, name).get("selected_time") if _is_shown(view, name) else before.get(name)
    return time.fromisoformat(str(at)) if at else None


def _channel(view: Submitted, before: str) -> str:
    if not _is_shown(view, ids.DIGEST_CHANNEL):
        return before
    return str(state(view, ids.DIGEST_CHANNEL).get("selected_conversation") or "")


def _weekdays(view: Submitted, before: Mapping[str, str]) -> tuple[int, ...]:
    if not _is_shown(view, ids.DIGEST_WEEKDAYS):
        return tuple(int(day) for day in before.get(ids.DIGEST_WEEKDAYS, "").split(",") if day)
    options = state(view, ids.DIGEST_WEEKDAYS).get("selected_options") or ()
    return tuple(sorted(int(option["value"]) for option in options))


def _indicators(view: Submitted, before: Mapping[str, str]) -> tuple[str, ...]:
    if not _is_shown(view, ids.DIGEST_INDICATORS):
        return tuple(before.get(ids.DIGEST_INDICATORS, "").split())
    return tuple(record_ids(state(view, ids.DIGEST_INDICATORS).get("selected_options")))
