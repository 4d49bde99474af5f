"""What people hand over by mistake: read where that is possible, else one Japanese sentence that says what to do."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from knowledge.model.errors import (
    BadDataFileError,
    DamagedSourceError,
    KnowledgeError,
    NotAStrategyError,
    UnreadableSourceError,
)
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from tests.knowledge.conftest import CopyStrategy

KAKUU = Path(__file__).parents[2] / "strategies" / "kakuu" / "strategy.txt"
TEXT = KAKUU.read_text(encoding="utf-8")


def written(folder: Path, data: bytes) -> Path:
    path = folder / "strategy.txt"
    path.write_bytes(data)
    return path


def refused(path: Path, error: type[KnowledgeError]) -> str:
    with pytest.raises(error) as caught:
        build(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


@pytest.mark.parametrize("encoding", ["cp932", "euc_jis_2004", "utf-16", "utf-8-sig", "utf-8"])
def test_the_usual_encodings_read_alike(tmp_path: Path, encoding: str) -> None:
    read = build(written(tmp_path, TEXT.encode(encoding)))
    assert read.packages[0].projects[0].name == "湖の幸ブランド化事業"
    assert read.report.counts["kpis"] == 5


def test_windows_line_ends_read_alike(tmp_path: Path) -> None:
    read = build(written(tmp_path, TEXT.replace("\n", "\r\n").encode("cp932")))
    assert read.packages[1].kpis[1].span.first_line == 130


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_the_real_document_survives_the_older_encodings(
    tmp_path: Path, strategy_folder: Path, base: KnowledgeBase, encoding: str
) -> None:
    text = (strategy_folder / "strategy.txt").read_text(encoding="utf-8")
    storable = text.encode(encoding, "ignore")  # neither has the simplified 发, EUC-JP no ① either
    assert build(written(tmp_path, storable)).report.counts["kpis"] == base.report.counts["kpis"]


def test_a_missing_file(tmp_path: Path) -> None:
    assert "見つかりません" in refused(tmp_path / "ない.txt", UnreadableSourceError)


def test_a_folder_without_a_strategy_text(tmp_path: Path) -> None:
    assert "strategy.txt" in refused(tmp_path, UnreadableSourceError)


@pytest.mark.parametrize("data", [b"", b" \n\n", "　\n".encode()])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert "中身がありません" in refused(written(tmp_path, data), UnreadableSourceError)


def test_a_binary_file(tmp_path: Path) -> None:
    assert "文字として読めません" in refused(written(tmp_path, bytes(range(256)) * 50), UnreadableSourceError)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def without_pages() -> bytes:
    out = io.BytesIO()
    PdfWriter().write(out)
    return out.getvalue()


def locked() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("架空")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "plan.pdf", "画像です"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "plan.jpg", "画像です"),
        (OLE + "WordDocument".encode("utf-16-le"), "plan.doc", "古い Word 形式"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "plan.ppt", "PowerPoint の資料です"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "パスワード付きのファイルです"),
        ("基本目標1 しごと".encode(), "plan.pdf", "中身が PDF ではありません"),
        ("基本目標1 しごと".encode(), "plan.docx", "中身が Word の文書ではありません"),
        (without_pages(), "plan.pdf", "ページのない PDF です"),
        (b"%PDF-1.4\nhalf", "plan.pdf", "PDF が壊れています"),
    ],
)
def test_what_is_no_text_is_called_by_its_name_with_the_next_step(
    tmp_path: Path, data: bytes, name: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    told = refused(path, UnreadableSourceError)
    assert said in told
    assert told.endswith("ください。")


@pytest.mark.parametrize("before", [b"%PDF-1.4\nhalf", locked()], ids=["damaged", "locked"])
def test_a_pdf_without_pages_is_called_so_whatever_was_refused_before(tmp_path: Path, before: bytes) -> None:
    first, second = tmp_path / "before.pdf", tmp_path / "plan.pdf"
    first.write_bytes(before)
    second.write_bytes(without_pages())
    refused(first, UnreadableSourceError)
    assert "ページのない PDF です" in refused(second, UnreadableSourceError)


def test_an_archive_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "壊れているか、途中で切れています" in refused(
        written(tmp_path, b"PK\x03\x04\0\0" * 99), UnreadableSourceError
    )


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "大きすぎます" in refused(path, UnreadableSourceError)


def test_a_text_without_headings_and_tables_is_no_plan(tmp_path: Path) -> None:
    minutes = "議事録\n\n本日の議題は予算です。\n"
    assert "見出しと表" in refused(written(tmp_path, minutes.encode()), NotAStrategyError)


@pytest.mark.parametrize(
    ("spoil", "counts"),
    [
        (lambda text: "\n".join(line for line in text.split("\n") if "\t" not in line), (6, 0)),
        (lambda text: text.split("Ⅰ　")[0], (0, 0)),
    ],
)
def test_kinds_that_a_text_lacks_are_zero(tmp_path: Path, spoil: Callable[[str], str], counts: tuple[int, int]) -> None:
    report = build(written(tmp_path, spoil(TEXT).encode())).report
    assert (report.counts["projects"], report.counts["kpis"]) == counts


LAST_ROW = "湖上バスの年間利用者数"


@pytest.mark.parametrize(
    ("cut", "line"),
    [
        (TEXT[: TEXT.index(LAST_ROW) + 3], 129),
        (TEXT[: TEXT.index(LAST_ROW) + len(LAST_ROW)], 129),
        (TEXT[: TEXT.index(LAST_ROW) + len(LAST_ROW) + 1], 129),
        (TEXT[: TEXT.index(LAST_ROW) + len(LAST_ROW + "\t交通課")], 129),
        (TEXT[: TEXT.index("１５，０００人")], 129),
        (TEXT[: TEXT.index("令和１１年度　１５，０００人")], 129),
        (TEXT[: TEXT.index("和１１年度　１５，０００人")], 129),
        (TEXT[: TEXT.index(LAST_ROW) - 1], 128),
        (TEXT.replace("令和５年度　１２，０００人\t令和１１年度　１５，０００人", "令和５年度　１２"), 129),
        (TEXT.replace("交通課\t令和５年度　１２，０００人\t令和１１年度　１５，０００人", ""), 129),
        (TEXT.replace(" | 令和１１年度　１５０人 |", ""), 47),
        (TEXT[: TEXT.index("湖上バスの年間利用者数")], 128),
    ],
)
def test_a_table_cut_in_the_middle_is_refused_with_its_line(tmp_path: Path, cut: str, line: int) -> None:
    message = refused(written(tmp_path, cut.encode()), DamagedSourceError)
    assert f"の{line}行目で、表の行「" in message
    assert "途中で切れています。" in message


def test_a_row_whose_last_cell_was_left_empty_is_whole(tmp_path: Path) -> None:
    table = (
        "| 指標 | 現状（2021年度） | 目標（2027） |\n|---|---|---|\n| 講座の数 | 4回 | 29回 |\n| 教室の数 | 12室 | |\n"
    )
    plan = written(tmp_path, f"# 架空町総合戦略（2023-2027）\n\n## 基本目標1 学ぶ\n\n{table}".encode())
    plan = plan.rename(plan.with_suffix(".md"))
    [goal] = build(plan).goals
    assert [target.name for target in goal.targets] == ["講座の数"]


@pytest.mark.parametrize("last", ["◎ 学力向上推進事業", "・端末活用推進事業", "村産材の利用量 820㎥ 1,200㎥"])
def test_a_list_or_a_whole_row_that_ends_a_text_is_no_damage(tmp_path: Path, last: str) -> None:
    assert build(written(tmp_path, f"{TEXT.rstrip()}\n{last}".encode())).packages


def test_notes_under_a_table_and_labels_between_its_rows_are_no_damage(tmp_path: Path) -> None:
    row = next(line for line in TEXT.split("\n") if line.startswith(LAST_ROW))
    text = TEXT.replace(row, f"【交通】\t\t\t\n{row}").replace("１０．０％以下", "１０．０％以下\n※ 令和５年度は見込み")
    assert build(written(tmp_path, text.encode())).report.counts["kpis"] == 5


@pytest.mark.parametrize("lost", ["5 東部地域振興パッケージ", "6 西部地域振興パッケージ"])
def test_an_overview_that_names_what_no_chapter_has(tmp_path: Path, strategy_folder: Path, lost: str) -> None:
    text = (strategy_folder / "strategy.txt").read_text(encoding="utf-8")
    path = written(tmp_path, text[: text.rindex(f"\n{lost}")].encode())
    message = refused(path, DamagedSourceError)
    assert f"全体概要にある「{lost[2:]}」の章が本文に見つかりません" in message


def test_a_file_cut_inside_a_character_reads_up_to_there(tmp_path: Path) -> None:
    data = TEXT[: TEXT.index("避難に時間")].encode() + "避".encode()[:2]
    assert build(written(tmp_path, data)).report.counts["kpis"] == 4


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("links.toml", '["k1-1"]\nprojects = "p1-1"', "k1-1 の projects が正しい形ではありません"),
        ("links.toml", '["k1-1"]\nreason = "x"', "k1-1 の projects がありません"),
        ("links.toml", "k1 = 1", "k1 が正しい形ではありません"),
        ("links.toml", '["k1-1"\nprojects = []', "1行目を読めません"),
        ("corrections.toml", "[[correction]", "1行目を読めません"),
    ],
)
def test_a_broken_data_file(copy_strategy: CopyStrategy, name: str, content: str, hint: str) -> None:
    folder = copy_strategy()
    (folder / name).write_text(content, encoding="utf-8")
    message = refused(folder, BadDataFileError)
    assert name in message
    assert hint in message
