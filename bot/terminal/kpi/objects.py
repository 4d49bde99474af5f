"""What the `kpi` commands print with --json. Decimals are strings; a share is a decimal with four places."""

from dataclasses import asdict
from typing import Any

from knowledge.indicators import CurrentValues, Entry, figure_of
from knowledge.indicators.ledger import entry_to_json
from knowledge.indicators.review import progress_json
from knowledge.model import Indicator
from knowledge.model.quantity import Quantity


def indicator_object(values: CurrentValues, indicator: Indicator) -> dict[str, Any]:
    package = values.catalog.package_of_kpi(indicator)
    goal = values.catalog.goal_of_target(indicator)
    entry, progress = values.latest_entry(indicator.id), values.progress(indicator.id)
    return {
        "id": indicator.id,
        "name": indicator.name,
        "part": indicator.part,
        "unit": indicator.unit,
        "package": package.number if package else None,
        "goal": goal.number if goal else None,
        "baseline": quantity_object(indicator.baseline),
        "actual": actual_object(entry, indicator) if entry else None,
        "target": quantity_object(indicator.target),
        "interim": [quantity_object(one) for one in indicator.interim],
        **progress_json(progress),
        "shown_state": values.standing(indicator.id),
    }


def quantity_object(quantity: Quantity | None) -> dict[str, Any] | None:
    """Q of the knowledge base's export."""
    if quantity is None:
        return None
    numbers = {name: str(number) for name in ("value", "upper") if (number := getattr(quantity, name)) is not None}
    return asdict(quantity) | numbers


def actual_object(entry: Entry, indicator: Indicator) -> dict[str, Any]:
    return {"entry": entry.id, **entry_to_json(entry), "text": figure_of(entry, indicator).text}


def history_objects(values: CurrentValues, indicator: Indicator) -> list[dict[str, Any]]:
    """The value of every year, oldest first, each with its own judgement."""
    return [
        {**actual_object(entry, indicator), **progress_json(values.progress(indicator.id, year))}
        for year, entry in values.by_year(indicator.id).items()
    ]
