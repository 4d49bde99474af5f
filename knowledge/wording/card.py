"""A record as every surface shows it: worded once, laid out by Slack, the terminal, pages, sheets and plain text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from knowledge.wording.amounts import quoted
from knowledge.wording.values import Measure, data_notes, marked_notes, partial_note

_SENTENCE_END = re.compile(r"(?<=。)|\n")


class CardLine(Struct, frozen=True, kw_only=True):
    """One entry of a field or list. `id` is the record it names, `home` where that belongs, `group` its 【…】."""

    name: str
    before: str = ""
    after: str = ""
    id: str = ""
    home: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """「⑥ 希望の暮らしをサポートする」「(1) 歴史ルートづくり事業【再掲】」."""
        return f"{self.before}{self.name}{self.after}"


class CardField(Struct, frozen=True):
    """A label and what is said under it: beside it where it is short, below it where it is a list."""

    label: str
    lines: tuple[CardLine, ...]

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def text(self) -> str:
        return "、".join(line.text for line in self.lines)

    @property
    def names_records(self) -> bool:
        return all(line.id for line in self.lines)

    @property
    def heading(self) -> str:
        """「関連する事業（5件）」."""
        return f"{self.label}（{len(self.lines)}件）" if self.names_records else self.label

    @property
    def groups(self) -> Iterator[tuple[str, list[CardLine]]]:
        """Lines under the 【…】 that the document puts them under, in printed order; "" for those that stand alone."""
        return ((group, list(own)) for group, own in groupby(self.lines, key=lambda line: line.group))


def field(label: str, *texts: str) -> CardField:
    return CardField(label, tuple(CardLine(name=text) for text in texts if text))


class Measures(Struct, frozen=True):
    """The indicators of a record, under their heading."""

    label: str
    rows: tuple[Measure, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


class Card(Struct, frozen=True, kw_only=True):
    """One record in words. Nothing in it is markup; empty means that there is nothing to say.

    `label` and `name` make the title of what has a number (「基本目標2」 and its name). `subtitle` says what it is,
    `home` where it belongs, `above` leads there. `own`: of an indicator its figures. `parts` follow the paragraphs in
    this order. `is_quoted`: the paragraphs are the whole record, word for word. `footnotes`: 「※7 アウトリーチ：…」;
    `remarks` are ours. `source`: edition, heading path, lines.
    """

    id: str
    kind: str
    name: str
    label: str = ""
    number: str = ""
    subtitle: str = ""
    home: str = ""
    above: tuple[CardLine, ...] = ()
    own: Measure | None = None
    fields: tuple[CardField, ...] = ()
    paragraphs: tuple[str, ...] = ()
    is_quoted: bool = False
    parts: tuple[CardField | Measures, ...] = ()
    footnotes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.label} {self.name}".strip()

    @property
    def is_words_first(self) -> bool:
        """Of a passage, whose name is only where it stands, the words come before it."""
        return self.is_quoted and self.name == self.home

    @property
    def caption(self) -> str:
        """「基本目標2」「事業 (12)」「KPI」: what stands over the name where that stands alone."""
        return f"{self.label or self.kind} {self.number}".strip()

    @property
    def facts(self) -> tuple[CardField, ...]:
        """The fields, after the figures of an indicator."""
        if self.own is None:
            return self.fields
        told = (("状態", self.own.state_label), ("進捗", self.own.bar or self.own.percent))
        standing = [field(*each) for each in told if self.own.view]  # without a value its own line says so
        figures = (("基準値", self.own.baseline), (self.own.named, self.own.actual), ("目標値", self.own.target))
        return (
            *(field(label, figure.text) for label, figure in figures),
            *standing,
            *self.fields,
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        found = tuple(row for part in self.parts if isinstance(part, Measures) for row in part.rows)
        return (self.own, *found) if self.own else found

    @property
    def sentences(self) -> tuple[str, ...]:
        """Those of the document's paragraphs."""
        parts = (part.strip() for text in self.paragraphs for part in _SENTENCE_END.split(text))
        return tuple(filter(None, parts))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know of what is shown, each after its sign."""
        return marked_notes((*self.remarks, *data_notes(self.measures)))

    @property
    def loss(self) -> str:
        """The one among the warnings that must not be overlooked; "" where nothing is lost."""
        return partial_note(self.measures)

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.footnotes, *self.warnings)

    @property
    def small_print(self) -> tuple[str, ...]:
        """The notes without the loss, for where that has a place of its own."""
        return tuple(note for note in self.notes if note != self.loss)

    @property
    def source_text(self) -> str:
        """「出典：第2期…総合戦略（令和2年3月） 第2章 … ＞ 3 … 本文697行」."""
        return f"出典：{' '.join(self.source)}" if self.source else ""


def card_text(card: Card) -> str:
    """Everything that the card says, as plain text: what a screen reader would read out."""
    return "\n".join(filter(None, [*said(card), *card.notes, card.source_text]))


def cards_text(cards: Sequence[Card]) -> str:
    """Several of them; a note that more than one has is said once, behind all."""
    counts = Counter(note for card in cards for note in card.notes)
    shared = [note for note, count in counts.items() if count > 1]
    told = [[*said(card), *(note for note in card.notes if note not in shared), card.source_text] for card in cards]
    return "\n\n".join("\n".join(filter(None, lines)) for lines in (*told, shared) if lines)


def said(card: Card) -> Iterator[str]:
    """What is said of the record itself, without our notes and its source."""
    if card.is_words_first:
        yield from map(quoted, card.paragraphs)
    is_term = card.is_quoted and not card.is_words_first
    told = f"：{quoted(card.paragraphs[0])}" if is_term and card.paragraphs else ""
    yield card.own.sentence if card.own else f"{card.title}{told}"
    if card.subtitle:
        yield card.subtitle
    yield from (f"{label}：{words}" for label, words in (card.own.remarks if card.own else ()))
    yield from (f"{own.label}：{own.text}" for own in card.fields)
    if not card.is_words_first:
        yield from map(quoted, card.paragraphs[1:]) if is_term else card.paragraphs
    for part in card.parts:
        yield from _part_lines(part)


def _part_lines(part: CardField | Measures) -> Iterator[str]:
    if isinstance(part, Measures):
        yield from (f"{part.label} {row.sentence}" for row in part.rows)
    elif part.names_records:
        yield f"{part.heading}：{part.text}"
    else:
        yield part.label
        yield from (f"・{f'【{line.group}】' if line.group else ''}{line.text}" for line in part.lines)
