"""Targets in lines of their own, without a table: what is read, and that what is not read is said."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from tests.knowledge.reading.tables.test_plans import told, warnings

BEFORE = """第3期みなも町総合戦略

計画期間は、令和7年度から令和11年度までの5年間とします。

基本目標1　しごとを育てる

(1)第一次産業の振興

農業と漁業を育てます。

"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "strategy.txt"


def read(path: Path, lines: str) -> KnowledgeBase:
    path.write_text(BEFORE + lines + "\n", encoding="utf-8")
    return build(path)


def test_several_ways_under_a_measure_are_its_indicators(path: Path) -> None:
    base = read(
        path,
        "① 新規就農者数:1.4人/年 → 4人/年\n② 農業産出額:2億396万円 → 4億3,000万円\n③ 林業の従事者数：― → 50人\n"
        "④ 農地の貸借件数:― 件/年 → 10件/年\n⑤ 観光入込客数：12万3千人→15万人",
    )
    assert [one.name for one in base.packages] == ["第一次産業の振興"]
    assert told(base) == [
        "新規就農者数 1.4人/年@? → 4人/年@2029",
        "農業産出額 203960000円@? → 430000000円@2029",
        "林業の従事者数 — → 50人@2029",
        "農地の貸借件数 — → 10件/年@2029",
        "観光入込客数 123000人@? → 150000人@2029",
    ]
    assert not warnings(base)


def test_the_number_of_a_label_is_no_part_of_the_name(path: Path) -> None:
    lines = ["KPI①：雪室の出荷額　20万円（R6） → 40万円（R11）", "KPI 2：組合の人数　5人（R6） → 12人（R11）"]
    base = read(path, "\n".join([*lines, "数値目標③ 出生数　3人（R6） → 9人（R11）"]))
    assert told(base) == [
        "雪室の出荷額 20万円@2024 → 40万円@2029",
        "組合の人数 5人@2024 → 12人@2029",
        "出生数 3人@2024 → 9人@2029",
    ]


def test_a_way_by_itself_may_tell_anything_and_is_said(path: Path) -> None:
    base = read(path, "総人口　12,000人 → 10,500人\n\n主な事業\n・漁場整備事業")
    assert told(base) == []
    assert warnings(base) == ["矢印で書かれた目標を読み取れません: 「総人口　12,000人 → 10,500人」"]


def test_a_way_between_two_units_is_said(path: Path) -> None:
    base = read(path, "① 新規就農者数:1.4人/年 → 4組/年\n② 農地の貸借件数:5件 → 10件")
    assert told(base) == ["農地の貸借件数 5件@? → 10件@2029"]
    assert warnings(base) == ["矢印で書かれた目標を読み取れません: 「① 新規就農者数:1.4人/年 → 4組/年」"]


@pytest.mark.parametrize(
    "lines",
    [
        "出生数\n現状値：120人（R5）\n目標値：150人（R11）",
        "指標名　出生数\n現状値　120人（令和5年度）\n目標値　150人（令和11年度）",
        "・出生数\n　基準値（R5）：120人\n　目標値（R11）：150人",
        "【出生数】\n現状値：120人（R5）→目標値：150人（R11）",
        "出生数　現状 120人（R5）　目標 150人（R11）",
        "出生数　　基準値：120人（R5）　目標値：150人（R11）",
        "〈KPI〉\n出生数　R5実績 120人、R11目標 150人",
        "KPI：出生数　現状値 120人（R5）　目標値 150人",
        "出生数\n120人（R5）→150人（R11）\n死亡数\n170人（R5）→160人（R11）",
    ],
)
def test_words_before_the_values_say_which_is_which(path: Path, lines: str) -> None:
    base = read(path, lines)
    assert told(base)[0] == "出生数 120人@2023 → 150人@2029"
    assert not warnings(base)


def test_a_target_in_words_is_kept_in_words(path: Path) -> None:
    base = read(path, "刑法犯の件数\n現状値：306件（R5）\n目標値：現状より減少（R11）")
    assert told(base) == ["刑法犯の件数 306件@2023 → 『現状より減少（R11）』@2029"]


@pytest.mark.parametrize("lines", ["目標値：150人（R11）", "出生数\n目標値：150人（R11）"])
def test_a_target_without_its_baseline_or_name_is_said(path: Path, lines: str) -> None:
    base = read(path, f"{lines}\n\n主な事業\n・漁場整備事業")
    assert told(base) == []
    assert warnings(base) == ["目標と見られる行を読み取れません: 「目標値：150人（R11）」"]


def test_the_lines_of_a_goal_are_its_targets(path: Path) -> None:
    text = BEFORE.replace("(1)第一次産業の振興\n\n農業と漁業を育てます。", "現状値 120人（R5）では足りません。")
    path.write_text(text + "〈数値目標〉\n出生数　現状 120人（R5）　目標 150人（R11）\n", encoding="utf-8")
    [target] = build(path).goals[0].targets
    assert target.baseline is not None
    assert (target.name, target.baseline.raw, target.target.raw) == ("出生数", "120人（R5）", "150人（R11）")


def test_sentences_hold_no_such_targets(path: Path) -> None:
    base = read(path, "目標 を達成するため、現状 の課題を整理します。\n現状値は120人で、目標値は150人です。")
    assert told(base) == []
    assert not warnings(base)


@pytest.mark.parametrize(
    ("baseline", "target", "read_as"),
    [
        ("3億2,400万円", "5億円", "324000000円@2023 → 500000000円@2029"),
        ("1兆2,400億円", "1兆3,000億円", "1240000000000円@2023 → 1300000000000円@2029"),
        ("98百万円", "1.2億円", "98000000円@2023 → 120000000円@2029"),
        ("3万2千㎥", "4万㎥", "32000m3@2023 → 40000m3@2029"),
        ("1.2万件", "2万件", "1.2万件@2023 → 2万件@2029"),
    ],
)
def test_amounts_of_several_scales_are_compared_in_one(path: Path, baseline: str, target: str, read_as: str) -> None:
    base = read(path, f"指標\t現状値（R5）\t目標値（R11）\n市内の取引\t{baseline}\t{target}")
    assert told(base) == [f"市内の取引 {read_as}"]
    assert base.packages[0].kpis[0].better == "higher"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("・りんご学校の修了者：５年間で15人", "・高密植栽培の面積：3.4ha（R5）→6.0ha（R11）"),
        ("○漁師の学校の修了者：５年間で15人", "○藻場の面積　3.4ha（令和５年度）⇒6.0ha（令和11年度）"),
    ],
)
def test_a_line_with_a_way_has_its_own_name_and_the_line_above_its_own_value(
    path: Path, first: str, second: str
) -> None:
    base = read(path, f"【KPI】\n{first}\n{second}")
    name, other = (one.strip("・○").replace("　", "：").split("：")[0] for one in (first, second))
    assert told(base) == [f"{name} — → 15人@2025-2029累計", f"{other} 3.4ha@2023 → 6.0ha@2029"]


def test_words_before_a_number_are_of_the_value(path: Path) -> None:
    base = read(
        path, "【KPI】\n○乗合の利用者：延べ1,920人（R5）→延べ2,400人（R11）\n○来館者数：のべ300人 → のべ350人（R11）"
    )
    assert told(base) == ["乗合の利用者 1920人@2023 → 2400人@2029", "来館者数 300人@? → 350人@2029"]


@pytest.mark.parametrize(
    "line",
    [
        "数値目標：りんごの販売額　２億１千万円（令和５年度）から２億５千万円（令和11年度）へ",
        "【数値目標】りんごの販売額：２億１千万円（R5）から、２億５千万円（R11）",
    ],
)
def test_from_one_value_to_another_behind_a_label_needs_no_verb(path: Path, line: str) -> None:
    assert told(read(path, line)) == ["りんごの販売額 210000000円@2023 → 250000000円@2029"]


@pytest.mark.parametrize(
    "line",
    [
        "新規漁業者数　1人（R5）→ 10人（5年累計）           移住者数　22人（R5）→ 30人（R11）",
        "  高校を出て戻る人のために返還を助けます。      一時預かりの利用　41日（R5）→ 120日（R11）",
        " 9人（R5）→ 12人（R11）                               ② 一時預かりの拡充",
    ],
)
def test_two_columns_of_a_page_on_one_line_are_said_and_not_read(path: Path, line: str) -> None:
    base = read(path, f"【KPI】\n{line}")
    assert told(base) == []
    assert any("を読み取れません" in said for said in warnings(base))


def test_a_way_whose_steps_say_what_they_are_is_no_value_of_another(path: Path) -> None:
    base = read(path, "【指標】　移住相談件数\n　R5（基準）　120件　→　R8（中間）　160件　→　R11（目標）　200件")
    assert not [one for one in told(base) if "→　R8" in one]
    assert told(base) or any("120件" in said for said in warnings(base))


WAYS = """みなも町の目標（架空）

1.海のしごと

水揚げ量:310t → 420t
新規就業者数: ― → 20人

(1)港の整備
① 荷さばきの台数:2台 → 5台
② 船の便数:3便/年 → 9便/年

(2)磯の手入れ
① 藻場の面積:2ha → 6ha
② 清掃の回数:4回/年 → 12回/年

2.人の流れ

転入者数:41人 → 60人
来島者数:9,100人 → 12,000人

(1)移住の支援
① 相談件数:12件 → 40件
② 空き家の登録:6戸 → 20戸
"""


def test_a_list_of_ways_below_numbers_alone_is_read_where_the_period_is_told(path: Path) -> None:
    path.write_text(WAYS, encoding="utf-8")
    base = build(path)
    assert not [project.name for package in base.packages for project in package.projects]
    said = [one.span.first_line for one in base.report.findings if one.span and "計画期間が分かれば" in one.message]
    assert said == [5, 6, 9, 10, 13, 14, 18, 19, 22, 23]
    assert [one.name for one in base.goals] == ["海のしごと", "人の流れ"]
    path.with_name("layout.toml").write_text("period = [2025, 2029]\n", encoding="utf-8")
    base = build(path)
    assert [(one.name, len(one.targets)) for one in base.goals] == [("海のしごと", 2), ("人の流れ", 2)]
    assert [(one.name, len(one.kpis)) for one in base.packages] == [
        ("港の整備", 2),
        ("磯の手入れ", 2),
        ("移住の支援", 2),
    ]


LISTED = "・船の更新数　3隻（R6）→ 20隻（R7からの累計）\n・朝市の来場者数：現状 800人、目標 1,000人（R11）\n"
TOLD = ["船の更新数 3隻@2024 → 20隻@2025-2029累計", "朝市の来場者数 800人@? → 1000人@2029"]


@pytest.mark.parametrize("head", ["KPI", "【KPI】", "重要業績評価指標（KPI）"])
@pytest.mark.parametrize("before", ["主な事業\n", "【主な事業】\n", ""])
@pytest.mark.parametrize("projects", [["港の整備事業"], ["港の整備事業", "朝市の開催事業"]])
def test_points_under_kpi_below_projects_are_indicators_of_the_measure(
    path: Path, head: str, before: str, projects: list[str]
) -> None:
    """And no initiatives of the last project."""
    listed = "\n".join(f"{mark}{name}\n港で{name}を行います。" for mark, name in zip("①②", projects, strict=False))
    base = read(path, f"{before}{listed}\n\n{head}\n{LISTED}")
    [package] = base.packages
    assert told(base) == TOLD
    assert [(one.name, one.initiatives) for one in package.projects] == [(name, ()) for name in projects]
    assert all(not kpi.projects for kpi in package.kpis)
    assert not warnings(base)


def test_points_under_kpi_below_each_project_are_its_own(path: Path) -> None:
    ways = {
        "①港の整備事業": "・船の更新数　3隻（R6）→ 20隻（R11）",
        "②朝市の開催事業": "・来場者数　800人（R6）→ 1,000人（R11）",
    }
    parts = [f"{name}\n港で行います。\n\n【KPI】\n{way}\n" for name, way in ways.items()]
    [package] = read(path, "主な事業\n" + "\n".join(parts)).packages
    assert len(package.projects) == len(ways)
    assert [kpi.projects for kpi in package.kpis] == [(project.id,) for project in package.projects]
