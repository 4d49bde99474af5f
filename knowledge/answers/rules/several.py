"""Several indicators side by side, one of them by the end of its name alone: 「宿泊者数と観光客数の目標値は」."""

from collections.abc import Iterator

from knowledge.answers.understanding.words import form_words, rule_words
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key

LEAST = 3  # characters of the end of a name, which no other name has


class ShortNames:
    """The indicators of a plan by their names, and by the ends of their names that no other has."""

    def __init__(self, catalog: Catalog) -> None:
        self._names = frozenset(catalog.indicator_keys.values())
        self._ids: dict[str, list[str]] = {}
        for id, one in catalog.indicators.items():
            self._ids.setdefault(name_key(one.title), []).append(id)
        named: dict[str, set[str]] = {}
        for id, name in catalog.indicator_keys.items():
            for end in (name[at:] for at in range(1, len(name) - LEAST + 1)):
                if end not in self._names:
                    named.setdefault(end, set()).add(id)
            named.setdefault(name, set()).add(id)
        self._meant = {name: next(iter(ids)) for name, ids in named.items() if len(ids) == 1}
        self._longest = max(map(len, self._meant), default=0)

    def alike(self, key: str) -> tuple[str, ...]:
        """Ids of those whose one name the question `key` holds, where no longer name stands there; () for one alone."""
        name = max((name for name in self._ids if name in key), key=len, default="")
        ids = tuple(self._ids.get(name, ()))
        return ids if len(ids) > 1 else ()

    def several(self, key: str) -> tuple[str, ...]:
        """Ids in the order of the question `key`; () unless it begins with two or more that are told apart.

        Where all are named in full the readings find them.
        """
        found = list(self._named(key))
        is_short = any(name not in self._names for name in found)
        ids = tuple(dict.fromkeys(self._meant[name] for name in found))
        return ids if is_short and len(ids) > 1 else ()

    def _named(self, key: str) -> Iterator[str]:
        """What is named, as long as words that join follow."""
        while name := next((key[:end] for end in range(self._longest, 0, -1) if key[:end] in self._meant), ""):
            yield name
            rest = _without_figure(key.removeprefix(name))
            joining = next((word for word in form_words("joining") if rest.startswith(word)), "")
            if not joining:
                return
            key = rest.removeprefix(joining)


def _without_figure(rest: str) -> str:
    """「と宿泊者数の目標」 of 「の目標と宿泊者数の目標」, where a name and its figure are joined with another."""
    figures = sorted(map(name_key, rule_words("several")["figures"]), key=len, reverse=True)
    figure = next((one for one in figures if rest.startswith(f"の{one}")), "")
    return rest.removeprefix(f"の{figure}") if figure else rest
