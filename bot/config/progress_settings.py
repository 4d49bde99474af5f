"""How progress is judged, as settings: environment variables `SENRYAKU_PROGRESS_…`, each with a reasoned default.

The shares are those of 多摩市 (順調 from 100 % of what was to be expected, やや遅れ from 60 %) and 長与町 (kept ±10 %).
"""

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from bot.config.environment import EnvironmentSettings
from knowledge.indicators.thresholds import DEFAULT_THRESHOLDS, Grade, Thresholds

_STEP = re.compile(r"\s*(?P<label>[^=,\s]{1,4})\s*=\s*(?P<share>[\d./%]+)\s*")


def parse_share(text: object) -> object:
    """「0.6」「60%」「3/5」 → Fraction."""
    if not isinstance(text, str):
        return text
    folded = text.strip()
    try:
        return Fraction(folded[:-1]) / 100 if folded.endswith("%") else Fraction(folded)
    except ZeroDivisionError:
        raise ValueError("share") from None  # what pydantic takes for a bad value


def parse_grades(text: object) -> object:
    """「A=1,B=0.8,C=0.6,D=0」 → steps, with the meanings of the usual ones. ValueError for anything else."""
    if not isinstance(text, str):
        return text
    matches = [_STEP.fullmatch(part) for part in text.split(",")]
    meanings = {grade.label: grade.meaning for grade in DEFAULT_THRESHOLDS.grades}
    if not all(matches):
        raise ValueError("grades")
    found = [(match["label"], Fraction(str(parse_share(match["share"])))) for match in matches if match]
    return tuple(Grade(label, share, meanings.get(label, "")) for label, share in found)


Share = Annotated[Fraction, BeforeValidator(parse_share)]
Grades = Annotated[tuple[Grade, ...], BeforeValidator(parse_grades)]


class ProgressSettings(EnvironmentSettings):
    """Part of the settings (settings.py). Refused when the steps do not fall or a share makes no sense."""

    progress_on_track: Share = Field(
        default=DEFAULT_THRESHOLDS.on_track,
        description="「順調」とする、その年度に見込まれる値に対する割合（0.6 か 60% の形）。",
    )
    progress_slightly_late: Share = Field(
        default=DEFAULT_THRESHOLDS.slightly_late, description="「やや遅れ」とする割合。これより低いと「遅れ」です。"
    )
    progress_kept_within: Share = Field(
        default=DEFAULT_THRESHOLDS.kept_within,
        description="維持が目標の指標で、下回っても「やや遅れ」にとどめる幅（割合）。これを超えると「後退」です。",
    )
    progress_scale: Literal["states", "grades"] = Field(
        default="states", description="進み具合の示し方。states は「順調」などの言葉、grades は A〜D の段階。"
    )
    progress_grades: Grades = Field(
        default=DEFAULT_THRESHOLDS.grades, description="grades のときの段階と下限の割合。高い順にカンマで区切ります。"
    )

    def thresholds(self) -> Thresholds:
        return Thresholds(
            on_track=self.progress_on_track,
            slightly_late=self.progress_slightly_late,
            kept_within=self.progress_kept_within,
            grades=self.progress_grades,
            shows_grades=self.progress_scale == "grades",
        )

    @model_validator(mode="after")
    def _check(self) -> "ProgressSettings":
        self.thresholds()
        return self


PROGRESS_EXAMPLE = (
    "割合は 0.6 か 60%、しきい値は SLIGHTLY_LATE ≦ ON_TRACK、SCALE は states か grades、"
    "GRADES は A=1,B=0.8,C=0.6,D=0 のように高い順に書いてください。"
)
DEFAULT_PROGRESS = ProgressSettings.model_construct()
