"""What the search on the pages looks through: a script with plain data, which also loads from a folder on a disk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.documents.site.everyday import SEPARATOR, everyday_words
from knowledge.japanese import Lexeme, Phrases, Vocabulary, lexemes
from knowledge.model import BasicDirection, BasicGoal, Catalog, Indicator, PolicyPackage, Project, fold
from knowledge.wording import facts, home, kind_label, plain, title


@dataclass(frozen=True, slots=True)
class Entry:
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
    spelling, ways to speak of the record. `senryakuMeanings`: see everyday.py.
    """
    found = list(entries(catalog))
    words = everyday_words(catalog, phrases, vocabulary, [f"{entry.title} {entry.text}" for entry in found])
    rows = [_row(entry, addresses[entry.id], words.spoken.get(entry.id, ())) for entry in found]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return {"search-index.js": f"globalThis.senryakuIndex = [\n{lines}\n];\n", "search-meanings.js": words.script()}


def entries(catalog: Catalog) -> Iterator[Entry]:
    """In the order in which equally good hits are listed. A reprint is found as its original."""
    base = catalog.base
    for project in catalog.originals():
        yield Entry(project.id, project.name, "事業", home(catalog, project), _project_words(project))
    for indicator in catalog.indicators.values():
        yield Entry(indicator.id, indicator.name, kind_label(indicator), home(catalog, indicator), _figures(indicator))
    structure: list[BasicGoal | BasicDirection | PolicyPackage] = [*base.packages, *base.goals, *base.directions]
    for record in structure:
        yield Entry(record.id, title(record), kind_label(record), home(catalog, record), plain(record.text))
    for term in base.terms:
        yield Entry(term.id, term.term, "用語", "", plain(term.definition))
    for passage in base.passages:
        yield Entry(passage.id, title(passage), "本文", home(catalog, passage), plain(passage.text))


def _project_words(project: Project) -> str:
    initiatives = [f"{own.group or ''}{own.text}" for own in project.initiatives]
    return plain("　".join([project.description, *initiatives]))


def _figures(indicator: Indicator) -> str:
    return f"基準値 {facts.dated(indicator.baseline)}　目標値 {facts.dated(indicator.target)}"


def _row(entry: Entry, address: str, spoken: tuple[str, ...]) -> dict[str, str]:
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
