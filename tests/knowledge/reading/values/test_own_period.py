"""From when to when a plan holds, where only a sentence about the plan itself says so (架空)."""

from pathlib import Path

import pytest

from knowledge.model.fiscal import FiscalYear, Period
from knowledge.reading.build import build


def period(folder: Path, sentence: str, title: str = "第3期しおみ町総合戦略") -> Period | None:
    path = folder / "plan.txt"
    path.write_text(f"{title}\n\n第1章 はじめに\n\n{sentence}\n\n基本目標1 浜で働く\n", encoding="utf-8")
    return build(path).strategy.period


@pytest.mark.parametrize(
    "sentence",
    [
        "第３期戦略は令和７年度から令和１１年度までの５年間とし、毎年見直します。",
        "町は、令和 7 年度から 11 年度までの 5 年間で取り組むことをこの戦略にまとめます。",
        "人が減っても暮らし続けるための５年間（令和７年度～令和11年度）の計画です。人口の減少を前提にします。",
        "本戦略は、2025年度から2029年度までの5か年間の道筋を示します。",
        "本戦略は、国の方針を踏まえ、令和7年度から令和11年度までの5か年に町が取り組む事柄を示すものである。",
    ],
)
def test_a_sentence_about_the_plan_tells_its_years(tmp_path: Path, sentence: str) -> None:
    assert period(tmp_path, sentence) == Period(FiscalYear(2025), FiscalYear(2029))


@pytest.mark.parametrize(
    "sentence",
    [
        "第２期戦略は令和２年度から令和６年度までの５年間とし、移住者を増やしました。",
        "この戦略の上位にある総合計画は、令和3年度から令和12年度までの10年間とします。",
        "本戦略は、令和2年度から令和5年度までの5年間の人口をもとにします。",
        "この戦略のもとになるのは、５年間（令和２年度～令和６年度）の計画の成果です。",
        "４年間（令和７年度～令和11年度）の計画です。",
        "移住者は、令和2年度から令和6年度までの5年間で増えました。",
    ],
)
def test_years_of_something_else_are_not_its_own(tmp_path: Path, sentence: str) -> None:
    assert period(tmp_path, sentence) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("後期基本計画は、令和7年度から令和11年度までに町が取り組むことを定めます。", (2025, 2029)),
        ("後期基本計画は、将来像を形にするため、令和7年度から令和11年度までに取り組むことを定めます。", (2025, 2029)),
        ("後期基本計画は、令和2年度から令和6年度までの実績をもとに定めます。", None),
        ("前期基本計画は、令和2年度から令和6年度までに町が取り組むことを定めます。", None),
        ("基本構想は、令和2年度から令和11年度までに町が目指すことを定めます。", None),
        ("後期基本計画は、令和7年度から令和8年度までに定めます。", None),
    ],
)  # fmt: skip
def test_what_the_title_ends_in_tells_its_years(
    tmp_path: Path, sentence: str, expected: tuple[int, int] | None
) -> None:
    found = period(tmp_path, sentence, "第6次しおみ町総合計画　後期基本計画")
    assert (found and (found.start_fiscal_year, found.end_fiscal_year)) == expected
