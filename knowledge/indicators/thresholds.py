"""From when on something is 順調, and what an A is: numbers that somebody has judged, as data with their reasons."""

from fractions import Fraction

from msgspec import Struct


class Grade(Struct, frozen=True):
    """One step of a published scale: given from this share of what was to be expected."""

    label: str
    at_least: Fraction
    meaning: str


# 多摩市's evaluation method divides at 100% and 60% of the yearly fifth; 杵築市 gives its B from 80% of the target.
GRADES = (
    Grade("A", Fraction(1), "見込みどおり、または上回る"),
    Grade("B", Fraction(8, 10), "おおむね見込みどおり"),
    Grade("C", Fraction(6, 10), "見込みを下回り、改善が必要"),
    Grade("D", Fraction(0), "見込みを大きく下回り、見直しが必要"),
)


class Thresholds(Struct, frozen=True, kw_only=True):
    """Shares of what was to be expected by a year, on the straight line from baseline to target.

    on_track, slightly_late: 多摩市's 「評価方法」 judges the first year against 20%, the second against 40% and so on:
    着実 from 100% of that share, 概ね from 60%, below it 改善が必要.
    kept_within: a level to be kept counts as nearly kept within this share; 長与町 calls ±10% 「基準値と同水準」.
    grades: falling; the last one takes everything below. shows_grades: they are what people are shown.
    """

    on_track: Fraction = Fraction(1)
    slightly_late: Fraction = Fraction(6, 10)
    kept_within: Fraction = Fraction(1, 10)
    grades: tuple[Grade, ...] = GRADES
    shows_grades: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.slightly_late <= self.on_track:
            raise ValueError("slightly_late must lie between 0 and on_track")
        if not 0 <= self.kept_within < 1:
            raise ValueError("kept_within must lie between 0 and 1")
        if [grade.at_least for grade in self.grades] != sorted((g.at_least for g in self.grades), reverse=True):
            raise ValueError("grades must fall")

    def grade(self, share: Fraction) -> str:
        return next((grade.label for grade in self.grades if share >= grade.at_least), self.grades[-1].label)


DEFAULT_THRESHOLDS = Thresholds()
