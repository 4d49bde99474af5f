"""What kind of answer a request asks for, by its question words: a person, a place, a day, a way to do something."""

from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile, pairwise

from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import KANJI, Token

_BY_WORD = ("who", "where", "when", "how", "why")
_NOUNS = ("名詞", "接尾辞")


def ways_asked(question: Question, units: Collection[str]) -> frozenset[str]:
    """`units`: in which the plan counts; who asks for 何校 where no figure is in 校 asks for something else."""
    return frozenset(_ways(question, units))


def is_indefinite(behind: Sequence[Token]) -> bool:
    """「いつかの」「どこかの」「誰かに」 ask for nothing: か with more behind it than a sign."""
    return len(behind) == 2 and behind[0].surface == "か" and behind[1].part[0] == "助詞"


def _ways(question: Question, units: Collection[str]) -> Iterator[str]:
    asked = (at for at in range(len(question.tokens)) if question.in_request_at(at))
    request = [at for at in asked if not is_indefinite(question.tokens[at + 1 : at + 3])]
    for at in request:
        norm = question.tokens[at].norm
        yield from (way for way in _BY_WORD if norm in form_words(f"asks_{way}") and not _is_of(question, at))
        is_filler = any(one.part == "polite" for one in question.concepts_at.get(at, ()))  # なんか
        if norm in form_words("which") | form_words("pronouns") and not is_filler and asks_for_other(question, at):
            yield "which_other"
    counted = set(counters([question.tokens[at] for at in request])) - form_words("any_counters")
    if counted:
        yield "counted" if any(one in unit for one in counted for unit in units) else "counted_other"
    if question.asks and _asks_for_a_view(question):
        yield "view"
    if not question.asks and _ends_in_a_statement(question):
        yield "tells"


def _is_of(question: Question, at: int) -> bool:
    """「どこの病院」 asks for a hospital, and for no place."""
    return [token.surface for token in question.tokens[at + 1 : at + 2]] == ["の"]


def asks_for_other(question: Question, at: int) -> bool:
    """「どこの病院が」「どの課」「何ポイント」: what is neither a kind of record nor a number or value."""
    tokens = question.tokens
    rest = dropwhile(lambda place: tokens[place].surface in form_words("of_which"), range(at + 1, len(tokens)))
    noun = next(rest, None)
    if noun is None or tokens[noun].part[0] not in _NOUNS or tokens[noun].is_number:
        return False
    return noun not in question.concepts_at


def counters(tokens: Collection[Token]) -> list[str]:
    """What is counted: 校 of 「何校」, 人 of 「人数」."""
    after = [b.surface for a, b in pairwise(tokens) if a.surface in form_words("how_many") and _are_one(a, b)]
    return [*after, *(token.surface[0] for token in tokens if token.surface in form_words("counts"))]


def _are_one(asking: Token, counter: Token) -> bool:
    """「数えていくもの」 and 「What is KPI」 count nothing."""
    may_count = (
        counter.part[0] == "接尾辞" or counter.part[2].startswith("助数詞") or bool(KANJI.match(counter.surface))
    )
    return asking.part[0] != "動詞" and may_count and asking.end == counter.begin


def _asks_for_a_view(question: Question) -> bool:
    """「うまくいくと思いますか」, and not 「伺いたいと思います」「…と思う市民の割合は？」."""
    tokens = question.tokens[question.request.first : question.request.end]
    end = [token for token in tokens if token.surface.strip() and not token.is_sign]
    while end and end[-1].part[0] in ("助動詞", "助詞"):
        end.pop()
    if len(end) < 3 or end[-1].norm not in form_words("judging"):
        return False
    return end[-2].surface in form_words("quoting") and end[-3].norm != "たい"


def _ends_in_a_statement(question: Question) -> bool:
    """「おかげさまで無事に終わりました」"""
    last = next((token for token in reversed(question.tokens) if token.surface.strip() and not token.is_sign), None)
    return last is not None and last.part[0] in ("動詞", "形容詞", "助動詞")
