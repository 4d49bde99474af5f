"""A file that is something else is called by its name, with how to save it."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.documents.spreadsheets import read_sheets
from knowledge.model.errors import UnreadableTableError

TABLE = "指標,R7実績\n加工品の売上高,1310\n"


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = {
    "OpenDocument 形式（.ods）": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "OpenDocument 形式（.fods）": b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis">',
    "Excel バイナリ形式（.xlsb）": zipped(**{"xl/workbook.bin": ""}),
    "Numbers の形式": zipped(**{"Index/Document.iwa": ""}),
    "ワープロの文書": zipped(**{"word/document.xml": ""}),
    "PowerPoint の資料": zipped(**{"ppt/presentation.xml": ""}),
    "ZIP の書庫": zipped(**{"kpi.csv": TABLE}),
    "古い Excel 形式": OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"),
    "パスワード付きのファイル": OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
    "古い Excel 形式（.xls）です": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 100,
    "古い Word 形式": OLE + "WordDocument".encode("utf-16-le"),
    "HTML 形式": "<html><body><table><tr><td>指標</td></tr></table>".encode("cp932"),
    "XML スプレッドシート 2003 形式": b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "MHTML": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
    "画像です": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
    "PDF は表として取り込めません": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "csv"])
def test_another_kind_of_file_is_called_by_its_name(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"in.{suffix}"
    path.write_bytes(KINDS[name])
    with pytest.raises(UnreadableTableError) as caught:
        read_sheets(path)
    said = str(caught.value)
    assert name in said
    assert "ください" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("encoding", "remark"), [("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"), ("cp932", ""), ("utf-8", "")]
)
def test_a_rare_encoding_is_read_where_it_is_certain_and_said(tmp_path: Path, encoding: str, remark: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(TABLE.encode(encoding))
    (sheet,) = read_sheets(path)
    assert sheet.rows[1].text(0) == "加工品の売上高"
    assert [remark in said for said in sheet.remarks] == ([True] if remark else [])


def test_half_width_kana_in_shift_jis_stay_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("指標,R7実績\nｶｺｳﾋﾝの売上高,1310\n".encode("cp932"))
    (sheet,) = read_sheets(path)
    assert (sheet.rows[1].text(0), sheet.remarks) == ("ｶｺｳﾋﾝの売上高", ())


def test_a_csv_of_too_many_cells_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(("1," * 999 + "1\n") * 201, encoding="utf-8")
    with pytest.raises(UnreadableTableError, match="欄が多すぎます（20万まで）"):
        read_sheets(path)
