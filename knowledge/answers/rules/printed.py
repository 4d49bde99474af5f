"""Before a refusal: the lines of the document that hold the very words asked, wherever they stand."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, cached_property
from itertools import pairwise

from msgspec import Struct

from knowledge.answers.answer import INDICATOR_ITEMS, Answer, Item, titles
from knowledge.answers.rules.asked import FIGURES, OF_FIGURES, is_of_theme, kinds_asked
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import Passage, Span, Strategy
from knowledge.model.structs import replace
from knowledge.wording.leads import MOST_QUOTED, lines_lead

SHORTEST_OWN_NAME = 3  # characters of a name that can only be meant as it stands
SHORTEST_ASKED = 2  # characters; one alone stands in every other line
AFFIX_WEIGHT = 0.29  # from which on a token is part of what is asked
SENTENCE_END = "。"
BY_WORDS = 0.5  # the score of a line that holds the words: nothing says that it answers
_REFUSALS = frozenset({"absent", "unknown", "attribute", "ambiguous"})
_MEASURED = (*INDICATOR_ITEMS, "project")
_MANNER = frozenset({"ask", "polite", "relation", "order", "condition"})
_NOT_ASKED = _MANNER | {"kind", "attribute"}


_LEADERS = re.compile(r"(?:…|[.．・·⋯‥]{3})[\s.．・·⋯‥…]*\d{1,3}\s*$")  # 「東部地域… 26」


class _Lines:
    """Places of a document with what stands there as a key: of each its first line and its last."""

    def __init__(self, places: Iterable[tuple[int, int, str]]) -> None:
        self._places = list(places)
        self._text = "\n".join(key for _, _, key in self._places)  # asked first: most words stand nowhere

    def with_all(self, words: Collection[str]) -> list[tuple[int, int]]:
        places = self._places if all(word in self._text for word in words) else []
        for word in words:
            places = [one for one in places if word in one[2]]
        return [(first, last) for first, last, _ in places]


class PrintedLine(Struct, frozen=True):
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
        is_near = any(item.kind in INDICATOR_ITEMS for item in refusal.near)
        is_of_figure = is_near and bool(question.said("attribute") & {"target", "baseline"})  # which no prose answers
        if refusal.status == "not_found" and (refusal.intent == "figure" or is_of_figure):
            rows = [] if is_elsewhere else self._rows(question)
            return self._quoting(refusal, rows) if rows else refusal
        if refusal.status != "not_found" or refusal.intent not in _REFUSALS:
            return refusal
        words = not is_elsewhere and _asked(question, _NOT_ASKED)
        words = words or ([] if question.years else _asked(question, _MANNER))  # no line is of a year's 「目標」 alone
        says_more = any(not word.isdecimal() or len(word) > 2 for word in words)  # than the number of a heading
        found = self._holding(words) if says_more and sum(map(len, words)) >= SHORTEST_ASKED else []
        found = found or ([] if is_elsewhere else self._rows(question))
        return self._quoting(refusal, found) if found else refusal

    def rather_than(self, answer: Answer, question: Question) -> Answer:
        """A name that stands in the document, but in a line of which no record was made, is not that of another record
        that is like it.
        """
        rows = self._rows(question)
        if rows and not any(self._shows(item, row, question) for item in answer.items for row in rows):
            return self._quoting(answer, rows)
        words = _asked(question, _NOT_ASKED)
        if all(word.isdecimal() for word in words):  # 「⑪と⑫の事業」 names records by their numbers
            return answer
        if [item.kind for item in answer.items] == ["passage"] and (lines := self._broken(words, answer.items[0])):
            return self._quoting(answer, lines)
        if not answer.items or any(item.kind not in _MEASURED for item in answer.items) or is_of_theme(question):
            return answer
        keys = [self._record_key(item.id) for item in answer.items]
        themes = list(map(_theme, words))  # 「創業」 of 「創業支援」
        keys += [" ".join(keys)] if question.is_joined else []  # two things, of which each record has its own
        if sum(map(len, words)) < SHORTEST_OWN_NAME or any(all(theme in key for theme in themes) for key in keys):
            return answer
        found = self._holding(words)
        is_held = any(not self._is_prose(one.span.first_line) for one in found)
        return answer if is_held or not found else self._quoting(answer, found)

    def _broken(self, words: Sequence[str], shown: Item) -> list[PrintedLine]:
        """Lines of which a word goes from one to the next, where what is shown has only its end."""
        key = name_key(shown.text or "")
        missed = [word for word in words if word not in key]
        if not missed or sum(map(len, words)) < SHORTEST_OWN_NAME:
            return []
        return [one for one in self._holding(words) if one.span.first_line < one.span.last_line]

    def _rows(self, question: Question) -> list[PrintedLine]:
        """Rows of a table of which no record was made, that hold the words; none where a kind of record is asked for.

        A row is none of the plan's prose, in which the words may stand for any reason: it is what was not read.
        """
        words = _asked(question, _NOT_ASKED, with_ends=True)
        if sum(map(len, words)) < SHORTEST_OWN_NAME or set(kinds_asked(question)) - OF_FIGURES:
            return []
        return [one for one in self._holding(words) if self._is_unread_row(one.span.first_line)]

    def _is_unread_row(self, at: int) -> bool:
        """With a number in a cell behind its name (「142人」「▲142人」「約3割」), or a line that was to be a target and
        is no sentence.
        """
        begun = (name_key(cell)[:2] for cell in _cells(self._document[at - 1])[1:])
        is_figures = any(char.isdecimal() for first in begun for char in first)
        is_item = at in self._doubted and SENTENCE_END not in self._document[at - 1]
        return self._is_prose(at) and (is_figures or is_item)

    @cached_property
    def _doubted(self) -> frozenset[int]:
        """Lines of which the reading says that it could not read them. What it says of a record by its name is no
        such thing: that was read.
        """
        read = [f"「{title}」" for kind, title in self._titles.values() if kind in _MEASURED]
        told = [one for one in self._catalog.base.report.findings if one.severity == "warning"]
        spans = (one.span for one in told if one.span and not any(name in one.message for name in read))
        return frozenset(at for span in spans for at in range(span.first_line, span.last_line + 1))

    def _shows(self, item: Item, row: PrintedLine, question: Question) -> bool:
        """The row itself, or all that is asked, in its own words."""
        span = self._spans.get(item.id)
        if item.kind == "passage":
            return span is not None and span.first_line <= row.span.first_line <= span.last_line
        words = _asked(question, _NOT_ASKED, with_ends=True)
        key = self._record_key(item.id) if item.kind in _MEASURED else name_key(item.title)
        return all(word in key for word in words)

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
        return lines_lead([(one.text, one.span) for one in found])

    def doubted_within(self, spans: Sequence[Span] | None) -> list[Span]:
        """Lines that the reading is not sure of and that no record is made of; None for the whole document."""
        lines = (at for at in sorted(self._doubted) if self._is_prose(at))
        return [
            self._line(at, at).span
            for at in lines
            if spans is None or any(span.first_line <= at <= span.last_line for span in spans)
        ]

    def holding_any(self, words: Collection[str], within: Span | None) -> list[PrintedLine]:
        """Lines with one of the words."""
        held = (at for at, key in self._keys if any(word in key for word in words))
        return [self._line(at, at) for at in held if within is None or within.first_line <= at <= within.last_line]

    def _holding(self, words: Collection[str]) -> list[PrintedLine]:
        """Lines, else two that follow each other: a paragraph's words may be broken between them."""
        found = self._singles.with_all(words)
        read = [one for one in found if not self._is_of_contents(one[0])]
        found = read or found or self._pairs.with_all(words)
        return [self._line(first, last) for first, last in found]

    @cached_property
    def _singles(self) -> _Lines:
        """Each by itself."""
        return _Lines((at, at, key) for at, key in self._keys)

    @cached_property
    def _pairs(self) -> _Lines:
        """Two lines that follow each other, as they run on."""
        return _Lines(
            (at, below, key + more + self._first_cells(at))
            for (at, key), (below, more) in pairwise(self._keys)
            if below == at + 1 and not self._is_of_contents(at)
        )

    def _is_of_contents(self, at: int) -> bool:
        """An entry of the contents names what is said elsewhere, and does not run on."""
        return bool(_LEADERS.search(self._document[at - 1]))

    def _first_cells(self, at: int) -> str:
        """Of a line and the next, run together: a name may be broken within its cell."""
        cells = (_cells(line)[:1] for line in self._document[at - 1 : at + 1])
        return name_key("".join(cell for first in cells for cell in first))

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


def _theme(word: str) -> str:
    """Without what is done for it, at the end: that is said in other words as well."""
    ends = _ends_of_doing()
    return next((word.removesuffix(end) for end in ends if word.endswith(end) and len(word) > len(end) + 1), word)


@cache
def _ends_of_doing() -> Sequence[str]:
    return [name_key(end) for end in form_words("doing")]


def _cells(line: str) -> list[str]:
    """Of a row that is set by tabs, by bars, or by spaces."""
    return [cell for cell in re.split(r"\t|\s{2,}|[|│]", line.strip()) if cell.strip()]


def _ends_a_name(question: Question, at: int) -> bool:
    """「件数」 of 「利用件数」, and not 「目標値」 of 「出生数目標値」."""
    concepts = question.concepts_at.get(at, ())
    is_figure = any(concept.part == "kind" or concept.name in FIGURES for concept in concepts)
    return question.tokens[at].part[0] in ("名詞", "接尾辞") and not is_figure


def _asked(question: Question, without: frozenset[str], *, with_ends: bool = False) -> list[str]:
    """The words that a line must hold, as keys: runs of nouns that touch, but for those by which anything is asked.

    `with_ends`: what touches a name belongs to it (利用件数), and a year says which value is meant.
    """
    return question.once((_asked, without, with_ends), lambda: _words_asked(question, without, with_ends))


def _words_asked(question: Question, without: frozenset[str], with_ends: bool) -> list[str]:
    runs: list[str] = []
    is_open = False
    for at, token in enumerate(question.tokens):
        parts = {concept.part for concept in question.concepts_at.get(at, ())}
        is_word = token.is_number or question.weights[at] >= AFFIX_WEIGHT
        if with_ends:
            is_word = is_word and not question.is_year(at)
            parts = set() if is_open and _ends_a_name(question, at) else parts
        if not ("unprinted" in parts or (is_word and not parts & without)) or not token.surface.strip():
            is_open = False
        elif is_open and question.tokens[at - 1].end == token.begin:
            runs[-1] += token.surface
        else:
            runs.append(token.surface)
            is_open = True
    return [key for run in runs if (key := name_key(run))]
