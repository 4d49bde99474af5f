"""The yearly review: complete, counted, and honest about what is missing."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import STATES
from knowledge.indicators.review import review_json, review_tables, review_year
from knowledge.indicators.samples import sample_drafts
from knowledge.indicators.thresholds import Thresholds
from knowledge.model.catalog import Catalog
from knowledge.model.errors import OutsidePlanError
from knowledge.model.fiscal import FiscalYear
from tests.knowledge.actual_values import ledger_of

R5 = FiscalYear(2023)


def values_of(catalog: Catalog) -> CurrentValues:
    return CurrentValues(
        catalog,
        ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40"), ("k1-1", 2022, "4"), ("g4-t1", 2023, "84")),
    )


def test_every_indicator_stands_in_it_once(catalog: Catalog) -> None:
    found = review_year(values_of(catalog), R5)
    assert [row.indicator.id for row in found.rows] == list(catalog.indicators)
    assert len(found.rows) == 47
    assert [group.id for group in found.groups][:3] == ["population", "g1", "g2"]


def test_counts_add_up_by_group_and_on_the_whole(catalog: Catalog) -> None:
    found = review_year(values_of(catalog), R5)
    assert list(found.counts) == list(STATES)
    total: Counter[str] = Counter()
    for group in found.groups:
        assert sum(group.counts.values()) == len(group.rows)
        total.update(group.counts)
    assert dict(total) == dict(found.counts)
    assert (found.counts["達成"], found.counts["遅れ"], found.counts["実績未登録"]) == (1, 1, 45)


def test_a_value_of_another_year_does_not_stand_in(catalog: Catalog) -> None:
    found = review_year(values_of(catalog), R5)
    (row,) = [row for row in found.rows if row.indicator.id == "k1-1"]
    assert row.is_missing
    assert row.entry is None


def test_what_is_missing_is_named_by_package(catalog: Catalog) -> None:
    missing = {group.id: len(group.missing) for group in review_year(values_of(catalog), R5).missing}
    assert missing["pkg3"] == 7
    assert "g4" not in missing
    assert sum(missing.values()) == 45


def test_tables_hold_what_the_review_says(catalog: Catalog) -> None:
    found = review_year(values_of(catalog), R5)
    rows, counts, missing = review_tables(found)
    assert len(rows.rows) == 47
    assert all(len(row) == len(table.columns) for table in (rows, counts, missing) for row in table.rows)
    assert counts.rows[-1][:3] == ("合計", Decimal(47), Decimal(1))
    assert not any(isinstance(cell, str) for row in counts.rows for cell in row[1:])  # a spreadsheet adds no text up
    assert len(missing.rows) == 45
    (k33,) = [row for row in rows.rows if row[0] == "k3-3"]
    assert "(40 − 54) ÷ (0 − 54) = 25.9%" in str(k33[rows.columns.index("理由・算式")])
    assert "評価" not in rows.columns


def test_grades_have_a_column_on_their_own_scale_alone(catalog: Catalog) -> None:
    on_grades = CurrentValues(catalog, values_of(catalog).ledger, Thresholds(shows_grades=True))
    table, _, _ = review_tables(review_year(on_grades, R5))
    [grade] = [row[table.columns.index("評価")] for row in table.rows if row[0] == "k3-3"]
    assert grade == "D"


@pytest.mark.parametrize("year", [2019, 2025, 2030])
def test_a_year_outside_the_plan_is_refused_in_words(catalog: Catalog, year: int) -> None:
    with pytest.raises(
        OutsidePlanError, match=re.escape("は計画期間（令和2年度〜令和6年度）の外のため、検証できません。")
    ):
        review_year(values_of(catalog), FiscalYear(year))


def test_of_a_mean_over_years_the_review_shows_the_mean_that_was_judged_on_every_surface(catalog: Catalog) -> None:
    recorded = (("g2-t1", 2020, "3000"), ("g2-t1", 2021, "3200"), ("g2-t1", 2022, "3601"))
    found = review_year(CurrentValues(catalog, ledger_of(catalog, *recorded)), FiscalYear(2021))
    [row] = [row for row in found.rows if row.indicator.id == "g2-t1"]
    assert row.measure.actual.text == "3,100.0人（令和2年度〜令和3年度の平均・確定値）"
    table, _, _ = review_tables(found)
    [cells] = [dict(zip(table.columns, one, strict=True)) for one in table.rows if one[0] == "g2-t1"]
    assert (cells["実績値"], cells["実績の区分"]) == ("3,100.0人（令和2年度〜令和3年度の平均）", "確定値")
    assert str(cells["理由・算式"]).startswith("3,200人（令和3年度・確定値）")
    [told] = [one for group in review_json(found)["groups"] for one in group["indicators"] if one["id"] == "g2-t1"]
    assert (told["actual"], told["actual_text"]) == ("3200", row.measure.actual.text)


def test_json_is_plain_and_keeps_decimals_as_strings(catalog: Catalog) -> None:
    found = json.loads(json.dumps(review_json(review_year(values_of(catalog), R5)), ensure_ascii=False))
    by_id = {one["id"]: one for group in found["groups"] for one in group["indicators"]}
    assert (by_id["k3-3"]["actual"], by_id["k3-3"]["rate"]) == ("40", "0.2593")
    assert by_id["k1-1"]["actual"] is None


def test_invented_values_mark_the_whole_review(catalog: Catalog) -> None:
    ledger = ledger_of(catalog)
    drafts = sample_drafts(catalog, ledger, until=R5, by="試し")
    invented = ledger_of(catalog, *((d.indicator, d.fiscal_year, str(d.value)) for d in drafts), sample=True)
    found = review_year(CurrentValues(catalog, invented), R5)
    assert found.has_samples
    tables = review_tables(found)
    assert "架空の値" in tables[0].name
    assert all(row[6] == "架空の値" for row in tables[0].rows if row[5] is not None)
