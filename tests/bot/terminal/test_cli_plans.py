"""Several plans in one data folder, by the command: three editions of one city and a second city."""

import json
import os
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.delivery import DigestStore
from bot.values.taught import TaughtEntry, TaughtStore
from knowledge.indicators import Draft
from knowledge.model import Catalog, FiscalYear
from knowledge.storage import Database, KnowledgeStore, LedgerStore
from knowledge.storage.plans import TiedChannels
from tests.bot.conftest import Run
from tests.bot.digest_world import schedule
from tests.editions import write_edition, write_other_city

pytestmark = pytest.mark.usefixtures("first_start")
TODAY = ("--now", "2026-11-29T09:00")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for number in (1, 2, 3):
        write_edition(folder, number)
    write_other_city(folder)
    return folder


def added(run: Run, texts: Path, *names: str) -> None:
    """By the command; what came of it is copied for the next test that wants the same in a new folder."""
    data = Path(os.environ["SENRYAKU_DATA"])
    is_new, before = not data.exists(), texts / f"with {' '.join(names)}"
    if is_new and before.exists():
        shutil.copytree(before, data)
        return
    for name in names:
        ran = run("kb", "add", str(texts / name))
        assert ran.code == 0, ran.err
    if is_new:
        shutil.copytree(data, before)


def asked(run: Run, *lines: tuple[str, str, str]) -> list[dict]:  # type: ignore[type-arg]
    given = "\n".join(json.dumps({"id": id, "q": q, "after": after or None}) for id, q, after in lines)
    return [json.loads(line) for line in run("ask", "--batch", *TODAY, stdin=given).out.splitlines()]


def test_plans_are_listed_with_what_is_recorded_and_which_one_answers(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    run("kpi", "record", "k2-1", "--plan", "kakuu-2", "--year", "2021", "--value", "9500")
    listed = json.loads(run("kb", "list", "--json", *TODAY).out)
    assert [(one["id"], one["in_force"], one["used"], one["entries"]) for one in listed] == [
        ("kakuu-2", False, False, 1),
        ("kakuu-3", True, True, 0),
    ]
    told = run("kb", "list", *TODAY).out
    assert "計画期間は令和7年3月で終わっています。" in told
    assert "計画期間から自動" in told


def test_one_plan_alone_is_named_in_no_answer(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-3")
    [answer] = asked(run, ("a", "湖上バスの年間利用者数の目標は？", ""))
    assert "plan" not in answer
    assert "計画：" not in answer["text"]


def test_a_question_picks_its_plan_and_every_answer_names_one(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3", "kakuu-1", "kirinosato")
    answers = asked(
        run,
        ("a", "湖上バスの年間利用者数の目標は？", ""),
        ("b", "第2期の湖上バスの年間利用者数の目標は？", ""),
        ("c", "令和元年度の加工品の売上高の目標は？", ""),
        ("d", "霧ノ里町の加工品の売上高の目標は？", ""),
    )
    assert [answer["plan"]["id"] for answer in answers] == ["kakuu-3", "kakuu-2", "kakuu-1", "kirinosato"]
    for answer, value in zip(answers, ("15,000人", "13,000人", "20件", "2,000万円"), strict=True):
        assert answer["status"] == "answered"
        assert answer["text"].startswith(f"計画：{answer['plan']['title']}")
        assert value in answer["text"]
    assert "計画期間は令和7年3月で終わっています。" in answers[1]["text"]
    assert "終わっています" not in answers[0]["text"]


def test_the_yearly_table_names_its_plan_where_there_are_several(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-3")
    assert "計画：" not in run("kpi", "review", "--year", "2025", *TODAY).out
    added(run, texts, "kakuu-2")
    told = run("kpi", "review", "--year", "2023", "--plan", "kakuu-2", *TODAY).out
    assert "計画：第２期架空市" in told


def test_the_manifest_asks_the_plan_in_force(run: Run, texts: Path) -> None:
    added(run, texts, "kirinosato")
    [command] = json.loads(run("manifest", "--json").out)["features"]["slash_commands"]
    [answer] = asked(run, ("a", command["usage_hint"].split(" ／ ")[0], ""))
    assert answer["status"] == "answered"


def test_an_indicator_is_followed_through_the_editions(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3", "kakuu-1")
    run("kpi", "record", "k2-1", "--plan", "kakuu-2", "--year", "2021", "--value", "9500")
    first, then, before, beside, again = asked(
        run,
        ("a", "湖上バスの年間利用者数の目標は？", ""),
        ("b", "第2期のときの目標は？", "a"),
        ("c", "前の計画では？", "a"),
        ("d", "前の戦略と比べて", "a"),
        ("e", "今の戦略と比べて", "b"),
    )
    assert again["items"][0]["title"] == "湖上バスの年間利用者数"
    assert first["plan"]["id"] == beside["plan"]["id"] == "kakuu-3"
    assert then["plan"]["id"] == before["plan"]["id"] == "kakuu-2"
    assert "目標値は13,000人（令和6年度）です。" in then["text"]
    assert before["items"][0]["title"] == "湖上バスの年間利用者数"
    for words in ("9,500人（令和3年度", "目標値 13,000人（令和6年度）", "目標値 15,000人（令和11年度）"):
        assert words in beside["text"]


@pytest.mark.parametrize(
    "question",
    [
        "湖上バスの年間利用者数は前の戦略と比べてどう？",
        "第2期と第3期の湖上バスの年間利用者数を比べて",
        "第3期と前の戦略の湖上バスの年間利用者数の違い",
    ],
)
def test_two_editions_are_seen_beside_each_other(run: Run, texts: Path, question: str) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    shown = run("ask", question, *TODAY).out.replace("\n", "")
    assert "令和6年度）：湖上バスの年間利用者数：基準値 9,000人（平成30年度）" in shown
    assert "令和11年度）：湖上バスの年間利用者数：基準値 12,000人（令和5年度）" in shown


def test_three_editions_and_two_cities_are_seen_beside_each_other(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3", "kakuu-1", "kirinosato")
    name = "湖上バスの年間利用者数"
    three, _, thread, cities, gone = asked(
        run,
        ("a", f"第1期から第3期までの{name}", ""),
        ("b", f"{name}の目標は？", ""),
        ("c", "3つの計画で比べて", "b"),
        ("d", "架空市と霧ノ里町の加工品の売上高は？", ""),
        ("e", f"架空市と霧ノ里町の{name}を比べて", ""),
    )
    assert three["text"] == thread["text"]
    for year, target in (("令和元年度", "13,000人"), ("令和6年度", "13,000人"), ("令和11年度", "15,000人")):
        assert f"目標値 {target}（{year}）" in three["text"]
    assert cities["text"].count("加工品の売上高：基準値") == 2
    assert "第３期架空市" in gone["text"]
    assert f"「{name}」にあたるものは、霧ノ里町" in gone["text"]
    assert "目標値 15,000人（令和11年度）" in gone["text"]


def test_a_year_before_the_word_plan_picks_the_plan(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    _, thread, alone = asked(
        run,
        ("a", "湖上バスの年間利用者数の目標は？", ""),
        ("b", "令和3年度の計画では？", "a"),
        ("c", "令和3年度の計画での湖上バスの年間利用者数は？", ""),
    )
    for answer in (thread, alone):
        assert answer["plan"]["id"] == "kakuu-2"
        assert [item["title"] for item in answer["items"]] == ["湖上バスの年間利用者数"]


@pytest.mark.parametrize(
    "question", ["どんな計画がありますか？", "計画の一覧", "答えられる計画は？", "どの計画に答えられますか"]
)
def test_which_plans_there_are_is_said_where_there_are_several(run: Run, texts: Path, question: str) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    [answer] = asked(run, ("a", question, ""))
    assert answer["text"].startswith("お答えできる計画は2件です。\n・第２期架空市")
    assert "（令和2年度〜令和6年度）　※ 計画期間は令和7年3月で終わっています。" in answer["text"]
    assert "どの計画かを言わないご質問には「第３期架空市" in answer["text"]


def test_a_greeting_names_the_other_plans(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-3")
    assert "ほかに聞ける計画" not in run("ask", "こんにちは", *TODAY).out
    added(run, texts, "kakuu-2")
    for greeting in ("こんにちは", "使い方"):
        assert "ほかに聞ける計画：第２期架空市" in run("ask", greeting, *TODAY).out.replace("\n", "")


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("この計画について教えて", "kakuu-3"),
        ("第2期は？", "kakuu-2"),
        ("第2期について教えてください", "kakuu-2"),
        ("前の計画は？", "kakuu-2"),
        ("霧ノ里町の計画について", "kirinosato"),
        ("霧ノ里町って何？", "kirinosato"),
    ],
)
def test_who_asks_for_a_plan_and_no_more_is_shown_the_plan(run: Run, texts: Path, question: str, id: str) -> None:
    added(run, texts, "kakuu-2", "kakuu-3", "kirinosato")
    [answer] = asked(run, ("a", question, ""))
    assert answer["plan"]["id"] == id
    assert [item["kind"] for item in answer["items"]] == ["strategy"]
    assert "構成：基本目標" in answer["text"]
    assert "基本的方向0" not in answer["text"]


def test_a_plan_named_by_its_title_answers_as_without_it(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-3")
    title = json.loads(run("kb", "list", "--json", *TODAY).out)[0]["title"]
    plain, titled, short = asked(
        run,
        ("a", "湖上バスの年間利用者数の目標は？", ""),
        ("b", f"{title}の湖上バスの年間利用者数の目標は？", ""),
        ("c", "架空市の総合戦略における湖上バスの年間利用者数の目標は？", ""),
    )
    assert plain["items"] == titled["items"] == short["items"]
    assert (titled["status"], titled["query"]) == ("answered", f"{title}の湖上バスの年間利用者数の目標は？")


def test_a_slightly_other_name_is_followed_too_and_other_units_are_not_compared(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3", "kakuu-1")
    renamed, units = asked(
        run,
        ("a", "避難に時間がかかる世帯の割合は前の計画と比べてどう？", ""),
        ("b", "加工品の売上高は第1期と比べてどう？", ""),
    )
    assert "避難に時間のかかる世帯の割合：基準値 18.0%（平成30年度）" in renamed["text"]
    assert "単位が違うため（「万円」と「件」）、大小は比べていません。" in units["text"]


def test_what_another_edition_does_not_hold_is_said(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-3", "kakuu-1")
    _, gone, no_plan = asked(
        run,
        ("a", "子育て満足度指数の目標は？", ""),
        ("b", "第1期では？", "a"),
        ("c", "第5期の子育て満足度指数は？", ""),
    )
    assert (gone["status"], gone["items"]) == ("not_found", [])
    assert "「子育て満足度指数」にあたるものは" in gone["text"]
    assert (no_plan["status"], no_plan["items"]) == ("not_found", [])
    assert "「第5期」にあたる計画は加えられていません。" in no_plan["text"]


def test_use_decides_for_whatever_names_no_plan_until_it_is_automatic_again(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    assert run("kb", "use", "kakuu-2").code == 0
    assert json.loads(run("ask", "--json", "計画期間は", *TODAY).out)["plan"]["id"] == "kakuu-2"
    assert json.loads(run("kb", "export", *TODAY).out)["strategy"]["id"] == "kakuu-2"
    assert run("kb", "use", "auto").code == 0
    assert json.loads(run("ask", "--json", "計画期間は", *TODAY).out)["plan"]["id"] == "kakuu-3"
    assert run("kb", "use", "nobody").code == 1


def test_a_removed_plan_keeps_its_values(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    run("kpi", "record", "k2-1", "--plan", "kakuu-2", "--year", "2021", "--value", "9500")
    refused = run("kb", "remove", "kakuu-2", stdin="うん\nいいえ\n")
    assert refused.code != 0
    assert "「はい」か「いいえ」でお答えください。" in refused.err
    assert "中止しました。" in refused.err
    assert "中止しました。" in run("kb", "remove", "kakuu-2", stdin="").err
    ran = run("kb", "remove", "kakuu-2", "--yes")
    assert "実績の記録 1件は台帳に残っています。" in ran.out
    assert [one["id"] for one in json.loads(run("kb", "list", "--json").out)] == ["kakuu-3"]
    assert run("kpi", "list", "--plan", "kakuu-2").code == 1
    assert "ほかの戦略" in run("kpi", "list").out
    added(run, texts, "kakuu-2")
    assert "9,500人" in run("kpi", "show", "k2-1", "--plan", "kakuu-2").out
    assert run("kb", "remove", "kakuu-3", stdin="はい\n").code == 0
    assert "計画が一つだけ" in run("kb", "remove", "kakuu-2", "--yes").err


def test_a_removed_plan_says_what_becomes_of_its_channels_and_digests(run: Run, texts: Path, tmp_path: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    TiedChannels(tmp_path / "var").tie("C0KIKAKU", "")
    TiedChannels(tmp_path / "var").tie("C0OTHER", "kakuu-3")
    schedules = DigestStore(tmp_path / "var")
    schedules.add(schedule("s1"))
    schedules.add(schedule("s2", plan="kakuu-3"))
    told = run("kb", "remove", "kakuu-2", "--yes", *TODAY).out
    assert "この計画の定期配信 1件を一時停止しました" in told
    assert "この計画に結び付けたチャンネル 1件では、戻すまで「第３期架空市" in told
    assert {one.id: one.paused for one in DigestStore(tmp_path / "var").schedules()} == {"s1": True, "s2": False}


def test_the_same_plan_is_not_added_twice_unless_it_is_given_an_id(run: Run, texts: Path, tmp_path: Path) -> None:
    added(run, texts, "kakuu-3")
    copied = write_edition(tmp_path / "copy", 3)
    ran = run("kb", "add", str(copied))
    assert ran.code == 1
    assert "すでに kakuu-3 として加えられています" in ran.err
    assert run("kb", "add", str(copied), "--id", "架空").code == 2
    assert run("kb", "add", str(copied), "--id", "kakuu-3").code == 2
    assert run("kb", "add", str(copied), "--id", "trial").code == 0
    assert run("kb", "add", str(texts / "kakuu-3")).code == 0  # read anew
    assert len(json.loads(run("kb", "list", "--json").out)) == 2


def test_a_revised_title_keeps_its_values(run: Run, tmp_path: Path) -> None:
    folder = write_edition(tmp_path / "city", 3)
    run("kb", "build", str(folder))
    run("kpi", "record", "k2-1", "--year", "2024", "--value", "12500", "--yes")
    text = folder / "strategy.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("創生総合戦略", "創生総合戦略（改訂版）", 1), encoding="utf-8"
    )
    assert run("kb", "build", str(folder)).code == 0
    assert "12,500人" in run("kpi", "show", "k2-1").out


def test_building_another_text_takes_the_place_of_the_only_plan(run: Run, texts: Path) -> None:
    run("kb", "build", str(texts / "kakuu-2"))
    run("kb", "build", str(texts / "kirinosato"))
    assert [one["id"] for one in json.loads(run("kb", "list", "--json").out)] == ["kirinosato"]
    run("kb", "build", str(texts / "kakuu-2"))
    assert [one["id"] for one in json.loads(run("kb", "list", "--json").out)] == ["kakuu-2"]


def test_digests_are_of_the_plan_that_is_asked_for(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    told = run("digest", "preview", "--plan", "kakuu-2", *TODAY).out
    assert "計画：第２期架空市" in told
    assert "計画期間は令和7年3月で終わっています。" in told
    assert "計画：第３期架空市" in run("digest", "preview", *TODAY).out


def test_doctor_and_kpi_pages_say_that_a_period_is_over_and_ask_for_the_successor(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2")
    ended = "計画期間は令和7年3月で終わっています。"
    told = run("doctor", *TODAY).out
    assert ended in told
    assert "次の戦略を senryaku kb add で加えてください。" in told
    shown = run("kpi", "show", "k2-1", *TODAY).out
    assert ended in shown
    assert "kb add" not in shown  # nothing for those who only read


@pytest.mark.parametrize(
    "call",
    [
        ("kb", "build", "{text}"),
        ("kb", "new", "--yes", "{text}"),
        ("kb", "list"),
        ("ask", "こんにちは"),
        ("ask", "何ができますか"),
        ("ask", "使い方"),
        ("ask", "湖上バスの年間利用者数の目標は？"),
        ("ask", "令和5年度の検証表"),
        ("chat",),
        ("kpi", "list"),
        ("kpi", "review", "--year", "2023"),
        ("kpi", "review", "--year", "2023", "--json"),
        ("digest", "preview"),
        ("doctor",),
    ],
)
@pytest.mark.parametrize(("number", "says"), [(2, True), (3, False)])
def test_wherever_a_plan_is_shown_its_past_period_is_said(
    run: Run, texts: Path, call: tuple[str, ...], number: int, says: bool
) -> None:
    text = texts / f"kakuu-{number}"
    run("kb", "build", str(text))
    year = "2023" if number == 2 else "2025"
    asked = [part.format(text=text).replace("2023", year).replace("令和5年度", f"{year}年度") for part in call]
    ran = run(*asked, *TODAY)
    assert ran.code in (0, 1)  # doctor, of a machine without tokens
    assert ("計画期間は令和7年3月で終わっています。" in ran.out) == says


def as_of_0_2(data: Path, folder: Path) -> None:
    """A folder of the version before: one base, values and lessons under the title, and no list of plans."""
    catalog = Catalog(KnowledgeStore(data).rebuild(folder))
    title = catalog.strategy.title
    names = {one.id: one.name for one in catalog.indicators.values()}
    ledger = LedgerStore(Database(data / "actuals"), title, names)
    draft = Draft(indicator="k2-1", fiscal_year=FiscalYear(2021), value=Decimal(9500), unit="", by="試験")
    ledger.record([draft], {"k2-1": "人"}, at=datetime(2024, 6, 3, tzinfo=UTC))
    lesson = TaughtEntry(kind="word", by="試験", part="attribute", name="target", word="ゴール値")
    TaughtStore(data, title).teach(lesson, datetime(2024, 6, 3, tzinfo=UTC))


def test_a_folder_of_the_version_before_goes_on_with_its_values_and_lessons(
    run: Run, texts: Path, tmp_path: Path
) -> None:
    as_of_0_2(tmp_path / "var", texts / "kakuu-2")
    added(run, texts, "kakuu-3")
    listed = json.loads(run("kb", "list", "--json", *TODAY).out)
    assert [(one["id"], one["entries"]) for one in listed] == [("kakuu-2", 1), ("kakuu-3", 0)]
    then, now = asked(
        run, ("a", "第2期の湖上バスの年間利用者数のゴール値は？", ""), ("b", "湖上バスの年間利用者数の実績は？", "")
    )
    assert "9,500人（令和3年度" in then["text"]
    assert "目標値は13,000人（令和6年度）です。" in then["text"]
    assert "実績未登録" in now["text"]


def test_values_left_under_a_title_come_with_the_plan_of_that_title(run: Run, texts: Path, tmp_path: Path) -> None:
    """Built, recorded, and then another plan built in its place: all with the version before."""
    as_of_0_2(tmp_path / "var", texts / "kakuu-2")
    KnowledgeStore(tmp_path / "var").rebuild(texts / "kakuu-3")
    added(run, texts, "kakuu-2")
    listed = json.loads(run("kb", "list", "--json", *TODAY).out)
    assert [(one["id"], one["entries"]) for one in listed] == [("kakuu-3", 0), ("kakuu-2", 1)]


def test_a_strategy_that_is_asked_for_once_takes_nobodys_place(run: Run, texts: Path) -> None:
    added(run, texts, "kakuu-2", "kakuu-3")
    shown = run("ask", "--json", "計画期間は", "--strategy", str(texts / "kirinosato"), *TODAY)
    assert "２０２５年度から２０２９年度" in shown.out
    assert "plan" not in json.loads(shown.out)
    assert [one["id"] for one in json.loads(run("kb", "list", "--json").out)] == ["kakuu-2", "kakuu-3"]


def test_a_folder_that_has_moved_keeps_its_plan(run: Run, tmp_path: Path) -> None:
    run("kb", "build", str(write_edition(tmp_path / "here", 3)))
    run("kpi", "record", "k2-1", "--year", "2024", "--value", "12500", "--yes")
    (tmp_path / "here").rename(tmp_path / "there")
    assert run("kb", "build", str(tmp_path / "there" / "kakuu-3")).code == 0
    assert [one["id"] for one in json.loads(run("kb", "list", "--json").out)] == ["kakuu-3"]
    assert "12,500人" in run("kpi", "show", "k2-1").out
