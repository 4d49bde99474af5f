"""A goal in each of two columns of text, whose gutter is another on each page."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

COVER = "みなも市総合戦略（令和7年度～令和11年度）\n\n"
SHORE = (
    """基本目標１　海のしごとをつくる
 数値目標
  水揚高
   4億円（R5）→ 5億円（R11）

(1)漁師を育てる
 ① 漁師の学校事業
   短期から長期まで、段階に応じて漁の技術を学
  べるようにします。
 ② 漁船の貸出事業
   町が漁船を買い取り、整備して貸し出します。
 【ＫＰＩ】
  新規就業者数　1人（R5）→ 10人（R11）""",
    """基本目標２　島に人を迎える
 数値目標
  社会増減
   △26人（R5）→ 0人（R11）

(1)移住を進める
 ① 相談員配置事業
   仕事と住まいの相談を一つの窓口で受け、移住
  後も訪ねます。
 ② 返還支援事業
   戻った人の奨学金の返還を町が負担します。
 【ＫＰＩ】
  移住者数　22人（R5）→ 30人（R11）
  戻った若者の数　3人（R5）→ 8人（R11）""",
)
HILL = (
    """基本目標３　山を守る
 町の山を百年先まで残していきます。

 数値目標
  間伐面積
   30ha（R5）→ 80ha（R11）""",
    """(1)林道を直す
 ① 林道点検事業
   すべての林道を年に一度歩いて点検し、崩れた
  所を直します。
 【ＫＰＩ】
  通れる林道の長さ　12km（R5）→ 20km（R11）""",
)


def width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def beside(columns: tuple[str, str], gutter: int) -> str:
    left, right = (text.split("\n") for text in columns)
    high = max(len(left), len(right))
    rows = zip([*left, *[""] * (high - len(left))], [*right, *[""] * (high - len(right))], strict=True)
    return "\n".join(f"{one}{' ' * (gutter - width(one))}{other}".rstrip() for one, other in rows)


def read(tmp_path: Path, text: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    path.write_text(COVER + text, encoding="utf-8")
    return build(path)


@pytest.mark.parametrize("between", ["\n\n\f", "\n\n                     - 1 -\n\n", "\n\n                   p.1\n\n"])
def test_each_goal_keeps_what_stands_in_its_column(between: str, tmp_path: Path) -> None:
    base = read(tmp_path, between.join((beside(SHORE, 56), beside(HILL, 49))))
    assert [(goal.name, [one.name for one in goal.targets]) for goal in base.goals] == [
        ("海のしごとをつくる", ["水揚高"]),
        ("島に人を迎える", ["社会増減"]),
        ("山を守る", ["間伐面積"]),
    ]
    assert [
        (one.goal, one.name, [p.name for p in one.projects], [k.name for k in one.kpis]) for one in base.packages
    ] == [
        (1, "漁師を育てる", ["漁師の学校事業", "漁船の貸出事業"], ["新規就業者数"]),
        (2, "移住を進める", ["相談員配置事業", "返還支援事業"], ["移住者数", "戻った若者の数"]),
        (3, "林道を直す", ["林道点検事業"], ["通れる林道の長さ"]),
    ]
    assert sum("二段組" in one.message for one in base.report.findings) == 2


def test_three_columns(tmp_path: Path) -> None:
    third = HILL[0] + "\n\n" + HILL[1]
    base = read(tmp_path, beside((beside(SHORE, 52), third), 104))
    assert [goal.name for goal in base.goals] == ["海のしごとをつくる", "島に人を迎える", "山を守る"]
    assert [(one.goal, [k.target.raw for k in one.kpis]) for one in base.packages] == [
        (1, ["10人（R11）"]),
        (2, ["30人（R11）", "8人（R11）"]),
        (3, ["20km（R11）"]),
    ]


def test_headings_side_by_side_without_a_gutter_are_told_by_their_lines(tmp_path: Path) -> None:
    rows = zip(*(text.split("\n") for text in SHORE), strict=False)
    loose = "\n".join(f"{one}{' ' * 3 if other else ''}{other.strip()}" for one, other in rows)
    base = read(tmp_path, loose)
    [told] = [one for one in base.report.findings if "二段組" in one.message]
    assert told.severity == "warning"
    assert told.span is not None
    assert (COVER + loose).split("\n")[told.span.first_line - 1].split()[0].startswith("基本目標１")


def test_a_word_of_headings_at_the_top_of_a_text_without_columns_is_no_page_of_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "成果指標\n計画の指標です。\n目標を定めました。\n\n基本目標1 暮らし\n本文です。\n", encoding="utf-8"
    )
    assert [goal.name for goal in build(path).goals] == ["暮らし"]
