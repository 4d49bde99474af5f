"""Characters that no font of the sheet has: something honest is printed, and it is said for which, and where."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bot.documents.sheet.characters import FONT, Printable, characters
from bot.documents.sheet.render import FONTS, render_sheet, sheet_remarks
from knowledge.model.catalog import Catalog
from knowledge.model.structs import replace
from knowledge.reading.build import build
from knowledge.wording.values import EMPTY_VALUES

pytestmark = pytest.mark.process
TODAY = date(2024, 6, 3)
LINE = 680
ALL = (
    "葛󠄀السلام สวัสดี ॐ\U000f0000㋿〓"
    "𠮷⻑🏠👨‍👩‍👧❤️\ue000\u0007\u2028\u00ad\u200b龍\U000e0041\U0010ffff\u0378か\u3099㍿\u2f00"
)
Retold = Callable[[str], tuple[Catalog, tuple[str, ...]]]


@pytest.fixture
def retold(strategy_folder: Path, tmp_path: Path) -> Retold:
    """The strategy with a word put into one of its lines, and its lines."""

    def make(word: str) -> tuple[Catalog, tuple[str, ...]]:
        folder = tmp_path / "plan"
        folder.mkdir()
        for file in strategy_folder.glob("*.toml"):
            (folder / file.name).write_bytes(file.read_bytes())
        lines = (strategy_folder / "strategy.txt").read_text(encoding="utf-8").split("\n")
        lines[LINE - 1] = lines[LINE - 1].rstrip() + word
        (folder / "strategy.txt").write_text("\n".join(lines), encoding="utf-8")
        return Catalog(build(folder)), tuple(lines)

    return make


def printed(catalog: Catalog) -> str:
    reader = PdfReader(io.BytesIO(render_sheet(catalog, EMPTY_VALUES, ["p3-12"], TODAY)))
    return "".join(page.extract_text() for page in reader.pages)


def test_what_the_font_has_is_read_as_fonttools_reads_it() -> None:
    for name in (FONT.name, FONT.name.replace("Regular", "Bold")):
        assert characters() == frozenset(map(chr, TTFont(FONTS / name).getBestCmap()))


SHOWN = {
    "𠮷田": "〓田",
    "\uf9d1月": "六月",
    "🏠の改修": "〓の改修",
    "外字\ue000です": "外字〓です",
    "❤️印": "〓印",
}


def test_a_character_the_font_lacks_is_printed_as_its_kanji_or_as_a_geta_and_told_with_its_line(
    retold: Retold,
) -> None:
    catalog, lines = retold("、".join(SHOWN))
    text, remarks = printed(catalog).replace("\n", ""), sheet_remarks(catalog, EMPTY_VALUES, ["p3-12"], TODAY, lines)
    for word, shown in SHOWN.items():
        assert shown in text
        for char in set(word) - set(shown) - {"\ufe0f"}:
            assert f"「{char}」（U+{ord(char):04X}、本文{LINE}行）は印刷用の書体にないため" in remarks


MARKED = {"葛󠄀飾": ("葛飾", "U+845B U+E0100"), "は⃝印": ("は印", "U+306F U+20DD")}


def test_a_mark_on_a_character_that_is_not_printed_is_told_with_the_character(retold: Retold) -> None:
    catalog, lines = retold("、".join(MARKED))
    text, remarks = printed(catalog).replace("\n", ""), sheet_remarks(catalog, EMPTY_VALUES, ["p3-12"], TODAY, lines)
    for word, (shown, codes) in MARKED.items():
        assert shown in text
        told = f"「{word[:2]}」（{codes}、本文{LINE}行）は印刷用の書体にないため、「{word[0]}」と印刷しました。"
        assert told in remarks
    assert remarks.count("印刷しました") == len(MARKED)


def test_of_very_many_characters_some_are_told_and_the_others_counted(retold: Retold) -> None:
    catalog, lines = retold("".join(map(chr, range(0xAC00, 0xAC00 + 500))))
    remarks = sheet_remarks(catalog, EMPTY_VALUES, ["p3-12"], TODAY, lines)
    assert remarks.count("と印刷しました") == 20
    assert remarks.endswith("ほか480種類の文字も印刷用の書体になく、同じようにしました。")


def test_what_can_be_printed_is_not_remarked_on(retold: Retold) -> None:
    catalog, lines = retold("、".join(("〓", "㋿", "か\u3099", "ー\u3099", "﨑", "①㊙㎡", "辻\ufe0f")))
    assert sheet_remarks(catalog, EMPTY_VALUES, ["p3-12"], TODAY, lines) == ""


def test_no_character_at_all_ends_a_sheet(retold: Retold) -> None:
    catalog, _ = retold(ALL)
    assert printed(catalog)
    everything = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA1), *range(0x2000, 0x2070), *range(0xFFF0, 0x10000))))
    project = replace(catalog.projects["p3-12"], description=everything + "\ud800")
    base = catalog.base
    packages = tuple(
        replace(own, projects=tuple(project if each.id == project.id else each for each in own.projects))
        for own in base.packages
    )
    assert printed(Catalog(replace(base, packages=packages)))


def test_what_the_font_has_is_left_alone_and_nothing_is_said(catalog: Catalog) -> None:
    printable = Printable()
    assert printable({"a": ["久留米市", "髙﨑神〜～−－①Ⅳ"], "b": 3}) == {"a": ["久留米市", "髙﨑神〜～−－①Ⅳ"], "b": 3}
    assert printable.replaced == {}
    for package in catalog.base.packages:
        assert sheet_remarks(catalog, EMPTY_VALUES, [package.id], TODAY, ()) == ""


def test_a_radical_copied_from_a_pdf_is_mended_as_the_text_is_read_and_no_matter_of_the_font(retold: Retold) -> None:
    catalog, lines = retold("⻑期")
    assert "長期" in printed(catalog).replace("\n", "")
    assert "⻑" not in sheet_remarks(catalog, EMPTY_VALUES, ["p3-12"], TODAY, lines)
