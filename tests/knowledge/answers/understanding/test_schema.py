"""Relations hold in both directions, conditions are those of the printed table."""

from itertools import permutations

import pytest

from knowledge.answers.understanding.schema import CONDITIONS, Schema
from knowledge.model.catalog import Catalog

KINDS = ("package", "direction", "goal", "target", "kpi", "project")


@pytest.fixture(scope="module")
def schema(catalog: Catalog) -> Schema:
    return Schema(catalog)


@pytest.mark.parametrize(("kind", "other"), [("package", "project"), ("package", "kpi"), ("kpi", "project"),
                                             ("direction", "project"), ("goal", "direction"), ("goal", "target"),
                                             ("goal", "project")])  # fmt: skip
def test_what_belongs_to_a_record_has_that_record(schema: Schema, kind: str, other: str) -> None:
    there = {(id, one) for id in schema.all(kind) for one in schema.related(id, other)}
    back = {(one, id) for id in schema.all(other) for one in schema.related(id, kind)}
    assert there == back
    assert there


def test_every_relation_gives_records_of_the_kind_asked_for_each_once(schema: Schema) -> None:
    for kind, other in permutations(KINDS, 2):
        for id in schema.all(kind):
            found = schema.related(id, other)
            assert len(found) == len(set(found))
            assert {schema.kinds[one] for one in found} <= {other}


def test_reprints_are_their_originals(schema: Schema, catalog: Catalog) -> None:
    every = {one for package in schema.all("package") for one in schema.related(package, "project")}
    assert every == {project.id for project in catalog.originals()}


def test_a_condition_holds_for_some_indicators_and_not_for_all(schema: Schema, catalog: Catalog) -> None:
    counts = {name: sum(map(test, catalog.indicators.values())) for name, test in CONDITIONS.items()}
    assert counts["no_target"] == 0
    assert counts["no_baseline"] > 0
    assert all(count < len(catalog.indicators) for count in counts.values())
