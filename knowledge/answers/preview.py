"""What another understanding would change: golden questions asked of both engines, and those answered differently."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from knowledge.answers.answer import Answer
from knowledge.answers.engine import Engine
from knowledge.answers.examples import Example
from knowledge.indicators import CurrentValues
from knowledge.wording.amounts import quoted
from knowledge.wording.taught import in_names_note

LONGEST_LINE = 60  # characters of what is said otherwise


class AnsweredOtherwise(Struct, frozen=True, kw_only=True):
    """A question with the titles shown before and after, and whether an example of the staff is right then.

    `is_right`: None for a question that no example speaks of. `said`: where the titles are the same, the first line
    that is another, before and after, "" for none.
    """

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_right: bool | None = None
    said: tuple[str, str] = ("", "")

    @property
    def sentence(self) -> str:
        verdict = {None: "", True: "（例のとおりになります）", False: "（例と違ってしまいます）"}[self.is_right]
        told = (
            f"{_listed(shown)}{_said(line)}" for shown, line in zip((self.before, self.after), self.said, strict=True)
        )
        return f"「{self.question}」：{' → '.join(told)}{verdict}"


class Trial(Struct, frozen=True, kw_only=True):
    """`count`: how many questions were tried. `is_unmet`: a new example is not answered as it says even then.

    `names`: how many records of the plan have a new word within their names; more questions than those tried may then
    be answered otherwise.
    """

    changes: tuple[AnsweredOtherwise, ...]
    count: int
    is_unmet: bool = False
    names: int = 0

    @property
    def warning(self) -> str:
        """ "" where no name holds the word."""
        return in_names_note(self.names) if self.names else ""


def find_changes(
    now: Engine,
    then: Engine,
    examples: Sequence[Example],
    asked: Sequence[str],
    values: CurrentValues | None = None,
    *,
    today: date,
) -> Iterator[AnsweredOtherwise]:
    """Those of the examples first, then of what was really asked."""
    known = {example.q: example for example in examples}
    for question in dict.fromkeys([*known, *asked]):
        before, after = (engine.answer(question, (), values, today=today) for engine in (now, then))
        if _shown(before) != _shown(after):
            example, was, is_then = known.get(question), _titles(before), _titles(after)
            yield AnsweredOtherwise(
                question=question,
                before=was,
                after=is_then,
                is_right=example.is_met_by(is_then) if example else None,
                said=_first_otherwise(before.text, after.text) if was == is_then else ("", ""),
            )


def is_read(example: Example, engine: Engine, *, today: date) -> bool:
    return example.is_met_by(_titles(engine.answer(example.q, today=today)))


def _shown(answer: Answer) -> tuple[object, ...]:
    return answer.status, tuple((item.kind, item.id) for item in answer.items), answer.text


def _titles(answer: Answer) -> tuple[str, ...]:
    return tuple(item.title for item in answer.items)


def _first_otherwise(before: str, after: str) -> tuple[str, str]:
    was, is_then = before.splitlines(), after.splitlines()
    gone = next((line for line in was if line.strip() and line not in is_then), "")
    return gone, next((line for line in is_then if line.strip() and line not in was), "")


def _said(line: str) -> str:
    return f"（{line[:LONGEST_LINE]}{'…' if len(line) > LONGEST_LINE else ''}）" if line else ""


def _listed(titles: Sequence[str]) -> str:
    more = f"ほか{len(titles) - 3}件" if len(titles) > 3 else ""
    return "".join(quoted(title) for title in titles[:3]) + more if titles else "答えなし"
