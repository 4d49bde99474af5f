"""States of recorded values in the words of a question: stems with their endings, dialect and politeness included."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.answers.understanding.concepts import general_concepts
from knowledge.answers.understanding.question import Question, analysed

SAID = {
    "unachieved": [
        "目標を達成しちょらん指標",
        "達成してへんKPIは？",
        "達成できとらんKPI",
        "達成されていないもの",
        "目標を達成できずに終わったKPI",
        "達成には至らなかった数値目標",
        "まだ達成に至っていない指標",
        "目標に届かなかったKPI",
        "目標値に届かんKPI",
        "目標に届いとらんばい、どのKPI？",
        "目標に達しませんでしたか",
        "クリアできとらんKPI",
        "達成しておりません指標は",
        "達成とは言えないKPI",
    ],
    "achieved": [
        "達成いたしましたKPIは",
        "達成されたKPI",
        "達成ずみの指標",
        "達成KPIの一覧",
        "目標に到達した指標",
        "目標値を超えとるKPI",
        "目標を上回ったKPI",
        "達成しちょるKPI",
        "未達成ではないKPI",
    ],
    "late": [
        "進んどらんKPI",
        "進みよらんもの",
        "進みが遅いKPI",
        "進捗が芳しくありませんKPI",
        "進捗が思わしくなかった指標",
        "順調じゃなかKPI",
        "順調とは言えない指標",
        "順調に進んどらんKPI",
        "順調ではありません指標",
        "うまくいっていないKPI",
        "停滞しとる指標",
        "遅延しているKPI",
        "遅れちょるもの",
        "遅れてますか",
        "遅れが見られるKPI",
    ],
    "slightly_late": ["ちょっと遅れとるKPI", "若干遅れているKPI"],
    "not_late": ["遅れていない指標", "遅れておりませんKPI", "遅れのない指標", "遅れが見られないKPI"],
    "on_track": ["好調なKPI", "予定どおりのKPI", "計画どおりに進んどるKPI"],
    "worse": ["悪うなった指標", "悪化しとるKPI", "逆行している指標"],
    "not_worse": ["後退していない指標"],
    "unrecorded": [
        "登録されとらんKPI",
        "登録がないKPI",
        "実績が入っとらんKPI",
        "まだ報告がない指標",
        "実績値が提出されていないKPI",
        "記入漏れのKPI",
    ],
    "recorded": ["入力済みのKPI", "未登録ではないKPI", "データが揃っている指標"],
    "not_computable": ["算定できませんKPI", "達成率を計算できませんKPI"],
    "increased": ["増えとるKPI", "上昇した指標"],
    "decreased": ["減っとるKPI", "低下しているKPI"],
    "neither": ["達成とも未達とも言えんKPI", "達成も未達もしとらん指標"],
    "change": ["去年度と比べてどうですか", "前年度比は"],
}
NONE = [
    "達成すべき目標",
    "達成したい目標は",
    "達成するための事業",
    "達成したら何がある",
    "達成できるように何をする",
    "目標の達成に向けた取組",
    "順調に増やす",
    "計画どおり実施する事業",
    "遅れを取らない",
    "遅れなく進める事業",
    "遅れないように",
    "成果",
    "成果は",
    "下がった方がよいKPI",
    "増えたら困る指標",
    "減ったほうが成果というKPI",
    "ぶら下がっている事業",
    "名前が挙がっている制度",
    "配信が送れませんでした",
    "基準値がないKPI",
    "目標値が未定の指標の基準値",
    "KPIのうち50％に届いていない",
    "登録する手続き",
    "報告の事業",
    "バスが遅れた。KPIは何ですか？",
]


def read(engine: Engine, text: str) -> Question:
    return analysed(engine.reader.read(text), general_concepts())


@pytest.mark.parametrize(("text", "state"), [(text, state) for state, texts in SAID.items() for text in texts])
def test_a_state_is_read_from_a_word_and_its_ending(engine: Engine, text: str, state: str) -> None:
    assert read(engine, text).states - {"actual", "progress"} == {state}


@pytest.mark.parametrize("text", NONE)
def test_what_looks_like_a_state_and_is_none(engine: Engine, text: str) -> None:
    assert read(engine, text).states == set()


@pytest.mark.parametrize("text", ["未達のKPI", "遅れているのは？", "達成率", "順調な指標はどれですか"])
def test_a_question_may_name_nothing_but_states(engine: Engine, text: str) -> None:
    assert read(engine, text).is_only_states


@pytest.mark.parametrize("text", ["子育てで遅れているKPI", "人口の目標は達成した？", "KPIは？", "待機児童の達成率"])
def test_a_question_that_names_something_or_no_state_is_on_more(engine: Engine, text: str) -> None:
    assert not read(engine, text).is_only_states


@pytest.mark.parametrize(
    "text", ["KPIの進捗状況は？", "達成率を教えて", "進み具合はどうですか", "達成の度合いは", "進捗は"]
)
def test_progress_is_asked_for(engine: Engine, text: str) -> None:
    assert {"progress", "actual"} <= read(engine, text).states


@pytest.mark.parametrize("text", ["進捗を測る指標は何ですか", "達成状況を検証する組織は", "進み具合を見るための指標"])
def test_what_measures_progress_is_not_progress(engine: Engine, text: str) -> None:
    assert "progress" not in read(engine, text).states


@pytest.mark.parametrize(
    "text", ["目標まであと何人", "残りはいくつ", "何人足らんと？", "目標にあとどんだけ足りん？", "目標との差は"]
)
def test_what_is_left_to_the_target_is_asked_for(engine: Engine, text: str) -> None:
    assert read(engine, text).is_on_shortfall


@pytest.mark.parametrize("text", ["交付金と、あと何でしたっけ", "改善後はいくらになる", "基準から目標までの上げ幅"])
def test_what_is_left_of_something_else_is_not(engine: Engine, text: str) -> None:
    assert not read(engine, text).is_on_shortfall


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("観光の方。広域連携じゃなくて", "観光の方。"),
        ("「累計」ではなく「総数」のKPI", "「総数」のKPI"),
        ("増やすんやなくて減らしたいKPI", "減らしたいKPI"),
        ("観光の事業（東部でも西部でもない方）", "観光の事業()"),
        ("観光だけではなく農業も", "観光だけではなく農業も"),
        ("観光ではないですか", "観光ではないですか"),
    ],
)
def test_what_is_expressly_not_meant_is_left_out(engine: Engine, text: str, wanted: str) -> None:
    assert read(engine, text).wanted_text == wanted
