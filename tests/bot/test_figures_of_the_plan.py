"""Who asks for a figure of the plan is shown that figure and its source, and not all that the plan's card says."""

from datetime import date

import pytest

from bot.terminal.cards import answer_lines
from bot.views.cards import answer_message
from knowledge.answers.engine import Engine
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.views.judging import seen

TODAY = date(2026, 11, 30)
CARD = "政策パッケージ（6件）"
TARGET, PERIOD = "目標値は301,000人（令和6年度）", "計画期間は令和2年度から令和6年度までの5年間です（本文75行）。"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("人口目標は？", (TARGET, "本文に「30万1千人」とあります。")),
        ("この計画の人口の目標は何人？", ("30万1千人",)),
        ("この計画はいつまで？", (PERIOD,)),
        ("人口目標はいつまで？", (TARGET, PERIOD)),
    ],
)
def test_the_card_of_the_plan_is_left_out(engine: Engine, question: str, told: tuple[str, ...]) -> None:
    answer = engine.answer(question, today=TODAY)
    printed = "\n".join(line.plain for line in answer_lines(engine.catalog, answer, 200))
    posted = seen(answer_message(answer, engine.catalog, EMPTY_VALUES).blocks)
    for shown in (answer.text, printed, posted):
        assert all(words in shown for words in told)
        assert "出典" in shown
        assert CARD not in shown
    assert all(words in answer.note for words in told)
    assert [item.kind for item in answer.items] == ["strategy"]


def test_who_asks_for_the_plan_is_shown_it(engine: Engine) -> None:
    answer = engine.answer("この計画について教えて", today=TODAY)
    assert CARD in "\n".join(line.plain for line in answer_lines(engine.catalog, answer, 200))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("2060年の人口", "令和42年度の人口"),
        ("2045年の人口は何人？", "令和27年度の人口"),
        ("2060年の待機児童数は？", "令和42年度の待機児童数"),
        ("令和12年度の宿泊者数の実績", "令和12年度の宿泊者数"),
    ],
)
def test_a_year_that_is_to_come_and_behind_the_plan_is_not_unrecorded(
    engine: Engine, question: str, figure: str
) -> None:
    answer = engine.answer(question, today=TODAY)
    assert answer.reason == "absent"
    assert answer.text.startswith(f"{figure}は、第2期久留米市地方創生総合戦略に記載がありません。計画期間は")
    assert "登録されていません" not in answer.text


def test_a_year_that_has_begun_may_be_unrecorded(engine: Engine) -> None:
    assert "令和8年度の実績は登録されていません" in engine.answer("令和8年度の待機児童数", today=TODAY).text
