"""How a plan is called, from covers as plans print them. All invented (架空)."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

BODY = "基本目標1　緑\n指標\t現状値（R5）\t目標値（R11）\n緑地の面積\t100ha\t110ha\n"


def read(folder: Path, cover: str) -> KnowledgeBase:
    (folder / "strategy.txt").write_text(f"{cover}\n\n第2章　取組\n{BODY}", encoding="utf-8")
    return build(folder)


@pytest.mark.parametrize(
    ("cover", "title", "municipality"),
    [
        (
            "総合戦略\n第3章 分野別計画\n\nみどり市\n令和7年3月\n第2次みどり市環境基本計画",
            "第2次みどり市環境基本計画",
            "みどり市",
        ),
        (
            "第1部　基本構想\nはじめに\n町長のあいさつです。\n\nみさき町\n第6次\nみさき町総合計画",
            "第6次みさき町総合計画",
            "みさき町",
        ),
        ("上位計画：第6次北沢市総合計画\n\n北沢市緑の基本計画\n（改訂版）", "北沢市緑の基本計画（改訂版）", "北沢市"),
        ("北沢市\n子どもの笑顔\n応援プラン\n令和7年3月", "北沢市子どもの笑顔応援プラン", "北沢市"),
        ("山手町\nまち・ひと・しごと創生\n総合戦略\n令和7年3月", "山手町まち・ひと・しごと創生総合戦略", "山手町"),
        ("あおば村\nあおば村総合戦略　令和7年度～令和11年度", "あおば村総合戦略", "あおば村"),
        ("都市計画マスタープラン\n令和7年3月", "都市計画マスタープラン", None),
        ("山手町 みらいビジョン2030\n\n推進期間：2026年4月～2031年3月", "山手町 みらいビジョン2030", "山手町"),
        ("分野別計画\n\n第1章　はじめに\n\n海辺市基本計画", "海辺市基本計画", "海辺市"),
    ],
)
def test_a_plan_is_called_by_its_cover(tmp_path: Path, cover: str, title: str, municipality: str | None) -> None:
    strategy = read(tmp_path, cover).strategy
    assert (strategy.title, strategy.municipality) == (title, municipality)


def test_a_title_that_only_a_chapter_names_is_a_doubt_and_layout_toml_says_another(tmp_path: Path) -> None:
    base = read(tmp_path, "第1章　総合戦略\n本文です。")
    assert base.strategy.title == "総合戦略"
    assert any("title" in finding.message for finding in base.report.findings)
    (tmp_path / "layout.toml").write_text('title = "あおば村総合戦略"\n', encoding="utf-8")
    named = build(tmp_path)
    assert (named.strategy.title, named.strategy.municipality) == ("あおば村総合戦略", "あおば村")
    assert not any("title" in finding.message for finding in named.report.findings)


@pytest.mark.parametrize(
    "above", ["2016年2月4日木曜日", "H30.10.5", "ホーム > 県政情報 > 政策評価", "令和5(2023)年2月13日"]
)
def test_a_date_or_a_way_through_a_site_is_no_title_and_another_line_is_said(tmp_path: Path, above: str) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(f"{above}\n\n架空の指標のまとめ\n\n基本目標1 港\n\n港をひらきます。\n", encoding="utf-8")
    base = build(path)
    assert base.strategy.title == "架空の指標のまとめ"
    [told] = [one.message for one in base.report.findings if "題名" in one.message]
    assert "はじめの行の「架空の指標のまとめ」" in told
