"""Two things asked in one message: both are told, or the one that is not is said to be left out."""

import pytest

from knowledge.answers.engine import Engine


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("事業の数とKPIの数は？", ["事業は45件（再掲5件を除くと40件）", "KPIは38件"]),
        ("事業は何件？パッケージは何個？", ["事業は45件", "政策パッケージは6件"]),
        ("基本目標の数値目標とKPIは全部でいくつ？", ["数値目標は8件", "KPIは38件"]),
        ("パッケージ3の事業は何件？再掲は？", ["政策パッケージ3は、事業が13件、再掲の事業が3件です。"]),
        ("パッケージ3の事業は何件で、再掲は何件？", ["事業が13件、再掲の事業が3件"]),
        ("パッケージ3の事業とKPIは何件？", ["事業が13件、KPIが8件"]),
        ("パッケージ2の事業は何件？そのうち再掲は？", ["事業が6件、再掲の事業が0件"]),
        ("基本目標2の事業は何件？数値目標は何件？", ["事業が14件、数値目標が3件"]),
    ],
)
def test_the_numbers_of_both_are_told(engine: Engine, question: str, said: list[str]) -> None:
    answer = engine.answer(question)
    assert [words for words in said if words not in answer.lead] == []


def test_one_kind_of_the_other_is_one_ask(engine: Engine) -> None:
    assert engine.answer("パッケージ3の事業のKPIは何件？").lead.startswith("政策パッケージ3のKPIは8件です")


def test_what_is_left_out_is_said(engine: Engine) -> None:
    answer = engine.answer("宿泊者数の目標は？市長は誰？")
    assert "「市長は誰」は、あわせてお答えできませんでした。" in answer.text
    assert "お答えできません" not in engine.answer("宿泊者数の目標は？単位は？").text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("再掲だけ抜いて一覧にして", 5),
        ("再掲だけ抜いて", 5),
        ("再掲を抜いて一覧にして", 40),
        ("再掲だけ抜いて何件？", 40),
    ],
)
def test_what_is_picked_is_not_left_out(engine: Engine, question: str, count: int) -> None:
    assert len(engine.answer(question).items) == count


def test_the_packages_that_print_a_project_again_are_told(engine: Engine) -> None:
    packages = [one.id for one in engine.catalog.base.packages if any(own.reprint_of for own in one.projects)]
    assert [item.id for item in engine.answer("再掲されているのはどのパッケージ？").items] == packages


@pytest.mark.parametrize("said", ["実績を間違えて入れたら？", "実績の登録を取り消したい"])
def test_how_a_value_is_corrected_is_no_question_on_an_indicator(engine: Engine, said: str) -> None:
    answer = engine.answer(said)
    assert answer.items == ()
    assert "kpi undo" in answer.text
