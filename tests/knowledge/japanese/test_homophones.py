"""One kanji of the same sound, or two swapped, put right, and everything else left alone."""

import pytest

from knowledge.japanese.homophones import HomophoneCorrector, pairs_of_kanji
from knowledge.japanese.vocabulary import load_vocabulary

TEXTS = (
    "基本的方向にひもづく事業の一覧", "累計で数える件数", "移動の足", "大善湖の周辺", "市民の家庭", "創業融資件数",
    "労働者数の目標", "救急の処置", "移住の支援",
)  # fmt: skip

MENDED = {
    "期本的方向": "基本的方向",
    "ひもづく辞業": "ひもづく事業",
    "累型で": "累計で",
    "移働の足": "移動の足",
    "操業融始件数": "操業融資件数",  # the other one is a word, and left to the search by sound
    "労働捨数": "労働者数",
    "期本的宝向の辞業": "基本的方向の事業",
    "創業資融件数": "創業融資件数",
    "移往支援": "移住支援",  # alike to the eye
}

LEFT = {
    "a word with an ending": "市民課",
    "a kanji of a verb": "か所置く",
    "another word of the same sound": "健診",
    "nothing known of the sound": "鳥獣",
    "one kanji": "市",
    "kana": "いどう",
    "a number": "方向十一",
    "nothing": "",
}


@pytest.fixture(scope="module")
def corrector() -> HomophoneCorrector:
    general = load_vocabulary()
    return HomophoneCorrector(pairs_of_kanji(TEXTS), (*general.same_sound.values(), *general.same_shape))


@pytest.mark.parametrize(("typed", "meant"), MENDED.items())
def test_a_wrong_kanji_becomes_the_one_that_makes_a_known_word(
    typed: str, meant: str, corrector: HomophoneCorrector
) -> None:
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_what_is_a_word_stays(text: str, corrector: HomophoneCorrector) -> None:
    assert corrector.correct(text) == text


@pytest.mark.parametrize("text", TEXTS)
def test_the_texts_themselves_stay(text: str, corrector: HomophoneCorrector) -> None:
    assert corrector.correct(text) == text
