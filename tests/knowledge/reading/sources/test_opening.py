"""What a file is, is seen by its content; what cannot be read is refused in one sentence that says what to do."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.model.errors import UnreadableSourceError
from tests.knowledge.reading.sources.made import archive_of, read, rows, texts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "古い Word 形式（.doc）です"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "パスワード付きのファイルです"),
        (archive_of({"ppt/presentation.xml": ""}), "PowerPoint の資料です"),
        (archive_of({"plan.pdf": ""}), "ZIP の書庫です"),
        ("<html><body>計画</body></html>".encode(), "ウェブページ（HTML）です"),
        (b"{\\rtf1 plan}", "リッチテキスト（RTF）です"),
        (b"%PDF-1.7\n" + b"\0" * 100, "PDF が壊れています"),
        (archive_of({"word/document.xml": "<w:document"}), "壊れているか、途中で切れています"),
    ],
)
def test_another_kind_is_called_by_its_name(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(tmp_path, data)
    assert said in str(caught.value)
    assert "ください" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_workbook_is_read_with_merged_labels_and_each_stretch_of_rows_by_itself(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["みなも町総合戦略"], [], ["施策", "指標", "目標値"], ["交通", "乗客数", "1,500人"], [None, "便数", 9]):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    assert texts(tmp_path, data)[0] == "みなも町総合戦略"
    assert rows(tmp_path, data) == [("施策", "指標", "目標値"), ("交通", "乗客数", "1,500人"), ("交通", "便数", "9")]
