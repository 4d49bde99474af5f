"""Forms of the state: 主な事業 below the KPIs of one table, measures under （ア）, years of both calendars."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from knowledge.reading.extract.years_of_plan import period_on_cover
from knowledge.reading.sources.pdf.glyphs import Glyph, Run, shares_place
from tests.knowledge.reading.sources.test_cards import table
from tests.knowledge.reading.sources.test_docx import docx
from tests.knowledge.reading.tables.test_plans import told, warnings

FRONT = "架空市総合戦略\n\n計画期間：令和7年度～令和11年度\n\n基本目標1 港\n\n"
HEAD = ("", "指標", "単位", "現状値（R6）", "目標値（R11）")


def _docx(folder: Path, text: str, *tables: str) -> Path:
    path = folder / "plan.docx"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n") if line)
    path.write_bytes(docx(lines + "".join(tables)))
    return path


@pytest.mark.parametrize("projects", ["・架空朝市の運営\n・架空桟橋改修事業", "・架空朝市の運営"])
def test_projects_in_one_cell_below_the_indicators_are_no_indicator(tmp_path: Path, projects: str) -> None:
    form = table(HEAD, ("ＫＰＩ", "来場者数", "人", "120", "200"), ("主な事業", projects))
    base = build(_docx(tmp_path, f"{FRONT}施策1-1 市", form))
    assert told(base) == ["来場者数 120人@2024 → 200人@2029"]
    names = [line.removeprefix("・") for line in projects.split("\n")]
    assert [one.name for one in base.packages[0].projects] == names
    assert not warnings(base)


def test_one_text_over_name_and_values_is_said_and_no_indicator(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        f"{FRONT}施策1-1 市\n\n指標\t基準値（R6）\t目標値（R11）\n来場者数\t1人\t2人\n増やす\t\t増やす\n",
        encoding="utf-8",
    )
    base = build(path)
    assert told(base) == ["来場者数 1人@2024 → 2人@2029"]
    assert any("名前の欄と目標値の欄が同じ" in one for one in warnings(base))


def measure(mark: str, name: str) -> str:
    return (
        f"（{mark}）{name}\n\n＜重要業績評価指標（KPI）＞\n"
        f"・架空の{name}の数：5件（令和5年度）　⇒　8件（令和11年度）\n\n＜具体的な事業＞\n・架空{name}事業\n\n"
    )


def test_headings_in_kana_with_indicators_of_their_own_are_measures(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    second = f"基本目標2 山\n\n{measure('ア', '道')}"
    path.write_text(f"{FRONT}{measure('ア', '市')}{measure('イ', '船')}{second}", encoding="utf-8")
    base = build(path)
    assert [(one.goal, one.name, len(one.kpis), len(one.projects)) for one in base.packages] == [
        (1, "市", 1, 1), (1, "船", 1, 1), (2, "道", 1, 1)
    ]  # fmt: skip
    assert not any(goal.targets for goal in base.goals)


def test_kana_that_only_divide_what_a_table_is_behind_stay_parts(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    parts = "".join(f"{mark} {name}を広げる\n{name}を広げます。\n\n" for mark, name in (("ア", "市"), ("イ", "船")))
    table_of = "【KPI】\n指標\t基準値（R6）\t目標値（R11）\n来場者数\t1人\t2人\n"
    path.write_text(f"{FRONT}施策1-1 にぎわい\n\n{parts}{table_of}", encoding="utf-8")
    assert [(one.name, len(one.kpis)) for one in build(path).packages] == [("にぎわい", 1)]


@pytest.mark.parametrize(
    "line",
    [
        "令和７年度（２０２５年度）～令和１１年度（２０２９年度）",
        "令和7年度(2025)~令和11年度(2029)",
        "令和7（2025）年度〜令和11（2029）年度",
    ],
)
def test_years_of_both_calendars_are_one_span(line: str) -> None:
    period = period_on_cover(line)
    assert period
    assert (period.start_fiscal_year, period.end_fiscal_year) == (2025, 2029)


@pytest.mark.parametrize(("last", "is_shared"), [("）", False), ("」", False), ("度", True)])
def test_a_column_may_begin_below_the_empty_half_of_a_bracket(last: str, *, is_shared: bool) -> None:
    """「現状値（令和5年度）」 beside a column whose digits begin a little before the header above them."""
    run = Run(tuple(Glyph(text, x0, x0 + 9, 0, 9, 9) for text, x0 in (("年", 343.0), (last, 352.0))))
    assert shares_place(run, (360.5, 384.5)) is is_shared
    assert shares_place(run, (352.5, 384.5))


@pytest.mark.parametrize("cell", ["・架空朝市事業 ・架空桟橋改修", "架空朝市事業"])
def test_projects_in_a_column_behind_the_values_are_of_the_measure_of_their_row(tmp_path: Path, cell: str) -> None:
    """Merged over two indicators, of which they need not serve either."""
    path = tmp_path / "plan.txt"
    head = "施策\tKPI\t基準値（R6）\t目標値（R11）\t主な事業\t担当課"
    of_market = f"市\t来場者数\t1人\t2人\t{cell}\t商工課\n市\t出店数\t3店\t5店\t{cell}\t商工課"
    rows = f"{of_market}\n船\t利用者\t3人\t5人\t架空の船の改修\t港湾課"
    path.write_text(f"{FRONT}{head}\n{rows}\n", encoding="utf-8")
    base = build(path)
    found = [(one.name, [own.name for own in one.projects]) for one in base.packages]
    assert found == [("市", cell.lstrip("・").split(" ・")), ("船", ["架空の船の改修"])]
    assert not any(kpi.projects for one in base.packages for kpi in one.kpis)
    assert not any("「主な事業」は読み取りの対象外" in one.message for one in base.report.findings)


@pytest.mark.parametrize(
    ("line", "said"),
    [("外出の支援の助成", True), ("12", False), ("架空市総合戦略", False), ("毎月ひらきます。", False)],
)
def test_a_plain_line_among_projects_is_said(tmp_path: Path, line: str, *, said: bool) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"{FRONT}施策1-1 市\n\n【主な事業】\n\n架空朝市事業\n\n{line}\n", encoding="utf-8")
    base = build(path)
    assert [one.name for one in base.packages[0].projects] == ["架空朝市事業"]
    assert any(f"「{line}」" in one for one in warnings(base)) is said
