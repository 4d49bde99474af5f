"""What is kept of people: said from the table by which the stores prune, and gone from every file once forgotten."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import filelock
import pytest

from bot.config.retention import RETENTION, kept_in, privacy_lines, privacy_note
from bot.delivery.store import DigestStore
from bot.digests.slot import Slot
from bot.sandbox.state.seed import PLANNING, SATO, SUZUKI
from bot.slack.notices import Notice
from bot.slack.store import BotStore, GivenAnswer, Opinion
from bot.values.taught import TaughtEntry, TaughtStore
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from knowledge.storage import Database
from knowledge.storage.archive import locked_databases
from knowledge.storage.durable import DurableFolder
from knowledge.storage.forgotten import FORGOTTEN_FILE, trace_of
from knowledge.storage.ledger_store import LedgerStore
from tests.bot.conftest import Run
from tests.bot.digest_world import schedule

NOW = datetime(2024, 6, 3, tzinfo=UTC)
WORDS, NAME = "移住の相談窓口はどこですか", "佐藤 花子"
TITLE = "市の戦略"


class Folder:
    """A data folder in which two people have left traces, many times over."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.now = NOW
        self.store = BotStore(data, lambda: self.now)
        self.digests = DigestStore(data, lambda: self.now)
        self.ledger = LedgerStore(Database(data / "actuals"), TITLE, {"k1-1": "指標"})
        self.taught = TaughtStore(data, TITLE)

    def leave_traces(self, user: str, *, name: str, words: str, year: int) -> None:
        answer = GivenAnswer(key=f"a {user}", query=words, asked_by=user, shown=("p3-12",), channel=f"D{user}")
        self.store.take(f"Ev {user}", body={"event": {"user": user, "text": words}})
        self.store.put_answer(answer, conversation=f"C1 command {user}")
        self.store.remember(f"D{user}", ("p3-12",))
        self.store.put_opinion(Opinion(answer="a", user=user, rating="bad", query=words, comment=f"{words}が知りたい"))
        made = schedule(f"s{year}", creator=user, editors=(SATO, SUZUKI), channel_id=PLANNING)
        self.digests.add(made)
        self.digests.add(schedule(f"d{year}", creator=user, channel_id=f"D{user}"))
        self.digests.ask_now(made.id, NOW, by=user)
        self.digests.notices.put(Notice(key=f"lost {year}", user=user, text="届きません"))
        draft = Draft(indicator="k1-1", fiscal_year=FiscalYear(year), value=Decimal(1), by=f"{name}（{user}）")
        self.ledger.record([draft], {"k1-1": "人"}, at=NOW)
        self.taught.teach(TaughtEntry(kind="word", by=user, part="kind", name="project", word=f"たくらみ{year}"), NOW)

    def fold(self) -> None:
        """As in the quiet hours of a long life: older generations and journals hold all of it as well."""
        for name in ("bot", "digests", "deliveries", "actuals", "taught"):
            Database(self.data / name).fold()

    def files_with(self, *texts: str) -> list[str]:
        found = [path for path in self.data.rglob("*") if path.is_file()]
        return [path.name for path in found if any(text in path.read_text("utf-8", "replace") for text in texts)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "var")
    made.leave_traces(SATO, name=NAME, words=WORDS, year=2021)
    made.fold()
    made.leave_traces(SUZUKI, name="鈴木 一郎", words="空き家の数は？", year=2022)
    made.fold()
    (made.data / "actuals" / "000001.journal.damaged").write_text(f"{NAME}（{SATO}）", encoding="utf-8")
    return made


def test_who_is_forgotten_stands_in_no_file_any_more(folder: Folder, run: Run) -> None:
    assert folder.files_with(SATO, NAME, WORDS)
    told = run("forget", SATO)
    assert told.code == 0
    assert folder.files_with(SATO, NAME, WORDS) == []
    assert folder.files_with(SUZUKI)
    for what in ("答えた質問", "回答へのご意見", "定期配信の設定", "登録された実績と取り消しの履歴"):
        assert re.search(rf"{what}.*: \d+件", told.out), what
    assert "senryaku backup で作った控え" in told.out
    assert "ありませんでした" in run("forget", SATO).out


def test_others_keep_their_words_without_the_mention(folder: Folder, run: Run) -> None:
    asked = GivenAnswer(key="a other", query=f"<@{SATO}> <@{SATO}|hanako> 空き家は？", asked_by=SUZUKI, channel="C1")
    folder.store.put_answer(asked)
    folder.store.put_opinion(Opinion(answer="a other", user=SUZUKI, rating="bad", comment=f"<@{SATO}>に聞きました"))
    folder.fold()
    assert run("forget", SATO).code == 0
    assert folder.files_with(SATO) == []
    kept = folder.store.find_answer("a other")
    assert kept is not None
    assert kept.query == "削除済み 削除済み 空き家は？"
    assert [one.comment for _, one in folder.store.opinions() if one.answer == "a other"] == ["削除済みに聞きました"]


def test_a_note_beside_a_value_keeps_its_words_without_the_mention(folder: Folder, run: Run) -> None:
    draft = Draft(
        indicator="k1-1",
        fiscal_year=FiscalYear(2019),
        value=Decimal(1),
        by="架空",
        note=f"<@{SATO}> に確認",
        source=f"{SATO} 調べ",
    )
    folder.ledger.record([draft], {"k1-1": "人"}, at=NOW)
    folder.fold()
    assert run("forget", SATO).code == 0
    assert folder.files_with(SATO) == []
    kept = next(one for one in folder.ledger.ledger().entries if one.by == "架空")
    assert (kept.note, kept.source) == ("削除済み に確認", "削除済み 調べ")


def test_what_cannot_be_read_is_forgotten_as_well(folder: Folder, run: Run) -> None:
    """Records of a later version, without a field, or with one of another type."""
    changes: tuple[dict[str, object], ...] = ({"v": 2}, {"at": 5}, {"created_at": None})
    bot, plans, actuals, taught, deliveries = (
        Database(folder.data / name) for name in ("bot", "digests", "actuals", "taught", "deliveries")
    )
    for plan in list(plans.table("schedules")):  # as a later version, and cut short
        plans.table("schedules").insert_multiple(
            [{**plan, "v": 2}, {"schedule": {"creator": plan["schedule"]["creator"]}}]
        )
    tables = [(taught, "taught"), (deliveries, "requests"), (deliveries, "notices")]
    tables += [(bot, name) for name in ("events", "answers", "contexts", "opinions")]
    tables += [(actuals, name) for name in actuals.tables() if name.startswith("actuals")]
    for database, name in tables:
        for document in list(database.table(name)):
            database.table(name).insert_multiple([{**document, **change} for change in changes])
            database.table(name).insert({field: value for field, value in document.items() if field != "at"})
    assert run("forget", SATO).code == 0
    assert folder.files_with(SATO, NAME, WORDS) == []
    assert folder.files_with("鈴木 一郎")
    assert [entry.value_text for entry in folder.ledger.ledger().entries if SUZUKI in entry.by] == ["1人"] * 2


@pytest.mark.parametrize("part", ["U", "U0", SATO[:-1], "command", "C1", "花子", "佐藤", "移住", "削除"])
def test_a_part_of_an_id_or_a_name_forgets_nobody(folder: Folder, run: Run, part: str) -> None:
    assert "ありませんでした" in run("forget", part).out
    assert folder.store.find_answer(f"a {SATO}") is not None
    assert folder.store.context(f"C1 command {SATO}") == ("p3-12",)
    assert [body["event"]["user"] for body in folder.store.unfinished()] == [SATO, SUZUKI]
    assert {entry.by for entry in folder.ledger.ledger().entries} == {f"{NAME}（{SATO}）", f"鈴木 一郎（{SUZUKI}）"}


def test_an_event_is_known_still_when_its_words_are_forgotten(folder: Folder, run: Run) -> None:
    run("forget", SATO)
    assert not folder.store.take(f"Ev {SATO}", body={})


def test_a_question_that_was_taught_is_said_to_keep_its_words(folder: Folder, run: Run) -> None:
    lesson = TaughtEntry(kind="example", by=SUZUKI, question=f"{WORDS} ", means=("事業",))
    folder.taught.teach(lesson, NOW)
    told = run("forget", SATO).out
    assert "質問の例のうち1件は、この人の質問と同じ文です。" in told
    assert lesson in folder.taught.lessons()
    assert "質問の例のうち" not in run("forget", SUZUKI).out


def test_what_forgetting_leaves_alone_is_named(folder: Folder, run: Run) -> None:
    assert "restore が残した前の中身が" not in run("doctor", "--privacy").out
    (folder.data / "bot" / "000001 (1).journal").write_text(WORDS, encoding="utf-8")
    folder.data.with_name("var.replaced-20240603-090000").mkdir()
    told = run("forget", SATO).out
    assert "「bot/000001 (1).journal」" in told
    assert "var.replaced-20240603-090000" in told
    assert "var.replaced-20240603-090000" in run("doctor", "--privacy").out


STORES = ("bot", "digests", "deliveries", "actuals", "taught")


STRANGE: tuple[object, ...] = (5, "x", [1], None, {}, {"by": 5}, {"slot": {"schedule_id": 7}}, {"keys": [5]})


def write_strange(data: Path, *entries: object) -> None:
    """By other hands: a whole entry of another type, too."""
    for store in STORES:
        database = DurableFolder(data / store)
        for table in database.state().tables:
            database.append([(table, str(900 + at), stored) for at, stored in enumerate(entries)])  # type: ignore[misc]


@pytest.mark.parametrize("stored", STRANGE)
def test_entries_that_are_no_records_hide_nobody(folder: Folder, run: Run, stored: object) -> None:
    write_strange(folder.data, stored)
    told = run("forget", SATO)
    assert told.code == 0
    assert folder.files_with(SATO, NAME, WORDS) == []
    if stored is not None:
        assert "読めない記録があります（" in told.out


def test_entries_that_are_no_records_stop_nobody(folder: Folder, run: Run) -> None:
    write_strange(folder.data, *STRANGE)
    assert run("forget", SATO).code == 0
    assert run("kpi", "list").code == run("doctor", "--privacy").code == 0
    assert "Traceback" not in run("doctor").err


@pytest.mark.parametrize("damaged", STORES)
def test_a_store_that_cannot_be_read_is_named_and_the_others_are_gone_through(
    folder: Folder, run: Run, damaged: str
) -> None:
    for path in (*(folder.data / damaged).glob("0*"), *folder.data.glob(f"{damaged}.newest")):
        path.unlink()
    (folder.data / damaged / "000009.json").write_bytes(b"rubbish")
    told = run("forget", SATO)
    assert told.code == 1
    assert "消せませんでした" in told.err
    assert damaged in told.err
    assert folder.files_with(SATO, NAME, WORDS) == []


def test_what_was_posted_of_a_direct_digest_goes_with_it_also_at_a_second_try(folder: Folder, run: Run) -> None:
    own, others = (
        Slot(schedule_id=id, due=NOW, channel_id=f"D{user}", run="r", parts=1, as_of=NOW, saved_at=NOW, held_since=NOW)
        for id, user in (("d2021", SATO), ("d2022", SUZUKI))
    )
    assert folder.digests.swap(None, own)
    assert folder.digests.swap(None, others)
    deliveries = folder.data / "deliveries"
    deliveries.rename(kept := folder.data / "kept")
    deliveries.write_text("not a folder")
    assert run("forget", SATO).code == 1
    deliveries.unlink()
    kept.rename(deliveries)
    assert run("forget", SATO).code == 0
    assert folder.files_with(SATO) == []
    assert DigestStore(folder.data).slots("d2022") == (others,)


def test_where_nobody_is_found_what_cannot_be_read_is_said(folder: Folder, run: Run) -> None:
    assert "読めない記録があります" in run("forget", "U0NOBODY").out
    (folder.data / "actuals" / "000001.journal.damaged").unlink()
    assert "読めない記録があります" not in run("forget", "U0NOBODY").out


def test_an_opinion_keeps_a_question_no_longer_than_the_answer_is_kept(folder: Folder) -> None:
    """Whose question it was stands in the answer alone: without it nobody could have it forgotten."""
    store = folder.store
    store.put_opinion(Opinion(answer=f"a {SATO}", user=SUZUKI, rating="bad", query=WORDS, comment="別のこと"))
    store.expire()
    assert [opinion.query for _, opinion in store.opinions() if opinion.comment == "別のこと"] == [WORDS]
    folder.now = NOW + timedelta(days=91)
    store.expire()
    assert [opinion.query for _, opinion in store.opinions()] == [""] * 3
    assert [opinion.comment for _, opinion in store.opinions() if opinion.user == SUZUKI][-1] == "別のこと"


def at(hour: int) -> tuple[str, str]:
    return "--now", f"2024-06-03T{hour:02}:00+09:00"


AGAIN = "控えを作ったあとに消した人（1人）の記録が控えに残っていたため、改めて消しました。"


def test_who_was_forgotten_after_a_backup_is_forgotten_again_when_it_is_restored(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    run("backup", str(tmp_path / "before.zip"), *at(9))
    run("forget", SATO, *at(10))
    run("backup", str(tmp_path / "after.zip"), *at(11))
    for hour, name, is_told in ((12, "before", True), (13, "after", False), (14, "before", True)):
        told = run("restore", str(tmp_path / f"{name}.zip"), *at(hour))
        assert (told.code, AGAIN in told.out) == (0, is_told)
        assert folder.files_with(SATO, NAME, WORDS) == []
        assert folder.files_with(SUZUKI)


def test_a_backup_from_before_says_that_it_brings_back_whom_an_earlier_version_forgot(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    """It noted when, and not of whom."""
    run("backup", str(tmp_path / "before.zip"), *at(9))
    (folder.data / "forgotten").write_text("2024-06-03T10:00:00+09:00\n", encoding="utf-8")
    told = run("restore", str(tmp_path / "before.zip"), *at(12)).out
    assert "控えを作ったあとに消した人の記録が戻りました（1回、最後は" in told
    assert folder.files_with(WORDS)


def test_the_records_of_a_trial_are_forgotten_and_kept_whole_in_a_backup(
    folder: Folder, run: Run, tmp_path: Path
) -> None:
    trial = Folder(folder.data / "sandbox")
    trial.leave_traces(SATO, name=NAME, words=WORDS, year=2023)
    trial.fold()
    with ExitStack() as stack, locked_databases(folder.data):
        for database in ("bot", "actuals", "taught"):
            lock = filelock.FileLock(trial.data / database / "lock", timeout=0)
            with pytest.raises(filelock.Timeout):
                stack.enter_context(lock)
    run("backup", str(tmp_path / "before.zip"), *at(9))
    assert run("forget", SATO, *at(10)).code == 0
    assert folder.files_with(SATO, NAME, WORDS) == []
    assert AGAIN in run("restore", str(tmp_path / "before.zip"), *at(12)).out
    assert folder.files_with(SATO, NAME, WORDS) == []
    assert (trial.data / "actuals").is_dir()


def test_what_must_stay_stays_without_the_name(folder: Folder, run: Run) -> None:
    run("forget", SATO)
    assert [(e.value_text, e.by) for e in folder.ledger.ledger().entries] == [
        ("1人", "削除済み"), ("1人", f"鈴木 一郎（{SUZUKI}）"),
    ]  # fmt: skip
    standing = {each.id: (each.creator, each.editors) for each in folder.digests.schedules()}
    assert standing.pop("s2021") == ("削除済み", (SUZUKI,))  # what went to their direct messages is gone
    assert standing == {"s2022": (SUZUKI, (SUZUKI,)), "d2022": (SUZUKI, ())}
    assert [lesson.by for lesson in folder.taught.lessons()] == ["削除済み", SUZUKI]


def test_stores_that_are_open_meanwhile_go_on(folder: Folder, run: Run) -> None:
    """As those of a bot that serves from the folder; it has read everything before."""
    before = folder.ledger.ledger()
    assert folder.store.find_answer(f"a {SATO}") is not None
    run("forget", SATO)
    assert folder.ledger.ledger() is not before
    assert folder.store.find_answer(f"a {SATO}") is None
    assert folder.store.find_answer(f"a {SUZUKI}") is not None
    folder.leave_traces("U0NEW", name="新人", words="新しい質問", year=2023)
    assert [entry.id for entry in folder.ledger.ledger().entries] == ["a1", "a2", "a3"]
    again = Folder(folder.data)
    assert len(again.ledger.ledger().entries) == 3
    assert again.store.find_answer("a U0NEW") is not None
    assert "正常" in run("doctor").out


def test_each_table_that_is_written_stands_in_the_table_of_what_is_kept(folder: Folder) -> None:
    for name in ("bot", "digests", "deliveries", "actuals", "taught"):
        for table in Database(folder.data / name).tables():
            assert table.split(" ")[0] in kept_in(name), f"{name}/{table}"


@pytest.mark.parametrize("table", ["events", "answers", "contexts", "opinions"])
def test_what_is_too_old_goes_the_day_after_from_every_file(folder: Folder, table: str) -> None:
    life = kept_in("bot")[table].life
    assert life is not None
    kinds: dict[str, Callable[[], object]] = {
        "events": lambda: folder.store.has_taken(f"Ev {SATO}"),
        "answers": lambda: folder.store.find_answer(f"a {SATO}"),
        "contexts": lambda: folder.store.context(f"D{SATO}"),
        "opinions": lambda: folder.store.find_opinion("a", SATO),
    }
    folder.now = NOW + life
    folder.store.expire()
    assert kinds[table]()
    folder.now = NOW + life + timedelta(minutes=1)
    folder.store.expire()
    assert not kinds[table]()


def test_questions_leave_every_file_when_their_time_is_over(folder: Folder) -> None:
    folder.now = NOW + timedelta(days=366)
    folder.store.expire()
    assert [path for path in folder.files_with(WORDS) if path] == []


def test_without_texts_no_words_of_anybody_are_kept(tmp_path: Path) -> None:
    store = BotStore(tmp_path, lambda: NOW, keeps_texts=False)
    store.take("Ev", body={"event": {"user": SATO, "text": WORDS}})
    store.put_answer(GivenAnswer(key="a", query=WORDS, asked_by=SATO), conversation="C1", finished="Ev")
    store.put_opinion(Opinion(answer="a", user=SATO, rating="bad", query=WORDS, comment=WORDS))
    assert [path for path in tmp_path.rglob("*") if path.is_file() and WORDS in path.read_text("utf-8")] == []
    assert store.find_opinion("a", SATO) is not None


def test_what_forgetting_leaves_is_a_mark_and_is_told(folder: Folder, run: Run) -> None:
    run("forget", SATO)
    [line] = (folder.data / FORGOTTEN_FILE).read_text(encoding="utf-8").splitlines()
    assert trace_of(SATO) in line
    assert SATO not in line
    document = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text(encoding="utf-8")
    for told in (run("doctor", "--privacy").out, document):
        assert "forgotten" in told
        assert "ユーザー ID や名前から作った印と日時だけを" in told.replace("\n", "")
        assert "名簿と照らし合わせれば" in told.replace("\n", "")


def test_doctor_and_home_say_what_the_table_says(run: Run) -> None:
    told = run("doctor", "--privacy").out
    assert told == "".join(f"{line}\n" for line in privacy_lines())
    for each in RETENTION:
        assert (each.what in told) is bool(each.of_people)
    assert "90日" in told
    assert "90日" in privacy_note(keeps_texts=True)
    assert "質問の文は保存しません" in privacy_note(keeps_texts=False)
