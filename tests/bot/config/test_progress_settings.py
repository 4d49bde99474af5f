"""Thresholds and scale from the environment, and one clear line where they make no sense."""

from fractions import Fraction

import pytest

from bot.config.errors import WrongCallError
from bot.config.progress_settings import ProgressSettings
from bot.config.settings import read_settings
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS


def test_without_settings_the_documented_defaults_hold() -> None:
    assert ProgressSettings().thresholds() == DEFAULT_THRESHOLDS


@pytest.mark.parametrize("written", ["0.75", "75%", "3/4"])
def test_a_share_may_be_written_in_three_ways(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SENRYAKU_PROGRESS_SLIGHTLY_LATE", written)
    assert read_settings().thresholds().slightly_late == Fraction(3, 4)


def test_a_citys_own_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENRYAKU_PROGRESS_SCALE", "grades")
    monkeypatch.setenv("SENRYAKU_PROGRESS_GRADES", "◎=1, ○=80%, △=1/2, ×=0")
    settings = read_settings()
    assert settings.progress_scale == "grades"
    assert [grade.label for grade in settings.thresholds().grades] == ["◎", "○", "△", "×"]
    assert settings.thresholds().grade(Fraction(6, 10)) == "△"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ON_TRACK", "0.1"),
        ("ON_TRACK", "たくさん"),
        ("ON_TRACK", "1/0"),
        ("KEPT_WITHIN", "2"),
        ("SCALE", "abc"),
        ("GRADES", "A"),
        ("GRADES", "A=0,B=1"),
        ("GRADES", "A=1/0"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, written: str) -> None:
    monkeypatch.setenv(f"SENRYAKU_PROGRESS_{name}", written)
    with pytest.raises(WrongCallError, match="SENRYAKU_PROGRESS_"):
        read_settings()
