"""Pages that Chromium prints: columns, grids, floats and boxes of CSS, each measure with its indicators and 事業."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from knowledge.reading.build import build

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

STYLE = """
@page { size: A4; margin: 15mm } body { font: 10pt 'Noto Sans CJK JP'; line-height: 1.6; margin: 0 }
h2 { font-size: 14pt; margin: 10px 0 } h3 { font-size: 11pt; margin: 8px 0 } p { margin: 4px 0 }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt } .ruled th, .ruled td { border: .5pt solid #333 }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm } .flow { columns: 2; column-gap: 10mm }
.boxes > * { border: 1pt solid #888; padding: 6px } .bars h2 { background: #357; color: white }
.left { float: left; width: 48% } .right { float: right; width: 48% } .side { background: #eef; padding: 6px }
"""
SAID = "市民とともに取り組み、暮らしの質を高めていきます。担い手を育て、次の世代につなぎます。"
MEASURES = {
    "港の活性化": [("船の便数", "3便", "9便"), ("待合所の利用者数", "120人", "400人")],
    "魚市場の公開": [("見学者数", "210人", "900人"), ("講座の受講者数", "15人", "60人")],
    "山の恵みの活用": [("間伐面積", "30ha", "80ha")],
    "里の暮らし": [("空き家の利用数", "4件", "20件")],
}
GOALS = ("海のまち", "海のまち", "山のまち", "山のまち")


def _measure(number: int, name: str) -> str:
    head = "<tr><th>指標</th><th>現状値（R5）</th><th>目標値（R11）</th></tr>"
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in MEASURES[name])
    items = f"<p>・{name}推進事業</p><p>・{name}調査事業</p>"
    text = f"<h3>施策{number}　{name}</h3><p>{name}に{SAID}</p><p><b>【主な事業】</b></p>{items}"
    return f"<div>{text}<table class=ruled>{head}{rows}</table></div>"


A, B, C, D = (_measure(number, name) for number, name in enumerate(MEASURES, start=1))
ONE, TWO = "<h2>基本目標１　海のまち</h2>", "<h2>基本目標２　山のまち</h2>"
NOTE = "<div class=side><b>関連する計画</b><p>港湾計画</p><p>観光計画</p></div>"
LAYOUTS = {
    "columns": f"{ONE}<div class=flow>{A}{B}</div>{TWO}<div class=flow>{C}{D}</div>",
    "columns of unruled tables": f"{ONE}<div class=flow>{A}{B}</div>{TWO}<div class=flow>{C}{D}</div>".replace(
        "class=ruled", ""
    ),
    "columns to the foot": f"<div class='flow bars' style='column-fill:auto;height:240mm'>{ONE}{A}{B}{TWO}{C}{D}</div>",
    "grid": f"{ONE}<div class=two>{A}{B}</div>{TWO}<div class=two>{C}{D}</div>",
    "a goal in each column": f"<div class=two><div>{ONE}{A}{B}</div><div>{TWO}{C}{D}</div></div>",
    "boxes": f"{ONE}<div class='two boxes'>{A}{B}</div>{TWO}<div class='two boxes'>{C}{D}</div>",
    "floats over text": f"{ONE}<div class=left>{A}</div><div class=right>{B}</div><div style='clear:both'>{TWO}{C}{D}",
    "a dotted line": f"{ONE}<div class=flow style='column-rule:1px dotted #333'>{A}{B}</div>{TWO}{C}{D}",
    "three": f"{ONE}<div style='columns:3;font-size:8pt'>{A}{B}{TWO}{C}</div>{D}",
    "wide between": f"{ONE}<div class=flow>{SAID * 5}</div>{A}<br><div class=flow>{B}{SAID * 5}</div>{TWO}{C}{D}",
    "a box at the left": f"{ONE}<div class=two style='grid-template-columns:1fr 3fr'>{NOTE}{A}</div>{B}{TWO}{C}{D}",
    "a box at the right": f"{ONE}<div class=two style='grid-template-columns:3fr 1fr'>{A}{NOTE}</div>{B}{TWO}{C}{D}",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_measures_keep_what_is_theirs(layout: str, browser: "Chrome", tmp_path: Path) -> None:
    from selenium.webdriver.common.print_page_options import PrintOptions

    page = f"<!doctype html><html lang=ja><meta charset=utf-8><style>{STYLE}</style><h1>みなも市総合戦略</h1>{layout}"
    browser.get(f"data:text/html;charset=utf-8,{quote(page)}")
    options = PrintOptions()
    options.background = True
    path = tmp_path / "plan.pdf"
    path.write_bytes(base64.b64decode(browser.print_page(options)))
    base = build(path)
    names = {goal.number: goal.name for goal in base.goals}
    found = [
        (
            names[package.goal] if package.goal else "",
            package.name,
            [(kpi.name, kpi.baseline and kpi.baseline.raw, kpi.target.raw) for kpi in package.kpis],
            [project.name for project in package.projects],
        )
        for package in base.packages
    ]
    assert found == [
        (goal, name, rows, [f"{name}推進事業", f"{name}調査事業"])
        for goal, (name, rows) in zip(GOALS, MEASURES.items(), strict=True)
    ]
