"""Tables as designers draw them: open sides, grounds of colour for rules, labels along the whole, boxes upon them."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.knowledge.reading.sources.made import pdf_of, read, rows, texts

ROWS = [
    ("指標", "単位", "基準値（R5）", "目標値（R11）"),
    ("船の便数", "便", "3", "9"),
    ("見学者数", "人", "210", "900"),
    ("出生数", "人", "41", "50"),
    ("空き家の利用", "件", "4", "20"),
]
BODY = ", ".join(f"[{cell}]" for row in ROWS for cell in row)
OPEN = "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt } else { none })"


@pytest.mark.parametrize("count", [1, 2])
def test_a_table_with_open_sides_has_its_outer_columns(count: int, tmp_path: Path) -> None:
    table = f"#table(columns: (1fr, auto, auto, auto), {OPEN}, {BODY})"
    source = f"#grid(columns: {count}, column-gutter: 8mm, {', '.join([f'[{table}]'] * count)})"
    page = '#set page(paper: "a4", flipped: true)\n#set text(8pt)\n'
    assert rows(tmp_path, pdf_of(page + source)) == ROWS + ROWS[1:] * (count - 1)  # the header of the next column goes


@pytest.mark.parametrize("ground", ["calc.odd(y)", "calc.even(y)"])
def test_rows_on_a_ground_of_colour_are_one_table_with_those_between(ground: str, tmp_path: Path) -> None:
    fill = f"fill: (x, y) => if {ground} {{ luma(225) }}"
    table = f"#table(columns: (5cm, 1.5cm, 3cm, 3cm), stroke: none, {fill}, {BODY})"
    assert rows(tmp_path, pdf_of(table)) == ROWS


def test_a_label_along_the_whole_table_is_its_title(tmp_path: Path) -> None:
    label = f"table.cell(rowspan: {len(ROWS)})[成\\ 果\\ 指\\ 標]"
    found = read(tmp_path, pdf_of(f"#table(columns: 5, {label}, {BODY})")).lines
    assert next(line.text for line in found if line.text) == "成果指標"
    assert [line.cells for line in found if line.cells] == ROWS


def test_a_label_of_all_rows_but_the_header_stays_in_each(tmp_path: Path) -> None:
    label = f"[施策], {', '.join(f'[{cell}]' for cell in ROWS[0])}, table.cell(rowspan: {len(ROWS) - 1})[港の整備]"
    body = ", ".join(f"[{cell}]" for row in ROWS[1:] for cell in row)
    found = rows(tmp_path, pdf_of(f"#table(columns: 5, {label}, {body})"))
    assert {row[0] for row in found[1:]} == {"港の整備"}


def test_the_headings_of_a_sheet_for_one_measure_stand_in_a_table(tmp_path: Path) -> None:
    head = "[基本目標], [基本目標１　海のまち], [施策], [施策１－２　港の整備], [現状], [船が減りました。]"
    found = texts(tmp_path, pdf_of(f"#table(columns: (3cm, 8cm), {head})"))
    assert [text.replace("\u2003", "　") for text in found] == [
        "基本目標１　海のまち",
        "施策１－２　港の整備",
        "現状\t船が減りました。",
    ]


def test_so_they_do_in_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("施策", "施策3 里の暮らし"), ("担当", "施策推進課"), ("現状", "人が減りました。")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert texts(tmp_path, out.getvalue()) == ["施策3 里の暮らし", "担当\t施策推進課", "現状\t人が減りました。"]


def test_a_box_of_text_upon_a_table_is_none_of_its_rows(tmp_path: Path) -> None:
    box = "table.cell(colspan: 4)[主な事業\\ 朝便新設事業\\ 待合所改修事業]"
    found = read(tmp_path, pdf_of(f"#table(columns: (5cm, 1.5cm, 2.5cm, 2.5cm), {box}, {BODY})")).lines
    said = [line.text for line in found if line.text and not line.cells]
    assert (said, [line.cells for line in found if line.cells]) == (
        ["主な事業", "朝便新設事業", "待合所改修事業"],
        ROWS,
    )


def test_lines_over_and_under_a_wider_table_are_none_of_its_rules(tmp_path: Path) -> None:
    table = f"#table(columns: (1fr, auto, auto, auto), {BODY})"
    line = "#line(length: 90%)\n"
    assert rows(tmp_path, pdf_of(f"港の整備\n{line}{table}\n里の整備\n{line}航路の事業")) == ROWS


def test_a_table_of_one_row_with_a_sentence_below_it_keeps_its_rules(tmp_path: Path) -> None:
    said = "この値は毎年四月一日に調べ、市のホームページで知らせています。"
    assert rows(tmp_path, pdf_of(f"#table(columns: 4, [船の便数], [便], [3], [9])\n{said}")) == [ROWS[1]]


def test_points_that_fill_their_cell_are_lines_of_it(tmp_path: Path) -> None:
    points = "・朝市のにぎわい事業 \\ ・桟橋の手入れ事業 \\ ・港祭り事業"
    head, row = "[主な事業], [KPI], [基準値], [目標値]", f"[{points}], [船の便数], [3], [9]"
    found = rows(tmp_path, pdf_of(f"#table(columns: (116pt, 3cm, 2cm, 2cm), stroke: 0.5pt, {head}, {row})"))
    assert found[1][0].split() == ["・朝市のにぎわい事業", "・桟橋の手入れ事業", "・港祭り事業"]
