"""Plans of other outlines than the shipped one: other words, other depths, other marks. No line is lost in silence."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.records import KnowledgeBase, Span
from knowledge.reading.blocks import read_blocks
from knowledge.reading.build import build
from knowledge.reading.headings import find_heading
from knowledge.reading.layout import shipped_layout
from knowledge.reading.outline import build_outline
from knowledge.reading.source import Line
from knowledge.reading.sources.opening import read_source

OUTLINES = Path(__file__).with_name("outlines")
KAKUU = Path(__file__).parents[2] / "strategies" / "kakuu" / "strategy.txt"
DOCUMENTS = [*sorted(OUTLINES.iterdir()), KAKUU]


def read(name: str) -> KnowledgeBase:
    [path] = OUTLINES.glob(f"{name}*")
    return build(path)


def packages(base: KnowledgeBase) -> list[tuple[str, str, str, int | None]]:
    return [(one.label, one.mark, one.name, one.goal) for one in base.packages]


def kpis(base: KnowledgeBase) -> list[tuple[str, str]]:
    return [(package.name, kpi.name) for package in base.packages for kpi in package.kpis]


def projects(base: KnowledgeBase) -> list[tuple[str, str]]:
    return [(package.name, project.name) for package in base.packages for project in package.projects]


def test_a_goal_holds_measures_which_hold_kpis_and_projects() -> None:
    base = read("f01")
    assert base.strategy.title == "第3期みなも町総合戦略"
    assert [goal.name for goal in base.goals] == ["湖のしごとを育てる", "子どもの声が響く町にする"]
    assert packages(base) == [
        ("施策", "1", "担い手を育てる", 1),
        ("施策", "2", "企業を迎える", 1),
        ("施策", "1", "子育てを支える", 2),
    ]
    assert kpis(base) == [
        ("担い手を育てる", "新規就業者数"),
        ("企業を迎える", "進出企業数"),
        ("子育てを支える", "ひろばの利用者数"),
    ]
    assert projects(base) == [("担い手を育てる", "弟子入り支援事業"), ("担い手を育てる", "加工場の共同利用事業")]


def test_what_is_expected_of_a_measure_is_no_project() -> None:
    assert read("f01").packages[0].effects == ("若い担い手の定着",)


def test_a_bold_line_with_an_arrow_is_a_target() -> None:
    [target] = read("f01").goals[1].targets
    assert (target.name, target.unit) == ("出生数", "人")
    assert [quantity and quantity.value for quantity in (target.baseline, target.target)] == [41, 50]


def test_every_line_of_many_styles_is_a_heading_or_the_mark_of_a_list() -> None:
    lines = read_source(OUTLINES / "f12_heading_styles.txt").lines
    prose = {"みなも市総合計画", "みなも市", "市の将来を示します。"}
    blocks = [block for block in read_blocks(lines) if block.lines[0].text.strip() not in prose]
    assert {block.kind for block in blocks} == {"heading", "bullet"}


def test_a_plan_without_kpis_has_its_goals_and_answers_from_its_text() -> None:
    base = read("f13")
    assert [(goal.label, goal.number, goal.name) for goal in base.goals] == [
        ("まちづくり目標", 1, "住みやすいまち"),
        ("まちづくり目標", 2, "にぎわうまち"),
    ]
    assert (base.report.counts["kpis"], base.report.counts["projects"]) == (0, 0)
    assert "災害から命を守り、医療と福祉を整えます。" in [passage.text for passage in base.passages]


def test_measures_with_two_numbers_stand_in_their_policy() -> None:
    base = read("policies")
    assert [(goal.label, goal.number) for goal in base.goals] == [("政策", 1), ("政策", 2)]
    assert [(one.label, one.mark, one.goal) for one in base.packages] == [
        ("施策", "1-1", 1),
        ("施策", "1-2", 1),
        ("施策", "2-1", 2),
    ]
    assert projects(base)[1] == ("学校教育の充実", "学校図書館整備事業")
    assert base.packages[0].projects[1].description == "本の貸し出しを広げます。"
    assert len(kpis(base)) == 3


def test_points_under_a_problem_are_prose_not_projects() -> None:
    base = read("policies")
    [passage] = [one for one in base.passages if "少人数" in one.text]
    assert passage.path[-1] == "現状と課題"


def test_numbers_above_measures_win_where_they_follow_each_other_better() -> None:
    base = read("measures")
    assert [(one.mark, one.name) for one in base.packages] == [
        ("1", "漁業を継ぐ"),
        ("2", "加工品を育てる"),
        ("1", "移住を支える"),
    ]
    paths = {passage.path[1] for passage in base.passages if passage.path[0] == "第2章 施策の展開"}
    assert paths == {"1 しごとをつくる", "2 ひとを呼ぶ"}


def test_sections_with_a_table_each_are_measures_of_their_goal() -> None:
    base = read("marks")
    assert packages(base) == [
        ("施策", "1", "技術開発への支援", 1),
        ("施策", "2", "販路の開拓", 1),
        ("施策", "1", "防災力の向上", 2),
    ]


def test_a_table_under_a_project_is_tied_to_it() -> None:
    base = read("marks")
    assert [(kpi.name, kpi.projects) for kpi in base.packages[2].kpis] == [
        ("備蓄の充足率", ("p3-1",)),
        ("訓練の参加者数", ("p3-2",)),
    ]


def test_a_list_at_the_back_doubles_nothing_and_its_other_figure_is_told() -> None:
    base = read("list")
    assert kpis(base) == [("観光の振興", "冬季の宿泊者数"), ("雪室の活用", "雪室の貯蔵量")]
    told = [finding.message for finding in base.report.findings if "一覧では" in finding.message]
    assert told == ["指標「雪室の貯蔵量」の目標が、35行目では「50トン」、一覧では「60トン」です"]


@pytest.mark.parametrize(
    ("name", "targets", "of_measures"),
    [
        (
            "small_headings_again",
            [(1, "町民所得"), (2, "転入者数")],
            [
                (1, "農林水産業の振興", "新規就農者数"),
                (1, "商工業の振興", "創業者数"),
                (2, "移住の促進", "移住相談件数"),
            ],
        ),
        ("chapters_named_as_goals", [], [(1, "防災", "自主防災組織率"), (1, "医療", "医師数")]),
        (
            "goals_without_a_word",
            [(1, "従業者数"), (2, "転入者数")],
            [
                (1, "担い手の育成", "研修の修了者数"),
                (1, "企業の誘致", "進出企業数"),
                (2, "移住の促進", "相談件数"),
                (2, "関係人口の創出", "交流会の参加者数"),
            ],
        ),
        (
            "arrows_under_small_headings",
            [(1, "従業者数"), (2, "出生数")],
            [
                (1, "漁業の振興", "漁獲量"),
                (1, "漁業の振興", "漁師の数"),
                (1, "林業の振興", "間伐面積"),
                (2, "保育の充実", "待機児童数"),
            ],
        ),
    ],
)
def test_each_indicator_belongs_where_it_is_printed(
    name: str, targets: list[tuple[int, str]], of_measures: list[tuple[int, str, str]]
) -> None:
    base = read(name)
    assert [(goal.number, target.name) for goal in base.goals for target in goal.targets] == targets
    found = [(package.goal, package.name, kpi.name) for package in base.packages for kpi in package.kpis]
    assert found == of_measures
    assert not base.directions


def test_the_plan_before_gives_no_goals_and_no_targets_yet_its_lines_are_kept() -> None:
    base = read("the_plan_before")
    assert [(goal.name, [target.name for target in goal.targets]) for goal in base.goals] == [
        ("働く場を広げる", ["従業者数"])
    ]
    assert kpis(base) == [("企業を迎える", "進出企業数")]
    assert any("起業者数" in passage.text for passage in base.passages)


def test_a_table_behind_the_last_part_of_a_measure_is_the_measure_s() -> None:
    [package] = read("the_plan_before").packages
    assert [project.name for project in package.projects] == ["用地の確保", "相談の充実"]
    assert [(kpi.name, kpi.projects) for kpi in package.kpis] == [("進出企業数", ())]


def test_a_year_between_two_arrows_is_on_the_way() -> None:
    [kpi] = [kpi for kpi in read("arrows").packages[1].kpis if kpi.name == "間伐面積"]
    assert [one.value for one in (*kpi.interim, kpi.target)] == [Decimal(15), Decimal(20)]
    assert [one.fiscal_year for one in (*kpi.interim, kpi.target)] == [2026, 2029]


@pytest.mark.parametrize(
    "line", ["人口　12,000人（H22）→10,500人（R2）", "広報　3回（R5）→5社（R11）", "会議　年3回→5回→随時"]
)
def test_an_arrow_that_is_no_way_to_a_target_is_a_finding(tmp_path: Path, line: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        f"計画期間：令和7年度から令和11年度まで\n\n基本目標1 暮らし\n\n数値目標\n{line}\n", encoding="utf-8"
    )
    base = build(path)
    assert not base.goals[0].targets
    assert [finding.severity for finding in base.report.findings].count("warning") >= 1


def test_one_level_for_all_headings_tells_nothing() -> None:
    paths = [passage.path for passage in read("one_level").passages if passage.path[0] != "表紙"]
    assert ("第1章 人口の現状", "1 総人口の推移", "(2) 社会動態") in paths
    assert ("第2章 めざす方向", "1 基本的な考え方") in paths


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("計画期間：2025年度～2029年度", (2025, 2029)),
        ("計画期間は、令和7（2025）年度から5年間とします。", (2025, 2029)),
        ("計画の期間：令和7～11年度", (2025, 2029)),
        ("本計画の期間は、2025（令和7）年度から2029（令和11）年度までです。", (2025, 2029)),
        ("令和7年度から令和11年度までを計画期間とします。", (2025, 2029)),
        ("計画期間は、令和7年度から令和11年度までとし、令和9年度に見直します。", (2025, 2029)),
        ("計画期間は、総合計画（令和3年度～令和12年度）に合わせ、令和7年度から令和11年度までとします。", (2025, 2029)),
        ("計画期間は、令和3年度から令和12年度までの総合計画に合わせ、令和7年度から令和11年度までです。", None),
        ("計画期間は5か年です。", None),
        ("総合戦略（平成27～31年度の5年間）", (2015, 2019)),
        ("後期基本計画（令和7年度から令和11年度までの5か年）", (2025, 2029)),
        ("総合戦略（平成27～31年度の4年間）", None),
    ],
)
def test_a_period_of_any_shape(tmp_path: Path, text: str, period: tuple[int, int] | None) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"みなも町総合戦略\n\n第1章 基本\n\n{text}\n", encoding="utf-8")
    found = build(path).strategy.period
    assert (found and (found.start_fiscal_year, found.end_fiscal_year)) == period


def test_two_periods_are_a_question_not_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    before, after = "令和2年度から令和6年度まで", "令和7年度から令和11年度まで"
    text = f"第1章 経過\n\n前の計画期間は、{before}でした。\n\n新しい計画期間は、{after}です。\n"
    path.write_text(text, encoding="utf-8")
    base = build(path)
    assert base.strategy.period is None
    [finding] = [one for one in base.report.findings if "計画期間" in one.message]
    assert finding.message.startswith("計画期間が本文に二通りあり、どちらか決められません")
    assert "layout.toml" in finding.message


@pytest.mark.parametrize(
    "cover",
    [
        "みなも市総合戦略（令和３年度～令和７年度）",
        "みなも市総合計画（2021～2025）",
        "第２期みなも市総合戦略       計画期間 2021～2025 年度",
        "みなも市基本計画\n（計画期間：令和３年度から令和７年度まで）",
        "みなも市基本計画\n令和３年度～令和７年度（前半：令和３年度～令和４年度）",
    ],
)
def test_the_cover_names_the_period(tmp_path: Path, cover: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"{cover}\n\n第1章 基本\n本文です。\n", encoding="utf-8")
    strategy = build(path).strategy
    assert strategy.period == Period(FiscalYear(2021), FiscalYear(2025))
    assert "計画期間" not in strategy.title


def test_a_period_that_no_text_names_is_asked_for_and_given_in_layout_toml(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text("みなも市総合戦略\n\n第1章 基本\n本文です。\n", encoding="utf-8")
    assert any("period" in finding.message for finding in build(path).report.findings)
    (tmp_path / "layout.toml").write_text("period = [2026, 2030]\n", encoding="utf-8")
    base = build(path)
    assert base.strategy.period == Period(FiscalYear(2026), FiscalYear(2030))
    assert not any("計画期間" in finding.message for finding in base.report.findings)


def test_a_target_before_the_plan_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    rows = "指標\t現状値（H28）\t目標値（R2）\n船の便数\t3便\t9便"
    text = f"みなも市総合戦略（令和３年度～令和７年度）\n\n基本目標１　港\n施策１　航路\n{rows}\n"
    path.write_text(text, encoding="utf-8")
    base = build(path)
    assert kpis(base) == []
    assert any("計画期間より前" in finding.message for finding in base.report.findings)


def test_small_headings_in_any_brackets_list_projects(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    first = "施策(1)　航路\n〈取組〉\n・港の修繕\n"
    second = "施策(2)　魚市場\n〔主要施策〕\n・競りの電子化\n"
    path.write_text(f"みなも市総合戦略\n\n基本目標１　港\n{first}{second}", encoding="utf-8")
    assert projects(build(path)) == [("航路", "港の修繕"), ("魚市場", "競りの電子化")]


@pytest.mark.parametrize("value", ["70 件以下", "２か所以上", "2 社(R6)", "60 件", "3 人 20 人", "12 月"])
def test_a_value_heads_nothing(value: str) -> None:
    assert find_heading(value, shipped_layout()) is None


@pytest.mark.parametrize("sentence", ["基本目標1の達成に向けて", "施策3つ", "基本目標1及び2", "目標5年"])
def test_a_label_inside_a_sentence_heads_nothing(sentence: str) -> None:
    assert find_heading(sentence, shipped_layout()) is None


@pytest.mark.parametrize(
    ("text", "style", "mark", "title"),
    [
        ("第2編 基本計画", "part", "2", "基本計画"),
        ("第三節 医療", "clause", "3", "医療"),
        ("第1 基本的な考え方", "ordinal", "1", "基本的な考え方"),
        ("1-1 危機管理の充実", "dashed2", "1-1", "危機管理の充実"),
        ("１．２．３ 消防", "dashed3", "1-2-3", "消防"),
        ("ア 自然増対策", "kana", "1", "自然増対策"),
        ("(ア) 出会いの支援", "bracketed_kana", "1", "出会いの支援"),
        ("【基本目標1】 しごとを育てる", "goal:基本目標", "1", "しごとを育てる"),
        ("政策目標Ⅲ：働くまち", "goal:政策目標", "Ⅲ", "働くまち"),
        ("基本目標１しごとを育てる", "goal:基本目標", "1", "しごとを育てる"),
        ("（施策２） 企業を迎える", "measure:施策", "2", "企業を迎える"),
        ("施策1-2：消防の強化", "measure:施策", "1-2", "消防の強化"),
        ("プロジェクト① 湖の幸", "project:プロジェクト", "①", "湖の幸"),
        ("■ 現状と課題", "mark:■", "", "現状と課題"),
        ("● 主な取組", "mark:●", "", "主な取組"),
        ("＜数値目標＞", "enclosed", "", "数値目標"),
        ("**主な事業**", "word", "", "主な事業"),
        ("### 施策1 担い手", "measure:施策", "1", "担い手"),
    ],
)
def test_a_heading_of_any_style(text: str, style: str, mark: str, title: str) -> None:
    found = find_heading(text, shipped_layout())
    assert found is not None
    assert (found.style, found.mark, found.text) == (style, mark, title)


def test_levels_that_the_file_tells_go_before_those_of_numbers() -> None:
    rows = [("しごと", 1), ("(1) 育てる", 2), ("1 背景", None), ("くらし", 1)]
    lines = [Line(at, text, text, level=level) for at, (text, level) in enumerate(rows, start=1)]
    root = build_outline(read_blocks(lines))
    assert [section.title for section in root.children] == ["しごと", "くらし"]
    assert [section.title for section in root.children[0].walk()] == ["しごと", "育てる", "背景"]


def test_a_plan_s_own_layout_says_what_its_words_mean(tmp_path: Path) -> None:
    rows = ("第1章 計画", "挑戦1 海を生かす", "海に向かいます。", "挑戦2 山を生かす", "山に向かいます。", "1 おわりに")
    (tmp_path / "strategy.txt").write_text("\n\n".join(rows), encoding="utf-8")
    assert not build(tmp_path).goals
    own = '[labels]\n"挑戦" = "goal"\n\n[lines]\n"1 おわりに" = "none"\n'
    (tmp_path / "layout.toml").write_text(own, encoding="utf-8")
    base = build(tmp_path)
    assert [(goal.label, goal.name) for goal in base.goals] == [("挑戦", "海を生かす"), ("挑戦", "山を生かす")]
    assert "1 おわりに" in [passage.text for passage in base.passages]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_line_lands_in_a_record_a_passage_or_a_finding(path: Path) -> None:
    base = build(path)
    lines = read_source(path).lines
    spans = [span for span in _spans(base) if span]
    told = {number for span in spans for number in range(span.first_line, span.last_line + 1)}
    told |= {line.number for block in read_blocks(lines) if block.kind == "contents" for line in block.lines}
    told |= _table_heads(lines, told)
    names = {name_key(name) for name in _names(base)}
    lost = [line for line in lines if line.text.strip() and line.number not in told and not _is_named(line, names)]
    assert not lost


def _spans(base: KnowledgeBase) -> Iterator[Span | None]:
    catalog = Catalog(base)
    yield from (one.span for one in catalog.indicators.values())
    yield from (one.span for some in (base.passages, base.terms, base.directions) for one in some)
    yield from (one.span for one in catalog.projects.values())
    yield base.strategy.contact.span if base.strategy.contact else None
    yield from (finding.span for finding in base.report.findings)


def _names(base: KnowledgeBase) -> Iterator[str]:
    """What heads something: records, the paths of passages, and what is expected of a measure."""
    for some in (base.goals, base.packages):
        yield from (one.name for one in some)
    yield from (effect for package in base.packages for effect in package.effects)
    yield from (part for passage in base.passages for part in passage.path)


def _is_named(line: Line, names: set[str]) -> bool:
    """A heading of a record or a passage; one that only sorts what stands under it says nothing by itself."""
    found = find_heading(line.text, shipped_layout())
    text = found.text if found else line.text.strip(" 　・-")
    return bool(found and found.role) or any(name_key(text) in name for name in names)


def _table_heads(lines: tuple[Line, ...], told: set[int]) -> set[int]:
    """The header and ruler right above a row that became a record."""
    heads: set[int] = set()
    for line in reversed(lines):
        below = line.number + 1
        if (below in told or below in heads) and ("\t" in line.text or line.text.startswith("|")):
            heads.add(line.number)
    return heads
