"""Things that a question joins: each is looked for by its own words, and all of one kind are a reading."""

import pytest

from knowledge.answers.understanding.readings import readings
from tests.knowledge.answers.understanding.conftest import Gather


def sides(gather: Gather, text: str) -> list[str]:
    evidence = gather(text)
    tokens = evidence.question.tokens
    return ["".join(tokens[at].surface for at in side.at).strip(" 、") for side in evidence.conjuncts]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("待機児童と空き家の件数は", "待機児童", "空き家の件数は"),
        ("「住みやすい」と感じる人と、住宅を買う人では", "「住みやすい」と感じる人", "住宅を買う人では"),
        (
            "女性の活躍を進めるのと、外国人のくらしを助けるの、両方",
            "女性の活躍を進めるの",
            "外国人のくらしを助けるの、両方",
        ),
        ("MICEとKPIの意味", "MICE", "KPIの意味"),
    ],
)
def test_what_stands_before_and_behind_a_word_that_joins(gather: Gather, text: str, first: str, second: str) -> None:
    assert sides(gather, text) == [first, second]


@pytest.mark.parametrize(
    "text", ["「イベント」と書いてある事業", "空き家が増えると困ると聞きました", "目標と基準値", "移住支援の事業は？"]
)
def test_one_thing_has_no_sides(gather: Gather, text: str) -> None:
    assert sides(gather, text) == []


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("学童と空き家、それぞれの目標の数字は", "indicator", ("k3-4", "k3-8")),
        ("シティプラザと美術館、お客さんが多いのはどっち", "indicator", ("k2-4", "k2-5")),
        ("子どもの運動と、音楽のイベント、それぞれどの事業", "project", ("p3-7", "p2-4")),
        ("自転車の道と浸水の対策は何の事業", "project", ("p2-6", "p4-5")),
    ],
)
def test_each_is_found_by_its_own_words(gather: Gather, text: str, kind: str, ids: tuple[str, ...]) -> None:
    found = [one for one in readings(gather(text)) if one.form == "joined" and one.kind == kind]
    assert ids in [one.ids for one in found], [one.ids for one in found]


def test_one_record_for_both_is_not_two(gather: Gather) -> None:
    assert not [
        one for one in readings(gather("待機児童と待機児童数")) if one.form == "joined" and one.kind == "indicator"
    ]
