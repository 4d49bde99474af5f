"""Words that a narrow cell or box breaks: parts of a row stay apart, a heading stays one."""

from pathlib import Path

import pytest

from knowledge.reading.sources.part_rows import rows_of_parts
from tests.knowledge.reading.sources.made import pdf_of, read, rows


def test_parts_that_fill_a_narrow_column_are_no_one_word(tmp_path: Path) -> None:
    cells = "[耐震化率#linebreak()小学校#linebreak()中学校], [80％#linebreak()70％], [85％#linebreak()75％]"
    data = pdf_of(f"#table(columns: (4.2em, 8em, 8em), [指標], [基準値], [目標値], {cells})")
    assert rows(tmp_path, data)[1:] == [("耐震化率 小学校", "80％", "85％"), ("耐震化率 中学校", "70％", "75％")]


def test_a_word_that_a_narrow_column_breaks_is_one(tmp_path: Path) -> None:
    data = pdf_of("#table(columns: (4.2em, 8em, 8em), [指標], [基準値], [目標値], [公園利用者数], [8人], [9人])")
    assert rows(tmp_path, data)[1] == ("公園利用者数", "8人", "9人")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (
            ("率", "小学校\n中学校", "8％\n7％", "9％\n8％"),
            [("率", "小学校", "8％", "9％"), ("率", "中学校", "7％", "8％")],
        ),
        (("率", "男性\n女性", "R5", "9％\n8％"), [("率", "男性", "R5", "9％"), ("率", "女性", "R5", "8％")]),
        (("率", "男性\n女性", "8％", "9％\n8％"), None),
        (("率", "男性\n女性", "8％\n7％\n6％", "9％\n8％"), None),
        (("率\n小学校", "8％\n7％", "9％\n8％"), None),
        (("学校の\n名前", "8％\n7％", "9％\n8％"), None),
        (("率", "小学校\n中学校", "増やす", "減らす"), None),
    ],
)
def test_a_row_is_parted_only_where_its_cells_have_a_line_for_each_part(
    cells: tuple[str, ...], wanted: list[tuple[str, ...]] | None
) -> None:
    assert rows_of_parts(cells) == (wanted or [cells])


def test_a_heading_that_a_box_breaks_is_one(tmp_path: Path) -> None:
    head = "#text(18pt)[#box(width: 10em)[施策1　確かな学力と豊かな心の育成]]"
    data = pdf_of(
        f"#set page(width: 400pt)\n{head}\n\n授業の改善に取り組み、分かる喜びを大切にします。" + "本文です。" * 30
    )
    assert "施策1　確かな学力と豊かな心の育成" in [line.text for line in read(tmp_path, data).lines]
