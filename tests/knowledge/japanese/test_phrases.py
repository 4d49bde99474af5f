"""phrases.toml of the shipped strategy: it speaks of what the document holds, richly, and of each thing once."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers.answer import titles
from knowledge.japanese.vocabulary import PHRASES_FILE, load_phrases
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import TEXT_FILE
from knowledge.model.normalize import name_key
from knowledge.search.strategy_search import strategy_records

RICH = 15  # phrases at least for what people ask after
SOME = 10  # for goals, directions and packages, which are mostly asked for by number or name

# A phrase that stands under two records, and why.
SAID_OF_BOTH = {
    "分譲地の売れ行き": "事業 p1-1 とその KPI k1-1 のどちらのことも言う",
}

# A record with a phrase that is another's name, and why.
NAMED_ELSEWHERE = {
    ("p1-3", "t6"): "オープンラボはこの事業の取組で、注に用語の説明がある",
    ("p1-3", "t5"): "テクニカルコーディネーターはこの事業の取組で、注に用語の説明がある",
    ("p2-3", "t7"): "アウトリーチはこの事業の取組で、注に用語の説明がある",
    ("g4", "g4-t1"): "基本目標4の数値目標は一つだけ",
}


@pytest.fixture(scope="module")
def phrases(strategy_folder: Path) -> dict[str, Any]:
    return tomllib.loads((strategy_folder / PHRASES_FILE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records(phrases: dict[str, Any]) -> dict[str, Any]:
    return {id: entry for id, entry in phrases.items() if id != "passages"}


def test_every_entry_stands_under_the_id_and_title_of_a_record(records: dict[str, Any], catalog: Catalog) -> None:
    printed = {id: title for id, (_, title) in titles(catalog).items()}
    assert catalog.strategy.population_target is not None
    printed[catalog.strategy.population_target.id] = records["population"]["title"]  # a sentence, not a printed name
    assert {id: entry["title"] for id, entry in records.items()} == {id: printed.get(id) for id in records}


def test_everything_that_people_ask_after_is_spoken_of(records: dict[str, Any], catalog: Catalog) -> None:
    targets = [target.id for goal in catalog.base.goals for target in goal.targets]
    asked = [*(project.id for project in catalog.originals()), *catalog.kpis, *targets]
    asked += [term.id for term in catalog.base.terms]
    assert (len(list(catalog.originals())), len(catalog.kpis), len(targets)) == (40, 38, 8)
    assert [id for id in asked if len(records[id]["phrases"]) < RICH] == []


def test_goals_directions_and_packages_are_spoken_of(records: dict[str, Any], catalog: Catalog) -> None:
    base = catalog.base
    ids = [item.id for items in (base.goals, base.directions, base.packages) for item in items]
    assert [id for id in ids if len(records[id]["phrases"]) < SOME] == []


def test_every_quote_stands_in_the_text_once(phrases: dict[str, Any], strategy_folder: Path) -> None:
    text = (strategy_folder / TEXT_FILE).read_text(encoding="utf-8")
    assert [entry["quote"] for entry in phrases["passages"] if text.count(entry["quote"]) != 1] == []


def test_no_phrase_stands_under_two_records(records: dict[str, Any]) -> None:
    assert shared([(id, entry["phrases"]) for id, entry in records.items()]) == SAID_OF_BOTH.keys()


def test_no_phrase_stands_under_two_passages(phrases: dict[str, Any]) -> None:
    assert shared([(entry["quote"], entry["phrases"]) for entry in phrases["passages"]]) == set()


def test_every_phrase_of_a_fact_is_searched(phrases: dict[str, Any], catalog: Catalog, strategy_folder: Path) -> None:
    searched = strategy_records(catalog, load_phrases(strategy_folder))
    held = {phrase for _, record, _ in searched for phrase in record.phrases}
    assert [phrase for fact in phrases["passages"] for phrase in fact["phrases"] if phrase not in held] == []


def test_a_phrase_that_is_the_name_of_another_record_is_known(records: dict[str, Any], catalog: Catalog) -> None:
    names = {name_key(title): id for id, (kind, title) in titles(catalog).items() if kind != "passage"}
    found = {
        (id, names[key])
        for id, entry in records.items()
        for key in map(name_key, entry["phrases"])
        if names.get(key, id) != id
    }
    assert found == NAMED_ELSEWHERE.keys()


def test_no_phrase_is_a_value_of_the_table(records: dict[str, Any]) -> None:
    numbers = [p for entry in records.values() for p in entry["phrases"] if re.fullmatch(r"[\d,.]+\S{0,2}", p)]
    assert numbers == []


def shared(spoken: list[tuple[str, list[str]]]) -> set[str]:
    """Phrases under more than one owner, by their key."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for owner, some in spoken:
        for phrase in some:
            owners[name_key(phrase)].add(owner)
    return {phrase for phrase, some in owners.items() if len(some) > 1}
