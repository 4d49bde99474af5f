"""What kind of answer a request asks for, by its question words."""

import pytest

from knowledge.answers.understanding.ways import ways_asked
from tests.knowledge.answers.understanding.conftest import Gather


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("ふるさと大使はどなたですか", "who"),
        ("申込用紙はどこにありますか", "where"),
        ("どこの病院が走らせていますか", "which_other"),
        ("説明会はいつですか", "when"),
        ("どうすれば申し込めますか", "how"),
        ("シティプラザの大ホールは何席ですか", "counted_other"),
        ("待機児童は何人まで減らしますか", "counted"),
        ("この戦略はうまくいくと思いますか", "view"),
        ("おかげさまで無事に終わりました。", "tells"),
    ],
)
def test_the_question_word_says_what_is_asked_for(gather: Gather, text: str, way: str) -> None:
    evidence = gather(text)
    assert way in ways_asked(evidence.question, evidence.schema.units)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("どこの病院が走らせていますか", "where"),  # a hospital
        ("KPIはいくつですか", "counted_other"),  # つ counts anything
        ("累計で数えていくものは", "counted_other"),
        ("内容を伺いたいと思います", "view"),
        ("住み続けたいと思う市民の割合は", "view"),
        ("移住支援の事業は？", "tells"),
        ("どの事業ですか", "which_other"),
        ("いつかの待機児童数の実績は", "when"),  # some time
        ("どこかの市の待機児童数は", "where"),
        ("誰かに聞かれた待機児童数は", "who"),
    ],
)
def test_what_only_looks_like_it_does_not(gather: Gather, text: str, way: str) -> None:
    evidence = gather(text)
    assert way not in ways_asked(evidence.question, evidence.schema.units)
