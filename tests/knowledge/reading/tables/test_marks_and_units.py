"""Marks of notes, units in brackets, years typed close together, heads of four rows."""

import pytest

from tests.knowledge.reading.tables.test_plans import Plan, plan, told, warnings

__all__ = ["plan"]


@pytest.mark.parametrize(("mark", "other"), [("※3", "※30"), ("＊３", "＊５"), ("*3", "*2")])
def test_a_marked_note_dates_the_value_that_bears_its_mark(plan: Plan, mark: str, other: str) -> None:
    sign = mark[0]
    base = plan(
        "  指標                        現状値（R5）      目標値（R11）\n"
        f"  住みよさの満足度            61.2％{mark}         75％\n"
        f"  転入者数                    1,020人{other}       1,200人\n"
        f"  起業数                      12件              30件{sign}4\n"
        f"  {mark} 令和4年度の値\n  {other} 住民票による\n  {sign}4 令和7年度から令和11年度までの累計\n"
    )
    assert told(base) == [
        "住みよさの満足度 61.2%@2022 → 75%@2029",
        "転入者数 1020人@2023 → 1200人@2029",
        "起業数 12件@2023 → 30件@2025-2029累計",
    ]
    assert warnings(base) == []


def test_a_marked_note_on_a_year_at_a_name_is_said(plan: Plan) -> None:
    table = "|指標|現状値（R5）|目標値（R11）|\n|---|---|---|\n|転入者数※2|1,020人|1,200人|\n\n※2 令和4年度の値"
    base = plan(table)
    assert told(base) == ["転入者数 1020人@2023 → 1200人@2029"]
    assert ["どの値に当てはめるか分からない" in said for said in warnings(base)] == [True]


@pytest.mark.parametrize("mark", ["¹", "¹⁾", "⁽²⁾", "※1", "（注1）"])
def test_a_mark_is_no_digit_of_a_value_or_a_name(plan: Plan, mark: str) -> None:
    base = plan(
        f"指標\t現状値（R5）\t目標値（R11）\n転入者数\t1,020人{mark}\t1,200人{mark}\n緑地の面積\t3,200m²\t3,500m²"
    )
    assert told(base) == ["転入者数 1020人@2023 → 1200人@2029", "緑地の面積 3200m²@2023 → 3500m²@2029"]


@pytest.mark.parametrize(("left", "right"), [("（", "）"), ("(", ")"), ("[", "]")])
def test_a_unit_in_brackets_in_its_column_is_the_unit(plan: Plan, left: str, right: str) -> None:
    base = plan(
        "  指標                    単位          現状値        目標値\n"
        "                                       （令和5年度） （令和11年度）\n"
        f"  移住相談件数            {left}件/年{right}       120           200\n"
        f"  利用者の満足度          {left}％{right}          61.2          75\n"
    )
    assert told(base) == ["移住相談件数 120件/年@2023 → 200件/年@2029", "利用者の満足度 61.2%@2023 → 75%@2029"]


@pytest.mark.parametrize(("unit", "shown"), [("℃", "℃"), ("kWh", "kWh"), ("m3", "m3"), ("千人", "千人")])
def test_a_unit_in_the_brackets_of_a_name(plan: Plan, unit: str, shown: str) -> None:
    base = plan(f"指標\t現状値（R5）\t目標値（R11）\n夏の記録（{unit}）\t120\t100")
    assert told(base) == [f"夏の記録（{unit}） 120{shown}@2023 → 100{shown}@2029"]


def test_rules_between_the_rows_of_a_header_are_no_cells(plan: Plan) -> None:
    base = plan(
        "                             基準値            中間目標              目標\n"
        "  指標名             単位    ─────    ─────     ─────\n"
        "                             令和5年度         令和9年度             令和11年度\n"
        "                             （実績）          （見込）              （計画）\n"
        "  新規就農者数       人         12               20                    30\n"
        "  遊休農地の面積     ha       45.2             40.0                  35.0\n"
    )
    assert told(base) == [
        "新規就農者数 12人@2023 → 20人@2027 → 30人@2029",
        "遊休農地の面積 45.2ha@2023 → 40.0ha@2027 → 35.0ha@2029",
    ]


@pytest.mark.parametrize(
    ("target", "read"),
    [("50.0％を超えない", "50.0以下"), ("50％を上回らない", "50以下"), ("30％を下回らない", "30以上")],
)
def test_a_bound_said_by_what_is_not_to_happen(plan: Plan, target: str, read: str) -> None:
    base = plan(f"指標\t現状値（R5）\t目標値（R11）\n将来負担比率\t41.2％\t{target}")
    [said] = told(base)
    number, bound = read[:-2], read[-2:]
    assert said == f"将来負担比率 41.2%@2023 → {number}%{bound}@2029"
