"""What staff teach: questions with what they mean (examples.toml), and words of the plan's own (concepts.toml)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import Concept, Concepts, concept_words, general_concepts
from knowledge.model.data_files import NOT_EMPTY, checked, read_toml
from knowledge.model.errors import BadDataFileError
from knowledge.wording.amounts import quoted

EXAMPLES_FILE, CONCEPTS_FILE = "examples.toml", "concepts.toml"
MOST_OFFERED = 3
NOT_READ_YET = (
    "この例のとおりには、まだ答えられません。答えられるようにするには、"
    "「その言葉の意味」も選んでください（選ばないと、上の言葉は加わりません）。"
)
TAUGHT_PARTS: Mapping[str, str] = {
    "kind": "種類",
    "attribute": "項目",
    "ask": "尋ね方",
    "condition": "条件",
    "state": "状態",
    "order": "順序",
    "relation": "関係",
}
"""Parts of a question that a new word may belong to, in words."""


@dataclass(frozen=True, slots=True)
class Example:
    """`q`: a question. `means`: titles of the records that the answer shows, the first first. `by`: who says so."""

    q: str
    means: Annotated[tuple[str, ...], NOT_EMPTY]
    by: str = ""

    def is_met_by(self, shown: Sequence[str]) -> bool:
        """The first of them first, the others anywhere."""
        return bool(shown) and shown[0] == self.means[0] and set(self.means) <= set(shown)


def load_examples(folder: Path) -> tuple[Example, ...]:
    """Those beside a strategy's text. Raises BadDataFileError."""
    path = folder / EXAMPLES_FILE
    return checked(read_toml(path).get("examples", []), tuple[Example, ...], path)


def plan_concepts(folder: Path) -> Concepts:
    """The general concepts with the words that a plan adds to them (concepts.toml). Raises BadDataFileError."""
    path = folder / CONCEPTS_FILE
    if not path.exists():
        return general_concepts()
    tables = checked(read_toml(path), dict[str, dict[str, tuple[str, ...]]], path)
    own = {Concept(part, name): words for part, table in tables.items() for name, words in table.items()}
    if unknown := own.keys() - concept_words().keys():
        raise BadDataFileError(
            str(path), "、".join(f"[{part}] {name} という概念はありません" for part, name in unknown)
        )
    return general_concepts().plus(own)


def misread(example: Example, engine: Engine, concepts: Concepts) -> str:
    """What is shown instead, and which concept a word may belong to; nothing where it is read as it says."""
    answer = engine.answer(example.q)
    shown = [item.title for item in answer.items]
    if example.is_met_by(shown):
        return ""
    read = f"{_listed(shown)}と読まれます" if shown else "答えが見つかりません"
    told = f"「{example.q}」は{_listed(example.means)}を指すはずが、{read}。"
    if not answer.unexplained:
        return told
    words = _listed(answer.unexplained)
    offers = list(islice(_offers(example, answer.unexplained, engine, concepts), MOST_OFFERED))
    if not offers:
        return f"{told}説明の付かない言葉は{words}です。phrases.toml で、指す事業やKPIの言い方に加えてください。"
    how = f"{CONCEPTS_FILE} に次のどれかを書けば、例のとおりに読まれます: {'、'.join(offers)}"
    return f"{told}説明の付かない言葉は{words}です。{how}"


def _offers(example: Example, words: Sequence[str], engine: Engine, concepts: Concepts) -> Iterator[str]:
    """Lines of concepts.toml with which the example is read as it says, each tried."""
    for word in words:
        for concept in concept_words():
            if concept.part in TAUGHT_PARTS:
                taught = engine.with_concepts(concepts.plus({concept: [word]}))
                if example.is_met_by([item.title for item in taught.answer(example.q).items]):
                    yield f'[{concept.part}] {concept.name} = ["{word}"]'


def _listed(names: Sequence[str]) -> str:
    return "".join(quoted(name) for name in names[:4])
