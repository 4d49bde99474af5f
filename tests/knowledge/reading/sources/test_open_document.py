"""OpenDocument text and sheets as a person sees them, each trap in a file of its own."""

from pathlib import Path

import pytest

from knowledge.model.errors import UnreadableSourceError
from tests.knowledge.reading.sources.made import archive_of, read, rows, texts

KINDS = ("office", "text", "table", "style", "draw")
NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in KINDS)
STYLES = """
<style:style style:name="gone" style:family="text">
 <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="high" style:family="text"><style:text-properties style:text-position="33% 58%"/></style:style>
<style:style style:name="P" style:family="paragraph"/>
<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
<text:outline-style style:name="Outline">
 <text:outline-level-style text:level="1" style:num-format="１, ２, ３, ..." style:num-prefix="基本目標"/>
 <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2" style:num-prefix="施策"/>
</text:outline-style>
<text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="①, ②, ③, ..."/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>
"""


def odf(kind: str, body: str) -> bytes:
    inside = f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{body}</office:body>"
    return archive_of(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {NAMES}>{inside}</office:document-content>",
        }
    )


def odt(body: str) -> bytes:
    return odf("text", f"<office:text>{body}</office:text>")


def test_numbers_of_headings_and_lists_are_computed(tmp_path: Path) -> None:
    heading = '<text:h text:outline-level="{}">{}</text:h>'.format
    item = "<text:list-item><text:p>{}</text:p></text:list-item>".format
    body = heading(1, "しごと") + heading(2, "担い手") + heading(1, "くらし") + heading(2, "交通")
    body += f'<text:list text:style-name="L">{item("甲事業")}{item("乙事業")}</text:list>'
    body += f'<text:list text:style-name="B">{item("丙の取組")}</text:list>'
    body += f"<text:list>{item('丁の取組').replace('</text:list-item>', '')}"
    body += f"<text:list>{item('支えます。')}</text:list></text:list-item></text:list>"
    found = [(line.text, line.level) for line in read(tmp_path, odt(body)).lines if line.text]
    assert found == [
        ("基本目標１　しごと", 1),
        ("施策１.1　担い手", 2),
        ("基本目標２　くらし", 1),
        ("施策２.1　交通", 2),
        ("①　甲事業", None),
        ("②　乙事業", None),
        ("・丙の取組", None),
        ("・丁の取組", None),
        ("支えます。", None),
    ]


@pytest.mark.parametrize(
    ("inner", "meant"),
    [
        ('目標値は<text:span text:style-name="gone">100</text:span>120人', "目標値は120人"),
        ('目標値は120<text:span text:style-name="up">2</text:span>人', "目標値は120人"),
        ('目標値は120<text:span text:style-name="high">2</text:span>人', "目標値は120人"),
        ('面積は4km<text:span text:style-name="up">2</text:span>', "面積は4km²"),
        ("120人<text:note><text:note-citation>1</text:note-citation></text:note>です", "120人です"),
        (
            "<text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>ひ</text:ruby-text></text:ruby>町",
            "東町",
        ),
        ("令和7年<office:annotation><text:p>確認</text:p></office:annotation>3月", "令和7年3月"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(tmp_path: Path, inner: str, meant: str) -> None:
    assert texts(tmp_path, odt(f"<text:p>{inner}</text:p>"))[0] == meant


def test_deleted_text_is_out_and_a_text_box_follows_its_paragraph(tmp_path: Path) -> None:
    deleted = "<text:tracked-changes><text:deletion><text:p>消した文</text:p></text:deletion></text:tracked-changes>"
    box = "<draw:frame><draw:text-box><text:p>囲みの文</text:p></draw:text-box></draw:frame>"
    assert texts(tmp_path, odt(f"{deleted}<text:p>本文{box}</text:p>")) == ["本文", "囲みの文"]


@pytest.mark.parametrize(
    ("inner", "cell", "behind"),
    [
        ("120{}", "120", ["住民課調べ"]),
        ("15.5％{}（見込み）{}", "15.5％（見込み）", ["住民課調べ", "住民課調べ"]),
    ],
)
def test_a_note_in_a_cell_stands_behind_the_table(tmp_path: Path, inner: str, cell: str, behind: list[str]) -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>住民課調べ</text:p>"
    printed = inner.replace("{}", f"{note}</text:note-body></text:note>")
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("移住者数", "98", printed)
    )
    body = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    assert rows(tmp_path, odt(body)) == [("移住者数", "98", cell)]
    assert texts(tmp_path, odt(body))[1:] == behind


def test_covered_cells_are_filled(tmp_path: Path) -> None:
    def cell(text: str, spans: str = "") -> str:
        return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('施策')}{cell('指標')}{cell('値', WIDE)}{covered}"
        "</table:table-row></table:table-header-rows>"
    )
    body += f"<table:table-row>{cell('交通', DOWN)}{cell('乗客数')}{cell('3人')}{cell('5人')}</table:table-row>"
    body += f"<table:table-row>{covered}{cell('便数')}{cell('7便')}{cell('9便')}</table:table-row></table:table>"
    assert rows(tmp_path, odt(body)) == [
        ("施策", "指標", "値", "値"),
        ("交通", "乗客数", "3人", "5人"),
        ("交通", "便数", "7便", "9便"),
    ]


def test_a_sheet_shows_its_texts_merged_labels_filled_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    def row(*texts: str, spans: str = "") -> str:
        cells = "".join(f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>" for text in texts)
        return f"<table:table-row>{cells}</table:table-row>"

    body = '<table:table table:name="一覧">' + row("みなも町総合戦略") + row() + row("指標", "基準値", "目標値")
    body += (
        row("乗客数", "1,200人", "1,500人") + '</table:table><table:table table:name="控え" table:style-name="hidden">'
    )
    body += row("古い表") + "</table:table>"
    found = read(tmp_path, odf("spreadsheet", f"<office:spreadsheet>{body}</office:spreadsheet>"))
    assert [line.text for line in found.lines] == [
        "みなも町総合戦略",
        "",
        "指標\t基準値\t目標値",
        "乗客数\t1,200人\t1,500人",
    ]
    assert [finding.message for finding in found.findings] == ["非表示のシート「控え」は読みませんでした"]


def test_a_sheet_of_repeated_cells_without_end_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="1000"><text:p>1</text:p></table:table-cell>'
    rows_ = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    body = f'<office:spreadsheet><table:table table:name="表">{rows_}</table:table></office:spreadsheet>'
    with pytest.raises(UnreadableSourceError, match="セルが多すぎます"):
        read(tmp_path, odf("spreadsheet", body))


DOWN, WIDE = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
