"""How people may call the records of a plan before anybody has written its phrases.toml: by what its own names hold."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from knowledge.japanese.vocabulary import Phrases, RecordPhrases
from knowledge.model.catalog import Catalog
from knowledge.model.column_words import BRACKETED, is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.word_patterns import phrase

SHORTEST_PROPOSED = 3
_OF_MEASURING = re.compile(r"[0-9０-９/／]")  # 「人口10万対」「４月１日」「g/人・日」 say how it is counted


def proposed_phrases(catalog: Catalog) -> Phrases:
    """Names that only one record can mean: without brackets, what stands in them, without 「市内の」."""
    names = {project.id: project.name for project in catalog.originals()}
    names |= {id: indicator.name for id, indicator in catalog.indicators.items()}
    proposed = {id: tuple(dict.fromkeys(_called(name))) for id, name in names.items()}
    counts = Counter(name_key(one) for own in proposed.values() for one in own)
    counts.update(name_key(name) for name in names.values())
    kept = {id: tuple(one for one in own if counts[name_key(one)] == 1) for id, own in proposed.items()}
    return Phrases({id: RecordPhrases(names=own) for id, own in kept.items() if own}, {})


@cache
def _own_place() -> re.Pattern[str]:
    words = read_toml(VOCABULARY / "plan_words.toml")["own_places"]
    return re.compile(rf"^{phrase([words['places'], words['of_them']])}(?=.{{3}})")


def _called(name: str) -> Iterator[str]:
    plain = name.replace("（", "(").replace("）", ")")
    bare = BRACKETED.sub("", plain).strip()
    inner = [text.strip() for text in BRACKETED.findall(plain)]
    named = (text for text in inner if not is_unit(text) and not _OF_MEASURING.search(text))
    for one in (bare, _own_place().sub("", bare), *named):
        if len(one) >= SHORTEST_PROPOSED and one != name:
            yield one
