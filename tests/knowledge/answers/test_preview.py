"""What a word would change is found wherever the reply is another, not only where other records are shown."""

from datetime import date

from knowledge.answers import Engine
from knowledge.answers.examples import Example
from knowledge.answers.preview import find_changes, is_read
from knowledge.answers.understanding.concepts import Concept, general_concepts

TODAY = date(2024, 6, 3)
WORD = "着地点"


def _taught(engine: Engine) -> Engine:
    return engine.with_concepts(general_concepts().plus({Concept("attribute", "target"): [WORD]}))


def test_the_same_records_with_another_sentence_are_a_change(engine: Engine) -> None:
    question = f"製造品出荷額等の{WORD}は？"
    [change] = find_changes(engine, _taught(engine), [], [question], today=TODAY)
    assert change.before == change.after == ("製造品出荷額等",)
    shown = "「製造品出荷額等」"
    target = "製造品出荷額等の目標値は361,466百万円（令和6年度）"
    assert change.sentence.startswith(f"「{question}」：{shown}（{target}、基準値は320,975百万円（平成30年度）です。")
    assert change.sentence.endswith(f"） → {shown}（{target}です。）")


def test_what_is_answered_in_the_same_words_is_none(engine: Engine) -> None:
    assert list(find_changes(engine, _taught(engine), [], ["製造品出荷額等の目標値は？"], today=TODAY)) == []


def test_an_example_is_met_by_what_is_shown_first(engine: Engine) -> None:
    example = Example(f"待機児童の{WORD}は？", ("待機児童数",))
    assert not is_read(example, engine, today=TODAY)
    assert is_read(example, _taught(engine), today=TODAY)
