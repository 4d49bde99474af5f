"""Strategies: any sound rule, any moment within the hand-made calendar, any calendar at all."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import strategies as st

from bot.digests.open_days import IsOpen, is_open_day
from bot.digests.recurrence import ALL_WEEK, LAST_NTH, InvalidRuleError, MonthDay, OnClosed, Recurrence, Rhythm
from knowledge.model.fiscal import JST

RHYTHMS: tuple[Rhythm, ...] = ("daily", "weekly", "monthly", "quarterly", "fiscal_year_start", "review_month")
ON_CLOSED: tuple[OnClosed, ...] = ("post", "skip", "next", "previous")

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
month_days = (
    st.builds(MonthDay, st.just("day"), st.integers(1, 31))
    | st.just(MonthDay("last_day"))
    | st.builds(MonthDay, st.just("business_day"), st.integers(1, LAST_NTH))
)
weekdays = st.sets(st.sampled_from(ALL_WEEK), min_size=1).map(lambda days: tuple(sorted(days)))


def _rule(
    rhythm: Rhythm, at: time, week: tuple[int, ...], day: MonthDay, month: int, on_closed: OnClosed
) -> Recurrence | None:
    monthly = rhythm not in ("daily", "weekly")
    try:
        return Recurrence(
            rhythm=rhythm,
            at=at,
            weekdays=week if rhythm == "weekly" else (),
            day=day if monthly else None,
            review_month=month if rhythm == "review_month" else None,
            on_closed=on_closed,
        )
    except InvalidRuleError:  # weekends only, with closed days skipped
        return None


def rules(
    rhythms: tuple[Rhythm, ...] = RHYTHMS, on_closed: tuple[OnClosed, ...] = ON_CLOSED
) -> st.SearchStrategy[Recurrence]:
    made = st.builds(
        _rule,
        st.sampled_from(rhythms),
        times,
        weekdays,
        month_days,
        st.integers(1, 12),
        st.sampled_from(on_closed),
    )
    return made.flatmap(lambda rule: st.just(rule) if rule else st.nothing())


zones = st.sampled_from([UTC, JST, timezone(timedelta(hours=-8)), timezone(timedelta(hours=14))])
moments = st.datetimes(datetime(2024, 12, 1), datetime(2029, 2, 1), timezones=zones)  # noqa: DTZ001  Hypothesis adds the zone


@st.composite
def calendars(draw: st.DrawFn) -> IsOpen:
    """The law's, with days closed or opened at random: what another version of a package might say."""
    turned = draw(st.frozensets(st.dates(date(2024, 11, 1), date(2029, 3, 1)), max_size=40))
    closed_from = draw(st.dates(date(2025, 1, 1), date(2028, 12, 1)))
    closed_days = draw(st.integers(0, 25))

    def is_open(day: date) -> bool:
        if 0 <= (day - closed_from).days < closed_days:
            return False
        return is_open_day(day) != (day in turned)

    return is_open
