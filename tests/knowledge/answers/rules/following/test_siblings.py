"""What was shown of one package or goal is shown of another one: 「パッケージ3も」「じゃあ基本目標4は？」「西は？」."""

from datetime import date

import pytest

from knowledge.answers.conversation import row_with
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog

TODAY = date(2024, 6, 3)


def _last(engine: Engine, *asked: str) -> list[str]:
    row: tuple[str, ...] = ()
    for text in asked:
        answer = engine.answer(text, row, today=TODAY)
        row = row_with(row, answer)
    return [item.id for item in answer.items]


@pytest.mark.parametrize(
    ("asked", "then", "package"),
    [
        ("パッケージ5のKPI", "パッケージ3も", "pkg3"),
        ("パッケージ5のKPI", "西も同じく頼みます", "pkg6"),
        ("パッケージ5のKPI", "西の方は？", "pkg6"),
        ("パッケージ3のKPI", "4のも", "pkg4"),
        ("パッケージ5のKPI", "じゃあ6は？", "pkg6"),
        ("パッケージ5のKPI", "what about package 2?", "pkg2"),
    ],
)
def test_the_same_is_shown_of_another_package(
    engine: Engine, catalog: Catalog, asked: str, then: str, package: str
) -> None:
    number = int(package.removeprefix("pkg"))
    assert _last(engine, asked, then) == [kpi.id for kpi in catalog.packages[number].kpis]


def test_the_first_sentence_says_of_which(engine: Engine) -> None:
    answer = engine.answer("パッケージ6も", ["k5-1", "k5-2", "k5-3"], today=TODAY)
    assert answer.lead.startswith("政策パッケージ6のKPIは3件です")
    assert answer.origin == ("pkg6",)


@pytest.mark.parametrize(
    ("asked", "then", "shown"),
    [
        ("基本目標3の数値目標は？", "基本目標4についても同様にお願いします", ["g4-t1"]),
        ("パッケージ5について", "6は？", ["pkg6"]),
        ("西部の事業", "東は？", ["p5-1", "p5-2", "p5-3"]),
    ],
)
def test_of_whatever_kind_it_was(engine: Engine, asked: str, then: str, shown: list[str]) -> None:
    assert _last(engine, asked, then) == shown


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("パッケージ3のKPI", "4は？"),  # the fourth of the list
        ("パッケージ5のKPI", "パッケージ3の事業も"),
        ("パッケージ5のKPI", "西部の転入者は？"),
        ("パッケージ3のKPI", "2の方を詳しく"),
    ],
)
def test_what_says_more_is_another_question(engine: Engine, catalog: Catalog, asked: str, then: str) -> None:
    whole = [[kpi.id for kpi in package.kpis] for package in catalog.base.packages]
    assert _last(engine, asked, then) not in whole


@pytest.mark.parametrize(
    ("shown", "asked", "then"),
    [
        ("k3-3", "じゃあ環状道路は？", "k4-4"),
        ("k4-4", "MICEは", "k2-3"),
        ("k1-9", "カフェの方はいかがでしょうか", "k1-10"),
        ("k2-1", "農業体験に来る人のほうは？", "k2-2"),
        ("k2-4", "And the art museum?", "k2-5"),
        ("p2-1", "MICEは？", "p2-2"),
    ],
)
def test_the_one_of_the_same_kind_that_is_called_so(engine: Engine, shown: str, asked: str, then: str) -> None:
    assert [item.id for item in engine.answer(asked, [shown], today=TODAY).items] == [then]


@pytest.mark.parametrize(("shown", "asked"), [("k3-3", "防災は？"), ("k3-3", "MICEとは"), ("pkg3", "環状道路は？")])
def test_where_none_is_called_so_it_is_another_question(engine: Engine, shown: str, asked: str) -> None:
    answer = engine.answer(asked, [shown], today=TODAY)
    assert [item.id for item in answer.items] == [item.id for item in engine.answer(asked, today=TODAY).items]


@pytest.mark.parametrize(
    ("asked", "then", "shown"),
    [
        ("滞在人口（平日）の基準値", "週末は？", ["g5-t2"]),
        ("年間観光客数と年間観光消費額の目標", "お金の方は今いくら？", ["g2-t3"]),
        ("創業融資件数と空き家の流通・活用支援件数の目標", "住まいのほうの基準値は", ["k3-8"]),
        ("東部のKPIを全部", "西側は？", ["k6-1", "k6-2", "k6-3"]),
    ],
)
def test_what_stands_beside_it_is_known_by_a_word_for_it(
    engine: Engine, asked: str, then: str, shown: list[str]
) -> None:
    assert _last(engine, asked, then) == shown
