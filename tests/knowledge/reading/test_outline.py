"""Lines → blocks → outline: single hard lines, and that nothing is lost or moved."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.blocks import TextBlock, read_blocks
from knowledge.reading.layout import marker_number
from knowledge.reading.outline import build_outline, flatten, trail
from knowledge.reading.source import Line

HARD_LINES = tomllib.loads(Path(__file__).with_name("hard_lines.toml").read_text(encoding="utf-8"))["line"]


def numbered(rows: Sequence[str]) -> list[Line]:
    return [Line(number, text, text) for number, text in enumerate(rows, start=1)]


@pytest.mark.parametrize("hard", HARD_LINES, ids=lambda hard: hard["text"])
def test_a_hard_line_is_the_block_it_should_be(hard: dict[str, Any]) -> None:
    [block] = read_blocks(numbered([hard["text"]]))
    kind = block.heading.style if block.heading else block.kind
    assert (kind, block.text, block.number) == (hard["kind"], hard["content"], hard.get("number"))


def test_every_hard_line_says_why_it_is_there() -> None:
    assert all(hard["reason"] for hard in HARD_LINES)


@pytest.mark.parametrize(("marker", "number"), [("⑪", 11), ("Ⅳ", 4), ("I", 1), ("（三）", 3), ("(10)", 10), ("２", 2)])
def test_markers_are_numbers(marker: str, number: int) -> None:
    assert marker_number(marker) == number


ROWS = st.sampled_from(
    [
        "第1章 考え方",
        "第二章　進め方",
        "1 目的",
        "２．期間",
        "(1) 相談事業",
        "（二）支援事業",
        "① 働く場をつくる",
        "- ・ 相談窓口の設置",
        "・ 情報の発信",
        "【市民会館】",
        "※1：用語",
        "指標\t基準値\t目標値",
        "相談件数\t令和元年度 5件\t令和6年度 10件",
        "市内への移住を希望する人に対し、相談から定住までの支援を進めます。",
        "この文はページの終わりで切れているために句点がなく次の行へと続いていき",
        "",
    ]
)


@given(st.lists(ROWS | st.text(alphabet="あア漢1①(-※【\t 。", max_size=12), max_size=30))
def test_every_printed_line_lands_in_exactly_one_block(rows: list[str]) -> None:
    lines = numbered(rows)
    placed = sorted(line.number for block in read_blocks(lines) for line in block.lines)
    assert placed == [line.number for line in lines if line.text.strip()]


@given(st.lists(ROWS, max_size=40))
def test_flattening_the_outline_gives_the_blocks_back(rows: list[str]) -> None:
    blocks = read_blocks(numbered(rows))
    assert flatten(build_outline(blocks)) == blocks


def test_flattening_gives_the_real_document_back(lines: Sequence[Line]) -> None:
    blocks = read_blocks(lines)
    assert flatten(build_outline(blocks)) == blocks
    placed = sorted(line.number for block in blocks for line in block.lines)
    assert placed == [line.number for line in lines if line.text.strip()]


def test_headings_nest_by_their_kind() -> None:
    root = build_outline(read_blocks(numbered(["第1章 考え方", "1 目的", "(1) 狙い", "本文です。", "2 期間"])))
    assert [path for path, _ in trail(root)] == [
        (),
        ("第1章 考え方",),
        ("第1章 考え方", "1 目的"),
        ("第1章 考え方", "1 目的", "(1) 狙い"),
        ("第1章 考え方", "2 期間"),
    ]


def read(*rows: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in _without_headings(read_blocks(numbered(rows)))]


def _without_headings(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    return [block for block in blocks if block.kind != "heading"]


def test_a_sentence_broken_off_at_the_page_s_foot_goes_on_after_the_footnote() -> None:
    broken = "一方で、技能実習生をはじめとする外国人住民が増え続けることが見込まれるため、"
    read_as = read(broken, "", "※2：大都市圏", "", "福岡市をあわせた呼び名です。", "", "共に生きていく環境が必要です。")
    assert read_as == [("paragraph", broken + "共に生きていく環境が必要です。"), ("footnote", "大都市圏")]


def test_a_bullet_goes_on_after_a_footnote_only_when_its_marker_is_missing() -> None:
    read_as = read("- ・ メディアの活用", "", "※5：用語", "", "説明です。", "", "- などによる発信", "- ・ 地産地消")
    assert read_as == [("bullet", "メディアの活用などによる発信"), ("footnote", "用語"), ("bullet", "地産地消")]


def test_lines_of_an_address_stay_apart() -> None:
    assert read("創生本部", "電話 0942-30-9116") == [("paragraph", "創生本部\n電話 0942-30-9116")]
