"""Sheets built from known actual values in random layouts, as planning offices lay them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from knowledge.files.grid import Area, Cell, Row, Sheet
from knowledge.model.records import Indicator
from knowledge.model.structs import replace

YEARS = (2024, 2025, 2026)
Known = dict[tuple[str, int], Decimal]

NAME_WORDS = (
    "指標",
    "指標名",
    "KPI",
    "成果指標",
    "重要業績評価指標（KPI）",
    "数値目標",
    "評価指標",
    "KPI項目",
    "目標指標",
    "項目",
)
ACTUAL_WORDS = ("実績", "実績値", "実 績 値", "実績\n値", "実績値（確定）", "実績数値")
TARGET_WORDS = ("目標", "目標値", "計画値", "見込", "目安値", "KPI目標", "見込み値", "めざす値", "予定")
OTHER_WORDS = ("達成率", "前年比", "達成度", "進捗率", "全国平均", "予算額", "増減", "前年度実績", "差引", "上半期実績")
TEXT_WORDS = ("評価", "備考", "担当課", "今後の方向性", "出典", "要因分析", "算出方法")
BASELINES = ("基準値", "現状値", "策定時", "計画策定時", "当初値", "現状値（R5）", "基準値\n（令和5年度）", "R5現状")
GOALS = ("目標値（R11）", "令和11年度目標", "R11\n目標値", "最終目標", "到達目標（令和11年度）", "目標数値")
NO_VALUES = ("", "", "集計中", "－", "未公表", "…", "***", "N/A", "調査中")
SPELLINGS: tuple[Callable[[int], str], ...] = (
    lambda year: f"令和{year - 2018}年度",
    lambda year: f"R{year - 2018}",
    lambda year: f"Ｒ{year - 2018}年度",
    lambda year: f"{year}年度",
    lambda year: f"{year}年度(R{year - 2018})",
    lambda year: f"令和{year - 2018}年度\n（{year}年度）",
    lambda year: f"R{year - 2018} ({year})",
    lambda year: f"令和 {'零一二三四五六七八九'[year - 2018]} 年度",
    lambda year: f"FY{year}",
)


@dataclass
class Grid:
    """Rows being written. `areas` are merged cells; without them a label stands over its first column alone."""

    rows: list[list[str]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def add(self, *texts: str) -> int:
        self.rows.append(list(texts))
        return len(self.rows)

    def sheet(self, name: str = "") -> Sheet:
        cells = [{at: Cell(text.strip()) for at, text in enumerate(row) if text.strip()} for row in self.rows]
        for top, left, bottom, right in self.areas:
            shown = cells[top - 1].get(left)
            if shown is not None:
                for row in range(top - 1, bottom):
                    cells[row].update(
                        {at: replace(shown, area=(top, left, bottom, right)) for at in range(left, right + 1)}
                    )
        return Sheet(name, tuple(Row(number, row) for number, row in enumerate(cells, start=1)))


@dataclass(frozen=True)
class Column:
    """`year` where the column is of one year; `cell` gives its text for an indicator."""

    year: int | None
    kind: str
    cell: Callable[[Indicator], str]


@st.composite
def layouts(draw: st.DrawFn, indicators: Sequence[Indicator]) -> tuple[Sheet, Known]:
    """A sheet, and what it says: exactly these actuals, and much else."""
    chosen = draw(st.lists(st.sampled_from(list(indicators)), min_size=1, max_size=5, unique=True))
    years = sorted(draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=3, unique=True)))
    known: Known = {}
    for one in chosen:
        for year in years:
            if draw(st.integers(0, 5)):
                known[one.id, year] = _near(draw, one)
    for one in (one for one in chosen if one.counting == "cumulative"):  # what is counted on does not fall
        own = [key for key in known if key[0] == one.id]
        known |= dict(zip(sorted(own), sorted(known[key] for key in own), strict=True))
    grid = Grid()
    _titles(draw, grid)
    parts = [chosen]
    if len(chosen) > 1 and draw(st.integers(0, 2)) == 0:
        at = draw(st.integers(1, len(chosen) - 1))
        parts = [chosen[:at], chosen[at:]]
    start = len(grid.rows)
    build = draw(st.sampled_from((_long, _wide, _wide, _kinds_in_rows, _bare, _across, _revised, _by_legend)))
    for number, part in enumerate(parts):
        if number:
            for _ in range(draw(st.integers(0, 2))):
                grid.add("")
            if draw(st.booleans()):
                grid.add(f"基本目標{number + 1}　まち")
        build(draw, grid, part, years, known)
    if draw(st.integers(0, 4)) == 0:
        _targets_beside(draw, grid, chosen, start)
    if draw(st.integers(0, 4)) == 0:
        _targets_below(draw, grid, chosen)
    if draw(st.integers(0, 5)) == 0:
        grid.add("※ 数値は速報値を含む")
    sheet = grid.sheet(draw(st.sampled_from(("", "Sheet1", "進捗管理", "R8"))))
    return sheet, known


def _near(draw: st.DrawFn, one: Indicator) -> Decimal:
    """Near what is printed, so that nothing else is doubted; whole except where the plan prints decimals."""
    printed = one.baseline or one.target
    share = Decimal(draw(st.integers(80, 120))) / 100
    exponent = min(0, int(printed.number.as_tuple().exponent))
    return max(Decimal(1), (printed.number * share).quantize(Decimal(1).scaleb(exponent)))


def _shown(draw: st.DrawFn, value: Decimal) -> str:
    text = draw(
        st.sampled_from(
            (f"{value}", f"{value:,}", f"{value}".translate(str.maketrans("0123456789", "０１２３４５６７８９")))
        )
    )
    return draw(st.sampled_from((text, text, text, f"約{text}", f"{text}※", f"{text}（速報値）", f"{text}（確定）")))


def _titles(draw: st.DrawFn, grid: Grid) -> None:
    for text in draw(
        st.sampled_from(
            ((), ("KPI 進捗管理表",), ("第3期総合戦略　検証資料", ""), ("", "令和8年度 外部検証会議 資料1"))
        )
    ):
        grid.add(text)
    if draw(st.integers(0, 4)) == 0:
        grid.add("", "", "", "（単位：各指標による）")


def _decoy(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(("777", "88.8%", "1,111", "999人", "－", "", "102.5%")))


def _text(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(("", "A", "達成", "産業課", "広報を強めた", "決算見込みによる", "－")))


def _extras(draw: st.DrawFn) -> list[Column]:
    columns = []
    for words, cell in ((BASELINES, _decoy), (GOALS, _decoy), (OTHER_WORDS, _decoy), (TEXT_WORDS, _text)):
        if draw(st.integers(0, 2)) == 0:
            columns.append(Column(None, draw(st.sampled_from(words)), lambda one, cell=cell: cell(draw)))  # type: ignore[misc]
    return columns


def _actual(draw: st.DrawFn, known: Known, year: int) -> Callable[[Indicator], str]:
    def cell(one: Indicator) -> str:
        value = known.get((one.id, year))
        return draw(st.sampled_from(NO_VALUES)) if value is None else _shown(draw, value)

    return cell


def _body(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], columns: Sequence[Column], lead: int) -> None:
    for number, one in enumerate(part):
        if draw(st.integers(0, 5)) == 0:
            top = grid.add("基本目標１　しごとをつくる")
            if draw(st.booleans()):
                grid.areas.append((top, 0, top, lead + len(columns)))
        grid.add(*[str(number + 1)] * lead, one.name, *(column.cell(one) for column in columns))
    if draw(st.integers(0, 5)) == 0:
        grid.add(*[""] * lead, draw(st.sampled_from(("合計", "小計", "計"))), *("555" for _ in columns))


def _wide(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """A column a year, its kind beside, above or below it."""
    spelling = draw(st.sampled_from(SPELLINGS))
    kinds = ["actual", *draw(st.lists(st.sampled_from(("target", "other", "grade")), max_size=2, unique=True))]
    kinds = draw(st.permutations(kinds))
    words = {
        "actual": draw(st.sampled_from(ACTUAL_WORDS)),
        "target": draw(st.sampled_from(TARGET_WORDS)),
        "other": draw(st.sampled_from(("達成率", "前年比", "進捗率", "増減"))),
        "grade": "評価",
    }
    columns = [
        Column(year, words[kind], _actual(draw, known, year) if kind == "actual" else lambda one: _decoy(draw))
        for year in years
        for kind in kinds
    ]
    is_by_kind = draw(st.booleans())
    if is_by_kind:
        columns = [column for kind in kinds for column in columns if column.kind == words[kind]]
    extras = _extras(draw)
    at = draw(st.integers(0, len(extras)))
    whole = [*extras[:at], *columns, *extras[at:]]
    lead = draw(st.integers(0, 1))
    _header(draw, grid, whole, spelling, lead, is_by_kind=is_by_kind)
    _body(draw, grid, part, whole, lead)


def _header(
    draw: st.DrawFn,
    grid: Grid,
    columns: Sequence[Column],
    spelling: Callable[[int], str],
    lead: int,
    *,
    is_by_kind: bool,
) -> None:
    name = draw(st.sampled_from(NAME_WORDS))
    first = ["番号"] * lead + [name]
    rows = draw(st.integers(1, 3))
    if rows == 1:
        grid.add(*first, *(f"{spelling(c.year)}{c.kind}" if c.year else c.kind for c in columns))
        return
    is_merged = draw(st.booleans())
    if rows == 3:
        top = grid.add(*[""] * (lead + 1), *("推移" if c.year else "" for c in columns))
        if is_merged:
            _merge(grid, top, lead + 1, grid.rows[-1][lead + 1 :])
    upper = [(c.kind if is_by_kind else spelling(c.year)) if c.year else c.kind for c in columns]
    lower = [(spelling(c.year) if is_by_kind else c.kind) if c.year else "" for c in columns]
    row = grid.add(*first, *upper)
    grid.add(*[""] * (lead + 1), *lower)
    if is_merged:
        _merge(grid, row, lead + 1, upper)
        grid.areas += [(row, at, row + 1, at) for at in range(lead + 1)]
        grid.areas += [(row, lead + 1 + at, row + 1, lead + 1 + at) for at, c in enumerate(columns) if not c.year]
    else:
        _blank_repeated(grid.rows[row - 1], lead + 1, columns)


def _merge(grid: Grid, row: int, start: int, texts: Sequence[str]) -> None:
    at = 0
    while at < len(texts):
        end = at
        while end + 1 < len(texts) and texts[end + 1] == texts[at] != "":
            end += 1
        if end > at:
            grid.areas.append((row, start + at, row, start + end))
        at = end + 1


def _blank_repeated(row: list[str], start: int, columns: Sequence[Column]) -> None:
    """As CSV shows merged cells."""
    for at in range(len(row) - 1, start, -1):
        if columns[at - start].year and row[at] == row[at - 1]:
            row[at] = ""


def _long(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """A row an indicator and year; the baseline may have a year of its own."""
    spelling = draw(st.sampled_from(SPELLINGS))
    shape = draw(st.sampled_from(("plain", "after", "before")))
    goal = draw(st.booleans())
    names = {
        "plain": ("年度", "実績値"),
        "after": ("策定時", "年度", "実績値", "年度"),
        "before": ("年度", "基準値", "年度", "実績値"),
    }[shape]
    text = draw(st.sampled_from(TEXT_WORDS))
    grid.add(draw(st.sampled_from(NAME_WORDS)), *names, *(["目標値"] if goal else []), text)
    for one in part:
        for year in years:
            said, value = spelling(year), _actual(draw, known, year)(one)
            cells = {
                "plain": (said, value),
                "after": ("777", spelling(2023), value, said),
                "before": (spelling(2023), "777", said, value),
            }[shape]
            grid.add(one.name, *cells, *(["888"] if goal else []), _text(draw))


def _kinds_in_rows(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """Rows 目標, 実績 and 達成率 of each indicator; its name in the first of them, in all, or merged."""
    spelling = draw(st.sampled_from(SPELLINGS))
    actual, *other = draw(
        st.sampled_from((("実績", "目標", "達成率"), ("A", "P"), ("実", "計"), ("Actual", "Plan"), ("実績", "予")))
    )
    kinds = draw(st.permutations((actual, *other)))[: draw(st.integers(2, 3))]
    kinds = kinds if actual in kinds else [actual, *kinds]
    names = draw(st.sampled_from(("first", "all", "merged")))
    grid.add(
        draw(st.sampled_from(NAME_WORDS)), draw(st.sampled_from(("区分", "", "種別", "内訳"))), *map(spelling, years)
    )
    for one in part:
        for number, kind in enumerate(kinds):
            cells = (_actual(draw, known, year)(one) if kind == actual else _decoy(draw) for year in years)
            grid.add(one.name if names == "all" or number == 0 else "", kind, *cells)
        if names == "merged":
            grid.areas.append((len(grid.rows) - len(kinds) + 1, 0, len(grid.rows), 0))


def _bare(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """Nothing but a year over the values."""
    spelling = draw(st.sampled_from(SPELLINGS))
    columns = [Column(year, "", _actual(draw, known, year)) for year in years]
    extras = _extras(draw)
    whole = [*columns, *extras] if draw(st.booleans()) else [*extras, *columns]
    grid.add(draw(st.sampled_from(NAME_WORDS)), *(spelling(c.year) if c.year else c.kind for c in whole))
    _body(draw, grid, part, whole, 0)


def _across(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """A column an indicator, years below each other, perhaps with targets beside, below or in rows of their own."""
    spelling, actual = draw(st.sampled_from(SPELLINGS)), draw(st.sampled_from(("", "", "実績", "実績値")))
    shape = draw(st.sampled_from(("plain", "pairs", "rows")))
    corner = draw(st.sampled_from(("年度", "", "指標", "指標名")))
    if shape == "pairs":
        grid.add(corner, *(text for one in part for text in (one.name, "")))
        grid.add("", *(["目標", "実績"] * len(part)))
    else:
        grid.add(corner, *(["区分"] if shape == "rows" else []), *(one.name for one in part))
    for year in years:
        cells = [_actual(draw, known, year)(one) for one in part]
        if shape == "pairs":
            grid.add(spelling(year), *(text for cell in cells for text in (_decoy(draw), cell)))
        elif shape == "rows":
            grid.add(spelling(year), draw(st.sampled_from(("目標", "計画"))), *(_decoy(draw) for _ in part))
            grid.add("", "実績", *cells)
        else:
            grid.add(f"{spelling(year)}{actual}", *cells)
    if shape == "plain" and draw(st.booleans()):
        grid.add(draw(st.sampled_from(GOALS)), *(_decoy(draw) for _ in part))
    if draw(st.integers(0, 5)) == 0:
        grid.add("", "", "※R8は見込み")


def _revised(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """Two columns a year, of which one stands in place of the other."""
    spelling = draw(st.sampled_from(SPELLINGS))
    before, after = draw(
        st.sampled_from(
            (("修正前", "修正後"), ("旧", "新"), ("訂正前の値", "訂正後の値"), ("変更前", "確定値"), ("", "改訂後"))
        )
    )
    words = draw(st.permutations((before, after)))
    if draw(st.booleans()):
        columns = [(year, word) for year in years for word in words]
        grid.add(
            "指標", *(f"{spelling(year)}実績（{word}）" if word else f"{spelling(year)}実績" for year, word in columns)
        )
    else:
        columns = [(year, word) for word in words for year in years]
        grid.add("指標", *(f"実績値（{word}）" if word else "実績値" for _, word in columns))
        grid.add("", *(spelling(year) for year, _ in columns))
    for one in part:
        grid.add(one.name, *(_actual(draw, known, y)(one) if word == after else _decoy(draw) for y, word in columns))


def _by_legend(draw: st.DrawFn, grid: Grid, part: Sequence[Indicator], years: Sequence[int], known: Known) -> None:
    """A remark says what the numbers are: those in brackets, in the upper line, in red."""
    spelling = draw(st.sampled_from(SPELLINGS))
    other = draw(st.sampled_from(("目標", "目標値", "計画値", "見込み")))
    shape = draw(st.sampled_from(("brackets", "rows", "lines", "looks")))
    is_upper = draw(st.booleans())
    upper, lower = ("実績", other) if is_upper else (other, "実績")
    remark = {
        "brackets": draw(st.sampled_from((f"（　）内は{other}", f"※括弧書きは{other}", f"カッコ内：{other}"))),
        "looks": draw(st.sampled_from((f"赤字は{other}", f"※網掛けは{other}です。"))),
    }.get(shape, f"上段：{upper}{draw(st.sampled_from((' ', '／', '、')))}下段：{lower}")
    is_above = draw(st.booleans())
    if is_above:
        grid.add(*draw(st.sampled_from(((remark,), ("", "", remark)))))
    actual = draw(st.sampled_from(("", "実績")))
    grid.add("指標", *(f"{spelling(year)}{actual}" for year in years))
    for one in part:
        actuals = [_actual(draw, known, year)(one) for year in years]
        others = [_decoy(draw) for _ in years]
        above, below = (actuals, others) if is_upper else (others, actuals)
        if shape == "rows":
            grid.add(one.name, *above)
            grid.add("", *below)
        elif shape == "lines":
            grid.add(one.name, *(f"{top}\n{bottom}" for top, bottom in zip(above, below, strict=True)))
        elif shape == "brackets":
            grid.add(one.name, *(f"{text}({more})" for text, more in zip(actuals, others, strict=True)))
        else:
            grid.add(one.name, *(draw(st.sampled_from((text, "777"))) for text in actuals))
    if not is_above:
        grid.add(remark)


def _targets_beside(draw: st.DrawFn, grid: Grid, chosen: Sequence[Indicator], start: int) -> None:
    """Another table, of targets, to the right of the values."""
    spelling = draw(st.sampled_from(SPELLINGS))
    lines = [["指標名", f"{spelling(2025)}目標", "目標値（R11）"], *([one.name, "777", "888"] for one in chosen)]
    right = max(map(len, grid.rows)) + 1
    for number, line in enumerate(lines, start=start):
        while number >= len(grid.rows):
            grid.add("")
        grid.rows[number] += [""] * (right - len(grid.rows[number])) + line


def _targets_below(draw: st.DrawFn, grid: Grid, chosen: Sequence[Indicator]) -> None:
    """Another table, of targets, under the values."""
    for _ in range(draw(st.integers(0, 2))):
        grid.add("")
    spelling = draw(st.sampled_from(SPELLINGS))
    if draw(st.booleans()):
        grid.add("年度別目標値")
    grid.add("指標名", *(f"{spelling(year)}目標" for year in (2025, 2026)))
    for one in chosen:
        grid.add(one.name, "777", "888")
