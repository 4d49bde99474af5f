"""How progress is judged, as settings: environment variables `SENRYAKU_PROGRESS_…`, each with a reasoned default.

SENRYAKU_PROGRESS_ON_TRACK       1     順調 from this share of what was to be expected by the year (多摩市: 100%)
SENRYAKU_PROGRESS_SLIGHTLY_LATE  0.6   やや遅れ from this share, 遅れ below it (多摩市: 60%)
SENRYAKU_PROGRESS_KEPT_WITHIN    0.1   a level to be kept is nearly kept within this share below it (長与町: ±10%)
SENRYAKU_PROGRESS_SCALE          states   or `grades`: cards and lists show A–D in place of the state
SENRYAKU_PROGRESS_GRADES         A=1,B=0.8,C=0.6,D=0   the scale, falling; the last step takes everything below
"""

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge import DEFAULT_THRESHOLDS, Grade, Thresholds

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
Grades = Annotated[tuple[Grade, ...], NoDecode, BeforeValidator(parse_grades)]


class ProgressSettings(BaseSettings):
    """Part of the settings (settings.py). Refused when the steps do not fall or a share makes no sense."""

    model_config = SettingsConfigDict(
        env_prefix="SENRYAKU_", frozen=True, env_ignore_empty=True, arbitrary_types_allowed=True
    )

    progress_on_track: Share = DEFAULT_THRESHOLDS.on_track
    progress_slightly_late: Share = DEFAULT_THRESHOLDS.slightly_late
    progress_kept_within: Share = DEFAULT_THRESHOLDS.kept_within
    progress_scale: Literal["states", "grades"] = "states"
    progress_grades: Grades = Field(default=DEFAULT_THRESHOLDS.grades)

    def thresholds(self) -> Thresholds:
        return Thresholds(
            on_track=self.progress_on_track,
            slightly_late=self.progress_slightly_late,
            kept_within=self.progress_kept_within,
            grades=self.progress_grades,
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
