"""Measures with their indicators in cards, and below these bold names with a sentence each: what is done."""

from pathlib import Path

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from tests.knowledge.reading.sources.made import pdf_of

TYPED = """# みなも市スマート戦略（令和7年度～令和10年度）

## 柱1　窓口を変える

### 施策1-1　待たない窓口

- オンライン申請率　22％（R6）⇒ 60％（R10）

**ワンストップ窓口**
引っ越しの手続を一つの窓口で済ませます。

**来庁の予約**
混み具合を見て予約できるようにします。

## 柱2　移動を変える

### 施策2-1　バスを減らさない

- 自動運転バスの便数　2便（R6）⇒ 12便（R10）

**自動運転の実証**
駅と大学の間で実証を行います。

**乗合タクシー**
山間の集落を結びます。
"""
CARD = """#rect(width: 100%, radius: 2mm)[#align(center)[*{}*\\
#text(14pt)[{}]\\
#text(7pt)[2024年度 ▶ 2028年度]]]"""
GRID = "#grid(columns: (1fr, 1fr), column-gutter: 6mm, row-gutter: 4mm, [\n{}], [\n{}])\n"
BAR = "#rect(width: 100%, fill: luma(220))[#text(12pt)[{}]]\n"


def _known(base: KnowledgeBase) -> list[tuple[str, str, list[str], list[str]]]:
    names = {goal.number: goal.name for goal in base.goals}
    return [
        (names.get(one.goal or 0, ""), one.name, [kpi.name for kpi in one.kpis], [each.name for each in one.projects])
        for one in base.packages
    ]


def test_bold_names_with_a_sentence_are_projects(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(TYPED, encoding="utf-8")
    assert _known(build(path)) == [
        ("窓口を変える", "待たない窓口", ["オンライン申請率"], ["ワンストップ窓口", "来庁の予約"]),
        ("移動を変える", "バスを減らさない", ["自動運転バスの便数"], ["自動運転の実証", "乗合タクシー"]),
    ]


def test_cards_and_projects_side_by_side_on_a_page(tmp_path: Path) -> None:
    def name(text: str, said: str) -> str:
        return f"*{text}*\n\n{said}\n"

    pages = [
        "#text(17pt)[柱１　窓口を変える]\n",
        BAR.format("施策1-1　待たない窓口"),
        GRID.format(CARD.format("オンライン申請率", "22％ ▶ 60％"), CARD.format("予約の利用件数", "0件 ▶ 900件")),
        GRID.format(
            name("ワンストップ窓口", "引っ越しやおくやみの手続を、一つの窓口で書かずに済ませます。"),
            name("来庁の予約", "混み具合を見て予約できます。")
            + "\n"
            + name("電子の通知", "税の通知を電子で送ります。"),
        ),
        "#pagebreak()\n#text(17pt)[柱２　移動を変える]\n",
        BAR.format("施策2-1　バスを減らさない"),
        CARD.format("自動運転バスの便数", "2便 ▶ 12便"),
        "\n\n",
        GRID.format(name("自動運転の実証", "駅と大学の間で実証を行います。"), name("乗合の車", "集落を結びます。")),
    ]
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of('#set page(paper: "a4")\n' + "".join(pages)))
    assert _known(build(path)) == [
        (
            "窓口を変える",
            "待たない窓口",
            ["オンライン申請率", "予約の利用件数"],
            ["ワンストップ窓口", "来庁の予約", "電子の通知"],
        ),
        ("移動を変える", "バスを減らさない", ["自動運転バスの便数"], ["自動運転の実証", "乗合の車"]),
    ]
