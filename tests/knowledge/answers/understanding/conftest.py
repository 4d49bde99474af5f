"""What a question may mean, seen from inside."""

from collections.abc import Callable

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.bindings import Binder
from knowledge.answers.understanding.concepts import general_concepts
from knowledge.answers.understanding.evidence import Evidence, gathered
from knowledge.answers.understanding.question import analysed
from knowledge.answers.understanding.schema import Schema

Gather = Callable[[str], Evidence]


@pytest.fixture(scope="session")
def gather(engine: Engine) -> Gather:
    schema = Schema(engine.catalog)
    binder = Binder(schema)

    def of(text: str) -> Evidence:
        question = analysed(engine.reader.read(text), general_concepts())
        return gathered(question, schema, engine.search, binder)

    return of
