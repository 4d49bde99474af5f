"""The list of plans: ids of their own, keys that never change, nothing lost."""

from pathlib import Path

import pytest

from knowledge.model.data_files import STRATEGIES
from knowledge.model.errors import UnknownIdError
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.plans import PlanFacts
from knowledge.storage.place import RecordPlace
from knowledge.storage.plans import HeldPlan, PlanStore, TiedChannels, is_plan_id

PERIOD = Period(FiscalYear(2020), FiscalYear(2024))


def facts(title: str = "", id: str = "") -> PlanFacts:
    return PlanFacts(id=id, title=title, municipality="架空市", period=PERIOD)


def test_looking_creates_nothing(tmp_path: Path) -> None:
    store = PlanStore(tmp_path / "var")
    assert (store.all(), store.held(), store.chosen) == ((), (), "")
    assert TiedChannels(tmp_path / "var").plan_of("C1") is None
    assert not (tmp_path / "var").exists()


def test_two_plans_without_a_title_share_no_values(place: RecordPlace) -> None:
    store = PlanStore(place)
    one = store.add(Path("/a/city/strategy.txt"), facts())
    other = store.add(Path("/b/city/strategy.txt"), facts())
    assert (one.id, other.id) == ("city", "city-2")
    assert one.key != other.key


def test_a_revised_title_keeps_id_and_key(place: RecordPlace) -> None:
    store = PlanStore(place)
    before = store.add(Path("/a/strategy.txt"), facts("総合戦略"))
    after = PlanStore(place).add(Path("/a/strategy.txt"), facts("改訂 総合戦略"))
    assert (after.id, after.key, after.number) == (before.id, before.key, before.number)
    assert after.title == "改訂 総合戦略"


def test_the_first_plan_keeps_the_values_of_its_title_and_the_next_has_its_own(place: RecordPlace) -> None:
    store = PlanStore(place)
    first, second = (store.add(Path(f"/{name}/strategy.txt"), facts("総合戦略")) for name in ("a", "b"))
    assert (first.key, first.mark, first.folder) == ("総合戦略", "", "knowledge")
    assert (second.key, second.mark, second.folder) == ("b", "b", "knowledge-b")


def test_values_left_under_a_title_belong_to_the_plan_of_that_title(place: RecordPlace) -> None:
    store = PlanStore(place)
    store.add(Path("/a/strategy.txt"), facts("第1期"))
    assert store.add(Path("/b/strategy.txt"), facts("第2期"), frozenset({"第2期"})).key == "第2期"
    assert store.add(Path("/c/strategy.txt"), facts("第3期"), frozenset({"第2期"})).key == "c"


def test_a_removed_plan_comes_back_as_it_was(place: RecordPlace) -> None:
    store = PlanStore(place)
    kept = store.add(Path("/a/strategy.txt"), facts("第1期"))
    gone = store.add(Path("/b/strategy.txt"), facts("第2期"))
    store.use(gone.id)
    store.remove(gone.id)
    assert store.held() == (kept,)
    assert store.chosen == ""
    with pytest.raises(UnknownIdError):
        store.get(gone.id)
    assert store.add(Path("/b/strategy.txt"), facts("第2期")) == gone


def test_what_is_read_of_a_plan_is_known_without_opening_it(place: RecordPlace) -> None:
    added = PlanStore(place).add(Path("/a/strategy.txt"), facts("第2期", "k2"))
    [read] = PlanStore(place).held()
    assert read == added
    assert read.facts == facts("第2期", "k2")


def test_a_channel_is_tied_renamed_and_untied(place: RecordPlace) -> None:
    tied = TiedChannels(place)
    tied.tie("C1", "")
    assert tied.plan_of("C1") == ""
    tied.rename("C1", "C2")
    assert (tied.plan_of("C1"), TiedChannels(place).plan_of("C2")) == (None, "")
    tied.tie("C2", None)
    assert tied.plan_of("C2") is None


@pytest.mark.parametrize(
    ("text", "is_one"), [("kakuu-3", True), ("3", True), ("", False), ("架空", False), ("a@b", False)]
)
def test_an_id_is_short_and_plain(text: str, is_one: bool) -> None:
    assert is_plan_id(text) is is_one


def test_a_plan_that_came_with_the_program_is_read_where_the_program_stands_now(tmp_path: Path) -> None:
    [own] = {path.parent.name for path in STRATEGIES.glob("*/strategy.txt")}
    former = tmp_path / "knowledge" / "strategies" / own / "strategy.txt"
    moved = HeldPlan(number=1, id=own, strategy=str(former), key="k")
    assert moved.path == STRATEGIES / own / "strategy.txt"
    elsewhere = HeldPlan(number=1, id=own, strategy=str(tmp_path / own / "strategy.txt"), key="k")
    assert elsewhere.path == tmp_path / own / "strategy.txt"  # a city's own file is not replaced
    former.parent.mkdir(parents=True)
    former.write_text("", encoding="utf-8")
    assert moved.path == former
