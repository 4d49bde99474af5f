"""Questions about targets of every kind: words stay words, years are said as printed, parts stand beside each other."""

from datetime import date

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.japanese.vocabulary import Phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of
from tests.knowledge.target_kinds import target_kinds

CATALOG = Catalog(target_kinds())
RECORDED = (("k1-12", 2026, "3"), ("k1-6", 2026, "1.25"), ("k1-8", 2026, "7500"), ("k1-1", 2026, "8"))


@pytest.fixture(scope="module")
def small() -> Engine:
    return Engine(CATALOG, Phrases({}, {}), load_vocabulary())


def asked(engine: Engine, question: str, *recorded: tuple[str, int, str]) -> Answer:
    return engine.answer(question, (), CurrentValues(CATALOG, ledger_of(CATALOG, *recorded)), today=date(2027, 6, 3))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("進出企業数の目標は？", "目標値は8社（令和11年度）です。"),
        ("進出企業数の令和8年度の目標は？", "令和8年度の目標値は3社です。"),
        ("令和9年度の進出企業数の目標値", "令和9年度の目標値は4社です。"),
        (
            "進出企業数の中間目標は？",
            "令和8年度の目標値は3社、令和9年度の目標値は4社、令和10年度の目標値は6社、目標値は8社（令和11年度）です。",
        ),
        ("進出企業数の令和7年度の目標値は？", "令和7年度の目標値は定められていません。目標値は8社（令和11年度）です。"),
        ("住みやすさの満足度の令和9年度の目標", "令和9年度の目標値は上昇です。"),
        ("新規就業者数の目標は？", "目標値は20人（令和7年度〜令和11年度の累計）です。"),
        ("出生数の目標値", "目標値は50人（令和8年度〜令和11年度の平均）です。"),
        ("合計特殊出生率の目標は？", "目標値は全国平均並み（2040年）です。"),
        ("健康寿命の目標値", "目標値は前年度を上回る（令和11年度）です。"),
        ("労働生産性の目標は？", "目標値は令和6年度比＋11.2％（令和11年度）です。"),
        ("空き家の割合の目標は？", "目標値は10〜15%（令和11年度）です。"),
        ("移住体験者数の目標は？", "目標値は年12人（延べ40日）（令和11年度）です。"),
        ("刑法犯の件数の目標は？", "目標値は60件以下（令和11年）です。"),
        ("進出企業数の目標は3社ですか？", "はい、進出企業数の令和8年度の目標値は3社"),
        ("空き家の割合の目標は10%ですか？", "いいえ、空き家の割合の目標値は10〜15%"),
    ],
)
def test_a_target_is_told_as_it_is_printed(small: Engine, question: str, said: str) -> None:
    answer = asked(small, question)
    name = "" if said.startswith(("はい", "いいえ")) else f"{answer.items[0].title}の"
    assert answer.text.startswith(name + said)


def test_a_part_that_is_not_named_brings_all_of_them(small: Engine) -> None:
    assert [item.title for item in asked(small, "待機児童数の目標は？").items] == [
        "待機児童数（保育所）",
        "待機児童数（放課後）",
    ]
    assert [item.id for item in asked(small, "放課後の待機児童数の目標は？").items] == ["k1-11"]


def test_the_state_of_a_name_with_parts_is_that_of_each(small: Engine) -> None:
    answer = asked(small, "待機児童数は達成した？", ("k1-10", 2026, "0"), ("k1-11", 2026, "20"))
    assert [item.id for item in answer.items] == ["k1-10", "k1-11"]
    assert answer.text.startswith("待機児童数（保育所）の状態は「達成」（令和8年度・確定値）です。")
    assert "待機児童数（放課後）の状態は「遅れ」（令和8年度・確定値）です。" in answer.text


def test_a_target_in_words_is_neither_judged_nor_subtracted_from(small: Engine) -> None:
    answer = asked(small, "合計特殊出生率は目標まであとどれだけ？", *RECORDED)
    first = answer.text.splitlines()[0]
    assert first.startswith("合計特殊出生率の実績は1.25（令和8年度・確定値）、目標値は全国平均並み（2040年）です。")
    assert first.endswith(
        "目標が数値でなく言葉（「全国平均並み（2040年）」）で示されているため、数値では判定しません。"
    )
    assert "あと" not in answer.text
    assert "2,040" not in asked(small, "合計特殊出生率の状況は？", *RECORDED).text


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("目標値が一番大きいKPIは？", "k1-6"),
        ("目標が10人以上のKPI", "k1-7"),
        ("増やす目標のKPIは？", "k1-3"),
        ("基準値の2倍以上が目標のKPI", "k1-1"),
    ],
)
def test_words_and_sums_over_years_are_not_compared_with_numbers(small: Engine, question: str, never: str) -> None:
    ids = [item.id for item in asked(small, question).items]
    assert ids
    assert never not in ids


def test_an_english_line_says_calendar_years_and_sums(small: Engine) -> None:
    assert "baseline 41人, 2023" in asked(small, "What is the target for 出生数?").text
    assert "target 20人, total of FY2025 to FY2029" in asked(small, "What is the target for 新規就業者数?").text
