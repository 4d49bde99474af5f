"""A city officer tries the real bot by the page alone. Every step can be kept as a picture."""

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, TANAKA
from knowledge.storage.ledger_store import LedgerStore
from tests.stand_in import Slack

if TYPE_CHECKING:
    from tests.bot.sandbox.page.screen import Screen

THREAD, MODAL = "aside", "#modal"
LINES_BEFORE_PURPOSE = 3
DRAWN = """
  const chart = document.querySelector("aside figure.chart");
  const names = [...chart.querySelectorAll(".legend li")].map((one) => one.textContent.trim());
  const series = [...chart.querySelectorAll("g.series")].map((one, at) => ({
    name: names[at], marks: one.querySelectorAll(".mark").length,
    heights: one.querySelector("polyline.line").getAttribute("points").split(" ").map((pair) => pair.split(",")[1]) }));
  const years = [...chart.querySelectorAll("table.data tbody th")].map((one) => one.textContent);
  const said = chart.querySelector("figcaption, .chart-title, h3, h4") ?? chart;
  return { title: said.textContent.trim(), series, years };
"""


def ask(screen: "Screen", question: str, *, within: str = "main", answers: int = 1) -> None:
    """By mention in the channel, then into the thread that the answer stands in."""
    screen.say(question, within)
    screen.click(f"{answers}件の返信", "main")
    screen.wait_text(THREAD, "戦略ボット")


def close_modal(screen: "Screen") -> None:
    screen.click("閉じる", f"{MODAL} .modal-head")
    screen.wait(lambda: not screen.run("return document.querySelector(arguments[0])?.checkVisibility()", MODAL))


def test_asking_by_mention_and_following_up(screen: "Screen") -> None:
    ask(screen, "定住誘導推進事業とは？")
    screen.wait_text(THREAD, "住宅の購入に伴う転入者数")
    screen.shot("20-trial-card")
    screen.say("KPIは？", THREAD)
    screen.click("推移", THREAD)
    screen.wait_text(THREAD, "実績はまだ登録されていません")
    screen.shot("21-trial-follow-up")
    screen.click("原文", THREAD)
    screen.wait_text(f"{THREAD} .ephemeral", "原文")
    screen.shot("22-trial-source")


def test_several_hits_are_a_carousel(screen: "Screen") -> None:
    ask(screen, "移住支援の事業は？")
    screen.wait_text(THREAD, "定住誘導推進事業")
    screen.shot("23-trial-carousel")
    screen.click("詳しく", THREAD)
    screen.wait_text(THREAD, "取組")
    screen.shot("24-trial-detail")


@pytest.mark.usefixtures("samples")
def test_a_history_is_drawn_and_invented_values_are_marked(screen: "Screen") -> None:
    ask(screen, "待機児童数のKPIは？")
    screen.wait_text(THREAD, "架空の値")
    screen.shot("25-trial-kpi")
    screen.click("推移", THREAD)
    screen.wait_text(THREAD, "数値を表で見る")
    screen.shot("26-trial-history")
    drawn = screen.run(DRAWN)
    assert drawn["title"].startswith("待機児童数")
    [figures, expected, goal] = drawn["series"]
    assert figures["name"].startswith("基準値・実績")
    assert (expected["name"], goal["name"]) == ("見込み", "目標値 0")
    assert len(set(goal["heights"])) == 1  # one level, which its name tells
    assert len(set(expected["heights"])) > 1  # a way from the baseline to it
    assert figures["marks"] == len(drawn["years"])
    # the baseline comes first, and each point says its own figure
    assert drawn["years"] == ["令和元 基準値 54", "令和2 46", "令和3 39", "令和4 31", "令和5 24"]


@pytest.mark.usefixtures("samples")
def test_a_summary_for_the_meeting_as_wide_as_a_phone_and_its_pdf(screen: "Screen", slack: Slack) -> None:
    ask(screen, "定住誘導推進事業とは？")
    screen.click("会議用に表示", THREAD)
    screen.wait_text("main", "目的")
    screen.click("閉じる", "aside")
    screen.device(1920, 1080)
    screen.wait_text("main", "数値を表で見る")
    screen.shot("27-trial-meeting-projector")
    seen = screen.run(OF_MEETING)
    assert seen["table"] < seen["chart"] < seen["seen"]  # purpose, figures and chart in the first screen
    screen.device(390, 844, mobile=True)
    assert screen.run(OF_MEETING)["above"] <= LINES_BEFORE_PURPOSE
    wide, room = screen.run(OF_TABLE)  # what a chart folds away may be wider
    assert 0 < wide <= room
    screen.device(1920, 1080)
    screen.click("印刷用PDF", "main")
    screen.click("1件の返信", "main article.from-bot")
    assert screen.fetched("会議用シート", THREAD).startswith("%PDF-")
    screen.shot("28-trial-pdf")
    assert slack.refusals == []


def test_the_search_modal_finds_by_reading(screen: "Screen") -> None:
    screen.click("ショートカットとコマンド", "main")
    screen.click("戦略を調べる")
    screen.use(lambda field: field.send_keys("ていじゅう"), "input[role=combobox]", "", MODAL)
    screen.wait_text(f"{MODAL} [role=listbox]", "定住誘導推進事業")
    screen.shot("29-trial-type-ahead")
    screen.click("定住誘導推進事業", MODAL, "[role=option]")
    screen.click("調べる", f"{MODAL} .dialog-foot")
    screen.wait_text(MODAL, "政策パッケージ")
    screen.shot("30-trial-result")


def test_a_private_answer_is_shared_by_name(screen: "Screen", slack: Slack) -> None:
    screen.say("/senryaku 空き家の事業は？")
    screen.wait_text("main .ephemeral", "空き家")
    screen.shot("31-trial-private")
    screen.click("チャンネルに共有", "main .ephemeral")
    slack.wait_for(lambda _: [one for one in slack.posted(GENERAL) if one.only_for is None])
    screen.wait_text("main article:last-child", "共有")
    screen.shot("32-trial-shared")


def test_the_home_tab(screen: "Screen") -> None:
    screen.click("戦略ボット", "nav")
    screen.wait_text(".home", "政策パッケージ")
    screen.shot("33-trial-home")
    screen.click("メッセージ", "main", "[role=tab]")
    screen.say("待機児童数の目標値は？")
    screen.wait_text("main", "0人")
    screen.shot("34-trial-direct")


def test_a_guest_is_told_so_and_an_older_workspace_gets_words(screen: "Screen", slack: Slack) -> None:
    screen.choose("あなた", "来客")
    screen.say("待機児童数の目標値は？")
    screen.wait_text("main, aside", "職員の方")
    screen.shot("35-trial-guest")
    screen.choose("あなた", "鈴木")
    slack.workspace.has_new_blocks = False
    ask(screen, "パッケージ3のKPIは？")
    screen.wait_text(THREAD, "待機児童数")
    screen.shot("36-trial-older-workspace")
    assert {refusal.error for refusal in slack.refusals} == {"invalid_blocks"}


def test_a_value_is_recorded_by_whom_it_is_entrusted_to_and_is_in_the_next_answer(
    screen: "Screen", slack: Slack, ledger: LedgerStore
) -> None:
    ask(screen, "待機児童数の目標値は？")
    screen.click("実績を登録", THREAD)
    screen.wait_text(MODAL, "基準値")
    screen.click("登録する", f"{MODAL} .dialog-foot")
    screen.wait_text(f"{MODAL} .problem", "入力")
    screen.choose("年度", "令和4年度", MODAL)
    screen.type("実績値", "たくさん", MODAL)
    screen.click("登録する", f"{MODAL} .dialog-foot")
    screen.wait_text(f"{MODAL} .error", "たくさん")
    screen.shot("50-trial-record-refused")
    screen.use(lambda field: field.clear(), "input", "実績値", MODAL)
    screen.type("実績値", "48", MODAL)
    screen.click("登録する", f"{MODAL} .dialog-foot")
    screen.wait_text(MODAL, "登録しました")
    screen.shot("51-trial-recorded")
    assert [entry.value_text for entry in ledger.ledger().entries] == ["48人"]
    close_modal(screen)
    screen.say("KPIは？", THREAD)
    screen.wait_text(THREAD, "48人（令和4年度・確定値）")
    screen.shot("52-trial-after-recording")
    screen.open(PLANNING)
    screen.wait_text("main", "さんが実績を登録しました")
    screen.shot("53-trial-announced")
    assert slack.refusals == []


def test_others_are_told_who_may_record(screen: "Screen", slack: Slack) -> None:
    screen.open(viewer=TANAKA)
    assert "一般職員" in screen.text("#viewer")
    ask(screen, "待機児童数の目標値は？")
    screen.click("実績を登録", THREAD)
    screen.wait_text(f"{THREAD} .ephemeral", "登録を任された職員")
    screen.shot("54-trial-may-not-record")
    assert slack.workspace.modal(TANAKA) is None


def test_an_editor_reads_what_was_not_answered_and_teaches_a_word(screen: "Screen", slack: Slack) -> None:
    for question in ("待機児童数の着地点は？", "市長の名前は？"):
        screen.say(question)
    slack.wait_for_post(GENERAL, count=2)
    screen.open("home")
    screen.wait_text(".home", "答えられなかった質問")
    screen.run("arguments[0].scrollIntoView()", screen.find("button", "一覧を見る", ".home"))
    screen.shot("66-trial-gaps-home")
    screen.click("一覧を見る", ".home")
    screen.wait_text(MODAL, "記載なし 1回")
    screen.shot("67-trial-gaps-list")
    screen.click("言葉を教える：待機児童数の着地点", MODAL)
    screen.wait_text(MODAL, "その言葉の意味")
    screen.choose("その言葉の意味", "目標値", MODAL)
    screen.shot("68-trial-gaps-form")
    screen.click("確かめる", f"{MODAL} .dialog-foot")
    screen.wait_text(MODAL, "変わる質問：1件")
    screen.click("試した結果を確認しました", MODAL, "input")
    screen.shot("69-trial-gaps-tried")
    screen.click("加える", f"{MODAL} .dialog-foot")
    screen.wait_text(MODAL, "加えました")
    screen.shot("70-trial-gaps-taught")
    close_modal(screen)
    screen.open(GENERAL)
    screen.say("待機児童数の着地点は？")
    slack.wait_for(lambda _: [one for one in slack.posted(GENERAL) if "0人" in one.text])
    assert slack.refusals == []


@pytest.mark.usefixtures("samples")
def test_a_digest_is_made_and_its_time_comes(screen: "Screen", slack: Slack) -> None:
    screen.open(PLANNING)
    screen.say("/senryaku digest")
    screen.wait_text(MODAL, "次の3回の配信予定")
    screen.shot("60-trial-digest-form")
    screen.use(lambda field: field.clear(), "input", "名前", MODAL)
    screen.type("名前", "総合政策課のKPI日報", MODAL)
    screen.choose("間隔", "毎日", MODAL)
    screen.wait(lambda: "月のどの日に" not in screen.text(MODAL))
    screen.choose("内容", "政策パッケージ", MODAL)
    screen.wait_text(MODAL, "子育て子育ち応援")
    screen.choose("政策パッケージ", "子育て子育ち応援", MODAL)
    screen.click("閉庁日も配信する", MODAL, "input")
    screen.wait_text(MODAL, "次の3回の配信予定")
    screen.shot("61-trial-digest-filled")
    screen.click("保存する", f"{MODAL} .dialog-foot")
    screen.wait_text(MODAL, "保存しました")
    screen.shot("62-trial-digest-saved")
    close_modal(screen)
    assert slack.posted(PLANNING) == []
    screen.click("動作の確認", ".top")
    screen.click("＋1日", "aside")
    screen.wait_text("main", "総合政策課のKPI日報")
    screen.shot("63-trial-digest-posted")
    screen.click("閉じる", "aside")
    screen.click("件の返信", "main article.from-bot")
    screen.wait_text(f"{THREAD} table", "待機児童数")
    screen.shot("64-trial-digest-thread")
    assert slack.refusals == []
    screen.open("home")
    screen.wait_text(".home", "総合政策課のKPI日報")
    screen.shot("65-trial-digest-home")


@pytest.mark.usefixtures("samples")
def test_on_a_phone(screen: "Screen") -> None:
    screen.device(375, 740, mobile=True)
    screen.open(viewer=SATO)
    ask(screen, "パッケージ3のKPIは？")
    screen.wait_text(THREAD, "待機児童数")
    for dark in (False, True):
        screen.device(375, 740, mobile=True, dark=dark)
        screen.shot(f"37-trial-phone-{'dark' if dark else 'light'}")
        assert screen.run("return document.documentElement.scrollWidth") <= 375


@pytest.mark.usefixtures("samples")
def test_the_yearly_review_and_its_spreadsheet_are_as_wide_as_their_thread(screen: "Screen") -> None:
    ask(screen, "令和5年度の検証表")
    screen.wait_text(THREAD, "指標ごとの実績と状態")
    screen.wait_text(THREAD, "達成")
    screen.shot("55-trial-review")
    screen.click("Excel で受け取る", THREAD)
    screen.find("a", "検証表", THREAD)
    screen.shot("56-trial-review-sheet")
    wide = "return [...document.querySelectorAll('aside .table-room')].map((one) => one.scrollWidth - one.clientWidth)"
    for name, width, height in (("desk", 1440, 900), ("projector", 1920, 1080), ("phone", 390, 844)):
        screen.device(width, height, mobile=name == "phone")
        screen.shot(f"37-trial-review-{name}")
        assert screen.run(wide) == [0, 0], name


OF_MEETING = """
  const card = [...document.querySelectorAll("main article.from-bot")].pop();
  card.scrollIntoView({ block: "start" });
  const box = (selector) => card.querySelector(selector).getBoundingClientRect();
  const label = [...card.querySelectorAll("strong")].find((one) => one.textContent === "目的");
  const purpose = label.getBoundingClientRect();
  return { above: (purpose.top - box(".header").top) / purpose.height,
    table: box("table.data").bottom, chart: box("figure.chart svg").bottom,
    seen: document.querySelector("main .composer").getBoundingClientRect().top };
"""
OF_TABLE = """
  const room = [...document.querySelectorAll("main .table-room")].find((one) => !one.closest("figure"));
  return [room.scrollWidth, room.clientWidth];
"""
OVERFLOWS = (
    "return [...document.querySelectorAll('.table-room')].filter((one) => one.scrollWidth > one.clientWidth).length"
)
PARTED = """return [...document.querySelectorAll('.together')]
  .filter((one) => one.getClientRects().length > 1).map((one) => one.textContent)"""


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("question", ["遅れているKPIは？", "パッケージ3のKPIは？"])
def test_a_table_of_indicators_is_as_wide_as_a_phone_and_its_states_stay_in_one_line(
    screen: "Screen", question: str
) -> None:
    ask(screen, question)
    screen.wait_text(THREAD, "目標値")
    screen.device(390, 844, mobile=True)
    assert screen.run("return document.querySelectorAll('aside .together').length") > 0
    assert (screen.run(OVERFLOWS), screen.run(PARTED)) == (0, [])
