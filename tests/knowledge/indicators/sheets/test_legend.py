"""Remarks on how cells are to be read are told from other sentences."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import pytest

from knowledge.files.grid import Row, Sheet
from knowledge.indicators.sheets.header_words import read_heading
from knowledge.indicators.sheets.legend import Place, beside_legend, find_legend

read = partial(read_heading, today=date(2027, 4, 10))


def said(text: str) -> Mapping[Place, str]:
    legend = find_legend(Sheet("", (Row.of(1, [text]),)), read)
    return legend.said if legend else {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（　）内は目標値", {"bracketed": "target"}),
        ("※カッコ内の数値は前年度実績です。", {"bracketed": "previous"}),
        ("[ ]内は計画値、下線は速報値", {"bracketed": "plan", "looks": "status"}),
        ("上段 ： 目標 ／ 下段 ： 実績", {"upper": "target", "lower": "value"}),
        ("各年度の上段目標、下段実績", {"upper": "target", "lower": "value"}),
        ("赤字は見込値", {"looks": "plan"}),
        ("*：目標値", {"looks": "target"}),
    ],
)
def test_a_remark_says_what_stands_where(text: str, found: dict[str, str]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "目標値",
        "右肩上がりで目標を達成した",
        "事業の赤字は前年度より縮小した",
        "以上は実績",
        "○：達成 △：未達成",
        "（ ）内は外数",
        "※R6は目標値",
        "赤字は修正箇所",
    ],
)
def test_another_sentence_is_none(text: str) -> None:
    assert said(text) == {}


def test_what_a_text_says_besides_is_kept() -> None:
    assert beside_legend("目標値一覧（（ ）内は前年度）", read).strip("（() ") == "目標値一覧"
    assert beside_legend("目標値一覧", read) == "目標値一覧"
