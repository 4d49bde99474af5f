"""Questions without a good answer, read by editors, and what these teach: a word or an example, tried out before."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast, get_args

from msgspec import Struct

from bot.config import Clock
from bot.slack import BotStore
from bot.values import LedgerValues
from bot.values.taught import WHAT_IS_TAUGHT, TaughtEngine, TaughtEntry
from knowledge.answers.gaps import Gap, GapKind, PoorlyAnswered, find_gaps
from knowledge.answers.preview import Trial, find_changes, is_read
from knowledge.model import name_key
from knowledge.wording import title, tokyo_day
from knowledge.wording.example_questions import questions_by_name
from knowledge.wording.values import loss_note

MOST_BY_NAME = 60  # questions made of the plan's names, tried beside these
MOST_TRIED = 60  # questions that were really asked, the latest; each is answered twice


class Teaching(Struct, frozen=True, kw_only=True):
    store: BotStore
    taught: TaughtEngine
    values: LedgerValues
    clock: Clock

    def gaps(self) -> tuple[Gap, ...]:
        """Most asked first."""
        return find_gaps(self._poorly_answered())

    def _poorly_answered(self) -> Iterator[PoorlyAnswered]:
        for at, given in self.store.answers():
            if given.gap in get_args(GapKind):
                yield PoorlyAnswered(question=given.query, kind=cast(GapKind, given.gap), at=at)
        for at, opinion in self.store.opinions():
            if opinion.rating == "bad":
                yield PoorlyAnswered(question=opinion.query, kind="unhelpful", at=at, comment=opinion.comment)

    @property
    def losses(self) -> str:
        """What is said where questions and lessons are listed; "" where all can be read."""
        asked = loss_note("質問とご意見", is_partial=self.store.is_partial)
        return "\n".join(filter(None, (asked, loss_note(WHAT_IS_TAUGHT, is_partial=self.taught.is_partial))))

    def find(self, key: str) -> Gap | None:
        return next((gap for gap in self.gaps() if gap.key == key), None)

    def first_guess(self, question: str) -> str:
        """What the engine makes nothing of now, as far as it stands together; "" where every word is known."""
        words = self.taught.engine.answer(question, today=tokyo_day(self.clock())).unexplained
        guess = ""
        for word in words:
            if guess + word not in question:
                break
            guess += word
        return guess

    @property
    def can_teach(self) -> bool:
        """Where no texts are to be kept, neither is an example of them."""
        return self.store.keeps_texts

    def preview(self, lessons: Sequence[TaughtEntry]) -> Trial:
        """What would be answered otherwise, of the examples, of what was asked and of the plan's own names."""
        taught, today = self.taught, tokyo_day(self.clock())
        new = [each for lesson in lessons for each in lesson.examples]
        examples = [*taught.examples, *new]
        asked = [*self.asked(), *questions_by_name(taught.engine.catalog, MOST_BY_NAME)]
        now, then = taught.engine, taught.engine_with(lessons)
        return Trial(
            changes=tuple(find_changes(now, then, examples, asked, self.values.current, today=today)),
            count=len({*asked, *(example.q for example in examples)}),
            is_unmet=not all(is_read(example, then, today=today) for example in new),
            names=self._names_with([lesson.word for lesson in lessons if lesson.word]),
        )

    def _names_with(self, words: Sequence[str]) -> int:
        names = [name_key(title(record)) for record in self.taught.engine.catalog.records.values()]
        return sum(any(name_key(word) in name for word in words) for name in names)

    def asked(self) -> list[str]:
        """The latest first, each once, and those that found nothing among them."""
        latest = dict.fromkeys(given.query for _, given in reversed(self.store.answers()) if given.query)
        return list(islice(latest, MOST_TRIED))

    def teach(self, lesson: TaughtEntry) -> int:
        """Its number, for taking it back. Raises BotError."""
        return self.taught.store.teach(lesson, self.clock())

    def take_back(self, number: int | None = None) -> TaughtEntry:
        """Raises BotError."""
        return self.taught.store.take_back(number)
