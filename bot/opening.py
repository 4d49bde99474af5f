"""What the commands work on, opened from the settings: the strategy's catalog, the ledger, the view of its values."""

from pathlib import Path

from bot.errors import BotError
from bot.settings import Settings
from bot.values import LedgerValues
from knowledge import Catalog, KnowledgeStore, Ledger, LedgerStore, open_database, shipped_strategies

ACTUALS_FOLDER = "actuals"


def strategy_path(settings: Settings) -> Path:
    """The one asked for, else the one last built, else the only one that is shipped."""
    if settings.strategy:
        return settings.strategy
    if stored := KnowledgeStore(settings.data).find():
        return stored.strategy
    shipped = shipped_strategies()
    if len(shipped) == 1:
        return shipped[0]
    names = "、".join(str(path) for path in shipped)
    raise BotError(f"戦略を選んでください。--strategy に場所を指定します（同梱: {names or 'なし'}）。")


def open_catalog(settings: Settings) -> Catalog:
    return Catalog(KnowledgeStore(settings.data).open(strategy_path(settings)))


def actuals_folder(settings: Settings) -> Path:
    """Where the ledger's database lies; doctor looks at it too."""
    return settings.data / ACTUALS_FOLDER


def open_ledger(settings: Settings) -> LedgerStore:
    return LedgerStore(open_database(actuals_folder(settings)))


def open_values(settings: Settings, catalog: Catalog) -> LedgerValues:
    """The values as they are now, at each look anew; nothing is created where nobody has recorded anything."""
    opened: list[LedgerStore] = []

    def ledger() -> Ledger | None:
        if not opened and actuals_folder(settings).exists():
            opened.append(open_ledger(settings))
        return opened[0].ledger() if opened else None

    return LedgerValues(catalog, ledger, settings)
