"""The real document, and values for some of its indicators."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from knowledge.wording import Values
from knowledge.wording.amounts import SAMPLE_MARK, Figure
from knowledge.wording.values import EMPTY_VALUES, ValueView

VIEWS = (
    ValueView(
        figure=Figure("48", "人", "令和4年度", "確定値"),
        state="遅れ",
        progress=Fraction(1, 9),
        formula="(48 - 54) ÷ (0 - 54) = 11.1%",
        history=((2020, Decimal(50)), (2022, Decimal(48))),
        note="<!channel> *至急* 確認",
        source="<@U0000001> の資料",
        recorded="2023年6月3日 企画課",
    ),
    ValueView(figure=Figure("1", "件", "令和3年度", SAMPLE_MARK), state="達成", history=((2021, Decimal("-2.5")),)),
    None,
    ValueView(figure=Figure("3", "", "令和2年度", "確定値"), state="算定不可", reason="基準値の記載がありません。"),
)


class SomeValues:
    """Values of every shape, given out in turn."""

    is_partial = False

    def latest(self, id: str) -> ValueView | None:
        return VIEWS[sum(map(ord, id)) % len(VIEWS)]


@pytest.fixture(params=["recorded", "empty"])
def values(request: pytest.FixtureRequest) -> Values:
    return SomeValues() if request.param == "recorded" else EMPTY_VALUES


@pytest.fixture
def some_values() -> Values:
    return SomeValues()


@pytest.fixture(scope="session")
def document(strategy_folder: Path) -> list[str]:
    return (strategy_folder / "strategy.txt").read_text(encoding="utf-8").split("\n")
