"""Entries that cannot be read: left out, named, told to the admins once; strange files; doctor beside a writer."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tinydb.table import Document

from bot.app.record_checks import check_records, loss_notices
from bot.config import BotError
from bot.delivery.store import DigestStore
from bot.digests.result import result_text
from bot.digests.schedule import next_runs
from bot.digests.slot import recorded, refused
from bot.sandbox.state.seed import SATO
from bot.slack import BotStore, Notice
from bot.slack.store import GivenAnswer, Opinion
from knowledge.indicators import Draft, Ledger
from knowledge.indicators.exporting import export_json
from knowledge.indicators.ledger import end_of_day
from knowledge.model import FiscalYear
from knowledge.storage import Database, LedgerStore
from knowledge.storage.health import check_database
from knowledge.storage.ledger_store import LEDGER_KINDS
from knowledge.wording.moments import stamp_text
from tests.bot.digest_world import MORNING, schedule
from tests.bot.digests.slots import claimed

FAR = ("1e999999", "1e-999999", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "0001-01-01", "9999-12-31")
WRONG: tuple[Any, ...] = ("NaN", "2024-13-45", 5, None, [5], {"a": []}, -1, 10**30, *FAR)


def clock() -> datetime:
    return MORNING


def slot() -> Any:
    return claimed(MORNING)


def ledger(data: Path, strategy: str = "架空市の戦略") -> LedgerStore:
    return LedgerStore(Database(data / "actuals", LEDGER_KINDS), strategy)


def draft(year: int, value: str = "48") -> Draft:
    return Draft(indicator="k3-3", fiscal_year=FiscalYear(year), value=Decimal(value), by="架空の担当")


def use_everything(data: Path) -> None:
    """Every read of every store; whatever lies there, none of them fails."""
    for use in (use_bot, use_digests, use_ledger):
        use(data)


def use_bot(data: Path) -> None:
    bot = BotStore(data, clock)
    bot.unfinished()
    bot.opinions()
    bot.old_announcements()
    bot.context("C1 1.0")
    bot.find_answer("a")
    bot.find_answer_to("C1", "1.0")
    bot.find_answer_at("C1", "1.1")
    bot.find_opinion("a", SATO)
    bot.refused.kinds  # noqa: B018 - it reads
    bot.rename_channel("C8", "C9")
    bot.take("event", body={"x": "y"})
    bot.finish("event")


def use_digests(data: Path) -> None:
    digests = DigestStore(data, clock)
    for each in digests.schedules():
        next_runs(each, MORNING)
    digests.find("s1")
    result_text(digests.last_slot("s1"))
    digests.last_as_of("s1")
    for one in digests.slots("s1"):
        refused(one, MORNING)
    digests.forgotten_until("s1")
    digests.swap(None, slot())
    digests.requests()
    digests.notices.waiting()
    with suppress(BotError):
        digests.notices.once("done before", lambda _: None, refusal="これは済んでいます。")


def use_ledger(data: Path) -> None:
    show_values(ledger(data).ledger())


def show_values(found: Ledger) -> None:
    """As the commands do: summed up, written out and dated in Tokyo."""
    for entry in (*found.entries, *found.state.values(), *found.known_at(MORNING).entries):
        stamp_text(entry.at)
        assert len(entry.value_text) < 300
        assert (entry.value + 1) * 100 != entry.value
        assert entry.point.label
        assert end_of_day(entry.as_of or MORNING.date())
    json.dumps(export_json([], found))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    bot, digests = BotStore(tmp_path, clock), DigestStore(tmp_path, clock)
    bot.take("event", body={"x": "y"})
    bot.put_answer(GivenAnswer(key="a", query="架空の質問", asked_by=SATO, channel="C1", ts="1.1", question_ts="1.0"))
    bot.remember("C1 1.0", ["k3-3"])
    bot.put_opinion(Opinion(answer="a", user=SATO, rating="good"))
    bot.refused.note(frozenset({"card"}), "m")
    digests.add(schedule())
    digests.swap(None, slot())
    digests.swap(slot(), recorded(slot(), MORNING))
    digests.ask_now("s1", MORNING, by=SATO)
    digests.notices.put(Notice(key="word", user=SATO, text="架空"))
    digests.notices.once("done before", lambda _: None, refusal="")
    ledger(tmp_path).record([draft(2022), draft(2023)], {"k3-3": "人"}, at=datetime(2024, 5, 1, tzinfo=UTC))
    assert not [problem for health in check_records(tmp_path) for problem in health.problems]
    return tmp_path


def variants(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """With one field missing or of another kind, one level down as well; and of a later version."""
    for field, value in document.items():
        yield {name: kept for name, kept in document.items() if name != field}
        yield from ({**document, field: wrong} for wrong in WRONG)
        if isinstance(value, dict):
            yield from ({**document, field: inner} for inner in variants(value))
    yield {**document, "v": 2}
    yield {**document, "v": "x"}


USES = {"bot": use_bot, "digests": use_digests, "deliveries": use_digests, "actuals": use_ledger}


@pytest.mark.process  # takes long
@pytest.mark.parametrize("folder", USES)
def test_an_entry_of_any_other_shape_stops_nobody(data: Path, folder: str) -> None:
    database = Database(data / folder)
    for table in sorted(database.tables()):
        (document, *_) = database.table(table)
        for changed in variants(document):
            database.table(table).upsert(Document(changed, document.doc_id))
            USES[folder](data)
        use_everything(data)
        database.table(table).upsert(Document(dict(document), document.doc_id))
    list(check_records(data))


@pytest.mark.parametrize(
    ("folder", "table", "change", "told"),
    [
        (
            "actuals",
            "actuals 架空市の戦略",
            {"value": "NaN"},
            "記録 a1 を読めないため、除いています（value を",
        ),
        ("actuals", "actuals 架空市の戦略", {"kind": "forecast"}, "（kind を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"at": "2024-05-01T09:00:00"}, "（at を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"fiscal_year": 99999}, "（fiscal_year を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"value": "1e999999"}, "（value を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"at": "0001-01-01T00:00:00+09:00"}, "（at を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"as_of": "9999-12-31"}, "（as_of を読めません）"),
        ("actuals", "actuals 架空市の戦略", {"v": 2}, "（新しい版の senryaku が書いたものです）"),
        ("digests", "schedules", {"schedule": {"id": "s1"}}, "「schedules」の "),
        ("deliveries", "slots", {"slot": None}, "「slots」の "),
        ("deliveries", "notices", {"text": 5}, "「notices」の word を"),
        ("bot", "opinions", {"rating": None}, "「opinions」の "),
        ("bot", "answers", {"shown": "k1"}, "「answers」の a を"),
        ("bot", "events", {"at": 5}, "「events」の "),
        ("bot", "opinions", {"at": "0001-01-01T00:00:00+09:00"}, "（at を読めません）"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_and_told_to_each_admin_once(
    data: Path, folder: str, table: str, change: dict[str, Any], told: str
) -> None:
    Database(data / folder).table(table).update(
        change, doc_ids=[next(iter(Database(data / folder).table(table))).doc_id]
    )
    use_everything(data)
    (health,) = (each for each in check_records(data) if not each.is_sound)
    assert told in "".join(health.losses)
    notices = DigestStore(data, clock).notices
    for _ in range(2):
        for notice in loss_notices(data, ["U1", "U2"]):
            notices.put(notice)
        waiting = [notice for notice in notices.waiting() if notice.key.startswith("loss ")]
        assert [notice.user for notice in waiting] in (["U1", "U2"], [])
        for notice in waiting:
            assert "一部が読めません" in notice.text
            notices.told(notice)


def test_the_values_that_can_be_read_stay_and_say_that_others_are_missing(data: Path) -> None:
    store = ledger(data)
    assert not store.ledger().is_partial
    Database(data / "actuals").table("actuals 架空市の戦略").update({"value": "Infinity"}, doc_ids=[1])
    assert [entry.id for entry in ledger(data).ledger().entries] == ["a2"]
    assert ledger(data).ledger().is_partial
    (entry,) = ledger(data).record([draft(2024)], {"k3-3": "人"}, at=datetime(2025, 5, 1, tzinfo=UTC))
    assert entry.id == "a3"
    assert ledger(data).ledger().known_at(MORNING).is_partial


def test_a_delivery_whose_record_cannot_be_read_is_not_made_again(data: Path) -> None:
    table = Database(data / "deliveries").table("slots")
    table.update({"slot": {"schedule_id": "s1"}}, doc_ids=[next(iter(table)).doc_id])
    store = DigestStore(data, clock)
    assert store.is_unreadable(slot().key)
    assert not store.swap(None, slot())


@pytest.mark.parametrize("name", ["000099.journal", "000099.json", "000099.copy"])
def test_a_folder_with_the_name_of_a_file_is_told_and_not_used(data: Path, name: str) -> None:
    (data / "actuals" / name).mkdir()
    use_everything(data)
    assert f"「{name}」はフォルダーのため、使いません" in "".join(check_database(data / "actuals").problems)


def test_files_that_are_not_ours_are_told_and_not_used(data: Path) -> None:
    folder = data / "actuals"
    Database(folder).fold()
    (folder / "000005 (1).json").write_bytes(max(folder.glob("*.json")).read_bytes())
    (folder / "メモ.txt").write_text("架空")
    before = check_database(folder).good_generations
    use_everything(data)
    health = check_database(folder)
    assert health.good_generations == before
    assert len(health.problems) == 2
    assert "「000005 (1).json」は senryaku のファイルではないため、使いません" in health.problems[0]


def test_line_ends_of_windows_are_told_and_made_good(data: Path) -> None:
    folder = data / "actuals"
    Database(folder).fold()
    ledger(data).record([draft(2024)], {"k3-3": "人"}, at=datetime(2025, 5, 1, tzinfo=UTC))
    before = ledger(data).ledger().entries
    for path in (max(folder.glob("*.json")), max(folder.glob("*.journal"))):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert all("Windows" in problem for problem in check_database(folder).problems)
    assert ledger(data).ledger().entries == before


UNREADABLE = """
import os, sys
from pathlib import Path
from knowledge.model.errors import UnreadableStoreError
from knowledge.storage.database import Database
from knowledge.storage.health import check_database
if os.geteuid() == 0:
    os.seteuid(65534)  # root may read everything
folder = Path(sys.argv[1])
try:
    Database(folder)
except UnreadableStoreError as error:
    print(error)
print(*check_database(folder).problems)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize("name", ["000001.json", "000001.journal", "000001.copy"])
def test_a_file_that_may_not_be_read_is_one_sentence(name: str) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "actuals"
        database = Database(folder)
        database.table("actuals").insert({"value": "1"})
        database.fold()
        database.table("actuals").insert({"value": "2"})
        Path(place).chmod(0o777)
        folder.chmod(0o777)
        for path in folder.iterdir():
            path.chmod(0o666)
        (folder / name).chmod(0)
        ran = subprocess.run([sys.executable, "-c", UNREADABLE, str(folder)], capture_output=True, text=True)
    assert ran.stderr == ""
    said, problems = ran.stdout.splitlines()
    assert said.startswith("「")
    assert "を読めません。この場所を使う権限がありません" in said
    assert name in problems


FOLDING = """
import sys
from pathlib import Path
from knowledge.storage.database import Database
from tests.bot.digests.slots import claimed
database = Database(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10_000):
    database.table("actuals").insert({"value": str(number)})
    database.fold()
"""


@pytest.mark.process
def test_doctor_beside_a_process_that_folds_finds_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "actuals"
    with subprocess.Popen([sys.executable, "-c", FOLDING, str(folder)], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            for _ in range(100):
                assert check_database(folder).problems == ()
            assert running.poll() is None
        finally:
            running.kill()


@pytest.mark.parametrize("name", [5, ["x"], {}, True, 1.5])
def test_the_name_of_an_entry_that_is_none_leaves_it_out(tmp_path: Path, name: object) -> None:
    """The store knows its indicators here, as it does in the program."""
    store = LedgerStore(Database(tmp_path / "actuals", LEDGER_KINDS), "架空市の戦略", {"k3-3": "待機児童数"})
    store.record([draft(2022)], {"k3-3": "人"}, at=clock())
    table = Database(tmp_path / "actuals", LEDGER_KINDS).table("actuals 架空市の戦略")
    [kept] = list(table)
    table.insert({**kept, "fiscal_year": 2023, "name": name})
    assert [int(entry.fiscal_year) for entry in store.ledger().entries] == [2022]
    assert store.ledger().is_partial
    told = [loss for health in check_records(tmp_path) for loss in health.losses]
    assert any("記録 a2 を読めないため、除いています（name を読めません）" in loss for loss in told)
