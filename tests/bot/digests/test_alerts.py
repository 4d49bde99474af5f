"""What a schedule on changes of state tells, and when: of the ledger as it was told last and as it is now."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.delivery.render import DigestRenderer
from bot.digests.alerts import LONGEST_SETTLING, SETTLING, Alert, find_alert, make_alert
from bot.digests.occurrences import moment_to_tell
from bot.digests.recurrence import InvalidRuleError, OnClosed, Recurrence, describe
from bot.digests.schedule import DigestScope, InvalidScheduleError, Schedule, edited, parse_schedule, schedule_to_json
from bot.digests.slot import News, Slot, parse_slot, recorded, skipped, slot_to_json
from bot.values.current import LedgerValues
from bot.views.digests.message import digest_messages, preview_text
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.model.structs import replace
from tests.bot.digest_world import schedule
from tests.bot.digests.slots import claimed

MONDAY = datetime(2024, 6, 3, 9, tzinfo=JST)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def rule(on_closed: OnClosed = "next", at: time = time(8, 30), until: time = time(17, 15)) -> Recurrence:
    return Recurrence(rhythm="on_change", at=at, until=until, on_closed=on_closed)


class Told:
    """A ledger that grows, and a schedule that watches it."""

    def __init__(self, catalog: Catalog, **changes: Any) -> None:
        self.catalog, self.ledger = catalog, Ledger(())
        self.schedule: Schedule = schedule(rule=rule(), scope=DigestScope("all"), since=MONDAY - MINUTE, **changes)
        self.slots: list[Slot] = []

    def record(self, id: str, year: int, value: str, at: datetime = MONDAY, *, sample: bool = False) -> str:
        draft = Draft(indicator=id, fiscal_year=FiscalYear(year), value=Decimal(value), by="企画課", sample=sample)
        if standing := self.ledger.state.get(draft.point):
            draft = replace(draft, replaces=standing.id)
        number = f"a{self.ledger.last_number + 1}"
        entry = self.ledger.recorded(draft, id=number, at=at, unit=self.catalog.indicator(id).unit)
        self.ledger = Ledger((*self.ledger.entries, entry))
        return number

    def undo(self, id: str, at: datetime = MONDAY) -> None:
        entry = self.ledger.undone(id, id=f"a{self.ledger.last_number + 1}", by="企画課", at=at)
        self.ledger = Ledger((*self.ledger.entries, entry))

    def values(self, number: int | None = None) -> CurrentValues:
        return CurrentValues(self.catalog, self.ledger if number is None else self.ledger.up_to(number))

    def find(self, now: datetime = MONDAY + MINUTE) -> Alert | None:
        return find_alert(self.schedule, self.slots, self.values(), self.values, now)

    def settle(self, alert: Alert) -> Slot:
        slot = replace(claimed(alert.due), news=alert.news)
        self.slots.append(recorded(slot, alert.due))
        return self.slots[-1]

    def said(self, alert: Alert) -> str:
        now, then = self.values(alert.news.upto), self.values(alert.news.after)
        return "\n".join(each.text for each in digest_messages(make_alert(self.schedule, now, then, MONDAY)))


@pytest.fixture
def told(catalog: Catalog) -> Told:
    return Told(catalog)


def found(told: Told, now: datetime = MONDAY + MINUTE) -> Alert:
    alert = told.find(now)
    assert alert is not None
    return alert


def test_a_value_that_became_late_is_told_within_a_minute(told: Told) -> None:
    told.record("k3-3", 2022, "60")
    alert = found(told)
    assert (alert.news, MONDAY < alert.due <= MONDAY + MINUTE) == (News(0, 1), True)
    assert "状態が変わった指標が1件あります" in told.said(alert)
    state, value = "実績未登録 － → 後退 ▼、進捗 ▲11.1%", "実績未登録 → 60人（令和4年度・確定値）"
    assert f"・待機児童数：{state}。{value}、目標値 0人（令和6年度）" in told.said(alert)


@pytest.mark.parametrize(("value", "is_told"), [("0", True), ("20", False), ("30", False), ("48", True), ("60", True)])
def test_what_is_reached_late_or_worse_is_told_and_what_is_under_way_is_not(
    told: Told, value: str, is_told: bool
) -> None:
    told.record("k3-3", 2022, value)
    assert (told.find() is not None) is is_told


def test_a_state_that_stays_is_not_told_again(told: Told) -> None:
    told.record("k3-3", 2021, "60")
    told.settle(found(told))
    told.record("k3-3", 2022, "70", MONDAY + 5 * MINUTE)
    assert told.find(MONDAY + 6 * MINUTE) is None


def test_what_was_taken_back_before_it_was_told_leaves_no_trace(told: Told) -> None:
    told.undo(told.record("k3-3", 2022, "60"), MONDAY + 10 * SECOND)
    assert told.find() is None


def test_what_was_corrected_before_it_was_told_is_told_as_it_stands(told: Told) -> None:
    told.record("k3-3", 2022, "60")
    told.record("k3-3", 2022, "0", MONDAY + 20 * SECOND)
    alert = found(told)
    assert alert.due > MONDAY + 20 * SECOND + SETTLING
    assert "達成 ◎" in told.said(alert)
    assert "60人" not in told.said(alert)


def test_what_was_taken_back_after_it_was_told_is_told_too_and_once(told: Told) -> None:
    told.record("k3-3", 2021, "20")
    entry = told.record("k3-3", 2022, "60")
    told.settle(found(told))
    told.undo(entry, MONDAY + 5 * MINUTE)
    again = found(told, MONDAY + 6 * MINUTE)
    assert "後退 ▼ → 順調 ○" in told.said(again)
    assert "（値の訂正・取消による）" in told.said(again)
    told.settle(again)
    assert told.find(MONDAY + 9 * MINUTE) is None


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_real_value_that_displaces_an_invented_one_is_no_correction(told: Told, year: int) -> None:
    told.record("k3-3", 2022, "60", sample=True)
    told.settle(found(told))
    told.record("k3-3", year, "0", MONDAY + 5 * MINUTE)
    said = told.said(found(told, MONDAY + 6 * MINUTE))
    assert "後退 ▼ → 達成 ◎" in said
    assert "（値の訂正・取消による）" not in said


def test_a_newer_value_is_no_correction_though_the_one_before_was_corrected_too(told: Told) -> None:
    told.record("k3-3", 2021, "60")
    told.settle(found(told))
    told.record("k3-3", 2021, "58", MONDAY + 5 * MINUTE)
    told.record("k3-3", 2022, "0", MONDAY + 5 * MINUTE)
    said = told.said(found(told, MONDAY + 6 * MINUTE))
    assert "後退 ▼ → 達成 ◎" in said
    assert "（値の訂正・取消による）" not in said


def test_a_value_of_the_wrong_year_is_corrected_though_it_stands_in_another(told: Told) -> None:
    entry = told.record("k3-3", 2021, "60")
    told.settle(found(told))
    told.undo(entry, MONDAY + 5 * MINUTE)
    told.record("k3-3", 2022, "0", MONDAY + 5 * MINUTE)
    assert "（値の訂正・取消による）" in told.said(found(told, MONDAY + 6 * MINUTE))


def test_getting_better_by_a_new_year_is_not_told(told: Told) -> None:
    told.record("k3-3", 2021, "60")
    told.settle(found(told))
    told.record("k3-3", 2022, "20", MONDAY + 5 * MINUTE)
    assert told.find(MONDAY + 9 * MINUTE) is None


def test_a_preview_says_that_it_is_a_sample_and_an_alert_does_not(told: Told) -> None:
    told.record("k3-3", 2022, "60")
    values = LedgerValues(told.catalog, lambda: told.ledger)
    sample = DigestRenderer(lambda _: values).preview(told.schedule, MONDAY + MINUTE, None)
    note = "いま変わったものとして作った見本です"
    assert note in preview_text(sample)
    assert note in digest_messages(sample)[0].text
    assert note not in told.said(found(told))


def test_many_values_at_once_are_one_alert_of_two_messages(told: Told) -> None:
    for id in list(told.catalog.indicators)[:30]:
        told.record(id, 2022, "0")
    alert = found(told)
    assert alert.news == News(0, 30)
    now, then = told.values(alert.news.upto), told.values(alert.news.after)
    head, table = digest_messages(make_alert(told.schedule, now, then, MONDAY))
    assert sum(line.startswith("・") for line in head.text.splitlines()) == 5
    assert table.blocks[0]["type"] == "data_table"  # its caption is its heading


def test_values_entered_one_after_the_other_do_not_put_it_off_for_ever(told: Told) -> None:
    for place, id in enumerate(("k3-3", "k3-4", "k1-3", "k1-4", "k2-1")):
        told.record(id, 2022, "1000", MONDAY + place * 20 * SECOND)
    assert found(told).due <= MONDAY + LONGEST_SETTLING + SECOND


def test_an_entry_that_reaches_the_disk_late_is_told_although_it_is_stamped_earlier(told: Told) -> None:
    told.record("k3-3", 2022, "60", MONDAY + 5 * MINUTE)
    slot = told.settle(found(told, MONDAY + 6 * MINUTE))
    told.record("k3-4", 2022, "0", MONDAY + 4 * MINUTE)
    assert slot.news
    assert found(told, MONDAY + 9 * MINUTE).news == News(slot.news.upto, 2)


def test_what_a_wrong_clock_put_aside_is_told_after_all_and_under_the_same_key(told: Told) -> None:
    told.record("k3-3", 2022, "60")
    alert, year = found(told), timedelta(days=365)
    slot = replace(claimed(alert.due, MONDAY, parts=0), news=alert.news)
    told.slots.append(skipped(slot, "遅い", MONDAY + year))
    assert found(told).news == alert.news
    assert told.find(MONDAY + 2 * year) is None


def test_nothing_of_before_it_watched_is_told(told: Told) -> None:
    told.record("k3-3", 2022, "60", MONDAY)
    told.schedule = edited(told.schedule, MONDAY + MINUTE, scope=DigestScope("package", ("pkg3",)))
    assert told.find(MONDAY + 2 * MINUTE) is None
    told.schedule = edited(told.schedule, MONDAY + 5 * MINUTE, name="新しい名前")
    told.record("k3-4", 2022, "0", MONDAY + 3 * MINUTE)
    assert found(told, MONDAY + 6 * MINUTE).news == News(1, 2)


def test_what_is_not_watched_is_not_told(told: Told) -> None:
    told.schedule = replace(told.schedule, scope=DigestScope("package", ("pkg1",)))
    told.record("k3-3", 2022, "60")
    assert told.find() is None


@pytest.mark.parametrize(
    ("on_closed", "moment", "told_at"),
    [
        ("next", "2024-06-03 12:00", "2024-06-03 12:00"),
        ("next", "2024-06-03 07:00", "2024-06-03 08:30"),
        ("next", "2024-06-03 20:00", "2024-06-04 08:30"),
        ("next", "2024-06-07 20:00", "2024-06-10 08:30"),  # over a weekend
        ("next", "2024-12-27 18:00", "2025-01-06 08:30"),  # over the turn of the year
        ("next", "2024-05-03 12:00", "2024-05-07 08:30"),  # over a row of holidays
        ("post", "2024-05-03 12:00", "2024-05-03 12:00"),
        ("post", "2024-05-03 23:00", "2024-05-04 08:30"),
    ],
)
def test_quiet_hours_and_closed_days_are_respected(on_closed: OnClosed, moment: str, told_at: str) -> None:
    from_, to = (datetime.fromisoformat(f"{each}+09:00") for each in (moment, told_at))
    assert moment_to_tell(rule(on_closed), from_) == to


def test_only_sound_rules_and_schedules_exist() -> None:
    assert describe(rule()) == "状態が変わったとき（8:30〜17:15、閉庁日は翌開庁日）"
    for mistake in ({"until": time(8, 0)}, {"until": None}, {"on_closed": "skip"}):
        with pytest.raises(InvalidRuleError):
            Recurrence(**{"rhythm": "on_change", "at": time(8, 30), "until": time(17), **mistake})  # type: ignore[arg-type]
    with pytest.raises(InvalidRuleError):
        Recurrence(rhythm="daily", at=time(9), until=time(17))
    with pytest.raises(InvalidScheduleError, match="状態が変わったとき"):
        schedule(rule=rule(), scope=DigestScope("behind"))


def test_rules_and_deliveries_of_before_there_were_alerts_can_be_read() -> None:
    stored = schedule_to_json(schedule())
    del stored["rule"]["until"]
    assert parse_schedule(stored) == schedule()
    slot = replace(claimed(MONDAY), layout="short")
    old = slot_to_json(slot)
    del old["news"]
    assert parse_slot(old) == slot
    alert = replace(slot, news=News(17, 18, "r7"))
    assert parse_slot(slot_to_json(alert)) == alert
    assert alert.key == "s1@r7:17"
