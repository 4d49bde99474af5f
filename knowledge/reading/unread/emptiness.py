"""Of a text without a heading and a table: what stands there instead, and the next step."""

from collections.abc import Sequence

from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section
from knowledge.reading.source import Line
from knowledge.reading.unread.passed_over import lines_of_targets

_LONGEST_LINE = 400  # characters: one with a whole page on it has lost where its lines end
_MOST_SHOWN = 5


def what_stands_instead(root: Section, layout: Layout) -> str:
    lines = [line for block in root.all_blocks() for line in block.lines]
    if long := [line for line in lines if len(line.text) >= _LONGEST_LINE]:
        most = max(len(line.text) for line in long)
        return (
            f"{_numbers(long)}に、改行のない長い文字が続いています（最も長い行で{most:,}字）。"
            "見出しや表の行がどこで変わるか分かりません。"
            "写す前のファイル（PDF・Word・Excel）があれば、それを指定してください。"
            "文字だけのときは、見出しと表の1行ごとに改行を入れてください。"
        )
    if told := lines_of_targets(root, layout):
        return (
            f"目標と見られる行は{len(told)}行あります（{_numbers(told)}）が、"
            "どの目標・施策のものかを示す見出しがないため取り込めません。"
            "「基本目標1 …」「施策1-1 …」のような見出しの行を加えるか、"
            'layout.toml の [lines] に「"見出しの行" = "goal"」のように書いてください。'
        )
    return ""


def _numbers(lines: Sequence[Line]) -> str:
    shown = "、".join(str(line.number) for line in lines[:_MOST_SHOWN])
    return f"{shown}行目" + ("など" if len(lines) > _MOST_SHOWN else "")
