"""Scope × state: every indicator of the answer lies in the scope and in the state, and the sentence names both."""

import re
from collections.abc import Mapping
from itertools import product

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.rules.recorded.measuring import STATES_MEANT
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.wording.standing import CALLED
from tests.knowledge.actual_values import ledger_of

STATES: Mapping[str, str] = {
    "遅れている": "late",
    "遅れていない": "not_late",
    "達成していない": "unachieved",
    "目標に届いていない": "unachieved",
    "未達の": "unachieved",
    "達成した": "achieved",
    "後退している": "worse",
    "順調な": "on_track",
    "未登録の": "unrecorded",
}
NOUNS = ("KPIは", "指標は", "ものは", "のは", "やつ")
TOPICS = ("子育て", "観光", "移住", "農業", "創業", "空き家", "待機児童")


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    """Every third indicator unrecorded, the others spread over the way from behind the baseline to past the target."""
    recorded = []
    for at, (id, one) in enumerate(catalog.indicators.items()):
        if id != "population" and at % 3 and one.baseline and not one.target.relative_to:
            share = (-0.2, 0.1, 0.35, 0.7, 1.2)[at % 5]
            whole = one.baseline.number + (one.target.number - one.baseline.number) * type(one.target.number)(
                str(share)
            )
            recorded.append((id, 2023, str(max(round(whole), 0) if one.unit != "%" else round(whole, 1))))
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def scopes(catalog: Catalog) -> dict[str, tuple[str, frozenset[str]]]:
    """As it is asked → how the answer calls it, and the indicators that lie in it."""
    found = {}
    for package in catalog.base.packages:
        own = frozenset(kpi.id for kpi in package.kpis)
        found[f"パッケージ{package.number}"] = (f"政策パッケージ{package.number}の", own)
    for goal in catalog.base.goals:
        own = frozenset(target.id for target in goal.targets)
        found[f"基本目標{goal.number}"] = (f"基本目標{goal.number}の", own)
    for project in [one for one in catalog.originals() if catalog.kpis_of(one)][::4]:
        found[project.name] = (f"「{project.name}」の", frozenset(kpi.id for kpi in catalog.kpis_of(project)))
    return found


def asked(scope: str, state: str, noun: str) -> str:
    return f"{scope}で{state.removesuffix('の') if noun == 'のは' else state}{noun}？"


@pytest.mark.process
def test_every_item_lies_in_the_scope_and_in_the_state(engine: Engine, catalog: Catalog, values: CurrentValues) -> None:
    wrong, count = [], 0
    for (scope, (called, inside)), (state, name), noun in product(scopes(catalog).items(), STATES.items(), NOUNS):
        question = asked(scope, state, noun)
        answer, count = engine.answer(question, (), values), count + 1
        kind = "数値目標" if "基本目標" in called else "KPI"  # no KPI is printed under a goal
        right = {id for id in inside if values.progress(id, None).state in STATES_MEANT[name]}
        told = f"{called}{kind if noun == 'KPIは' else '指標'}で{CALLED[name]}もの"
        is_told = told in answer.text and f"（全{len(inside)}件" in answer.text
        if {item.id for item in answer.items} != right or not is_told:
            wrong.append((question, sorted(right), [item.id for item in answer.items], answer.text[:80]))
    assert count >= 700
    assert wrong == []


@pytest.mark.process
def test_a_topic_narrows_to_the_indicators_that_have_to_do_with_it(
    engine: Engine, catalog: Catalog, values: CurrentValues
) -> None:
    words = {one.id: one.name + "".join(catalog.words_of(catalog.projects[p]) for p in one.projects)
             for one in catalog.kpis.values()}  # fmt: skip
    words |= {target.id: target.name for goal in catalog.base.goals for target in goal.targets}
    for topic, (state, name), noun in product(TOPICS, STATES.items(), NOUNS):
        answer = engine.answer(asked(topic, state, noun), (), values)
        called = rf"「{topic}」に関係する(?:指標|KPI)で{re.escape(CALLED[name])}もの.*（全(\d+)件"
        told = re.match(called, answer.text)
        assert told, (asked(topic, state, noun), answer.text[:90])
        assert 0 < int(told[1]) < 20
        for item in answer.items:
            assert values.progress(item.id, None).state in STATES_MEANT[name]
            assert name_key(topic) in name_key(words[item.id]), item


def test_a_topic_that_no_indicator_has_is_said(engine: Engine, values: CurrentValues) -> None:
    text = engine.answer("宇宙開発で遅れているKPIは？", (), values).text
    assert text.startswith("「宇宙開発」では絞り込めませんでした。計画全体のKPIで")
