"""How progress is judged, as settings: environment variables `SENRYAKU_PROGRESS_…`, each with a reasoned default.

The shares are those of 多摩市 (順調 from 100 % of what was to be expected, やや遅れ from 60 %) and 長与町 (kept ±10 %).
"""

import re
from fractions import Fraction
from typing import Any, Literal

from bot.config.environment import BadSettingError, EnvironmentSettings, setting, text
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Grade, Thresholds

_STEP = re.compile(r"\s*(?P<label>[^=,\s]{1,4})\s*=\s*(?P<share>[\d./%]+)\s*")


def parse_share(given: str | Fraction) -> Fraction:
    """「0.6」「60%」「3/5」 → Fraction. ValueError for anything else."""
    if not isinstance(given, str):
        return given
    folded = given.strip()
    try:
        return Fraction(folded[:-1]) / 100 if folded.endswith("%") else Fraction(folded)
    except ZeroDivisionError:
        raise ValueError("share") from None


def parse_grades(given: str | tuple[Grade, ...]) -> tuple[Grade, ...]:
    """「A=1,B=0.8,C=0.6,D=0」 → steps, with the meanings of the usual ones. ValueError for anything else."""
    if not isinstance(given, str):
        return given
    matches = [_STEP.fullmatch(part) for part in given.split(",")]
    meanings = {grade.label: grade.meaning for grade in DEFAULT_THRESHOLDS.grades}
    if not all(matches):
        raise ValueError("grades")
    found = [(match["label"], parse_share(match["share"])) for match in matches if match]
    return tuple(Grade(label, share, meanings.get(label, "")) for label, share in found)


class ProgressSettings(EnvironmentSettings):
    """Part of the settings (settings.py). Refused when the steps do not fall or a share makes no sense."""

    progress_on_track: Fraction = setting(
        DEFAULT_THRESHOLDS.on_track,
        "「順調」とする、その年度に見込まれる値に対する割合（0.6 か 60% の形）。",
        parse_share,
    )
    progress_slightly_late: Fraction = setting(
        DEFAULT_THRESHOLDS.slightly_late, "「やや遅れ」とする割合。これより低いと「遅れ」です。", parse_share
    )
    progress_kept_within: Fraction = setting(
        DEFAULT_THRESHOLDS.kept_within,
        "維持が目標の指標で、下回っても「やや遅れ」にとどめる幅（割合）。これを超えると「後退」です。",
        parse_share,
    )
    progress_scale: Literal["states", "grades"] = setting(
        "states",
        "進み具合の示し方。states は「順調」などの言葉、grades は A〜D の段階。",
        text("states|grades"),
    )
    progress_grades: tuple[Grade, ...] = setting(
        DEFAULT_THRESHOLDS.grades,
        "grades のときの段階と下限の割合。高い順にカンマで区切ります。",
        parse_grades,
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        try:
            self.thresholds()
        except ValueError:
            raise BadSettingError("progress_…", None) from None

    def thresholds(self) -> Thresholds:
        return Thresholds(
            on_track=self.progress_on_track,
            slightly_late=self.progress_slightly_late,
            kept_within=self.progress_kept_within,
            grades=self.progress_grades,
            shows_grades=self.progress_scale == "grades",
        )


PROGRESS_EXAMPLE = (
    "割合は 0.6 か 60%、しきい値は SLIGHTLY_LATE ≦ ON_TRACK、SCALE は states か grades、"
    "GRADES は A=1,B=0.8,C=0.6,D=0 のように高い順に書いてください。"
)
DEFAULT_PROGRESS = ProgressSettings.of_defaults()
