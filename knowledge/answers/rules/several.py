"""Several indicators side by side, one of them by the end of its name alone: 「宿泊者数と観光客数の目標値は」."""

from collections.abc import Iterator, Mapping

from knowledge.answers.understanding.words import form_words
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key

LEAST = 3  # characters of the end of a name, which no other name has


def several_named(key: str, catalog: Catalog) -> tuple[str, ...]:
    """Ids in the order of the question `key`; () unless it begins with two or more that are told apart.

    Where all are named in full the readings find them.
    """
    names = {id: name_key(one.bare_name) for id, one in catalog.indicators.items()}
    found = list(_named(key, names))
    is_short = any(name not in names.values() for name, _ in found)
    ids = tuple(dict.fromkeys(id for _, id in found))
    return ids if is_short and len(ids) > 1 else ()


def _named(key: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is named and its id, as long as words that join follow."""
    while name := next((key[:end] for end in range(len(key), 0, -1) if _meant(key[:end], names)), ""):
        yield name, _meant(name, names)
        rest = key.removeprefix(name)
        joining = next((word for word in form_words("joining") if rest.startswith(word)), "")
        if not joining:
            return
        key = rest.removeprefix(joining)


def _meant(text: str, names: Mapping[str, str]) -> str:
    in_full = [id for id, name in names.items() if name == text]
    found = in_full or [id for id, name in names.items() if len(text) >= LEAST and name.endswith(text)]
    return found[0] if len(found) == 1 else ""
