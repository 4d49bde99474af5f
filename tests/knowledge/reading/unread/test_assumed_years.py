"""Targets without a printed year are shown as of the plan's end, and the report says for which (架空)."""

from pathlib import Path

import pytest

from knowledge.reading.build import build

PLAN = "みさき町総合戦略\n計画期間：令和7年度から令和11年度まで\n\n基本目標1 海の町\n施策1 港の再生\n"
TOLD = "目標の年度が書かれていない指標が"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "ＫＰＩ\n・船の便数　3便を9便に\n・釣り客の数　年間200人\n",
            "2件あります（7、8行）。計画の最後の年度（令和11年度）",
        ),
        ("指標\t基準値（R5）\t目標値\n船の便数\t3便\t9便\n", "1件あります（7行）。計画の最後の年度（令和11年度）"),
        ("指標\t基準値（R5）\t目標値（R11）\n船の便数\t3便\t9便\n", ""),
        ("指標\t基準値（R5）\t目標値\n船の便数\t3便\t9便（R10）\n", ""),
        ("指標\t基準値（R5）\t目標値\n船の便数\t3便\t5年間で20便\n", ""),
    ],
)
def test_which_targets_have_no_year(lines: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN + lines, encoding="utf-8")
    base = build(path)
    found = [one for one in base.report.findings if one.message.startswith(TOLD)]
    assert [one.severity for one in found] == ["info"] * bool(expected)
    assert all(expected in one.message for one in found)
    assert {kpi.target.fiscal_year for package in base.packages for kpi in package.kpis} <= {2028, 2029}
