"""Markdown: signs become levels, boldness and cells; lines keep the numbers they have in the file."""

from pathlib import Path

from tests.knowledge.reading.sources.made import read, rows, texts

TEXT = """# みなも町総合戦略

## 基本目標1 しごと ##

**主な事業**

- **弟子入り**支援事業

| 指標 | 現状値 | 目標値 |
|:---|---:|---|
| 就業者数 | 3人<br>（R5） | 20\\|人 |

本文です。# ではありません。
"""


def test_headings_bold_lines_and_tables(tmp_path: Path) -> None:
    lines = {line.number: line for line in read(tmp_path, TEXT.encode()).lines}
    assert (lines[1].text, lines[1].level) == ("みなも町総合戦略", 1)
    assert (lines[3].text, lines[3].level) == ("基本目標1 しごと", 2)
    assert (lines[5].text, lines[5].is_bold, lines[5].level) == ("主な事業", True, None)
    assert (lines[7].text, lines[7].is_bold) == ("- 弟子入り支援事業", False)
    assert rows(tmp_path, TEXT.encode()) == [("指標", "現状値", "目標値"), ("就業者数", "3人 （R5）", "20|人")]
    assert lines[13].text == "本文です。# ではありません。"


def test_a_text_without_headings_or_tables_is_left_alone(tmp_path: Path) -> None:
    text = "**太字** と _下線_\n#見出しではない\n1|2"
    assert texts(tmp_path, text.encode()) == text.split("\n")
