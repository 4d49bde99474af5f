"""A kind of record and 「すべて」, and nothing else: all of it, whatever some of them belong to."""

import pytest

from knowledge.answers.engine import Engine

COUNTS = {"project": 40, "kpi": 38, "indicator": 47, "goal": 5, "package": 6, "term": 7}


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        *(("project", text) for text in ("事業一覧", "事業の一覧", "全事業", "事業を全部")),
        *(("kpi", text) for text in ("KPI一覧", "KPIの一覧", "KPIを全部見せてください")),
        ("indicator", "指標を全部見せて"),
        ("goal", "基本目標を全部教えて"),
        ("package", "パッケージの一覧"),
        ("term", "用語一覧"),
    ],
)
def test_all_of_it_is_shown(engine: Engine, kind: str, question: str) -> None:
    assert len(engine.answer(question).items) == COUNTS[kind]


@pytest.mark.parametrize(("question", "count"), [("パッケージ3の事業一覧", 13), ("移住の事業を全部", None)])
def test_what_is_named_besides_still_narrows_it(engine: Engine, question: str, count: int | None) -> None:
    shown = len(engine.answer(question).items)
    assert shown == count if count else 0 < shown < COUNTS["project"]


def test_the_indicators_are_as_many_in_every_count_and_list(engine: Engine) -> None:
    """KPIs, the goals' targets and what the plan itself aims at: all that can have actual values."""
    for question in ("指標は全部でいくつ？", "指標一覧", "計画全体の指標を全部"):
        assert f"{COUNTS['indicator']}件" in engine.answer(question).text.split("。")[0], question
    catalog = engine.catalog
    without = [id for id, one in catalog.indicators.items() if one.baseline is None]
    answer = engine.answer("基準値がない指標は？")
    assert len(answer.items) == len(without)
    assert f"{len(without)}件（" in answer.text
    assert "令和6年度末の人口：基準値 記載なし" in answer.text
    assert "政策パッケージ（6件）" not in answer.text  # a line of its own, and not the plan's whole card
