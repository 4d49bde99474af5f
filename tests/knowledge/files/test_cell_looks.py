"""What is attached to a cell, and its colour: read where they say something of the value."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from knowledge.files.workbook import read_workbook
from knowledge.indicators.import_plan import ImportPlan
from tests.knowledge.files.test_workbook import bytes_of
from tests.knowledge.indicators.test_importing import plan_of, values

Cells = list[str | float | None]
ROWS: tuple[Cells, ...] = (["指標", "R7実績", "R8実績"], ["加工品の売上高", 1310, 1420], ["子育て満足度指数", 3.3, 3.4])
YELLOW, BLUE = (PatternFill("solid", fgColor=colour) for colour in ("FFFFFF00", "FF99CCFF"))
THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C2"><text>R8は見込み</text></threadedComment><threadedComment ref="C2"><text>了解</text>
</threadedComment></ThreadedComments>"""
KIND = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
RELATED = f'<Relationship Type="{KIND}" Target="../t.xml" Id="t1"/>'


def book_of(
    *rows: Cells, fills: dict[str, PatternFill] | None = None, comments: dict[str, str] | None = None
) -> Workbook:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for at, fill in (fills or {}).items():
        book.active[at].fill = fill
    for at, text in (comments or {}).items():
        book.active[at].comment = Comment(text, "企画課")
    return book


def plan(book: Workbook) -> ImportPlan:
    return plan_of(*read_workbook(bytes_of(book)))


def test_a_comment_on_a_value_that_narrows_it_is_quoted() -> None:
    found = plan(book_of(*ROWS, comments={"C2": "12月末時点の見込み"}))
    assert [(row.cell, row.reason) for row in found.doubts] == [
        ("C2", "セルのコメントに「12月末時点の見込み」とあります。")
    ]


def test_a_comment_on_the_name_is_of_all_its_values() -> None:
    assert [row.cell for row in plan(book_of(*ROWS, comments={"A2": "東部のみ"})).doubts] == ["B2", "C2"]


def test_any_other_comment_is_kept_with_the_value() -> None:
    found = plan(book_of(*ROWS, comments={"C2": "商工課が確認"}))
    assert (found.refused, [row.draft.note for row in found.accepted if row.draft.note]) == (
        (),
        ["セルのコメント: 商工課が確認"],
    )


def test_a_thread_of_comments_is_read_as_one() -> None:
    data, out = bytes_of(book_of(*ROWS, comments={"C2": "[Threaded comment] Your version of Excel …"})), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml.rels"):
                part = part.replace(b"</Relationships>", RELATED.encode() + b"</Relationships>")
            new.writestr(name, part)
        new.writestr("xl/t.xml", THREAD)
    (sheet,) = read_workbook(out.getvalue())
    assert sheet.rows[1].comment(2) == "R8は見込み\n了解"
    assert [row.cell for row in plan_of(sheet).doubts] == ["C2"]


@pytest.mark.parametrize("legend", ["黄色：見込値", "※黄色のセルは目標値", "網掛けは未確定値"])
def test_cells_of_the_colour_of_a_legend_are_asked_about(legend: str) -> None:
    found = plan(book_of(*ROWS, [], [legend], fills={"C2": YELLOW, "A5": YELLOW, "C3": BLUE}))
    assert [(row.cell, row.reason) for row in found.doubts] == [("C2", f"「{legend}」とあります。")]
    assert len(values(found)) == 3


def test_a_legend_that_is_not_coloured_itself_means_the_only_colour_there_is() -> None:
    assert [row.cell for row in plan(book_of(*ROWS, ["黄色のセルは見込値"], fills={"C2": YELLOW})).doubts] == ["C2"]


@pytest.mark.parametrize("fills", [{}, {"C2": YELLOW, "C3": BLUE}])
def test_where_the_colour_cannot_be_told_the_whole_table_is_asked_about(fills: dict[str, PatternFill]) -> None:
    found = book_of(*ROWS, ["黄色のセルは見込値"], fills=fills)
    with pytest.raises(Exception, match="「黄色のセルは見込値」とあり、どの値が実績値か分かりません"):
        plan(found)


def test_colours_without_a_legend_mean_nothing() -> None:
    assert len(values(plan(book_of(*ROWS, fills={"B2": YELLOW, "C2": BLUE})))) == 4


def test_struck_out_cells_are_named() -> None:
    book = book_of(*ROWS)
    assert book.active is not None
    book.active["C2"].font = Font(strike=True)
    found = plan(book)
    assert (len(values(found)), found.remarks) == (
        3,
        ("取り消し線のある文字は、ないものとして読みました（Sheet C2）。",),
    )
