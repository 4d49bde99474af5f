"""What a conversation goes on about: what was shown last, the list that numbers count, and what the talk came from."""

import pytest

from knowledge.answers.answer import Answer, Item, Status
from knowledge.answers.conversation import MOST_BEFORE, MOST_REMEMBERED, at_hand, row_after, row_with
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.row import ThreadRow, row_of
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.wording.going_on import ALL_SHOWN
from tests.knowledge.actual_values import ledger_of

LIST = ("p1-1", "p1-2", "p1-3")


def _after(*shown: tuple[str, ...]) -> tuple[str, ...]:
    row: tuple[str, ...] = ()
    for one in shown:
        row = row_after(row, one)
    return row


def _answer(*ids: str, near: tuple[str, ...] = (), origin: tuple[str, ...] = (), leads: bool = False) -> Answer:
    items, offered = (tuple(Item("project", id, id, 1.0) for id in some) for some in (ids, near))
    status: Status = "answered" if ids else "not_found"
    return Answer("", status, "project", items, "", near=offered, origin=origin, leads=leads)


def test_a_place_counts_the_list_last_shown() -> None:
    row = row_of(_after(LIST, ("p1-2",), (), ("k1-1",)))
    assert (row.shown, row.listed) == (("k1-1",), LIST)


@pytest.mark.parametrize(
    "asked", ["KPIは？", "その目標値は？", "もっと詳しく", "2023", "令和6年度は？", "2番目は？", "3番のKPI"]
)
def test_what_says_more_than_a_number_is_asked_as_it_is_typed(asked: str) -> None:
    assert at_hand(asked, _after(LIST, ("p1-2",))) == asked


@pytest.mark.parametrize("asked", ["1番", "1", "1番目は？", "①", "１．"])
def test_a_number_alone_asks_for_that_place(asked: str) -> None:
    assert at_hand(asked, LIST) == "1番目は？"
    assert at_hand(asked, _after(LIST, ("p1-2",))) == "1番目は？"


@pytest.mark.parametrize("row", [(), ("p1-1",)], ids=["nothing shown", "one thing shown"])
def test_without_a_list_only_what_says_so_is_a_place(row: tuple[str, ...]) -> None:
    assert at_hand("2", row) == "2"
    assert at_hand("1番", row) == "1番目は？"


@pytest.mark.parametrize("asked", ["2", "(2)", "（２）", "2."])
def test_a_number_alone_counts_what_the_one_card_lists(asked: str) -> None:
    assert at_hand(asked, ("pkg1",), lambda id: id == "pkg1") == "2番目は？"
    assert at_hand(asked, ("p1-1",), lambda id: id == "pkg1") == asked


def test_the_one_record_offered_beside_a_refusal_is_the_first() -> None:
    offered = row_with((), _answer(near=("p3-8",)))
    assert at_hand("1", offered) == "1番目は？"
    assert at_hand("2", offered) == "2"


def test_another_list_takes_the_place_of_the_first() -> None:
    others = ("k1-1", "k1-2")
    assert row_of(_after(LIST, ("p1-2",), others, ("k1-2",))).listed == others


def test_what_was_shown_singly_is_where_the_talk_came_from() -> None:
    assert row_of(_after(("p1-1",), ("k1-1",))) == ThreadRow(("k1-1",), ("k1-1",), ("p1-1",))
    many = row_of(_after(*((f"k1-{at}",) for at in range(3 * MOST_BEFORE))))
    assert len(many.before) == MOST_BEFORE


def test_whose_package_was_asked_for_is_not_forgotten() -> None:
    row = row_of(row_with((), _answer("pkg3", origin=("p3-11",))))
    assert (row.shown, row.before) == (("pkg3",), ("p3-11",))


def test_of_several_that_are_not_alike_the_first_is_meant_and_numbers_count_all() -> None:
    row = row_of(row_with((), _answer(*LIST, leads=True)))
    assert (row.shown, row.listed) == (LIST[:1], LIST)


def test_of_the_first_in_some_order_the_next_can_be_asked_for() -> None:
    row = row_of(row_with((), replace(_answer("p1-2"), ranked=("p1-2", "p1-1", "p1-3"))))
    assert (row.shown, row.listed) == (("p1-2",), ("p1-2", "p1-1", "p1-3"))


def test_what_is_offered_beside_a_refusal_can_be_asked_for() -> None:
    row = row_of(row_with(("k1-1",), _answer(near=("p3-8", "p4-6"))))
    assert (row.shown, row.before, row.is_offered) == (("p3-8", "p4-6"), ("k1-1",), True)


def test_what_shows_and_offers_nothing_leaves_the_row_as_it_is() -> None:
    before = _after(LIST, ("p1-2",))
    assert row_with(before, _answer()) == before


def test_a_row_kept_is_bounded() -> None:
    many = tuple(f"p1-{at}" for at in range(3 * MOST_REMEMBERED))
    assert len(_after(many, ("p1-1",))) <= MOST_REMEMBERED + 2


@pytest.mark.parametrize(
    "before", ["政策パッケージ2のKPIは？", "子育てのKPIは？", "基本目標3のKPIは？", "空き家の事業は？"]
)
@pytest.mark.parametrize(
    ("text", "kind"), [("政策パッケージ3のKPIは？", "kpi"), ("政策パッケージ3の事業は？", "project")]
)
def test_a_question_that_says_of_which_all_it_asks_is_not_of_what_was_shown(
    engine: Engine, before: str, text: str, kind: str
) -> None:
    row = row_with((), engine.answer(before))
    told, alone = engine.answer(text, row), engine.answer(text)
    assert {item.kind for item in told.items} == {kind}
    assert [item.id for item in told.items] == [item.id for item in alone.items]


@pytest.mark.parametrize(("before", "text"), [("宿泊者数は？", "人口目標は何人？"), ("待機児童数は？", "KPI一覧")])
def test_the_plans_own_target_and_all_of_a_kind_are_not_of_what_was_shown(
    engine: Engine, before: str, text: str
) -> None:
    row = row_with((), engine.answer(before))
    alone = engine.answer(text)
    assert [item.id for item in engine.answer(text, row).items] == [item.id for item in alone.items]
    assert alone.items


@pytest.mark.parametrize(
    "text", ["ほかは？", "他には？", "残りは？", "残りも見せて", "もっと見せて", "ほかの28件は？", "続きは？"]
)
def test_the_rest_of_a_long_list_is_what_has_not_been_shown_of_it(engine: Engine, text: str) -> None:
    listed = engine.answer("KPI一覧")
    rest = engine.answer(text, row_with((), listed))
    assert [item.id for item in rest.items] == [item.id for item in listed.items][10:]
    assert rest.lead.startswith("ほかのKPIは28件です：")


def test_the_rest_of_a_list_keeps_its_figures_and_its_numbers(engine: Engine, catalog: Catalog) -> None:
    recorded = [(id, 2022, str(1 + at)) for at, (id, one) in enumerate(catalog.kpis.items()) if not one.compared_with]
    values = CurrentValues(catalog, ledger_of(catalog, *recorded, ("k3-3", 2024, "7")))
    for question in ("令和4年度の達成率が低いKPI", "令和4年度の実績一覧"):
        listed = engine.answer(question, (), values)
        row = row_with((), listed)
        rest = engine.answer("残りも見せて", row, values)
        assert listed.table
        assert rest.table
        assert rest.first == 11
        assert {id: listed.table.rows[id].rate for id in rest.table.rows} == {
            id: own.rate for id, own in rest.table.rows.items()
        }
        assert "令和4年度・確定値" in rest.text
        assert "令和6年度・確定値" not in rest.text
        after = row_with(row, rest)
        assert [one.id for one in engine.answer("12番目は？", after, values).items] == [listed.items[11].id]
        assert row_with(after, engine.answer("残りも見せて", after, values)) != after


def test_what_is_left_of_a_list_comes_to_an_end(engine: Engine) -> None:
    row, seen = row_with((), engine.answer("KPI一覧")), [*range(10)]
    while (rest := engine.answer("残りも見せて", row)).items:
        seen += range(rest.first - 1, rest.first + min(len(rest.items), 10 if len(rest.items) > 15 else 15) - 1)
        row = row_with(row, rest)
    assert seen == [*range(38)]
    assert rest.text == ALL_SHOWN


def test_of_a_list_of_thirteen_that_is_shown_whole_there_is_no_rest(engine: Engine) -> None:
    row = row_with((), engine.answer("パッケージ3の事業一覧"))
    assert len(row_of(row).shown) == 13
    assert engine.answer("残りも見せて", row).text == ALL_SHOWN


@pytest.mark.parametrize("text", ["ほかの事業は？", "2番目は？", "このうち累計のものは？"])
def test_what_is_asked_of_a_long_list_is_not_its_rest(engine: Engine, text: str) -> None:
    listed = engine.answer("KPI一覧")
    told = engine.answer(text, row_with((), listed))
    assert [item.id for item in told.items] != [item.id for item in listed.items][10:]


@pytest.mark.parametrize("first", ["待機児童対策のKPIは？", "保育士の確保のKPI"])
def test_a_list_shown_again_is_not_told_as_what_belongs_to_the_project_shown_since(engine: Engine, first: str) -> None:
    row: tuple[str, ...] = ()
    for question in (first, "子どもの保育環境整備事業"):
        row = row_with(row, engine.answer(question, row))
    assert engine.answer("すべて見せて", row).note.startswith("先にお示しした")


def test_a_list_of_which_one_is_left_is_counted_as_one(engine: Engine) -> None:
    """「1番目は？」 leaves the list as it is."""
    row: tuple[str, ...] = ()
    for question in ("観光の事業は？", "パッケージ2のだけ"):
        row = row_with(row, engine.answer(question, row))
    assert engine.answer("何件？", row).note == "先にお示しした一覧は1件です。"
    row = row_with((), engine.answer("観光の事業は？"))
    row = row_with(row, engine.answer("1番目は？", row))
    assert engine.answer("何件？", row).note == "先にお示しした一覧は3件です。"
