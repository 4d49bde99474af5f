"""Which of a list a question points at: 「2番目」「1番と3番」「最後」「その次」「上位3つ」."""

from collections.abc import Collection, Iterator, Sequence

from knowledge.answers.understanding.concepts import Concept
from knowledge.answers.understanding.context import places_said
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.row import NO_ROW, ThreadRow
from knowledge.answers.understanding.said.numbers import Number
from knowledge.answers.understanding.words import form_words


def places_in_list(question: Question, row: ThreadRow = NO_ROW) -> tuple[Sequence[int], Collection[int]]:
    """The places in the list that are said, and the words that say them: 「2番目」「1番と3番」「最後」「その次」."""
    if other := _other_of_two(question, row):
        return other
    if (numbers := ordinals(question)) and not _first_ones(question, len(row.listed))[0]:
        points, count = bool(question.said("context") & {"this", "among"}), numbers[0].value
        several = (len(row.shown) if points else 0, len(_one_after_another(row)))  # 「この3つの指標」「今の2つ」
        is_of_all = (count in several or count > max(len(row.listed), 1)) and counts_things(question, numbers)
        taken = {at for one in numbers for at in range(one.first, one.end)}
        return ((), ()) if is_of_all else ([one.value for one in numbers], taken | set(_of_the_list(question)))
    if len(row.listed) < 2:
        return (), ()
    if (first := _first_ones(question, len(row.listed)))[0]:
        return first
    next_one = [at for at, token in enumerate(question.tokens) if token.norm in form_words("next")]
    if next_one and len(row.shown) == 1 and row.shown[0] in row.listed:
        return (row.listed.index(row.shown[0]) + 2,), next_one
    said = places_said(question, len(row.listed))
    return next((((place,), taken) for place, taken in said.items()), ((), ())) if len(said) == 1 else ((), ())


def _other_of_two(question: Question, row: ThreadRow) -> tuple[Sequence[int], Collection[int]] | None:
    """「もう一つは？」: of two the one that was not shown last."""
    said = [one for one in question.mentions if one.concept == Concept("context", "last")]
    is_other = any(question.tokens[one.first].surface in form_words("other_of_two") for one in said)
    left = [place for place, id in enumerate(row.listed, start=1) if id not in row.shown]
    return (left, said[0].tokens) if is_other and len(row.listed) == 2 and len(left) == 1 else None


def _first_ones(question: Question, listed: int) -> tuple[Sequence[int], Collection[int]]:
    """「上位3つ」「トップ3」."""
    tokens = question.tokens
    for one in question.numbers:
        if one.first and tokens[one.first - 1].norm in form_words("top") and 1 < one.value <= listed:
            return range(1, one.value + 1), {*range(one.first - 1, one.end)}
    return (), ()


def _one_after_another(row: ThreadRow) -> Sequence[str]:
    """What was shown last and singly before."""
    return (*row.before[:1], *row.shown) if len(row.shown) == 1 else row.shown


def counts_things(question: Question, numbers: Sequence[Number]) -> bool:
    """「2つのうち」「3件の」; 「2つ目」「2番」 say a place."""
    behind = question.tokens[numbers[0].end : numbers[0].end + 2]
    return len(numbers) == 1 and all(token.surface not in form_words("of_place") for token in behind)


def ordinals(question: Question) -> Sequence[Number]:
    """The numbers, where they say places: 「2番目」「三つ目」「1番と3番」「1と3番目」."""
    numbers, words = [one for one in question.numbers if one.value], form_words("ordinal") | form_words("of_place")
    tokens = question.tokens
    if "both" in question.said("context") or numbers_of_all(question):  # 「二つとも」
        return []
    is_said = [
        tokens[one.end - 1].surface[-1] in words
        or any(token.surface in words for token in tokens[one.end : one.end + 1])
        for one in numbers
    ]  # 「1番」 is one word for the dictionary
    is_listed = [
        tokens[one.end : one.end + 1] != [] and tokens[one.end].surface in form_words("listing") for one in numbers
    ]
    all_said = all(
        said or (listed and any(is_said[at:])) for at, (said, listed) in enumerate(zip(is_said, is_listed, strict=True))
    )
    return numbers if numbers and all_said else []


def numbers_of_all(question: Question) -> Sequence[Number]:
    """「3つとも」「2件とも」: all of so many."""
    words = [token.surface for token in question.tokens]
    return [one for one in question.numbers if words[one.end + 1 : one.end + 3] == ["と", "も"]]


def _of_the_list(question: Question) -> Iterator[int]:
    """「最初の一覧に戻って」: which list it was is not asked."""
    tokens = question.tokens
    for at in range(len(tokens)):
        if any(one == Concept("ask", "all") for one in question.concepts_at.get(at, ())):
            yield at
            if at > 1 and tokens[at - 1].surface == "の":
                yield at - 2
