"""Pages in columns: each is read to its end, with its headings, tables and boxes, before the one at its right."""

import re
from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import pdf_of, read, texts

SAID = "この町は海と山に囲まれ、古くから人が行き交ってきました。市民の声を聞きながら、毎年の成果を見直します。"
WIDE = "columns: (1fr, auto, auto)"


def measure(name: str, value: str, *, stroke: str = "0.5pt") -> str:
    rows = f"[指標], [基準値], [目標値], [{name}の利用者数], [{value}人], [{value}0人]"
    return (
        f"#text(13pt)[施策　{name}]\n\n{name}を{SAID}\n\n・{name}整備事業\n\n#table({WIDE}, stroke: {stroke}, {rows})\n"
    )


def lines_of(name: str, value: str) -> list[str]:
    return [
        f"施策 {name}",
        f"{name}を{SAID}",
        f"・{name}整備事業",
        "指標\t基準値\t目標値",
        f"{name}の利用者数\t{value}人\t{value}0人",
    ]


def said(folder: Path, source: str) -> list[str]:
    return [re.sub(r"[\u2003\u3000]", " ", text) for text in texts(folder, pdf_of('#set page(paper: "a4")\n' + source))]


PORT, MARKET, FOREST = (("港", "31"), ("市場", "42"), ("森", "53"))
GRID = "#grid(columns: (1fr, 1fr), column-gutter: 8mm, [\n{}], [\n{}])\n"


def beside(left: str, right: str) -> str:
    return GRID.format(left, right)


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_columns_hold_their_own_headings_and_tables(stroke: str, tmp_path: Path) -> None:
    found = said(tmp_path, beside(measure(*PORT, stroke=stroke), measure(*MARKET, stroke=stroke)))
    assert found == [*lines_of(*PORT), *lines_of(*MARKET)]


def test_three_columns(tmp_path: Path) -> None:
    parts = "".join(f"[\n{measure(*each)}]," for each in (PORT, MARKET, FOREST))
    found = said(tmp_path, f"#set text(7pt)\n#grid(columns: (1fr, 1fr, 1fr), column-gutter: 6mm, {parts})")
    assert found == [*lines_of(*PORT), *lines_of(*MARKET), *lines_of(*FOREST)]


def test_a_heading_and_a_table_of_the_whole_width_part_two_bands(tmp_path: Path) -> None:
    first = beside(f"左の一。{SAID}", f"右の一。{SAID}")
    second = beside(f"左の二。{SAID}", f"右の二。{SAID}")
    head = "#text(15pt)[基本目標　山の町]\n\n"
    found = said(tmp_path, first + head + second + measure(*FOREST) + beside(f"左の三。{SAID}", f"右の三。{SAID}"))
    assert found == [
        f"左の一。{SAID}",
        f"右の一。{SAID}",
        "基本目標 山の町",
        f"左の二。{SAID}",
        f"右の二。{SAID}",
        *lines_of(*FOREST),
        f"左の三。{SAID}",
        f"右の三。{SAID}",
    ]


@pytest.mark.parametrize("at_left", [True, False])
def test_a_box_beside_the_text_is_read_as_one(at_left: bool, tmp_path: Path) -> None:
    box = "#rect(width: 100%, fill: luma(230))[*関連する計画*\n\n港湾計画\n\n観光振興計画]"
    parts = (box, measure(*PORT)) if at_left else (measure(*PORT), box)
    columns = "(1fr, 3fr)" if at_left else "(3fr, 1fr)"
    found = said(tmp_path, f"#grid(columns: {columns}, column-gutter: 6mm, [\n{parts[0]}], [\n{parts[1]}])")
    own = ["関連する計画", "港湾計画", "観光振興計画"]
    assert found == ([*own, *lines_of(*PORT)] if at_left else [*lines_of(*PORT), *own])


def test_lines_in_a_box_of_short_lines_stay_apart(tmp_path: Path) -> None:
    box = "#rect(width: 100%)[*ＫＰＩ*\\\n船の便数\\\n　現状値　3便\\\n　目標値　9便]"
    found = said(tmp_path, f"#grid(columns: (2fr, 1fr), column-gutter: 6mm, [\n港を{SAID}{SAID}], [\n{box}])")
    assert found == [f"港を{SAID}{SAID}", "ＫＰＩ", "船の便数", "現状値 3便", "目標値 9便"]


def test_boxes_in_a_row_are_read_before_the_columns_below_them(tmp_path: Path) -> None:
    values = "#text(14pt)[{} ▶ {}]\\\n#text(7pt)[2024年度 ▶ 2028年度]"
    card = f"#rect(width: 100%, radius: 2mm)[#align(center)[*{{}}*\\\n{values}]]"
    cards = beside(card.format("申請率", "22％", "60％"), card.format("予約件数", "10件", "90件"))
    found = said(tmp_path, cards + beside(f"*窓口*\n\n窓口を{SAID}", f"*予約*\n\n予約を{SAID}"))
    years = "2024年度 ▶ 2028年度"
    assert found == [
        *("申請率", "22％ ▶ 60％", years, "予約件数", "10件 ▶ 90件", years),
        *("窓口", f"窓口を{SAID}", "予約", f"予約を{SAID}"),
    ]


def test_lists_in_two_columns_are_lists(tmp_path: Path) -> None:
    assert said(tmp_path, beside("・朝の便\n\n・夜の便", "・待合所\n\n・駐車場")) == [
        "・朝の便",
        "・夜の便",
        "・待合所",
        "・駐車場",
    ]


def test_small_letters_beside_a_large_heading_keep_their_lines(tmp_path: Path) -> None:
    small = "#text(6pt)[" + "\\\n".join(f"{n}年目に、{SAID[:12]}。" for n in range(1, 6)) + "]"
    found = said(tmp_path, beside(f"#text(24pt)[港の町]\n\n{SAID}", small))
    assert found == ["港の町", SAID, *(f"{n}年目に、{SAID[:12]}。" for n in range(1, 6))]


@pytest.mark.parametrize(
    "rows",
    [
        [("指標", "基準値", "目標値"), ("船の便数", "3便", "9便"), ("見学者数", "21人", "90人")],
        [
            ("事業", "内容", "担当"),
            ("朝便", "朝の便を増やします。", "港湾課"),
            ("改修", "待合所を直します。", "建設課"),
        ],
        [("朝便", "朝の便を二つ増やします。"), ("改修", "待合所の屋根と椅子を直します。")],
    ],
)
def test_a_table_without_rules_is_no_page_in_columns(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    table = f"#table(columns: {len(rows[0])}, column-gutter: 8mm, stroke: none, {cells})"
    found = read(tmp_path, pdf_of(table))
    assert [line.cells for line in found.lines if line.cells] == rows
    assert not any("段組み" in finding.message for finding in found.findings)


def test_the_report_says_which_pages_were_read_in_columns(tmp_path: Path) -> None:
    two = beside(f"左の一。{SAID}", f"右の一。{SAID}")
    found = read(tmp_path, pdf_of(f"{SAID}\n#pagebreak()\n{two}\n#pagebreak()\n{SAID}\n#pagebreak()\n{two}"))
    assert [finding.message for finding in found.findings] == ["2、4ページは段組みと見て、左の段から順に読みました"]


def test_a_header_in_the_middle_of_its_column_heads_it(tmp_path: Path) -> None:
    wide = "columns: (7cm, 3cm, 3cm), stroke: none"
    head = "".join(f"align(center)[{name}]," for name in ("指標", "基準値（R5）", "目標値（R11）"))
    found = read(tmp_path, pdf_of(f"#table({wide}, {head} [船の便数], [3便], [9便], [客数], [21人], [90人])"))
    assert [line.cells for line in found.lines] == [
        ("指標", "基準値（R5）", "目標値（R11）"),
        ("船の便数", "3便", "9便"),
        ("客数", "21人", "90人"),
    ]


def test_a_table_goes_on_in_the_next_column(tmp_path: Path) -> None:
    body = "".join(f"[指標{n}], [{n}人], [{n * 2}人]," for n in range(1, 30))
    table = f"#table(columns: (1fr, auto, auto), [指標], [基準値], [目標値], {body})"
    found = read(tmp_path, pdf_of(f"#set page(height: 14cm)\n#set text(7pt)\n#columns(2)[{SAID}\n\n{table}]")).lines
    assert [line.cells for line in found[-30:]] == [  # with no empty line, which would part two tables
        ("指標", "基準値", "目標値"),
        *((f"指標{n}", f"{n}人", f"{n * 2}人") for n in range(1, 30)),
    ]
    assert [line.text for line in found if line.text and not line.cells] == [SAID]
