"""What is asked again and what is refused, in the words that a reader sees."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.problem import Problem
from knowledge.indicators.validation import find_problems
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import quantity_words
from knowledge.model.structs import replace

R5, R6 = FiscalYear(2023), FiscalYear(2024)
TODAY = date(2024, 6, 3)


def drafted(id: str, value: str, year: FiscalYear = R5, **fields: object) -> Draft:
    plain = Draft(indicator=id, fiscal_year=year, value=Decimal(value), by="山田")
    return replace(plain, **fields)  # type: ignore[arg-type]  # a shorthand of the tests: fields by name


def ledger_of(*drafts: Draft) -> Ledger:
    ledger = Ledger(())
    for number, draft in enumerate(drafts, start=1):
        entry = ledger.recorded(draft, id=f"a{number}", at=datetime(2024, 5, 1, tzinfo=UTC), unit="人")
        ledger = Ledger((*ledger.entries, entry))
    return ledger


def problems(catalog: Catalog, draft: Draft, ledger: Ledger | None = None) -> tuple[Problem, ...]:
    indicator, plan = catalog.indicator(draft.indicator), catalog.strategy.period
    return find_problems(draft, indicator, ledger or Ledger(()), today=TODAY, plan=plan)


def messages(catalog: Catalog, draft: Draft, ledger: Ledger | None = None) -> list[str]:
    return [problem.message for problem in problems(catalog, draft, ledger)]


def test_a_plausible_value_has_no_problem(catalog: Catalog) -> None:
    assert problems(catalog, drafted("k3-3", "40", unit="人")) == ()


@pytest.mark.parametrize(
    ("draft", "message", "needs"),
    [
        (drafted("k3-3", "40", FiscalYear(2025)), "令和7年度はまだ始まっていません。", "mending"),
        (drafted("k3-3", "40", as_of=date(2024, 6, 4)), "2024年6月4日はまだ来ていません。", "mending"),
        (drafted("k3-3", "40", R6), "令和6年度はまだ終わっていません。確定値で間違いありませんか。", "confirmation"),
        (
            drafted("k3-3", "40", FiscalYear(2016)),
            "基準年度（令和元年度）より前の平成28年度の値です。間違いありませんか。",
            "confirmation",
        ),
        (
            drafted("k3-3", "40", unit="件"),
            "単位が違います。「件」ではなく「人」で入力してください。",
            "mending",
        ),
        (
            drafted("k2-1", "393000", unit="人"),
            "単位が違います。「人」ではなく「万人」で入力してください（39.3万人 ではありませんか）。",
            "mending",
        ),
        (drafted("k3-3", "-1"), "「待機児童数」は負の値になりません。", "mending"),
        (drafted("k3-1", "101"), "101%は100%を超えています。間違いありませんか。", "confirmation"),
        (
            drafted("k3-3", "540"),
            "540人は基準値 54人の10倍以上です。桁や単位に間違いはありませんか。",
            "confirmation",
        ),
        (
            drafted("k5-1", "30000"),
            "30,000件は目標値 3,000件の10倍以上です。桁や単位に間違いはありませんか。",
            "confirmation",
        ),
        (
            drafted("k3-7", "700", FiscalYear(2019)),
            "令和元年度は計画期間（令和2年度〜令和6年度）の外です。間違いありませんか。",
            "confirmation",
        ),
        (drafted("k3-3", "48.5"), "48.5人には端数があります。間違いありませんか。", "confirmation"),
        (drafted("k1-1", "2.5"), "2.5件には端数があります。間違いありませんか。", "confirmation"),
        (drafted("k1-4", "36.5"), "36.5社には端数があります。間違いありませんか。", "confirmation"),
        (drafted("k3-2", "1.5"), "1.5か所には端数があります。間違いありませんか。", "confirmation"),
        (drafted("k3-3", "1.1234567"), "桁数が多すぎます（整数15桁、小数6桁まで）。", "mending"),
        (drafted("k3-3", "40", note="あ" * 1001), "備考は1,000字までです（いま1,001字）。", "mending"),
        (drafted("k3-3", "40", by=" "), "登録する人の名前がありません。", "mending"),
    ],
)
def test_a_doubtful_value_is_named_in_one_sentence(catalog: Catalog, draft: Draft, message: str, needs: str) -> None:
    found = problems(catalog, draft)
    assert [(problem.message, problem.needs) for problem in found] == [(message, needs)]


def test_a_year_after_the_plan_is_asked_about_once_it_has_begun(catalog: Catalog) -> None:
    draft, k33 = drafted("k3-3", "30", FiscalYear(2025)), catalog.indicator("k3-3")
    [asked] = find_problems(draft, k33, Ledger(()), today=date(2026, 6, 3), plan=catalog.strategy.period)
    assert asked.message == "令和7年度は計画期間（令和2年度〜令和6年度）の外です。間違いありませんか。"
    assert asked.needs == "confirmation"
    assert find_problems(draft, k33, Ledger(()), today=date(2026, 6, 3), plan=None) == ()


def test_what_does_not_come_in_whole_ones_has_fractions(catalog: Catalog) -> None:
    """万人, %, 億円; 「50.0人」 is whole."""
    for draft in (drafted("k2-1", "39.3"), drafted("k3-1", "77.5"), drafted("g2-t3", "127.5"), drafted("k3-3", "50.0")):
        assert problems(catalog, draft) == ()
    assert {"人", "件", "か所", "社", "回"} <= quantity_words("whole_units")


def test_a_first_small_count_is_no_jump(catalog: Catalog) -> None:
    assert problems(catalog, drafted("k5-1", "120")) == ()


def test_small_values_on_the_way_to_a_target_of_nothing_are_no_jump(catalog: Catalog) -> None:
    assert problems(catalog, drafted("k3-3", "2")) == ()  # 54人 → 0人
    [beyond] = messages(catalog, drafted("k1-3", "30000"))  # 320,975百万円 → 361,466百万円
    assert "基準値 320,975百万円の10分の1以下" in beyond


def test_a_difference_may_be_negative_and_needs_no_unit(catalog: Catalog) -> None:
    assert problems(catalog, drafted("k3-5", "-1.3", unit="ポイント")) == ()


def test_a_provisional_value_of_the_running_year_is_fine(catalog: Catalog) -> None:
    assert problems(catalog, drafted("k3-3", "40", R6, provisional=True)) == ()


def test_the_jump_is_measured_against_the_nearest_year_that_is_known(catalog: Catalog) -> None:
    ledger = ledger_of(drafted("k3-3", "4", FiscalYear(2021)), drafted("k3-3", "40", FiscalYear(2022)))
    assert messages(catalog, drafted("k3-3", "4"), ledger) == [
        "4人は令和4年度の実績 40人の10分の1以下です。桁や単位に間違いはありませんか。"
    ]
    assert messages(catalog, drafted("k3-3", "0"), ledger) == []
    assert messages(catalog, drafted("k3-3", "54"), ledger) == []


def test_a_count_that_falls_is_asked_about(catalog: Catalog) -> None:
    ledger = ledger_of(drafted("k1-1", "3", FiscalYear(2022)))
    assert messages(catalog, drafted("k1-1", "2"), ledger) == [
        "累計が令和4年度の 3件より減っています。間違いありませんか。"
    ]


def test_a_second_value_needs_to_be_a_correction_and_a_correction_needs_a_difference(catalog: Catalog) -> None:
    ledger = ledger_of(drafted("k3-3", "40"))
    assert messages(catalog, drafted("k3-3", "41"), ledger) == [
        "令和5年度の実績はすでに登録されています（a1: 40人、確定値、山田）。訂正として登録してください。"
    ]
    assert messages(catalog, drafted("k3-3", "41", replaces="a1"), ledger) == []
    assert messages(catalog, drafted("k3-3", "40.0", replaces="a1"), ledger) == [
        "令和5年度の登録済みの値（a1）と同じです。"
    ]
    assert messages(catalog, drafted("k3-3", "41", replaces="a7"), ledger) == ["a7 は令和5年度の今の値ではありません。"]


def test_an_invented_value_never_replaces_a_real_one(catalog: Catalog) -> None:
    ledger = ledger_of(drafted("k3-3", "40"))
    assert messages(catalog, drafted("k3-3", "41", replaces="a1", sample=True), ledger) == [
        "令和5年度には実際の値があるため、架空の値は登録できません。"
    ]
    invented = ledger_of(drafted("k3-3", "40", sample=True))
    assert messages(catalog, drafted("k3-3", "41"), invented) == []
