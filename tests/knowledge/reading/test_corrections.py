"""Corrections as data: certain ones mend what is shown, likely ones only what is searched."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.model.catalog import Catalog
from knowledge.model.errors import BadDataFileError
from knowledge.model.records import Correction, KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.source import Line, read_corrections, repair
from knowledge.wording import card_of
from knowledge.wording.card import card_text
from knowledge.wording.record_cards import note_on_directions
from tests.knowledge.conftest import CopyStrategy


def test_certain_corrections_are_shown(base: KnowledgeBase, catalog: Catalog, lines: Sequence[Line]) -> None:
    assert "人材の発掘・育成" in catalog.project("p2-4").initiatives[1].text
    shown = "\n".join(passage.text for passage in base.passages)
    assert "持ちたいと思う" in shown
    assert "これからの人口減少" in shown
    assert "暮らしてみたい" in shown
    assert lines[144].text.endswith("(R1 : 75.0%)")


def test_likely_corrections_change_search_keys_only(catalog: Catalog, lines: Sequence[Line]) -> None:
    project = catalog.project("p1-1")
    assert project.directions == (11, 12)
    assert project.search_directions == (1, 11, 12)
    assert project in catalog.projects_of_direction(1)
    assert catalog.indicator("k5-3").name == "近隣自治体イベントへの情報発信ベースの出店数"
    assert "情報発信ブース" in lines[849].likely
    assert "情報発信ベース" in lines[849].text


def test_a_project_under_a_direction_by_a_likely_correction_says_so(catalog: Catalog) -> None:
    doubtful, plain = catalog.project("p1-1"), catalog.project("p1-2")
    said = (
        "1. 産業拠点整備・集積推進事業（政策パッケージ1）（原文は⑪⑫。①の読み誤りと思われます）、2. 地域企業成長支援事業"
    )
    assert said in card_text(card_of(catalog.directions[1], catalog))
    assert note_on_directions(doubtful, 11) == note_on_directions(doubtful, 1, 12) == ""
    assert note_on_directions(plain, 1) == note_on_directions(doubtful, 2) == ""


def test_every_correction_says_why_and_still_matches(base: KnowledgeBase) -> None:
    assert all(correction.reason for correction in base.corrections)
    assert not [finding for finding in base.report.findings if "訂正" in finding.message]


def test_a_correction_whose_line_changed_is_reported_and_not_applied() -> None:
    stale = Correction(1, "持つたい", "持ちたい", "活用", "certain")
    lines, findings = repair([Line(1, "持ちたい", "持ちたい")], [stale])
    assert lines[0].text == "持ちたい"
    assert [(finding.severity, finding.span and finding.span.first_line) for finding in findings] == [("error", 1)]


def test_a_correction_beyond_the_last_line_is_reported(copy_strategy: CopyStrategy) -> None:
    folder = copy_strategy()
    text = (folder / "strategy.txt").read_text(encoding="utf-8")
    (folder / "strategy.txt").write_text(text.replace("发掘", "発掘"), encoding="utf-8")
    findings = build(folder).report.findings
    assert [finding.span and finding.span.first_line for finding in findings if finding.severity == "error"] == [547]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ('[[correction]]\nline = "一"', "1 番目 の line が正しい形ではありません"),
        ("[[correction]]\nline = 1\nprinted =\n", "3行目を読めません"),
        ("[[correction]]\nline = 1", "1 番目 の printed がありません"),
        ('correction = "x"', "全体 が正しい形ではありません"),
    ],
)
def test_a_malformed_corrections_file_is_one_clear_sentence(tmp_path: Path, content: str, hint: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadDataFileError) as caught:
        read_corrections(path)
    message = str(caught.value)
    assert "corrections.toml" in message
    assert hint in message
    assert "\n" not in message
    assert "書き方を直してください" in message
