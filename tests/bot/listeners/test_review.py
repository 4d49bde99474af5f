"""The yearly review in Slack: the table, its spreadsheet, and taking back by command."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import EDITORS, GENERAL, PLANNING, SATO, SUZUKI, TANAKA
from bot.views import ids
from tests.bot.listeners.conftest import MakeWorld
from tests.bot.views.judging import seen
from tests.world import World


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    world = make_world(writer_group=EDITORS)
    [answer] = world.after(world.person(SATO).mention(GENERAL, "待機児童数の目標値は？"))
    world.after(world.person(SATO).press(answer, ids.RECORD))
    world.outcome(
        world.person(SATO).submit({ids.ACTUAL_YEAR: "2023", ids.ACTUAL_VALUE: "48", ids.ACTUAL_SOURCE: "保育課"})
    )
    return world


def tables(message: PostedMessage) -> list[list[list[str]]]:
    found = [block["rows"] for block in message.blocks if block["type"] == "data_table"]
    return [[[cell["text"] for cell in row] for row in rows] for rows in found]


def test_the_review_counts_lists_and_names_what_is_missing(world: World) -> None:
    [review] = world.after(world.person(SUZUKI).mention(GENERAL, "令和5年度の検証表"))
    counts, rows = tables(review)
    assert counts[0] == ["区分", "指標数", "状態の内訳"]
    assert counts[-1] == ["合計", "47", "遅れ ▽ 1件、実績未登録 － 46件"]
    assert len(rows) == 48
    [own] = [row for row in rows if row[0] == "待機児童数"]
    assert own[1:] == ["遅れ ▽", "48人", "0人"]
    assert "実績は令和5年度・確定値、目標値は令和6年度です（異なる場合は併記）。" in seen(list(review.blocks))
    assert "政策パッケージ3 子育て子育ち応援・移住定住につなげるパッケージ：7件" in review.text
    assert "待機児童数" not in review.text


def test_its_spreadsheet_goes_into_the_thread_once(world: World) -> None:
    [review] = world.after(world.person(SUZUKI).mention(GENERAL, "令和5年度の検証表"))
    [shared] = world.after(world.person(TANAKA).press(review, ids.REVIEW_SHEET))
    assert shared.thread_ts == review.thread_ts
    [file] = shared.files
    book = load_workbook(io.BytesIO(world.slack.workspace.uploads[file].content or b""))
    assert next(sheet.max_row for sheet in book) >= 48
    [again] = world.after(world.person(TANAKA).press(review, ids.REVIEW_SHEET))
    assert (again.only_for, "すでに" in again.text) == (TANAKA, True)


def test_without_a_year_it_is_the_plans_last_one_that_has_ended(world: World) -> None:
    world.clock.ahead += datetime(2030, 6, 3, tzinfo=UTC) - world.clock()
    [review] = world.after(world.person(SUZUKI).mention(GENERAL, "検証表"))
    assert review.text.startswith("令和6年度 KPI 検証表。")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            "令和7年度の検証表",
            "令和7年度は計画期間（令和2年度〜令和6年度）の外のため、検証できません。計画期間の年度を指定してください。",
        ),
        ("kpi review 5", "「5」は、元号か西暦かが分かりません（2023、R5、令和5年度 のように書いてください）。"),
        ("2203年度の検証表", "「2203年度」は、扱える年度（1900年度から2100年度まで）の外です。"),
    ],
)
def test_a_year_that_nobody_can_tell_is_refused_with_the_reason(world: World, asked: str, why: str) -> None:
    [told] = world.after(world.person(SUZUKI).command("/senryaku", asked, channel=PLANNING))
    assert (told.only_for, told.text) == (SUZUKI, why)


def test_this_year_is_that_of_the_bots_own_clock(world: World) -> None:
    now = world.clock()
    world.clock.ahead = datetime(2031, 3, 31, 15, tzinfo=UTC) - now  # 1 April in Tokyo
    [review] = world.after(world.person(SUZUKI).command("/senryaku", "昨年度の検証表", channel=PLANNING))
    assert "令和12年度" in review.text
    [answer] = world.after(world.person(SUZUKI).command("/senryaku", "昨年度の待機児童数の実績は？", channel=PLANNING))
    assert "令和12年度の実績は登録されていません" in answer.text
    assert "最新の実績 48人（令和5年度・確定値）" in answer.text


def test_by_command_the_table_is_private_and_the_sheet_comes_by_direct_message(world: World) -> None:
    [review] = world.after(world.person(SUZUKI).command("/senryaku", "kpi review 2023", channel=PLANNING))
    assert review.only_for == SUZUKI
    sent = world.after(world.person(SUZUKI).press(review, ids.REVIEW_SHEET))
    assert [bool(message.files) for message in sent] == [False, True]
    assert {message.channel[0] for message in sent} == {"D"}


def test_an_entry_is_taken_back_by_command_by_those_who_may(world: World) -> None:
    [refused] = world.after(world.person(TANAKA).command("/senryaku", "kpi undo a1", channel=PLANNING))
    assert "登録を任された職員だけ" in refused.text
    [undone] = world.after(world.person(SUZUKI).command("/senryaku", "kpi undo a1", channel=PLANNING))
    assert undone.text == "待機児童数 令和5年度の記録 a1 を取り消しました。いまは値がありません。（記録 a2）"
    [unknown] = world.after(world.person(SUZUKI).command("/senryaku", "kpi undo a9", channel=PLANNING))
    assert "a9" in unknown.text
    assert "予期" not in unknown.text
