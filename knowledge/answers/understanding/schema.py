"""What can be asked of a plan: its kinds of records, how they belong together, what each prints, and conditions."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import starmap
from typing import Protocol

from knowledge.answers.understanding.relations import THROUGH, relations_of
from knowledge.answers.understanding.words import form_words
from knowledge.japanese.spoken_numbers import plain
from knowledge.japanese.tokenizer import lexemes
from knowledge.model.catalog import Catalog, is_printed_in
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.prepared import Prepared
from knowledge.model.quantity import Quantity
from knowledge.model.records import STRATEGY, Indicator

Ids = tuple[str, ...]

# A question's word for a kind → the kinds of records that it may mean.
MEANT_KINDS: Mapping[str, Ids] = {
    "kpi": ("kpi", "indicator"),
    "target": ("target", "indicator", "goal"),
    "indicator": ("indicator", "kpi", "target"),
    "passage": ("passage", "strategy"),
}
_OWN_TARGET = "population"  # the plan's own target: one of its indicators, of no goal or package
PREFIXES = {"package": "pkg", "direction": "d", "goal": "g", "term": "t"}  # of their ids, before their number
_OF_INDICATORS = {
    "name", "target", "baseline", "actual", "unit", "year", "progress", "trend", "counting", "difference", "ratio",
    "source", "meaning", "period",
}  # fmt: skip
_OF_PROSE = {"name", "number", "text", "source", "meaning", "background"}
PRINTED: Mapping[str, frozenset[str]] = {
    "project": frozenset({*_OF_PROSE, "initiatives"}),
    "kpi": frozenset({*_OF_INDICATORS, "number"}),
    "target": frozenset(_OF_INDICATORS),
    "goal": frozenset({*_OF_PROSE, "target"}),
    "direction": frozenset(_OF_PROSE),
    "package": frozenset(_OF_PROSE),
    "term": frozenset({"name", "meaning", "text", "source"}),
    "passage": frozenset({*_OF_PROSE, "published", "contact", "period", "year", "population"}),
    "strategy": frozenset(
        {"name", "period", "year", "population", "target", "text", "published", "number", "baseline"}
    ),
}


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class _Worded(_Named, Protocol):
    @property
    def text(self) -> str: ...


def _is_negative(one: Indicator) -> bool:
    return any(quantity is not None and (quantity.value or 0) < 0 for quantity in (one.baseline, one.target))


def _is_doubled(one: Indicator) -> bool:
    ratio = _ratio(one)
    return ratio is not None and ratio >= 2


def _is_even(one: Indicator) -> bool:
    begun, aimed = one.origin, one.target
    alike = begun is not None and (begun.unit, begun.relative_to) == (aimed.unit, aimed.relative_to)
    return alike and begun is not None and begun.value is not None and (begun.value, None) == (aimed.value, aimed.upper)


def _is_averaged(one: Indicator) -> bool:
    return "平均" in one.name + one.target.raw + (one.baseline.raw if one.baseline else "")


CONDITIONS: Mapping[str, Callable[[Indicator], bool]] = {
    "no_baseline": lambda one: one.baseline is None,
    "no_target": lambda _: False,  # every indicator of a plan prints one
    "kept": lambda one: one.better == "keep",
    "even": _is_even,
    "lower": lambda one: one.better == "lower" and one.is_way_known,
    "higher": lambda one: one.better == "higher" and one.is_way_known,
    "cumulative": lambda one: one.counting == "cumulative",
    "total": lambda one: one.counting == "total",
    "average": _is_averaged,
    "percent": lambda one: one.unit == "%",
    "doubled": _is_doubled,
    "at_least": lambda one: one.target.comparison == "at_least",
    "negative": _is_negative,
    "relative": lambda one: one.target.relative_to is not None,
    "zero_target": lambda one: one.target.value == 0 and one.target.relative_to is None,
    "zero_baseline": lambda one: one.baseline is not None and plain(one.baseline) == 0,
}


def _difference(one: Indicator) -> Decimal | None:
    before, after = (plain(one.origin) if one.origin else None), plain(one.target)
    return None if before is None or after is None else abs(after - before)


def _ratio(one: Indicator) -> Decimal | None:
    before, after = (one.origin.value if one.origin else None), one.target.value
    return after / before if before is not None and before > 0 and after is not None else None


def _amount(figure: Quantity | None) -> Decimal | None:
    """「全国平均以上」 is no amount."""
    return plain(figure) if figure and figure.relative_to is None else None


MEASURES: Mapping[str, Callable[[Indicator], Decimal | None]] = {
    "target": lambda one: _amount(one.target),
    "baseline": lambda one: _amount(one.baseline),
    "difference": _difference,
    "ratio": _ratio,
}


class Schema:
    """One plan's records by kind, with their relations in both directions. Reprints are their originals."""

    def __init__(self, catalog: Catalog, prepared: Prepared | None = None) -> None:
        self.catalog = catalog
        self._prepared = prepared or Prepared()
        base = catalog.base
        targets = [target.id for goal in base.goals for target in goal.targets]
        self._all: dict[str, Ids] = {
            "package": tuple(one.id for one in base.packages),
            "direction": tuple(one.id for one in base.directions),
            "goal": tuple(one.id for one in base.goals),
            "target": tuple(targets),
            "kpi": tuple(catalog.kpis),
            "indicator": (*targets, *catalog.kpis, *(id for id in catalog.indicators if id == _OWN_TARGET)),
            "project": tuple(one.id for one in catalog.originals()),
            "term": tuple(one.id for one in base.terms),
            "passage": tuple(one.id for one in base.passages),
            "strategy": (STRATEGY,),
        }
        self.kinds: dict[str, str] = {
            id: kind for kind, ids in self._all.items() if kind != "indicator" for id in ids
        } | {_OWN_TARGET: "strategy"}
        self._relations = relations_of(catalog)
        self.related, self.fulfilling = cache(self._related), cache(self._fulfilling)

    def all(self, kind: str) -> Ids:
        return self._all[kind]

    def _fulfilling(self, condition: str) -> frozenset[str]:
        """The indicators that fulfil one of CONDITIONS."""
        holds = CONDITIONS[condition]
        return frozenset(id for id, one in self.catalog.indicators.items() if holds(one))

    def _related(self, id: str, kind: str) -> Ids:
        """Ids of records of a kind that belong to a record, or that it belongs to; () where nothing ties them."""
        own = self.kinds[id]
        if own == kind or (kind == "indicator" and own in ("kpi", "target")):
            return (id,)
        if own == "strategy":
            return self._all[kind] if kind != "passage" else ()
        direct = self._relations.get((own, kind))
        if direct is not None:
            return tuple(dict.fromkeys(direct(id)))
        through = THROUGH.get((own, kind))
        if through is None or self.printed_kind(own, kind) != kind:
            return ()
        return tuple(dict.fromkeys(one for middle in self.related(id, through) for one in self.related(middle, kind)))

    @cached_property
    def ties_goals_itself(self) -> bool:
        """Whether KPIs belong to goals through our own ties alone, of which the plan prints none."""
        ties = ((kpi, self.catalog.projects[id]) for kpi in self.catalog.kpis.values() for id in kpi.projects)
        return not any(one.goal for one in self.catalog.base.packages) and not any(starmap(is_printed_in, ties))

    def printed_kind(self, owner: str, kind: str) -> str:
        """What the plan prints under a kind of records: under a goal its targets, where it ties no KPI to it."""
        return "target" if (owner, kind) == ("goal", "kpi") and self.ties_goals_itself else kind

    def meant_under(self, id: str, kind: str, *, of_projects: bool) -> Ids:
        """「基本目標5のKPI」 are what is printed under it, 「基本目標5の事業のKPI」 those of its projects."""
        printed = self.printed_kind(self.kinds[id], "kpi" if kind == "indicator" else kind)
        if of_projects and kind != "target" and printed == "target":
            return self.through_projects(id)
        return self.related(id, kind if kind == "indicator" else printed)

    def through_projects(self, id: str) -> Ids:
        """The KPIs of the projects under a goal, by ties that are our own."""
        return tuple(dict.fromkeys(one for each in self.related(id, "project") for one in self.related(each, "kpi")))

    def measuring(self, id: str) -> Ids:
        """The indicators of a record: of a goal its numerical targets, and the KPIs of the measures that it holds."""
        both = (*self.related(id, "target"), *self.related(id, "kpi"))
        return both if self.kinds[id] == "goal" else self.related(id, "indicator")

    def count(self, id: str, member: str) -> int:
        """Of its members of a kind; reprints count where they are printed, `reprint` counts those alone."""
        packages = {package.id: package for package in self.catalog.base.packages}
        if member == "reprint":
            return sum(one.reprint_of is not None for one in packages[id].projects) if id in packages else 0
        if id in packages and member == "project":
            return len(packages[id].projects)
        return len(self.related(id, member))

    @cached_property
    def measured(self) -> Mapping[str, Mapping[str, Decimal | None]]:
        """Measure → indicator's id → its value; None where it has none."""
        indicators = self.catalog.indicators
        return {name: {id: of(one) for id, one in indicators.items()} for name, of in MEASURES.items()}

    @cached_property
    def package_words(self) -> Sequence[str]:
        """What the plan calls its packages, also without what stands before: 基本施策, 施策."""
        labels = dict.fromkeys(one.label for one in self.catalog.base.packages if one.label)
        heads = read_toml(VOCABULARY / "layouts.toml")["labels"]
        known = (*heads["measure"], *heads["project"])
        return tuple(dict.fromkeys([*labels, *(word for label in labels for word in known if label.endswith(word))]))

    @cached_property
    def goal_words(self) -> Sequence[str]:
        return tuple(dict.fromkeys(one.label for one in self.catalog.base.goals))

    def numbered(self, kind: str, number: int) -> Ids:
        """Those that print this number: of packages several, where it begins anew under each goal."""
        if kind == "package":
            return tuple(one.id for one in self.catalog.base.packages if _mark_number(one.mark) == number)
        id = f"{PREFIXES[kind]}{number}"
        return (id,) if id in self.kinds else ()

    # The words of records

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Id → name, of everything that has one."""
        base, catalog = self.catalog.base, self.catalog
        kinds: tuple[Iterable[_Named], ...] = (base.packages, base.goals, base.directions, catalog.originals())
        named = {one.id: one.name for some in kinds for one in some}
        named |= {id: one.title for id, one in catalog.indicators.items()}
        return named | {one.id: one.term for one in base.terms} | {STRATEGY: catalog.strategy.title}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Id → name and everything printed under it; of an indicator its name."""
        base, catalog = self.catalog.base, self.catalog
        texts = dict(self.names)
        texts |= {one.id: catalog.words_of(one) for one in catalog.originals()}
        kinds: tuple[Iterable[_Worded], ...] = (base.goals, base.directions, base.packages)
        texts |= {one.id: f"{one.name} {one.text}" for some in kinds for one in some}
        texts |= {one.id: f"{one.term} {one.definition}" for one in base.terms}
        return texts | {one.id: " ".join([*one.path, one.text]) for one in base.passages}

    def holding(self, id: str, kind: str) -> Ids:
        """The records of a kind whose own words hold the name of a record."""
        name = self.name_keys[id]
        return tuple(one for one in self.all(kind) if name in self.text_keys[one])

    @cached_property
    def printed_words(self) -> Mapping[str, frozenset[str]]:
        return self._words_in("printed-words", self.texts)

    @cached_property
    def words_printed(self) -> frozenset[str]:
        """By any record."""
        return frozenset().union(*self.printed_words.values())

    @cached_property
    def name_words(self) -> Mapping[str, frozenset[str]]:
        """Id → the words of its name that do not stand in most names."""
        words = self._words_in("words-of-names", self.names)
        return {id: own - form_words("common_in_names") for id, own in words.items() if id != STRATEGY}

    def _words_in(self, part: str, texts: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
        def read(kept: Mapping[str, Sequence[str]]) -> Mapping[str, frozenset[str]]:
            return {id: frozenset(words) for id, words in kept.items()}

        return self._prepared.made(part, lambda: {id: sorted(_words(text)) for id, text in texts.items()}, read)

    @cached_property
    def name_keys(self) -> Mapping[str, str]:
        return {id: name_key(name) for id, name in self.names.items()}

    def named(self, key: str) -> Sequence[str]:
        """The records whose whole name it is, as a key."""
        return self._by_name_key.get(key, ())

    @cached_property
    def _by_name_key(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for id, name in self.name_keys.items():
            found.setdefault(name, []).append(id)
        return found

    @cached_property
    def names_to_clip(self) -> Mapping[str, str]:
        """Projects by what of their names may be clipped."""
        return {id: self.names[id].removesuffix("事業") for id in self.all("project")}

    @cached_property
    def text_keys(self) -> Mapping[str, str]:
        return {id: name_key(text) for id, text in self.texts.items()}

    @cached_property
    def units(self) -> Sequence[str]:
        """Printed units, the longest first."""
        return sorted({one.unit for one in self.catalog.indicators.values() if one.unit}, key=len, reverse=True)

    def reprints_in(self, package: str) -> Ids:
        """Originals of the projects that a package prints again."""
        own = self.catalog.packages[int(package.removeprefix("pkg"))]
        return tuple(one.reprint_of for one in own.projects if one.reprint_of)

    @cached_property
    def reprinted(self) -> frozenset[str]:
        return frozenset(one.reprint_of for one in self.catalog.projects.values() if one.reprint_of)


# What is not tied directly is tied through another kind.


def _mark_number(mark: str) -> int | None:
    """「3」「Ⅱ」「①」; None for 「1-2」, which is named as a whole."""
    if mark.isdecimal():
        return int(mark)
    return int(unicodedata.numeric(mark, 0)) or None if len(mark) == 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(one.norm for one in lexemes(text) if one.is_content)
