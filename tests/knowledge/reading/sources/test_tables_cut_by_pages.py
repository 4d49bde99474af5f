"""Tables that a browser cuts at the end of a page: no rule over the rest, a frame that ends before its row (架空)."""

from pathlib import Path

import pytest

from knowledge.reading.sources.pdf.boxes import Box, read_boxes
from knowledge.reading.sources.pdf.glyphs import Glyph
from knowledge.reading.sources.pieces import filled_table
from tests.knowledge.reading.sources.made import pdf_of, rows, texts

HEAD = "[指標], [現状値], [目標値],"
FIRST, SECOND = "[来島者数], [912人], [1,400人],", "[移住者数], [3人], [8人],"
SIDES = "(left: 0.5pt, right: 0.5pt, bottom: 0.5pt)"


@pytest.mark.parametrize("rest", [FIRST + SECOND, SECOND])
def test_the_first_row_below_a_cut_needs_no_rule_above_it(tmp_path: Path, rest: str) -> None:
    above = f"#table(columns: (6cm, 2cm, 2cm), stroke: 0.5pt, {HEAD} [出生数], [4人], [6人])\n#pagebreak()\n"
    below = f"#table(columns: (6cm, 2cm, 2cm), stroke: {SIDES}, {rest} [転出者数], [9人], [7人])\n"
    found = rows(tmp_path, pdf_of(above + below))
    assert [row[0] for row in found] == [
        "指標",
        "出生数",
        *(["来島者数"] if FIRST in rest else []),
        "移住者数",
        "転出者数",
    ]


def test_a_line_between_texts_closes_no_table(tmp_path: Path) -> None:
    grid = f"#table(columns: (6cm, 2cm, 2cm), stroke: none, {FIRST} {SECOND})\n#line(length: 10cm)\n"
    assert "来島者数" in " ".join(texts(tmp_path, pdf_of(grid)))


def table_of(boxes: dict[Box, str]) -> list[tuple[str, ...]]:
    glyphs = [
        Glyph(char, box[0] + 2 + 8 * at, box[0] + 10 + 8 * at, box[1] + 2, box[1] + 10, 8.0, False)
        for box, text in boxes.items()
        for at, char in enumerate(text)
    ]
    table, _ = read_boxes(boxes, glyphs, 1)
    assert table
    return [row.cells for row in filled_table([cell.place for cell in table.cells]).rows]


@pytest.mark.parametrize("end", [34.0, 31.0])
def test_a_frame_that_ends_before_its_row_makes_no_row(end: float) -> None:
    label: dict[Box, str] = {(0, 0, 50, end): "KPI", (0, end, 50, 40): ""}
    values: dict[Box, str] = {
        (50, 0, 150, 20): "来島者数",
        (150, 0, 200, 20): "9人",
        (50, 20, 150, 40): "移住者数",
        (150, 20, 200, 40): "3人",
    }
    assert table_of(label | values) == [("KPI", "来島者数", "9人"), ("KPI", "移住者数", "3人")]


def test_an_empty_cell_beside_a_new_one_is_a_row() -> None:
    boxes: dict[Box, str] = {
        (0, 0, 100, 40): "来島者数",
        (100, 0, 150, 20): "日帰り",
        (150, 0, 200, 20): "9人",
        (100, 20, 150, 40): "宿泊",
        (150, 20, 200, 40): "",
    }
    assert table_of(boxes) == [("来島者数", "日帰り", "9人"), ("来島者数", "宿泊", "")]
