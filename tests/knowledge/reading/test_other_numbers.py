"""A measure whose number names another goal than that above it: the heading of its goal was not read (架空)."""

from pathlib import Path

import pytest

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.records import UNREAD_PAGE, Finding, KnowledgeBase
from knowledge.model.structs import replace
from knowledge.reading.build import build
from knowledge.reading.source import SourceText
from knowledge.reading.sources.opening import read_source

HEAD = "みさき町総合戦略（架空）\n令和7年度～令和11年度\n\n"
TABLE = "本文です。\n指標\t基準値（R5）\t目標値（R11）\n{}\t4人\t5人\n\n"
LOST = (
    "基本目標1 暮らし\n\n施策1-1 見守り\n" + TABLE.format("出生数") + "施策2-2 漁業\n" + TABLE.format("漁業者数"),
    "基本目標１　暮らし\n\n施策１－１　見守り\n"
    + TABLE.format("出生数")
    + "施策１－２　祭り\n本文です。\n\n施策２－３　漁業\n"
    + TABLE.format("漁業者数")
    + "施策２－４　港\n本文です。\n\n基本目標３　交通\n\n施策３－１　足\n"
    + TABLE.format("乗客数"),
)
SMALL = "基本目標{0} 暮らし\n\n施策{0}－1 見守り\n{3}\n施策{0}－2 祭り\n{4}\n施策{1}－{2} 漁業\n{5}"
PARTS = (
    "本文です。\n\n重要業績評価指標（KPI）\n\n指標\t基準値（R5）\t目標値（R11）\n{0}者数\t4人\t5人\n\n"
    "具体的な事業\n\n・{0}支援事業\n"
)


def _built(folder: Path, text: str, *more: Finding) -> KnowledgeBase:
    path = folder / "strategy.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    read: SourceText = read_source(path)
    return build(path, SourceText(read.source, read.lines, (*read.findings, *more)) if more else read)


def _engine(base: KnowledgeBase, folder: Path) -> Engine:
    return Engine(Catalog(base), load_phrases(folder), load_vocabulary())


@pytest.mark.parametrize("text", LOST)
def test_it_stands_in_no_goal_and_is_said_with_its_line(text: str, tmp_path: Path) -> None:
    base = _built(tmp_path, text)
    placed = {package.mark: package.goal for package in base.packages}
    assert all(goal == (None if mark[0] == "2" else int(mark[0])) for mark, goal in placed.items())
    told = [one for one in base.report.findings if "見出しを読み取れていません" in one.message]
    others = [package for package in base.packages if package.mark[0] == "2"]
    assert [one.span.first_line for one in told if one.span] == [package.span.first_line for package in others]
    assert not any("基本目標" in " ".join(one.path) for one in base.passages if "漁業" in " ".join(one.path))


@pytest.mark.parametrize(
    "text",
    [
        "基本目標1 暮らし\n\n施策1-1 見守り\n本文です。\n\n基本目標2 交通\n\n施策2-1 足\n本文です。\n",
        "基本目標1 暮らし\n\n施策3-1 見守り\n本文です。\n\n基本目標2 交通\n\n施策3-2 足\n本文です。\n",
        "基本目標1 暮らし\n\n施策3-1 見守り\n本文です。\n\n基本目標2 交通\n\n施策3-2 足\n本文です。\n\n"
        "基本目標3 港\n\n施策3-3 船\n本文です。\n",
    ],
)
def test_measures_that_count_otherwise_stay(text: str, tmp_path: Path) -> None:
    base = _built(tmp_path, text)
    assert [package.goal for package in base.packages] == list(range(1, len(base.packages) + 1))
    assert not [one for one in base.report.findings if "見出しを読み取れていません" in one.message]


@pytest.mark.parametrize(("own", "other"), [("Ⅰ", "Ⅲ"), ("1", "3"), ("A", "C")])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_is_beside_its_like_behind_small_headings_whatever_its_number(
    own: str, other: str, number: int, tmp_path: Path
) -> None:
    base = _built(tmp_path, SMALL.format(own, other, number, *map(PARTS.format, ("見守り", "祭り", "漁業"))))
    held = [
        (one.goal, [kpi.name for kpi in one.kpis], [project.name for project in one.projects]) for one in base.packages
    ]
    assert held == [
        (1, ["見守り者数"], ["見守り支援事業"]),
        (1, ["祭り者数"], ["祭り支援事業"]),
        (None, ["漁業者数"], ["漁業支援事業"]),
    ]
    [told] = [one for one in base.report.findings if "見出しを読み取れていません" in one.message]
    assert "基本目標3のもの" in told.message


@pytest.mark.parametrize("question", ["基本目標2は？", "基本目標2の施策は何ですか"])
@pytest.mark.parametrize("text", LOST[:1])
def test_a_goal_whose_measures_are_there_is_not_denied(text: str, question: str, tmp_path: Path) -> None:
    answer = _engine(_built(tmp_path, text), tmp_path).answer(question)
    assert (answer.status, answer.items) == ("not_found", ())
    assert "基本目標2はありません" not in answer.text
    assert "施策2-2 漁業" in answer.text


@pytest.mark.parametrize(
    ("behind", "doubted"),
    [
        (
            "重要業績評価指標（KPI）\n\n" + TABLE.format("漁業者数") + "施策1-3 港\n本文です。\n",
            ["重要業績", "施策1-3"],
        ),
        ("施策1-3 港\n本文です。\n\n施策1-4 船\n本文です。\n", ["施策1-3"]),
        ("基本目標2 港\n\n施策2-1 船\n本文です。\n", []),
    ],
)
@pytest.mark.parametrize("is_unread", [True, False])
def test_what_comes_behind_a_page_that_was_not_read_is_to_be_looked_at(
    behind: str, doubted: list[str], tmp_path: Path, *, is_unread: bool
) -> None:
    before = f"{HEAD}基本目標1 暮らし\n\n施策1-1 見守り\n{TABLE.format('出生数')}施策1-2 祭り\n本文です。\n\n"
    path = tmp_path / "strategy.txt"
    path.write_text(before + behind, encoding="utf-8")
    read = read_source(path)
    lines = tuple(replace(line, page=1 if line.number <= before.count("\n") else 3) for line in read.lines)
    unread = (
        (Finding("warning", f"2ページは文字を取り出せません。{UNREAD_PAGE}", None, unread_page=2),) if is_unread else ()
    )
    findings = build(path, SourceText(read.source, lines, unread)).report.findings
    told = [one.message for one in findings if "2ページを読めていないため、3ページの" in one.message]
    expected = doubted if is_unread else []
    assert len(told) == len(expected)
    assert all(f"3ページの「{start}" in message for start, message in zip(expected, told, strict=True))


def test_nothing_is_denied_where_a_page_was_not_read(tmp_path: Path) -> None:
    text = "基本目標1 暮らし\n\n施策1-1 見守り\n" + TABLE.format("出生数")
    unread = Finding("warning", f"2ページは文字を取り出せません。{UNREAD_PAGE}", None, unread_page=2)
    answer = _engine(_built(tmp_path, text, unread), tmp_path).answer("基本目標2は？")
    assert "2ページは文字を取り出せません" in answer.text
    assert "基本目標2はありません" not in answer.text
    whole = _engine(_built(tmp_path, text), tmp_path).answer("基本目標2は？")
    assert "基本目標2はありません" in whole.text
