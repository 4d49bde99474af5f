"""What the commands work on, opened from the settings: the strategy's catalog, its engine, the ledger's values.

Nothing of Slack: its libraries take a while to import, and questions in the terminal need none of them.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import astuple

from bot.app.place import place_of
from bot.app.plans import ACTUALS_FOLDER, held_plans, open_base, plan_of
from bot.config.settings import Settings
from bot.values import LedgerValues
from bot.values.plans import Knowledge, Plans
from bot.values.taught import TaughtEngine
from knowledge.answers import Engine
from knowledge.answers.examples import EXAMPLES_FILE, Example, load_examples, misread, plan_concepts
from knowledge.indicators import Ledger
from knowledge.japanese import Phrases, load_phrases, load_vocabulary
from knowledge.japanese.tokenizer import dictionary_mark
from knowledge.japanese.vocabulary import PHRASES_FILE, phrases_as_json, phrases_from_json
from knowledge.model import Catalog, KnowledgeError
from knowledge.model.data_files import SHIPPED, fingerprint_of, keep_shipped, save_shipped, text_path
from knowledge.model.prepared import Prepared
from knowledge.storage import LedgerStore
from knowledge.storage.ledger_store import LEDGER_KINDS
from knowledge.storage.place import RecordPlace, open_records, was_kept_at
from knowledge.storage.plans import HeldPlan, PlanStore
from knowledge.wording.example_questions import theme_question

log = logging.getLogger(__name__)

WITHOUT_VALUES = "登録された実績なしで答えます。"
TAUGHT_EXAMPLE = "gaps で加えた例"
PREPARED_FOLDER = "prepared"  # what is made again where it has gone: one file for the words, one for each plan


def strategy_path(settings: Settings) -> Path:
    """The text of the plan that a command is about."""
    return plan_of(settings).path


def open_catalog(settings: Settings, plan: HeldPlan | None = None) -> Catalog:
    """Of a plan, else of the one that a command is about."""
    plan = plan or plan_of(settings)
    return Catalog(open_base(settings, plan), plan.key)


def open_taught(settings: Settings, catalog: Catalog, plan: HeldPlan | None = None) -> TaughtEngine:
    """The engine of the plan's files, with what editors have added to them until the moment of a question."""
    plan = plan or plan_of(settings)
    folder, prepared = plan.path.parent, _prepared(settings, catalog, plan)
    concepts = plan_concepts(folder)
    document = prepared.made("document", lambda: open_document(settings, catalog, plan), tuple)
    phrases = prepared.made("phrases", lambda: phrases_as_json(_phrases(folder, catalog)), phrases_from_json)
    examples = prepared.made("examples", lambda: [astuple(one) for one in load_examples(folder)], _examples)
    vocabulary = load_vocabulary()
    engine = Engine(catalog, phrases, vocabulary, concepts=concepts, document=document, prepared=prepared)
    if prepared.is_new or SHIPPED.is_new:
        engine.answer(theme_question(catalog))  # which needs the parts that are made when a question comes
    prepared.save()
    save_shipped()
    return TaughtEngine(engine, concepts, examples, place_of(settings))


def _prepared(settings: Settings, catalog: Catalog, plan: HeldPlan) -> Prepared:
    """What is kept of a plan between starts, as long as its files are as they were."""
    _keep_words(settings)
    text, marks = plan.path, [dictionary_mark(), catalog.base.strategy.source.sha256]
    return Prepared(
        settings.own_folder / PREPARED_FOLDER / plan.folder,
        fingerprint_of(marks, [text, *sorted(text.parent.glob("*.toml"))]),
    )


def _keep_words(settings: Settings) -> None:
    """The same for what is made of the shipped words."""
    keep_shipped(settings.data / PREPARED_FOLDER, dictionary_mark())


def _examples(kept: Iterable[tuple[str, Sequence[str], str]]) -> tuple[Example, ...]:
    return tuple(Example(q, tuple(means), by) for q, means, by in kept)


def _phrases(folder: Path, catalog: Catalog) -> Phrases:
    if (folder / PHRASES_FILE).exists():
        return load_phrases(folder)
    from knowledge.japanese.proposed_phrases import proposed_phrases  # with the words of tables, for new plans alone

    return proposed_phrases(catalog)


def open_engine(settings: Settings, catalog: Catalog) -> Engine:
    """As it understands now; for what ends soon."""
    return open_taught(settings, catalog).engine


def check_data_files(strategy: Path) -> None:
    """Of what stands beside the text, that which only questions use. Raises BadDataFileError."""
    folder = text_path(strategy).parent
    load_phrases(folder)
    plan_concepts(folder)
    load_examples(folder)


def misread_examples(settings: Settings, catalog: Catalog) -> list[str]:
    """A sentence for each example of the staff that is not read as it says, behind where it stands."""
    taught = open_taught(settings, catalog)
    engine = taught.engine
    own = len(load_examples(text_path(strategy_path(settings)).parent))
    places = [EXAMPLES_FILE if at < own else TAUGHT_EXAMPLE for at in range(len(taught.examples))]
    told = ((place, misread(one, engine, taught.concepts)) for place, one in zip(places, taught.examples, strict=True))
    return [f"{place}: {sentence}" for place, sentence in told if sentence]


def open_plans(settings: Settings, *, records: bool = True) -> Plans:
    """All that is answered from, each plan opened when it is asked. `records`: values will be recorded."""
    _keep_words(settings)
    held = held_plans(settings)
    only = plan_of(settings).id if settings.plan or settings.strategy else PlanStore(place_of(settings)).chosen
    return Plans(held, lambda plan: open_knowledge(settings, plan, records=records), chosen=only)


def open_knowledge(settings: Settings, plan: HeldPlan | None = None, *, records: bool = True) -> Knowledge:
    """What is answered from one plan; with what is recorded from now on."""
    plan = plan or plan_of(settings)
    catalog = open_catalog(settings, plan)
    taught = open_taught(settings, catalog, plan)
    values = open_values_for_answers(settings, catalog)
    if records:
        values = LedgerValues(catalog, _or_nothing(open_ledger(settings, catalog).ledger), settings)
    return Knowledge(
        catalog=catalog,
        engine=taught,
        values=values,
        document=taught.engine.document,
        taught=taught,
        id=plan.id,
        mark=plan.mark,
    )


def open_document(settings: Settings, catalog: Catalog, plan: HeldPlan | None = None) -> tuple[str, ...]:
    """The lines of the strategy's source file, first first; none where it is gone. A PDF is not read again."""
    if catalog.base.lines:
        return catalog.base.lines
    text = (plan or plan_of(settings)).path
    from knowledge.reading import read_source

    return tuple(line.text for line in read_source(text).lines) if text.exists() else ()


def open_ledger(settings: Settings, catalog: Catalog) -> LedgerStore:
    return ledger_in(place_of(settings), catalog)


def ledger_in(place: RecordPlace, catalog: Catalog) -> LedgerStore:
    """The plan's own: k1-1 of one is not k1-1 of another."""
    names = {one.id: one.title for one in catalog.indicators.values()}
    return LedgerStore(open_records(place, ACTUALS_FOLDER, LEDGER_KINDS), catalog.key, names)


def open_values(settings: Settings, catalog: Catalog) -> LedgerValues:
    """The values as they are now, at each look anew; nothing is created where nobody has recorded anything."""
    opened: list[LedgerStore] = []

    def ledger() -> Ledger | None:
        if not opened and was_kept_at(place_of(settings), ACTUALS_FOLDER):
            opened.append(open_ledger(settings, catalog))
        return opened[0].ledger() if opened else None

    return LedgerValues(catalog, ledger, settings)


def open_values_for_answers(settings: Settings, catalog: Catalog) -> LedgerValues:
    """As `open_values`; where the ledger cannot be read, questions about the plan are answered all the same."""
    values = open_values(settings, catalog)
    return LedgerValues(catalog, _or_nothing(lambda: values.current.ledger), settings)


def _or_nothing(read: Callable[[], Ledger]) -> Callable[[], Ledger]:
    """Nothing where the ledger cannot be read: answers that would hold values say so; why, the log is told once."""
    nothing, told = Ledger((), is_partial=True), set[str]()

    def ledger() -> Ledger:
        try:
            return read()
        except KnowledgeError as error:
            if str(error) not in told:
                told.add(str(error))
                log.warning("%s%s", WITHOUT_VALUES, error)
            return nothing

    return ledger
