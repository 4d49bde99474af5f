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


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("東部と西部の転入者数", ["東部", "西部"]),
        ("来館者の目標は、シティプラザと美術館で", ["シティプラザ", "美術館"]),
        ("泊まる人と観光に来る人、目標は何万人", ["泊まる人", "観光に来る人"]),
    ],
)
def test_what_is_said_of_all_is_looked_for_with_each(gather: Gather, text: str, own: list[str]) -> None:
    evidence = gather(text)
    tokens = evidence.question.tokens
    assert ["".join(tokens[at].surface for at in side.at).strip(" 、") for side in evidence.sharing] == own


def test_what_all_share_helps_to_find_each(gather: Gather) -> None:
    """By 「シティプラザ」 and 「美術館」 alone nothing says which of their figures is meant."""
    found = [one for one in readings(gather("転入者数は西部と大都市圏でどちらが多い")) if one.form == "joined"]
    assert ("k6-2", "k2-3") in [one.ids for one in found] or ("k6-2", "g2-t1") in [one.ids for one in found]


def test_two_passages_stand_beside_each_other(gather: Gather) -> None:
    found = [
        one.ids
        for one in readings(gather("計画の対象期間と、発行年月"))
        if one.form == "joined" and one.kind == "passage"
    ]
    assert ("s75", "s906") in found, found


def test_what_is_compared_and_unknown_is_not_told(gather: Gather) -> None:
    """「男の人」 and 「女の人」 are what is compared, and no record is of both."""
    found = [one for one in readings(gather("がん検診の受診率は男の人と女の人でどちらが高い")) if one.form == "joined"]
    assert found
    assert all(one.told < 0.75 for one in found)


def test_of_each_of_two_kinds_what_was_found_first(gather: Gather) -> None:
    found = [
        one.ids
        for one in readings(gather("ドクターカーを走らせる事業と、効果を測る指標"))
        if one.form == "of_each_kind"
    ]
    assert found == [("p4-8", "k4-8")]
