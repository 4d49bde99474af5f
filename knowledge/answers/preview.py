"""What another understanding would change: golden questions asked of both engines, and those that end differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.answers.engine import Engine
from knowledge.answers.examples import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOtherwise:
    """A question with the titles shown before and after, and whether an example of the staff is right then.

    `is_right`: None for a question that no example speaks of.
    """

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_right: bool | None = None

    @property
    def sentence(self) -> str:
        verdict = {None: "", True: "（例のとおりになります）", False: "（例と違ってしまいます）"}[self.is_right]
        return f"「{self.question}」：{_listed(self.before)} → {_listed(self.after)}{verdict}"


def find_changes(
    now: Engine, then: Engine, examples: Sequence[Example], asked: Sequence[str], *, today: date
) -> Iterator[ReadOtherwise]:
    """Those of the examples first, then of what was really asked."""
    known = {example.q: example for example in examples}
    for question in dict.fromkeys([*known, *asked]):
        before, after = (
            tuple(item.title for item in engine.answer(question, today=today).items) for engine in (now, then)
        )
        if before != after:
            example = known.get(question)
            yield ReadOtherwise(
                question=question,
                before=before,
                after=after,
                is_right=example.is_met_by(after) if example else None,
            )


def _listed(titles: Sequence[str]) -> str:
    more = f"ほか{len(titles) - 3}件" if len(titles) > 3 else ""
    return "".join(f"「{title}」" for title in titles[:3]) + more if titles else "答えなし"
