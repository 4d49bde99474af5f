"""A table of a file whose first column labels the tables that it is made of, one below the other (架空)."""

import pytest

from knowledge.reading.sources.pieces import PieceRow, TablePiece, lines_of

Rows = list[tuple[str, ...]]

KPIS: Rows = [("指標名", "指標名", "基準値（R5）", "目標値（R11）"), ("来島者数", "来島者数", "912人", "1,400人")]
PROJECTS: Rows = [
    ("事業名", "事業の内容", "事業の内容", "担当課"),
    ("島歩き事業", "案内します。", "案内します。", "観光課"),
]
TARGETS: Rows = [("指標", "単位", "現状", "目標"), ("出生数", "人", "4", "6"), ("転入者数", "人", "12", "15")]
DOINGS: Rows = [("取組", "取組", "概要", "概要"), ("朝市", "朝市", "月に1度開く。", "月に1度開く。")]


def lines(*parts: tuple[str, Rows]) -> list[str]:
    rows = [PieceRow(cells=(label, *row)) for label, own in parts for row in own]
    return [line.text for line in lines_of([TablePiece(rows=tuple(rows))]) if line.text]


def test_each_part_is_a_table_below_its_label() -> None:
    assert lines(("重要業績評価指標\n（KPI）", KPIS), ("主な事業", PROJECTS)) == [
        "重要業績評価指標（KPI）",
        "指標名\t基準値（R5）\t目標値（R11）",
        "来島者数\t912人\t1,400人",
        "主な事業",
        "事業名\t事業の内容\t担当課",
        "島歩き事業\t案内します。\t観光課",
    ]
    assert lines(("行うこと", DOINGS), ("数値目標", TARGETS))[:3] == ["行うこと", "取組\t概要", "朝市\t月に1度開く。"]


def test_what_says_itself_needs_no_header() -> None:
    told: Rows = [("朝市", "毎月の朝市を支えます。", "毎月の朝市を支えます。", "毎月の朝市を支えます。")]
    years: Rows = [("成果指標（単位）", "現状値", "R7", "R9"), ("朝市の店の数（店）", "12（R5）", "15", "18")]
    aim: Rows = [("港のにぎわいを取り戻します。",) * 4]
    assert lines(("めざす姿", aim), ("主な\n事業", told), ("成果指標", years)) == [
        "めざす姿",
        "港のにぎわいを取り戻します。",
        "主な事業",
        "朝市\t毎月の朝市を支えます。",
        "成果指標",
        "成果指標（単位）\t現状値\tR7\tR9",
        "朝市の店の数（店）\t12（R5）\t15\t18",
    ]
    assert lines(("施策11", [("港を生かす",) * 4]), ("主な事業", told), ("成果指標", years))[:3] == [
        "施策11　港を生かす",
        "主な事業",
        "朝市\t毎月の朝市を支えます。",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        (("防災", TARGETS), ("交通", TARGETS[1:])),  # measures beside rows of one table
        (("数値目標", TARGETS), ("", PROJECTS)),
        (("事業", PROJECTS[:1]), ("防災", PROJECTS[1:])),
    ],
)
def test_labels_of_rows_part_no_table(parts: tuple[tuple[str, Rows], ...]) -> None:
    assert lines(*parts) == ["\t".join((label, *row)) for label, own in parts for row in own]
