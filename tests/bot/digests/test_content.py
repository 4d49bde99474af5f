"""What a digest says: a function of schedule, ledger now and ledger then, and of nothing else."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.render import DigestRenderer
from bot.digests.content import Digest, make_digest
from bot.digests.schedule import DigestScope, ScopeKind
from bot.digests.scope import LATE, year_to_record
from bot.digests.spreadsheet import digest_table
from bot.values.current import LedgerValues
from bot.views.digests.message import digest_messages, preview_text
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.exporting import NumberCell
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.model.structs import replace
from tests.bot.digest_world import schedule
from tests.bot.views.judging import judge_message
from tests.examples import examples

JUNE, AFTER = datetime(2024, 6, 3, 9, tzinfo=JST), datetime(2025, 6, 3, 9, tzinfo=JST)
WEEK = timedelta(days=7)
MOST_LINES = 12  # five of them name the worst


def ledger_of(catalog: Catalog, *values: tuple[str, int, str, datetime], sample: bool = False) -> Ledger:
    """(indicator, fiscal year, value, recorded at), oldest first; the same point again is a correction."""
    ledger = Ledger(())
    for id, year, value, at in values:
        draft = Draft(indicator=id, fiscal_year=FiscalYear(year), value=Decimal(value), by="企画課", sample=sample)
        if standing := ledger.state.get(draft.point):
            draft = replace(draft, replaces=standing.id)
        entry = ledger.recorded(draft, id=f"a{len(ledger.entries) + 1}", at=at, unit=catalog.indicator(id).unit)
        ledger = Ledger((*ledger.entries, entry))
    return ledger


def digest_of(
    catalog: Catalog,
    ledger: Ledger,
    scope: DigestScope = DigestScope("all"),  # noqa: B008 - frozen
    *,
    as_of: datetime = JUNE,
    before: datetime | None = None,
    **changes: Any,
) -> Digest:
    then = CurrentValues(catalog, ledger.known_at(before)) if before else None
    now = CurrentValues(catalog, ledger.known_at(as_of))
    return make_digest(schedule(scope=scope, **changes), now, then, as_of=as_of, before=before)


def test_the_first_digest_counts_states_and_names_what_is_unrecorded_and_for_which_year(catalog: Catalog) -> None:
    digest = digest_of(catalog, ledger_of(catalog, ("k3-3", 2023, "0", JUNE - WEEK)))
    assert digest.kind == "report"
    assert dict(digest.counts) == {"達成": 1, "実績未登録": len(catalog.indicators) - 1}
    assert digest.year == FiscalYear(2023)
    assert len(digest.unrecorded) == len(catalog.indicators) - 1
    assert digest.changes == ()
    head = digest_messages(digest)[0].text
    assert "はじめての配信です" in head
    assert "令和5年度の実績が未登録：" in head


def test_changes_since_last_time_come_with_values_and_states(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "48", JUNE - 2 * WEEK), ("k3-3", 2023, "0", JUNE - timedelta(days=1)))
    digest = digest_of(catalog, ledger, before=JUNE - WEEK)
    (change,) = digest.changes
    assert (change.value_before, change.value) == ("48人（令和4年度・確定値）", "0人（令和5年度・確定値）")
    assert change.state == "達成"
    assert not change.has_fallen
    assert [(own.indicator.id, chart.title) for own, chart in digest.charts] == [("k3-3", "待機児童数の推移")]


def test_what_fell_behind_stands_in_the_headline(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "0", JUNE - 2 * WEEK), ("k3-3", 2023, "60", JUNE - timedelta(days=1)))
    digest = digest_of(catalog, ledger, before=JUNE - WEEK)
    assert [change.indicator.id for change in digest.fallen] == ["k3-3"]
    said = digest_messages(digest)[0].text
    assert "から：新たな遅れ・悪化 1件、値が変わった指標 1件" in said
    state, value = "達成 ◎ → 後退 ▼、進捗 ▲11.1%", "0人（令和4年度・確定値） → 60人（令和5年度・確定値）"
    assert f"・待機児童数：{state}。{value}、目標値 0人（令和6年度）" in said


def test_a_correction_of_an_earlier_year_is_a_change_too(catalog: Catalog) -> None:
    ledger = ledger_of(
        catalog,
        ("k3-3", 2021, "50", JUNE - 2 * WEEK),
        ("k3-3", 2022, "48", JUNE - 2 * WEEK),
        ("k3-3", 2021, "49", JUNE - timedelta(days=1)),
    )
    digest = digest_of(catalog, ledger, before=JUNE - WEEK)
    assert len(digest.changes) == 1
    assert "待機児童数：遅れ ▽、進捗 11.1%。48人（令和4年度・確定値）（過年度の値を登録・訂正）" in preview_text(digest)


def test_when_nothing_changed_it_is_one_line_or_nothing(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2023, "48", JUNE - 2 * WEEK))
    line = digest_of(catalog, ledger, before=JUNE - WEEK)
    assert (line.kind, len(digest_messages(line))) == ("unchanged", 1)
    assert "\n" not in digest_messages(line)[0].text
    silent = digest_of(catalog, ledger, before=JUNE - WEEK, on_no_change="silent")
    assert (silent.kind, digest_messages(silent)) == ("silent", [])
    assert "変わりがないため、配信しません" in preview_text(silent)


def test_the_first_digest_is_never_silent(catalog: Catalog) -> None:
    assert digest_of(catalog, Ledger(()), on_no_change="silent").kind == "report"


def test_a_new_fiscal_year_is_a_change_because_other_values_are_missing(catalog: Catalog) -> None:
    april = datetime(2024, 4, 1, 9, tzinfo=JST)
    digest = digest_of(catalog, Ledger(()), as_of=april, before=april - timedelta(days=1), on_no_change="silent")
    assert (digest.kind, digest.year) == ("report", FiscalYear(2023))


def test_the_year_to_record_is_the_last_that_has_ended_in_tokyo_within_the_plan(catalog: Catalog) -> None:
    def year(*moment: int) -> FiscalYear | None:
        return year_to_record(catalog, datetime(*moment, tzinfo=JST))  # type: ignore[arg-type, misc]

    assert year(2024, 3, 31, 23) == FiscalYear(2022)
    assert year(2024, 4, 1) == FiscalYear(2023)
    assert year(2026, 11, 1) == FiscalYear(2024), "the plan ends with 令和6年度"
    assert year(2020, 5, 1) is None, "its first year has not ended"


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        (DigestScope("all"), 47),
        (DigestScope("package", ("pkg3",)), 8),
        (DigestScope("package", ("pkg9",)), 0),
        (DigestScope("goal", ("g2",)), 3),
        (DigestScope("indicators", ("k3-3", "g1-t1", "k9-99")), 2),
        (DigestScope("behind"), 1),
        (DigestScope("unrecorded"), 46),
    ],
)
def test_the_scope_decides_what_is_shown(catalog: Catalog, scope: DigestScope, count: int) -> None:
    digest = digest_of(catalog, ledger_of(catalog, ("k3-3", 2023, "60", JUNE - WEEK)), scope)
    assert len(digest.measures) == count
    assert digest_messages(digest)


def test_an_indicator_that_caught_up_is_told_once_where_only_late_ones_are_watched(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "60", JUNE - 2 * WEEK), ("k3-3", 2023, "0", JUNE - timedelta(days=1)))
    digest = digest_of(catalog, ledger, DigestScope("behind"), before=JUNE - WEEK)
    assert digest.measures == ()
    assert [change.indicator.id for change in digest.changes] == ["k3-3"]
    later = digest_of(catalog, ledger, DigestScope("behind"), as_of=JUNE + WEEK, before=JUNE, on_no_change="silent")
    assert later.kind == "silent"


def test_invented_values_are_marked_wherever_they_stand(catalog: Catalog) -> None:
    values = [("k3-3", year, "60", JUNE - WEEK) for year in (2021, 2022, 2023)]
    digest = digest_of(catalog, ledger_of(catalog, *values, sample=True), DigestScope("package", ("pkg3",)))
    head, *thread = digest_messages(digest)
    assert "架空の値を含みます" in head.text
    assert all("架空" in message.text for message in thread)


def test_the_headline_names_the_five_worst_and_the_whole_is_three_messages(catalog: Catalog) -> None:
    ids = list(catalog.indicators)
    early = [(id, 2022, "0", JUNE - 2 * WEEK) for id in ids]
    late = [(id, 2023, "1000000", JUNE - timedelta(days=1)) for id in ids[:40]]
    digest = digest_of(catalog, ledger_of(catalog, *early, *late), before=JUNE - WEEK)
    head, *thread = digest_messages(digest)
    lines, named = head.text.splitlines(), [own.name for own in digest.worst[:5]]
    assert [line.split("：")[0].removeprefix("・") for line in lines if line.startswith("・")] == named
    assert len(lines) <= MOST_LINES
    assert [block["type"] for message in thread for block in message.blocks if block["type"].startswith("data_")] == [
        "data_table",
        "data_visualization",
    ]


def test_with_a_spreadsheet_there_are_three_messages_still_and_nothing_is_left_out(catalog: Catalog) -> None:
    values = [(id, year, "1", JUNE - WEEK) for year in (2021, 2022, 2023) for id in catalog.indicators]
    plain, with_file = (
        digest_messages(digest_of(catalog, ledger_of(catalog, *values), attaches=attaches))
        for attaches in (False, True)
    )
    assert (len(plain), len(with_file)) == (3, 2)  # and the file
    [table] = with_file[1:]
    judge_message(table)
    assert [block["type"] for block in table.blocks if block["type"].startswith("data_")] == [
        "data_table",
        "data_visualization",
    ]
    assert all(indicator.name in table.text for indicator in catalog.indicators.values())
    assert plain[2].text.splitlines()[-1] in table.text


@pytest.mark.parametrize(("layout", "count"), [("short", 1), ("sections", 2)])
def test_charts_are_few_and_each_is_told_in_words(catalog: Catalog, layout: str, count: int) -> None:
    values = [(id, year, "1", JUNE - WEEK) for year in (2021, 2022, 2023) for id in catalog.indicators]
    messages = digest_messages(digest_of(catalog, ledger_of(catalog, *values), layout=layout))
    charts = [block for message in messages for block in message.blocks if block["type"] == "data_visualization"]
    assert len(charts) == count
    assert all(chart["title"].removesuffix("の推移") in messages[-1].text for chart in charts)


@pytest.mark.parametrize("layout", ["short", "sections"])
def test_every_indicator_in_scope_has_its_row_and_its_words(catalog: Catalog, layout: str) -> None:
    messages = digest_messages(digest_of(catalog, Ledger(()), layout=layout))
    said = "\n".join(message.text for message in messages)
    rows = [row[0]["text"] for m in messages for b in m.blocks if b["type"] == "data_table" for row in b["rows"][1:]]
    assert len(rows) == len(catalog.indicators)
    assert all(indicator.name in said for indicator in catalog.indicators.values())


def test_the_table_is_worst_first_and_says_once_what_its_amounts_share(catalog: Catalog) -> None:
    ledger = ledger_of(
        catalog,
        ("k3-3", 2023, "0", JUNE - 2 * WEEK),
        ("k1-1", 2023, "1", JUNE - 2 * WEEK),
        ("k2-1", 2022, "39.3", JUNE - 2 * WEEK),
        ("k3-3", 2023, "60", JUNE - timedelta(days=1)),
    )
    scope = DigestScope("indicators", ("k1-1", "k2-1", "k3-3", "k3-4"))
    _, table, *_ = digest_messages(digest_of(catalog, ledger, scope, before=JUNE - WEEK))
    [block] = [block for block in table.blocks if block["type"] == "data_table"]
    head, *rows = [[cell["text"] for cell in row] for row in block["rows"]]
    assert head == ["指標", "状態", "進捗", "最新の実績", "目標値"]
    assert rows[0][:4] == ["待機児童数", "後退 ▼（前回は達成 ◎）", "▲11.1%", "60人（前回は0人）"]
    assert [row[1].split()[0] for row in rows] == ["後退", "遅れ", "遅れ", "実績未登録"]
    assert "39.3万人（令和4年度・確定値）" in [row[3] for row in rows], "another year is said in the cell"
    assert "実績は令和5年度・確定値" in block["caption"]
    assert all(row[0] in table.text for row in rows)


def test_the_spreadsheet_holds_the_same_rows_as_figures(catalog: Catalog) -> None:
    ledger = ledger_of(catalog, ("k3-3", 2022, "48", JUNE - 2 * WEEK), ("k3-3", 2023, "60", JUNE - timedelta(days=1)))
    digest = digest_of(catalog, ledger, DigestScope("package", ("pkg3",)), before=JUNE - WEEK)
    table = digest_table(digest)
    assert table.name == "2024-06-03現在"
    assert [row[0] for row in table.rows] == [own.name for own in digest.ranked]
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert (first["KPI"], first["状態"], first["前回の状態"]) == ("待機児童数", "後退", "遅れ")
    assert isinstance(first["最新の実績"], NumberCell)
    assert (first["最新の実績"].value, first["前回の実績"]) == (Decimal(60), "48人（令和4年度・確定値）")


def test_the_spreadsheet_has_amounts_as_in_the_message_and_their_years_beside_them(catalog: Catalog) -> None:
    """Each a number under a format, though the plan prints words or a year in the cell; also a mean."""
    ledger = ledger_of(catalog, *(("g2-t1", year, value, JUNE) for year, value in ((2020, "3200"), (2021, "3301"))))
    table = digest_table(digest_of(catalog, ledger, as_of=AFTER))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    kept = [(row["目標値"], row["目標値の年度"]) for row in rows if "維持" in str(row["目標値"])]
    assert sorted(kept) == [("237,672人／日を維持", "令和6年度"), ("237,673人／日を維持", "令和6年度")]
    amounts = [row[name] for row in rows for name in ("基準値", "目標値", "最新の実績")]
    numbers = [cell for cell in amounts if str(cell)[:1].isdigit()]
    assert all(isinstance(cell, NumberCell) for cell in numbers)
    assert not any("年度" in str(cell) or "：" in str(cell) for cell in numbers)
    [mean] = [row["最新の実績"] for row in rows if row["目標値の年度"] == "令和6年度までの5年間の平均"]
    assert isinstance(mean, NumberCell)
    assert mean.value == Decimal("3250.5")


# --- the reminder


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [
        (datetime(2024, 3, 31, 23, 59, tzinfo=JST), "silent"),
        (datetime(2024, 4, 1, tzinfo=JST), "reminder"),
        (datetime(2024, 7, 31, 23, 59, tzinfo=JST), "reminder"),
        (datetime(2024, 7, 31, 15, tzinfo=UTC), "silent"),
        (datetime(2024, 8, 1, 9, tzinfo=JST), "silent"),
        (datetime(2025, 1, 6, 9, tzinfo=JST), "silent"),
    ],
)
def test_the_reminder_is_sent_from_april_to_july_of_tokyo(catalog: Catalog, as_of: datetime, kind: str) -> None:
    digest = digest_of(catalog, Ledger(()), DigestScope("reminder"), as_of=as_of)
    assert digest.kind == kind
    assert bool(digest_messages(digest)) is (kind == "reminder")


def test_the_reminder_falls_silent_once_nothing_is_missing(catalog: Catalog) -> None:
    values = [(id, 2023, "1", JUNE - WEEK) for id in catalog.indicators]
    assert digest_of(catalog, ledger_of(catalog, *values[1:]), DigestScope("reminder")).kind == "reminder"
    assert digest_of(catalog, ledger_of(catalog, *values), DigestScope("reminder")).kind == "silent"


# --- reproducible

moments = st.integers(-400, 0).map(lambda hours: JUNE + timedelta(hours=hours))
kinds: st.SearchStrategy[ScopeKind] = st.sampled_from(["all", "behind", "unrecorded", "reminder"])
ids = st.sampled_from(["population", "g1-t1", "g2-t1", "k1-1", "k3-3", "k4-2"])
records = st.lists(st.tuples(ids, st.integers(2018, 2023), st.integers(-5, 2000), moments), max_size=12)


@examples(60)
@given(records, kinds, moments, st.none() | st.integers(0, 200), st.sampled_from(["line", "silent"]))
def test_a_digest_is_the_same_whenever_it_is_made(
    catalog: Catalog,
    recorded: list[tuple[str, int, int, datetime]],
    kind: ScopeKind,
    as_of: datetime,
    hours_before: int | None,
    on_no_change: str,
) -> None:
    before = as_of - timedelta(hours=hours_before) if hours_before is not None else None
    values = sorted([(id, year, str(value), at) for id, year, value, at in recorded], key=lambda each: each[3])
    everything = ledger_of(catalog, *values)
    wanted = schedule(scope=DigestScope(kind), on_no_change=on_no_change)
    then = everything.known_at(as_of)
    made = DigestRenderer(lambda _: LedgerValues(catalog, lambda: then)).messages(wanted, as_of, before)
    again = DigestRenderer(lambda _: LedgerValues(catalog, lambda: everything)).messages(wanted, as_of, before)
    assert made == again
    if made:
        assert len(made[0].text.splitlines()) <= MOST_LINES


@examples(60)
@given(records, moments, moments)
def test_counts_groups_and_changes_agree_with_the_ledger(
    catalog: Catalog, recorded: list[tuple[str, int, int, datetime]], one: datetime, other: datetime
) -> None:
    before, as_of = sorted([one, other])
    values = sorted([(id, year, str(value), at) for id, year, value, at in recorded], key=lambda each: each[3])
    ledger = ledger_of(catalog, *values)
    digest = digest_of(catalog, ledger, as_of=as_of, before=before)
    now = CurrentValues(catalog, ledger.known_at(as_of))
    assert sum(count for _, count in digest.counts) == len(digest.measures) == len(catalog.indicators)
    touched = {entry.indicator for entry in ledger.entries if before < entry.at <= as_of}
    assert {change.indicator.id for change in digest.changes} <= touched
    assert {change.indicator.id for change in digest.fallen} <= touched
    late = digest_of(catalog, ledger, DigestScope("behind"), as_of=as_of)
    assert {own.indicator.id for own in late.measures} == {
        id for id in catalog.indicators if now.progress(id).state in LATE
    }


@pytest.mark.parametrize(
    ("id", "earlier", "now", "is_told"),
    [
        ("k2-2", "560", "380", True),  # 基準値 400人 → 目標値 600人
        ("k2-2", "560", "420", False),  # worse than it was, and still nearer than where it began
        ("k2-2", "380", "390", False),
        ("k3-3", "20", "60", True),  # 基準値 54人 → 目標値 0人: less is better
        ("k3-3", "60", "20", False),
        ("g5-t1", "230000", "204399", True),  # to be kept at the baseline
    ],
)
def test_past_the_targets_year_what_falls_below_its_baseline_is_told_as_worse(
    catalog: Catalog, id: str, earlier: str, now: str, is_told: bool
) -> None:
    """架空の値: the state is 未達成 before and after."""
    ledger = ledger_of(catalog, (id, 2023, earlier, AFTER - 2 * WEEK), (id, 2024, now, AFTER - timedelta(days=1)))
    corrected = ledger_of(catalog, (id, 2024, earlier, AFTER - 2 * WEEK), (id, 2024, now, AFTER - timedelta(days=1)))
    for each in (ledger, corrected):
        [change] = digest_of(catalog, each, as_of=AFTER, before=AFTER - WEEK).changes
        assert change.is_back == is_told
        assert change.has_fallen >= is_told
    [headline, *_] = digest_messages(digest_of(catalog, corrected, as_of=AFTER, before=AFTER - WEEK))
    assert ("新たな遅れ・悪化 1件" in headline.text) == is_told
    assert ("より後退" in headline.text) == is_told
