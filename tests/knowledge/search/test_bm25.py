"""The scoring formulas against examples that can be followed by hand."""

import math

import numpy as np
import pytest

from knowledge.search.bm25 import Field, Postings, fuse

FIELDS = (Field(weight=2.0, b=0.5), Field(weight=1.0, b=0.75))
K1 = 1.2
NONE = np.zeros(0, dtype=np.int32)

# Three records of two fields, as words: a title and a text.
RECORDS = [(["移住"], ["移住", "相談"]), (["住宅"], ["相談", "相談", "窓口", "案内"]), (["観光"], [])]


@pytest.fixture
def postings() -> Postings[str]:
    texts = [words for record in RECORDS for words in record]
    known = list(dict.fromkeys(word for words in texts for word in words))
    numbers = np.array([known.index(word) for words in texts for word in words], dtype=np.int32)
    slots = np.repeat(np.arange(6, dtype=np.int32), [len(words) for words in texts])
    return Postings.of_words(known, numbers, slots, len(RECORDS), FIELDS, K1)


def test_bm25f_of_a_word_in_title_and_text(postings: Postings[str]) -> None:
    # 移住 stands in record 0 only, once in its title (average length 1), once in its text (2 words, average 2).
    in_title = 2.0 / (1 - 0.5 + 0.5 * 1 / 1)
    in_text = 1.0 / (1 - 0.75 + 0.75 * 2 / 2)
    frequency = in_title + in_text
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * frequency * (K1 + 1) / (frequency + K1)
    assert postings.score({"移住": 1.0}).tolist() == pytest.approx([expected, 0, 0])


def test_bm25f_evens_out_the_length_of_a_field(postings: Postings[str]) -> None:
    # 相談 stands once in a text of 2 words and twice in one of 4; the average is 2.
    first = 1.0 / (1 - 0.75 + 0.75 * 2 / 2)
    second = 2.0 / (1 - 0.75 + 0.75 * 4 / 2)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [idf * frequency * (K1 + 1) / (frequency + K1) for frequency in (first, second)]
    assert postings.score({"相談": 1.0}).tolist() == pytest.approx([*expected, 0])


def test_weights_of_the_question_multiply_and_add(postings: Postings[str]) -> None:
    both = postings.score({"移住": 0.5, "相談": 2.0})
    assert both == pytest.approx(0.5 * postings.score({"移住": 1.0}) + 2 * postings.score({"相談": 1.0}))


def test_what_no_record_holds_is_rarest_and_scores_nothing(postings: Postings[str]) -> None:
    assert "温泉" not in postings
    assert len(postings.holds("温泉")) == 0
    assert postings.idf("温泉") > postings.idf("移住") > postings.idf("相談")
    assert not postings.score({"温泉": 1.0}).any()


def test_holders_are_known_by_place(postings: Postings[str]) -> None:
    assert postings.holds("相談").tolist() == [0, 1]
    assert len(postings.holds("相談")) == 2


def test_a_share_weighs_words_by_rarity(postings: Postings[str]) -> None:
    rare, common = postings.idf("移住"), postings.idf("相談")
    assert postings.shares({"移住", "相談"})[1] == pytest.approx(common / (rare + common))
    assert postings.shares({"移住", "相談"})[0] == 1.0
    assert postings.shares(set())[0] == 0.0


def test_postings_of_numbers_score_like_postings_of_words(postings: Postings[str]) -> None:
    numbers = {
        word: at * 7 + 1_000_000_000_000 for at, word in enumerate(["移住", "相談", "住宅", "窓口", "案内", "観光"])
    }
    codes = np.array([numbers[word] for record in RECORDS for words in record for word in words], dtype=np.int64)
    slots = np.repeat(np.arange(6, dtype=np.int32), [len(words) for record in RECORDS for words in record])
    coded = Postings.of_codes(codes, slots, len(RECORDS), FIELDS, K1)
    for word, number in numbers.items():
        assert coded.score({number: 1.0}).tolist() == postings.score({word: 1.0}).tolist()


def test_no_records_give_no_scores() -> None:
    empty: Postings[str] = Postings.of_words([], NONE, NONE, 0, FIELDS, K1)
    assert empty.score({"移住": 1.0}).tolist() == []
    assert empty.idf("移住") > 0


def test_fusion_divides_each_evidence_by_its_maximum() -> None:
    words = np.array([4.0, 2.0, 0.0], dtype=np.float32)
    sounds = np.array([0.0, 10.0, 5.0], dtype=np.float32)
    assert fuse([(1.0, words), (0.5, sounds)]).tolist() == pytest.approx([1.0, 1.0, 0.25])


def test_an_evidence_that_says_nothing_adds_nothing() -> None:
    words = np.array([4.0, 2.0], dtype=np.float32)
    assert fuse([(1.0, words), (1.0, np.zeros(2, dtype=np.float32))]).tolist() == [1.0, 0.5]


@pytest.mark.parametrize("count", [1, 3, 10, 200])
@pytest.mark.parametrize(
    "asked", [{"a": 1.0}, {"a": 1.0, "b": 0.6}, {"common": 1.0, "a": 0.7, "c": 1.0}, {"none": 1.0}]
)
def test_the_best_are_those_that_the_whole_scores_name(asked: dict[str, float], count: int) -> None:
    random = np.random.default_rng(4)
    words = ["common", *"abcdefgh"]
    numbers = np.concatenate([np.zeros(120, dtype=np.int32), random.integers(1, len(words), 400, dtype=np.int32)])
    slots = np.concatenate([np.arange(120, dtype=np.int32) * 2, random.integers(0, 240, 400, dtype=np.int32)])
    postings = Postings.of_words(words, numbers, slots, 120, FIELDS, K1)
    scores = postings.score(asked)
    records, found = postings.best(asked, count)
    wanted = min(count, int(np.count_nonzero(scores)))
    assert records.tolist() == sorted(records.tolist())
    assert found == pytest.approx(scores[records])
    assert sorted(found) == pytest.approx(sorted(scores)[len(scores) - wanted :])
