"""Word: what no library reads as a person sees it, each in a file of its own."""

from pathlib import Path

import pytest

from knowledge.model.errors import UnreadableSourceError
from tests.knowledge.reading.sources.made import archive_of, read, rows, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("styles", "numbering", "footnotes"))
    )
    + "</Relationships>"
)
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
 <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>
 <w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>
 <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:lvlText w:val="基本目標%1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:lvlText w:val="施策%1－%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="9">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
</w:numbering>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>住民基本台帳による。</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def docx(body: str) -> bytes:
    return archive_of(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": RELATIONS,
            "word/styles.xml": STYLES,
            "word/numbering.xml": NUMBERING,
            "word/footnotes.xml": NOTES,
        }
    )


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def numbered(list_id: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'


NOTE = "住民基本台帳による。"
HIGH = '<w:position w:val="6"/><w:sz w:val="12"/>'
UP, WIDE = '<w:vertAlign w:val="superscript"/>', '<w:gridSpan w:val="2"/>'


def said(folder: Path, body: str) -> list[str]:
    return [text for text in texts(folder, docx(body)) if text != NOTE]


def test_numbers_that_word_computes_are_there_and_levels_are_those_of_the_styles(tmp_path: Path) -> None:
    body = p(r("しごと"), style("h1")) + p(r("担い手"), style("h2")) + p(r("企業"), style("h2"))
    body += p(r("くらし"), style("h1")) + p(r("交通"), style("h2")) + p(r("番号なし"), style("h2") + numbered(0))
    lines = [line for line in read(tmp_path, docx(body)).lines if line.text and line.text != NOTE]
    assert [(line.text, line.level, line.is_bold) for line in lines] == [
        ("基本目標１　しごと", 1, True),
        ("施策１－１　担い手", 2, True),
        ("施策１－２　企業", 2, True),
        ("基本目標２　くらし", 1, True),
        ("施策２－１　交通", 2, True),
        ("番号なし", 2, True),
    ]


def test_list_marks_are_there(tmp_path: Path) -> None:
    body = "".join(p(r(text), numbered(n)) for text, n in (("甲事業", 2), ("乙事業", 2), ("丙の取組", 3)))
    assert said(tmp_path, body) == ["①　甲事業", "②　乙事業", "・丙の取組"]


@pytest.mark.parametrize(
    ("runs", "meant"),
    [
        (
            f"{r('目標値は')}<w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins>{r('120')}</w:ins>{r('人')}",
            "目標値は120人",
        ),
        (f"{r('目標値は')}{r('100', '<w:strike/>')}{r('120')}{r('人')}", "目標値は120人"),
        (f"{r('目標値は120')}{r('2', UP)}{r('人')}", "目標値は120人"),
        (f"{r('目標値は120')}{r('2', HIGH)}{r('人')}", "目標値は120人"),
        (f"{r('面積は4km')}{r('2', UP)}", "面積は4km²"),
        (f"{r('目標値は120人')}<w:r><w:footnoteReference w:id='1'/></w:r>", "目標値は120人"),
        (f"<w:moveFrom>{r('移す前')}</w:moveFrom><w:moveTo>{r('移した後')}</w:moveTo>", "移した後"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>ひがしの</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>東野</w:t></w:r></w:rubyBase></w:ruby></w:r>" + r("町"),
            "東野町",
        ),
        (f"<w:sdt><w:sdtContent>{r('内容')}</w:sdtContent></w:sdt><w:smartTag>{r('タグ')}</w:smartTag>", "内容タグ"),
        (f"<w:fldSimple>{r('令和7年')}</w:fldSimple>{r('隠す', '<w:vanish/>')}{r('3月')}", "令和7年3月"),
        (f"{r('第1章')}<w:r><w:tab/></w:r>{r('総論')}", "第1章　総論"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(tmp_path: Path, runs: str, meant: str) -> None:
    assert said(tmp_path, p(runs)) == [meant]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    assert said(tmp_path, p(r("目標は"), "<w:rPr><w:del/></w:rPr>") + p(r("120人です。"))) == ["目標は120人です。"]


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('囲みの文'))}</w:txbxContent>"
    inside = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert said(tmp_path, p(f"{r('本文')}<w:r>{inside}</w:r>")) == ["本文", "囲みの文"]


def test_footnotes_stand_at_the_end_and_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    body = p(r("第1章 総論 … 3"), style("toc")) + p(r("本文"))
    assert texts(tmp_path, docx(body)) == ["本文", NOTE]


def test_merged_cells_are_filled_and_deleted_rows_are_out(tmp_path: Path) -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('施策')}{cell('指標')}{cell('値', WIDE)}</w:tr>"
        f"<w:tr>{cell('交通', start)}{cell('乗客数')}{cell('3人')}{cell('5人')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('', on)}{cell('消した指標')}{cell('1')}{cell('2')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('便数')}{cell('7便')}{cell('9便')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('満足度')}{cell('3.1')}{cell('3.5')}</w:tr>"
        "</w:tbl>"
    )
    assert rows(tmp_path, docx(body)) == [
        ("施策", "指標", "値", "値"),
        ("交通", "乗客数", "3人", "5人"),
        ("交通", "便数", "7便", "9便"),
        ("", "満足度", "3.1", "3.5"),
    ]


def test_two_amounts_in_a_cell_stay_apart(tmp_path: Path) -> None:
    two = f"<w:tc>{p(r('小 88.4％'))}{p(r('中 87.0％'))}</w:tc>"
    assert rows(tmp_path, docx(f"<w:tbl><w:tr>{cell('割合')}{two}</w:tr></w:tbl>")) == [("割合", "小 88.4％ 中 87.0％")]


def test_a_list_beside_its_label_is_text_and_no_table_of_values(tmp_path: Path) -> None:
    listed = f"<w:tc>{p(r('・甲事業'))}{p(r('・乙事業'))}</w:tc>"
    body = f"<w:tbl><w:tr>{cell('主な事業')}{listed}</w:tr></w:tbl>"
    assert said(tmp_path, body) == ["主な事業", "・甲事業", "・乙事業"]


def test_a_document_type_is_refused_and_no_entity_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密", encoding="utf-8")
    typed = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    document = f"{typed}<w:document {W}><w:body>{p('&x;')}</w:body></w:document>"
    with pytest.raises(UnreadableSourceError, match="壊れているか"):
        read(tmp_path, archive_of({"word/document.xml": document}))


def test_what_would_unpack_to_more_than_is_honest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="展開すると大きすぎる"):
        read(tmp_path, archive_of({"word/document.xml": " " * 61_000_000}))


def test_a_document_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(UnreadableSourceError, match="壊れているか"):
        read(tmp_path, docx(deep))
