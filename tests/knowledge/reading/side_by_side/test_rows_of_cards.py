"""Rows of cards below headings that stand at the left (架空): each card is of the heading above its row."""

from pathlib import Path

from knowledge.reading.build import build
from tests.knowledge.reading.side_by_side.test_boxes_beside_headings import known
from tests.knowledge.reading.sources.made import pdf_of

CARD = """[#rect(width: 100%)[#text(8pt)[{}]\\
#align(center)[#text(13pt)[{}]]
#text(6pt)[{} #h(1fr) {}]]]"""

SAID = "港のまわりに暮らす人も訪れる人も、季節ごとに海と親しめるように、できることから一つずつ進めます。"


def row(*cards: tuple[str, str, str, str]) -> str:
    columns = ", ".join(["1fr"] * len(cards))
    return f"#grid(columns: ({columns}), column-gutter: 5mm, {', '.join(CARD.format(*card) for card in cards)})\n\n"


PAGE = (
    '#set page(paper: "a4")\n#set text(10pt)\n#text(18pt)[うしお市 港のビジョン]\\\n計画期間：2026年度～2030年度\n\n'
    + SAID * 6
    + "\n\n"
    + "#text(14pt)[DREAM 1　港を、みんなの庭に。]\n\n"
    + row(
        ("遊覧船の売上", "2.1億円 ▶ 4.0億円", "2024年", "2030年"),
        ("朝市の新店", "0店 ▶ 12店", "2024年度", "2026～2030年度計"),
    )
    + "#text(11pt)[*PLAN 1-1　朝市をひらく*]\n\n- 屋台の貸出し\n- 夜市の試行\n\n"
    + row(
        ("出店者", "14人 ▶ 35人", "2024年度末", "2030年度末"),
        ("来場者の滞在", "1.2時間 ▶ 2.0時間", "2025年調査", "2030年調査"),
        ("外国からの客", "940人 ▶ 2,500人", "2024年", "2030年"),
    )
    + "#text(11pt)[*PLAN 1-2　釣り場をととのえる*]\n\n- 桟橋の手すり\n\n"
    + row(
        ("釣り客", "▲30人 ▶ 80人", "2024年度", "2030年度"),
        ("「また来たい」と思う人", "41％ ▶ 60％", "2025年4月", "2031年4月"),
    )
    + "#pagebreak()\n#text(14pt)[DREAM 2　船を、つなぐ。]\n\n"
    + row(("船員の数", "22人 ▶ 30人", "2024年度", "2030年度"), ("便数", "6便 ▶ 9便", "2024年度", "2030年度"))
    + "#text(11pt)[*PLAN 2-1　船員を育てる*]\n\n- 教室の開設\n\n"
    + row(
        ("教室の修了者", "－ ▶ 50人", "2024年度", "2026～2030年度"),
        ("船の見学", "3回 ▶ 9回", "2024年度", "2030年度"),
    )
)  # fmt: skip


def test_a_row_of_cards_is_of_the_heading_above_it_with_the_years_below_its_values(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of(PAGE))
    base = build(path)
    assert [one.split(" ")[:2] for one in known(base)] == [
        ["港を、みんなの庭に。:", "遊覧船の売上"],
        ["港を、みんなの庭に。:", "朝市の新店"],
        ["船を、つなぐ。:", "船員の数"],
        ["船を、つなぐ。:", "便数"],
        ["朝市をひらく:", "出店者"],
        ["朝市をひらく:", "来場者の滞在"],
        ["朝市をひらく:", "外国からの客"],
        ["釣り場をととのえる:", "釣り客"],
        ["釣り場をととのえる:", "「また来たい」と思う人"],
        ["船員を育てる:", "教室の修了者"],
        ["船員を育てる:", "船の見学"],
    ]
    kpis = {one.name: one for package in base.packages for one in package.kpis}
    targets = {one.name: one for goal in base.goals for one in goal.targets}
    begun = kpis["「また来たい」と思う人"].baseline, kpis["出店者"].baseline
    assert [one and one.fiscal_year for one in begun] == [2025, 2024]
    assert kpis["「また来たい」と思う人"].target.fiscal_year == 2031  # behind the end of the plan, as printed
    shops = targets["朝市の新店"]
    assert (shops.target.years and shops.target.years.first, shops.counting) == (2026, "cumulative")
    assert targets["遊覧船の売上"].target.is_calendar
