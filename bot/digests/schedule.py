"""The schedule a channel has: who wants which digest, where, and how quiet. When it is sent: recurrence.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct

from bot.config import BotError
from bot.digests.occurrences import next_fires
from bot.digests.recurrence import FieldProblem, InvalidRuleError, Recurrence
from knowledge.model.base_json import WrongFieldError, as_plain, reader
from knowledge.model.structs import replace

# reminder: from April to July, the indicators that lack last fiscal year's value; silent when none does.
ScopeKind = Literal["all", "package", "goal", "indicators", "behind", "unrecorded", "reminder"]
OnNoChange = Literal["line", "silent"]
# short: the headline, one table, one chart. sections: one message per package or goal, with what has changed.
DigestLayout = Literal["short", "sections"]

DEFAULT_GRACE = timedelta(hours=12)
# Under ten minutes a restart would miss slots; beyond a week a late digest meets the next one.
GRACE_RANGE = (timedelta(minutes=10), timedelta(days=7))
SHOWN_RUNS = 3  # of those to come
NAME_LIMIT = 75  # a plain_text option of a select menu, in which schedules are offered by name


class InvalidScheduleError(BotError):
    """A schedule that cannot be kept. `problems` is not empty."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("".join(problem.message for problem in problems))
        self.problems = problems


class DigestScope(Struct, frozen=True):
    """What a digest is about. `ids`: one package or goal, or the chosen indicators; empty for the other kinds."""

    kind: ScopeKind
    ids: tuple[str, ...] = ()


class Schedule(Struct, frozen=True, kw_only=True):
    """定期配信. `channel_id` is a channel's or a direct message's id, never a name: names change.

    `since`: slots after this moment are owed. Creation, resuming and a new rule move it; renaming does not, or
    a slot that is just due would be lost. `plan`: the mark of the plan that it tells of, "" for the first one.
    `attaches`: the table comes as a spreadsheet too.
    The constructor raises InvalidScheduleError.
    """

    id: str
    name: str
    channel_id: str
    creator: str
    rule: Recurrence
    created_at: datetime
    updated_at: datetime
    since: datetime
    scope: DigestScope = DigestScope("all")
    editors: tuple[str, ...] = ()
    on_no_change: OnNoChange = "line"
    paused: bool = False
    grace: timedelta = DEFAULT_GRACE
    plan: str = ""
    layout: DigestLayout = "short"
    attaches: bool = False

    def __post_init__(self) -> None:
        if problems := schedule_problems(self):
            raise InvalidScheduleError(problems)

    @property
    def lateness(self) -> timedelta:
        """How late it may begin. What has changed is told late rather than never."""
        return GRACE_RANGE[1] if self.rule.is_on_change else self.grace

    def is_owned_by(self, user: str) -> bool:
        """By whoever made it or was named as its editor."""
        return user == self.creator or user in self.editors


def schedule_problems(schedule: Schedule) -> tuple[FieldProblem, ...]:
    problems = _scope_problems(schedule.scope)
    if not 1 <= len(schedule.name.strip()) <= NAME_LIMIT:
        problems += (FieldProblem("name", f"名前を1文字以上{NAME_LIMIT}文字以内で付けてください。"),)
    if not schedule.channel_id:
        problems += (FieldProblem("channel_id", "配信先のチャンネルを選んでください。"),)
    if not GRACE_RANGE[0] <= schedule.grace <= GRACE_RANGE[1]:
        problems += (FieldProblem("grace", "遅れて送ってよい時間を10分から7日までの間で指定してください。"),)
    if schedule.rule.is_on_change and schedule.scope.kind in ("behind", "unrecorded", "reminder"):
        said = "状態が変わったときの配信では、すべて・政策パッケージ・基本目標・選んだ指標から内容を選んでください。"
        problems += (FieldProblem("scope", said),)
    for field in ("created_at", "updated_at", "since"):
        if getattr(schedule, field).tzinfo is None:
            problems += (FieldProblem(field, f"「{field}」に時差の情報がありません。"),)
    return problems


def edited(schedule: Schedule, now: datetime, **changes: Any) -> Schedule:
    """The schedule with other values; what is not named stays, the channel above all.

    Of what has changed before somebody made it tell of more, nothing is told.
    """
    made = replace(schedule, **{"updated_at": now, **changes})
    is_new = made.rule != schedule.rule or (made.rule.is_on_change and _about(made) != _about(schedule))
    return replace(made, since=now) if is_new and "since" not in changes else made


def _about(schedule: Schedule) -> tuple[str, DigestScope]:
    return schedule.plan, schedule.scope


def paused(schedule: Schedule, now: datetime) -> Schedule:
    return edited(schedule, now, paused=True)


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """Slots of the pause are not owed."""
    return edited(schedule, now, paused=False, since=now) if schedule.paused else schedule


def handed_over(schedule: Schedule, now: datetime, creator: str, *, has_left: bool = False) -> Schedule:
    """Another owner; the old one stays among the editors unless they have left."""
    old = () if has_left else (schedule.creator,)
    others = tuple(user for user in (*schedule.editors, *old) if user != creator)
    return edited(schedule, now, creator=creator, editors=tuple(dict.fromkeys(others)))


def duplicated(schedule: Schedule, now: datetime, *, id: str, creator: str) -> Schedule:
    """A copy that is paused, so that it is changed before it posts the same digest twice."""
    name = f"{schedule.name[: NAME_LIMIT - 4]}の写し"
    return replace(
        schedule,
        id=id,
        name=name,
        creator=creator,
        editors=(),
        paused=True,
        created_at=now,
        updated_at=now,
        since=now,
    )


def next_runs(schedule: Schedule, now: datetime) -> tuple[datetime, ...]:
    """What the list shows; none while paused."""
    return () if schedule.paused else next_fires(schedule.rule, now, SHOWN_RUNS)


def schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    data: dict[str, Any] = as_plain(schedule)
    return data


def parse_schedule(data: Mapping[str, Any]) -> Schedule:
    """The way back from `schedule_to_json`. Raises InvalidScheduleError or InvalidRuleError."""
    try:
        return _read(data)
    except (WrongFieldError, KeyError, TypeError) as error:
        place = "schedule" if isinstance(error, TypeError) else str(error.args[0])
        problem = FieldProblem(place, f"定期配信の「{place}」を読めません。")
        raise (InvalidRuleError if place == "rule" else InvalidScheduleError)((problem,)) from error


_read = reader(Schedule)


def _scope_problems(scope: DigestScope) -> tuple[FieldProblem, ...]:
    match scope:
        case DigestScope("indicators", ()):
            return (FieldProblem("scope", "指標を1つ以上選んでください。"),)
        case DigestScope("package", ids) if len(ids) != 1:
            return (FieldProblem("scope", "政策パッケージを1つ選んでください。"),)
        case DigestScope("goal", ids) if len(ids) != 1:
            return (FieldProblem("scope", "基本目標を1つ選んでください。"),)
        case DigestScope("all" | "behind" | "unrecorded" | "reminder", ids) if ids:
            return (FieldProblem("scope", "この範囲では個別の指標を選べません。"),)
    return ()
