"""One table of spellings through every door, from a question to the API: one year, or why not."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.api.queries import Queries
from bot.config.clock import clock_at
from bot.config.errors import BotError
from bot.values.entry import Typed, typed_draft
from bot.values.plans import Plans
from bot.values.requests import ReviewRequest, find_request
from bot.views import ids
from bot.views.recording import actual_modal, read_actual
from knowledge.answers.engine import Engine
from knowledge.files.grid import Row, Sheet
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.indicators.sheets.column_map import parse_column_map
from knowledge.indicators.validation import find_problems
from knowledge.model.catalog import Catalog
from knowledge.model.errors import KnowledgeError, OutsidePlanError
from knowledge.model.fiscal import FiscalYear
from knowledge.model.years.said import find_years
from knowledge.wording import tokyo_day
from knowledge.wording.values import EMPTY_VALUES
from tests.bot.conftest import Run
from tests.bot.terminal.test_cli import KAKUU
from tests.bot.views.test_views import chosen, submitted
from tests.knowledge.actual_values import ledger_of
from tests.world import plans_in

TODAY = date(2024, 6, 3)
FEBRUARY = date(2024, 2, 1)

SPELLED = {
    1988: "昭和63年度 | S63",
    1999: "千九百九十九年度",
    2019: "元年度 | 令和元年度 | 令元 | R元 | R1 | Heisei 31 | 平成31年度 | 平成三十一年度 | 平31 | H31 | h31年度",
    2018: "平三〇",
    2021: (
        "2021・R3 | R3年度・2021年度 | 2021［R3］ | 2021【令和3】年度 | FY-2021 | 3年前 | 三年前 | "
        "一昨昨年度 | 一昨々年度 | 一昨昨年度末 | 一昨々年 | さきおととし"
    ),
    2022: "fiscal '22 | 一昨年度 | 前々年度 | 昨々年度 | おととし | 一昨年 | 2年度前 | 先々年度 | 先先年度",
    2023: (
        "2023 | ２０２３ | 2023年度 | 2023 年度 | FY2023 | fy2023 | FY23 | '23年度 | 西暦2023年度 | "
        "二〇二三年度 | 二○二三年度 | 二〇二三 | 二千二十三年度 | 令和5年度 | 令和５年度 | 令和 5 年度 | "
        "令和五年度 | ㋿5年度 | 令和5 | R5 | r5 | Ｒ５ | R.5 | R5年度 | 令5 | 令5年度 | 5年度 | 五年度 | "
        "2023(R5) | 昨年度（令和5年度） | 昨年度 | 前年度 | 去年度 | 去年 | 昨年 | 2023-04-01 | 2024/3/31 | "
        "R6.3.31 | 令和6年3月31日 | 令和5年度末 | 2023年度末 | R5末 | R5年度末 | 昨年度末 | 5年度末 | "
        "令和5年度末時点 | R5/2023 | 2023/R5 | R5年度/2023年度 | 令五 | 令五年度 | 2023度 | R5度 | 令和5度 | "
        "FY'23 | FY’23 | 2023FY | 23FY | R5FY | きょねん | さくねんど | 2023〔R5〕 | 2023《令和5年度》 | "
        "Reiwa 5 | reiwa 5 | REIWA 5 | fiscal 2023 | fiscal year 2023 | Fiscal 23 | FY 2023 | 1 April 2023 | "
        "Mar. 31, 2024 | 2023年度分 | 令和5年度分 | 令和5会計年度 | 昨年度末現在 | 令和5年度末現在 | 5会計年度"
    ),
    2024: "R6 (2024) | 2024（令和6）年度 | 今年度 | 本年度 | 当年度 | 今年 | 現年度 | ことし",
    2025: "2025年度(R7) | 令和7年度（2025年度） | 来年度 | 翌年度 | 来年 | 次年度 | 明年度 | らいねんど",
    2026: "再来年度 | 来々年度 | 再来年 | さ来年度 | さ来年 | さらいねんど",
    2027: "再々来年度 | 翌々々年度 | さ来々年度",
    2029: "令和十一年度",
    2030: "12年度",
}
READ = {spelling: year for year, some in SPELLED.items() for spelling in some.split(" | ")}
REFUSED = {
    "23年度": "令和か平成かが分かりません",
    "31年度": "令和か平成かが分かりません",
    "前昨年度": "どの年度か分かりません",
    "再々々来年度": "どの年度か分かりません",
    "R-3年度": "年度として読めません",
    "H'3年度": "年度として読めません",
    "令和伍年度": "年度として読めません",
    "令和X年度": "年度として読めません",
    "2023【R6】": "別の年度を指しています",
    "fiscal 5": "どの年度か分かりません",
    "FY202": "どの年度か分かりません",
    "Reiwa 90": "扱える年度（1900年度から2100年度まで）の外です",
    "Reiwa 5 (2024)": "別の年度を指しています",
    "2203年度": "扱える年度（1900年度から2100年度まで）の外です",
    "令和90年度": "扱える年度（1900年度から2100年度まで）の外です",
    "平成0年度": "扱える年度（1900年度から2100年度まで）の外です",
    "2023(R6)": "別の年度を指しています",
    "令和5年度（2024年度）": "別の年度を指しています",
    "昨年度（令和4年度）": "別の年度を指しています",
}
# A text means the fiscal year by such words, or none at all; a field, which takes one year and no other, says why not.
ASKED_ALONE = {
    "2023年": (2023, "暦年で、年度ではありません"),
    "令和5年": (2023, "暦年で、年度ではありません"),
    "R元年": (2019, "暦年で、年度ではありません"),
    "二千二十三年": (2023, "暦年で、年度ではありません"),
    "令和6年3月": (2023, "月で、年度ではありません"),
    "2023年3月": (2022, "月で、年度ではありません"),
    "March 2023": (2022, "月で、年度ではありません"),
    "2023/3": (2022, "月で、年度ではありません"),
    "2023.3": (2022, "月で、年度ではありません"),
    "2023-03": (2022, "月で、年度ではありません"),
    "R5.3": (2022, "月で、年度ではありません"),
    "R5.3末": (2022, "月で、年度ではありません"),
    "R5/4": (2023, "月で、年度ではありません"),
    "5": (None, "元号か西暦かが分かりません"),
    "12345": (None, "年度として読めません"),
    "いつか": (None, "年度として読めません"),
    "過去3年度": (None, "年度として読めません"),
}

Door = Callable[[str, date], int]


@pytest.fixture(params=["command", "request", "form", "command line", "import", "map of columns", "API"])
def field(request: pytest.FixtureRequest, catalog: Catalog, engine: Engine, run: Run, tmp_path: Path) -> Door:
    """Gives the year, or raises with the sentence that is shown."""
    doors: dict[str, Door] = {
        "command": lambda spelling, today: _requested(f"kpi review {spelling}", today),
        "request": lambda spelling, today: _requested(f"{spelling}の検証表を見せてください", today),
        "form": lambda spelling, today: _form(spelling, today, catalog),
        "command line": lambda spelling, today: _command_line(spelling, today, run),
        "import": lambda spelling, today: _import(spelling, today, catalog),
        "map of columns": lambda spelling, today: int(parse_column_map(f"年度={spelling}", today).year or 0),
        "API": lambda spelling, today: _api(spelling, today, plans_in(tmp_path, catalog, engine)),
    }
    return doors[request.param]


def _requested(text: str, today: date) -> int:
    found = find_request(text, today)
    if not isinstance(found, ReviewRequest):
        raise BotError("質問です。")  # no request: it goes to the engine
    return found.year


def _form(spelling: str, today: date, catalog: Catalog) -> int:
    view = actual_modal(catalog.indicator("k3-3"), catalog, EMPTY_VALUES, today=today)
    form = read_actual(submitted(view, **{ids.ACTUAL_YEAR: chosen(spelling)}))
    return typed_draft(Typed(indicator="k3-3", value="40", year=form.year), catalog, today=today).fiscal_year


def _command_line(spelling: str, today: date, run: Run) -> int:
    ran = run("--strategy", str(KAKUU), "--now", f"{today}T09:00+09:00", "kpi", "review", "--year", spelling, "--json")
    if "は計画期間" in ran.err:  # read, and refused for what it is
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        return int(find_years(ran.err)[0].year or 0)
    if ran.code:
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        raise BotError(ran.err.strip())
    return int(json.loads(ran.out)["fiscal_year"])


def _import(spelling: str, today: date, catalog: Catalog) -> int:
    rows = (Row.of(1, ("ID", "年度", "実績値", "確認")), Row.of(2, ("k3-3", spelling, "40", "済")))
    plan = plan_import([Sheet("", rows)], catalog.indicators, Ledger(()), by="企画課", today=today)
    if plan.refused:
        raise BotError(plan.refused[0].reason)
    return plan.accepted[0].draft.fiscal_year


def _api(spelling: str, today: date, plans: Plans) -> int:
    clock = clock_at(datetime(today.year, today.month, today.day, tzinfo=UTC))
    try:
        return Queries(plans, clock).review(spelling)["fiscal_year"]
    except OutsidePlanError as error:  # read, and refused for what it is
        return int(find_years(error.year)[0].year or 0)


def outcome(door: Door, spelling: str, today: date = TODAY) -> int | str:
    try:
        return door(spelling, today)
    except (BotError, KnowledgeError) as error:
        return str(error)


def asked(engine: Engine, spelling: str, today: date = TODAY) -> int | str | None:
    """The year of the question, None for none, or what is said of it."""
    answer = engine.answer(f"{spelling}の待機児童数の実績は？", today=today)
    if answer.status == "not_found" and not answer.interpreted.fiscal_years:
        return answer.text
    [*_, year] = [None, *answer.interpreted.fiscal_years]
    assert len(answer.interpreted.fiscal_years) <= 1
    return year


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(READ) > 70


def test_a_question_reads_every_spelling(engine: Engine) -> None:
    assert {spelling: asked(engine, spelling) for spelling in READ} == READ


def test_a_field_reads_every_spelling_as_a_question_does(field: Door, request: pytest.FixtureRequest) -> None:
    wanted: dict[str, int | str] = dict(READ)
    if request.node.callspec.params["field"] == "import":  # no actual is recorded of a year to come
        wanted |= {s: f"{FiscalYear(y).label}はまだ始まっていません。" for s, y in READ.items() if y > 2024}
    if request.node.callspec.params["field"] == "map of columns":
        wanted = {s: y for s, y in READ.items() if "," not in s}  # by which it is cut
    assert {spelling: outcome(field, spelling) for spelling in wanted} == wanted


@pytest.mark.parametrize("spelling", REFUSED)
def test_what_is_no_year_is_refused_at_every_door_with_one_sentence(engine: Engine, field: Door, spelling: str) -> None:
    for said in (asked(engine, spelling), outcome(field, spelling)):
        assert isinstance(said, str)
        assert REFUSED[spelling] in said
        assert said.count("。") == 1


@pytest.mark.parametrize("spelling", REFUSED)
def test_the_reason_of_a_refusal_tells_an_unclear_year_from_one_out_of_range(engine: Engine, spelling: str) -> None:
    wanted = "absent" if "の外です" in REFUSED[spelling] else "ambiguous"
    assert engine.answer(f"{spelling}の待機児童数の実績は？", today=TODAY).reason == wanted


@pytest.mark.parametrize("spelling", ASKED_ALONE)
def test_a_field_says_why_where_a_text_may_be_less_exact(engine: Engine, field: Door, spelling: str) -> None:
    year, why = ASKED_ALONE[spelling]
    said = outcome(field, spelling)
    assert asked(engine, spelling) == year
    assert isinstance(said, str)
    assert (why in said and said.count("。") == 1) or said == "質問です。"


@pytest.mark.parametrize("spelling", ["今年", "去年", "3年前"])
def test_from_january_to_march_a_field_takes_no_word_of_the_calendar(field: Door, spelling: str) -> None:
    assert "暦年か年度かで変わります（令和" in str(outcome(field, spelling, FEBRUARY))


def test_a_question_in_february_counts_from_the_fiscal_year(engine: Engine) -> None:
    assert [asked(engine, s, FEBRUARY) for s in ("昨年度", "去年", "今年度", "5年度")] == [2022, 2022, 2023, 2023]


@pytest.mark.parametrize("text", ["", "令和4年度と令和5年度", "令和4〜5年度", "令和5年度の", "2023 2024"])
def test_a_field_holds_one_year_and_nothing_else(catalog: Catalog, text: str) -> None:
    assert str(outcome(lambda spelling, today: _form(spelling, today, catalog), text)).count("。") == 1


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("該当年度の待機児童数の実績", ()),
        ("開始時期が不明年度の取組", ()),
        ("第4次年度計画の取組", ()),
        ("住みやすさ来年度の目標", (2025,)),
        ("効果の実現年度が分かる待機児童数の実績", ()),
        ("待機児童数のことしか知らない", ()),
        ("まことしやかな目標", ()),
        ("待機児童数でどげんことしよると", ()),
        ("みらいねんきんの目標", ()),
        ("豊かさ来年の目標", (2025,)),
        ("一昨年末の待機児童数", (2022,)),
        ("待機児童数当年度の実績", (2024,)),
        ("待機児童数のことしらべて", ()),
        ("2023年度分別収集の実績", (2023,)),
        ("待機児童数の令和5年度と2023年度", (2023,)),
        ("将来年間観光客数の目標", ()),
        ("日本年金の相談", ()),
        ("待機児童数の前年度との差", ()),
        ("去年より増えたKPIは？", ()),
        ("5年後の人口", ()),
        ("目標が2000の指標", ()),
        ("2000人の目標", ()),
        ("2023.3人の目標", ()),
        ("2000.5%の目標", ()),
        ("二度目の2023年度", (2023,)),
        ("令和5年度合計の待機児童数", (2023,)),
        ("昭二さんの取組", ()),
        ("R4/5年度の待機児童数", (2022, 2023)),
        ("昨年度と今年度の待機児童数", (2023, 2024)),
        ("2022と2023の待機児童数", (2022, 2023)),
        ("令和4、5年度の待機児童数", (2022, 2023)),
        ("令和4年度の待機児童数は前年度より増えた？", (2022,)),
    ],
)
def test_only_what_names_a_year_is_one(engine: Engine, question: str, years: tuple[int, ...]) -> None:
    assert engine.answer(question, today=TODAY).interpreted.fiscal_years == years


def test_last_year_is_never_an_earlier_one_in_silence(catalog: Catalog, engine: Engine) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "48")))
    answer = engine.answer("昨年度の待機児童数の実績は？", (), values, today=TODAY)
    assert answer.note == "待機児童数の令和5年度の実績は登録されていません（実績未登録）。"
    assert "最新の実績 48人（令和4年度・確定値）" in answer.text
    assert answer.interpreted.fiscal_years == (2023,)


def test_the_year_turns_on_the_first_of_april_in_tokyo(engine: Engine) -> None:
    days = [tokyo_day(clock_at(datetime(2024, 3, 31, hour, 59, tzinfo=UTC))()) for hour in (14, 15)]
    assert [asked(engine, "昨年度", day) for day in days] == [2022, 2023]


def test_json_holds_the_years_that_were_counted_from_the_clock(run: Run) -> None:
    ran = run("--strategy", str(KAKUU), "--now", f"{TODAY}T09:00+09:00", "ask", "--json", "昨年度の実績は？")
    assert json.loads(ran.out)["interpreted"]["fiscal_years"] == [2023]


# 1 April begins 令和6年度, and a census of that day may be of the year that has just ended.


def test_a_day_is_of_the_fiscal_year_that_it_falls_in(engine: Engine, field: Door) -> None:
    for spelling in ("2024-04-01", "2024年4月1日", "令和6年4月1日", "R6.4.1"):
        assert (asked(engine, spelling), outcome(field, spelling)) == (2024, 2024)


def _of_1_april(year: str, catalog: Catalog) -> Draft:
    return typed_draft(
        Typed(indicator="k3-3", value="40", day="2024-04-01", year=year, by="山田"), catalog, today=TODAY
    )


def _recorded(draft: Draft) -> Ledger:
    return Ledger([Ledger(()).recorded(draft, id="a1", at=datetime(2024, 6, 3, tzinfo=UTC), unit="人")])


@pytest.mark.parametrize(("year", "told"), [("", ["year_of_day"]), ("R5", []), ("R6", [])])
def test_a_value_as_of_1_april_is_asked_about_unless_its_year_is_said(
    catalog: Catalog, year: str, told: list[str]
) -> None:
    draft = _of_1_april(year, catalog)
    found = find_problems(draft, catalog.indicator("k3-3"), Ledger(()), today=TODAY, plan=catalog.strategy.period)
    assert [problem.kind for problem in found] == told
    assert draft.fiscal_year == (2024 if year == "R6" else 2023)


@pytest.mark.parametrize(
    ("year", "refused", "accepted"),
    [("", "令和5年度末の値として登録します", []), ("令和5年度", "", [2023]), ("令和6年度", "", [2024])],
)
def test_a_table_as_of_1_april_is_asked_about_unless_its_year_is_said(
    catalog: Catalog, year: str, refused: str, accepted: list[int]
) -> None:
    rows = (Row.of(1, ("ID", "年度", "時点", "実績値", "区分")), Row.of(2, ("k3-3", year, "2024-04-01", "40", "速報")))
    plan = plan_import([Sheet("", rows)], catalog.indicators, Ledger(()), by="企画課", today=TODAY)
    assert refused in "".join(row.reason for row in plan.refused)
    assert bool(plan.refused) == bool(refused)
    assert [row.draft.fiscal_year for row in plan.accepted] == accepted


def test_one_day_has_one_year(catalog: Catalog) -> None:
    ledger = _recorded(_of_1_april("R5", catalog))
    found = find_problems(
        _of_1_april("R6", catalog), catalog.indicator("k3-3"), ledger, today=TODAY, plan=catalog.strategy.period
    )
    assert "令和5年度の値として登録されています（a1）" in found[0].message
    assert found[0].needs == "mending"


def test_a_question_for_a_day_gets_what_was_recorded_as_of_it(catalog: Catalog, engine: Engine) -> None:
    values = CurrentValues(catalog, _recorded(_of_1_april("R5", catalog)))
    answer = engine.answer("2024年4月1日の待機児童数の実績は？", (), values, today=TODAY)
    assert answer.note == "待機児童数の2024年4月1日時点の実績は40人（確定値）です。"
