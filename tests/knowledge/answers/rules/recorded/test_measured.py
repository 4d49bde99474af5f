"""Questions over recorded values, with values and without: nothing is ever guessed."""

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.answers.understanding.row import LIST
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k1-1", 2022, "2"),
        ("k1-1", 2023, "4"),
        ("k3-1", 2023, "62.5"),
        ("k3-2", 2022, "3"),
        ("k3-3", 2022, "48"),
        ("k3-3", 2023, "40"),
        ("k3-7", 2023, "705"),
        ("g4-t1", 2023, "84"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def ids(answer: Answer) -> list[str]:
    return [item.id for item in answer.items]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("未達のKPI", ["k3-1", "k3-3", "k3-2", "k3-7"]),
        ("目標を達成できていない指標はどれ？", ["k3-1", "k3-3", "k3-2", "k3-7"]),
        ("遅れているKPIは？", ["k3-1", "k3-3", "k3-2"]),
        ("遅れているのは？", ["k3-1", "k3-3", "k3-2"]),
        ("パッケージ3で遅れとるKPIば教えて", ["k3-1", "k3-3", "k3-2"]),
        ("パッケージ1の遅れているKPI", []),
        ("達成したKPIは何件？", ["k1-1"]),
        ("How many KPIs have been achieved?", ["k1-1"]),
        ("目標を下回っているKPIは？", ["k3-1", "k3-2", "k3-7"]),
        ("達成した指標は？", ["g4-t1", "k1-1"]),
        ("目標に届いた数値目標は？", ["g4-t1"]),
        ("順調なKPI", ["k3-7"]),
        ("基準値より後退したKPI", ["k3-1"]),
        ("令和4年度に遅れていたKPI一覧", ["k3-3", "k1-1", "k3-2"]),
        ("実績が登録されているKPI", ["k1-1", "k3-1", "k3-2", "k3-3", "k3-7"]),
        ("一番伸びたKPI", ["k1-1"]),
        ("一番減った指標は？", ["k3-3"]),
        ("一番達成率が低い指標は？", ["k3-1"]),
        ("達成率が一番高い指標は？", ["g4-t1", "k1-1"]),
        ("進捗が最も悪いKPIは？", ["k3-1"]),
        ("いちばん遅れている指標は？", ["k3-1"]),
        ("進み具合がワーストの指標", ["k3-1"]),
        ("パッケージ1で一番順調なKPI", ["k1-1"]),
        ("令和4年度に達成率が最低だったKPI", ["k3-3"]),
        ("KPIの前年度との差", ["k1-1", "k3-3"]),
        ("前年度より増えた指標", ["k1-1"]),
        ("前年度との差は？", ["k1-1", "k3-3"]),
        ("一番伸びたのは？", ["k1-1"]),
        ("待機児童数は目標を達成した？", ["k3-3"]),
        ("待機児童の達成率", ["k3-3"]),
    ],
)
def test_the_recorded_values_decide(engine: Engine, values: CurrentValues, question: str, found: list[str]) -> None:
    answer = engine.answer(question, (), values)
    assert answer.status == "answered"
    assert ids(answer) == found, answer.text
    assert answer.note
    assert answer.text.startswith(answer.note)


def test_unrecorded_ones_are_all_the_others(engine: Engine, values: CurrentValues, catalog: Catalog) -> None:
    found = ids(engine.answer("実績が未登録のKPIは？", (), values))
    assert found == [id for id in catalog.kpis if not values.entries(id)]
    assert ids(engine.answer("未登録のKPI")) == list(catalog.kpis)


@pytest.mark.parametrize("question", ["令和5年度の実績は", "R5の実績", "令和5年度の実績をまとめて", "R5の指標の実績"])
def test_the_actuals_of_a_year_are_those_that_are_recorded_for_it(
    engine: Engine, values: CurrentValues, catalog: Catalog, question: str
) -> None:
    found = ids(engine.answer(question, (), values))
    recorded = {id for id in catalog.indicators if any(one.fiscal_year == 2023 for one in values.entries(id))}
    assert set(found) == recorded != set()
    assert engine.answer(question).status == "not_found"


def test_a_year_nothing_is_recorded_for_gives_no_indicator(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("令和2年度の実績は", (), values)
    assert (answer.items, "実績が登録されているものはありません" in answer.text) == ((), True)


@pytest.mark.parametrize(
    "question",
    [
        "未達のKPI",
        "遅れているのは？",
        "達成したKPIは何件？",
        "一番伸びたKPI",
        "KPIの前年度との差",
        "順調な指標はどれですか",
        "一番悪い指標",
        "達成率",
        "進捗は？",
    ],
)
def test_without_values_it_is_said_plainly(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert "実績未登録" in answer.text


def test_a_years_actual_stands_before_the_indicator(engine: Engine, values: CurrentValues) -> None:
    for question in ("令和5年度の待機児童数", "待機児童数は2023年度に何人？"):
        answer = engine.answer(question, (), values)
        assert ids(answer)[0] == "k3-3"
        assert answer.text.startswith("待機児童数の令和5年度の実績は40人（確定値）です。")
        assert "基準値 54人（令和元年度）、最新の実績 40人（令和5年度・確定値）、目標値 0人（令和6年度）" in answer.text


def test_a_year_that_is_denied_is_not_told_of(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("令和5年度ではなく令和4年度の待機児童数の実績は？", (), values)
    assert answer.text.startswith("待機児童数の令和4年度の実績は48人")
    assert "令和5年度の実績" not in answer.note


def test_a_year_without_an_actual_is_said_to_have_none(engine: Engine, values: CurrentValues) -> None:
    said = "待機児童数の令和3年度の実績は登録されていません（実績未登録）。"
    assert engine.answer("令和3年度の待機児童数", (), values).note == said
    assert engine.answer("令和3年度の待機児童数").note == said


def test_of_a_year_that_the_plan_prints_its_value_is_told(engine: Engine, values: CurrentValues) -> None:
    """「久留米市美術館入館者数の平成三十年度の値」 asks for the baseline."""
    assert engine.answer("令和元年度の待機児童数", (), values).note == "待機児童数の令和元年度の基準値は54人です。"
    assert (
        engine.answer("令和6年度の待機児童数", (), values).note
        == "待機児童数の令和6年度の目標値は0人です（実績未登録）。"
    )
    note = engine.answer("令和6年度の待機児童数の目標値", (), values).note
    assert (
        note == "待機児童数の目標値は0人（令和6年度）です。最新の実績は40人（令和5年度・確定値）、状態は「遅れ」です。"
    )


def test_one_indicators_change_is_told(engine: Engine, values: CurrentValues) -> None:
    note = engine.answer("待機児童数の前年度との差", (), values).note
    assert note == "待機児童数の前年度との差：令和4年度 48人 → 令和5年度 40人（8人減、▲16.7%）。"
    assert "比べられません" in engine.answer("住宅の購入に伴う転入者数の前年度との差", (), values).note


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "待機児童数は基準値からどれだけ減った？",
            "基準値との差：令和元年度の基準値 54人 → 令和5年度 40人（14人減、▲25.9%）。",
        ),
        (
            "住宅の購入に伴う転入者数は当初からどれくらい増えた？",
            "平成30年度の基準値 653人 → 令和5年度 705人（52人増、",
        ),
    ],
)
def test_what_has_changed_since_the_baseline_is_told_from_the_baseline(
    engine: Engine, values: CurrentValues, question: str, said: str
) -> None:
    assert said in engine.answer(question, (), values).note


def test_the_formula_is_shown_with_the_state(engine: Engine, values: CurrentValues) -> None:
    note = engine.answer("待機児童数の達成状況", (), values).note
    assert "状態は「遅れ」（令和5年度・確定値）です。" in note
    assert "(40 − 54) ÷ (0 − 54) = 25.9%" in note


def test_the_states_are_counted_on_the_whole(engine: Engine, values: CurrentValues) -> None:
    text = engine.answer("KPIの進捗状況は？", (), values).text
    assert (
        text == "計画全体のKPI38件の状況は、達成 1件、順調 1件、やや遅れ 1件、遅れ 1件、後退 1件、実績未登録 33件です。"
    )


@pytest.mark.parametrize(
    "question",
    [
        "下がった方がいいKPIを教えて",
        "一番伸び率の高い目標のKPI",
        "移住支援の事業は？",
        "東部パッケージで基準値なしのKPI",
    ],
)
def test_questions_on_the_plan_stay_questions_on_the_plan(engine: Engine, values: CurrentValues, question: str) -> None:
    assert ids(engine.answer(question, (), values)) == ids(engine.answer(question)) != []


def test_other_cities_have_no_values_here(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("熊本市の遅れているKPI", (), values)
    assert (answer.status, answer.items) == ("not_found", ())


def test_another_plans_progress_is_not_ours(engine: Engine, values: CurrentValues) -> None:
    assert engine.answer("第1期総合戦略のKPI達成率は何％でしたか", (), values).status == "not_found"
    assert engine.answer("第2期総合戦略のKPIの進捗状況は？", (), values).status == "answered"


def test_a_list_of_changes_says_each_change(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("KPIの前年度との差", (), values)
    assert [item.text for item in answer.items] == [
        "令和4年度 2件 → 令和5年度 4件（2件増、＋100.0%）",
        "令和4年度 48人 → 令和5年度 40人（8人減、▲16.7%）",
    ]
    assert engine.answer("前年度より増えた指標", (), values).note.endswith("（2件増、＋100.0%）")


def test_a_list_of_a_year_says_the_state_of_that_year(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("令和4年度に遅れていたKPI一覧", (), values)
    said = {item.id: item.text or "" for item in answer.items}
    assert "48人（令和4年度・確定値） → 目標値 0人" in said["k3-3"]
    assert "40人" not in said["k3-3"]


def test_the_actual_asked_for_stands_first(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("待機児童数の実績は？", (), values)
    assert answer.note == "待機児童数の最新の実績は40人（令和5年度・確定値）、状態は「遅れ」です。"


def test_an_actual_that_nobody_recorded_is_said_to_be_missing_with_the_target(engine: Engine) -> None:
    missing = "実績はまだ登録されていません（実績未登録）。"
    assert engine.answer("待機児童数の実績は？").note == f"待機児童数の{missing}目標値は0人（令和6年度）です。"
    both = engine.answer("待機児童数の目標と実績は？").note
    assert both == f"待機児童数の目標値は0人（令和6年度）です。\n{missing}"


@pytest.mark.parametrize("question", ["人口の目標は？", "結局、人口は何人で踏みとどまる計画なの？"])
def test_the_population_asked_for_is_told_before_the_plan_it_stands_in(engine: Engine, question: str) -> None:
    assert engine.answer(question).note.startswith("令和6年度末の人口の目標値は30万1千人です。")


def test_the_change_of_what_was_just_shown_is_told(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("前年度との差は？", ("k3-3",), values)
    assert ids(answer) == ["k3-3"]
    assert "8人減" in answer.note


@pytest.mark.parametrize("question", ["人口の目標は達成した？", "人口の実績は？", "市の人口目標の達成状況は？"])
def test_the_population_asked_about_is_the_plans_own_target_whatever_else_is_recorded(
    catalog: Catalog, engine: Engine, question: str
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("g1-t1", 2023, "83000"), ("population", 2023, "299500")))
    text = engine.answer(question, (), values).text
    assert "299,500人" in text
    assert "労働者数" not in text


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "待機児童数は目標まであと何人？",
            "待機児童数は、目標まであと40人です。実績は40人（令和5年度・確定値）、目標値は0人（令和6年度）です。",
        ),
        (
            "令和4年度の待機児童数は目標まであと何人？",
            "待機児童数は、目標まであと48人です。実績は48人（令和4年度・確定値）、",
        ),
        ("待機児童数は何人足りない？", "待機児童数は、目標まであと40人です。"),
        (
            "久留米・うきは工業団地立地件数は目標まであといくつ？",
            "久留米・うきは工業団地立地件数(累計)は、目標に達しています。実績は4件（令和5年度・確定値）、",
        ),
        (
            "宿泊者数は目標まであとどのくらい？",
            "宿泊者数の実績が登録されていないため（実績未登録）、目標まであとどれだけかは",
        ),
    ],
)
def test_what_is_left_to_the_target_stands_in_the_first_line(
    engine: Engine, values: CurrentValues, question: str, first: str
) -> None:
    assert engine.answer(question, (), values).text.startswith(first)


def test_a_year_without_a_target_is_named_before_the_year_that_has_one(engine: Engine, values: CurrentValues) -> None:
    for year in ("令和7年度", "令和5年度", "令和元年度"):
        said = engine.answer(f"{year}の待機児童数の目標は？", (), values).text
        assert said.startswith(f"待機児童数の{year}の目標値は定められていません。目標値は0人（令和6年度）です。")
    assert engine.answer("令和6年度の待機児童数の目標は？", (), values).text.startswith(
        "待機児童数の目標値は0人（令和6年度）です。"
    )


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("宿泊者数と観光客数の目標値は", ["k2-1", "g2-t2"]),
        ("観光客数、宿泊者数、待機児童数の目標は？", ["g2-t2", "k2-1", "k3-3"]),
        ("待機児童数と宿泊者数の目標値は？", ["k3-3", "k2-1"]),
    ],
)
def test_of_several_indicators_each_has_its_value_in_the_first_lines(
    engine: Engine, values: CurrentValues, catalog: Catalog, question: str, found: list[str]
) -> None:
    answer = engine.answer(question, (), values)
    assert ids(answer) == found
    lines = answer.text.split("\n")[: len(found)]
    assert [line.split("の目標値は")[0] for line in lines] == [catalog.indicator(id).name for id in found]


@pytest.mark.parametrize(
    "question", ["達成も未達もしていない指標", "達成とも未達とも言えないKPIは？", "未達でも達成でもないKPI"]
)
def test_neither_reached_nor_missed_is_what_nobody_has_recorded(
    engine: Engine, values: CurrentValues, catalog: Catalog, question: str
) -> None:
    answer = engine.answer(question, (), values)
    assert answer.note.count("達成とも未達とも言えない（実績が未登録の）ものは") == 1
    asked = catalog.indicators if "指標" in question else catalog.kpis
    unrecorded = [id for id in asked if not values.entries(id)]
    assert {catalog.strategy.id if id == "population" else id for id in unrecorded} == set(ids(answer))


@pytest.mark.parametrize("question", ["達成も未達も含めたKPIの状況は？", "未達のKPI"])
def test_both_are_not_neither(engine: Engine, values: CurrentValues, question: str) -> None:
    assert "とも言えない" not in engine.answer(question, (), values).text


def test_the_worst_are_named_in_the_first_sentence_with_their_number(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("遅れているKPIは？", (), values)
    names = "、".join(f"「{item.title}」" for item in answer.items)
    assert answer.text.startswith(
        f"計画全体のKPIで遅れているものは3件です：{names}（全38件。やや遅れ・遅れ・後退・未達成の合計。"
    )


@pytest.mark.parametrize("question", ["一番悪い指標", "KPIが一番悪いのは", "最悪のKPIはどれ"])
def test_the_worst_is_the_one_that_has_come_least_far(engine: Engine, values: CurrentValues, question: str) -> None:
    assert "進捗が最も低いのは" in engine.answer(question, (), values).text.splitlines()[0]


def test_a_rate_of_no_indicator_is_told_of_the_whole(engine: Engine, values: CurrentValues) -> None:
    assert engine.answer("達成率", (), values).text.startswith("計画全体の指標47件の状況は、")


def test_of_many_in_a_state_the_three_worst_are_named(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("未達のKPI", (), values)
    first = "、".join(f"「{item.title}」" for item in answer.items[:3])
    assert f"ものは4件です：{first}など" in answer.text.splitlines()[0]


def test_both_of_the_plans_figures_may_be_named_beside_a_state(engine: Engine, values: CurrentValues) -> None:
    both = engine.answer("基準値は超えたが目標値に達していないKPI", (), values)
    assert ids(both) == ids(engine.answer("目標値に達していないKPI", (), values)) != []


@pytest.mark.parametrize(
    ("asked", "context", "found"),
    [
        ("達成してる？", ["k3-3"], ["k3-3"]),
        ("それは達成してる？", ["p3-12"], ["k3-7"]),
        ("このうち遅れているものは？", ["k3-1", "k3-3", "k3-7"], ["k3-1", "k3-3"]),
        ("この中で達成したKPIは？", ["k1-1", "k3-1"], ["k1-1"]),
        ("順調なのは？", ["p3-12", "p3-2"], ["k3-7"]),
        ("未登録のものは？", ["k3-1", "k3-4"], ["k3-4"]),
    ],
)
def test_a_state_asked_in_a_thread_is_that_of_what_was_shown(
    engine: Engine, values: CurrentValues, asked: str, context: list[str], found: list[str]
) -> None:
    assert ids(engine.answer(asked, context, values)) == found


def test_a_state_of_one_that_nobody_has_recorded_is_said_to_be_missing(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("達成してる？", ["k3-4"], values)
    assert ids(answer) == ["k3-4"]
    assert "登録されていません" in answer.note


def test_a_kind_asked_for_in_a_thread_without_pointing_is_that_of_the_plan(
    engine: Engine, values: CurrentValues
) -> None:
    asked = "遅れているKPIは？"
    assert ids(engine.answer(asked, ["k1-1", "k3-7"], values)) == ids(engine.answer(asked, (), values))


@pytest.mark.parametrize(
    ("question", "shown", "found"),
    [
        ("同じパッケージの他のKPIで未達のものは？", ["k3-3"], ["k3-1", "k3-2", "k3-7"]),
        ("去年と比べてどう？", ["k3-3"], ["k3-3"]),
        ("去年と比べてどう？", ["k1-1", "k3-3", "k3-7"], ["k1-1", "k3-3"]),
        ("達成率は何％でしょう", ["k3-3"], ["k3-3"]),
        ("達成しとるとは？", ["k1-1", "k3-3"], ["k1-1"]),
        ("両方とも達成されていますか", ["k3-3", LIST, "k1-1", "k3-3"], ["k1-1"]),
    ],
)
def test_what_a_thread_has_shown_is_the_scope(
    engine: Engine, values: CurrentValues, question: str, shown: list[str], found: list[str]
) -> None:
    answer = engine.answer(question, shown, values)
    assert (answer.status, ids(answer)) == ("answered", found)


def test_a_comparison_with_the_year_before_says_which_years(engine: Engine, values: CurrentValues) -> None:
    told = engine.answer("去年と比べてどう？", ["k3-3"], values).text
    assert "令和4年度 48人 → 令和5年度 40人" in told


@pytest.mark.parametrize("question", ["状態の内訳", "状態別の件数", "状態ごとの件数を教えて"])
def test_states_in_our_own_word_are_counted(engine: Engine, values: CurrentValues, question: str) -> None:
    answer = engine.answer(question, (), values)
    assert answer.status == "answered"
    assert answer.note.startswith("計画全体の指標47件の状況は、")
    assert engine.answer(question).status == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "Which KPIs missed their target?",
        "Which KPIs have not achieved their target?",
        "Which KPIs failed to meet their target?",
    ],
)
def test_what_missed_its_target_is_told_in_english_too(engine: Engine, values: CurrentValues, question: str) -> None:
    asked = engine.answer("目標を達成していないKPI", (), values)
    assert [item.id for item in engine.answer(question, (), values).items] == [item.id for item in asked.items]
    assert asked.items


@pytest.mark.parametrize("about", ["子育て関係で", "子育て関連で"])
def test_what_goes_well_of_a_theme_is_what_is_not_late(engine: Engine, values: CurrentValues, about: str) -> None:
    asked = engine.answer("子育てで遅れていない指標は？", (), values)
    answer = engine.answer(f"{about}うまくいっているものは？", (), values)
    assert [item.id for item in answer.items] == [item.id for item in asked.items]
    assert asked.items
