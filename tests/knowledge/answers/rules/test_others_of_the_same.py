"""「同じパッケージの他の事業は？」: how many are told, and of what, and that nothing was shown yet."""

import pytest

from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.answers.rules.printed import PrintedLines
from knowledge.model.catalog import Catalog


def note(engine: Engine, *asked: str) -> str:
    row: tuple[str, ...] = ()
    for text in asked:
        answer = engine.answer(text, row)
        row = row_with(row, answer)
    return answer.note


@pytest.mark.parametrize(
    ("asked", "then", "said"),
    [
        ("農業の事業は？", "同じパッケージの他の事業は？", "政策パッケージ1のほかの事業は8件です："),
        ("防災対策事業", "同じパッケージの他の事業は？", "政策パッケージ4のほかの事業は9件です："),
        ("防災対策事業", "同じパッケージの事業は？", "政策パッケージ4の事業は10件です："),
        ("農業の事業は？", "同じパッケージの他のKPIは？", "政策パッケージ1のKPIは10件です："),  # none was shown
        ("待機児童数と宿泊者数", "同じパッケージの事業は？", "政策パッケージ2・3の事業は"),
    ],
)
def test_it_is_said_whether_those_told_before_are_counted(engine: Engine, asked: str, then: str, said: str) -> None:
    assert note(engine, asked, then).startswith(said)


@pytest.mark.parametrize(
    ("question", "home"),
    [("同じパッケージの他の事業は？", "政策パッケージ"), ("同じ基本目標の数値目標は？", "基本目標")],
)
def test_where_nothing_was_shown_none_is_guessed(engine: Engine, question: str, home: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert answer.note.startswith(f"どの{home}のことか分かりません。")


def test_lines_quoted_have_no_marks_of_their_file(catalog: Catalog) -> None:
    lines = PrintedLines(catalog, ["重要業績評価指標（KPI^{※4}）を設定します。"])
    said = lines.quoted(lines.holding_any(["重要業績評価指標"], None))
    assert said.startswith("本文に「重要業績評価指標（KPI※4）を設定します。」（")
