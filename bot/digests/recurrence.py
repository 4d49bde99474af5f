"""When a digest is sent, as a person would say it: 「毎月第1開庁日 9:00」. occurrences.py computes the moments."""

from datetime import time
from typing import Literal

from msgspec import Struct

from bot.config import BotError
from knowledge.wording.moments import WEEKDAY_NAMES, time_text

Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "fiscal_year_start", "review_month", "on_change"]
"""on_change: no days of its own; whenever a recorded value changes a state, between `at` and `until`."""
OnClosed = Literal["post", "skip", "next", "previous"]  # what happens to a slot on a day that is no 開庁日
DayKind = Literal["day", "last_day", "business_day"]

ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)
# The fewest 開庁日 that a month of 2025–2040 has are 17; 第15 stays clear of that and of a new holiday or two.
LAST_NTH = 15
# The months in which a rhythm has its day. 検証月 is the rule's own: each city's reviewers meet when they meet.
MONTHS = {"monthly": tuple(range(1, 13)), "quarterly": (4, 7, 10, 1), "fiscal_year_start": (4,)}
MONTH_LENGTHS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}  # the shortest each can be; the others have 31

ON_CLOSED_REMARKS: dict[OnClosed, str] = {
    "post": "閉庁日も配信",
    "skip": "閉庁日は配信しない",
    "next": "閉庁日は翌開庁日",
    "previous": "閉庁日は前開庁日",
}


class FieldProblem(Struct, frozen=True):
    """A mistake in one field, as a sentence for the person who filled it in."""

    field: str
    message: str


class InvalidRuleError(BotError):
    """A rule that makes no sense. `problems` is not empty."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("".join(problem.message for problem in problems))
        self.problems = problems


class MonthDay(Struct, frozen=True):
    """A day of a month: n日 (in a shorter month its last day), 末日, or 第n開庁日. 末日 has no number."""

    kind: DayKind
    number: int | None = None


class Recurrence(Struct, frozen=True, kw_only=True):
    """Asia/Tokyo wall time. Only sound rules exist: the constructor raises InvalidRuleError.

    `weekdays` (weekly): 0 is Monday, ascending. `day` (monthly and longer rhythms). `review_month` (検証月): 1–12.
    `on_closed` has no effect on 第n開庁日. `until` (on_change): what comes later waits for the next day's `at`.
    """

    rhythm: Rhythm
    at: time
    weekdays: tuple[int, ...] = ()
    day: MonthDay | None = None
    review_month: int | None = None
    on_closed: OnClosed = "next"
    until: time | None = None

    def __post_init__(self) -> None:
        if problems := rule_problems(self):
            raise InvalidRuleError(problems)

    @property
    def is_on_change(self) -> bool:
        return self.rhythm == "on_change"

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the year it has a day in; empty for 毎日 and 毎週."""
        if self.rhythm == "review_month":
            return (self.review_month,) if self.review_month else ()
        return MONTHS.get(self.rhythm, ())


def rule_problems(rule: Recurrence) -> tuple[FieldProblem, ...]:
    """Whatever can be said without a calendar; whether a slot ever comes, `next_fire` says."""
    problems = _time_problems(rule) + _stray_problems(rule)
    if rule.rhythm == "weekly":
        return problems + _weekday_problems(rule)
    if rule.rhythm == "review_month" and rule.review_month not in MONTHS["monthly"]:
        problems += (FieldProblem("review_month", "検証月を1月から12月までの間で選んでください。"),)
    if rule.is_on_change:
        return problems + _quiet_problems(rule)
    return problems if rule.rhythm == "daily" else problems + _day_problems(rule.day)


def describe(rule: Recurrence) -> str:
    """「毎週月・木 8:30（閉庁日は翌開庁日）」: one line, complete, fit to be read out."""
    remarks = "、".join(_remarks(rule))
    if rule.is_on_change and rule.until:
        return f"状態が変わったとき（{time_text(rule.at)}〜{time_text(rule.until)}、{remarks}）"
    return f"{_days(rule)} {time_text(rule.at)}" + (f"（{remarks}）" if remarks else "")


def _time_problems(rule: Recurrence) -> tuple[FieldProblem, ...]:
    if rule.at.tzinfo is None and rule.at == rule.at.replace(second=0, microsecond=0):
        return ()
    return (FieldProblem("at", "配信時刻を日本時間の時と分で指定してください（例: 9:00）。"),)


def _stray_problems(rule: Recurrence) -> tuple[FieldProblem, ...]:
    """A field of another rhythm: two rules that fire alike are to be equal, and read alike."""
    monthly = rule.rhythm == "review_month" or rule.rhythm in MONTHS
    strays = (
        ("weekdays", rule.weekdays and rule.rhythm != "weekly", "曜日は毎週の配信にだけ指定できます。"),
        ("day", rule.day and not monthly, "月の中の日は、毎日と毎週の配信には指定できません。"),
        (
            "review_month",
            rule.review_month and rule.rhythm != "review_month",
            "検証月は検証月の配信にだけ指定できます。",
        ),
        ("until", rule.until and not rule.is_on_change, "終わりの時刻は、状態が変わったときの配信にだけ指定できます。"),
    )
    return tuple(FieldProblem(field, message) for field, is_stray, message in strays if is_stray)


def _quiet_problems(rule: Recurrence) -> tuple[FieldProblem, ...]:
    problems: tuple[FieldProblem, ...] = ()
    if rule.until is None or rule.until <= rule.at:
        problems += (FieldProblem("until", "終わりの時刻を、始まりの時刻より後にしてください。"),)
    if rule.on_closed not in ("post", "next"):
        problems += (FieldProblem("on_closed", "閉庁日の扱いを、配信するか翌開庁日にするかから選んでください。"),)
    return problems


def _weekday_problems(rule: Recurrence) -> tuple[FieldProblem, ...]:
    if not rule.weekdays:
        return (FieldProblem("weekdays", "曜日を1つ以上選んでください。"),)
    if rule.weekdays != tuple(day for day in ALL_WEEK if day in rule.weekdays):
        return (FieldProblem("weekdays", "曜日の指定を読めません。月曜から日曜の順に、重ねずに選んでください。"),)
    if rule.on_closed == "skip" and rule.weekdays[0] >= 5:
        return (
            FieldProblem(
                "weekdays",
                "土日だけを選んで閉庁日を休みにすると、一度も配信されません。曜日か閉庁日の扱いを変えてください。",
            ),
        )
    return ()


def _day_problems(day: MonthDay | None) -> tuple[FieldProblem, ...]:
    if day is None:
        return (FieldProblem("day", "月のどの日に配信するかを選んでください。"),)
    if day.kind == "day" and not 1 <= (day.number or 0) <= 31:
        return (FieldProblem("day", "日を1から31までの間で指定してください。"),)
    if day.kind == "business_day" and not 1 <= (day.number or 0) <= LAST_NTH:
        return (FieldProblem("day", f"開庁日は第1から第{LAST_NTH}までの間で指定してください。"),)
    if day.kind == "last_day" and day.number is not None:
        return (FieldProblem("day", "末日には日の番号を付けられません。"),)
    return ()


def _days(rule: Recurrence) -> str:
    if _is_daily(rule):
        # Every open day has a slot of its own, so moving the closed ones comes to the same as skipping them.
        return "毎日" if rule.on_closed == "post" else "毎開庁日"
    if rule.rhythm == "weekly":
        return f"毎週{_weekdays(rule.weekdays)}"
    months = "・".join(str(month) for month in rule.months)
    lead = {
        "monthly": "毎月",
        "quarterly": f"四半期ごと（{months}月）の",
        "fiscal_year_start": f"年度初（{months}月）の",
        "review_month": f"検証月（{months}月）の",
    }[rule.rhythm]
    return lead + _month_day(rule.day)


def _is_daily(rule: Recurrence) -> bool:
    return rule.rhythm == "daily" or rule.weekdays == ALL_WEEK


def _weekdays(weekdays: tuple[int, ...]) -> str:
    """月・木; three or more in a row as 月〜金."""
    names = [WEEKDAY_NAMES[day] for day in weekdays]
    in_a_row = len(names) > 2 and weekdays[-1] - weekdays[0] == len(names) - 1
    return f"{names[0]}〜{names[-1]}" if in_a_row else "・".join(names)


def _month_day(day: MonthDay | None) -> str:
    match day:
        case MonthDay(kind="business_day", number=number):
            return f"第{number}開庁日"
        case MonthDay(kind="day", number=number):
            return f"{number}日"
    return "末日"


def _remarks(rule: Recurrence) -> list[str]:
    remarks = []
    number = rule.day.number if rule.day and rule.day.kind == "day" else None
    if number and any(number > MONTH_LENGTHS.get(month, 31) for month in rule.months):
        remarks.append(f"{number}日のない月は末日")
    never_moves = rule.day is not None and rule.day.kind == "business_day"
    if not never_moves and not (_is_daily(rule) and rule.on_closed != "post"):
        remarks.append(ON_CLOSED_REMARKS[rule.on_closed])
    return remarks
