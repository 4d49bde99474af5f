"""No regular expression that meets what people write takes more than linear time."""

import pytest

from tests.regular_expressions import ANY_TEXT, Written, doubts, written

OF_THE_PLAN = "knowledge/reading/"  # reads the plan's own text line by line, once, for who builds it


@pytest.fixture(scope="module")
def patterns() -> list[Written]:
    return list(written("bot", "knowledge"))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$", r"(?:a*)*b", r"(?:a+b?)+", r"(?:[ab]+b)+", r"(?:\w+\s?)*:", r"(?:a?a)*b", r"(?:x|\d{1,3})+",
        r"(?:(?:ab*)+c?)+", r"\s*\s*x", r"\d+\w*", r".*、?.*", r"(?:a+)?a*b", r"[ぁ-ん]+ー*[ァ-ヶー]*",
    ],
)  # fmt: skip
def test_what_may_take_more_is_found(pattern: str) -> None:
    assert doubts(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:a+b)+", r"(?:\d+,)*\d", r"a*b", r"\s*x\s*", r"(?:[^<>]*>)+", r"(?=a*)a*b",
        r"\d{4}-\d{2}", r"(?:ab|cd)*", r"(?>a+)a*b", r"a++a*", r"[ァ-ヶ]+[ぁ-ん]*",
    ],
)  # fmt: skip
def test_what_takes_linear_time_is_not(pattern: str) -> None:
    assert doubts(pattern) == []


def test_the_sources_are_read_with_what_their_modules_put_into_a_pattern(patterns: list[Written]) -> None:
    places = {one.place.split(":")[0] for one in patterns}
    assert len(patterns) > 150
    assert {"knowledge/japanese/kana.py", "knowledge/model/years/spellings.py", "bot/slack/spoken.py"} <= places
    assert sum(ANY_TEXT in one.pattern for one in patterns) < len(patterns) / 4


def test_no_pattern_of_the_sources_does(patterns: list[Written]) -> None:
    found = {(one.place, doubt) for one in patterns for doubt in doubts(one.pattern)}
    assert {one for one in found if not (one[0].startswith(OF_THE_PLAN) and "side by side" in one[1])} == set()
