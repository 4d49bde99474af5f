"""Records copied to PostgreSQL and back: every one, checked, all or nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.api.readers import ReaderStore
from bot.app.record_checks import STORES
from bot.delivery.store import DigestStore
from bot.slack import Notice
from bot.slack.store import BotStore, GivenAnswer, Opinion
from bot.values.taught import TaughtEntry, TaughtStore
from knowledge.model.errors import CopiedOtherwiseError, NotEmptyPlaceError
from knowledge.model.plans import PlanFacts
from knowledge.storage import copying
from knowledge.storage.copying import copy_records
from knowledge.storage.database import Database
from knowledge.storage.place import RecordPlace, open_records
from knowledge.storage.plans import PlanStore
from knowledge.storage.server import Server, server_at
from tests.bot.conftest import Run
from tests.bot.delivery.test_store import slot
from tests.bot.digest_world import MORNING, schedule
from tests.postgres import Cluster

AT = datetime(2024, 6, 3, tzinfo=UTC)
NAMES = tuple(STORES)
EXPORTS = (
    ("kb", "export"),
    ("kpi", "list", "--json"),
    ("kpi", "history", "k3-3", "--json"),
    ("kpi", "export", "--format", "json", "-o", "OUT"),
    ("kpi", "export", "--format", "csv", "-o", "OUT"),
    ("digest", "list", "--json"),
    ("gaps", "--csv"),
)


def fill(place: RecordPlace) -> None:
    """Something of every store, with what only the document form can hold."""
    bot = BotStore(place, lambda: AT)
    bot.take("Ev1", body={"event_id": "Ev1", "text": "半分の\ud83d絵文字\0"}, edit=("C1 1.0", "2.0"))
    bot.put_answer(GivenAnswer(key="a", query="質問", asked_by="U1", shown=("p1-1",)), conversation="C1 1.0")
    bot.put_opinion(Opinion(answer="a", user="U1", rating="bad", query="質問", comment="違う"))
    digests = DigestStore(place, lambda: AT)
    digests.create(lambda id: schedule(id))
    gone = digests.create(lambda id: schedule(id))
    digests.delete(gone.id)
    digests.swap(None, slot())
    digests.ask_now("s1", MORNING, by="U1")
    digests.notices.put(Notice(key="lost s1", user="U1", text="送れません。"))
    taught = TaughtStore(place, "第2期")
    taught.teach(TaughtEntry(kind="example", by="佐藤", question="例は？", means=("p1-1",)), AT)
    taught.teach(TaughtEntry(kind="word", by="佐藤", part="facet", name="target", word="ゴール値"), AT)
    taught.take_back()
    ReaderStore(place).add("庁内ポータル", at=AT)
    later = open_records(place, "bot")
    later.put(("opinions", "of a later version", {"v": 2, "at": None, "rating": 5}))
    later.table("of a later version").insert({"x": [1, {"y": None}], "big": 10**30})


def given(place: RecordPlace) -> tuple[copying.RecordCount, ...]:
    return tuple(copying._counts({name: open_records(place, name) for name in NAMES}))


@pytest.mark.process
def test_there_and_back_nothing_is_changed(tmp_path: Path, server: Server) -> None:
    folder, again = tmp_path / "var", tmp_path / "again"
    fill(folder)
    counts = copy_records(folder, server, NAMES)
    assert {each.store for each in counts} == {*NAMES} - {"actuals", "plans"}
    assert copy_records(server, again, NAMES) == counts
    for name in NAMES:
        before, after = (Database(each / name) for each in (folder, again))
        for table in before.tables():
            assert [(d.doc_id, dict(d)) for d in before.table(table)] == [(d.doc_id, d) for d in after.table(table)]
    assert DigestStore(again).create(lambda id: schedule(id)).id == "s3", "no id is given again"
    assert (
        TaughtStore(server, "第2期").teach(
            TaughtEntry(kind="word", by="佐藤", part="facet", name="target", word="山"), AT
        )
        == 3
    )


@pytest.mark.process
def test_what_the_exports_say_is_the_same_to_the_byte(
    run: Run, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, again = tmp_path / "var", tmp_path / "again"
    for year, value in ((2020, "1,234"), (2021, "0.50"), (2022, "1,000.0")):
        said = run("kpi", "record", "k3-3", "--year", str(year), "--value", value, "--by", "企画課", "--yes")
        assert (said.code, said.err) == (0, "")
    fill(folder)

    def exports(data: Path) -> list[str]:
        out, told = tmp_path / "out", []
        for words in EXPORTS:
            out.unlink(missing_ok=True)
            said = run(*(str(out) if word == "OUT" else word for word in words), "--data", str(data))
            assert said.code == 0, said.err
            told.append(out.read_text() if out.exists() else said.out)
        return told

    url = database(cluster, "copied")
    expected = exports(folder)
    assert "件をすべて写し" in run("data", "copy", "--to", url).out
    monkeypatch.setenv("SENRYAKU_DATABASE_URL", url)
    assert exports(tmp_path / "elsewhere") == expected
    monkeypatch.delenv("SENRYAKU_DATABASE_URL")
    assert "件をすべて写し" in run("data", "copy", "--from", url, "--data", str(again)).out
    assert exports(again) == expected


def database(cluster: Cluster, name: str) -> str:
    """A database of its own there."""
    with server_at(cluster.url).connections.apart() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return cluster.url.removesuffix("/postgres") + f"/{name}"


@pytest.mark.process
def test_nothing_is_copied_over_what_is_there(tmp_path: Path, server: Server) -> None:
    fill(tmp_path / "var")
    fill(server)
    for source, target in ((tmp_path / "var", server), (server, tmp_path / "var")):
        before = given(target)
        with pytest.raises(NotEmptyPlaceError, match="すでに記録があります"):
            copy_records(source, target, NAMES)
        assert given(target) == before


@pytest.mark.process
def test_a_database_that_was_only_looked_at_is_empty(
    run: Run, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = tmp_path / "var", database(cluster, "looked_at")
    assert run("ask", "定住誘導推進事業とは？", "--data", str(folder)).code == 0
    fill(folder)
    monkeypatch.setenv("SENRYAKU_DATABASE_URL", url)
    assert run("ask", "定住誘導推進事業とは？", "--data", str(tmp_path / "elsewhere")).code == 0
    run("doctor", "--data", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("SENRYAKU_DATABASE_URL")
    server = server_at(url)
    assert {each.table for each in given(server)} == {"plans"}
    copied = run("data", "copy", "--to", url, "--data", str(folder))
    assert (copied.code, copied.err) == (0, "")
    assert given(server) == given(folder)


@pytest.mark.process
def test_a_database_to_which_somebody_added_a_plan_is_not(tmp_path: Path, server: Server) -> None:
    plans = PlanStore(server)
    for name in ("first", "second"):
        plans.add(tmp_path / name, PlanFacts(id=name, title=name))
    fill(tmp_path / "var")
    with pytest.raises(NotEmptyPlaceError):
        copy_records(tmp_path / "var", server, NAMES)


@pytest.mark.process
@pytest.mark.parametrize("is_to_server", [True, False])
def test_what_goes_wrong_on_the_way_leaves_nothing(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, is_to_server: bool
) -> None:
    source, target = (tmp_path / "var", server) if is_to_server else (server, tmp_path / "there" / "var")
    fill(source)
    sent = copying._copy_table
    monkeypatch.setattr(copying, "_copy_table", lambda a, b, table: sent(a, b, table) if table != "notices" else None)
    with pytest.raises(CopiedOtherwiseError):
        copy_records(source, target, NAMES)
    monkeypatch.undo()
    if isinstance(target, Path):
        assert [*target.parent.iterdir()] == []
    else:
        assert given(target) == ()
    assert copy_records(source, target, NAMES) == given(source)
