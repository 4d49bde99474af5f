"""What editors teach beside the plan's own files: words of concepts.toml and examples, in the data folder, on disk.

The plan's folder belongs to whoever publishes it and may be read-only; what is taught here is read on top of it,
is kept apart for each strategy, and can be taken back.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from bot.config import BotError
from bot.config.retention import FORGOTTEN
from knowledge.answers import Answer, Engine
from knowledge.answers.examples import Example
from knowledge.answers.gaps import WORDS_NOT_KEPT
from knowledge.answers.understanding.concepts import Concept, Concepts, concept_words
from knowledge.indicators import CurrentValues
from knowledge.japanese.tokenizer import tokenize
from knowledge.model import Catalog, KnowledgeError, fold, name_key
from knowledge.model.base_json import reader
from knowledge.model.records import Passage
from knowledge.storage.place import RecordPlace, open_records, was_kept_at
from knowledge.storage.records import Kinds, with_name
from knowledge.wording import title
from knowledge.wording.names import kind_label
from knowledge.wording.values import loss_note

_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_NO_WORDS = ("助詞", "助動詞", "補助記号", "空白")
log = logging.getLogger(__name__)

TAUGHT = "taught"
NOTHING_TO_UNDO = "取り消せる追加はありません。"
GONE_ALREADY = "番号 {number} の追加はありません（取り消したものかもしれません）。"
WITHOUT_TAUGHT = "加えられた言葉と例を使わずに答えます。"
WHAT_IS_TAUGHT = "教えた言葉と例"
NO_TEXT = "加える{what}を書いてください。"
TOO_SHORT = "「{word}」だけでは加えられません。助詞やかな一文字ではなく、まとまった言葉を指定してください。"
TOO_LONG = "加える{what}は{most}字までで書いてください。"
KNOWN_ALREADY = "「{word}」は、すでに「{label}」の意味の言葉です。"
MOST_OF_A_WORD, MOST_OF_AN_EXAMPLE = 50, 500  # characters
TAUGHT_BEFORE = "{label}は、すでに加えられています。"
MEANS_OTHER = "「{word}」は、すでに{label}として加えられています。意味を変えるには、先にそれを取り消してください。"
OWN_NAME = "「{word}」は、計画にある名前です（{kind}「{title}」）。名前に別の意味を付けることはできません。"
NO_QUESTION = "質問の文が保存されていないため、例に加えられません。"


class TaughtEntry(Struct, frozen=True, kw_only=True):
    """A word of a concept, or an example: which, `kind` says. `by` is who added it, `at` when (aware)."""

    kind: Literal["word", "example"]
    by: str
    part: str = ""
    name: str = ""
    word: str = ""
    question: str = ""
    means: tuple[str, ...] = ()

    @property
    def concept(self) -> Concept:
        return Concept(self.part, self.name)

    @property
    def examples(self) -> tuple[Example, ...]:
        return (Example(self.question, self.means, self.by),) if self.kind == "example" else ()

    @property
    def label(self) -> str:
        """「言葉「ゴール値」（目標値と同じ意味）」"""
        if self.kind == "word":
            return f"言葉「{self.word}」（{concept_label(self.concept)}と同じ意味）"
        return f"質問の例「{self.question}」（→ {''.join(f'「{title}」' for title in self.means)}）"


class _Dated(Struct, frozen=True, kw_only=True):
    plan: str
    at: datetime


_read_lesson, _read_date = reader(TaughtEntry), reader(_Dated)
TAUGHT_KINDS: Kinds = {TAUGHT: lambda document: (_read_lesson(document), _read_date(document))}


def concept_label(concept: Concept) -> str:
    """By the first of its words, which is the usual one."""
    words = concept_words().get(concept, ())
    return next(iter(words), f"{concept.part}.{concept.name}")


class TaughtStore:
    """Lessons of one strategy (`plan`: its catalog's key), oldest first. Several processes may each have one on it."""

    def __init__(self, place: RecordPlace, plan: str = "") -> None:
        self._database = open_records(place, TAUGHT, TAUGHT_KINDS)
        self._plan = plan

    @property
    def version(self) -> int:
        """Rises with every change."""
        return self._database.version

    @property
    def is_partial(self) -> bool:
        """Whether some of what was written cannot be read, or has been lost."""
        return self._database.is_partial

    def lessons(self) -> tuple[TaughtEntry, ...]:
        return tuple(self.numbered().values())

    def numbered(self) -> Mapping[int, TaughtEntry]:
        """By the numbers by which they can be taken back."""
        return {id: _read_lesson(document) for id, document in self._own()}

    def _own(self) -> list[tuple[int, Mapping[str, Any]]]:
        found = [(d.doc_id, d) for d in self._database.readable(TAUGHT) if d["plan"] == self._plan]
        return sorted(found, key=lambda each: each[0])

    def teach(self, lesson: TaughtEntry, at: datetime) -> int:
        """Its number. Raises BotError where it is known."""
        with self._database.locked():
            refuse_taught(lesson, self.lessons())
            record = asdict(lesson) | {"means": list(lesson.means), "plan": self._plan, "at": at.isoformat()}
            return self._database.table(TAUGHT).insert(record)

    def take_back(self, number: int | None = None) -> TaughtEntry:
        """The one with this number, else the last. Raises BotError where there is none."""
        with self._database.locked():
            own = self.numbered()
            if not own:
                raise BotError(NOTHING_TO_UNDO)
            if number is not None and number not in own:
                raise BotError(GONE_ALREADY.format(number=number))
            number = max(own) if number is None else number
            self._database.table(TAUGHT).remove(doc_ids=[number])
            return own[number]

    def forget_person(self, user: str) -> int:
        """What they taught stays, without their name. No file keeps it."""
        with self._database.locked():
            own = self._database.of_person(TAUGHT, "by", user)
            for document in own:
                changed = with_name(document, user, FORGOTTEN)
                self._database.table(TAUGHT).update(changed, doc_ids=[document.doc_id])
        self._database.erase_past()
        return len(own)

    def examples_among(self, questions: frozenset[str]) -> list[int]:
        """The numbers of examples, of any strategy, that are one of these questions word for word."""
        folded = {fold(question).strip() for question in questions}
        table = self._database.table(TAUGHT)
        return sorted(d.doc_id for d in table if fold(str(d.get("question") or "")).strip() in folded)


def check_lesson(lesson: TaughtEntry, concepts: Concepts) -> None:
    """Raises BotError, in one sentence, for what must not be taught. `concepts`: what is known without lessons."""
    is_word = lesson.kind == "word"
    what, text = ("言葉", lesson.word) if is_word else ("質問", lesson.question)
    most = MOST_OF_A_WORD if is_word else MOST_OF_AN_EXAMPLE
    if not text.strip():
        raise BotError(NO_TEXT.format(what=what))
    if len(text) > most:
        raise BotError(TOO_LONG.format(what=what, most=most))
    if is_word and _is_no_word(text):
        raise BotError(TOO_SHORT.format(word=text))
    if text == WORDS_NOT_KEPT:
        raise BotError(NO_QUESTION)
    if is_word and (known := concepts.named(text)):
        raise BotError(KNOWN_ALREADY.format(word=text, label=concept_label(min(known))))


def _is_no_word(text: str) -> bool:
    """Only particles or signs, or one kana."""
    words = [one for one in tokenize(text) if one.surface.strip()]
    is_one_kana = len(text.strip()) == 1 and _KANA.fullmatch(text.strip()) is not None
    return is_one_kana or all(one.part[0] in _NO_WORDS for one in words)


def refuse_taught(lesson: TaughtEntry, lessons: Sequence[TaughtEntry]) -> None:
    """Raises BotError where it is among the lessons, or one of them says another thing of its word."""
    for known in lessons:
        if (known.kind, _key(known)) == (lesson.kind, _key(lesson)):
            is_same = known.concept == lesson.concept
            told = (TAUGHT_BEFORE if is_same else MEANS_OTHER).format(word=lesson.word, label=known.label)
            raise BotError(told)


def _key(lesson: TaughtEntry) -> str:
    return fold(lesson.word or lesson.question).strip()


def _refuse_name(word: str, catalog: Catalog) -> None:
    """Raises BotError for what the plan itself is full of."""
    key = name_key(word)
    for record in catalog.records.values():
        if not isinstance(record, Passage) and name_key(title(record)) == key:
            raise BotError(OWN_NAME.format(word=word, kind=kind_label(record), title=title(record)))


def concepts_with(concepts: Concepts, lessons: Sequence[TaughtEntry]) -> Concepts:
    """With the words that were added."""
    words: dict[Concept, list[str]] = {}
    for each in lessons:
        if each.kind == "word" and each.concept in concept_words():
            words.setdefault(each.concept, []).append(each.word)
    return concepts.plus(words) if words else concepts


class TaughtEngine:
    """An engine that knows what has been taught until the moment of the question, by whichever process.

    Nothing is created in the data folder before somebody teaches something. Where what was taught cannot be read,
    questions are answered without it.
    """

    def __init__(self, engine: Engine, concepts: Concepts, examples: Sequence[Example], place: RecordPlace) -> None:
        """`engine`, `concepts` and `examples`: the plan's own."""
        self._plain, self._concepts, self._examples = engine, concepts, tuple(examples)
        self._place, self._plan = place, engine.catalog.key
        self._known: tuple[int, Engine] = (-1, engine)
        self._logged = ""

    @cached_property
    def store(self) -> TaughtStore:
        """Created where there is none."""
        return TaughtStore(self._place, self._plan)

    @property
    def trouble(self) -> str:
        """Why nothing that was taught can be read, in a sentence for people; "" where nothing is in the way."""
        try:
            _ = self.version
        except KnowledgeError as error:
            return str(error)
        return ""

    @property
    def version(self) -> int:
        """Of what is taught, 0 where nothing ever was. Raises KnowledgeError."""
        return self.store.version if was_kept_at(self._place, TAUGHT) else 0

    def _found(self) -> int | None:
        """The version; None where nothing ever was taught, or it cannot be read, which the log is told once."""
        found, trouble = None, ""
        try:
            found = self.store.version if was_kept_at(self._place, TAUGHT) else None
        except KnowledgeError as error:
            trouble = str(error)
        if trouble and trouble != self._logged:
            log.warning("%s%s", WITHOUT_TAUGHT, trouble)
        self._logged = trouble
        return found

    @property
    def is_partial(self) -> bool:
        """Whether some of what was taught cannot be read, or has been lost."""
        return self._is_partial(self._found())

    def _is_partial(self, found: int | None) -> bool:
        return self.store.is_partial if found is not None else bool(self._logged)

    @property
    def lessons(self) -> tuple[TaughtEntry, ...]:
        return tuple(self.numbered.values())

    @property
    def numbered(self) -> Mapping[int, TaughtEntry]:
        """By the numbers by which they can be taken back, oldest first."""
        return self.store.numbered() if self._found() is not None else {}

    def check(self, lesson: TaughtEntry) -> None:
        """Raises BotError for what must not be taught."""
        check_lesson(lesson, self._concepts)
        if lesson.kind == "word":
            _refuse_name(lesson.word, self._plain.catalog)
        refuse_taught(lesson, self.lessons)

    @property
    def concepts(self) -> Concepts:
        return concepts_with(self._concepts, self.lessons)

    @property
    def examples(self) -> tuple[Example, ...]:
        return (*self._examples, *(example for lesson in self.lessons for example in lesson.examples))

    @property
    def engine(self) -> Engine:
        """With all that is taught now."""
        return self._knowing(self._found())

    def _knowing(self, found: int | None) -> Engine:
        if found is None:
            return self._plain
        if found != self._known[0]:
            self._known = found, self._plain.with_concepts(self.concepts)
        return self._known[1]

    def prepare(self) -> None:
        self._plain.prepare()

    def engine_with(self, lessons: Sequence[TaughtEntry]) -> Engine:
        """As if these were taught, too."""
        return self._plain.with_concepts(concepts_with(self.concepts, lessons))

    def answer(
        self, question: str, context: Sequence[str] = (), values: CurrentValues | None = None, *, today: date
    ) -> Answer:
        """Where a word that was taught may be missing, the answer says so."""
        found = self._found()
        answer = self._knowing(found).answer(question, context, values, today=today)
        is_read = answer.status not in ("smalltalk", "help")
        return answer.noted(loss_note(WHAT_IS_TAUGHT)) if is_read and self._is_partial(found) else answer
