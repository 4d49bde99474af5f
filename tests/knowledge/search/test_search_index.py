"""The search engine by itself: invented records, no strategy, no general vocabulary unless a test brings words."""

import threading
from typing import Any

import numpy as np
import pytest

from knowledge.search.associations import Associations
from knowledge.search.index import ASSOCIATIONS_FROM, Hit, SearchIndex
from knowledge.search.texts import LARGE_FROM, SearchRecord

RECORDS = [
    SearchRecord("move", "移住の相談窓口", "架空市へ引っ越したい人の住まいと仕事の相談を受けます。"),
    SearchRecord("start", "創業の支援", "新しく会社を起こす人に資金と場所を貸します。"),
    SearchRecord("cycle", "自転車のまちづくり", "湖畔をサイクリングする道を整えます。", ("湖を一周する道",)),
    SearchRecord("balance", "ワーク・ライフ・バランスの推進", "働き方を見直す会社を応援します。"),
    SearchRecord("empty", "空き家の活用", "使われない家を直して貸します。"),
    SearchRecord("flood", "防災訓練", "大雨に備え、避難の訓練を行います。"),
]
SYNONYMS = {"チャリ": ("自転車",), "起業": ("創業",), "跡継ぎ": ("事業承継",)}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.build(RECORDS, synonyms=SYNONYMS, stop_words=("教える", "事業"))


FINDS = {
    "a word of the title": ("移住", "move"),
    "a word of the text": ("資金を借りたい", "start"),
    "a phrase": ("一周できる道はどれ", "cycle"),
    "another spelling": ("引越し", "move"),
    "a question in everyday words": ("会社の働き方を変えたい", "balance"),
    "a wrong conversion": ("委譲の相談", "move"),
    "another one": ("操業の支援", "start"),
    "a kanji of the same sound": ("飽き家の活用", "empty"),
    "hiragana only": ("いじゅうのそうだん", "move"),
    "katakana only": ("ボウサイクンレン", "flood"),
    "half-width kana": ("ﾜｰｸ･ﾗｲﾌ･ﾊﾞﾗﾝｽ", "balance"),
    "romaji": ("jitensha no machi", "cycle"),
    "a letter missing": ("ワークライフバラス", "balance"),
    "two letters swapped": ("サイクリグン", "cycle"),
    "a synonym": ("チャリで走りたい", "cycle"),
    "a synonym among other words": ("起業に場所を貸して", "start"),
    "old kanji": ("自轉車", "cycle"),
}


@pytest.mark.parametrize(("asked", "wanted"), FINDS.values(), ids=FINDS.keys())
def test_the_record_asked_for_comes_first(asked: str, wanted: str, index: SearchIndex) -> None:
    hits = index.search(asked)
    assert hits
    assert hits[0].id == wanted


def test_scores_fall_from_one(index: SearchIndex) -> None:
    scores = [hit.score for hit in index.search("移住と創業の相談")]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_no_more_hits_than_asked_for(index: SearchIndex) -> None:
    assert len(index.search("会社の相談と訓練", limit=2)) == 2
    assert index.search("移住", limit=0) == []


@pytest.mark.parametrize("asked", ["", " ", "？！", "\n", "🙏", "<@U0BOT>", "ゑゑゑ", "\x00", "\ud83d"])
def test_a_question_that_says_nothing_finds_nothing(asked: str, index: SearchIndex) -> None:
    assert index.search(asked) == []


def test_an_empty_index_finds_nothing() -> None:
    index = SearchIndex.build([])
    assert index.search("移住") == []
    assert index.search("") == []


def test_empty_and_odd_records_harm_nothing() -> None:
    odd = [SearchRecord("none", ""), SearchRecord("signs", "、。", "\n\n"), SearchRecord("half", "移住\ud83d")]
    assert SearchIndex.build(odd).search("移住") == [Hit("half", 1.0)]


def test_two_records_with_the_same_words_stand_in_their_order() -> None:
    twins = [SearchRecord("first", "移住の相談"), SearchRecord("second", "移住の相談")]
    assert [hit.id for hit in SearchIndex.build(twins).search("移住")] == ["first", "second"]


def test_the_title_counts_more_than_the_text() -> None:
    records = [SearchRecord("text", "案内", "観光の窓口"), SearchRecord("title", "観光", "案内の窓口")]
    assert SearchIndex.build(records).search("観光")[0].id == "title"


def test_a_synonym_is_of_use_only_where_records_hold_what_it_means(index: SearchIndex) -> None:
    assert index.ask("跡継ぎ").unknown
    assert not index.ask("チャリ").unknown


def test_stop_words_are_not_looked_for(index: SearchIndex) -> None:
    assert set(index.ask("移住の事業を教えて").words) == {"移住"}


def test_the_same_question_gets_the_same_hits_from_a_second_index(index: SearchIndex) -> None:
    again = SearchIndex.build(RECORDS, synonyms=SYNONYMS, stop_words=("教える", "事業"))
    for asked, _ in FINDS.values():
        assert again.search(asked) == index.search(asked) == index.search(asked)


def test_many_threads_ask_one_index(index: SearchIndex) -> None:
    alone = {asked: index.search(asked) for asked, _ in FINDS.values()}
    wrong: list[str] = []

    def ask() -> None:
        for asked, hits in alone.items():
            if index.search(asked) != hits:
                wrong.append(asked)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_general_vocabulary_is_there_unless_empty_words_are_given() -> None:
    records = [SearchRecord("cycle", "自転車の道"), SearchRecord("house", "住宅の助成")]
    assert [hit.id for hit in SearchIndex.build(records).search("チャリ")][:1] == ["cycle"]
    assert SearchIndex.build(records, synonyms={}, stop_words=()).search("チャリ") == []


@pytest.mark.parametrize(("count", "learns"), [(ASSOCIATIONS_FROM - 1, False), (ASSOCIATIONS_FROM, True)])
def test_associations_are_learned_from_large_collections_only(
    count: int, learns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught: list[int] = []
    learn = Associations.learn

    def noted(words: Any, holders: Any, occurrences: Any, size: int) -> Associations:
        taught.append(size)
        return learn(words, holders, occurrences, size)

    monkeypatch.setattr(Associations, "learn", noted)
    SearchIndex.build([SearchRecord(str(at), f"架空の記録{at}", "住宅と転居の案内") for at in range(count)])
    assert taught == ([count] if learns else [])


def test_words_that_keep_the_same_company_find_one_another() -> None:
    """引越 and 転居 never meet in one record, yet both stand beside 荷物 and 運送."""
    topics = [("引越", "荷物 運送 新居"), ("転居", "荷物 運送 新居"), ("予防接種", "医院 注射 子ども")]
    records = [
        SearchRecord(f"{topic}{at}", topic if at % 2 else "案内", f"{company} {topic} {at}番")
        for at in range(ASSOCIATIONS_FROM // 3 + 1)
        for topic, company in topics
    ]
    index = SearchIndex.build(records, synonyms={}, stop_words=())
    order = [hit.id.rstrip("0123456789") for hit in index.search("引越", limit=len(records))]
    assert order.index("引越") < order.index("転居")
    assert "予防接種" not in order[: 2 * len(records) // 3]


@pytest.fixture
def large_from_six(monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of this file as a large collection."""
    monkeypatch.setattr("knowledge.search.index.LARGE_FROM", len(RECORDS))
    return


@pytest.mark.usefixtures("large_from_six")
@pytest.mark.parametrize(("asked", "wanted"), FINDS.values(), ids=FINDS)
def test_a_large_collection_finds_the_same(asked: str, wanted: str, index: SearchIndex) -> None:
    large = SearchIndex.build(RECORDS, synonyms=SYNONYMS, stop_words=("教える", "事業"))
    assert large.candidates is not None
    assert large.search(asked)[0].id == wanted


@pytest.mark.usefixtures("large_from_six")
def test_in_a_large_collection_characters_score_as_they_do_in_a_small_one(index: SearchIndex) -> None:
    """Here every run stands at most once in a record, so that how often it occurs is how many hold it."""
    large = SearchIndex.build(RECORDS, synonyms=SYNONYMS, stop_words=("教える", "事業"))
    asked = index.ask("湖畔の自転車")
    every = np.arange(len(RECORDS), dtype=np.int32)
    assert large.candidates is not None
    grams, sounds = large.candidates.scores(asked.grams, asked.sounds, every)
    assert grams == pytest.approx(index.grams.score(dict.fromkeys(asked.grams, 1.0)), rel=0.1)
    assert sounds.argmax() == index.sounds.score(dict.fromkeys(asked.sounds, 1.0)).argmax()


@pytest.mark.usefixtures("large_from_six")
def test_a_word_that_no_record_of_a_large_collection_holds_leads_to_those_with_its_characters() -> None:
    large = SearchIndex.build(RECORDS, synonyms={}, stop_words=())
    assert large.search("訓習")[0].id == "flood"
    assert large.search("鮭") == []


def test_a_collection_is_large_from_five_thousand_records() -> None:
    records = [
        SearchRecord(str(at), f"架空の記録{at}番", "住宅の案内" if at % 5 else "転居の案内") for at in range(LARGE_FROM)
    ]
    assert SearchIndex.build(records[1:], synonyms={}, stop_words=()).candidates is None
    large = SearchIndex.build(records, synonyms={}, stop_words=())
    assert large.candidates is not None
    assert large.search("記録4321番")[0].id == "4321"
    assert {int(hit.id) % 5 for hit in large.search("転居")} == {0}
