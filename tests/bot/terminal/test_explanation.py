"""`ask --explain` names the concepts, what stays unexplained, the readings with their shares, and why the first won."""

import re

from bot.terminal.explanation import FORMS, PARTS, explain_to
from bot.terminal.layout import Page
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import VOCABULARY, read_toml


def explained(engine: Engine, catalog: Catalog, question: str) -> str:
    page = Page(100)
    explain_to(page, catalog, engine.weighed(question))
    return "\n".join(line.plain for line in page.lines)


def test_the_reading_that_won_comes_first_with_its_share(engine: Engine, catalog: Catalog) -> None:
    text = explained(engine, catalog, "学童保育所の高学年受入実施校区数は、どの事業の指標")
    assert "指標 → 種類 indicator" in text
    assert "説明の付かない言葉: なし" in text
    assert re.search(r"1\. \d+\.\d% 名前の挙がったものに結び付くもの: 「子どもの保育環境整備事業」", text)
    assert re.search(r"確からしさ: 9\d\.\d%", text)


def test_a_word_that_nothing_accounts_for_is_named(engine: Engine, catalog: Catalog) -> None:
    assert "内線" in explained(engine, catalog, "バイオ産業振興事業の内線番号")


def test_every_part_and_every_form_has_a_japanese_name(engine: Engine) -> None:
    assert read_toml(VOCABULARY / "concepts.toml").keys() <= PARTS.keys()
    questions = (
        "パッケージ1とパッケージ3では指標の数はどちらが多い",
        "「人材」と書かれた事業を残らず",
        "待機児童数と空き家の件数",
        *(f"待機児童数と同じ{owner}の他の指標" for owner in ("パッケージ", "基本的方向", "基本目標")),
        "待機児童数を持つパッケージの事業",
        "ドクターカーを走らせる事業と、その指標",
    )
    forms = {reading.form for question in questions for reading in engine.readings(question).all}
    assert forms <= FORMS.keys()


def test_a_question_without_any_reading_is_told(catalog: Catalog) -> None:
    page = Page(100)
    explain_to(page, catalog, None)
    assert "見つかりません" in page.lines[0].plain
