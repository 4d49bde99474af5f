"""What a record of one plan is in another: by its name, across editions; and an indicator beside its like there."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rapidfuzz import fuzz, process

from knowledge.answers.answer import INDICATOR_ITEMS, Answer, Item, titles
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.plans import PlanFacts
from knowledge.model.records import STRATEGY, Indicator
from knowledge.model.structs import replace
from knowledge.wording.other_plans import NOT_AN_INDICATOR, OTHER_COUNTING, no_counterpart_note, other_unit_note
from knowledge.wording.values import measure

LIKELY, CLOSE = 85.0, 60.0  # of 100, rapidfuzz ratio: the same under a slightly other name; worth offering
CLEAR = 5.0  # by so much the likeliest must lead
MOST_CLOSE = 3


class Counterparts(Struct, frozen=True):
    """`ids` in the other plan: one where `is_sure`, else those with names close to it, best first."""

    ids: tuple[str, ...]
    is_sure: bool


def counterparts(id: str, here: Catalog, there: Catalog) -> Counterparts:
    """Of a record with a name; a name that stands twice there is no answer by itself."""
    if id in (STRATEGY, here.strategy.id, "population"):
        return Counterparts(("population" if id == "population" else there.strategy.id,), is_sure=True)
    kind, name = titles(here).get(id, ("", ""))
    kinds = INDICATOR_ITEMS if kind in INDICATOR_ITEMS else (kind,)
    if kind in ("", "passage"):
        return Counterparts((), is_sure=False)
    names = {other: name_key(own) for other, (of, own) in titles(there).items() if of in kinds}
    same = tuple(other for other, key in names.items() if key == name_key(name))
    if same:
        return Counterparts(_originals(same, there), is_sure=len(_originals(same, there)) == 1)
    return _alike(name_key(name), names)


def _originals(ids: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """A project and its reprints are one."""
    return tuple(dict.fromkeys(catalog.record(id).id for id in ids))


def _alike(key: str, names: Mapping[str, str]) -> Counterparts:
    found = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=MOST_CLOSE)
    ids, scores = tuple(id for _, _, id in found), [score for _, score, _ in found]
    is_sure = bool(scores) and scores[0] >= LIKELY and (len(scores) == 1 or scores[0] - scores[1] >= CLEAR)
    return Counterparts(ids[:1] if is_sure else ids, is_sure)


def without_counterpart(question: str, title: str, plan: PlanFacts, near: Sequence[Item]) -> Answer:
    note = no_counterpart_note(title, plan.label, has_near=bool(near))
    return Answer(question, "not_found", "followup", (), note, note=note, near=tuple(near))


def not_comparable(question: str) -> Answer:
    return Answer(question, "not_found", "followup", (), NOT_AN_INDICATOR, note=NOT_AN_INDICATOR)


class InPlan(Struct, frozen=True):
    """An indicator in its plan, as it stands there."""

    plan: PlanFacts
    indicator: Indicator
    values: CurrentValues

    @property
    def sentence(self) -> str:
        return f"{self.plan.label}：{measure(self.indicator, self.values).sentence}"


def side_by_side(question: str, item: Item, held: Sequence[InPlan], lacking: Sequence[PlanFacts] = ()) -> Answer:
    """Each as it is printed and recorded, the oldest plan first; nothing is reckoned across different units or ways of
    counting. `lacking`: plans that have none like it.
    """
    in_order = sorted(held, key=lambda one: one.plan.period.start_fiscal_year if one.plan.period else 0)
    warnings = dict.fromkeys(_warning(held[0].indicator, one.indicator) for one in held[1:])
    name = held[0].indicator.name
    gone = (no_counterpart_note(name, plan.label) for plan in lacking)
    said = "\n".join(filter(None, [*(one.sentence for one in in_order), *gone, *warnings]))
    return Answer(question, "answered", "analytics", (replace(item, text=said),), said, note=said)


def _warning(here: Indicator, there: Indicator) -> str:
    if here.unit != there.unit:
        return other_unit_note(here.unit, there.unit)
    return OTHER_COUNTING if here.counting != there.counting else ""
