"""Staff teach by examples: each is checked; where one is misread, the concept that would help is offered."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.examples import Example, load_examples, misread, plan_concepts
from knowledge.model.errors import BadDataFileError

GOALS = (
    "安定した雇用を創出する",
    "久留米市への新しい人の流れをつくる",
    "結婚・妊娠・出産・子育ての希望をかなえる",
    "安心な暮らしを守る",
    "広域拠点の役割を果たす",
)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_an_example_that_is_read_as_it_says_needs_nothing(engine: Engine, tmp_path: Path) -> None:
    assert misread(Example("基本目標の一覧", GOALS[:2], "企画課"), engine, plan_concepts(tmp_path)) == ""


@pytest.mark.process
def test_a_word_of_the_office_is_learned_from_the_plans_own_concepts(engine: Engine, tmp_path: Path) -> None:
    example = Example("おおみだしの一覧", GOALS, "企画課")
    told = misread(example, engine, plan_concepts(tmp_path))
    assert "「おおみだしの一覧」は「安定した雇用を創出する」" in told
    assert '[kind] goal = ["' in told
    line = told[told.index("[kind] goal") :].split("、")[0]
    part, rest = line.split("] ", 1)
    write(tmp_path, "concepts.toml", f"{part}]\n{rest}\n")
    concepts = plan_concepts(tmp_path)
    assert misread(example, engine.with_concepts(concepts), concepts) == ""


def test_what_is_written_wrongly_is_said(tmp_path: Path) -> None:
    write(tmp_path, "examples.toml", '[[examples]]\nq = "目標は？"\n')
    with pytest.raises(BadDataFileError):
        load_examples(tmp_path)
    write(tmp_path, "concepts.toml", '[kind]\nboss = ["課長"]\n')
    with pytest.raises(BadDataFileError):
        plan_concepts(tmp_path)


def test_the_examples_that_are_shipped_are_read_as_they_say(engine: Engine, strategy_folder: Path) -> None:
    examples = load_examples(strategy_folder)
    assert examples
    assert [told for one in examples if (told := misread(one, engine, plan_concepts(strategy_folder)))] == []
