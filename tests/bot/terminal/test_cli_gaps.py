"""`senryaku gaps` and what is taught from there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.state.seed import TANAKA
from bot.slack.store import BotStore, GivenAnswer, Opinion
from knowledge.model.normalize import without_unseen
from tests.bot.conftest import Run

NOW = datetime(2024, 6, 3, tzinfo=UTC)
UNREAD = "待機児童数の着地点は？"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    store = BotStore(folder, lambda: NOW)
    for number, (text, gap) in enumerate([(UNREAD, "near"), ("市長の名前は？", "absent"), ("=1+1", "unread")]):
        store.put_answer(GivenAnswer(key=str(number), query=text, asked_by=TANAKA, gap=gap))
    store.put_opinion(Opinion(answer="1", user=TANAKA, rating="bad", query="市長の名前は？", comment="名前を"))
    return folder


def test_the_table_groups_counts_and_says_when(run: Run, data: Path) -> None:
    told = run("gaps")
    assert told.out.index("市長の名前は？") < told.out.index(UNREAD)
    assert "2回" in told.out
    assert "記載なし 1回、役に立たなかった 1回" in told.out
    assert "ご意見: 名前を" in told.out
    assert "近いもの 1回" in told.out


def test_the_csv_opens_in_excel_and_runs_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "gaps.csv"
    assert run("gaps", "--csv", "-o", str(file)).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    text = file.read_text("utf-8-sig")
    assert text.startswith("質問,回数,種類,最後に聞かれた日時")
    assert "'=1+1," in text
    assert run("gaps", "--csv").out.startswith("質問,")


def test_without_gaps_it_says_so(run: Run) -> None:
    assert "まだ記録されていません" in run("gaps").out


def test_what_is_tried_are_also_the_names_of_the_plan_and_a_word_of_many_names_is_warned_of(
    run: Run, data: Path
) -> None:
    told = run("gaps", "word", "子育て", "--as", "目標値").out
    assert "試した 65件の質問" in told  # two examples, three that were asked, sixty by name
    assert "20件の事業・KPIなどの名前に使われています" in told
    assert "名前に使われています" not in run("gaps", "word", "着地点", "--as", "目標値").out


def test_a_word_is_previewed_added_used_and_taken_back(run: Run, data: Path) -> None:
    before = run("ask", UNREAD).out
    previewed = run("gaps", "word", "着地点", "--as", "目標値")
    assert "1件の答えが変わります" in previewed.out
    assert "--apply" in previewed.out
    assert run("ask", UNREAD).out == before
    assert run("gaps", "word", "着地点", "--as", "目標値", "--apply").code == 0
    assert "0人" in run("ask", UNREAD).out
    again = run("gaps", "word", "着地点", "--as", "目標値", "--apply")
    assert again.code == 1
    assert "すでに" in again.err
    assert "取り消しました" in run("gaps", "undo").out
    assert run("ask", UNREAD).out == before
    assert run("gaps", "undo").code == 1


def test_any_earlier_addition_is_taken_back_by_its_number(run: Run, data: Path) -> None:
    for word in ("着地点", "到達水準", "仕上がり"):
        assert run("gaps", "word", word, "--as", "目標値", "--by", "企画課", "--apply").code == 0
    listed = run("gaps", "taught").out.splitlines()
    assert listed[0] == "1　言葉「着地点」（目標値と同じ意味）　企画課"
    assert "「着地点」（目標値と同じ意味）を取り消しました" in run("gaps", "undo", "1").out
    assert [line[0] for line in run("gaps", "taught").out.splitlines()] == ["2", "3"]
    gone = run("gaps", "undo", "1")
    assert (gone.code, gone.out) == (1, "")
    assert "番号 1 の追加はありません" in gone.err
    assert "「仕上がり」" in run("gaps", "undo").out
    assert run("gaps", "undo", "2").code == 0
    assert "まだありません" in run("gaps", "taught").out


def test_an_example_is_checked_by_kb_check(run: Run, data: Path) -> None:
    assert run("gaps", "example", UNREAD, "--means", "待機児童数", "--by", "企画課", "--apply").code == 0
    told = run("kb", "check")
    assert f"[例] gaps で加えた例: 「{UNREAD}」" in told.out
    assert "examples.toml" not in told.err
    assert run("gaps", "example", UNREAD, "--means", "ない名前").code == 1


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("", "加える言葉を書いてください"),
        (" \u200b ", "加える言葉を書いてください"),
        ("の", "だけでは加えられません"),
        ("には", "だけでは加えられません"),
        ("？", "だけでは加えられません"),
        ("ヌ", "だけでは加えられません"),
        ("着" * 51, "50字まで"),
        ("目標値", "すでに「"),
        ("担当課", "すでに「"),
    ],
)
def test_a_word_that_is_none_or_has_its_meaning_is_refused_in_one_sentence(
    run: Run, data: Path, word: str, told: str
) -> None:
    for options in ((), ("--apply",)):
        refused = run("gaps", "word", word, "--as", "目標値", *options)
        assert (refused.code, refused.out) == (1, "")
        assert told in refused.err
        assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize(("question", "told"), [("", "加える質問を書いてください"), ("あ" * 501, "500字まで")])
def test_an_example_without_words_or_too_long_is_refused(run: Run, data: Path, question: str, told: str) -> None:
    refused = run("gaps", "example", question, "--means", "待機児童数", "--apply")
    assert (refused.code, refused.out) == (1, "")
    assert told in refused.err


def test_nothing_unseen_leaves_and_half_a_character_stops_nobody(run: Run, data: Path, tmp_path: Path) -> None:
    store = BotStore(data, lambda: NOW)
    odd = "未知\ud800の\u202eこと\x1b[31m"
    store.put_answer(GivenAnswer(key="odd", query=odd, asked_by=TANAKA, gap="unread"))
    file = tmp_path / "odd.csv"
    assert run("gaps", "--csv", "-o", str(file)).code == 0
    outs = [file.read_text("utf-8-sig"), run("gaps", "--csv").out, run("gaps").out]
    outs.append(run("gaps", "word", "着\u202e地点", "--as", "目標値", "--apply").out)
    for out in outs:
        assert without_unseen(out) == out.replace("\r\n", "\n")
    assert "「着地点」" in outs[-1]
