"""What staff teach: questions with what they mean (examples.toml), and words of the plan's own (concepts.toml)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import Concept, Concepts, concept_words, general_concepts
from knowledge.model.base_json import checked
from knowledge.model.data_files import read_toml
from knowledge.model.errors import BadDataFileError
from knowledge.wording.taught import misread_note, unexplained_note, unknown_concepts

EXAMPLES_FILE, CONCEPTS_FILE = "examples.toml", "concepts.toml"
MOST_OFFERED = 3
TAUGHT_PARTS = frozenset({"kind", "attribute", "ask", "condition", "state", "order", "relation"})
"""Parts of a question that a new word may belong to."""


class Example(Struct, frozen=True):
    """`q`: a question. `means`: titles of the records that the answer shows, the first first. `by`: who says so."""

    q: str
    means: Annotated[tuple[str, ...], Meta(min_length=1)]
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
        raise BadDataFileError(str(path), unknown_concepts([(part, name) for part, name in unknown]))
    return general_concepts().plus(own)


def misread(example: Example, engine: Engine, concepts: Concepts) -> str:
    """What is shown instead, and which concept a word may belong to; nothing where it is read as it says."""
    answer = engine.answer(example.q)
    shown = [item.title for item in answer.items]
    if example.is_met_by(shown):
        return ""
    told = misread_note(example.q, example.means, shown)
    if not answer.unexplained:
        return told
    offers = list(islice(_offers(example, answer.unexplained, engine, concepts), MOST_OFFERED))
    return told + unexplained_note(answer.unexplained, CONCEPTS_FILE, offers)


def _offers(example: Example, words: Sequence[str], engine: Engine, concepts: Concepts) -> Iterator[str]:
    """Lines of concepts.toml with which the example is read as it says, each tried."""
    for word in words:
        for concept in concept_words():
            if concept.part in TAUGHT_PARTS:
                taught = engine.with_concepts(concepts.plus({concept: [word]}))
                if example.is_met_by([item.title for item in taught.answer(example.q).items]):
                    yield f'[{concept.part}] {concept.name} = ["{word}"]'
