"""「基準値｜現状値｜目標値」: progress begins at the first, and the second is kept and told beside it."""

import pytest

from knowledge.model.base_json import from_json, to_json
from knowledge.model.catalog import Catalog
from knowledge.wording.record_cards import card_of
from knowledge.wording.standing import baseline_text
from tests.knowledge.reading.tables.test_plans import Plan, plan, told

__all__ = ["plan"]


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ("基準値（H25）\t現状値（R5）\t目標値（R11）", "612人（令和5年度）"),
        ("基準年度（平成25年度）の値\t直近値（令和4年度）\t目標値（令和11年度）", "612人（令和4年度）"),
        ("基準値\t現状値\t目標値（R11）", "612人"),
    ],
)
def test_both_are_kept_and_told(plan: Plan, headers: str, known: str) -> None:
    base = plan(f"指標\t{headers}\n架空の港の利用者数\t745人\t612人\t900人\n架空の市の人口\t80人\t－\t70人")
    begun = [one.split(" → ")[0].split("@")[0] for one in told(base)]
    assert begun == ["架空の港の利用者数 745人", "架空の市の人口 80人"]
    port, population = base.packages[0].kpis
    assert population.known is None
    assert f"、策定時の現状値は{known}" in baseline_text(port)
    [shown] = [one for one in card_of(port, Catalog(base)).fields if one.label == "策定時の現状値"]
    assert [line.name for line in shown.lines] == [known]
    assert from_json(to_json(base)) == base


def test_a_value_of_another_kind_is_left_out_and_the_indicator_stays(plan: Plan) -> None:
    base = plan("指標\t基準値（H25）\t現状値（R5）\t目標値（R11）\n架空の港の利用者数\t745人\t同左\t900人")
    assert [kpi.known for kpi in base.packages[0].kpis] == [None]


def test_an_earlier_value_of_another_word_is_no_later_one(plan: Plan) -> None:
    base = plan("指標\t実績（H25）\t現状値（R5）\t目標値（R11）\n架空の港の利用者数\t745人\t612人\t900人")
    assert [(kpi.baseline and kpi.baseline.raw, kpi.known) for kpi in base.packages[0].kpis] == [("612人", None)]


def test_a_row_without_a_value_of_the_last_year_has_that_of_the_year_before(plan: Plan) -> None:
    head = "指標\t現状値（R3）\t現状値（R4）\t現状値（R5）\t目標値（R11）"
    base = plan(
        f"{head}\n架空の港の利用者数\t70人\t80人\t－\t90人\n架空の橋の数\t1橋\t2橋\t3橋\t4橋\n塔の数\t－\t－\t－\t1基"
    )
    assert told(base) == [
        "架空の港の利用者数 80人@2022 → 90人@2029",
        "架空の橋の数 3橋@2023 → 4橋@2029",
        "塔の数 — → 1基@2029",
    ]
