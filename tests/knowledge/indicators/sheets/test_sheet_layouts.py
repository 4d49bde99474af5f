"""Whatever the layout: the known actuals come back exactly, or the sheet is refused in words. Never another number."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.files.grid import Sheet
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.model.errors import UnreadableTableError
from tests.examples import examples
from tests.knowledge.indicators.sheets.sheet_layouts import Known, layouts
from tests.plans import kakuu

TODAY = date(2027, 4, 10)


def read(sheet: Sheet) -> Known | str:
    """What would be recorded, or why not."""
    try:
        plan = plan_import([sheet], kakuu().indicators, Ledger(()), by="企画課", today=TODAY)
    except UnreadableTableError as error:
        return str(error)
    if plan.refused:
        return plan.refused[0].reason
    return {(row.draft.indicator, int(row.draft.fiscal_year)): row.draft.value for row in plan.accepted}


def layouts_of_kakuu() -> st.SearchStrategy[tuple[Sheet, Known]]:
    return layouts([one for one in kakuu().indicators.values() if one.id != "population"])


@examples(250)  # 5,000 in `make fuzz`
@given(st.deferred(layouts_of_kakuu))
def test_a_sheet_gives_exactly_its_actuals_or_is_refused(built: tuple[Sheet, Known]) -> None:
    sheet, known = built
    found = read(sheet)
    assert isinstance(found, str) or found == known
