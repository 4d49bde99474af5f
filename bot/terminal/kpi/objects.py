"""What the `kpi` commands print with --json. Decimals are strings; a share is a decimal with four places."""

from typing import Any

from bot.api.answer_json import quantity_json
from knowledge.indicators import CurrentValues, Entry, figure_of
from knowledge.indicators.ledger import entry_to_json
from knowledge.indicators.review import progress_json
from knowledge.model import Indicator


def indicator_json(values: CurrentValues, indicator: Indicator) -> dict[str, Any]:
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
        "baseline": quantity_json(indicator.baseline),
        "known": quantity_json(indicator.known),
        "actual": actual_object(entry, indicator) if entry else None,
        "target": quantity_json(indicator.target),
        "interim": [quantity_json(one) for one in indicator.interim],
        **progress_json(progress),
        "shown_state": values.standing(indicator.id),
    }


def actual_object(entry: Entry, indicator: Indicator) -> dict[str, Any]:
    return {"entry": entry.id, **entry_to_json(entry), "text": figure_of(entry, indicator).text}


def history_objects(values: CurrentValues, indicator: Indicator) -> list[dict[str, Any]]:
    """The value of every year, oldest first, each with its own judgement."""
    return [
        {**actual_object(entry, indicator), **progress_json(values.progress(indicator.id, year))}
        for year, entry in values.by_year(indicator.id).items()
    ]
