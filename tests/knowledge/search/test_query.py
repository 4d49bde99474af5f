"""What a question asks for, as read by the rules of facets.toml: question → facets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.engine import Engine
from knowledge.search.query import Query, said_number

WANTS = {
    "移住支援の事業は？": {"project"},
    "待機児童数の目標値は？": {"value"},
    "健診の受診率は何%？": {"value"},
    "KPI一覧": {"kpi", "list"},
    "重要業績評価指標を並べて": {"kpi", "list"},
    "政策パッケージは何個？": {"package", "count"},
    "基本目標を全部": {"goal", "list"},
    "方向を挙げて": {"direction", "list"},
    "数値目標は？": {"target"},
    "MICEとは": {"term"},
    "MICEって何の略？": {"term"},
    "計画期間はいつまで？": {"passage"},
    "どこに書いてある？": {"where"},
    "この事業はどのパッケージ？": {"containing", "package"},
    "どの基本目標の下？": {"parent_goal"},
    "再掲の事業": {"reprint", "project"},
    "再掲を除いた事業": {"reprint", "without_reprint"},
}

REFERENCES = {
    "パッケージ3の事業": ("package", ((3,),)),
    "政策パッケージ三のKPI": ("package", ((3,),)),
    "第六パッケージ": ("package", ((6,),)),
    "２番目のパッケージ": ("package", ((2,),)),
    "パッケージ1と3の事業": ("package", ((1,), (3,))),
    "ぱっけーじご": ("package", ((5,),)),
    "基本目標の五": ("goal", ((5,),)),
    "目標(2)": ("goal", ((2,),)),
    "基本目標２と４": ("goal", ((2,), (4,))),
    "方向⑪": ("direction", ((11,),)),
    "方向十一": ("direction", ((11,),)),
    "十一番目の方向": ("direction", ((11,),)),
    "基本的方向の12": ("direction", ((12,),)),
    "方向⑥と⑦の事業": ("direction", ((6,), (7,))),
    "3-(12)": ("project", ((3, 12),)),
    "p3-12": ("project", ((3, 12),)),
    "※7": ("term", ((7,),)),
    "脚注3": ("term", ((3,),)),
}

CONDITIONS = {
    "基準値がないKPI": "no_baseline",
    "横ばいの指標": "kept",
    "減らしたいKPI": "lower",
    "目標が下がるKPI": "lower",
    "累計のKPI": "cumulative",
    "総数の指標": "total",
    "%のKPI": "percent",
    "2倍以上にするKPI": "doubled",
}

EXTREMES = {
    "一番伸び率の大きいKPI": "ratio",
    "目標値が最大の指標": "target",
    "基準値が一番大きいKPI": "baseline",
    "KPIが一番多いパッケージ": "most_kpis",
    "事業が一番多いパッケージ": "most_projects",
}

YEARS = {
    "R6の目標": [2024],
    "令和六年度": [2024],
    "2024年度": [2024],
    "Ｈ３０→Ｒ６": [2018, 2024],
    "平成31年度": [2019],
    "令和元年度": [2019],
    "目標は？": [],
}


@pytest.mark.parametrize(("asked", "wants"), WANTS.items())
def test_what_is_wanted(asked: str, wants: set[str], engine: Engine) -> None:
    assert wants <= engine.reader.read(asked).wants


@pytest.mark.parametrize(("asked", "reference"), REFERENCES.items())
def test_a_number_refers_to_one_kind(asked: str, reference: tuple[str, object], engine: Engine) -> None:
    kind, numbers = reference
    assert dict(engine.reader.read(asked).references) == {kind: numbers}


def test_the_id_of_a_kpi_is_no_project(engine: Engine) -> None:
    assert dict(engine.reader.read("k3-3").references) == {"kpi": ((3, 3),)}


@pytest.mark.parametrize(
    "asked", ["3件の事業", "KPIは12本？", "目標は2.5倍", "目標10%", "54人のKPI", "パッケージは6個？"]
)
def test_an_amount_refers_to_nothing(asked: str, engine: Engine) -> None:
    assert engine.reader.read(asked).references == {}


@pytest.mark.parametrize(("asked", "condition"), CONDITIONS.items())
def test_a_condition_on_kpis(asked: str, condition: str, engine: Engine) -> None:
    assert engine.reader.read(asked).conditions == {condition}


@pytest.mark.parametrize(("asked", "extreme"), EXTREMES.items())
def test_the_largest_of_all(asked: str, extreme: str, engine: Engine) -> None:
    assert engine.reader.read(asked).extremes == (extreme,)


@pytest.mark.parametrize(("asked", "years"), YEARS.items())
def test_years_in_any_era(asked: str, years: list[int], engine: Engine) -> None:
    assert [int(year) for year in engine.reader.read(asked).years] == years


def test_amounts_stand_without_commas_and_years(engine: Engine) -> None:
    assert engine.reader.read("R6に89,000人か1.5倍か").amounts == ("89000", "1.5")


def test_what_is_expressly_not_meant_is_left_out(engine: Engine) -> None:
    assert "広域" not in engine.reader.read("観光の方。広域連携じゃなくて").wanted_text


@pytest.mark.parametrize(("said", "number"), [("3", 3), ("十二", 12), ("さん", 3), ("じゅうに", 12), ("何", 0)])
def test_a_number_said_in_any_way(said: str, number: int) -> None:
    assert said_number(said) == number


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_read(engine: Engine, text: str) -> None:
    assert isinstance(engine.reader.read(text), Query)
