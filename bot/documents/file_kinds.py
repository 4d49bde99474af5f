"""What to do about a file that was given as a table and is none that we read."""

from knowledge.files.kinds import FileKind

_SAVE = "Excel などで開き、「名前を付けて保存」で「Excel ブック（.xlsx）」を選んで保存し直してください。"
_FROM_WORDS = "表を Excel に貼り付け、.xlsx で保存して指定してください。"
NOT_A_TABLE: dict[FileKind, str] = {
    "pdf": "PDF は表として取り込めません。元の表計算ファイル（.xlsx か CSV）を指定してください。",
    "docx": f"ワープロの文書です。{_FROM_WORDS}",
    "odt": f"ワープロの文書です。{_FROM_WORDS}",
    "doc": f"古い Word 形式（.doc）です。{_FROM_WORDS}",
    "pptx": f"PowerPoint の資料です。{_FROM_WORDS}",
    "xls": f"古い Excel 形式（.xls）です。{_SAVE}",
    "ods": f"OpenDocument 形式（.ods）です。{_SAVE}",
    "xlsb": f"Excel バイナリ形式（.xlsb）です。{_SAVE}",
    "xml_sheet": f"XML スプレッドシート 2003 形式です。{_SAVE}",
    "flat_document": f"OpenDocument 形式（.fods）です。{_SAVE}",
    "html": f"HTML 形式です（.xls とあっても中身はウェブページです）。{_SAVE}",
    "mhtml": f"ウェブページ（MHTML）形式です。{_SAVE}",
    "rtf": f"リッチテキスト（RTF）形式です。{_SAVE}",
    "numbers": "Numbers の形式です。Numbers の「書き出す」で「Excel」を選んで保存し直してください。",
    "locked": "パスワード付きのファイルです。Excel で開いてパスワードを外し、.xlsx で保存し直してください。",
    "image": "画像です。元の表計算ファイル（.xlsx か CSV）を指定してください。",
    "archive": "ZIP の書庫です。中の表計算ファイルを取り出して指定してください。",
}
