"""Comparisons over the KPI table, checked against the printed quantities themselves."""

import operator
from collections.abc import Callable
from decimal import Decimal

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.comparison import comparisons
from knowledge.model.catalog import Catalog
from knowledge.model.records import Kpi

READ = {
    "目標が90%以上のKPI": ("target", operator.ge, "90", "%"),
    "目標値が九割を超える指標": ("target", operator.gt, "90", "%"),
    "基準値が100人未満のKPI": ("baseline", operator.lt, "100", "人"),
    "目標が10万人以上のKPI": ("target", operator.ge, "100000", "人"),
    "目標が6件の指標": ("target", operator.eq, "6", "件"),
    "目標が0のKPI": ("target", operator.eq, "0", ""),
    "5ポイント以上伸ばすKPI": ("difference", operator.ge, "5", "%"),
    "2割以上増やすKPI": ("growth", operator.ge, "20", "%"),
    "3倍以上にするKPI": ("ratio", operator.ge, "3", "倍"),
    "基準と目標の差が50件以下のKPI": ("difference", operator.le, "50", "件"),
}
NOTHING_TO_COMPARE = [
    "目標は？",
    "3つ目は？",
    "令和6年度に90件",
    "目標2のKPI",
    "パッケージ3のKPI",
    "以上です",
    "基本的方向①から⑬まで",
    "単位が万人のKPI",
    "何万人以上を目指すKPI",
]


@pytest.mark.parametrize(("asked", "meant"), READ.items())
def test_a_comparison_is_read(asked: str, meant: tuple[str, object, str, str], engine: Engine) -> None:
    [found] = comparisons(engine.reader.read(asked))
    assert (found.column, found.relation, found.amount, found.unit) == (*meant[:2], Decimal(meant[2]), meant[3])


@pytest.mark.parametrize("asked", NOTHING_TO_COMPARE)
def test_other_numbers_compare_nothing(asked: str, engine: Engine) -> None:
    assert comparisons(engine.reader.read(asked)) == []


def rise(kpi: Kpi) -> Decimal:
    return kpi.target.number - kpi.baseline.number if kpi.baseline else Decimal(0)


def base(kpi: Kpi) -> Decimal:
    return kpi.baseline.number if kpi.baseline else Decimal(0)


TABLE: dict[str, Callable[[Kpi], bool]] = {
    "目標値が5割以上のKPI": lambda kpi: kpi.unit == "%" and kpi.target.number >= 50,
    "目標が100人未満のKPIは？": lambda kpi: kpi.unit == "人" and kpi.target.number < 100,
    "基準値が50件以上のKPI": lambda kpi: kpi.unit == "件" and base(kpi) >= 50,
    "10ポイント以上上げるKPI": lambda kpi: kpi.unit == "%" and rise(kpi) >= 10,
    "3ポイント以上下げるKPI": lambda kpi: kpi.unit == "%" and rise(kpi) <= -3,
    "3倍以上に増やすKPI": lambda kpi: base(kpi) > 0 and kpi.target.number >= 3 * base(kpi),
    "目標値が基準値と等しいKPI": lambda kpi: kpi.baseline is not None and rise(kpi) == 0,
    "基準値と目標値が同じKPI": lambda kpi: kpi.baseline is not None and rise(kpi) == 0,
    "50%以上60%以下が目標のKPI": lambda kpi: kpi.unit == "%" and 50 <= kpi.target.number <= 60,
}


@pytest.mark.parametrize("asked", TABLE)
def test_all_and_only_those_that_fulfil_it_are_shown(asked: str, engine: Engine, catalog: Catalog) -> None:
    expected = [kpi.id for kpi in catalog.kpis.values() if TABLE[asked](kpi)]
    assert expected
    assert [item.id for item in engine.answer(asked).items] == expected


def test_where_no_kpi_fulfils_it_none_is_shown(engine: Engine) -> None:
    answer = engine.answer("目標が100%のKPI")
    assert (answer.status, answer.items) == ("not_found", ())
    assert "当てはまるKPI" in answer.text


def test_the_number_in_a_name_is_no_comparison(engine: Engine) -> None:
    assert engine.answer("農業収入1千万円以上の割合のKPI").items[0].id == "k1-6"


@pytest.mark.parametrize("asked", ["目標値が0のKPIは何件？", "目標がゼロのKPI", "目標値が最小のKPI"])
def test_a_target_in_words_is_no_nought(engine: Engine, catalog: Catalog, asked: str) -> None:
    """「全国平均以上」: a difference of 0 from what nobody knows."""
    assert catalog.kpis["k3-5"].target.number == 0
    assert [item.id for item in engine.answer(asked).items] == ["k3-3"]
