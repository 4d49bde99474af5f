"""The instruments themselves: scoring and noise."""

from random import Random

import pytest

from knowledge.answers.answer import Answer, Item
from tests.evaluation import fit, noise
from tests.evaluation.questions import Question, Wanted, is_right, question_sets


def question(match: str, *titles: str, says: tuple[tuple[str, ...], ...] = (), category: str = "theme") -> Question:
    wanted = tuple(Wanted("project", title) for title in titles)
    return Question(id="q", text="？", category=category, wanted=wanted, match=match, must_contain=says, difficulty=1)


def answer(*titles: str, text: str = "", status: str = "answered") -> Answer:
    items = tuple(Item("project", title, title, 0.9) for title in titles)
    return Answer("？", status, "project", items, text)  # type: ignore[arg-type]


RIGHT = [
    (question("top1", "甲", "乙"), answer("乙", "丙"), True),
    (question("top1", "甲"), answer("丙", "甲"), False),
    (question("any3", "甲"), answer("丙", "丁", "甲"), True),
    (question("any3", "甲"), answer("丙", "丁", "戊", "甲"), False),
    (question("all5", "甲", "乙"), answer("丙", "乙", "丁", "戊", "甲"), True),
    (question("all5", "甲", "乙"), answer("甲"), False),
    (question("set", "甲", "乙"), answer("乙", "甲", "丙", "丁"), True),
    (question("set", "甲"), answer("甲", "乙", "丙"), False),
    (question("top1", "甲", says=(("54", "五十四"),)), answer("甲", text="基準値 ５４人"), True),
    (question("top1", "甲", says=(("89000",),)), answer("甲", text="89,000 人"), True),
    (question("top1", "甲", says=(("54",), ("0人",))), answer("甲", text="54人"), False),
    (question("set", category="none"), answer(status="not_found"), True),
    (question("set", category="none"), answer("甲"), False),
    (question("set", category="none"), answer(), False),
]


@pytest.mark.parametrize(("asked", "given", "right"), RIGHT)
def test_an_answer_is_right_as_the_format_says(asked: Question, given: Answer, right: bool) -> None:
    assert is_right(asked, given) is right


def test_a_passage_is_right_when_its_text_holds_the_snippet() -> None:
    asked = Question(
        id="q", text="？", category="passage", wanted=(Wanted("passage", "令和 2 年 3 月"),), match="top1",
        must_contain=(), difficulty=1,
    )  # fmt: skip
    shown = Item("passage", "s1", "第2期…", 0.9, text="第2期 令和2年3月 発行")
    assert is_right(asked, Answer("？", "answered", "passage", (shown,), ""))


def test_the_question_sets_are_read_whole() -> None:
    sets = question_sets()
    assert {name: len(sets[name]) for name in ("a", "b", "none")} == {"a": 400, "b": 400, "none": 320}
    assert {q.category for q in sets["none"]} == {"none"}


def test_a_follow_up_stands_after_the_question_that_it_follows() -> None:
    """One that stands before it is asked without a thread, and measures something else."""
    for name, questions in fit.question_sets().items():
        asked: set[str] = set()
        for question in questions:
            assert not question.after or question.after in asked, (name, question.id)
            asked.add(question.id)


NOISY = {
    "半角カナ": ("バスの便", "ﾊﾞｽの便"),
    "全角英数": ("R6のKPI", "Ｒ６のＫＰＩ"),
    "ひらがなだけ": ("移住支援はR6から", "いじゅうしえんはR6から"),
    "カタカナだけ": ("移住支援", "イジュウシエン"),
    "ローマ字": ("創業の発表会", "sougyou no happyou kai"),
    "字間の空白": ("移住支援", "移 住 支 援"),
    "旧字・異体字": ("学校の図書館", "學校の圖書舘"),
    "助詞抜き": ("移住の支援を探しています", "移住支援探しています"),
}


@pytest.mark.parametrize(("kind", "texts"), NOISY.items())
def test_a_noise_distorts_in_its_way(kind: str, texts: tuple[str, str]) -> None:
    assert noise.KINDS[kind](texts[0], Random(1)) == texts[1]


def test_a_slip_of_the_finger_is_one_character() -> None:
    text = "待機児童数の目標値"
    assert len(noise.dropped(text, Random(3))) == len(text) - 1
    assert len(noise.doubled(text, Random(3))) == len(text) + 1
    assert sorted(noise.swapped(text, Random(3))) == sorted(text)


def test_a_wrong_kanji_stands_in_a_compound() -> None:
    wrong = noise.wrong_kanji("この支援は", Random(1))
    assert wrong != "この支援は"
    assert [at for at, char in enumerate(wrong) if char != "この支援は"[at]] in ([2], [3])
    assert noise.wrong_kanji("この人", Random(1)) == "この人"


@pytest.mark.parametrize("name", noise.KINDS)
def test_noise_is_the_same_every_time_and_bears_any_text(name: str) -> None:
    for text in ("", "？", "a", "移住支援の事業は？🙏"):
        assert noise.KINDS[name](text, Random(5)) == noise.KINDS[name](text, Random(5))


def test_about_a_quarter_of_the_words_is_dropped_and_never_all() -> None:
    text = "移住支援と子育て支援の事業の目標値を全部教えて"
    lengths = [len(noise.fewer_words(text, Random(draw))) for draw in range(40)]
    assert min(lengths) > 0
    assert 0.6 * len(text) < sum(lengths) / len(lengths) < 0.9 * len(text)
    assert noise.fewer_words("移住", Random(1)) == "移住"
