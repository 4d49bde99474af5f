"""Keys and tables in the files beside a plan's text that nothing reads: a slip there is silent, so the build names it.

for sentence in unread_keys(folder, catalog.records): …
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from knowledge.answers.examples import EXAMPLES_FILE, Example
from knowledge.japanese.vocabulary import PHRASES_FILE
from knowledge.model.data_files import LAYOUT_FILE, read_toml, text_path
from knowledge.model.records import Correction
from knowledge.reading.layout import LAYOUT_KEYS

_LIKE = 0.5  # of difflib's ratio: 「nmaes」 for 「names」
_CORRECTION, _EXAMPLE = (frozenset(field.name for field in fields(kind)) for kind in (Correction, Example))
_LISTS: Mapping[str, Mapping[str, Collection[str]]] = {
    "corrections.toml": {"correction": _CORRECTION},
    EXAMPLES_FILE: {"examples": _EXAMPLE},
    PHRASES_FILE: {"passages": ("quote", "phrases", "reason")},
    "links.toml": {},
}
"""Lists of tables by file and name, with the keys of an entry. `reason` and `title` are for whoever reads the file."""
_RECORDS: Mapping[str, Collection[str]] = {
    PHRASES_FILE: ("title", "names", "phrases", "reason"),
    "links.toml": ("projects", "reason"),
}
"""Files with a table for each record, named by its id, and the keys of such a table."""


def unread_keys(strategy: Path, ids: Collection[str]) -> Iterator[str]:
    """A sentence for each. `ids`: of the plan's records. The files have been checked before."""
    for key in read_toml(text_path(strategy).parent / LAYOUT_FILE):
        if key not in LAYOUT_KEYS:
            yield f"{LAYOUT_FILE}: {key} は使われません{_near(key, LAYOUT_KEYS)}。"
    for name, lists in _LISTS.items():
        data = read_toml(text_path(strategy).parent / name)
        records = ids if name in _RECORDS else ()
        for key, value in data.items():
            if key not in lists and key not in records:
                yield f"{name}: [{key}] は使われません{_near(key, [*lists, *records])}。"
                continue
            known = lists.get(key, _RECORDS.get(name, ()))
            entries: list[Mapping[str, Any]] = value if isinstance(value, list) else [value]
            for number, entry in enumerate(entries, start=1):
                place = f"[{key}] の {number} 番目" if key in lists else f"[{key}]"
                for other in entry.keys() - known:
                    yield f"{name}: {place} の {other} は使われません{_near(other, known)}。"


def _near(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, known, n=1, cutoff=_LIKE)
    return f"（近いもの: {near[0]}）" if near else ""
