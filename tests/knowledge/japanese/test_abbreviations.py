"""Clipped names: made of beginnings of a name's words, and of nothing else."""

import pytest

from knowledge.japanese.abbreviations import clipped

NAMES = {
    "safe": "セーフコミュニティ推進", "women": "女性活躍促進", "make": "ものづくり企業イノベーション促進",
    "vacant": "空き家の流通・活用支援", "many": "多文化共生推進", "bus": "みんなで支えるモビリティ",
    "west": "西部地域公共交通利用・移住定住促進", "flood": "浸水被害対策", "ready": "防災対策",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("セフコミ", "safe"), ("女活", "women"), ("じょかつ", "women"), ("ものイノ", "make"), ("空流活", "vacant"),
        ("たぶきょう", "many"), ("みんモビ", "bus"), ("浸対", "flood"), ("防対", "ready"), ("女活の事業", "women"),
        ("ｾﾌｺﾐ", "safe"), ("みんモビって何？", "bus"),
    ],
)  # fmt: skip
def test_a_clip_is_known_by_the_words_it_is_made_of(said: str, id: str) -> None:
    assert clipped(said, NAMES) == [id]


@pytest.mark.parametrize("said", ["公共交通", "移住定住", "対策", "防災", "活用支援", "女性活躍"])
def test_whole_words_of_a_name_are_no_clip(said: str) -> None:
    assert clipped(said, NAMES) == []


@pytest.mark.parametrize("said", ["", "あ", "こんにちは", "市役所", "浸", "セフ", "a", "😀", "対防", "活女"])
def test_anything_else_is_none(said: str) -> None:
    assert clipped(said, NAMES) == []


def test_two_names_that_give_it_alike_both_come() -> None:
    assert clipped("東観", {"a": "東部観光", "b": "東口観覧車"}) == ["a", "b"]


def test_a_name_that_begins_so_goes_before_one_that_holds_it() -> None:
    assert clipped("観活", {"late": "地域資源観光活用", "first": "観光活動"}) == ["first"]
