"""What people say instead of what the document says, for the site's search: synonyms, and ways to speak of a record.

Only what leads somewhere in this strategy; none of it is shown.
"""

import json
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from knowledge.japanese import Phrases, Vocabulary
from knowledge.model import Catalog, name_key

SEPARATOR = "|"


class Everyday(Struct, frozen=True):
    """`spoken`: record id → how people speak of it. `meanings`: the document's words → what people say for them."""

    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meanings: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def script(self) -> str:
        """`senryakuMeanings`: pairs of what is said and what is meant, alternatives between bars."""
        rows = [[SEPARATOR.join(says), SEPARATOR.join(means)] for means, says in self.meanings.items()]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        return f"globalThis.senryakuMeanings = [\n{lines}\n];\n"


def everyday_words(catalog: Catalog, phrases: Phrases, vocabulary: Vocabulary, texts: Iterable[str]) -> Everyday:
    """`texts` are all that the search looks through: a word that none of them holds leads nowhere."""
    said = name_key("\n".join(texts))
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for say, means in vocabulary.synonyms.items():
        known = tuple(dict.fromkeys(mean for mean in means if name_key(mean) in said))
        if known:
            meanings[known] = (*meanings.get(known, ()), say)
    return Everyday(_spoken(catalog, phrases), meanings)


def _spoken(catalog: Catalog, phrases: Phrases) -> dict[str, tuple[str, ...]]:
    """A reprint is spoken of as its original; a fact by the passage that states it."""
    spoken: dict[str, tuple[str, ...]] = {}
    for id, own in phrases.records.items():
        project = catalog.projects.get(id)
        known = catalog.original(project).id if project else id
        spoken[known] = (*spoken.get(known, ()), *own.names, *own.phrases)
    for quote, said in phrases.facts.items():
        for passage in catalog.base.passages:
            if quote in passage.text:
                spoken[passage.id] = (*spoken.get(passage.id, ()), *said)
    return {id: tuple(dict.fromkeys(texts)) for id, texts in spoken.items()}
