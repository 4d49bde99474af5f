"""Real files in and out: every encoding, another program's habits, and a round trip that changes nothing."""

import csv
import io
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.documents.files import write_file
from bot.documents.spreadsheets import csv_bytes, json_bytes, read_sheets
from bot.documents.workbook_out import xlsx_bytes
from knowledge.files.grid import Sheet
from knowledge.indicators.exporting import (
    ExportTable,
    IndicatorGroup,
    export_json,
    export_tables,
    indicator_groups,
    template_tables,
)
from knowledge.indicators.import_plan import ImportPlan
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Draft, Ledger, clean_text
from knowledge.model.errors import UnreadableTableError, UnwritableStoreError
from knowledge.model.fiscal import FiscalYear, years_as_of
from knowledge.model.structs import replace
from knowledge.storage.database import Database
from knowledge.storage.ledger_store import LedgerStore
from tests.examples import examples
from tests.plans import shipped

R4, R5 = FiscalYear(2022), FiscalYear(2023)
TODAY = date(2024, 6, 3)
NOW = datetime(2024, 6, 3, tzinfo=UTC)
HEADER = "ID,指標,年度,実績値,単位,区分,備考,出典"


def groups() -> tuple[IndicatorGroup, ...]:
    return indicator_groups(shipped().base)


def planned(sheets: tuple[Sheet, ...], ledger: Ledger | None = None) -> ImportPlan:
    return plan_import(sheets, shipped().indicators, ledger or Ledger(()), by="山田", today=TODAY)


def plan_of(path: Path, data: bytes | str, ledger: Ledger | None = None) -> ImportPlan:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return planned(read_sheets(path), ledger)


def reasons(plan: ImportPlan) -> list[str]:
    return [f"{row.place}: {row.reason}" for row in plan.refused]


def ledger_of(*drafts: Draft) -> Ledger:
    ledger = Ledger(())
    for number, draft in enumerate(drafts, start=1):
        unit = shipped().indicators[draft.indicator].unit if draft.indicator in shipped().indicators else "人"
        ledger = Ledger((*ledger.entries, ledger.recorded(draft, id=f"a{number}", at=NOW, unit=unit)))
    return ledger


def draft(indicator: str = "k3-3", value: str = "40", year: FiscalYear = R5, note: str = "") -> Draft:
    return Draft(indicator=indicator, fiscal_year=year, value=Decimal(value), by="山田", note=note)


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_csv_is_read_in_every_encoding_that_excel_writes(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = line_end.join([HEADER, 'k3-3,待機児童数,令和5年度,40,人,速報,"㈱調べ～①\n2行目",子ども保育課', ""])
    plan = plan_of(tmp_path / "in.csv", text.encode(encoding))
    assert reasons(plan) == []
    (row,) = plan.accepted
    assert (row.draft.indicator, row.draft.fiscal_year, row.draft.value) == ("k3-3", R5, Decimal(40))
    assert row.draft.provisional
    assert row.draft.note == "㈱調べ～①\n2行目"
    assert row.draft.source == "子ども保育課"


def test_tabs_and_semicolons_separate_too(tmp_path: Path) -> None:
    for delimiter in "\t;":
        text = HEADER.replace(",", delimiter) + "\nk3-3,,R5,40,,,,".replace(",", delimiter)
        assert len(plan_of(tmp_path / "in.csv", text).accepted) == 1


def test_numbers_are_read_as_staff_write_them(tmp_path: Path) -> None:
    rows = [
        HEADER,
        'k1-3,,R5,"３２１，０００",百万円,,,',
        "k3-5,,R5,▲1.3,,,,",
        "k3-1,,R5,77.5％,,,,",
        'k3-6,,R5,"1９0,000件",件,確定,,',
        "population,,R5,30万2千人,,,,",
    ]
    plan = plan_of(tmp_path / "in.csv", "\n".join(rows))
    assert reasons(plan) == []
    assert [str(row.draft.value) for row in plan.accepted] == ["321000", "-1.3", "77.5", "190000", "302000"]


def test_every_refused_row_says_where_and_why(tmp_path: Path) -> None:
    rows = [
        HEADER,
        "k9-9,,R5,1,,,,",
        ",ない指標,R5,1,,,,",
        "k3-3,空き店舗率,R5,1,,,,",
        "k3-3,,いつか,40,,,,",
        "k3-3,,R5,40〜45,,,,",
        "k3-3,,R9,40,,,,",
        "k3-3,,R5,40,件,,,",
        "k3-3,,R5,40,,未定,,",
        "k3-3,,R4,400000,,,,",
        "k3-3,,R5,—,,,,",
        ",,,,,,,",
        "k3-2,,R5,3,,,,",
        "k3-2,,令和5年度,3,,,,",
    ]
    plan = plan_of(tmp_path / "in.csv", "\n".join(rows))
    assert reasons(plan) == [
        "2行目: 「k9-9」という指標はありません。",
        "3行目: 「ない指標」という指標はありません。",
        "4行目: ID「k3-3」は「待機児童数」で、「空き店舗率」ではありません。",
        "5行目: 「いつか」を年度として読めません（2023、R5、令和5年度 のように書いてください）。",
        "6行目: 実績値「40〜45」を数として読めません。",
        "7行目: 令和9年度はまだ始まっていません。",
        "8行目: 単位が違います。「件」ではなく「人」で入力してください。",
        "9行目: 区分「未定」は「速報」か「確定」にしてください。",
        "10行目: 400,000人は基準値 54人の10倍以上です。桁や単位に間違いはありませんか。",
        "14行目: 13行目と同じ指標・年度です。",
    ]
    assert (len(plan.accepted), plan.empty, len(plan.refused)) == (1, 2, 10)
    assert plan.summary == "新規 1件、訂正 0件、変更なし 0件、空欄 2件、確認が必要な値 1件、受け付けられない行 9行"


def test_a_doubt_is_confirmed_in_the_row_itself(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "in.csv", "ID,年度,実績値,確認\nk3-3,R4,600,済\n")
    assert [row.draft.value for row in plan.accepted] == [600]


def test_a_changed_row_is_a_correction_and_an_unchanged_one_is_nothing(tmp_path: Path) -> None:
    ledger = ledger_of(draft(note="調査中"), draft(year=R4))
    plan = plan_of(tmp_path / "in.csv", "ID,年度,実績値\nk3-3,R5,41\nk3-3,R4,40.0\nk3-2,R5,3\n", ledger)
    assert [(row.kind, row.draft.replaces, row.draft.note) for row in plan.accepted] == [
        ("訂正", "a1", "調査中"),
        ("新規", None, ""),
    ]
    assert plan.unchanged == 1


def test_one_refused_row_keeps_everything_back_and_apply_is_all_or_nothing(tmp_path: Path) -> None:
    store = LedgerStore(Database(tmp_path / "actuals"))
    good = plan_of(tmp_path / "in.csv", "ID,年度,実績値\nk3-3,R5,41\nk3-2,R5,3\n")
    assert (len(good.accepted), good.refused) == (2, ())
    assert len(plan_of(tmp_path / "in.csv", "ID,年度,実績値\nk3-3,R5,41\nk3-2,R5,x\n").refused) == 1
    store.record(good.drafts, good.units, at=NOW)
    assert planned(
        read_sheets(_written(tmp_path / "again.csv", "ID,年度,実績値\nk3-3,R5,41\n")), store.ledger()
    ).unchanged


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_baseline_that_is_not_printed_is_worded_as_on_a_card() -> None:
    [group] = [one for one in groups() if any(each.id == "k5-1" for each in one.indicators)]
    [table] = template_tables([group], FiscalYear(2023), Ledger(()))
    [row] = [row for row in table.rows if row[0] == "k5-1"]
    assert row[table.columns.index("基準値")] == "記載なし"


def test_a_column_that_is_not_understood_is_reported(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "in.csv", "ID,年度,実績値,びこう\nk3-3,R5,41,x\n")
    assert [one.column.text for table in plan.tables for one in table.left_out] == ["びこう"]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "見出しの行が必要です"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "を指定してください"),
        (b"PK\x03\x04 not a workbook", ".xlsx が壊れています"),
        (b"\xd0\xcf\x11\xe0 old", "古い Excel 形式"),
        ("名前,数\nあ,1\n".encode(), "見出しの行が必要です"),
    ],
)
def test_a_file_without_a_table_gives_one_sentence(tmp_path: Path, data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableTableError, match=advice):
        plan_of(tmp_path / "in.xlsx", data)


def test_a_missing_file_and_a_folder_give_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTableError, match="見つかりません"):
        read_sheets(tmp_path / "none.csv")
    with pytest.raises(UnreadableTableError, match="フォルダーです"):
        read_sheets(tmp_path)


# .xlsx by another program's conventions


@pytest.fixture
def odd_workbook(tmp_path: Path) -> Path:
    """A title, a merged header over two rows, serial dates, text numbers, a percent format, a formula, notes below."""
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "表紙"
    front["A1"] = "令和5年度 検証資料"
    sheet = book.create_sheet("実績")
    sheet["A1"] = "令和5年度 KPI実績一覧"
    sheet.merge_cells("A1:F1")
    for column, (above, below) in enumerate(
        [("指標", None), ("令和5年度", "実績値"), (None, "区分"), ("単位", None), ("時点", None), ("備考", None)],
        start=1,
    ):
        sheet.cell(3, column, above)
        sheet.cell(4, column, below)
    for area in ("A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:F4"):
        sheet.merge_cells(area)
    rows: list[list[object]] = [
        ["待機児童数", "４０", "速報", "人", None, "全角"],
        ["市内バイオ関連企業数（総数）", 38.0, "確定", "社", None, "float"],
        ["製造品出荷額等", "330,123", None, "百万円", None, "桁区切りの文字列"],
        ["小中学校の全国学力・学習状況調査の平均正答率", "▲1.3", None, None, None, "▲"],
        ["中心市街地の空き店舗率", 0.151, None, "%", None, "書式が%"],
        ["各種がん検診の平均受診率", 0.1 + 0.2 + 17, None, "%", None, "計算の誤差"],
        ["令和6年度末の人口", 302000, None, "人", 45383, "シリアル値"],
        ["宿泊者数", "=SUM(1,2)", None, "万人", None, "数式のまま"],
        ["※1 速報値を含む", None, None, None, None, None],
    ]
    for number, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    sheet["B9"].number_format = "0.0%"
    path = tmp_path / "odd.xlsx"
    book.save(path)
    return path


def test_a_workbook_by_other_conventions_is_read(odd_workbook: Path) -> None:
    plan = planned(read_sheets(odd_workbook))
    assert {row.draft.indicator: str(row.draft.value) for row in plan.accepted} == {
        "k3-3": "40",
        "k1-4": "38",
        "k1-3": "330123",
        "k3-5": "-1.3",
        "k4-2": "15.1",
        "k4-6": "17.3",
        "population": "302000",
    }
    assert [row.draft.as_of for row in plan.accepted if row.draft.indicator == "population"] == [date(2024, 4, 1)]
    assert reasons(plan) == ["実績 12行目: 「=SUM(1,2)」は計算されていない式です。Excel で開いて保存し直してください。"]
    assert plan.ignored_sheets == ("表紙",)


@examples(60)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=5), st.integers(0, 7000))
def test_no_damage_to_a_workbook_raises_anything_but_our_error(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(xlsx_bytes(export_tables(groups()[:1], ledger_of(draft("population", "302000")))))
    for place, value in damage:
        data[place % len(data)] = value
    path = tmp_path_factory.mktemp("damaged") / "in.xlsx"
    path.write_bytes(data[: max(cut, 10)])
    with suppress(UnreadableTableError):
        planned(read_sheets(path))


# Export


def test_a_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    ledger = ledger_of(draft(note="=HYPERLINK(1)"), draft(year=R4, note="- 速報"), draft("k3-5", "-1.3"))
    data = csv_bytes(export_tables(groups(), ledger))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [(row["ID"], row["年度"], row["実績値"], row["備考"]) for row in rows] == [
        ("k3-3", "令和4年度", "40", "'- 速報"),
        ("k3-3", "令和5年度", "40", "'=HYPERLINK(1)"),
        ("k3-5", "令和5年度", "-1.3", ""),
    ]


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠", "\t", "\r", "\n"])
def test_no_cell_of_a_csv_begins_as_a_formula(start: str) -> None:
    """Full-width signs too: a Japanese Excel reads ＝1＋1 as it reads =1+1."""
    table = ExportTable("表", ("列",), ((f"{start}1+1",), ("'引用符から",), ("-1.3",), ("+81",)))
    rows = list(csv.reader(io.StringIO(csv_bytes([table]).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == [f"'{start}1+1", "''引用符から", "-1.3", "+81"]


def test_a_workbook_has_a_formatted_sheet_for_every_package(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    ledger = ledger_of(draft("k1-3", "330123"), draft("k3-5", "-1.3", note="=1+1"))
    write_file(path, xlsx_bytes(export_tables(groups(), ledger)), kept=tmp_path / "var")
    book = load_workbook(path)
    assert [name[:2] for name in book.sheetnames] == ["数値", "1 ", "2 ", "3 ", "4 ", "5 ", "6 "]
    sheet = book[book.sheetnames[1]]
    assert sheet.freeze_panes == "C2"
    assert [cell.value for cell in sheet[1]][:3] == ["ID", "指標", "単位"]
    amount = sheet["H2"]
    assert (amount.value, amount.number_format) == (330123, "#,##0;▲#,##0")
    note = book[book.sheetnames[3]]["K2"]
    assert (note.value, note.data_type) == ("=1+1", "s")


def test_sheet_names_are_made_fit_for_excel(tmp_path: Path) -> None:
    tables = [ExportTable(name, ("ID",), ()) for name in ("あ" * 40, "あ" * 40, "a/b:c?", "", "A・B・C・")]
    names = load_workbook(io.BytesIO(xlsx_bytes(tables))).sheetnames
    assert names == ["あ" * 31, "あ" * 28 + "(2)", "a・b・c・", "表", "A・B・C・(2)"]


def test_the_template_has_a_line_for_every_indicator_and_changes_nothing_when_left_empty(tmp_path: Path) -> None:
    ledger = ledger_of(draft())
    for name, data in (
        ("t.csv", csv_bytes(template_tables(groups(), R5, ledger))),
        ("t.xlsx", xlsx_bytes(template_tables(groups(), R5, ledger))),
    ):
        plan = plan_of(tmp_path / name, data, ledger)
        assert (plan.accepted, plan.refused) == ((), ())
        assert (plan.unchanged, plan.empty) == (1, len(shipped().indicators) - 1)


def test_a_filled_template_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx_bytes(template_tables(groups(), R5, Ledger(()))))
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            target = shipped().indicators[str(row[0].value)].target.number
            row[7].value = float(target)
    book.save(path)
    plan = planned(read_sheets(path))
    assert reasons(plan) == []
    assert len(plan.accepted) == len(shipped().indicators) == 47


TEXTS = st.text(max_size=12) | st.sampled_from(["=1+1", "'=1+1", "-5", "+81", "@x", "'", "''", "－", "a\nb", '"', ","])
NUMBERS = st.decimals(0, 10**9, places=2)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Any values for real, vanished and daily indicators, some of them corrected or invented."""
    drafts = []
    for indicator in draw(st.lists(st.sampled_from([*shipped().indicators, "k8-8"]), unique=True, max_size=6)):
        year = draw(st.sampled_from([FiscalYear(2021), R4, R5]))
        as_of = draw(st.none() | st.dates(date(2021, 4, 2), date(2024, 4, 1)))
        drafts.append(
            Draft(
                indicator=indicator,
                fiscal_year=years_as_of(as_of)[0] if as_of else year,
                as_of=as_of,
                value=draw(NUMBERS),
                provisional=draw(st.booleans()),
                note=clean_text(draw(TEXTS)),
                source=draw(TEXTS),
                by="山田",
                sample=draw(st.booleans()),
            )
        )
    return ledger_of(*drafts)


@examples(80)
@given(ledgers(), st.sampled_from(["csv", "xlsx"]))
def test_a_round_trip_changes_nothing(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger, format: str) -> None:
    tables = export_tables(groups(), ledger)
    path = tmp_path_factory.mktemp("round") / f"out.{format}"
    path.write_bytes(csv_bytes(tables) if format == "csv" else xlsx_bytes(tables))
    if not ledger.entries:
        return
    plan = planned(read_sheets(path), ledger)
    assert reasons(plan) == []
    assert plan.accepted == ()
    assert plan.unchanged == len(ledger.state)


@pytest.mark.parametrize("remark", ["ID", "指標", "KPI名"])
def test_a_remark_that_is_a_word_of_headers_does_not_hide_its_row(tmp_path: Path, remark: str) -> None:
    drafts = [replace(each, source=remark) for each in (draft(), draft(year=R4, note=remark))]
    ledger = ledger_of(*drafts)
    path = tmp_path / "out.csv"
    path.write_bytes(csv_bytes(export_tables(groups(), ledger)))
    plan = planned(read_sheets(path), ledger)
    assert (reasons(plan), plan.unchanged) == ([], 2)


def test_json_holds_the_values_and_the_whole_ledger() -> None:
    exported = export_json(groups(), ledger_of(draft(), draft("k8-8")))
    child_care = next(one for one in exported["indicators"] if one["id"] == "k3-3")
    assert child_care["actuals"][0]["value"] == "40"
    assert child_care["group"].startswith("3 ")
    assert [entry["id"] for entry in exported["entries"]] == ["a1", "a2"]
    assert json_bytes(exported).endswith(b"}\n")


def test_a_file_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnwritableStoreError, match="見つかりません"):
        write_file(tmp_path / "none" / "out.csv", b"", kept=tmp_path / "var")
