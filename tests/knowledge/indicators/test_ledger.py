"""The ledger: nothing is overwritten, everything can be taken back, any past state can be asked for."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.ledger import Draft, Entry, Ledger, Point, end_of_day
from knowledge.model.errors import LedgerConflictError, UnknownIdError
from knowledge.model.fiscal import FiscalYear, years_as_of
from knowledge.model.structs import replace
from knowledge.storage.ledger_store import LedgerStore
from knowledge.storage.place import RecordPlace, open_records
from tests.examples import examples
from tests.patience import PATIENCE_S
from tests.postgres import address

R4, R5 = FiscalYear(2022), FiscalYear(2023)
MAY = datetime(2024, 5, 1, 0, 30, tzinfo=UTC)
UNITS = {"k3-3": "人", "k3-4": "校区", "k1-1": "件", "population": "人"}


def draft(value: str = "40", *, year: FiscalYear = R5, by: str = "山田", **fields: object) -> Draft:
    plain = Draft(indicator="k3-3", fiscal_year=year, value=Decimal(value), by=by)
    return replace(plain, **fields)  # type: ignore[arg-type]  # a shorthand of the tests: fields by name


@pytest.fixture
def store(place: RecordPlace) -> LedgerStore:
    return LedgerStore(open_records(place, "actuals"))


def record(store: LedgerStore, *drafts: Draft, at: datetime = MAY) -> tuple[Entry, ...]:
    return store.record(drafts, UNITS, at=at)


def value(ledger: Ledger, year: FiscalYear = R5) -> str | None:
    entry = ledger.state.get(Point("k3-3", year, None))
    return str(entry.value) if entry else None


def test_what_was_recorded_reads_back_whole_after_reopening(store: LedgerStore, place: RecordPlace) -> None:
    full = draft("12.30", provisional=True, note="速報\n2行目", source="子ども保育課", sample=True)
    entry = record(store, full)[0]
    again = LedgerStore(open_records(place, "actuals")).ledger()
    assert again.entries == (entry,)
    assert (entry.id, entry.unit, entry.at, str(entry.value)) == ("a1", "人", MAY, "12.30")
    assert entry.value_text == "12.30人（架空の値）"
    assert entry.status == "架空の値"


def test_a_correction_names_what_it_replaces_and_both_stay(store: LedgerStore) -> None:
    record(store, draft("40"))
    record(store, draft("41", replaces="a1"))
    ledger = store.ledger()
    assert value(ledger) == "41"
    assert [entry.id for entry in ledger.history("k3-3")] == ["a1", "a2"]
    assert [ledger.status_text(id) for id in ("a1", "a2")] == ["訂正済み（a2）", "有効"]


def test_a_second_value_for_a_year_must_be_a_correction(store: LedgerStore) -> None:
    record(store, draft("40"))
    with pytest.raises(LedgerConflictError, match="令和5年度の実績はすでに登録されています（a1: 40人）") as refused:
        record(store, draft("41"))
    assert refused.value.entry == "a1"
    with pytest.raises(LedgerConflictError, match="いまの値は a1（40人）です"):
        record(store, draft("41", replaces="a9"))


def test_undoing_a_correction_brings_back_what_it_replaced(store: LedgerStore) -> None:
    record(store, draft("40"))
    record(store, draft("41", replaces="a1"))
    undo = store.undo("a2", by="佐藤", at=MAY, note="誤り")
    assert value(store.ledger()) == "40"
    assert (undo.id, undo.kind, undo.replaces, undo.by) == ("a3", "undo", "a2", "佐藤")
    store.undo("a3", by="佐藤", at=MAY)
    assert value(store.ledger()) == "41"


def test_a_correction_of_a_correction_does_not_bring_back_the_first(store: LedgerStore) -> None:
    record(store, draft("40"))
    record(store, draft("41", replaces="a1"))
    record(store, draft("42", replaces="a2"))
    assert value(store.ledger()) == "42"
    assert len(store.ledger().actuals("k3-3")) == 1


def test_what_cannot_be_undone_is_explained(store: LedgerStore) -> None:
    record(store, draft("40"))
    record(store, draft("41", replaces="a1"))
    with pytest.raises(LedgerConflictError, match="a1 は a2 で訂正されています。先にそちらを取り消してください"):
        store.undo("a1", by="佐藤", at=MAY)
    store.undo("a2", by="佐藤", at=MAY)
    with pytest.raises(LedgerConflictError, match="すでに a3 で取り消されています"):
        store.undo("a2", by="佐藤", at=MAY)
    record(store, draft("43", replaces="a1"))
    with pytest.raises(LedgerConflictError, match="その後 a4（43人）が登録されています"):
        store.undo("a3", by="佐藤", at=MAY)
    with pytest.raises(UnknownIdError, match="「a99」という記録はありません"):
        store.undo("a99", by="佐藤", at=MAY)


def test_what_was_known_at_the_end_of_september_can_be_asked(store: LedgerStore) -> None:
    record(store, draft("40", provisional=True), at=datetime(2024, 6, 3, tzinfo=UTC))
    last_moment = datetime(2024, 9, 30, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Tokyo
    record(store, draft("41", replaces="a1"), at=last_moment)
    record(store, draft("42", replaces="a2"), at=last_moment + timedelta(seconds=1))
    ledger = store.ledger()
    assert value(ledger.known_at(end_of_day(date(2024, 9, 30)))) == "41"
    assert value(ledger.known_at(end_of_day(date(2024, 9, 29)))) == "40"
    assert value(ledger.known_at(end_of_day(date(2024, 1, 1)))) is None
    assert value(ledger) == "42"


def test_a_population_belongs_to_a_day_and_1_april_to_the_year_that_has_ended(store: LedgerStore) -> None:
    assert years_as_of(date(2025, 4, 1)) == (2024, 2025)
    assert years_as_of(date(2025, 4, 2)) == (2025,)
    days = (date(2023, 10, 1), date(2024, 4, 1))
    for number, day in enumerate(days):
        population = draft(str(302_000 + number), indicator="population", as_of=day, year=years_as_of(day)[0])
        record(store, population)
    ledger = store.ledger()
    actuals = ledger.actuals("population")
    assert [entry.as_of for entry in actuals] == list(days)
    assert [(entry.fiscal_year, entry.value) for entry in actuals] == [(R5, Decimal(302_000)), (R5, Decimal(302_001))]
    assert actuals[-1].point.label == "2024年4月1日時点"


def test_a_real_value_replaces_an_invented_one_and_invented_ones_go_in_one_step(store: LedgerStore) -> None:
    record(store, draft("40", sample=True), draft("50", sample=True, year=R4))
    real = record(store, draft("38"))[0]
    assert real.replaces == "a1"
    assert [undo.replaces for undo in store.remove_samples(by="山田", at=MAY)] == ["a1", "a2"]
    assert value(store.ledger()) == "38"
    assert value(store.ledger(), R4) is None
    store.undo(real.id, by="山田", at=MAY)
    assert store.ledger().state == {}, "an invented value does not come back"
    assert store.remove_samples(by="山田", at=MAY) == ()


def test_values_of_an_indicator_that_vanished_are_kept_and_reported(store: LedgerStore) -> None:
    record(store, draft("40"), draft("3", indicator="k1-1"))
    assert [entry.id for entry in store.ledger().vanished({"k3-3"})] == ["a2"]
    assert len(store.ledger().entries) == 2


def test_several_drafts_are_recorded_all_or_none(store: LedgerStore) -> None:
    record(store, draft("40"))
    with pytest.raises(LedgerConflictError):
        record(store, draft("50", year=R4), draft("41"))
    with pytest.raises(LedgerConflictError, match="k3-3 の令和4年度の値が2つ以上あります"):
        record(store, draft("50", year=R4), draft("51", year=R4))
    assert [entry.id for entry in store.ledger().entries] == ["a1"]


def test_a_value_follows_its_indicators_name_when_rows_of_the_document_move(place: RecordPlace) -> None:
    def opened(**names: str) -> LedgerStore:
        return LedgerStore(open_records(place, "actuals"), names={id.replace("_", "-"): n for id, n in names.items()})

    whole = {"k3_3": "待機児童数", "k3_4": "学童保育所の受入校区数"}
    record(opened(**whole), draft("40"), draft("31", indicator="k3-4"))
    shorter = opened(k3_3="学童保育所の受入校区数")
    assert {e.indicator: str(e.value) for e in shorter.ledger().state.values()} == {"待機児童数": "40", "k3-3": "31"}
    assert [entry.id for entry in shorter.ledger().vanished({"k3-3"})] == ["a1"]
    record(shorter, draft("33", replaces="a2"))
    shorter.undo("a1", by="山田", at=MAY)
    state = opened(**whole).ledger().state
    assert {entry.indicator: str(entry.value) for entry in state.values()} == {"k3-4": "33"}


def test_the_ledger_is_read_again_only_after_a_write(store: LedgerStore, place: RecordPlace) -> None:
    record(store, draft("40"))
    ledger = store.ledger()
    assert store.ledger() is ledger
    record(LedgerStore(open_records(place, "actuals")), draft("3", indicator="k1-1"))
    assert len(store.ledger().entries) == 2


RACE = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from knowledge.indicators.ledger import Draft
from knowledge.storage.place import open_records
from knowledge.model.errors import LedgerConflictError
from knowledge.model.fiscal import FiscalYear
from knowledge.storage.ledger_store import LedgerStore
from tests.postgres import place_at
store, won = LedgerStore(open_records(place_at(sys.argv[1]), "actuals")), 0
for year in range(1970, 2070):
    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(year), value=Decimal(1), by=sys.argv[2])
    try:
        store.record([draft], {"k3-3": "人"}, at=datetime(2024, 5, 1, tzinfo=UTC))
        won += 1
    except LedgerConflictError:
        pass
print(won)
"""


@pytest.mark.process
def test_two_processes_recording_the_same_years_never_both_succeed(store: LedgerStore, place: RecordPlace) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", RACE, address(place), name], stdout=subprocess.PIPE, text=True)
        for name in ("bot", "cli")
    ]
    assert sum(int(run.communicate(timeout=PATIENCE_S)[0]) for run in runs) == 100
    assert len(store.ledger().state) == len(store.ledger().entries) == 100


# Any ledger: replay against a model that is told what happens and never looks back

POINTS = [Point("k3-3", R5, None), Point("k3-3", R4, None), Point("k1-1", R5, None)]
STEPS = st.lists(st.tuples(st.sampled_from(["record", "correct", "undo"]), st.integers(0, 30)), max_size=25)


class Model:
    """What stands at each point as a stack: a value puts itself on top, an undo does the opposite of its target."""

    def __init__(self) -> None:
        self.stacks: dict[Point, list[str]] = {}
        self.effects: dict[str, tuple[bool, str]] = {}  # entry → whether it put a value on or took it off, and which

    def top(self, point: Point) -> str | None:
        stack = self.stacks.get(point)
        return stack[-1] if stack else None

    def apply(self, entry: Entry) -> None:
        stack = self.stacks.setdefault(entry.point, [])
        put, value = (True, entry.id) if entry.kind == "actual" else self.effects[entry.replaces or ""]
        if entry.kind == "undo":
            put = not put
        if put:
            stack.append(value)
        else:
            assert stack.pop() == value
        self.effects[entry.id] = (put, value)


def test_one_value_more_is_all_that_is_read(store: LedgerStore, place: RecordPlace) -> None:
    """What costs nothing among 100,000: the entries known before are the same objects, and so is their state."""
    store.record([draft(year=FiscalYear(year)) for year in range(2000, 2020)], UNITS, at=MAY)
    before = store.ledger()
    assert len(before.state) == 20
    LedgerStore(open_records(place, "actuals")).record([draft(year=FiscalYear(2020))], UNITS, at=MAY)
    after = store.ledger()
    assert all(new is old for new, old in zip(after.entries, before.entries, strict=False))
    assert (len(after.entries), len(after.state)) == (21, 21)


@examples(1000)
@given(STEPS)
def test_replay_equals_state_for_any_ledger(steps: list[tuple[str, int]]) -> None:
    ledger, model, states = Ledger(()), Model(), list[dict[Point, str]]()
    for step, number in steps:
        id, at = f"a{len(ledger.entries) + 1}", MAY + timedelta(minutes=len(ledger.entries))
        point = POINTS[number % len(POINTS)]
        wanted = draft(str(number), indicator=point.indicator, year=point.fiscal_year)
        try:
            if step == "undo":
                entry = ledger.undone(f"a{number % (len(ledger.entries) + 1)}", id=id, by="佐藤", at=at)
            else:
                replaces = model.top(point) if step == "correct" else None
                entry = ledger.recorded(replace(wanted, replaces=replaces), id=id, at=at, unit="人")
        except (LedgerConflictError, UnknownIdError):
            continue
        ledger = ledger.extended([entry])
        model.apply(entry)
        state = {point: entry.id for point, entry in ledger.state.items()}
        assert ledger.state == Ledger(ledger.entries).state
        assert state == {point: stack[-1] for point, stack in model.stacks.items() if stack}
        states.append(state)
    for entry, state in zip(ledger.entries, states, strict=True):
        assert {point: e.id for point, e in ledger.known_at(entry.at).state.items()} == state
