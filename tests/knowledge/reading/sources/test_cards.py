"""Cards that are tables of a Word file: one for each 取組, its labels at the left."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from tests.knowledge.reading.sources.test_docx import docx
from tests.knowledge.reading.tables.test_plans import told, warnings

YEARS = ("令和６年度", "令和７年度", "令和８年度")
STEPS = ("検討", "試行", "実施")


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))


def table(*rows: tuple[str, ...]) -> str:
    """The second of two cells is merged over all columns but the first."""
    width = max(map(len, rows))
    span = f'<w:tcPr><w:gridSpan w:val="{width - 1}"/></w:tcPr>'
    cells = [
        [f"<w:tc>{span if len(row) < width and at else ''}{paragraphs(cell)}</w:tc>" for at, cell in enumerate(row)]
        for row in rows
    ]
    printed = "".join(f"<w:tr>{row}</w:tr>" for row in map("".join, cells))
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>{printed}</w:tbl><w:p/>"


def card(head: str, name: str, target: tuple[str, ...], note: str = "所管課：市民課") -> str:
    plan = ("年度別計画", *(f"{year}\n{step}" for year, step in zip(YEARS, STEPS, strict=True)))
    return table((head, f"{name}\n{note}"), ("取組内容", "仕事のやり方を改めます。"), plan, target)


def read(folder: Path, *cards: str) -> KnowledgeBase:
    path = folder / "plan.docx"
    front = paragraphs("たかね市行財政改革プラン（架空の計画）\n計画期間　令和６年度～令和８年度\n２　個別取組")
    path.write_bytes(docx(front + "".join(cards)))
    return build(path)


@pytest.mark.parametrize("word", ["取組項目", "改革項目", "推進項目"])
def test_a_card_names_its_measure_and_its_targets(tmp_path: Path, word: str) -> None:
    base = read(
        tmp_path,
        card(f"{word}１－１", "窓口の改善", ("数値目標", "待ち時間　38分（令和４年度）→ 20分（令和８年度）")),
        card(f"{word}１－２", "電子契約", ("数値目標", "電子契約の割合　0％（R4）→ 80％（R8）")),
        card(f"{word}１－３", "収納の強化", ("数値目標\n収納率\n現状 99.21％", "99.25％", "99.30％", "99.35％")),
    )
    assert [(one.label, one.mark, one.name) for one in base.packages] == [
        (word, "1-1", "窓口の改善"),
        (word, "1-2", "電子契約"),
        (word, "1-3", "収納の強化"),
    ]
    assert told(base) == [
        "待ち時間 38分@2022 → 20分@2026",
        "電子契約の割合 0%@2022 → 80%@2026",
        "収納率 99.21%@? → 99.25%@2024 → 99.30%@2025 → 99.35%@2026",
    ]
    assert warnings(base) == []


def test_values_that_no_year_stands_over_are_said(tmp_path: Path) -> None:
    cards = [
        card(f"取組項目１－{n}", name, ("数値目標", "割合　0％（R4）→ 80％（R8）"))
        for n, name in ((1, "窓口"), (2, "契約"))
    ]
    bare = table(
        ("取組項目１－３", "収納の強化"), ("取組内容", "催告します。"), ("年度別計画", "前期", "中期", "後期"),
        ("数値目標\n収納率\n現状 99.21％", "99.25％", "99.30％", "99.35％"),
    )  # fmt: skip
    base = read(tmp_path, *cards, bare)
    assert told(base) == ["割合 0%@2022 → 80%@2026"] * 2
    assert any("99.25％" in said for said in warnings(base))


def test_a_table_of_which_several_rows_are_numbered_is_no_card(tmp_path: Path) -> None:
    base = read(tmp_path, table(("取組項目１", "窓口の改善"), ("取組項目２", "電子契約"), ("取組項目３", "収納の強化")))
    assert base.packages == ()
