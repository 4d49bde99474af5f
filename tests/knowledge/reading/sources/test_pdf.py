"""PDF: what readers get wrong, each in a file of its own."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from knowledge.model.errors import UnreadableSourceError
from tests.knowledge.reading.sources.made import pdf_of, read, rows, texts

HEADER = "[指標], [基準値], [目標値],"
LONG = "湖の恵みを生かしたしごとを育て、若い世代が町で働き続けられるようにします。"


@pytest.mark.parametrize(
    "look", ["size: 0.6em, baseline: -0.4em", "size: 0.83em, baseline: -0.35em", "size: 0.95em, baseline: -0.4em"]
)
def test_the_raised_digit_of_a_note_is_no_digit_of_the_value(tmp_path: Path, look: str) -> None:
    mark = f"#super(typographic: false, {look})[2]"
    data = pdf_of(f"#table(columns: 3, {HEADER} [利用者数], [90人], [120{mark}人])")
    assert rows(tmp_path, data)[1] == ("利用者数", "90人", "120人")


def test_a_small_digit_on_the_line_of_a_number_makes_it_unreadable(tmp_path: Path) -> None:
    data = pdf_of(f"#table(columns: 3, {HEADER} [利用者数], [90人], [120#text(6pt)[2]人])")
    found = read(tmp_path, data)
    assert found.lines[1].cells == ("利用者数", "90人", "〓")
    assert [finding.span and finding.span.first_line for finding in found.findings] == [2]


def test_a_raised_digit_that_a_font_has_itself_is_no_digit_of_the_value(tmp_path: Path) -> None:
    """It says the size and the place of the others, and is only narrower."""
    value = '#text(font: "Libertinus Serif")[120#super[2]]人'
    data = pdf_of(
        f'#table(columns: 3, {HEADER} [利用者数#text(font: "Libertinus Serif")[#super[2]]], [22人], [{value}])'
    )
    found = read(tmp_path, data)
    assert found.lines[1].cells == ("利用者数", "22人", "〓")
    assert [finding.span and finding.span.first_line for finding in found.findings] == [2]


def test_a_raised_power_stays_in_the_unit(tmp_path: Path) -> None:
    power = "#super(typographic: false, size: 0.6em, baseline: -0.4em)[2]"
    data = pdf_of(f"#table(columns: 3, {HEADER} [公園の面積], [4m{power}], [6m{power}])")
    assert rows(tmp_path, data)[1] == ("公園の面積", "4m²", "6m²")


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    text = "".join(f"第{n}に、{LONG}" for n in range(1, 9))
    said = "".join(texts(tmp_path, pdf_of(f"#set par(leading: 0.9em)\n= 表題\n#columns(2)[{text}]")))
    assert said == "表題" + text


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    page = '#set page(header: [みなも町総合戦略], numbering: "1")\n'
    assert texts(tmp_path, pdf_of(page + "はじめに\n#pagebreak()\nしごと\n#pagebreak()\nくらし")) == [
        "はじめに",
        "しごと",
        "くらし",
    ]


def test_running_heads_of_a_file_without_tags_are_left_out_by_their_place(tmp_path: Path) -> None:
    page = "#place(top, dy: -8mm)[みなも町総合戦略]#place(bottom + center, dy: 10mm)[{n}]{name}。10年の計画です。"
    names = ("はじめに", "しごと", "くらし", "おわりに")
    data = pdf_of("#pagebreak()\n".join(page.format(n=n, name=name) for n, name in enumerate(names, start=1)))
    assert texts(tmp_path, data) == [f"{name}。10年の計画です。" for name in names]


def test_a_table_goes_on_over_a_page_break_without_its_repeated_header(tmp_path: Path) -> None:
    body = "".join(f"[指標{n}], [{n}人], [{n * 2}人]," for n in range(1, 40))
    found = read(tmp_path, pdf_of(f"#table(columns: 3, table.header({HEADER}), {body})")).lines
    assert [line.cells for line in found] == [
        ("指標", "基準値", "目標値"),
        *((f"指標{n}", f"{n}人", f"{n * 2}人") for n in range(1, 40)),
    ]
    assert {line.page for line in found} == {1, 2}


@pytest.mark.parametrize("word", ["政策{}　", "重点目標{} "])
def test_a_numbered_running_head_that_stands_nowhere_else_is_kept_once(word: str, tmp_path: Path) -> None:
    page = "#place(top, dy: -8mm)[{head}]{name}。10年の計画です。"
    one, two = word.format("１") + "港を開く", word.format("２") + "山を守る"
    pages = [(one, "航路"), (one, "魚市場"), (one, "造船"), (two, "林道"), (two, "水源"), (two, "里山")]
    data = pdf_of("#pagebreak()\n".join(page.format(head=head, name=name) for head, name in pages))
    said = [text.replace("\u3000", " ") for text in texts(tmp_path, data)]
    one, two = one.replace("\u3000", " "), two.replace("\u3000", " ")
    assert [text for text in said if "。" not in text] == [one, two]
    assert said.index(two) == said.index("林道。10年の計画です。") - 1


def test_a_running_head_that_names_the_edition_stands_in_no_table(tmp_path: Path) -> None:
    page = "#set page(header: context place(bottom + left)[第2期みなも町総合戦略])\n"
    body = "".join(f"[指標{n}], [{n}人], [{n * 2}人]," for n in range(1, 40))
    found = read(tmp_path, pdf_of(f"{page}はじめに\n#table(columns: 3, {HEADER} {body})\n#pagebreak()\n終わりに"))
    assert [line.text for line in found.lines if line.text and not line.cells] == ["はじめに", "終わりに"]
    assert len([line for line in found.lines if line.cells]) == 40


@pytest.mark.parametrize("chapter", ["第3章 重点取組", "Ⅱ 施策（5年間）"])
def test_a_running_head_of_two_pieces_is_left_out_though_it_holds_a_number(chapter: str, tmp_path: Path) -> None:
    page = f"#place(top, dy: -8mm)[みなも町計画#h(1fr){chapter}]{{name}}。10年の計画です。"
    data = pdf_of("#pagebreak()\n".join(page.format(name=name) for name in ("しごと", "くらし", "みどり")))
    assert texts(tmp_path, data) == [f"{name}。10年の計画です。" for name in ("しごと", "くらし", "みどり")]


@pytest.mark.parametrize(
    ("number", "name"), [("基本目標1", "港を生かす"), ("施策２－１", "浜の仕事をつくる"), ("Ⅲ", "山を守る")]
)
def test_a_number_in_a_box_beside_its_name_is_a_heading(number: str, name: str, tmp_path: Path) -> None:
    found = read(tmp_path, pdf_of(f"はじめに\n#table(columns: 2, [{number}], [{name}])\n町の姿です。")).lines
    assert [(line.text, line.cells) for line in found if name in line.text] == [(f"{number}\u3000{name}", ())]


@pytest.mark.parametrize("cells", ["[目標1], [120人]", "[出生数], [港を生かす]"])
def test_a_row_of_a_value_or_of_no_number_is_no_heading(cells: str, tmp_path: Path) -> None:
    found = read(tmp_path, pdf_of(f"はじめに\n#table(columns: 2, {cells})\n町の姿です。")).lines
    assert len([line for line in found if line.cells]) == 1


def test_a_header_that_the_page_cut_is_whole_again(tmp_path: Path) -> None:
    rest = "[], [（令和5年度）], [（令和11年度）], [利用者数], [90人], [120人]"
    columns = "columns: (4cm, 3cm, 4cm)"
    data = pdf_of(f"#table({columns}, {HEADER})\n#pagebreak()\n#table({columns}, {rest})")
    assert rows(tmp_path, data) == [
        ("指標", "基準値（令和5年度）", "目標値（令和11年度）"),
        ("利用者数", "90人", "120人"),
    ]


def test_a_table_that_goes_on_behind_a_line_of_text_is_told_with_its_rows(tmp_path: Path) -> None:
    table = "#table(columns: (4cm, 3cm, 4cm), {})"
    first, rest = table.format(f"{HEADER} [出生数], [40人], [50人]"), table.format("[転入者数], [90人], [120人]")
    found = read(tmp_path, pdf_of(f"{first}\n#pagebreak()\n\nみなも町\n\n{rest}")).findings
    assert [(one.severity, one.message) for one in found] == [
        ("warning", "2ページの表は前のページの表の続きと見られますが、つなげられません: 「転入者数」")
    ]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_rows_of_two_amounts_never_become_one(tmp_path: Path, stroke: str) -> None:
    body = "".join(f"[出生{n}], [4{n}], [5{n}]," for n in range(1, 7))
    data = pdf_of(f"#table(columns: 3, stroke: {stroke}, inset: (x: 9pt, y: 2pt), {HEADER} {body})")
    assert rows(tmp_path, data)[1:] == [(f"出生{n}", f"4{n}", f"5{n}") for n in range(1, 7)]


def test_a_merged_label_stands_in_each_of_its_rows_on_both_pages(tmp_path: Path) -> None:
    body = "".join(f"[指標{n}], [{n}人]," for n in range(1, 40))
    data = pdf_of(
        f"#table(columns: (3cm, 4cm, 3cm), [施策], [指標], [目標値], table.cell(rowspan: 39)[交通の充実], {body})"
    )
    found = rows(tmp_path, data)
    assert len(found) == 40
    assert {row[0] for row in found[1:]} == {"交通の充実"}


def test_an_amount_over_its_year_stays_one_cell_and_two_amounts_stay_apart(tmp_path: Path) -> None:
    data = pdf_of(
        f"#table(columns: (4cm, 4cm, 4cm), {HEADER} [従業者数], [820人\\ (2023年度)], [860人\\ (2029年度)],"
        " [肯定の割合], [88.4％\\ 87.0％], [90.0％\\ 90.0％])"
    )
    assert rows(tmp_path, data)[1:] == [
        ("従業者数", "820人 (2023年度)", "860人 (2029年度)"),
        ("肯定の割合", "88.4％ 87.0％", "90.0％ 90.0％"),
    ]


@pytest.mark.parametrize("look", ["size: 14pt, weight: 700", "size: 10.5pt"])
def test_headings_below_each_other_are_no_table(tmp_path: Path, look: str) -> None:
    heads = ["第２章　基本目標ごとの取組", "基本目標１　仕事をつくる", "施策１－１　防災対策の推進"]
    data = pdf_of("".join(f"#text({look})[{head}]\\\n" for head in heads) + "\n" + LONG * 3)
    found = read(tmp_path, data)
    assert ([line.text for line in found.lines if line.text][:3], found.findings) == (heads, ())


def test_shadowed_text_is_read_once(tmp_path: Path) -> None:
    assert texts(tmp_path, pdf_of("#place(dx: 0.4pt, dy: 0.4pt)[影つきの見出し]影つきの見出し")) == ["影つきの見出し"]


def test_readings_above_a_word_are_left_out(tmp_path: Path) -> None:
    data = pdf_of("#v(1cm)\n#place(dx: 0pt, dy: -6pt, text(5pt)[ひがしの])東野町の計画です。")
    assert texts(tmp_path, data) == ["東野町の計画です。"]


def test_text_outside_the_cropped_page_is_not_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of("見えない行\n#v(9cm)\n見える行"))))
    page = writer.pages[0]
    page.cropbox = RectangleObject((0, 0, float(page.mediabox.width), float(page.mediabox.height) - 150))
    out = io.BytesIO()
    writer.write(out)
    assert texts(tmp_path, out.getvalue()) == ["見える行"]


def test_a_page_that_is_a_picture_is_told_by_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    picture = "#image(bytes((" + ", ".join(map(str, _PNG)) + ")))"
    found = read(tmp_path, pdf_of(f"本文です。\n#pagebreak()\n{picture}"))
    assert [line.text for line in found.lines] == ["本文です。"]
    assert [finding.message for finding in found.findings] == ["2ページは文字を取り出せません。OCR が要ります"]


def test_a_page_that_lies_on_its_side_is_told_by_its_number(tmp_path: Path) -> None:
    found = read(tmp_path, pdf_of(f"本文です。\n#pagebreak()\n#rotate(90deg, reflow: true)[{LONG}]"))
    assert [line.text for line in found.lines] == ["本文です。"]
    assert [finding.message[:5] for finding in found.findings] == ["2ページは"]


def test_a_page_stored_turned_and_shown_upright_is_read(tmp_path: Path) -> None:
    table = f"#table(columns: 3, {HEADER} [利用者数], [90人], [120人])"
    turned = pdf_of(f"#rotate(-90deg, reflow: true)[#block(width: 12cm)[{table}]]")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(turned)))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    assert rows(tmp_path, out.getvalue()) == [("指標", "基準値", "目標値"), ("利用者数", "90人", "120人")]


def test_a_file_of_pictures_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="どのページも文字を取り出せません。OCR が要ります"):
        read(tmp_path, pdf_of("#image(bytes((" + ", ".join(map(str, _PNG)) + ")))"))


def test_cells_that_show_hashes_are_told_by_their_page(tmp_path: Path) -> None:
    found = read(tmp_path, pdf_of(f"#table(columns: 3, {HEADER} [売上高], [\\#\\#\\#\\#\\#], [300])"))
    assert [finding.message for finding in found.findings if "###" in finding.message]


def test_a_file_that_needs_a_password_is_refused_and_one_locked_against_copying_is_read(tmp_path: Path) -> None:
    def locked(user: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of("本文です。"))))
        writer.encrypt(user, "owner", algorithm="AES-256")
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    assert texts(tmp_path, locked("")) == ["本文です。"]
    with pytest.raises(UnreadableSourceError, match="パスワードを外して"):
        read(tmp_path, locked("secret"))


@pytest.mark.parametrize("kept", [0.1, 0.5])
def test_a_damaged_file_is_refused_in_one_sentence_or_read(tmp_path: Path, kept: float) -> None:
    data = pdf_of("本文です。")
    with pytest.raises(UnreadableSourceError) as caught:
        read(tmp_path, data[: int(len(data) * kept)])
    assert "\n" not in str(caught.value)


def test_a_file_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="400ページまで"):
        read(tmp_path, pdf_of("#for n in range(401) [本文 #pagebreak()]"))


def test_headings_have_levels_by_the_outline_and_lines_broken_at_the_edge_are_joined(tmp_path: Path) -> None:
    found = read(
        tmp_path, pdf_of(f"= 基本目標1 しごと\n== 施策1 担い手\n{LONG * 3}\n\n= 基本目標2 くらし\n別の段落です。")
    ).lines
    told = [(line.text, line.level) for line in found if line.text]
    assert told == [
        ("基本目標1 しごと", 1),
        ("施策1 担い手", 2),
        (LONG * 3, None),
        ("基本目標2 くらし", 1),
        ("別の段落です。", None),
    ]


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
