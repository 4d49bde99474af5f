"""Rules: what they say in Japanese, which are refused and why, and their way to disk and back."""

from datetime import UTC, time
from typing import Any

import pytest
from hypothesis import given

from bot.digests.recurrence import ALL_WEEK, InvalidRuleError, MonthDay, Recurrence, describe
from tests.bot.digests.recurrences import rules

NINE = time(9)
FIRST_OPEN = MonthDay("business_day", 1)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"rhythm": "daily", "on_closed": "post"}, "毎日 9:00（閉庁日も配信）"),
        ({"rhythm": "daily", "on_closed": "skip"}, "毎開庁日 9:00"),
        ({"rhythm": "daily", "on_closed": "next"}, "毎開庁日 9:00"),
        ({"rhythm": "weekly", "weekdays": (0, 3), "at": time(8, 30)}, "毎週月・木 8:30（閉庁日は翌開庁日）"),
        (
            {"rhythm": "weekly", "weekdays": (0, 1, 2, 3, 4), "on_closed": "skip"},
            "毎週月〜金 9:00（閉庁日は配信しない）",
        ),
        ({"rhythm": "weekly", "weekdays": (0, 1, 4)}, "毎週月・火・金 9:00（閉庁日は翌開庁日）"),
        ({"rhythm": "weekly", "weekdays": ALL_WEEK, "on_closed": "post"}, "毎日 9:00（閉庁日も配信）"),
        ({"rhythm": "weekly", "weekdays": (5,), "on_closed": "post"}, "毎週土 9:00（閉庁日も配信）"),
        ({"rhythm": "monthly", "day": FIRST_OPEN}, "毎月第1開庁日 9:00"),
        ({"rhythm": "monthly", "day": FIRST_OPEN, "on_closed": "skip"}, "毎月第1開庁日 9:00"),
        (
            {"rhythm": "monthly", "day": MonthDay("day", 25), "on_closed": "previous"},
            "毎月25日 9:00（閉庁日は前開庁日）",
        ),
        (
            {"rhythm": "monthly", "day": MonthDay("day", 31)},
            "毎月31日 9:00（31日のない月は末日、閉庁日は翌開庁日）",
        ),
        (
            {"rhythm": "monthly", "day": MonthDay("last_day"), "at": time(17, 5), "on_closed": "previous"},
            "毎月末日 17:05（閉庁日は前開庁日）",
        ),
        ({"rhythm": "quarterly", "day": FIRST_OPEN}, "四半期ごと（4・7・10・1月）の第1開庁日 9:00"),
        (
            {"rhythm": "quarterly", "day": MonthDay("day", 30), "on_closed": "post"},
            "四半期ごと（4・7・10・1月）の30日 9:00（閉庁日も配信）",
        ),
        (
            {"rhythm": "fiscal_year_start", "day": MonthDay("business_day", 3)},
            "年度初（4月）の第3開庁日 9:00",
        ),
        (
            {"rhythm": "review_month", "review_month": 2, "day": MonthDay("day", 29)},
            "検証月（2月）の29日 9:00（29日のない月は末日、閉庁日は翌開庁日）",
        ),
        (
            {"rhythm": "review_month", "review_month": 8, "day": MonthDay("day", 31)},
            "検証月（8月）の31日 9:00（閉庁日は翌開庁日）",
        ),
    ],
)
def test_a_rule_reads_as_a_person_would_say_it(fields: dict[str, Any], text: str) -> None:
    assert describe(Recurrence(**{"at": NINE, **fields})) == text


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"rhythm": "weekly"}, "weekdays", "曜日を1つ以上"),
        ({"rhythm": "weekly", "weekdays": (3, 0)}, "weekdays", "月曜から日曜の順"),
        ({"rhythm": "weekly", "weekdays": (7,)}, "weekdays", "月曜から日曜の順"),
        ({"rhythm": "weekly", "weekdays": (5, 6), "on_closed": "skip"}, "weekdays", "一度も配信されません"),
        ({"rhythm": "monthly"}, "day", "どの日に"),
        ({"rhythm": "monthly", "day": MonthDay("day", 32)}, "day", "1から31まで"),
        ({"rhythm": "monthly", "day": MonthDay("day")}, "day", "1から31まで"),
        ({"rhythm": "monthly", "day": MonthDay("business_day", 16)}, "day", "第15まで"),
        ({"rhythm": "monthly", "day": MonthDay("last_day", 3)}, "day", "末日"),
        ({"rhythm": "review_month", "day": FIRST_OPEN}, "review_month", "検証月を1月から12月"),
        ({"rhythm": "review_month", "day": FIRST_OPEN, "review_month": 13}, "review_month", "検証月を1月から12月"),
        ({"rhythm": "daily", "at": time(9, 0, 1)}, "at", "時と分"),
        ({"rhythm": "daily", "at": time(9, tzinfo=UTC)}, "at", "日本時間"),
        ({"rhythm": "daily", "weekdays": (0,)}, "weekdays", "毎週の配信にだけ"),
        ({"rhythm": "weekly", "weekdays": (0,), "day": FIRST_OPEN}, "day", "毎日と毎週"),
        ({"rhythm": "daily", "review_month": 8}, "review_month", "検証月の配信にだけ"),
    ],
)
def test_a_rule_without_sense_is_refused_in_a_sentence_for_its_field(
    fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(InvalidRuleError) as raised:
        Recurrence(**{"at": NINE, **fields})
    assert [problem.field for problem in raised.value.problems] == [field]
    assert words in raised.value.user_message
    assert raised.value.user_message.endswith("。")


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(InvalidRuleError) as raised:
        Recurrence(rhythm="review_month", at=time(9, 0, 30), day=MonthDay("day", 0), review_month=0)
    assert [problem.field for problem in raised.value.problems] == ["at", "review_month", "day"]


@given(rules())
def test_every_description_is_one_line_with_its_time(rule: Recurrence) -> None:
    text = describe(rule)
    assert f"{rule.at.hour}:{rule.at.minute:02}" in text
    assert "\n" not in text
    assert "None" not in text
