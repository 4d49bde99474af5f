"""Generated cells: the number read is the number printed, with its sign and unit, or there is none at all."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.model.amount_cells import CellContext, PartAmounts, read_amounts
from knowledge.model.fiscal import FiscalYear, Period

PLAN = Period(FiscalYear(2025), FiscalYear(2029))
CONTEXT = CellContext(year=FiscalYear(2029), plan=PLAN, unit="人")

# {n}: the number with its sign, {u}: its unit, {y}: a year, {m}: a second number that is not the value.
SURE = (
    "{n}{u}", "{n} {u}", "{n}{u}以上", "{n}{u}以下", "{n}{u}（{y}）", "{y}：{n}{u}", "{y} {n}{u}", "約{n}{u}",
    "{n}{u}程度", "毎年{n}{u}", "年間{n}{u}", "5年間で{n}{u}", "{n}{u}（5年間累計）", "{n}{u}（{y}～R12累計）",
    "年平均{n}{u}", "{n}{u}を維持", "{n}{u}（延べ{m}回）", "{n}{u}（全国{m}）", "({n}{u})", "{n}{u}※1",
    "{n}{u}/年", "{y}末時点で{n}{u}", "期間中に{n}{u}",
)  # fmt: skip
DOUBTFUL = (
    "{n}{u}増", "{n}{u}減少", "{m}→{n}", "{n}/{m}", "第{n}期計画の策定", "{n}年連続", "{n}か所で{m}回",
    "前年より{n}{u}", "{n}　{m}", "①{n}", "{n}回目の改定", "{y}比{n}{u}", "{n}.{m}.{n}", "{n}-{m}-{n}",
    "上限{n}{u}", "A{n}", "{n}:{m}", "{n}x{m}", "{n}年{m}月",
)  # fmt: skip
UNITS = (
    "人",
    "件",
    "％",
    "か所",
    "千円",
    "百万円",
    "人／日",
    "ha",
    "㎡",
    "ポイント",
    "回",
    "t-CO2",
    "",
    "世帯",
    "点",
    "拠点",
    "隻",
)
YEARS = ("令和6年度", "R6", "2024年度", "2024年", "令和6年", "平成30年度", "H30", "R元年度", "令和 6 年度")
WIDE = str.maketrans("0123456789,.()%", "０１２３４５６７８９，．（）％")


@dataclass(frozen=True)
class Printed:
    """A number as it is printed, and what it says."""

    text: str
    value: Decimal


@st.composite
def numbers(draw: st.DrawFn) -> Printed:
    value = draw(st.decimals(0, 10**7, places=draw(st.integers(0, 2))))
    text = f"{value:,f}" if draw(st.booleans()) else f"{value:f}"
    sign = draw(st.sampled_from(["", "", "", "", "▲", "△", "−", "マイナス"]))
    return Printed(sign + text, -value if sign else value)


@st.composite
def cells(draw: st.DrawFn, templates: tuple[str, ...]) -> tuple[str, Printed, Printed]:
    one, other = draw(numbers()), draw(numbers())
    cell = draw(st.sampled_from(templates)).format(
        n=one.text, m=other.text, u=draw(st.sampled_from(UNITS)), y=draw(st.sampled_from(YEARS))
    )
    if draw(st.booleans()):
        cell = cell.translate(WIDE)
    gap = draw(st.sampled_from(["", "", " ", "　", "\n"]))
    return f"{gap}{cell}{gap}", one, other


def values(parts: tuple[PartAmounts, ...]) -> list[Decimal]:
    return [quantity.value for part in parts for quantity in part.quantities if quantity.value is not None]


@given(cells(SURE))
@example(("年間1.2万人", Printed("1.2", Decimal("1.2")), Printed("", Decimal(0))))
def test_what_stands_alone_is_read_as_printed_or_kept_in_words(drawn: tuple[str, Printed, Printed]) -> None:
    cell, one, _ = drawn
    read = read_amounts(cell, CONTEXT)
    assert values(read) in ([one.value], [])
    if not values(read):
        assert any(part.doubt for part in read)


@given(cells(DOUBTFUL))
def test_of_two_numbers_or_of_a_change_none_is_taken_for_the_value(drawn: tuple[str, Printed, Printed]) -> None:
    cell, *_ = drawn
    read = read_amounts(cell, CONTEXT)
    compared = [quantity for part in read for quantity in part.quantities if quantity.relative_to]
    assert values(read) == [] or compared


@given(
    st.lists(
        st.tuples(st.sampled_from(["小", "中", "男性", "女性", "保育所", "A地区"]), numbers()), min_size=2, max_size=3
    )
)
def test_parts_are_read_each_as_printed_or_not_at_all(parts: list[tuple[str, Printed]]) -> None:
    for cell in (
        " ".join(f"{label} {number.text}％" for label, number in parts),
        "、".join(f"{label}：{number.text}人" for label, number in parts),
        "\n".join(f"（{label}）{number.text}" for label, number in parts),
        "".join(f"{label}{number.text}人" for label, number in parts),
    ):
        read = [(part.part, quantity.value) for part in read_amounts(cell, CONTEXT) for quantity in part.quantities]
        assert read in ([(label, number.value) for label, number in parts], [(None, None)])


@given(
    st.text(
        alphabet="0123456789０１９.,，-−▲（）() 人件％年度令和R約以上~〜/：→増減小中全国平均比期第月で\n※①", max_size=14
    )
)
def test_any_cell_is_read_without_an_error_and_each_number_stands_in_it(cell: str) -> None:
    digits = [char for char in unicodedata.normalize("NFKC", cell) if char.isdecimal()]
    for value in values(read_amounts(cell, CONTEXT)):
        shown = f"{abs(value):f}".replace(".", "").lstrip("0")
        assert shown in "".join(digits) or value == 0
