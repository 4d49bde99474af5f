"""What comes of a question: an Answer with its items. Records only; how they are found stands in engine.py."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from knowledge.model.catalog import Catalog
from knowledge.model.plans import PlanFacts
from knowledge.model.structs import replace
from knowledge.search.query import Query
from knowledge.wording.amounts import quoted
from knowledge.wording.figure_columns import FigureTable
from knowledge.wording.leads import WHICH_ONE

Status = Literal["answered", "candidates", "not_found", "smalltalk", "help"]
Reason = Literal["absent", "attribute", "not_understood", "ambiguous"]
ItemKind = Literal["project", "kpi", "goal", "goal_target", "direction", "package", "term", "passage", "strategy"]
INDICATOR_ITEMS: tuple[ItemKind, ...] = ("kpi", "goal_target")

AT = "@"  # in no id of ours
INTRODUCING = frozenset({"greetings", "help", "about_bot"})  # intents of small talk that name the plan
FIRST_MARK = "."  # stands for the empty mark of the first plan, where none would mean that nobody has said
_REASONS: Mapping[str, Reason] = {
    "attribute": "attribute",
    "figure": "attribute",
    "unknown": "not_understood",
    "ambiguous": "ambiguous",
    "condition": "not_understood",
    "printed": "not_understood",
}
_OF_PLAN, _TEXT = frozenset({"structure", "attribute", "figure", "absent"}), "本文"
_NEAR: Mapping[ItemKind, str] = {"project": "事業", "kpi": "KPI", "goal_target": "数値目標", "term": "用語"}


class Item(Struct, frozen=True):
    """One thing shown, best first. `text` holds the words shown for a passage, or what was asked of an indicator
    (its change, its state in a year); None where its record says it.
    """

    kind: ItemKind
    id: str
    title: str
    score: float
    why: tuple[str, ...] = ()
    text: str | None = None


class Interpreted(Struct, frozen=True):
    """How the question was read; printed back so that a misreading shows."""

    fiscal_years: tuple[int, ...] = ()
    package: int | None = None
    goal: int | None = None
    direction: int | None = None
    facets: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """`items` in the order shown; `text` is everything the reply says, fit to be read aloud.

    `note` is a sentence shown before the items, for instance why nothing was found and what to try.
    `runners_up` came close and are not shown, best first: they say how clear the answer was. `near`, beside a refusal:
    records that are offered and answer nothing. `unexplained`: words of the question, as typed, that the likeliest
    reading has no account for. `plan`: id and name of the one that answers, where there are several; `mark`: what tells
    its records from those of other plans. `ended`: that its period is over. `lead`: how many of what are shown, said
    first where no other sentence is. `stands_out`: the first of several is by far the nearest, and the others are
    named behind it. `leads`: the first of several is the likeliest; they are not alike. `ranked`: where the first by
    some order is shown, the ids of all in that order. `says_all`: the lead is all that was asked, and the record it is
    read from is not shown.
    `of_target`: where the plan is among the items, its own target is meant. `origin`: ids of what
    the question starts from. `shows_course`: its indicators are asked for from year to year. `table`: what was asked of
    each of several indicators, where these are figures. `first`: the place of the first item in the list it goes on.
    `tie`: that some of it belongs together by our own ties, where what is shown does not say so itself. `state`: that
    in which all that is shown stands, by the name of the rule. `counts`: ids of what was counted, and is not shown.
    `members`: the kind whose numbers are told of each that is shown.
    `ways`: how the tool is used, by where: `slack`, `terminal`.
    """

    query: str
    status: Status
    intent: str
    items: tuple[Item, ...]
    text: str
    interpreted: Interpreted = field(default_factory=Interpreted)
    note: str = ""
    runners_up: tuple[Item, ...] = ()
    near: tuple[Item, ...] = ()
    unexplained: tuple[str, ...] = ()
    plan: tuple[str, str] = ("", "")
    mark: str = ""
    ended: str = ""
    lead: str = ""
    stands_out: bool = False
    leads: bool = False
    ranked: tuple[str, ...] = ()
    says_all: bool = False
    of_target: bool = False
    origin: tuple[str, ...] = ()
    shows_course: bool = False
    table: FigureTable | None = None
    first: int = 1
    tie: str = ""
    state: str = ""
    counts: tuple[str, ...] = ()
    members: str = ""
    ways: tuple[tuple[str, str], ...] = ()

    def used_in(self, place: str) -> "Answer":
        """As it is told there, of the ways to use the tool that one alone."""
        told = dict(self.ways).get(place)
        return replace(self, text=told, note=told) if told else self

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of its items, marked with their plan."""
        return tuple(marked_id(item.id, self.mark) for item in self.items)

    @property
    def in_order(self) -> tuple[str, ...]:
        """The ids of what it shows the first of, marked with their plan."""
        return tuple(marked_id(id, self.mark) for id in self.ranked)

    @property
    def counted(self) -> tuple[str, ...]:
        """The ids of what it counts, marked with their plan."""
        return tuple(marked_id(id, self.mark) for id in self.counts)

    @property
    def offered(self) -> tuple[str, ...]:
        """The ids of what comes near, marked with their plan."""
        return tuple(marked_id(item.id, self.mark) for item in self.near)

    @property
    def came_from(self) -> tuple[str, ...]:
        """The ids that the question started from, marked with their plan."""
        return tuple(marked_id(id, self.mark) for id in self.origin)

    def displayed(self, catalog: Catalog) -> tuple[Item, ...]:
        """The items as they are laid out: the plan's own target is a row or a card like that of any indicator."""
        own = catalog.strategy.population_target
        if not self.of_target or own is None:
            return self.items
        return tuple(
            replace(item, kind="goal_target", id=own.id, title=own.title) if item.kind == "strategy" else item
            for item in self.items
        )

    def of_plan(self, plan: PlanFacts) -> "Answer":
        """With the plan's name before all that it says; a greeting is of no plan."""
        if self.status in ("smalltalk", "help"):
            return self
        return replace(self, plan=(plan.id, plan.name), text=f"計画：{plan.label}\n{self.text}")

    def past(self, ended: str) -> "Answer":
        """With a word behind what is told of a plan whose period is over, and where the plan itself is introduced."""
        is_count = self.intent == "analytics" and self.status == "answered"  # of states, which shows no record
        if not ended or not (self.items or is_count or self.intent in INTRODUCING):
            return self
        return replace(self, ended=ended, text=f"{self.text}\n\n※ {ended}")

    def tied(self) -> "Answer":
        """With the sentence on our own ties behind what is told, once: a single card says it by itself."""
        if self.tie and self.tie not in self.text:
            return replace(self, text=f"{self.text}\n\n※ {self.tie}")
        return replace(self, tie="") if len(self.items) == 1 else self

    def led(self) -> "Answer":
        """With its lead before all that it says, where nothing else stands there."""
        return self.noted(self.lead) if self.lead and not self.note else self

    def asking(self) -> "Answer":
        """Of several readings that are as likely, with the question which one is meant before all that is said."""
        if self.status != "candidates" or any(item.kind == "passage" for item in self.items):
            return self
        return replace(self, text=f"{WHICH_ONE}{'、'.join(quoted(item.title) for item in self.items)}\n\n{self.text}")

    def noted(self, note: str) -> "Answer":
        """With a sentence more, before all that it says."""
        return replace(self, note="\n".join(filter(None, (note, self.note))), text=f"{note}\n\n{self.text}")

    def near_to(self, items: tuple[Item, ...], source: str) -> "Answer":
        """A refusal with the records that come near, offered and not answered with, and the document they are of."""
        if not items:
            return self
        offering = replace(self, near=items)
        named = "、".join(quoted(item.title) for item in items if item.title not in self.text)
        told = [self.text, *([f"{offering.near_lead}：{named}"] if named else []), source]
        return replace(offering, text="\n".join(told))

    @property
    def is_of_plan(self) -> bool:
        """A refusal that tells what the plan has or lacks, or a greeting that names it, and so names its source."""
        return self.intent in INTRODUCING or (
            self.status == "not_found" and (self.intent in _OF_PLAN or _TEXT in self.note)
        )

    @property
    def near_lead(self) -> str:
        """What it offers: 「近い事業」."""
        if self.reason == "attribute":
            return "記載のあるもの"
        kinds = {item.kind for item in self.near}
        return f"近い{_NEAR.get(kinds.pop(), 'もの') if len(kinds) == 1 else 'もの'}"

    @property
    def reason(self) -> Reason | None:
        """Why nothing is answered; None where something is."""
        return _REASONS.get(self.intent, "absent") if self.status == "not_found" else None


def marked_id(id: str, mark: str) -> str:
    """The id of a record, as it leaves an answer: `kakuu@k1-1`; plain for the first plan of a folder."""
    return f"{mark}{AT}{id}" if mark and id else id


def mark_and_id(id: str) -> tuple[str, str]:
    """The inverse of `marked_id`."""
    mark, _, plain = id.rpartition(AT)
    return mark, plain


def say(query: Query, status: Status, intent: str, text: str) -> Answer:
    """An answer of words alone: a refusal or a courtesy."""
    return Answer(query.original, status, intent, (), text, note=text)


def titles(catalog: Catalog) -> dict[str, tuple[ItemKind, str]]:
    """Id → kind and title; for a passage the text itself."""
    base = catalog.base
    found: dict[str, tuple[ItemKind, str]] = {}
    found |= {project.id: ("project", project.name) for project in catalog.projects.values()}
    found |= {kpi.id: ("kpi", kpi.title) for kpi in catalog.kpis.values()}
    found |= {target.id: ("goal_target", target.title) for goal in base.goals for target in goal.targets}
    found |= {goal.id: ("goal", goal.name) for goal in base.goals}
    found |= {direction.id: ("direction", direction.name) for direction in base.directions}
    found |= {package.id: ("package", package.name) for package in base.packages}
    found |= {term.id: ("term", term.term) for term in base.terms}
    found |= {passage.id: ("passage", passage.text) for passage in base.passages}
    return found
