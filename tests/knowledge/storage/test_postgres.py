"""What the server adds to what every store promises: rows that are the record, transactions, an end at any moment."""

import logging
import re
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.model.errors import (
    AmbiguousDatabaseUrlError,
    BadDatabaseUrlError,
    DatabaseDownError,
    NewerDatabaseError,
)
from knowledge.storage.place import RecordPlace, open_records
from knowledge.storage.server import Server, server_at
from tests.postgres import PASSWORD, Cluster, running_cluster, wait_for

pytestmark = pytest.mark.process
TEXTS = st.text(st.characters() | st.sampled_from("\0\ud83d\udc00'\"\\%件𠮷"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
AMOUNTS = st.sampled_from(["12", "12.50", "-0.00", "1E+3", "0.1e-7", "▲3", "NaN", "9" * 70, " 1", "٣"])
MOMENTS = st.sampled_from(
    ["2024-06-03T00:00:00+00:00", "2024-06-03T09:00:00.000001+09:00", "2024-06-03T00:00:00", "0001-01-01T00:00+09:00"]
)
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "value": AMOUNTS | JSON,
        "at": MOMENTS | JSON,
        "as_of": st.sampled_from(["2024-02-29", "20240229", "2024-02-30"]) | JSON,
        "fiscal_year": st.integers(-(2**40), 2**40) | JSON,
        "provisional": JSON,
        "note": TEXTS | JSON,
        "rest": JSON,
        "city": JSON,
        "number": JSON,
    },
)


def in_order(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, Mapping) else value


@given(ENTRY | st.dictionaries(TEXTS, JSON, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_record_is_read_as_it_was_written_whatever_it_holds(server: Server, document: dict[str, Any]) -> None:
    for table in ("actuals", "of a later version"):
        records = server.records("actuals")
        number = records.table(table).insert(document)
        found = server.records("actuals").table(table).find(number)
        assert found is not None
        assert in_order(found) == in_order(document)
        assert {name: type(each) for name, each in found.items()} == {n: type(each) for n, each in document.items()}


def test_what_sql_can_ask_for_stands_in_columns_of_its_type(server: Server) -> None:
    entry = {"value": "1E+3", "at": "2024-06-03T09:00:00+09:00", "as_of": "2024-03-31", "fiscal_year": 2023}
    server.records("actuals").table("actuals 第2期").insert(entry)
    with server.connections.connection() as connection:
        row = connection.execute(
            "SELECT value + 1, at AT TIME ZONE 'UTC' = '2024-06-03', as_of + 1 = '2024-04-01', scope, rest::text"
            " FROM actuals WHERE city = %s",
            [server.city],
        ).fetchone()
    assert row is not None
    assert (str(row[0]), *row[1:4]) == ("1001", True, True, "第2期")
    assert row[4] == '{"value":"1E+3","at":"2024-06-03T09:00:00+09:00"}'


def test_of_many_who_take_an_event_at_once_one_gets_it(server: Server) -> None:
    records, meeting = server.records("bot"), threading.Barrier(8)

    def take(_: int) -> bool:
        meeting.wait()
        with records.locked("Ev1"):
            if records.has("events", "Ev1"):
                return False
            records.put(("events", "Ev1", {"body": None}))
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_whoever_locks_another_key_does_not_wait_and_whoever_locks_all_does(server: Server) -> None:
    records, order = server.records("deliveries"), list[str]()

    def locks(*keys: str) -> None:
        with records.locked(*keys):
            order.append(" ".join(keys) or "all")

    with ThreadPoolExecutor(2) as pool:
        with records.locked("s1"):
            pool.submit(locks, "s2").result()
            waiting = [pool.submit(locks), pool.submit(locks, "s1")]
            order.append("s1 first")
        for each in waiting:
            each.result()
    assert order[:2] == ["s2", "s1 first"]
    assert sorted(order[2:]) == ["all", "s1"]


def test_what_fails_in_between_leaves_nothing_in_any_store(server: Server) -> None:
    ledger, bot = server.records("actuals"), server.records("bot")
    before = ledger.version

    def fails() -> None:
        with ledger.locked():
            ledger.table("actuals").insert({"note": "a"})
            bot.put(("events", "Ev1", {"body": None}))
            raise ValueError("in between")

    with pytest.raises(ValueError, match="in between"):
        fails()
    assert (len(ledger.table("actuals")), bot.has("events", "Ev1"), ledger.version) == (0, False, before)
    assert ledger.table("actuals").insert({"note": "b"}) == 1


def test_nothing_of_one_city_is_seen_by_another(cluster: Cluster) -> None:
    here, there = (server_at(cluster.url).of_city(name) for name in ("札幌", "那覇"))
    for store, table in (("actuals", "actuals"), ("bot", "answers"), ("plans", "plans"), ("knowledge", "bases")):
        one, other = here.records(store), there.records(store)
        version = other.version
        one.put((table, "key", {"query": "札幌の"}))
        number = one.table(table).insert({"query": "札幌の"})
        assert (other.find(table, "key"), other.table(table).find(number), other.tables()) == (None, None, set())
        assert (len(other.table(table)), other.table(table).next_id, other.version) == (0, 1, version)
        other.table(table).remove(doc_ids=[number])
        other.drop_table(table)
        assert len(one.table(table)) == 2


def test_all_who_listen_in_a_process_hear_of_every_city_by_one_connection(own_cluster: Cluster) -> None:
    server = server_at(own_cluster.url)
    cities = [server.of_city("a"), server.of_city("b")]
    for city in cities:
        open_records(city, "actuals")
    heard: list[list[tuple[str, str]]] = [[], []]

    def fails(city: str, store: str) -> None:
        heard[0].append((city, store))
        raise RuntimeError("of one of them alone")

    ends = [cities[0].listen(fails), cities[1].listen(lambda city, store: heard[1].append((city, store)))]
    try:
        for number, city in enumerate(cities):
            wait_for(lambda: len(heard[0]) > 0, "it listens to nothing")
            open_records(city, "actuals").table("actuals").insert({"kind": "record"})
            wanted = ("ab"[number], "actuals")
            wait_for(lambda wanted=wanted: all(wanted in each for each in heard), "it is not heard of")  # type: ignore[misc]
        with server.connections.apart() as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            assert connection.execute(query).fetchone() == (1,)
    finally:
        for end in ends:
            end()


def test_work_is_done_by_one_at_a_time_and_nobody_waits_for_it(server: Server) -> None:
    with server.working_on("C1") as first, server.working_on("C1") as second, server.working_on("C2") as other:
        assert (first, second, other) == (True, False, True)
    with server.working_on("C1") as again:
        assert again
    with server.connections.connection() as connection:
        assert connection.execute("SELECT count(*) FROM work WHERE city = %s", [server.city]).fetchone() == (0,)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


def test_a_server_that_was_away_is_there_again_and_nothing_is_lost(
    own_cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    server = server_at(own_cluster.url)
    table = server.records("actuals").table("actuals")
    table.insert({"note": "before"})
    own_cluster.stop("QUIT")
    for call in (lambda: [*table], lambda: table.insert({"note": "meanwhile"})):
        with pytest.raises(DatabaseDownError, match=r"データベースにつながらない.*失われていません.*しばらくしてから"):
            call()
    own_cluster.start()

    def is_back() -> bool:
        try:
            return table.insert({"note": "after"}) > 0
        except DatabaseDownError:
            return False

    wait_for(is_back, "the pool does not come back")
    assert [each["note"] for each in table] == ["before", "after"]
    assert PASSWORD not in caplog.text
    server.connections.close()


def test_a_password_is_told_nowhere(cluster: Cluster, caplog: pytest.LogCaptureFixture) -> None:
    wrong = [
        cluster.url.replace(PASSWORD, "another-key"),
        cluster.url.replace("/postgres", "/not-there"),
        "postgresql://senryaku:another-key@127.0.0.1:1/senryaku",
    ]
    caplog.set_level(logging.DEBUG)
    for url in wrong:
        server = server_at(url)
        with pytest.raises(DatabaseDownError) as told:
            server.records("bot")
        for password in (PASSWORD, "another-key"):
            assert password not in f"{told.value} {server} {server!r} {caplog.text}"
        server.connections.close()
    for url in (
        "host=localhost password=another-key",
        "postgresql://senryaku:another-key",
        "postgresql://a:another-key@[h/x",
        "mysql://another-key@h",
    ):
        with pytest.raises(BadDatabaseUrlError) as bad:
            server_at(url)
        assert "another-key" not in str(bad.value)
        assert bad.value.__cause__ is None


@pytest.mark.parametrize("password", ["SEC@RET/x", "SEC@RET", "SEC/RET", "SEC@RET?x=y", "S/EC@RET"])
def test_a_password_that_may_end_at_more_than_one_place_is_refused_and_no_piece_of_it_told(password: str) -> None:
    pytest.importorskip("psycopg_pool")
    with pytest.raises(AmbiguousDatabaseUrlError, match="%40、%2F と書いてください") as told:
        server_at(f"postgresql://senryaku:{password}@127.0.0.1:55432/senryaku")
    assert not {"SEC", "RET"} & {*re.findall(r"[A-Z]{2,}", str(told.value))}


@pytest.mark.parametrize("password", ["SEC%40RET%2Fx", "S?E#C:RET"])
def test_a_password_that_ends_at_one_place_only_is_taken(password: str) -> None:
    pytest.importorskip("psycopg_pool")
    server = server_at(f"postgresql://senryaku:{password}@127.0.0.1:55432/senryaku")
    assert str(server) == "127.0.0.1:55432/senryaku"


@pytest.mark.parametrize(
    ("wrong", "by"),
    [
        (PASSWORD, "another-key"),
        ("127.0.0.1", "nowhere.invalid"),
        ("/postgres", "/not-there"),
        ("senryaku:", "nobody:"),
        (":PORT", ":99999"),
    ],
)
def test_what_waiting_does_not_mend_is_told_as_an_address_to_check(
    cluster: Cluster, caplog: pytest.LogCaptureFixture, wrong: str, by: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server = server_at(cluster.url.replace(wrong.replace("PORT", str(cluster.port)), by))
    for call in (server.told, lambda: server.records("bot")):
        with pytest.raises(DatabaseDownError, match="接続先（SENRYAKU_DATABASE_URL）の") as told:
            call()
        assert "しばらくしてから" not in str(told.value)
    assert "FATAL" not in caplog.text
    server.connections.close()


def test_tables_are_made_once_however_many_begin_at_the_same_time(own_cluster: Cluster) -> None:
    meeting = threading.Barrier(6)

    def begin(number: int) -> str:
        server = server_at(f"{own_cluster.url}?application_name=replica{number}")
        meeting.wait()
        server.records("bot").put(("events", f"Ev{number}", {"body": None}))
        server.connections.close()
        return "begun"

    with ThreadPoolExecutor(6) as pool:
        assert [*pool.map(begin, range(6))] == ["begun"] * 6
    server = server_at(own_cluster.url)
    assert len(server.records("bot").table("events")) == 6
    with server.connections.connection() as connection:
        connection.execute("INSERT INTO migrations (number, name) VALUES (9999, 'of a later version')")
    with pytest.raises(NewerDatabaseError):
        server_at(f"{own_cluster.url}?application_name=older").records("bot")
    server.connections.close()


def test_a_number_is_never_given_twice_and_those_kept_free_are_not_given(place: RecordPlace) -> None:
    table = open_records(place, "digests").table("ids")
    assert table.insert_multiple([{}, {}]) == [1, 2]
    table.remove(doc_ids=[2])
    assert table.insert({}) == 3
    table.write({7: {"a": 1}}, last_id=9)
    assert table.insert({}) == 10
    table.write({4: {}}, last_id=4)
    assert (table.next_id, [each.doc_id for each in table]) == (11, [1, 3, 7, 10, 4])
