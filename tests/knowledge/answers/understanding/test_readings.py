"""Readings are over-generated: the right one is among them, and a list is complete by construction."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.conditions import conditions_said
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.readings import readings
from knowledge.answers.understanding.schema import Schema
from tests.knowledge.answers.understanding.conftest import Gather


def given(gather: Gather, text: str) -> list[Reading]:
    return readings(gather(text))


def ids_of(gather: Gather, text: str) -> set[frozenset[str]]:
    return {frozenset(reading.ids) for reading in given(gather, text)}


@pytest.mark.parametrize("number", range(1, 7))
def test_the_indicators_of_a_package_are_all_of_them(gather: Gather, number: int) -> None:
    schema: Schema = gather("").schema
    for find, word in (("kpi", "KPI"), ("project", "事業")):
        whole = frozenset(schema.related(f"pkg{number}", find))
        assert whole in ids_of(gather, f"パッケージ{number}の{word}を全部")


def test_a_condition_that_is_denied_gives_the_others(gather: Gather) -> None:
    evidence = gather("累計ではないKPIを全部")
    indicators = evidence.schema.catalog.indicators
    others = frozenset(id for id in evidence.schema.all("kpi") if indicators[id].counting != "cumulative")
    assert others in {frozenset(reading.ids) for reading in readings(evidence)}


def test_what_has_none_of_the_nouns_stands_beside_none_that_has(gather: Gather) -> None:
    """防災対策事業 has no more of 「空き家対策」 than 「対策」."""
    beside = [one.ids for one in given(gather, "空き家対策の事業は") if one.form == "hits" and one.kind == "project"]
    assert beside
    assert not any("p4-7" in ids for ids in beside)


def test_a_project_in_two_packages_has_both(gather: Gather) -> None:
    both = [
        one for one in given(gather, "「歴史ルートづくり事業」が載っている二つのパッケージは") if one.form == "related"
    ]
    assert ("pkg2", "pkg3") in [one.ids for one in both]


def test_what_is_only_a_part_of_a_name_is_no_condition(gather: Gather) -> None:
    assert conditions_said(gather("「安心な暮らしを守る」の数値目標は")) == []


def test_conditions_are_composed_with_a_scope(gather: Gather) -> None:
    evidence = gather("パッケージ3のKPIのうち累計で基準値のないもの")
    indicators = evidence.schema.catalog.indicators
    wanted = frozenset(
        id
        for id in evidence.schema.related("pkg3", "kpi")
        if indicators[id].counting == "cumulative" and indicators[id].baseline is None
    )
    assert wanted in {frozenset(reading.ids) for reading in readings(evidence)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("学童保育所の高学年受入実施校区数は、どの事業の指標", "project"),
        ("浸水被害対策事業のKPIは何ですか", "kpi"),
        ("防災対策事業は何番の基本目標のためのものか", "goal"),
        ("くるめの魅力発信事業は、施策の方向でいうとどれ", "direction"),
    ],
)
def test_a_relation_leads_from_a_named_record_to_another_kind(gather: Gather, text: str, kind: str) -> None:
    assert any(reading.form == "related" and reading.kind == kind and reading.ids for reading in given(gather, text))


def test_two_subjects_are_read_together(gather: Gather) -> None:
    names = {"待機児童数", "空き家の流通・活用支援件数（累計）"}
    evidence = gather("待機児童数と空き家の件数の目標値")
    found = [
        {evidence.schema.names.get(id) for id in reading.ids} for reading in readings(evidence) if len(reading.ids) == 2
    ]
    assert names in found


def test_every_record_that_holds_a_quoted_word_is_listed(gather: Gather) -> None:
    evidence = gather("「人材」と書かれた事業を残らず挙げて")
    holding = {
        project.id for project in evidence.schema.catalog.originals() if "人材" in evidence.schema.texts[project.id]
    }
    assert frozenset(holding) in {frozenset(reading.ids) for reading in readings(evidence)}


@pytest.mark.parametrize("text", ["", "？", "　", "あ" * 3000, "1" * 200, "「」", "😊"])
def test_whatever_is_typed_is_read(gather: Gather, text: str) -> None:
    weights = gather(text).question.weights
    for reading in given(gather, text):
        assert reading.explained.shape == weights.shape


def test_conditions_hold_over_two_packages(gather: Gather) -> None:
    evidence = gather("東部と西部の振興パッケージで基準値のないKPI")
    indicators = evidence.schema.catalog.indicators
    members = [id for package in ("pkg5", "pkg6") for id in evidence.schema.related(package, "kpi")]
    wanted = frozenset(id for id in members if indicators[id].baseline is None)
    assert wanted in {frozenset(reading.ids) for reading in readings(evidence)}


@pytest.mark.parametrize(
    "text",
    [
        "単位が「万人」の指標は、基本目標の数値目標も含めて幾つありますか。",
        "単位が万人の指標を、数値目標と合わせて一覧で",
    ],
)
def test_both_kinds_of_indicators_are_asked_for_at_once(gather: Gather, text: str) -> None:
    evidence = gather(text)
    indicators = evidence.schema.catalog.indicators
    wanted = frozenset(id for id, one in indicators.items() if one.unit == "万人")
    whole = [reading for reading in readings(evidence) if frozenset(reading.ids) == wanted]
    left = [evidence.question.weights @ (1 - reading.explained.clip(0, 1)) for reading in whole]
    assert min(left) < 1.0  # 数値目標 and 含める are accounted for


def test_a_word_within_a_name_is_no_condition(gather: Gather) -> None:
    """向上 in 「住みやすさ向上パッケージ」."""
    evidence = gather("住みやすさ向上パッケージのKPIで％のもの")
    indicators = evidence.schema.catalog.indicators
    wanted = frozenset(id for id in evidence.schema.related("pkg4", "kpi") if indicators[id].unit == "%")
    assert 1.0 in {reading.met for reading in readings(evidence) if frozenset(reading.ids) == wanted}


@pytest.mark.parametrize(
    "text",
    [
        "基準の年度が平成30年度ではなく令和元年度のKPI",
        "基準値が平成30年度でなく、令和元年度のもの",
    ],
)
def test_a_year_that_is_denied_is_no_condition(gather: Gather, text: str) -> None:
    evidence = gather(text)
    assert [year.label for year in evidence.question.years] == ["令和元年度"]


def test_a_condition_whose_words_only_ask_is_doubtful(gather: Gather) -> None:
    """「総数で何本」 asks how many there are; 「総数のKPI」 asks for those that count a total."""
    found = [reading for reading in given(gather, "KPIは総数で何本ありますか") if reading.form == "filtered"]
    assert found
    assert {reading.doubtful for reading in found} == {1.0}


def forms_of(gather: Gather, text: str) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for reading in readings(gather(text)):
        found.setdefault(reading.ids, set()).add(reading.form)
    return found


def test_words_that_ask_are_no_reason_for_a_record_that_prints_them(gather: Gather) -> None:
    """「現状」 and 「目標」 stand in many records, and 「基準」 in a name."""
    hits = [one for one in readings(gather("目標が基準より増えているKPI")) if one.form in ("hit", "hits", "pair")]
    assert all(one.kind in ("term", "passage", "strategy") for one in hits)


def test_a_name_that_nothing_knows_is_no_list_of_all(gather: Gather) -> None:
    forms = {form for some in forms_of(gather, "ターンキー事業って何").values() for form in some}
    assert not forms & {"list", "numbers", "related"}


def test_a_kind_is_no_second_subject(gather: Gather) -> None:
    """「MICEのKPI」 asks for no two terms; who asks for what words mean may ask for both."""
    assert ("t3", "t4") not in forms_of(gather, "MICEのKPI")
    assert {"t3", "t4"} in [set(ids) for ids in forms_of(gather, "MICEとKPIの意味")]


def test_nothing_is_asked_of_a_direction_that_is_neither_named_nor_spoken_of(gather: Gather) -> None:
    of = {reading.of[:1] for reading in readings(gather("テレワークの事業は"))}
    assert not {kind for id in of for kind in id if kind.startswith(("d", "pkg"))}


def test_reprints_that_are_to_be_counted_in_are_no_condition(gather: Gather) -> None:
    assert not any(one.is_reprint for one in conditions_said(gather("パッケージ3の事業、再掲も込みで全部")))
    assert any(one.is_reprint for one in conditions_said(gather("パッケージ3の事業、再掲だけ全部")))


def test_records_of_a_theme_are_those_that_print_it(gather: Gather) -> None:
    """A package called so holds others as well."""
    [theme] = [one for one in conditions_said(gather("移住のKPI")) if one.topic]
    assert theme.topic == "printed"
    assert "k3-7" in theme.ids
    assert "k3-3" not in theme.ids


def test_an_owner_beside_what_is_its_own_is_asked_for_by_both(gather: Gather) -> None:
    assert ("p4-5", "k4-5") in forms_of(gather, "浸水被害対策事業と、そのKPIを見せて")
    assert ("p4-5", "k4-5") not in forms_of(gather, "浸水被害対策事業のKPIは")


def test_what_belongs_to_the_package_of_a_record_is_all_of_it(gather: Gather) -> None:
    found = [one for one in readings(gather("待機児童数を指標に持つパッケージの事業")) if one.form == "through_owner"]
    package = gather("パッケージ3").schema.related("pkg3", "project")
    assert package in [one.ids for one in found if one.kind == "project"]


def test_what_stands_beside_a_record_may_fulfil_conditions(gather: Gather) -> None:
    found = [
        one for one in readings(gather("待機児童数と同じパッケージの、累計の指標")) if one.form == "siblings_package"
    ]
    schema = gather("待機児童数").schema
    cumulative = {id for id in schema.related("pkg3", "indicator") if "累計" in schema.names[id]}
    assert cumulative in [set(one.ids) for one in found]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("元の値から何倍にするつもりかが一番大きい指標", "k2-6"),
        ("パーセントで測る指標で、一番引き上げるつもりなのは", "k1-7"),
    ],
)
def test_what_is_ordered_by_change_is_not_ordered_by_target(gather: Gather, text: str, id: str) -> None:
    firsts = {one.ids[:1] for one in readings(gather(text)) if one.form == "extreme"}
    assert (id,) in firsts
    assert all(one.ids[:1] != ("k1-3",) for one in readings(gather(text)) if one.form == "extreme" and one.met == 1.0)


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("方向11の事業のうち、パッケージ4のもの", ("d11", "pkg4")),
        ("パッケージ5の事業で基本目標5のもの", ("pkg5", "g5")),
        ("基本目標2の事業、西部の分だけ", ("g2", "pkg6")),
    ],
)
def test_what_belongs_to_two_owners_belongs_to_both(engine: Engine, text: str, owners: tuple[str, str]) -> None:
    schema = Schema(engine.catalog)
    both = set.intersection(*(set(schema.related(owner, "project")) for owner in owners))
    assert both
    assert {item.id for item in engine.answer(text).items} == both


def test_that_nothing_belongs_to_both_is_said(engine: Engine) -> None:
    assert not engine.answer("方向1の事業のうちパッケージ6のもの").items


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("KPIで、出発点から目標が何倍になるかの1位は", "k2-6"),
        ("伸びの倍率が桁違いなのはどれ", "k2-6"),
        ("目標の人数がいちばん多いKPI", "k4-3"),
        ("子育てのパッケージで、ポイント差がいちばん大きいのは", "k3-1"),
        ("ポイントを最も伸ばすKPI", "k1-7"),
        ("減少幅がいちばん大きいKPIは", "k3-3"),  # of those that are to fall
        ("単位が「件」の指標で、最終年の値がダントツなのは", "k3-6"),
    ],
)
def test_what_is_ordered_is_counted_in_what_is_said(engine: Engine, text: str, first: str) -> None:
    assert engine.answer(text).items[0].id == first


@pytest.mark.parametrize("text", ["増減ゼロを目指すKPIは", "目標がフラットなKPIはどれ"])
def test_a_change_that_is_none_keeps_the_value(engine: Engine, text: str) -> None:
    assert {item.id for item in engine.answer(text).items} == {"k4-1", "k4-3", "k4-8"}


def test_no_difference_of_two_figures_is_one_of_figures(engine: Engine) -> None:
    """1,603人 → 「1,603人以上」 too, which says that it may grow."""
    assert {item.id for item in engine.answer("基準と目標の差がないKPI").items} == {"k4-1", "k4-3", "k4-8", "k6-2"}


@pytest.mark.parametrize(
    "owner", [*(f"基本目標{at}" for at in range(1, 6)), *(f"政策パッケージ{at}" for at in range(1, 7))]
)
@pytest.mark.parametrize("asked", ["の事業一覧", "の事業を全部", "の事業をすべて", "の事業は何件？", "の事業は？"])
def test_the_projects_of_one_that_is_said_by_number_are_those_of_no_other(
    engine: Engine, owner: str, asked: str
) -> None:
    mark = "g" if owner.startswith("基本目標") else "pkg"
    wanted = engine.readings(owner).evidence.schema.related(f"{mark}{owner[-1]}", "project")
    shown = [item.id for item in engine.answer(f"{owner}{asked}").items if item.kind == "project"]
    assert set(shown) == set(wanted)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("方向12とパッケージ2の事業", {"d12", "pkg2"}),
        ("基本目標3とパッケージ4の事業", {"g3", "pkg4"}),
        ("基本目標3とパッケージ4、5の事業", {"g3", "pkg4", "pkg5"}),
        ("方向1、2とパッケージ3のKPI", {"d1", "d2", "pkg3"}),
    ],
)
def test_a_number_with_a_kind_of_its_own_is_none_of_the_kind_before(engine: Engine, text: str, ids: set[str]) -> None:
    assert {one.id for one in engine.readings(text).evidence.numbered} == ids
