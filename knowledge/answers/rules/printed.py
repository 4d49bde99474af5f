"""Before a refusal: the lines of the document that hold the very words asked, wherever they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from knowledge.answers.answer import Answer, Item, titles
from knowledge.answers.understanding.question import Question
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import Passage, Span, Strategy
from knowledge.wording.amounts import lines_text

MOST_QUOTED = 3
SHORTEST_OWN_NAME = 3  # characters of a name that can only be meant as it stands
SHORTEST_ASKED = 2  # characters; one alone stands in every other line
AFFIX_WEIGHT = 0.29  # from which on a token is part of what is asked
BY_WORDS = 0.5  # the score of a line that holds the words: nothing says that it answers
_REFUSALS = frozenset({"absent", "unknown", "attribute", "ambiguous"})
_MEASURED = ("kpi", "goal_target", "project")
_MANNER = frozenset({"ask", "polite", "relation", "order", "condition"})
_NOT_ASKED = _MANNER | {"kind", "attribute"}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """`text` as printed, of the line `number` and, where the words run on, of the next."""

    span: Span
    text: str


class PrintedLines:
    """All lines of a document, whether records are made of them or not."""

    def __init__(self, catalog: Catalog, document: Sequence[str]) -> None:
        """`document`: the lines of the source file, first first."""
        self._catalog = catalog
        self._document = document
        self._titles = titles(catalog)
        self._record_keys: dict[str, str] = {}

    @cached_property
    def key(self) -> str:
        """Every word that stands there, as one key."""
        return name_key(" ".join(self._document))

    def instead_of(self, refusal: Answer, question: Question, *, is_elsewhere: bool) -> Answer:
        """The lines quoted, with the records that are made of them; the refusal where no line holds the words: of
        another place all of them.
        """
        if refusal.status != "not_found" or refusal.intent not in _REFUSALS:
            return refusal
        words = (not is_elsewhere and _asked(question, _NOT_ASKED)) or _asked(question, _MANNER)
        found = self._holding(words) if sum(map(len, words)) >= SHORTEST_ASKED else []
        if not found:
            return refusal
        return self._quoting(refusal, found)

    def rather_than(self, answer: Answer, question: Question) -> Answer:
        """A name that stands in the document, but in a line of which no record was made, is not that of another record
        that is like it.
        """
        words = _asked(question, _NOT_ASKED)
        if not answer.items or any(item.kind not in _MEASURED for item in answer.items):
            return answer
        keys = (self._record_key(item.id) for item in answer.items)
        if sum(map(len, words)) < SHORTEST_OWN_NAME or any(all(word in key for word in words) for key in keys):
            return answer
        found = self._holding(words)
        is_held = any(not self._is_prose(one.span.first_line) for one in found)
        return answer if is_held or not found else self._quoting(answer, found)

    def _quoting(self, answer: Answer, found: Sequence[PrintedLine]) -> Answer:
        note = self.quoted(found)
        items = tuple(item for one in found[:MOST_QUOTED] for item in self._items(one))
        unique = tuple({item.id: item for item in reversed(items)}.values())[::-1]
        told = replace(answer, status="not_found", intent="printed", items=(), near=(), text=note, note=note)
        return replace(told, status="answered", intent="passage", items=unique) if unique else told

    def _record_key(self, id: str) -> str:
        """All that is printed of it."""
        if id not in self._record_keys:
            span = self._spans.get(id)
            printed = self._document[span.first_line - 1 : span.last_line] if span else ()
            self._record_keys[id] = name_key(" ".join([*printed, self._titles.get(id, ("", ""))[1]]))
        return self._record_keys[id]

    def _is_prose(self, line: int) -> bool:
        inside = (id for id, span in self._spans.items() if span.first_line <= line <= span.last_line)
        return isinstance(self._catalog.records.get(next(inside, "")), Passage | None)

    def quoted(self, found: Sequence[PrintedLine]) -> str:
        """The first few with their places; "" where there are none."""
        if not found:
            return ""
        more = [f"ほか{len(found) - MOST_QUOTED}か所にあります。"] if len(found) > MOST_QUOTED else []
        shown = (f"「{one.text}」（{lines_text(one.span)}）" for one in found[:MOST_QUOTED])
        return "\n".join(["本文のこの行にあります：", *shown, *more])

    def holding_any(self, words: Collection[str], within: Span | None) -> list[PrintedLine]:
        """Lines with one of the words."""
        held = (at for at, key in self._keys if any(word in key for word in words))
        return [self._line(at, at) for at in held if within is None or within.first_line <= at <= within.last_line]

    def _holding(self, words: Collection[str]) -> list[PrintedLine]:
        """Lines, else two that follow each other: a paragraph's words may be broken between them."""
        alone = _of_all([(at, at, key) for at, key in self._keys], words)
        found = alone or _of_all(
            [(at, below, key + more) for (at, key), (below, more) in pairwise(self._keys) if below == at + 1], words
        )
        return [self._line(first, last) for first, last, _ in found]

    @cached_property
    def _keys(self) -> list[tuple[int, str]]:
        """By the number of the line; empty ones are left out."""
        return [(at, name_key(line)) for at, line in enumerate(self._document, start=1) if line.strip()]

    def _line(self, first: int, last: int) -> PrintedLine:
        printed = (
            "｜".join(filter(None, map(str.strip, line.split("\t")))) for line in self._document[first - 1 : last]
        )
        return PrintedLine(Span(first, last, self._page(first)), " ".join(" ".join(text.split()) for text in printed))

    def _page(self, line: int) -> int | None:
        return next((span.page for span in self._spans.values() if span.first_line <= line <= span.last_line), None)

    @cached_property
    def _spans(self) -> dict[str, Span]:
        """Of all that can be shown, the shortest first: the innermost record that holds a line."""
        records = ((id, self._catalog.records[id]) for id in self._titles)
        found = {id: record.span for id, record in records if not isinstance(record, Strategy)}
        return dict(sorted(found.items(), key=lambda one: one[1].last_line - one[1].first_line))

    def _items(self, line: PrintedLine) -> list[Item]:
        """Of a heading of which no record is made, the prose that it leads to; of a cell of several parts each."""
        first = line.span.first_line
        inside = (id for id, span in self._spans.items() if span.first_line <= first <= span.last_line)
        key = name_key(line.text)
        below = (p.id for p in self._catalog.base.passages if any(name_key(part) in key for part in p.path))
        id = next(inside, None) or next(below, None)
        return [self._item(one, line.text) for one in self._catalog.parts_of(id, key)] if id else []

    def _item(self, id: str, quoted: str) -> Item:
        kind, title = self._titles[id]
        is_passage = kind == "passage"
        return Item(kind, id, title[:40] if is_passage else title, BY_WORDS, (), quoted if is_passage else None)


def _of_all(lines: list[tuple[int, int, str]], words: Collection[str]) -> list[tuple[int, int, str]]:
    """Those with every word."""
    for word in words:
        lines = [line for line in lines if word in line[2]]
    return lines


def _asked(question: Question, without: frozenset[str]) -> list[str]:
    """The words that a line must hold, as keys: runs of nouns that touch, but for those by which anything is asked."""
    runs: list[str] = []
    is_open = False
    for at, token in enumerate(question.tokens):
        parts = {concept.part for concept in question.concepts_at.get(at, ())}
        is_word = token.is_number or question.weights[at] >= AFFIX_WEIGHT
        if not ("unprinted" in parts or (is_word and not parts & without)) or not token.surface.strip():
            is_open = False
        elif is_open and question.tokens[at - 1].end == token.begin:
            runs[-1] += token.surface
        else:
            runs.append(token.surface)
            is_open = True
    return [key for run in runs if (key := name_key(run))]
