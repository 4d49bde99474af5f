"""The form of a schedule gives back what went in, shows what applies, and says when the next digests come."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blockkit.check import check_options
from bot.digests.content import Digest, IndicatorChange
from bot.digests.occurrences import next_fires
from bot.digests.recurrence import FieldProblem, MonthDay, Recurrence, describe
from bot.digests.schedule import DigestScope, Schedule
from bot.sandbox.events.elements import chosen_state as filled_in
from bot.sandbox.events.elements import state_values
from bot.views import ids
from bot.views.digests.form import (
    ALERT_NAME,
    REPORT_NAME,
    DigestForm,
    decode_day,
    form_of,
    read_digest,
    rule_of,
    scope_of,
)
from bot.views.digests.listing import (
    LISTED_AT_ONCE,
    DigestView,
    digest_detail_modal,
    digest_line,
    digest_list_modal,
    digest_owner_modal,
    digest_preview_modal,
    read_digest_owner,
)
from bot.views.digests.message import digest_messages, preview_text
from bot.views.digests.modal import digest_modal, indicator_options, problems_by_field
from bot.views.digests.words import scope_words
from bot.views.parts import Message, paragraph
from knowledge.model.catalog import Catalog
from tests.bot.views import extreme
from tests.bot.views.judging import MARGIN, ROOM, SHARER, judge_view, labels, seen
from tests.bot.views.schedules import AT, names, schedules, slots
from tests.examples import examples

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LIGHT = settings(examples(15), suppress_health_check=list(HealthCheck))


def submitted(view: dict[str, Any], **choices: object) -> dict[str, Any]:
    """As the stand-in's client sends it back: untouched fields hold their initial value."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    filled = {name: {name: filled_in(elements[name], choice)} for name, choice in choices.items()}
    return {**view, "state": {"values": state_values(view["blocks"], filled)}}


def shown(view: dict[str, Any]) -> set[str]:
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def schedule(**changes: Any) -> Schedule:
    given: dict[str, Any] = {
        "id": "s1",
        "name": "週報",
        "channel_id": ROOM,
        "creator": SHARER,
        "rule": Recurrence(rhythm="weekly", at=time(8, 30), weekdays=(0, 3)),
        "created_at": AT,
        "updated_at": AT,
        "since": AT,
    }
    return Schedule(**{**given, **changes})


def view_of(digest: Schedule, *, can_change: bool = True, last: Any = None) -> DigestView:
    runs = () if digest.paused else next_fires(digest.rule, NOW, 3)
    return DigestView(schedule=digest, next_runs=runs, last=last, can_change=can_change)


@given(schedules(names))
def test_a_schedule_survives_the_way_through_the_form(digest: Schedule) -> None:
    catalog = CATALOG[0]
    known = _with_known_records(digest, catalog)
    form = read_digest(submitted(digest_modal(form_of(known), catalog, now=NOW)))
    assert form == form_of(known)
    assert (rule_of(form), scope_of(form)) == (known.rule, known.scope)


def test_on_changes_only_what_lasts_can_be_watched_and_the_form_says_what_comes(catalog: Catalog) -> None:
    form = DigestForm(rhythm="on_change", scope="behind", on_closed="skip", name="変化", channel=ROOM)
    view = digest_modal(form, catalog, now=NOW)
    assert "登録から1分以内に一度だけお知らせします" in str(view)
    assert "次の3回の配信予定" not in str(view)
    read = read_digest(submitted(view))
    assert (scope_of(read), rule_of(read).on_closed) == (DigestScope("all"), "next")
    told = digest_detail_modal(view_of(schedule(rule=rule_of(read))), catalog)
    assert "状態が変わったとき（9:00〜17:15、閉庁日は翌開庁日）" in str(told)
    assert "状態が変わりしだい、お知らせします" in str(told)
    assert "変化がないとき" not in str(told)


def test_a_name_that_nobody_gave_is_that_of_what_is_sent(catalog: Catalog) -> None:
    first = digest_modal(DigestForm(name=REPORT_NAME, channel=ROOM), catalog, now=NOW)
    alert = read_digest(submitted(first, digest_rhythm="on_change"))
    assert (alert.name, alert.is_on_change) == (ALERT_NAME, True)
    assert read_digest(submitted(digest_modal(alert, catalog, now=NOW), digest_rhythm="weekly")).name == REPORT_NAME
    assert read_digest(submitted(first, digest_rhythm="on_change", digest_name="月報")).name == "月報"


def test_a_value_that_was_taken_back_is_worded_in_one_way(catalog: Catalog) -> None:
    change = IndicatorChange(
        indicator=catalog.indicator("k3-3"), value_before="48人（令和4年度・確定値）", value=None,
        state_before="遅れ", state="実績未登録", has_fallen=False,
    )  # fmt: skip
    digest = Digest(
        name="週報", kind="report", scope=DigestScope("all"), label="全体", as_of=NOW, before=NOW,
        counts=(), changes=(change,), unrecorded=(), year=None, groups=(), charts=(), layout="sections",
    )  # fmt: skip
    said = preview_text(digest)
    assert said.count("待機児童数 48人（令和4年度・確定値） → 実績未登録") == 1  # in the thread; the headline names it
    cells = seen(digest_messages(digest)[1].blocks)
    assert "取消" not in said + cells
    assert "実績未登録" in cells


CATALOG: list[Catalog] = []


@pytest.fixture(autouse=True)
def the_catalog(catalog: Catalog) -> None:
    CATALOG[:] = [catalog]


def _with_known_records(digest: Schedule, catalog: Catalog) -> Schedule:
    """The same with records that the real document has: a menu cannot hold others."""
    match digest.scope:
        case DigestScope("package"):
            scope = DigestScope("package", (catalog.base.packages[len(digest.name) % 3].id,))
        case DigestScope("goal"):
            scope = DigestScope("goal", (catalog.base.goals[len(digest.name) % 3].id,))
        case DigestScope("indicators", chosen):
            scope = DigestScope("indicators", tuple(list(catalog.indicators)[: len(chosen)]))
        case scope:
            pass
    return schedule(**{name: getattr(digest, name) for name in Schedule.__struct_fields__} | {"scope": scope})


@LIGHT
@given(extreme.catalogs(), schedules(), extreme.words)
def test_slack_takes_every_view(catalog: Catalog, digest: Schedule, words: str) -> None:
    judge_view(digest_modal(form_of(digest), catalog, now=NOW, note=words, place_note=words))
    judge_view(digest_modal(DigestForm(scope=digest.scope.kind, name=words), catalog, now=NOW))
    views = [view_of(digest, can_change=n % 2 == 0, last=slot) for n, slot in enumerate(slots(words))]
    for view in views:
        judge_view(digest_detail_modal(view, catalog, note=words))
        assert digest_line(view).title == digest.name
    for page in range(3):
        judge_view(digest_list_modal(views * 5, catalog, page=page, pages=3, note=words))
    judge_view(digest_list_modal([], catalog))
    judge_view(digest_preview_modal(digest, [Message(words, [paragraph(words)] * 40)] * 3))
    judge_view(digest_preview_modal(digest, []))
    judge_view(digest_owner_modal(digest, digest.creator))
    assert check_options(indicator_options(list(catalog.indicators), catalog), margin=MARGIN) == []


def test_only_what_applies_is_asked(catalog: Catalog) -> None:
    weekly = shown(digest_modal(DigestForm(rhythm="weekly"), catalog, now=NOW))
    monthly = shown(digest_modal(DigestForm(), catalog, now=NOW))
    on_a_date = shown(digest_modal(DigestForm(day=MonthDay("day", 10)), catalog, now=NOW))
    review = shown(digest_modal(DigestForm(rhythm="review_month"), catalog, now=NOW))
    direct = shown(digest_modal(DigestForm(is_direct=True, scope="package"), catalog, now=NOW))
    reminder = shown(digest_modal(DigestForm(scope="reminder"), catalog, now=NOW))
    assert ids.DIGEST_WEEKDAYS in weekly
    assert not {ids.DIGEST_DAY, ids.DIGEST_MONTH} & weekly
    assert ids.DIGEST_DAY in monthly
    assert not {ids.DIGEST_WEEKDAYS, ids.DIGEST_CLOSED, ids.DIGEST_PACKAGE} & monthly
    assert ids.DIGEST_CLOSED in on_a_date
    assert {ids.DIGEST_MONTH, ids.DIGEST_DAY} <= review
    assert ids.DIGEST_CHANNEL not in direct
    on_change = shown(digest_modal(DigestForm(rhythm="on_change"), catalog, now=NOW))
    assert {ids.DIGEST_TIME, ids.DIGEST_UNTIL, ids.DIGEST_CLOSED} <= on_change
    assert not {ids.DIGEST_DAY, ids.DIGEST_LAYOUT, ids.DIGEST_QUIET} & on_change
    assert ids.DIGEST_UNTIL not in monthly
    assert ids.DIGEST_PACKAGE in direct
    assert ids.DIGEST_QUIET not in reminder


def test_a_field_that_is_hidden_for_a_while_keeps_what_it_held(catalog: Catalog) -> None:
    first = digest_modal(DigestForm(rhythm="weekly", channel=ROOM), catalog, now=NOW)
    chosen = read_digest(submitted(first, digest_weekdays=["1", "4"], digest_rhythm="monthly", digest_name="月報"))
    second = digest_modal(chosen, catalog, now=NOW)
    assert ids.DIGEST_WEEKDAYS not in shown(second)
    back = read_digest(submitted(second, digest_rhythm="weekly", digest_place="me"))
    third = read_digest(submitted(digest_modal(back, catalog, now=NOW), digest_place="channel"))
    assert (third.weekdays, third.name, third.channel) == ((1, 4), "月報", ROOM)


def test_the_next_three_dates_stand_in_the_form(catalog: Catalog) -> None:
    form = DigestForm(day=MonthDay("last_day"), on_closed="previous", at=time(17, 15))
    assert (
        "• 2026年11月30日（月）17:15\n• 2026年12月28日（月）17:15\n• 2027年1月29日（金）17:15"
        in seen(digest_modal(form, catalog, now=NOW)["blocks"])
    )  # fmt: skip


def test_a_rule_without_a_date_says_so_in_place_of_the_dates(catalog: Catalog) -> None:
    never = DigestForm(rhythm="review_month", review_month=1, day=MonthDay("day", 1), on_closed="skip")
    assert "配信日が一度も来ません" in seen(digest_modal(never, catalog, now=NOW)["blocks"])
    unticked = DigestForm(rhythm="weekly", weekdays=())
    assert "曜日を1つ以上選んでください。" in seen(digest_modal(unticked, catalog, now=NOW)["blocks"])
    assert "配信時刻を選んでください。" in seen(digest_modal(DigestForm(at=None), catalog, now=NOW)["blocks"])


def test_a_mistake_is_told_where_it_can_be_mended(catalog: Catalog) -> None:
    direct = digest_modal(DigestForm(is_direct=True, scope="goal", rhythm="weekly"), catalog, now=NOW)
    problems = [
        FieldProblem("weekdays", "曜日。"), FieldProblem("scope", "目標。"),
        FieldProblem("channel_id", "配信先。"), FieldProblem("grace", "猶予。"),
    ]  # fmt: skip
    assert problems_by_field(problems, direct) == {
        ids.DIGEST_WEEKDAYS: "曜日。",
        ids.DIGEST_GOAL: "目標。",
        ids.DIGEST_PLACE: "配信先。",
        ids.DIGEST_RHYTHM: "猶予。",
    }


@pytest.mark.parametrize("text", ["", "day", "day.0", "day.32", "business_day.16", "last", "day.x"])
def test_a_day_that_is_not_offered_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a day|invalid literal"):
        decode_day(text)


def test_a_forged_choice_is_refused(catalog: Catalog) -> None:
    view = submitted(digest_modal(DigestForm(), catalog, now=NOW))
    view["state"]["values"][ids.DIGEST_RHYTHM][ids.DIGEST_RHYTHM]["selected_option"] = {"value": "hourly"}
    with pytest.raises(ValueError, match="not offered"):
        read_digest(view)


def test_a_schedule_in_the_list_says_when_where_what_and_how_the_last_went(catalog: Catalog) -> None:
    *_, failure = slots("チャンネルがアーカイブされています。")
    view = view_of(schedule(scope=DigestScope("indicators", ("k3-3", "k3-4"))), last=failure)
    said = seen(digest_list_modal([view], catalog)["blocks"])
    for words in (
        "うまくいかなかった配信が1件",
        "*週報*\n毎週月・木 8:30（閉庁日は翌開庁日） ・ <#C0ROOM001>",
        scope_words(view.schedule.scope, catalog),
        "前回　2024年6月3日 9:00 失敗（チャンネルがアーカイブされています。）",
        "次回以降\n• 2026年11月24日（火）8:30\n• 2026年11月26日（木）8:30\n• 2026年11月30日（月）8:30",
    ):
        assert words in said
    assert labels(digest_list_modal([view], catalog)["blocks"]) == ["管理する", "定期配信を作る"]


def test_what_may_not_be_changed_has_no_buttons_for_it(catalog: Catalog) -> None:
    own, foreign = (digest_detail_modal(view_of(schedule(), can_change=can), catalog) for can in (True, False))
    assert labels(own["blocks"]) == [
        "プレビュー", "今すぐ配信", "一時停止する", "編集", "複製", "引き継ぐ", "削除", "一覧を見る",
    ]  # fmt: skip
    assert labels(foreign["blocks"]) == ["プレビュー", "一覧を見る"]
    [delete] = [e for block in own["blocks"] for e in block.get("elements", ()) if e["action_id"] == ids.DIGEST_DELETE]
    assert delete["confirm"]["style"] == "danger"


def test_a_paused_schedule_says_so_everywhere(catalog: Catalog) -> None:
    view = view_of(schedule(paused=True))
    assert "*週報*（一時停止中）" in seen(digest_list_modal([view], catalog)["blocks"])
    detail = digest_detail_modal(view, catalog)
    assert "状態　一時停止中" in seen(detail["blocks"])
    assert "再開する" in labels(detail["blocks"])
    assert digest_line(view).is_paused


def test_a_long_list_has_pages(catalog: Catalog) -> None:
    views = [view_of(schedule(id=f"s{n}", name=f"配信{n}")) for n in range(LISTED_AT_ONCE)]
    pages = [
        labels(digest_list_modal(views, catalog, page=page, pages=3)["blocks"])[LISTED_AT_ONCE + 1 :]
        for page in range(3)
    ]
    assert pages == [["次のページ"], ["前のページ", "次のページ"], ["前のページ"]]


def test_the_new_owner_comes_back_with_the_schedule() -> None:
    view = submitted(digest_owner_modal(schedule(), "U0SUZUKI"), digest_owner="U0SUZUKI")
    assert read_digest_owner(view) == ("s1", "U0SUZUKI")


def test_a_records_name_that_is_gone_is_said_to_be_gone(catalog: Catalog) -> None:
    assert (
        scope_words(DigestScope("package", ("pkg99",)), catalog) == "政策パッケージ「pkg99」（いまの計画にありません）"
    )
    assert scope_words(DigestScope("indicators", tuple(catalog.kpis)[:5]), catalog).endswith("ほか2件")
    assert describe(schedule().rule).startswith("毎週月・木")
