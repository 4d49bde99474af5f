"""Whatever concepts meet in a question, it is read without an error."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.engine import Engine
from knowledge.model.data_files import VOCABULARY, read_toml

WORDS = sorted({
    word
    for part in read_toml(VOCABULARY / "concepts.toml").values()
    for words in part.values()
    for word in words
    if not word.isascii()
})  # fmt: skip
NAMED = ["パッケージ3", "基本目標2", "⑥", "再掲", "一番", "5割以上", "R6", "防災対策事業", "待機児童数"]


@given(st.lists(st.sampled_from([*WORDS, *NAMED]), max_size=6))
def test_whatever_concepts_meet_is_read(engine: Engine, words: list[str]) -> None:
    readings = engine.readings("の".join(words))
    assert len(readings.rows) == len(readings.all)


def test_an_order_among_reprints_is_no_error(engine: Engine) -> None:
    assert engine.answer("パッケージ3の再掲で目標値が一番大きい指標").status in ("answered", "not_found")
