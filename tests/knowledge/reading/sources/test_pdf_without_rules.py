"""Tables without rules whose cells stand close to each other, and what stands around them. All 架空."""

from pathlib import Path

import pytest

from tests.knowledge.reading.sources.made import pdf_of, read, rows, texts

BODY = "[船の利用者], [人], [98], [120], [苗木の本数], [本], [200], [300]"
HEADER = ("指標", "単位", "現状値（令和6年度）", "目標値（令和12年度）")


def plain(columns: str, cells: str, more: str = "") -> str:
    return f"#table(columns: {columns}, stroke: none, {more} {cells})\n"


def cells(*texts: str) -> str:
    return ", ".join(f"[{text}]" for text in texts)


@pytest.mark.parametrize("more", ["", "inset: 2pt,", "inset: 3pt, align: center,"])
def test_a_header_that_runs_together_is_parted_by_the_columns_of_the_body(more: str, tmp_path: Path) -> None:
    data = pdf_of(plain("4", f"{cells(*HEADER)}, {BODY}", "align: left," + more if "align" not in more else more))
    assert rows(tmp_path, data) == [HEADER, ("船の利用者", "人", "98", "120"), ("苗木の本数", "本", "200", "300")]


@pytest.mark.parametrize(
    ("name", "baseline", "target"),
    [
        ("転入超過数", "－182人（令和6年）", "0人（令和12年）"),
        ("港に寄る船の数", "40隻（令和5年度）", "55隻（令和11年度）"),
    ],
)
def test_values_that_run_together_are_parted_by_the_header(
    name: str, baseline: str, target: str, tmp_path: Path
) -> None:
    data = pdf_of(plain("3", cells("指標", "基準値", "目標値", name, baseline, target)))
    assert rows(tmp_path, data) == [("指標", "基準値", "目標値"), (name, baseline, target)]


@pytest.mark.parametrize("below", ["*施策2 山を守る*\n\n山を守ります。", "※ 毎年3月末の数です。", "・苗木を配る事業"])
def test_what_begins_at_the_margin_is_none_of_the_table_above(below: str, tmp_path: Path) -> None:
    table = plain("(2fr, 1fr, 1fr)", cells("指標", "基準値", "目標値", "船の利用者", "90人", "120人"))
    found = read(tmp_path, pdf_of(f"{table}\n{below}\n\n{table}")).lines
    assert [line.cells for line in found if line.cells] == [
        ("指標", "基準値", "目標値"),
        ("船の利用者", "90人", "120人"),
    ] * 2
    assert any(line.text == below.split("\n")[0].strip("*") for line in found)


@pytest.mark.parametrize("rest", ["[苗木の本数], [30本], [50本],", "[苗木の本数], [30本], [50本], [窯の数], [3], [4],"])
def test_a_table_goes_on_with_what_the_next_page_has_of_it(rest: str, tmp_path: Path) -> None:
    head = "[指標], [基準値], [目標値], [船の利用者], [90人], [120人],"
    columns = "(2fr, 1fr, 1fr)"
    found = rows(tmp_path, pdf_of(plain(columns, head) + "#pagebreak()\n" + plain(columns, rest)))
    assert found[:3] == [("指標", "基準値", "目標値"), ("船の利用者", "90人", "120人"), ("苗木の本数", "30本", "50本")]


def test_headers_at_the_top_of_pages_are_no_running_heads(tmp_path: Path) -> None:
    table = plain("(2fr, 1fr, 1fr)", cells("指標", "基準値", "目標値", "{}", "90人", "120人"))
    data = pdf_of(
        "#pagebreak()\n".join(f"{table.format(name)}\n{name}です。" for name in ("船の数", "木の数", "窯の数"))
    )
    assert [row for row in rows(tmp_path, data) if row[0] != "指標"] == [
        (name, "90人", "120人") for name in ("船の数", "木の数", "窯の数")
    ]
    assert rows(tmp_path, data).count(("指標", "基準値", "目標値")) == 3


@pytest.mark.parametrize("value", ["6（2022～2024年度累計）", "30（令和8～10年度累計）"])
def test_a_range_that_a_narrow_column_breaks_is_one(value: str, tmp_path: Path) -> None:
    data = pdf_of(f"#table(columns: (1fr, 6em, 6em), {cells('指標', '基準値', '目標値', '店の数', '4', value)})")
    assert rows(tmp_path, data)[1] == ("店の数", "4", value)


@pytest.mark.parametrize("names", [("港まつり事業", "朝市の開催事業"), ("苗木配布事業", "里山保全の事業")])
def test_the_last_items_of_a_list_stay_two(names: tuple[str, str], tmp_path: Path) -> None:
    text = "湖の恵みを生かしたしごとを育て、若い世代が町で働き続けられるようにします。" * 3
    data = pdf_of(f"{text}\n#pagebreak()\n{text}\n#pagebreak()\n" + "#linebreak()".join(names))
    assert texts(tmp_path, data)[-2:] == list(names)


def test_the_text_is_no_heading_where_tables_in_smaller_letters_outweigh_it(tmp_path: Path) -> None:
    body = "".join(f"[架空の指標その{n}], [{n}人], [{n * 2}人]," for n in range(1, 15))
    data = pdf_of(
        "若い世代の仕事を育てます。\n\nお試し事業\n\n"
        + "#text(size: 8pt)["
        + plain("(2fr, 1fr, 1fr)", "[指標], [基準値], [目標値]," + body)
        + "]"
    )
    found = read(tmp_path, data).lines
    assert [line.level for line in found if line.text == "お試し事業"] == [None]


def test_tables_without_rules_are_told_once_with_their_pages(tmp_path: Path) -> None:
    table = plain("(2fr, 1fr, 1fr)", cells("指標", "基準値", "目標値", "{}", "90人", "120人"))
    pages = [f"{table.format('船の数')}\nです。\n\n{table.format('木の数')}", "本文です。", table.format("窯の数")]
    found = read(tmp_path, pdf_of("#pagebreak()\n".join(pages))).findings
    told = [one.message for one in found if "罫線がない" in one.message]
    assert [one.partition("ページ")[0] for one in told] == ["1、3"]


def test_what_a_heading_is_called_stands_beside_its_number(tmp_path: Path) -> None:
    heads = (("政策1", "港とともに栄えるまち", 16), ("施策1-1", "漁業を継ぐ人の育成", 12.5))
    printed = [f'#text({size}pt, weight: "bold")[{number}#h(8mm){name}]\n\n' for number, name, size in heads]
    found = texts(tmp_path, pdf_of("".join(("海辺の町の計画です。\n\n", *printed, "研修の場を設けます。\n"))))
    assert found[1:3] == ["政策1　港とともに栄えるまち", "施策1-1　漁業を継ぐ人の育成"]
