"""Which plans a data folder holds: each has an id of its own, and values and lessons belong to it, never to a title.

    plans = PlanStore(data)
    plan = plans.add(Path("…/strategy.txt").resolve(), PlanFacts(id="kakuu-3", title="第3期…"))
    plans.remove(plan.id)      # its number, id and values stay: adding the same text again brings them back

A title may be revised and a folder moved; two plans may have the same title, or none.
"""

import re
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from knowledge.model.base_json import reader
from knowledge.model.data_files import STRATEGIES
from knowledge.model.errors import UnknownIdError
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.plans import PlanFacts
from knowledge.model.structs import replace
from knowledge.storage.interface import Records
from knowledge.storage.knowledge_store import FOLDER
from knowledge.storage.place import RecordPlace, is_there, open_records
from knowledge.storage.records import Kinds

PLANS, CHOSEN, CHANNELS = "plans", "chosen", "channels"
LONGEST_ID = 24  # it travels in buttons, beside the ids of records
_ID = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_ID - 1}}}")
_NOT_IN_ID = re.compile(r"[^a-z0-9_-]+")
UNNAMED_PLAN = "plan"


class HeldPlan(Struct, frozen=True, kw_only=True):
    """`strategy`: where its text is. `key`: under which its values and lessons stand; those of the first plan of a
    folder stand under the title that it had then, as all did until 0.2. `is_held`: no once it was removed.

    `title`, `municipality` and `period`: what was read of it last, so that nobody opens it to choose another.
    """

    number: int
    id: str
    strategy: str
    key: str
    title: str = ""
    municipality: str = ""
    period: Period | None = None
    is_held: bool = True

    @property
    def path(self) -> Path:
        """Of a plan that came with the program, where the program stands now: its folder may have been moved since."""
        path = Path(self.strategy)
        here = STRATEGIES / path.parent.name / path.name
        is_shipped = path.parent.parent.parts[-2:] == STRATEGIES.parts[-2:]
        return here if is_shipped and not path.exists() and here.exists() else path

    @property
    def facts(self) -> PlanFacts:
        return PlanFacts(id=self.id, title=self.title, municipality=self.municipality, period=self.period)

    def known_as(self, facts: PlanFacts) -> "HeldPlan":
        return replace(self, title=facts.title, municipality=facts.municipality, period=facts.period)

    @property
    def mark(self) -> str:
        """What says in a button or a schedule which plan it is of: "" for the first, as where there is only one."""
        return "" if self.number == 1 else self.id

    @property
    def folder(self) -> str:
        """Of its knowledge base, under the data folder."""
        return FOLDER if self.number == 1 else f"{FOLDER}-{self.id}"


class _Stored(Struct, frozen=True, kw_only=True):
    id: str
    strategy: str
    key: str
    title: str
    municipality: str
    years: tuple[int, ...]
    is_held: bool


class _Chosen(Struct, frozen=True, kw_only=True):
    plan: str


class _Tied(Struct, frozen=True, kw_only=True):
    channel: str
    mark: str


_read_plan, _read_chosen = reader(_Stored), reader(_Chosen)
_read_tied = reader(_Tied)
PLAN_KINDS: Kinds = {PLANS: _read_plan, CHOSEN: _read_chosen, CHANNELS: _read_tied}


def is_plan_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


class _Records:
    """Several processes may each have one on a place. Looking creates nothing."""

    def __init__(self, place: RecordPlace) -> None:
        self._place = place

    @cached_property
    def _database(self) -> Records:
        return open_records(self._place, PLANS, PLAN_KINDS)


class PlanStore(_Records):
    """The plans that are held, and which of them was chosen."""

    def all(self) -> tuple[HeldPlan, ...]:
        """In the order in which they were first added, removed ones too."""
        if not is_there(self._place, PLANS):
            return ()
        found = sorted(self._database.readable(PLANS), key=lambda document: document.doc_id)
        return tuple(_plan(each.doc_id, _read_plan(each)) for each in found)

    def held(self) -> tuple[HeldPlan, ...]:
        return tuple(plan for plan in self.all() if plan.is_held)

    def get(self, id: str) -> HeldPlan:
        """One that is held. Raises UnknownIdError."""
        held = {plan.id: plan for plan in self.held()}
        if id not in held:
            raise UnknownIdError("計画", id, list(held))
        return held[id]

    def at(self, strategy: Path) -> HeldPlan | None:
        """The plan of this text, held or not."""
        return next((plan for plan in self.all() if plan.strategy == str(strategy)), None)

    @property
    def chosen(self) -> str:
        """The plan that somebody has chosen for whatever names none; "" for none, or one that is held no more."""
        chosen = self._database.find(CHOSEN, "") if is_there(self._place, PLANS) else None
        id = _read_chosen(chosen).plan if chosen else ""
        return id if any(plan.id == id for plan in self.held()) else ""

    def use(self, id: str) -> None:
        """ "" for whichever is in force on the day."""
        self._database.put((CHOSEN, "", {"plan": id}))

    def add(self, strategy: Path, facts: PlanFacts, left_values: frozenset[str] = frozenset()) -> HeldPlan:
        """The plan of this text, held from now on. `facts`: with the id that is wished for, or with "".

        `left_values`: the keys of values that stand in the folder already.
        """
        with self._database.locked():
            if known := self.at(strategy):
                return self.put(replace(known, is_held=True).known_as(facts))
            every = self.all()
            taken = {plan.id for plan in every} | {plan.key for plan in every}
            id = facts.id or _free_id(strategy, taken)
            number, named = self._database.table(PLANS).next_id, facts.title or strategy.parent.name
            is_named = named not in taken and (number == 1 or named in left_values)
            plan = HeldPlan(number=number, id=id, strategy=str(strategy), key=named if is_named else id)
            return self.put(plan.known_as(facts))

    def put(self, plan: HeldPlan) -> HeldPlan:
        """As it is from now on; its number says which."""
        years = [plan.period.start_fiscal_year, plan.period.end_fiscal_year] if plan.period else []
        table, record = self._database.table(PLANS), asdict(plan) | {"years": [int(year) for year in years]}
        del record["number"], record["period"]
        if not table.update(record, doc_ids=[plan.number] if table.find(plan.number) else []):
            table.insert(record)  # under its number, which was the next one
        return plan

    def remove(self, id: str) -> HeldPlan:
        """Held no more. Raises UnknownIdError."""
        with self._database.locked():
            return self.put(replace(self.get(id), is_held=False))


class TiedChannels(_Records):
    """Channels with a plan of their own, which questions there are about unless they name another."""

    def plan_of(self, channel: str) -> str | None:
        """Its mark; None for none."""
        found = self._database.find(CHANNELS, channel) if is_there(self._place, PLANS) else None
        return _read_tied(found).mark if found else None

    def channels_of(self, mark: str) -> list[str]:
        """Those tied to the plan of this mark."""
        tied = map(_read_tied, self._database.readable(CHANNELS)) if is_there(self._place, PLANS) else ()
        return [one.channel for one in tied if one.mark == mark]

    def tie(self, channel: str, mark: str | None) -> None:
        """None unties it."""
        self._database.put((CHANNELS, channel, None if mark is None else {"channel": channel, "mark": mark}))

    def rename(self, old: str, new: str) -> None:
        if (mark := self.plan_of(old)) is not None:
            self.tie(old, None)
            self.tie(new, mark)


def _plan(number: int, stored: _Stored) -> HeldPlan:
    fields = asdict(stored)
    first_and_last = [FiscalYear(year) for year in fields.pop("years")]
    return HeldPlan(number=number, period=Period(*first_and_last) if first_and_last else None, **fields)


def _free_id(strategy: Path, taken: set[str]) -> str:
    """Of the folder's name, or of the file's where that says more: `kakuu-2`."""
    name = strategy.parent.name if strategy.stem == "strategy" else strategy.stem
    first = _NOT_IN_ID.sub("-", name.lower()).strip("-_")[: LONGEST_ID - 4].strip("-_") or UNNAMED_PLAN
    candidates = (first, *(f"{first}-{number}" for number in range(2, len(taken) + 3)))
    return next(id for id in candidates if id not in taken)
