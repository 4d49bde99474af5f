"""The plans of a data folder as the settings choose among them; what a folder of 0.2 holds becomes its first plan."""

from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.app.place import place_of
from bot.config import BotError, WrongCallError
from bot.config.settings import Settings
from bot.values.taught import TAUGHT, TAUGHT_KINDS
from knowledge.model import KnowledgeError
from knowledge.model.data_files import shipped_strategies, text_path
from knowledge.model.plans import facts_of, usual_plan
from knowledge.model.records import KnowledgeBase
from knowledge.model.structs import replace
from knowledge.storage import KnowledgeStore
from knowledge.storage.ledger_store import LEDGER_KINDS, TABLE
from knowledge.storage.place import RecordPlace, is_there, open_records
from knowledge.storage.plans import LONGEST_ID, HeldPlan, PlanStore, is_plan_id

ACTUALS_FOLDER = "actuals"
ID_FORM = (
    f"計画の ID は、半角の英小文字・数字・「-」・「_」で{LONGEST_ID}文字までにしてください（先頭は英小文字か数字）。"
)
NO_PLAN_YET = (
    "ワークスペース {team} には、まだ計画がありません。senryaku kb add --workspace {team} 本文 で加えてください。"
)
SAME_PLAN = (
    "「{name}」はすでに {id} として加えられています。新しい本文に替えるときは senryaku kb build {path} を、"
    "別の計画として加えるときは --id を使ってください。"
)


def held_plans(settings: Settings) -> tuple[HeldPlan, ...]:
    """Those that questions are answered from, the first added first; with `--strategy` only that one."""
    if settings.strategy:
        return (_at(settings, settings.strategy),)
    return PlanStore(place_of(settings)).held() or (_first(settings),)


def plan_of(settings: Settings) -> HeldPlan:
    """The one that a command is about. UnknownIdError for a `--plan` that is none."""
    held = held_plans(settings)
    if settings.plan and not settings.strategy:
        return PlanStore(place_of(settings)).get(settings.plan.lower())
    return usual_of(settings, held, settings.today)


def usual_of(settings: Settings, held: tuple[HeldPlan, ...], today: date) -> HeldPlan:
    """The one that somebody has chosen, else the one in force."""
    chosen = PlanStore(place_of(settings)).chosen if len(held) > 1 else ""
    id = chosen or usual_plan([plan.facts for plan in held], today).id
    return next(plan for plan in held if plan.id == id)


def base_store(settings: Settings, plan: HeldPlan) -> KnowledgeStore:
    return KnowledgeStore(place_of(settings), plan.folder)


def open_base(settings: Settings, plan: HeldPlan) -> KnowledgeBase:
    """As its files are now; what it says of itself is noted, should it have changed."""
    base = base_store(settings, plan).open(plan.path)
    facts = facts_of(plan.id, base.strategy)
    if facts != plan.facts:
        PlanStore(place_of(settings)).put(plan.known_as(facts))
    return base


def _read(path: Path) -> KnowledgeBase:
    """By a room of 80 modules, of which a plan that has been read needs none."""
    from knowledge.reading import build

    return build(path)


def build_plan(settings: Settings, path: Path) -> tuple[HeldPlan, KnowledgeBase]:
    """Read anew, for questions from now on. By its place or its name it may be a plan that is there; another one takes
    the place of the only one, and stands beside several.
    """
    base, text, store = _read(path), text_path(path).resolve(), PlanStore(place_of(settings))
    _adopt(settings)
    held = store.held()
    plan = _registered(settings, text, base, store.at(text) or _same(held, base))
    if len(held) == 1 and held[0].id != plan.id:
        store.remove(held[0].id)
    return plan, base


def add_plan(
    settings: Settings, path: Path, id: str = "", base: KnowledgeBase | None = None
) -> tuple[HeldPlan, KnowledgeBase]:
    """Beside those that are there. `base`: where it has been read already.

    Raises WrongCallError for an id that will not do, BotError for what is there.
    """
    id = id.lower()
    if id and not is_plan_id(id):
        raise WrongCallError(ID_FORM)
    base, text, store = base or _read(path), text_path(path).resolve(), PlanStore(place_of(settings))
    _adopt(settings)
    known = store.at(text)
    if known is None and id and any(id in (plan.id, plan.key) for plan in store.all()):
        raise WrongCallError(f"ID「{id}」はほかの計画に使われています。別の ID を指定してください。")
    if known and id and known.id != id:
        raise WrongCallError(f"この本文の計画の ID は {known.id} です。ID は変えられません。")
    if known is None and not id and (same := _same(store.held(), base)):
        raise BotError(SAME_PLAN.format(name=same.facts.label, id=same.id, path=path))
    return _registered(settings, text, base, known, id=id), base


def copy_plans(settings: Settings, data: Path) -> None:
    """The same plans under the same ids in another data folder, without their values."""
    held, store = held_plans(settings), PlanStore(data)
    for plan in store.held():
        if plan.strategy not in {each.strategy for each in held}:
            store.remove(plan.id)
    for plan in held:
        store.add(plan.path, plan.facts, _left_values(data))
    chosen = PlanStore(place_of(settings)).chosen
    place = next((plan.strategy for plan in held if plan.id == chosen), "")
    store.use(next((plan.id for plan in store.held() if plan.strategy == place), ""))


def _at(settings: Settings, path: Path) -> HeldPlan:
    """The plan of a text that somebody names; a new one does not push others out of their place."""
    text, store = text_path(path).resolve(), PlanStore(place_of(settings))
    if known := store.at(text):
        return known
    _adopt(settings)
    base, held = _read(path), store.held()
    plan = _registered(settings, text, base, _same(held, base))
    if held and plan.id not in {each.id for each in held}:
        return store.put(replace(plan, is_held=False))
    return plan


def _same(held: tuple[HeldPlan, ...], base: KnowledgeBase) -> HeldPlan | None:
    """Its text has been moved or copied."""
    facts = facts_of("", base.strategy)
    return next((plan for plan in held if plan.facts.is_as(facts)), None)


def _registered(
    settings: Settings, text: Path, base: KnowledgeBase, plan: HeldPlan | None, *, id: str = ""
) -> HeldPlan:
    store, facts = PlanStore(place_of(settings)), facts_of(id, base.strategy)
    if plan is None:
        plan = store.add(text, facts, _left_values(place_of(settings)))
    else:
        plan = store.put(replace(plan, strategy=str(text), is_held=True).known_as(facts))
    base_store(settings, plan).put(text, base)
    return plan


def _first(settings: Settings) -> HeldPlan:
    """What a folder without a list of plans answers from: the one last built, else the only one that is shipped."""
    if adopted := _adopt(settings):
        return adopted
    if settings.workspace:
        raise BotError(NO_PLAN_YET.format(team=settings.workspace))
    shipped = shipped_strategies()
    if len(shipped) == 1:
        return _registered(settings, text_path(shipped[0]).resolve(), _read(shipped[0]), None)
    names = "、".join(str(path) for path in shipped)
    raise BotError(f"戦略を選んでください。--strategy に場所を指定します（同梱: {names or 'なし'}）。")


def _adopt(settings: Settings) -> HeldPlan | None:
    """The plan that a version before this one has built there; None where there is none, or a list of plans already."""
    store = PlanStore(place_of(settings))
    if store.all():
        return None
    stored = KnowledgeStore(place_of(settings)).find()
    if stored is None:
        return None
    return store.add(stored.strategy, facts_of("", stored.base.strategy), _left_values(place_of(settings)))


def _left_values(place: RecordPlace) -> frozenset[str]:
    """The titles under which values or lessons stand, as far as they can be read: the plan is answered all the same."""
    found: set[str] = set()
    if is_there(place, ACTUALS_FOLDER):
        with suppress(KnowledgeError):
            tables = open_records(place, ACTUALS_FOLDER, LEDGER_KINDS).tables()
            found |= {name.removeprefix(TABLE).strip() for name in tables if name.startswith(TABLE)}
    if is_there(place, TAUGHT):
        with suppress(KnowledgeError):
            found |= {str(each.get("plan")) for each in open_records(place, TAUGHT, TAUGHT_KINDS).table(TAUGHT)}
    return frozenset(found)
