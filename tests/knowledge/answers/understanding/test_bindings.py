"""Records named by number in any order and writing, and by telling words of their names; never by a count."""

import pytest

from tests.knowledge.answers.understanding.conftest import Gather


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("パッケージ3のKPI", ["pkg3"]),
        ("3番目のパッケージ", ["pkg3"]),
        ("第3のパッケージ", ["pkg3"]),
        ("パッケージ三の事業", ["pkg3"]),
        ("パッケージ1と3のKPI", ["pkg1", "pkg3"]),
        ("パッケージ1、3と5の事業", ["pkg1", "pkg3", "pkg5"]),
        ("基本目標1〜3の数値目標", ["g1", "g2", "g3"]),
        ("方向2から4の事業", ["d2", "d3", "d4"]),
        ("基本目標Ⅳ", ["g4"]),
        ("⑪の事業", ["d11"]),
        ("p3-12", ["p3-12"]),
        ("3つのパッケージ", []),
        ("パッケージ 3件", []),
        ("パッケージ99", []),
    ],
)
def test_records_are_named_by_number(gather: Gather, text: str, ids: list[str]) -> None:
    assert sorted(dict.fromkeys(binding.id for binding in gather(text).numbered)) == ids


def test_a_name_in_full_is_the_surest(gather: Gather) -> None:
    first = gather("税金の話のついでです。多文化共生推進事業の取組をください").named[0]
    assert (first.how, first.strength) == ("full", 1.0)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("待児の目標なんぼ", ["k3-3"]),  # 待機 and 児童
        ("空店率は", ["k4-2"]),
        ("プラザ来館と市美入館", ["k2-5"]),
        ("移住の目標", []),  # a word of the plan
        ("保健の目標", []),  # a word of the dictionary
        ("取組内容をお願いします", []),  # what is asked for
    ],
)
def test_initials_of_its_words_name_a_record(gather: Gather, text: str, ids: list[str]) -> None:
    bound = [one for one in gather(text).named if one.how == "name" and one.strength == 1.0]
    assert [one.id for one in bound] == ids


def test_a_name_within_a_longer_one_is_not_said_in_full(gather: Gather) -> None:
    longer, both = "東部地域資源観光活用事業", "地域資源観光活用事業と東部地域資源観光活用事業"
    assert [one.id for one in gather(f"{longer}とは").named if one.how == "full"] == ["p5-1"]
    assert {one.id for one in gather(both).named if one.how == "full"} == {"p2-1", "p5-1"}


def test_one_character_names_nothing(gather: Gather) -> None:
    """「ください」 shares a character with 住みやすさ."""
    assert gather("一覧をください").named == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("「文化と観光で人を呼び込み〜」っていう方向", "d7"),
        ("『子どもの保育環境』の事業", "p3-2"),
    ],
)
def test_the_beginning_of_a_name_in_quotes_names_the_only_record_that_has_it(
    gather: Gather, text: str, id: str
) -> None:
    assert [one.id for one in gather(text).named if one.how == "full"] == [id]


def test_what_several_names_have_is_none_of_them(gather: Gather) -> None:
    assert not [one for one in gather("「地域資源観光」の事業").named if one.how == "full"]
