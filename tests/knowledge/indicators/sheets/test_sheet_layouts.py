"""Whatever the layout: the known actuals come back exactly, or the sheet is refused in words. Never another number."""

from datetime import date
from pathlib import Path

from hypothesis import given

from knowledge.files.grid import Sheet
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnreadableTableError
from knowledge.reading.build import build
from tests.examples import examples
from tests.knowledge.indicators.sheets.sheet_layouts import Known, layouts

PLAN = Catalog(build(Path(__file__).parents[3] / "strategies" / "kakuu"))
INDICATORS = [one for one in PLAN.indicators.values() if one.id != "population"]
TODAY = date(2027, 4, 10)


def read(sheet: Sheet) -> Known | str:
    """What would be recorded, or why not."""
    try:
        plan = plan_import([sheet], PLAN.indicators, Ledger(()), by="企画課", today=TODAY)
    except UnreadableTableError as error:
        return str(error)
    if plan.refused:
        return plan.refused[0].reason
    return {(row.draft.indicator, int(row.draft.fiscal_year)): row.draft.value for row in plan.accepted}


@examples(250)  # 5,000 in `make fuzz`
@given(layouts(INDICATORS))
def test_a_sheet_gives_exactly_its_actuals_or_is_refused(built: tuple[Sheet, Known]) -> None:
    sheet, known = built
    found = read(sheet)
    assert isinstance(found, str) or found == known
