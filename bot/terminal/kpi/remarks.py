"""What the commands of `senryaku kpi` say beside their result."""

import typer

from bot.app.plans import held_plans
from bot.config.settings import Settings
from knowledge.model import Catalog
from knowledge.wording.values import PARTIAL_NOTE


def say_partial(is_partial: bool) -> None:
    """Beside JSON, whose lists have no place for it, and what was written."""
    if is_partial:
        typer.echo(PARTIAL_NOTE, err=True)


def say_plan(settings: Settings, catalog: Catalog) -> None:
    """Of which of several the ledger is."""
    if len(held_plans(settings)) > 1:
        typer.echo(f"計画：{catalog.strategy.title}")
