"""How the tool itself is used: 「CSVで取り込みたい」「定期配信をやめたい」「実績を間違えて入れたら」.

A question is on the tool where it says what is to be done with what, and no word besides: 「企業のデジタル化の資料」 is
on the plan. The words, what each use needs and the replies are data (commands.toml).
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from msgspec import Struct

from knowledge.answers.answer import Answer, say
from knowledge.answers.understanding.question import Question
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from knowledge.search.query import Query

USUAL = FiscalYear(2023)  # of an example, where no year is said
_SILENT = frozenset({"助詞", "助動詞", "補助記号", "接続詞", "感動詞", "空白"})  # parts of speech


class _Tool(Struct, frozen=True):
    """`words`: how a word begins → what it means; `silent`: words that say nothing by themselves."""

    words: Mapping[str, Collection[str]]
    silent: Collection[str]
    needs: Mapping[str, Collection[Collection[str]]]
    places: Mapping[str, str]
    replies: Mapping[str, Mapping[str, str]]


def tool_help(question: Question) -> Answer | None:
    """The use that is asked for, told for each place where the tool is used; None where nothing of it is asked."""
    tool = _tool()
    found = list(_found(question.query.text.lower(), tool.words))
    meant = {one for _, said in found for one in said}
    use = next((use for use, ways in tool.needs.items() if any({*way} <= meant for way in ways)), "")
    if not use or not _is_all(question, [span for span, _ in found]):
        return None
    return told_of(question.query, use, next(iter(question.years), USUAL))


def told_of(query: Query, use: str, year: FiscalYear = USUAL) -> Answer | None:
    """None of what is no use of the tool."""
    if use not in _tool().replies:
        return None
    said = {"{label}": year.label, "{year}": f"{int(year)}"}
    ways = [(place, _filled(told, said)) for place, told in _tool().replies[use].items()]
    both = "\n".join(f"{_tool().places[place]}：{told}" for place, told in ways)
    return replace(say(query, "smalltalk", use, both), ways=tuple(ways))


def _filled(told: str, said: Mapping[str, str]) -> str:
    for mark, word in said.items():
        told = told.replace(mark, word)
    return told


def _found(text: str, words: Mapping[str, Collection[str]]) -> Iterator[tuple[range, Collection[str]]]:
    """The words from left to right, the longest first where several begin at one place."""
    at = 0
    while at < len(text):
        word = next((text[at : at + size] for size in range(_longest(), 0, -1) if text[at : at + size] in words), "")
        if word:
            yield range(at, at + len(word)), words[word]
        at += len(word) or 1


def _is_all(question: Question, spans: Collection[range]) -> bool:
    """No other word is said."""
    for at, token in enumerate(question.tokens):
        is_told = any(span.start < token.end and token.begin < span.stop for span in spans)
        is_silent = token.part[0] in _SILENT or token.norm in _tool().silent
        is_light = any(one.part == "polite" for one in question.concepts_at.get(at, ()))
        if not (is_told or is_silent or is_light or question.is_year(at)):
            return False
    return True


@cache
def _tool() -> _Tool:
    read = read_toml(VOCABULARY / "commands.toml")["tool"]
    words: dict[str, set[str]] = {}
    for meant, said in read["words"].items():
        for word in said:
            words.setdefault(word.lower(), set()).add(meant)
    return _Tool(words, frozenset(read["silent"]["norms"]), read["needs"], read["places"], read["replies"])


@cache
def _longest() -> int:
    return max(map(len, _tool().words))
