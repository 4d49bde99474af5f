"""Tables of plans end to end: the shapes met in practice, each with variants in other words, years and layouts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.reading.build import build

BEFORE = """みなも町基本計画

みなも町

計画期間は、令和{0}年度から令和11年度までの{1}年間とします。

第1章 施策

1 しごと

(1) しごとを育てる

しごとを育てます。

"""

Plan = Callable[..., KnowledgeBase]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    def made(table: str, first: int = 7) -> KnowledgeBase:
        path = tmp_path / "strategy.txt"
        path.write_text(BEFORE.format(first, 12 - first) + table + "\n", encoding="utf-8")
        return build(path)

    return made


def told(base: KnowledgeBase) -> list[str]:
    return [_told(kpi) for package in base.packages for kpi in package.kpis]


def _told(kpi: Indicator) -> str:
    name = f"{kpi.name}［{kpi.part}］" if kpi.part else kpi.name
    steps = [_amount(kpi.baseline), *map(_amount, kpi.interim), _amount(kpi.target)]
    return f"{name} {' → '.join(steps)}"


def _amount(quantity: Quantity | None) -> str:
    """「12人@2024」「16件@2026-2029累計」「『減少』@2029」."""
    if quantity is None:
        return "—"
    basis = {"cumulative": "累計", "mean": "平均", None: ""}
    year = str(int(quantity.fiscal_year)) if quantity.fiscal_year else "?"
    if quantity.years:
        year = f"{quantity.years.first}-{quantity.years.last}{basis[quantity.years.basis]}"
    bound = {"at_least": "以上", "at_most": "以下"}.get(quantity.comparison, "")
    upper = f"〜{quantity.upper}" if quantity.upper is not None else ""
    shown = f"『{quantity.raw}』" if quantity.value is None else f"{quantity.value}{upper}{quantity.unit}{bound}"
    than = f"{quantity.relative_to}比" if quantity.relative_to else ""
    return f"{than}{shown}@{year}{'（暦年）' if quantity.is_calendar else ''}"


def warnings(base: KnowledgeBase) -> list[str]:
    ours = (one for one in base.report.findings if one.severity != "info")
    return [finding.message for finding in ours if "links.toml" not in finding.message]


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (
            "指標\t単位\t現状値（令和6年度）\t目標値（令和11年度）\n新規就業者数\t人\t－\t5年間で20人",
            ["新規就業者数 — → 20人@2025-2029累計"],
        ),
        (
            "KPI\t現況（R5）\t目標（R11）\n移住体験者数（人）\t9（延べ30日）\t年12（延べ40日）",
            ["移住体験者数（人） 9人@2023 → 12人@2029"],
        ),
        (
            "指標\t基準値\t目標値（R7～R11累計）\n企業の立地件数\t12件（2022～24累計）\t16件",
            ["企業の立地件数 12件@2022-2024累計 → 16件@2025-2029累計"],
        ),
        (
            "指標\t現状値（R2～R6平均）\t目標値（R7～R11平均）\n出生数\t41人\t50人",
            ["出生数 41人@2020-2024平均 → 50人@2025-2029平均"],
        ),
        (
            "指標\t単位\t現状値\t目標値\n出生数\t人\t41（令和6年）\t50（令和8～11年度平均）",
            ["出生数 41人@2024（暦年） → 50人@2026-2029平均"],
        ),
        (
            "指標\t現状値（2024年）\t目標値（2029年）\n刑法犯の件数\t124件\t70件以下",
            ["刑法犯の件数 124件@2024（暦年） → 70件以下@2029（暦年）"],
        ),
        (
            "指標\t現状値（R6）\t目標値（5年間累計）\n講座の回数\t3回\t20回",
            ["講座の回数 3回@2024 → 20回@2025-2029累計"],
        ),
    ],
)
def test_years_and_spans_of_years(plan: Plan, table: str, read: list[str]) -> None:
    assert told(plan(table)) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("全国平均並み（2040年）", "『全国平均並み（2040年）』@2040（暦年）"),
        ("前年度を上回る", "『前年度を上回る』@2029"),
        ("減少", "『減少』@2029"),
        ("上昇", "『上昇』@2029"),
        ("令和6年度比＋11.2％", "令和6年度比11.2%@2029"),
        ("1年かけて撮影し各校へ配布", "『1年かけて撮影し各校へ配布』@2029"),
        ("10〜15％", "10〜15%@2029"),
        ("百五十人", "150人@2029"),
        ("策定済み", "『策定済み』@2029"),
    ],
)
def test_targets_in_words_and_of_other_kinds_stand_as_printed(plan: Plan, cell: str, read: str) -> None:
    header = "指標\t単位\t現状値（令和6年度）\t目標値（令和11年度）"
    base = plan(f"{header}\n甲の割合\t％\t4.2\t30.0\n乙の数\t\t5\t{cell}\n丙の数\t件\t1\t2")
    assert told(base)[1].endswith(f"→ {read}")


@pytest.mark.parametrize("cell", ["令和6年度 － ％", "－", "―", "－ ％", ""])
def test_only_a_printed_dash_or_a_blank_is_no_baseline(plan: Plan, cell: str) -> None:
    table = f"指標\t単位\t現状値（令和6年度）\t目標値（令和11年度）\n産後ケア利用率\t％\t{cell}\t30.0"
    assert told(plan(table)) == ["産後ケア利用率 — → 30.0%@2029"]


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (
            "指標\t単位\t現状値\t目標値\n運動率\t％\t令和6年度 小 88.4％ 中 87.0％\t令和11年度 小 90.0％ 中 90.0％",
            [
                "運動率［小］ 88.4%@2024 → 90.0%@2029",
                "運動率［中］ 87.0%@2024 → 90.0%@2029",
            ],
        ),
        (
            "指標\t現状値（R5）\t目標値（R10）\n若者の転入者数\t男 10人 女 12人\t男 20人 女 22人",
            ["若者の転入者数［男］ 10人@2023 → 20人@2028", "若者の転入者数［女］ 12人@2023 → 22人@2028"],
        ),
        (
            "指標\t内訳\t現状値（R5）\t目標値（R10）\n待機児童数\t保育所\t3人\t0人\n\t放課後\t26人\t0人",
            ["待機児童数［保育所］ 3人@2023 → 0人@2028", "待機児童数［放課後］ 26人@2023 → 0人@2028"],
        ),
        (
            "指標\t現状値（R5）\t目標値（R10）\n待機児童数\t－\t保育所 1人 放課後 2人",
            ["待機児童数［保育所］ — → 1人@2028", "待機児童数［放課後］ — → 2人@2028"],
        ),
    ],
)
def test_parts_of_a_cell_are_indicators_of_their_own(plan: Plan, table: str, read: list[str]) -> None:
    assert told(plan(table)) == read


def test_parts_that_do_not_match_are_a_finding(plan: Plan) -> None:
    base = plan("指標\t現状値（R5）\t目標値（R10）\n満足度\t小 10％ 中 12％\t20％\n進出企業数\t2社\t8社")
    assert told(base) == ["進出企業数 2社@2023 → 8社@2028"]
    assert any("満足度" in message and "内訳" in message for message in warnings(base))


@pytest.mark.parametrize(
    "header",
    [
        "基準値（基準年）\tR8\tR9\tR10\t最終目標（目標年）",
        "現状値\t令和8年度\t令和9年度\t令和10年度\t目標値",
        "当初値\t2026\t2027\t2028\t最終目標値",
        "基準値\tR8目標\tR9目標\tR10目標\tR11目標",
    ],
)
def test_a_target_for_each_year(plan: Plan, header: str) -> None:
    rows = ["進出企業数\t2社（R6）\t3社\t4社\t6社\t8社（R11）", "満足度\t3.2（R6）\t上昇\t上昇\t上昇\t3.5（R11）"]
    assert told(plan("\n".join([f"指標\t{header}", *rows]))) == [
        "進出企業数 2社@2024 → 3社@2026 → 4社@2027 → 6社@2028 → 8社@2029",
        "満足度 3.2@2024 → 『上昇』@2026 → 『上昇』@2027 → 『上昇』@2028 → 3.5@2029",
    ]


OTHER_TABLE = """目標設定の考え方\t出典\t参考年間目標\t関連頁
毎年度1社の進出をめざす\t産業課調べ\t令和8年度：3 令和9年度：4\t1～36"""


@pytest.mark.parametrize("between", ["", "\n", "\n指標の考え方\n\n", "\n\n12\n\n"])
def test_another_table_below_is_searchable_and_no_indicator(plan: Plan, between: str) -> None:
    base = plan(f"指標\t単位\t現状値（令和6年度）\t目標値（令和11年度）\n進出企業数\t社\t2\t8\n{between}{OTHER_TABLE}")
    assert told(base) == ["進出企業数 2社@2024 → 8社@2029"]
    [passage] = [one for one in base.passages if "毎年度1社の進出をめざす" in one.text]
    assert "令和8年度：3 令和9年度：4" in passage.text
    assert base.report.counts["unread_lines"] == 0


NAMES_THEN_VALUES = """指標名      令和２年度・2020 年度  令和７年度・2025 年度
刑法犯の件数（暦年）
人身事故の件数（暦年）                令和元年度・2019 年度      70 件以下

                                   124 件       60 件以下

                            令和元年度・2019 年度

                                    87 件"""


def test_names_and_values_in_no_provable_order_are_a_finding_and_searchable(plan: Plan) -> None:
    base = plan(NAMES_THEN_VALUES)
    assert told(base) == []
    assert any("この表の値は取り込みません" in message for message in warnings(base))
    [passage] = [one for one in base.passages if "刑法犯の件数" in one.text]
    assert "70 件以下" in passage.text
    assert "87 件" in passage.text
    assert not any("件以下" in heading for one in base.passages for heading in one.path)


@pytest.mark.parametrize(
    ("baseline", "target", "first", "last", "read"),
    [
        ("基準値", "目標値", "2023年度", "2025~2029年度累計", "3人@2023 → 20人@2025-2029累計"),
        ("現状値", "目標値", "令和5年度", "令和11年度", "3人@2023 → 20人@2029"),
        ("策定時", "最終目標", "R5", "R11", "3人@2023 → 20人@2029"),
        ("現況値", "目標", "H30年度", "令和7～11年度平均", "3人@2018 → 20人@2025-2029平均"),
    ],
)
def test_columns_of_spaces(plan: Plan, baseline: str, target: str, first: str, last: str, read: str) -> None:
    rows = [
        ("重要業績評価指標(KPI)", baseline, target),
        ("新規就業者数", "3人", "20人"),
        ("", f"({first})", f"({last})"),
    ]
    base = plan("\n".join([*map(_spaced, rows), "", "                     11"]))
    assert told(base) == [f"新規就業者数 {read}"]


def _spaced(cells: tuple[str, ...]) -> str:
    """Values in the middle of their columns, as a page sets them; a wide character takes two places."""
    name, *values = cells
    return f" {name}{' ' * (30 - len(name) - _wide(name))}" + "".join(
        f"{value:^{24 - _wide(value)}}" for value in values
    )


def _wide(text: str) -> int:
    return sum(ord(char) > 0xFF for char in text)


def test_falling_is_better_where_the_target_is_below_the_baseline(plan: Plan) -> None:
    base = plan("指標\t策定時（R6）\t目標値（R11）\n進出企業数\t2社\t8社\n空き家の戸数\t320戸\t280戸")
    assert [kpi.better for package in base.packages for kpi in package.kpis] == ["higher", "lower"]


def test_a_plan_names_its_own_columns_in_layout_toml(plan: Plan, tmp_path: Path) -> None:
    table = "指標\t当初の姿（R6）\tめざす姿の値（R11）\n進出企業数\t2社\t8社"
    assert any("layout.toml" in message for message in warnings(plan(table)))
    named = '[columns]\n"当初の姿（R6）" = "baseline"\n"めざす姿の値" = "target"\n'
    (tmp_path / "layout.toml").write_text(named, encoding="utf-8")
    assert told(plan(table)) == ["進出企業数 2社@2024 → 8社@2029"]


def test_the_unit_of_a_header_a_column_and_a_name(plan: Plan) -> None:
    base = plan("指標\t現状値（人）\t目標値（人）\n新規就業者数\t3\t20")
    assert told(base) == ["新規就業者数 3人@? → 20人@2029"]
    assert told(plan("指標\t現状値\t目標値\n進出企業数（社）\t2\t8")) == ["進出企業数（社） 2社@? → 8社@2029"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("現状値（R6・人）\t目標値（R11・人）", "9,800\t12,000"),
        ("現状値（単位：人、R6）\t目標値（単位：人、R11）", "9,800\t12,000"),
        ("現状値（R6）\t単位\t目標値（R11）\t単位", "9,800\t人\t12,000\t人"),
        ("現状値（R6）\t\t目標値（R11）\t", "9,800\t人\t12,000\t人"),
        ("\t現状値（R6）\t目標値（R11）", "人\t9,800\t12,000"),
        ("現状値（R6）\t目標値（R11）", "9,800 人\t１２，０００　人"),
        ("現状値（R6・千人）\t目標値（R11・人）", "9.8\t12,000"),
        ("現状値（R6）\t目標値（R11）", "9,800人\t1.2万人"),
    ],
)
def test_a_unit_stands_in_many_places(plan: Plan, header: str, row: str) -> None:
    base = plan(f"指標\t{header}\n観光客数\t{row}")
    assert told(base) == ["観光客数 9800人@2024 → 12000人@2029"]
    assert not warnings(base)


def test_units_that_differ_within_a_row_are_asked_about(plan: Plan) -> None:
    base = plan("指標\t現状値（R6）\t単位\t目標値（R11）\t単位\n観光客数\t9,800\t人\t12\t千人")
    assert told(base) == []
    assert any("単位の列がいくつもあり" in said for said in warnings(base))


def test_a_unit_may_be_that_of_the_row_above(plan: Plan) -> None:
    base = plan("指標\t単位\t現状値（R6）\t目標値（R11）\n観光客数\t人\t9,800\t12,000\n宿泊者数\t〃\t800\t1,000")
    assert told(base)[1] == "宿泊者数 800人@2024 → 1000人@2029"


def test_an_indicator_table_without_a_column_of_baselines_says_so(plan: Plan) -> None:
    base = plan("指標\t目標値（R11）\n進出企業数\t8社")
    assert told(base) == ["進出企業数 — → 8社@2029"]
    assert any("基準値の列がありません" in finding.message for finding in base.report.findings)
