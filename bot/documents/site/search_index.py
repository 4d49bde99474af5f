"""What the search on the pages looks through: a script with plain data, which also loads from a folder on a disk."""

import json
from collections.abc import Iterator

from msgspec import Struct

from bot.documents.site.everyday import SEPARATOR, everyday_words
from knowledge.japanese import Phrases, Vocabulary
from knowledge.japanese.tokenizer import Lexeme, lexemes
from knowledge.model import Catalog, Record, fold
from knowledge.model.question_length import CUT, LONGEST_QUESTION
from knowledge.wording import Card, card_of, title
from knowledge.wording.card import CardField


class SearchEntry(Struct, frozen=True):
    """One record. `home` says where it belongs, `text` is what is searched and quoted besides the title."""

    id: str
    title: str
    kind: str
    home: str
    text: str


def search_scripts(
    catalog: Catalog, addresses: dict[str, str], phrases: Phrases, vocabulary: Vocabulary
) -> dict[str, str]:
    """Two files of data. `senryakuIndex`: title, kind, home, address, text, readings in hiragana, words in their plain
    spelling, ways to speak of the record. `senryakuLength`: how much of a question is read, and what is said of a
    longer one. `senryakuMeanings`: see everyday.py.
    """
    found = list(entries(catalog))
    words = everyday_words(catalog, phrases, vocabulary, [f"{entry.title} {entry.text}" for entry in found])
    rows = [_row(entry, addresses[entry.id], words.spoken.get(entry.id, ())) for entry in found]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    length = json.dumps({"most": LONGEST_QUESTION, "cut": CUT}, ensure_ascii=False)
    index = f"globalThis.senryakuLength = {length};\nglobalThis.senryakuIndex = [\n{lines}\n];\n"
    return {"search-index.js": index, "search-meanings.js": words.script()}


def entries(catalog: Catalog) -> Iterator[SearchEntry]:
    """In the order in which equally good hits are listed. A reprint is found as its original."""
    base = catalog.base
    structure: tuple[Record, ...] = (*base.packages, *base.goals, *base.directions, *base.terms, *base.passages)
    for record in (*catalog.originals(), *catalog.indicators.values(), *structure):
        card = card_of(record, catalog)
        yield SearchEntry(card.id, title(record), card.kind, card.home, "　".join(_words(card)))


def _words(card: Card) -> Iterator[str]:
    """The figures that the document prints, and its words."""
    if card.own:
        yield from (card.own.figures[0], card.own.figures[2])
    yield from card.paragraphs
    for part in card.parts:
        if isinstance(part, CardField) and not part.names_records:
            yield from (f"{line.group}{line.text}" for line in part.lines)


def _row(entry: SearchEntry, address: str, spoken: tuple[str, ...]) -> dict[str, str]:
    text = fold(f"{entry.title} {entry.text}")
    read = lexemes(f"{entry.title}\n{entry.text}")
    others = dict.fromkeys(word.norm for word in read if word.is_content and word.norm not in text)
    return {
        "title": entry.title,
        "kind": entry.kind,
        "home": entry.home,
        "at": address,
        "text": entry.text,
        "titleReading": _reading(lexemes(entry.title)),
        "reading": _reading(read),
        "words": " ".join(others),
        "spoken": SEPARATOR.join(spoken),
    }


def _reading(words: list[Lexeme]) -> str:
    return "".join(word.reading for word in words if not word.is_sign)
