"""A table of a file that holds several, each below rows that head it."""

from collections.abc import Sequence

import pytest

from knowledge.reading.sources.headed_parts import begins_of_parts
from knowledge.reading.sources.pieces import PieceRow, TablePiece, lines_of

PLAN = [
    ("施策の方向１ 港をにぎやかに",) * 3,
    ("朝市と市場を広げます。",) * 3,
    ("成果指標", "基準値", "目標値"),
    ("来場者数", "R6 84人", "R11 600人"),
    ("施策の方向２ 山をまもる",) * 3,
    ("成果指標", "基準値", "目標値"),
    ("間伐面積", "R6 40ha", "R11 55ha"),
]
CARD = [
    ("取組番号", "1-01", "取組項目", "納税の推進", "納税の推進"),
    ("担当課", "財政課", "財政課", "効果額", "88百万円"),
    ("取組指標", "取組指標", "単位", "R5実績", "R10"),
    ("受入額", "受入額", "百万円", "312", "400"),
]
GROUPED = [
    ("成果指標", "基準値", "目標値"),
    ("施策１ 港をにぎやかに",) * 3,
    ("来場者数", "84人", "600人"),
    ("施策２ 山をまもる",) * 3,
    ("間伐面積", "40ha", "55ha"),
]


def texts(rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [line.text for line in lines_of([TablePiece(rows=tuple(PieceRow(cells=row) for row in rows))]) if line.text]


def test_titles_and_sentences_over_headers_stand_on_lines_of_their_own() -> None:
    assert texts(PLAN) == [
        "施策の方向１ 港をにぎやかに",
        "朝市と市場を広げます。",
        "成果指標\t基準値\t目標値",
        "来場者数\tR6 84人\tR11 600人",
        "施策の方向２ 山をまもる",
        "成果指標\t基準値\t目標値",
        "間伐面積\tR6 40ha\tR11 55ha",
    ]


@pytest.mark.parametrize("rows", [CARD, CARD[:2]])
def test_a_card_is_headed_by_its_number_and_name(rows: Sequence[tuple[str, ...]]) -> None:
    assert texts(rows)[:2] == ["1-01　納税の推進", "担当課　財政課　効果額　88百万円"]


def test_labels_between_the_rows_of_one_header_part_nothing() -> None:
    assert not begins_of_parts(GROUPED, lambda row: row[0] == "成果指標")
